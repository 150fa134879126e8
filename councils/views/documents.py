"""The papers of a council, and the files themselves."""

import logging
import pathlib

from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.utils.translation import gettext as _

from councils.models import DocumentBase
from councils.pages import (
    Column,
    Link,
    Moved,
    address_with,
    get_council,
    page_of_parts,
    public_page,
    render_council_page,
)
from councils.publishing import Gone

log = logging.getLogger(__name__)

IN_ORDER = (Column("position"), Column("pk"))
BY_MEETING = (Column("meeting__held_on__sort", True), Column("meeting_id", True), Column("position"), Column("pk"))

# What a file is told to be, by the end of its name and never by its contents. Browsers show only those of the first
# group in their window, the others they save: nothing that an editor uploads can run as a page of the portal.
SHOWN = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
SAVED = {
    ".txt": "text/plain; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}
ANY_OTHER = "application/octet-stream"


@public_page
def of_council(request, slug):
    """The council's papers, then those of its meetings: files, links elsewhere, and what is only known to exist."""
    now = request.now
    council = get_council(request, slug)
    meetings = council.meetings.model.objects.published(now)
    convened = council.convenings.published(now).order_by().values("meeting")
    # The papers of meetings; councils know of meetings only what hangs on themselves.
    papers = council.meetings.model.documents.rel.related_model.objects.published(now)
    papers = papers.filter(meeting__in=convened).prefetch_related(Prefetch("meeting", meetings.with_councils(now)))
    documents = council.documents.published(now).select_related("source")
    (documents, papers), cursor = page_of_parts(request, (documents, IN_ORDER), (papers, BY_MEETING))
    return render_council_page(
        request,
        "councils/document_list.html",
        council,
        "documents",
        "documents",
        crumbs=[Link(_("Documents"))],
        shown=[*documents, *papers],
        canonical_path=address_with(request, after=request.GET.get("after")),
        documents=documents,
        papers=papers,
        begins="after" not in request.GET,
        next_url=address_with(request, after=cursor) if cursor else "",
    )


@public_page
def file(request, public_id, name):
    """A paper itself, if the public may have it: asked anew each time, and shut into a sandbox of its own."""
    document = _public_document(public_id, request.now)
    path = pathlib.PurePath(document.file.name)
    if name != path.name:
        raise Moved(document.get_absolute_url())
    etag, changed = quote_etag(document.checksum), int(document.modified.timestamp())
    headers = {
        "Cache-Control": "no-cache",
        "Content-Disposition": content_disposition_header(path.suffix not in SHOWN, path.name),
        "Content-Language": document.language,
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": etag,
        "Last-Modified": http_date(changed),
        "X-Content-Type-Options": "nosniff",
    }
    # None while the browser has to be sent the file; without it the answer bears the same headers, which it will keep.
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _content_of(document, request)
        headers["Content-Type"] = SHOWN.get(path.suffix) or SAVED.get(path.suffix, ANY_OTHER)
        headers["Content-Length"] = str(document.file.size)
    for header, value in headers.items():
        response[header] = value
    return response


def _content_of(document, request):
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        log.error("The file of document %s is not where it should be", document.public_id)
        raise Http404 from None
    # Pictures and PDFs are small already; left as they are they also keep their length.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    if request.method == "HEAD":
        content.close()
        return HttpResponse()
    return FileResponse(content)


def _public_document(public_id, now):
    """The published row that has the file; raises 410 for what the public could once see, 404 for all else."""
    for model in DocumentBase.models():
        try:
            document = model.objects.get_published(now, public_id=public_id)
        except Gone:
            raise
        except Http404:
            continue
        if document.availability == DocumentBase.Availability.FILE:
            return document
    raise Http404
