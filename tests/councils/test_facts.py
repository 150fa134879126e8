"""Every fact of the five council files stands on a public page of its council, in the reader's language."""

import datetime
import html
import io
import re
from functools import lru_cache, partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import translation

from councils.dates import clock, long_date, partial_date
from councils.laender import land_label
from councils.partial_dates import PartialDate

pytestmark = [pytest.mark.django_db, pytest.mark.once]
FILES = sorted(Path(settings.BASE_DIR, "councils", "data").glob("*.yaml"))
LANGUAGES = ["de", "de-simple", "ar"]
ALL_LANGUAGES = {code for code, _name in settings.LANGUAGES}

# What a file says to machines, not to readers: how it is put together, and choices that pages put into words.
NOT_SHOWN = {
    "format", "key", "slug", "state", "kind", "structure", "rule", "seats_kind", "voting", "filled_by", "nominated_by",
    "appointed_by", "seat_group", "term", "source", "venue", "role", "status", "openness", "mode", "is_free", "level",
    "availability", "language", "ends_with_election", "holds_over", "is_quotation", "is_public", "is_date_known",
    "step_free", "co_conveners", "predecessor", "successor", "parent",
}  # fmt: skip
# The map and machines that read the portal use these; where a place is, its page says by name.
FOR_THE_MAP = {"official_key", "latitude", "longitude", "reference_source", "reference_licence", "reference_date"}
DATES = {"founded_on", "dissolved_on", "dated", "began", "ended", "occurred_on", "adopted_on", "presented_on", "date"}
# Only the page of the meeting may show it; a test of its own says so.
KEPT_APART = {"registration_contact", "registration_contact_expires_on"}


class _Page(HTMLParser):
    """The words of a page and where its links lead."""

    def __init__(self, source):
        super().__init__()
        self.words, self.links = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name == "href" and tag == "a"]

    def handle_data(self, data):
        self.words.append(data)


def squeezed(text):
    """The text without any blank: markup between two words makes no difference then."""
    return re.sub(r"[\s\u00ad]+", "", html.unescape(re.sub(r"<[^>]+>", " ", text)))


squeezed_once = lru_cache(squeezed)


