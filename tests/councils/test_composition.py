"""Terms, groups, numbers and the picture of a council's seats."""

import datetime

import pytest
from django.utils import translation

from councils.composition import composition_of, compositions_of, term_on
from councils.models import SeatGroup, Term
from councils.partial_dates import PartialDate
from councils.publishing import State
from tests import factories as f

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
TODAY = NOW.date()
ADVISORY, VOTING = SeatGroup.Voting.ADVISORY, SeatGroup.Voting.VOTING
UNKNOWN = SeatGroup.Voting.UNKNOWN


def make_kaufbeuren():
    """26 seats as stated, filled in six ways, one of them without a vote."""
    council = f.make_council(slug="kaufbeuren")
    term = f.make_term(council=council, stated_seats=26)
    for position, (seats, voting) in enumerate(
        [(1, VOTING), (1, VOTING), (1, ADVISORY), (5, VOTING), (5, VOTING), (13, VOTING)]
    ):
        f.make_seat_group(term=term, label_de=f"Gruppe {position + 1}", seats=seats, voting=voting, position=position)
    return council


def composition(council, on=TODAY):
    return composition_of(council, on, NOW)


def test_composition_keeps_stated_and_computed_numbers_apart():
    found = composition(make_kaufbeuren())

    assert (found.seats, found.seats_are_computed) == (26, False)
    assert (found.voting_seats, found.voting_is_computed) == (25, True)
    assert not found.seats_differ
    with translation.override("en"):
        assert found.seats_text == "26 seats, 25 with a vote (calculated)"


def test_composition_says_when_both_numbers_are_computed():
    group = f.make_seat_group(seats=6, voting=VOTING)

    with translation.override("en"):
        assert composition(group.term.council).seats_text == "6 seats, 6 with a vote (both calculated)"


def test_composition_mends_no_sum_silently():
    term = f.make_term(stated_seats=12, stated_voting_seats=12)
    f.make_seat_group(term=term, seats=6)
    f.make_seat_group(term=term, seats=4, voting=ADVISORY)

    found = composition(term.council)

    assert (found.stated_seats, found.listed_seats, found.seats_differ) == (12, 10, True)
    assert (found.voting_seats, found.listed_voting_seats, found.voting_differs) == (12, 6, True)
    assert found.chart.total == 10


def test_composition_with_unknown_votes_counts_no_votes():
    term = f.make_term(stated_seats=10)
    f.make_seat_group(term=term, seats=4, voting=UNKNOWN, position=1)
    f.make_seat_group(term=term, seats=6, voting=UNKNOWN, position=2)

    found = composition(term.council)

    assert (found.seats, found.voting_seats) == (10, None)
    assert [(row.letter, row.group.seats) for row in found.groups] == [("A", 4), ("B", 6)]
    assert (found.chart.total, found.chart.unknown) == (10, 10)


def test_composition_with_a_limit_says_up_to_and_draws_the_rest_open():
    group = f.make_seat_group(seats=9, seats_kind=SeatGroup.SeatsKind.UP_TO)
    for _number in range(2):
        f.make_membership(seat_group=group)

    found = composition(group.term.council)

    assert (found.is_limit, found.listed_seats, found.voting_seats) == (True, 9, None)
    assert found.chart.vacant == 7
    with translation.override("en"):
        assert found.seats_text == "up to 9 seats"


def test_composition_with_an_uncounted_group_has_no_sum():
    term = f.make_term()
    f.make_seat_group(term=term, seats=6)
    f.make_seat_group(term=term, seats=None, seats_kind=SeatGroup.SeatsKind.UNKNOWN)

    found = composition(term.council)

    assert (found.listed_seats, found.seats, found.seats_text, found.chart.complete) == (None, None, "", False)


def test_composition_of_stated_seats_alone_is_drawn_without_groups():
    found = composition(f.make_term(stated_seats=7).council)

    assert (found.is_known, found.chart.total, found.chart.unknown) == (True, 7, 7)


def test_composition_nobody_knows_is_drawn_as_unknown():
    found = composition(f.make_council())

    assert (found.term, found.is_known, found.chart.kind, found.status_text) == (None, False, "unknown", "")


def test_composition_of_a_network_is_drawn_as_a_network():
    assert composition(f.make_council(structure="network", kind="network")).chart.kind == "network"


def test_composition_counts_vacancies_and_marks_offices():
    group = f.make_seat_group(seats=6)
    f.make_vacancy(seat_group=group, seats=2)
    f.make_vacancy(seat_group=group, seats=1, ended=PartialDate(2026))
    f.make_office(council=group.term.council, seat_group=group, kind="chair")
    f.make_office(council=group.term.council, seat_group=group, kind="deputy_chair")

    found = composition(group.term.council)

    assert found.vacant_seats == found.chart.vacant == 2
    assert (found.chart.has_chair, found.chart.has_deputy) == (True, True)


