"""What all public pages share: one way to answer, to find a council, to read parameters, to go on in a list."""

import base64
import binascii
import datetime
import functools
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import F, Q
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from . import own_links
from .models import Council
from .publishing import current_preview, successor_of_slug
from .translation_state import SOURCE_LANGUAGE, TranslationState, translated_fields

# Typed words are escaped, so that this stands in texts of the office only.
_OWN_LINK = f'href="{own_links.SCHEME}'.encode()
_INDENTATION = re.compile(rb"\n\s+")
PUBLIC_METHODS = ("GET", "HEAD")
PAGE_SIZE = 20


class Moved(Exception):
    """The page has another address for good: HTTP 301."""

    def __init__(self, url):
        super().__init__(url)
        self.url = url


def public_page(view):
    """Make a view a public page: read-only, without a cookie, the same for everybody."""

    @functools.wraps(view)
    def answer(request, *args, **kwargs):
        if request.method not in PUBLIC_METHODS:
            response = render(request, "405.html", {"page": "error", "noindex": True, "status": 405}, status=405)
            response["Allow"] = HttpResponseNotAllowed(PUBLIC_METHODS)["Allow"]
            return response
        try:
            return view(request, *args, **kwargs)
        except Moved as moved:
            query = request.META.get("QUERY_STRING", "")
            return redirect(moved.url + (f"?{query}" if query else ""), permanent=True)

    # Without a cookie there is nothing to forge, and a wrong method should hear 405, not 403.
    return csrf_exempt(answer)


# -- a council's pages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    """A place in a breadcrumb or a row of tabs."""

    label: str
    url: str = ""
    is_current: bool = False
    lang: str = ""


def get_council(request, slug, queryset=None):
    """The public council of that address with its places and tabs; see :func:`get_council_and_parts`."""
    return get_council_and_parts(request, slug, queryset, has_parts=False)[0]


def get_council_and_parts(request, slug, queryset=None, *, has_parts=True):
    """The public council of that address with its places and tabs, and the bodies that are part of it; in two queries.

    Raises :class:`Moved` for a former address, ``Gone`` for what is public no more, Http404 for what never was.
    """
    councils = Council.objects.all() if queryset is None else queryset
    now = request.now
    rows = councils.with_places(now).with_tabs(now).select_related("source")
    named = Council.objects.filter(slug=slug).order_by().values("pk")
    parts = Council.objects.filter(part_of__slug=slug).order_by().values("pk")
    wanted = {"pk__in": named.union(parts)} if has_parts else {"slug": slug}
    found = list(rows.published(now).filter(**wanted).order_by("slug"))
    council = next((row for row in found if row.slug == slug), None)
    if council is None:
        successor = successor_of_slug(Council.objects.published(now), "council", slug)
        if successor is not None:
            raise Moved(request.path.replace(f"/councils/{slug}/", f"/councils/{successor.slug}/", 1))
        council = rows.get_published(now, slug=slug)
    return council, [row for row in found if row is not council]


# The pages of a council that have a tab, by the names of their addresses.
TABS = {
    "overview": "councils:detail", "members": "members:composition", "meetings": "meetings:of_council",
    "resolutions": "meetings:resolutions", "news": "councils:news", "documents": "councils:documents",
    "take_part": "councils:take_part", "contact": "contact:council",
}  # fmt: skip


def council_tabs(council, current):
    """The pages of a council that say something, in their order."""
    tabs = [
        ("overview", pgettext("page of a council", "Overview"), True),
        ("members", pgettext("page of a council", "Members"), True),
        ("meetings", pgettext("page of a council", "Meetings"), True),
        ("resolutions", pgettext("page of a council", "Resolutions"), council.has_resolutions),
        ("news", pgettext("page of a council", "News"), council.has_news or council.has_reviews),
        ("documents", pgettext("page of a council", "Documents"), council.has_documents),
        ("take_part", pgettext("page of a council", "Take part"), True),
        ("contact", pgettext("page of a council", "Contact"), True),
    ]
    return [Link(label, reverse(TABS[key], args=[council.slug]), key == current) for key, label, shown in tabs if shown]


def council_crumbs(council, *links):
    """Home, councils, this council, and what lies below it."""
    place = council.lead_place.place if council.lead_place else council.name
    top = [
        Link(pgettext("breadcrumb", "Start"), reverse("home")),
        Link(_("Councils"), reverse("councils:list")),
        Link(place, council.get_absolute_url() if links else ""),
    ]
    return [*top, *links]


def render_council_page(request, template, council, page, tab, *, crumbs=(), shown=(), **context):
    """Render a page of a council with all that stands on each of them.

    ``shown`` are the rows whose texts the page shows, for the line on translations and for the sources.
    """
    shown = [council, *[place.municipality for place in council.places], *shown]
    sources = {row.source.pk: row.source for row in shown if getattr(row, "source", None)}
    demo = council.is_demonstration
    noindex = context.pop("noindex", False) or demo
    return render_page(
        request,
        template,
        page,
        council=council,
        tabs=council_tabs(council, tab),
        crumbs=council_crumbs(council, *crumbs),
        shown=shown,
        sources=list(sources.values()),
        unconfirmed_since=council.unconfirmed_since(timezone.localdate(request.now)),
        demo=demo,
        noindex=noindex,
        **context,
    )


def render_page(request, template, page, *, shown=(), canonical_path=None, status=200, **context):
    """Render a public page; ``page`` names its type, ``shown`` are the rows whose texts it shows."""
    context["page"] = page
    context["canonical"] = settings.BASE_URL + (canonical_path or request.path)
    if current_preview():
        context |= {"canonical": "", "noindex": True}
    context["translation_state"] = translation_state_of_page(shown)
    response = render(request, template, context, status=status)
    # Indentation is for those who read templates; on a slow line it is half a kilobyte of every page. What answers a
    # form holds what somebody typed, and there every blank counts.
    if request.method in PUBLIC_METHODS:
        response.content = _INDENTATION.sub(b"\n", response.content)
    if _OWN_LINK in response.content:
        [response.content] = own_links.resolved([response.content.decode()], request.now)
    return response


