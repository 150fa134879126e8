"""Finding councils by place or name, in whichever of the portal's languages and however it is typed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Value
from django.utils.translation import override

from councils.laender import LAND_NAMES, land_label
from councils.models import Council, CouncilName, Jurisdiction
from councils.translation_state import content_languages

MOST_WORDS = 8  # of a query; the rest is not looked for
SHORTEST_PART = 4  # letters that are looked for inside of words, or with a slip

# Letters that Unicode does not take apart, or that keyboards write in several ways.
_ALIKE = str.maketrans(
    {
        "ł": "l", "đ": "d", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ґ": "г",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه",
        "ـ": None, "\N{SOFT HYPHEN}": None, "'": None, "’": None, "ʼ": None,
    }
)  # fmt: skip
NOTHING = Value("")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=50_000)
def fold(text):
    """The text as it is compared: small letters without marks, whatever keyboard wrote it ("Gößnitz" is "gossnitz")."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in text if not unicodedata.combining(letter)).translate(_ALIKE)


def words_of(text):
    """The folded words of a text."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Found:
    """The councils that a query found, the best first."""

    pks: tuple
    is_close: bool = False  # nothing fits the whole query as it was typed; these come closest


@dataclass
class _Names:
    """All that one council can be found by."""

    pk: int
    slug: str
    words: set
    texts: set  # each name in one piece, because people write "Integrations-Beirat" and "Hamelnpyrmont"

    def fit(self, word):
        """How well a word fits: 4 is a word of a name, 3 begins one, 2 stands within one, 1 has a slip, 0 does not."""
        if word in self.words:
            return 4
        if any(own.startswith(word) for own in self.words):
            return 3
        if len(word) < SHORTEST_PART:
            return 0
        if any(word in text for text in self.texts):
            return 2
        return int(any(one_slip(word, own) for own in self.words))


def find_councils(now, query):
    """The public councils that fit the query best (:class:`Found`); one query to the database."""
    typed = words_of(query)[:MOST_WORDS]
    # "in" and "am" tell nothing about a council, unless the place itself is called so.
    wanted = [word for word in typed if len(word) > 2] or typed
    if not wanted:
        return Found(())
    hits = [hit for names in _names(now) if (hit := _Hit.of(names, wanted, "".join(typed))).matched]
    most = max((hit.matched for hit in hits), default=0)
    best = [hit for hit in hits if hit.matched == most]
    sure = [hit for hit in best if not hit.is_close]
    ranked = sorted(sure or best, key=lambda hit: (-hit.weight, hit.names.slug))
    return Found(tuple(hit.names.pk for hit in ranked), is_close=bool(ranked) and not sure)


@dataclass(frozen=True)
class _Hit:
    """How well one council fits a query."""

    names: _Names
    matched: int  # how many of the words fit
    weight: int
    is_close: bool

    @classmethod
    def of(cls, names, wanted, whole):
        if whole in names.texts:
            return cls(names, len(wanted), 99, is_close=False)
        fits = [names.fit(word) for word in wanted]
        if len(wanted) > 1 and any(whole in text for text in names.texts):
            return cls(names, len(wanted), sum(fits), is_close=False)
        matched = sum(fit > 0 for fit in fits)
        return cls(names, matched, sum(fits), is_close=matched < len(wanted) or 1 in fits)


def one_slip(typed, meant):
    """Whether one letter is missing, too many, wrong, or swapped with its neighbour."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next((i for i, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None)
    if at is None:
        return True
    rest, own = typed[at:], meant[at:]
    return rest[1:] == own[1:] or rest[1:] == own or rest == own[1:] or (rest[1::-1] == own[:2] and rest[2:] == own[2:])


def _names(now):
    """Everything that the public councils can be found by: present and former names, places, seats, Länder."""
    languages = [code.replace("-", "_") for code in content_languages()]

    def rows(named, council, field, seat=NOTHING, land=NOTHING):
        texts = [f"{field}_{language}" for language in languages]
        named = named.published(now).order_by().annotate(seat_name=seat, land_code=land)
        return named.values_list(f"{council}pk", f"{council}slug", "seat_name", "land_code", *texts)

    # Not rewritten, because modeltranslation would give each part of the union another order of columns.
    councils, places, former = Council.objects.rewrite(False), Jurisdiction.objects, CouncilName.objects.rewrite(False)
    seat_and_land = F("municipality__seat"), F("municipality__land")
    found = {}
    for pk, slug, seat, land, *texts in rows(councils, "", "name").union(
        rows(places, "council__", "municipality__name"),
        rows(places, "council__", "municipality__place", *seat_and_land),
        rows(former, "council__", "name"),
        rows(councils, "", "predecessor_name"),
        all=True,
    ):
        names = found.setdefault(pk, _Names(pk, slug, set(), set()))
        for text in filter(None, [*texts, seat]):
            words = words_of(text)
            names.words.update(words)
            names.texts.add("".join(words))
        names.words.update(_land_words(land) if land else ())
    return found.values()


@lru_cache
def _land_words(land):
    """The words of a Land's name in all languages."""
    words = set(words_of(LAND_NAMES[land]))
    for language in content_languages():
        with override(language):
            words.update(words_of(str(land_label(land))))
    return words
