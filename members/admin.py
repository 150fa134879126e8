"""The office pages of people, seats held and offices."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils.admin.base import PublishedAdmin
from councils.admin.inlines import PublishedInline
from councils.publishing import State

from .models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy

MEMBER = ("person", "organisation")


@admin.register(Person)
class PersonAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    list_display = ("name", "consented_on")
    search_fields = ("name",)
    fieldsets = ((None, {"fields": ("council", "name", "about", "consented_on")}),)


@admin.register(Membership)
class MembershipAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    named_by = MEMBER
    list_display = ("__str__", "seat_group", "began", "ended", "voting")
    list_filter = ("voting", "on_behalf", "state")
    search_fields = ("person__name", "organisation__name_de", "seat_group__label_de")
    fieldsets = (
        (None, {"fields": ("council", "person", "organisation", "seat_group", "voting")}),
        (_("Stands for"), {"fields": ("on_behalf", "on_behalf_of")}),
        (_("How long"), {"fields": ("began", "ended", "leaving_reason")}),
    )


@admin.register(Vacancy)
class VacancyAdmin(PublishedAdmin):
    council_path = "seat_group__term__council"
    initial_state = State.PUBLISHED
    named_by = ("seat_group",)
    list_display = ("__str__", "seats", "began", "ended")
    search_fields = ("seat_group__label_de", "note_de")
    fieldsets = ((None, {"fields": ("seat_group", "seats", "began", "ended", "note")}),)


@admin.register(Substitute)
class SubstituteAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    named_by = MEMBER
    list_display = ("__str__", "stands_in_for", "rank", "began", "ended")
    search_fields = ("person__name", "organisation__name_de")
    fieldsets = (
        (None, {"fields": ("council", "person", "organisation")}),
        (_("Stands in for"), {"fields": ("membership", "seat_group", "rank")}),
        (_("How long"), {"fields": ("began", "ended")}),
    )

    def get_queryset(self, request):
        joined = ("membership__person", "membership__organisation", "seat_group")
        return super().get_queryset(request).select_related(*joined)

    @admin.display(description=_("stands in for"))
    def stands_in_for(self, row):
        return row.membership or row.seat_group


class OfficeHoldingInline(PublishedInline):
    model = OfficeHolding
    council_path = "office__council"
    fields = ("membership", "person", "organisation", "began", "ended")

    def get_queryset(self, request):
        joined = ("office", "membership__person", "membership__organisation", "person", "organisation")
        return super().get_queryset(request).select_related(*joined)


@admin.register(Office)
class OfficeAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    list_display = ("__str__", "kind", "term", "rank")
    list_filter = ("kind", "state")
    search_fields = ("title_de", "council__slug")
    inlines = (OfficeHoldingInline,)
    fieldsets = ((None, {"fields": ("council", "kind", "title", "term", "seat_group", "rank", "note")}),)


@admin.register(OfficeHolding)
class OfficeHoldingAdmin(PublishedAdmin):
    council_path = "office__council"
    initial_state = State.PUBLISHED
    named_by = ("office", "membership__person", "membership__organisation", *MEMBER)
    list_display = ("__str__", "began", "ended")
    search_fields = ("person__name", "organisation__name_de", "membership__person__name", "office__title_de")
    fieldsets = (
        (None, {"fields": ("office",)}),
        (_("Who holds it: one of these"), {"fields": ("membership", "person", "organisation")}),
        (_("How long"), {"fields": ("began", "ended")}),
    )
