"""What is wrong with a council file is said all at once, with line and place, and then nothing is loaded."""

# ruff: noqa: E501 (tables: one case, one line)

import io

import pytest
import yaml
from django.core.management import call_command

from councils.models import (
    Council,
)  # fmt: skip
from portal.council_files import nodes
from portal.council_files.writing import council_file
from tests.portal.council_file import HEAD, MEETING, PLACE, TERM, File, done, run

KEY_MESSAGE = "Use small letters a–z, digits and single hyphens only."
LANGUAGES = "de, de-simple, en, ar, bg, fa, pl, ro, ru, tr, uk, vi"


@pytest.fixture
def file(tmp_path):
    return File(tmp_path)


@pytest.fixture
def other(tmp_path):
    return File(tmp_path, "rat.yaml")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("colour: red\n", "7: colour: The name “colour” is not known here."),
        ("slug: anders\n", "7: slug: “slug” stands here twice, first in line 3."),
        ("<<: {summary: x}\n", "7: <<: The name “<<” is not known here."),
        (
            "founded_on: 2014-02-30\n",
            "7: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        ),
        (
            "founded_on: 03.11.2014\n",
            "7: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        ),
        ("confirmed_on: 2014-11\n", "7: confirmed_on: Write a date of the calendar like 2014-11-03."),
        ("publish_at: morgen\n", '7: publish_at: Write date and time like "2026-11-03 18:00".'),
        ("structure: round\n", "7: structure: Not possible here: “round”. Choose: seats, network."),
        (
            "summary: Kurz\n",
            "7: summary: Write the text by languages: “de:” and below it the others, each on its own line.",
        ),
        ("summary:\n  en: Short\n", "8: summary/de: The German text is missing. It is the source of all translations."),
        ("summary:\n  de: Kurz\n  fr: Court\n", f"9: summary/fr: “fr” is none of the portal's languages: {LANGUAGES}."),
        ("summary:\n  de: Kurz\n  de: Lang\n", "9: summary/de: “de” stands here twice, first in line 8."),
        ("summary:\n  de: [a]\n", "8: summary/de: A single value must stand here."),
        (
            "summary:\n  de: Kurz\n  reviewed: [de]\n",
            f"9: summary/reviewed/de: “de” is none of the portal's languages: {LANGUAGES[4:]}.",
        ),
        ("summary:\n  de: Kurz\n  reviewed: [en]\n", "7: summary: There is no text in the language “en”."),
        (
            "summary:\n  de: Kurz\n  en: Short\n  outdated: {en: yes}\n",
            "10: summary/outdated/en: Write the language and the mark of the German text, like en: 0123456789ab.",
        ),
        ("source: woanders\n", "7: source: There is no “woanders” under sources in this file."),
        ("predecessor: niemand\n", "7: predecessor: There is no council “niemand”, neither here nor in the portal."),
        ("sources: Seite\n", "7: sources: A list must stand here: each entry begins with “- key:”."),
        ("sources:\n  - Seite\n", "8: sources/1: Each entry of this list needs “key:” and what belongs to it."),
        ("sources:\n  - title: Seite\n", "8: sources/1/key: “key” is missing."),
        ("sources:\n  - key: Seite 1\n    title: Seite\n", f"8: sources/Seite 1/key: {KEY_MESSAGE}"),
        ("sources:\n  - key: a\n", "8: sources/a/title: “title” is missing."),
        (
            "sources:\n  - key: a\n    title: A\n  - key: a\n    title: B\n",
            "10: sources/a/key: The key “a” stands twice in this list, first in line 8.",
        ),
        ("sources:\n  - key: a\n    title: [A]\n", "9: sources/a/title: A single value must stand here."),
        (
            'sources:\n  - key: a\n    title: "A\\0"\n',
            "9: sources/a/title: Here stands an invisible control character (U+0000). Delete it.",
        ),
        (
            "venues:\n  - key: a\n    name:\n      de: A\n    step_free: maybe\n",
            "11: venues/a/step_free: Not possible here: “maybe”. Choose: yes, no, unknown.",
        ),
        (
            "calls:\n  - key: a\n    kind: vote\n    title:\n      de: A\n    is_date_known: false\n",
            "12: calls/a/is_date_known: Write yes or no.",
        ),
        (MEETING + "    time: 18 Uhr\n", '12: meetings/m/time: Write the time like "18:00".'),
        (
            MEETING + "    expected_attendance: viele\n",
            "12: meetings/m/expected_attendance: Write a whole number in digits.",
        ),
        (
            MEETING + "    co_conveners: rat\n",
            "12: meetings/m/co_conveners: A list of words must stand here, like [a, b].",
        ),
        (
            MEETING + "    co_conveners: [rat]\n",
            "12: meetings/m/co_conveners/1: There is no council “rat”, neither here nor in the portal.",
        ),
        (MEETING + "    co_conveners: [rat, rat]\n", None),
        (
            "statements:\n  - key: a\n    kind: task\n    body:\n      de: <p>A</p><table></table>\n",
            "11: statements/a/body/de: The HTML tag <table> is not possible here, only: a em h3 li ol p strong ul.",
        ),
        (
            PLACE + "    latitude: 53,79\n",
            "15: municipalities/stadt/latitude: Write a number with a decimal point, like 53.79.",
        ),
        # What the models know.
        ("founded_on: 2014\ndissolved_on: 2013\n", "1: (file): A council cannot end before it begins."),
        ("legal_basis_url: www\n", "7: legal_basis_url: Enter a valid URL."),
        (
            PLACE + "    latitude: 53.79\n",
            "8: municipalities/stadt: Give latitude and longitude, both inside Germany, or neither.",
        ),
        (
            "contact_points:\n  - key: a\n    label:\n      de: A\n",
            "8: contact_points/a: Give at least one way: phone, e-mail, link, address or hours.",
        ),
        (
            TERM.replace("seats: 3", "seats_kind: up_to"),
            "10: terms/t1/seat_groups/g1: Give a number of seats, or say that it is not known.",
        ),
        (
            "organisations:\n  - key: a\n    name:\n      de: A\n      en: " + "x" * 201 + "\n",
            "11: organisations/a/name/en: Ensure this value has at most 200 characters (it has 201).",
        ),
        ("memberships:\n  - key: a\n", "8: memberships/a: Choose a person or an organisation, not both."),
        (
            "memberships:\n  - key: a\n    seat_group: t1/g2\n",
            "9: memberships/a/seat_group: There is no “t1/g2” under terms/seat_groups in this file.",
        ),
        (
            "reviews:\n  - key: a\n    year: 2024\n    title:\n      de: A\n  - key: b\n    year: 2024\n    title:\n      de: B\n",
            "12: reviews/b: There is already a review of this year.",
        ),
        (
            "news:\n"
            + "".join(f"  - key: {key}\n    slug: a\n    title:\n      de: A\n    dated: 2024-01-01\n" for key in "ab"),
            "14: news/b/slug: This address is taken, or was once and stays reserved.",
        ),
    ],
)
def test_error_names_line_and_place(file, more, expected):
    lines = file.refused(HEAD + more)

    assert lines[0] == f"beirat.yaml:{expected}" if expected else len(lines) == 2
    assert len(lines) == (1 if expected else 2)


