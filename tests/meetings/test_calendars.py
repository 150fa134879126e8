"""Calendars, as a program reads them that knows neither us nor the package that writes them."""

import datetime
import re
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
import vobject
from dateutil.tz import tz
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from councils.models import News
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import life
from meetings.calendars import calendar_of, plain
from meetings.models import AccessLink, Convening, Meeting, Venue
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = "2027-03-01T12:00:00+01:00"
BERLIN = ZoneInfo("Europe/Berlin")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OF_COUNCIL, OF_ALL = "/en/councils/musterrat/meetings.ics", "/en/meetings.ics"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def council():
    place = f.make_municipality(place_de="Musterstadt", name_de="Stadt Musterstadt")
    return f.make_council(place, slug="musterrat", name_de="Musterrat", name_ar="مجلس")


def address_of(meeting, language="en"):
    with translation.override(language):
        return reverse("meetings:calendar_of_meeting", args=[meeting.lead.slug, meeting.public_id])


def events_in(content):
    """The entries of a calendar, each with its properties, as vobject reads them."""
    return list(vobject.readOne(content.decode()).contents.get("vevent", []))


def events_at(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return events_in(response.content)


def event_at(client, address):
    [event] = events_at(client, address)
    return event


def values(event):
    """The plain properties of an entry by name."""
    return {name: lines[0].value for name, lines in event.contents.items()}


def summaries(client, address=OF_COUNCIL):
    return [event.summary.value for event in events_at(client, address)]


# -- the hour ----------------------------------------------------------------------------------------------------------

# By the clocks in Berlin, and what hour that is in Greenwich. 2:30 does not exist in March and comes twice in October;
# RFC 5545 (3.3.5) then means the hour before the gap, and the first of the two.
ON_CLOCK_CHANGES = {
    "2027-03-28 01:30": "2027-03-28 00:30",
    "2027-03-28 02:30": "2027-03-28 01:30",
    "2027-03-28 03:30": "2027-03-28 01:30",
    "2027-10-31 01:30": "2027-10-30 23:30",
    "2027-10-31 02:30": "2027-10-31 00:30",
    "2027-10-31 03:30": "2027-10-31 02:30",
    "2028-03-26 01:30": "2028-03-26 00:30",
    "2028-03-26 02:30": "2028-03-26 01:30",
    "2028-03-26 03:30": "2028-03-26 01:30",
    "2028-10-29 01:30": "2028-10-28 23:30",
    "2028-10-29 02:30": "2028-10-29 00:30",
    "2028-10-29 03:30": "2028-10-29 02:30",
}


def make_meetings(council, moments):
    """A meeting at each of these moments, with that as its title; each lasts an hour and a half."""
    meetings = Meeting.objects.bulk_create(
        Meeting(
            keeper=council, state=State.PUBLISHED, title_de=f"{moment:%Y-%m-%d %H:%M}", openness="public",
            held_on=PartialDate.of(moment.date()), starts_at=moment.time(),
            ends_at=(moment + datetime.timedelta(minutes=90)).time(),
        )
        for moment in moments
    )  # fmt: skip
    Convening.objects.bulk_create(
        Convening(meeting=meeting, council=council, state=State.PUBLISHED) for meeting in meetings
    )
    return meetings


def test_every_hour_of_two_years_is_right_over_the_clock_changes(client, council):
    """Calendars read by an independent parser over two years of clock changes."""
    changes = [datetime.datetime.fromisoformat(moment) for moment in ON_CLOCK_CHANGES]
    first = datetime.datetime.fromisoformat("2027-03-02 18:00")
    weekly = [first + datetime.timedelta(days=5 * number, hours=number % 4) for number in range(146)]
    make_meetings(council, [*changes, *weekly])

    events = events_at(client, OF_COUNCIL)

    read = {event.summary.value.partition(" – ")[0]: event.dtstart.value.astimezone(datetime.UTC) for event in events}
    expected = {f"{moment:%Y-%m-%d %H:%M}": moment.replace(tzinfo=BERLIN).astimezone(datetime.UTC) for moment in weekly}
    expected |= {
        moment: datetime.datetime.fromisoformat(greenwich).replace(tzinfo=datetime.UTC)
        for moment, greenwich in ON_CLOCK_CHANGES.items()
    }
    assert read == expected
    assert len(read) == 158
    assert max(read) > "2029"
    # Read from the rules in the calendar itself, not from what the reader knows of Berlin.
    assert {type(event.dtstart.value.tzinfo).__module__ for event in events} == {"dateutil.tz.tz"}


def test_rules_of_the_calendar_are_those_of_berlin(council):
    source = calendar_of([], datetime.datetime.now(datetime.UTC)).decode()
    Path(settings.STATE_DIR, "zone.ics").write_text(source)
    zone = tz.tzical(str(Path(settings.STATE_DIR, "zone.ics"))).get()
    hours = [
        datetime.datetime.combine(datetime.date(year, month, day), datetime.time(hour))
        for year in range(1997, 2060)
        for month in (1, 3, 4, 7, 9, 10, 11)
        for day in (1, 24, 25, 26, 27, 28, 29, 30)
        for hour in (0, 1, 3, 4, 12)
    ]

    assert [h for h in hours if h.replace(tzinfo=zone).utcoffset() != h.replace(tzinfo=BERLIN).utcoffset()] == []


def test_meeting_before_the_present_rules_says_its_hour_of_greenwich(client, council):
    old = f.make_meeting(council, held_on=PartialDate(1995, 10, 10), starts_at=datetime.time(18))

    event = event_at(client, address_of(old))

    # Summer time ended in September then.
    assert event.dtstart.value == datetime.datetime(1995, 10, 10, 17, tzinfo=datetime.UTC)


def test_unknown_hour_is_a_day_and_never_midnight(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18), starts_at=None)

    event = event_at(client, address_of(meeting))

    assert event.dtstart.value == datetime.date(2027, 3, 18)
    assert "dtend" not in event.contents
    assert event.transp.value == "TRANSPARENT"


