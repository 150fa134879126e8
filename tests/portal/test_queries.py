"""No page takes more than eight SQL queries, and none takes more when there is more to show."""

import datetime
import os

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import (
    AnnualReview,
    Call,
    ContactPoint,
    Council,
    CouncilName,
    Document,
    Jurisdiction,
    News,
    Notice,
    SeatGroup,
    Statement,
    Term,
)  # fmt: skip
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice
from members.models import Membership, Office, Person, Vacancy
from tests.page_types import PAGE_STATES, PAGE_TYPES

pytestmark = pytest.mark.once

PAGES = PAGE_TYPES | PAGE_STATES

MOST = 8
MANY = 300


@pytest.fixture
def councils(db):
    """The five real councils and the invented one that has everything."""
    call_command("load_councils", verbosity=0)
    call_command("import_council", "tests/data/musterrat.yaml", verbosity=0)
    call_command("load_shared_texts", verbosity=0)


def count(client, path):
    """How many queries the page takes; a first look fills what is kept between requests."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(captured)


def many(model, **fields):
    """Three hundred published rows of a kind."""
    rows = []
    for number in range(MANY):
        own = {name: value(number) if callable(value) else value for name, value in fields.items()}
        rows.append(model(**{"state": State.PUBLISHED, "key": f"viele-{number}"} | own))
    return model.objects.bulk_create(rows)


def crowd():
    """Three hundred more of everything that pages list: for one council, one meeting, one term, and for the portal."""
    council = Council.objects.get(slug="musterstadt-rat")
    place = council.jurisdictions.get().municipality
    meeting = Meeting.objects.get(key="m2099-03")
    term = Term.objects.get(key="t2025")
    group = SeatGroup.objects.get(key="gewaehlt")
    many(Statement, council=council, kind="task", title_de=lambda n: f"Aufgabe {n}")
    many(CouncilName, council=council, name_de=lambda n: f"Name {n}")
    many(Notice, council=council, title_de=lambda n: f"Hinweis {n}")
    many(Call, council=council, kind="apply", title_de=lambda n: f"Aufruf {n}", is_date_known=False)
    many(ContactPoint, council=council, label_de=lambda n: f"Stelle {n}", phone="0123 4567")
    many(Document, council=council, title_de=lambda n: f"Papier {n}", availability="known")
    many(News, council=council, slug=lambda n: f"n-{n}", title_de="Neues", dated=datetime.date(2025, 1, 1))
    many(AnnualReview, council=council, year=lambda n: 1700 + n, title_de="Jahr")
    many(SeatGroup, term=term, label_de=lambda n: f"Gruppe {n}", seats=1)
    many(Vacancy, seat_group=group, ended=PartialDate(2020))
    people = many(Person, council=council, name=lambda n: f"Person {n}")
    many(Membership, council=council, seat_group=group, person=lambda n: people[n])
    many(Office, council=council, term=term, kind="spokesperson")
    many(AgendaItem, meeting=meeting, title_de=lambda n: f"Punkt {n}")
    many(MeetingNotice, meeting=meeting, title_de=lambda n: f"Hinweis {n}")
    many(MeetingDocument, meeting=meeting, title_de=lambda n: f"Anlage {n}", availability="known")
    councils = many(Council, slug=lambda n: f"rat-{n}", name_de=lambda n: f"Rat {n}", kind="other")
    many(Jurisdiction, council=lambda n: councils[n], municipality=place)
    many(Term, council=lambda n: councils[n])
    meetings = many(
        Meeting, keeper=lambda n: councils[n], held_on=lambda n: PartialDate(2098 if n % 2 else 2020, 1 + n % 12)
    )
    many(Convening, meeting=lambda n: meetings[n], council=lambda n: councils[n])
    many(Convening, key="mit", meeting=lambda n: meetings[n], council=council)


def test_no_page_takes_more_queries_with_more_rows(client, councils):
    few = {name: count(client, f"/ar{path}") for name, path in PAGES.items()}
    crowd()
    with connection.cursor() as cursor:
        # As autovacuum does a little later: PostgreSQL plans for the numbers that it knows.
        cursor.execute("ANALYZE")
    more = {name: count(client, f"/ar{path}") for name, path in PAGES.items()}

    if "PRINT_FIGURES" in os.environ:
        print("\n| page | SQL queries | with 300 more of everything |\n|---|---|---|")
        print("\n".join(f"| {name} | {few[name]} | {more[name]} |" for name in PAGES))
    assert {name: number for name, number in few.items() if number > MOST} == {}
    assert {name: (few[name], number) for name, number in more.items() if number > few[name]} == {}
