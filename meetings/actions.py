"""Entering many rows at once."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Max

from councils.copying import carry
from councils.models import Council
from councils.partial_dates import PartialDate
from councils.publishing import State

from . import phrases
from .models import AgendaItem, Convening, Meeting
from .phrases import Match

# What the gate completes when a row is written.
GATE_FILLS = ("public_id", "key", "created", "modified")

# -- a year's dates --------------------------------------------------------------------------------------------------


def meetings_by_day(council):
    """The days on which the council meets already, be it cancelled, each with the meeting."""
    rows = Meeting.objects.present().filter(convenings__council=council, convenings__deleted_at__isnull=True)
    return {meeting.held_on: meeting for meeting in rows}


@transaction.atomic
def enter_dates(*, council, dates, state, **common):
    """Make a planned meeting of each date, but for days on which the council meets already; returns the new ones.

    A date is a mapping of the meeting's columns; ``common`` are those that all of them have.
    """
    Council.objects.select_for_update(of=["self"]).only("pk").get(pk=council.pk)
    taken, made = set(meetings_by_day(council)), []
    for columns in dates:
        held_on = PartialDate.of(columns["held_on"])
        if held_on in taken:
            continue
        taken.add(held_on)
        meeting = Meeting(keeper=council, state=state, **common | columns | {"held_on": held_on})
        meeting.full_clean(exclude=GATE_FILLS)
        meeting.save()
        Convening(meeting=meeting, council=council, state=state).save()
        made.append(meeting)
    return made


# -- a meeting like the last one -------------------------------------------------------------------------------------

# What stays the same from meeting to meeting. What is said about one of them, and how to register for it, does not.
STAYS = ("openness", "mode", "is_free", "places", "takes_requests", "convened_by_note")


class DayTakenError(ValueError):
    """The council meets on that day already."""

    def __init__(self, meeting):
        super().__init__(str(meeting))
        self.meeting = meeting


@transaction.atomic
def copy_meeting(source, *, items, held_on, conveners=None, **columns):
    """A draft of a planned meeting like that one, with these of its items; returns it, or raises DayTakenError.

    Papers, results, votes and registrations stay where they are. ``conveners`` are the primary keys of the councils
    on whose pages it may stand besides the one that keeps it; without them, of all that convened the last one.
    """
    council = Council.objects.select_for_update(of=["self"]).only("pk").get(pk=source.keeper_id)
    held_on = PartialDate.of(held_on)
    if taken := meetings_by_day(council).get(held_on):
        raise DayTakenError(taken)
    kind = Meeting.Kind.REGULAR if source.kind == Meeting.Kind.CONSTITUTIVE else source.kind
    venue = source.venue if source.venue and source.venue.deleted_at is None else None
    meeting = Meeting(keeper=source.keeper, kind=kind, venue=venue, held_on=held_on, state=State.DRAFT)
    carry(source, meeting, STAYS)
    if columns.get("title_de") == source.title_de:
        carry(source, meeting, ["title"])
    for name, value in columns.items():
        setattr(meeting, name, value or None)
    meeting.full_clean(exclude=GATE_FILLS)
    meeting.save()
    rows = source.convenings.present().order_by("position", "pk")
    councils = [row.council_id for row in rows if conveners is None or row.council_id in {*conveners, council.pk}]
    for position, convener in enumerate(dict.fromkeys([*councils, council.pk])):
        Convening(meeting=meeting, council_id=convener, position=position, state=State.DRAFT).save()
    for position, item in enumerate(items, start=1):
        _copy_item(item, meeting, position, source.held_on)
    return meeting


def _copy_item(item, meeting, position, last_day):
    """The item once more; minutes that are to be approved are those of the last meeting."""
    row = AgendaItem(
        meeting=meeting, position=position, number=item.number, is_public=item.is_public, state=State.DRAFT
    )
    match = phrases.recognise(item.title_de, "item")
    if match and match.date:
        row.title_de = Match(match.phrase, date=last_day).texts["de"]
        phrases.fill(row, "title", "item")
    else:
        carry(item, row, ["title"])
    row.full_clean(exclude=GATE_FILLS)
    row.save()


# -- an agenda ------------------------------------------------------------------------------------------------------


@dataclass
class AgendaPlan:
    """What entering an agenda would do: pairs of a row that is there, or None, and the item; and what goes away."""

    pairs: list = field(default_factory=list)
    removed: list = field(default_factory=list)

    @property
    def is_new(self):
        return sum(row is None for row, _item in self.pairs)


def plan_agenda(meeting, items, *, replace):
    """Compare an agenda with the one that is there: an item of the same title keeps its papers and results.

    A non-public one becomes none that is public: with a heading forgotten, its papers would be out.
    """
    rows = list(AgendaItem.objects.present().filter(meeting=meeting).order_by("position", "pk"))
    if not replace:
        return AgendaPlan([(None, item) for item in items])
    plan, titles = AgendaPlan(), {row.pk: phrases.folded(row.title_de or "") for row in rows}
    for item in items:
        title = phrases.folded(item.title)
        same = [row for row in rows if titles[row.pk] == title and (row.is_public or not item.is_public)]
        # Several of the same name, such as "Mitteilungen" in both parts: the one in the same part.
        row = next((row for row in same if row.is_public == item.is_public), next(iter(same), None))
        if row is not None:
            rows.remove(row)
        plan.pairs.append((row, item))
    plan.removed = rows
    return plan


@transaction.atomic
def enter_agenda(meeting, items, *, replace):
    """Write the items as the meeting's agenda, or behind the one that is there; returns what was done as a plan."""
    Meeting.objects.select_for_update(of=["self"]).only("pk").get(pk=meeting.pk)
    plan = plan_agenda(meeting, items, replace=replace)
    last = AgendaItem.objects.present().filter(meeting=meeting).aggregate(last=Max(F("position")))["last"]
    begin = 1 if replace or last is None else last + 1
    for row in plan.removed:
        row.remove()
    state = State.DRAFT if meeting.state == State.DRAFT else State.PUBLISHED
    for position, (present, item) in enumerate(plan.pairs, start=begin):
        row = present or AgendaItem(meeting=meeting, state=state)
        row.position, row.number, row.is_public = position, item.number, item.is_public
        row.title_de = item.title
        phrases.fill(row, "title", "item")
        row.full_clean(exclude=GATE_FILLS)
        row.save()
    return plan
