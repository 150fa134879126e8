"""Reads plain lists that offices have anyway: a numbered agenda, a year's dates. Nothing here writes anything.

What is odd is said and the rest is still read; what cannot be right is an error beside its line.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from councils.dates import weekday

from . import phrases
from .models import AgendaItem
from .phrases import MONTHS

MOST_ITEMS = 200
# So many numbers may be missing before a number that stands alone on its line.
MOST_LEFT_OUT = 3
MOST_DATES = 100
LONGEST_TITLE = AgendaItem._meta.get_field("title").max_length
LONGEST_NUMBER = AgendaItem._meta.get_field("number").max_length

# More blanks in a row say nothing, and patterns that look for what stands behind them would take for ever.
_BLANKS = re.compile(r"[^\S\n]{3,}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
# Bullets of Word's symbol fonts: letters of private use, which other fonts show as empty boxes.
_SYMBOLS = re.compile("[\uf000-\uf0ff]")
# How files begin that are no plain text: PDF, ZIP (DOCX, ODT), RTF, old Word, pictures.
_NO_TEXT = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


def text_of_file(data):
    """The words of a plain-text file, from whatever system; raises ValueError with what to do instead."""
    if data.startswith(_NO_TEXT):
        raise ValueError(_("This is no plain text. Save the agenda as “plain text (.txt)”, or copy it into the box."))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return tidy(data.decode("utf-16", errors="replace"))
    if b"\0" in data:
        raise ValueError(_("This is no plain text. Save the agenda as “plain text (.txt)”, or copy it into the box."))
    try:
        return tidy(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return tidy(data.decode("cp1252", errors="replace"))


def tidy(text):
    """The text with plain line ends, whole letters and nothing that cannot be seen."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{SOFT HYPHEN}", "")
    return _BLANKS.sub("  ", _SYMBOLS.sub("•", _CONTROL.sub("", text)))


# -- agendas --------------------------------------------------------------------------------------------------------


@dataclass
class PastedItem:
    """One item of a pasted agenda."""

    line: int
    number: str
    title: str
    is_public: bool
    # The number as numbers, for finding what is odd; None for what has none.
    order: tuple | None = None
    # Numbers count anew in each part: below a heading, below a Roman number.
    part: object = 0
    error: str = ""
    match: phrases.Match | None = None


@dataclass
class PastedAgenda:
    """What was read, and what a clerk should look at."""

    items: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    @property
    def is_usable(self):
        return bool(self.items) and not any(item.error for item in self.items)


