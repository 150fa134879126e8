"""What every request gets before a view sees it: one moment, one language, and sane sizes."""

import re

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from portal.errors import error_page

LONGEST_ADDRESS = 2000
_CODES = {code for code, _name in settings.LANGUAGES}
_PREFIX = re.compile(r"/([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,10})?)(/|\Z)")


def best_language(request):
    """The portal's language that the visitor's browser asks for first; German when it asks for none of ours."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:500]):
        if wanted in _CODES:
            return wanted
        general = wanted.partition("-")[0]
        if general in _CODES:
            return general
    return settings.LANGUAGE_CODE


class PublicRequestMiddleware:
    """Give the request its ``now`` and its language, and refuse what no browser sends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.now = timezone.now()
        match = _PREFIX.match(request.path_info)
        named = match[1] if match else ""
        request.negotiated = named not in _CODES
        language = best_language(request) if request.negotiated else named
        if not request.path_info.startswith("/admin/"):
            # Public pages know no session and no form; without this a broken cookie would be answered with one.
            for cookie in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
                request.COOKIES.pop(cookie, None)
        with translation.override(language):
            response = self.refusal(request, named) or self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.negotiated and not request.path_info.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    @staticmethod
    def refusal(request, named):
        """The answer to what no page of ours links to, or None."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return error_page(request, 400)
        if len(request.get_full_path()) > LONGEST_ADDRESS:
            return error_page(request, 414)
        if named.lower() in _CODES and named not in _CODES:
            # /DE/ and /de-Simple/ are the same page as the address in small letters.
            return HttpResponsePermanentRedirect("/" + named.lower() + request.get_full_path()[len(named) + 1 :])
        return None
