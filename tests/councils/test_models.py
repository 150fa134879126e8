"""The rules of the councils' tables: what passes and what raises, in forms and in the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from contact.models import Desk, OfficeHour
from councils.models import (
    Call,
    Council,
    Document,
    Invitation,
    Municipality,
    SeatGroup,
    SharedText,
    Statement,
    Term,
)
from councils.partial_dates import PartialDate
from tests import factories as f

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 21)

# maker, what is changed, the constraint that refuses it; each maker's own row passes.
BROKEN = [
    (f.make_municipality, {"latitude": 52, "longitude": None}, "in_germany"),
    (f.make_municipality, {"latitude": 40, "longitude": 9, "reference_source": "x"}, "in_germany"),
    (f.make_municipality, {"official_key": "05570008"}, "reference_sourced"),
    (f.make_municipality, {"place_de": ""}, "place_de"),
    (f.make_council, {"name_de": ""}, "name_de"),
    (f.make_council, {"founded_on": PartialDate(2014), "dissolved_on": PartialDate(2013)}, "life_in_order"),
    (f.make_council_name, {"began": PartialDate(2014), "ended": PartialDate(2013, 12, 31)}, "in_order"),
    (f.make_source, {"title": ""}, "title"),
    (f.make_term, {"rule": "fixed_years"}, "years"),
    (f.make_term, {"years": 5}, "years"),
    (f.make_term, {"stated_seats": 5, "stated_voting_seats": 6}, "voting_within_seats"),
    (f.make_term, {"began": PartialDate(2031)}, "in_order"),
    (f.make_seat_group, {"seats": None}, "seats"),
    (f.make_seat_group, {"seats": 0}, "seats"),
    (f.make_seat_group, {"seats_kind": "unknown"}, "seats"),
    (f.make_statement, {"title_de": "", "body_de": ""}, "says_something"),
    (f.make_statement, {"kind": "question", "body_de": ""}, "question_answered"),
    (f.make_statement, {"is_quotation": True}, "quotation_sourced"),
    (f.make_call, {"closes_on": None}, "dated"),
    (f.make_call, {"is_date_known": False}, "dated"),
    (f.make_call, {"opens_on": datetime.date(2031, 1, 1)}, "in_order"),
    (f.make_document, {"url": "https://example.org"}, "availability"),
    (f.make_document, {"availability": "link"}, "availability"),
    (f.make_document, {"availability": "file"}, "availability"),
    (f.make_notice, {"valid_from": DAY, "valid_until": DAY - datetime.timedelta(days=1)}, "in_order"),
    (f.make_news, {"title_de": ""}, "title_de"),
    (f.make_contact_point, {"email": ""}, "reachable"),
    (f.make_contact_point, {"valid_from": DAY, "valid_until": DAY - datetime.timedelta(days=1)}, "in_order"),
    (f.make_review_point, {"text_de": ""}, "text_de"),
]

FINE = [
    (f.make_municipality, {"latitude": 52, "longitude": 9, "reference_source": "x"}),
    (f.make_council, {"founded_on": PartialDate(2014, 11), "dissolved_on": PartialDate(2014)}),
    (f.make_term, {"rule": "fixed_years", "years": 5}),
    (f.make_term, {"began": None, "ended": None, "stated_seats": 26, "stated_voting_seats": 26}),
    (f.make_seat_group, {"seats_kind": "up_to", "seats": 3}),
    (f.make_seat_group, {"seats_kind": "unknown", "seats": None}),
    (f.make_statement, {"title_de": ""}),
    (f.make_statement, {"is_quotation": True, "quotation_source_de": "Leitbild"}),
    (f.make_call, {"is_date_known": False, "closes_on": None}),
    (f.make_document, {"availability": "link", "url": "https://example.org"}),
    (f.make_contact_point, {"email": "", "hours_de": "nach Vereinbarung"}),
]


@pytest.mark.parametrize(("make", "changes", "name"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_raises_in_form_and_database(make, changes, name):
    row = make()
    row.full_clean()
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(ValidationError):
        row.full_clean()
    refusal = f"{row._meta.label_lower.replace('.', '_')}_{name}"
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("make", "changes"), FINE, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_passes(make, changes):
    row = make()
    for field, value in changes.items():
        setattr(row, field, value)

    row.full_clean()
    row.save()


@pytest.mark.parametrize("relation", ["predecessor", "successor", "part_of"])
def test_related_body_is_here_or_elsewhere_not_both(relation):
    row, other = f.make_council(), f.make_council()
    setattr(row, relation, other)
    row.full_clean()
    row.save()
    setattr(row, f"{relation}_name_de", "Ausländerbeirat")

    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_one_review_a_year_and_one_municipality_once():
    review = f.make_annual_review()
    council = f.make_council()
    place = council.jurisdictions.get().municipality

    with pytest.raises(IntegrityError), transaction.atomic():
        f.make_annual_review(council=review.council)
    with pytest.raises(IntegrityError), transaction.atomic():
        f.make_jurisdiction(council=council, municipality=place)


@pytest.mark.parametrize(
    ("model", "name", "good"),
    [
        (Council, "hidden_subjects", ["what"]), (Council, "languages", ["ar"]), (SharedText, "kinds", ["commission"]),
        (Invitation, "roles", ["editor"]), (Desk, "working_days", [1, 7]), (OfficeHour, "weeks", [1, 5]),
    ],
)  # fmt: skip
def test_lists_hold_only_what_there_is_to_choose(model, name, good):
    column = model._meta.get_field(name)
    column.run_validators(good)

    for bad in ([[]], [good], [{}], [*good, None], {"x": 1}, "x"):
        with pytest.raises(ValidationError):
            column.run_validators(bad)


def test_things_of_two_councils_do_not_mix():
    group = f.make_seat_group()
    group.nominated_by = f.make_organisation()
    fact = f.make_statement(term=f.make_term())

    with pytest.raises(ValidationError):
        group.full_clean()
    with pytest.raises(ValidationError):
        fact.full_clean()


def test_a_body_of_two_authorities_and_a_city_with_two_bodies():
    district, city = f.make_municipality(), f.make_municipality()
    both = f.make_council(district)
    f.make_jurisdiction(council=both, municipality=city, position=1)
    other = f.make_council(city)
    now = timezone.now()

    council = Council.objects.published(now).with_places(now).get(pk=both.pk)

    assert [place.municipality for place in council.places] == [district, city]
    assert council.lead_place == district
    assert set(city.councils.all()) == {both, other}


@pytest.mark.parametrize(
    ("began", "ended", "holds_over", "on", "status"),
    [
        (None, None, False, DAY, "unknown"),
        (PartialDate(2025), None, False, DAY, "running"),
        (PartialDate(2027), None, False, DAY, "coming"),
        (None, PartialDate(2024), False, DAY, "ended"),
        (None, PartialDate(2024), True, DAY, "holding_over"),
        (None, PartialDate(2026), False, DAY, "perhaps_ended"),
        (None, PartialDate(2026, 11, 21), False, DAY, "running"),
        (None, PartialDate(2026, 11, 20), False, DAY, "ended"),
        (None, PartialDate(2027), False, DAY, "running"),
    ],
)
def test_term_status(began, ended, holds_over, on, status):
    assert Term(began=began, ended=ended, holds_over=holds_over).status(on) == status


def test_terms_at_a_day():
    council = f.make_council()
    for key, began, ended, over in [
        ("past", PartialDate(2014), PartialDate(2019), False),
        ("over", PartialDate(2019), PartialDate(2024), True),
        ("now", PartialDate(2024, 7), None, False),
        ("future", PartialDate(2027), None, False),
    ]:
        f.make_term(council=council, key=key, began=began, ended=ended, holds_over=over)

    assert [term.key for term in council.terms.at(DAY).newest_first()] == ["now", "over"]
    assert [term.key for term in council.terms.at(datetime.date(2019, 6, 1)).newest_first()] == ["over", "past"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"is_date_known": False}, Call.Status.UNKNOWN),
        ({"opens_on": DAY}, Call.Status.OPEN),
        ({"opens_on": DAY + datetime.timedelta(days=1)}, Call.Status.COMING),
        ({"closes_on": DAY}, Call.Status.OPEN),
        ({"closes_on": DAY - datetime.timedelta(days=1)}, Call.Status.CLOSED),
    ],
)
def test_call_status(fields, status):
    assert Call(**fields).status(DAY) == status


def test_notices_and_contacts_hold_for_their_days_only():
    council = f.make_council()
    yesterday, tomorrow = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
    for make, rows in ((f.make_notice, council.notices), (f.make_contact_point, council.contact_points)):
        make(council=council, key="ever")
        make(council=council, key="today", valid_from=DAY, valid_until=DAY)
        make(council=council, key="past", valid_until=yesterday)
        make(council=council, key="future", valid_from=tomorrow)

        assert {row.key for row in rows.valid(DAY)} == {"ever", "today"}


def test_controller_is_known_only_when_complete():
    place = Municipality(
        authority_name="Stadt",
        street="Markt 1",
        postcode="12345",
        city="Ort",
        email="a@example.org",
        representative="X",
    )

    assert place.has_controller
    place.street = ""
    assert not place.has_controller


def test_network_has_no_seats_and_kind_is_data():
    network = f.make_council(structure=Council.Structure.NETWORK, kind=Council.Kind.WORKING_GROUP)

    assert network.is_network
    assert not f.make_council(kind=Council.Kind.NETWORK).is_network


def test_str_names_things_in_german():
    assert str(f.make_seat_group(label_de="Fachkräfte")) == "Fachkräfte"
    assert str(f.make_term(name_de="", began=PartialDate(2014, 11), ended=None)) == "November 2014 – …"
    assert str(Statement(title_de="Beraten")) == "Beraten"
    assert str(Document(title_de="Satzung")) == "Satzung"
    assert str(SeatGroup(key="x")) == "x"
