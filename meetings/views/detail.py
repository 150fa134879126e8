"""A meeting's own page."""

import datetime

from django.db.models import FilteredRelation, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.pages import Link, Moved, get_council, public_page, render_council_page
from meetings import sentences, taking_part
from meetings.convened import meetings_of, with_reach
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice, MeetingRules, Offer

OTHER_COMING, OTHER_PAST = 3, 2
# What goes out along with an invitation is not written in one instant.
TOGETHER = datetime.timedelta(minutes=5)


@public_page
def detail(request, slug, public_id):
    """A meeting's own page; one that is over says so, and says what held then."""
    now = request.now
    council = get_council(request, slug, with_reach(request))
    meeting, others = find(council, public_id, now)
    stands_here(request, council, meeting, "meetings:detail")
    over, today = meeting.is_over(now), timezone.localtime(now).date()
    agenda = agenda_of(meeting, now)
    papers, notices = [
        list(model.objects.published(now).filter(meeting=meeting).order_by("position", "pk"))
        for model in (MeetingDocument, MeetingNotice)
    ]
    offers = offers_of(meeting, now)
    take_part = taking_part.on_page(meeting, offers, now)
    for paper in papers:
        # Minutes are always written later, and say by themselves how far they are.
        paper.added_on = None if paper.role == paper.Role.MINUTES else added_on(paper, meeting)
    others_papers = _hang_on_items(agenda, papers)
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
        shown=[meeting, *filter(None, [meeting.venue]), *papers, *notices, *offers, *open_items(agenda)],
        noindex=contact_expired,
        meeting=meeting,
        state=sentences.state_of(meeting, now),
        says=sentences.sayings_of(meeting, now),
        help=sentences.help_with(take_part["choices"]),
        take_part=take_part,
        agenda=agenda,
        explains_numbers={item.number[:1] for item in agenda} >= {"Ö", "N"},
        guests_leave=meeting.openness != Meeting.Openness.NON_PUBLIC,
        papers=others_papers,
        notices=[{"notice": notice, "expired": not notice.is_valid(today)} for notice in notices],
        has_registration=bool(
            meeting.registration_deadline or meeting.registration_note or meeting.registration_contact
        ),
        contact_expired=contact_expired,
        others=[{"meeting": other, "state": sentences.state_of(other, now)} for other in others],
    )


def find(council, public_id, now):
    """The meeting of that identifier, and a few other dates of the council: the next ones, then the latest.

    All with the councils that convene them, in one query. Raises ``Gone`` for a meeting that is public no more, Http404
    for what never was.
    """
    convened = Meeting.objects.filter(convenings__council=council)
    others = meetings_of(council, now).exclude(public_id=public_id)
    near = [others.upcoming(now)[:OTHER_COMING], others.over(now)[:OTHER_PAST]]
    # With "or" instead of the union PostgreSQL reads through all meetings of the portal.
    wanted = convened.filter(public_id=public_id).order_by().values("pk")
    wanted = wanted.union(*[Meeting.objects.filter(pk__in=rows.values("pk")).order_by().values("pk") for rows in near])
    rows = taking_part.with_readers(Meeting.objects.published(now).filter(pk__in=wanted), now)
    # Asked beside the row and not joined: with twelve tables PostgreSQL plans longer than it reads.
    rules = MeetingRules.objects.filter(council=OuterRef("keeper"))
    rows = rows.annotate(
        lists_non_public=Subquery(rules.values("lists_non_public")),
        convening=FilteredRelation("convenings"),
        shows_convening=Convening.published_q(now, "convening__"),
    )
    rows = _once_each(rows.select_related("venue", "source", "convening__council").soonest_first())
    meeting = next((row for row in rows if row.public_id == public_id), None)
    if meeting is None:
        meeting = convened.get_published(now, public_id=public_id)
    rows = [row for row in rows if row.public_id != public_id]
    past = [other for other in reversed(rows) if other.is_over(now)]
    return meeting, [other for other in rows if other not in past] + past


def _once_each(joined):
    """The meetings, each once, of rows that stand there once for each ``convening``."""
    meetings = {}
    for row in joined:
        meeting = meetings.setdefault(row.pk, row)
        if meeting is row:
            meeting.public_convenings = []
        if row.shows_convening:
            meeting.public_convenings.append(row.convening)
    for meeting in meetings.values():
        meeting.public_convenings.sort(key=lambda convening: (convening.position, convening.pk))
    return list(meetings.values())


def stands_here(request, council, meeting, name):
    """Make sure that this is the meeting's one address, and that the council is among those it names.

    Raises ``Moved`` below another convening council or with a UUID in capitals, ``Gone`` where this council convened
    it once, Http404 where that is only a draft.
    """
    if council not in meeting.conveners:
        Convening.objects.get_published(request.now, meeting=meeting, council=council)
    address = reverse(name, args=[meeting.lead.slug, meeting.public_id])
    if request.path != address:
        raise Moved(address)
    meeting.conveners[meeting.conveners.index(council)] = council  # the one that knows its places


def agenda_of(meeting, now):
    """The agenda as guests may know it, each item with the day on which it was added or changed afterwards.

    Where the rules of procedure do not want it, non-public items do not show at all.
    """
    rows = AgendaItem.objects.published(now).filter(meeting=meeting).order_by("position", "pk")
    items = [item for item in rows if item.is_public or getattr(meeting, "lists_non_public", None) is not False]
    for item in items:
        item.spoken = sentences.spoken_number(item)
        item.own_papers = []
        if item.is_public:
            item.added_on = added_on(item, meeting)
            item.changed_on = timezone.localtime(item.revised_at).date() if item.revised_at else None
            item.says_votes = sentences.votes_of(item)
    return items


def open_items(agenda):
    """The items of which guests may know more than the number."""
    return [item for item in agenda if item.is_public]


def offers_of(meeting, now):
    """What the council that keeps the meeting offers to those who want to take part in it, while one can ask."""
    if not taking_part.takes_requests(meeting, now):
        return []
    return list(Offer.objects.published(now).filter(council=meeting.keeper_id).order_by("position", "pk"))


def added_on(row, meeting):
    """The day on which an item or a paper came to what those who were invited knew already, or None."""
    if not (row.first_published_at and meeting.invited_at and meeting.first_published_at):
        return None
    known = max(meeting.invited_at, meeting.first_published_at)
    return timezone.localtime(row.first_published_at).date() if row.first_published_at > known + TOGETHER else None


def _hang_on_items(agenda, papers):
    """Give each item its papers; what is left belongs to the meeting as a whole."""
    items = {item.pk: item for item in agenda}
    left = []
    for paper in papers:
        item = items.get(paper.agenda_item_id)
        (item.own_papers if item else left).append(paper)
    return left
