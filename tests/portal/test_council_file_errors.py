"""What is wrong with a council file is said all at once, with line and place, and then nothing is loaded."""

import io
import re

import pytest
import yaml
from django.core.management import call_command

from councils.models import Council
from portal.council_files import nodes
from portal.council_files.writing import council_file
from tests.portal.council_file import HEAD, TERM, File, done, run

# PyYAML's reader in Python, and the one in C where it has it.
LOADERS = list(dict.fromkeys([yaml.SafeLoader, nodes.LOADER]))


@pytest.fixture
def file(tmp_path):
    return File(tmp_path)


@pytest.fixture
def other(tmp_path):
    return File(tmp_path, "rat.yaml")


def cases(text):
    """Blocks of what follows the six lines of HEAD, each with the errors it gives."""
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        wrong = [line for line in lines if not line.startswith("> ")]
        expected = [f"beirat.yaml:{line[2:]}" for line in lines if line.startswith("> ")]
        yield pytest.param("\n".join(wrong) + "\n", expected, id=re.sub(r"\W+", "-", expected[0])[12:60])


# What the file itself says wrong.
FORM = cases("""
colour: red
> 7: colour: The name “colour” is not known here.

slug: anders
> 7: slug: “slug” stands here twice, first in line 3.

<<: {summary: x}
> 7: <<: The name “<<” is not known here.

founded_on: 2014-02-30
dissolved_on: 03.11.2040
confirmed_on: 2014-11
publish_at: morgen
> 7: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.
> 8: dissolved_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.
> 9: confirmed_on: Write a date of the calendar like 2014-11-03.
> 10: publish_at: Write date and time like "2026-11-03 18:00".

structure: round
> 7: structure: Not possible here: “round”. Choose: seats, network.

summary: Kurz
> 7: summary: Write the text by languages: “de:” and below it the others, each on its own line.

summary:
  en: Short
> 8: summary/de: The German text is missing. It is the source of all translations.

summary:
  de:
  en: Short
> 8: summary/de: The German text is missing. It is the source of all translations.

summary:
  de: Kurz
  fr: Court
> 9: summary/fr: “fr” is none of the portal's languages: de, de-simple, en, ar, bg, fa, pl, ro, ru, tr, uk, vi.

summary:
  de: Kurz
  de: Lang
> 9: summary/de: “de” stands here twice, first in line 8.

summary:
  de: [a]
> 8: summary/de: A single value must stand here.

summary:
  de: Kurz
  reviewed: [de, en]
> 7: summary: There is no text in the language “en”.
> 9: summary/reviewed/de: “de” is none of the portal's languages: de-simple, en, ar, bg, fa, pl, ro, ru, tr, uk, vi.

summary:
  de: Kurz
  en: Short
  outdated: {en: yes, fr: 0123456789ab}
> 10: summary/outdated/en: Write the language and the mark of the German text, like en: 0123456789ab.
> 10: summary/outdated/fr: “fr” is none of the portal's languages: de-simple, en, ar, bg, fa, pl, ro, ru, tr, uk, vi.

source: woanders
predecessor: niemand
> 7: source: There is no “woanders” under sources in this file.

sources: Seite
> 7: sources: A list must stand here: each entry begins with “- key:”.

sources:
  - Seite
  - title: Ohne Schlüssel
  - key: Seite 3
    title: Großer Schlüssel
  - key: a
  - key: b
    title: B
  - key: b
    title: B
  - key: c
    title: [C]
  - key: d
    title: "D\\0"
> 8: sources/1: Each entry of this list needs “key:” and what belongs to it.
> 9: sources/2/key: “key” is missing.
> 10: sources/Seite 3/key: Use small letters a–z, digits and single hyphens only.
> 12: sources/a/title: “title” is missing.
> 15: sources/b/key: The key “b” stands twice in this list, first in line 13.
> 18: sources/c/title: A single value must stand here.
> 20: sources/d/title: Here stands an invisible control character (U+0000). Delete it.

meetings:
  - key: m
    kind: regular
    date: 2026-12-03
    time: 18 Uhr
    is_free: maybe
    expected_attendance: viele
    co_conveners: rat
    agenda:
      - key: top
        title:
          de: Thema
        is_public: false
> 11: meetings/m/time: Write the time like "18:00".
> 12: meetings/m/is_free: Not possible here: “maybe”. Choose: yes, no, unknown.
> 13: meetings/m/expected_attendance: Write a whole number in digits.
> 14: meetings/m/co_conveners: A list of words must stand here, like [a, b].
> 19: meetings/m/agenda/top/is_public: Write yes or no.

meetings:
  - key: m
    kind: regular
    date: 2026-12-03
    co_conveners: [rat, rat]
> 11: meetings/m/co_conveners/1: There is no council “rat”, neither here nor in the portal.
> 11: meetings/m/co_conveners/2: The key “rat” stands twice in this list, first in line 11.

memberships:
  - key: a
    seat_group: t1/g2
> 9: memberships/a/seat_group: There is no “t1/g2” under terms/seat_groups in this file.

statements:
  - key: a
    kind: task
    body:
      de: <p>A</p><table></table>
> 11: statements/a/body/de: The HTML tag <table> is not possible here, only: a em h3 li ol p strong ul.

municipalities:
  - key: stadt
    name:
      de: Stadt
    place:
      de: Stadt
    kind: town
    land: MV
    latitude: 53,79
> 15: municipalities/stadt/latitude: Write a number with a decimal point, like 53.79.
""")


