"""Days on which a council's office works: what deadlines are counted in."""

from datetime import timedelta
from functools import lru_cache

import holidays

from .models import Absence, Desk

# Beyond this many days without a working day the office's own calendar is not believed.
FURTHEST = 366


def desk_of(council):
    """How the council's office works; the usual way where nobody has said otherwise. Not saved."""
    return Desk.objects.filter(council=council).first() or Desk(council=council)


class Calendar:
    """The working days of one office: its weekdays without the Land's public holidays and its own absences."""

    def __init__(self, desk, land, absences):
        self.weekdays = set(desk.working_days)
        self.land = land
        self.absences = list(absences)

    def works_on(self, day):
        return (
            day.isoweekday() in self.weekdays
            and not any(first <= day <= last for first, last in self.absences)
            and not is_holiday(day, self.land)
        )

    def after(self, day, number):
        """The last of so many working days after that day, which itself does not count (BGB § 187)."""
        furthest = day + timedelta(days=FURTHEST)
        while number and day < furthest:
            day += timedelta(days=1)
            number -= self.works_on(day)
        return day


def calendar_of(council, desk=None):
    """The calendar of the council's office, from two or three queries."""
    places = council.jurisdictions.present().order_by("position", "pk")
    land = places.values_list("municipality__land", flat=True).first() or ""
    absences = Absence.objects.filter(council=council).values_list("first_day", "last_day")
    return Calendar(desk or desk_of(council), land, absences)


def is_holiday(day, land):
    """Whether that day is a public holiday in the Land (``MV``), or everywhere in Germany where none is known."""
    return day in _holidays(land, day.year)


@lru_cache(maxsize=64)
def _holidays(land, year):
    return holidays.country_holidays("DE", subdiv=land or None, years=year)