def read_portal(language):
    """Every page that links lead to from the start page: ``{path: (words, words and links)}``."""
    client, found, waiting = Client(), {}, [f"/{language}/"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        response = client.get(path)
        assert response.status_code == 200, path
        page = _Page(response.content.decode())
        words = " ".join(page.words)
        found[path] = words, f"{words} {' '.join(page.links)}"
        for link in page.links:
            address = urlsplit(urljoin(path, link))
            if not address.netloc and address.scheme == "" and address.path.startswith(f"/{language}/"):
                waiting.append(address.path + (f"?{address.query}" if address.query else ""))
    return found


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """All pages of a portal with the five councils: ``{language: {path: (words, words and links)}}``."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_councils", stdout=io.StringIO())
        pages = {language: read_portal(language) for language in LANGUAGES}
        transaction.set_rollback(True)
    return pages


def facts_of(entry, language, path=""):
    """Pairs of where a fact stands in the file and a test whether a text shows it."""
    for name, value in entry.items():
        here = f"{path}/{name}"
        if name in NOT_SHOWN | FOR_THE_MAP | KEPT_APART:
            continue
        if isinstance(value, dict) and set(value) <= ALL_LANGUAGES:
            yield here, partial(shows, [value.get(language) or value["de"]])
        elif isinstance(value, list):
            for item in value:
                yield from facts_of(item, language, f"{here}/{item['key']}")
        else:
            assert isinstance(value, str), here
            yield here, partial(shows, ways_to_write(name, value))


def ways_to_write(name, value):
    """How a page may write what the file holds."""
    if name == "land":
        return [str(land_label(value))]
    if name in DATES or name.startswith("valid_"):
        date = PartialDate.parse(value)
        return [partial_date(date), *([long_date(date.earliest)] if date.precision == "day" else [])]
    if name in {"time", "end_time"}:
        return [clock(datetime.time.fromisoformat(value))]
    return [value]


def shows(ways, text):
    """Whether the text has one of these in it; a number must stand there as a word of its own."""
    if ways[0].isdecimal():
        return re.search(rf"\b{ways[0]}\b", text) is not None
    return any(squeezed(way) in squeezed_once(text) for way in ways)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_fact_of_a_council_is_on_its_pages(portal, file, language):
    entry = yaml.load(file.read_text(), yaml.BaseLoader)
    pages = portal[language]
    own = [both for path, (_words, both) in pages.items() if path.startswith(f"/{language}/councils/{file.stem}/")]
    text = " ".join(own)

    with translation.override(language):
        missing = [where for where, is_shown in facts_of(entry, language) if not is_shown(text)]

    assert len(own) >= 6
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contact_of_a_past_meeting_is_on_that_page_and_nowhere_else(portal, language):
    entry = yaml.load(next(f for f in FILES if "hameln" in f.stem).read_text(), yaml.BaseLoader)
    [meeting] = [meeting for meeting in entry["meetings"] if meeting.get("registration_contact")]
    address = meeting["registration_contact"]

    showing = [path for path, (words, _both) in portal[language].items() if address in words]
    linking = [path for path, (_words, both) in portal[language].items() if f"mailto:{address}" in both]

    assert len(showing) == 1
    assert re.fullmatch(rf"/{language}/councils/hameln-pyrmont-migrationsrat/meetings/[0-9a-f-]{{36}}/", showing[0])
    assert linking == []


# Announced once; whether they took place, no source says.
ARCHIVED = {
    "de": {
        "hameln-pyrmont-migrationsrat": (
            "Vergangen", "Donnerstag, 28. April 2022", "18:00 Uhr",
            "Ob sie stattgefunden hat, ist hier nicht festgehalten.", "Was damals galt", "Nicht mehr gültig",
            "Dieses Dokument ist bekannt, liegt uns aber nicht vor.",
        ),
        "rostock-netzwerk": (
            "Vergangen", "Mittwoch, 7. Juni 2017", "Ob sie stattgefunden hat, ist hier nicht festgehalten.",
            "Plenum 2017", "Bürgerschaftssaal", "Etwa 120 Teilnehmende wurden erwartet.",
        ),
    },
    "ar": {
        "hameln-pyrmont-migrationsrat": (
            "سابقة", "الخميس، 28 أبريل 2022", "الساعة 18:00", "ولم يُسجَّل هنا هل عُقدت.",
            "ما كان ساريًا آنذاك", "لم يعد ساريًا", "نعرف بوجود هذه الوثيقة، لكنها ليست لدينا.",
        ),
        "rostock-netzwerk": (
            "سابقة", "الأربعاء، 7 يونيو 2017", "ولم يُسجَّل هنا هل عُقدت.", "الجلسة العامة لعام 2017",
            "وكان من المتوقع حضور نحو 120 مشاركًا.",
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("language", ARCHIVED)
def test_the_meetings_of_2022_and_2017_stand_in_the_archive(portal, language):
    for slug, said in ARCHIVED[language].items():
        page = rf"/{language}/councils/{slug}/meetings/[0-9a-f-]{{36}}/"
        archived = [squeezed(words) for path, (words, _both) in portal[language].items() if re.fullmatch(page, path)]

        assert [[text for text in said if squeezed(text) not in page] for page in archived] == [[]]


@pytest.mark.parametrize("language", ["de", "de-simple"])
def test_the_pages_of_a_network_do_not_call_it_a_council(portal, language):
    pages = [words for path, (words, _) in portal[language].items() if "/councils/rostock-netzwerk/" in path]

    called = [found for words in pages for found in re.findall(r".{30}(?<!-)\bRat(?:es|s)?\b", words)]

    assert len(pages) >= 6
    assert called == []
