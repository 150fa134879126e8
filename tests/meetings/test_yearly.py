"""The annual review that is drafted from a year's data."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from councils.models import AnnualReview, ReviewPoint
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import yearly
from tests import factories as f
from tests.office import fields_of

pytestmark = [pytest.mark.django_db]
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = datetime.datetime(2027, 1, 20, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def council():
    """One with a year of everything, and with what does not count."""
    council = f.make_council(slug="rat")
    spring, autumn = [f.make_meeting(council, held_on=PartialDate(2026, month, 5)) for month in (3, 10)]
    f.make_meeting(council, held_on=PartialDate(2026, 6, 5), status="cancelled", status_reason_de="Sturm")
    f.make_meeting(council, held_on=PartialDate(2025, 6, 5))
    f.make_meeting(council, held_on=PartialDate(2026, 7, 5), state=State.DRAFT)
    item = {"decision": "motion", "outcome": "adopted", "outcome_by_de": "Stadtrat"}
    f.make_agenda_item(meeting=autumn, title_de="Mehr Busse.", **item)
    f.make_agenda_item(meeting=spring, title_de="Sprachcafé", decision="resolution")
    f.make_agenda_item(meeting=spring, title_de="GEHEIM", decision="resolution", is_public=False)
    group = f.make_seat_group(term=f.make_term(council=council))
    f.make_membership(seat_group=group, council=council, began=PartialDate(2026, 2))
    f.make_membership(seat_group=group, council=council, began=PartialDate(2020), ended=PartialDate(2026, 12, 31))
    f.make_message(council, created=NOW - datetime.timedelta(days=60), text="GEHEIM")
    f.make_message(council, created=NOW)
    return council


@pytest.fixture
def clerk(client, council):
    client.force_login(f.make_editor(council).user, backend=BACKEND)
    return client


def send(client, council, year=2026):
    where = reverse("admin:review_draft")
    return client.post(where, fields_of(client.get(where)) | {"council": council.pk, "year": year})


def test_draft_tells_the_year_in_numbers_and_decisions(clerk, council):
    response = send(clerk, council)

    review = AnnualReview.objects.get()
    points = ReviewPoint.objects.order_by("theme__position", "position")
    told = {
        theme.title_de: [point.text_de for point in points if point.theme == theme] for theme in review.themes.all()
    }
    assert response["Location"] == reverse("admin:councils_annualreview_change", args=[review.pk])
    assert (review.state, review.year) == (State.DRAFT, 2026)
    meetings, decisions, members, _messages = told.values()
    assert [len(points) for points in told.values()] == [2, 2, 2, 1]
    assert "2" in meetings[0]
    assert "1" in meetings[1]
    assert [name in text for name, text in zip(("Sprachcafé", "Mehr Busse"), decisions, strict=True)] == [True, True]
    assert "Stadtrat" in decisions[1]
    assert "1" in members[0]
    assert "1" in members[1]
    assert "GEHEIM" not in str(told)
    assert clerk.get("/de/councils/rat/reviews/2026/").status_code == 404


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_whoever_sits_on_in_the_next_term_neither_joined_nor_left(year):
    council = f.make_council()
    groups = [f.make_seat_group(term=f.make_term(council=council)) for _number in range(2)]
    for end, begin in (((2026, 3, 31), (2026, 4, 1)), ((2025, 12, 31), (2026, 1, 1))):
        member = f.make_membership(seat_group=groups[0], began=PartialDate(2020), ended=PartialDate(*end))
        f.make_membership(seat_group=groups[1], person=member.person, began=PartialDate(*begin))
    # Not yet: what is still to come.
    f.make_membership(seat_group=groups[1], began=PartialDate(2020), ended=PartialDate(2027, 12, 31))
    f.make_membership(seat_group=groups[1], began=PartialDate(2027, 6))

    assert yearly.themes(council, year, NOW) == []


def test_year_without_anything_makes_a_review_without_themes(clerk, council):
    send(clerk, council, 2024)

    assert AnnualReview.objects.get().themes.count() == 0


def test_review_that_is_there_stays_as_it_is(clerk, council):
    own = f.make_annual_review(council=council, year=2026, title_de="Unser Jahr")

    response = send(clerk, council)

    assert response.status_code == 422
    assert reverse("admin:councils_annualreview_change", args=[own.pk]) in response.content.decode()
    assert [row.title_de for row in AnnualReview.objects.all()] == ["Unser Jahr"]


def test_other_council_cannot_be_chosen(clerk, council):
    response = send(clerk, f.make_council(slug="fremd"))

    assert response.status_code == 422
    assert not AnnualReview.objects.exists()
