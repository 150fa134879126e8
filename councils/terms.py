"""Official terms and the word that the portal has set for each of them in every language.

The words are those of the portal's own catalogues, so a translator of a council's texts is pointed to the same word
that stands on the pages around them. A hint, never a rule: a good sentence may say it otherwise.
"""

import functools
import math
import re
import unicodedata
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.richtext import plain_text


@dataclass(frozen=True)
class Term:
    """A German term with its forms, and the portal's word for it."""

    german: str
    forms: str  # a regular expression
    word: str


TERMS = (
    Term("Gremium", "gremi(um|ums|en)", pgettext_lazy("glossary", "body")),
    Term("Kommune", "kommunen?", pgettext_lazy("glossary", "municipality")),
    Term("Beirat", "beir(at|ats|ates|äte|äten)", pgettext_lazy("glossary", "advisory council")),
    Term("Integrationsrat", "integrationsr(at|ats|ates|äte|äten)", pgettext_lazy("glossary", "integration council")),
    Term("Integrationsbeirat", "integrationsbeir(at|ats|ates|äte|äten)", _("integration advisory council")),
    Term("Migrationsrat", "migrationsr(at|ats|ates|äte|äten)", _("migration council (Migrationsrat)")),
    Term("Ausländerbeirat", "ausländerbeir(at|ats|ates|äte|äten)", _("foreigners’ council (Ausländerbeirat)")),
    Term("Netzwerk", "netzwerk(s|es|e|en)?", pgettext_lazy("glossary", "network")),
    Term("Sprecherrat", "sprecherr(at|ats|ates|äte|äten)", pgettext_lazy("glossary", "speakers’ board")),
    Term("Kreistag", "kreistag(s|es|e|en)?", pgettext_lazy("glossary", "district council")),
    Term("Verwaltung", "verwaltung(en)?", pgettext_lazy("glossary", "administration")),
    Term("Geschäftsstelle", "geschäftsstellen?", pgettext_lazy("glossary", "office")),
    Term("Sprechstunde", "sprechstunden?", pgettext_lazy("glossary", "office hours")),
    Term("Fraktion", "fraktion(en)?", pgettext_lazy("glossary", "parliamentary group")),
    Term("Amtszeit", "amtszeit(en)?|wahlperioden?", pgettext_lazy("glossary", "term of office")),
    Term("Vorsitz", "vorsitz(es)?", pgettext_lazy("glossary", "chair")),
    Term("Schriftführung", "schriftführung", _("secretary")),
    Term(
        "stellvertretendes Mitglied", "stellvertretende[nmrs]? mitglied(er|ern|s)?",
        pgettext_lazy("glossary", "substitute"),
    ),
    Term("Nachrücker", "nachrücker(in|innen|n|s)?", pgettext_lazy("glossary", "successor")),
    Term("stimmberechtigt", "stimmberechtigte?[nmrs]?", pgettext_lazy("glossary", "with a vote")),
    Term("beratend", "beratende?[nmrs]?", pgettext_lazy("glossary", "advisory")),
    Term("kraft Amtes", "kraft amtes", pgettext_lazy("glossary", "by virtue of office")),
    Term("Sitzung", "sitzung(en)?", pgettext_lazy("glossary", "meeting")),
    Term(
        "konstituierende Sitzung", "konstituierende[nr]? sitzung(en)?",
        pgettext_lazy("glossary", "constitutive meeting"),
    ),
    Term("Plenum", "plen(um|ums|en)", pgettext_lazy("glossary", "plenary")),
    Term("Sitzungsort", "sitzungsort(e|es|s|en)?", _("venue")),
    Term("öffentlich", "öffentliche?[nmrs]?", pgettext_lazy("glossary", "public")),
    Term("nichtöffentlich", "nicht[ -]?öffentliche?[nmrs]?", pgettext_lazy("glossary", "non-public")),
    Term("Einladung", "einladung(en)?", _("invitation")),
    Term("Tagesordnung", "tagesordnung(en)?", pgettext_lazy("glossary", "agenda")),
    Term("Tagesordnungspunkt", "tagesordnungspunkt(e|en|es|s)?", _("agenda item")),
    Term("Niederschrift", "niederschrift(en)?|protokoll(e|en|s)?", pgettext_lazy("glossary", "minutes")),
    Term("Anlage", "anlagen?", _("attachment")),
    Term("Antrag", "antr(ag|ags|ages|äge|ägen)", _("motion")),
    Term("Anfrage", "anfragen?", _("enquiry")),
    Term("Empfehlung", "empfehlung(en)?", pgettext_lazy("glossary", "recommendation")),
    Term("Stellungnahme", "stellungnahmen?", pgettext_lazy("decision", "statement")),
    Term("Beschluss", "beschl(uss|usses|üsse|üssen)", pgettext_lazy("glossary", "resolution")),
    Term("Satzung", "(haupt)?satzung(en)?", pgettext_lazy("glossary", "statute")),
    Term("Geschäftsordnung", "geschäftsordnung(en)?", pgettext_lazy("glossary", "rules of procedure")),
    Term("Integrationskonzept", "integrationskonzept(e|en|es|s)?", pgettext_lazy("glossary", "integration concept")),
    Term("Leitbild", "leitbild(er|es|s|ern)?", pgettext_lazy("glossary", "mission statement")),
    Term("Leitlinie", "leitlinien?", _("guiding principle")),
    Term("Migrationshintergrund", "migrationshintergrund(s|es)?", pgettext_lazy("glossary", "migration background")),
    Term("Jahresrückblick", "jahresrückblick(e|en|s|es)?", pgettext_lazy("glossary", "annual review")),
    Term("Pressemitteilung", "pressemitteilung(en)?", pgettext_lazy("glossary", "press release")),
    Term("Gebärdensprache", "gebärdensprachen?", pgettext_lazy("help", "sign language")),
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """A term of a German text, its set word, and whether the translation has it."""

    german: str
    word: str
    is_there: bool


def hints(german, text, language):
    """The terms of the German text, in their order there, each with its set word in the language."""
    german, text = plain_text(german), plain_text(text)
    found = {}
    for match in _pattern().finditer(german):
        term = _term_of(match)
        found.setdefault(term.german, term)
    return [_hint(term, text, language) for term in found.values()]


def _hint(term, text, language):
    words = set_words(term, language)
    there = any(_is_in(word, text) for word in (*words, term.german))
    return Hint(term.german, ", ".join(words), there)


def set_words(term, language):
    """The portal's word for the term, without the German in brackets; several where it has several."""
    with translation.override(language):
        said = re.sub(r"\s*\([^)]*\)", "", str(term.word))
    return [word.strip() for word in re.split(r", | lub | یا ", said) if word.strip()]


@functools.cache
def _pattern():
    """One expression for all terms, the longest first: a constitutive meeting is more than a meeting."""
    numbered = sorted(enumerate(TERMS), key=lambda pair: -len(pair[1].german))
    parts = [f"(?P<t{number}>{term.forms})" for number, term in numbered]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def _term_of(match):
    return next(TERMS[int(name[1:])] for name, value in match.groupdict().items() if value)


def _is_in(word, text):
    """Whether the text has the word in some form: each part of it up to its ending, whatever is put before it."""
    folded = _folded(text)
    return all(_stem(part) in folded for part in _folded(word).split())


def _stem(part):
    """What stays of a word when its ending changes; the Arabic article may be another prefix there."""
    part = part.removeprefix("ال") if len(part) > 4 else part
    return part[: max(3, math.ceil(len(part) * 0.7))]


def _folded(text):
    """Without capitals, marks above letters, soft hyphens, and the hyphens of plain German compounds."""
    text = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in text if not unicodedata.combining(letter))
    return re.sub(r"[\u00ad\u200c-]", "", kept)
