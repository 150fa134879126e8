"""Taking part in a meeting: what can be asked for, who asked, who waits, what the office decides, and who is told."""

import datetime
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from contact import guard, letters, receipts
from contact.models import Letter
from councils.accounts.rights import Right, roles_with
from councils.models import Council, Editor

from . import mails
from .models import AccessLink, Help, Meeting, Need, Offer, Registration
from .models.attendance import USUAL_DAYS

State = Need.State
Status = Meeting.Status
OPEN = (Meeting.Openness.PUBLIC, Meeting.Openness.PARTLY)
ONLINE = (Meeting.Mode.ONLINE, Meeting.Mode.HYBRID)
# For this long after a letter that something is new, no second one says it to the same reader of the same meeting.
QUIET = timedelta(hours=1)
# How long the way in stays open where nobody said when the meeting ends.
USUAL_LENGTH = timedelta(hours=6)
MOST_AT_ONCE = 500
# Letters a day that follow from registrations with the same address, whoever entered it there: it is not confirmed.
MOST_A_DAY = 10
# Reminders wait until most people are up.
NOT_BEFORE = 8
# What letters about registrations are called.
RECEIPT, DECISION, MOVED_UP = "meetings.receipt", "meetings.decision", "meetings.moved_up"
CHANGE, REMINDER, TO_OFFICE = "meetings.change", "meetings.reminder", "meetings.office"
TO_ASKERS = (RECEIPT, DECISION, MOVED_UP, CHANGE, REMINDER)
# Those that somebody could call forth again and again by registering and cancelling.
FOLLOWING = (DECISION, MOVED_UP, REMINDER)
# The changes of a meeting that those who registered hear of.
CHANGES = ("moved", "cancelled", "reinstated")


class NotAllowed(Exception):
    """The step does not fit the state of the registration or of its meeting; nothing was changed."""


# -- what can be asked for --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One thing that can be asked for, until the end of its last day."""

    kind: Help
    last_day: datetime.date
    is_past: bool
    offer: Offer | None = None
    # Whoever asks now comes onto the waiting list.
    is_full: bool = False

    @classmethod
    def of(cls, meeting, kind, days, now, **more):
        last_day = meeting.held_on.earliest - timedelta(days=days)
        return cls(kind, last_day, last_day < timezone.localdate(now), **more)


def takes_requests(meeting, now):
    """Whether the meeting leaves anything to ask for, whatever its council offers."""
    return (
        meeting.takes_requests
        and meeting.openness in OPEN
        and meeting.held_on.precision == "day"
        and meeting.status != Status.CANCELLED
        and not meeting.is_over(now)
    )


def choices(meeting, now, offers=None):
    """What one may ask for at that meeting, in the council's order; what is past is marked.

    Nobody is asked for a place where everybody finds one, nor for a link where there is no screen. With the public
    ``offers`` at hand the database is not asked, and nothing is known of what is full.
    """
    if not takes_requests(meeting, now):
        return []
    full, at_hand = (), offers is not None
    if not at_hand:
        offers = Offer.objects.published(now).filter(council=meeting.keeper_id).order_by("position", "pk")
    offers = {offer.kind: offer for offer in offers}
    if not at_hand:
        full = _full(meeting, offers)
    days = {kind: offer.days for kind, offer in offers.items()}
    return [
        Choice.of(meeting, kind, number, now, offer=offers.get(kind), is_full=kind in full)
        for kind, number in _fitting(meeting, days)
    ]


def _fitting(meeting, days):
    """The kinds that fit the meeting with their days; a small room has places to ask for, offered or not."""
    has_room = meeting.mode != Meeting.Mode.ONLINE
    if meeting.places and has_room:
        yield Help.PLACE, days.get(Help.PLACE, USUAL_DAYS[Help.PLACE])
    for kind, number in days.items():
        if kind == Help.PLACE or (kind == Help.ONLINE and meeting.mode not in ONLINE):
            continue
        if kind == Help.WHEELCHAIR and not has_room:
            continue
        yield Help(kind), number


def _full(meeting, offers):
    limited = _limits(meeting, {kind: offer.places for kind, offer in offers.items()})
    if not limited:
        return set()
    rows = _standing_needs(meeting).filter(kind__in=limited).values_list("kind", flat=True)
    taken = Counter(rows)
    return {kind for kind, limit in limited.items() if taken[kind] >= limit}


def with_readers(meetings, now):
    """Meetings that know whether anybody reads what is asked for (``has_readers``): only then is it offered."""
    return meetings.annotate(has_readers=Exists(_open_to_write(now).filter(council=OuterRef("keeper"))))


