"""How far each translation can be trusted, whatever the order of saves."""

import hashlib
import itertools
import json

import pytest
from django.utils import translation

from councils.models import Council, SourceText, Statement
from councils.translation_state import (
    TranslationState,
    content_languages,
    fingerprint,
    kept_languages,
    translated_fields,
)
from tests import factories

pytestmark = pytest.mark.django_db


def state_of(row, language="ar", field="title"):
    return Statement.objects.get(pk=row.pk).translation_state(field, language)


def test_states_of_a_text():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس", title_en="Council")
    row.record_translation("title", "en", TranslationState.REVIEWED)
    row.save()

    assert state_of(row, "de") == TranslationState.REVIEWED
    assert state_of(row, "ar") == TranslationState.MACHINE
    assert state_of(row, "en") == TranslationState.REVIEWED
    assert state_of(row, "tr") == TranslationState.MISSING


def test_new_german_outdates_and_old_german_heals():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    Statement.objects.update(title_de="Beirat")
    assert state_of(row) == TranslationState.OUTDATED

    Statement.objects.update(title_de="Rat")

    assert state_of(row) == TranslationState.MACHINE


def test_saving_without_change_changes_no_state():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    row.record_translation("title", "ar", TranslationState.REVIEWED)
    row.save()
    Statement.objects.update(title_de="Beirat")

    Statement.objects.get(pk=row.pk).save()

    assert state_of(row) == TranslationState.OUTDATED


def test_new_translation_counts_as_machine_made_until_said_otherwise():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    row.record_translation("title", "ar", TranslationState.REVIEWED)
    row.save()

    Statement.objects.update(title_ar="مجلس الهجرة")

    assert state_of(row) == TranslationState.MACHINE


def test_emptied_translation_is_forgotten():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    row.title_ar = ""
    row.save()

    assert row.translations.get("title") is None
    assert state_of(row) == TranslationState.MISSING


def test_adding_a_language_alters_no_other():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    before = dict(row.translations["title"])
    row.title_tr = "Meclis"
    row.save()

    assert row.translations["title"]["ar"] == before["ar"]


def test_reading_falls_back_to_german_only():
    row = factories.make_statement(title_de="Rat", title_en="Council")

    with translation.override("ar"):
        assert Statement.objects.get(pk=row.pk).title == "Rat"


def test_fingerprint_is_short_and_stable():
    assert fingerprint("Rat") == hashlib.sha256(b"Rat").hexdigest()[:12]
    assert fingerprint("Rat") != fingerprint("Räte")
    assert fingerprint(None) == fingerprint("")


def test_translated_fields_in_the_order_of_the_model():
    assert translated_fields(Council)[:2] == ("name", "summary")


# -- languages that a council keeps up -----------------------------------------------------------------------------


def test_council_keeps_up_all_languages_until_it_says_otherwise():
    assert kept_languages(factories.make_council()) == content_languages()[1:]
    assert kept_languages(None) == content_languages()[1:]
    assert kept_languages(factories.make_council(languages=["tr", "ar"])) == ["ar", "tr"]
    assert kept_languages(factories.make_council(languages=["de"])) == []


# -- the German that a translation was made from ---------------------------------------------------------------------


def kept_of(row):
    return set(SourceText.objects.filter(row=row.public_id).values_list("text", flat=True))


def translate(row, language, text, field="title"):
    row.refresh_from_db()
    setattr(row, f"{field}_{language}", text)
    row.record_translation(field, language, TranslationState.REVIEWED)
    row.save()


def test_german_is_kept_while_a_translation_rests_on_it():
    row = factories.make_statement(title_de="Rat", body_de="", title_ar="مجلس")
    Statement.objects.update(title_de="Beirat")
    assert kept_of(row) == {"Rat"}

    translate(row, "en", "Advisory council")
    assert kept_of(row) == {"Rat", "Beirat"}

    translate(row, "ar", "مجلس استشاري")
    assert kept_of(row) == {"Beirat"}


def test_german_goes_with_the_last_translation_and_with_the_row():
    row = factories.make_statement(title_de="Rat", body_de="", title_ar="مجلس", state="draft")
    row.title_ar = None
    row.save()
    assert kept_of(row) == set()

    translate(row, "en", "Council")
    row.delete()

    assert not SourceText.objects.exists()


def test_german_seen_going_is_kept_where_nothing_was_kept_before():
    row = factories.make_statement(title_de="Rat", body_de="", title_ar="مجلس")
    SourceText.objects.all().delete()

    row.keep_german(row.title_de)
    row.title_de = "Beirat"
    row.save()

    assert kept_of(row) == {"Rat"}


def test_small_correction_keeps_states():
    row = factories.make_statement(title_de="Migratonsrat", title_ar="مجلس", title_en="Council")
    row.record_translation("title", "en", TranslationState.REVIEWED)
    row.save()

    for before, after in itertools.pairwise(["Migratonsrat", "Migrationsrat", "Der Migrationsrat"]):
        row.title_de = after
        row.record_correction("title", before)
        row.save()

    assert [state_of(row, code) for code in ("en", "ar", "tr")] == ["reviewed", "machine", "missing"]
    Statement.objects.update(title_de="Beirat")
    assert [state_of(row, code) for code in ("en", "ar", "tr")] == ["outdated", "outdated", "missing"]


def test_small_correction_does_not_heal_what_was_outdated():
    row = factories.make_statement(title_de="Rat", title_ar="مجلس")
    row.title_de = "Beirat"
    row.save()
    row.title_de = "Beirat!"
    row.record_correction("title", "Beirat")
    row.save()

    assert state_of(row) == TranslationState.OUTDATED


def _new_german(row, text):
    row.title_de = text


def _correction(row, text):
    before, row.title_de = row.title_de, text
    row.record_correction("title", before)


def _translated_from(german, language, text):
    """A translator who had that German on the screen, however late the page is sent."""

    def step(row):
        setattr(row, f"title_{language}", text)
        row.record_translation("title", language, TranslationState.REVIEWED, fingerprint(german))

    return step


STEPS = {
    "corrected": lambda row: _correction(row, "Migrationsrat"),
    "ar": _translated_from("Migratonsrat", "ar", "مجلس"),
    "en": _translated_from("Migratonsrat", "en", "Council"),
    "tr": _translated_from("Migrationsrat", "tr", "Meclis"),
    "nothing": lambda row: row.record_unknown_translations(),
}


def test_order_of_saves_is_irrelevant():
    """Whatever is saved first, each step by a fresh read of the row: the same states come out."""
    outcomes = set()
    for order in itertools.permutations(STEPS):
        row = Statement(title_de="Migratonsrat", kind=Statement.Kind.TASK)
        for name in order:
            # As stored and read again.
            row.translations = json.loads(json.dumps(row.translations))
            STEPS[name](row)
            row.record_unknown_translations()
        outcomes.add(tuple(str(row.translation_state("title", code)) for code in ("ar", "en", "tr", "uk")))

    assert outcomes == {("reviewed", "reviewed", "reviewed", "missing")}


def test_order_of_saves_is_irrelevant_when_the_german_really_changes():
    steps = STEPS | {"corrected": lambda row: _new_german(row, "Migrationsrat")}
    outcomes = set()
    for order in itertools.permutations(steps):
        row = Statement(title_de="Migratonsrat", kind=Statement.Kind.TASK)
        for name in order:
            steps[name](row)
            row.record_unknown_translations()
        outcomes.add(tuple(str(row.translation_state("title", code)) for code in ("ar", "en", "tr", "uk")))

    assert outcomes == {("outdated", "outdated", "reviewed", "missing")}
