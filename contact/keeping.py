"""How long messages are kept, what goes when, and everything that is stored about one of them.

    What                                                     How long
    texts and contact data of a closed message               as its council's desk says, 90 days at most
    the same in quarantine                                   30 days, then it is closed and erased
    an answered message, or one forwarded, that rests        60 days, then it is closed
    a letter that was sent or ended                          30 days; its text goes when it is sent
    counts of networks, salts, sketches                      hours (``guard.forget``)
    who read and changed a message                           one year after its texts were erased
    emergency accesses                                       one year
    the log of sign-ins, rights, exports and deletions       one year (``audit.purge``)

What is left of a message counts it: council, topic, language, way, states and days. Which archive a council's office
has to ask first is the office's own decision, recorded at its desk; nothing is kept longer for it.
"""

import re
import time
from collections import Counter
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from . import conversation, guard
from .models import DailySalt, Desk, EmergencyAccess, Entry, Event, Letter, Message, NetworkCount, Note, Sketch
from .models.desk import LONGEST_KEPT

IN_QUARANTINE = timedelta(days=30)
AT_REST = timedelta(days=60)
LETTERS = timedelta(days=30)
EVENTS = timedelta(days=365)
EMERGENCIES = timedelta(days=365)

State = Message.State
# Seconds to wait for whoever is at work on a table.
PATIENCE = 20
# Tables that hold what people wrote.
WRITTEN = (Message, Entry, Note, Letter)
_others = []


def register(purge, *models):
    """Have ``purge(now)``, which gives its counts per kind, erase what others keep, in tables cleaned with these."""
    _others.append((purge, models))


class StillThere(Exception):
    """What was erased could not be removed from the database's files, because somebody holds on to them."""


# -- what goes ------------------------------------------------------------------------------------------------------


def purge(now, dry_run=False):
    """Erase what has been kept long enough; gives the counts per kind. A dry run does the same and takes it back.

    Message by message, each in a transaction of its own: whenever it is interrupted, the next run goes on.
    """
    if dry_run:
        with transaction.atomic():
            counts = _purge(now)
            transaction.set_rollback(True)
        return counts
    return _purge(now)


def _purge(now):
    counts = Counter()
    # What is closed first and kept for no time any more is erased in the same run.
    counts["closed after rest"] = _each(resting(now), now, conversation.expire)
    counts["erased from quarantine"] = _each(quarantined_long(now), now, conversation.expire, conversation.scrub)
    counts["erased after closing"] = _each(closed_long(now), now, conversation.scrub)
    counts["mails from quarantine"] = _delete(Entry.objects.filter(quarantined_at__lte=now - IN_QUARANTINE))
    counts["letters"] = _delete(Letter.objects.filter(ended_at__lte=now - LETTERS))
    counts["events"] = _delete(Event.objects.filter(message__scrubbed_at__lte=now - EVENTS))
    counts["emergency accesses"] = _delete(EmergencyAccess.objects.filter(ends_at__lte=now - EMERGENCIES))
    for other, _models in _others:
        counts.update(other(now))
    before = _traces()
    guard.forget(now)
    counts["traces of networks and texts"] = before - _traces()
    return dict(counts)


def resting(now):
    """Messages that are answered or were forwarded and where nothing has happened for long."""
    copy_rests = Q(forwarded_to__isnull=True) | Q(forwarded_to__state__in=Message.ENDED)
    # While the other council works on its copy, the writer's receipt stays alive here.
    last = Coalesce(Greatest("modified", "forwarded_to__modified"), "modified")
    return Message.objects.filter(Q(state=State.ANSWERED) | Q(state=State.FORWARDED), copy_rests).alias(
        last=last
    ).filter(last__lte=now - AT_REST)  # fmt: skip


def quarantined_long(now):
    """Messages that nobody has taken out of the quarantine."""
    return Message.objects.filter(quarantined_at__lte=now - IN_QUARANTINE, scrubbed_at__isnull=True)


def closed_long(now):
    """Closed messages whose council's time for keeping them is over."""
    over = Q(ended_at__lte=now - timedelta(days=LONGEST_KEPT))
    for council, days in Desk.objects.filter(keep_days__lt=LONGEST_KEPT).values_list("council", "keep_days"):
        over |= Q(council=council, ended_at__lte=now - timedelta(days=days))
    return Message.objects.filter(over, scrubbed_at__isnull=True)


def _each(rows, now, *steps):
    """Take the steps on each of the messages that still is one of them once it is locked; gives their number."""
    done = 0
    for key in list(rows.values_list("pk", flat=True)):
        # Erasing needs no key: what nobody can open any more goes as well.
        with conversation.locked(Message(pk=key), without=Message.PERSONAL) as row:
            if rows.filter(pk=row.pk).exists():
                for step in steps:
                    step(row, now)
                done += 1
    return done


