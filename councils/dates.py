"""Days and hours in words, as public offices write them in each language.

All as they stand inside a sentence; where one begins with a day, its first letter is to be raised (``capfirst``).
"""

import datetime

from django.utils import formats, text
from django.utils.functional import keep_lazy_text
from django.utils.translation import get_language, get_language_bidi

from .partial_dates import PartialDate, format_partial_date

# Django writes names of days and months with a capital; these languages do so only where a sentence starts.
_SMALL_NAMES = {"bg", "pl", "ro", "ru", "uk"}
# Where Django's names are not what people there read in their letters and papers.
_BETTER_NAMES = {
    "ar": {"إبريل": "أبريل"},
    "fa": {"سه شنبه": "سه\u200cشنبه", "پنجشنبه": "پنج\u200cشنبه", "یکشنبه": "یک\u200cشنبه"},
    "uk": {"п'ятниця": "п’ятниця"},
    "vi": {
        "Thứ 2": "Thứ Hai", "Thứ 3": "Thứ Ba", "Thứ 4": "Thứ Tư", "Thứ 5": "Thứ Năm", "Thứ 6": "Thứ Sáu",
        "Thứ 7": "Thứ Bảy",
    },
}  # fmt: skip


@keep_lazy_text
def capfirst(words):
    """The words with their first letter raised as the active language does it: in Turkish i becomes İ."""
    words = str(words)
    if words.startswith("i") and get_language() == "tr":
        return "İ" + words[1:]
    return text.capfirst(words)


def long_date(value):
    """The day with its weekday, or what is known of it: "Donnerstag, 28. April 2022", "November 2014"."""
    if isinstance(value, PartialDate):
        if value.precision != "day":
            return partial_date(value)
        value = value.earliest
    return _format(value, "LONG_DATE_FORMAT")


def partial_date(value, language=None):
    """A date as far as it is known: "28. April 2022", "November 2014"."""
    if not value:
        return ""
    if isinstance(value, datetime.date):
        value = PartialDate.of(value)
    language = language or get_language()
    return _in_sentence(format_partial_date(value, language), language)


def day_month(value):
    """The day without its year: "28. April"."""
    return _format(value, "MONTH_DAY_FORMAT")


def month_year(value):
    """The month with its year: "April 2022"."""
    return _format(value, "YEAR_MONTH_FORMAT")


def weekday(value):
    """The name of the day: "Donnerstag"."""
    return _format(value, "l")


def clock(value):
    """The time of day: "18:00 Uhr", "6 pm"."""
    if value is None or value == "":
        return ""
    text = formats.time_format(value, "CLOCK_FORMAT")
    return text.replace("a.m.", "am").replace("p.m.", "pm").replace(" ", "\N{NO-BREAK SPACE}")


def say(sentence, **names):
    """The sentence with its names put in."""
    return one_point(sentence % names)


def comma():
    """The comma of the page's script with a space."""
    return "، " if get_language_bidi() else ", "


def one_point(text):
    """The text with one point where a date that ends in one, as in Russian and Polish, stands before a full stop."""
    return text.replace("..", ".")


def _format(value, name):
    return _in_sentence(formats.date_format(value, name), get_language()) if value else ""


def _in_sentence(text, language):
    if language in _SMALL_NAMES:
        text = text.lower()
    for name, better in _BETTER_NAMES.get(language, {}).items():
        text = text.replace(name, better)
    return text
