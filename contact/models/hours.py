"""When somebody of the office is there to talk to."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from councils.models import Council
from councils.publishing import Item, in_order, unique_key


class Weekday(models.IntegerChoices):
    """ISO 8601 days of the week."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


def validate_weeks(value):
    """Raise ValidationError unless the value lists which ones of a month's days are meant, the first to the fifth."""
    if not isinstance(value, list) or not all(number in range(1, 6) for number in value):
        raise ValidationError(_("Choose from the first to the fifth of the month."))


class OfficeHour(Item):
    """A regular time at which people can come or call without writing first."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="office_hours", verbose_name=_("council"))
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=Weekday)
    weeks = models.JSONField(
        _("which ones of the month"), default=list, blank=True, validators=[validate_weeks],
        help_text=_("For example the first and the third. Leave empty for every week."),
    )  # fmt: skip
    starts_at = models.TimeField(_("begins at"))
    ends_at = models.TimeField(_("ends at"))
    place = models.CharField(_("place"), max_length=300, blank=True)
    spoken = models.CharField(_("languages spoken"), max_length=200, blank=True)
    by_appointment = models.BooleanField(
        _("by appointment only"), default=False, help_text=_("Shows as such, never as closed.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_until = models.DateField(_("until"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("office hour"), _("office hours")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            in_order("valid_from", "valid_until", _("The last day comes before the first."), "in_order"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="contact_officehour_times",
                violation_error_message=_("The end must be later than the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7),
                name="contact_officehour_weekday",
                violation_error_message=_("Choose a day of the week."),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"


class OfficeHourOff(Item):
    """A day on which an office hour is not held; holidays and the office's absences are left out by themselves."""

    published_through = ("office_hour",)

    office_hour = models.ForeignKey(OfficeHour, models.PROTECT, related_name="days_off", verbose_name=_("office hour"))
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("day without office hour"), _("days without office hour")
        constraints = [*Item.Meta.constraints, unique_key("office_hour")]

    def __str__(self):
        return f"{self.day:%d.%m.%Y}"