def test_end_stands_where_it_is_known(client, council):
    times = {"starts_at": datetime.time(18), "held_on": PartialDate(2027, 3, 18)}
    known = f.make_meeting(council, **times, ends_at=datetime.time(20, 15))
    unknown = f.make_meeting(council, **times)
    # 2:30 to 3:15 on the day without that hour.
    lost = f.make_meeting(
        council, held_on=PartialDate(2027, 3, 28), starts_at=datetime.time(2, 30), ends_at=datetime.time(3, 15)
    )

    ends = event_at(client, address_of(known)).dtend.value

    assert ends == datetime.datetime(2027, 3, 18, 20, 15, tzinfo=BERLIN)
    assert [row for row in (unknown, lost) if "dtend" in event_at(client, address_of(row)).contents] == []


# -- which meetings ----------------------------------------------------------------------------------------------------


def test_council_calendar_holds_known_days_of_two_years_back_and_all_to_come(client, council):
    for title, held_on in [
        ("vor drei Jahren", PartialDate(2024, 3, 1)),
        ("vor zwei Jahren", PartialDate(2025, 3, 2)),
        ("im Monat", PartialDate(2027, 5)),
        ("im Jahr", PartialDate(2027)),
        ("bald", PartialDate(2027, 3, 2)),
        ("später", PartialDate(2035, 1, 1)),
    ]:
        f.make_meeting(council, title_de=title, held_on=held_on, starts_at=None)

    assert summaries(client) == [
        "vor zwei Jahren – Musterrat, Musterstadt",
        "bald – Musterrat, Musterstadt",
        "später – Musterrat, Musterstadt",
    ]


def test_calendar_of_all_holds_every_council_and_one_year_back(client, council):
    other = f.make_council(f.make_municipality(place_de="Beispielhausen"), name_de="Beispielrat")
    f.make_meeting(council, title_de="zusammen", councils=[council, other], held_on=PartialDate(2027, 3, 18))
    f.make_meeting(other, title_de="allein", held_on=PartialDate(2027, 4, 1))
    f.make_meeting(other, title_de="alt", held_on=PartialDate(2026, 2, 1))

    assert summaries(client, OF_ALL) == [
        "zusammen – Musterrat, Musterstadt",
        "allein – Beispielrat, Beispielhausen",
    ]