def translation_state_of_page(rows, language=None):
    """The least trustworthy state among the texts shown: "outdated", "machine" or "" when all is well.

    Interface texts count too: they are machine-made in every language that nobody has reviewed yet.
    """
    language = language or get_language() or SOURCE_LANGUAGE
    if language == SOURCE_LANGUAGE:
        return ""
    states = {TranslationState.MACHINE} if language not in settings.REVIEWED_INTERFACE_LANGUAGES else set()
    for row in rows:
        for field in translated_fields(type(row)):
            if row.text_in(field):
                states.add(row.translation_state(field, language))
    for state in (TranslationState.OUTDATED, TranslationState.MACHINE):
        if state in states:
            return state.value
    return ""


# -- parameters -------------------------------------------------------------------------------------------------------


def date_parameter(request, name):
    """A day (YYYY-MM-DD) from the query, or None; raises BadRequest for anything else."""
    text = request.GET.get(name)
    if text is None:
        return None
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise BadRequest(_("This is not a day: write it as in 2027-03-18."))


def year_parameter(request, name="year"):
    """A year (four digits) from the query, or None; raises BadRequest for anything else."""
    text = request.GET.get(name)
    if text is None:
        return None
    if re.fullmatch(r"[12]\d{3}", text, re.ASCII):
        return int(text)
    raise BadRequest(_("This is not a year: write four digits, as in 2027."))


def words_parameter(request, name="q", longest=200):
    """What the visitor looks for, without surrounding blanks; raises BadRequest for what nobody can have typed."""
    text = request.GET.get(name, "")
    if len(text) > longest:
        raise BadRequest(_("This is too long. Write only a few words."))
    if "\ufffd" in text or any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        raise BadRequest(_("This holds characters that cannot be searched for."))
    return " ".join(text.split())


# -- lists that go on -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A column that a list is sorted by; it is never null."""

    name: str
    descending: bool = False

    @property
    def path(self):
        """Its name in ``order_by()``, where the plain number of a partial date needs no name of its own."""
        return self.name.removesuffix("__sort")

    @property
    def order(self):
        return F(self.path).desc() if self.descending else F(self.path).asc()

    def read(self, row):
        """The row's value as plain text."""
        value = row
        for part in self.path.split("__"):
            value = getattr(value, part)
        return str(int(value)) if self.name.endswith("__sort") else str(value)

    def follows(self, text):
        """The condition that a row comes after those with that value."""
        return Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": text})

    def not_before(self, text):
        """The condition that a row has that value or comes after those that have it."""
        return Q(**{f"{self.name}__{'lte' if self.descending else 'gte'}": text})


def _no_such_page():
    return BadRequest(_("This list has no such page. Start again from its beginning."))


def _encode(values):
    return base64.urlsafe_b64encode("\x1f".join(values).encode()).decode().rstrip("=")


def _decode(text):
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise _no_such_page() from None
    if "\x00" in raw:
        raise _no_such_page()
    return raw.split("\x1f")


def _beyond(rows, columns, values):
    """The rows that come after the one with those values."""
    if len(values) != len(columns):
        raise _no_such_page()
    condition, before = Q(pk__in=()), Q()
    for column, value in zip(columns, values, strict=True):
        condition |= before & column.follows(value)
        before &= Q(**{column.name: value})
    try:
        # Follows from the condition, and lets the database begin there instead of reading from the first row on …
        beyond = rows.filter(columns[0].not_before(values[0]))
        # … for which SQLite takes the first bound that it reads, where the list has one of its own.
        bounds = beyond.query.where.children
        bounds.insert(0, bounds.pop())
        return beyond.filter(condition)
    except (ValueError, TypeError, OverflowError, ValidationError):
        raise _no_such_page() from None


def page_of(request, rows, *columns, size=PAGE_SIZE):
    """One page of a list and the cursor of the next: ``(rows, cursor)``, the cursor "" at the end.

    Keyset paging by ``?after=``; the last column is unique. Raises BadRequest for a malformed cursor.
    """
    (found,), cursor = page_of_parts(request, (rows, columns), size=size)
    return found, cursor


def page_of_parts(request, *parts, size=PAGE_SIZE):
    """One page of several lists that follow each other: ``([rows, rows, …], cursor)``.

    Each part is a queryset with its columns. A part that the page does not reach costs no query.
    """
    start, values = 0, None
    after = request.GET.get("after")
    if after is not None:
        number, *values = _decode(after)
        start = next((index for index in range(len(parts)) if str(index) == number), None)
        if start is None:
            raise _no_such_page()
    pages, room = [], size
    for index, (rows, columns) in enumerate(parts):
        page = []
        if index >= start and room >= 0:
            left = rows if index > start or values is None else _beyond(rows, columns, values)
            page = list(left.order_by(*[column.order for column in columns])[: room + 1])
        room -= len(page)
        pages.append(page)
    if room >= 0:
        return pages, ""
    # One row more than the page holds: there is a next page, and it begins after the last row that stays.
    next(page for page in reversed(pages) if page).pop()
    last = max(index for index, page in enumerate(pages) if page)
    return pages, _encode([str(last), *[column.read(pages[last][-1]) for column in parts[last][1]]])


def address_with(request, **parameters):
    """This page's path with those of the parameters that say something: for "older", and for the canonical address."""
    query = urlencode({name: value for name, value in parameters.items() if value not in (None, "")})
    return request.path + (f"?{query}" if query else "")
