"""What changed is told to those who asked to hear of it: found and queued in the change's own transaction, each once.

The gate of writing calls :func:`written` with every change. What was told is remembered as an Announcement, whether
anybody had asked for it or not; what it names besides says which of several changes of a kind it was. What becomes
public by the clock is remembered as something to look at again, and the worker does so each minute.
"""

from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.db import models, transaction
from django.utils import timezone

from contact import letters, subscriptions
from contact.models import Occasion, Subscription
from councils.models import Council, News
from councils.publishing import State

from . import notices, taking_part
from .models import AgendaItem, Announcement, Convening, Meeting, MeetingDocument, Registration

Status = Meeting.Status
# Older than that at first sight, it belongs to an archive and is news to nobody.
FRESH = timedelta(days=14)
# A note for the worker: this becomes public at that moment.
LATER = "later"
# Minutes that are known but not there yet: noted, so that their coming is no first sight.
KNOWN = "known"
OFF, ON = "off", "on"
SEEN = (Meeting, Convening, AgendaItem, MeetingDocument, News, Council)
# Rows that are looked at together: databases take only so many keys at once.
BATCH = 500


def written(model, pks, using):
    """Called inside the transaction of every write of something published."""
    keys = sorted(pk for pk in pks if pk is not None)
    if model not in SEEN or not keys:
        return
    now = timezone.now()
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        # Nearly every write says nothing new, and the gates ask much of the database: first one plain look.
        rows = list(_plain(model).filter(pk__in=batch).values("public_id", "state", "publish_at"))
        _note_what_comes(rows, now)
        if any(row["state"] == State.PUBLISHED for row in rows):
            _LOOK[model](batch, now)
    take_back(now)


@transaction.atomic
def look_again(now):
    """Tell of what became public by the clock; gives the number of rows that were looked at."""
    notes = Announcement.objects.filter(kind=LATER, at__lte=now)
    due = set(notes.values_list("reference", flat=True)[:BATCH])
    for model in SEEN if due else ():
        if keys := list(_plain(model).filter(public_id__in=due).values_list("pk", flat=True)):
            _LOOK[model](keys, now)
    notes.filter(reference__in=due).delete()
    take_back(now)
    return {"looked at": len(due)}


def take_back(now):
    """Notices that wait and tell of something that is not public any more are not sent."""
    if waiting := letters.waiting_to_announce():
        public = set()
        for model in (Meeting, MeetingDocument, News):
            rows = model.objects.published(now).filter(public_id__in=waiting)
            public.update(rows.values_list("public_id", flat=True))
        if hidden := waiting - public:
            letters.not_to_announce(hidden, now)


def _plain(model):
    """Rows of whatever state, as they are stored."""
    return models.QuerySet(model)


def _note_what_comes(rows, now):
    notes = [
        Announcement(
            kind=LATER, reference=row["public_id"], occasion=row["publish_at"].isoformat(), at=row["publish_at"]
        )
        for row in rows
        if row["state"] == State.PUBLISHED and row["publish_at"] and row["publish_at"] > now
    ]
    if notes:
        Announcement.objects.bulk_create(notes, ignore_conflicts=True)


# -- what is new ------------------------------------------------------------------------------------------------------


def audience(meeting, occasion, now):
    """How many addresses hear of it if that happens now, and how many who are registered hear of it from nobody."""
    if not meeting.is_published(now) or meeting.is_over(now):
        return 0, 0
    asked = Subscription.objects.confirmed().filter(council__in=_conveners(meeting, now))
    asked = asked.values_list("recipient_hash", "occasions")
    hear = {address for address, occasions in asked if occasion in occasions}
    if occasion == Occasion.AGENDA:
        return len(hear) if letters.mail_is_on() else 0, 0
    coming = Registration.objects.standing().filter(meeting=meeting, scrubbed_at__isnull=True)
    if not letters.mail_is_on():
        return 0, coming.count()
    without = coming.filter(email="").count()
    return len(hear) + coming.count() - without, without


