"""What may become of a meeting: one table, kept by the gate whoever writes, and what each step leaves behind."""

import datetime
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from councils.partial_dates import PartialDate
from meetings import life
from meetings.models import Meeting
from tests import factories as f

pytestmark = pytest.mark.django_db

Status = Meeting.Status
REASON = {"de": "Saal belegt", "tr": "Salon dolu"}
PAST, COMING = PartialDate(2020, 3, 12), PartialDate(2090, 3, 12)


def make(status, **fields):
    """A meeting in that state."""
    more = {
        Status.CANCELLED: {"status_reason_de": "Saal belegt"},
        Status.MOVED: {"moved_from": PartialDate(2019, 3, 1)},
    }.get(status, {})
    return f.make_meeting(**{"status": status, "held_on": PAST, "starts_at": datetime.time(18)} | more | fields)


def again(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def names(steps):
    return [str(step) for step in steps]


@pytest.mark.parametrize(
    ("status", "past", "coming"),
    [
        ("planned", ["invited", "held", "moved", "cancelled"], ["invited", "moved", "cancelled"]),
        ("invited", ["held", "moved", "cancelled"], ["moved", "cancelled"]),
        ("moved", ["invited", "held", "cancelled"], ["invited", "cancelled"]),
        ("cancelled", ["planned", "moved"], ["planned", "moved"]),
        ("held", [], []),
    ],
)
def test_table_says_what_may_come_next(status, past, coming):
    meeting = make(Status(status))

    assert names(life.may_become(meeting, timezone.now())) == past
    meeting.held_on = COMING
    assert names(life.may_become(meeting, timezone.now())) == coming


def test_gate_refuses_every_other_change():
    """Whoever writes the row: what the table does not have does not happen."""
    now = timezone.now()
    for old, new in itertools.permutations(Status, 2):
        meeting = make(old)
        meeting.status = new
        meeting.status_reason_de, meeting.moved_from = "Saal belegt", PartialDate(2019, 3, 1)
        if new in Meeting.NEXT[old]:
            meeting.save()
            assert again(meeting).status == new
        else:
            assert new not in life.may_become(again(meeting), now)
            with pytest.raises(ValidationError):
                meeting.save()


def test_database_refuses_a_cancellation_without_reason():
    meeting = make(Status.PLANNED)
    meeting.status = Status.CANCELLED

    with pytest.raises(IntegrityError), transaction.atomic():
        meeting.save()


def test_invited_meeting_knows_since_when():
    meeting = make(Status.PLANNED)

    life.invite(meeting)

    meeting = again(meeting)
    assert meeting.status == Status.INVITED
    assert meeting.invited_at is not None


def test_meeting_to_come_was_not_held():
    meeting = make(Status.PLANNED, held_on=COMING)

    with pytest.raises(ValidationError, match="Dieser Tag kommt noch"):
        life.hold(meeting)

    assert again(meeting).status == Status.PLANNED


def test_moved_meeting_keeps_address_and_old_date():
    meeting = make(Status.PLANNED, held_on=COMING)
    address = meeting.get_absolute_url()

    life.move(meeting, datetime.date(2090, 4, 1), datetime.time(19), reason=REASON)

    meeting = again(meeting)
    assert (meeting.status, meeting.held_on, meeting.starts_at) == ("moved", PartialDate(2090, 4, 1), datetime.time(19))
    assert (meeting.moved_from, meeting.moved_from_time) == (COMING, datetime.time(18))
    assert (meeting.status_reason_de, meeting.status_reason_tr) == ("Saal belegt", "Salon dolu")
    assert meeting.get_absolute_url() == address


def test_moving_to_the_same_date_is_none():
    meeting = make(Status.PLANNED, held_on=COMING)

    with pytest.raises(ValidationError, match="Diesen Termin hat die Sitzung schon"):
        life.move(meeting, datetime.date(2090, 3, 12), datetime.time(18))

    assert again(meeting).status == Status.PLANNED


def test_cancelled_meeting_may_take_place_after_all():
    meeting = make(Status.PLANNED, held_on=COMING)

    life.cancel(meeting, REASON)
    assert (again(meeting).status, again(meeting).status_reason_tr) == ("cancelled", "Salon dolu")

    life.reinstate(meeting)
    meeting = again(meeting)
    assert meeting.status == "planned"
    assert {getattr(meeting, column) or "" for column in Meeting.reason_columns()} == {""}


def test_each_step_raises_the_sequence():
    meeting = make(Status.PLANNED, held_on=COMING)
    before = again(meeting).sequence

    life.invite(meeting)
    life.move(meeting, datetime.date(2090, 4, 1))
    life.cancel(meeting, REASON)

    assert again(meeting).sequence == before + 3