@dataclass
class _Number:
    printed: str
    order: tuple | None
    rest: str
    is_public: bool | None = None
    is_roman: bool = False


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_LABEL = r"(?P<label>(?:(?i:TOP|Tagesordnungspunkt|Punkt|Pkt\.?)\s*)?)"
_PART = r"(?P<part>(?:(?:NÖ|Ö|N|OE)\b\s*[-.]?\s*|(?:NÖ|Ö|N)(?=\d))?)"
_ARABIC = re.compile(
    rf"{_LABEL}{_PART}(?P<digits>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})(?P<letter>\.?[a-z](?=[).:\s])|\s[a-z](?=\)|\s+[A-ZÄÖÜ„]))?"
    r"(?P<end>[.):]*)(?P<gap>\s+|\Z|(?=[^\W\d]))(?P<rest>.*)"
)
_ROMAN_NUMBER = re.compile(r"(?P<digits>[IVXL]{1,6})[.):]+\s+(?P<rest>\S.*)")
_LETTER = re.compile(r"(?P<letter>[a-z])\)\s+(?P<rest>\S.*)")
# Word writes an "o" and a tab for its second kind.
_BULLET = re.compile(r"\A(?:[-–—•*▪·◦●○■□►➢✓]\s+|o\t\s*)(?=\S)")
_DASH = re.compile(r"\A[-–—:]\s+(?=\S)")
_NOT_PUBLIC = r"nicht[\s-]*öffentlich"
_BEFORE_HEADING = r"(?:(?:teil\s+)?(?:[ivx]+|[a-c]|\d)[.):]+\s*|teil\s+[a-c]\s*[-–:]?\s*)?"
_PARTS = r"(?:teil|sitzung|sitzungsteil|tagesordnung|tagesordnungspunkte|beratung|beratungspunkte|punkte|tops?)"
_HEADING = re.compile(
    rf"{_BEFORE_HEADING}(?:{_NOT_PUBLIC}|öffentlich)(?:er|e|es|en)?(?:\s+{_PARTS})?"
    r"(?:\s+der\s+(?:sitzung|tagesordnung))?(?:\s*\(.*\))?\s*[:.]*",
    re.IGNORECASE,
)
# Wider than the one above: what this takes for a heading at worst hides too much.
_HEADING_NOT_PUBLIC = re.compile(
    rf"{_BEFORE_HEADING}(?:(?:{_NOT_PUBLIC}|vertraulich|intern|geschlossen)(?:er|e|es|en)?\s+{_PARTS}\b.*"
    rf"|{_NOT_PUBLIC}(?:er|e|es|en)?\s*(?:\(.*\))?\s*[:.]*)",
    re.IGNORECASE,
)
_MARK = re.compile(rf"\s*[(\[]\s*(?P<not>{_NOT_PUBLIC}|nö|n\.\s?ö\.)?(?(not)|öffentlich)\s*[)\]]\s*\Z", re.IGNORECASE)
_TITLE_OF_ALL = re.compile(
    r"(?:vorläufige\s+|vorgesehene\s+)?(?:tagesordnung|top|tagesordnungspunkte)\b.*", re.IGNORECASE
)
# After these words a line goes on in the next one.
_GOES_ON = re.compile(
    r"(?:\b(?:der|die|das|des|dem|den|ein|eine|einer|eines|zum|zur|und|oder|sowie|vom|am|im|in|bis|für|mit|von|zu|über|durch"
    r"|an|auf|aus|bei|nach|gemäß|§|Nr\.|Art\.)|[,–(])\Z",
    re.IGNORECASE,
)
_KEEPS_HYPHEN = ("und", "oder", "sowie", "bzw.", "beziehungsweise")


def read_agenda(text):
    """The items of a pasted agenda: numbers as printed, the parts by their headings, broken lines put together."""
    agenda = _AgendaReader(tidy(text)).read()
    for item in agenda.items:
        item.match = phrases.recognise(item.title, "item")
        item.error = _error_of(item)
    if len(agenda.items) > MOST_ITEMS:
        agenda.items[MOST_ITEMS].error = _("At most %(n)s items at once.") % {"n": MOST_ITEMS}
    return agenda


def _error_of(item):
    if not item.title:
        return _("The title is missing. Write it behind the number.")
    if len(item.title) > LONGEST_TITLE:
        return _("The title is too long: %(n)s letters, at most %(most)s. Shorten it.") % {
            "n": len(item.title), "most": LONGEST_TITLE,
        }  # fmt: skip
    if len(item.number) > LONGEST_NUMBER:
        return _("The number is too long: at most %(most)s letters.") % {"most": LONGEST_NUMBER}
    return ""


