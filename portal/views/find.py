"""The ways in: the start page, the address without a language, short addresses, and what machines ask for."""

from collections import Counter
from dataclasses import dataclass
from itertools import chain

from django.db import DatabaseError, connection
from django.db.models import F, Prefetch, prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from councils.laender import LANDS, land_label
from councils.models import AnnualReview, Council, Jurisdiction, News
from councils.pages import public_page, render_page
from councils.partial_dates import PartialDate
from councils.publishing import Slug
from councils.translation_state import SOURCE_LANGUAGE
from councils.views.directory import heading_of, rows_of
from meetings import sentences
from meetings.models import Convening, Meeting
from portal import map as germany
from portal.templatetags.portal_tags import fell_back

NEXT_MEETINGS, LATEST_NEWS, LATEST_COUNCILS = 3, 3, 6


# -- addresses without a language -------------------------------------------------------------------------------------


@public_page
def root(request):
    """To the start page in the language that the visitor's browser asks for."""
    return _negotiated(reverse("home"))


@public_page
def short(request, slug):
    """To a council's page in the visitor's language: for posters, cards and phone calls."""
    # Present and former address words all stand there, so that a withdrawn council is 410 by each of them.
    named = Slug.objects.filter(scope="council", slug=slug.lower()).values("target")
    council = Council.objects.get_published(request.now, public_id__in=named)
    return _negotiated(council.get_absolute_url())


def _negotiated(url):
    """A redirect that holds for this visitor only."""
    response = redirect(url)
    response["Cache-Control"] = "no-store"
    patch_vary_headers(response, ["Accept-Language"])
    return response


# -- what machines ask for --------------------------------------------------------------------------------------------


@public_page
def healthz(request):
    """Whether the portal and its database answer; for watchdogs."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return _plain("The database does not answer.\n", status=503)
    return _plain("ok\n")


@public_page
def robots(request):
    """Search engines may read everything that is public."""
    response = _plain("User-agent: *\nDisallow: /admin/\n")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _plain(text, status=200):
    response = HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response


# -- the start page ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A council as the map and the list beside it name it."""

    url: str
    label: str
    detail: str
    lang: str = ""  # where label or detail stand in German only
    detail_lang: str = ""


@public_page
def home(request):
    """Find your council; the next meetings; what is new."""
    now = request.now
    councils = _councils(now)
    many = len(councils) > germany.MANY
    listed, pins = _on_the_map(councils)
    coming, last = _meetings(now, councils)
    news = _news(now, councils)
    newest = sorted(councils, key=lambda council: council.modified, reverse=True)[:LATEST_COUNCILS]
    return render_page(
        request,
        "portal/home.html",
        "home",
        shown=[*coming, *filter(None, [last]), *[entry.row for entry in news]],
        total=len(councils),
        many=many,
        map={"view_box": germany.VIEW_BOX, "pins": [] if many else pins, "dots": germany.dots(pins) if many else ""},
        places=listed,
        lands=_by_land(councils, listed) if many else [],
        rows=rows_of(newest if many else councils, now),
        coming=[{"meeting": meeting, "state": sentences.state_of(meeting, now)} for meeting in coming],
        last={"meeting": last, "state": sentences.state_of(last, now)} if last else None,
        news=news,
    )


# Councils


def _councils(now):
    """All public councils with their places, only what lists and the map show, by Land and then by address."""
    column = (get_language() or "de").replace("-", "_")
    of_place = [f"municipality__{field}" for field in ("place_de", f"place_{column}", "land", "latitude", "longitude")]
    places = (
        Jurisdiction.objects.published(now)
        .select_related("municipality")
        .only("council", "position", *of_place)
        .order_by("position", "pk")
    )
    councils = (
        Council.objects.rewrite(False)
        .published(now)
        .only("slug", "structure", "modified", "name_de", f"name_{column}")
        .prefetch_related(Prefetch("jurisdictions", places, to_attr="places"))
    )
    return sorted(
        councils, key=lambda council: (LANDS.index(land) if (land := _land_of(council)) else 99, council.slug)
    )


def _land_of(council):
    return council.lead_place.land if council.lead_place else ""


def _on_the_map(councils):
    """Each council as the list beside the map shows it, and the pins on the map with the list's numbers."""
    shared = Counter(council.lead_place for council in councils)
    places = [_place(council, shared[council.lead_place] > 1) for council in councils]
    spots = [
        (place.latitude, place.longitude) if (place := council.lead_place) else (None, None) for council in councils
    ]
    pins = germany.place_pins([(*spot, place) for spot, place in zip(spots, places, strict=True)])
    by_number = {pin.number: pin for pin in pins}
    # What has no place on the map stands in the list without a number.
    unplaced = [germany.Pin(number, 0, 0, 0, place, is_dot=True) for number, place in enumerate(places, start=1)]
    return [by_number.get(pin.number, pin) for pin in unplaced], pins


def _place(council, is_shared):
    """The council by its place; where several share one, its name tells them apart."""
    place, url = council.lead_place, council.get_absolute_url()
    name_lang = SOURCE_LANGUAGE if fell_back(council, "name") else ""
    if place is None:
        return Place(url, council.name, "", name_lang)
    label_lang = SOURCE_LANGUAGE if fell_back(place, "place") else ""
    if is_shared:
        return Place(url, place.place, council.name, label_lang, name_lang)
    return Place(url, place.place, land_label(place.land), label_lang)


def _by_land(councils, listed):
    """The list beside the map under the names of the Länder, for when there are many: pairs of name and entries."""
    groups = {}
    for council, entry in zip(councils, listed, strict=True):
        groups.setdefault(_land_of(council), []).append(entry)
    return [(heading_of(land), entries) for land, entries in groups.items()]


# Meetings and news


def _meetings(now, councils):
    """The next meetings, cancelled ones included because people must hear of that; without any, the last one."""
    meetings = Meeting.objects.published(now).select_related("venue")
    coming = list(meetings.not_over(now).soonest_first()[:NEXT_MEETINGS])
    last = None
    if all(meeting.status == Meeting.Status.CANCELLED for meeting in coming):
        last = meetings.over(now).exclude(status=Meeting.Status.CANCELLED).first()
    conveners = Convening.objects.published(now).select_related("council").order_by("position", "pk")
    rows = [*coming, *filter(None, [last])]
    prefetch_related_objects(rows, Prefetch("convenings", conveners, to_attr="public_convenings"))
    known = {council.pk: council for council in councils}
    for convening in chain.from_iterable(meeting.public_convenings for meeting in rows):
        convening.council.places = known[convening.council.pk].places
    return coming, last


@dataclass(frozen=True)
class Novelty:
    """A piece of news or an annual review, as the start page lists it."""

    row: object
    dated: PartialDate
    council: Council


def _news(now, councils):
    """The latest news and annual reviews, the newest first; each with its date."""
    known = {council.pk: council for council in councils}
    news = News.objects.published(now).order_by("-dated", "-pk")[:LATEST_NEWS]
    reviews = AnnualReview.objects.published(now).order_by(F("presented_on").desc(nulls_last=True), "-year", "-pk")
    found = [(row, PartialDate.of(row.dated)) for row in news]
    found += [
        (row, PartialDate.of(row.presented_on) if row.presented_on else PartialDate(row.year))
        for row in reviews[:LATEST_NEWS]
    ]
    entries = []
    for row, dated in sorted(found, key=lambda pair: pair[1], reverse=True)[:LATEST_NEWS]:
        row.council = known[row.council_id]
        entries.append(Novelty(row, dated, row.council))
    return entries
