"""Office hours: when somebody is there next, and why not today. Texts are asked for in English."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.utils.translation import override

from contact.office_hours import office_hours
from councils.dates import weekday
from councils.publishing import State
from tests import factories as f
from tests.reading import words

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A Monday, noon in Berlin.
NOW = datetime.datetime(2027, 3, 1, 11, tzinfo=datetime.UTC)
MONDAY, THURSDAY = 1, 4


def day(month, number, year=2027):
    return datetime.date(year, month, number)


def only(council, now=NOW, land=""):
    [hour] = office_hours(council, now, land)
    return hour


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"weekday": THURSDAY}, day(3, 4)),
        ({"weekday": MONDAY}, day(3, 1)),
        # Over for today.
        ({"weekday": MONDAY, "starts_at": datetime.time(9), "ends_at": datetime.time(12)}, day(3, 8)),
        # Still on.
        ({"weekday": MONDAY, "starts_at": datetime.time(9), "ends_at": datetime.time(12, 1)}, day(3, 1)),
        ({"weekday": THURSDAY, "weeks": [2, 4]}, day(3, 11)),
        ({"weekday": THURSDAY, "weeks": [1, 3], "valid_from": day(3, 5)}, day(3, 18)),
        # Only some months have a fifth Thursday.
        ({"weekday": THURSDAY, "weeks": [5]}, day(4, 29)),
        ({"weekday": THURSDAY, "valid_from": day(6, 1)}, day(6, 3)),
        ({"weekday": THURSDAY, "valid_until": day(3, 4)}, day(3, 4)),
        ({"weekday": THURSDAY, "valid_until": day(3, 3)}, None),
    ],
)
def test_next_day_follows_the_rule(fields, expected):
    council = f.make_council()
    f.make_office_hour(council=council, **fields)

    assert (only(council).next, only(council).missed) == (expected, None)


def test_ended_drafts_and_foreign_ones_do_not_count():
    council = f.make_council()
    f.make_office_hour(council=council, valid_until=day(2, 28))
    f.make_office_hour(council=council, state=State.DRAFT)
    f.make_office_hour()

    assert office_hours(council, NOW) == []


def test_day_off_moves_it_to_the_next_regular_day_with_its_reason():
    hour = f.make_office_hour(weekday=MONDAY)
    off = f.make_office_hour_off(office_hour=hour, day=day(3, 1), reason_de="Umzug")
    f.make_office_hour_off(office_hour=hour, day=day(3, 8), state=State.DRAFT)
    f.make_office_hour_off(office_hour=f.make_office_hour(council=hour.council, weekday=THURSDAY), day=day(3, 8))

    found = office_hours(hour.council, NOW)[0]

    assert (found.next, found.missed, found.off) == (day(3, 8), day(3, 1), off)


def test_holidays_of_the_land_and_absences_leave_days_out():
    council = f.make_council()
    f.make_office_hour(council=council, weekday=MONDAY)
    womens_day = NOW + datetime.timedelta(days=6)

    # 8 March is a holiday in Berlin, not in Bavaria.
    assert (only(council, womens_day, "BY").next, only(council, womens_day, "BY").missed) == (day(3, 8), None)
    berlin = only(council, womens_day, "BE")
    assert (berlin.next, berlin.missed, berlin.is_holiday) == (day(3, 15), day(3, 8), True)
    f.make_absence(council, day(3, 1), day(3, 14))
    away = only(council, NOW, "BE")
    assert (away.next, away.missed, away.is_holiday) == (day(3, 15), day(3, 1), False)


def test_office_that_never_comes_back_has_no_next_day():
    council = f.make_council()
    f.make_office_hour(council=council, weekday=MONDAY)
    f.make_absence(council, day(1, 1), day(12, 31, 2029))

    assert (only(council).next, only(council).missed) == (None, day(3, 1))


@pytest.fixture
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, council, language="en"):
    return words(client.get(f"/{language}/councils/{council.slug}/contact/"))


@pytest.mark.usefixtures("_today")
def test_page_says_next_day_place_and_languages(client):
    hour = f.make_office_hour(weekday=THURSDAY, weeks=[1, 3], spoken_de="Deutsch, Arabisch", note_de="Bitte klingeln")

    assert (
        "Office hours Thursday, 2 pm – 4 pm Not every week: only number 1, 3 of these days in a month."
        " Next time: Thursday 4 March 2027. Place Rathaus, Zimmer 3 Languages spoken Deutsch, Arabisch Bitte klingeln"
        in page(client, hour.council)
    )


@pytest.mark.usefixtures("_today")
def test_page_says_that_it_is_not_held_today_or_next_time_and_why(client):
    hour = f.make_office_hour(weekday=MONDAY)
    f.make_office_hour_off(office_hour=hour, day=day(3, 1), reason_de="Umzug")
    other = f.make_office_hour(weekday=THURSDAY)
    f.make_office_hour_off(office_hour=other, day=day(3, 4), reason_de="Umzug")

    assert "Not held today. Reason: Umzug Next time: Monday 8 March 2027." in page(client, hour.council)
    assert "Not held on this day: Thursday 4 March 2027. Reason: Umzug Next time: Thursday 11 March 2027." in page(
        client, other.council
    )


@pytest.mark.usefixtures("_today")
def test_by_appointment_is_never_called_closed(client):
    hour = f.make_office_hour(weekday=THURSDAY, by_appointment=True)

    said = page(client, hour.council)

    assert "By appointment only: please arrange a time first. Next possible day: Thursday 4 March 2027." in said
    assert "closed" not in said.lower()


@pytest.mark.usefixtures("_today")
def test_page_says_on_a_holiday_that_it_is_one(client):
    council = f.make_council(f.make_municipality(land="BE"))
    f.make_office_hour(council=council, weekday=MONDAY)

    with time_machine.travel("2027-03-08T12:00:00+01:00", tick=False):
        assert "Not held today. It is a public holiday. Next time: Monday 15 March 2027." in page(client, council)


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("language", LANGUAGES)
def test_weekday_is_named_in_every_language(client, language):
    hour = f.make_office_hour(weekday=THURSDAY)

    response = client.get(f"/{language}/councils/{hour.council.slug}/contact/")

    with override(language):
        name = weekday(day(3, 4))
    assert name.casefold() in words(response).casefold()
    assert ("Donnerstag" in words(response)) == (language in {"de", "de-simple"})


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_seven_queries_with_office_hours(client, django_assert_num_queries, rows):
    council = f.make_council()
    for _number in range(rows):
        f.make_office_hour_off(office_hour=f.make_office_hour(council=council), day=day(3, 4))

    with django_assert_num_queries(7):
        client.get(f"/de/councils/{council.slug}/contact/")
