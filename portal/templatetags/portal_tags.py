"""What templates need to show translated, left-to-right and dated things rightly in every language."""

import re

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from councils.partial_dates import format_partial_date

register = template.Library()

SOURCE_LANGUAGE = "de"
_FELL_BACK = mark_safe(' lang="de" dir="ltr"')
_TIME = re.compile(r"H[:.]i")
_ARABIC_SCRIPT = {"ar", "fa"}
# Django writes names of days and months with a capital; these languages do so only where a sentence starts.
_SMALL_NAMES = {"bg", "pl", "ro", "ru", "uk"}
_VIETNAMESE_DAYS = {"Thứ 2": "Thứ Hai", "Thứ 3": "Thứ Ba", "Thứ 4": "Thứ Tư", "Thứ 5": "Thứ Năm", "Thứ 6": "Thứ Sáu", "Thứ 7": "Thứ Bảy"}


@register.simple_tag
def icon(name, css=""):
    """A small picture from the sprite; always beside a word, so hidden from screen readers."""
    return format_html(
        '<svg class="i i-{}{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        name,
        f" {css}" if css else "",
        static("icons.svg"),
        name,
    )


# Translated fields


@register.filter
def fell_back(obj, field):
    """True when the page's language has no text of its own for the field and shows the German one."""
    language = get_language() or SOURCE_LANGUAGE
    if obj is None or language == SOURCE_LANGUAGE:
        return False
    own = getattr(obj, f"{field}_{language.replace('-', '_')}", None)
    return not own and bool(getattr(obj, f"{field}_{SOURCE_LANGUAGE}", None))


@register.simple_tag
def lang_of(obj, field):
    """Attributes for the element that holds a translated field: ` lang="de" dir="ltr"` when it fell back, else none."""
    return _FELL_BACK if fell_back(obj, field) else ""


@register.simple_tag
def t(obj, field):
    """A translated one-line text, marked as German where it fell back."""
    text = conditional_escape(getattr(obj, field, None) or "")
    if text and fell_back(obj, field):
        return format_html('<span lang="de" dir="ltr">{}</span>', text)
    return text


@register.simple_tag
def rich(obj, field):
    """A translated rich text (clean since it was saved), with a line above it where it fell back to German."""
    html = mark_safe(getattr(obj, field, None) or "")  # noqa: S308 - RichTextField cleans on every way in
    if not html:
        return ""
    if not fell_back(obj, field):
        return format_html('<div class="rich">{}</div>', html)
    # Translators: stands above a text that has not been translated yet
    note = gettext("So far this text is in German only.")
    return format_html('<p class="fell">{}</p><div class="rich fb" lang="de" dir="ltr">{}</div>', note, html)


# Things that stay left to right inside Arabic and Persian


@register.filter
def bdi(value):
    """Item numbers, addresses, codes: never mirrored, never broken."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value not in (None, "") else ""


@register.filter
def file_kind(name):
    """What a file is, by the end of its name: "PDF"."""
    return str(name or "").rpartition(".")[2].upper()


@register.simple_tag
def phone(number):
    """A telephone number as a link that a phone can dial; German numbers without country code get one."""
    digits = re.sub(r"\(0\)|[^\d+]", "", number or "")
    if not digits:
        return ""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+49{digits[1:]}"
    return format_html('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>', digits, number)


@register.simple_tag
def mail(address):
    """A mail address as a link."""
    return format_html('<a href="mailto:{}"><bdi dir="ltr">{}</bdi></a>', address, address) if address else ""


@register.simple_tag
def comma():
    """The comma of the page's script with a space."""
    return "، " if get_language() in _ARABIC_SCRIPT else ", "


# Dates and times as public offices of each language write them, inside a sentence; at its start add |capfirst


@register.filter
def partial_date(value, language=None):
    """A date as far as it is known: "November 2014"."""
    language = language or get_language()
    return _in_sentence(format_partial_date(value, language), language) if value else ""


@register.filter
def long_date(value):
    """The day with its weekday: "Donnerstag, 28. April 2022"."""
    return _date(value, "LONG_DATE_FORMAT")


@register.filter
def day_month(value):
    """The day without its year: "28. April"."""
    return _date(value, "MONTH_DAY_FORMAT")


@register.filter
def month_year(value):
    """The month with its year: "April 2022"."""
    return _date(value, "YEAR_MONTH_FORMAT")


@register.filter
def weekday(value):
    """The name of the day: "Donnerstag"."""
    return _date(value, "l")


@register.filter
def clock(value):
    """The time of day: "18:00 Uhr", "6 pm"."""
    if not value:
        return ""
    return _british(formats.time_format(value, "CLOCK_FORMAT"))


@register.simple_tag
def time_range(start, end=None):
    """From when to when: "18:00–20:00 Uhr"; digits stay left to right and on one line."""
    if not start or not end:
        return clock(start)
    pattern = formats.get_format("CLOCK_FORMAT")
    match = _TIME.search(pattern)
    if not match:
        return f"{clock(start)}\N{NO-BREAK SPACE}– {clock(end)}"
    digits = match.group()
    both = f"{formats.time_format(start, digits)}–{formats.time_format(end, digits)}"
    around = [formats.time_format(start, part) if part else "" for part in (pattern[: match.start()], pattern[match.end() :])]
    return format_html('{}<bdi dir="ltr" class="nb">{}</bdi>{}', around[0], both, around[1])


def _date(value, name):
    return _in_sentence(formats.date_format(value, name), get_language()) if value else ""


def _in_sentence(text, language):
    if language in _SMALL_NAMES:
        return text.lower()
    if language == "vi" and text[:5] in _VIETNAMESE_DAYS:
        return _VIETNAMESE_DAYS[text[:5]] + text[5:]
    return text


def _british(text):
    return text.replace("a.m.", "am").replace("p.m.", "pm").replace(" ", "\N{NO-BREAK SPACE}")


@register.simple_tag
def alternate(languages, code):
    """This page's address in another language, from `portal.languages`."""
    return next((language.url for language in languages or () if language.code == code), "")
