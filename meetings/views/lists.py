"""Lists of meetings: of all councils, and of one council."""

from django.db.models import Exists, IntegerField, OuterRef, Prefetch, prefetch_related_objects
from django.db.models.expressions import ExpressionWrapper, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import Jurisdiction
from councils.pages import (
    Column,
    Link,
    address_with,
    get_council,
    page_of_parts,
    public_page,
    render_council_page,
    render_page,
    year_parameter,
)
from meetings import sentences, taking_part
from meetings.convened import add_conveners, meetings_of, with_reach
from meetings.models import AgendaItem, Meeting, MeetingDocument

from .detail import offers_of

COMING = (Column("timeline"), Column("pk"))
PAST = (Column("timeline", True), Column("pk", True))


@public_page
def all_meetings(request):
    """The meetings of all councils: those to come by date, then the past ones."""
    now = request.now
    listed = _listed(request, Meeting.objects.published(now))
    councils = [council for meeting in listed["meetings"] for council in meeting.conveners]
    places = Jurisdiction.objects.published(now).select_related("municipality").order_by("position", "pk")
    prefetch_related_objects(councils, Prefetch("jurisdictions", places, to_attr="places"))
    return render_page(
        request,
        "meetings/meeting_list.html",
        "meeting_list",
        shown=[*listed.pop("meetings"), *councils],
        canonical_path=address_with(request, after=request.GET.get("after")),
        crumbs=[Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(_("Meetings"))],
        **listed,
    )


@public_page
def of_council(request, slug):
    """A council's meetings: the next one large, the others to come, the past ones; ``?year=`` has those of one year."""
    now = request.now
    council = get_council(request, slug, with_reach(request))
    year = year_parameter(request)
    meetings = meetings_of(council, now).select_related("source")
    years = _years_of(meetings)
    meetings = meetings if year is None else meetings.in_year(year)
    listed = _listed(request, _with_what_awaits(meetings, now), year=year)
    first = _take_next(listed["coming"], now) if listed["begins"] and not year else None
    return render_council_page(
        request,
        "meetings/council_meeting_list.html",
        council,
        "council_meetings",
        "meetings",
        crumbs=[Link(_("Meetings"))],
        shown=[*listed.pop("meetings"), *([first["meeting"].venue] if first and first["meeting"].venue else [])],
        canonical_path=address_with(request, year=year, after=request.GET.get("after")),
        year=year,
        # What is to come stands above; a year of its own is what is past.
        years=[one for one in years if one <= timezone.localtime(now).year or one == year],
        next=first,
        **listed,
    )


def _with_what_awaits(meetings, now):
    """Meetings that know what there is to read of them, and whether somebody reads what is asked for."""
    items, documents = (model.objects.published_below(now, "meeting") for model in (AgendaItem, MeetingDocument))
    items = items.filter(meeting=OuterRef("pk"))
    minutes = documents.filter(meeting=OuterRef("pk"), role=MeetingDocument.Role.MINUTES)
    return taking_part.with_readers(meetings, now).annotate(
        has_agenda=Exists(items),
        has_decisions=Exists(items.decided()),
        has_minutes=Exists(minutes.exclude(availability=MeetingDocument.Availability.KNOWN)),
    )


def _take_next(coming, now):
    """Take the next meeting that is not cancelled out of the rows, with what the page says of it; None without one."""
    row = next((row for row in coming if row["state"] != "cancelled"), None)
    if row is None:
        return None
    coming.remove(row)
    meeting = row["meeting"]
    take_part = taking_part.on_page(meeting, offers_of(meeting, now), now)
    return row | {
        "says": sentences.sayings_of(meeting, now),
        "help": sentences.help_with(take_part["choices"]),
        "asks_online": take_part["asks_online"],
        "is_late": bool(take_part["past"]),
    }


def _listed(request, meetings, **parameters):
    """What a list of meetings shows, the coming ones, then the past ones, page by page."""
    now = request.now
    meetings = meetings.select_related("venue")
    (coming, past), cursor = page_of_parts(
        request, (meetings.not_over(now), COMING), (meetings.over(now), PAST), size=20
    )  # fmt: skip
    add_conveners([*coming, *past], now)
    begins = "after" not in request.GET
    last = next((meeting for meeting in past if meeting.status != Meeting.Status.CANCELLED), None)
    return {
        "meetings": [*coming, *past],
        "coming": [{"meeting": meeting, "state": sentences.state_of(meeting, now)} for meeting in coming],
        "past": [{"meeting": meeting, "state": sentences.state_of(meeting, now)} for meeting in past],
        "begins": begins,
        "nothing_comes": begins and all(meeting.status == Meeting.Status.CANCELLED for meeting in coming),
        "last": sentences.last_of(last) if last else "",
        "next_url": address_with(request, **parameters, after=cursor) if cursor else "",
        "goes_on_with_coming": not past,
    }


def _years_of(meetings):
    """The years that have meetings, the latest first."""
    year = ExpressionWrapper(F("held_on__sort") / 10000, output_field=IntegerField())
    return list(
        meetings.select_related(None).annotate(year=year).order_by("-year").values_list("year", flat=True).distinct()
    )
