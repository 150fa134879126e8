"""All that may happen to a message: each step in one transaction, under a row lock, with its event and its letters."""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from councils.accounts.rights import Right, roles_with
from councils.models import Council, Editor

from . import guard, letters, mails, receipts, workdays
from .models import EmergencyAccess, Entry, Event, Letter, Message, Note

State = Message.State
# Which state may follow which; nothing else does, whoever asks.
NEXT = {
    State.RECEIVED: {State.READ, State.IN_PROGRESS, State.ANSWERED, State.FORWARDED, State.CLOSED, State.TAKEN_BACK},
    State.READ: {State.IN_PROGRESS, State.ANSWERED, State.FORWARDED, State.CLOSED, State.TAKEN_BACK},
    State.IN_PROGRESS: {State.ANSWERED, State.FORWARDED, State.CLOSED, State.TAKEN_BACK},
    State.FORWARDED: {State.IN_PROGRESS, State.ANSWERED, State.CLOSED, State.TAKEN_BACK},
    State.ANSWERED: {State.IN_PROGRESS, State.FORWARDED, State.CLOSED, State.TAKEN_BACK},
    State.CLOSED: {State.IN_PROGRESS, State.TAKEN_BACK},
    State.TAKEN_BACK: set(),
}
# What counts as the office's first reaction.
REACTIONS = {State.IN_PROGRESS, State.ANSWERED, State.FORWARDED, State.CLOSED}

EMERGENCY_LASTS = timedelta(days=1)
# For this long after a letter that something waits, no second one says it to the same reader of the same council.
QUIET = timedelta(minutes=15)


class NotAllowed(Exception):
    """The step does not fit the state of the message; nothing was changed."""


@dataclass
class Stored:
    """What came of a submission."""

    message: Message
    code: str
    is_new: bool


@dataclass
class Draft:
    """What somebody wants to send, as the forms give it."""

    text: str
    language: str
    answer_language: str
    subject: str
    topic: object = None
    way: str = Message.Way.RECEIPT
    name: str = ""
    email: str = ""
    phone: str = ""
    phone_times: str = ""
    address: str = ""
    may_forward: bool = False
    may_show_helper: bool = False
    channel: str = Message.Channel.FORM
    suspicions: list = field(default_factory=list)


# -- who reads ------------------------------------------------------------------------------------------------------


def readers(council):
    """The active accounts that may read the council's messages."""
    return Editor.objects.filter(
        council=council, role__in=roles_with(Right.MESSAGES), user__is_active=True, user__is_staff=True
    ).select_related("user")


def open_councils(now):
    """The public councils where somebody is there to read."""
    there = Editor.objects.filter(role__in=roles_with(Right.MESSAGES), user__is_active=True, user__is_staff=True)
    return Council.objects.published(now).filter(pk__in=there.values("council")).order_by("slug")


def is_open(council):
    """Whether somebody is there to read what is written to the council: only then is the form offered."""
    return readers(council).exists()


def open_among(councils):
    """The keys of those councils whose form is open."""
    reading = Editor.objects.filter(role__in=roles_with(Right.MESSAGES), user__is_active=True, user__is_staff=True)
    return set(reading.filter(council__in=councils).values_list("council", flat=True))


# -- the writer ------------------------------------------------------------------------------------------------------