class _AgendaReader:
    """Goes through the lines once."""

    def __init__(self, text):
        self.lines = text.split("\n")
        self.agenda = PastedAgenda()
        self.is_public, self.part = True, 0
        # The item that a further line would belong to, and the line before.
        self.open, self.before, self.gap = None, "", False
        self.is_numbered, self.is_weak = self._style()

    def _style(self):
        """Whether the items have numbers at all, and whether these are bare: "1 Begrüßung"."""
        numbers = [number for line in self.lines if (number := _number(line.strip()))]
        if numbers:
            return True, False
        bare = [number.order for line in self.lines if (number := _number(line.strip(), bare=True))]
        ascending = len(bare) > 1 and bare[0] <= (1,) and bare == sorted(bare)
        return ascending, ascending

    def read(self):
        for line, raw in enumerate(self.lines, start=1):
            text = raw.strip()
            if not text:
                self.gap = True
                continue
            self._line(line, text, is_indented=raw[:1] in " \t")
            self.before, self.gap = text, False
            if len(self.agenda.items) > MOST_ITEMS:
                break
        self._look_for_oddities()
        return self.agenda

    def _line(self, line, text, *, is_indented):
        closed = _HEADING_NOT_PUBLIC.fullmatch(text)
        if closed or _HEADING.fullmatch(text):
            self.is_public = not closed
            self.part, self.open = self.part + 1, None
        elif (number := self._own_number(text)) is not None:
            self._add(line, number)
        elif self.is_numbered:
            self._beside_numbers(line, text)
        else:
            self._without_numbers(line, text, is_indented=is_indented)

    def _own_number(self, text):
        """The number with which the line begins, unless the line only goes on with the one before."""
        number = _number(text, bare=self.is_weak) if self.is_numbered else None
        number = number or self._number_alone(text)
        if number is None or number.order is None or self.open is None:
            return number
        is_next = self._is_next(number.order)
        goes_on = not self.gap and _GOES_ON.search(self.before)
        month = MONTHS.get(number.rest.partition(" ")[0].casefold().strip(".,:"))
        return None if not is_next and (goes_on or month) else number

    def _number_alone(self, text):
        """A bare number on a line of its own, as tables leave it: the next one, or one that was left out."""
        goes_on = not self.gap and _GOES_ON.search(self.before)
        number = _number(text, bare=True) if self.is_numbered and text.isdecimal() and not goes_on else None
        last = self._last_order()
        return number if number and last and 0 < number.order[0] - last[0] <= MOST_LEFT_OUT else None

    def _last_order(self):
        return next((item.order for item in reversed(self.agenda.items) if item.order), None)

    def _is_next(self, order):
        last = self._last_order()
        return last is None or order in _followers(last)

    def _add(self, line, number):
        if number.order is None and number.printed and self.open is not None:
            # "a)" below 3 is item 3 a.
            number.printed = " ".join(filter(None, [self._number_above(), number.printed]))
        is_public = self.is_public if number.is_public is None else number.is_public
        title = _DASH.sub("", " ".join(number.rest.split()), count=1) if number.printed else number.rest
        if mark := _MARK.search(title):
            is_public, title = mark["not"] is None, title[: mark.start()]
        part = "roman" if number.is_roman else self.part
        self.open = PastedItem(line, number.printed, title.strip(), is_public, number.order, part)
        self.agenda.items.append(self.open)
        self.part += number.is_roman

    def _number_above(self):
        return next((item.number for item in reversed(self.agenda.items) if item.order), "")

    def _beside_numbers(self, line, text):
        """A line without a number among lines that have one."""
        if self.open is not None and (not self.gap or not self.open.title):
            self._go_on(text)
        elif self.open is None and self.part:
            # Right behind a heading: never part of what stood above it.
            self._add(line, _Number("", None, _BULLET.sub("", text, count=1)))
            self._warn(line, _("Line %(line)s has no number: “%(text)s”."), text=text)
        elif not _TITLE_OF_ALL.fullmatch(text) or self.agenda.items:
            message = _("Line %(line)s was left out: “%(text)s”. If it belongs to an item, put it right below.")
            self._warn(line, message, text=text)

    def _without_numbers(self, line, text, *, is_indented):
        bullet = _BULLET.match(text)
        goes_on = self.open is not None and not self.gap and not bullet
        if not self.agenda.items and _TITLE_OF_ALL.fullmatch(text):
            return
        if goes_on and (text[0].islower() or is_indented or _GOES_ON.search(self.before)):
            self._go_on(text)
        else:
            self._add(line, _Number("", None, _BULLET.sub("", text, count=1)))

    def _go_on(self, text):
        """Put a broken line together with its beginning."""
        item = self.open
        if bullet := _BULLET.match(text):
            text = f"– {text[bullet.end() :]}"
        if mark := _MARK.search(text):
            item.is_public, text = mark["not"] is None, text[: mark.start()]
        if not item.title.endswith("-") or item.title.endswith(" -") or text.startswith(_KEEPS_HYPHEN):
            item.title = f"{item.title} {text}".strip()
        elif text[:1].islower():
            item.title = item.title[:-1] + text
        else:
            item.title += text

    # -- what a clerk should look at ---------------------------------------------------------------------------------

    def _warn(self, line, message, **names):
        if text := names.get("text"):
            names["text"] = text if len(text) <= 60 else text[:59] + "…"
        self.agenda.warnings.append((line, message % {"line": line, **names}))

    def _look_for_oddities(self):
        last, seen = {}, set()
        for item in self.agenda.items:
            if item.is_public and re.search(rf"{_NOT_PUBLIC}|vertraulich", item.title, re.IGNORECASE):
                self._warn(item.line, _("Line %(line)s: is this item public? “%(text)s”"), text=item.title)
            if item.order is None:
                continue
            before = last.get(item.part)
            own = (item.part, item.is_public, item.order)
            if own in seen:
                self._warn(item.line, _("Line %(line)s: the number %(number)s stands twice."), number=item.number)
            elif before is None and item.order not in self._beginnings(item):
                message = _("Line %(line)s: the agenda begins with the number %(number)s.")
                self._warn(item.line, message, number=item.number)
            elif before is not None and self._is_odd(item, before):
                message = _("Line %(line)s: after %(before)s comes %(number)s.")
                self._warn(item.line, message, number=item.number, before=before.number)
            seen.add(own)
            last[item.part] = item
        self.agenda.warnings = [text for _line, text in sorted(self.agenda.warnings)]

    @staticmethod
    def _is_odd(item, before):
        restarts = item.is_public != before.is_public and item.order in {(1,), (1, 1)}
        return not restarts and item.order not in _followers(before.order)

    def _beginnings(self, item):
        """The numbers with which a part may begin: at one, or where the part above ended."""
        above = []
        for other in self.agenda.items:
            if other is item:
                break
            above += [other.order] if other.order and other.part != "roman" else []
        return {(0,), (1,), (1, 1)} | (set(_followers(above[-1])) if above else set())


