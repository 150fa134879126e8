"""The papers of a council, and the files themselves."""

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _

from councils.models import DocumentBase
from councils.models.picture_field import PictureFile, picture_columns
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
    found = _public_file(public_id, request.now)
    if isinstance(found, PictureFile):
        shown = found.called(name)
        if shown is None:
            raise Moved(found.src)
        return answer_with_file(request, shown, cache_control="no-cache")
    if name != found.file_name:
        raise Moved(found.get_absolute_url())
    return answer_with_file(request, found, cache_control="no-cache")


def _public_file(public_id, now):
    """The published paper or picture; raises 410 for what the public could once see, 404 for all else."""
    for model in DocumentBase.models():
        document = _published(model.objects, public_id, now)
        if document and document.availability == DocumentBase.Availability.FILE:
            return document
    for model, column in picture_columns():
        row = _published(model.objects.exclude(**{column: ""}), public_id, now)
        # A row may be public and its picture not.
        if picture := row and getattr(row, column):
            return picture
    raise Http404


def _published(rows, public_id, now):
    """The row if the public sees it, None if it never did; raises Gone."""
    try:
        return rows.get_published(now, public_id=public_id)
    except Gone:
        raise
    except Http404:
        return None
