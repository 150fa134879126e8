import pytest

from councils.partial_dates import PartialDate
from councils.publishing import State
from tests.elements import Page
from tests.factories import make_council, make_municipality, make_seat_group, make_term
from tests.many import make_many_councils

pytestmark = pytest.mark.django_db

ADDRESS = "/de/councils/"


def names(response):
    """The councils on the page, in order."""
    return [row.council.slug for _heading, rows in response.context["groups"] for row in rows]


def make_councils(number, land="NW"):
    for index in range(number):
        make_council(make_municipality(land=land), slug=f"rat-{land.lower()}-{index:03}")


def test_list_shows_the_public_councils_with_place_and_seats(client):
    council = make_council(make_municipality(place_de="Beckum"), slug="beckum", name_de="Integrationsrat")
    make_seat_group(term=make_term(council=council, stated_seats=6), seats=6)
    make_council(slug="geheim", name_de="Geheimrat", state=State.DRAFT)

    response = client.get(ADDRESS)

    page = Page(response)
    assert names(response) == ["beckum"]
    assert page.texts("h3") == ["Integrationsrat"]
    assert "Beckum" in page.texts("p")
    assert len(page.find(data_seat="voting")) == 6
    assert b"Geheimrat" not in response.content


def test_list_says_when_the_term_of_the_seats_is_over(client):
    council = make_council()
    make_seat_group(term=make_term(council=council, began=None, ended=PartialDate(2024)))

    [_heading, [row]] = client.get(ADDRESS).context["groups"][0]

    assert row.note.endswith("2024")


def test_empty_list_says_so(client):
    response = client.get(ADDRESS)

    assert response.status_code == 200
    assert len(Page(response).with_class("empty")) == 1


def test_search_finds_and_is_not_for_search_engines(client):
    make_council(make_municipality(place_de="Beckum"), slug="beckum")
    make_council(make_municipality(place_de="Kaufbeuren"), slug="kaufbeuren")

    response = client.get(ADDRESS, {"q": "  Kauf  beuren"})

    assert names(response) == ["kaufbeuren"]
    page = Page(response)
    assert page.one("meta", name="robots")["content"] == "noindex"
    assert page.one("input", id="q")["value"] == "Kauf beuren"


def test_search_in_another_language_finds_the_untranslated(client):
    make_council(make_municipality(place_de="Kaufbeuren"), slug="kaufbeuren")

    response = client.get("/ar/councils/", {"q": "kaufbeuren"})

    assert names(response) == ["kaufbeuren"]


def test_search_without_a_hit_says_what_to_do_and_escapes_the_words(client):
    make_council()

    response = client.get(ADDRESS, {"q": "<script>alert(1)</script>"})

    assert response.context["total"] == 0
    assert len(Page(response).with_class("empty")) == 1
    assert b"<script>" not in response.content


def test_search_with_a_slip_says_that_it_guesses(client):
    make_council(make_municipality(place_de="Kaufbeuren"))

    assert client.get(ADDRESS, {"q": "Kaufbeurn"}).context["is_close"] is True
    assert client.get(ADDRESS, {"q": "Kaufbeuren"}).context["is_close"] is False


def test_few_councils_stand_in_one_list(client):
    make_councils(15)

    assert [heading for heading, _rows in client.get(ADDRESS).context["groups"]] == [""]


def test_many_councils_stand_under_their_laender_page_by_page(client):
    make_councils(12, "NW")
    make_councils(12, "BY")
    make_council(municipality=False, slug="ohne-ort")

    first = client.get(ADDRESS)
    second = client.get(first.context["next_url"])

    assert [len(rows) for _heading, rows in first.context["groups"]] == [12, 8]
    assert [len(rows) for _heading, rows in second.context["groups"]] == [4, 1]
    assert names(first)[0] == "rat-by-000"
    assert names(second)[-1] == "ohne-ort"
    assert len({*names(first), *names(second)}) == 25
    assert second.context["next_url"] == ""


def test_one_land_alone(client):
    make_councils(12, "NW")
    make_councils(5, "BY")

    response = client.get(ADDRESS, {"land": "BY"})

    assert len(names(response)) == response.context["total"] == 5
    assert Page(response).one("a", aria_current="true")["href"] == "?land=BY"


def test_search_results_go_on(client):
    make_many_councils(45)
    seen, url = [], f"{ADDRESS}?q=integrationsrat"

    while url:
        response = client.get(url)
        seen += names(response)
        url = response.context["next_url"]

    assert len(seen) == len(set(seen)) == 45


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_the_same_whatever_the_number(client, django_assert_num_queries, number):
    make_many_councils(number)

    for parameters in ({}, {"q": "Ort"}, {"land": "BY"}):
        with django_assert_num_queries(4):
            client.get(ADDRESS, parameters)
