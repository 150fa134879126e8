"""What the data know of a meeting, said in whole sentences in twelve languages."""

import datetime
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from councils.dates import clock, long_date
from councils.partial_dates import PartialDate
from meetings import sentences
from meetings.models import AgendaItem, Known
from tests import factories as f

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 3, 1, 11, 0, tzinfo=datetime.UTC)
PAST = PartialDate(2026, 4, 28)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TRANSLATED = [code for code in LANGUAGES if code != "en"]


def make(**fields):
    """A meeting of which everything is known."""
    council = f.make_council(name_de="Migrationsrat")
    venue = f.make_venue(
        council=council, name_de="Kreishaus", room_de="Großer Saal", street="Markt 1", postcode="12345", city="Ort"
    )
    known = {
        "held_on": PartialDate(2027, 3, 18),
        "starts_at": datetime.time(18),
        "ends_at": datetime.time(20, 30),
        "openness": "public",
        "mode": "hybrid",
        "is_free": Known.YES,
        "expected_attendance": 40,
        "venue": venue,
    }
    return f.make_meeting(council, **known | fields)


def english(meeting):
    with translation.override("en"):
        return [sentence.replace("\xa0", " ") for sentence in sentences.about(meeting, NOW)]


def test_coming_meeting():
    assert english(make()) == [
        "The meeting is planned for this date: Thursday 18 March 2027.",
        "It begins at 6 pm and ends at 8:30 pm.",
        "Place: Großer Saal, Kreishaus, Markt 1, 12345 Ort.",
        "The meeting is public. You may come and listen.",
        "How to attend: in person or online.",
        "It is free of charge.",
        "Convened by: Migrationsrat.",
        "About 40 people are expected.",
    ]


def test_meeting_that_was_announced():
    assert english(make(held_on=PAST, is_free=Known.NO, expected_attendance=1, ends_at=None)) == [
        "The meeting was announced for this date: Tuesday 28 April 2026. Whether it took place is not recorded here.",
        "It was to begin at 6 pm.",
        "Place: Großer Saal, Kreishaus, Markt 1, 12345 Ort.",
        "The meeting was announced as public.",
        "How to attend: in person or online.",
        "Attending cost money.",
        "Convened by: Migrationsrat.",
        "About 1 person was expected.",
    ]


def test_meeting_of_which_little_is_known():
    meeting = make(
        held_on=PartialDate(2027, 6), starts_at=None, ends_at=None, openness="unknown", mode="unknown", venue=None,
        is_free=Known.UNKNOWN, expected_attendance=None,
    )  # fmt: skip

    assert english(meeting) == [
        "The meeting is planned for this date: June 2027.",
        "Convened by: Migrationsrat.",
    ]


def test_small_room_asks_for_a_place_while_one_can_come():
    small = "The room is small. Please ask for a place before you come."
    says_so = [{"places": 5}, {"places": 5, "openness": "partly"}]
    does_not = [
        {},
        {"places": 5, "mode": "online"},
        {"places": 5, "openness": "non_public"},
        {"places": 5, "held_on": PAST},
        {"places": 5, "status": "cancelled", "status_reason_de": "Kein Saal"},
    ]

    assert [fields for fields in [*says_so, *does_not] if small in english(make(**fields))] == says_so


def test_nobody_has_to_come_where_it_is_online_only():
    told = {openness: english(make(mode="online", openness=openness)) for openness in ("public", "partly")}

    assert "The meeting is public. You may listen online." in told["public"]
    assert "A part of the meeting is public. You may listen to that part online." in told["partly"]


def test_cancelled_meeting_was_to_begin():
    cancelled = make(status="cancelled", status_reason_de="Kein Saal", ends_at=None)

    assert english(cancelled)[1] == "It was to begin at 6 pm."