def on_page(meeting, offers, now):
    """What the meeting's own page says of taking part; needs :func:`with_readers`, and asks nothing itself."""
    asked = choices(meeting, now, offers) if meeting.has_readers else []
    open_choices = [choice for choice in asked if not choice.is_past]
    return {
        "just_come": needs_no_registration(meeting, now),
        "choices": open_choices,
        "asks_online": any(choice.kind == Help.ONLINE for choice in open_choices),
        "past": [choice for choice in asked if choice.is_past],
    }


def needs_no_registration(meeting, now):
    """Whether guests simply come: said of a public meeting with room for all that asks for nothing itself."""
    asks = meeting.registration_deadline or meeting.registration_note or meeting.registration_contact
    return (
        meeting.openness in OPEN
        and meeting.mode != Meeting.Mode.ONLINE
        and not meeting.places
        and not asks
        and meeting.status != Status.CANCELLED
        and not meeting.is_over(now)
    )


# -- who reads --------------------------------------------------------------------------------------------------------


def _readers():
    return Editor.objects.filter(role__in=roles_with(Right.REGISTRATIONS), user__is_active=True, user__is_staff=True)


def _open_to_write(now):
    """Those who read for a public council: what people entrust goes to nobody whom the page cannot name."""
    return _readers().filter(Council.published_q(now, "council__"))


def readers(council_id):
    """The active accounts that see who registered with that council."""
    return _readers().filter(council=council_id).select_related("user")


def is_open(meeting, now):
    """Whether somebody is there to read what is asked for."""
    return _open_to_write(now).filter(council=meeting.keeper_id).exists()


# -- who waits --------------------------------------------------------------------------------------------------------


def _limits(meeting, offered):
    limits = {kind: places for kind, places in offered.items() if places is not None and kind != Help.PLACE}
    if meeting.places:
        limits[Help.PLACE] = meeting.places
    return limits


def _standing_needs(*meetings):
    standing = Registration.objects.standing().filter(meeting__in=meetings)
    return Need.objects.filter(registration__in=standing).exclude(state=State.NOT_POSSIBLE)


def waiting(*meetings):
    """The keys of the needs that wait for a place at these meetings: those that came when the places were taken.

    What the office has confirmed holds its place; of the others, whoever came first is first.
    """
    offered, rooms = defaultdict(dict), {}
    rows = Offer.objects.present().filter(council__in={one.keeper_id for one in meetings}, places__isnull=False)
    for council, kind, places in rows.values_list("council", "kind", "places"):
        offered[council][kind] = places
    for meeting in meetings:
        for kind, places in _limits(meeting, offered[meeting.keeper_id]).items():
            rooms[meeting.pk, kind] = places
    rows = list(
        _standing_needs(*meetings)
        .filter(kind__in={kind for _meeting, kind in rooms})
        .order_by("registration__created", "registration_id", "pk")
        .values_list("pk", "registration__meeting", "kind", "state")
    )
    rows = [(key, (meeting, kind), state) for key, meeting, kind, state in rows if (meeting, kind) in rooms]
    for _key, room, state in rows:
        rooms[room] -= state == State.CONFIRMED
    found = set()
    for key, room, state in rows:
        if state != State.ASKED:
            continue
        if rooms[room] > 0:
            rooms[room] -= 1
        else:
            found.add(key)
    return found


@contextmanager
def _changing(meeting, now):
    """A change of who takes part: one at a time for each meeting. Gives the meeting as it is now.

    Afterwards whoever has a place is told so: it is theirs from then on, even where the room becomes smaller.
    """
    with transaction.atomic():
        models.QuerySet(Meeting).select_for_update().filter(pk=meeting.pk).values_list("pk", flat=True).get()
        # As it is now: whoever came here may have read it before its room changed.
        row = Meeting.objects.select_related("keeper").get(pk=meeting.pk)
        before = waiting(row)
        yield row
        fill(row, now, before)


def fill(meeting, now, before):
    """Give free places to whoever is next, and tell those of ``before`` who wait no longer."""
    if meeting.status == Status.CANCELLED or meeting.is_over(now):
        return
    still = waiting(meeting)
    left = Need.objects.filter(pk__in=before - still, state=State.ASKED, registration__in=_standing(meeting))
    moved_up = list(left.select_related("registration"))
    if moved_up and not Meeting.objects.published(now).filter(pk=meeting.pk).exists():
        # A letter would name what is hidden. Whoever waits moves up when it is there again.
        return
    free = _standing_needs(meeting).filter(kind=Help.PLACE, state=State.ASKED).exclude(pk__in=still)
    free.update(state=State.CONFIRMED, decided_at=now)
    for need in moved_up:
        need.registration.meeting = meeting
        _write(MOVED_UP, need.registration, lambda need=need: mails.moved_up(need), now)


