"""When a meeting is next, past or neither, and what the tables of meetings refuse."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import Meeting
from tests import factories as f

pytestmark = pytest.mark.django_db

# 14 March 2027, a Sunday, 19:00 in Berlin.
NOW = datetime.datetime(2027, 3, 14, 18, 0, tzinfo=datetime.UTC)

# what is known of a meeting, and whether it is over at that moment
WHEN = [
    ({"held_on": PartialDate(2027, 3, 13)}, True),
    ({"held_on": PartialDate(2027, 3, 14), "starts_at": None}, False),
    ({"held_on": PartialDate(2027, 3, 14), "starts_at": datetime.time(9)}, False),
    ({"held_on": PartialDate(2027, 3, 14), "starts_at": datetime.time(9), "ends_at": datetime.time(18, 59)}, True),
    ({"held_on": PartialDate(2027, 3, 14), "starts_at": datetime.time(9), "ends_at": datetime.time(19, 30)}, False),
    ({"held_on": PartialDate(2027, 3, 15)}, False),
    ({"held_on": PartialDate(2027, 2), "starts_at": None}, True),
    ({"held_on": PartialDate(2027, 3), "starts_at": None}, False),
    ({"held_on": PartialDate(2027), "starts_at": None}, False),
    ({"held_on": PartialDate(2026), "starts_at": None}, True),
    ({"held_on": PartialDate(2027, 3, 14), "status": "held"}, True),
    ({"held_on": PartialDate(2027, 3, 13), "status": "cancelled", "status_reason_de": "Kein Saal"}, True),
    ({"held_on": PartialDate(2027, 3, 15), "status": "cancelled", "status_reason_de": "Kein Saal"}, False),
]


@pytest.mark.parametrize(("known", "is_over"), WHEN)
def test_queryset_and_row_agree_what_is_over(known, is_over):
    meeting = f.make_meeting(**known)

    assert meeting.is_over(NOW) is is_over
    assert list(Meeting.objects.over(NOW)) == ([meeting] if is_over else [])
    assert list(Meeting.objects.not_over(NOW)) == ([] if is_over else [meeting])


def test_day_ends_at_midnight_in_berlin():
    meeting = f.make_meeting(held_on=PartialDate(2027, 7, 1))

    # 23:30 and 00:30 in Berlin, where it is two hours later than in UTC in July.
    assert not meeting.is_over(datetime.datetime(2027, 7, 1, 21, 30, tzinfo=datetime.UTC))
    assert meeting.is_over(datetime.datetime(2027, 7, 1, 22, 30, tzinfo=datetime.UTC))


def test_upcoming_is_nearest_first_without_the_cancelled_ones():
    council = f.make_council()
    late = f.make_meeting(council, held_on=PartialDate(2027, 4, 1), starts_at=datetime.time(20))
    unknown_hour = f.make_meeting(council, held_on=PartialDate(2027, 4, 1), starts_at=None)
    early = f.make_meeting(council, held_on=PartialDate(2027, 4, 1), starts_at=datetime.time(9))
    month = f.make_meeting(council, held_on=PartialDate(2027, 4), starts_at=None)
    f.make_meeting(council, held_on=PartialDate(2027, 3, 20), status="cancelled", status_reason_de="Kein Saal")

    # Of a month nobody knows more than that it is not over before its end.
    assert list(Meeting.objects.upcoming(NOW)) == [early, late, unknown_hour, month]


@pytest.mark.parametrize(
    ("known", "timeline"),
    [
        ({"held_on": PartialDate(2027, 3, 14), "starts_at": datetime.time(9, 5)}, 20270314_5_0905),
        ({"held_on": PartialDate(2027, 3, 14), "starts_at": datetime.time(0, 0)}, 20270314_5_0000),
        ({"held_on": PartialDate(2027, 3, 14), "starts_at": None}, 20270314_5_9999),
        ({"held_on": PartialDate(2027, 3), "starts_at": None}, 20270399_5_9999),
        ({"held_on": PartialDate(2027), "starts_at": None}, 20279999_5_9999),
        ({"held_on": PartialDate(2017, 3, 14), "starts_at": datetime.time(18, 30), "status": "held"}, 20170314_0_1830),
        ({"held_on": PartialDate(2017, 3), "starts_at": None, "status": "held"}, 20170300_0_9999),
    ],
)
def test_place_on_the_timeline(known, timeline):
    assert Meeting.objects.get(pk=f.make_meeting(**known).pk).timeline == timeline


def test_over_is_latest_first():
    council = f.make_council()
    first = f.make_meeting(council, held_on=PartialDate(2026, 4, 1))
    last = f.make_meeting(council, held_on=PartialDate(2027, 1, 1))
    middle = f.make_meeting(council, held_on=PartialDate(2026, 5), starts_at=None)

    assert list(Meeting.objects.over(NOW)) == [last, middle, first]


def test_year_holds_its_months_and_what_is_known_to_the_year():
    council = f.make_council()
    whole = f.make_meeting(council, held_on=PartialDate(2026), starts_at=None)
    last_day = f.make_meeting(council, held_on=PartialDate(2026, 12, 31))
    f.make_meeting(council, held_on=PartialDate(2025, 12, 31))
    f.make_meeting(council, held_on=PartialDate(2027), starts_at=None)

    assert list(Meeting.objects.in_year(2026).soonest_first()) == [last_day, whole]


# -- what the public may see ------------------------------------------------------------------------------------------


def public():
    return list(Meeting.objects.published(timezone.now()))


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_meeting_needs_to_be_published_itself(state):
    f.make_meeting(state=state)

    assert public() == []


def test_meeting_needs_one_public_council_that_convenes_it():
    hidden, shown = f.make_council(state=State.DRAFT), f.make_council()
    both = f.make_meeting(councils=[hidden, shown])
    f.make_meeting(hidden)

    assert public() == [both]
    assert both.lead == shown


def test_convening_that_is_a_draft_does_not_make_a_meeting_public():
    meeting = f.make_meeting()
    meeting.convenings.get().remove()
    f.make_convening(meeting=meeting, state=State.DRAFT)

    assert public() == []


def test_meeting_outlives_its_venue_and_does_not_name_it_any_more():
    meeting = f.make_meeting()
    meeting.venue = venue = f.make_venue(council=meeting.keeper)
    meeting.save()
    assert Meeting.objects.published(timezone.now()).get().venue == venue
    venue.withdraw()

    shown = Meeting.objects.published(timezone.now()).get()
    assert shown.venue is None
    assert public() == [meeting]


def test_saving_what_was_read_for_the_public_keeps_the_hidden_venue():
    meeting = f.make_meeting()
    meeting.venue = venue = f.make_venue(council=meeting.keeper, state=State.DRAFT)
    meeting.save()

    Meeting.objects.published(timezone.now()).get().save()

    assert Meeting.objects.get().venue == venue


def test_papers_items_and_notices_follow_their_meeting():
    meeting = f.make_meeting()
    rows = [maker(meeting=meeting) for maker in (f.make_meeting_document, f.make_agenda_item, f.make_meeting_notice)]
    assert all(row.is_published(timezone.now()) for row in rows)

    meeting.withdraw()

    for row in rows:
        row.refresh_from_db()
        assert not row.is_published(timezone.now())
        assert not type(row).objects.published(timezone.now()).exists()


def test_address_is_below_the_first_public_council():
    first, second = f.make_council(slug="erster"), f.make_council(slug="zweiter")
    meeting = f.make_meeting(councils=[first, second])
    assert meeting.get_absolute_url() == f"/de/councils/erster/meetings/{meeting.public_id}/"

    first.withdraw()

    meeting = Meeting.objects.get()
    assert meeting.get_absolute_url() == f"/de/councils/zweiter/meetings/{meeting.public_id}/"


# -- small answers ----------------------------------------------------------------------------------------------------


def test_beginning_is_known_only_with_day_and_hour():
    assert f.make_meeting(held_on=PartialDate(2027, 7, 1)).begins.isoformat() == "2027-07-01T18:00:00+02:00"
    assert f.make_meeting(held_on=PartialDate(2027, 12, 1)).begins.isoformat() == "2027-12-01T18:00:00+01:00"
    assert f.make_meeting(starts_at=None).begins is None


def test_contact_holds_through_its_last_day():
    day = datetime.date(2027, 3, 14)
    meeting = f.make_meeting(registration_contact="beirat@example.org", registration_contact_expires_on=day)

    assert meeting.contact_holds(day)
    assert not meeting.contact_holds(day + datetime.timedelta(days=1))
    assert not f.make_meeting().contact_holds(day)


# -- constraints: the maker's own row passes, with the change it is refused --------------------------------------------

BROKEN = [
    (f.make_meeting, {"starts_at": None, "ends_at": datetime.time(20)}, "times"),
    (f.make_meeting, {"starts_at": datetime.time(18), "ends_at": datetime.time(18)}, "times"),
    (f.make_meeting, {"starts_at": datetime.time(18), "ends_at": datetime.time(17)}, "times"),
    (f.make_meeting, {"status": "moved"}, "moved_from"),
    (f.make_meeting, {"status": "cancelled"}, "cancelled_why"),
    (f.make_meeting, {"status": "cancelled", "status_reason_de": ""}, "cancelled_why"),
    (f.make_meeting, {"registration_contact": "beirat@example.org"}, "contact_expires"),
    (f.make_venue, {"name_de": ""}, "name_de"),
    (f.make_agenda_item, {"title_de": ""}, "title_de"),
    (f.make_meeting_notice, {"title_de": ""}, "title_de"),
    (
        f.make_meeting_notice,
        {"valid_from": datetime.date(2027, 3, 2), "valid_until": datetime.date(2027, 3, 1)},
        "in_order",
    ),
    (f.make_meeting_document, {"title_de": ""}, "title_de"),
    (f.make_meeting_document, {"availability": "file"}, "availability"),
    (f.make_meeting_document, {"availability": "link"}, "availability"),
    (f.make_meeting_document, {"url": "https://example.org/"}, "availability"),
]

FITTING = [
    (f.make_meeting, {"starts_at": datetime.time(18), "ends_at": datetime.time(18, 1)}),
    (f.make_meeting, {"status": "moved", "moved_from": PartialDate(2030, 3)}),
    (f.make_meeting, {"status": "cancelled", "status_reason_de": "Der Saal ist nicht verfügbar."}),
    (
        f.make_meeting,
        {
            "registration_contact": "beirat@example.org",
            "registration_contact_expires_on": datetime.date(2030, 3, 14),
        },
    ),
    (f.make_meeting, {"title_de": None, "held_on": PartialDate(2030), "starts_at": None}),
    (
        f.make_meeting_notice,
        {"valid_from": datetime.date(2027, 3, 1), "valid_until": datetime.date(2027, 3, 1)},
    ),
    (f.make_meeting_document, {"availability": "link", "url": "https://example.org/"}),
    (f.make_agenda_item, {"number": "", "is_public": False}),
]


@pytest.mark.parametrize(("make", "changes", "name"), BROKEN, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_raises_in_form_and_database(make, changes, name):
    row = make()
    row.full_clean()
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError, match=f"meetings_{row._meta.model_name}_{name}"), transaction.atomic():
        row.save()


@pytest.mark.parametrize(("make", "changes"), FITTING, ids=lambda value: getattr(value, "__name__", None))
def test_constraint_passes(make, changes):
    row = make(**changes)

    row.full_clean()


def test_council_convenes_a_meeting_once():
    meeting = f.make_meeting()

    with pytest.raises(IntegrityError), transaction.atomic():
        f.make_convening(meeting=meeting, council=meeting.keeper)
    with pytest.raises(ValidationError):
        type(meeting.convenings.get())(meeting=meeting, council=meeting.keeper).full_clean()


def test_hour_needs_the_full_date():
    meeting = f.make_meeting()
    meeting.held_on = PartialDate(2030, 3)

    with pytest.raises(ValidationError) as caught:
        meeting.clean()

    assert list(caught.value.message_dict) == ["starts_at"]


def test_venue_is_one_of_the_same_council():
    meeting = f.make_meeting()
    meeting.venue = f.make_venue()

    with pytest.raises(ValidationError) as caught:
        meeting.clean()

    assert list(caught.value.message_dict) == ["venue"]


def test_convening_council_is_shown_as_changed_when_the_meeting_changes():
    first, second = f.make_council(), f.make_council()
    meeting = f.make_meeting(councils=[first, second])
    before = [council.modified for council in (first, second)]

    meeting.title_de = "Sondersitzung"
    meeting.save()

    for council, moment in zip((first, second), before, strict=True):
        council.refresh_from_db()
        assert council.modified > moment