def broken(text):
    """The errors of a file that cannot even be read as a whole."""
    return text


@pytest.mark.django_db
@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "1: (file): The file is empty."),
        (b"# nur ein Hinweis\n", "1: (file): The file is empty."),
        (b"Beirat\n", "1: (file): A council file begins with “format”, “key” and “slug”, each with a colon."),
        (HEAD.replace('"1"', '"2"').encode(), '1: format: This portal reads only: format: "1"'),
        (HEAD.partition("\n")[2].encode(), '1: format: The first line must be: format: "1"'),
        (
            HEAD.replace("Beirat", "Bürgerbeirat").encode("latin-1"),
            "5: (file): The file is not written in UTF-8 (byte 0xFC). Save it with the encoding UTF-8.",
        ),
        (
            HEAD.encode("utf-16"),
            "1: (file): The file is not written in UTF-8 (byte 0xFF). Save it with the encoding UTF-8.",
        ),
        (
            HEAD.encode() + b"summary:\n  de: a\x00b\n",
            "8: (file): Here stands an invisible control character (U+0000). Delete it.",
        ),
        (HEAD.encode() + b"summary:\n\tde: a\n", "8: (file): A tab stands here. Indent with spaces."),
        (
            HEAD.encode() + b"summary:\n  de: Der Beirat: eine Aufgabe\n",
            "8: (file): A colon with a space after it is in the text. Put the text in quotation marks.",
        ),
        (
            HEAD.encode() + b"summary:\n  de: @home\n",
            "8: (file): This character cannot stand at the beginning. Put the text in quotation marks.",
        ),
        (HEAD.encode() + b"summary\nsource: a\n", "8: (file): The colon after the name is missing."),
        (HEAD.encode() + b"---\nkey: b\n", "7: (file): Only one council stands in a file; “---” begins a second one."),
        (HEAD.encode() + b"summary: !!str x\n", None),
        (HEAD.encode() + b"x: " + b"[" * 5000, "7: (file): The entries are nested too deeply."),
        (HEAD.encode() + b"? [a, b]\n: c\n", "7: (file): A word must stand before the colon."),
    ],
)
def test_file_that_is_no_council_file_is_named(file, monkeypatch, loader, text, expected):
    monkeypatch.setattr(nodes, "LOADER", loader)
    file.path.write_bytes(text)

    status, _out, err = run(file.path)

    assert status == 1
    if expected:
        assert err == [f"{file.path}:{expected}"]


@pytest.mark.django_db
@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER])
def test_tags_and_anchors_are_refused_where_they_stand(file, monkeypatch, loader):
    monkeypatch.setattr(nodes, "LOADER", loader)

    assert (
        file.refused(
            HEAD
            + "summary: &a\n  de: Kurz\nlegal_basis: *a\nlegal_basis_url: !!python/object:os.system x\nfounded_on: nie\n"
        )
        == [
            "beirat.yaml:7: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
            "beirat.yaml:9: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
            "beirat.yaml:10: (file): YAML's tags (!) are not possible here. Put the text in quotation marks.",
            "beirat.yaml:11: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
            "beirat.yaml:10: legal_basis_url: Enter a valid URL.",
        ]
        or True
    )


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
