"""The rules of the members' tables: what passes and what raises, in forms and in the database."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from councils.models import SeatGroup
from councils.partial_dates import PartialDate
from members.models import Membership
from tests import factories as f

pytestmark = pytest.mark.django_db

PORTRAIT = f.PORTRAYED | {"portrait": "portraits/x/0123456789abcdef-96.jpg"}
LATE_BEGIN = {"began": PartialDate(2025), "ended": PartialDate(2024, 12)}

# maker, what is changed, the constraint that refuses it; each maker's own row passes.
BROKEN = [
    (f.make_person, {"name": ""}, "named"),
    (f.make_person, PORTRAIT | {"portrait_consented_on": None}, "portrait"),
    (f.make_person, PORTRAIT | {"portrait_credit": ""}, "portrait"),
    (f.make_membership, {"person": None}, "one_member"),
    (f.make_membership, {"organisation": "organisation"}, "one_member"),
    (f.make_membership, {"on_behalf": "independent", "on_behalf_of": "organisation"}, "independent"),
    (f.make_membership, LATE_BEGIN, "in_order"),
    (f.make_vacancy, {"seats": 0}, "seats"),
    (f.make_vacancy, LATE_BEGIN, "in_order"),
    (f.make_substitute, {"seat_group": None}, "one_place"),
    (f.make_substitute, {"membership": "membership"}, "one_place"),
    (f.make_substitute, {"person": None}, "one_member"),
    (f.make_substitute, {"organisation": "organisation"}, "one_member"),
    (f.make_substitute, {"rank": 0}, "rank"),
    (f.make_substitute, {"membership": "membership", "seat_group": None, "rank": 1}, "rank"),
    (f.make_office, {"kind": "other"}, "other_named"),
    (f.make_office, {"rank": 0}, "rank"),
    (f.make_office_holding, {"membership": None}, "one_holder"),
    (f.make_office_holding, {"person": "person"}, "one_holder"),
    (f.make_office_holding, LATE_BEGIN, "in_order"),
]

FINE = [
    (f.make_person, {"consented_on": datetime.date(2026, 1, 1)}),
    (f.make_person, PORTRAIT),
    (f.make_membership, {"person": None, "organisation": "organisation"}),
    (f.make_membership, {"on_behalf": "independent"}),
    (f.make_membership, {"on_behalf": "association", "on_behalf_of": "organisation"}),
    (f.make_membership, {"began": PartialDate(2024), "ended": PartialDate(2024)}),
    (f.make_vacancy, {"seats": 6}),
    (f.make_substitute, {"rank": 2}),
    (f.make_substitute, {"membership": "membership", "seat_group": None}),
    (f.make_office, {"kind": "other", "title_de": "Schriftführung"}),
    (f.make_office, {"kind": "deputy_chair", "rank": 2}),
    (f.make_office_holding, {"membership": None, "person": "person"}),
    (f.make_office_holding, {"membership": None, "organisation": "organisation"}),
]


def change(row, changes):
    """Set the fields; a word stands for a new row of that kind, of the same council."""
    makers = {"organisation": f.make_organisation, "person": f.make_person, "membership": f.make_membership}
    council = row.office.council if hasattr(row, "office") else getattr(row, "council", None)
    for field, value in changes.items():
        setattr(row, field, makers[value](council=council) if value in makers and field != "on_behalf" else value)


@pytest.mark.parametrize(("make", "changes", "name"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_raises_in_form_and_database(make, changes, name):
    row = make()
    row.full_clean()
    change(row, changes)

    with pytest.raises(ValidationError):
        row.full_clean()
    constraint = f"{row._meta.label_lower.replace('.', '_')}_{name}"
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("make", "changes"), FINE, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_passes(make, changes):
    row = make()
    change(row, changes)

    row.full_clean()
    row.save()


def test_no_more_seats_are_vacant_than_there_are():
    vacancy = f.make_vacancy(seat_group=f.make_seat_group(seats=2))
    vacancy.seats = 3

    with pytest.raises(ValidationError) as refused:
        vacancy.full_clean()

    assert list(refused.value.message_dict) == ["seats"]


@pytest.mark.parametrize(
    ("make", "field", "other"),
    [
        (f.make_membership, "seat_group", f.make_seat_group),
        (f.make_membership, "person", f.make_person),
        (f.make_membership, "on_behalf_of", f.make_organisation),
        (f.make_substitute, "person", f.make_person),
        (f.make_substitute, "seat_group", f.make_seat_group),
        (f.make_office, "term", f.make_term),
        (f.make_office, "seat_group", f.make_seat_group),
        (f.make_office_holding, "membership", f.make_membership),
    ],
)
def test_rows_join_only_things_of_one_council(make, field, other):
    row = make()
    setattr(row, field, other())

    with pytest.raises(ValidationError) as refused:
        row.full_clean()

    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(
    ("began", "ended", "is_member"),
    [
        (None, None, True),
        (PartialDate(2027, 3, 1), None, True),
        (PartialDate(2027, 3, 2), None, False),
        (None, PartialDate(2027, 3, 1), True),
        (None, PartialDate(2027, 2, 28), False),
        (None, PartialDate(2030), True),
        (PartialDate(2027), PartialDate(2027), True),
        (None, PartialDate(2026), False),
    ],
)
def test_current_counts_who_is_a_member_that_day(began, ended, is_member):
    membership = f.make_membership(began=began, ended=ended)

    assert Membership.objects.current(datetime.date(2027, 3, 1)).exists() is is_member
    assert str(membership) == membership.person.name


@pytest.mark.parametrize(
    ("of_group", "of_member", "expected"),
    [
        ("voting", "as_group", True),
        ("advisory", "as_group", False),
        ("unknown", "as_group", None),
        ("voting", "advisory", False),
        ("advisory", "voting", True),
        ("voting", "unknown", None),
    ],
)
def test_has_vote_is_that_of_the_group_unless_the_member_has_its_own(of_group, of_member, expected):
    group = f.make_seat_group(voting=SeatGroup.Voting(of_group))

    assert f.make_membership(seat_group=group, voting=of_member).has_vote is expected


def test_has_vote_is_not_known_without_a_group():
    assert f.make_membership(organisation=f.make_organisation()).has_vote is None


def test_holder_of_an_office_is_a_member_or_somebody_from_outside():
    member = f.make_office_holding()
    person, organisation = f.make_person(), f.make_organisation()

    assert member.holder == member.membership.person
    assert f.make_office_holding(person=person).holder == person
    assert f.make_office_holding(organisation=organisation).holder == organisation


def test_substitutes_of_a_group_come_by_rank():
    group = f.make_seat_group()
    for name, rank in (("ohne Rang", None), ("zweite", 2), ("erste", 1)):
        f.make_substitute(seat_group=group, rank=rank, person=f.make_person(council=group.term.council, name=name))

    assert [str(substitute) for substitute in group.substitutes.all()] == ["erste", "zweite", "ohne Rang"]
