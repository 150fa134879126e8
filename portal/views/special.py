"""What public bodies owe those who read with difficulty or sign (BITV 2.0 § 4): as text and, once filmed, a video."""

import re

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import pgettext

from councils.legal import sign_language_video, statement_context
from councils.pages import Link, public_page, render_page

_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_CHUNK = 64 * 1024


@public_page
def easy_language(request):
    return _render(request, "easy_language", pgettext("page", "Plain language"))


@public_page
def sign_language(request):
    return _render(
        request, "sign_language", pgettext("page", "Sign language"), sign_video_url=reverse("sign_language_video")
    )


def _render(request, page, title, **context):
    crumbs = [Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(title)]
    return render_page(request, f"portal/{page}.html", page, crumbs=crumbs, **statement_context(), **context)


@public_page
def video(request):
    """The film in German Sign Language, whole or the part asked for: without parts Safari shows no video at all."""
    path = sign_language_video()
    if path is None:
        raise Http404
    size = path.stat().st_size
    part = wanted_part(request.headers.get("Range", ""), size)
    if part is None:
        response = FileResponse(path.open("rb"), content_type="video/mp4")
    elif part.start >= size:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = StreamingHttpResponse(_Part(path.open("rb"), part), status=206, content_type="video/mp4")
        response["Content-Length"] = len(part)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    response["Accept-Ranges"] = "bytes"
    # A film does not get smaller, and parts of a compressed one would be parts of something else.
    response["Content-Encoding"] = "identity"
    response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def wanted_part(header, size):
    """The bytes that a Range header asks for, as a range; None for the whole, also for a header that makes no sense."""
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(size, size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


class _Part:
    """An open file that yields only those bytes."""

    def __init__(self, file, part):
        self.file, self.left = file, len(part)
        file.seek(part.start)

    def __iter__(self):
        while self.left and (chunk := self.file.read(min(_CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self):
        self.file.close()
