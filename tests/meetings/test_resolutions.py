"""The page of what a council has decided. Texts are asked for in English, whose words stand in the code."""

import html
import re

import pytest
import time_machine
from django.conf import settings

from councils.partial_dates import PartialDate
from councils.publishing import State
from tests import factories as f
from tests.reading import headings, words

pytestmark = pytest.mark.django_db

PATH = "/en/councils/musterrat/resolutions/"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2027-03-01T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def council():
    return f.make_council(slug="musterrat", name_de="Musterrat")


def decide(meeting, title="Kurse", **fields):
    return f.make_agenda_item(meeting=meeting, title_de=title, **{"decision": "resolution"} | fields)


def test_page_lists_decisions_newest_meeting_first_then_as_printed(client, council):
    older = f.make_meeting(council, held_on=PartialDate(2026, 1, 5), title_de="1. Sitzung")
    newer = f.make_meeting(council, held_on=PartialDate(2026, 4, 28), title_de="2. Sitzung")
    decide(older, "C")
    second = decide(newer, "B", number="Ö 2", position=2, decision="recommendation", votes_for=9, votes_against=0)
    decide(newer, "A", number="Ö 1", position=1, outcome="rejected", outcome_by_de="Kreistag")
    f.make_agenda_item(meeting=newer, title_de="Nichts entschieden")

    response = client.get(PATH)
    page = words(response)

    assert headings(response) == ["Tuesday 28 April 2026", "Monday 5 January 2026"]
    assert headings(response, 3) == ["Public item 1: A", "Public item 2: B", "Public item 1: C"]
    assert "2. Sitzung Ö 1 Public item 1: A Resolution What became of it: Rejected · Kreistag Ö 2" in page
    assert "Public item 2: B Recommendation Votes – for: 9, against: 0." in page
    assert "Nichts entschieden" not in page
    assert f"/en/councils/musterrat/meetings/{newer.public_id}/#item-{second.public_id.hex[:8]}" in (
        response.content.decode()
    )


def test_nothing_that_is_not_public_leaks(client, council):
    shown = f.make_meeting(council, openness="partly")
    closed = f.make_meeting(council, openness="non_public")
    draft = f.make_meeting(council, state=State.DRAFT)
    elsewhere = f.make_meeting()
    unsaid = f.make_meeting(elsewhere.keeper)
    f.make_convening(meeting=unsaid, council=council, state=State.DRAFT)
    decide(shown, "OFFEN")
    decide(shown, "GEHEIM", is_public=False)
    decide(shown, "GEHEIM", state=State.DRAFT)
    for meeting in (closed, draft, elsewhere, unsaid):
        decide(meeting, "GEHEIM")

    content = client.get(PATH).content.decode()

    assert "OFFEN" in content
    assert "GEHEIM" not in content


def test_source_that_is_a_draft_does_not_show(client, council):
    hidden = f.make_source(council=council, title="GEHEIM", state=State.DRAFT)
    decide(f.make_meeting(council, source=hidden))

    assert "GEHEIM" not in client.get(PATH).content.decode()


def test_page_without_any_says_so_and_has_no_tab(client, council):
    f.make_agenda_item(meeting=f.make_meeting(council))

    page = words(client.get(PATH))
    listed = client.get("/en/councils/musterrat/meetings/").content.decode()

    assert "No resolution of this council is recorded here." in page
    assert PATH not in listed


def test_tab_and_list_lead_to_it_once_there_is_one(client, council):
    decide(f.make_meeting(council))

    listed = client.get("/en/councils/musterrat/meetings/").content.decode()

    assert listed.count(f'href="{PATH}"') == 2
    assert f'href="{PATH}"' in client.get("/en/councils/musterrat/").content.decode()


def test_list_goes_on(client, council):
    for month in (1, 2, 3):
        meeting = f.make_meeting(council, held_on=PartialDate(2026, month, 1), starts_at=None)
        for number in range(1, 11):
            decide(meeting, f"{month}-{number}", number=str(number), position=number)

    found, path = [], PATH
    while path:
        response = client.get(path)
        found += [heading.partition(": ")[2] for heading in headings(response, 3)]
        more = re.search(r'href="([^"]*)"\s+rel="next"', response.content.decode())
        path = html.unescape(more[1]) if more else None

    assert found == [f"{month}-{number}" for month in (3, 2, 1) for number in range(1, 11)]
    assert client.get(f"{PATH}?after=x").status_code == 400


def test_page_answers_only_who_reads_and_follows_the_council(client, council):
    moved = client.post(PATH)
    council.slug = "neuer-rat"
    council.save()

    assert (moved.status_code, moved["Allow"]) == (405, "GET, HEAD")
    assert client.get(PATH)["Location"] == "/en/councils/neuer-rat/resolutions/"
    assert client.get("/en/councils/niemand/resolutions/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_five_queries(client, council, django_assert_num_queries, count):
    for _number in range(count):
        decide(f.make_meeting(council, source=f.make_source(council=council)))

    with django_assert_num_queries(5):
        client.get(PATH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_every_language(client, council, language):
    decide(f.make_meeting(council), resolution_de="<p>Lang.</p>")

    response = client.get(f"/{language}/councils/musterrat/resolutions/")
    content = response.content.decode()

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', content)
    assert len(re.findall(r"<h1\b", content)) == 1
    assert not response.cookies
    assert ('<span lang="de" dir="ltr">Kurse</span>' in content) == (language != "de")