# What the models know better.
RULES = cases("""
predecessor: niemand
> 7: predecessor: There is no council “niemand”, neither here nor in the portal.

founded_on: 2014
dissolved_on: 2013
> 1: (file): A council cannot end before it begins.

legal_basis_url: www
> 7: legal_basis_url: Enter a valid URL.

municipalities:
  - key: stadt
    name:
      de: Stadt
    place:
      de: Stadt
    kind: town
    land: MV
    latitude: 53.79
> 8: municipalities/stadt: Give latitude and longitude, both inside Germany, or neither.
> 8: municipalities/stadt: Say where the official key and the place come from.

contact_points:
  - key: a
    label:
      de: A
  - key: b
    label:
      de: B
    phone: anrufen
> 8: contact_points/a: Give at least one way: phone, e-mail, link, address or hours.
> 14: contact_points/b/phone: Write the number with digits, spaces, +, / or -.

terms:
  - key: t1
    rule: fixed_years
    seat_groups:
      - key: g1
        label:
          de: Gruppe
        seats_kind: up_to
> 8: terms/t1: Give the number of years for a fixed term, and only there.
> 11: terms/t1/seat_groups/g1: Give a number of seats, or say that it is not known.

memberships:
  - key: a
> 8: memberships/a: Choose a person or an organisation, not both.

reviews:
  - key: a
    year: 2024
    title:
      de: A
  - key: b
    year: 2024
    title:
      de: B
> 12: reviews/b: There is already a review of this year.

news:
  - key: a
    slug: gleich
    kind: news
    title:
      de: A
    dated: 2024-01-01
  - key: b
    slug: gleich
    kind: news
    title:
      de: B
    dated: 2024-01-01
> 15: news/b/slug: This address is taken, or was once and stays reserved.

meetings:
  - key: m
    kind: regular
    date: 2026-12
    time: "18:00"
> 11: meetings/m/time: A time needs the full date.
""")


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "expected"), [*FORM, *RULES])
def test_error_names_line_and_place(file, more, expected):
    assert file.refused(HEAD + more) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59-14:00"])
def test_moment_at_the_end_of_the_calendar_is_an_error(file, moment):
    more = f'news:\n  - key: a\n    slug: a\n    dated: 2024-01-01\n    publish_at: "{moment}"\n'

    assert file.refused(HEAD + more + "    title:\n      de: A\n") == [
        'beirat.yaml:11: news/a/publish_at: Write date and time like "2026-11-03 18:00".'
    ]


@pytest.mark.django_db
def test_letters_cannot_be_turned_round(file):
    assert file.refused(HEAD + "founded_note:\n  de: Rat \u202e4102\n") == [
        "beirat.yaml:8: (file): Here stands an invisible control character (U+202E). Delete it."
    ]


