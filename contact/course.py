"""What became of a message, as its writer sees it: one course, whichever councils it was passed on to."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from councils.dates import capfirst, partial_date

from . import conversation
from .models import Entry, Event, Letter, Message

State = Message.State
# Letters that the writer waits for; those to the office are the office's matter.
_FOR_WRITERS = ("contact.receipt", "contact.answer")
_UNDELIVERED = (Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.GIVEN_UP)


@dataclass(frozen=True)
class Step:
    """A moment in the course of a message."""

    date: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class Turn:
    """What one side said."""

    is_office: bool
    at: datetime.datetime
    text: str
    who: str = ""
    language: str = ""
    # A mail that did not come from the writer's own address, let in by the office.
    is_from_elsewhere: bool = False


class Course:
    """A message with the copies that other councils got of it; the receipt of the first one shows them all."""

    def __init__(self, message):
        self.message = message
        self.rows = conversation.chain(message)

    @property
    def last(self):
        """Where the message is now: what the writer adds goes there."""
        return self.rows[-1]

    @property
    def is_erased(self):
        return all(row.scrubbed_at for row in self.rows)

    @property
    def state(self):
        """The present state in words; what is put into quarantine stands where it stood then."""
        if not self.last.quarantined_at:
            return self.last.get_state_display()
        shown = [event.detail for event in self._events_of(self.last)]
        return State(shown[-1] if shown else State.RECEIVED).label

    @property
    def may_write(self):
        return not self.last.scrubbed_at and self.last.state != State.TAKEN_BACK

    @property
    def may_add_address(self):
        return self.may_write and self.last.is_open

    @property
    def may_take_back(self):
        return not self.is_erased

    @property
    def due_on(self):
        """Until when a reaction is promised, as long as there is none.

        What was put into quarantine by hand has no promise; what came there by itself shows nothing of it.
        """
        by_hand = self.last.quarantined_at and self.last.quarantined_at > self.last.created
        return self.last.due_on if self.last.is_waiting and not by_hand else None

    @cached_property
    def steps(self):
        """What happened, with its days."""
        found = []
        for row in self.rows:
            name = row.council.name_and_place if len(self.rows) > 1 else ""
            found.append((row.created, Step(_day(row.created), capfirst(State.RECEIVED.label), name)))
            for event in self._events_of(row):
                passed_on_to = self._passed_on_to(row) if event.detail == State.FORWARDED else ""
                step = Step(_day(event.at), capfirst(State(event.detail).label), passed_on_to or name)
                found.append((event.at, step))
        return [step for _at, step in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def _events(self):
        found = Event.objects.filter(message__in=self.rows, kind=Event.Kind.STATE, detail__in=State.values)
        return list(found.order_by("at", "pk"))

    def _events_of(self, row):
        """The changes of state that the writer sees: none from the time in quarantine."""
        return [
            event
            for event in self._events
            if event.message_id == row.pk and not (row.quarantined_at and event.at > row.quarantined_at)
        ]

    def _passed_on_to(self, row):
        if row.forwarded_to_name:
            return row.forwarded_to_name
        following = self.rows[self.rows.index(row) + 1 :]
        return following[0].council.name_and_place if following else ""

    @cached_property
    def turns(self):
        """All that was said on both sides, the first first; nothing where it is erased."""
        if self.is_erased:
            return []
        # Erased here, the message may still be with the council that it was passed on to.
        text = next((row.text for row in self.rows if row.text), "")
        turns = [Turn(is_office=False, at=self.message.created, text=text)]
        for entry in conversation.entries(self.message):
            office = entry.side == Entry.Side.OFFICE
            if entry.text:
                turns.append(
                    Turn(
                        office,
                        entry.created,
                        entry.told,
                        entry.message.council.name_and_place if office else "",
                        entry.language if office and entry.language in dict(settings.LANGUAGES) else "",
                        bool(entry.sender),
                    )
                )
        return turns

    @cached_property
    def is_undelivered(self):
        """Whether a mail to the writer did not arrive."""
        if self.is_erased or not any(row.email for row in self.rows):
            return False
        about = Q(reference__in=[row.public_id for row in self.rows]) | Q(
            reference__in=Entry.objects.filter(message__in=self.rows).values("public_id")
        )
        return Letter.objects.filter(about, kind__in=_FOR_WRITERS, state__in=_UNDELIVERED).exists()


def _day(moment):
    return partial_date(timezone.localtime(moment).date())
