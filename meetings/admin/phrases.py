"""The phrase book in the office's forms: offered while typing, and the source of translations when saved."""

from modeltranslation.fields import TranslationField

from councils.translation_state import SOURCE_LANGUAGE
from meetings import phrases


def offer_phrases(field, db_field, kinds):
    """Let the German box of a text offer what the phrase book has for it; anything else can be typed as well."""
    if field is None or not isinstance(db_field, TranslationField) or db_field.language != SOURCE_LANGUAGE:
        return field
    if kind := kinds.get(db_field.translated_field.name):
        field.widget.attrs["list"] = f"phrases-{kind}"
    return field


class Phrased:
    """An office page whose German texts may stand in the phrase book."""

    change_form_template = "admin/meetings/phrased_change_form.html"
    # By field, the kind of phrases it is completed from.
    phrases = {}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return offer_phrases(super().formfield_for_dbfield(db_field, request, **kwargs), db_field, self.phrases)

    def render_change_form(self, request, context, *args, **kwargs):
        kinds = {kind for page in (self, *self.inlines) for kind in getattr(page, "phrases", {}).values()}
        context["phrase_lists"] = {kind: phrases.offered(kind) for kind in sorted(kinds)}
        return super().render_change_form(request, context, *args, **kwargs)

    def _record_reviews(self, request, obj, form):
        # After the reviews, so that nobody is said to have read what only now comes from the book.
        super()._record_reviews(request, obj, form)
        if self.writes(request, obj):
            phrases.fill_all(obj, self.phrases)