@pytest.mark.parametrize(
    ("fields", "state", "sentence"),
    [
        ({"status": "planned"}, "planned", "The meeting is planned for this date: Thursday 18 March 2027."),
        (
            {"status": "invited"},
            "invited",
            "The invitation has been sent. The date of the meeting is: Thursday 18 March 2027.",
        ),
        (
            {"status": "moved", "moved_from": PartialDate(2027, 3, 11)},
            "moved",
            "The meeting has a new date: Thursday 18 March 2027. The date before was: Thursday 11 March 2027.",
        ),
        (
            {"status": "cancelled", "status_reason_de": "Kein Saal"},
            "cancelled",
            "The meeting is cancelled. It was planned for this date: Thursday 18 March 2027.",
        ),
        (
            {"status": "cancelled", "status_reason_de": "Kein Saal", "held_on": PAST},
            "cancelled",
            "The meeting was cancelled. It was planned for this date: Tuesday 28 April 2026.",
        ),
        (
            {"status": "held", "held_on": PAST},
            "held",
            "The meeting took place on this date: Tuesday 28 April 2026.",
        ),
        (
            {"status": "moved", "moved_from": PartialDate(2026, 4, 1), "held_on": PAST},
            "past",
            (
                "The meeting was announced for this date: Tuesday 28 April 2026."
                " Whether it took place is not recorded here."
            ),
        ),
    ],
)
def test_state_and_date(fields, state, sentence):
    meeting = make(**fields)

    assert sentences.state_of(meeting, NOW) == state
    assert english(meeting)[0] == sentence


@pytest.mark.parametrize(
    ("openness", "coming", "past"),
    [
        ("public", "The meeting is public. You may come and listen.", "The meeting was announced as public."),
        (
            "partly",
            "A part of the meeting is public. You may come and listen to that part.",
            "A part of the meeting was announced as public.",
        ),
        (
            "non_public",
            "The meeting is not public. Only members take part.",
            "The meeting was announced as not public.",
        ),
        ("unknown", "", ""),
    ],
)
def test_whether_guests_may_come(openness, coming, past):
    with translation.override("en"):
        assert sentences.openness_of(make(openness=openness), NOW) == coming
        assert sentences.openness_of(make(openness=openness, held_on=PAST), NOW) == past


def test_several_councils_and_names_that_keep_their_direction():
    council, other = f.make_council(name_de="Erster Rat"), f.make_council(name_de="Zweiter Rat")
    meeting = f.make_meeting(councils=[council, other])

    with translation.override("en"):
        assert sentences.conveners_of(meeting) == "Convened by: Erster Rat, Zweiter Rat."
    with translation.override("ar"):
        assert "\u2068Erster Rat\u2069، \u2068Zweiter Rat\u2069" in sentences.conveners_of(meeting)


def test_registration_is_open_through_its_last_day():
    with translation.override("en"):
        last_day = make(registration_deadline=datetime.date(2027, 3, 1))
        over = make(registration_deadline=datetime.date(2027, 2, 28))
        assert sentences.registration_of(last_day, NOW) == "The last day to register is: Monday 1\xa0March 2027."
        assert sentences.registration_of(over, NOW) == "The last day to register was: Sunday 28\xa0February 2027."
        assert sentences.registration_of(make(), NOW) == ""


# -- in every language ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_in_every_language(language):
    coming, past = make(title_de=None), make(held_on=PAST, title_de=None)

    for meeting in (coming, past):
        with translation.override(language):
            said = sentences.about(meeting, NOW)
            day, begin, end = long_date(meeting.held_on), clock(meeting.starts_at), clock(meeting.ends_at)
            print(language, sentences.heading_of(meeting), *said, sep="\n  ")

        assert len(said) == 8
        assert all(sentence.endswith((".", "।", "。")) for sentence in said)
        assert not re.search(r"%\(|\.\.|\{|None| {2}", " ".join(said))
        assert day in said[0]
        assert begin in said[1]
        assert end in said[1]
        assert "Kreishaus" in said[2]
        assert "Migrationsrat" in said[6]
        assert "40" in said[7]


