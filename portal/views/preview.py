"""The real page of what is not public yet, for whoever has a link to it."""

import re

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language

from councils import previews
from councils.pages import public_page
from councils.publishing import previewing
from councils.translation_state import SOURCE_LANGUAGE
from portal.errors import error_page

# A page; a file in whole, in part, as it was, or asked for wrongly.
SHOWN = {200, 206, 304, 416}


@public_page
def preview(request, token, rest=""):
    """The page as it will look once the row is public; nothing that anybody may keep.

    Below it stand its files and those other pages that nobody sees without the preview, each with its own address.
    """
    try:
        response = _answer(request, token, rest)
    except previews.NoPreview:
        response = error_page(request, 404)
    except previews.PreviewOver:
        context = {"page": "error", "noindex": True, "status": 410}
        response = render(request, "portal/preview_over.html", context, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request, token, rest):
    opened = previews.open_link(token, request.now)
    is_file, is_public = rest.startswith("files/"), opened.row.is_published(request.now)
    with previewing(opened.preview):
        # Asked within the preview: only there a meeting knows who convenes it.
        hidden = _hidden_pages(opened)
        if rest:
            path = f"/{rest}" if is_file else f"/{get_language()}/{rest}"
        else:
            path = _in_language(opened.page.page_of(opened.row))
        if not is_file and (is_public or (rest and not path.startswith(hidden))):
            return redirect(path)
        response = _page(request, path, opened)
    if response.status_code not in SHOWN:
        raise previews.PreviewOver
    if hidden and response.get("Content-Type", "").startswith("text/html"):
        response.content = _with_links(response.content.decode(), hidden, opened.preview.address)
    return response


def _hidden_pages(opened):
    """The addresses of those pages that are hidden themselves; what stands below them is so too."""
    begin = f"/{get_language()}/councils/"
    addresses = [row.get_absolute_url() for row in opened.hidden if hasattr(row, "get_absolute_url")]
    return tuple(address for address in addresses if address.startswith(begin))


def _with_links(text, hidden, address):
    """The page with its links to hidden pages leading to these below the preview."""
    language = f"/{get_language()}/"
    pages = "|".join(re.escape(page.removeprefix(language)) for page in hidden)
    return re.sub(rf'((?:href|action)="){language}({pages})', rf"\g<1>{address}\g<2>", text)


def _page(request, path, opened) -> HttpResponse:
    """What the portal's own address answers, asked within the preview."""
    request.preview, request.now, request.asked_path = opened.preview, opened.moment, request.path
    request.path = request.path_info = path
    try:
        match = resolve(path)
        return match.func(request, *match.args, **match.kwargs)
    except (Resolver404, Http404, BadRequest) as error:
        raise previews.PreviewOver from error


def _in_language(address):
    """A German address of ours in the language of the present page."""
    return f"/{get_language()}/" + address.removeprefix(f"/{SOURCE_LANGUAGE}/")