def _delete(rows):
    # Asked for first: what hangs on a row would count as well.
    number = rows.count()
    rows.delete()
    return number


def _traces():
    return sum(model.objects.count() for model in (DailySalt, NetworkCount, Sketch))


# -- out of the files -----------------------------------------------------------------------------------------------


def clean_files():
    """Remove what was erased from the database's files, free pages and write-ahead log of SQLite included.

    Sealed texts stand there in old versions of the rows. Raises :class:`StillThere` where it cannot be done now. Takes
    the tables for itself for the time of one rewriting. Within a transaction nothing is gone yet, and nothing is done.
    """
    if connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                _rewrite_tables(cursor)
            else:
                # Erasing overwrites (secure_delete), but pages that were split or merged may hold copies.
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                if cursor.fetchone()[0]:
                    raise StillThere
    except OperationalError as error:
        raise StillThere from error


def _rewrite_tables(cursor):
    last_try = time.monotonic() + PATIENCE
    # Whoever waits for a table makes all others wait behind them.
    cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
    try:
        for model in (*WRITTEN, *(model for _purge, models in _others for model in models)):
            while _dead_rows_left(cursor, model._meta.db_table):
                if time.monotonic() > last_try:
                    raise StillThere
                time.sleep(1)
    finally:
        cursor.execute("RESET lock_timeout")


def _dead_rows_left(cursor, table):
    """Rewrite a table of PostgreSQL; whether it had to keep erased rows, or did not say.

    It keeps them for every transaction that began before they were erased, in any database of the server. Only its
    notice tells: "11 dead row versions cannot be removed yet", in the server's language, the number first.
    """
    left = []

    def hear(notice):
        if number := re.search(r"\d+", notice.message_detail or ""):
            left.append(int(number[0]))

    cursor.connection.add_notice_handler(hear)
    try:
        # A plain VACUUM gives the space of dead rows free, but leaves their bytes in the pages.
        cursor.execute(f"VACUUM (FULL, VERBOSE) {connection.ops.quote_name(table)}")
    finally:
        cursor.connection.remove_notice_handler(hear)
    return left != [0]


# -- one person's message ---------------------------------------------------------------------------------------------

LETTERS_TO_WRITERS = ("contact.receipt", "contact.answer")
# Columns of these tables that are nothing about the writer: numbers and hashes without meaning, the office's persons.
NOT_ABOUT_WRITER = {
    Message: {"id", "public_id", "token_hash", "receipt_hash", "assigned_to", "deputy_on", "deputy_told_at",
              "forwarded_to"},
    Entry: {"id", "public_id", "message", "author", "token_hash", "mail_id"},
    Note: {"id", "message", "author", "text"},
    Event: {"id", "message", "user"},
    Letter: {"id", "reference", "recipient_hash", "message_id", "next_try_at", "claimed_until"},
}  # fmt: skip


def export_of(message):
    """Everything stored about one message in plain words (GDPR Art. 15), ready for JSON; labels in the active language.

    For the writer, so with the copies at other councils. Of internal notes it has the days: what they say may concern
    others, and only the office can tell. What came by mail stands in the mailbox that it was sent from.
    """
    entries, events = list(message.entries.all()), list(message.events.all())
    for event in events:
        if event.kind == Event.Kind.ASSIGNED:
            event.detail = ""
    for entry in entries:
        if entry.mail_id:
            entry.text, entry.sender = entry.told, ""
    about = [message.public_id, *(entry.public_id for entry in entries)]
    to_writer = Letter.objects.about(*about).filter(kind__in=LETTERS_TO_WRITERS).order_by("created", "pk")
    told = told_of(message)
    for rows in (entries, list(message.notes.all()), events, list(to_writer)):
        if rows:
            label = str(rows[0]._meta.verbose_name_plural)
            told[label] = [told_of(row) for row in rows]
    if copy := message.forwarded_to:
        label = str(Message._meta.get_field("forwarded_to").verbose_name)
        told[label] = export_of(copy)
    return told


def told_of(row, without=None):
    """What the columns of a row say, in the active language; empty ones say nothing."""
    told, without = {}, NOT_ABOUT_WRITER[type(row)] if without is None else without
    for field in row._meta.concrete_fields:
        value = None if field.name in without else getattr(row, field.name)
        if value in (None, "", []):
            continue
        if field.choices:
            value = str(getattr(row, f"get_{field.name}_display")())
        elif hasattr(value, "isoformat"):
            value = timezone.localtime(value).isoformat(" ", "minutes") if hasattr(value, "hour") else value.isoformat()
        elif not isinstance(value, (bool, int, list)):
            value = str(value)
        told[str(field.verbose_name)] = value
    return told
