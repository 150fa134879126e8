"""Entering many rows at once."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Max

from councils.models import Council
from councils.partial_dates import PartialDate
from councils.publishing import State

from . import phrases
from .models import AgendaItem, Convening, Meeting

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
        meeting.full_clean(exclude=["public_id", "key", "created", "modified"])
        meeting.save()
        Convening(meeting=meeting, council=council, state=state).save()
        made.append(meeting)
    return made


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
        row.full_clean(exclude=["public_id", "key", "created", "modified"])
        row.save()
    return plan
