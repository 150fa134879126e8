"""What there is to translate in a council, read from all tables that hold translated texts."""

from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from councils.accounts.rights import INSIDERS, WRITERS, rights
from councils.admin.base import PublishedAdmin
from councils.models import Council
from councils.publishing import State
from councils.translation_state import (
    SOURCE_LANGUAGE,
    TranslationState,
    content_languages,
    derived_state,
    fingerprint,
    kept_languages,
    translated_fields,
)

# The worst first: of the texts of a thing this one is shown.
ORDER = (TranslationState.MISSING, TranslationState.OUTDATED, TranslationState.MACHINE, TranslationState.REVIEWED)
OPEN = ORDER[:-1]
SHORT = {
    TranslationState.MISSING: TranslationState.MISSING.label,
    TranslationState.OUTDATED: TranslationState.OUTDATED.label,
    TranslationState.MACHINE: pgettext_lazy("translation", "machine-made"),
    TranslationState.REVIEWED: TranslationState.REVIEWED.label,
}


# -- who may ----------------------------------------------------------------------------------------------------------


def council_at_work(request, pk):
    """The council, for who works on its texts; to all others there is none."""
    council = Council.objects.present().filter(pk=pk).first()
    if council is None or not rights(request).has(pk, *INSIDERS):
        raise Http404
    return council


def languages_of(request, council):
    """The languages that the council keeps up and the account may work on."""
    return [code for code in kept_languages(council) if _works_in(request, council, code)]


def check_language(request, council, language):
    """Refuse what is no language of translations, or none that the account writes in that council."""
    if language not in content_languages()[1:]:
        raise Http404
    if not _works_in(request, council, language):
        raise PermissionDenied


def _works_in(request, council, language):
    own = rights(request)
    return own.has(council.pk, *WRITERS) or language in own.translates(council.pk)


# -- what there is ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Thing:
    """A row with German text, and how far each of its languages is."""

    label: str
    pk: int
    states: dict
    writable: bool

    def is_open_in(self, language):
        return self.writable and self.states[language] in OPEN


def pages(site, request):
    """The office pages of all tables with translated texts that the account sees, the council's own first."""
    own = rights(request)
    found = [
        page
        for model, page in site._registry.items()
        if isinstance(page, PublishedAdmin)
        and translated_fields(model)
        and (own.everywhere or not page.superusers_only)
    ]
    return sorted(found, key=lambda page: (page.model is not Council, str(page.opts.verbose_name_plural)))


def page_of(site, request, label):
    """The office page of the table of that name; Http404 for every other name."""
    for page in pages(site, request):
        if page.opts.label_lower == label:
            return page
    raise Http404


def in_use(model, now, prefix=""):
    """The condition that a row is published or still a draft, and so is all that it belongs to."""
    condition = (
        Q(**{f"{prefix}deleted_at__isnull": True, f"{prefix}state__in": [State.DRAFT, State.PUBLISHED]})
        & (Q(**{f"{prefix}unpublish_at__isnull": True}) | Q(**{f"{prefix}unpublish_at__gt": now}))
    )  # fmt: skip
    for name in model.published_through:
        field = model._meta.get_field(name)
        above = in_use(field.related_model, now, f"{prefix}{name}__")
        condition &= above | Q(**{f"{prefix}{name}__isnull": True}) if field.null else above
    return condition


def rows_at_work(page, request, council):
    """The rows of a table that belong to the council's work, in the order of the office's list."""
    rows = page.model.objects.filter(page.rows_of([council.pk]), in_use(page.model, timezone.now()))
    if hasattr(page.model, "open_q"):
        # What no public page shows needs no translation, and must not leave the house in a table.
        rows = rows.filter(page.model.open_q())
    ordering = page.get_ordering(request) or page.opts.ordering or ["-pk"]
    return rows.order_by(*ordering)


def things(site, request, council, codes, only=None):
    """All rows of the council that have German text, with their states in these languages: one query per table."""
    for page in pages(site, request):
        if only is None or page.opts.label_lower == only:
            yield from _things_of(page, request, council, codes)


def _things_of(page, request, council, codes):
    names, label = translated_fields(page.model), page.opts.label_lower
    columns = [build_localized_fieldname(name, code) for name in names for code in (SOURCE_LANGUAGE, *codes)]
    writable = {}
    translated = set(rights(request).translates(council.pk)) & set(codes)
    width = len(codes) + 1
    for pk, state, record, *texts in rows_at_work(page, request, council).values_list(
        "pk", "state", "translations", *columns
    ):
        states = [set() for _code in codes]
        for number, name in enumerate(names):
            german, *others = texts[number * width : (number + 1) * width]
            if german:
                mark, marks = fingerprint(german), record.get(name, {})
                for place, code, text in zip(states, codes, others, strict=True):
                    place.add(derived_state(text, mark, marks, code))
        if not any(states):
            continue
        if state not in writable:
            writable[state] = page.may_write(request, council.pk, state)
        may = writable[state] or bool(translated and not page.superusers_only)
        worst = {code: min(place, key=ORDER.index) for code, place in zip(codes, states, strict=True)}
        yield Thing(label, pk, worst, may)


def totals(found, codes):
    """Per language, how many of the things are in which state."""
    counts = {code: Counter() for code in codes}
    for thing in found:
        for code, state in thing.states.items():
            counts[code][state] += 1
    return counts


def next_open(site, request, council, language, after):
    """The next thing that is open in the language, behind the given pair of table and key; None when all is done."""
    found = list(things(site, request, council, [language]))
    here = next((number for number, thing in enumerate(found) if (thing.label, thing.pk) == after), -1)
    around = [*found[here + 1 :], *found[: max(here, 0)]]
    return next((thing for thing in around if thing.is_open_in(language)), None)


def named(site, request, found):
    """The things with their rows' names, the tables in between as headings: a few queries for each table."""
    groups = []
    for thing in found:
        if not groups or groups[-1]["label"] != thing.label:
            page = page_of(site, request, thing.label)
            name = capfirst(page.opts.verbose_name_plural)
            groups.append({"label": thing.label, "page": page, "name": name, "things": []})
        groups[-1]["things"].append(thing)
    for group in groups:
        rows = group["page"].get_queryset(request).in_bulk([thing.pk for thing in group["things"]])
        group["things"] = [(thing, rows[thing.pk]) for thing in group["things"] if thing.pk in rows]
    return groups
