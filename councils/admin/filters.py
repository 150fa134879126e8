"""Filters beside the lists of the office; each offers only what the account may see."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from councils import reviewing
from councils.accounts.rights import INSIDERS, rights
from councils.models import Council, ReviewRequest
from councils.publishing import State

# Beyond this a filter is no help; the search finds a council by its address.
MANY = 60


class CouncilFilter(admin.SimpleListFilter):
    """By council, where the account works for several."""

    title, parameter_name = _("council"), "council"

    def lookups(self, request, model_admin):
        own = rights(request)
        rows = Council.objects.present().order_by("slug")
        if not own.everywhere:
            rows = rows.filter(pk__in=own.councils(*INSIDERS))
        choices = list(rows.values_list("pk", "slug")[: MANY + 1])
        # One that was linked to stays named, however many there are.
        chosen = self.used_parameters.get(self.parameter_name, "")
        if len(choices) > MANY:
            choices = list(rows.filter(pk=chosen).values_list("pk", "slug")) if chosen.isdecimal() else []
        return choices if len(choices) > 1 or chosen else []

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen is None:
            return queryset
        known = chosen.isdecimal() and Council.objects.filter(pk=chosen).exists()
        return queryset.filter(**{self.model_admin.council_path: chosen}) if known else queryset.none()

    def __init__(self, request, params, model, model_admin):
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class ReviewFilter(admin.SimpleListFilter):
    """Drafts that somebody has marked as ready, and drafts that came back."""

    title, parameter_name = _("review"), "review"
    STEPS = (ReviewRequest.State.OPEN, ReviewRequest.State.SENT_BACK)

    def lookups(self, request, model_admin):
        return [(step.value, step.label) for step in self.STEPS]

    def queryset(self, request, queryset):
        if self.value() in self.STEPS:
            return queryset.filter(state=State.DRAFT, public_id__in=reviewing.in_step(queryset.model, self.value()))
        return queryset


class DeletedFilter(admin.SimpleListFilter):
    """Deleted rows are out of sight until somebody asks for them."""

    title, parameter_name = _("deleted entries"), "deleted"

    def lookups(self, request, model_admin):
        return [("only", _("only deleted")), ("all", _("deleted as well"))]

    def choices(self, changelist):
        hidden, *others = super().choices(changelist)
        return [hidden | {"display": _("hidden")}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case "only":
                return queryset.filter(deleted_at__isnull=False)
            case "all":
                return queryset
        return queryset.filter(deleted_at__isnull=True)
