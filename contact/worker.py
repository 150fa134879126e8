"""The process beside the web server: sends letters, fetches answers, and does what is due day by day."""

import logging
import smtplib
import threading
import time
from datetime import timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from . import digest, inbound, keeping, letters, weekly
from .models import Pulse

log = logging.getLogger(__name__)

NAME = "worker"
FETCH = "fetch_mail"
# Seconds between two looks into the outbox while nothing is due, and after the database did not answer.
IDLE = 2
RECOVERY = 5
# Letters after which the regular tasks have their turn.
BATCH = 50
BEAT = timedelta(seconds=20)
# After this time without a sign of life the office's inbox says that no worker runs.
SILENT = timedelta(minutes=10)
# A regular task that failed is tried again after a while.
PAUSE = timedelta(minutes=15)


# -- letters --------------------------------------------------------------------------------------------------------


def send_one():
    """Send the letter that is due the longest. Returns whether there was one."""
    letter = letters.claim(timezone.now())
    if letter is None:
        return False
    if not letters.mail_is_on():
        letters.give_up(letter, "no mail server", timezone.now())
        return True
    try:
        mail = _mail_of(letter)
        with get_connection() as mail.connection:
            mail.send()
            # Before anything else, even taking leave of the server: a letter that went out must not go out again.
            _insist(letters.sent, letter)
    except (OSError, smtplib.SMTPException, ValueError, ImproperlyConfigured) as error:
        failure, permanent = judge(error)
        # Of a letter that is noted as sent this changes nothing.
        letters.not_sent(letter, failure, timezone.now(), permanent=permanent)
    return True


def _mail_of(letter):
    """The letter as it goes to the mail server; what comes back of it goes to the mailbox that answers go to."""
    letter.refresh_from_db(fields=letters.SEALED)
    return EmailMessage(
        subject=letter.subject,
        body=letter.body,
        from_email=settings.REPLY_MAILBOX or settings.DEFAULT_FROM_EMAIL,
        to=[letter.recipient],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "From": formataddr((settings.PORTAL_NAME, settings.DEFAULT_FROM_EMAIL)),
            "Message-ID": letter.message_id,
            "Content-Language": letter.language,
            # Keeps holiday notices from answering.
            "Auto-Submitted": "auto-generated",
            **_way_out(letter),
        },
    )


def _way_out(letter):
    """What mail programs make a button of that ends the subscription with one click (RFC 2369, RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {"List-Unsubscribe": f"<{letter.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def judge(error):
    """What went wrong, in words that hold no address, and whether trying again is of no use."""
    code = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    # A mail that cannot even be put together: no address, or one that would forge a header.
    unusable = isinstance(error, ValueError)
    refused = isinstance(error, smtplib.SMTPRecipientsRefused) and 500 <= code < 600
    return " ".join(str(part) for part in (type(error).__name__, code) if part), unusable or refused


def _insist(step, letter):
    """Note that the letter went out, also when the database is away just then: else it would go out once more."""
    while True:
        try:
            return step(letter, timezone.now())
        except DatabaseError:
            # From then on another worker may have it.
            if timezone.now() > letter.claimed_until:
                raise
            connections.close_all()
            time.sleep(1)


# -- regular tasks --------------------------------------------------------------------------------------------------

_others = {}


def register(name, span, run):
    """Have ``run(now)`` called again and again, so much time apart; numbers that it gives are kept in its heartbeat."""
    _others[name] = (_every(span), run)


def tasks():
    """The regular tasks by name: when they are due, and what they do."""
    regular = {
        "digest": (_daily(7), digest.write_digests),
        "deputy": (_every(timedelta(minutes=10)), digest.tell_deputies),
        "desk": (weekly.is_due, weekly.write_desks),
        "purge": (_daily(3), purge),
        **_others,
    }
    if settings.REPLY_SERVER:
        regular[FETCH] = (_every(timedelta(minutes=3)), inbound.fetch)
    return regular


def purge(now):
    """Erase what has been kept long enough, also from the database's files; raises :class:`keeping.StillThere`."""
    counts = keeping.purge(now)
    keeping.clean_files()
    return counts


def _daily(hour):
    """Once a day, not before that hour of the portal's own time."""

    def is_due(last, now):
        now = timezone.localtime(now)
        return now.hour >= hour and (last is None or timezone.localtime(last).date() < now.date())

    return is_due


def _every(span):
    return lambda last, now: last is None or now - last >= span


def beat(name, now, result=None):
    """Note that a task came to its end, and what it found in numbers."""
    Pulse.objects.update_or_create(name=name, defaults={"beat_at": now, "result": result or {}})


def warnings(now):
    """What the office's inbox warns of: that no worker runs, since when, and how many mails belong to no message."""
    pulses = {pulse.name: pulse for pulse in Pulse.objects.filter(name__in=[NAME, FETCH])}
    last, fetched = pulses.get(NAME), pulses.get(FETCH)
    return {
        "is_silent": last is None or last.beat_at <= now - SILENT,
        "last_sign": last and last.beat_at,
        "unassigned": fetched.result.get(inbound.UNASSIGNED, 0) if fetched and settings.REPLY_SERVER else 0,
    }


# -- the process ----------------------------------------------------------------------------------------------------


class Worker:
    """Goes round and round until it is told to stop; neither a failed task nor an absent database ends it."""

    def __init__(self):
        self.stopping = threading.Event()
        self.beaten_at = None
        self.looked_at = None
        # Until when a task that failed is left alone.
        self.paused = {}

    def stop(self, *signal):
        """Ends the work after the letter in hand."""
        self.stopping.set()

    def run(self):
        was_there = True
        while not self.stopping.is_set():
            try:
                close_old_connections()
                busy = self.turn()
            except DatabaseError as error:
                if was_there:
                    log.error("The database does not answer (%s); going on when it does.", type(error).__name__)
                was_there = False
                connections.close_all()
                self.stopping.wait(RECOVERY)
            except Exception:
                log.exception("A turn of the worker failed")
                self.stopping.wait(RECOVERY)
            else:
                was_there = True
                if not busy:
                    self.stopping.wait(IDLE)

    def turn(self):
        """The tasks and the letters that are due, up to a batch. Returns whether there may be more."""
        self.live()
        self.run_tasks()
        for _number in range(BATCH):
            if self.stopping.is_set() or not send_one():
                return False
            self.live()
        return True

    def run_tasks(self):
        now = timezone.now()
        if self.looked_at and now - self.looked_at < BEAT:
            return
        self.looked_at = now
        last = dict(Pulse.objects.values_list("name", "beat_at"))
        for name, (is_due, run) in tasks().items():
            if self.stopping.is_set():
                return
            if not is_due(last.get(name), now) or self.paused.get(name, now) > now:
                continue
            try:
                result = run(now)
            except DatabaseError:
                raise
            except keeping.StillThere:
                # Somebody is using the files, perhaps another worker; a little later they will be free.
                self.paused[name] = now + PAUSE
            except Exception:
                log.exception("The task %s failed", name)
                self.paused[name] = now + PAUSE
            else:
                beat(name, timezone.now(), result if isinstance(result, dict) else None)
            self.live()

    def live(self):
        """The sign of life, written at most every few seconds."""
        now = timezone.now()
        if self.beaten_at is None or now - self.beaten_at >= BEAT:
            beat(NAME, now)
            self.beaten_at = now
