"""Feeds, as a program reads them."""

import datetime
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.conf import settings

from councils.models import News
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import life
from meetings.models import AgendaItem, Convening, Meeting
from tests import factories as f

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = "2027-03-01T12:00:00+01:00"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
FEEDS = ("meetings", "news", "resolutions")
ATOM = {"": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def council():
    place = f.make_municipality(place_de="Musterstadt", name_de="Stadt Musterstadt")
    return f.make_council(place, slug="musterrat", name_de="Musterrat")


def address_of(feed, language="en"):
    return f"/{language}/councils/musterrat/{feed}.atom"


def read(client, feed, language="en"):
    response = client.get(address_of(feed, language))
    assert response.status_code == 200
    return ET.fromstring(response.content)


def entries(client, feed, language="en"):
    """The entries as {property: text}, the link's target among them."""
    return [
        {child.tag.partition("}")[2]: child.get("href") or child.text for child in entry}
        for entry in read(client, feed, language).iterfind("entry", ATOM)
    ]


def titles(client, feed, language="en"):
    return [entry["title"] for entry in entries(client, feed, language)]


def test_meetings_are_told_with_what_became_of_them(client, council):
    meeting = f.make_meeting(
        council, held_on=PartialDate(2027, 3, 18), status="invited", summary_de="<p>Über <strong>Wahlen</strong></p>"
    )
    life.move(meeting, datetime.date(2027, 4, 22), datetime.time(18), reason={"de": "Kein Saal & kein Licht"})

    [entry] = entries(client, "meetings")

    assert entry == {
        "title": "Moved: Sitzung – Thursday 22 April 2027",
        "link": f"http://testserver/en/councils/musterrat/meetings/{meeting.public_id}/",
        "id": f"urn:uuid:{meeting.public_id}",
        "published": "2027-03-01T11:00:00+00:00",
        "updated": "2027-03-01T11:00:00+00:00",
        "summary": (
            "<p>The meeting has a new date: Thursday 22 April 2027, 6 pm. The date before was: Thursday 18 March 2027,"
            " 6 pm.</p><p>It begins at 6 pm.</p><p>The meeting is public. You may come and listen.</p>"
            "<p>Convened by: Musterrat.</p><p>Reason: Kein Saal &amp; kein Licht</p>"
            '<div lang="de" dir="ltr"><p>Über <strong>Wahlen</strong></p></div>'
        ),
    }


def test_meetings_of_the_last_year_and_to_come_stand_in_their_order_the_latest_first(client, council):
    for title, held_on in [
        ("alt", PartialDate(2026, 2, 1)),
        ("neulich", PartialDate(2026, 12, 1)),
        ("im Mai", PartialDate(2027, 5)),
        ("bald", PartialDate(2027, 3, 18)),
    ]:
        f.make_meeting(council, title_de=title, held_on=held_on, starts_at=None)

    assert titles(client, "meetings") == [
        "im Mai – May 2027", "bald – Thursday 18 March 2027", "neulich – Tuesday 1 December 2026",
    ]  # fmt: skip


def test_change_moves_the_date_of_entry_and_feed(client, council, clock):
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))
    f.make_meeting(council, title_de="andere", held_on=PartialDate(2027, 3, 19))
    clock.shift(3600)

    life.cancel(meeting, {"de": "Kein Saal"})

    feed = read(client, "meetings")
    assert [entry["updated"] for entry in entries(client, "meetings")] == [
        "2027-03-01T11:00:00+00:00", "2027-03-01T12:00:00+00:00",
    ]  # fmt: skip
    assert feed.findtext("updated", namespaces=ATOM) == "2027-03-01T12:00:00+00:00"


def test_news_bear_their_own_date(client, council):
    news = f.make_news(
        council=council, slug="plenum", title_de="Plenum", dated=datetime.date(2017, 5, 29), lead_de="Am <Mittwoch>",
        body_de="<p>Alle sind eingeladen.</p>",
    )  # fmt: skip
    f.make_news(council=council, title_de="Neueres", dated=datetime.date(2026, 1, 1))

    newer, entry = entries(client, "news")

    assert newer["title"] == "Neueres"
    assert entry == {
        "title": "Plenum",
        "link": "http://testserver/en/councils/musterrat/news/plenum/",
        "id": f"urn:uuid:{news.public_id}",
        "published": "2017-05-29T00:00:00+02:00",
        "updated": "2027-03-01T11:00:00+00:00",
        "summary": (
            '<p>Monday 29 May 2017</p><p lang="de" dir="ltr">Am &lt;Mittwoch&gt;</p>'
            '<div lang="de" dir="ltr"><p>Alle sind eingeladen.</p></div>'
        ),
    }


