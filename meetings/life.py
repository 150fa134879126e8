"""What may become of a meeting: from planned to held, moved or cancelled. One table, and a function for each step.

The gate of :class:`meetings.models.Meeting` refuses every other change, whichever way it comes; what the change of one
row can break is a constraint.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.partial_dates import PartialDate

from .models import Meeting

Status = Meeting.Status


def may_become(meeting, now):
    """The states that the meeting can be given now, in the order of the table."""
    following = Meeting.NEXT[meeting.status]
    return [status for status in Status if status in following and not _too_early(meeting, status, now)]


def invite(meeting, now=None):
    """The invitation goes out: what is added to the agenda from now on is marked."""
    _step(meeting, Status.INVITED, now)


def hold(meeting, now=None):
    """The meeting has taken place."""
    _step(meeting, Status.HELD, now)


def move(meeting, held_on, starts_at=None, ends_at=None, *, reason=None, now=None):
    """The meeting gets a new date and keeps its address; the old date shows beside the new one.

    Raises ValidationError where the date stays the same.
    """
    old = (meeting.held_on, meeting.starts_at)
    meeting.held_on, meeting.starts_at, meeting.ends_at = PartialDate.of(held_on), starts_at, ends_at
    if (meeting.held_on, meeting.starts_at) == old:
        raise ValidationError({"held_on": _("This is the date that the meeting has already.")})
    meeting.moved_from, meeting.moved_from_time = old
    _step(meeting, Status.MOVED, now, reason)


def cancel(meeting, reason, now=None):
    """The meeting does not take place; its page, agenda and the reason stay."""
    _step(meeting, Status.CANCELLED, now, reason)


def reinstate(meeting, now=None):
    """A cancelled meeting takes place after all, on the day it was planned for."""
    _step(meeting, Status.PLANNED, now, {})


def _step(meeting, status, now, reason=None):
    """Change the state; ``reason`` is the text by language, None keeps what stands there."""
    with transaction.atomic():
        meeting.status = status
        if reason is not None:
            for column in Meeting.reason_columns():
                setattr(meeting, column, "")
            for language, text in reason.items():
                setattr(meeting, f"status_reason_{language.replace('-', '_')}", text)
        meeting.full_clean(exclude=["public_id", "key", "created", "modified"])
        meeting.save()


def _too_early(meeting, status, now):
    return status == Status.HELD and meeting.held_on.earliest > timezone.localdate(now)
