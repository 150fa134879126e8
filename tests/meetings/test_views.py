"""The pages on meetings, as visitors see them. Texts are asked for in English, whose words stand in the code."""

import datetime
import html
import re
import uuid

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import life
from meetings.models import Known, Meeting, MeetingRules
from tests import factories as f
from tests.reading import plain, words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = "2027-03-01T12:00:00+01:00"
COMING, PAST = PartialDate(2027, 3, 18), PartialDate(2026, 4, 28)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def council():
    place = f.make_municipality(place_de="Musterstadt")
    return f.make_council(place, slug="musterrat", name_de="Musterrat")


def address(meeting, language="en"):
    with translation.override(language):
        return Meeting.objects.get(pk=meeting.pk).get_absolute_url()


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return words(response)


def facts(client, meeting):
    """The facts beside the text, as {question: answer}."""
    page = client.get(address(meeting)).content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {plain(question): plain(answer) for question, answer in pairs}


def titles(response):
    """The headings of the rows on a list, in order."""
    found = re.findall(r'<h3>\s*<a\s+href="[^"]*/meetings/[^"]*"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return [html.unescape(title.strip()) for title in found]


# -- a council's list -------------------------------------------------------------------------------------------------


def test_next_meetings_come_first_nearest_first_then_past_ones_latest_first(client, council):
    for title, held_on in [
        ("alt", PartialDate(2025, 1, 1)),
        ("bald", COMING),
        ("später", PartialDate(2027, 5, 1)),
        ("neulich", PAST),
    ]:
        f.make_meeting(council, title_de=title, held_on=held_on)

    response = client.get("/en/councils/musterrat/meetings/")

    assert titles(response) == ["bald", "später", "neulich", "alt"]
    page = words(response)
    assert page.index("Next meeting") < page.index("bald") < page.index("Other dates") < page.index("später")
    assert page.index("später") < page.index("Past meetings") < page.index("neulich")
    assert page.count("Planned") == 2
    assert page.count("Past ") - page.count("Past meetings") == 2


def test_nothing_announced_says_so_with_the_last_date_and_whom_to_ask(client, council):
    f.make_meeting(council, held_on=PAST)

    page = read(client, "/en/councils/musterrat/meetings/")

    assert "No meeting has been announced." in page
    assert "The last meeting was announced for this date: Tuesday 28 April 2026." in page
    assert "Next meetings" not in page


def test_last_meeting_that_was_held_is_called_so(client, council):
    f.make_meeting(council, held_on=PAST, status="held")

    assert "The date of the last meeting was: Tuesday 28 April 2026." in read(
        client, "/en/councils/musterrat/meetings/"
    )


def test_cancelled_next_meeting_shows_and_still_nothing_is_announced(client, council):
    f.make_meeting(council, title_de="Fällt weg", held_on=COMING, status="cancelled", status_reason_de="Kein Saal")

    page = read(client, "/en/councils/musterrat/meetings/")

    assert "No meeting has been announced." in page
    assert "Fällt weg" in page
    assert "Reason: Kein Saal" in page


def test_council_without_meetings_has_no_empty_heading(client, council):
    page = read(client, "/en/councils/musterrat/meetings/")

    assert "No meeting has been announced." in page
    assert "Past meetings" not in page


def test_years_lead_to_the_meetings_of_a_year(client, council):
    f.make_meeting(council, title_de="A", held_on=PartialDate(2024), starts_at=None)
    f.make_meeting(council, title_de="B", held_on=PartialDate(2026, 12, 31))
    f.make_meeting(council, title_de="C", held_on=COMING)
    f.make_meeting(council, title_de="Entwurf", held_on=PartialDate(2019, 1, 1), state=State.DRAFT)

    everything = client.get("/en/councils/musterrat/meetings/")
    one = client.get("/en/councils/musterrat/meetings/", {"year": "2026"})

    assert re.findall(r'\?year=(\d{4})"', everything.content.decode()) == ["2027", "2026", "2024"]
    assert titles(everything) == ["C", "B", "A"]
    assert titles(one) == ["B"]
    assert "Meetings in 2026" in words(one)
    assert '<link rel="canonical" href="http://testserver/en/councils/musterrat/meetings/?year=2026">' in (
        one.content.decode()
    )


def test_past_years_lead_to_the_past_and_its_rows_to_what_came_of_it(client, council):
    for year in (2025, 2026, 2028):
        f.make_meeting(council, held_on=PartialDate(year, 4, 28))
    meeting = f.make_meeting(council, held_on=PAST, title_de="Mit Ergebnis")
    f.make_agenda_item(meeting=meeting, decision="resolution")
    f.make_meeting_document(meeting=meeting, availability="link", url="https://example.org/n.pdf")

    page = client.get("/en/councils/musterrat/meetings/").content.decode()

    assert re.findall(r'\?year=(\d{4})"', page) == ["2026", "2025"]
    own = address(meeting)
    assert re.findall(r'href="([^"]*#(?:agenda|papers))"', page) == [f"{own}#agenda", f"{own}#papers"]


def test_meeting_that_was_cancelled_is_not_just_over(client, council):
    meeting = f.make_meeting(council, held_on=PAST, status="cancelled", status_reason_de="Kein Saal")

    page = read(client, address(meeting))

    assert "The meeting was cancelled. It was planned for this date: Tuesday 28 April 2026. Kein Saal" in page
    assert "This meeting is over." not in page


def test_year_without_meetings_says_so(client, council):
    f.make_meeting(council, held_on=PAST)

    assert "No meeting in 1999 is recorded here." in read(client, "/en/councils/musterrat/meetings/?year=1999")


@pytest.mark.parametrize("query", ["year=", "year=26", "year=abcd", "year=２０２６", "year=20260", "after=x", "after="])
def test_malformed_parameters_are_bad_requests(client, council, query):
    assert client.get(f"/en/councils/musterrat/meetings/?{query}").status_code == 400


def test_unknown_parameters_are_ignored(client, council):
    assert client.get("/en/councils/musterrat/meetings/?utm=1").status_code == 200


def test_list_goes_on_over_next_and_past_meetings(client, council):
    for day in range(1, 31):
        f.make_meeting(council, title_de=f"vor {day:02}", held_on=PartialDate(2026, 11, day))
        if day <= 25:
            f.make_meeting(council, title_de=f"nach {day:02}", held_on=PartialDate(2027, 5, day))
    expected = [f"nach {day:02}" for day in range(1, 26)] + [f"vor {day:02}" for day in range(30, 0, -1)]

    found, path, labels = [], "/en/councils/musterrat/meetings/", []
    while path:
        response = client.get(path)
        found += titles(response)
        more = re.search(r'href="([^"]*)"\s+rel="next"\s*>([^<]*)', response.content.decode())
        labels += [more[2].strip()] if more else []
        path = html.unescape(more[1]) if more else None

    assert found == expected
    assert labels == ["Later meetings", "Older meetings"]


# -- what nobody may see ----------------------------------------------------------------------------------------------


def test_drafts_withdrawn_and_deleted_meetings_do_not_leak_into_lists(client, council):
    f.make_meeting(council, title_de="ENTWURF", state=State.DRAFT)
    f.make_meeting(council, title_de="ZURÜCK").withdraw()
    f.make_meeting(council, title_de="GELÖSCHT").remove()
    f.make_meeting(council, title_de="SPÄTER", publish_at=datetime.datetime(2027, 3, 2, tzinfo=datetime.UTC))
    shown = f.make_meeting(council, title_de="Sichtbar", held_on=COMING)

    for path in ("/en/meetings/", "/en/councils/musterrat/meetings/", address(shown)):
        content = client.get(path).content.decode()
        assert "Sichtbar" in content
        assert [word for word in ("ENTWURF", "ZURÜCK", "GELÖSCHT", "SPÄTER") if word in content] == []


def test_convening_that_is_a_draft_shows_the_meeting_nowhere_below_that_council(client, council):
    other = f.make_council(slug="anderer")
    meeting = f.make_meeting(other, title_de="Nur beim anderen", held_on=COMING)
    f.make_convening(meeting=meeting, council=council, state=State.DRAFT)

    assert "Nur beim anderen" not in client.get("/en/councils/musterrat/meetings/").content.decode()
    assert client.get(f"/en/councils/musterrat/meetings/{meeting.public_id}/").status_code == 404
    assert "Musterrat" not in client.get(address(meeting)).content.decode()


def test_non_public_items_show_their_number_only(client, council):
    meeting = f.make_meeting(council, held_on=COMING, openness="partly")
    f.make_agenda_item(meeting=meeting, number="Ö 1", title_de="Begrüßung", position=1)
    f.make_agenda_item(
        meeting=meeting,
        number="N 2",
        position=2,
        is_public=False,
        **{
            f"{field}_{language}": "GEHEIM"
            for field in ("title", "brought_by", "body", "result", "resolution")
            for language in ("de", "en", "ar")
        },
    )
    f.make_agenda_item(meeting=meeting, number="Ö 3", title_de="ENTWURF", state=State.DRAFT)

    for language in ("en", "de", "ar"):
        content = client.get(address(meeting, language)).content.decode()
        assert "GEHEIM" not in content
        assert "ENTWURF" not in content
    page = read(client, address(meeting))
    assert "Ö 1 Public item 1: Begrüßung N 2 Non-public item Non-public item 2 Guests leave the room." in page
    assert "Before the numbers, Ö stands for public and N for non-public." in page


def test_non_public_meeting_shows_numbers_only_whatever_its_items_say(client, council):
    meeting = f.make_meeting(council, held_on=COMING, openness="non_public")
    f.make_agenda_item(meeting=meeting, number="1", title_de="GEHEIM", result_de="GEHEIM")

    response = client.get(address(meeting))

    assert "GEHEIM" not in response.content.decode()
    assert "1 Non-public item" in words(response)
    assert "Guests leave the room." not in words(response)
    assert facts(client, meeting)["May I come?"] == "The meeting is not public. Only members take part."


def test_papers_and_notices_that_are_drafts_do_not_leak(client, council):
    meeting = f.make_meeting(council, held_on=COMING)
    f.make_meeting_document(meeting=meeting, title_de="ENTWURF PAPIER", state=State.DRAFT)
    f.make_meeting_notice(meeting=meeting, title_de="ENTWURF HINWEIS", state=State.DRAFT)
    f.make_meeting_notice(meeting=meeting, title_de="GELÖSCHT").remove()

    content = client.get(address(meeting)).content.decode()

    assert "ENTWURF" not in content
    assert "GELÖSCHT" not in content


# -- addresses --------------------------------------------------------------------------------------------------------


def test_meeting_that_was_public_is_gone_and_one_that_never_was_is_not_found(client, council):
    gone, deleted, never = f.make_meeting(council), f.make_meeting(council), f.make_meeting(council, state="draft")
    paths = [address(meeting) for meeting in (gone, deleted, never)]
    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        gone.withdraw()
        deleted.remove()

        assert [client.get(path).status_code for path in paths] == [410, 410, 404]
        assert client.get("/en/councils/musterrat/meetings/00000000-0000-0000-0000-000000000000/").status_code == 404
        assert client.get("/en/councils/musterrat/meetings/1/").status_code == 404


def test_meeting_of_several_councils_has_one_address(client, council):
    second = f.make_council(slug="zweiter", name_de="Zweiter Rat")
    meeting = f.make_meeting(councils=[council, second], title_de="Gemeinsam", held_on=COMING)
    own = f"/en/councils/musterrat/meetings/{meeting.public_id}/"

    response = client.get(f"/en/councils/zweiter/meetings/{meeting.public_id}/")

    assert (response.status_code, response["Location"]) == (301, own)
    assert f'<link rel="canonical" href="http://testserver{own}">' in client.get(own).content.decode()
    assert facts(client, meeting)["Convened by"] == "Musterrat, Zweiter Rat"
    assert own in client.get("/en/councils/zweiter/meetings/").content.decode()
    assert titles(client.get("/en/meetings/")) == ["Gemeinsam"]


def test_address_in_capitals_leads_to_the_one_address(client, council):
    meeting = f.make_meeting(council, public_id=uuid.UUID("abcdef01-2345-4678-9abc-def012345678"), held_on=COMING)
    own = f"/en/councils/musterrat/meetings/{meeting.public_id}/"

    response = client.get(f"/en/councils/musterrat/meetings/{str(meeting.public_id).upper()}/?a=1")

    assert (response.status_code, response["Location"]) == (301, f"{own}?a=1")
    assert client.get(own).status_code == 200


def test_address_moves_to_the_next_council_when_the_first_is_withdrawn(client, council):
    second = f.make_council(slug="zweiter")
    meeting = f.make_meeting(councils=[council, second], held_on=COMING)
    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        council.withdraw()

        assert client.get(f"/en/councils/zweiter/meetings/{meeting.public_id}/").status_code == 200
        assert client.get(f"/en/councils/musterrat/meetings/{meeting.public_id}/").status_code == 410


def test_council_that_convenes_no_longer_is_gone_there(client, council):
    second = f.make_council(slug="zweiter")
    meeting = f.make_meeting(councils=[council, second], held_on=COMING)
    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        meeting.convenings.get(council=second).remove()

        assert client.get(f"/en/councils/zweiter/meetings/{meeting.public_id}/").status_code == 410
        assert titles(client.get("/en/councils/zweiter/meetings/")) == []


def test_former_address_of_the_council_leads_to_the_new_one(client, council):
    meeting = f.make_meeting(council, held_on=COMING)
    council.slug = "councils"
    council.save()

    response = client.get(f"/en/councils/musterrat/meetings/{meeting.public_id}/?a=1")

    assert response.status_code == 301
    assert response["Location"] == f"/en/councils/councils/meetings/{meeting.public_id}/?a=1"


def test_former_slug_that_also_stands_elsewhere_in_the_address_is_replaced_where_it_names_the_council(client):
    council = f.make_council(slug="en")
    council.slug = "neuer-rat"
    council.save()

    assert client.get("/en/councils/en/meetings/")["Location"] == "/en/councils/neuer-rat/meetings/"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, council, method):
    meeting = f.make_meeting(council)

    for path in ("/en/meetings/", "/en/councils/musterrat/meetings/", address(meeting)):
        response = getattr(client, method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_unknown_council_is_not_found(client):
    assert client.get("/en/councils/niemand/meetings/").status_code == 404


# -- a meeting's page -------------------------------------------------------------------------------------------------


def test_everything_known_of_a_coming_meeting_is_said(client, council):
    venue = f.make_venue(
        council=council, name_de="Rathaus", room_de="Saal 1", street="Markt 1", postcode="12345", city="Musterstadt",
        step_free=Known.YES, nearest_stop_de="Marktplatz", url="https://example.org/karte",
    )  # fmt: skip
    meeting = f.make_meeting(
        council, held_on=COMING, ends_at=datetime.time(20), status="invited", mode="hybrid", is_free=Known.YES,
        venue=venue, expected_attendance=120, convened_by_note_de="Der Vorstand lädt ein.",
        summary_de="<p>Es geht um das Fest.</p>",
    )  # fmt: skip

    assert facts(client, meeting) == {
        "When": "Thursday 18 March 2027 6 pm – 8 pm",
        "Where": "Rathaus, Saal 1 Markt 1, 12345 Musterstadt Nearest stop: Marktplatz The way in has no steps."
        " Map on another website",
        "May I come?": "The meeting is public. You may come and listen.",
        "How to attend": "In person or online",
        "What does it cost?": "It is free of charge.",
        "Interpreting": "Nothing about it is recorded here. Ask the council",
        "Convened by": "Musterrat Der Vorstand lädt ein.",
        "How many people": "About 120 people are expected.",
    }
    page = read(client, address(meeting))
    assert page.startswith("Invitation sent Musterrat, Musterstadt Thursday 18 March 2027 6 pm – 8 pm · Sitzung")
    assert "What it is about So far this text is in German only. Es geht um das Fest." in page


def test_nothing_is_invented_about_a_meeting_of_which_little_is_known(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 6), starts_at=None, openness="unknown", title_de=None)

    assert facts(client, meeting) == {
        "When": "June 2027 The exact day is not known here.",
        "Where": "The place is not known here yet. Ask the council",
        "May I come?": "It is not recorded here whether guests may come. Ask the council",
        "Interpreting": "Nothing about it is recorded here. Ask the council",
        "Convened by": "Musterrat",
    }
    page = read(client, address(meeting))
    assert page.startswith("Planned Musterrat, Musterstadt June 2027 Regular meeting")
    assert not re.search(r"Agenda|How to register|What it is about|free of charge", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_hour_is_never_midnight(client, council, language):
    dates = [COMING, PartialDate(2027, 6), PartialDate(2028), PAST]
    meetings = [f.make_meeting(council, held_on=held_on, starts_at=None) for held_on in dates]

    lists = [f"/{language}/meetings/", f"/{language}/councils/musterrat/meetings/"]
    for path in [*lists, *(address(meeting, language) for meeting in meetings)]:
        assert not re.search(r"\b0?0[:.]00|midnight", client.get(path).content.decode())


def test_heading_is_the_date(client, council):
    meeting = f.make_meeting(council, held_on=COMING)

    headings = re.findall(r"<h1>(.*?)</h1>", client.get(address(meeting, "ru")).content.decode())

    assert headings == ["Четверг, 18\xa0марта 2027\xa0г."]


def test_kind_is_said_where_the_title_does_not(client, council):
    named = f.make_meeting(council, held_on=COMING, starts_at=None, title_de="Plenary 2027", kind="plenary")
    unnamed = f.make_meeting(council, held_on=COMING, starts_at=None, title_de="Sitzung", kind="plenary")

    assert "2027 Plenary 2027 Overview" in read(client, address(named))
    assert "2027 Sitzung · Plenary Overview" in read(client, address(unnamed))


def test_moved_meeting_shows_new_and_old_date(client, council):
    meeting = f.make_meeting(
        council, held_on=COMING, status="moved", moved_from=PartialDate(2027, 3, 11), status_reason_de="Saal belegt"
    )

    content = client.get(address(meeting)).content.decode()
    page = words(client.get(address(meeting)))

    assert page.startswith("Moved Musterrat, Musterstadt Thursday 18 March 2027 Until now: Thursday 11 March 2027")
    assert re.search(r"<s\s*>\s*Thursday 11\xa0March 2027\s*</s>", content)
    assert "The meeting has a new date: Thursday 18 March 2027. The date before was: Thursday 11 March 2027." in page
    assert "Saal belegt" in page


def test_cancelled_meeting_keeps_agenda_and_reason(client, council):
    meeting = f.make_meeting(council, held_on=COMING, status="cancelled", status_reason_de="Kein Saal")
    f.make_agenda_item(meeting=meeting, title_de="Begrüßung")

    page = read(client, address(meeting))

    assert page.startswith("Cancelled Musterrat, Musterstadt Thursday 18 March 2027")
    assert "This meeting is cancelled. Kein Saal" in page
    assert "Agenda Ö 1 Public item 1: Begrüßung" in page
    assert page.index("Kein Saal") < page.index("When")
    assert facts(client, meeting)["Was it public?"] == "The meeting was announced as public."
    assert "Interpreting" not in page


def test_notices_show_while_they_hold(client, council):
    meeting = f.make_meeting(council, held_on=COMING)
    day = datetime.date(2027, 3, 1)
    before, after = day - datetime.timedelta(days=1), day + datetime.timedelta(days=1)
    f.make_meeting_notice(meeting=meeting, title_de="Heute noch", valid_until=day)
    f.make_meeting_notice(meeting=meeting, title_de="Abgelaufen", valid_until=before)
    f.make_meeting_notice(meeting=meeting, title_de="Erst morgen", valid_from=after)

    page = read(client, address(meeting))

    assert "Heute noch" in page
    assert "Abgelaufen" not in page
    assert "Erst morgen" not in page


def test_registration_says_how_and_until_when(client, council):
    meeting = f.make_meeting(
        council, held_on=COMING, registration_deadline=datetime.date(2027, 3, 11),
        registration_note_de="Schreiben Sie uns.", registration_contact="beirat@example.org",
        registration_contact_expires_on=datetime.date(2027, 3, 11),
    )  # fmt: skip

    response = client.get(address(meeting))

    assert (
        "How to register The last day to register is: Thursday 11 March 2027. Schreiben Sie uns."
        " Write to this address: beirat@example.org" in words(response)
    )
    assert "No longer valid" not in words(response)
    assert "mailto:beirat@example.org" not in response.content.decode()


def test_contact_is_marked_expired_after_its_last_day_and_stands_on_this_page_only(client, council):
    meeting = f.make_meeting(
        council, held_on=PAST, registration_deadline=datetime.date(2026, 4, 20),
        registration_contact="m.muster@example.org", registration_contact_expires_on=datetime.date(2026, 4, 28),
    )  # fmt: skip
    f.make_contact_point(council=council, email="beirat@example.org")
    other = f.make_meeting(council, held_on=COMING)

    response = client.get(address(meeting))

    assert "No longer valid The address then was: m.muster@example.org" in words(response)
    assert "The last day to register was: Monday 20 April 2026." in words(response)
    assert re.search(r"<bdi[^>]*>m\.muster@example\.org</bdi>", response.content.decode())
    assert response.content.decode().count("m.muster@example.org") == 1
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    for path in ("/en/", "/en/meetings/", "/en/councils/musterrat/", "/en/councils/musterrat/meetings/"):
        assert "m.muster" not in client.get(path).content.decode()
    assert "m.muster" not in client.get(address(other)).content.decode()


def test_nobody_is_sent_to_ask_a_council_that_cannot_be_reached(client, council):
    meeting = f.make_meeting(
        council, held_on=PAST,
        registration_contact="m.muster@example.org", registration_contact_expires_on=datetime.date(2026, 4, 28),
    )  # fmt: skip

    without = words(client.get(address(meeting))), words(client.get("/en/councils/musterrat/meetings/"))
    f.make_contact_point(council=council, email="beirat@example.org")
    having = words(client.get(address(meeting))), words(client.get("/en/councils/musterrat/meetings/"))

    assert "Write to the council" not in without[0]
    assert "Ask the council" not in without[1]
    assert all("Who can help" in page for page in without)
    assert "Write to the council" in having[0]
    assert "Ask the council when it meets" in having[1]


def test_page_may_be_indexed_unless_it_shows_an_expired_contact(client):
    place = f.make_municipality(
        authority_name="Stadt", street="Markt 1", postcode="12345", city="Ort", email="stadt@example.org"
    )
    council = f.make_council(place)
    meeting = f.make_meeting(council, held_on=PAST)
    if council.jurisdictions.get().municipality.has_controller:
        assert "noindex" not in client.get(address(meeting)).content.decode()

    meeting.registration_contact = "m.muster@example.org"
    meeting.registration_contact_expires_on = datetime.date(2026, 4, 28)
    meeting.save()

    assert '<meta name="robots" content="noindex">' in client.get(address(meeting)).content.decode()


def test_papers_are_a_file_a_link_elsewhere_or_only_known(client, council):
    meeting = f.make_meeting(council, held_on=COMING)
    f.make_meeting_document(meeting=meeting, title_de="Niederschrift", position=1)
    f.make_meeting_document(
        meeting=meeting, title_de="Vorlage", availability="link", url="https://example.org/ris", role="attachment",
        position=2,
    )  # fmt: skip

    response = client.get(address(meeting))

    assert (
        "Documents Niederschrift Minutes We know of this document but do not have it."
        " Vorlage Attachment · on another website" in words(response)
    )
    assert re.search(r'<a\s+href="https://example.org/ris"', response.content.decode())


# -- what changes after the invitation --------------------------------------------------------------------------------


@pytest.fixture
def invited(council):
    """A meeting whose invitation went out on 1 March, with one item and one paper."""
    meeting = f.make_meeting(council, held_on=COMING, status="invited")
    f.make_agenda_item(meeting=meeting, number="Ö 1", title_de="Begrüßung", position=1)
    f.make_meeting_document(meeting=meeting, title_de="Einladung", role="invitation")
    return meeting


def test_what_goes_out_with_the_invitation_is_not_marked(client, invited):
    with time_machine.travel("2027-03-01T12:03:00+01:00", tick=False):
        f.make_agenda_item(meeting=invited, number="Ö 2", title_de="Bericht", position=2)

    with time_machine.travel("2027-03-06T12:00:00+01:00", tick=False):
        page = read(client, address(invited))

    assert not re.search("Added on|Changed on|Replaced", page)


def test_what_is_added_or_changed_after_the_invitation_says_so(client, invited):
    with time_machine.travel("2027-03-05T23:30:00+01:00", tick=False):
        f.make_agenda_item(meeting=invited, number="Ö 2", title_de="Nachtrag", position=2)
        f.make_meeting_document(meeting=invited, title_de="Anlage", role="attachment", position=2)
        f.make_meeting_document(meeting=invited, title_de="Protokoll", role="minutes", position=3)
    with time_machine.travel("2027-03-06T12:00:00+01:00", tick=False):
        first = invited.agenda.get(number="Ö 1")
        first.title_de = "Begrüßung der Gäste"
        first.save()

        page = read(client, address(invited))

    assert "Public item 1: Begrüßung der Gäste Changed on: 6 March 2027 Ö 2" in page
    assert "Public item 2: Nachtrag Added on: 5 March 2027" in page
    assert re.findall(r"Anlage Attachment Added on: (.*?) We know", page) == ["5 March 2027"]
    assert page.count("Added on") == 2
    assert page.count("Changed on") == 1


def test_meeting_published_later_than_its_items_marks_none(client, council):
    meeting = f.make_meeting(council, held_on=COMING, status="invited", state=State.DRAFT)
    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        f.make_agenda_item(meeting=meeting)
    with time_machine.travel("2027-03-03T12:00:00+01:00", tick=False):
        meeting.publish()

        assert "Added on" not in read(client, address(meeting))


def test_papers_of_an_item_stand_at_the_item_and_the_rest_below(client, council):
    meeting = f.make_meeting(council, held_on=COMING)
    first = f.make_agenda_item(meeting=meeting, number="Ö 1", title_de="Kurse", position=1)
    f.make_agenda_item(meeting=meeting, number="Ö 2", title_de="Ende", position=2)
    f.make_meeting_document(meeting=meeting, title_de="Vorlage", role="attachment", agenda_item=first)
    f.make_meeting_document(meeting=meeting, title_de="Einladung", role="invitation")
    closed = f.make_agenda_item(meeting=meeting, number="N 1", title_de="GEHEIM", is_public=False, position=3)
    f.make_meeting_document(meeting=meeting, title_de="GEHEIM", role="attachment", agenda_item=closed)

    page = read(client, address(meeting))

    agenda, papers = page.partition("Agenda ")[2].split(" Documents ", 1)
    assert agenda.index("Kurse") < agenda.index("Vorlage Attachment") < agenda.index("Ende")
    assert papers.startswith("Einladung Invitation")
    assert "GEHEIM" not in page


@pytest.mark.parametrize(
    ("state", "approved_on", "said"),
    [
        ("", None, "Niederschrift Minutes We know"),
        ("draft", None, "Niederschrift Minutes · draft We know"),
        ("approved", None, "Niederschrift Minutes · approved We know"),
        ("approved", datetime.date(2027, 2, 1), "Niederschrift Minutes · approved on: 1 February 2027 We know"),
    ],
)
def test_minutes_say_whether_they_are_approved(client, council, state, approved_on, said):
    meeting = f.make_meeting(council, held_on=PAST)
    f.make_meeting_document(meeting=meeting, minutes_state=state, approved_on=approved_on)

    assert said in read(client, address(meeting))


def test_decision_says_kind_words_votes_and_what_became_of_it(client, council):
    meeting = f.make_meeting(council, held_on=PAST, status="held")
    item = f.make_agenda_item(
        meeting=meeting, number="Ö 3.1", title_de="Dolmetscher", brought_by_de="Liste A", result_de="angenommen",
        decision="recommendation", resolution_de="<p>Die Stadt zahlt.</p>", votes_for=7, votes_against=2, abstentions=1,
        outcome="adopted", outcome_by_de="Stadtrat", outcome_on=PartialDate(2026, 6), outcome_note_de="Ab 2027",
        outcome_url="https://example.org/ris",
    )  # fmt: skip

    response = client.get(address(meeting))

    assert (
        "Ö 3.1 Public item 3.1: Dolmetscher Brought in by: Liste A Result: angenommen Recommendation"
        " So far this text is in German only. Die Stadt zahlt. Votes – for: 7, against: 2, abstentions: 1."
        " What became of it: Adopted · Stadtrat · June 2026 · Where this is written Ab 2027" in words(response)
    )
    assert f'id="item-{item.public_id.hex[:8]}"' in response.content.decode()


def test_non_public_items_do_not_show_at_all_where_the_rules_want_that(client, council):
    meeting = f.make_meeting(council, held_on=COMING, openness="partly")
    f.make_agenda_item(meeting=meeting, number="Ö 1", title_de="Begrüßung")
    f.make_agenda_item(meeting=meeting, number="N 1", title_de="GEHEIM", is_public=False)
    MeetingRules.objects.create(council=f.make_council(), lists_non_public=False)

    assert "N 1" in read(client, address(meeting))
    MeetingRules.objects.create(council=council, lists_non_public=False)

    page = read(client, address(meeting))
    assert "Begrüßung" in page
    assert not re.search("N 1|Non-public item|GEHEIM", page)


def test_help_that_can_be_asked_for_is_said(client, council):
    meeting = f.make_meeting(council, held_on=COMING, mode="hybrid", places=20)
    f.make_editor(council)
    for kind in ("interpreter", "online", "place"):
        f.make_offer(council=council, kind=kind)
    f.make_offer(council=council, kind="child_care", state=State.DRAFT)
    f.make_offer(kind="sign_language")

    assert facts(client, meeting)["Help you can ask for"] == (
        "A place in the room, an interpreter, online access How to ask for it"
    )
    meeting.mode, meeting.places = "in_person", None
    meeting.save()
    assert facts(client, meeting)["Help you can ask for"] == "An interpreter How to ask for it"
    meeting.takes_requests = False
    meeting.save()
    assert "Help you can ask for" not in facts(client, meeting)


def test_moved_hour_shows_and_stays_in_sight_when_invited_again(client, council):
    meeting = f.make_meeting(council, held_on=COMING, starts_at=datetime.time(18))
    life.move(meeting, COMING.earliest, datetime.time(19), reason={"de": "Der Saal war belegt."})

    moved = read(client, address(meeting))
    rows = read(client, "/en/councils/musterrat/meetings/")
    life.invite(meeting)
    again = read(client, address(meeting))

    assert "Until now: Thursday 18 March 2027, 6 pm 7 pm" in moved
    assert (
        "The meeting has a new date: Thursday 18 March 2027, 7 pm. The date before was: Thursday 18 March 2027, 6 pm."
        " Der Saal war belegt." in moved
    )
    assert "Until now: Thursday 18 March 2027, 6 pm" in rows
    assert "Before it was moved: Thursday 18 March 2027, 6 pm" in again


def test_place_has_a_map_even_without_a_link_of_its_own(client, council):
    venue = f.make_venue(council=council, street="Markt 1", postcode="12345", city="Musterstadt")
    meeting = f.make_meeting(council, held_on=COMING, venue=venue)

    content = client.get(address(meeting)).content.decode()

    assert 'href="https://www.openstreetmap.org/search?query=Markt+1%2C+12345+Musterstadt"' in content


# -- the next meeting -------------------------------------------------------------------------------------------------


def test_next_meeting_answers_when_where_who_and_which_help(client, council):
    venue = f.make_venue(council=council, name_de="Rathaus", room_de="Saal 1", nearest_stop_de="Markt")
    meeting = f.make_meeting(
        council, title_de="7. Sitzung", held_on=COMING, ends_at=datetime.time(20), venue=venue, mode="in_person"
    )  # fmt: skip
    f.make_editor(council)
    f.make_offer(council=council)
    cancelled = f.make_meeting(
        council,
        title_de="6. Sitzung",
        held_on=PartialDate(2027, 3, 4),
        status="cancelled",
        status_reason_de="Kein Saal",
    )

    before = words(client.get("/en/councils/musterrat/meetings/"))
    f.make_agenda_item(meeting=meeting)
    response = client.get("/en/councils/musterrat/meetings/")
    page = words(response)

    assert (
        "Next meeting Planned Thursday 18 March 2027, 6 pm – 8 pm 7. Sitzung Where Rathaus, Saal 1 Ort"
        " Nearest stop: Markt Map on another website May I come? The meeting is public. You may come and listen."
        " How to attend In person Help you can ask for An interpreter How to ask for it All about this meeting"
        in before
    )
    assert "Read the agenda" in page
    assert f'href="{address(meeting)}#agenda"' in response.content.decode()
    assert titles(response) == ["7. Sitzung", "6. Sitzung"]
    assert page.index("7. Sitzung") < page.index("Other dates") < page.index("Reason: Kein Saal")
    assert address(cancelled) in response.content.decode()


def test_list_of_a_year_and_later_pages_have_no_next_meeting(client, council):
    for day in range(1, 23):
        f.make_meeting(council, held_on=PartialDate(2027, 5, day))
    first = client.get("/en/councils/musterrat/meetings/").content.decode()
    later = html.unescape(re.search(r'href="([^"]*)"\s+rel="next"', first)[1])

    assert "Next meeting Planned" not in read(client, "/en/councils/musterrat/meetings/?year=2027")
    assert "Next meeting Planned" not in read(client, later)


# -- a meeting that is over -------------------------------------------------------------------------------------------


def test_planned_meeting_in_the_past_is_called_past_not_held(client, council):
    meeting = f.make_meeting(council, held_on=PAST, venue=f.make_venue(council=council), openness="public")

    response = client.get(address(meeting))
    page = words(response)

    assert 'data-page="archived_meeting"' in response.content.decode()
    assert page.startswith("Past Musterrat, Musterstadt Tuesday 28 April 2026")
    assert (
        "This meeting is over. The meeting was announced for this date: Tuesday 28 April 2026."
        " Whether it took place is not recorded here." in page
    )
    assert facts(client, meeting)["Was it public?"] == "The meeting was announced as public."
    assert not re.search(r"May I come|Interpreting|You may come", page)


def test_held_meeting_is_called_held(client, council):
    meeting = f.make_meeting(council, held_on=PAST, status="held", expected_attendance=1)

    page = read(client, address(meeting))

    assert page.startswith("Held Musterrat, Musterstadt Tuesday 28 April 2026")
    assert "This meeting is over. The meeting took place on this date: Tuesday 28 April 2026." in page
    assert "Whether it took place" not in page
    assert facts(client, meeting)["Was it public?"] == "The meeting was public."
    assert facts(client, meeting)["How many people"] == "About 1 person was expected."


def test_what_applied_then_is_marked(client, council):
    meeting = f.make_meeting(council, held_on=PAST)
    f.make_meeting_notice(
        meeting=meeting, title_de="Maskenpflicht", level="warning", valid_until=datetime.date(2026, 4, 28)
    )

    page = read(client, address(meeting))

    assert "What applied then No longer valid Maskenpflicht" in page


def test_other_dates_are_the_next_ones_then_the_latest(client, council):
    dates = [PartialDate(2027, month, 1) for month in (4, 5, 6, 7)] + [PartialDate(2026, month, 1) for month in (1, 2)]
    for held_on in dates:
        f.make_meeting(council, title_de=str(held_on), held_on=held_on)
    meeting = f.make_meeting(council, title_de="diese", held_on=COMING)
    f.make_meeting(f.make_council(), title_de="fremd", held_on=COMING)

    found = titles(client.get(address(meeting)))

    assert found == ["2027-04-01", "2027-05-01", "2027-06-01", "2026-02-01", "2026-01-01"]


# -- all councils -----------------------------------------------------------------------------------------------------


def test_all_meetings_name_their_council_and_place(client, council):
    f.make_meeting(council, title_de="Sitzung A", held_on=COMING)
    f.make_meeting(f.make_council(slug="zweiter", name_de="Zweiter Rat"), title_de="Sitzung B", held_on=PAST)

    page = read(client, "/en/meetings/")

    assert page.index("Next meetings") < page.index("Sitzung A") < page.index("Musterrat, Musterstadt")
    assert page.index("Past meetings") < page.index("Sitzung B") < page.index("Zweiter Rat")


def test_all_meetings_without_any(client):
    assert "No meeting has been announced." in read(client, "/en/meetings/")


def test_end_of_a_list_leads_back(client, council):
    for day in range(1, 22):
        f.make_meeting(council, held_on=PartialDate(2026, 5, day))
    first = client.get("/en/councils/musterrat/meetings/").content.decode()
    path = html.unescape(re.search(r'href="([^"]*)"\s+rel="next"', first)[1])
    Meeting.objects.get(held_on=PartialDate(2026, 5, 1)).withdraw()

    with time_machine.travel("2027-03-02T12:00:00+01:00", tick=False):
        page = read(client, path)

    assert "The list ends here. Back to the next meetings" in page
    assert "No meeting has been announced." not in page


# -- every language ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_every_language(client, council, language):
    coming, past = f.make_meeting(council, held_on=COMING), f.make_meeting(council, held_on=PAST)
    direction = "rtl" if language in ("ar", "fa") else "ltr"

    for page, path in [
        ("meeting_list", f"/{language}/meetings/"),
        ("council_meetings", f"/{language}/councils/musterrat/meetings/"),
        ("meeting", address(coming, language)),
        ("archived_meeting", address(past, language)),
    ]:
        response = client.get(path)
        content = response.content.decode()
        assert response.status_code == 200
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', content)
        assert f'data-page="{page}"' in content
        assert len(re.findall(r"<h1\b", content)) == 1
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


def test_german_text_on_an_arabic_page_is_marked(client, council):
    meeting = f.make_meeting(council, title_de="Sitzung", title_ar=None, held_on=COMING, summary_de="<p>Lang.</p>")
    f.make_agenda_item(meeting=meeting, title_de="Begrüßung", body_de="<p>Auch lang.</p>")
    translated = f.make_meeting(council, title_de="Sitzung", title_ar="جلسة", held_on=COMING)

    content = client.get(address(meeting, "ar")).content.decode()

    assert '<span lang="de" dir="ltr">Sitzung</span>' in content
    assert '<span lang="de" dir="ltr">Begrüßung</span>' in content
    assert content.count('class="fell"') == 1
    assert '<span lang="de" dir="ltr">Sitzung</span>' not in client.get(address(translated, "ar")).content.decode()


# -- what pages cost --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 300])
def test_lists_cost_the_same_with_few_and_many_meetings(client, council, django_assert_num_queries, count):
    venue = f.make_venue(council=council)
    source = f.make_source(council=council)
    for number in range(count):
        held_on = PartialDate(2027, 4, 1 + number % 28) if number % 2 else PartialDate(2026, 4, 1 + number % 28)
        f.make_meeting(council, held_on=held_on, venue=venue, source=source)

    # One for what is offered at the next meeting; none for past ones where those to come fill the page.
    with django_assert_num_queries({1: 6, 3: 7, 300: 6}[count]):
        client.get("/en/councils/musterrat/meetings/")
    with django_assert_num_queries(4 if count < 300 else 3):
        client.get("/en/meetings/")


@pytest.mark.parametrize("count", [1, 3, 300])
def test_meeting_costs_the_same_with_few_and_many_of_everything(client, council, django_assert_num_queries, count):
    other = f.make_council()
    meeting = f.make_meeting(
        councils=[council, other], held_on=COMING, venue=f.make_venue(council=council),
        source=f.make_source(council=council),
    )  # fmt: skip
    f.make_offer(council=council)
    for number in range(count):
        item = f.make_agenda_item(meeting=meeting, position=number)
        f.make_meeting_document(meeting=meeting, position=number, agenda_item=item)
    for number in range(min(count, 5)):
        f.make_meeting_notice(meeting=meeting)
        f.make_meeting(council, held_on=PartialDate(2027, 5, 1 + number))

    path = address(meeting)
    with django_assert_num_queries(7):
        client.get(path)