@pytest.mark.parametrize("language", TRANSLATED)
def test_sentences_are_translated(language):
    meeting = make(title_de=None)
    said = {}
    for code in ("en", "de", language):
        with translation.override(code):
            said[code] = [sentences.heading_of(meeting), *sentences.about(meeting, NOW)]

    assert [sentence for sentence in said[language] if sentence in said["en"]] == []
    if language not in ("de", "de-simple"):
        assert [sentence for sentence in said[language] if sentence in said["de"]] == []


# Which form a number takes, by the rules of each language (Unicode CLDR), in the order of its catalogue.
TWO = {0: 1, 1: 0, 2: 1, 5: 1, 11: 1, 21: 1, 100: 1}
PLURALS = {
    "de": TWO,
    "de-simple": TWO,
    "en": TWO,
    "bg": TWO,
    "fa": TWO | {0: 0},
    "tr": TWO | {0: 0},
    "vi": dict.fromkeys(TWO, 0),
    "ro": {0: 1, 1: 0, 2: 1, 5: 1, 11: 1, 19: 1, 20: 2, 21: 2, 100: 2, 101: 1},
    "pl": {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 2, 22: 1, 100: 2},
    "ru": {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 100: 2, 111: 2},
    "uk": {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 21: 0, 22: 1, 100: 2, 111: 2},
    "ar": {0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4},
}


def catalogue(language):
    return polib.pofile(
        str(Path(settings.LOCALE_PATHS[0], translation.to_locale(language), "LC_MESSAGES", "django.po"))
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_numbers_take_the_form_that_the_language_asks_for(language):
    entry = catalogue(language).find("About %(count)s person is expected.")
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    meeting = make()

    for count, form in PLURALS[language].items():
        meeting.expected_attendance = count
        with translation.override(language):
            said = sentences.expected_at(meeting, NOW)
        print(language, said)
        assert said == forms[form] % {"count": count}


def test_english_numbers():
    meeting = make()
    said = []
    for count in (0, 1, 2):
        meeting.expected_attendance = count
        with translation.override("en"):
            said.append(sentences.expected_at(meeting, NOW))

    assert said == ["About 0 people are expected.", "About 1 person is expected.", "About 2 people are expected."]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_form_of_every_counted_text_is_there(language):
    file = catalogue(language)
    forms = int(re.search(r"nplurals\s*=\s*(\d)", file.metadata["Plural-Forms"])[1])

    missing = [
        entry.msgid
        for entry in file
        if entry.msgid_plural and 0 < len(list(filter(None, entry.msgstr_plural.values()))) < forms
    ]

    # Where none is there, `make lint` knows whether one has to be.
    assert missing == []
    assert forms == max(PLURALS[language].values()) + 1 or language in ("ru", "uk", "pl")


# -- agenda items -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "is_public", "spoken"),
    [
        ("Ö 3.1", True, "public item 3.1"),
        ("ö3", True, "public item 3"),
        ("N 2", False, "non-public item 2"),
        ("NÖ 2.1.", False, "non-public item 2.1"),
        ("N 2", True, "non-public item 2"),
        ("TOP 4", True, "item 4"),
        ("Ö TOP 4", True, "public item 4"),
        ("5.", True, "item 5"),
        ("5", False, "non-public item 5"),
        ("3a", True, "item 3a"),
        ("IV", True, "item IV"),
        ("", True, ""),
        ("", False, "non-public item"),
    ],
)
def test_number_is_spoken_as_what_it_means(number, is_public, spoken):
    with translation.override("en"):
        assert sentences.spoken_number(AgendaItem(number=number, is_public=is_public)) == spoken


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ({}, ""),
        ({"votes_for": 0, "votes_against": 0}, "Votes – for: 0, against: 0."),
        (
            {"votes_for": 7, "votes_against": 2, "abstentions": 0},
            "Votes – for: 7, against: 2, abstentions: 0.",
        ),
    ],
)
def test_votes_are_said_where_they_were_counted(votes, said):
    with translation.override("en"):
        assert sentences.votes_of(AgendaItem(**votes)) == said
