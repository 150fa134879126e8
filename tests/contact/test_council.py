"""The page on how to reach a council."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from councils.publishing import State
from tests import factories as f
from tests.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def _today():
    with time_machine.travel(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


def url(council, language="en"):
    with translation.override(language):
        return reverse("contact:council", args=[council.slug])


def get(client, council, language="en"):
    response = client.get(url(council, language))
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_page_takes_five_queries(client, django_assert_num_queries, rows):
    council = f.make_council()
    for _number in range(rows):
        f.make_contact_point(council=council)

    with django_assert_num_queries(5):
        assert client.get(url(council, "de")).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_every_language(client, language):
    page = get(client, f.make_contact_point(phone="03843 755 50003").council, language).content.decode()

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', page)
    assert len(re.findall("<h1[ >]", page)) == 1
    assert 'data-page="contact"' in page
    assert re.search(r'<a href="tel:\+49384375550003"><bdi dir="ltr"[^>]*>03843 755 50003</bdi></a>', page)


def test_page_answers_only_who_reads(client):
    council = f.make_council()

    response = client.post(url(council))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "Set-Cookie" not in get(client, council).headers


def test_page_knows_never_public_once_public_and_moved_councils(client):
    last_year = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    draft, gone = f.make_council(state=State.DRAFT), f.make_council(first_published_at=last_year)
    moved = f.make_council(slug="alt")
    gone.withdraw()
    old = url(moved)
    moved.slug = "neu"
    moved.save()

    assert client.get(url(draft)).status_code == 404
    assert client.get(url(gone)).status_code == 410
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, url(moved))


def test_page_shows_every_way_of_a_contact(client):
    contact = f.make_contact_point(
        label_de="Büro", phone="05181 1234", email="rat@example.org", url="https://example.org/rat", street="Markt 1",
        postcode="12345", city="Ort", room_de="Zimmer 3", hours_de="nach Vereinbarung", note_de="Zweiter Stock",
        valid_until=datetime.date(2027, 12, 31),
    )  # fmt: skip

    response = get(client, contact.council)

    assert (
        "Büro Phone 05181 1234 E-mail rat@example.org Address Markt 1 12345 Ort Zimmer 3 Hours nach Vereinbarung "
        "On the web https://example.org/rat Zweiter Stock Valid until 31 December 2027"
    ) in words(response)
    assert 'href="mailto:rat@example.org"' in response.content.decode()


def test_page_shows_only_contacts_that_hold_today(client):
    council = f.make_council()
    f.make_contact_point(council=council, email="alt@example.org", valid_until=datetime.date(2027, 2, 28))
    f.make_contact_point(council=council, email="neu@example.org", valid_from=datetime.date(2027, 3, 2))
    f.make_contact_point(council=council, email="geheim@example.org", state=State.DRAFT)

    assert re.findall(r"\w+@example\.org", get(client, council).content.decode()) == []

    f.make_contact_point(council=council, email="heute@example.org", valid_until=datetime.date(2027, 3, 1))

    assert set(re.findall(r"\w+@example\.org", get(client, council).content.decode())) == {"heute@example.org"}


def test_page_without_a_contact_names_the_municipality(client):
    place = f.make_municipality(name_de="Stadt Beckum", seat="Beckum", website="https://example.org/stadt")

    response = get(client, f.make_council(municipality=place))

    assert "We do not know an address of this council." in words(response)
    assert "No phone number, e-mail or address of the council is known here. Ask the municipality" in words(response)
    assert "Stadt Beckum Seat of the administration Beckum On the web https://example.org/stadt" in words(response)


def test_page_says_what_a_council_can_and_cannot_do(client):
    response = get(client, f.make_council())

    assert headings(response) == ["The municipality", "What the council can do", "What the council cannot do"]
    assert "It gives no legal advice." in words(response)


def test_page_gives_the_emergency_numbers(client):
    page = get(client, f.make_council()).content.decode()

    for number in ("110", "112"):
        assert re.search(rf'<a href="tel:{number}"><bdi dir="ltr"[^>]*>{number}</bdi></a>', page)


def test_page_without_a_municipality_has_no_empty_section(client):
    assert "The municipality" not in headings(get(client, f.make_council(municipality=False)))
