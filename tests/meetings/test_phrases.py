"""The phrase book: complete in every language, recognised however it is written, never over somebody's own words."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from councils.publishing import State
from councils.translation_state import TranslationState
from meetings import phrases
from meetings.models import AgendaItem
from tests import factories as f

LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Letters that a text in that language is written in; what else there is are digits, signs and the gaps.
SCRIPTS = {
    "ar": "\u0600-\u06ff",
    "fa": "\u0600-\u06ff\u200c",
    "bg": "\u0400-\u04ff",
    "ru": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff’",
}
GAP = re.compile(r"\{\w+\}")


def texts(language):
    return {phrase.key: phrase.texts[language] for phrase in phrases.book()}


# -- the book -------------------------------------------------------------------------------------------------------


def test_book_has_what_offices_write_again_and_again():
    counts = {kind: len(phrases.phrases(kind)) for kind in phrases.KINDS}

    assert counts == {"item": 64, "result": 9, "notice": 14, "reason": 16}
    assert len({phrase.key for phrase in phrases.book()}) == sum(counts.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_stands_in_the_language_with_its_gaps(language):
    german = texts("de")

    for key, text in texts(language).items():
        assert text, key
        assert text == " ".join(text.split()), key
        assert sorted(GAP.findall(text)) == sorted(GAP.findall(german[key])), key
        assert len(text) <= 300, key


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code not in {"de", "de-simple"}])
def test_no_german_is_left(language):
    german = {phrases.folded(text) for text in texts("de").values()}
    words = re.compile(r"\b(?:der|die|das|und|des|dem|wird|nicht|Sitzung|Niederschrift)\b")

    assert [key for key, text in texts(language).items() if phrases.folded(text) in german or words.search(text)] == []


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_texts_are_written_in_their_script(language):
    letters = re.compile(rf"[^\W\d_{SCRIPTS[language]}]")

    assert {key: text for key, text in texts(language).items() if letters.search(GAP.sub("", text))} == {}


def test_no_wording_means_two_things():
    for kind in phrases.KINDS:
        meant = {}
        for phrase in phrases.phrases(kind):
            for variant in (phrase.texts["de"], *phrase.variants):
                for words in phrases.spellings(variant):
                    assert not set("()[]|") & set(words), words
                    assert meant.setdefault(phrases.folded(words), phrase.key) == phrase.key, words


# -- recognising ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Genehmigung der Niederschrift", "minutes-approval"),
        ("GENEHMIGUNG  des Protokolls.", "minutes-approval"),
        ("Verschiedenes", "miscellaneous"),
        ("Sonstiges:", "miscellaneous"),
        ("Begrüßung", "welcome"),
        ("Begruessung", "welcome"),
        ("Bestätigung des Protokolls der letzten Sitzung", "minutes-approval-last"),
        ("Wahl der/des Vorsitzenden", "election-chair"),
        ("Einwohner*innenfragestunde", "question-time"),
        ("Anfragen & Mitteilungen", "announcements-enquiries"),
        ("Eröffnung der Sitzung, Begrüßung und Feststellung der Beschlußfähigkeit", "opening-quorum"),
    ],
)
def test_usual_wordings_are_recognised(text, key):
    assert phrases.recognise(text, "item").phrase.key == key


@pytest.mark.parametrize(
    "text", ["", None, "Verschiedenes Mobiliar", "Wahl", "Genehmigung der Niederschrift vom 31.02.2027"]
)
def test_other_words_are_not_recognised(text):
    assert phrases.recognise(text, "item") is None


def test_each_kind_has_words_of_its_own():
    assert phrases.recognise("Verschiedenes", "reason") is None
    assert phrases.recognise("entfällt wegen zu weniger Anmeldungen", "reason").phrase.key == "too-few-registered"


DATED = {
    "de": "Genehmigung der Niederschrift der Sitzung vom 12.\xa0März 2027",
    "de-simple": "Ist das Protokoll der Sitzung vom 12.\xa0März 2027 richtig?",
    "en": "Approval of the minutes of the meeting of 12\xa0March 2027",
    "ar": "إقرار محضر الجلسة المنعقدة بتاريخ 12\xa0مارس 2027",
    "bg": "Приемане на протокола от заседанието на 12\xa0март 2027\xa0г.",
    "fa": "تصویب صورت\u200cجلسهٔ نشست 12\xa0مارس 2027",
    "pl": "Przyjęcie protokołu z posiedzenia z dnia 12\xa0marca 2027\xa0r.",
    "ro": "Aprobarea procesului-verbal al ședinței din 12\xa0martie 2027",
    "ru": "Утверждение протокола заседания от 12\xa0марта 2027\xa0г.",
    "tr": "12\xa0Mart 2027 tarihli toplantının tutanağının onaylanması",
    "uk": "Затвердження протоколу засідання від 12\xa0березня 2027\xa0р.",
    "vi": "Thông qua biên bản cuộc họp ngày\xa012 tháng\xa03 năm\xa02027",
}


@pytest.mark.parametrize("written", ["12.03.2027", "12.3.27", "12. März 2027"])
def test_date_is_carried_into_every_language(written):
    with translation.override("tr"):
        match = phrases.recognise(f"Genehmigung des Protokolls der Sitzung vom {written}", "item")

        assert match.texts == DATED


def test_number_is_carried_into_every_language():
    match = phrases.recognise("Genehmigung der Niederschrift der 4. Sitzung", "item")

    assert {language for language, text in match.texts.items() if "4" in text} == set(LANGUAGES)
    assert match.texts["en"] == "Approval of the minutes of meeting no. 4"


# -- into rows ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_filled_texts_are_recorded_as_not_reviewed():
    item = f.make_agenda_item(title_de="Verschiedenes")

    assert phrases.fill(item, "title", "item") is True
    item.save()

    item = AgendaItem.objects.get(pk=item.pk)
    assert item.text_in("title", "vi") == "Các vấn đề khác"
    states = {item.translation_state("title", language) for language in LANGUAGES[1:]}
    assert states == {TranslationState.MACHINE}


@pytest.mark.django_db
def test_own_and_reviewed_words_stay():
    item = f.make_agenda_item(title_de="Verschiedenes", title_en="And the rest", title_tr="Çeşitli")
    item.record_translation("title", "tr", TranslationState.REVIEWED)

    phrases.fill(item, "title", "item")

    assert (item.title_en, item.title_tr, item.title_pl) == ("And the rest", "Çeşitli", "Sprawy różne")


@pytest.mark.django_db
def test_words_of_the_book_follow_other_german():
    item = f.make_agenda_item(title_de="Verschiedenes", state=State.DRAFT)
    phrases.fill(item, "title", "item")
    item.save()
    item.title_de = "Pause"

    phrases.fill(item, "title", "item")

    assert (item.title_en, item.title_ar) == ("Break", "استراحة")


@pytest.mark.django_db
def test_unknown_german_leaves_all_alone():
    item = f.make_agenda_item(title_de="Brücke über den Fluss", title_en="Bridge")

    assert phrases.fill(item, "title", "item") is False
    assert (item.title_en, item.title_fa) == ("Bridge", None)
