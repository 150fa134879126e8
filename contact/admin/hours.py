"""When somebody of the office is there, and the days on which nobody is."""

from django import forms
from django.contrib import admin, messages
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contact.models import OfficeHour, OfficeHourOff
from councils.admin.base import PublishedAdmin
from councils.admin.forms import PublishedForm
from councils.admin.inlines import PublishedInline
from councils.dates import long_date
from councils.publishing import State

WEEKS = [
    (1, pgettext_lazy("week of the month", "first")),
    (2, pgettext_lazy("week of the month", "second")),
    (3, pgettext_lazy("week of the month", "third")),
    (4, pgettext_lazy("week of the month", "fourth")),
    (5, pgettext_lazy("week of the month", "fifth")),
]


class OfficeHourForm(PublishedForm):
    weeks = forms.TypedMultipleChoiceField(
        label=capfirst(_("which ones of the month")),
        required=False,
        coerce=int,
        choices=WEEKS,
        widget=forms.CheckboxSelectMultiple,
        help_text=OfficeHour._meta.get_field("weeks").help_text,
    )


class SaysWrongDays:
    """A day off on which there is no such office hour changes nothing: better said than wondered about."""

    def look_at(self, request, row):
        if row.day.isoweekday() != row.office_hour.weekday:
            text = gettext("{day} changes nothing: this office hour is not held on that day of the week.")
            self.message_user(request, text.format(day=capfirst(long_date(row.day))), messages.WARNING)


class DayOffInline(PublishedInline):
    """Holidays and the office's absences are left out by themselves; these are the other days."""

    model = OfficeHourOff
    council_path = "office_hour__council"
    fields = ("day", "reason_de")


@admin.register(OfficeHour)
class OfficeHourAdmin(SaysWrongDays, PublishedAdmin):
    shown_on = "contact:council"
    form = OfficeHourForm
    initial_state = State.PUBLISHED
    list_display = ("__str__", "by_appointment", "valid_from", "valid_until")
    list_filter = ("weekday", "by_appointment", "state")
    search_fields = ("place_de", "council__slug")
    inlines = (DayOffInline,)
    fieldsets = (
        (None, {"fields": ("council", "weekday", "weeks", "starts_at", "ends_at", "by_appointment")}),
        (_("Where, and who is there"), {"fields": ("place", "spoken", "note")}),
        (_("How long it holds"), {"fields": ("valid_from", "valid_until")}),
    )

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for row in [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]:
            self.look_at(request, row)


@admin.register(OfficeHourOff)
class OfficeHourOffAdmin(SaysWrongDays, PublishedAdmin):
    shown_on = "contact:council"
    council_path = "office_hour__council"
    initial_state = State.PUBLISHED
    ordering = ("-day", "pk")
    list_display = ("__str__", "office_hour", "reason_de")
    search_fields = ("reason_de", "office_hour__council__slug")
    fieldsets = ((None, {"fields": ("office_hour", "day", "reason")}),)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.look_at(request, obj)
