from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import Right, rights
from councils.models import ContactPoint, Council, CouncilName, Jurisdiction, Source
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE, content_languages, kept_languages

from .base import PublishedAdmin
from .forms import PublishedForm
from .inlines import PublishedInline
from .languages import LANGUAGE_NAMES


class JurisdictionInline(PublishedInline):
    model = Jurisdiction
    superusers_only = True
    fields = ("municipality", "position")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("municipality")


class CouncilNameInline(PublishedInline):
    model = CouncilName
    fields = ("name_de", "began", "ended")


class SourceInline(PublishedInline):
    model = Source
    fields = ("title", "kind", "url", "dated", "retrieved_on")


class ContactPointInline(PublishedInline):
    model = ContactPoint
    fields = ("label_de", "kind", "phone", "email", "valid_until", "position")


class CouncilForm(PublishedForm):
    """A council; which languages it keeps up is ticked."""

    languages = forms.MultipleChoiceField(
        label=Council._meta.get_field("languages").verbose_name,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Council._meta.get_field("languages").help_text,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = [(code, LANGUAGE_NAMES[code]) for code in content_languages()[1:]]
            self.initial["languages"] = kept_languages(self.instance)

    def clean_languages(self):
        ticked = self.cleaned_data["languages"]
        return [] if set(ticked) == set(content_languages()[1:]) else ticked or [SOURCE_LANGUAGE]


@admin.register(Council)
class CouncilAdmin(PublishedAdmin):
    council_path = "pk"
    form = CouncilForm
    list_display = ("slug", "german_name", "kind")
    list_filter = ("kind", "structure", "state")
    search_fields = ("slug", "name_de", "key")
    inlines = (JurisdictionInline, CouncilNameInline, ContactPointInline, SourceInline)
    change_form_template = "admin/council_change_form.html"
    fieldsets = (
        (None, {"fields": ("name", "slug", "kind", "structure", "summary", "picture")}),
        (_("Legal basis and history"), {"fields": (
            "legal_basis", "legal_basis_url", "founded_on", "founded_note", "dissolved_on",
        )}),
        (_("Before, after and above it"), {"fields": (
            "predecessor", "predecessor_name", "successor", "successor_name", "part_of", "part_of_name",
        )}),
        (_("Source and date"), {"fields": ("source", "confirmed_on")}),
        (_("Translations"), {"fields": ("languages",)}),
    )  # fmt: skip

    @admin.display(description=_("name"), ordering="name_de")
    def german_name(self, row):
        return row.name_de

    def has_add_permission(self, request):
        return rights(request).may_everywhere(Right.STRUCTURE)

    def has_delete_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.STRUCTURE) and (obj is None or obj.deleted_at is None)

    def get_readonly_fields(self, request, obj=None):
        """Addresses and ties to other councils concern the whole portal."""
        fixed = super().get_readonly_fields(request, obj)
        if rights(request).may_everywhere(Right.STRUCTURE):
            return fixed
        return [*fixed, "slug", "predecessor", "successor", "part_of"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("predecessor", "successor", "part_of", "source")

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["belonging"] = self._belonging(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _belonging(self, request, council):
        """The lists of all that belongs to the council, for the links at the top of its form."""
        pages = {"translations": gettext("Translations"), "shared_texts_of_council": gettext("Shared texts")}
        lists = [{"name": name, "address": reverse(f"admin:{page}", args=[council.pk])} for page, name in pages.items()]
        for model, page in self.admin_site._registry.items():
            if model is Council or not isinstance(page, PublishedAdmin) or page.superusers_only:
                continue
            if page.parent_field and model._meta.get_field(page.parent_field).related_model is Council:
                names = (model._meta.app_label, model._meta.model_name)
                address = reverse("admin:{}_{}_changelist".format(*names), current_app=self.admin_site.name)
                name = capfirst(model._meta.verbose_name_plural)
                lists.append({"name": name, "address": f"{address}?council={council.pk}"})
        return sorted(lists, key=lambda entry: entry["name"])


@admin.register(CouncilName)
class CouncilNameAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    list_display = ("__str__", "began", "ended")
    search_fields = ("name_de",)
    fieldsets = ((None, {"fields": ("council", "name", "began", "ended")}),)


@admin.register(Source)
class SourceAdmin(PublishedAdmin):
    shown_on = None
    initial_state = State.PUBLISHED
    list_display = ("title", "kind", "dated")
    list_filter = ("kind", "state")
    search_fields = ("title", "publisher")
    fieldsets = (
        (None, {"fields": ("council", "title", "publisher", "kind", "url", "licence")}),
        (_("As of"), {"fields": ("dated", "dated_note", "retrieved_on")}),
    )
