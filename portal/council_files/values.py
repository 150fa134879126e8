"""How single values are written in a council file: every one is a word or a text, and its form says what it means."""

import datetime
import decimal
import re

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.partial_dates import PartialDate
from councils.publishing import KEY_VALIDATOR
from councils.richtext import TAGS, clean_html

# Control characters but tab and line feed, what forces letters into another order than they are written in, the mark of
# byte order, and what Unicode says is no character.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff]")
_HTML_TAG = re.compile(r"<\s*/?\s*([A-Za-z][A-Za-z0-9-]*)")
# The cleaner adds this to every link; in a file it would only be in the way.
_LINK_ATTRIBUTE = ' rel="noopener noreferrer"'
# What the cleaner turns into its own tags.
_RENAMED_TAGS = {"b", "i", "h1", "h2", "h4", "div", "br"}


class Bare(str):
    """A value that stands without quotation marks: a number, a date, a word of a list."""

    __slots__ = ()


class Block(str):
    """A long text that stands below its name, on lines of its own."""

    __slots__ = ()


def tidy(text, *, lines):
    """The text as a file holds it: no control characters, no blanks around it, on one line unless it has several."""
    text = CONTROL.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    return text.strip() if lines else " ".join(text.split("\n")).strip()


class Form:
    """How one kind of value is read from a file and written into it."""

    name = ""
    language_mapping = False

    def read(self, text):
        """The value that the text means; raises ValueError with a message for the office."""
        return text

    def write(self, value):
        return Bare(value)


class Text(Form):
    """Words on one line, or a plain text of several."""

    name = pgettext_lazy("form of a value", "text")

    def __init__(self, *, lines=False):
        self.lines = lines

    def read(self, text):
        return tidy(text, lines=self.lines)

    def write(self, value):
        return tidy(value, lines=self.lines)


class Translated(Text):
    """A text in several languages."""

    name = pgettext_lazy("form of a value", "text by language")
    language_mapping = True


class RichText(Translated):
    """A long text by languages, with a little HTML."""

    name = pgettext_lazy("form of a value", "long text by language (HTML)")

    def read(self, text):
        foreign = sorted({tag.lower() for tag in _HTML_TAG.findall(text)} - TAGS - _RENAMED_TAGS)
        if foreign:
            raise ValueError(
                _("The HTML tag <%(tag)s> is not possible here, only: %(tags)s.")
                % {"tag": foreign[0], "tags": " ".join(sorted(TAGS))}
            )
        return clean_html(tidy(text, lines=True))

    def write(self, value):
        text = clean_html(tidy(value, lines=True)).replace(_LINK_ATTRIBUTE, "").replace("&nbsp;", "\xa0")
        return Block(_on_lines(text))


class Key(Form):
    """A word of small letters, digits and hyphens."""

    name = pgettext_lazy("form of a value", "key")

    def read(self, text):
        if not re.fullmatch(KEY_VALIDATOR.regex, text) or len(text) > 80:
            raise ValueError(KEY_VALIDATOR.message)
        return text

    def write(self, value):
        return str(value)


class Number(Form):
    name = pgettext_lazy("form of a value", "whole number")

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,9}", text):
            raise ValueError(_("Write a whole number in digits."))
        return int(text)

    def write(self, value):
        return Bare(value)


class Numbers(Form):
    """Whole numbers in a row."""

    name = pgettext_lazy("form of a value", "whole numbers with commas")

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,3}(\s*,\s*[0-9]{1,3}){0,30}", text):
            raise ValueError(_("Write whole numbers with commas between them, like 1, 3."))
        return [int(number) for number in text.split(",")]

    def write(self, value):
        return ", ".join(map(str, value))


class Degrees(Form):
    name = pgettext_lazy("form of a value", "number with a decimal point")

    def read(self, text):
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?", text):
            raise ValueError(_("Write a number with a decimal point, like 53.79."))
        return decimal.Decimal(text)

    def write(self, value):
        return Bare(f"{decimal.Decimal(value).normalize():f}")


