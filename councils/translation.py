"""Which texts of the councils stand in every language."""

from modeltranslation.translator import TranslationOptions, translator

from . import models


def register(model, *names):
    """Give the model's fields one column per language."""
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": names}))


register(models.Municipality, "name", "place")
register(
    models.Council,
    "name", "summary", "legal_basis", "founded_note", "predecessor_name", "successor_name", "part_of_name",
)  # fmt: skip
register(models.CouncilName, "name")
register(models.Source, "dated_note")
register(models.Organisation, "name")
register(models.Term, "name", "rule_text", "stated_note")
register(models.SeatGroup, "label", "rule_text")
register(models.Statement, "title", "body", "quotation_source", "editorial_note")
register(models.SharedText, "title", "body")
register(models.Call, "title", "body", "ask")
register(models.Document, "title", "description", "adopted_by")
register(models.Notice, "title", "body")
register(models.News, "title", "lead", "body")
register(models.Picture, "alt")
register(models.AnnualReview, "title", "intro")
register(models.ReviewTheme, "title")
register(models.ReviewPoint, "text", "editorial_note")
register(models.ContactPoint, "label", "room", "hours", "note")
