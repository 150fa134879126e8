"""Fields and forms of the office pages: dates as far as known, plain line ends, and the validation of the whole row."""

import datetime

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget, AutocompleteSelect
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
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

from councils import own_links
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

from .seen import SeenForm, SeenRow, mark_of

# -- fields -------------------------------------------------------------------------------------------------------


class Textarea(AdminTextareaWidget):
    """A text box that gives back the line ends it was given: browsers send CR LF, and a text nobody touched would
    otherwise count as changed and make its translations look outdated."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class RichTextarea(Textarea):
    """A text box for long text; editor.js puts tools above it, and without that it takes what is typed."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 8, "data-rich": ""} | (attrs or {}))


class RichTextFormField(forms.CharField):
    """A long text; links to the portal's own pages are kept by what they lead to."""

    def to_python(self, value):
        value = super().to_python(value)
        # All others are cleaned when they are stored.
        has_links = isinstance(value, str) and "<a" in value.lower()
        return own_links.cleaned(value, timezone.now()) if has_links else value


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


class StoredFileLink:
    """A stored file as forms show it: its name, and the office's own address of it."""

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
        return StoredFileLink(value) if self.is_initial(value) else None


class SearchBox(AutocompleteSelect):
    """A search among rows; what is chosen already need not be asked for where its row is at hand."""

    chosen = None

    def optgroups(self, name, value, attr=None):
        if self.chosen is None or list(value) != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        label = self.choices.field.label_from_instance(self.chosen)
        return [(None, [*empty, self.create_option(name, self.chosen.pk, label, True, len(empty))], 0)]


def name_the_chosen(form):
    """Tell the search boxes of a form which rows its own row refers to, as far as these came with it."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, SearchBox) and form.instance._meta.get_field(name).is_cached(form.instance):
            widget.chosen = getattr(form.instance, name)


class RowChoiceField(forms.ModelChoiceField):
    """A choice of rows; where they may be of several councils, each names its own."""

    name_of = staticmethod(str)
    council_of = None

    def label_from_instance(self, row):
        return f"{self.name_of(row)} – {self.council_of(row).slug}" if self.council_of else self.name_of(row)


# -- forms --------------------------------------------------------------------------------------------------------

# What a new row says that is to stand there a second time.
TWICE = "_twice"
# So long a row that says just the same is taken for the same form sent again: by the back button, by a slow line.
SENT_AGAIN = datetime.timedelta(hours=1)
# What may differ between two rows that say the same, or is made up where it is left empty.
NOT_SAID = {"key", "slug", "position", "state", "publish_at", "unpublish_at"}


def translated_columns(row):
    """The names of all columns that hold a text in one language."""
    return [
        build_localized_fieldname(name, code) for name in translated_fields(type(row)) for code in content_languages()
    ]


def state_mark(state):
    """The state of a translation as a small mark."""
    return format_html('<span class="translation-state is-{}">{}</span>', state, TranslationState(state).label)


class PublishedForm(SeenForm):
    """A form that validates what the importer validates: the whole row, also where the form shows only a part of it."""

    # The languages of which the form shows the state of each text; a form in an inline shows none.
    marked_languages = ()
    # Asked with the row whether the account may publish it.
    may_publish = None
    # Asked with the row why the step of a review that comes with the form cannot be taken; see reviewing.py.
    step_refused = None
    # Whether a new row that says the same as one of a moment ago is first asked about.
    asks_about_twins = False
    twice = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_chosen(self)
        self._offer_states()
        self._mark_translations()

    # -- two people at once: also what translations rest on, and whether it is public ---------------------------------

    def _columns(self):
        shown = [*translated_columns(self.instance), "state"] if self.marked_languages else []
        return [*shown, *super()._columns()]

    def _settle(self, column, seen):
        untouched = mark_of(self.cleaned_data[column]) == seen
        if untouched and self._publishes() and column in translated_columns(self.instance):
            self._show_first(column, self._stored[column])
            return True
        return super()._settle(column, seen)

    def _publishes(self):
        return self._stored.get("state") == State.DRAFT and self.cleaned_data.get("state") == State.PUBLISHED

    def _show_first(self, column, stored):
        """Words that somebody else wrote meanwhile are read by whoever publishes them."""
        self.seen[column] = self._stored_marks[column]
        self.data = self.data.copy()
        self.data[self.add_prefix(column)] = stored or ""
        self.add_error(column, gettext("Somebody else changed this meanwhile. Read it, then save again."))

    def _as_cleaned(self, column, stored):
        value = super()._as_cleaned(column, stored)
        return (value or None) if column in translated_columns(self.instance) else value

    # -- what the form shows ----------------------------------------------------------------------------------------

    def _offer_states(self):
        """Offer only those states that the row can take."""
        if "state" in self.fields:
            public_once = (since := self.instance.first_published_at) and since <= timezone.now()
            refused = State.DRAFT if public_once else State.WITHDRAWN
            # A form from before somebody else published or withdrew still says what it was; see :meth:`_settle`.
            is_stale = self.seen.get("state", self._stored_marks.get("state")) != self._stored_marks.get("state")
            if not is_stale:
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
        if self.step_refused and (why := self.step_refused(self.instance)):
            self.add_error(None, why)
        self._follow_state()
        try:
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()
        wrong = set(self._errors)
        if wrong and not (self.instance.key or self.instance.default_key()):
            # Made of what is missing: the office can say nothing about it.
            wrong.add("key")
        try:
            self.instance.validate_constraints(exclude=wrong)
        except ValidationError as error:
            self._update_errors(error)

        if self.asks_about_twins and self.instance._state.adding and not self.errors:
            self._ask_about_twin()

    def _ask_about_twin(self):
        """Take a form that is sent again for what it mostly is: the same entry, which stands there already."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in NOT_SAID}
        if any(isinstance(value, UploadedFile) for value in said.values()):
            return
        own = {column.name for column in self.instance._meta.concrete_fields}
        said = {name: getattr(self.instance, name) for name in said if name in own}
        mark = fingerprint("|".join(f"{name}={mark_of(value)}" for name, value in sorted(said.items())))
        if self.data.get(TWICE) == mark:
            return
        same = {f"{name}__isnull" if value is None else name: value is None or value for name, value in said.items()}
        rows = type(self.instance).objects.present().filter(created__gte=timezone.now() - SENT_AGAIN, **same)
        if twin := rows.order_by("-pk").first():
            self.twice = mark
            meta = self.instance._meta
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[twin.pk])
            text = gettext("This entry is saved already. Save again only if it is to stand there twice.")
            self.add_error(None, format_html('{} <a href="{}">{}</a>', text, address, twin))

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


class InlineForm(SeenRow, PublishedForm):
    """A row in the form of another row."""

    def full_clean(self):
        """A row that says what is stored was checked when it was stored; a long table has many of them."""
        self.empty_permitted |= not self.instance._state.adding
        super().full_clean()

    def clean(self):
        cleaned = super().clean()
        if getattr(self.instance, "deleted_at", None) and self.has_changed():
            text = gettext("Somebody else deleted this row meanwhile. Delete it here too, or write it as a new row.")
            self.add_error(None, text)
        return cleaned


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