def test_what_comes_first_is_kept_where_there_is_too_much(client, council, monkeypatch):
    monkeypatch.setattr("meetings.views.calendars.OF_COUNCIL", {"days": 730, "most": 3})
    for title, day in [("vorgestern", 27), ("gestern", 28)]:
        f.make_meeting(council, title_de=title, held_on=PartialDate(2027, 2, day))
    for day in (2, 3):
        f.make_meeting(council, title_de=f"{day}. März", held_on=PartialDate(2027, 3, day))

    assert [summary.partition(" – ")[0] for summary in summaries(client)] == ["gestern", "2. März", "3. März"]

    for day in (4, 5):
        f.make_meeting(council, title_de=f"{day}. März", held_on=PartialDate(2027, 3, day))

    assert [summary.partition(" – ")[0] for summary in summaries(client)] == ["2. März", "3. März", "4. März"]


def test_empty_calendar_is_one(client, council):
    calendar = vobject.readOne(client.get(OF_COUNCIL).content.decode())

    assert list(calendar.contents["x-wr-calname"][0].value.split(" – ")) == ["Musterrat, Musterstadt", "Meetings"]
    assert "vevent" not in calendar.contents


def test_meeting_of_an_unknown_day_has_no_calendar(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 5), starts_at=None)

    assert client.get(address_of(meeting)).status_code == 404


# -- what an entry says ------------------------------------------------------------------------------------------------


def test_entry_says_all_that_a_calendar_can_show(client, council):
    venue = f.make_venue(
        council=council, name_de="Rathaus; Neubau", room_de="Saal 1", street="Markt 1", postcode="12345",
        city="Musterstadt",
    )  # fmt: skip
    meeting = f.make_meeting(
        council, title_de="Sitzung", held_on=PartialDate(2027, 3, 18), venue=venue, status="invited", mode="hybrid"
    )
    meeting.save()

    event = event_at(client, address_of(meeting))

    page = f"http://testserver/en/councils/musterrat/meetings/{meeting.public_id}/"
    said = values(event)
    assert {name: said[name] for name in said if name not in {"description", "dtstart"}} == {
        "uid": f"{meeting.public_id}@testserver",
        "sequence": "1",
        "dtstamp": meeting.modified,
        "last-modified": meeting.modified,
        "status": "CONFIRMED",
        "summary": "Sitzung – Musterrat, Musterstadt",
        "location": "Saal 1, Rathaus; Neubau, Markt 1, 12345 Musterstadt",
        "transp": "OPAQUE",
        "url": page,
    }
    assert said["description"].split("\n") == [
        "The invitation has been sent. The date of the meeting is: Thursday 18 March 2027.",
        "It begins at 6 pm.",
        "Place: Saal 1, Rathaus; Neubau, Markt 1, 12345 Musterstadt.",
        "The meeting is public. You may come and listen.",
        "How to attend: in person or online.",
        "Convened by: Musterrat.",
        page,
    ]


@pytest.mark.parametrize(
    ("status", "written"),
    [
        ("planned", "TENTATIVE"), ("invited", "CONFIRMED"), ("moved", "CONFIRMED"), ("held", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)  # fmt: skip
def test_every_state_has_its_word(client, council, status, written):
    reasons = {"status_reason_de": "Kein Saal", "moved_from": PartialDate(2027, 1, 4)}
    meeting = f.make_meeting(council, status=status, held_on=PartialDate(2027, 2, 4), **reasons)

    assert event_at(client, address_of(meeting)).status.value == written


def test_moved_and_cancelled_meetings_say_so_first_and_why(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18), status="invited")
    life.move(meeting, datetime.date(2027, 4, 22), datetime.time(19), reason={"de": "Der Saal ist belegt."})

    moved = event_at(client, address_of(meeting))

    assert moved.summary.value == "Moved: Sitzung – Musterrat, Musterstadt"
    assert moved.dtstart.value == datetime.datetime(2027, 4, 22, 19, tzinfo=BERLIN)
    assert moved.description.value.split("\n")[0] == (
        "The meeting has a new date: Thursday 22 April 2027, 7 pm. The date before was: Thursday 18 March 2027, 6 pm."
    )
    assert "Reason: Der Saal ist belegt." in moved.description.value.split("\n")

    life.invite(meeting)

    invited = event_at(client, address_of(meeting))
    assert invited.summary.value == "Sitzung – Musterrat, Musterstadt"
    assert "Before it was moved, the date was: Thursday 18 March 2027, 6 pm." in invited.description.value.split("\n")

    life.cancel(meeting, {"de": "Kein Saal"})

    cancelled = event_at(client, address_of(meeting))
    assert cancelled.summary.value == "Cancelled: Sitzung – Musterrat, Musterstadt"
    assert (cancelled.status.value, cancelled.transp.value) == ("CANCELLED", "TRANSPARENT")


def test_online_meeting_is_online(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18), mode="online")

    assert event_at(client, address_of(meeting)).location.value == "Online"