def store(council, draft, token, now=None, *, user=None, judge=None):
    """Keep a message and everything it entails, or find what the same token stored before.

    ``judge()`` gives the rules that put it into quarantine, and is asked in the same transaction. Raises
    :class:`NotAllowed` where the council takes no messages any more, or the token is another council's.
    """
    now = now or timezone.now()
    token_hash, code = receipts.token_hash(token), receipts.code_for(token)
    # All that can be done before the transaction is: on SQLite nobody else writes while it lasts.
    message = _new_message(council, draft, token_hash, receipts.stored_hash(code), now)
    try:
        with transaction.atomic():
            offices = _offices(readers(council).filter(Council.published_q(now, "council__")))
            if not offices:
                raise NotAllowed
            message.suspicions = judge() if judge else draft.suspicions
            message.quarantined_at = now if message.suspicions else None
            message.save()
            _log(message, Event.Kind.STORED, now, user, draft.channel)
            # Of what was forwarded the writer has the receipt, and the other council hears when it has all of it.
            is_copy = draft.channel == Message.Channel.FORWARDED
            if message.quarantined_at:
                _log(message, Event.Kind.QUARANTINED, now)
            elif not is_copy:
                _tell(offices, message, now)
            # A flood from one network sends no mail to the addresses that it names; its page shows the receipt.
            is_flood = guard.NETWORK in message.suspicions
            if message.email and message.way == Message.Way.MAIL and not is_copy and not is_flood:
                letters.write(
                    "contact.receipt",
                    message.email,
                    message.language,
                    lambda: mails.receipt(message, code),
                    about=message.public_id,
                    confirmed=False,
                    now=now,
                )
            if not is_copy:
                guard.remember(draft.text, now)
    except (IntegrityError, NotAllowed):
        # The same page sent twice: the first time counts, also where nobody may write any more.
        known = Message.objects.filter(token_hash=token_hash).first()
        if known is None:
            raise
        return _stored_before(known, council, token)
    return Stored(message, code, is_new=True)


def _stored_before(known, council, token):
    """What a second sending of the page finds; whether it says the same, only the page can tell."""
    if known.council_id != council.pk:
        raise NotAllowed
    # A key may have come in between the two.
    code = next(code for code in receipts.codes_for(token) if known.receipt_hash in receipts.hashes(code))
    return Stored(known, code, is_new=False)


def _new_message(council, draft, token_hash, receipt_hash, now):
    desk = workdays.desk_of(council)
    calendar, today = workdays.calendar_of(council, desk), timezone.localtime(now).date()
    own = {name: value for name, value in vars(draft).items() if name != "suspicions"}
    return Message(
        council=council,
        created=now,
        modified=now,
        token_hash=token_hash,
        receipt_hash=receipt_hash,
        due_on=calendar.after(today, desk.react_within),
        deputy_on=calendar.after(today, desk.deputy_after),
        **own,
    )


def says_the_same(message, draft):
    """Whether the stored message says what was sent now: only then may the answer be that it is stored."""
    given = {name: value for name, value in vars(draft).items() if name not in {"language", "channel", "suspicions"}}
    return all(getattr(message, name) == value for name, value in given.items())


def known(token):
    """The message that was stored with this submission token, or None."""
    return Message.objects.select_related("council").filter(token_hash=receipts.token_hash(token)).first()


def find(typed):
    """The message of a typed receipt, or None; erased ones are found as well and show what became of them."""
    return Message.objects.select_related("council").filter(receipt_hash__in=receipts.hashes(typed)).first()


def chain(message):
    """The message and what it became where it was forwarded to, one council after the other."""
    rows = [message]
    while rows[-1].forwarded_to_id:
        rows.append(Message.objects.select_related("council").get(pk=rows[-1].forwarded_to_id))
    return rows


def current(message):
    """The message as the council has it that works on it now."""
    return chain(message)[-1]


def entries(message):
    """What was said since, by whichever council has the message: what the writer's one receipt shows.

    A copy begins with what the writer had said before; that is shown once. Quarantined mails are not shown.
    """
    shown, since = [], None
    for row in chain(message):
        part = row.entries.filter(quarantined_at__isnull=True).select_related("message__council")
        shown += part.filter(created__gte=since) if since else part
        since = row.forwarded_at
    return sorted(shown, key=lambda entry: (entry.created, entry.pk))


