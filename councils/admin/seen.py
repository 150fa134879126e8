"""Two people at one form: what it showed when it was opened goes with it as fingerprints; nothing goes unseen."""

import datetime
import json
import re

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from councils.richtext import RichTextField, plain_text
from councils.translation_state import fingerprint

from .values import said

FINGERPRINT = re.compile(r"[0-9a-f]{12}")
# What carries the fingerprints.
SEEN = "_seen"


def mark_of(value):
    """The fingerprint of what stands in a column, the same whether it comes from the row or from the form."""
    match value:
        case None | "":
            value = ""
        case datetime.datetime():
            value = value.astimezone(datetime.UTC).isoformat(timespec="seconds")
        case models.Model():
            value = value.pk
        case FieldFile():
            value = value.name
        case UploadedFile():
            # A new file is never the one that was there.
            value = f"\0{value.name}"
        case list() | dict():
            value = json.dumps(value)
    return fingerprint("" if value is None else str(value))


def marks_sent(text):
    """The fingerprints by column that came with a form; nothing where that is garbage."""
    try:
        sent = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    sent = sent if isinstance(sent, dict) else {}
    return {column: mark for column, mark in sent.items() if isinstance(mark, str) and FINGERPRINT.fullmatch(mark)}


class SeenForm(forms.ModelForm):
    """A form that keeps what somebody else changed while it was open, and asks where both changed the same."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [] if self.instance._state.adding else dict.fromkeys(self._columns())
        self._stored = {name: self.instance._meta.get_field(name).value_from_object(self.instance) for name in columns}
        self._stored_marks = {name: mark_of(value) for name, value in self._stored.items()}
        self.seen = self._read_seen() if self.is_bound else dict(self._stored_marks)
        self._kept = set()

    def _columns(self):
        """The columns whose fingerprints go with the form; what it does not let change, as a password, has none."""
        own = {column.name for column in self.instance._meta.concrete_fields}
        return [name for name, field in self.fields.items() if name in own and not field.disabled]

    def _read_seen(self):
        """The fingerprints that came with the form, as far as they are of its columns."""
        sent = marks_sent(self.data.get(self.add_prefix(SEEN)))
        return {column: mark for column, mark in sent.items() if column in self._stored}

    @property
    def seen_json(self):
        return json.dumps(self.seen)

    @property
    def changed_data(self):
        # Django compares once and keeps it in the object; past this property it would compare again and again.
        if "changed_data" not in vars(self):
            super().changed_data  # noqa: B018
        return [name for name in vars(self)["changed_data"] if name not in self._kept and name != SEEN]

    def clean(self):
        cleaned = super().clean()
        conflicts = [
            self._settle(column, seen)
            for column, seen in list(self.seen.items())
            if column in self.cleaned_data and self._stored_marks[column] != seen
        ]
        if any(conflicts):
            # The form shows again, and what it showed now is what stands there now.
            self.data = self.data.copy()
            self.data[self.add_prefix(SEEN)] = self.seen_json
            self.add_error(None, self._link_to_history())
        return cleaned

    def _settle(self, column, seen):
        """Somebody else changed this while the form was open: keep theirs, or ask where both changed it."""
        stored, typed = self._stored[column], mark_of(self.cleaned_data[column])
        if typed in {seen, self._stored_marks[column]}:
            self.cleaned_data[column] = self._as_cleaned(column, stored)
            self._kept.add(column)
            return False
        text = gettext("Somebody else changed this meanwhile. It now says: “{text}”. Save again to replace it.")
        self.seen[column] = self._stored_marks[column]
        self.add_error(column, text.format(text=self._said(column, stored)))
        return True

    def _as_cleaned(self, column, stored):
        is_relation = isinstance(self.instance._meta.get_field(column), models.ForeignKey)
        return getattr(self.instance, column) if is_relation else stored

    def _said(self, column, stored):
        """What stands there now, in the words of the form."""
        field, shown = self.instance._meta.get_field(column), self.fields[column]
        if isinstance(field, models.ForeignKey):
            row = getattr(self.instance, column)
            return "" if row is None else getattr(shown, "label_from_instance", str)(row)
        if isinstance(field, RichTextField):
            return plain_text(stored)
        if isinstance(stored, list):
            names = dict(getattr(shown, "choices", ()))
            stored = [names.get(value, value) for value in stored]
        return "" if stored is None else said(field, stored)

    def _link_to_history(self):
        """Whoever may change a row may open its history."""
        meta = self.instance._meta
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_history", args=[self.instance.pk])
        text = gettext("Somebody else changed this entry while you had it open. What you typed is still here.")
        label = gettext("See what changed (new window)")
        return format_html('{} <a href="{}" target="_blank" rel="noopener">{}</a>', text, address, label)


class SeenRow(SeenForm):
    """A row in the form of another row; it carries its own fingerprints."""

    _seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[SEEN].initial = "" if self.instance._state.adding else self.seen_json


class SeenFormSet(forms.models.BaseInlineFormSet):
    """Such rows: of a form that was sent those that it had, in its order, whatever became of them meanwhile."""

    def get_queryset(self):
        if not self.is_bound or hasattr(self, "_sent_rows"):
            return self._sent_rows if self.is_bound else super().get_queryset()
        rows = {row.pk: row for row in super().get_queryset()}
        name = self.model._meta.pk.name
        sent = [self.data.get(f"{self.add_prefix(number)}-{name}", "") for number in range(self.initial_form_count())]
        sent = [int(pk) for pk in sent if pk.isascii() and pk.isdecimal() and len(pk) < 19]
        if missing := set(sent) - set(rows):
            rows |= {row.pk: row for row in self.gone(missing)}
        self._sent_rows = [rows[pk] for pk in sent if pk in rows]
        return self._sent_rows

    def gone(self, keys):
        """What stands for rows that somebody else deleted: without it Django drops what was typed in them."""
        return ()


def show_as_it_is_now(response):
    """Have browsers show a form that the back button fetches anew as it comes, without what was typed into it before.

    That would look as if it were typed over what stands there by now. seen.js, which can tell one from the other, takes
    the attribute away. Django's form has no place for it.
    """
    response.content = response.content.replace(b'_form" novalidate>', b'_form" novalidate autocomplete="off">', 1)


class SeenAdmin:
    """A page with such a form."""

    form = SeenForm
    change_form_template = "admin/seen_change_form.html"

    def get_object(self, request, object_id, from_field=None):
        """The row; whoever saves waits for others who do so at this moment, and finds what they have written."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST" and transaction.get_connection().in_atomic_block:
            columns = [column.attname for column in self.opts.concrete_fields]
            columns = ["modified"] if "modified" in columns else columns
            locked = models.QuerySet(self.model).select_for_update().filter(pk=row.pk)
            if locked.values_list(*columns).first() != tuple(getattr(row, name) for name in columns):
                row = super().get_object(request, object_id, from_field)
        return row

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        if obj is not None:
            response.add_post_render_callback(show_as_it_is_now)
        return response
