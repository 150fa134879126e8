"""Reading pasted agendas and lists of dates: as offices write them, odd ones too."""

import datetime
import time

import pytest
from django.utils import translation

from meetings.pasting import LONGEST_TITLE, MOST_DATES, MOST_ITEMS, read_agenda, read_dates, text_of_file


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def rows(text):
    """Number, title and whether it is public, of each item."""
    return [(item.number, item.title, item.is_public) for item in read_agenda(text).items]


def titles(text):
    return [(item.number, item.title) for item in read_agenda(text).items]


# -- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1. Begrüßung\n2. Wahl\n3. Ende", ["1", "2", "3"]),
        ("1) Begrüßung\n2) Wahl\n3) Ende", ["1", "2", "3"]),
        ("1.Begrüßung\n2.Wahl\n3.Ende", ["1", "2", "3"]),
        ("1 Begrüßung\n2 Wahl\n3 Ende", ["1", "2", "3"]),
        ("1\tBegrüßung\n2\tWahl\n3\tEnde", ["1", "2", "3"]),
        ("TOP 1 Begrüßung\nTOP 2: Wahl\nTOP 3. Ende", ["TOP 1", "TOP 2", "TOP 3"]),
        ("Top 1\nBegrüßung\n\nTop 2\nWahl\n\nTop 3\nEnde", ["Top 1", "Top 2", "Top 3"]),
        ("Ö 1 Begrüßung\nÖ 2 Wahl\nÖ 3 Ende", ["Ö 1", "Ö 2", "Ö 3"]),
        ("I. Begrüßung\nII. Wahl\nIII. Ende", ["I", "II", "III"]),
        ("1. Begrüßung\n2\nWahl\n3. Ende", ["1", "2", "3"]),
        ("TOP 1 a Begrüßung\nTOP 1.b - Wahl\nTOP 2 – Ende", ["TOP 1 a", "TOP 1 b", "TOP 2"]),
        ("\u200b1. Begrüßung\n\u200b2. Wahl\n\u200b3. Ende", ["1", "2", "3"]),
        ("Begrüßung\nWahl\nEnde", ["", "", ""]),
        ("- Begrüßung\n- Wahl\n- Ende", ["", "", ""]),
        ("\uf0b7\tBegrüßung\n\uf0b7\tWahl\n\uf0b7\tEnde", ["", "", ""]),
        ("o\tBegrüßung\no\tWahl\no\tEnde", ["", "", ""]),
        ("• Begrüßung\n\n• Wahl\n\n• Ende", ["", "", ""]),
        ("\ufeff1. Begru\u0308\u00dfung\r\n2.\u00a0Wahl\r3. En\u00adde\n", ["1", "2", "3"]),
    ],
)
def test_numbers_stand_as_printed(text, numbers):
    agenda = read_agenda(text)

    assert [(item.number, item.title) for item in agenda.items] == list(
        zip(numbers, ["Begrüßung", "Wahl", "Ende"], strict=True)
    )
    assert agenda.warnings == []
    assert agenda.is_usable


@pytest.mark.parametrize("begin", ["Ö 1 ", "Ö 1 – ", "TOP 1: ", "- ", ""])
@pytest.mark.parametrize(
    "title", ["Antrag: Dolmetschen im Rathaus", "Bericht – Aussprache", "Haushalt - Teil: Sprache"]
)
def test_signs_within_a_title_stay(begin, title):
    assert [item.title for item in read_agenda(f"{begin}{title}").items] == [title]


def test_numbers_below_numbers():
    text = "Ö 3 Berichte\nÖ 3.1 Vorstand\nÖ 3.2 Verwaltung\nÖ 4 Ämter\na) Schulamt\nb) Jugendamt\nÖ 5 Ende"

    agenda = read_agenda(f"Ö 1 A\nÖ 2 B\n{text}")

    assert [item.number for item in agenda.items] == [
        "Ö 1", "Ö 2", "Ö 3", "Ö 3.1", "Ö 3.2", "Ö 4", "Ö 4 a", "Ö 4 b", "Ö 5",
    ]  # fmt: skip
    assert agenda.warnings == []


def test_broken_lines_are_put_together():
    text = """Tagesordnung der 4. Sitzung
1. Genehmigung der Nieder-
schrift der Sitzung vom
12.03.2027
2. Sprach-
und Kulturmittler
3. Integrations-
Beirat: Bericht über das Fest am
1. Mai in der Stadt
4. Bericht des Amtes zur
3. Änderung der Satzung
5. Ende um
18.30 Uhr"""

    assert titles(text) == [
        ("1", "Genehmigung der Niederschrift der Sitzung vom 12.03.2027"),
        ("2", "Sprach- und Kulturmittler"),
        ("3", "Integrations-Beirat: Bericht über das Fest am 1. Mai in der Stadt"),
        ("4", "Bericht des Amtes zur 3. Änderung der Satzung"),
        ("5", "Ende um 18.30 Uhr"),
    ]
    assert read_agenda(text).warnings == []


