"""After an election: the next term as a draft, the old one in the archive."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from councils.models import Term
from councils.partial_dates import PartialDate
from councils.publishing import State
from members import actions
from members.models import Membership, Vacancy
from tests import factories as f
from tests.office import address, fields_of, messages_of, save

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LAST_DAY = PartialDate(2090, 10, 31)


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def office(client, council):
    user = f.make_editor(council=council, user=f.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def term(council):
    term = f.make_term(council=council, ended=LAST_DAY, rule="fixed_years", years=5, stated_seats=8, holds_over=True)
    group = f.make_seat_group(term=term, seats=6, label_en="Elected members", appointed_by=f.make_organisation(
        council=council))  # fmt: skip
    f.make_seat_group(term=term, label_de="Beratende", seats=2, seats_kind="up_to", voting="advisory")
    chair = f.make_office(council=council, term=term, seat_group=group)
    f.make_office_holding(office=chair, membership=f.make_membership(seat_group=group))
    f.make_membership(seat_group=group, ended=PartialDate(2027))
    return term


def page_of(term):
    return reverse("admin:next_term", args=[term.pk])


def test_next_term_has_the_same_groups_and_vacant_seats(office, council, term):
    response = office.post(page_of(term), fields_of(office.get(page_of(term))))

    following = Term.objects.exclude(pk=term.pk).get()
    assert response["Location"] == address(following, "change")
    assert (following.began, following.ended, following.state) == (PartialDate(2090, 11, 1), PartialDate(2095), "draft")
    assert (following.rule, following.years, following.stated_seats, following.holds_over) == (
        "fixed_years",
        5,
        8,
        True,
    )
    elected, advisory = following.seat_groups.all()
    assert (elected.label_de, elected.label_en, elected.seats, elected.voting) == (
        "Gewählte Mitglieder", "Elected members", 6, "voting"
    )  # fmt: skip
    assert (advisory.seats_kind, elected.appointed_by.name_de) == ("up_to", "Verein Brücke")
    # Of "up to" so many seats nobody knows how many are vacant.
    assert [(row.seat_group, row.seats) for row in Vacancy.objects.all()] == [(elected, 6)]
    [chair] = following.offices.all()
    assert (chair.kind, chair.seat_group) == ("chair", elected)
    assert not chair.holdings.exists()
    # Publishing the term publishes all of it, and nothing before.
    now = timezone.now()
    parts = [*following.seat_groups.all(), *Vacancy.objects.all(), chair]
    assert not any(row.is_published(now) for row in parts)
    following.publish()
    assert all(type(row).objects.published(timezone.now()).filter(pk=row.pk).exists() for row in parts)


def test_present_term_keeps_its_people_until_its_last_day(office, council, term):
    data = fields_of(office.get(page_of(term))) | {"last_day": "15.09.2090", "began": "16.09.2090"}

    office.post(page_of(term), data)

    term.refresh_from_db()
    assert (term.ended, term.state) == (PartialDate(2090, 9, 15), State.PUBLISHED)
    ends = {row.ended for group in term.seat_groups.all() for row in group.memberships.all()}
    assert ends == {PartialDate(2090, 9, 15), PartialDate(2027)}
    assert [row.ended for row in term.offices.get().holdings.all()] == [PartialDate(2090, 9, 15)]


def test_memberships_stay_open_where_the_office_says_so(office, term):
    data = fields_of(office.get(page_of(term)))
    del data["ends_members"]

    office.post(page_of(term), data)

    assert None in {row.ended for group in term.seat_groups.all() for row in group.memberships.all()}


def test_next_term_is_made_once_and_in_order(office, council, term):
    data = fields_of(office.get(page_of(term)))
    office.post(page_of(term), data)

    for changes, words in (
        ({}, "There is a term from that day on already"),
        ({"began": "2089"}, "The next term cannot begin before the present one ends."),
        ({"began": "1.1.2096", "ended": "2095"}, "The end comes before the beginning."),
        ({"last_day": "bald"}, "Please correct the errors below."),
    ):
        response = office.post(page_of(term), data | changes)

        assert response.status_code == 422
        assert words in response.content.decode()
    assert Term.objects.count() == 2


def test_form_of_a_term_leads_to_the_next_one_and_that_of_a_draft_to_its_members(office, council, term):
    assert page_of(term) in office.get(address(term, "change")).content.decode()
    office.post(page_of(term), fields_of(office.get(page_of(term))))
    following = Term.objects.exclude(pk=term.pk).get()

    members = reverse("admin:members_table", args=[council.pk]) + f"?term={following.pk}"
    form = office.get(address(following, "change")).content.decode()

    assert members in form
    assert page_of(following) not in form
    # Whoever is entered there is to show with the term.
    shown = fields_of(office.get(members))
    assert (shown["term"], shown["state"]) == (str(following.pk), State.PUBLISHED)


def test_who_was_elected_takes_a_vacant_seat(office, council, term):
    office.post(page_of(term), fields_of(office.get(page_of(term))) | {"name_de": "Die achte"})
    following = Term.objects.exclude(pk=term.pk).get()
    group = following.seat_groups.first()
    table = reverse("admin:members_table", args=[council.pk])
    given = {"term": following.pk, "state": State.PUBLISHED}
    file = SimpleUploadedFile("t.csv", "Name;Sitzgruppe\nAna;Gewählte Mitglieder\nBo;Gewählte Mitglieder".encode())

    preview = office.post(table, given | {"step": "preview", "file": file}).context
    assert [line.notes for line in preview["lines"]] == [[], ["Vacant seats: 6 → 4"]]
    stored = office.post(
        table, given | {"step": "store", "carried": preview["carried"], "previewed": preview["previewed"]}
    )
    assert stored["Location"] == address(following, "change")

    person = f.make_person(council=council)
    # Both terms have a group of that name.
    page = office.get(address(Membership, "add")).content.decode()
    for name in (term.name_de, "Die achte"):
        assert f">Gewählte Mitglieder – {name}</option>" in page
    save(office, address(Membership, "add"), council=council.pk, person=person.pk, seat_group=group.pk)
    assert "Vacant seats: 4 → 3" in messages_of(office)
    assert [row.seats for row in Vacancy.objects.present()] == [3]
    for number in range(4):
        f.make_membership(seat_group=group, state=State.PUBLISHED if number else State.DRAFT)
    assert actions.fill_seats(group, timezone.localdate()) == (3, 0)
    assert not Vacancy.objects.present().exists()
