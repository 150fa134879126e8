"""Rows of published content inside the form of what they belong to."""

from django.contrib import admin
from django.db.models import Max
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.accounts import audit
from councils.accounts.rights import INSIDERS, WRITERS, Right, rights
from councils.publishing import State

from .forms import InlineForm
from .scope import Scoped
from .seen import SEEN, SeenFormSet

# New rows of a table stand so far apart, as far as the column has room.
POSITIONS, LAST_POSITION = 10, 2**31 - 1


def name_deletion(form):
    """Say what the box at the end of a row is for."""
    if DELETION_FIELD_NAME in form.fields:
        form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = gettext("Delete")


class NamedFields:
    """Names each field of a table for screen readers: only the column heads say what it is."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and field.label:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = capfirst(field.label)
        return field


class PublishedFormSet(SeenFormSet):
    """Rows below another row: deleting them is soft, and new ones are as public as what they belong to."""

    def gone(self, keys):
        return self.model.objects.filter(**{self.fk.name: self.instance}, pk__in=keys, deleted_at__isnull=False)

    def delete_existing(self, obj, commit=True):
        if commit:
            obj.remove()
            audit.record_deletion(obj)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name_deletion(form)
        if form.instance.pk is None and (place := form.fields.get("position")) is not None:
            # Left empty, the row comes last.
            place.required, place.initial, form.initial["position"] = False, None, None

    def save_new(self, form, commit=True):
        if "position" in form.fields and form.cleaned_data.get("position") is None:
            form.instance.position = self._next_position()
        form.instance.state = State.DRAFT if self.instance.state == State.DRAFT else State.PUBLISHED
        return super().save_new(form, commit)

    def _next_position(self):
        """In steps of ten, so that there is room between two rows."""
        if not hasattr(self, "_last_position"):
            rows = self.model.objects.present().filter(**{self.fk.name: self.instance})
            self._last_position = rows.aggregate(last=Max("position"))["last"] or 0
        self._last_position = min(self._last_position // POSITIONS * POSITIONS + POSITIONS, LAST_POSITION)
        return self._last_position


class PublishedInline(NamedFields, Scoped, admin.TabularInline):
    """Rows of published content inside the form of what they belong to: the few fields that fit, in German.

    Who may write the upper row may write these; all else, translations above all, is on each row's own page.
    """

    form = InlineForm
    formset = PublishedFormSet
    extra = 0
    show_change_link = True
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).present()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "shown_state"]

    def get_fields(self, request, obj=None):
        return [*self.fields, "shown_state", SEEN]

    @admin.display(description=_("state"))
    def shown_state(self, row):
        return state_badge(row) if row.pk else ""

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, labels=self._labels(with_language=False), **kwargs)
        # Django refuses to delete what others refer to; a soft deletion leaves it in place.
        formset.form.hand_clean_DELETE = _nothing_to_protect
        return formset

    def _may_write_below(self, request, upper):
        if upper is None:
            own = rights(request)
            return own.may_everywhere(Right.STRUCTURE) if self.superusers_only else own.anywhere(*WRITERS)
        upper_admin = self.admin_site.get_model_admin(self.parent_model)
        if upper.pk is not None and upper.deleted_at is not None:
            return False
        return self.may_write(request, upper_admin.council_id_of(upper), stored_state(upper))

    def has_view_permission(self, request, obj=None):
        return rights(request).anywhere(*INSIDERS)

    def has_add_permission(self, request, obj=None):
        return self._may_write_below(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_write_below(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._may_write_below(request, obj)


def _nothing_to_protect(form):
    """Stands in for Django's check of what a deletion would tear along."""


def stored_state(row):
    """The state as the database has it, whatever a form has written over it."""
    return getattr(row, "_stored_state", State.DRAFT)


def state_badge(row, more=""):
    """The state of a row as a mark: deleted, draft, published, withdrawn; or what says more than that."""
    if row.deleted_at is not None:
        return format_html('<span class="state is-deleted">{}</span>', gettext("deleted"))
    more = more or _not_now(row)
    return format_html('<span class="state is-{}">{}</span>', row.state, more or row.get_state_display())


def _not_now(row):
    """For what is published, but on other days: from when, or until when it was."""
    now = timezone.now()
    if row.state != State.PUBLISHED:
        return ""
    if row.publish_at and row.publish_at > now:
        label, moment = gettext("public from"), row.publish_at
    elif row.unpublish_at and row.unpublish_at <= now:
        label, moment = gettext("public until"), row.unpublish_at
    else:
        return ""
    return f"{label} {date_format(timezone.localtime(moment), 'SHORT_DATETIME_FORMAT')}"