def test_links_to_pages_of_the_portal_lead_there_from_elsewhere(client, council):
    draft = f.make_news(council=council, state=State.DRAFT)
    link = '<a href="portal:{}/{}">{}</a>'
    links = [link.format("council", council.public_id, "Rat"), link.format("news", draft.public_id, "Fest")]
    f.make_news(council=council, body_de=f"<p>{' und '.join(links)}</p>")

    [entry] = entries(client, "news")

    assert '<a href="http://testserver/en/councils/musterrat/">Rat</a> und Fest</p>' in entry["summary"]


def test_resolutions_are_told_with_votes_and_outcome(client, council):
    meeting = f.make_meeting(council, held_on=PartialDate(2026, 12, 1), status="held")
    item = f.make_agenda_item(
        meeting=meeting, title_de="Sprachkurse", decision="recommendation", resolution_de="<p>Mehr Kurse.</p>",
        votes_for=7, votes_against=2, outcome="adopted", outcome_by_de="Stadtrat", outcome_on=PartialDate(2027, 2),
    )  # fmt: skip
    f.make_agenda_item(meeting=meeting, title_de="Ohne Beschluss")

    [entry] = entries(client, "resolutions")

    assert entry == {
        "title": "Sprachkurse",
        "link": f"http://testserver/en/councils/musterrat/meetings/{meeting.public_id}/#item-{item.public_id.hex[:8]}",
        "id": f"urn:uuid:{item.public_id}",
        "published": "2027-03-01T11:00:00+00:00",
        "updated": "2027-03-01T11:00:00+00:00",
        "summary": (
            "<p>Recommendation, Tuesday 1 December 2026</p>"
            '<div lang="de" dir="ltr"><p>Mehr Kurse.</p></div>'
            "<p>Votes – for: 7, against: 2.</p><p>What became of it: Adopted, Stadtrat, February 2027</p>"
        ),
    }
    page = client.get(entry["link"].removeprefix("http://testserver")).content.decode()
    assert f'id="{entry["link"].partition("#")[2]}"' in page


def make_all(council):
    """A meeting, news and a resolution; their German titles."""
    meeting = f.make_meeting(council, held_on=PartialDate(2027, 3, 18))
    f.make_agenda_item(meeting=meeting, title_de="Beschluss", decision="resolution")
    f.make_news(council=council, title_de="Nachricht")
    return {"meetings": "Sitzung", "news": "Nachricht", "resolutions": "Beschluss"}


@pytest.mark.parametrize("feed", FEEDS)
def test_every_language_has_its_feed(client, council, feed):
    german = make_all(council)
    feeds = {language: read(client, feed, language) for language in LANGUAGES}

    assert {language: root.get(LANG) for language, root in feeds.items()} == {code: code for code in LANGUAGES}
    titles_in = {language: root.findtext("entry/title", "", ATOM) for language, root in feeds.items()}
    assert [language for language, title in titles_in.items() if german[feed] not in title] == []
    # The entry is one and the same; the feeds are twelve.
    assert len({root.findtext("entry/id", namespaces=ATOM) for root in feeds.values()}) == 1
    assert len({root.findtext("id", namespaces=ATOM) for root in feeds.values()}) == len(LANGUAGES)
    addresses = {
        language: {link.get("rel"): link.get("href") for link in root.iterfind("link", ATOM)}
        for language, root in feeds.items()
    }
    assert addresses == {
        language: {
            "self": f"http://testserver/{language}/councils/musterrat/{feed}.atom",
            "alternate": f"http://testserver/{language}/councils/musterrat/{feed}/",
        }
        for language in LANGUAGES
    }


def test_title_says_which_language_it_is_in(client, council):
    make_all(council)
    News.objects.update(title_ar="خبر")

    marked = {feed: read(client, feed, "ar").find("entry/title", ATOM).get(LANG) for feed in FEEDS}

    assert marked == {"meetings": "ar", "news": "ar", "resolutions": "de"}


def test_headings_of_the_feeds(client, council):
    assert {feed: read(client, feed).findtext("title", namespaces=ATOM) for feed in FEEDS} == {
        "meetings": "Musterrat, Musterstadt – Meetings",
        "news": "Musterrat, Musterstadt – News",
        "resolutions": "Musterrat, Musterstadt – Resolutions",
    }
    assert read(client, "news").findtext("author/name", namespaces=ATOM) == "Musterrat"


