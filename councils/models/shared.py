from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.laender import LAND_CHOICES
from councils.publishing import Item, german_required, unique_key
from councils.richtext import RichTextField

from .council import Council, Subject


def validate_kinds(value):
    """Raise ValidationError unless the value is a list of kinds of council."""
    if not isinstance(value, list) or not all(kind in Council.Kind.values for kind in value):
        raise ValidationError(_("Choose from the kinds of council."))


class SharedText(Item):
    """An answer that the portal keeps for all councils of a kind or a Land, until a council writes its own."""

    subject = models.CharField(_("question"), max_length=20, choices=Subject.choices)
    # Empty means all.
    kinds = models.JSONField(
        _("kinds of council"), default=list, blank=True, validators=[validate_kinds],
        help_text=_("Whose pages show this text. None ticked: all kinds."),
    )  # fmt: skip
    land = models.CharField(
        _("Land"), max_length=2, blank=True, choices=LAND_CHOICES,
        help_text=_("Leave empty where the text is right in every Land."),
    )  # fmt: skip
    title = models.CharField(_("heading"), max_length=300, help_text=_("For a question: the question."))
    body = RichTextField(_("text"))
    source_title = models.CharField(
        pgettext_lazy("of a text", "source"), max_length=300,
        help_text=_("Stands below the text, in German: a law, a page, who says so."),
    )  # fmt: skip
    source_url = models.URLField(_("link"), max_length=500, blank=True)
    checked_on = models.DateField(_("as of"), help_text=_("Day on which somebody compared the text with its source."))

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("shared text"), _("shared texts")
        constraints = [
            *Item.Meta.constraints,
            unique_key(),
            *german_required("title", "body"),
            models.CheckConstraint(
                condition=~Q(source_title=""),
                name="councils_sharedtext_source",
                violation_error_message=_("Name the source."),
            ),
        ]

    def __str__(self):
        return self.title_de or self.key

    def fits(self, council, land):
        """Whether the text is meant for such a council."""
        return (not self.kinds or council.kind in self.kinds) and self.land in {"", land}

    @property
    def rank(self):
        """How closely the text fits those that it fits: by kind and Land, by kind, by Land, all."""
        return bool(self.kinds), bool(self.land)

    @property
    def german(self):
        """What it says in German: by this it is known whether it has changed."""
        return f"{self.title_de}\n{self.body_de}"
