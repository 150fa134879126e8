"""Tables for translators without an account: out, filled in, and in again."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from councils import bilingual, spreadsheets
from councils.models import AuditEntry, Editor, Statement
from councils.translation_state import TranslationState
from tests import factories
from tests.office import fields_of

KEY, GERMAN, TRANSLATION = 0, 4, 5


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener", name_de="=Rat")


@pytest.fixture
def statement(council):
    return factories.make_statement(
        council=council, title_de="Beraten", title_ar="قديم", body_de="<p>Eins.</p><p>Zwei.</p>"
    )


@pytest.fixture
def translator(client, council, statement):
    user = factories.make_editor(council=council, role=Editor.Role.TRANSLATOR, languages=["ar"]).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def where(council, language="ar", ending=None):
    if ending:
        return reverse("admin:translations_download", args=[council.pk, language, ending])
    return reverse("admin:translations_upload", args=[council.pk, language])


def csv_of(client, council, **query):
    data = client.get(where(council, ending="csv"), query).content
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def filled(rows, *texts):
    """The table as CSV, with translations by German text."""
    texts = dict(texts)
    rows = [[*row[:TRANSLATION], texts.get(row[GERMAN], row[TRANSLATION]), *row[TRANSLATION + 1 :]] for row in rows]
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows(rows)
    return written.getvalue().encode()


def send(client, council, data, language="ar", name="tabelle.csv"):
    return client.post(where(council, language), {"step": "preview", "file": SimpleUploadedFile(name, data)})


def store(client, council, preview, **more):
    form = re.search(r'<form[^>]*id="store_form".*?</form>', preview.content.decode(), re.DOTALL)[0]
    preview.content, preview.status_code = form.encode(), 200
    return client.post(where(council), fields_of(preview) | {"step": "store"} | more)


def shown(preview):
    changes = [(change.pair.german_typed, change.line.text) for change in preview.context["usable"]]
    return changes, [change.problem for change in preview.context["left_out"]], preview.context["refusal"]


def test_table_goes_out_and_comes_in(translator, council, statement):
    rows = csv_of(translator, council)
    exports = AuditEntry.objects.filter(kind=AuditEntry.Kind.EXPORTED).values_list("council", "detail")
    assert list(exports) == [(council.pk, "translations ar")]
    assert rows[0] == bilingual.heads("ar")
    assert {row[GERMAN]: row[TRANSLATION] for row in rows[1:]} == {
        "'=Rat": "", "Beraten": "قديم", "Eins.\n\nZwei.": "",
    }  # fmt: skip

    preview = send(translator, council, filled(rows, ("Beraten", "تقديم المشورة"), ("Eins.\n\nZwei.", "واحد\n\nاثنان")))

    assert shown(preview) == ([("Beraten", "تقديم المشورة"), ("Eins.\n\nZwei.", "واحد\n\nاثنان")], [], "")
    statement.refresh_from_db()
    assert statement.title_ar == "قديم"
    assert store(translator, council, preview).status_code == 302
    statement.refresh_from_db()
    assert (statement.title_ar, statement.body_ar) == ("تقديم المشورة", "<p>واحد</p><p>اثنان</p>")
    assert statement.translation_state("title", "ar") == TranslationState.MACHINE


def test_texts_count_as_reviewed_only_if_the_importer_says_so(translator, council, statement):
    preview = send(translator, council, filled(csv_of(translator, council), ("Beraten", "تقديم")))

    store(translator, council, preview, reviewed="on")

    statement.refresh_from_db()
    assert statement.translation_state("title", "ar") == TranslationState.REVIEWED


def test_workbook_goes_out_and_comes_in(translator, council, statement):
    book = load_workbook(io.BytesIO(translator.get(where(council, ending="xlsx")).content))
    sheet = book.active
    cells = {row[GERMAN].value: row for row in sheet.iter_rows()}
    assert cells["=Rat"][GERMAN].data_type == "s"
    assert cells["Beraten"][TRANSLATION].alignment.readingOrder == 2
    cells["Beraten"][TRANSLATION].value = "تقديم"
    cells["=Rat"][TRANSLATION].value = "=1+1"
    written = io.BytesIO()
    book.save(written)

    preview = send(translator, council, written.getvalue(), name="tabelle.xlsx")

    changes, problems, refusal = shown(preview)
    assert (changes, len(problems), refusal) == ([("Beraten", "تقديم")], 1, "")
    assert preview.context["left_out"][0].line.is_formula
    store(translator, council, preview)
    statement.refresh_from_db()
    assert statement.title_ar == "تقديم"


def test_table_that_says_nothing_new(translator, council, statement):
    preview = send(translator, council, filled(csv_of(translator, council)))

    assert shown(preview) == ([], [], "")
    assert preview.status_code == 200


def test_table_of_what_is_open_leaves_out_the_rest(translator, council, statement):
    statement.record_translation("title", "ar", TranslationState.REVIEWED)
    statement.save()

    assert "Beraten" not in {row[GERMAN] for row in csv_of(translator, council, only="open")}


def test_new_german_is_said_and_the_text_stored_as_outdated(translator, council, statement):
    rows = csv_of(translator, council)
    Statement.objects.update(title_de="Mitreden")

    preview = send(translator, council, filled(rows, ("Beraten", "تقديم")))

    assert [bool(change.note) for change in preview.context["usable"]] == [True]
    store(translator, council, preview, reviewed="on")
    statement.refresh_from_db()
    assert statement.title_ar == "تقديم"
    assert statement.translation_state("title", "ar") == TranslationState.OUTDATED


def test_translation_changed_meanwhile_is_left_out(translator, council, statement):
    rows = csv_of(translator, council)
    Statement.objects.update(title_ar="جديد")

    changes, problems, _refusal = shown(send(translator, council, filled(rows, ("Beraten", "تقديم"))))

    assert (changes, len(problems)) == ([], 1)


def test_change_between_preview_and_storing_is_shown_first(translator, council, statement):
    preview = send(translator, council, filled(csv_of(translator, council), ("Beraten", "تقديم")))
    Statement.objects.update(title_de="Mitreden")

    again = store(translator, council, preview)

    statement.refresh_from_db()
    assert again.status_code == 422
    assert statement.title_ar == "قديم"
    assert store(translator, council, again).status_code == 302


def test_forged_lines_are_refused(translator, council, statement):
    """Whatever the browser sends back: other languages, other councils' rows, texts that are none."""
    foreign = factories.make_statement(title_de="Fremd")
    good = csv_of(translator, council)[1][KEY].split("/")

    for key in (
        "/".join(["en", *good[1:]]),
        "/".join(["ar", "councils.statement", foreign.public_id.hex, "title", *good[4:]]),
        "/".join(["ar", "councils.user", *good[2:]]),
        "/".join([*good[:3], "state", *good[4:]]),
        "x",
    ):
        sent = {"step": "store", "previewed": "x", "carried": json.dumps([[1, key, "تقديم"]]), "reviewed": "on"}
        assert translator.post(where(council), sent).status_code == 422, key
    for carried in ("", "[", "[1]", "[[1]]", "{}", "null", "[[1e999, 2, 3]]", r'[[1, "x", "\ud800"]]', "[" * 10_000):
        sent = {"step": "store", "previewed": "x", "carried": carried}
        assert translator.post(where(council), sent).status_code == 422, carried
    key = next(line[KEY] for line in csv_of(translator, council) if "statement" in line[KEY] and "/title/" in line[KEY])
    with_null = json.dumps([[1, key, "تقد\x00يم"]])
    shown = translator.post(where(council), {"step": "store", "previewed": "x", "carried": with_null})
    assert store(translator, council, shown).status_code == 302
    foreign.refresh_from_db()
    statement.refresh_from_db()
    assert (foreign.title_ar, foreign.title_en, statement.title_ar) == (None, None, "تقديم")


