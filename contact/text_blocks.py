"""Passages for answers: those that the portal brings along in all of its languages, and those of the councils."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language_info, gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.translation_state import SOURCE_LANGUAGE

from .models import TextBlock

# In the order in which they stand in an answer.
SHIPPED = {
    "greeting": pgettext_lazy("answer", "Hello,"),
    "thanks": _("thank you for your message."),
    "working": _("We are working on it. We will write to you again as soon as we know more."),
    "office-hours": _("Please come to our office hours. You find the times on our page."),
    "no-legal-advice": _(
        "We cannot give legal advice. Advice centres for migrants can help you. They cost nothing and tell nobody."
    ),
    "ask-to-forward": _(
        "May we give your message to another office? You can allow it on the page that your receipt opens."
    ),
    "forwarded": _("We have given your message to the office that can help you."),
    "details": _("Please write us more about it. Then we can help you better."),
    "goodbye": pgettext_lazy("answer", "Kind regards"),
}
CLOSING = "goodbye"


@dataclass
class Passage:
    """A part of an answer and its language; without one, its own words decide how it runs."""

    text: str
    language: str = ""
    # Whether it is in German because nobody has translated it.
    is_fallback: bool = False

    @property
    def direction(self):
        if not self.language:
            return "auto"
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"


def own_blocks(council, now):
    """The published blocks of that council and those of all councils."""
    rows = TextBlock.objects.published(now).filter(Q(council=council) | Q(council__isnull=True))
    return rows.order_by("council__slug", "position", "pk")


def choices(council, now, language):
    """What the office chooses from: keys, and the words in the office's own language."""
    own = [(f"block-{row.pk}", _named(row, language)) for row in own_blocks(council, now)]
    shipped = list(SHIPPED.items())
    return [*shipped[:-1], *own, shipped[-1]]


def _named(row, language):
    """A council's block, and whether it lacks that language."""
    return row.name if row.text_in("text", language) else f"{row.name} ({gettext('only in German')})"


def passages(keys, language, council, now, own=""):
    """The chosen blocks in that language, in their order, and one's own words before the closing formula.

    Where a council's block lacks the language, it is in German.
    """
    texts = {key: Passage(_in_language(key, language), language) for key in SHIPPED if key in keys}
    closing = texts.pop(CLOSING, None)
    for row in own_blocks(council, now):
        if (key := f"block-{row.pk}") in keys:
            text = row.text_in("text", language)
            texts[key] = (
                Passage(text, language)
                if text
                else Passage(row.text_in("text", SOURCE_LANGUAGE), SOURCE_LANGUAGE, is_fallback=True)
            )
    return [*texts.values(), *([Passage(own)] if own else []), *([closing] if closing else [])]


def _in_language(key, language):
    with override(language):
        return str(SHIPPED[key])


def assembled(parts):
    """The answer as one text: a blank line between its parts."""
    return "\n\n".join(part.text for part in parts)


def fingerprint(parts):
    """Tells one answer from another, so that only the one somebody has looked at is sent."""
    return hashlib.sha256(repr([(part.text, part.language) for part in parts]).encode()).hexdigest()
