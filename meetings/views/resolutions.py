"""What a council has decided, and what became of it."""

import itertools

from django.urls import reverse
from django.utils.translation import gettext as _

from councils.pages import Column, Link, address_with, get_council, page_of, public_page, render_council_page
from meetings import sentences
from meetings.convened import add_conveners, meetings_of, with_reach
from meetings.models import AgendaItem, Meeting

ORDER = (
    Column("meeting__timeline", True),
    Column("meeting__pk", True),
    Column("position"),
    Column("pk"),
)


@public_page
def resolutions(request, slug):
    """The decisions of a council's public meetings, those of the newest meeting first."""
    now = request.now
    council = get_council(request, slug, with_reach(request))
    convened = meetings_of(council, now).order_by().values("pk")
    decided = AgendaItem.objects.published(now).decided().filter(meeting__in=convened)
    # The cursor reads the meeting's columns; what the page shows of it passes the gate.
    items, cursor = page_of(request, decided.select_related("meeting"), *ORDER)
    meetings = Meeting.objects.published(now).select_related("source").in_bulk({item.meeting_id for item in items})
    add_conveners(list(meetings.values()), now)
    for item in items:
        item.meeting = meetings[item.meeting_id]
        item.spoken = sentences.spoken_number(item)
        item.says_votes = sentences.votes_of(item)
    return render_council_page(
        request,
        "meetings/resolution_list.html",
        council,
        "resolutions",
        "resolutions",
        crumbs=[
            Link(_("Meetings"), reverse("meetings:of_council", args=[council.slug])),
            Link(_("Resolutions")),
        ],
        shown=[*meetings.values(), *items],
        canonical_path=address_with(request, after=request.GET.get("after")),
        groups=_by_meeting(items),
        begins="after" not in request.GET,
        next_url=address_with(request, after=cursor) if cursor else "",
    )


def _by_meeting(items):
    """The items below their meetings, in the order in which they come."""
    groups = itertools.groupby(items, key=lambda item: item.meeting_id)
    return [{"meeting": rows[0].meeting, "items": rows} for rows in (list(group) for _pk, group in groups)]
