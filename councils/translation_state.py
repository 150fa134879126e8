"""How far each translation of a text can be trusted.

Each row keeps, per field and language, who made the translation and two short fingerprints: that of the German it was
made from and that of the translation itself. Everything else is derived, so no order of saves can make it wrong:
no text is "missing"; other German than then is "outdated"; a text that was changed past this record is "machine".
Where German was only put right, the record also says which earlier German counts as the same.
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
    """The languages, German aside, that a council keeps up; all of them for what belongs to no single council."""
    others = content_languages()[1:]
    if council is None or not council.languages:
        return others
    return [code for code in others if code in council.languages]


def translated_fields(model):
    """Names of a model's translated fields in the order of the model."""
    try:
        names = translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        return ()
    order = [field.name for field in model._meta.get_fields()]
    return tuple(sorted(names, key=order.index))


def derived_state(text, german, marks, language):
    """The state of one translation, from its text, the mark of today's German and the record of its field."""
    if not text:
        return TranslationState.MISSING
    state, made_from, made = marks.get(language, ("", "", ""))
    if made != fingerprint(text) or state not in STATES_KEPT:
        return TranslationState.MACHINE
    if made_from not in same_german(german, marks):
        return TranslationState.OUTDATED
    return TranslationState(state)


def same_german(german, marks):
    """The marks of all German texts that say the same as the one with this mark."""
    now, *before = marks.get(SOURCE_LANGUAGE) or [german]
    return {german, *before} if now == german else {german}


class SourceText(models.Model):
    """German that a translation was made from, kept as long as some record on the row points to it."""

    row = models.UUIDField()
    fingerprint = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "fingerprint"], name="councils_sourcetext_once")]

    def __str__(self):
        return self.fingerprint

    @classmethod
    def keep_for(cls, rows, using):
        """Keep the German that the records of these rows point to, and forget all other that was kept for them."""
        rows = [row for row in rows if row.__dict__.pop("_record_changed", False)]
        if not rows:
            return
        stored = cls.objects.using(using).filter(row__in=[row.public_id for row in rows])
        kept = {(row_id, mark): pk for pk, row_id, mark in stored.values_list("pk", "row", "fingerprint")}
        wanted = {(row.public_id, mark) for row in rows for mark in row.made_from_marks()}
        german = {row.public_id: row.german_by_mark() for row in rows}
        new = [pair for pair in wanted - kept.keys() if pair[1] in german[pair[0]]]
        new = [cls(row=row_id, fingerprint=mark, text=german[row_id][mark]) for row_id, mark in new]
        if new:
            cls.objects.using(using).bulk_create(new, ignore_conflicts=True)
        if unused := kept.keys() - wanted:
            cls.objects.using(using).filter(pk__in=[kept[pair] for pair in unused]).delete()

    @classmethod
    def forget(cls, rows, using):
        """Forget all that was kept for rows that are no more."""
        cls.objects.using(using).filter(row__in=[row.public_id for row in rows]).delete()


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
        german, marks = fingerprint(self.text_in(field)), self.translations.get(field, {})
        return derived_state(self.text_in(field, language), german, marks, language)

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
        self._record_changed = True

    def record_correction(self, field, before):
        """Note that the German was only put right: what was made from the text before is as good as it was."""
        marks = self.translations.setdefault(field, {})
        old, new = fingerprint(before), fingerprint(self.text_in(field))
        marks[SOURCE_LANGUAGE] = [new, *sorted(same_german(old, marks) - {new})]
        self.keep_german(before)

    def keep_german(self, text):
        """Remember German that is about to go, in case a translation was made from it."""
        self.__dict__.setdefault("_german_gone", {})[fingerprint(text)] = text
        self._record_changed = True

    def german_by_mark(self):
        """The German texts of the row by their marks, with those that this object saw going."""
        texts = [self.text_in(field) for field in translated_fields(type(self))]
        return self.__dict__.get("_german_gone", {}) | {fingerprint(text): text for text in texts if text}

    def made_from_marks(self):
        """The marks of all German that translations of the row were made from."""
        return {
            mark[1] for marks in self.translations.values() for code, mark in marks.items() if code != SOURCE_LANGUAGE
        }

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