def room_may_change(model, pks, using):
    """Where there is more room after a write, whoever waited first moves up and is told (watches what is written).

    Room is what a meeting has, and what its council offers for so many: raised, without limit, or no more offered.
    """
    # Who writes so many at once imports an archive.
    if model not in {Meeting, Offer} or len(pks) > MOST_AT_ONCE:
        return None
    # Where nobody has asked, nobody waits.
    asked = Need.objects.filter(state=State.ASKED, registration__in=Registration.objects.standing())
    if model is Meeting:
        asked = asked.filter(registration__meeting__in=pks)
    else:
        offer = models.QuerySet(Offer).filter(pk__in=pks, council=OuterRef("registration__meeting__keeper"))
        asked = asked.filter(Exists(offer.filter(kind=OuterRef("kind"), places__isnull=False)))
    if not (keys := set(asked.values_list("registration__meeting", flat=True))):
        return None
    before = {}
    for meeting in models.QuerySet(Meeting).select_for_update().filter(pk__in=keys).order_by("pk"):
        # Whoever has a place has it confirmed: all others wait.
        places = _standing_needs(meeting).filter(kind=Help.PLACE, state=State.ASKED)
        before[meeting.pk] = waiting(meeting).union(places.values_list("pk", flat=True))
    return partial(_fill_all, before) if any(before.values()) else None


def _fill_all(before):
    now = timezone.now()
    for meeting in Meeting.objects.select_related("keeper").filter(pk__in=before):
        fill(meeting, now, before[meeting.pk])


def _standing(meeting):
    return Registration.objects.standing().filter(meeting=meeting)


# -- who asks ---------------------------------------------------------------------------------------------------------


@dataclass
class Wish:
    """What somebody asks for, as the forms give it."""

    language: str
    # Kind, language of an interpreter, own words.
    needs: list
    name: str = ""
    email: str = ""
    phone: str = ""
    channel: str = Registration.Channel.FORM

    @property
    def text(self):
        return "\n".join(text for _kind, _language, text in self.needs if text)


@dataclass
class Stored:
    """What came of sending the form."""

    registration: Registration
    code: str
    is_new: bool


def store(meeting, wish, token, now=None, *, judge=None):
    """Keep a registration and all that it entails, or find what the same token stored before.

    ``judge()`` gives the rules that put it into quarantine, and is asked in the same transaction. Raises
    :class:`NotAllowed` where the meeting takes none any more, or the token is another meeting's.
    """
    now = now or timezone.now()
    token_hash, code = receipts.token_hash(token), receipts.code_for(token)
    try:
        with _changing(meeting, now) as row:
            if not (takes_requests(row, now) and is_open(row, now)):
                raise NotAllowed
            suspicions = judge() if judge else []
            registration = Registration.objects.create(
                meeting=row,
                created=now,
                modified=now,
                channel=wish.channel,
                language=wish.language,
                name=wish.name,
                email=wish.email,
                phone=wish.phone,
                token_hash=token_hash,
                receipt_hash=receipts.stored_hash(code),
                suspicions=suspicions,
                quarantined_at=now if suspicions else None,
            )
            Need.objects.bulk_create(
                Need(registration=registration, kind=kind, language=language, text=text)
                for kind, language, text in wish.needs
            )
            # A flood from one network sends no mail to the addresses that it names; its page shows the receipt.
            if guard.NETWORK not in suspicions:
                _write(RECEIPT, registration, lambda: mails.receipt(registration, code), now, confirmed=False)
            if judge and not suspicions:
                tell_office(row, now)
            guard.remember(wish.text, now)
    except (IntegrityError, NotAllowed):
        # The same page sent twice: the first time counts, also where nobody may ask any more.
        registration = known(token)
        if registration is None:
            raise
        if registration.meeting_id != meeting.pk:
            raise NotAllowed from None
        # A key may have come in between the two.
        code = next(c for c in receipts.codes_for(token) if registration.receipt_hash in receipts.hashes(c))
        return Stored(registration, code, is_new=False)
    return Stored(registration, code, is_new=True)


def known(token):
    """The registration that was stored with this submission token, or None."""
    rows = Registration.objects.select_related("meeting__keeper")
    return rows.filter(token_hash=receipts.token_hash(token)).first()


