from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils.models import Organisation, SeatGroup, Term
from councils.publishing import State

from .base import PublishedAdmin
from .inlines import PublishedInline


@admin.register(Organisation)
class OrganisationAdmin(PublishedAdmin):
    shown_on = "members:composition"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "kind")
    list_filter = ("kind", "state")
    search_fields = ("name_de",)
    fieldsets = ((None, {"fields": ("council", "name", "kind", "url")}),)


class SeatGroupInline(PublishedInline):
    model = SeatGroup
    council_path = "term__council"
    fields = ("label_de", "seats", "seats_kind", "voting", "filled_by", "position")


# Further pages of the office about one term: called with request and term, each gives pairs of address and name.
page_links = []


@admin.register(Term)
class TermAdmin(PublishedAdmin):
    change_form_template = "admin/linked_change_form.html"
    shown_on = "members:composition"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "began", "ended")
    search_fields = ("name_de", "council__slug")
    inlines = (SeatGroupInline,)
    fieldsets = (
        (None, {"fields": ("council", "name", "began", "ended", "ends_with_election", "holds_over")}),
        (_("How long"), {"fields": ("rule", "years", "rule_text")}),
        (_("Seats as the source states them"), {"fields": ("stated_seats", "stated_voting_seats", "stated_note")}),
    )

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["page_links"] = [link for links in page_links for link in links(request, obj)]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)


@admin.register(SeatGroup)
class SeatGroupAdmin(PublishedAdmin):
    shown_on = "members:composition"
    council_path = "term__council"
    initial_state = State.PUBLISHED
    told_apart_by = ("term",)
    list_display = ("__str__", "term", "seats", "seats_kind", "voting")
    list_filter = ("voting", "filled_by", "state")
    search_fields = ("label_de", "term__name_de", "term__council__slug")
    fieldsets = (
        (None, {"fields": ("term", "label", "seats", "seats_kind", "voting")}),
        (_("How it is filled"), {"fields": ("filled_by", "nominated_by", "appointed_by", "rule_text")}),
    )

    def name_among_others(self, row):
        return f"{row} – {row.term}"
