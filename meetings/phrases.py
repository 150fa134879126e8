"""The phrase book: what stands in agendas, notices and reasons again and again, in all of the portal's languages.

A German text is recognised whatever its capitals, blanks and punctuation, and in the usual variants. A date or a number
in it is carried over: "Genehmigung der Niederschrift vom 12.03.2027" gives "Approval of the minutes of 12 March 2027".
"""

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils import translation
from modeltranslation.utils import build_localized_fieldname

from councils.dates import capfirst, one_point, partial_date
from councils.partial_dates import PartialDate
from councils.translation_state import SOURCE_LANGUAGE, TranslationState, content_languages

BOOK = Path(__file__).parent / "data" / "phrases.yaml"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = ("item", "result", "notice", "reason")

MONTHS = {
    name: number
    for number, names in enumerate(
        ["januar jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
         "november", "dezember"], start=1,
    )
    for name in names.split()
}  # fmt: skip
DATE = re.compile(
    rf"\b(\d{{1,2}})\.\s?(?:(\d{{1,2}})\.|({'|'.join(MONTHS)})\b)(\s?\d{{4}}|\d{{2}}(?!\d))", re.IGNORECASE
)
NUMBER = re.compile(r"\b(\d{1,3})\.(?=\s+[^\W\d])")
# A choice "(a|b)" or what may be missing "[a]".
_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")


@dataclass(frozen=True)
class Phrase:
    """One entry of the book: a text by language, perhaps with a gap for a date or a number."""

    key: str
    kind: str
    texts: dict
    variants: tuple

    @property
    def has_gap(self):
        return "{" in self.texts[SOURCE_LANGUAGE]


@dataclass(frozen=True)
class Match:
    """A phrase that was recognised, with what stands in its gap."""

    phrase: Phrase
    date: PartialDate | None = None
    number: str = ""

    @property
    def texts(self):
        """The text in every language, with its gap filled."""
        return {language: self._filled(language, text) for language, text in self.phrase.texts.items()}

    def _filled(self, language, text):
        if not self.phrase.has_gap:
            return text
        with translation.override(language):
            names = {"date": partial_date(self.date, language), "number": self.number}
            return capfirst(one_point(text.format(**names)))


def recognise(text, kind):
    """The phrase that a German text means, as a :class:`Match`, or None."""
    book, date, number = _by_words(kind), None, ""
    if text and (phrase := book.get(folded(text))):
        return Match(phrase)
    if found := DATE.search(text or ""):
        date = _date(found)
        text = f"{text[: found.start()]} {{date}} {text[found.end() :]}" if date else text
    if found := NUMBER.search(text or ""):
        number = found[1]
        text = f"{text[: found.start()]} {{number}} {text[found.end() :]}"
    phrase = book.get(folded(text)) if date or number else None
    return Match(phrase, date, number) if phrase else None


def _date(found):
    day, month, name, year = found.groups()
    month = int(month) if month else MONTHS[name.casefold()]
    year = int(year) + (2000 if len(year.strip()) == 2 else 0)
    try:
        return PartialDate(year, month, int(day))
    except ValueError:
        return None


def offered(kind):
    """The German texts that a form offers: those without a gap."""
    return [phrase.texts[SOURCE_LANGUAGE] for phrase in phrases(kind) if not phrase.has_gap]


def phrases(kind):
    """The phrases of one kind, in the order of the book."""
    return [phrase for phrase in book() if phrase.kind == kind]


def by_key(key):
    """The phrase of that key; raises KeyError."""
    return {phrase.key: phrase for phrase in book()}[key]


# -- into rows ------------------------------------------------------------------------------------------------------


def fill_all(row, kinds):
    """Complete several texts of a row; ``kinds`` names the kind of phrases by field."""
    for name, kind in kinds.items():
        fill(row, name, kind)


def fill(row, name, kind):
    """Give a text its translations from the book where its German stands there; what people wrote or read stays.

    Returns whether the German was recognised.
    """
    match = recognise(row.text_in(name), kind)
    if match is None:
        return False
    for language, text in match.texts.items():
        if language != SOURCE_LANGUAGE and _is_free(row, name, language, kind):
            setattr(row, build_localized_fieldname(name, language), text)
    return True


def _is_free(row, name, language, kind):
    """Whether nothing is lost: there is no text, or one that came from the book for other German."""
    text = row.text_in(name, language)
    if not text:
        return True
    made = row.translations.get(name, {}).get(language, ("",))[0]
    return made != TranslationState.REVIEWED and text in _texts_of(kind, language)


# -- the book -------------------------------------------------------------------------------------------------------


@functools.cache
def book():
    """All phrases as the file has them."""
    entries = yaml.load(BOOK.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 (a safe one, if a fast one)
    return tuple(
        Phrase(
            key=entry["key"],
            kind=entry["kind"],
            texts={language: entry["text"][language] for language in content_languages()},
            variants=tuple(entry.get("also", ())),
        )
        for entry in entries
    )


def folded(text):
    """A text without what people write in different ways: capitals, punctuation, blanks, spelling of umlauts."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\N{SOFT HYPHEN}", "")
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(letter, plain)
    return " ".join(re.findall(r"\{\w+\}|\w+", text.replace("&", " und ")))


def spellings(variant):
    """All spellings that a variant stands for: "(a|b) c [d]" is four of them."""
    found = _CHOICE.search(variant)
    if found is None:
        return [variant]
    choices = [*found[1].split("|")] if found[1] is not None else ["", *found[2].split("|")]
    rest = variant[: found.start()], variant[found.end() :]
    return list(itertools.chain.from_iterable(spellings(choice.join(rest)) for choice in choices))


@functools.cache
def _by_words(kind):
    return {
        folded(words): phrase
        for phrase in phrases(kind)
        for variant in (phrase.texts[SOURCE_LANGUAGE], *phrase.variants)
        for words in spellings(variant)
    }


@functools.cache
def _texts_of(kind, language):
    return {phrase.texts[language] for phrase in phrases(kind)}
