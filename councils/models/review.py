from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.publishing import Item, Published, german_required, unique_key
from councils.richtext import RichTextField

from .council import Council, Source


class AnnualReview(Published):
    """What a council did in a year, by themes."""

    published_through = ("council",)
    mentions = ("source",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="reviews", verbose_name=_("council"))
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(1950), MaxValueValidator(2200)])
    title = models.CharField(_("heading"), max_length=300)
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    intro = RichTextField(_("introduction"), blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source, if another")
    )

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("annual review"), _("annual reviews")
        ordering = ["-year", "pk"]
        constraints = [
            *Published.Meta.constraints,
            unique_key("council"),
            *german_required("title"),
            models.UniqueConstraint(
                fields=["council", "year"],
                name="councils_annualreview_once",
                violation_error_message=_("There is already a review of this year."),
            ),
        ]

    def __str__(self):
        return self.title_de or str(self.year)

    def get_absolute_url(self):
        return reverse("councils:review", args=[self.council.slug, self.year])


class ReviewTheme(Item):
    """A theme of an annual review."""

    published_through = ("review",)

    review = models.ForeignKey(AnnualReview, models.PROTECT, related_name="themes", verbose_name=_("annual review"))
    title = models.CharField(_("heading"), max_length=300)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("theme"), _("themes")
        constraints = [*Item.Meta.constraints, unique_key("review"), *german_required("title")]

    def __str__(self):
        return self.title_de or self.key


class ReviewPoint(Item):
    """One thing that was done under a theme."""

    published_through = ("theme",)

    theme = models.ForeignKey(ReviewTheme, models.PROTECT, related_name="points", verbose_name=_("theme"))
    text = models.TextField(_("text"))
    editorial_note = models.CharField(
        _("editorial note"), max_length=500, blank=True, help_text=_("Says what the portal corrected, and why.")
    )

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("point"), _("points")
        constraints = [*Item.Meta.constraints, unique_key("theme"), *german_required("text")]

    def __str__(self):
        return self.text_de or self.key