def _followers(order):
    """The numbers that may come after one: 3.1 is followed by 3.1.1, 3.2 or 4."""
    higher = [(*order[:level], order[level] + 1) for level in range(len(order))]
    return [(*order, 1), (*order, 0), *higher, *[(*step, 1) for step in higher]]


def _number(text, *, bare=False):
    """The number with which a line begins, or None; a bare one has neither a point nor a label."""
    if (found := _ARABIC.fullmatch(text)) and not _is_something_else(found):
        is_strong = found["label"] or found["part"] or found["end"] or "." in found["digits"] or found["letter"]
        if is_strong or bare or re.match(r"\t|\s\s", found["gap"]):
            return _arabic(found)
    if (found := _ROMAN_NUMBER.fullmatch(text)) and (value := _roman(found["digits"])):
        return _Number(found["digits"], (value,), found["rest"], is_roman=True)
    if found := _LETTER.fullmatch(text):
        return _Number(found["letter"], None, found["rest"])
    return None


def _is_something_else(found):
    """Whether what looks like a number is a time, a share or a count of something."""
    rest = found["rest"]
    return bool(re.match(r"(?:Uhr|h|%|€|Euro)\b|%|€", rest)) or bool(rest and not found["gap"] and not found["end"])


def _arabic(found):
    part = found["part"].strip(" -.").upper()
    letter = (found["letter"] or "").strip(" .")
    printed = " ".join(filter(None, [found["label"].strip(), found["part"].strip(), found["digits"]]))
    order = tuple(int(digits) for digits in found["digits"].split("."))
    order += (ord(letter) - ord("a") + 1,) if letter else ()
    is_public = {"Ö": True, "OE": True, "N": False, "NÖ": False}.get(part)
    return _Number(f"{printed}{letter and ' ' + letter}", order, found["rest"], is_public)


def _roman(letters):
    """The value of a Roman number, 0 for what is none."""
    values = [_ROMAN[letter] for letter in letters]
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if letters == _in_roman(total) else 0


def _in_roman(number):
    steps = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    letters = ""
    for value, sign in steps:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters


# -- a year's dates -------------------------------------------------------------------------------------------------


@dataclass
class PastedDate:
    """One line of a pasted list of dates."""

    line: int
    text: str
    day: datetime.date | None = None
    starts_at: datetime.time | None = None
    ends_at: datetime.time | None = None
    # What else stands in the line: a title, a place.
    rest: list = field(default_factory=list)
    error: str = ""