def write_back(message, text, token, now=None):
    """The writer adds something; a second sending of the same page adds nothing. Reopens what was answered or closed.

    Raises :class:`NotAllowed` on what was taken back or erased.
    """
    now = now or timezone.now()
    token_hash = receipts.token_hash(token)
    with locked(message) as row:
        if known := Entry.objects.filter(token_hash=token_hash).first():
            return known
        return add_entry(row, text, now, token_hash=token_hash)


def reply_by_mail(message, sender, text, mail_id, now=None):
    """What came by mail to the message's own address: the writer's word only from the writer's address.

    From any other it waits in quarantine. Raises :class:`NotAllowed` on what was taken back or erased.
    """
    now = now or timezone.now()
    with locked(message) as row:
        if known := Entry.objects.filter(mail_id=mail_id).first():
            return known
        is_writer = bool(row.email) and sender.strip().lower() == row.email.strip().lower()
        if is_writer:
            row.email_confirmed_at = row.email_confirmed_at or now
            row.save(update_fields=["email_confirmed_at"])
        # Whoever gave no address is no writer of ours either.
        return add_entry(row, text, now, mail_id=mail_id, sender="" if is_writer else sender.strip() or "–")


def add_entry(row, text, now, *, token_hash=None, mail_id=None, sender=""):
    """An entry of the writer on a locked message; it goes to the council that has the message now.

    With a ``sender``, which is another address than the writer's, it waits in quarantine.
    """
    if row.forwarded_to_id:
        with locked(row.forwarded_to) as copy:
            return add_entry(copy, text, now, token_hash=token_hash, mail_id=mail_id, sender=sender)
    if row.state == State.TAKEN_BACK or row.scrubbed_at:
        raise NotAllowed
    entry = Entry.objects.create(
        message=row,
        side=Entry.Side.WRITER,
        created=now,
        language=row.language,
        text=text,
        sender=sender,
        token_hash=token_hash,
        mail_id=mail_id,
        quarantined_at=now if sender else None,
    )
    if sender:
        return entry
    _log(row, Event.Kind.WROTE_BACK, now)
    _wait_again(row, now)
    row.modified = now
    row.save()
    if not row.quarantined_at:
        tell_office(row, now, mails.written_again)
    return entry


def add_address(message, email, now=None):
    """The writer wants the answer by mail after all, from every council that has the message."""
    now = now or timezone.now()
    with _locked_chain(message) as rows:
        still_open = [row for row in rows if row.is_open]
        if not still_open:
            raise NotAllowed
        for row in still_open:
            row.email, row.way, row.email_confirmed_at, row.modified = email, Message.Way.MAIL, None, now
            row.save()
            _log(row, Event.Kind.ADDRESS, now)
    return rows[0]


def consent(message, may_forward, may_show_helper, now=None):
    """The writer allows, or allows no longer, that others see the message; holds at every council that has it."""
    now = now or timezone.now()
    with _locked_chain(message) as rows:
        kept = [row for row in rows if not row.scrubbed_at]
        if not kept:
            raise NotAllowed
        for row in kept:
            row.may_forward, row.may_show_helper, row.modified = may_forward, may_show_helper, now
            row.save()
            _log(row, Event.Kind.CONSENT, now)
    return rows[0]


def take_back(message, now=None):
    """The writer takes the message back: all texts are erased at once, also where they were forwarded to.

    Raises :class:`NotAllowed` where all is erased already.
    """
    now = now or timezone.now()
    with _locked_chain(message) as rows:
        kept = [row for row in rows if not row.scrubbed_at]
        if not kept:
            raise NotAllowed
        for row in kept:
            _move(row, State.TAKEN_BACK, now)
            _log(row, Event.Kind.TAKEN_BACK, now)
            scrub(row, now)
    return rows[0]


# -- the office ------------------------------------------------------------------------------------------------------


