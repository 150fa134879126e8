"""The portal's own imprint, privacy notice, accessibility statement and the two explanations it owes."""

import datetime
import re

import pytest

from councils import legal
from councils.laender import BY_NAME, ENFORCEMENT_BODIES_URL, LAENDER
from portal.views.special import wanted_part
from tests import factories as f
from tests.browser.pages import LANGUAGES

pytestmark = pytest.mark.django_db

PAGES = ("imprint", "privacy", "accessibility", "easy-language", "sign-language")
LEGAL = PAGES[:3]
OPERATOR = {
    "OPERATOR_NAME": "Verein Brücke e. V.",
    "OPERATOR_STREET": "Hafenstraße 2",
    "OPERATOR_CITY": "18055 Rostock",
    "OPERATOR_REPRESENTATIVE": "Anna Muster",
    "OPERATOR_RESPONSIBLE": "Ben Muster, Anschrift wie oben",
    "OPERATOR_MAIL": "portal@bruecke.example",
}
VIDEO = bytes(range(256)) * 1000


@pytest.fixture
def operator(settings):
    """A portal whose operator is fully named."""
    for name, value in OPERATOR.items():
        setattr(settings, name, value)
    return settings


@pytest.fixture
def video(settings, tmp_path):
    """A portal for which somebody has filmed the explanations."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / legal.SIGN_LANGUAGE_VIDEO).write_bytes(VIDEO)


def page_text(response):
    """The words of the page's main part, without tags."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("page", LEGAL)
def test_page_without_operator_says_that_it_is_a_demonstration(client, page):
    response = client.get(f"/en/{page}/")

    assert "This portal is a demonstration. No operator is fully named yet." in page_text(response)
    assert response.context["missing"] == [
        "The name of the operator", "Street and number", "Postcode and town", "Who represents the operator",
        "Who is responsible for the content", "E-mail address",
    ]  # fmt: skip
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("page", LEGAL)
def test_page_with_operator_may_be_found(client, operator, page):
    response = client.get(f"/en/{page}/")

    assert response.context["missing"] == []
    assert "demonstration" not in page_text(response)
    assert "noindex" not in response.content.decode()


def test_incomplete_operator_is_told_apart_from_none(client, operator):
    operator.OPERATOR_RESPONSIBLE = ""

    response = client.get("/en/imprint/")

    assert "The information on the operator is not complete." in page_text(response)
    assert response.context["missing"] == ["Who is responsible for the content"]
    assert "noindex" not in response.content.decode()


def test_imprint_names_the_operator(client, operator):
    operator.OPERATOR_PHONE = "0381 123"

    response = client.get("/en/imprint/")

    html, text = response.content.decode(), page_text(response)
    for shown in ("Verein Brücke e. V.", "Hafenstraße 2", "18055 Rostock", "Anna Muster", "Ben Muster"):
        assert shown in text
    assert "§ 5 of the German Digital Services Act (DDG)" in text
    assert "§ 18 (2) of the German Interstate Media Treaty" in text
    assert 'href="mailto:portal@bruecke.example"' in html
    assert 'href="tel:+49381123"' in html


def test_imprint_credits_what_was_taken_over(client):
    reference = {
        "reference_source": "Amtlicher Gemeindeschlüssel",
        "reference_licence": "dl-de/by-2-0",
        "reference_date": datetime.date(2024, 12, 31),
    }
    f.make_municipality(**reference)
    f.make_municipality(**reference)
    f.make_municipality(reference_source="Geheime Liste", state="draft")

    response = client.get("/en/imprint/")

    text = page_text(response)
    assert text.count("Amtlicher Gemeindeschlüssel") == 1
    assert "As of 31 December 2024" in text
    assert "https://www.govdata.de/dl-de/by-2-0" in response.content.decode()
    assert "Natural Earth" in text
    assert "Geheime Liste" not in text


def test_privacy_notice_lists_all_rights_and_all_authorities(client):
    text = page_text(client.get("/en/privacy/"))

    assert [article for article in [*range(15, 22), 77] if f"(Article {article})" not in text] == []
    assert [land.code for land in BY_NAME if land.supervisory_authority.name not in text] == []


