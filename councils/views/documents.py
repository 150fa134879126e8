"""The papers of a council, and the files themselves."""

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from councils.models import DocumentBase, Picture
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
from councils.serving import answer_with_file

IN_ORDER = (Column("position"), Column("pk"))
BY_MEETING = (Column("meeting__held_on__sort", True), Column("meeting__pk", True), Column("position"), Column("pk"))


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
    """A paper or a picture itself, if the public may have it: asked anew each time, whoever it is."""
    document = _public_document(public_id, request.now)
    if isinstance(document, Picture):
        shown = document.file_called(name)
        if shown is None:
            raise Moved(document.src)
        return answer_with_file(request, shown, cache_control="no-cache")
    if name != document.file_name:
        raise Moved(document.get_absolute_url())
    return answer_with_file(request, document, cache_control="no-cache")


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
    return Picture.objects.get_published(now, public_id=public_id)