def open_by(message, user, now=None):
    """Somebody of the office reads the message: noted each time, and the writer sees that it was read."""
    now = now or timezone.now()
    with locked(message) as row:
        _log(row, Event.Kind.OPENED, now, user)
        # A look into the quarantine is not yet a reading.
        if not row.quarantined_at:
            row.read_at = row.read_at or now
            if row.state == State.RECEIVED:
                _move(row, State.READ, now, user)
            row.save()
    return row


def by_hand(message):
    """The states that the office may choose next; the others come with what is done."""
    if message.scrubbed_at:
        return set()
    return NEXT[message.state] - {State.ANSWERED, State.FORWARDED, State.TAKEN_BACK}


def change_state(message, state, user, now=None):
    """Move the message on; raises :class:`NotAllowed` for a step that the table does not have."""
    now = now or timezone.now()
    with locked(message) as row:
        if state not in by_hand(row):
            raise NotAllowed
        _move(row, state, now, user)
        row.save()
    return row


def assign(message, assignee, user, now=None):
    """Give the message to somebody who may read it, or to nobody."""
    now = now or timezone.now()
    with locked(message) as row:
        if assignee is not None and not readers(row.council).filter(user=assignee).exists():
            raise NotAllowed
        row.assigned_to, row.modified = assignee, now
        row.save()
        _log(row, Event.Kind.ASSIGNED, now, user, str(assignee.pk) if assignee else "")
    return row


def note(message, text, user, now=None):
    """An internal note."""
    now = now or timezone.now()
    with locked(message) as row:
        if row.scrubbed_at:
            raise NotAllowed
        made = Note.objects.create(message=row, created=now, author=user, text=text)
        row.modified = now
        row.save()
        _log(row, Event.Kind.NOTED, now, user)
    return made


def answer(message, text, language, user, now=None):
    """The office answers: under the receipt always, and by mail where that was wished."""
    now = now or timezone.now()
    with locked(message) as row:
        if State.ANSWERED not in NEXT[row.state] and row.state != State.ANSWERED:
            raise NotAllowed
        if row.scrubbed_at or row.quarantined_at:
            raise NotAllowed
        entry = Entry.objects.create(
            message=row, side=Entry.Side.OFFICE, created=now, author=user, language=language, text=text
        )
        row.answered_at = row.modified = now
        if row.state != State.ANSWERED:
            _move(row, State.ANSWERED, now, user)
        row.save()
        _log(row, Event.Kind.ANSWERED, now, user, row.way)
        if row.way == Message.Way.MAIL and row.email:
            letters.write(
                "contact.answer",
                row.email,
                row.language,
                lambda: mails.answer(row, text),
                about=entry.public_id,
                reply_to=mails.reply_address(row),
                now=now,
            )
    return entry


def forward(message, council, name, user, now=None):
    """Give the message to another council here, or note to which named office it went; only with the writer's consent.

    Returns the copy that the other council got, or None. The receipt stays the same and shows where the message is.
    """
    now = now or timezone.now()
    with locked(message) as row:
        if not row.may_forward or State.FORWARDED not in NEXT[row.state] or row.scrubbed_at or row.quarantined_at:
            raise NotAllowed
        if bool(council) == bool(name) or (council and not is_open(council)) or council in passed(row):
            raise NotAllowed
        # From the council that has it now it may go on; two at once would be two conversations under one receipt.
        if row.forwarded_to_id:
            raise NotAllowed
        copy = None
        if council:
            copy = _copy_for(row, council, now)
            row.forwarded_to = copy
        row.forwarded_to_name, row.forwarded_at = name, now
        _move(row, State.FORWARDED, now, user)
        row.save()
        _log(row, Event.Kind.FORWARDED, now, user, council.slug[:60] if council else "")
        if copy:
            tell_office(copy, now)
    return copy


def passed(message):
    """The councils that have or had the message: to none of them it goes back, where it would be a second one."""
    councils, rows = [message.council], Message.objects.select_related("council").defer(*Message.PERSONAL)
    while message := rows.filter(forwarded_to=message).first():
        councils.append(message.council)
    return councils