def _meetings(keys, now):
    off = Announcement.objects.filter(kind=Occasion.CANCELLED).values("reference")
    telling = models.Q(status__in=[Status.INVITED, Status.MOVED, Status.CANCELLED]) | models.Q(public_id__in=off)
    if lives := list(_plain(Meeting).filter(telling, pk__in=keys).values_list("pk", flat=True)):
        _lives(lives, now)
    _minutes(models.Q(meeting__in=keys), now)
    _resolutions(models.Q(meeting__in=keys), now)


def _lives(keys, now):
    rows = Meeting.objects.published(now).filter(pk__in=keys).with_councils(now)
    standing = [meeting for meeting in rows if not meeting.is_over(now)]
    told = _told([meeting.public_id for meeting in standing])
    for meeting in standing:
        if meeting.conveners:
            _life_of(meeting, told[meeting.public_id], now)


def _convenings(keys, now):
    _meetings(list(_plain(Convening).filter(pk__in=keys).values_list("meeting", flat=True).distinct()), now)


def _items(keys, now):
    _resolutions(models.Q(pk__in=keys), now)


def _documents(keys, now):
    _minutes(models.Q(pk__in=keys), now)


def _councils(keys, now):
    """Of councils only where somebody asked to hear of them: their rows are written far more often than hidden."""
    asked = Subscription.objects.confirmed().filter(council__in=keys).values("council")
    if councils := list(Council.objects.published(now).filter(pk__in=asked).values_list("pk", flat=True)):
        coming = Meeting.objects.filter(convenings__council__in=councils).not_over(now)
        _meetings(list(coming.values_list("pk", flat=True).distinct()[:BATCH]), now)
        fresh = News.objects.filter(council__in=councils, dated__gte=timezone.localdate(now) - FRESH)
        _news(list(fresh.values_list("pk", flat=True)[:BATCH]), now)


def _life_of(meeting, told, now):
    """An invitation, a new date, a cancellation, or that it takes place after all."""
    due, was_off = {}, _last(told[Occasion.CANCELLED]) == OFF
    is_off = meeting.status == Status.CANCELLED
    if is_off != was_off:
        due[Occasion.CANCELLED] = OFF if is_off else ON
    if meeting.status == Status.MOVED:
        due[Occasion.MOVED] = f"{meeting.held_on} {meeting.starts_at or ''}".strip()
    if meeting.status == Status.INVITED:
        # Who was invited to a date that was moved afterwards, or to a meeting that was off meanwhile, is invited anew.
        due[Occasion.AGENDA] = f"after {meeting.moved_from}" if meeting.moved_from else "first"
        if times := sum(one.endswith(OFF) for one in told[Occasion.CANCELLED]):
            due[Occasion.AGENDA] += f", off {times}"
    due = {kind: which for kind, which in due.items() if _last(told[kind]) != which}
    # Each is numbered: a meeting may be moved to and fro.
    made = {kind for kind, which in due.items() if _remember(kind, meeting, f"{len(told[kind])} {which}", now)}
    if made:
        change, compose = _life_text(made, meeting)
        # Of a meeting that was moved or is off nothing older must arrive after that, nor a slip in its new date.
        _write(meeting.conveners, made, partial(compose, meeting, now), meeting, now, replaces=bool(change))
        if change:
            taking_part.tell_of_change(meeting, change, now)


def _life_text(kinds, meeting):
    """What those who registered are told, and what all others; a meeting that is back on a new day is told once."""
    is_back = Occasion.CANCELLED in kinds and meeting.status != Status.CANCELLED
    if Occasion.MOVED in kinds:
        return "moved", partial(notices.moved, after_all=is_back)
    if Occasion.CANCELLED in kinds:
        return ("reinstated", notices.after_all) if is_back else ("cancelled", notices.cancelled)
    return None, notices.agenda


