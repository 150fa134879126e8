"""What all tests share: the network is shut, the cache is empty, and each database runs its own tests."""

import gc
import os
import socket
from functools import partial

import pytest

BACKEND = "postgres" if os.environ.get("TEST_DATABASE") == "postgres" else "sqlite"
OTHER = {"postgres": "sqlite", "sqlite": "postgres"}[BACKEND]
# What takes longest comes first, so that no process is left alone with it at the end.
LONGEST = (
    "test_structure.py",
    "test_office_matrix.py",
    "test_queries.py",
    "test_admin_access.py",
    "test_live.py",
    "test_leaks.py",
    "test_facts.py",
)
# As "once", every test in these files: they are about pages, words, files and programs.
ONCE = {
    "test_admin_translations.py", "test_architecture.py", "test_desk.py", "test_formats.py", "test_laender.py",
    "test_leaks.py", "test_legal.py", "test_map.py", "test_office.py", "test_partial_dates.py", "test_pasting.py",
    "test_phrases.py", "test_portal_tags.py", "test_receipts.py", "test_richtext.py", "test_seat_chart.py",
    "test_sentences.py", "test_setup.py", "test_style_sheets.py", "test_taking_part_office.py", "test_translating.py",
    "test_uploads.py", "test_workdays.py",
    # Their pages are asked on both databases by test_queries.py.
    "test_admin_access.py", "test_admin_forms.py", "test_admin_meetings.py", "test_bad_input.py", "test_calendars.py",
    "test_composition.py", "test_documents.py", "test_feeds.py", "test_invitation.py", "test_news.py",
    "test_papers.py", "test_profile.py", "test_resolutions.py", "test_taking_part.py", "test_views.py",
}  # fmt: skip
# As "told", every test in these files.
TOLD = {
    "test_announcing.py", "test_history.py", "test_leaks.py", "test_no_traces.py", "test_office_matrix.py",
    "test_queries.py", "test_stale.py", "test_subscriptions.py",
}  # fmt: skip
# AUDIT=full is `make audit`: everything. Otherwise what differs by language alone runs in half of the languages, on the
# second database in one of each direction, and what is marked "once" not at all there: a database gives the same. That
# the texts of all languages are there and fit, the checks before the tests say.
FULL = os.environ.get("AUDIT") == "full"
BOTH_WAYS = ("de", "ar")
LATER = {"bg", "fa", "pl", "ro", "uk", "vi"}
LANGUAGE = {"language", "lang"}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Marks what needs a browser; leaves out, rather than skips, what is about the other database."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.browser)
    out = [item for item in items if item.get_closest_marker(OTHER) or _is_for_audit(item)]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def pytest_collection_finish(session):
    """What is there now stays to the end: looking through it for garbage again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _is_for_audit(item):
    """Whether it is about pages or words that need not be read on a second database, or in one language more."""
    if FULL or item.get_closest_marker("browser"):
        return False
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    languages = {str(parameters[name]) for name in LANGUAGE & set(parameters)}
    if BACKEND == "sqlite":
        return bool(languages) and languages <= LATER
    says_the_same = item.path.name in ONCE or item.get_closest_marker("once")
    return bool(says_the_same or (languages and not languages & set(BOTH_WAYS)))


class NetworkShut(RuntimeError):
    """A test tried to reach another machine."""


def _guarded(method):
    def connect(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise NetworkShut(f"Tests reach nothing but this machine, not {address[0]!r}.")
        return method(self, address)

    return connect


@pytest.fixture(autouse=True, scope="session")
def _network_is_shut():
    """Connections and name look-ups go to this machine only."""
    look_up = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        if host and (host.decode() if isinstance(host, bytes) else host) not in LOOPBACK:
            raise NetworkShut(f"Tests look up no other machine's name, not {host!r}.")
        return look_up(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def _cache_is_empty():
    """No test sees what another one cached."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def _listeners_of_made_rows(request, monkeypatch):
    """Rows that a test finds there are made quickly, unless what follows from making them is what it is about."""
    if request.node.path.name in TOLD or request.node.get_closest_marker("told"):
        from tests import factories

        monkeypatch.setattr(factories, "listen", True)


@pytest.fixture(scope="session")
def postgres():
    """Makes an empty PostgreSQL database and gives its address: postgres("name"); whichever database the run is on."""
    from tests.postgres import PostgresServer, new_database

    url, server = os.environ.get("TEST_DATABASE_URL"), None
    if not url:
        server = PostgresServer().start()
        url = server.url("postgres")
    yield partial(new_database, url)
    if server:
        server.stop()


@pytest.fixture(scope="session")
def live_portal(tmp_path_factory, request):
    """The portal as visitors get it: gunicorn, collected files, a database with the real councils."""
    from tests.live import LivePortal

    name = "live_" + os.environ.get("PYTEST_XDIST_WORKER", "first")
    database = request.getfixturevalue("postgres")(name) if BACKEND == "postgres" else None
    with LivePortal(tmp_path_factory.mktemp("portal"), database) as portal:
        yield portal


@pytest.fixture(scope="session")
def check_html():
    """Asks the Nu HTML checker about pages: check_html({"/de/": "<!doctype html>…"}) lists what it found."""
    from tests.html import check

    return check