def test_privacy_notice_states_what_the_settings_say(client, settings):
    settings.SESSION_COOKIE_AGE = 5 * 60 * 60
    settings.AXES_COOLOFF_TIME = datetime.timedelta(minutes=45)

    text = page_text(client.get("/en/privacy/"))

    assert "for up to 5 hours" in text
    assert "They count for 45 minutes" in text


@pytest.mark.parametrize("page", PAGES)
def test_privacy_notice_is_true_about_cookies_and_others(client, page):
    response = client.get(f"/en/{page}/")

    assert response.cookies == {}
    assert (
        re.findall(r'<(?:script|link|img|iframe|video|source)[^>]+(?:src|href)="(https?:[^"]+)"', page_head(response))
        == []
    )


def page_head(response):
    """The page without its links of relation, which nothing loads."""
    return re.sub(r'<link\s+rel="(?:canonical|alternate)"[^>]*>', "", response.content.decode())


def test_statement_has_all_its_parts(client, operator):
    response = client.get("/en/accessibility/")

    text = page_text(response)
    for part in (
        "These pages are partially compliant with the rules.",
        "Directive (EU) 2016/2102",
        "What is not accessible yet",
        "Translations were made by machine",
        "Leichte Sprache",
        "The video in German Sign Language (Deutsche Gebärdensprache) is missing.",
        "Date of this statement: 22 November 2026",
        "Last reviewed: 22 November 2026",
        "Method: self-assessment",
        "Report a barrier",
        "Durchsetzungsverfahren",
    ):
        assert part in text
    assert [land.code for land in BY_NAME if land.enforcement_body.name not in text] == []
    assert f'href="{ENFORCEMENT_BODIES_URL}"' in response.content.decode()


def test_barrier_can_be_reported_in_one_step(client, operator):
    operator.OPERATOR_PHONE = "0381 123"

    html = client.get("/en/accessibility/").content.decode()

    report = re.search(r'<section\s+id="report".*?</section>', html, re.DOTALL)[0]
    assert 'href="mailto:portal@bruecke.example?subject=Barrier%20on%20the%20website' in report
    assert 'href="tel:+49381123"' in report


def test_phone_alone_is_a_way_too(client, settings):
    settings.OPERATOR_PHONE = "0381 123"

    report = client.get("/en/accessibility/").content.decode().partition('id="report"')[2]

    assert 'href="tel:+49381123"' in report
    assert "No operator of the portal is named yet." not in report


def test_every_page_leads_to_reporting(client):
    html = client.get("/en/privacy/").content.decode()

    assert 'href="/en/accessibility/report/"' in html


def test_land_without_body_says_so(client, monkeypatch):
    from portal.views import legal as views

    bare = LAENDER["MV"].__class__("MV", "Mecklenburg-Vorpommern")
    monkeypatch.setattr(views, "BY_NAME", [bare])

    assert "Mecklenburg-Vorpommern: not recorded here" in page_text(client.get("/en/accessibility/"))
    assert "Mecklenburg-Vorpommern: not recorded here" in page_text(client.get("/en/privacy/"))


# -- easy language ----------------------------------------------------------------------------------------------------


def test_untested_texts_are_plain_language(client):
    response = client.get("/en/easy-language/")

    text = page_text(response)
    assert "<h1>Plain language (Einfache Sprache)</h1>" in re.sub(r">\s+|\s+<", tighten, response.content.decode())
    assert "Test readers still have to check them." in text
    assert "Easy Language (Leichte Sprache) Plain" not in text


def tighten(match):
    return match[0].strip()


def test_tested_texts_are_easy_language(client, monkeypatch):
    test = legal.EasyLanguageTest("Büro für Leichte Sprache, vier Prüfende", datetime.date(2027, 3, 1))
    monkeypatch.setattr(legal, "EASY_LANGUAGE_TEST", test)

    text = page_text(client.get("/en/easy-language/"))

    assert "Easy Language (Leichte Sprache)" in text
    assert "Büro für Leichte Sprache, vier Prüfende" in text
    assert "1 March 2027" in text
    assert "Einfache Sprache" not in text
    assert "There are no texts in Easy Language" not in page_text(client.get("/en/accessibility/"))


