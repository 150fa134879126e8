"""Lists that go on by ``?after=``: every row once, whatever equal or missing values they hold."""

import base64
import datetime

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from councils.models import AnnualReview, News
from councils.pages import Column, address_with, page_of, page_of_parts
from councils.partial_dates import PartialDate
from meetings.models import Meeting
from tests import factories as f

pytestmark = pytest.mark.django_db

NEWEST = (Column("dated", True), Column("pk", True))
SOONEST = (Column("timeline"), Column("pk"))
LATEST = (Column("timeline", True), Column("pk", True))


def ask(cursor=None):
    return RequestFactory().get("/", {} if cursor is None else {"after": cursor})


def walk(rows, *columns, size=20):
    """The pages of a list, one after the other, as a visitor comes by them."""
    pages, cursor = [], None
    while cursor != "":
        found, cursor = page_of(ask(cursor), rows, *columns, size=size)
        pages.append(found)
        assert len(pages) < 100
    return pages


def raw(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.fixture
def many_news():
    """45 messages of five days: nine each day."""
    council = f.make_council()
    return [f.make_news(council=council, dated=datetime.date(2026, 3, 1 + number % 5)) for number in range(45)]


@pytest.fixture
def many_meetings():
    """45 meetings: of three dates, one known to the month only; of each date some without an hour."""
    council = f.make_council()
    dates = [PartialDate(2026, 3), PartialDate(2026, 3, 14), PartialDate(2026, 4, 1)]
    hours = [None, datetime.time(9), datetime.time(18, 30)]
    return [
        f.make_meeting(council, held_on=dates[number % 3], starts_at=hours[number // 3 % 3]) for number in range(45)
    ]


def test_pages_hold_every_row_once_in_order(many_news):
    pages = walk(News.objects.all(), *NEWEST)

    assert [len(page) for page in pages] == [20, 20, 5]
    assert [row for page in pages for row in page] == list(News.objects.order_by("-dated", "-pk"))


def test_last_page_that_is_full_has_no_next_one(many_news):
    pages = walk(News.objects.all(), *NEWEST, size=15)

    assert [len(page) for page in pages] == [15, 15, 15]


def test_meetings_without_hour_come_last_on_their_day_and_none_is_lost(many_meetings):
    for size in (1, 7, 20):
        pages = walk(Meeting.objects.all(), *SOONEST, size=size)

        assert [row for page in pages for row in page] == list(Meeting.objects.soonest_first())


def test_latest_meetings_first_and_none_is_lost(many_meetings):
    for size in (1, 7, 20):
        pages = walk(Meeting.objects.all(), *LATEST, size=size)

        assert [row for page in pages for row in page] == list(Meeting.objects.latest_first())


def test_page_begins_at_its_cursor_also_where_the_list_has_a_bound_of_its_own(many_meetings):
    now = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)

    with CaptureQueriesContext(connection) as captured:
        page_of(ask(raw("0\x1f2026031451830\x1f7")), Meeting.objects.over(now), *LATEST)
    asked = [query["sql"] for query in captured if "2026031451830" in query["sql"]]

    # Of two bounds SQLite takes the first: with the list's own one, the last of a million meetings is a long way down.
    assert len(asked) == 1
    assert asked[0].index("<= 2026031451830") < asked[0].index("< 2026110200000")


def test_rows_that_go_while_one_reads_move_nothing(many_news):
    first, cursor = page_of(ask(), News.objects.published(datetime.datetime.now(datetime.UTC)), *NEWEST)
    first[-1].remove()
    first[0].remove()

    second, _cursor = page_of(ask(cursor), News.objects.present(), *NEWEST)

    assert second[0] == list(News.objects.order_by("-dated", "-pk"))[20]


def test_list_that_is_empty_has_one_empty_page():
    assert page_of(ask(), News.objects.all(), *NEWEST) == ([], "")


def test_relations_sort_too():
    papers = [
        f.make_meeting_document(meeting=f.make_meeting(held_on=PartialDate(2026, month)), position=3 - month)
        for month in (1, 2, 3)
    ]
    columns = (Column("meeting__held_on__sort", True), Column("position"), Column("pk"))

    pages = walk(type(papers[0]).objects.select_related("meeting"), *columns, size=1)

    assert [page[0] for page in pages] == papers[::-1]


# -- several lists on one page ----------------------------------------------------------------------------------------


def walk_parts(*parts, size):
    pages, cursor = [], None
    while cursor != "":
        found, cursor = page_of_parts(ask(cursor), *parts, size=size)
        pages.append(found)
        assert len(pages) < 100
    return pages


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_parts_follow_each_other(size):
    council = f.make_council()
    news = [f.make_news(council=council) for _number in range(3)]
    reviews = [f.make_annual_review(council=council, year=2020 + number) for number in range(3)]
    parts = [(News.objects.all(), NEWEST), (AnnualReview.objects.all(), (Column("year"), Column("pk")))]

    pages = walk_parts(*parts, size=size)

    assert [row for page in pages for part in page for row in part] == [*news[::-1], *reviews]
    assert {sum(map(len, page)) for page in pages[:-1]} <= {size}
    assert 1 <= sum(map(len, pages[-1])) <= size


def test_part_that_the_page_does_not_reach_costs_no_query(django_assert_num_queries):
    council = f.make_council()
    for _number in range(4):
        f.make_news(council=council)
    parts = [(News.objects.all(), NEWEST), (AnnualReview.objects.all(), (Column("year"), Column("pk")))]

    with django_assert_num_queries(1):
        (news, reviews), cursor = page_of_parts(ask(), *parts, size=3)

    assert (len(news), reviews, bool(cursor)) == (3, [], True)


# -- cursors that nobody gave out -------------------------------------------------------------------------------------

BAD = [
    "",
    "x",
    "%",
    "ä",
    "====",
    "a b",
    raw(""),
    raw("0"),
    raw("0\x1f2026-03-01"),
    raw("0\x1f2026-03-01\x1f1\x1f1"),
    raw("0\x1f2026-03-32\x1f1"),
    raw("0\x1fyesterday\x1f1"),
    raw("0\x1f\x1f1"),
    raw("0\x1f2026-03-01\x1f"),
    raw("0\x1f2026-03-01\x1fone"),
    raw("0\x1f2026-03-01\x1f1.5"),
    raw("0\x1f2026-03-01\x1f1\x00"),
    raw("1\x1f2026-03-01\x1f1"),
    raw("-1\x1f2026-03-01\x1f1"),
    raw("٠\x1f2026-03-01\x1f1"),
    base64.urlsafe_b64encode(b"0\x1f\xff\xfe\x1f1").decode(),
    "A" * 5000,
]


@pytest.mark.parametrize("cursor", BAD)
def test_malformed_cursor_is_a_bad_request(cursor):
    f.make_news()

    with pytest.raises(BadRequest):
        page_of(ask(cursor), News.objects.all(), *NEWEST)


@pytest.mark.parametrize(
    "cursor",
    [raw("0\x1f20260314\x1f6 pm"), raw("0\x1f6 pm\x1f1"), raw("0\x1f2026-03-14\x1f1")],
)
def test_malformed_cursor_of_meetings_is_a_bad_request(cursor):
    with pytest.raises(BadRequest):
        page_of(ask(cursor), Meeting.objects.all(), *SOONEST)


@pytest.mark.parametrize("number", ["9" * 14, "9" * 30, "-" + "9" * 30])
def test_numbers_beyond_the_column_find_an_end_of_the_list(number):
    meeting = f.make_meeting()

    beyond, _cursor = page_of(ask(raw(f"0\x1f{number}\x1f{number}")), Meeting.objects.all(), *SOONEST)

    assert beyond == ([meeting] if number.startswith("-") else [])


def test_malformed_cursor_is_answered_in_the_readers_language(client):
    response = client.get("/en/meetings/", {"after": "x"})

    assert response.status_code == 400
    assert "This list has no such page. Start again from its beginning." in response.content.decode()


def test_address_keeps_the_parameters_that_say_something():
    request = RequestFactory().get("/de/meetings/?utm=1")

    assert address_with(request, year=2026, after="ab_c") == "/de/meetings/?year=2026&after=ab_c"
    assert address_with(request, year=None, after="") == "/de/meetings/"
