"""Letters: written beside what they are about, in the same transaction, and sent later by the worker."""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from . import sealing
from .models import Letter

RECIPIENT = "letter recipient"
# Letters a day to one address that nobody has confirmed: a form must not become somebody's flood of mail.
MOST_A_DAY = 3
# How long to wait after the first, second, … failed try; the last one again and again, until a letter is a week old.
BACK_OFF = [timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]
LONGEST = timedelta(days=7)
# What says to whom a letter goes and what stands in it.
SEALED = ("recipient", "subject", "body", "reply_to", "unsubscribe")
EMPTY = dict.fromkeys(SEALED, "")
_LOCAL = re.compile(r"[^\s\"\\@()<>,;:\[\]]{1,64}")
_DOMAIN = re.compile(r"[a-z0-9.-]{1,253}")

_watchers = {}


def mail_is_on():
    """Whether a mail server is configured; without one no page may promise a mail."""
    return bool(settings.MAIL["EMAIL_HOST"])


def watch(kind, watcher):
    """Have ``watcher(letter)`` called in the worker's transaction when a letter of the kind cannot be delivered."""
    _watchers[kind] = watcher


def report_failure(letter):
    """Tell whoever wrote the letter that it does not arrive."""
    if watcher := _watchers.get(letter.kind):
        watcher(letter)


def write(kind, recipient, language, compose, *, about=None, reply_to="", confirmed=True, now=None):
    """Put a letter into the outbox; ``compose()`` gives subject and text and is called in the recipient's language.

    Returns the letter, or None where an unconfirmed address has had its letters for today, or is one that has many
    spellings. Call it in the transaction of what the letter is about: then both are there or neither.
    """
    now = now or timezone.now()
    if not confirmed and not may_have_another(recipient, now):
        return None
    with override(language):
        text = compose()
    letter = _letter(kind, recipient, language, text, now)
    letter.reference, letter.reply_to = about, reply_to
    letter.save()
    return letter


def _letter(kind, recipient, language, text, now):
    subject, body = text
    host = urlsplit(settings.BASE_URL).hostname
    return Letter(
        kind=kind,
        recipient=recipient,
        recipient_hash=recipient_hash(recipient),
        language=language,
        # A line break would begin a header of its own.
        subject=" ".join(str(subject).split()),
        body=str(body),
        message_id=f"<{uuid.uuid4().hex}@{host}>",
        created=now,
        next_try_at=now,
    )


@dataclass(frozen=True)
class Addressee:
    """One of many who get the same letter: what stands below it for them alone, and where one click ends that."""

    recipient: str
    language: str
    about: uuid.UUID
    closing: str
    unsubscribe: str


def write_many(addressees, compose, *, announces, now):
    """Put the same notice to many into the outbox; ``compose()`` is called once in each of their languages.

    Gives their number. Call it in the transaction of what is announced (by its public identifier).
    """
    texts, rows = {}, []
    for one in addressees:
        if one.language not in texts:
            with override(one.language):
                texts[one.language] = compose()
        subject, body = texts[one.language]
        letter = _letter(Letter.NOTICE, one.recipient, one.language, (subject, f"{body}{one.closing}"), now)
        letter.reference, letter.unsubscribe, letter.announces = one.about, one.unsubscribe, announces
        rows.append(letter)
    Letter.objects.bulk_create(rows)
    return len(rows)


def waiting_to_announce():
    """What notices that are not sent yet tell of, by its public identifiers."""
    rows = Letter.objects.filter(kind=Letter.NOTICE, state=Letter.State.WAITING)
    return set(rows.values_list("announces", flat=True).distinct())


def waiting_for(public_id):
    """Whose notices about a thing are not sent yet: the public identifiers of their subscriptions."""
    rows = Letter.objects.filter(kind=Letter.NOTICE, state=Letter.State.WAITING, announces=public_id)
    return set(rows.values_list("reference", flat=True))


def not_to_announce(public_ids, now):
    """Send no notice that tells of these things any more."""
    _take_back(Letter.objects.filter(kind=Letter.NOTICE, announces__in=public_ids), now)


def take_back(kinds, references, now):
    """Send none of the letters of these kinds that wait about these things, by their public identifiers."""
    _take_back(Letter.objects.filter(kind__in=kinds, reference__in=references), now)


def drop(references, now):
    """Erase what letters about these things say, and send none of them any more."""
    rows = Letter.objects.about(*references)
    _take_back(rows, now)
    rows.update(**EMPTY)


def _take_back(rows, now):
    rows.filter(state=Letter.State.WAITING).update(state=Letter.State.GIVEN_UP, ended_at=now, **EMPTY)


def forget(reference, now, but=None):
    """Drop the letters about a thing, and with them whose they were: nobody may be found by them any more."""
    rows = Letter.objects.about(reference)
    drop([reference], now) if but is None else _take_back(rows.exclude(pk=but.pk), now)
    rows.update(recipient_hash="", reference=None)