@pytest.mark.django_db
def test_text_that_is_too_long_is_named_with_its_language(file):
    long = f"organisations:\n  - key: a\n    name:\n      de: A\n      en: {'x' * 201}\n"

    assert file.refused(HEAD + long) == [
        "beirat.yaml:9: organisations/a/name/en: Ensure this value has at most 200 characters (it has 201)."
    ]


UNREADABLE = {
    "empty": (b"", "1: (file): The file is empty."),
    "only a comment": (b"# nur ein Hinweis\n", "1: (file): The file is empty."),
    "only a word": (
        b"Beirat\n",
        "1: (file): A council file begins with “format”, “key” and “slug”, each with a colon.",
    ),
    "other format": (HEAD.replace('"1"', '"2"').encode(), '1: format: This portal reads only: format: "1"'),
    "no format": (HEAD.partition("\n")[2].encode(), '1: format: The first line must be: format: "1"'),
    "Latin 1": (
        HEAD.replace("Beirat", "Bürgerbeirat").encode("latin-1"),
        "5: (file): The file is not written in UTF-8 (byte 0xFC). Save it with the encoding UTF-8.",
    ),
    "UTF-16 with mark": (
        HEAD.encode("utf-16"),
        "1: (file): The file is not written in UTF-8 (byte 0xFF). Save it with the encoding UTF-8.",
    ),
    "UTF-16": (
        HEAD.encode("utf-16-le"),
        "1: (file): Here stands an invisible control character (U+0000). Delete it.",
    ),
    "NUL": (
        HEAD.encode() + b"summary:\n  de: a\x00b\n",
        "8: (file): Here stands an invisible control character (U+0000). Delete it.",
    ),
    "tab": (HEAD.encode() + b"summary:\n\tde: a\n", "8: (file): A tab stands here. Indent with spaces."),
    "colon": (
        HEAD.encode() + b"summary:\n  de: Der Beirat: eine Aufgabe\n",
        "8: (file): A colon with a space after it is in the text. Put the text in quotation marks.",
    ),
    "sign": (
        HEAD.encode() + b"summary:\n  de: @home\n",
        "8: (file): This character cannot stand at the beginning. Put the text in quotation marks.",
    ),
    "no colon": (HEAD.encode() + b"summary\nsource: a\n", "8: (file): The colon after the name is missing."),
    "indent": (
        HEAD.encode() + b"summary:\n    de: a\n  en: b\n",
        "9: (file): The line is indented too far or not far enough, or its text needs quotation marks.",
    ),
    "open quotation": (
        HEAD.encode() + b'summary:\n  de: "a\n',
        "9: (file): A quotation mark or bracket is opened here and never closed.",
    ),
    "two councils": (
        HEAD.encode() + b"---\nkey: b\n",
        "7: (file): Only one council stands in a file; “---” begins a second one.",
    ),
    "deep": (HEAD.encode() + b"x: " + b"[" * 5000, "7: (file): The entries are nested too deeply."),
    "list as name": (HEAD.encode() + b"? [a, b]\n: c\n", "7: (file): A word must stand before the colon."),
}


@pytest.mark.django_db
@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("name", UNREADABLE)
def test_file_that_is_no_council_file_is_named(file, monkeypatch, loader, name):
    monkeypatch.setattr(nodes, "LOADER", loader)
    text, expected = UNREADABLE[name]
    file.path.write_bytes(text)

    status, _out, err = run(file.path)

    lines = [line.removeprefix(f"{file.path}:") for line in err]
    assert (status, lines[:1]) == (1, [expected])
    assert len(lines) == 1 or name == "UTF-16"


