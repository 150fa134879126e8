"""Fields and forms of the office pages: dates as far as known, plain line ends, and the validation of the whole row."""

import json
import re

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ForeignKey
from django.db.models.fields.files import FieldFile
from django.forms.models import InlineForeignKeyField, construct_instance
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from councils.partial_dates import PartialDate, PartialDateFormField
from councils.publishing import Slug, State
from councils.translation_state import (
    SOURCE_LANGUAGE,
    TranslationState,
    content_languages,
    fingerprint,
    translated_fields,
)
from councils.uploads import ENDINGS

# -- fields -------------------------------------------------------------------------------------------------------


class Textarea(AdminTextareaWidget):
    """A text box that gives back the line ends it was given: browsers send CR LF, and a text nobody touched would
    otherwise count as changed and make its translations look outdated."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class DateInput(forms.DateInput):
    """The browser's own date field, which asks and shows dates in the way of its user."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.SplitDateTimeWidget):
    """Day and time of a moment; keeps the seconds, so that a moment nobody touched stays as it is."""

    def __init__(self, attrs=None):
        time_attrs = {"type": "time", "aria-label": _("Time")}
        super().__init__(attrs, date_attrs={"type": "date"}, time_attrs=time_attrs, time_format="%H:%M:%S")
        self.widgets[0].format = "%Y-%m-%d"

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class KnownDateField(PartialDateFormField):
    """A date as far as it is known, shown as it is written in German letters: 14.03.2030, 03.2030, 2030."""

    def prepare_value(self, value):
        if not isinstance(value, PartialDate):
            return value
        parts = [f"{value.day:02}" if value.day else "", f"{value.month:02}" if value.month else "", str(value.year)]
        return ".".join(filter(None, parts))

    def has_changed(self, initial, data):
        try:
            return (initial or None) != self.to_python(data)
        except ValidationError:
            return True


class _StoredFile:
    """A stored file as the widget shows it: its name, and the office's own address of it."""

    def __init__(self, file):
        self.name = file.name.rpartition("/")[2]
        meta = file.instance._meta
        self.url = reverse(f"admin:{meta.app_label}_{meta.model_name}_file", args=[file.instance.pk])

    def __str__(self):
        return self.name


class StoredFileInput(AdminFileWidget):
    """An upload box for files that have no public address of their own; it offers only what is taken."""

    def __init__(self, attrs=None):
        super().__init__({"accept": ENDINGS} | (attrs or {}))

    def is_initial(self, value):
        return isinstance(value, FieldFile) and bool(value) and value.instance.pk is not None

    def format_value(self, value):
        return _StoredFile(value) if self.is_initial(value) else None


class RowChoiceField(forms.ModelChoiceField):
    """A choice of rows; where they may be of several councils, each names its own."""

    council_of = None

    def label_from_instance(self, row):
        return f"{row} – {self.council_of(row).slug}" if self.council_of else str(row)


# -- forms --------------------------------------------------------------------------------------------------------

FINGERPRINT = re.compile(r"[0-9a-f]{12}")


def translated_columns(row):
    """The names of all columns that hold a text in one language."""
    return [
        build_localized_fieldname(name, code) for name in translated_fields(type(row)) for code in content_languages()
    ]


def state_mark(state):
    """The state of a translation as a small mark."""
    return format_html('<span class="translation-state is-{}">{}</span>', state, TranslationState(state).label)


