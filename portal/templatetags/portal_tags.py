"""What templates need to show translated, left-to-right and dated things rightly in every language."""

import re

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from councils import dates

register = template.Library()

SOURCE_LANGUAGE = "de"
_FELL_BACK = mark_safe(' lang="de" dir="ltr"')
_TIME = re.compile(r"H[:.]i")
_ARABIC_SCRIPT = {"ar", "fa"}


@register.simple_tag
def icon(name, css=""):
    """A small picture from the sprite; always beside a word, so hidden from screen readers.

    Its own size is for phones that do not know ``@layer`` and see no style: without it a picture fills the screen.
    """
    return format_html(
        '<svg class="i i-{}{}" width="24" height="24" fill="none" stroke="currentColor" aria-hidden="true">'
        '<use href="{}#{}"/></svg>',
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


@register.simple_tag(takes_context=True)
def rich(context, obj, field):
    """A translated rich text (clean since it was saved); above the page's first one that fell back stands a line."""
    html = mark_safe(getattr(obj, field, None) or "")  # noqa: S308 - RichTextField cleans on every way in
    if not html:
        return ""
    if not fell_back(obj, field):
        return format_html('<div class="rich">{}</div>', html)
    note = ""
    request = getattr(context, "request", None)
    if not getattr(request, "fallback_said", False):
        # Translators: stands above a text that has not been translated yet
        note = format_html('<p class="fell">{}</p>', gettext("So far this text is in German only."))
        if request is not None:
            request.fallback_said = True
    return format_html('{}<div class="rich fb" lang="de" dir="ltr">{}</div>', note, html)


# Things that stay left to right inside Arabic and Persian


@register.filter
def bdi(value):
    """Item numbers, addresses, codes: never mirrored; short ones stay on one line, long ones may break anywhere."""
    if value in (None, ""):
        return ""
    return format_html('<bdi dir="ltr" class="{}">{}</bdi>', "nb" if len(str(value)) <= 20 else "any", value)


@register.filter
def webcal(address):
    """An address as programs for calendars know it: they follow it, where a browser would save a copy."""
    return f"webcal://{address.partition('://')[2]}"


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
    return format_html('<a href="tel:{}">{}</a>', digits, bdi(number.strip()))


@register.simple_tag
def mail(address):
    """A mail address as a link."""
    return format_html('<a href="mailto:{}">{}</a>', address, bdi(address)) if address else ""


@register.simple_tag
def comma():
    """The comma of the page's script with a space."""
    return "، " if get_language() in _ARABIC_SCRIPT else ", "


# Instead of Django's own, which knows one alphabet.
register.filter("capfirst", dates.capfirst)
# Dates and times as public offices of each language write them, inside a sentence; at its start add |capfirst


register.filter("partial_date", dates.partial_date)
register.filter("long_date", dates.long_date)
register.filter("day_month", dates.day_month)
register.filter("month_year", dates.month_year)
register.filter("weekday", dates.weekday)
register.filter("clock", dates.clock)
register.filter("one_point", dates.one_point)


@register.simple_tag
def time_range(start, end=None):
    """From when to when: "18:00–20:00 Uhr"; digits stay left to right and on one line."""
    if not start or not end:
        return dates.clock(start)
    pattern = formats.get_format("CLOCK_FORMAT")
    match = _TIME.search(pattern)
    if not match:
        return f"{dates.clock(start)}\N{NO-BREAK SPACE}– {dates.clock(end)}"
    digits = match.group()
    both = f"{formats.time_format(start, digits)}–{formats.time_format(end, digits)}"
    before, after = pattern[: match.start()], pattern[match.end() :]
    return format_html(
        '<span class="nb">{}<bdi dir="ltr">{}</bdi>{}</span>',
        formats.time_format(start, before) if before else "",
        both,
        formats.time_format(start, after) if after else "",
    )


@register.simple_tag
def alternate(languages, code):
    """This page's address in another language, from `portal.languages`."""
    return next((language.url for language in languages or () if language.code == code), "")
