"""Deadlines in working days: weekends, holidays of the Land, absences, offices with days of their own."""

from datetime import date

import pytest

from contact import workdays
from contact.models import Desk
from tests import factories as f


def calendar(land="", absences=(), **desk):
    return workdays.Calendar(Desk(**desk), land, absences)


# the day a message came, working days, the Land, the last day
DEADLINES = [
    (date(2027, 3, 1), 5, "HE", date(2027, 3, 8)),  # Monday: the day itself does not count
    (date(2027, 3, 5), 1, "HE", date(2027, 3, 8)),  # Friday
    (date(2027, 3, 6), 1, "HE", date(2027, 3, 8)),  # Saturday
    (date(2027, 3, 5), 1, "BE", date(2027, 3, 9)),  # International Women's Day in Berlin …
    (date(2027, 3, 5), 1, "BY", date(2027, 3, 8)),  # … not in Bavaria
    (date(2027, 3, 25), 1, "NW", date(2027, 3, 30)),  # Good Friday and Easter Monday
    # Christmas and New Year; Epiphany is kept in Bavaria, not in Mecklenburg-Vorpommern.
    (date(2026, 12, 23), 5, "BY", date(2026, 12, 31)),
    (date(2026, 12, 23), 5, "MV", date(2026, 12, 31)),
    (date(2026, 12, 30), 5, "BY", date(2027, 1, 8)),
    (date(2026, 12, 30), 5, "MV", date(2027, 1, 7)),
    # 31 October: in the north, not in Hesse. 1 November: the other way round, and a Monday in 2027.
    (date(2027, 10, 29), 1, "HE", date(2027, 11, 1)),
    (date(2027, 10, 29), 1, "NW", date(2027, 11, 2)),
    # Where no Land is known, only what all keep counts.
    (date(2027, 1, 5), 1, "", date(2027, 1, 6)),
    (date(2027, 10, 1), 1, "", date(2027, 10, 4)),
]


@pytest.mark.parametrize(("came", "number", "land", "last"), DEADLINES)
def test_deadline_knows_weekends_and_holidays(came, number, land, last):
    assert calendar(land).after(came, number) == last


def test_deadline_leaves_out_absences():
    away = [(date(2027, 3, 2), date(2027, 3, 5)), (date(2027, 3, 8), date(2027, 3, 8))]

    assert calendar("MV", away).after(date(2027, 3, 1), 1) == date(2027, 3, 9)


def test_deadline_follows_the_days_of_the_office():
    only_tuesdays = calendar("MV", working_days=[2])

    assert only_tuesdays.after(date(2027, 3, 1), 3) == date(2027, 3, 16)


def test_office_that_is_always_away_still_gets_a_deadline():
    forever = [(date(2020, 1, 1), date(2099, 12, 31))]

    assert calendar("MV", forever).after(date(2027, 3, 1), 5) == date(2028, 3, 1)


@pytest.mark.django_db
def test_calendar_is_that_of_the_council():
    council = f.make_council(f.make_municipality(land="BY"))
    f.make_absence(council, date(2027, 1, 7), date(2027, 1, 7))
    f.make_absence(f.make_council(), date(2027, 1, 8), date(2027, 1, 8))
    f.make_desk(council, working_days=[3, 4, 5])

    found = workdays.calendar_of(council)

    assert found.after(date(2027, 1, 5), 1) == date(2027, 1, 8)


@pytest.mark.django_db
def test_usual_desk_where_nobody_set_one_up():
    desk = workdays.desk_of(f.make_council())

    assert (desk.pk, desk.react_within, desk.deputy_after, desk.keep_days) == (None, 5, 10, 90)
    assert desk.working_days == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("land", ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN",
                                  "ST", "TH"])  # fmt: skip
def test_every_land_has_its_holidays(land):
    assert workdays.is_holiday(date(2027, 10, 3), land)
    assert not workdays.is_holiday(date(2027, 10, 4), land)
