"""A German text and its translation, as one pair."""

from django.utils import timezone
from django.utils.text import capfirst
from modeltranslation.utils import build_localized_fieldname

from councils import own_links
from councils.publishing import DIRECTION_OVERRIDES
from councils.richtext import RichTextField, as_typed
from councils.translation_state import (
    SOURCE_LANGUAGE,
    TranslationState,
    fingerprint,
    same_german,
    translated_fields,
)


def normal(field, text):
    """A text as it is compared and stored, whichever way it came in."""
    text = (text or "").replace("\r\n", "\n").translate(DIRECTION_OVERRIDES)
    if isinstance(field, RichTextField):
        return own_links.cleaned(text, timezone.now())
    return text.strip()


class Pair:
    """One text of a row: the German, the translation, and what is known of how the one was made from the other."""

    def __init__(self, row, name, language):
        self.row, self.name, self.language = row, name, language
        self.field = row._meta.get_field(build_localized_fieldname(name, language))
        self.column, self.german_column = self.field.name, build_localized_fieldname(name, SOURCE_LANGUAGE)
        self.is_rich = isinstance(self.field, RichTextField)
        self.german, self.text = row.text_in(name), row.text_in(name, language)
        self.state = row.translation_state(name, language)
        self.label = capfirst(self.field.translated_field.verbose_name)

    @property
    def marks(self):
        """What stands there, as fingerprints: the page gives them back, so that it is seen if they moved meanwhile."""
        return {
            self.german_column: fingerprint(self.german),
            self.column: fingerprint(normal(self.field, self.text)),
        }

    @property
    def made_from(self):
        """The mark of the German that the translation was made from, where that says something else than today's."""
        known = self.row.translations.get(self.name, {})
        mark = known.get(self.language, ("", ""))[1]
        return mark if mark and mark not in same_german(fingerprint(self.german), known) else ""

    @property
    def typed(self):
        """The translation as somebody would type it."""
        return as_typed(self.text) if self.is_rich else self.text

    @property
    def german_typed(self):
        return as_typed(self.german) if self.is_rich else self.german

    def write(self, text, state=TranslationState.REVIEWED, made_from=None):
        """Put a translation, in its normal form, into the row, made from the German of today unless told otherwise."""
        setattr(self.row, self.column, text or None)
        self.row.record_translation(self.name, self.language, state, made_from)


def pairs_of(row, language):
    """The texts of the row that there are in German."""
    return [Pair(row, name, language) for name in translated_fields(type(row)) if row.text_in(name)]
