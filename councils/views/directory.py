"""The list of all councils: by Land when there are many, and by place or name for who looks for one."""

from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.db.models import Case, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, StrIndex
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.composition import compositions_of
from councils.dates import partial_date
from councils.find import find_councils
from councils.laender import LANDS, land_label
from councils.models import Council, Jurisdiction
from councils.pages import Column, address_with, page_of, public_page, render_page, words_parameter

MANY = 15  # more councils than this stand under the headings of their Länder
MOST_HITS = 100


@public_page
def council_list(request):
    """All public councils, those of one Land (``?land=BY``), or those that fit a place or name (``?q=``)."""
    now = request.now
    query, land = words_parameter(request), land_parameter(request)
    councils = Council.objects.published(now)
    context = {"query": query, "land": land}
    if query:
        found = find_councils(now, query)
        rank = Case(*[When(pk=pk, then=Value(rank)) for rank, pk in enumerate(found.pks)], default=Value(0))
        councils = councils.filter(pk__in=found.pks[:MOST_HITS]).annotate(rank=rank)
        order = [Column("rank"), Column("pk")]
        context |= {"total": len(found.pks[:MOST_HITS]), "is_close": found.is_close}
    else:
        councils = with_land(councils, now)
        lands = lands_of(councils)
        context["total"] = sum(entry.number for entry in lands if land in ("", entry.land))
        context["lands"] = lands if sum(entry.number for entry in lands) > MANY else []
        context["shown_land"] = next((entry for entry in lands if entry.land == land), None)
        if land:
            councils = councils.filter(land=land)
        order = [Column("land_rank"), Column("slug")]
    page, cursor = page_of(request, councils.with_places(now), *order)
    rows = rows_of(page, now)
    return render_page(
        request,
        "councils/council_list.html",
        "council_list",
        shown=page,
        groups=by_land(rows) if context.get("lands") else [("", rows)],
        next_url=address_with(request, q=query, land=land, after=cursor) if cursor else "",
        canonical_path=address_with(request, land=land, after=request.GET.get("after")),
        noindex=bool(query),
        **context,
    )


@dataclass(frozen=True)
class CouncilRow:
    """A council as lists show it."""

    council: Council
    chart: object
    seats_text: str
    note: str = ""


def rows_of(councils, now):
    """The councils with their seats; the councils come with their places (``with_places()``)."""
    on = timezone.localtime(now).date()
    rows = []
    for composition in compositions_of(councils, on, now).values():
        note = ""
        if composition.is_over:
            note = _("Term of office ended: %(date)s") % {"date": partial_date(composition.term.ended)}
        seats_text = "" if composition.council.is_network else composition.seats_text
        rows.append(CouncilRow(composition.council, composition.small_chart, seats_text, note))
    return rows


# -- Länder -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LandEntry:
    """A Land and how many councils it has."""

    land: str
    number: int

    @property
    def label(self):
        return heading_of(self.land)


def land_parameter(request):
    """The two letters of a Land from the query, or ""; raises BadRequest for anything else."""
    land = request.GET.get("land", "")
    if land and land not in LANDS:
        raise BadRequest(_("There is no such Land. Choose one from the list."))
    return land


def with_land(councils, now):
    """The councils with the Land of their first municipality and its place in the order of Länder."""
    jurisdictions = Jurisdiction.objects.published_below(now, "council").order_by("position", "pk")
    first = jurisdictions.filter(council=OuterRef("pk"))
    # A Land comes where its letters stand in the list of all: a case for each would look it up as often.
    lands = " ".join(LANDS)
    return councils.annotate(land=Subquery(first.values("municipality__land")[:1])).annotate(
        land_rank=Coalesce(StrIndex(Value(lands), "land"), Value(len(lands)))
    )


def lands_of(councils):
    """The Länder that have councils, in their order; one without a municipality counts under no Land."""
    numbers = councils.order_by().values_list("land", "land_rank").annotate(number=Count("pk"))
    return [LandEntry(land or "", number) for land, _rank, number in sorted(numbers, key=lambda row: row[1])]


def heading_of(land):
    return land_label(land) if land else _("Without a place")


def by_land(rows):
    """The rows under the headings of their Länder: pairs of heading and rows."""
    groups = {}
    for row in rows:
        groups.setdefault(row.council.land or "", []).append(row)
    return [(heading_of(land), group) for land, group in groups.items()]