def _minutes(condition, now):
    """Minutes that can be read: their draft, and once more when they are approved."""
    condition &= models.Q(role=MeetingDocument.Role.MINUTES)
    if not _plain(MeetingDocument).filter(condition).exists():
        return
    rows = MeetingDocument.objects.published(now).filter(condition)
    rows = list(rows.select_related("meeting"))
    told = _told([document.public_id for document in rows])
    for document in rows:
        is_there = document.availability != MeetingDocument.Availability.KNOWN
        which = (document.minutes_state or "there") if is_there else KNOWN
        before = told[document.public_id][Occasion.MINUTES]
        if which in before or not _remember(Occasion.MINUTES, document, which, now):
            continue
        is_fresh = before or document.first_published_at >= now - FRESH
        if is_there and is_fresh and not _is_archived(document.meeting):
            compose = partial(notices.minutes, document, now)
            _write(_conveners(document.meeting, now), {Occasion.MINUTES}, compose, document, now)


def _resolutions(condition, now):
    """What was decided: one notice for a meeting, however many items there are."""
    if not _plain(AgendaItem).filter(condition).exclude(decision="").exists():
        return
    said = models.Q(result_de__gt="") | models.Q(resolution_de__gt="") | models.Q(votes_for__isnull=False)
    decided = AgendaItem.objects.published(now).decided().filter(condition, said)
    told = Announcement.objects.filter(kind=Occasion.RESOLUTIONS).values("reference")
    meetings = Meeting.objects.published(now).filter(pk__in=decided.order_by().values("meeting"))
    for meeting in meetings.exclude(public_id__in=told).with_councils(now):
        has_begun = meeting.held_on.earliest <= timezone.localdate(now)
        if has_begun and _remember(Occasion.RESOLUTIONS, meeting, "", now) and not _is_archived(meeting):
            _write(meeting.conveners, {Occasion.RESOLUTIONS}, partial(notices.resolutions, meeting, now), meeting, now)


def _news(keys, now):
    told = Announcement.objects.filter(kind=Occasion.NEWS).values("reference")
    rows = News.objects.published(now).filter(pk__in=keys).exclude(public_id__in=told).select_related("council")
    for one in rows:
        is_fresh = one.dated >= timezone.localdate(now) - FRESH
        if _remember(Occasion.NEWS, one, "", now) and is_fresh:
            _write([one.council], {Occasion.NEWS}, partial(notices.news, one, now), one, now)


_LOOK = {
    Meeting: _meetings,
    Convening: _convenings,
    AgendaItem: _items,
    MeetingDocument: _documents,
    News: _news,
    Council: _councils,
}


# -- telling ----------------------------------------------------------------------------------------------------------


def _write(councils, occasions, compose, about, now, **more):
    subscriptions.write_to_all(councils, occasions, compose, announces=about.public_id, now=now, **more)


def _remember(kind, row, which, now):
    """Note that it is told. Of two transactions that tell of the same, the second finds that it need not."""
    return Announcement.objects.get_or_create(kind=kind, reference=row.public_id, occasion=which, defaults={"at": now})[
        1
    ]


def _told(references):
    """What was told of each of these, kind by kind, in order."""
    told = defaultdict(lambda: defaultdict(list))
    for one in Announcement.objects.filter(reference__in=references).exclude(kind=LATER).order_by("pk"):
        told[one.reference][one.kind].append(one.occasion)
    return told


def _last(told):
    """Which one was told last, without its number."""
    return told[-1].partition(" ")[2] if told else None


def _conveners(meeting, now):
    rows = Convening.objects.published(now).filter(meeting=meeting).select_related("council")
    return [convening.council for convening in rows.order_by("position", "pk")]


def _is_archived(meeting):
    """Whether it was long over when it first became public: what is added to it is no news."""
    return timezone.localdate(meeting.first_published_at) > meeting.held_on.latest + FRESH
