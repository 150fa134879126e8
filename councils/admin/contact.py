from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils.models import ContactPoint
from councils.publishing import State

from .base import PublishedAdmin


@admin.register(ContactPoint)
class ContactPointAdmin(PublishedAdmin):
    stands_alone = True
    shown_on = "contact:council"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "kind", "valid_until")
    actions = (*PublishedAdmin.actions, "public_until")
    list_filter = ("kind", "state")
    search_fields = ("label_de", "email", "phone")
    fieldsets = (
        (None, {"fields": ("council", "label", "kind", "phone", "email", "url", "hours", "note")}),
        (_("Address"), {"fields": ("street", "postcode", "city", "room")}),
        (_("How long it holds"), {"fields": ("valid_from", "valid_until")}),
    )