def recipient_hash(recipient):
    return sealing.digest(_counted(recipient), RECIPIENT)


def letters_today(recipient, now):
    """How many letters the address was written within the last 24 hours, apart from notices, which it has asked for."""
    written = Letter.objects.filter(recipient_hash__in=recipient_hashes(recipient), created__gt=now - timedelta(days=1))
    return written.exclude(kind=Letter.NOTICE).count()


def recipient_hashes(recipient):
    """The hashes under which an address may be stored, one for each key."""
    return sealing.digests(_counted(recipient), RECIPIENT)


def reached(kind, references, since):
    """The hashes of those who were written such a letter about one of these things since then, if it did not fail."""
    there = [Letter.State.WAITING, Letter.State.SENT]
    rows = Letter.objects.filter(kind=kind, reference__in=references, created__gt=since, state__in=there)
    return set(rows.values_list("recipient_hash", flat=True))


def may_have_another(recipient, now):
    """Whether an address that nobody has confirmed may be written another letter today."""
    if plain_address(recipient) is None:
        return False
    if connection.vendor == "postgresql":
        # Who writes to the same address at the same moment waits for the end of this transaction, and then counts.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(recipient_hash(recipient)[:15], 16)])
    return letters_today(recipient, now) < MOST_A_DAY


def _counted(recipient):
    return plain_address(recipient) or recipient.strip().lower()


def plain_address(recipient):
    """The one spelling of all that reach the same mailbox; None where quotes or the like allow ever new ones."""
    local, _at, domain = unicodedata.normalize("NFKC", recipient.strip()).casefold().rpartition("@")
    try:
        domain = domain.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return None
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        return None
    # Mail to name+anything goes to name.
    return f"{local.partition('+')[0]}@{domain}"


# -- sending --------------------------------------------------------------------------------------------------------


def claim(now):
    """Take the letter that waits the longest, so that no other worker sends it; None where nothing is due.

    What stands in it is not opened yet: a missing key must not keep the letter from being put back.
    """
    due = Letter.objects.due(now)
    while pk := due.values_list("pk", flat=True).first():
        # Of several workers that saw the letter, one changes the row.
        if due.filter(pk=pk).update(claimed_until=now + Letter.CLAIM, attempts=F("attempts") + 1):
            return Letter.objects.defer(*SEALED).get(pk=pk)
    return None


def sent(letter, now):
    """The mail server has taken the letter."""
    _held(letter).update(state=Letter.State.SENT, ended_at=now, claimed_until=None, failure="", **EMPTY)


def not_sent(letter, failure, now, *, permanent=False):
    """Try again later, or see that it is no use. A failed letter keeps its text, so that it can be tried again."""
    again = now + BACK_OFF[min(letter.attempts, len(BACK_OFF)) - 1]
    if not permanent and again <= letter.created + LONGEST:
        _held(letter).update(next_try_at=again, claimed_until=None, failure=failure)
        return
    _end_badly(_held(letter), letter, Letter.State.FAILED, failure, now)


def _end_badly(rows, letter, state, failure, now, **more):
    """End a letter and tell whoever wrote it; returns whether the row was still as ``rows`` wants it."""
    if not rows.exists():
        return False
    letter.state, letter.failure = state, failure
    with transaction.atomic():
        # First the message, then the letter: who erases a message locks them in this order too.
        report_failure(letter)
        done = rows.update(state=state, ended_at=now, claimed_until=None, failure=failure[:200], **more)
        if not done:
            transaction.set_rollback(True)
    return bool(done)


def _held(letter):
    """The row, if it still waits and nobody else has taken it meanwhile."""
    return Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING, claimed_until=letter.claimed_until)


def bounced(letter, failure, now):
    """The letter came back. Returns whether that was news."""
    rows = Letter.objects.filter(pk=letter.pk, state=Letter.State.SENT)
    return _end_badly(rows, letter, Letter.State.BOUNCED, failure, now)


def retry(letter, now):
    """Try a waiting or failed letter now. Returns whether it could be."""
    rows = Letter.objects.filter(pk=letter.pk, state__in=[Letter.State.WAITING, Letter.State.FAILED])
    return bool(rows.update(state=Letter.State.WAITING, next_try_at=now, ended_at=None))


def give_up(letter, reason, now):
    """Send the letter no more and erase it. Returns whether it was still to be sent."""
    waiting = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING)
    if _end_badly(waiting, letter, Letter.State.GIVEN_UP, reason, now, **EMPTY):
        return True
    # Whoever wrote a failed letter knows already.
    failed = Letter.objects.filter(pk=letter.pk, state=Letter.State.FAILED)
    return bool(failed.update(state=Letter.State.GIVEN_UP, ended_at=now, failure=reason[:200], **EMPTY))
