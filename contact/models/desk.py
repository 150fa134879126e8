"""How a council's office works: its days, its deadlines, its topics, its signposts and its blocks of text."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models import Council
from councils.models.contact import PHONE_VALIDATOR
from councils.publishing import Item, german_required, in_order, unique_key

# A council may keep closed messages for less time, never for longer.
LONGEST_KEPT = 90


class Subject(models.TextChoices):
    """What messages are about, where a council has no list of its own."""

    TAKING_PART = "taking_part", pgettext_lazy("topic", "Taking part")
    DISCRIMINATION = "discrimination", pgettext_lazy("topic", "Discrimination or racism")
    RESIDENCE = "residence", pgettext_lazy("topic", "Residence and authorities")
    LANGUAGE = "language", pgettext_lazy("topic", "Language courses")
    HOUSING = "housing", pgettext_lazy("topic", "Housing")
    SCHOOL = "school", pgettext_lazy("topic", "School")
    WORK = "work", pgettext_lazy("topic", "Work")
    HEALTH = "health", pgettext_lazy("topic", "Health")
    IDEA = "idea", pgettext_lazy("topic", "Idea or criticism")
    PRESS = "press", pgettext_lazy("topic", "Press")
    OTHER = "other", pgettext_lazy("topic", "Something else")


class Topic(Item):
    """What one can choose a message to be about, where a council's list is not the usual one."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="topics", verbose_name=_("council"))
    subject = models.CharField(
        _("usual topic"), max_length=20, choices=Subject, default=Subject.OTHER,
        help_text=_(
            "As soon as there is one topic here, the form offers only these. Signposts of this topic show beside it."
        ),
    )  # fmt: skip
    label = models.CharField(
        _("own words"), max_length=120, blank=True, help_text=_("Leave empty to use the usual words.")
    )

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("topic"), _("topics")
        constraints = [*Item.Meta.constraints, unique_key("council")]

    def __str__(self):
        return self.label_de or self.get_subject_display()


class Signpost(Item):
    """Who else helps with a topic, in all places or for one council's people: a hotline, an advice centre."""

    published_through = ("council",)

    council = models.ForeignKey(
        Council, models.PROTECT, null=True, blank=True, related_name="signposts", verbose_name=_("council"),
        help_text=_("Leave empty for help that is there for all places."),
    )  # fmt: skip
    subject = models.CharField(
        _("topic"), max_length=20, choices=Subject, blank=True, help_text=_("Leave empty for all topics.")
    )
    emergency = models.BooleanField(_("in an emergency"), default=False, help_text=_("Stands above the form."))
    name = models.CharField(_("name"), max_length=200)
    phone = models.CharField(_("phone"), max_length=60, blank=True, validators=[PHONE_VALIDATOR])
    spoken = models.CharField(_("languages spoken"), max_length=200, blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("signpost"), _("signposts")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(council__isnull=True),
                name="contact_signpost_key_once_everywhere",
                violation_error_message=_("This key is already used here, perhaps by something deleted."),
            ),
            *german_required("name"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=False) | ~Q(phone="", url=""),
                name="contact_signpost_reachable",
                violation_error_message=_("Give a phone number or a link."),
            ),
        ]

    def __str__(self):
        return self.name_de or self.key


def validate_working_days(value):
    """Raise ValidationError unless the value is a list of weekdays, Monday = 1 to Sunday = 7."""
    if not isinstance(value, list) or not value or not all(day in range(1, 8) for day in value):
        raise ValidationError(_("Choose at least one day of the week."))


def monday_to_friday():
    return [1, 2, 3, 4, 5]


class Desk(models.Model):
    """How one council's office deals with messages. Where there is none, the usual numbers hold."""

    council = models.OneToOneField(Council, models.CASCADE, related_name="desk", verbose_name=_("council"))
    working_days = models.JSONField(
        _("working days"), default=monday_to_friday, validators=[validate_working_days],
        help_text=_("Days on which the office works; public holidays of the Land are left out by themselves."),
    )  # fmt: skip
    react_within = models.PositiveSmallIntegerField(
        _("first reaction within"), default=5, help_text=_("Working days. Writers are told this number.")
    )
    deputy_after = models.PositiveSmallIntegerField(
        _("deputy is told after"), default=10, help_text=_("Working days without a first reaction.")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    keep_days = models.PositiveSmallIntegerField(
        _("keep closed messages for"), default=LONGEST_KEPT, help_text=_("Days, 90 at most. Then all texts are erased.")
    )

    class Archive(models.TextChoices):
        NOT_NEEDED = "", pgettext_lazy("archive", "no duty known")
        OFFERED = "offered", pgettext_lazy("archive", "offered to the archive")
        WAIVED = "waived", pgettext_lazy("archive", "the archive has waived")

    archive = models.CharField(
        _("archive"), max_length=10, choices=Archive.choices, blank=True,
        help_text=_("Where the law of the Land has the office offer its files before they are erased."),
    )  # fmt: skip
    archive_on = models.DateField(_("offered or waived on"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("desk of a council"), _("desks of councils")
        constraints = [
            models.CheckConstraint(
                condition=Q(keep_days__gte=1, keep_days__lte=LONGEST_KEPT),
                name="contact_desk_keep_days",
                violation_error_message=_("Messages are kept for 1 to 90 days."),
            ),
            models.CheckConstraint(
                condition=Q(react_within__gte=1, react_within__lte=30),
                name="contact_desk_react_within",
                violation_error_message=_("Choose 1 to 30 working days."),
            ),
            models.CheckConstraint(
                condition=Q(deputy_after__gte=models.F("react_within")),
                name="contact_desk_deputy_after",
                violation_error_message=_("The deputy is told after the first deadline, not before."),
            ),
            models.CheckConstraint(
                condition=Q(archive="") | Q(archive_on__isnull=False),
                name="contact_desk_archive_on",
                violation_error_message=_("Say on which day."),
            ),
        ]

    def __str__(self):
        return str(self.council)


class Absence(models.Model):
    """Days on which a council's office does not work."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="absences", verbose_name=_("council"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name, verbose_name_plural = _("absence"), _("absences")
        ordering = ["-first_day"]
        constraints = [in_order("first_day", "last_day", _("The last day comes before the first."), "in_order")]

    def __str__(self):
        return " – ".join(date_format(day, "SHORT_DATE_FORMAT") for day in (self.first_day, self.last_day))


class TextBlock(Item):
    """A passage for answers, in all languages at once; a council's own, or for all of them."""

    published_through = ("council",)

    council = models.ForeignKey(
        Council, models.PROTECT, null=True, blank=True, related_name="text_blocks", verbose_name=_("council"),
        help_text=_("Leave empty for a block that all councils use."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120, help_text=_("For the office only."))
    text = models.TextField(_("text"))

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("block of text"), _("blocks of text")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(council__isnull=True),
                name="contact_textblock_key_once_everywhere",
                violation_error_message=_("This key is already used here, perhaps by something deleted."),
            ),
            *german_required("text"),
        ]

    def __str__(self):
        return self.name
