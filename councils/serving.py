"""How a stored file is handed out: in whole or in part, or not again, and always shut into a sandbox of its own."""

import logging
import re

from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

from councils import uploads

log = logging.getLogger(__name__)

# One range; what asks for several gets the whole file, as RFC 9110 allows.
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
CHUNK = 64 * 1024


class Part:
    """Some bytes of an open file, from the first to the last one."""

    def __init__(self, file, first, last):
        self.file, self.left = file, last - first + 1
        file.seek(first)

    def __iter__(self):
        while self.left > 0 and (chunk := self.file.read(min(CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self):
        self.file.close()


def answer_with_file(request, document, cache_control, *, is_shown=True):
    """The file of a document that the asker may have, to be shown if its kind can be; 404 where the storage lost it."""
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        log.error("The file of document %s is not where it should be", document.public_id)
        raise Http404 from error
    size = document.file.size
    media_type = document.media_type or _media_type_of(content)
    kind = uploads.KINDS.get(media_type)
    etag, changed = quote_etag(document.checksum), int(document.modified.timestamp())
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache_control,
        "Content-Disposition": content_disposition_header(
            not (is_shown and kind and kind.is_shown), document.file_name
        ),
        "Content-Language": document.language,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Content-Type": media_type if kind else uploads.ANY_OTHER,
        "ETag": etag,
        "Last-Modified": http_date(changed),
        "X-Content-Type-Options": "nosniff",
    }
    # Pictures and PDFs are small already; left as they are they also keep their length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    # None while the browser has to be sent the file; without it the answer bears the same headers, which it will keep.
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _content_of(request, content, _wanted_part(request, size, etag, changed), headers, size)
    else:
        content.close()
        del headers["Content-Type"]
    for header, value in headers.items():
        response[header] = value
    return response


def _content_of(request, content, wanted, headers, size):
    if request.method == "HEAD":
        content.close()
        headers["Content-Length"] = str(size)
        return HttpResponse()
    if wanted is None:
        headers["Content-Length"] = str(size)
        return FileResponse(content)
    first, last = wanted
    if first > last:
        content.close()
        del headers["Content-Disposition"]
        headers |= {"Content-Type": "text/plain", "Content-Range": f"bytes */{size}"}
        return HttpResponse(status=416)
    headers |= {"Content-Length": str(last - first + 1), "Content-Range": f"bytes {first}-{last}/{size}"}
    return StreamingHttpResponse(Part(content, first, last), status=206)


def _wanted_part(request, size, etag, changed):
    """The first and the last byte asked for, the first one behind the last where there are none such; None for all."""
    match = RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or not any(match.groups()):
        return None
    mark = request.headers.get("If-Range", etag)
    # A part must fit what the asker has. Within one second a file may have changed twice, so a fresh date says nothing.
    is_dated = mark == http_date(changed) and request.now.timestamp() - changed >= 1
    if mark != etag and not is_dated:
        return None
    first, last = [int(number) if number else None for number in match.groups()]
    if first is None:
        return max(0, size - last) if last else size, size - 1
    if last is not None and last < first:
        return None
    return first, size - 1 if last is None else min(last, size - 1)


def _media_type_of(content):
    """For files that were stored before anybody looked into them."""
    try:
        return uploads.media_type_of(content)
    except uploads.Refused:
        return uploads.ANY_OTHER
    finally:
        content.seek(0)
