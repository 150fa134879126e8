"""What subscribers read of a change: subject and text in the active language, built of the sentences of the pages."""

from django.conf import settings
from django.utils.translation import gettext as _

from councils.dates import long_date, say

from . import sentences
from .models import MeetingDocument

MinutesState = MeetingDocument.MinutesState


def agenda(meeting, now):
    """The invitation is out."""
    said = _when_and_where(meeting, now)
    return _about(meeting, _("Invitation to a meeting: {council}"), *said, sentences.attendance_of(meeting))


def moved(meeting, now, after_all=False):
    """It has a new date, perhaps after it was cancelled."""
    first = _("The meeting takes place after all.") if after_all else ""
    subject = _("A meeting has a new date: {council}")
    return _about(meeting, subject, first, *_when_and_where(meeting, now), _reason(meeting))


def cancelled(meeting, now):
    """It does not take place."""
    subject = _("A meeting is cancelled: {council}")
    return _about(meeting, subject, sentences.date_of(meeting, now), _reason(meeting))


def after_all(meeting, now):
    """It was cancelled, and takes place on the day it was planned for."""
    subject = _("A meeting takes place after all: {council}")
    first = _("The meeting takes place after all.")
    return _about(meeting, subject, first, *_when_and_where(meeting, now))


def minutes(document, now):
    """What was recorded of a meeting can be read."""
    state = {
        MinutesState.DRAFT: _("The draft of the minutes is published. The council has not approved it yet."),
        MinutesState.APPROVED: _("The approved minutes are published."),
    }.get(document.minutes_state, _("The minutes are published."))
    return _about(document.meeting, _("Minutes of a meeting: {council}"), state, _day_of(document.meeting))


def resolutions(meeting, now):
    """What was decided can be read."""
    said = _("What was decided at this meeting is published.")
    return _about(meeting, _("What a meeting decided: {council}"), said, _day_of(meeting))


def news(one, now):
    """There is something new to read."""
    subject = _("News: {council}").format(council=sentences.isolated(one.council.name_and_place))
    return subject, _text([one.title, one.lead], one.get_absolute_url())


def _about(meeting, subject, *said):
    council = sentences.isolated(meeting.lead.name_and_place)
    parts = [sentences.heading_of(meeting), " ".join(filter(None, said)), sentences.conveners_of(meeting)]
    return subject.format(council=council), _text(parts, meeting.get_absolute_url())


def _text(parts, path):
    # Translators: in an e-mail, followed by the address of a page on the next line.
    where = _("All about it, always as it is now:")
    return "\n\n".join(filter(None, [*parts, f"{where}\n{settings.BASE_URL}{path}"]))


def _when_and_where(meeting, now):
    return [
        sentences.date_of(meeting, now),
        sentences.hours_of(meeting, now),
        sentences.place_of(meeting),
        sentences.openness_of(meeting, now),
    ]


def _reason(meeting):
    # Translators: why a meeting was moved or cancelled; the reason is a sentence or a few words.
    return say(_("Reason: %(reason)s"), reason=meeting.status_reason) if meeting.status_reason else ""


def _day_of(meeting):
    # Translators: %(date)s is a day in its basic form; build the sentence so that it need not be inflected.
    return say(_("Date of the meeting: %(date)s."), date=long_date(meeting.held_on))
