"""Whose rows an account sees and which it may choose: pages, inlines, choices and searches all ask this one place."""

from django import forms
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from modeltranslation.fields import TranslationField

from councils.accounts.rights import INSIDERS, WRITERS, Right, rights
from councils.models import Council, Municipality
from councils.partial_dates import PartialDateField
from councils.publishing import State
from councils.richtext import TAGS, RichTextField
from councils.translation_state import SOURCE_LANGUAGE
from councils.uploads import TAKEN

from .forms import (
    DateInput,
    DateTimeInput,
    KnownDateField,
    PublishedForm,
    RichTextarea,
    RichTextFormField,
    RowChoiceField,
    SearchBox,
    StoredFileInput,
    Textarea,
    TimeInput,
)
from .languages import LANGUAGE_NAMES

RICH_TEXT_HELP = format_lazy(
    '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
    format_lazy(
        _("Plain text becomes paragraphs. Allowed tags: {tags}."),
        tags=" ".join(f"&lt;{tag}&gt;" for tag in sorted(TAGS)),
    ),
    reverse_lazy("admin:own_pages"),
    _("Pick a page of this portal to link to (new window)"),
)

FILE_HELP = format_lazy(
    _("{kinds}; at most {size} MB. PDFs are checked for what readers need."), kinds=TAKEN, size=settings.MAX_FILE_MB
)


def joined(rows, names):
    """The rows with these relatives; Django would take "none" for "all"."""
    return rows.select_related(*names) if names else rows


class Scoped:
    """What pages and inlines know about the councils that an account works for."""

    # The way from a row to its council, as a lookup; its first step never changes once the row is there.
    council_path = "council"
    # Rows that only superusers and portal editors write; editors of the council see them.
    superusers_only = False
    form = PublishedForm
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 3})},
        RichTextField: {"widget": RichTextarea, "form_class": RichTextFormField},
        models.DateField: {"widget": DateInput},
        models.TimeField: {"widget": TimeInput},
        models.DateTimeField: {"widget": DateTimeInput},
        PartialDateField: {
            "form_class": KnownDateField,
            "widget": forms.TextInput(attrs={"class": "known-date", "autocomplete": "off"}),
        },
        # Names of any length come in and are made short and safe when they are stored.
        models.FileField: {"widget": StoredFileInput, "max_length": None, "help_text": FILE_HELP},
    }

    # What to join so that ``name_among_others`` needs no further query.
    told_apart_by = ()

    def name_among_others(self, row):
        """What a row is called where one is chosen among others; terms have groups and offices of the same name."""
        return str(row)

    # -- whose ----------------------------------------------------------------------------------------------------

    @property
    def parent_field(self):
        """The name of the foreign key to what a row belongs to, or None."""
        name = self.council_path.partition("__")[0]
        return None if name == "pk" else name

    def council_of(self, row):
        """The council of a row, or None while the row does not say."""
        for name in [] if self.council_path == "pk" else self.council_path.split("__"):
            row = getattr(row, name, None) if row is not None else None
        return row

    def council_id_of(self, row):
        """The primary key of that council, without asking for the council itself."""
        if self.council_path == "pk":
            return row.pk
        *way, last = self.council_path.split("__")
        for name in way:
            row = getattr(row, name, None)
            if row is None:
                return None
        return getattr(row, f"{last}_id")

    def rows_of(self, councils):
        """The condition that a row belongs to one of these councils."""
        return Q(**{f"{self.council_path}__in": councils})

    def get_queryset(self, request):
        rows, own = super().get_queryset(request), rights(request)
        return rows if own.everywhere else rows.filter(self.rows_of(own.councils(*INSIDERS)))

    def may_write(self, request, council_id, state):
        """Whether the account may write and delete rows of that council that are in that state."""
        own = rights(request)
        if self.superusers_only:
            return own.may_everywhere(Right.STRUCTURE)
        return own.may(Right.PUBLISH, council_id) or (state == State.DRAFT and own.may(Right.DRAFT, council_id))

    # -- choices --------------------------------------------------------------------------------------------------

    def get_autocomplete_fields(self, request):
        """Superusers search among all councils; where one council is at hand, its few rows make a plain list."""
        if not rights(request).everywhere:
            return ()
        wide = (Council, Municipality) if getattr(request, "council_at_hand", None) else models.Model
        return [
            field.name
            for field in self.opts.fields
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, wide)
        ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        own, at_hand = rights(request), getattr(request, "council_at_hand", None)
        target = self.admin_site.get_model_admin(db_field.related_model)
        rows = joined(target.model.objects.all(), [*target.named_by, *target.told_apart_by])
        if target.model is Council:
            rows = rows if own.everywhere else rows.filter(pk__in=own.councils(*WRITERS))
        elif target.model is not Municipality:
            kwargs["form_class"] = RowChoiceField
            if at_hand:
                rows = rows.filter(target.rows_of([at_hand]))
            elif not own.everywhere:
                rows = rows.filter(target.rows_of(own.councils(*WRITERS)))
        chosen = self.model.objects.filter(**{f"{db_field.name}__isnull": False}).order_by().values(db_field.attname)
        kwargs["queryset"] = rows.filter(Q(deleted_at__isnull=True) | Q(pk__in=chosen))
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchBox(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if isinstance(field, RowChoiceField):
            field.name_of = target.name_among_others
        if isinstance(field, RowChoiceField) and not at_hand:
            field.council_of = target.council_of
            field.queryset = joined(field.queryset, target.way_to_council)
        return field

    @property
    def way_to_council(self):
        """What to join so that ``council_of`` needs no further query."""
        return () if self.council_path == "pk" else (self.council_path,)

    # -- languages ------------------------------------------------------------------------------------------------

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, KnownDateField) and not field.help_text:
            field.help_text = _("As far as it is known: 2027, 03.2027 or 18.03.2027.")
        if field is not None and isinstance(db_field, TranslationField):
            original = db_field.translated_field
            field.required = db_field.language == SOURCE_LANGUAGE and not original.blank
            field.empty_value = None
            bidi = get_language_info(db_field.language)["bidi"]
            field.widget.attrs |= {
                "lang": db_field.language, "dir": "rtl" if bidi else "ltr", "data-language": db_field.language,
            }  # fmt: skip
            if db_field.language != SOURCE_LANGUAGE:
                field.help_text = ""
            elif isinstance(original, RichTextField):
                field.help_text = format_lazy("{} {}", field.help_text, RICH_TEXT_HELP)
        return field

    def _labels(self, with_language):
        """Names of the translated columns as editors read them."""
        columns = [field for field in self.opts.fields if isinstance(field, TranslationField)]
        return {
            column.name: format_lazy(
                "{} – {}", capfirst(column.translated_field.verbose_name), LANGUAGE_NAMES[column.language]
            )
            if with_language
            else column.translated_field.verbose_name
            for column in columns
        }