_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ["mo montag", "di dienstag", "mi mittwoch", "do donnerstag", "fr freitag", "sa samstag sonnabend", "so sonntag"]
    )
    for name in names.split()
}
# In dates only: in an agenda "Jan" may be somebody.
_MONTHS = MONTHS | {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9, "mrz": 3}
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    rf"|(?P<day>\d{{1,2}})\.\s?(?:(?P<month>\d{{1,2}})\.|(?P<name>{'|'.join(_MONTHS)})\b\.?)(?P<year>\s?\d{{4}}|\d{{2}})?)(?![\d.]*\d)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<![\d.:])(?:(?:um|ab|von)\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?P<first>\s*(?:Uhr|h)\b)?"
    r"(?:\s*(?:-|–|—|bis)\s*(?P<last_hour>\d{1,2})(?:[:.](?P<last_minute>\d{2}))?)?(?P<word>\s*(?:Uhr|h)\b)?(?![\d.:]*\d)",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"^(?:[-–—•*▪·]\s*)+")


class _Wrong(ValueError):
    """Why a line cannot be read, with what to do."""


def read_dates(text):
    """The dates of a pasted list, a line each; what cannot be read has its error."""
    dates = [
        _date_of(line, raw) for line, raw in enumerate(tidy(text).split("\n"), start=1) if raw.strip(" \t,;|")
    ]  # fmt: skip
    if len(dates) > MOST_DATES:
        dates[MOST_DATES].error = _("At most %(n)s dates at once.") % {"n": MOST_DATES}
    return dates


def _date_of(line, raw):
    pasted = PastedDate(line, " ".join(raw.split()))
    try:
        _read_date(pasted)
    except _Wrong as wrong:
        pasted.error = str(wrong)
    return pasted


def _read_date(pasted):
    text = _BEGIN.sub("", pasted.text)
    found = list(_DAY.finditer(text))
    if not found:
        raise _Wrong(_("There is no date here. Write it like 18.03.2027, or delete the line."))
    if len(found) > 1:
        raise _Wrong(_("There are two dates in this line. Give each one a line of its own."))
    pasted.day = _day(found[0])
    before, after = text[: found[0].start()], text[found[0].end() :]
    before = _without_weekday(before, pasted.day)
    if weekday_behind := re.match(r"\s*\(\s*(\w+)\.?\s*\)", after):
        after = _without_weekday(weekday_behind[1], pasted.day) + after[weekday_behind.end() :]
    times = next((times for times in _TIMES.finditer(after) if _is_time(times)), None)
    if times:
        pasted.starts_at, pasted.ends_at = _clock(times["hour"], times["minute"]), None
        if times["last_hour"]:
            pasted.ends_at = _clock(times["last_hour"], times["last_minute"])
            if pasted.ends_at <= pasted.starts_at:
                raise _Wrong(_("The end must be later than the beginning."))
        after = f"{after[: times.start()]},{after[times.end() :]}"
    pieces = re.split(r"[,;|\t]|\s[-–—]\s", f"{before},{after}")
    pasted.rest = [piece for piece in (piece.strip(" :-–—.") for piece in pieces) if piece]
    if any(len(piece) > 200 for piece in pasted.rest):
        raise _Wrong(_("This line is too long. Write the day, the hour and a title."))


def _day(found):
    if found["iso"]:
        year, month, day = map(int, found["iso"].split("-"))
    elif found["year"] is None:
        raise _Wrong(_("The year is missing. Write the date like 18.03.2027."))
    else:
        year = int(found["year"]) + (2000 if len(found["year"].strip()) == 2 else 0)
        month = int(found["month"]) if found["month"] else _MONTHS[found["name"].casefold()]
        day = int(found["day"])
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise _Wrong(_("The calendar has no such day. Write the date like 18.03.2027.")) from None


def _without_weekday(before, day):
    """What stands before the date but its weekday; raises _Wrong where that is another one."""
    rest = before.rstrip(" ,.:(")
    head, _blank, last = rest.rpartition(" ")
    last = last.strip(".,:(").casefold()
    if last in {"den", "der", "am"}:
        return _without_weekday(head, day)
    number = _WEEKDAYS.get(last)
    if number is None:
        return before
    if number != day.weekday():
        raise _Wrong(_("This day is a %(weekday)s. Check the day and the date.") % {"weekday": weekday(day)})
    return head


def _is_time(found):
    """Whether digits after a date are an hour: they have minutes, or the word “Uhr”."""
    return bool(found["minute"] or found["first"] or found["word"] or found["last_minute"])


def _clock(hour, minute):
    try:
        return datetime.time(int(hour), int(minute or 0))
    except ValueError:
        raise _Wrong(_("There is no such hour. Write it like 18:00 or 18 Uhr.")) from None
