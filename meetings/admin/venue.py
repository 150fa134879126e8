"""The office pages of places where councils meet."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils.admin.base import PublishedAdmin
from councils.publishing import State
from meetings.models import Venue


@admin.register(Venue)
class VenueAdmin(PublishedAdmin):
    shown_on = None
    initial_state = State.PUBLISHED
    list_display = ("__str__", "city", "step_free")
    search_fields = ("name_de", "room_de", "city")
    fieldsets = (
        (None, {"fields": ("council", "name", "room", "street", "postcode", "city")}),
        (_("How to get there"), {"fields": ("step_free", "nearest_stop", "url")}),
    )