def test_broken_lines_without_numbers():
    assert titles("Begrüßung\nBericht der\nVerwaltung\nWahl\n  des Vorstands\nVortrag\nüber Schulen") == [
        ("", "Begrüßung"),
        ("", "Bericht der Verwaltung"),
        ("", "Wahl des Vorstands"),
        ("", "Vortrag über Schulen"),
    ]


# -- public and not -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        "Nichtöffentlicher Teil", "Nicht öffentlicher Teil:", "NICHTÖFFENTLICHER TEIL", "II. Nichtöffentlicher Teil",
        "B) Nicht-öffentliche Sitzung", "Nichtöffentlich", "Nichtöffentlicher Teil (ab 20 Uhr)",
        "Teil B: Nichtöffentlicher Teil", "Nichtöffentlicher Sitzungsteil des Rates ab 20 Uhr", "Vertraulicher Teil",
        "Nichto\u0308ffentlicher Teil",
    ],
)  # fmt: skip
def test_headings_close_the_doors(heading):
    assert rows(f"Öffentlicher Teil\n1. Begrüßung\n{heading}\n2. Personal\nVertrag mit A") == [
        ("1", "Begrüßung", True),
        ("2", "Personal Vertrag mit A", False),
    ]


def test_doors_open_again():
    text = "I. Nichtöffentlicher Teil\n1. Personal\nII. Öffentlicher Teil\n1. Begrüßung"

    assert rows(text) == [("1", "Personal", False), ("1", "Begrüßung", True)]
    assert read_agenda(text).warnings == []


def test_letters_and_marks_say_who_may_listen():
    assert rows("Ö 1 Begrüßung\nÖ 2 Wahl\nN 1 Personal\nNÖ 2 Vertrag") == [
        ("Ö 1", "Begrüßung", True),
        ("Ö 2", "Wahl", True),
        ("N 1", "Personal", False),
        ("NÖ 2", "Vertrag", False),
    ]
    assert rows("1. Begrüßung (öffentlich)\n2. Personal (nicht öffentlich)\n3. Vertrag\n(nichtöffentlich)") == [
        ("1", "Begrüßung", True),
        ("2", "Personal", False),
        ("3", "Vertrag", False),
    ]


def test_words_below_a_heading_never_join_the_public_part():
    agenda = read_agenda("1. Begrüßung\nNichtöffentlicher Teil\nPersonal")

    assert [(item.title, item.is_public) for item in agenda.items] == [("Begrüßung", True), ("Personal", False)]
    assert agenda.warnings == ["Line 3 has no number: “Personal”."]


def test_title_that_speaks_of_a_closed_part_is_asked_about():
    assert read_agenda("1. Beschluss aus nichtöffentlicher Sitzung").warnings == [
        "Line 1: is this item public? “Beschluss aus nichtöffentlicher Sitzung”"
    ]


# -- odd ones -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("1. A\n3. B", ["Line 2: after 1 comes 3."]),
        ("1. A\n2. B\n2. C", ["Line 3: the number 2 stands twice."]),
        ("1. A\n3. B\n2. C", ["Line 2: after 1 comes 3.", "Line 3: after 3 comes 2."]),
        ("4. A\n5. B", ["Line 1: the agenda begins with the number 4."]),
        ("1. A\n2.2 B", ["Line 2: after 1 comes 2.2."]),
        ("0. A\n1. B", []),
        ("1. A\n2.1 B\n2.2 C\n3. D", []),
        ("1. A\nNichtöffentlicher Teil\n1. B", []),
        ("1. A\nNichtöffentlicher Teil\n2. B", []),
        ("I. Berichte\n1. A\n2. B\nII. Anderes\n1. C", []),
        ("1. A\n\ngez. N. N.", ["Line 3 was left out: “gez. N. N.”. If it belongs to an item, put it right below."]),
    ],
)  # fmt: skip
def test_odd_numbering_is_a_warning_only(text, warnings):
    agenda = read_agenda(text)

    assert agenda.warnings == warnings
    assert agenda.is_usable


def test_what_cannot_be_stored_is_an_error_at_its_line():
    agenda = read_agenda(f"1. A\n2.\n3. {'x' * (LONGEST_TITLE + 1)}")

    assert [(item.line, item.error) for item in agenda.items] == [
        (1, ""),
        (2, "The title is missing. Write it behind the number."),
        (3, "The title is too long: 401 letters, at most 400. Shorten it."),
    ]
    assert not agenda.is_usable