def test_text_cannot_break_out_of_its_line(client, council):
    title = "Erstens; zweitens, \\n drittens\r\nATTENDEE:mailto:x@example.org\nEND:VEVENT\x0b „Ü😀“ " + "Lang" * 30
    meeting = f.make_meeting(council, title_de=title, held_on=PartialDate(2027, 3, 18))

    response = client.get(address_of(meeting))

    event = vobject.readOne(response.content.decode()).vevent
    assert event.summary.value == (
        "Erstens; zweitens, \\n drittens ATTENDEE:mailto:x@example.org END:VEVENT „Ü😀“ " + "Lang" * 30
        + " – Musterrat, Musterstadt"
    )  # fmt: skip
    assert "attendee" not in event.contents


def test_lines_end_and_fold_as_the_standard_says(client, council):
    f.make_meeting(council, title_de="Ü😀" * 60, held_on=PartialDate(2027, 3, 18))

    content = client.get(OF_COUNCIL).content

    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert [line.decode() for line in content.split(b"\r\n")][:3] == [
        "BEGIN:VCALENDAR", "PRODID:-//Mitsprache//Meetings of councils//EN", "VERSION:2.0",
    ]  # fmt: skip


def test_calendar_to_follow_says_where_it_is_from_and_how_often_to_look(client, council):
    calendar = client.get(OF_COUNCIL).content.decode().replace("\r\n ", "")

    assert {
        "X-WR-TIMEZONE:Europe/Berlin", "REFRESH-INTERVAL;VALUE=DURATION:PT4H", "X-PUBLISHED-TTL:PT4H",
        "SOURCE;VALUE=URI:http://testserver/en/councils/musterrat/meetings.ics",
        "URL:http://testserver/en/councils/musterrat/meetings/",
    } <= set(calendar.split("\r\n"))  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_calendar(client, council, language):
    own = {f"title_{language.replace('-', '_')}": "Eigener Titel"}
    f.make_meeting(council, held_on=PartialDate(2027, 3, 18), **own)
    german = f.make_meeting(council, title_de="Nur deutsch", held_on=PartialDate(2027, 3, 19))

    response = client.get(f"/{language}/councils/musterrat/meetings.ics")

    first, second = events_in(response.content)
    assert response["Content-Language"] == language
    assert first.description.params["LANGUAGE"] == first.summary.params["LANGUAGE"] == [language]
    assert second.summary.params["LANGUAGE"] == ["de"]
    assert "Eigener Titel" in first.summary.value
    assert second.url.value == f"http://testserver/{language}/councils/musterrat/meetings/{german.public_id}/"
    assert second.uid.value == f"{german.public_id}@testserver"
    with translation.override(language):
        public = translation.gettext("The meeting is public. You may come and listen.")
    assert plain(public) in first.description.value.split("\n")
    if language in {"ar", "fa"}:
        assert second.summary.value.startswith("\N{FIRST STRONG ISOLATE}Nur deutsch\N{POP DIRECTIONAL ISOLATE} – ")


# -- SEQUENCE ----------------------------------------------------------------------------------------------------------


