"""The real page of what is not public yet, for whoever has a link to it."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language

from councils import previews
from councils.pages import TABS, public_page
from councils.publishing import previewing
from councils.translation_state import SOURCE_LANGUAGE
from portal.errors import error_page

# A page; a file in whole, in part, as it was, or asked for wrongly.
SHOWN = {200, 206, 304, 416}


@public_page
def preview(request, token, tab="", public_id=None, name=""):
    """The page as it will look once the row is public, or one of its files; nothing that anybody may keep.

    A council that is hidden itself has its other pages below the preview, too.
    """
    try:
        response = _answer(request, token, tab, public_id, name)
    except previews.NoPreview:
        response = error_page(request, 404)
    except previews.PreviewOver:
        context = {"page": "error", "noindex": True, "status": 410}
        response = render(request, "portal/preview_over.html", context, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request, token, tab, public_id, name):
    opened = previews.open_link(token, request.now)
    if public_id is None and opened.row.is_published(request.now):
        return redirect(_in_language(opened.page.page_of(opened.row)))
    with previewing(opened.preview):
        if public_id is not None:
            path = reverse("files:file", args=[public_id, name])
        elif tab:
            path = _other_page(opened, tab)
        else:
            # Asked within the preview: only there a meeting knows who convenes it.
            path = _in_language(opened.page.page_of(opened.row))
        response = _page(request, path, opened)
    if response.status_code not in SHOWN:
        raise previews.PreviewOver
    return response


def _page(request, path, opened) -> HttpResponse:
    """What the portal's own address answers, asked within the preview."""
    request.preview, request.now, request.asked_path = opened.preview, opened.moment, request.path
    request.path = request.path_info = path
    try:
        match = resolve(path)
        return match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404, BadRequest) as error:
        raise previews.PreviewOver from error


def _other_page(opened, tab):
    """The address of another page of the council, where that is hidden itself."""
    council = opened.page.council_of(opened.row)
    if tab not in TABS or council is None or not opened.preview.has(council):
        raise previews.NoPreview
    return reverse(TABS[tab], args=[council.slug])


def _in_language(address):
    """A German address of ours in the language of the present page."""
    return f"/{get_language()}/" + address.removeprefix(f"/{SOURCE_LANGUAGE}/")