def says_the_same(registration, wish):
    """Whether what is stored is what was sent now: only then may the answer be its receipt."""
    given = (wish.name, wish.email, wish.phone)
    stored = (registration.name, registration.email, registration.phone)
    needs = {(need.kind, need.language, need.text) for need in registration.needs.all()}
    return given == stored and needs == {(str(kind), language, text) for kind, language, text in wish.needs}


def find(typed):
    """The registration of a typed receipt, or None; erased ones are found as well and say so."""
    rows = Registration.objects.select_related("meeting__keeper")
    return rows.filter(receipt_hash__in=receipts.hashes(typed)).first()


def cancel(registration, now=None):
    """Whoever asked does not come: all they wrote is erased at once, and whoever waited moves up.

    Raises :class:`NotAllowed` where that is done already.
    """
    now = now or timezone.now()
    with _changing(registration.meeting, now) as meeting:
        row = _locked(registration)
        if row.cancelled_at or row.scrubbed_at:
            raise NotAllowed
        # What was arranged for them has to be called off.
        arranged = row.needs.filter(state=State.CONFIRMED).exclude(kind=Help.PLACE).exists()
        row.cancelled_at = now
        scrub(row, now)
        if arranged and not row.quarantined_at:
            tell_office(meeting, now)
    return row


def scrub(row, now):
    """Empty everything personal of a registration; what was asked for stays as a number, and so do the days."""
    for name in Registration.PERSONAL:
        setattr(row, name, "")
    row.scrubbed_at = row.modified = now
    row.save()
    row.needs.update(text="")
    # Whoever named a language of their own wrote what they liked.
    row.needs.exclude(language__in=dict(settings.LANGUAGES)).update(language="")
    letters.drop([row.public_id], now)


# -- the office -------------------------------------------------------------------------------------------------------


def decide(registration, decisions, now=None):
    """The office says what is possible: states by the key of each need. The asker is told what is new, once.

    Raises :class:`NotAllowed` for what is no state of that need, or where there is nothing to decide any more.
    """
    now = now or timezone.now()
    with _changing(registration.meeting, now) as meeting:
        row = _locked(registration)
        if row.cancelled_at or row.scrubbed_at or row.quarantined_at:
            raise NotAllowed
        changed = []
        for need in row.needs.all():
            state = decisions.get(need.pk, need.state)
            if state == need.state:
                continue
            if need.kind == Help.PLACE and state == State.NOT_POSSIBLE:
                raise NotAllowed
            need.state, need.decided_at = state, None if state == State.ASKED else now
            need.save(update_fields=["state", "decided_at"])
            changed.append(need)
        if changed:
            row.modified = now
            row.save(update_fields=["modified"])
        row.meeting = meeting
        if told := [need for need in changed if need.state != State.ASKED]:
            _write(DECISION, row, lambda: mails.decision(row, told), now)
    return changed


def open_needs(registration):
    """What waits for the office's word, but not for a place."""
    rows = list(registration.needs.filter(state=State.ASKED))
    waits = waiting(registration.meeting) if rows else ()
    return [need for need in rows if need.pk not in waits]


def quarantine(registration, now=None):
    """Put aside what is no honest registration; its places are free again."""
    now = now or timezone.now()
    with _changing(registration.meeting, now):
        row = _locked(registration)
        if row.scrubbed_at:
            raise NotAllowed
        row.quarantined_at, row.modified = row.quarantined_at or now, now
        row.save(update_fields=["quarantined_at", "modified"])
    return row


def release(registration, now=None):
    """Take a registration out of quarantine; it has the place in the order that it came with."""
    now = now or timezone.now()
    with _changing(registration.meeting, now):
        row = _locked(registration)
        if row.quarantined_at is None or row.scrubbed_at:
            raise NotAllowed
        row.quarantined_at, row.modified = None, now
        row.save(update_fields=["quarantined_at", "modified"])
    return row


def _locked(registration):
    rows = Registration.objects.select_for_update(of=["self"]).select_related("meeting__keeper")
    return rows.get(pk=registration.pk)


# -- letters ----------------------------------------------------------------------------------------------------------


def _write(kind, registration, compose, now, confirmed=True):
    """A letter to whoever asked, in their language, where they left an address and mail goes out at all."""
    if not (registration.email and letters.mail_is_on()):
        return None
    if kind in FOLLOWING and _has_enough(registration.email, now):
        return None
    return letters.write(
        kind,
        registration.email,
        registration.language,
        compose,
        about=registration.public_id,
        confirmed=confirmed,
        now=now,
    )


def _has_enough(email, now):
    written = Letter.objects.filter(recipient_hash__in=letters.recipient_hashes(email), kind__in=TO_ASKERS)
    return written.filter(created__gt=now - timedelta(days=1)).count() >= MOST_A_DAY


