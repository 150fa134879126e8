"""When somebody of an office is there next: regular hours against the calendar of the place."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.dates import capfirst, comma, long_date, say, weekday

from .models import Absence, OfficeHour, OfficeHourOff
from .workdays import is_holiday

# Beyond this many days nobody plans; a rule that falls out for so long has no next date.
FURTHEST = 366


@dataclass(frozen=True)
class Hour:
    """A regular office hour, and what becomes of it next."""

    row: OfficeHour
    today: date
    # The next day on which it is held, or None where none is known.
    next: date | None
    # The next regular day, where it is not held then, and what the office says about it (a row, or None).
    missed: date | None = None
    off: OfficeHourOff | None = None
    is_holiday: bool = False

    @property
    def weekday(self):
        # 1 January 2024 was a Monday.
        return capfirst(weekday(date(2024, 1, self.row.weekday)))

    @property
    def weeks(self):
        """On which of a month's days of that name it is held, where not on all."""
        weeks = sorted(set(self.row.weeks))
        if not weeks or len(weeks) == 5:
            return ""
        # Translators: %(numbers)s are numbers such as “1, 3”: only the first and the third Thursday of each month.
        sentence = _("Not every week: only number %(numbers)s of these days in a month.")
        return say(sentence, numbers=comma().join(map(str, weeks)))

    @property
    def says_next(self):
        """When it is held next."""
        if self.next is None:
            return ""
        # Translators: %(date)s is a day with its weekday in its basic form; build the sentence so that it need not be
        # inflected, for example after a colon.
        sentence = _("Next possible day: %(date)s.") if self.row.by_appointment else _("Next time: %(date)s.")
        return say(sentence, date=long_date(self.next))

    @property
    def says_missed(self):
        """That it is not held on its next regular day."""
        if self.missed is None:
            return ""
        if self.missed == self.today:
            return _("Not held today.")
        # Translators: %(date)s is a day with its weekday in its basic form.
        return say(_("Not held on this day: %(date)s."), date=long_date(self.missed))


def office_hours(council, now, land=""):
    """The council's office hours that hold now or later, each with its next day; one query where there are none.

    ``land`` is the Land whose public holidays count.
    """
    local = timezone.localtime(now)
    today = local.date()
    days_off = OfficeHourOff.objects.published(now).filter(day__gte=today).order_by("day", "position", "pk")
    rows = list(
        OfficeHour.objects.published(now)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), council=council)
        .order_by("weekday", "starts_at", "position", "pk")
        .prefetch_related(Prefetch("days_off", days_off, to_attr="coming_days_off"))
    )
    if not rows:
        return []
    absences = Absence.objects.filter(council=council, last_day__gte=today).values_list("first_day", "last_day")
    absences = list(absences)
    return [_look_ahead(row, local, land, absences) for row in rows]


def _look_ahead(row, local, land, absences):
    """The office hour with its next day, and with the regular one before it on which it is not held."""
    today = local.date()
    off = {day_off.day: day_off for day_off in reversed(row.coming_days_off)}
    missed, following = None, None
    for day in _regular_days(row, local):
        free = day in off or is_holiday(day, land) or any(first <= day <= last for first, last in absences)
        if not free:
            following = day
            break
        missed = missed or day
    holiday = missed is not None and missed not in off and is_holiday(missed, land)
    return Hour(row, today, following, missed, off.get(missed), holiday)


def _regular_days(row, local):
    """The days that the rule names, from now on; today no longer once it is over."""
    today = local.date()
    first = today if local.time() < row.ends_at else today + timedelta(days=1)
    first = max(first, row.valid_from or first)
    for number in range(FURTHEST):
        day = first + timedelta(days=number)
        if row.valid_until and day > row.valid_until:
            return
        if day.isoweekday() == row.weekday and (not row.weeks or (day.day - 1) // 7 + 1 in row.weeks):
            yield day
