"""Meetings as calendars (RFC 5545), for the programs that people let look after their dates.

The same meeting is the same entry in every calendar and language: its UID says so, its SEQUENCE rises with each change.
"""

import datetime
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from councils.dates import capfirst, clock, comma, long_date, say
from councils.models import Jurisdiction
from councils.translation_state import SOURCE_LANGUAGE

from . import sentences
from .models import Meeting, Venue
from .models.meeting import on_timeline

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a calendar that follows ours had better look: a cancelled meeting should be known the same day.
LOOKS_EVERY = datetime.timedelta(hours=4)
# Since then summer time begins and ends in the European Union as it does today.
PRESENT_RULES = 1997
# RFC 5545 allows a tab and no other control character; XML (feeds) does the same.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def nearest(meetings, now, days, most):
    """The meetings to come and those of the last days, in their order: at most that many, the next ones first."""
    day = timezone.localdate(now)
    today, since = on_timeline(day), on_timeline(day - datetime.timedelta(days=days))
    coming = list(meetings.filter(timeline__gte=today).soonest_first()[:most])
    past = meetings.filter(timeline__lt=today, timeline__gte=since).latest_first()
    past = list(past[: most - len(coming)]) if len(coming) < most else []
    return [*reversed(past), *coming]


def on_known_days(meetings):
    """Those of which more than the month is known; a calendar has no place for the others."""
    # A partial date without its day ends in zeros.
    day = models.ExpressionWrapper(F("held_on__sort") % 100, output_field=models.IntegerField())
    return meetings.alias(day_of_month=day).filter(day_of_month__gt=0)


def add_places(meetings, now):
    """Give the convening councils, which the meetings know already, the places that their names lack."""
    councils = [council for meeting in meetings for council in meeting.conveners]
    places = Jurisdiction.objects.published(now).select_related("municipality").order_by("position", "pk")
    prefetch_related_objects(councils, Prefetch("jurisdictions", places, to_attr="places"))


def calendar_of(meetings, now, name="", page="", address=""):
    """The calendar in the page's language, as bytes; the meetings know their public conveners and these their places.

    With a name it is one to be followed: it says where it comes from and how often to look again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Mitsprache//Meetings of councils//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        # As text expressly: the package escapes only the names that it knows.
        calendar.add("name", vText(plain(name)), {"LANGUAGE": get_language()})
        calendar.add("x-wr-calname", vText(plain(name)))
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
        calendar.add("url", settings.BASE_URL + page)
        calendar.add("source", settings.BASE_URL + address, {"VALUE": "URI"})
        calendar.add("refresh-interval", LOOKS_EVERY, {"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_timezone())
    for meeting in meetings:
        calendar.add_component(_event(meeting, now))
    return calendar.to_ical(sorted=False)


def plain(text):
    """The text on one line, without what no calendar and no feed may hold."""
    return " ".join(_CONTROLS.sub(" ", str(text)).split())


def title_of(meeting):
    """What the meeting is called, beginning with what one must know first: that it is cancelled or moved."""
    title = sentences.isolated(sentences.heading_of(meeting))
    if meeting.status in {Meeting.Status.CANCELLED, Meeting.Status.MOVED}:
        return f"{capfirst(meeting.get_status_display())}: {title}"
    return title


def told(meeting, now):
    """What the meeting's page says of it in sentences, and why it was moved or cancelled."""
    said = sentences.about(meeting, now)
    if meeting.moved_from and sentences.state_of(meeting, now) not in {"moved", "cancelled"}:
        old = [long_date(meeting.moved_from), clock(meeting.moved_from_time)]
        # Translators: %(date)s is a day in its basic form, with or without an hour: build it so that it need not be
        # inflected, for example after a colon.
        said.append(say(_("Before it was moved, the date was: %(date)s."), date=comma().join(filter(None, old))))
    if meeting.status_reason:
        said.append(f"{_('Reason:')} {sentences.isolated(meeting.status_reason)}")
    return said


