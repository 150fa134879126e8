"""The public pages on meetings: of all councils, of one council, and each meeting's own."""

from django.db.models import IntegerField, Prefetch, Q, prefetch_related_objects
from django.db.models.expressions import ExpressionWrapper, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import Council, Jurisdiction
from councils.pages import (
    Column,
    Link,
    Moved,
    address_with,
    get_council,
    page_of_parts,
    public_page,
    render_council_page,
    render_page,
    year_parameter,
)  # fmt: skip
from meetings import sentences
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice

COMING = (Column("held_on__sort"), Column("starts_at", nullable=True), Column("pk"))
PAST = (Column("held_on__sort", True), Column("starts_at", True, nullable=True), Column("pk", True))
OTHER_COMING, OTHER_PAST = 3, 2


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
    """A council's meetings: the next ones first, below them the past ones; ``?year=`` shows those of one year."""
    council = get_council(request, slug, _councils(request))
    year = year_parameter(request)
    meetings = _meetings_of(council, request.now).select_related("source")
    years = _years_of(meetings)
    listed = _listed(request, meetings if year is None else meetings.in_year(year), year=year)
    return render_council_page(
        request,
        "meetings/council_meeting_list.html",
        council,
        "council_meetings",
        "meetings",
        crumbs=[Link(_("Meetings"))],
        shown=listed.pop("meetings"),
        canonical_path=address_with(request, year=year, after=request.GET.get("after")),
        year=year,
        years=years,
        **listed,
    )


@public_page
def detail(request, slug, public_id):
    """A meeting's own page; one that is over says so, and says what held then."""
    now = request.now
    council = get_council(request, slug, _councils(request))
    rows = Meeting.objects.filter(convenings__council=council).select_related("venue", "source")
    meeting = rows.get_published(now, public_id=public_id)
    others = _others(council, meeting, now)
    _add_conveners([meeting, *others], now)
    if council not in meeting.conveners:
        # Raises 410 where this council convened it once, 404 where that is only a draft.
        Convening.objects.get_published(now, meeting=meeting, council=council)
    if request.path != meeting.get_absolute_url():  # below another convening council, or with a UUID in capitals
        raise Moved(meeting.get_absolute_url())
    meeting.conveners[meeting.conveners.index(council)] = council  # the one that knows its places
    over, today = meeting.is_over(now), timezone.localtime(now).date()
    papers, notices, agenda = [
        model.objects.published(now).filter(meeting=meeting).order_by("position", "pk")
        for model in (MeetingDocument, MeetingNotice, AgendaItem)
    ]
    papers, agenda = list(papers), _agenda(meeting, agenda)
    # Of the notices a current page shows those that hold; an archived one all, each marked when it has expired.
    notices = [notice for notice in notices if over or notice.is_valid(today)]
    contact_expired = bool(meeting.registration_contact) and not meeting.contact_holds(today)
    return render_council_page(
        request,
        "meetings/archived_meeting_detail.html" if over else "meetings/meeting_detail.html",
        council,
        "archived_meeting" if over else "meeting",
        "meetings",
        crumbs=[
            Link(_("Meetings"), reverse("meetings:of_council", args=[council.slug])),
            Link(sentences.heading_of(meeting)),
        ],
        shown=[meeting, *filter(None, [meeting.venue]), *papers, *notices, *[i for i in agenda if i.is_public]],
        noindex=contact_expired,
        meeting=meeting,
        state=sentences.state_of(meeting, now),
        says=_sayings(meeting, now),
        agenda=agenda,
        explains_numbers={item.number[:1] for item in agenda} >= {"Ö", "N"},
        guests_leave=meeting.openness != Meeting.Openness.NON_PUBLIC,
        papers=papers,
        notices=[{"notice": notice, "expired": not notice.is_valid(today)} for notice in notices],
        has_registration=bool(
            meeting.registration_deadline or meeting.registration_note or meeting.registration_contact
        ),
        contact_expired=contact_expired,
        others=[{"meeting": other, "state": sentences.state_of(other, now)} for other in others],
    )


def _councils(request):
    """Councils that know whether one can ask them today."""
    return Council.objects.with_reach(timezone.localtime(request.now).date(), request.now)


def _meetings_of(council, now):
    """The public meetings that the council convenes; a convening that is a draft or deleted does not count."""
    convenings = Convening.objects.published(now).filter(council=council)
    return Meeting.objects.published(now).filter(pk__in=convenings.order_by().values("meeting"))


def _listed(request, meetings, **parameters):
    """What a list of meetings shows, the coming ones, then the past ones, page by page."""
    now = request.now
    meetings = meetings.select_related("venue")
    (coming, past), cursor = page_of_parts(
        request, (meetings.not_over(now), COMING), (meetings.over(now), PAST), size=20
    )  # fmt: skip
    _add_conveners([*coming, *past], now)
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


def _add_conveners(meetings, now):
    """Give each meeting the public councils that convene it, all in one query."""
    convenings = Convening.objects.published(now).select_related("council").order_by("position", "pk")
    prefetch_related_objects(meetings, Prefetch("convenings", convenings, to_attr="public_convenings"))


def _years_of(meetings):
    """The years that have meetings, the latest first."""
    year = ExpressionWrapper(F("held_on__sort") / 10000, output_field=IntegerField())
    return list(
        meetings.select_related(None).annotate(year=year).order_by("-year").values_list("year", flat=True).distinct()
    )


def _others(council, meeting, now):
    """A few other dates of the council: the next ones, then the latest."""
    rows = _meetings_of(council, now).exclude(pk=meeting.pk)
    near = [rows.upcoming(now).values("pk")[:OTHER_COMING], rows.over(now).values("pk")[:OTHER_PAST]]
    others = list(rows.filter(Q(pk__in=near[0]) | Q(pk__in=near[1])).select_related("venue").soonest_first())
    past = [other for other in reversed(others) if other.is_over(now)]
    return [other for other in others if other not in past] + past


def _agenda(meeting, items):
    """The agenda; of what is not public only the number is left, whatever else the rows hold."""
    agenda = list(items)
    for item in agenda:
        if meeting.openness == Meeting.Openness.NON_PUBLIC or not item.is_public:
            item.__dict__.update(
                {field.attname: "" for field in item._meta.concrete_fields if _is_text(field)}, is_public=False
            )
    return agenda


def _is_text(field):
    return field.name.startswith(("title", "brought_by", "body", "result", "resolution"))


def _sayings(meeting, now):
    """The sentences that the page shows, by what they are about."""
    return {
        "heading": sentences.heading_of(meeting),
        "kind": sentences.kind_of(meeting),
        "date": sentences.date_of(meeting, now),
        "hours": sentences.hours_of(meeting, now),
        "place": sentences.place_of(meeting),
        "openness": sentences.openness_of(meeting, now),
        "attendance": sentences.attendance_of(meeting),
        "cost": sentences.cost_of(meeting, now),
        "conveners": sentences.conveners_of(meeting),
        "expected": sentences.expected_at(meeting, now),
        "registration": sentences.registration_of(meeting, now),
        "all": " ".join(sentences.about(meeting, now)),
    }
