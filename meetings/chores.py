"""What is to be done about meetings: the next one's checklist, and the minutes of the last."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils import office
from councils.accounts.rights import WRITERS, Role
from councils.chores import not_supplied
from councils.models import Council
from councils.office import Chore, Urgency
from councils.partial_dates import format_partial_date, months_before
from councils.publishing import State

from .models import AccessLink, AgendaItem, Help, Meeting, MeetingDocument, MeetingRules, Need, Registration
from .models.attendance import USUAL_DAYS
from .models.meeting import on_timeline
from .taking_part import ONLINE

Status = Meeting.Status
# So long before a meeting its checklist is on the desk.
AHEAD = timedelta(days=42)
# Papers are asked for when a meeting is close.
PAPERS = timedelta(days=14)
# So many months back minutes are asked for; older ones are history.
MINUTES = 12


def _coming(own, now):
    """The meetings of these councils that come next, one for each."""
    coming = Meeting.objects.present().exclude(state=State.WITHDRAWN).upcoming(now)
    first = Subquery(coming.filter(keeper=OuterRef("pk")).values("pk")[:1])
    councils = Council.objects.filter(pk__in=own).order_by().annotate(next_meeting=first)
    return Meeting.objects.filter(pk__in=councils.values("next_meeting"))


def checklist(councils, rights, now):
    """What the next meeting still needs: the invitation, an agenda, papers, the link."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    link = AccessLink.objects.filter(meeting=OuterRef("pk")).exclude(url="", more="")
    papers = MeetingDocument.objects.present().filter(meeting=OuterRef("pk"), state=State.PUBLISHED)
    items = AgendaItem.objects.present().filter(meeting=OuterRef("pk"), state=State.PUBLISHED)
    rows = _coming(own, now).annotate(has_link=Exists(link), has_papers=Exists(papers), has_agenda=Exists(items))
    days = dict(MeetingRules.objects.filter(council__in=own).values_list("council", "invite_days"))
    may_link = rights.given(Role.EDITOR)
    for meeting in rows:
        date = meeting.held_on.earliest
        if meeting.held_on.precision == "day" and date <= today + AHEAD:
            rule = days.get(meeting.keeper_id)
            yield from _invitation(meeting, date, rule, today)
            yield from _contents(meeting, date, rule, today)
            if meeting.keeper_id in may_link:
                yield from _link(meeting, date, today)


def _chore(meeting, name, text, due, today, **more):
    more = {"url": office.form_of(meeting), "urgency": Urgency.of(due, today)} | more
    key, text = f"meetings.{name}:{meeting.public_id}", text.format(day=format_partial_date(meeting.held_on))
    return Chore(key=key, council_id=meeting.keeper_id, text=text, due=due, **more)


def _invitation(meeting, date, rule, today):
    if meeting.invited_at or meeting.status not in {Status.PLANNED, Status.MOVED}:
        return
    url = reverse("admin:meetings_meeting_step", args=[meeting.pk, "invite"])
    last = date - timedelta(days=rule or 0)
    text = _("Meeting of {day}: the invitation is not marked as sent.")
    yield _chore(meeting, "invitation", text, last, today, url=url)


def _contents(meeting, date, rule, today):
    if not meeting.has_agenda:
        last = date - timedelta(days=rule or 0)
        url = reverse("admin:meetings_meeting_paste_agenda", args=[meeting.pk])
        yield _chore(meeting, "agenda", _("Meeting of {day}: the agenda is missing."), last, today, url=url)
    elif not meeting.has_papers and date <= today + PAPERS:
        yield _chore(meeting, "papers", _("Meeting of {day}: there are no papers yet."), date, today)


def _link(meeting, date, today):
    if meeting.mode not in ONLINE or meeting.has_link:
        return
    url = f"{reverse('admin:meetings_accesslink_add')}?meeting={meeting.pk}"
    yield _chore(meeting, "link", _("Meeting of {day}: the link for joining online is missing."), date, today, url=url)


def requests(councils, rights, now):
    """Help that somebody has asked for and heard nothing of, at any meeting to come; for those who see who asks."""
    today, own = timezone.localdate(now), rights.given(*WRITERS) & {council.pk for council in councils}
    coming = Meeting.objects.present().filter(keeper__in=own).upcoming(now)
    needs = Need.objects.filter(
        registration__in=Registration.objects.standing().filter(scrubbed_at__isnull=True),
        registration__meeting__in=coming.order_by(),
        state=Need.State.ASKED,
    ).exclude(kind=Help.PLACE)
    counts = needs.order_by().values_list("registration__meeting", "kind").annotate(Count("pk"))
    asked = defaultdict(dict)
    for meeting, kind, number in counts:
        asked[meeting][kind] = number
    for pk, meeting in Meeting.objects.in_bulk(list(asked)).items():
        kinds = asked[pk]
        number = sum(kinds.values())
        due = meeting.held_on.earliest - timedelta(days=max(USUAL_DAYS[kind] for kind in kinds))
        text = ngettext(
            "Meeting of {day}: {n} request for help waits for an answer ({what}).",
            "Meeting of {day}: {n} requests for help wait for an answer ({what}).",
            number,
        )
        what = ", ".join(str(Help(kind).label) for kind in kinds)
        text = text.replace("{n}", str(number)).replace("{what}", what)
        url = f"{reverse('admin:meetings_registration_changelist')}?meeting={pk}"
        yield _chore(meeting, "requests", text, None, today, url=url, urgency=min(Urgency.of(due, today), Urgency.SOON))


def minutes(councils, rights, now):
    """Minutes that are not there although the meeting is over that approves them: the next one of the council."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    over = Meeting.objects.present().filter(keeper__in=own).exclude(status=Status.CANCELLED).over(now).order_by()
    approving = over.filter(keeper=OuterRef("keeper"), timeline__gt=OuterRef("timeline"))
    there = MeetingDocument.objects.present().filter(
        meeting=OuterRef("pk"), role=MeetingDocument.Role.MINUTES, state=State.PUBLISHED
    )
    since = on_timeline(months_before(today, MINUTES))
    rows = Meeting.objects.published(now).filter(pk__in=over.values("pk"), timeline__gte=since)
    for meeting in rows.filter(Exists(approving), ~Exists(there)):
        text = _("Meeting of {day}: the minutes are missing. The meeting that approves them is over.")
        yield _chore(meeting, "minutes", text, None, today, urgency=Urgency.SOON)


def documents(councils, rights, now):
    """Papers of meetings that are known and not supplied; those of a meeting to come are urgent."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    known = MeetingDocument.Availability.KNOWN
    rows = MeetingDocument.objects.published(now).filter(meeting__keeper__in=own, availability=known)
    for row in rows.select_related("meeting"):
        meeting = row.meeting
        is_coming = meeting.held_on.precision == "day" and today <= meeting.held_on.earliest <= today + AHEAD
        due = meeting.held_on.earliest if is_coming else None
        yield not_supplied(row, meeting.keeper_id, Urgency.of(due, today), due)
