"""How far each translation can be trusted, whatever the order of saves."""

import hashlib

import pytest
from django.utils import translation

from councils.models import Council, Statement
from councils.translation_state import TranslationState, fingerprint, translated_fields
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