def language_of(row, field):
    """The language that a translated text is shown in: the page's, or German where it has none of its own."""
    language = get_language()
    return SOURCE_LANGUAGE if row.text_in(field) and not row.text_in(field, language) else language


def uid(meeting):
    return f"{meeting.public_id}@{urlsplit(settings.BASE_URL).hostname}"


def raise_sequence(model, pks, using):
    """Have calendars know that a venue has changed: its name and address stand in each meeting held there."""
    if model is Venue and pks:
        rows = models.QuerySet(Meeting, using=using).filter(venue__in=pks)
        rows.update(sequence=F("sequence") + 1)


# -- one entry ---------------------------------------------------------------------------------------------------------


def _event(meeting, now):
    status = {Meeting.Status.PLANNED: "TENTATIVE", Meeting.Status.CANCELLED: "CANCELLED"}
    address = settings.BASE_URL + meeting.get_absolute_url()
    event = Event()
    event.add("uid", uid(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.modified.astimezone(datetime.UTC))
    event.add("last-modified", meeting.modified.astimezone(datetime.UTC))
    event.add("status", status.get(meeting.status, "CONFIRMED"))
    _add_times(event, meeting)
    summary = f"{title_of(meeting)} – {sentences.isolated(meeting.lead.name_and_place)}"
    event.add("summary", plain(summary), {"LANGUAGE": language_of(meeting, "title")})
    if place := _place_of(meeting):
        event.add("location", plain(place), {"LANGUAGE": _language_of_place(meeting)})
    lines = [*told(meeting, now), address]
    event.add("description", "\n".join(plain(line) for line in lines), {"LANGUAGE": get_language()})
    event.add("url", address)
    return event


def _add_times(event, meeting):
    """When it is: a day where the hour is not known, never midnight."""
    day = meeting.held_on.earliest
    if meeting.starts_at is None:
        event.add("dtstart", day)
    else:
        event.add("dtstart", begins := _moment(day, meeting.starts_at))
        ends = meeting.ends_at and _moment(day, meeting.ends_at)
        if ends and ends > begins:
            event.add("dtend", ends)
    is_free = meeting.starts_at is None or meeting.status == Meeting.Status.CANCELLED
    event.add("transp", "TRANSPARENT" if is_free else "OPAQUE")


def _moment(day, hour):
    """That hour by the clocks in Berlin.

    An hour that the clocks pass over in March is written as what it becomes, so that no program has to guess. Of one
    that comes twice in October the first is meant, as RFC 5545 says.
    """
    moment = timezone.make_aware(datetime.datetime.combine(day, hour.replace(microsecond=0))).astimezone(datetime.UTC)
    return timezone.localtime(moment, timezone.get_default_timezone()) if day.year >= PRESENT_RULES else moment


def _place_of(meeting):
    venue = meeting.venue
    if meeting.mode == Meeting.Mode.ONLINE:
        return _("Online")
    if venue is None:
        return ""
    town = " ".join(filter(None, [venue.postcode, venue.city]))
    parts = [venue.room, venue.name, venue.street, town]
    return comma().join(sentences.isolated(part) for part in parts if part)


def _language_of_place(meeting):
    return get_language() if meeting.mode == Meeting.Mode.ONLINE else language_of(meeting.venue, "name")


def _timezone():
    """The hours of Berlin as a program that knows no time zones can reckon them."""
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    hour = datetime.timedelta(hours=1)
    for part, name, month, first, before, after in (
        (TimezoneDaylight(), "CEST", 3, "1996-03-31 02:00", hour, 2 * hour),
        (TimezoneStandard(), "CET", 10, "1996-10-27 03:00", 2 * hour, hour),
    ):
        part.add("dtstart", datetime.datetime.fromisoformat(first))
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", name)
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        zone.add_component(part)
    return zone
