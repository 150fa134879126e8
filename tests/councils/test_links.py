"""Links that public pages show: what the worker makes of them, where it never goes, and when the office hears of it."""

import datetime
import threading
from datetime import UTC, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.utils import translation

from councils import chores, links
from councils.accounts.rights import Rights
from councils.models import Council, Document, LinkCheck
from councils.publishing import State
from tests import factories as make

NOW = datetime.datetime(2026, 11, 23, 8, tzinfo=UTC)
Result = LinkCheck.Result


class Pages(BaseHTTPRequestHandler):
    """What other servers do."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        name = self.path.strip("/").partition("?")[0]
        if name == "no-head":
            self.send_response(405 if self.command == "HEAD" else 200)
        elif name.isdecimal():
            self.send_response(int(name))
        else:
            self.send_response(301)
            where = {"moved": "/200", "circle": "/circle", "inside": "http://169.254.169.254/secret"}
            self.send_header("Location", where[name])
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 (as the class above wants it)

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def pages():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        server.asked, server.url = [], f"http://127.0.0.1:{server.server_port}"
        # Only this one machine, and only at this port.
        server.reach = lambda address, port: (str(address), port) == ("127.0.0.1", server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("200", "fine"), ("no-head", "fine"), ("moved", "fine"), ("404", "missing"), ("410", "missing"),
        ("500", "error"), ("403", ""), ("429", ""), ("circle", "circles"), ("inside", "not_public"),
    ],
)  # fmt: skip
def test_link_is_followed(pages, name, result):
    assert links.look(f"{pages.url}/{name}", pages.reach) == result


@pytest.mark.once
def test_other_servers_learn_who_asks(pages):
    pages.asked.clear()

    links.look(f"{pages.url}/200?q=ä b", pages.reach)

    assert pages.asked == [("HEAD", "/200?q=%C3%A4%20b", "Mitsprache-links/1 (+http://testserver)")]


@pytest.mark.once
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "[fe80::1]", "[fc00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_no_door_behind_the_firewall_is_knocked_at(host):
    assert links.look(f"http://{host}/") == Result.NOT_PUBLIC


@pytest.mark.once
@pytest.mark.parametrize("url", ["http://93.184.216.34:6379/", "ftp://93.184.216.34/", "https://me@93.184.216.34/"])
def test_what_is_not_the_plain_web_is_left_alone(url):
    assert links.look(url) == Result.UNKNOWN


@pytest.fixture
def council(db, settings):
    settings.CHECK_LINKS = True
    with translation.override("en"):
        yield make.make_council()


def linked(council, url, **fields):
    return make.make_document(council=council, availability=Document.Availability.LINK, url=url, **fields)


def told(user):
    return [chore.text for chore in chores.dead_links(list(Council.objects.all()), Rights(user), NOW)]


def test_office_hears_of_a_link_that_has_failed_on_three_days(council, pages):
    row = linked(council, f"{pages.url}/404", title_de="Satzung")
    editor, other = make.make_editor(council).user, make.make_editor().user
    heard = []
    with time_machine.travel(NOW, tick=False) as clock:
        links.collect(NOW)
        for hours in (0, 2, 24, 48):
            clock.move_to(now := NOW + timedelta(hours=hours))
            links.try_some(now, pages.reach)
            heard.append(told(editor))

    assert heard[:3] == [[], [], []]
    assert [text.startswith("Document “Satzung”: a link does not work (the page does not") for text in heard[3]] == [
        True
    ]
    assert told(other) == []
    row.url = f"{pages.url}/200"
    row.save()
    assert told(editor) == []


def test_link_that_works_again_counts_anew(council, pages):
    linked(council, f"{pages.url}/200")
    links.collect(NOW)
    LinkCheck.objects.update(failed_days=2, failed_on=NOW.date() - timedelta(days=1), result=Result.ERROR)

    assert links.try_some(NOW, pages.reach) == {"fine": 1}

    link = LinkCheck.objects.get()
    assert (link.failed_days, link.result, link.next_at) == (0, "fine", NOW + timedelta(days=7))


def test_without_a_connection_nothing_counts_as_dead(council, pages, monkeypatch):
    linked(council, f"{pages.url}/200")
    links.collect(NOW)
    monkeypatch.setattr(links, "look", lambda _url, _may_reach: Result.NO_ANSWER)

    links.try_some(NOW, pages.reach)
    alone = LinkCheck.objects.get().failed_days
    answered = {"result": Result.FINE, "checked_at": NOW, "next_at": NOW + timedelta(days=7)}
    LinkCheck.objects.create(digest="another", url="https://example.org/", **answered)
    LinkCheck.objects.exclude(digest="another").update(next_at=NOW)
    links.try_some(NOW, pages.reach)

    assert (alone, LinkCheck.objects.exclude(digest="another").get().failed_days) == (0, 1)


def test_only_links_that_show_are_tried(council):
    shown = linked(council, "https://example.org/a")
    linked(council, "https://example.org/draft", state=State.DRAFT)
    shut = make.make_agenda_item(
        meeting=make.make_meeting(council), is_public=False, outcome="open", outcome_url="https://example.org/shut"
    )
    make.make_venue(council=council, url="https://example.org/map")
    text = '<p><a href="https://example.org/b?x=1&amp;y=2">b</a></p>'
    make.make_news(council=council, title_de="Fest", body_ar=text)

    links.collect(NOW)
    before = set(LinkCheck.objects.values_list("url", flat=True))
    shown.remove()
    links.collect(NOW)

    assert shut.outcome_url not in before
    left = {"https://example.org/b?x=1&y=2", "https://example.org/map"}
    assert before == left | {"https://example.org/a"}
    assert set(LinkCheck.objects.values_list("url", flat=True)) == left

    LinkCheck.objects.filter(url__contains="y=2").update(failed_days=3, result=Result.MISSING)
    assert ["Fest" in text for text in told(make.make_editor(council).user)] == [True]


def test_one_host_is_asked_once_a_minute(council, pages):
    for number in range(3):
        linked(council, f"{pages.url}/200?{number}")
    links.collect(NOW)

    assert links.try_some(NOW, pages.reach) == {"fine": 1}


def test_links_are_left_alone_where_the_operator_says_so(council, settings):
    settings.CHECK_LINKS = False
    linked(council, "https://example.org/a")

    assert (links.collect(NOW), links.try_some(NOW), LinkCheck.objects.count()) == (None, None, 0)