def _copy_for(row, council, now):
    draft = Draft(
        **{name: getattr(row, name) for name in vars(Draft(text="", language="", answer_language="", subject=""))
           if name not in {"channel", "topic", "suspicions"}},
        channel=Message.Channel.FORWARDED,
    )  # fmt: skip
    # The writer keeps one receipt; the copy's own is known to nobody.
    token = receipts.new_token()
    copy = store(council, draft, token, now).message
    for entry in row.entries.filter(side=Entry.Side.WRITER, quarantined_at__isnull=True):
        Entry.objects.create(
            message=copy,
            side=entry.side,
            created=entry.created,
            language=entry.language,
            text=entry.text,
            sender=entry.sender,
        )
    return copy


def quarantine(message, user, now=None):
    """Put aside what is no honest message."""
    now = now or timezone.now()
    with locked(message) as row:
        row.quarantined_at, row.modified = row.quarantined_at or now, now
        row.save()
        _log(row, Event.Kind.QUARANTINED, now, user)
    return row


def release(message, user, now=None):
    """Take the message out of quarantine; its deadline begins today."""
    now = now or timezone.now()
    with locked(message) as row:
        if row.quarantined_at is None or row.scrubbed_at:
            raise NotAllowed
        row.quarantined_at, row.modified = None, now
        _begin_deadline(row, now)
        row.save()
        _log(row, Event.Kind.RELEASED, now, user)
        tell_office(row, now)
    return row


def release_entry(message, entry_id, user, now=None):
    """Take one entry of the writer out of quarantine: from now on it is part of the conversation."""
    now = now or timezone.now()
    with locked(message) as row:
        entry = row.entries.filter(pk=entry_id, quarantined_at__isnull=False).first()
        if entry is None:
            raise NotAllowed
        entry.quarantined_at = None
        entry.save()
        # Letting it in is no reaction to it.
        if not row.scrubbed_at:
            _wait_again(row, now)
        row.modified = now
        row.save()
        _log(row, Event.Kind.RELEASED, now, user)
    return entry


def open_emergency(user, council, reason, now=None):
    """Let an administrator read a council's messages for a day; all who usually read them are told at once.

    Returns the access and how many were told. Where it is nobody, the operator is.
    """
    now = now or timezone.now()
    with transaction.atomic():
        access = EmergencyAccess.objects.create(
            user=user, council=council, reason=reason, began_at=now, ends_at=now + EMERGENCY_LASTS
        )
        told = [(email, language) for email, language in _offices(readers(council)) if email]
        for email, language in told:
            letters.write("contact.emergency", email, language, lambda: mails.emergency(access), now=now)
        if not told and settings.OPERATOR_MAIL:
            letters.write(
                "contact.emergency",
                settings.OPERATOR_MAIL,
                settings.LANGUAGE_CODE,
                lambda: mails.emergency_unheard(access),
                now=now,
            )
    return access, len(told)


def record(message, kind, user, detail="", now=None):
    """Note that somebody exported, printed or looked up the message."""
    _log(message, kind, now or timezone.now(), user, detail)


def undelivered(letter, now=None):
    """A letter to the writer does not arrive: noted, and what it answered is open again, so that the office sees it."""
    now = now or timezone.now()
    about = Message.objects.filter(Q(public_id=letter.reference) | Q(entries__public_id=letter.reference)).first()
    if about is None:
        return
    with locked(about) as row:
        _log(row, Event.Kind.UNDELIVERED, now, detail=letter.state)
        done = {State.ANSWERED, State.CLOSED, State.IN_PROGRESS}
        if letter.kind == "contact.answer" and row.state in done and not row.scrubbed_at:
            _wait_again(row, now)
            row.modified = now
            row.save()


