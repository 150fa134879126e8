"""What helps with writing long texts: the page where links are picked, and the cleaner for what is pasted."""

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from councils import own_links
from councils.accounts.rights import INSIDERS, rights
from councils.models import Council
from councils.publishing import DIRECTION_OVERRIDES
from councils.translation_state import SOURCE_LANGUAGE

from .scope import joined

# Of each kind of page so many, of councils fewer: each has several pages.
MOST, MOST_COUNCILS, LONGEST = 8, 3, 100


def addresses(site):
    """The addresses of these pages below the office's own."""
    view = site.admin_view
    return [
        path("own-pages/", view(own_pages), {"site": site}, name="own_pages"),
        path("clean-text/", view(clean_text), name="clean_text"),
    ]


def _only_insiders(request):
    if not rights(request).anywhere(*INSIDERS):
        raise PermissionDenied


@require_safe
def own_pages(request, site):
    """Public pages that a text can link to, those of the own councils first: as a page, or for the editor's script."""
    _only_insiders(request)
    query = request.GET.get("q", "").strip()[:LONGEST]
    found = [entry for kind in own_links.KINDS.values() for entry in _found(request, site, kind, query)]
    if "json" in request.GET:
        return JsonResponse({"pages": [{name: entry[name] for name in ("title", "kind", "link")} for entry in found]})
    context = {"title": gettext("Link to a page of this portal"), "found": found, "query": query}
    return render(request, "admin/own_pages.html", site.each_context(request) | context)


def _found(request, site, kind, query):
    page = site.get_model_admin(kind.model)
    own = rights(request).councils(*INSIDERS)
    rows, _may_repeat = page.get_search_results(request, kind.rows(timezone.now()), query)
    if not query and not rights(request).everywhere:
        rows = rows.filter(page.rows_of(own))
    own_first = Case(When(page.rows_of(own), then=Value(0)), default=Value(1))
    rows = joined(rows, [*page.way_to_council, *page.named_by])
    rows = rows.order_by(own_first, "-modified")[: MOST_COUNCILS if kind.model is Council else MOST]
    return [_entry(page, kind, row) for row in rows]


def _entry(page, kind, row):
    council, link = page.council_of(row) or row, kind.identity(row)
    # The words of the link, for a German text.
    with translation.override(SOURCE_LANGUAGE):
        title = str(row) if kind.model is not Council else row.name_de
        title = title if kind.name == "council" or kind.model is not Council else f"{title}: {kind.label}"
    return {
        "title": title,
        "kind": f"{capfirst(kind.label)} – {council.slug}",
        "link": link,
        # Shown as text, which the template escapes once more.
        "to_paste": f'<a href="{link}">{escape(title)}</a>',
    }


@require_POST
def clean_text(request):
    """What is pasted into the editor, as it will be stored."""
    _only_insiders(request)
    text = request.POST.get("text", "").translate(DIRECTION_OVERRIDES)
    return HttpResponse(own_links.cleaned(text, timezone.now()), content_type="text/plain; charset=utf-8")