@pytest.mark.once
def test_table_of_another_council_or_language_is_refused(translator, council, statement):
    other = factories.make_council(slug="anderer")
    factories.make_statement(council=other, title_de="Fremd")
    user = factories.make_superuser()
    translator.logout()
    translator.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    table = filled(csv_of(translator, other), ("Fremd", "غريب"))

    changes, problems, refusal = shown(send(translator, council, table))

    assert changes == []
    assert refusal
    assert problems
    refused = send(translator, council, table, language="tr")
    assert "Übersetzung (ar)" in refused.context["refusal"]


@pytest.mark.once
def test_tables_are_for_who_writes_the_language(translator, council):
    for ending in (None, "csv", "xlsx"):
        assert translator.get(where(council, ending=ending)).status_code == 200
        assert translator.get(where(council, "tr", ending)).status_code == 403
        assert translator.get(where(factories.make_council(), ending=ending)).status_code == 404
    assert translator.get(where(council, ending="exe")).status_code == 404


def bomb():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (spreadsheets.LARGEST_UNPACKED + 1))
    return written.getvalue()


def workbook(*rows):
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


HEAD = ";".join(bilingual.heads("ar"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("data", "word"),
    [
        (HEAD.encode("latin-1", "replace") + "\nx;Übersetzung".encode("latin-1"), "UTF-8"),
        ((";".join(f"Spalte {number}" for number in range(200)) + "\n").encode(), "columns"),
        (workbook([f"Spalte {number}" for number in range(200)]), "columns"),
        (b"Name;Wert\n1;2\n", "Kennung"),
        (b"", "Kennung"),
        (b"\x00\x01\x02", "CSV"),
        (b"PK\x03\x04garbage", "CSV"),
        (workbook(), "Kennung"),
        (bomb(), "large"),
        (b"\xff\xfeK", "UTF-8"),
    ],
    ids=["latin-1", "200 columns", "200 in XLSX", "other", "empty", "binary", "broken", "no rows", "bomb",
         "half a letter"],
)  # fmt: skip
def test_files_that_are_no_tables_are_refused_in_words(data, word):
    with translation.override("en"), pytest.raises(spreadsheets.Unreadable, match=word):
        bilingual.read(data, "ar")


@pytest.mark.once
@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@me", "'quoted", "'=x", "\tx", "normal"])
def test_cells_survive_being_defused(text):
    data = bilingual.as_csv([["key", "", "", "", "", text, ""]], "ar")

    assert [(line.text, line.is_formula) for line in bilingual.read(data, "ar")] == [(text, False)]