def tell_office(meeting, now):
    """A letter to all who see the registrations that something is new: a link, and nobody's name."""
    path = f"{reverse('admin:meetings_registration_changelist')}?meeting={meeting.pk}"
    told = letters.reached(TO_OFFICE, [meeting.public_id], now - QUIET)
    for email, language in readers(meeting.keeper_id).values_list("user__email", "user__language").distinct():
        if email and letters.recipient_hash(email) not in told:
            letters.write(
                TO_OFFICE, email, language, lambda: mails.to_office(meeting, path), about=meeting.public_id, now=now
            )


def tell_of_change(meeting, kind, now=None):
    """Tell all who registered with a mail address that the meeting was moved, cancelled, or takes place after all.

    An address hears of it once, however often it was entered. What they were written of an earlier date and is not sent
    yet is not sent any more. ``kind`` is one of :data:`CHANGES`. Call it in the change's own transaction; returns the
    number of letters.
    """
    now = now or timezone.now()
    if kind not in CHANGES:
        raise ValueError(f"{kind!r} is none of {', '.join(CHANGES)}")
    told, rows = set(), _standing(meeting).filter(scrubbed_at__isnull=True).order_by("pk")
    letters.take_back([CHANGE, REMINDER], rows.order_by().values("public_id"), now)
    for registration in rows:
        if letters.recipient_hash(registration.email) in told:
            continue
        registration.meeting = meeting
        if letter := _write(CHANGE, registration, lambda row=registration: mails.change(row, kind, now), now):
            told.add(letter.recipient_hash)
    return len(told)


def remind(now):
    """The day before a meeting, remind those who have something confirmed; gives the number of letters.

    An address hears of it once, however often it was entered.
    """
    if timezone.localtime(now).hour < NOT_BEFORE:
        return {"reminders": 0}
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    number, meetings = 0, Meeting.objects.published(now).filter(held_on=tomorrow).exclude(status=Status.CANCELLED)
    for meeting in meetings:
        confirmed = Need.objects.filter(registration=OuterRef("pk"), state=State.CONFIRMED)
        rows = list(_standing(meeting).filter(Exists(confirmed), scrubbed_at__isnull=True).order_by("pk"))
        about = Letter.objects.filter(reference__in=_standing(meeting).values("public_id"), kind=REMINDER)
        about = about.filter(created__gt=now - timedelta(days=2))
        told = set(about.values_list("recipient_hash", flat=True))
        for registration in rows:
            if not told.isdisjoint(letters.recipient_hashes(registration.email)):
                continue
            registration.meeting = meeting
            if letter := _write(REMINDER, registration, lambda row=registration: mails.reminder(row, now), now):
                told.add(letter.recipient_hash)
                number += 1
    return {"reminders": number}


# -- the way in -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WayIn:
    """Where and when a confirmed person joins online; the link is there only while it may be shown."""

    opens_at: datetime.datetime | None = None
    is_open: bool = False
    link: AccessLink | None = None

    @property
    def opens_on(self):
        return timezone.localtime(self.opens_at).date()

    @property
    def opens_time(self):
        return timezone.localtime(self.opens_at).time()


def way_in(registration, now):
    """The way in of a registration, or None where online access was not confirmed or there is none any more."""
    meeting = registration.meeting
    ended = registration.cancelled_at or registration.scrubbed_at or registration.quarantined_at
    if ended or meeting.status == Status.CANCELLED or not _is_let_in(registration):
        return None
    begins = meeting.begins
    if begins is None:
        return WayIn()
    ends = begins + USUAL_LENGTH
    if meeting.ends_at:
        ends = timezone.make_aware(datetime.datetime.combine(meeting.held_on.earliest, meeting.ends_at))
    if now > ends or not Meeting.objects.published(now).filter(pk=meeting.pk).exists():
        return None
    minutes = AccessLink.objects.filter(meeting=meeting).values_list("shown_minutes", flat=True).first()
    opens_at = begins - timedelta(minutes=60 if minutes is None else minutes)
    if now < opens_at:
        return WayIn(opens_at)
    # Only now does it leave the database.
    link = AccessLink.objects.filter(meeting=meeting).first()
    return WayIn(opens_at, is_open=True, link=link if link and (link.url or link.more) else None)


def _is_let_in(registration):
    return registration.needs.filter(kind=Help.ONLINE, state=State.CONFIRMED).exists()


def council_of(meeting, now):
    """The council that a person turns to about their registration, with its places; None where it is not public."""
    return Council.objects.published(now).with_places(now).filter(pk=meeting.keeper_id).first()
