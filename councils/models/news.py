from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils.publishing import (
    Addressed,
    Item,
    Published,
    PublishedQuerySet,
    german_required,
    in_order,
    unique_key,
)  # fmt: skip
from councils.richtext import RichTextField

from .council import Council, Source


class NoticeQuerySet(PublishedQuerySet):
    def valid(self, on):
        """Notices that hold on that day; one without a last day holds until someone ends it."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )


class NoticeBase(Item):
    """Something people must know for a while."""

    class Level(models.TextChoices):
        INFO = "info", _("for information")
        WARNING = "warning", _("important")
        ALARM = "alarm", _("urgent")

    title = models.CharField(_("heading"), max_length=300)
    body = RichTextField(_("text"), blank=True)
    level = models.CharField(_("weight"), max_length=10, choices=Level.choices, default=Level.INFO)
    valid_from = models.DateField(_("first day"), null=True, blank=True)
    valid_until = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("After it the notice leaves the current pages by itself.")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta(Item.Meta):
        abstract = True
        constraints = [
            *Item.Meta.constraints,
            *german_required("title"),
            in_order("valid_from", "valid_until", _("The last day comes before the first."), "in_order"),
        ]

    def __str__(self):
        return self.title_de or self.key

    def is_valid(self, on):
        return (not self.valid_from or self.valid_from <= on) and (not self.valid_until or on <= self.valid_until)


class Notice(NoticeBase):
    """A notice of the council as a whole."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="notices", verbose_name=_("council"))

    class Meta(NoticeBase.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("notice"), _("notices")
        constraints = [*NoticeBase.Meta.constraints, unique_key("council")]


class News(Addressed, Published):
    """A dated message of a council to the public."""

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        PRESS_RELEASE = "press_release", _("press release")

    published_through = ("council",)
    mentions = ("source", "picture")
    joined_mentions = ("picture",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="news", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    title = models.CharField(_("heading"), max_length=300)
    dated = models.DateField(_("date"), help_text=_("Shows under the heading."))
    lead = models.TextField(_("in one sentence"), blank=True)
    body = RichTextField(_("text"), blank=True)
    picture = models.ForeignKey(
        "councils.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands above the text. Add it under “Pictures” first."),
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source, if another")
    )

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("news"), _("news items")
        ordering = ["-dated", "-pk"]
        constraints = [
            *Published.Meta.constraints,
            unique_key("council"),
            *german_required("title"),
            models.UniqueConstraint(
                fields=["council", "slug"],
                name="councils_news_slug_once",
                violation_error_message=_("Other news of this council has this address."),
            ),
        ]
        indexes = [models.Index(fields=["-dated", "-id"], name="councils_news_newest")]

    def __str__(self):
        return self.title_de or self.slug

    def get_absolute_url(self):
        return reverse("councils:news_detail", args=[self.council.slug, self.slug])

    @property
    def slug_scope(self):
        return f"news/{self.council.public_id}"
