"""The sixteen Länder: complete, sourced, and the choices that the database knows."""

import datetime

import pytest

from councils.laender import BY_NAME, ENFORCEMENT_BODIES_URL, LAENDER, LAND_CHOICES, LAND_NAMES
from councils.models import Municipality

CODES = ["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]
BODIES = [
    pytest.param(body, id=f"{land.code} {kind}")
    for land in LAENDER.values()
    for kind, body in [("supervision", land.supervisory_authority), ("enforcement", land.enforcement_body)]
    if body is not None
]


def test_choices_are_those_of_the_model():
    assert list(LAENDER) == list(LAND_NAMES) == CODES
    assert Municipality._meta.get_field("land").choices == LAND_CHOICES


def test_each_land_stands_under_its_own_code():
    assert [land.code for land in LAENDER.values()] == CODES
    assert LAND_NAMES["MV"] == LAENDER["MV"].name == "Mecklenburg-Vorpommern"


def test_list_for_readers_is_in_order_of_names():
    assert [land.code for land in BY_NAME][:3] == ["BW", "BY", "BE"]
    assert len(BY_NAME) == 16


@pytest.mark.parametrize("body", BODIES)
def test_body_is_named_sourced_and_dated(body):
    assert body.name == body.name.strip() != ""
    assert body.source
    assert datetime.date(2026, 1, 1) <= body.checked_on <= datetime.date(2100, 1, 1)
    assert not body.website or body.website.startswith("https://")
    assert not body.mail or body.mail.count("@") == 1


def test_public_bodies_in_bavaria_are_watched_by_the_landesbeauftragte():
    assert LAENDER["BY"].supervisory_authority.website == "https://www.datenschutz-bayern.de/"


def test_list_of_all_bodies_is_linked_encrypted():
    assert ENFORCEMENT_BODIES_URL.startswith("https://")
