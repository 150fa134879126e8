"""Official terms: found in German, looked for in the translation, never a hindrance."""

import pytest

from councils import terms
from councils.translation_state import content_languages

pytestmark = pytest.mark.once


def lacking(german, text, language):
    return [hint.german for hint in terms.hints(german, text, language) if not hint.is_there]


@pytest.mark.parametrize("language", content_languages()[1:])
def test_every_term_has_a_word_in_every_language(language):
    for term in terms.TERMS:
        words = terms.set_words(term, language)
        assert words, term.german
        assert lacking(term.german, words[0], language) == []


@pytest.mark.parametrize(
    ("german", "found"),
    [
        ("Die Niederschriften der Sitzungen", ["Niederschrift", "Sitzung"]),
        ("<p>Die konstituierende Sitzung</p>", ["konstituierende Sitzung"]),
        ("Der Sitzungssaal liegt im Rathaus", []),
        ("NICHTÖFFENTLICHER Teil", ["nichtöffentlich"]),
        ("Beschlüsse des Beirates, Beschluss 2", ["Beschluss", "Beirat"]),
        ("", []),
    ],
)
def test_terms_are_found_in_their_forms(german, found):
    assert [hint.german for hint in terms.hints(german, "", "ar")] == found


@pytest.mark.parametrize(
    ("german", "text", "language", "missing"),
    [
        ("Einladung zur Sitzung", "دعوة إلى الجلسة", "ar", []),
        ("Einladung zur Sitzung", "<p>لقاء</p>", "ar", ["Einladung", "Sitzung"]),
        ("Die Sitzungen", "О заседаниях", "ru", []),
        ("Die Tagesordnung", "Die Tages-Ordnung ist da.", "de-simple", []),
        # The German word may stay in the text.
        ("Der Sprecherrat", "The Sprecherrat speaks", "en", []),
        ("Der Sprecherrat", "The committee speaks", "en", ["Sprecherrat"]),
    ],
)
def test_set_words_are_looked_for_in_their_forms(german, text, language, missing):
    assert lacking(german, text, language) == missing
