"""What pages with a public form share: one way to answer, no cookie, nothing kept anywhere, nothing typed lost."""

import functools
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from councils.pages import Moved

METHODS = ("GET", "HEAD", "POST")
# Of a body that is too large so much is read and thrown away: a browser that still sends would not hear the answer.
MOST_DRAINED = 50_000_000
CHUNK = 64 * 1024


class NoUploads(FileUploadHandler):
    """Keeps nothing of a file: no form asks for one."""

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def form_page(view):
    """Make a view a public page that is also sent something; no cache keeps any answer that does not ask for it."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in METHODS:
            response = render(request, "405.html", {"page": "error", "noindex": True, "status": 405}, status=405)
            response["Allow"] = HttpResponseNotAllowed(METHODS)["Allow"]
            return response
        try:
            # Read here, so that what is too large is answered by the page itself.
            if int(request.headers.get("Content-Length") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                raise RequestDataTooBig
            request.upload_handlers = [NoUploads(request)]
            _posted = request.POST
            response = view(request, *args, **kwargs)
        except RequestDataTooBig:
            _drain(request)
            response = render(request, "contact/too_large.html", {"page": "error", "noindex": True}, status=413)
        except Moved as moved:
            if request.method == "POST":
                # 308: the browser sends the same once more, to the new address.
                response = HttpResponsePermanentRedirect(moved.url, preserve_request=True)
            else:
                response = redirect(moved.url, permanent=True)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    # A forged request could use nobody's authority: there is no session and no cookie, and whoever sends a message
    # or a receipt shows all the right they have in the same request. See also comes_from_elsewhere().
    return csrf_exempt(answer)


def comes_from_elsewhere(request):
    """Whether another site had the browser send this. Its tokens are not taken: it would know the receipt's token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"cross-site", "same-site"}
    origin = request.headers.get("Origin", "null")
    try:
        return origin != "null" and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        return True


def _drain(request):
    left = MOST_DRAINED
    try:
        while left > 0 and (chunk := request.read(CHUNK)):
            left -= len(chunk)
    except OSError:
        pass
