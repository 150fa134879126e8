"""News and annual reviews, as visitors see them. Texts are asked for in English, whose words stand in the code."""

import datetime
import html
import re

import pytest
import time_machine
from django.conf import settings

from councils.publishing import State
from tests import factories as f
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = "2027-03-01T12:00:00+01:00"
LATER = "2027-03-02T12:00:00+01:00"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def council():
    place = f.make_municipality(place_de="Musterstadt")
    return f.make_council(place, slug="musterrat", name_de="Musterrat")


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return words(response)


def rows(response):
    """The headings of the rows on a list, in order."""
    found = re.findall(r"<h3>\s*<a[^>]*>(.*?)</a>", response.content.decode(), re.DOTALL)
    return [html.unescape(title.strip()) for title in found]


# -- lists ------------------------------------------------------------------------------------------------------------


def test_news_of_a_council_latest_first_then_its_reviews(client, council):
    f.make_news(council=council, title_de="Älter", dated=datetime.date(2025, 1, 1))
    f.make_news(council=council, title_de="Neuer", dated=datetime.date(2027, 1, 1), kind="press_release")
    f.make_annual_review(council=council, year=2024, title_de="Rückblick 2024")
    f.make_annual_review(council=council, year=2025, title_de="Rückblick 2025", presented_on=datetime.date(2025, 11, 5))
    f.make_news(title_de="Fremd")

    response = client.get("/en/councils/musterrat/news/")

    assert rows(response) == ["Neuer", "Älter", "Rückblick 2025", "Rückblick 2024"]
    page = words(response)
    assert "1 January 2027 · Press release Neuer" in page
    assert "Presented on this day: 5 November 2025 Rückblick 2025" in page


def test_news_of_all_councils_name_council_and_place(client, council):
    f.make_news(council=council, title_de="Hier", dated=datetime.date(2027, 1, 1))
    f.make_annual_review(council=council, title_de="Rückblick")

    response = client.get("/en/news/")

    assert rows(response) == ["Hier", "Rückblick"]
    assert "1 January 2027 · News · Musterrat, Musterstadt Hier" in words(response)


def test_council_without_news_says_so(client, council):
    assert "This council has no news here yet." in read(client, "/en/councils/musterrat/news/")
    assert "There is no news yet." in read(client, "/en/news/")