def reader_added(sender, instance, *, raw=False, **kwargs):
    """Tell those who read a council's messages that somebody else does from now on (a signal of saved editorships)."""
    if raw or instance.role not in roles_with(Right.MESSAGES):
        return
    for reader in readers(instance.council).exclude(user=instance.user):
        if reader.user.email:
            letters.write(
                "contact.reader", reader.user.email, reader.user.language, lambda: mails.reader_added(instance)
            )


# -- what all steps share -----------------------------------------------------------------------------------------


def expire(row, now):
    """Close a locked message because its time is over: no reaction of the office, and no letter to anyone."""
    if row.is_open:
        _move(row, State.CLOSED, now)
        row.save()


def scrub(row, now):
    """Empty everything personal of a locked message and of all that hangs on it; counts and dates stay."""
    for name in Message.PERSONAL:
        setattr(row, name, "")
    # Whoever named a language of their own wrote what they liked.
    row.answer_language = ""
    row.scrubbed_at, row.modified, row.email_confirmed_at = now, now, None
    row.save()
    row.entries.update(text="", sender="")
    row.notes.update(text="")
    letters.drop(references(row), now)
    _log(row, Event.Kind.SCRUBBED, now)


def references(message):
    """What letters about the message and its conversation refer to."""
    return [message.public_id, *message.entries.values_list("public_id", flat=True)]


def tell_office(message, now, compose=mails.to_office):
    """A letter to every reader that something waits: a link, never the text."""
    _tell(_offices(readers(message.council)), message, now, compose)


def _offices(readers):
    """The readers' addresses, which may be empty, and languages."""
    return list(readers.values_list("user__email", "user__language"))


def _tell(offices, message, now, compose=mails.to_office):
    path = reverse("admin:contact_message_change", args=[message.pk])
    told = letters.reached(Letter.TO_OFFICE, message.council.messages.values("public_id"), now - QUIET)
    for email, language in offices:
        if email and letters.recipient_hash(email) not in told:
            letters.write(
                Letter.TO_OFFICE,
                email,
                language,
                lambda: compose(message, path),
                about=message.public_id,
                now=now,
            )


@contextmanager
def locked(message, without=()):
    """The message read anew and locked, within a transaction; columns that nobody needs may be left unopened."""
    with transaction.atomic():
        rows = Message.objects.select_for_update(of=["self"]).select_related("council").defer(*without)
        yield rows.get(pk=message.pk)


@contextmanager
def _locked_chain(message):
    """The message and its copies at other councils, each locked, in the order in which they were forwarded."""
    with ExitStack() as stack:
        rows = [stack.enter_context(locked(message))]
        while rows[-1].forwarded_to_id:
            rows.append(stack.enter_context(locked(rows[-1].forwarded_to)))
        yield rows


def _move(row, state, now, user=None):
    row.state, row.modified = state, now
    row.ended_at = now if state in Message.ENDED else None
    # What the writer does, or time, is no reaction of the office.
    if user and state in REACTIONS and row.reacted_at is None:
        row.reacted_at = now
        row.first_reacted_at = row.first_reacted_at or now
    _log(row, Event.Kind.STATE, now, user, state)


def _wait_again(row, now):
    """The office has to react once more: what was done is open again, within a deadline that begins today.

    Where a reaction is still due, that promise stands: writing again must not put it off.
    """
    if row.state in {State.ANSWERED, State.FORWARDED, State.CLOSED}:
        _move(row, State.IN_PROGRESS, now)
    elif row.reacted_at is None:
        return
    row.reacted_at = row.deputy_told_at = None
    _begin_deadline(row, now)


def _begin_deadline(row, now):
    desk = workdays.desk_of(row.council)
    calendar, today = workdays.calendar_of(row.council, desk), timezone.localtime(now).date()
    row.due_on, row.deputy_on = calendar.after(today, desk.react_within), calendar.after(today, desk.deputy_after)


def _log(message, kind, now, user=None, detail=""):
    Event.objects.create(message=message, kind=kind, at=now, user=user, detail=detail)
