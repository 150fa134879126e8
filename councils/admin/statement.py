from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils.models import Call, Statement
from councils.shared_texts import german_of_shared

from .base import PublishedAdmin, address_on


@admin.register(Statement)
class StatementAdmin(PublishedAdmin):
    list_display = ("__str__", "kind", "position")
    list_filter = ("kind", "state")
    search_fields = ("title_de", "body_de", "key")
    fieldsets = (
        (None, {"fields": ("council", "kind", "subject", "title", "body", "occurred_on", "term")}),
        (_("Quotation"), {"fields": ("is_quotation", "quotation_source")}),
        (_("Where it comes from"), {"fields": ("source", "editorial_note")}),
    )

    def page_of(self, row):
        """Rules about taking part stand on a page of their own."""
        if row.kind == Statement.Kind.PARTICIPATION:
            return address_on("councils:take_part", row.council)
        return super().page_of(row)

    def save_model(self, request, obj, form, change):
        """What stands in place of a shared text is compared with that text as it is now."""
        if "subject" in form.changed_data:
            obj.compared_with = german_of_shared(obj.council, obj.subject)
        super().save_model(request, obj, form, change)


@admin.register(Call)
class CallAdmin(PublishedAdmin):
    shown_on = "councils:take_part"
    list_display = ("__str__", "kind", "opens_on", "closes_on")
    actions = (*PublishedAdmin.actions, "public_until")
    list_filter = ("kind", "state")
    search_fields = ("title_de", "body_de")
    fieldsets = (
        (None, {"fields": ("council", "kind", "title", "body", "ask")}),
        (_("When"), {"fields": ("opens_on", "closes_on", "is_date_known")}),
    )