def test_hostile_text_stays_text(client, council):
    title = "</title><script>alert(1)</script>\x0b\ufffe & \n Zeile"
    f.make_news(council=council, title_de=title)
    f.make_meeting(council, title_de=title, held_on=PartialDate(2027, 3, 18), status_reason_de="<script>")

    assert titles(client, "news") == ["</title><script>alert(1)</script> & Zeile"]
    assert titles(client, "meetings") == ["</title><script>alert(1)</script> & Zeile – Thursday 18 March 2027"]
    assert "<p>Reason: &lt;script&gt;</p>" in entries(client, "meetings")[0]["summary"]


def test_nothing_hidden_is_in_a_feed(client, council):
    meeting = f.make_meeting(council, title_de="offen", held_on=PartialDate(2027, 3, 18))
    closed = f.make_meeting(council, title_de="zu", held_on=PartialDate(2027, 3, 19), openness="non_public")
    words = {"title_de": "Kanari", "decision": "resolution", "resolution_de": "<p>Kanari</p>"}
    f.make_agenda_item(meeting=meeting, is_public=False, **words)
    f.make_agenda_item(meeting=meeting, state=State.DRAFT, **words)
    f.make_agenda_item(meeting=closed, **words)
    later = datetime.datetime(2027, 6, 1, tzinfo=datetime.UTC)
    for state in ({"state": State.DRAFT}, {"publish_at": later}):
        f.make_news(council=council, title_de="Kanari", **state)
        hidden = f.make_meeting(council, title_de="Kanari", held_on=PartialDate(2027, 3, 20), **state)
        f.make_agenda_item(meeting=hidden, **words)
    alone = f.make_meeting(title_de="Kanari", held_on=PartialDate(2027, 3, 20))
    f.make_convening(meeting=alone, council=council, state=State.DRAFT, position=1)

    feeds = {feed: client.get(address_of(feed)).content.decode() for feed in FEEDS}

    assert {feed: len(entries(client, feed)) for feed in FEEDS} == {"meetings": 2, "news": 0, "resolutions": 0}
    assert [feed for feed, content in feeds.items() if "Kanari" in content] == []

    AgendaItem.objects.filter(meeting=meeting, state=State.DRAFT).publish()

    assert titles(client, "resolutions") == ["Kanari"]


def test_withdrawn_rows_leave_the_feeds(client, council, clock):
    make_all(council)
    clock.shift(60)

    News.objects.get().withdraw()
    Meeting.objects.get().remove()

    assert {feed: entries(client, feed) for feed in FEEDS} == {feed: [] for feed in FEEDS}


@pytest.mark.parametrize("feed", FEEDS)
def test_answers(client, council, feed):
    make_all(council)
    first = client.get(address_of(feed))

    again = client.get(address_of(feed), headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert first["Content-Language"] == "en"
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address_of(feed)).status_code == 200
    assert client.post(address_of(feed)).status_code == 405
    assert client.get(f"/en/councils/nirgendwo/{feed}.atom").status_code == 404


def test_long_feeds_cost_no_more_queries_and_end(client, council, django_assert_max_num_queries):
    def cost(feed):
        with django_assert_max_num_queries(8) as queries:
            client.get(address_of(feed))
        return len(queries)

    make_all(council)
    few = [cost(feed) for feed in FEEDS]
    public = {"state": State.PUBLISHED}
    meetings = Meeting.objects.bulk_create(
        Meeting(keeper=council, title_de="S", held_on=PartialDate(2027, 3, 2 + number % 28), **public)
        for number in range(40)
    )
    Convening.objects.bulk_create(Convening(meeting=meeting, council=council, **public) for meeting in meetings)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title_de="B", decision="resolution", position=number, **public)
        for meeting in meetings
        for number in range(2)
    )
    News.objects.bulk_create(
        News(council=council, slug=f"n-{number}", title_de="N", dated=datetime.date(2026, 1, 1), **public)
        for number in range(60)
    )

    assert [cost(feed) for feed in FEEDS] == few
    assert {feed: len(entries(client, feed)) for feed in FEEDS} == {"meetings": 41, "news": 50, "resolutions": 50}


def test_pages_lead_to_their_feeds(client, council):
    make_all(council)

    for feed in FEEDS:
        page = client.get(f"/en/councils/musterrat/{feed}/").content.decode()
        head, _, body = page.partition("</head>")
        assert f'type="application/atom+xml" title="{feed.capitalize()}" href="{address_of(feed)}">' in head
        assert f'<a href="{address_of(feed)}" type="application/atom+xml">' in body
