"""What a council offers to those who come, and by which rules it meets."""

from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contact.admin.desk import OfficeAdmin
from councils.admin.base import PublishedAdmin
from councils.publishing import State
from meetings.models import MeetingRules, Offer
from meetings.models.attendance import USUAL_DAYS


@admin.register(Offer)
class OfferAdmin(PublishedAdmin):
    shown_on = "meetings:of_council"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "last_day", "places")
    list_filter = ("kind", "state")
    search_fields = ("note_de", "council__slug")
    fieldsets = ((None, {"fields": ("council", "kind", "days_before", "places", "note")}),)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "days_before":
            usual = ", ".join(f"{capfirst(kind.label)}: {days}" for kind, days in USUAL_DAYS.items())
            field.help_text = f"{field.help_text} {usual}."
        elif db_field.name == "places":
            room = _("Places in the room are asked for at a meeting that has a number of places; write it there.")
            field.help_text = f"{field.help_text} {room}"
        return field

    @admin.display(description=_("days before the meeting"))
    def last_day(self, offer):
        return offer.days


@admin.register(MeetingRules)
class MeetingRulesAdmin(OfficeAdmin):
    list_display = ("council", "lists_non_public", "invite_days", "keep_days")
    fields = ("council", "lists_non_public", "invite_days", "keep_days")