def test_composition_never_counts_substitutes():
    group = f.make_seat_group(seats=3)
    f.make_substitute(membership=f.make_membership(seat_group=group))
    f.make_substitute(seat_group=group)

    found = composition(group.term.council)

    assert (found.seats, found.groups[0].filled) == (3, 1)


def test_composition_shows_no_draft():
    council = make_kaufbeuren()
    term = council.terms.get()
    f.make_seat_group(term=term, label_de="Entwurf", seats=9, state=State.DRAFT)
    f.make_vacancy(seat_group=term.seat_groups.first(), state=State.DRAFT)
    f.make_office(council=council, seat_group=term.seat_groups.first(), state=State.DRAFT)
    f.make_term(council=council, name_de="Entwurf", began=PartialDate(2027), state=State.DRAFT)

    found = composition(council)

    assert (found.terms, found.listed_seats, found.vacant_seats, found.chart.has_chair) == ([term], 26, 0, False)


def test_composition_of_a_term_whose_groups_are_all_drafts_is_unknown():
    group = f.make_seat_group(state=State.DRAFT)

    found = composition(group.term.council)

    assert (found.term, found.groups, found.is_known) == (group.term, [], False)


def test_compositions_take_one_query_for_any_number(django_assert_num_queries):
    councils = [make_kaufbeuren(), f.make_council(), f.make_seat_group().term.council]

    for some in (councils[:1], councils):
        with django_assert_num_queries(1):
            found = compositions_of(some, TODAY, NOW)
            charts = [row.chart.kind for row in found.values()]

        assert list(found) == [council.pk for council in some]
    assert charts == ["seats", "unknown", "seats"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2001-05-05", "first"),
        ("2015-05-05", "first"),
        ("2020-12-31", "first"),
        ("2022-06-01", "second"),
        ("2025-06-01", "second"),
        ("2026-01-01", "third"),
        ("2040-01-01", "third"),
    ],
)
def test_term_on_chooses_the_term_of_the_day(on, expected):
    council = f.make_council()
    f.make_term(council=council, key="first", began=PartialDate(2014), ended=PartialDate(2020))
    f.make_term(council=council, key="second", began=PartialDate(2021, 2), ended=PartialDate(2025, 6, 30))
    f.make_term(council=council, key="third", began=PartialDate(2025, 11, 1), ended=PartialDate(2030))

    assert composition(council, datetime.date.fromisoformat(on)).term.key == expected


def test_term_on_prefers_a_term_that_is_known_to_run():
    council = f.make_council()
    undated = f.make_term(council=council, began=None, ended=None)
    assert composition(council).term == undated

    running = f.make_term(council=council, began=PartialDate(2025), ended=None)

    assert composition(council).term == running
    assert term_on([], TODAY) is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"began": None, "ended": PartialDate(2024), "ends_with_election": True},
            "This term is over. It ended with an election: 2024.",
        ),
        (
            {"began": PartialDate(2020), "ended": PartialDate(2025, 6, 30)},
            "This term is over. It ended: 30\xa0June 2025.",
        ),
        (
            {"began": PartialDate(2020), "ended": PartialDate(2025, 6, 30), "holds_over": True},
            "This term is over. It ended: 30\xa0June 2025. The members stay in office until their successors meet.",
        ),
        (
            {"began": PartialDate(2020), "ended": PartialDate(2027)},
            "The end of this term: 2027. The exact day is not known here; the term may be over already.",
        ),
        ({"began": PartialDate(2025), "ended": PartialDate(2030)}, "This term is running: 2025 – 2030."),
        (
            {"began": PartialDate(2025), "ended": None},
            "This term is running. It began: 2025. When it ends is not known here.",
        ),
        ({"began": None, "ended": PartialDate(2030)}, "This term is running. It ends: 2030."),
        ({"began": PartialDate(2028), "ended": None}, "This term has not begun yet. It begins: 2028."),
        ({"began": None, "ended": None}, "When this term began and when it ends is not known here."),
    ],
)
def test_status_text_says_what_is_known(fields, expected):
    term = f.make_term(**fields)

    with translation.override("en"):
        assert composition(term.council).status_text == expected


def test_status_is_that_of_today_on_a_page_for_a_past_day():
    term = f.make_term(began=PartialDate(2014), ended=PartialDate(2020))

    found = composition(term.council, datetime.date(2016, 1, 1))

    assert (found.term, found.status, found.day) == (term, Term.Status.ENDED, datetime.date(2016, 1, 1))


def test_day_lies_within_the_term_shown():
    over = composition(f.make_term(began=PartialDate(2014), ended=PartialDate(2020, 6)).council)
    coming = composition(f.make_term(began=PartialDate(2028, 2), ended=None).council)

    assert (over.day, coming.day) == (datetime.date(2020, 6, 30), datetime.date(2028, 2, 1))


def test_chart_is_mirrored_for_languages_from_right_to_left():
    council = make_kaufbeuren()
    first = {}
    for language in ("de", "ar"):
        with translation.override(language):
            first[language] = composition(council).chart.marks[0].x

    assert first["de"] < 0 < first["ar"]