def test_agenda_has_an_end():
    agenda = read_agenda("\n".join(f"{number}. Punkt" for number in range(1, MOST_ITEMS + 2)))

    assert [item.error for item in agenda.items if item.error] == ["At most 200 items at once."]


@pytest.mark.parametrize("text", ["a) x\n" * 40_000, "öffentlich\n1. x\n" * 15_000, "1. a" + " " * 100_000 + "b\n"])
def test_reading_ends_soon_whatever_is_pasted(text):
    began = time.process_time()

    read_agenda(text)

    assert time.process_time() - began < 2


@pytest.mark.parametrize("text", ["", "\n \n", "Tagesordnung", "Öffentlicher Teil\nNichtöffentlicher Teil"])
def test_nothing_is_no_agenda(text):
    assert read_agenda(text).items == []
    assert not read_agenda(text).is_usable


def test_signs_that_turn_letters_round_are_dropped():
    assert titles("1. Fest\u202e 🎉\x00\x07") == [("1", "Fest 🎉")]


def test_phrases_are_recognised():
    agenda = read_agenda("1. Begrüßung\n2. Brücke\n3. Verschiedenes")

    assert [item.match and item.match.phrase.key for item in agenda.items] == ["welcome", None, "miscellaneous"]


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_files_of_any_system(encoding):
    assert text_of_file("1. Begrüßung – „Ö“\r\n2. Wahl".encode(encoding)) == "1. Begrüßung – „Ö“\n2. Wahl"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04word/document.xml", b"{\\rtf1", b"1. A\0\0B"])
def test_other_files_are_refused(data):
    with pytest.raises(ValueError, match="This is no plain text"):
        text_of_file(data)


# -- dates ----------------------------------------------------------------------------------------------------------

DAY = datetime.date(2027, 3, 18)
SIX, EIGHT = datetime.time(18), datetime.time(20)


@pytest.mark.parametrize(
    ("line", "starts_at", "ends_at", "rest"),
    [
        ("18.03.2027 18:00 Titel", SIX, None, ["Titel"]),
        ("18.03.2027, 18 Uhr", SIX, None, []),
        ("Do 18.3.2027 18.00-20.00 Uhr, Rathaus", SIX, EIGHT, ["Rathaus"]),
        ("2027-03-18 18:00", SIX, None, []),
        ("2027-03-18", None, None, []),
        ("18.3.27", None, None, []),
        ("18. Mrz. 2027 18h", SIX, None, []),
        ("18.03.2027 (Donnerstag) 18 Uhr", SIX, None, []),
        ("- Donnerstag, den 18. März 2027, 18–20 Uhr: Plenum", SIX, EIGHT, ["Plenum"]),
        ("1. Sitzung: Do., 18.03.2027 um 18 Uhr bis 20 Uhr", SIX, EIGHT, ["1. Sitzung"]),
        ("18.03.2027\t18.00 Uhr\tRathaus, Saal 1", SIX, None, ["Rathaus", "Saal 1"]),
        ("18.03.2027 | 18:00 Uhr | Rathaus", SIX, None, ["Rathaus"]),
        ("18.03.2027 4. Sitzung", None, None, ["4. Sitzung"]),
        ("18.03.2027 Rathaus, von 18:00 bis 20:00 Uhr", SIX, EIGHT, ["Rathaus"]),
    ],
)
def test_dates_as_offices_write_them(line, starts_at, ends_at, rest):
    (date,) = read_dates(line)

    assert (date.day, date.starts_at, date.ends_at, date.rest, date.error) == (DAY, starts_at, ends_at, rest, "")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("Termine", "There is no date here. Write it like 18.03.2027, or delete the line."),
        ("31.02.2027", "The calendar has no such day. Write the date like 18.03.2027."),
        ("18.03. 18 Uhr", "The year is missing. Write the date like 18.03.2027."),
        ("Fr 18.03.2027", "This day is a Thursday. Check the day and the date."),
        ("18.03.2027 (Fr.)", "This day is a Thursday. Check the day and the date."),
        ("18.03.2027 25 Uhr", "There is no such hour. Write it like 18:00 or 18 Uhr."),
        ("18.03.2027 20-18 Uhr", "The end must be later than the beginning."),
        ("18.03.2027 und 25.03.2027", "There are two dates in this line. Give each one a line of its own."),
        (f"18.03.2027 {'x' * 300}", "This line is too long. Write the day, the hour and a title."),
    ],
)
def test_dates_that_cannot_be_read_say_what_to_do(line, error):
    first, second = read_dates(f"{line}\n\n01.04.2027")

    assert (first.line, first.error) == (1, error)
    assert (second.line, second.day, second.error) == (3, datetime.date(2027, 4, 1), "")


def test_dates_have_an_end():
    dates = read_dates("18.03.2027\n" * (MOST_DATES + 1))

    assert [date.error for date in dates if date.error] == ["At most 100 dates at once."]