def test_list_goes_on(client, council):
    for number in range(25):
        f.make_news(council=council, title_de=f"N{number:02}", dated=datetime.date(2026, 3, 1 + number // 2))
    f.make_annual_review(council=council, title_de="Rückblick")
    expected = [f"N{number:02}" for number in range(24, -1, -1)] + ["Rückblick"]

    for start in ("/en/councils/musterrat/news/", "/en/news/"):
        found, path = [], start
        while path:
            response = client.get(path)
            found += rows(response)
            more = re.search(r'href="([^"]*)"\s+rel="next"', response.content.decode())
            path = html.unescape(more[1]) if more else None
        assert found == expected


@pytest.mark.parametrize("path", ["/en/news/", "/en/councils/musterrat/news/"])
def test_malformed_cursor_is_a_bad_request(client, council, path):
    assert client.get(path, {"after": "x"}).status_code == 400


# -- what nobody may see ----------------------------------------------------------------------------------------------


def test_drafts_withdrawn_and_deleted_news_do_not_leak(client, council):
    hidden = f.make_council(state=State.DRAFT)
    f.make_news(council=council, title_de="ENTWURF", state=State.DRAFT)
    f.make_news(council=council, title_de="GELÖSCHT").remove()
    f.make_news(council=council, title_de="ZURÜCK").withdraw()
    f.make_news(council=hidden, title_de="VERSTECKT")
    f.make_annual_review(council=council, year=2020, title_de="ENTWURF", state=State.DRAFT)
    f.make_annual_review(council=hidden, title_de="VERSTECKT")
    review = f.make_annual_review(council=council, year=2024, title_de="Rückblick")
    theme = f.make_review_theme(review=review, title_de="Thema")
    f.make_review_theme(review=review, title_de="ENTWURF", state=State.DRAFT)
    f.make_review_point(theme=theme, text_de="ENTWURF", state=State.DRAFT)
    f.make_review_point(theme=theme, text_de="GELÖSCHT").remove()

    for path in ("/en/news/", "/en/councils/musterrat/news/", "/en/councils/musterrat/reviews/2024/"):
        content = client.get(path).content.decode()
        assert "Rückblick" in content
        assert [word for word in ("ENTWURF", "GELÖSCHT", "ZURÜCK", "VERSTECKT") if word in content] == []


def test_news_that_was_public_is_gone_and_one_that_never_was_is_not_found(client, council):
    gone, deleted = f.make_news(council=council, slug="weg"), f.make_news(council=council, slug="geloescht")
    f.make_news(council=council, slug="entwurf", state=State.DRAFT)
    f.make_news(council=council, slug="morgen", publish_at=datetime.datetime(2027, 3, 3, tzinfo=datetime.UTC))
    f.make_news(slug="fremd")
    with time_machine.travel(LATER, tick=False):
        gone.withdraw()
        deleted.remove()
        found = {
            slug: client.get(f"/en/councils/musterrat/news/{slug}/").status_code
            for slug in ("weg", "geloescht", "entwurf", "morgen", "fremd", "niemals")
        }

    assert found == {"weg": 410, "geloescht": 410, "entwurf": 404, "morgen": 404, "fremd": 404, "niemals": 404}


def test_review_that_was_public_is_gone_and_one_that_never_was_is_not_found(client, council):
    f.make_annual_review(council=council, year=2023).withdraw(datetime.datetime(2027, 3, 1, 10, tzinfo=datetime.UTC))
    gone = f.make_annual_review(council=council, year=2024)
    f.make_annual_review(council=council, year=2025, state=State.DRAFT)
    with time_machine.travel(LATER, tick=False):
        gone.remove()
        found = {
            year: client.get(f"/en/councils/musterrat/reviews/{year}/").status_code
            for year in (2024, 2025, 2026, 0, 99999999999999999999)
        }

    assert found == {2024: 410, 2025: 404, 2026: 404, 0: 404, 99999999999999999999: 404}


# -- addresses --------------------------------------------------------------------------------------------------------


def test_former_slug_leads_to_the_new_address(client, council):
    news = f.make_news(council=council, slug="alt")
    other = f.make_news(slug="anders")
    news.slug = "neu"
    news.save()
    other.slug = "ganz-anders"
    other.save()

    response = client.get("/ar/councils/musterrat/news/alt/?a=1")

    assert (response.status_code, response["Location"]) == (301, "/ar/councils/musterrat/news/neu/?a=1")
    assert client.get("/ar/councils/musterrat/news/anders/").status_code == 404


def test_former_slug_of_what_is_withdrawn_leads_nowhere(client, council):
    news = f.make_news(council=council, slug="alt")
    news.slug = "neu"
    news.save()
    with time_machine.travel(LATER, tick=False):
        news.withdraw()

        assert client.get("/en/councils/musterrat/news/alt/").status_code in (404, 410)
        assert client.get("/en/councils/musterrat/news/neu/").status_code == 410


def test_former_slug_of_the_council_keeps_the_rest(client, council):
    f.make_news(council=council, slug="news")
    council.slug = "news"
    council.save()

    assert client.get("/en/councils/musterrat/news/news/")["Location"] == "/en/councils/news/news/news/"
    assert client.get("/en/councils/news/news/news/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(client, council, method):
    f.make_news(council=council, slug="eins")
    f.make_annual_review(council=council, year=2024)

    for path in ("/en/news/", "/en/councils/musterrat/news/", "/en/councils/musterrat/news/eins/",
                 "/en/councils/musterrat/reviews/2024/"):  # fmt: skip
        response = getattr(client, method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


# -- one message ------------------------------------------------------------------------------------------------------


def test_message_carries_its_date_under_the_heading(client, council):
    f.make_news(
        council=council, slug="eins", title_de="Plenum", kind="press_release", dated=datetime.date(2027, 2, 24),
        lead_de="In Kürze.", body_de="<p>Ausführlich.</p>",
    )  # fmt: skip

    page = read(client, "/en/councils/musterrat/news/eins/")

    assert page.startswith("Musterrat, Musterstadt Plenum Press release · Wednesday 24 February 2027")
    assert "In Kürze. So far this text is in German only. Ausführlich." in page
    assert "This text carries the date" not in page


def test_old_message_says_that_it_speaks_of_then(client, council):
    f.make_news(council=council, slug="eins", dated=datetime.date(2017, 5, 29))

    page = read(client, "/en/councils/musterrat/news/eins/")

    assert "This text carries the date 29 May 2017. It says what was known on that day." in page


def test_message_names_its_own_source_beside_the_councils(client, council):
    council.source = f.make_source(council=council, title="Seite des Rates")
    council.save()
    source = f.make_source(council=council, title="Pressemitteilung", publisher="Stadt")
    f.make_news(council=council, slug="eins", source=source)

    page = read(client, "/en/councils/musterrat/news/eins/")

    assert "Source: Seite des Rates" in page
    assert "Pressemitteilung, Stadt" in page


# -- an annual review -------------------------------------------------------------------------------------------------


def test_review_lists_its_themes_then_tells_each(client, council):
    review = f.make_annual_review(
        council=council, year=2024, title_de="Rückblick 2024", presented_on=datetime.date(2024, 11, 14),
        intro_de="<p>Zwei Themen.</p>",
    )  # fmt: skip
    second = f.make_review_theme(review=review, key="feste", title_de="Feste", position=2)
    first = f.make_review_theme(review=review, key="baeume", title_de="Bäume", position=1)
    f.make_review_point(theme=first, text_de="Gepflanzt.", editorial_note_de="Sinn berichtigt.", position=1)
    f.make_review_point(theme=first, text_de="Gegossen.", position=2)
    f.make_review_point(theme=second, text_de="Gefeiert.")

    response = client.get("/en/councils/musterrat/reviews/2024/")
    content, page = response.content.decode(), words(response)

    assert page.startswith(
        "Musterrat, Musterstadt Rückblick 2024 Presented on this day: Thursday 14 November 2024"
    )  # fmt: skip
    assert (
        "2 themes of the year 2024 Bäume Feste Bäume Gepflanzt. Note from the editors of this portal: Sinn berichtigt."
        " Gegossen. Feste Gefeiert." in page
    )
    assert re.findall(r'<a\s+href="#(theme-[a-z]+)"', content) == ["theme-baeume", "theme-feste"]
    assert re.findall(r'<section[^>]*\bid="(theme-[a-z]+)"', content) == ["theme-baeume", "theme-feste"]


def test_review_with_one_theme_counts_it_rightly(client, council):
    f.make_review_theme(review=f.make_annual_review(council=council, year=2024))

    assert "1 theme of the year 2024" in read(client, "/en/councils/musterrat/reviews/2024/")


def test_review_without_themes_has_no_empty_heading(client, council):
    f.make_annual_review(council=council, year=2024)

    content = client.get("/en/councils/musterrat/reviews/2024/").content.decode()

    assert "themes" not in content
    assert not re.search(r"<h[1-6][^>]*>\s*</h", content)


# -- every language, and what pages cost ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_every_language(client, council, language):
    f.make_news(council=council, slug="eins", title_de="Nachricht", body_de="<p>Lang.</p>")
    review = f.make_annual_review(council=council, year=2024, intro_de="<p>Einleitung.</p>")
    f.make_review_theme(review=review, title_de="Thema")
    direction = "rtl" if language in ("ar", "fa") else "ltr"

    for page, path in [
        ("news_list", "news/"),
        ("council_news", "councils/musterrat/news/"),
        ("news", "councils/musterrat/news/eins/"),
        ("review", "councils/musterrat/reviews/2024/"),
    ]:
        response = client.get(f"/{language}/{path}")
        content = response.content.decode()
        assert response.status_code == 200
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', content)
        assert f'data-page="{page}"' in content
        assert len(re.findall(r"<h1\b", content)) == 1
        assert not response.cookies
        assert content.count('class="fell"') == (language != "de" and page in ("news", "review"))


@pytest.mark.parametrize("count", [1, 3, 300])
def test_pages_cost_the_same_with_few_and_many_rows(client, council, django_assert_num_queries, count):
    source = f.make_source(council=council)
    review = f.make_annual_review(council=council, year=2024, source=source)
    for number in range(count):
        f.make_news(council=council, slug=f"n{number}", source=source)
        theme = f.make_review_theme(review=review)
        if number < 10:
            f.make_review_point(theme=theme)
            f.make_news(dated=datetime.date(2027, 1, 1))
    many = count == 300

    with django_assert_num_queries(3 if many else 6):
        client.get("/en/news/")
    with django_assert_num_queries(3 if many else 4):
        client.get("/en/councils/musterrat/news/")
    with django_assert_num_queries(3):
        client.get("/en/councils/musterrat/news/n0/")
    with django_assert_num_queries(5):
        client.get("/en/councils/musterrat/reviews/2024/")