@pytest.mark.django_db
@pytest.mark.parametrize("loader", LOADERS)
def test_tags_and_anchors_are_refused_where_they_stand(file, monkeypatch, loader):
    monkeypatch.setattr(nodes, "LOADER", loader)
    text = """\
summary: &a
  de: Kurz
legal_basis: *a
legal_basis_url: !!python/object/apply:os.getcwd []
source: !secret a
founded_on: nie
"""

    assert file.refused(HEAD + text) == [
        "beirat.yaml:7: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
        "beirat.yaml:9: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
        "beirat.yaml:10: (file): YAML's tags (!) are not possible here. Put the text in quotation marks.",
        "beirat.yaml:10: legal_basis_url: A single value must stand here.",
        "beirat.yaml:11: (file): YAML's tags (!) are not possible here. Put the text in quotation marks.",
        "beirat.yaml:11: source: There is no “a” under sources in this file.",
        "beirat.yaml:12: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
    ]


@pytest.mark.django_db
def test_file_that_is_not_there_or_too_large(file):
    with file.path.open("wb") as large:
        large.truncate(50 * 1024 * 1024)
    missing = file.folder / "fehlt.yaml"

    assert run(missing, file.path, file.folder)[2] == [
        f"{missing}:1: (file): There is no such file.",
        f"{file.path}:1: (file): The file is larger than 5 MB.",
        f"{file.folder}:1: (file): There is no such file.",
    ]


@pytest.mark.django_db
def test_all_errors_of_all_files_come_at_once_and_nothing_is_loaded(file, other):
    file.write(HEAD + "colour: red\nfounded_on: nie\nsource: keine\n" + TERM.replace("seats: 3", "seats_kind: up_to"))
    other.write(HEAD.replace("key: beirat", "key: rat") + "dissolved_on: 2014\n")
    good = File(file.folder, "gut.yaml")
    good.write(HEAD.replace("beirat", "gut"))

    status, out, err = run(file.path, other.path, good.path)

    assert (status, out, Council.objects.count()) == (1, [], 0)
    assert [line.removeprefix(f"{file.folder}/") for line in err] == [
        "beirat.yaml:7: colour: The name “colour” is not known here.",
        "beirat.yaml:8: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        "beirat.yaml:9: source: There is no “keine” under sources in this file.",
        "beirat.yaml:13: terms/t1/seat_groups/g1: Give a number of seats, or say that it is not known.",
        f"rat.yaml:3: slug: “beirat” stands in {file.path} already.",
    ]


@pytest.mark.django_db
def test_address_of_another_council_is_refused(file, other):
    file.load(HEAD)

    assert other.refused(HEAD.replace("key: beirat", "key: rat")) == [
        "rat.yaml:3: slug: This address is taken, or was once and stays reserved."
    ]


@pytest.mark.django_db
def test_two_files_about_one_council_are_refused(file, other):
    file.write(HEAD)
    other.write(HEAD.replace("slug: beirat", "slug: rat"))

    assert run(file.path, other.path)[2] == [f"{other.path}:2: key: “beirat” stands in {file.path} already."]


@pytest.mark.django_db
def test_messages_are_german_unless_told_otherwise(file):
    error = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_council", str(file.write(HEAD + "legal_basis_url: www\n")), stderr=error)

    assert error.getvalue() == f"{file.path}:7: legal_basis_url: Bitte eine gültige Adresse eingeben.\n"


@pytest.mark.django_db
def test_disagreeing_seats_are_a_warning(file):
    groups = TERM + "        voting: voting\n"
    file.write(HEAD + groups.replace("key: t1", "key: t1\n    stated_seats: 5\n    stated_voting_seats: 4"))

    status, out, err = run(file.path)

    assert (status, len(out)) == (0, 1)
    assert err == [
        f"warning: {file.path}:9: terms/t1/stated_seats: The file states 5, the seat groups add up to 3.",
        f"warning: {file.path}:10: terms/t1/stated_voting_seats: The file states 4, the seat groups add up to 3.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [("seats: 3", "seats_kind: unknown"), ("seats: 3", "seats: 3\n        seats_kind: up_to")]
)
def test_seats_that_are_not_exact_give_no_warning(file, change):
    file.load(HEAD + TERM.replace("key: t1", "key: t1\n    stated_seats: 5").replace(*change))


@pytest.mark.django_db
def test_mark_of_byte_order_and_windows_lines_do_no_harm(file):
    file.path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert done(file.path) == ["1 new, 0 changed, 0 removed"]
    assert council_file("beirat") == HEAD
