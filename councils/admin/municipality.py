from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import Jurisdiction, Municipality
from councils.publishing import State

from .base import PublishedAdmin, address_of


@admin.register(Municipality)
class MunicipalityAdmin(PublishedAdmin):
    """Authorities: superusers write them, editors see those of their councils."""

    shown_on = None
    council_path = "jurisdictions__council"
    superusers_only = True
    list_display = ("__str__", "kind", "land")
    list_filter = ("land", "kind", "state")
    search_fields = ("name_de", "place_de", "key", "official_key")
    fieldsets = (
        (None, {"fields": ("name", "place", "kind", "land", "seat", "website")}),
        (_("Official key and place"), {"fields": (
            "official_key", "latitude", "longitude", "reference_source", "reference_licence", "reference_date",
        )}),
        (_("Who answers for the pages (imprint, privacy)"), {"fields": (
            "authority_name", "street", "postcode", "city", "phone", "email", "representative",
            "data_protection_officer", "data_protection_contact",
        )}),
    )  # fmt: skip

    parent_field = None
    way_to_council = ()

    def council_of(self, row):
        return None

    def council_id_of(self, row):
        return None

    def rows_of(self, councils):
        return Q(pk__in=Jurisdiction.objects.present().filter(council__in=councils).values("municipality"))

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request)
        return allowed and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def get_list_display(self, request):
        return [name for name in super().get_list_display(request) if name != "council_shown"]

    def get_list_filter(self, request):
        return super().get_list_filter(request)[1:]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("jurisdictions__council")

    def view_on_site(self, obj):
        """The page of the first of its councils."""
        councils = [jurisdiction.council for jurisdiction in obj.jurisdictions.all()]
        return next((address_of(council) for council in councils), None)


@admin.register(Jurisdiction)
class JurisdictionAdmin(PublishedAdmin):
    """Which municipality a council speaks for."""

    superusers_only = True
    initial_state = State.PUBLISHED
    named_by = ("municipality",)
    list_display = ("__str__",)
    search_fields = ("municipality__name_de", "council__slug")
    fieldsets = ((None, {"fields": ("council", "municipality")}),)
