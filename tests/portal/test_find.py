import datetime

import pytest
import time_machine
from django.db import DatabaseError, connection

from councils.models import Council
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import Meeting
from tests.elements import Page
from tests.factories import (
    make_annual_review,
    make_council,
    make_meeting,
    make_municipality,
    make_news,
    make_seat_group,
    make_term,
)  # fmt: skip
from tests.many import make_many_councils

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LANGUAGES = ("de", "de-simple", "en", "ar", "bg", "fa", "pl", "ro", "ru", "tr", "uk", "vi")


# -- addresses without a language -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("tr", "tr"),
        ("ar-SY,ar;q=0.9,de;q=0.5", "ar"),
        ("ja,uk;q=0.4", "uk"),
        ("de-AT", "de"),
        ("de-simple", "de-simple"),
        ("ja", "de"),
        ("en;q=0.3,pl;q=0.8", "pl"),
        ("de;q=nonsense", "de"),
        ("*", "de"),
        ("\xff\xfe;;;===,,,", "de"),
        ("fa," * 5000, "fa"),
    ],
)
def test_root_leads_to_the_language_that_the_browser_asks_for(client, accepted, language):
    response = client.get("/", headers={"Accept-Language": accepted})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert response["Cache-Control"] == "no-store"
    assert response["Vary"] == "Accept-Language"


def test_short_address_leads_to_the_council_in_the_readers_language(client):
    make_council(slug="beckum")

    for path in ("/c/beckum/", "/c/Beckum/"):
        response = client.get(path, headers={"Accept-Language": "vi"})

        assert (response.status_code, response["Location"]) == (302, "/vi/councils/beckum/")
        assert response["Cache-Control"] == "no-store"
        assert response["Vary"] == "Accept-Language"


def test_short_address_knows_former_names(client):
    council = make_council(slug="alt")
    council.slug = "neu"
    council.save()

    response = client.get("/c/alt/")

    assert (response.status_code, response["Location"]) == (302, "/de/councils/neu/")


def test_short_address_of_what_never_was_public_is_404_and_of_what_was_410(client):
    make_council(slug="entwurf", state=State.DRAFT)
    council = make_council(slug="alt")
    council.slug = "neu"
    council.save()
    Council.objects.get(slug="neu").withdraw()

    codes = {slug: client.get(f"/c/{slug}/").status_code for slug in ("entwurf", "niemals", "alt", "neu")}

    assert codes == {"entwurf": 404, "niemals": 404, "alt": 410, "neu": 410}


# -- what machines ask for --------------------------------------------------------------------------------------------


def test_healthz_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"


def test_healthz_says_when_the_database_is_gone(client):
    def gone(*args):
        raise DatabaseError

    with connection.execute_wrapper(gone):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert response.content == b"The database does not answer.\n"


def test_robots_may_read_all_but_the_office(client):
    response = client.get("/robots.txt")

    assert response.content == b"User-agent: *\nDisallow: /admin/\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"


# -- the start page ---------------------------------------------------------------------------------------------------


