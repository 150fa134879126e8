"""How far each translation of a text can be trusted.

Each row keeps, per field and language, who made the translation and two short fingerprints: that of the German it was
made from and that of the translation itself. Everything else is derived, so no order of saves can make it wrong:
no text is "missing"; other German than then is "outdated"; a text that was changed past this record is "machine".
"""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

SOURCE_LANGUAGE = "de"


class TranslationState(models.TextChoices):
    MISSING = "missing", pgettext_lazy("translation", "missing")
    MACHINE = "machine", pgettext_lazy("translation", "machine-made, not reviewed")
    REVIEWED = "reviewed", pgettext_lazy("translation", "reviewed")
    OUTDATED = "outdated", pgettext_lazy("translation", "outdated")


STATES_KEPT = (TranslationState.MACHINE, TranslationState.REVIEWED)


def fingerprint(text):
    """A short stable mark of a text (48 bits of SHA-256), enough to see that it changed."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:12]


def content_languages():
    """The portal's languages, the source first."""
    return [code for code, _name in settings.LANGUAGES]


def kept_languages(council):
    """The languages that the council keeps its texts up in, besides German."""
    return content_languages()[1:]


def translated_fields(model):
    """Names of a model's translated fields in the order of the model."""
    try:
        names = translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        return ()
    order = [field.name for field in model._meta.get_fields()]
    return tuple(sorted(names, key=order.index))


def state_of(german, text, record):
    """The state of a translation by the texts and by what was recorded when it was made."""
    if not text:
        return TranslationState.MISSING
    state, made_from, made = record or ("", "", "")
    if made != fingerprint(text) or state not in STATES_KEPT:
        return TranslationState.MACHINE
    if made_from != fingerprint(german):
        return TranslationState.OUTDATED
    return TranslationState(state)


class Translated(models.Model):
    """A row some of whose texts stand in several languages, with a record of each translation."""

    translations = models.JSONField(_("translation record"), default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def text_in(self, field, language=SOURCE_LANGUAGE):
        """The text of exactly that language, or an empty one."""
        return getattr(self, build_localized_fieldname(field, language)) or ""

    def translation_state(self, field, language):
        """The state of one translation (:class:`TranslationState`); the German original counts as reviewed."""
        if language == SOURCE_LANGUAGE:
            return TranslationState.REVIEWED
        record = self.translations.get(field, {}).get(language)
        return state_of(self.text_in(field), self.text_in(field, language), record)

    def record_translation(self, field, language, state, made_from=None):
        """Note how the translation on the row was made: from the German on the row unless told otherwise."""
        marks = self.translations.setdefault(field, {})
        text = self.text_in(field, language)
        if text:
            german = fingerprint(self.text_in(field)) if made_from is None else made_from
            marks[language] = [str(state), german, fingerprint(text)]
        else:
            marks.pop(language, None)
        if not marks:
            del self.translations[field]

    def record_unknown_translations(self):
        """Mark as machine-made what was written without saying how, and forget what is gone."""
        for field in translated_fields(type(self)):
            for language in content_languages()[1:]:
                text = self.text_in(field, language)
                known = self.translations.get(field, {}).get(language)
                if text and (known is None or known[2] != fingerprint(text)):
                    self.record_translation(field, language, TranslationState.MACHINE)
                elif known and not text:
                    self.record_translation(field, language, TranslationState.MISSING)
