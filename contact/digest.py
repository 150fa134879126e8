"""Letters that remind the office: what waits, every working day, and to whom it goes when nobody reacts."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from councils.models import Council

from . import conversation, letters, mails, workdays
from .models import Entry, Event, Message, Pulse


@dataclass
class Waiting:
    """What waits for one council's office."""

    council: Council
    due: list[date]
    overdue: int
    quarantined: int


def write_digests(now):
    """One letter to every reader whose office works today, if something waits there. Once a day, whoever calls."""
    written = 0
    with transaction.atomic():
        if not _first_today("digest", now):
            return None
        for user, waiting in _by_reader(timezone.localtime(now).date()).items():
            letters.write("contact.digest", user.email, user.language, lambda w=waiting: mails.digest(w), now=now)
            written += 1
    return {"written": written}


def _first_today(name, now):
    """Whether the task has not run today. In its transaction this also keeps a second worker waiting, and then out."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if Pulse.objects.filter(name=name, beat_at__lt=midnight).update(beat_at=now):
        return True
    return Pulse.objects.get_or_create(name=name, defaults={"beat_at": now})[1]


def _by_reader(today):
    """What waits for every account that reads messages and has an address."""
    readers = {}
    for council in Council.objects.filter(messages__scrubbed_at__isnull=True, messages__isnull=False).distinct():
        if not workdays.calendar_of(council).works_on(today):
            continue
        waiting = waiting_for(council, today)
        if waiting.due or waiting.quarantined:
            for reader in conversation.readers(council):
                if reader.user.email:
                    readers.setdefault(reader.user, []).append(waiting)
    return readers


def waiting_for(council, today):
    """What nobody has reacted to, and what nobody has looked at in quarantine."""
    due = list(council.messages.waiting().order_by("due_on").values_list("due_on", flat=True))
    looked_at = Event.objects.filter(
        message=OuterRef("message"), kind=Event.Kind.OPENED, at__gt=OuterRef("quarantined_at")
    )
    entries = Entry.objects.filter(
        ~Exists(looked_at), message__council=council, message__scrubbed_at__isnull=True, quarantined_at__isnull=False
    )
    messages = council.messages.quarantine().filter(read_at__isnull=True, scrubbed_at__isnull=True)
    return Waiting(
        council=council,
        due=due,
        overdue=sum(day < today for day in due),
        quarantined=messages.count() + entries.count(),
    )


def tell_deputies(now):
    """A letter to the deputy, or to all readers where there is none, about what nobody has reacted to for too long."""
    today = timezone.localtime(now).date()
    late = Message.objects.waiting().filter(deputy_told_at__isnull=True, deputy_on__lte=today)
    return {"told": sum(_tell_deputy(pk, now) for pk in late.values_list("pk", flat=True))}


@transaction.atomic
def _tell_deputy(pk, now):
    """Whether somebody was told; a message that has a reaction by now, or an office nobody can write to, is left."""
    row = Message.objects.waiting().select_for_update(of=["self"]).select_related("council").filter(pk=pk).first()
    if row is None or row.deputy_told_at:
        return False
    users = [reader.user for reader in conversation.readers(row.council) if reader.user.email]
    deputy = workdays.desk_of(row.council).deputy
    told = [deputy] if deputy in users else users
    path = reverse("admin:contact_message_change", args=[row.pk])
    for user in told:
        letters.write(
            "contact.deputy",
            user.email,
            user.language,
            lambda: mails.deputy(row, path),
            about=row.public_id,
            now=now,
        )
    if told:
        row.deputy_told_at = now
        row.save(update_fields=["deputy_told_at"])
    return bool(told)