@pytest.mark.parametrize("page", ["easy-language", "sign-language"])
def test_explanation_has_all_its_parts(client, page):
    response = client.get(f"/en/{page}/")

    text, html = page_text(response), response.content.decode()
    for question in (
        "What is this website?", "How do you find your way?", "Can everybody use this website?",
        "Is something not working for you?", "Where is more",
    ):  # fmt: skip
        assert question in text
    for link in ("/en/councils/", "/en/meetings/", "/en/news/", "/en/words/", "/en/languages/", "/en/accessibility/"):
        assert f'href="{link}"' in html


def test_easy_language_page_leads_to_simple_german(client):
    assert 'href="/de-simple/easy-language/"' in client.get("/en/easy-language/").content.decode()


# -- sign language ----------------------------------------------------------------------------------------------------


def test_missing_video_is_said_plainly(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    response = client.get("/en/sign-language/")

    assert "The video in German Sign Language is missing." in page_text(response)
    assert "<video" not in response.content.decode()
    assert client.get("/files/sign-language.mp4").status_code == 404


def test_video_is_shown_once_it_is_there(client, video):
    response = client.get("/en/sign-language/")

    assert 'src="/files/sign-language.mp4"' in response.content.decode()
    assert "missing" not in page_text(response)
    assert "media-src 'self'" in response["Content-Security-Policy"]
    assert "is missing" not in page_text(client.get("/en/accessibility/"))


def test_video_is_served_whole_and_safely(client, video):
    response = client.get("/files/sign-language.mp4", headers={"Accept-Encoding": "gzip"})

    assert response.status_code == 200
    assert b"".join(response.streaming_content) == VIDEO
    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=100-", 100, 255999), ("bytes=-5", 255995, 255999), ("bytes=9-999999", 9, 255999)],
)
def test_video_is_served_in_parts(client, video, wanted, first, last):
    response = client.get("/files/sign-language.mp4", headers={"Range": wanted, "Accept-Encoding": "gzip"})

    assert response.status_code == 206
    assert b"".join(response.streaming_content) == VIDEO[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/256000"
    assert response["Content-Length"] == str(last + 1 - first)


def test_part_beyond_the_end_is_416(client, video):
    response = client.get("/files/sign-language.mp4", headers={"Range": "bytes=256000-"})

    assert (response.status_code, response["Content-Range"]) == (416, "bytes */256000")


@pytest.mark.parametrize("header", ["", "bytes=-", "bytes=5-2", "bytes=1-2,5-6", "lines=1-2", "bytes=²-", "bytes=a-b"])
def test_range_that_makes_no_sense_means_the_whole(header):
    assert wanted_part(header, 100) is None


@pytest.mark.parametrize("size", [0, 100])
def test_no_bytes_from_the_end_are_none(size):
    assert wanted_part("bytes=-0", size).start >= size


# -- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_stands_in_every_language(client, lang, page):
    response = client.get(f"/{lang}/{page}/")

    html = response.content.decode()
    direction = "rtl" if lang in {"ar", "fa"} else "ltr"
    assert response.status_code == 200
    assert re.search(rf'<html\s+lang="{lang}"\s+dir="{direction}"', html)
    assert f'data-page="{page.replace("-", "_")}"' in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("address", [*(f"/en/{page}/" for page in PAGES), "/files/sign-language.mp4"])
def test_page_is_for_reading_only(client, address):
    response = client.post(address)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_imprint_asks_the_database_once(client, django_assert_num_queries, rows):
    for number in range(rows):
        f.make_municipality(reference_source=f"Quelle {number % 3}")

    with django_assert_num_queries(1):
        client.get("/en/imprint/")


@pytest.mark.parametrize("page", PAGES[1:])
def test_other_pages_ask_the_database_nothing(client, django_assert_num_queries, page):
    with django_assert_num_queries(0):
        client.get(f"/en/{page}/")