def titles(response, key="coming"):
    return [entry["meeting"].title for entry in response.context[key]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_stands_in_every_language(client, language):
    make_council(make_municipality(place_de="Beckum"), slug="beckum", name_de="Integrationsrat")

    page = Page(client.get(f"/{language}/"))

    root = page.one("html")
    assert (root["lang"], root["dir"]) == (language, "rtl" if language in ("ar", "fa") else "ltr")
    assert page.one("body")["data-page"] == "home"
    assert len(page.find("h1")) == 1
    # What stands in German only is marked as German, elsewhere.
    marked = {"lang": "de", "dir": "ltr"} if language != "de" else {}
    [link] = [link for link in page.find("a") if link.text == "Integrationsrat"]
    assert link.attributes == {"href": f"/{language}/councils/beckum/", **marked}


def test_home_of_an_empty_portal_says_so(client):
    response = client.get("/de/")

    assert response.status_code == 200
    assert len(Page(response).with_class("empty")) == 2


def test_home_lists_the_councils_beside_the_map_with_the_same_numbers(client):
    position = {"latitude": 52, "longitude": 8, "reference_source": "made up"}
    make_council(make_municipality(place_de="Beckum", **position), slug="beckum")
    make_council(make_municipality(place_de="Nirgendwo"), slug="nirgendwo")
    make_council(make_municipality(place_de="Geheim", **position), slug="geheim", state=State.DRAFT)

    response = client.get("/de/")

    listed = [(pin.place.label, pin.place.url, pin.is_dot) for pin in response.context["places"]]
    assert listed == [
        ("Beckum", "/de/councils/beckum/", False),
        ("Nirgendwo", "/de/councils/nirgendwo/", True),
    ]
    assert [(pin.number, pin.place.label) for pin in response.context["map"]["pins"]] == [(1, "Beckum")]
    assert b"Geheim" not in response.content


def test_councils_of_one_place_are_told_apart(client):
    town = make_municipality(place_de="Rostock", latitude=54, longitude=12, reference_source="made up")
    make_council(town, slug="a", name_de="Migrationsrat")
    make_council(town, slug="b", name_de="Netzwerk")

    response = client.get("/de/")

    assert [pin.place.detail for pin in response.context["places"]] == ["Migrationsrat", "Netzwerk"]
    one, other = response.context["map"]["pins"]
    assert (one.x, one.y) != (other.x, other.y)


def test_home_shows_seats(client):
    make_seat_group(term=make_term(stated_seats=26), seats=26)

    [row] = client.get("/de/").context["rows"]

    assert row.seats_text.startswith("26")
    assert len(row.chart.marks) == 26


def test_many_councils_stand_by_land_and_the_latest_as_rows(client):
    make_many_councils(20)

    response = client.get("/de/")

    assert [len(entries) for _land, entries in response.context["lands"]] == [4, 4, 4, 4, 4]
    assert len(response.context["rows"]) == 6
    assert all(pin.is_dot for pin in response.context["map"]["pins"])


@time_machine.travel("2027-03-01 12:00+01:00")
def test_home_shows_the_next_meetings_and_says_what_is_cancelled(client):
    council = make_council()
    make_meeting(council, title_de="Gewesen", held_on=PartialDate(2027, 2, 1))
    make_meeting(council, title_de="Entwurf", held_on=PartialDate(2027, 3, 2), state=State.DRAFT)
    make_meeting(council, title_de="Zweite", held_on=PartialDate(2027, 4, 1))
    make_meeting(council, title_de="Erste", held_on=PartialDate(2027, 3, 1))
    make_meeting(
        council, title_de="Abgesagt", held_on=PartialDate(2027, 3, 5), status=Meeting.Status.CANCELLED,
        status_reason_de="Saal gesperrt",
    )  # fmt: skip
    make_meeting(council, title_de="Vierte", held_on=PartialDate(2027, 5, 1))

    response = client.get("/de/")

    assert titles(response) == ["Erste", "Abgesagt", "Zweite"]
    assert response.context["last"] is None
    assert "Saal gesperrt" in response.content.decode()


@time_machine.travel("2027-03-01 12:00+01:00")
def test_home_without_a_next_meeting_shows_the_last_one(client):
    council = make_council()
    make_meeting(council, title_de="Vorletzte", held_on=PartialDate(2021, 2, 1))
    make_meeting(council, title_de="Letzte", held_on=PartialDate(2022, 4, 28))
    make_meeting(
        council, title_de="Abgesagt", held_on=PartialDate(2027, 1, 5), status=Meeting.Status.CANCELLED,
        status_reason_de="Saal gesperrt",
    )  # fmt: skip

    response = client.get("/de/")

    assert titles(response) == []
    assert response.context["last"]["meeting"].title == "Letzte"
    assert response.context["last"]["state"] == "past"


def test_home_shows_news_and_reviews_with_their_dates_the_newest_first(client):
    council = make_council(make_municipality(place_de="Beckum"))
    for year in (2017, 2019, 2021):
        make_news(council=council, title_de=f"Nachricht {year}", dated=datetime.date(year, 5, 29))
    make_news(council=council, title_de="Entwurf", dated=datetime.date(2025, 1, 1), state=State.DRAFT)
    make_annual_review(council=council, year=2024, title_de="Rückblick 2024", presented_on=datetime.date(2024, 11, 14))
    make_annual_review(council=council, year=2018, title_de="Rückblick 2018", presented_on=None)

    response = client.get("/de/")

    assert [entry.row.title for entry in response.context["news"]] == [
        "Rückblick 2024", "Nachricht 2021", "Nachricht 2019",
    ]  # fmt: skip
    assert Page(response).texts("time")[0] == "14. November 2024"


@pytest.mark.parametrize("number", [1, 3, 300])
def test_home_costs_the_same_whatever_the_number(client, django_assert_num_queries, number):
    councils = make_many_councils(number)
    for council in councils[:3]:
        make_meeting(council, held_on=PartialDate(2020, 1, 1))
        make_news(council=council)
        make_annual_review(council=council)

    with django_assert_num_queries(8):
        client.get("/de/")
    make_meeting(councils[0], held_on=PartialDate(2099, 1, 1))
    with django_assert_num_queries(7):
        client.get("/ar/")