class PublishedForm(forms.ModelForm):
    """A form that validates what the importer validates: the whole row, also where the form shows only a part of it."""

    # The languages of which the form shows the state of each text; a form in an inline shows none.
    marked_languages = ()
    # Asked with the row whether the account may publish it.
    may_publish = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [*translated_columns(self.instance), "state"] if self.marked_languages else ()
        self._stored = {column: getattr(self.instance, column) or "" for column in columns}
        self.seen = self._read_seen() if self.is_bound else self._marks()
        self._kept = set()
        self._offer_states()
        self._mark_translations()

    # -- two people at once: what the form showed when it was opened goes with it as fingerprints ---------------------

    def _marks(self):
        return {column: fingerprint(text) for column, text in self._stored.items()}

    def _read_seen(self):
        """The fingerprints that came with the form, as far as they are any."""
        try:
            sent = json.loads(self.data.get("_seen", ""))
        except ValueError:
            return {}
        if not isinstance(sent, dict):
            return {}
        known = {column: mark for column, mark in sent.items() if column in self._stored and isinstance(mark, str)}
        return {column: mark for column, mark in known.items() if FINGERPRINT.fullmatch(mark)}

    @property
    def seen_json(self):
        return json.dumps(self.seen)

    @property
    def changed_data(self):
        return [name for name in super().changed_data if name not in self._kept]

    def clean(self):
        cleaned = super().clean()
        for column, seen in self.seen.items():
            if column in self.cleaned_data and self._marks()[column] != seen:
                self._settle(column, seen)
        return cleaned

    def _settle(self, column, seen):
        """Somebody else changed this text while the form was open: keep theirs, or ask where both changed it."""
        stored = self._stored[column]
        if fingerprint(self.cleaned_data[column]) in {seen, fingerprint(stored)}:
            self.cleaned_data[column] = stored or None
            self._kept.add(column)
        else:
            text = gettext("Somebody else changed this meanwhile. It now says: “{text}”. Save again to replace it.")
            self.seen[column] = fingerprint(stored)
            said = State(stored).label if column == "state" else stored
            self.add_error(column, text.format(text=said))

    # -- what the form shows ----------------------------------------------------------------------------------------

    def _offer_states(self):
        """Offer only those states that the row can take."""
        if "state" in self.fields:
            public_once = (since := self.instance.first_published_at) and since <= timezone.now()
            refused = State.DRAFT if public_once else State.WITHDRAWN
            self.fields["state"].choices = [choice for choice in State.choices if choice[0] != refused]

    def _mark_translations(self):
        for name in translated_fields(type(self.instance)):
            if not self.instance._state.adding and not self.instance.text_in(name, SOURCE_LANGUAGE):
                continue
            for code in self.marked_languages:
                column = build_localized_fieldname(name, code)
                if column in self.fields and code != SOURCE_LANGUAGE and not self.instance._state.adding:
                    self.fields[column].help_text = state_mark(self.instance.translation_state(name, code))

    def _post_clean(self):
        """Validate the row by all of its constraints, not only by those whose every field is in this form."""
        exclude = self._get_validation_exclusions()
        exclude |= {name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)}
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        except ValidationError as error:
            self._update_errors(error)
        if self._relation_failed():
            return
        self._check_state()
        self._follow_state()
        try:
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()
        try:
            self.instance.validate_constraints(exclude=set(self._errors))
        except ValidationError as error:
            self._update_errors(error)

    def _relation_failed(self):
        """Whether a required relative is missing, without which the row cannot say what else is wrong with it."""
        relations = {field.name for field in self.instance._meta.fields if isinstance(field, ForeignKey)}
        return any(name in relations and self.fields[name].required for name in self._errors if name in self.fields)

    def _check_state(self):
        if "state" in self.fields and self.instance.state != State.DRAFT and not self.may_publish(self.instance):
            self.add_error("state", gettext("In this council you write drafts; an editor publishes them."))

    def _follow_state(self):
        """Let the dates follow the state before they are checked, as the gate does when the row is written."""
        self.instance._move_along(timezone.now())

    def add_error(self, field, error):
        """Also take messages about fields that this form does not show."""
        if field is None and hasattr(error, "error_dict"):
            shown = {name: list_ for name, list_ in error.error_dict.items() if name in self.fields}
            others = [
                message for name, list_ in error.error_dict.items() if name not in self.fields for message in list_
            ]
            error = ValidationError(shown | ({NON_FIELD_ERRORS: others} if others else {}))
        super().add_error(field, error)


class AddressForm(PublishedForm):
    """A form that makes the word for the page's address out of the German heading where the editor leaves it empty."""

    address_from = "title"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and self.instance._state.adding:
            self.fields["slug"].required = False
            more = gettext("Leave it empty to have it made from the German heading.")
            self.fields["slug"].help_text = f"{self.fields['slug'].help_text} {more}"

    def _post_clean(self):
        if self.cleaned_data.get("slug") == "" and "council" in self.cleaned_data:
            self.cleaned_data["slug"] = self._free_slug()
        super()._post_clean()

    def _free_slug(self):
        model = type(self.instance)
        words = german_slug(self.cleaned_data.get(f"{self.address_from}_{SOURCE_LANGUAGE}") or "")[:70].strip("-")
        words = words or f"{model._meta.model_name}-{timezone.localdate():%Y-%m-%d}"
        candidate, number = words, 1
        scope = model(council=self.cleaned_data["council"]).slug_scope
        while Slug.objects.filter(scope=scope, slug=candidate).exists():
            number += 1
            candidate = f"{words}-{number}"
        return candidate


def german_slug(text):
    """A German heading as a word for an address: "Räte für alle" becomes "raete-fuer-alle"."""
    return slugify(text.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})))
