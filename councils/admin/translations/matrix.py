"""Things and languages of a council on one page: what is missing, outdated, machine-made, reviewed."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import INSIDERS, rights
from councils.admin.languages import LANGUAGE_NAMES
from councils.models import Council

from . import work

PER_PAGE = 50
ANY_OPEN = "open"


class FilterForm(forms.Form):
    """Which part of the matrix is shown."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args, codes, pages, **kwargs):
        super().__init__(*args, **kwargs)
        everything = ("", _("All"))
        self.fields["language"].choices = [everything, *((code, LANGUAGE_NAMES[code]) for code in codes)]
        states = [(ANY_OPEN, _("all that is open")), *((state, work.SHORT[state]) for state in work.ORDER)]
        self.fields["state"].choices = [everything, *states]
        kinds = [(page.opts.label_lower, capfirst(page.opts.verbose_name_plural)) for page in pages]
        self.fields["kind"].choices = [everything, *kinds]

    def chosen(self, name):
        """What was chosen there, or nothing where it is no choice."""
        return self.cleaned_data.get(name, "") if self.is_valid() or name in self.cleaned_data else ""


def choice(request, site):
    """Leads to the council's matrix, or lists the councils where there are several."""
    own = rights(request)
    if not own.anywhere(*INSIDERS):
        raise PermissionDenied
    councils = Council.objects.present().order_by("slug")
    if not own.everywhere:
        councils = councils.filter(pk__in=own.councils(*INSIDERS))
    if len(councils) == 1:
        return redirect("admin:translations", councils[0].pk)
    context = site.each_context(request) | {"title": gettext("Translations"), "councils": councils}
    return render(request, "admin/translations/choice.html", context)


def page(request, site, council_id):
    council = work.council_at_work(request, council_id)
    codes = work.languages_of(request, council)
    form = FilterForm(request.GET, codes=codes, pages=work.pages(site, request))
    language, state, kind = (form.chosen(name) for name in ("language", "state", "kind"))
    found = list(work.things(site, request, council, codes, only=kind or None)) if codes else []
    counts = work.totals(found, codes)
    shown = [language] if language else codes
    wanted = set(work.OPEN) if state == ANY_OPEN else {state} if state else set(work.ORDER)
    found = [thing for thing in found if wanted & {thing.states[code] for code in shown}]
    part = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = site.each_context(request) | {
        "title": gettext("Translations"),
        "council": council,
        "form": form,
        "columns": [_column(code) for code in shown],
        "groups": [_group(group, shown) for group in work.named(site, request, part.object_list)],
        "part": part,
        "totals": [_column(code) | {"counts": _counts(counts[code])} for code in codes],
        "states": [work.SHORT[state] for state in work.ORDER],
        "query": "&".join(f"{name}={value}" for name, value in form.cleaned_data.items() if value),
        "is_filtered": bool(language or state or kind),
    }
    return render(request, "admin/translations/matrix.html", context)


def _column(code):
    return {"code": code, "name": LANGUAGE_NAMES[code], "bidi": get_language_info(code)["bidi"]}


def _counts(counter):
    return [{"state": str(state), "name": work.SHORT[state], "count": counter[state]} for state in work.ORDER]


def _group(group, shown):
    rows = []
    for thing, row in group["things"]:
        cells = [
            _column(code) | {"state": str(thing.states[code]), "word": work.SHORT[thing.states[code]]} for code in shown
        ]
        rows.append({"pk": row.pk, "name": str(row), "row": row, "cells": cells, "writable": thing.writable})
    return {"name": group["name"], "label": group["label"], "rows": rows}
