"""The office pages of people, seats held and offices."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils import pictures
from councils.admin.base import PublishedAdmin
from councils.admin.forms import RowChoiceField
from councils.admin.inlines import PublishedInline
from councils.admin.picture import PicturesAdmin
from councils.publishing import State

from . import actions, erasing, next_term  # noqa: F401 (its page comes with the office)
from .models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy
from .table import page  # noqa: F401 (likewise)

MEMBER = ("person", "organisation")


PORTRAIT_HELP = format_lazy(
    "{} {} {}",
    _("Shows small beside the name on the council’s page of members: with consent, and while the person is a member."),
    _("When either is over, or the person is hidden, the portrait is deleted."),
    format_lazy(
        _("JPEG, PNG or WebP; at most {size} MB. A square is cut out of it, and place and time are taken out."),
        size=pictures.MOST_MB,
    ),
)


@admin.register(Person)
class PersonAdmin(PicturesAdmin):
    shown_on = "members:composition"
    initial_state = State.PUBLISHED
    list_display = ("name", "consented_on")
    search_fields = ("name",)
    fieldsets = (
        (None, {"fields": ("council", "name", "about", "email")}),
        (_("Consent to the name"), {"fields": ("consented_on", "consent_ends_on", "consent_withdrawn_on")}),
        (_("Consent to the text about the person"), {"fields": (
            "about_consented_on", "about_ends_on", "about_withdrawn_on",
        )}),
        (_("Consent to the e-mail address"), {"fields": (
            "email_consented_on", "email_ends_on", "email_withdrawn_on",
        )}),
        (_("Portrait, and the consent to it"), {"fields": (
            "portrait", "portrait_credit", "portrait_licence",
            "portrait_consented_on", "portrait_ends_on", "portrait_withdrawn_on",
        )}),
    )  # fmt: skip
    change_form_template = "admin/members/person_change_form.html"
    formfield_overrides = PicturesAdmin.formfield_overrides | {
        models.FileField: PicturesAdmin.formfield_overrides[models.FileField] | {"help_text": PORTRAIT_HELP},
    }

    def writes(self, request, row):
        """Nobody writes a person who was erased."""
        return row.erased_at is None and super().writes(request, row)

    def has_publish_permission(self, request, obj=None):
        return (obj is None or obj.erased_at is None) and super().has_publish_permission(request, obj)

    def _may_restore(self, request, row):
        return row.erased_at is None and super()._may_restore(request, row)

    # -- out of sight at once -----------------------------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view(self.hide_view)
        return [path("<path:object_id>/hide/", view, name="members_person_hide"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        is_theirs = obj is not None and obj.deleted_at is None and self.has_publish_permission(request, obj)
        context["may_hide"] = is_theirs and obj.state == State.PUBLISHED
        context["may_show"] = is_theirs and obj.state == State.WITHDRAWN
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def hide_view(self, request, object_id):
        """Take a member out of every public page with one click, or bring them back."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        person = self.get_object(request, unquote(object_id))
        if person is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if person.deleted_at is not None or not self.has_publish_permission(request, person):
            raise PermissionDenied
        if request.POST.get("show") and person.state == State.WITHDRAWN:
            person.publish()
            self.message_user(request, gettext("“{name}” shows again.").format(name=person), messages.SUCCESS)
        elif not request.POST.get("show") and person.state == State.PUBLISHED:
            erasing.hide(person)
            self._say_hidden(request, person)
        self.log_change(request, person, [{"changed": {"fields": ["state"]}}])
        return HttpResponseRedirect(reverse("admin:members_person_change", args=[person.pk]))

    def _say_hidden(self, request, person):
        """Say that it is done, and which texts still say the name: these only people can mend."""
        text = gettext("“{name}” shows on no public page any more.").format(name=person)
        self.message_user(request, text, messages.SUCCESS)
        if rows := erasing.mentions(person):
            links = format_html_join(", ", '<a href="{}">{}: {}</a>', map(self._link_to, rows[:20]))
            text = gettext("The name also stands in texts. Open them and take it out:")
            self.message_user(request, format_html("{} {}", text, links), messages.WARNING)

    @staticmethod
    def _link_to(row):
        meta = row._meta
        return (
            reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk]), capfirst(meta.verbose_name), row
        )  # fmt: skip


@admin.register(Membership)
class MembershipAdmin(PublishedAdmin):
    change_list_template = "admin/members/membership_change_list.html"
    shown_on = "members:composition"
    initial_state = State.PUBLISHED
    named_by = MEMBER
    told_apart_by = ("seat_group__term",)
    list_display = ("__str__", "seat_group", "began", "ended", "voting")
    list_filter = ("voting", "on_behalf", "state")
    search_fields = ("person__name", "organisation__name_de", "seat_group__label_de")
    fieldsets = (
        (None, {"fields": ("council", "person", "organisation", "seat_group", "voting")}),
        (_("Stands for"), {"fields": ("on_behalf", "on_behalf_of")}),
        (_("How long"), {"fields": ("began", "ended", "leaving_reason")}),
    )

    def name_among_others(self, row):
        return f"{row} – {row.seat_group.term}" if row.seat_group else str(row)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = form.instance
        if row.seat_group and row.state == State.PUBLISHED and self.has_publish_permission(request, row):
            before, after = actions.fill_seats(row.seat_group, timezone.localdate())
            if before != after:
                name = capfirst(Vacancy._meta.get_field("seats").verbose_name)
                text = gettext("{field}: {before} → {value}").format(field=name, before=before, value=after)
                self.message_user(request, text, messages.INFO)


@admin.register(Vacancy)
class VacancyAdmin(PublishedAdmin):
    shown_on = "members:composition"
    council_path = "seat_group__term__council"
    initial_state = State.PUBLISHED
    named_by = ("seat_group",)
    list_display = ("__str__", "seats", "began", "ended")
    search_fields = ("seat_group__label_de", "note_de")
    fieldsets = ((None, {"fields": ("seat_group", "seats", "began", "ended", "note")}),)


@admin.register(Substitute)
class SubstituteAdmin(PublishedAdmin):
    shown_on = "members:composition"
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
        joined = ("office", "membership__person", "membership__organisation", "membership__seat_group__term", *MEMBER)
        return super().get_queryset(request).select_related(*joined)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            for field in formset.form.base_fields.values():
                if isinstance(field, RowChoiceField):
                    # Asked once for all rows of the table.
                    field.choices = list(field.choices)
        return formset


@admin.register(Office)
class OfficeAdmin(PublishedAdmin):
    shown_on = "members:composition"
    initial_state = State.PUBLISHED
    told_apart_by = ("term",)
    list_display = ("__str__", "kind", "term", "rank")
    list_filter = ("kind", "state")
    search_fields = ("title_de", "council__slug")
    inlines = (OfficeHoldingInline,)
    fieldsets = ((None, {"fields": ("council", "kind", "title", "term", "seat_group", "rank", "note")}),)

    def name_among_others(self, row):
        return f"{row} – {row.term}" if row.term else str(row)


@admin.register(OfficeHolding)
class OfficeHoldingAdmin(PublishedAdmin):
    shown_on = "members:composition"
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
