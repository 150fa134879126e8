"""The sheet that invites to a meeting. Texts are asked for in English, whose words stand in the code."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings

from contact.receipts import drawing
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import Known
from tests import factories as f
from tests.reading import words

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2027-03-01T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def meeting():
    council = f.make_council(f.make_municipality(place_de="Musterstadt"), slug="musterrat", name_de="Musterrat")
    venue = f.make_venue(
        council=council, name_de="Rathaus", street="Markt 1", city="Musterstadt", step_free=Known.YES,
        nearest_stop_de="Markt",
    )  # fmt: skip
    meeting = f.make_meeting(
        council, title_de="7. Sitzung", held_on=PartialDate(2027, 3, 18), ends_at=datetime.time(20), venue=venue,
        openness="partly", mode="hybrid",
    )  # fmt: skip
    f.make_agenda_item(meeting=meeting, number="Ö 1", title_de="Begrüßung", body_de="<p>Lang und breit</p>")
    f.make_agenda_item(meeting=meeting, number="N 1", title_de="GEHEIM", is_public=False, position=2)
    f.make_editor(council)
    f.make_offer(council=council)
    f.make_contact_point(council=council, label_de="Geschäftsstelle", phone="0381 123", email="", position=1)
    f.make_contact_point(council=council, label_de="Alt", phone="0381 9", valid_until=datetime.date(2026, 1, 1))
    return meeting


def path(meeting, language="en", council="musterrat"):
    return f"/{language}/councils/{council}/meetings/{meeting.public_id}/invitation/"


def test_sheet_says_what_one_must_know_to_come(client, meeting):
    response = client.get(path(meeting))
    content = response.content.decode()

    page = words(response).replace("Machine translation, not yet checked. Read the German text ", "")
    assert page.startswith(
        "Musterrat, Musterstadt 7. Sitzung Thursday 18 March 2027, 6 pm – 8 pm Large print All about this meeting"
        " This page is made for paper: print it with your browser. Each language has its own sheet."
        " Where Rathaus, Saal 1 Markt 1, Musterstadt Nearest stop: Markt The way in has no steps."
        " May I come? A part of the meeting is public. You may come and listen to that part."
        " How to attend In person or online Help you can ask for Ask by: 8 March: an interpreter"
        " Agenda Ö 1 Public item 1: Begrüßung N 1 Non-public item Non-public item 1"
        " All about this council, in twelve languages: http://testserver/c/musterrat/ Phone: 0381 123 "
    )
    assert drawing("http://testserver/c/musterrat/") in content
    assert "GEHEIM" not in content
    assert "Lang und breit" not in content
    assert '<meta name="robots" content="noindex">' in content
    assert path(meeting) in client.get(meeting_path(meeting)).content.decode()


def meeting_path(meeting):
    return path(meeting).removesuffix("invitation/")


def test_large_print_is_another_face_of_the_sheet(client, meeting):
    usual, large = client.get(path(meeting)), client.get(f"{path(meeting)}?size=large")

    assert 'class="sheet large"' in large.content.decode()
    assert 'class="sheet large"' not in usual.content.decode()
    assert "Usual print" in words(large)
    assert '<link rel="canonical" href="http://testserver' + path(meeting) + '">' in large.content.decode()
    assert client.get(f"{path(meeting)}?size=huge").status_code == 400


def test_sheet_of_a_cancelled_or_past_meeting_says_so(client, meeting):
    meeting.status, meeting.status_reason_de = "cancelled", "Kein Saal"
    meeting.save()

    assert "Cancelled Musterrat" in words(client.get(path(meeting)))
    assert "This meeting is cancelled. Kein Saal" in words(client.get(path(meeting)))
    assert path(meeting) not in client.get(meeting_path(meeting)).content.decode()
    with time_machine.travel("2027-04-01T12:00:00+01:00", tick=False):
        past = f.make_meeting(meeting.keeper, held_on=PartialDate(2027, 3, 20))
        assert "This meeting is over." in words(client.get(path(past)))


def test_sheet_follows_the_read_gate_and_the_one_address(client, meeting):
    second = f.make_council(slug="zweiter")
    f.make_convening(meeting=meeting, council=second, position=2)
    draft = f.make_meeting(meeting.keeper, state=State.DRAFT)

    moved = client.get(path(meeting, council="zweiter"))

    assert (moved.status_code, moved["Location"]) == (301, path(meeting))
    assert client.get(path(draft)).status_code == 404
    assert client.post(path(meeting)).status_code == 405
    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        meeting.withdraw()
        assert client.get(path(meeting)).status_code == 410


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_speaks_every_language(client, meeting, language):
    content = client.get(path(meeting, language)).content.decode()

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', content)
    assert len(re.findall(r"<h1\b", content)) == 1
    assert 'data-page="invitation"' in content


@pytest.mark.parametrize("items", [1, 20])
def test_sheet_takes_six_queries(client, meeting, django_assert_num_queries, items):
    for number in range(items):
        f.make_agenda_item(meeting=meeting, position=number)
        f.make_meeting(meeting.keeper, held_on=PartialDate(2027, 4, 1 + number))

    with django_assert_num_queries(6):
        client.get(path(meeting))
