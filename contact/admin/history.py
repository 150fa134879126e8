"""What was done with a message, as people read it: who, when, what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from contact.models import Event, Message
from councils.models import Council

from .names import name_of

READINGS = {Event.Kind.OPENED, Event.Kind.EMERGENCY}
# Readings of one person so close together are one to people who look at the history.
ONE_READING = timedelta(minutes=10)

# What the detail of an event is one of.
_WORDS = {
    Event.Kind.STORED: Message.Channel,
    Event.Kind.STATE: Message.State,
    Event.Kind.ANSWERED: Message.Way,
}


@dataclass
class Line:
    """One line of the history."""

    at: datetime
    who: str
    what: str
    detail: str


def history_of(message):
    """The events of the message, the latest first; of readings in a row the first stands for all."""
    events = _without_repeats(message.events.select_related("user").order_by("at", "pk"))
    names = _names(message, events)
    return [
        Line(event.at, name_of(event.user) if event.user else "–", event.get_kind_display(), _detail(event, names))
        for event in reversed(events)
    ]


def _without_repeats(events):
    shown, readings = [], {}
    for event in events:
        if event.kind in READINGS:
            key = event.kind, event.user_id
            if key in readings and event.at - readings[key] <= ONE_READING:
                continue
            readings[key] = event.at
        else:
            # What somebody else did was not there yet at the readings before.
            readings = {key: at for key, at in readings.items() if key[1] == event.user_id}
        shown.append(event)
    return shown


def _names(message, events):
    """Whom the details of the events mean: accounts by their number, councils by their address."""
    assigned = {event.detail for event in events if event.kind == Event.Kind.ASSIGNED and event.detail.isdecimal()}
    forwarded = [event for event in events if event.kind == Event.Kind.FORWARDED]
    names = {}
    if assigned:
        names = {str(user.pk): name_of(user) for user in get_user_model().objects.filter(pk__in=assigned)}
    if councils := {event.detail for event in forwarded if event.detail}:
        rows = Council.objects.filter(slug__in=councils).with_places(timezone.now())
        names |= {council.slug: council.name_and_place for council in rows}
    # Of several offices only the last one's name is kept.
    if forwarded and not forwarded[-1].detail:
        names[forwarded[-1]] = message.forwarded_to_name
    return names


def _detail(event, names):
    match event.kind:
        case Event.Kind.ASSIGNED:
            return names.get(event.detail, "–")
        case Event.Kind.FORWARDED:
            return names.get(event.detail or event, event.detail)
    words = _WORDS.get(event.kind)
    return str(words(event.detail).label) if words and event.detail in words.values else event.detail