class YesNo(Form):
    name = pgettext_lazy("form of a value", "yes or no")

    def read(self, text):
        if text not in {"yes", "no"}:
            raise ValueError(_("Write yes or no."))
        return text == "yes"

    def write(self, value):
        return Bare("yes" if value else "no")


class Day(Form):
    name = pgettext_lazy("form of a value", "date")

    def read(self, text):
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return PartialDate.parse(text).earliest
        except ValueError:
            raise ValueError(_("Write a date of the calendar like 2014-11-03.")) from None

    def write(self, value):
        return Bare(value.isoformat())


class DayAsKnown(Form):
    name = pgettext_lazy("form of a value", "date as far as known")

    def read(self, text):
        try:
            if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
                raise ValueError
            return PartialDate.parse(text)
        except ValueError:
            raise ValueError(_("Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.")) from None


class Clock(Form):
    name = pgettext_lazy("form of a value", "time")

    def read(self, text):
        try:
            if not re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
                raise ValueError
            return datetime.time.fromisoformat(text)
        except ValueError:
            raise ValueError(_('Write the time like "18:00".')) from None

    def write(self, value):
        return f"{value:%H:%M}"


class Moment(Form):
    """A day and hour in German time, with its distance from UTC: one hour comes twice in October."""

    name = pgettext_lazy("form of a value", "date and time")

    def read(self, text):
        try:
            if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            moment = datetime.datetime.fromisoformat(text)
            moment = timezone.make_aware(moment) if timezone.is_naive(moment) else moment
            # At the ends of the calendar a moment may exist in one zone only.
            timezone.localtime(moment.astimezone(datetime.UTC))
        except (ValueError, OverflowError):
            raise ValueError(_('Write date and time like "2026-11-03 18:00".')) from None
        return moment

    def write(self, value):
        return timezone.localtime(value).isoformat(sep=" ")


class Choice(Form):
    name = pgettext_lazy("form of a value", "one of")

    def __init__(self, choices):
        self.words = {word: label for word, label in choices if word}

    def read(self, text):
        if text not in self.words:
            message = _("Not possible here: “%(text)s”. Choose: %(words)s.")
            raise ValueError(message % {"text": shortened(text), "words": ", ".join(self.words)})
        return text


class NumberChoice(Choice):
    """One of several numbers that stand for something."""

    def __init__(self, choices):
        super().__init__([(str(number), label) for number, label in choices if number is not None])

    def read(self, text):
        return int(super().read(text))


class Reference(Form):
    """The key of another entry of the file; `path` names its list. One below another list is named with what it
    belongs to: a seat group as term/group, an agenda item as meeting/item.
    """

    name = pgettext_lazy("form of a value", "key from the list")

    def __init__(self, path):
        self.path = path

    def write(self, value):
        return str(value)


class CouncilKey(Form):
    """The key of a council, of this or another file."""

    name = pgettext_lazy("form of a value", "key of a council")

    def write(self, value):
        return str(value)


class CouncilKeys(CouncilKey):
    """Keys of councils, in a plain list."""

    name = pgettext_lazy("form of a value", "keys of councils: [a, b]")


class FileName(Text):
    """A file that lies beside the council file."""

    name = pgettext_lazy("form of a value", "file beside this one")


def _on_lines(text):
    """Clean HTML with each block and list item on a line of its own, where the cleaner drops the line's end again."""
    pieces, depth = [], []
    for piece in re.split(r"(<[^>]*>)", text):
        pieces.append(piece)
        tag = re.match(r"<(/?)(p|h3|ul|ol|li)\b", piece)
        if tag is None:
            continue
        if tag[1]:
            depth.pop()
        else:
            depth.append(tag[2])
        if not depth or depth[-1] in {"ul", "ol"}:
            pieces.append("\n")
    return "".join(pieces).strip()


def shortened(text, length=60):
    """The beginning of a text, for a message."""
    text = " ".join(str(text).split())
    return text if len(text) <= length else text[: length - 1] + "…"