def test_sequence_rises_with_each_change(client, council, clock):
    venue = f.make_venue(council=council)
    other = f.make_meeting(council, held_on=PartialDate(2027, 3, 19))
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18), venue=venue)
    seen = []

    def look():
        event = event_at(client, address_of(meeting))
        seen.append((int(event.sequence.value), event.contents["last-modified"][0].value))

    look()
    for step in (
        lambda: life.move(meeting, datetime.date(2027, 4, 22)),
        lambda: life.cancel(meeting, {"de": "Kein Saal"}),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(title_de="Neu"),
        lambda: Venue.objects.filter(pk=venue.pk).update(room_de="Saal 2"),
        lambda: Venue.objects.get(pk=venue.pk).save(),
        lambda: Venue.objects.get(pk=venue.pk).withdraw(),
    ):
        clock.shift(60)
        step()
        look()

    assert [number for number, _moment in seen] == [0, 1, 2, 3, 4, 5, 6]
    assert [moment for _number, moment in seen] == sorted({moment for _number, moment in seen})
    assert event_at(client, address_of(other)).sequence.value == "0"


def test_uid_stays_whatever_happens(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))
    before = event_at(client, address_of(meeting)).uid.value

    life.move(meeting, datetime.date(2027, 4, 22))
    council.slug = "anderer-rat"
    council.save()

    assert {event.uid.value for event in events_at(client, "/ar/councils/anderer-rat/meetings.ics")} == {before}


# -- nothing that is not public ----------------------------------------------------------------------------------------


def test_nothing_hidden_is_in_a_calendar(client, council, clock):
    meeting = f.make_meeting(
        council, held_on=PartialDate(2027, 3, 18), mode="hybrid", registration_contact="kanari@example.org",
        registration_contact_expires_on=datetime.date(2030, 1, 1),
        venue=f.make_venue(council=council, name_de="Kanari-Haus", state=State.DRAFT),
    )  # fmt: skip
    AccessLink.objects.create(meeting=meeting, url="https://example.org/kanari", more="kanari")
    f.make_agenda_item(meeting=meeting, title_de="Kanari-Punkt", is_public=False)
    days = {"held_on": PartialDate(2027, 3, 18)}
    later = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
    hidden = [
        f.make_meeting(council, title_de="Kanari-Entwurf", state=State.DRAFT, **days),
        f.make_meeting(council, title_de="Kanari-Termin", publish_at=later, **days),
        f.make_meeting(council, title_de="Kanari-Rückzug", **days),
        f.make_meeting(council, title_de="Kanari-Löschung", **days),
    ]
    clock.shift(60)
    hidden[2].withdraw()
    hidden[3].remove()

    contents = [client.get(address).content.decode() for address in (OF_COUNCIL, OF_ALL, address_of(meeting))]

    assert [events_in(content.encode())[0].summary.value for content in contents] == [
        "Sitzung – Musterrat, Musterstadt"
    ] * 3
    assert [content for content in contents if "kanari" in content.replace("\r\n ", "").lower()] == []
    assert [client.get(address_of(row)).status_code for row in hidden] == [404, 404, 410, 410]


def test_meeting_enters_the_calendar_when_its_time_has_come(client, council, clock):
    later = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
    f.make_meeting(council, held_on=PartialDate(2027, 9, 9), publish_at=later)
    before = client.get(OF_COUNCIL)

    clock.move_to(later)
    after = client.get(OF_COUNCIL, headers={"If-None-Match": before["ETag"]})

    assert events_in(before.content) == []
    assert [event.summary.value for event in events_in(after.content)] == ["Sitzung – Musterrat, Musterstadt"]


# -- answers -----------------------------------------------------------------------------------------------------------


def test_answer_is_a_calendar_and_nothing_else(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))

    headers = {name: client.get(address_of(meeting)).headers.get(name) for name in (
        "Content-Type", "Content-Language", "Content-Disposition", "Cache-Control", "X-Robots-Tag", "Set-Cookie",
    )}  # fmt: skip

    assert headers == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Language": "en",
        "Content-Disposition": 'inline; filename="musterrat-2027-03-18.ics"',
        "Cache-Control": "no-cache",
        "X-Robots-Tag": "noindex",
        "Set-Cookie": None,
    }


