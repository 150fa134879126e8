"""What an office sets up for its work: topics, signposts, blocks of text, its days and its absences."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contact.models import Absence, Desk, Signpost, TextBlock, Topic
from contact.models.desk import monday_to_friday
from councils.accounts.rights import Right, Role, rights
from councils.admin.base import PublishedAdmin
from councils.admin.forms import DateInput
from councils.admin.seen import SeenAdmin, SeenForm
from councils.models import Council, Editor
from councils.publishing import State

from .forms import UserChoiceField

# -- what is published ------------------------------------------------------------------------------------------------


@admin.register(Topic)
class TopicAdmin(PublishedAdmin):
    shown_on = "contact:write"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "subject", "position")
    list_filter = ("subject", "state")
    search_fields = ("label_de",)
    fieldsets = ((None, {"fields": ("council", "subject", "label")}),)


class EverywhereAdmin(PublishedAdmin):
    """Rows of one council, or of none: those are for all councils, and for superusers only."""

    initial_state = State.PUBLISHED

    @admin.display(description=_("council"))
    def council_shown(self, row):
        return row.council.slug if row.council else "–"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "council" and not rights(request).everywhere:
            field.required = True
        return field


@admin.register(Signpost)
class SignpostAdmin(EverywhereAdmin):
    shown_on = "contact:write"
    list_display = ("__str__", "subject", "emergency", "position")
    list_filter = ("subject", "emergency", "state")
    search_fields = ("name_de", "phone")
    fieldsets = ((None, {"fields": ("council", "subject", "emergency", "name", "phone", "spoken", "hours", "url")}),)


@admin.register(TextBlock)
class TextBlockAdmin(EverywhereAdmin):
    shown_on = None
    list_display = ("__str__", "position")
    search_fields = ("name", "text_de")
    fieldsets = ((None, {"fields": ("council", "name", "text")}),)


# -- how the office works ---------------------------------------------------------------------------------------------


class OfficeAdmin(SeenAdmin, admin.ModelAdmin):
    """Rows that the editors of a council write, and nobody publishes."""

    view_on_site = False
    actions = None

    def has_module_permission(self, request):
        return rights(request).may(Right.OFFICE)

    def has_view_permission(self, request, obj=None):
        return rights(request).may(Right.OFFICE, obj.council_id if obj else None)

    def has_add_permission(self, request):
        return self.has_view_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def get_queryset(self, request):
        rows, own = super().get_queryset(request).select_related("council"), rights(request)
        return rows if own.may_everywhere(Right.OFFICE) else rows.filter(council__in=own.councils_where(Right.OFFICE))

    def get_readonly_fields(self, request, obj=None):
        return ("council",) if obj else ()

    def get_changeform_initial_data(self, request):
        """Whoever works for one council only need not say which."""
        own = rights(request)
        councils = () if own.everywhere else own.councils(Role.EDITOR)
        initial = {"council": next(iter(councils))} if len(councils) == 1 else {}
        return initial | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "council":
            own, rows = rights(request), Council.objects.present().order_by("slug")
            if not own.may_everywhere(Right.OFFICE):
                rows = rows.filter(pk__in=own.councils_where(Right.OFFICE))
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.get_internal_type() == "DateField":
            kwargs["widget"] = DateInput
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not rights(request).may(Right.OFFICE, obj.council_id):
            raise PermissionDenied
        super().save_model(request, obj, form, change)


class DeskForm(SeenForm):
    working_days = forms.TypedMultipleChoiceField(
        label=capfirst(_("working days")),
        initial=monday_to_friday,
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=Desk._meta.get_field("working_days").help_text,
    )

    def clean(self):
        cleaned = super().clean()
        council, deputy = cleaned.get("council") or self.instance.council_id, cleaned.get("deputy")
        reads = Editor.objects.filter(council=council, user=deputy, role=Role.MESSAGE_READER)
        if council and deputy and not reads.exists():
            self.add_error("deputy", _("This account does not read the messages of this council."))
        return cleaned


@admin.register(Desk)
class DeskAdmin(OfficeAdmin):
    form = DeskForm
    list_display = ("council", "react_within", "deputy_after", "deputy", "keep_days")
    list_select_related = ("council", "deputy")
    fieldsets = (
        (None, {"fields": ("council", "working_days", "react_within", "deputy_after", "deputy")}),
        (_("How long messages are kept"), {"fields": ("keep_days", "archive", "archive_on")}),
    )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "deputy":
            own, readers = rights(request), Editor.objects.filter(role=Role.MESSAGE_READER)
            if not own.may_everywhere(Right.OFFICE):
                readers = readers.filter(council__in=own.councils_where(Right.OFFICE))
            kwargs["queryset"] = get_user_model().objects.filter(pk__in=readers.values("user")).order_by("username")
            kwargs["form_class"] = UserChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Absence)
class AbsenceAdmin(OfficeAdmin):
    list_display = ("council", "first_day", "last_day")
    fields = ("council", "first_day", "last_day")
