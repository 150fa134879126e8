"""One thing in one language: each German text beside its translation, with what changed since it was made."""

import json

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from councils import terms, translation_server
from councils.admin.languages import LANGUAGE_NAMES, TO_REVIEW
from councils.admin.seen import SEEN, marks_sent
from councils.models import SourceText
from councils.translation_state import SOURCE_LANGUAGE, TranslationState, fingerprint
from councils.word_diff import marked

from . import work
from .pairs import normal, pairs_of

STILL_RIGHT = "right_"
# Plain German is a way of writing, which no translation server offers.
UNKNOWN_TO_MACHINES = {"de-simple"}


class Stale(Exception):
    """What the page rested on is not there any more."""


def page(request, site, council_id, *, language, label, pk):
    """The page of one thing; whoever sends it saves what was changed or confirmed, and nothing else."""
    council = work.council_at_work(request, council_id)
    work.check_language(request, council, language)
    office_page = work.page_of(site, request, label)
    return _Beside(request, site, council, language=language, office_page=office_page, pk=pk).respond()


class _Beside:
    """One request for the page."""

    def __init__(self, request, site, council, *, language, office_page, pk):
        self.request, self.site, self.council, self.language = request, site, council, language
        self.page, self.pk = office_page, pk
        self.row = self._row(office_page.get_queryset(request))
        self.pairs = pairs_of(self.row, language)

    def _row(self, rows):
        row = rows.filter(self.page.rows_of([self.council.pk]), pk=self.pk, deleted_at__isnull=True).first()
        if row is None:
            raise Http404
        if self.language not in self.page.languages(self.request, row):
            raise PermissionDenied
        return row

    def respond(self):
        if self.request.method != "POST":
            return self._show(self._form())
        self._refuse_other_fields()
        if "_propose" in self.request.POST:
            return self._show(self._form(self._propose()))
        form = self._form(self.request.POST)
        if form.is_valid():
            try:
                written = self._save(form)
            except Stale:
                self.pairs = pairs_of(self.row, self.language)
            else:
                return self._go_on(written)
        return self._show(form, status=422)

    def _refuse_other_fields(self):
        """Texts of other languages and other fields are none of this page: who sends them has forged it."""
        own = {pair.column for pair in self.pairs}
        columns = {field.name for field in self.page.opts.get_fields()}
        if (set(self.request.POST) & columns) - own:
            raise PermissionDenied

    # -- the form ------------------------------------------------------------------------------------------------

    def _form(self, data=None):
        form = forms.Form(data)
        for pair in self.pairs:
            field = self.page.formfield_for_dbfield(pair.field, self.request)
            field.label, field.help_text, field.required = pair.label, "", False
            field.initial = pair.typed
            form.fields[pair.column] = field
            form.fields[f"{STILL_RIGHT}{pair.name}"] = forms.BooleanField(
                label=_("It is still right"), required=False
            )  # fmt: skip
        return form

    # -- saving --------------------------------------------------------------------------------------------------

    def _save(self, form):
        """Write what was changed or confirmed, on the row as it stands; gives the names of these texts."""
        with transaction.atomic():
            self._lock()
            seen, written, columns, missing = marks_sent(self.request.POST.get(SEEN)), [], [], []
            for pair in pairs_of(self.row, self.language):
                if pair.column not in form.fields:
                    continue
                typed = normal(pair.field, form.cleaned_data[pair.column])
                is_new = fingerprint(typed) not in {seen.get(pair.column), pair.marks[pair.column]}
                confirmed = form.cleaned_data[f"{STILL_RIGHT}{pair.name}"] and pair.state in TO_REVIEW
                if not (is_new or confirmed):
                    continue
                self._check(form, pair, seen)
                pair.write(typed if is_new else pair.text)
                missing += [
                    hint for hint in terms.hints(pair.german, typed, self.language) if typed and not hint.is_there
                ]
                written.append(pair.label)
                columns.append(pair.column)
            if form.errors:
                # What was put into the row is not stored.
                self.row = self._row(self.page.get_queryset(self.request))
                raise Stale
            if columns:
                self.row.save()
                fields = [f"{label} ({LANGUAGE_NAMES[self.language]})" for label in written]
                self.page.log_change(self.request, self.row, [{"changed": {"fields": fields}}])
        for hint in missing:
            text = gettext("{name}: the set word for “{german}” is “{word}”. It is saved as you wrote it.")
            messages.warning(self.request, text.format(name=self.row, german=hint.german, word=hint.word))
        return written

    def _lock(self):
        """Keep others from the row until the end of the transaction, and read it anew: then it is saved as a whole,
        with what its kind notes by itself."""
        self.page.model.objects.select_for_update().filter(pk=self.pk).first()
        self.row = self._row(self.page.get_queryset(self.request))

    @staticmethod
    def _check(form, pair, seen):
        """Refuse what was written for other German, or over a translation that somebody else has written since."""
        if seen.get(pair.german_column) != pair.marks[pair.german_column]:
            text = gettext("The German changed while this page was open. Look at it again, then save.")
            form.add_error(pair.column, text)
        elif seen.get(pair.column) != pair.marks[pair.column]:
            text = gettext("Somebody else changed this meanwhile. It now says: “{text}”. Save again to replace it.")
            form.add_error(pair.column, text.format(text=pair.text))

    # -- a machine's proposals -----------------------------------------------------------------------------------

    @property
    def lacking(self):
        """The texts that a machine may propose: those that there are not yet, in a language that it knows."""
        if not translation_server.is_on() or self.language in UNKNOWN_TO_MACHINES:
            return []
        return [pair for pair in self.pairs if not pair.text]

    def _propose(self):
        """Store what the municipality's own server makes of the texts that are missing; what was typed stays."""
        data, asked = self.request.POST.copy(), self.lacking
        try:
            proposals = self._translated(asked)
        except translation_server.NoTranslation:
            text = gettext("The translation server does not answer. Please try again later.")
            messages.error(self.request, text)
            return data
        with transaction.atomic():
            self._lock()
            columns = []
            for pair in pairs_of(self.row, self.language):
                german, text = proposals.get(pair.name, ("", ""))
                if text and not pair.text and pair.german == german and self._fits(pair, text):
                    pair.write(text, TranslationState.MACHINE)
                    columns.append(pair.column)
            if columns:
                self.row.save()
                fields = [LANGUAGE_NAMES[self.language]]
                self.page.log_change(self.request, self.row, [{"changed": {"fields": fields}}])
        self.pairs = pairs_of(self.row, self.language)
        for pair in self.pairs:
            if pair.column in columns and not data.get(pair.column):
                data[pair.column] = pair.typed
        text = gettext("Proposed texts are marked as machine-made until somebody has read them.")
        messages.success(self.request, text)
        return data

    def _translated(self, pairs):
        """By name of the text, its German and what the server makes of it."""
        proposals = {}
        for is_rich, form in ((False, "text"), (True, "html")):
            if some := [pair for pair in pairs if pair.is_rich is is_rich]:
                german = [pair.german for pair in some]
                texts = translation_server.translate(german, self.language, source=SOURCE_LANGUAGE, form=form)
                for pair, text in zip(some, texts, strict=True):
                    proposals[pair.name] = (pair.german, normal(pair.field, text))
        return proposals

    def _fits(self, pair, text):
        try:
            pair.field.clean(text, self.row)
        except ValidationError:
            return False
        return True

    # -- what comes next -----------------------------------------------------------------------------------------

    def _go_on(self, written):
        if written:
            messages.success(self.request, gettext("Saved: {name}").format(name=self.row))
        here = (self.page.opts.label_lower, self.pk)
        if "_next" not in self.request.POST:
            return redirect("admin:translation", self.council.pk, self.language, *here)
        thing = work.next_open(self.site, self.request, self.council, self.language, here)
        if thing is None:
            text = gettext("{language}: nothing else is open.").format(language=LANGUAGE_NAMES[self.language])
            messages.success(self.request, text)
            return redirect("admin:translations", self.council.pk)
        return redirect("admin:translation", self.council.pk, self.language, thing.label, thing.pk)

    # -- the page ------------------------------------------------------------------------------------------------

    def _show(self, form, status=200):
        info = get_language_info(self.language)
        context = self.site.each_context(self.request) | {
            "title": str(self.row),
            "council": self.council,
            "language": {"code": self.language, "name": LANGUAGE_NAMES[self.language], "bidi": info["bidi"]},
            "kind": capfirst(self.page.opts.verbose_name),
            "form": form,
            "seen": json.dumps({name: mark for pair in self.pairs for name, mark in pair.marks.items()}),
            "pairs": self._shown(form),
            "others": [
                {"code": code, "name": LANGUAGE_NAMES[code]}
                for code in self.page.languages(self.request, self.row)
                if code not in {SOURCE_LANGUAGE, self.language}
            ],
            "label": self.page.opts.label_lower,
            "row": self.row,
            "row_address": f"admin:{self.page.opts.app_label}_{self.page.opts.model_name}_change",
            "may_propose": bool(self.lacking),
            "on_site": self.page.get_view_on_site_url(self.row),
        }
        if not context["on_site"]:
            context["preview"] = self.page.preview_of(self.request, self.row, self.language)
        return render(self.request, "admin/translations/beside.html", context, status=status)

    def _shown(self, form):
        marks = [pair.made_from for pair in self.pairs]
        kept = SourceText.objects.filter(row=self.row.public_id, fingerprint__in=filter(None, marks))
        kept = dict(kept.values_list("fingerprint", "text"))
        shown = []
        for pair, mark in zip(self.pairs, marks, strict=True):
            before = kept.get(mark)
            shown.append({
                "pair": pair,
                "field": form[pair.column],
                "right": form[f"{STILL_RIGHT}{pair.name}"] if pair.state in TO_REVIEW else None,
                "german": _german(pair, before),
                # Lists, headings and links have tags; those are copied rather than typed.
                "source": pair.german if pair.is_rich and pair.german_typed == pair.german else "",
                "hints": terms.hints(pair.german, form[pair.column].value() or "", self.language),
                "is_marked": before is not None,
                "is_unknown": bool(mark) and before is None and pair.state == TranslationState.OUTDATED,
                "state": {"code": str(pair.state), "name": pair.state.label},
            })  # fmt: skip
        return shown


def _german(pair, before):
    """The German as it is read, with what came and went since the translation where that is known."""
    if before is not None:
        return marked(before, pair.german, is_rich=pair.is_rich)
    # Rich text was cleaned on its way into the database.
    return mark_safe(pair.german) if pair.is_rich else pair.german  # noqa: S308
