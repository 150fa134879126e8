"""What calendars and feed readers fetch, again and again: no page, no cookie, sent only when something has changed."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _

from councils.pages import get_council, public_page
from meetings import calendars, feeds
from meetings.convened import add_conveners, meetings_of
from meetings.models import Meeting

from .detail import stands_here

OF_ALL, OF_COUNCIL = {"days": 365, "most": 500}, {"days": 730, "most": 300}


@public_page
def of_all(request):
    """The meetings of all councils, those to come and those of the last year."""
    name = f"{settings.PORTAL_NAME} – {_('Meetings')}"
    meetings = Meeting.objects.published(request.now)
    return _calendar(request, meetings, OF_ALL, name=name, page=reverse("meetings:list"), filename="meetings.ics")


@public_page
def of_council(request, slug):
    """The meetings of one council, those to come and those of two years."""
    council = get_council(request, slug)
    name = f"{council.name_and_place} – {_('Meetings')}"
    page = reverse("meetings:of_council", args=[council.slug])
    meetings = meetings_of(council, request.now)
    return _calendar(request, meetings, OF_COUNCIL, name=name, page=page, filename=f"{council.slug}.ics")


@public_page
def of_meeting(request, slug, public_id):
    """One meeting, as an entry for a calendar; there is none while its day is not known."""
    now = request.now
    council = get_council(request, slug)
    rows = Meeting.objects.filter(convenings__council=council).select_related("venue")
    meeting = rows.get_published(now, public_id=public_id)
    add_conveners([meeting], now)
    stands_here(request, council, meeting, "meetings:calendar_of_meeting")
    if meeting.held_on.precision != "day":
        raise Http404
    calendars.add_places([meeting], now)
    content = calendars.calendar_of([meeting], now)
    return _answer(request, content, calendars.CONTENT_TYPE, f"{council.slug}-{meeting.held_on}.ics")


@public_page
def meetings_feed(request, slug):
    """What is new about a council's meetings."""
    return _feed(request, slug, feeds.meetings_feed)


@public_page
def news_feed(request, slug):
    """A council's news."""
    return _feed(request, slug, feeds.news_feed)


@public_page
def resolutions_feed(request, slug):
    """What a council decided."""
    return _feed(request, slug, feeds.resolutions_feed)


def _calendar(request, meetings, bounds, *, name, page, filename):
    now = request.now
    meetings = calendars.on_known_days(meetings).select_related("venue")
    meetings = calendars.nearest(meetings, now, **bounds)
    add_conveners(meetings, now)
    calendars.add_places(meetings, now)
    content = calendars.calendar_of(meetings, now, name, page, request.path)
    return _answer(request, content, calendars.CONTENT_TYPE, filename)


def _feed(request, slug, write):
    council = get_council(request, slug)
    return _answer(request, write(council, request.now, request.path), feeds.CONTENT_TYPE)


def _answer(request, content, content_type, filename=""):
    """The content, or 304 where the visitor's program has it already."""
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    # No Last-Modified: what is shown changes with the clock too, without any row being written.
    response = get_conditional_response(request, etag=etag) or HttpResponse(content, content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    # What people look for are the pages.
    response["X-Robots-Tag"] = "noindex"
    if filename:
        response["Content-Disposition"] = content_disposition_header(False, filename)
    return response
