"""The next meeting as a copy of an earlier one."""

import datetime

import pytest
from django.urls import reverse

from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import Meeting
from tests import factories as f
from tests.office import address, fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LAST = PartialDate(2090, 3, 15)


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def office(client, council):
    user = f.make_editor(council=council, user=f.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def last(council):
    """A meeting that was held, with all that belongs to it."""
    meeting = f.make_meeting(
        councils=[council, f.make_council(slug="fremder")], held_on=LAST, title_de="Sitzung", title_en="Meeting",
        ends_at=datetime.time(20), venue=f.make_venue(council=council), kind=Meeting.Kind.CONSTITUTIVE,
        openness=Meeting.Openness.PARTLY, status_reason_de="Hochwasser", summary_de="<p>Zum Konzept</p>", places=30,
        registration_note_de="Bitte bis 10. März anmelden",
    )  # fmt: skip
    minutes = "Genehmigung der Niederschrift vom 12.01.2090"
    f.make_agenda_item(meeting=meeting, number="1", title_de=minutes, position=1)
    concept = f.make_agenda_item(meeting=meeting, number="2", title_de="Konzept 2090", position=2, votes_for=7,
                                 votes_against=1, result_de="beschlossen", decision="resolution")  # fmt: skip
    f.make_agenda_item(meeting=meeting, number="3", title_de="Mitteilungen", is_public=False, position=3)
    f.make_meeting_document(meeting=meeting, agenda_item=concept)
    f.make_registration(meeting)
    return meeting


def copy_page(meeting):
    return reverse("admin:meetings_meeting_copy", args=[meeting.pk])


def send(client, meeting, **changes):
    data = fields_of(client.get(copy_page(meeting)))
    data.pop("items", None)
    initial = client.get(copy_page(meeting)).context["form"].fields.get("items")
    return client.post(copy_page(meeting), data | {"items": initial.initial if initial else []} | changes)


def test_copy_has_what_stays_and_nothing_of_what_happened(office, council, last):
    response = send(office, last, weeks="5")

    copy = Meeting.objects.get(state=State.DRAFT)
    assert response["Location"] == address(copy, "change")
    assert (copy.held_on, copy.starts_at, copy.ends_at) == (PartialDate(2090, 4, 19), last.starts_at, last.ends_at)
    assert (copy.venue, copy.openness, copy.places) == (last.venue, last.openness, 30)
    assert (copy.title_de, copy.title_en, copy.kind, copy.status) == ("Sitzung", "Meeting", "regular", "planned")
    assert not copy.summary_de
    assert not copy.status_reason_de
    assert not copy.registration_note_de
    # Nobody puts a meeting on the pages of a council that they do not work for.
    assert [row.council for row in copy.convenings.all()] == [council]
    # Minutes to approve are those of the meeting that was copied; what only came up once is left out.
    assert [(row.number, row.title_de, row.is_public, row.state) for row in copy.agenda.all()] == [
        ("1", "Genehmigung der Niederschrift der Sitzung vom 15.\xa0März 2090", True, State.DRAFT),
        ("3", "Mitteilungen", False, State.DRAFT),
    ]
    assert not copy.documents.exists()
    assert not copy.registrations.exists()


def test_copied_item_leaves_its_result_behind(office, last):
    send(office, last, items=[str(row.pk) for row in last.agenda.all()])

    concept = Meeting.objects.get(state=State.DRAFT).agenda.get(number="2")
    assert (concept.title_de, concept.decision, concept.votes_for) == ("Konzept 2090", "", None)
    assert not concept.result_de


def test_copy_says_what_is_wrong_with_the_day_and_keeps_what_was_typed(office, council, last):
    other = f.make_meeting(council, held_on=PartialDate(2090, 5, 3))

    for typed, words in (
        ({"held_on": "2090-05-03"}, "The council meets on that day already."),
        ({"held_on": "2020-05-03"}, "This day is past."),
        ({"weeks": ""}, "Choose a day, or say after how many weeks."),
    ):
        response = send(office, last, title_de="Sondersitzung", **typed)

        assert response.status_code == 422
        assert words in response.content.decode()
        assert fields_of(_as_ok(response))["title_de"] == "Sondersitzung"
    assert Meeting.objects.count() == 2
    assert address(other, "change") in send(office, last, held_on="2090-05-03").content.decode()


def _as_ok(response):
    response.status_code = 200
    return response


def test_list_leads_to_the_copy_of_the_last_meeting_that_is_over(office, council, last):
    over = f.make_meeting(council, held_on=PartialDate(2020, 1, 8))
    f.make_meeting(council, held_on=PartialDate(2019, 1, 8))

    listed = office.get(address(Meeting, "changelist")).content.decode()

    assert reverse("admin:meetings_meeting_copy_last") in listed
    assert office.get(reverse("admin:meetings_meeting_copy_last"))["Location"] == copy_page(over)


def test_list_of_several_councils_asks_to_open_the_meeting(client, council, last):
    f.make_meeting(f.make_council(), held_on=LAST)
    client.force_login(f.make_superuser(language="en"), backend="django.contrib.auth.backends.ModelBackend")
    where = reverse("admin:meetings_meeting_copy_last")

    assert client.get(where)["Location"] == address(Meeting, "changelist")
    assert client.get(where, {"council": council.pk})["Location"] == copy_page(last)