def test_same_calendar_is_not_sent_twice(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))
    first = client.get(OF_COUNCIL)

    again = client.get(OF_COUNCIL, headers={"If-None-Match": first["ETag"]})
    Meeting.objects.filter(pk=meeting.pk).update(title_de="Neu")
    changed = client.get(OF_COUNCIL, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_calendars_are_only_read(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))

    for address in (OF_COUNCIL, OF_ALL, address_of(meeting)):
        assert client.head(address).status_code == 200
        assert [getattr(client, method)(address).status_code for method in ("post", "put", "delete")] == [405] * 3


def test_wrong_addresses_are_pages_that_say_so(client, council):
    other = f.make_council()
    joint = f.make_meeting(councils=[council, other], held_on=PartialDate(2027, 3, 18))
    identifier = str(joint.public_id)

    answers = {
        name: client.get(f"/en/councils/{path}")
        for name, path in {
            "unknown council": "nirgendwo/meetings.ics",
            "unknown meeting": f"musterrat/meetings/{uuid.uuid4()}.ics",
            "second council": f"{other.slug}/meetings/{identifier}.ics",
            "in capitals": f"musterrat/meetings/{identifier.upper()}.ics",
        }.items()
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "unknown council": 404, "unknown meeting": 404, "second council": 301, "in capitals": 301,
    }  # fmt: skip
    assert {answers[name]["Location"] for name in ("second council", "in capitals")} == {address_of(joint)}
    assert answers["unknown council"]["Content-Type"] == "text/html; charset=utf-8"


def test_former_address_of_a_council_leads_on(client, council, clock):
    council.slug = "neuer-rat"
    council.save()

    answer = client.get(OF_COUNCIL)

    assert (answer.status_code, answer["Location"]) == (301, "/en/councils/neuer-rat/meetings.ics")

    clock.shift(60)
    council.withdraw()

    assert client.get("/en/councils/neuer-rat/meetings.ics").status_code == 410


def test_many_meetings_cost_no_more_queries(client, council, django_assert_max_num_queries):
    first = datetime.datetime.fromisoformat("2027-03-02 18:00")

    def cost(address):
        with django_assert_max_num_queries(8) as queries:
            client.get(address)
        return len(queries)

    make_meetings(council, [first + datetime.timedelta(days=number) for number in range(3)])
    few = [cost(OF_COUNCIL), cost(OF_ALL)]
    make_meetings(council, [first + datetime.timedelta(days=number) for number in range(3, 299)])

    assert [cost(OF_COUNCIL), cost(OF_ALL)] == few
    assert cost(address_of(Meeting.objects.first())) <= 8


# -- on the pages ------------------------------------------------------------------------------------------------------


def hrefs(client, address):
    return re.findall(r'href="([^"]*)"', client.get(address).content.decode())


def test_pages_lead_to_the_calendars(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))

    page = client.get("/en/councils/musterrat/meetings/").content.decode()

    assert "webcal://testserver/en/councils/musterrat/meetings.ics" in hrefs(client, "/en/councils/musterrat/meetings/")
    assert "http://testserver/en/councils/musterrat/meetings.ics" in page
    assert address_of(meeting) in hrefs(client, "/en/councils/musterrat/meetings/")
    assert address_of(meeting) in hrefs(client, meeting_page(meeting))
    assert "webcal://testserver/en/meetings.ics" in hrefs(client, "/en/meetings/")


def test_page_offers_no_entry_that_there_is_not(client, council):
    month = f.make_meeting(council, held_on=PartialDate(2027, 5), starts_at=None)
    cancelled = f.make_meeting(
        council, held_on=PartialDate(2027, 3, 18), status="cancelled", status_reason_de="Kein Saal"
    )

    offered = [address_of(row) for row in (month, cancelled) if address_of(row) in hrefs(client, meeting_page(row))]

    assert offered == []


def meeting_page(meeting):
    with translation.override("en"):
        return meeting.get_absolute_url()


def test_listener_leaves_other_kinds_alone(council):
    meeting = f.make_meeting(council)
    f.make_news(council=council)
    News.objects.update(title_de="Neu")

    assert Meeting.objects.get(pk=meeting.pk).sequence == 0
