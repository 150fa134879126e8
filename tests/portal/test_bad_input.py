"""What strangers, broken links and old browsers send: the right status, a helpful page, and never a 500."""

import base64
import re
import uuid

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils.translation import override

from councils.models import Council, Document
from councils.publishing import State
from councils.views import documents
from meetings.models import Meeting
from meetings.views import lists, resolutions
from tests.elements import Page
from tests.factories import (
    make_annual_review,
    make_contact_point,
    make_council,
    make_document,
    make_editor,
    make_meeting,
    make_municipality,
    make_news,
)
from tests.public_paths import NEGOTIATED, public_paths

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
READERS = ("de", "ar", "de-simple")
CURSORS = ("", "x", "%00", "====", "AAAA", "MA", "w7_Dvw", "a" * 1500, "'; DROP TABLE councils_council", "🙂")

PARTS_OF_LISTS = {
    "meetings": (lists.COMING, lists.PAST),
    "documents": (documents.IN_ORDER, documents.BY_MEETING),
    "resolutions": (resolutions.ORDER,),
}


@pytest.fixture
def council():
    """A council with a row of every kind that has a page of its own."""
    council = make_council(make_municipality(place_de="Beckum"), slug="beckum")
    make_meeting(council, key="sitzung")
    make_news(council=council, slug="neues")
    make_annual_review(council=council, year=2024)
    make_document(council=council)
    make_contact_point(council=council)
    return council


def holds(response, status, language=None, *, negotiated=False):
    """Check that this is an error page that helps: in the reader's language, with a way on, kept by nobody."""
    assert response.status_code == status
    page = Page(response)
    root = page.one("html")
    assert page.one("body")["data-page"] == "error"
    assert len(page.find("h1")) == 1
    assert page.one("meta", name="robots")["content"] == "noindex"
    if language:
        assert (root["lang"], root["dir"]) == (language, "rtl" if language in {"ar", "fa"} else "ltr")
        assert response["Content-Language"] == language
        with override(language):
            links = {link.get("href") for link in page.find("a")}
            assert {reverse("home"), reverse("councils:list"), reverse("meetings:list")} <= links
    if negotiated:
        assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert "nonce" not in response["Content-Security-Policy"]
    return page


# -- addresses that lead nowhere --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_page_answers_in_the_language_of_its_address(client, language):
    holds(client.get(f"/{language}/nirgends/", headers={"Accept-Language": "tr"}), 404, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_address_without_a_language_answers_in_that_of_the_browser(client, language):
    response = client.get("/nirgends/", headers={"Accept-Language": f"{language},en;q=0.1"})

    holds(response, 404, language, negotiated=True)


@pytest.mark.parametrize(
    "path", ["/fr/", "/xx/councils/", "/de-DE/", "/d/", "/deutsch/", "/c/", "/c//", "/.env", "/wp-login.php"]
)
def test_unknown_language_or_page_is_404(client, path):
    holds(client.get(path, headers={"Accept-Language": "uk"}), 404, "uk", negotiated=True)


def test_language_in_capitals_leads_to_the_small_one(client):
    response = client.get("/DE/councils/?q=x")

    assert (response.status_code, response["Location"]) == (301, "/de/councils/?q=x")


@pytest.mark.parametrize(
    "path",
    [
        "/councils/unbekannt/",
        "/councils/unbekannt/members/",
        "/councils/unbekannt/meetings/",
        "/councils/unbekannt/news/",
        "/councils/unbekannt/documents/",
        "/councils/unbekannt/take-part/",
        "/councils/unbekannt/contact/",
        "/councils/unbekannt/imprint/",
        "/councils/unbekannt/privacy/",
        "/councils/unbekannt/accessibility/",
        "/councils/beckum/news/unbekannt/",
        "/councils/beckum/reviews/1999/",
        "/councils/beckum/reviews/0/",
        "/councils/beckum/reviews/999999999999999999999999/",
        "/councils/beckum/reviews/zwanzig/",
        "/councils/beckum/reviews/-1/",
        f"/councils/beckum/meetings/{uuid.UUID(int=7)}/",
        "/councils/beckum/meetings/123/",
        "/councils/beckum/meetings/g0000000-0000-0000-0000-000000000000/",
        "/councils/Beckum%20/",
        "/councils/be%2Fckum/",
        "/councils/b%C3%A4ckum/",
        "/councils/%ff%fe/",
        "/councils/../../etc/passwd",
        f"/councils/{'a' * 500}/",
    ],
)
def test_what_does_not_exist_is_404(client, council, path):
    for language in READERS:
        holds(client.get(f"/{language}{path}"), 404, language)


def test_drafts_are_404_and_what_was_public_is_410(client, council):
    make_council(slug="entwurf", state=State.DRAFT)
    make_news(council=council, slug="entwurf", state=State.DRAFT)
    with override("ar"):
        news = make_news(council=council, slug="zurueck")
        meeting = Meeting.objects.get()
        gone = [news.get_absolute_url(), meeting.get_absolute_url()]
    news.withdraw()
    meeting.remove()

    for path in ("/ar/councils/entwurf/", "/ar/councils/beckum/news/entwurf/"):
        holds(client.get(path), 404, "ar")
    for path in gone:
        holds(client.get(path), 410, "ar")
    Council.objects.get(slug="beckum").withdraw()
    for path in ("", "members/", "meetings/", "contact/", "imprint/", "documents/"):
        holds(client.get(f"/ar/councils/beckum/{path}"), 410, "ar")


def test_files_that_do_not_exist_are_404(client, council):
    document = Document.objects.get()

    for path in (f"/files/{uuid.UUID(int=7)}/a.pdf", f"/files/{document.public_id}/a.pdf", "/files/7/a.pdf", "/files/"):
        holds(client.get(path, headers={"Accept-Language": "pl"}), 404, "pl", negotiated=True)


# -- parameters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "day",
    [
        "",
        "gestern",
        "2024-02-30",
        "2024-13-01",
        "24-01-01",
        "2024-1-1",
        "٢٠٢٤-٠١-٠١",
        "0000-00-00",
        "2024-01-01T00:00",
        "9" * 200,
    ],
)
def test_malformed_day_is_400(client, council, day):
    for language in READERS:
        holds(client.get(f"/{language}/councils/beckum/members/", {"on": day}), 400, language)


@pytest.mark.parametrize("year", ["", "heute", "20", "20245", "-2024", "٢٠٢٤", "2024.0", "1e3", "0000", "9999"])
def test_malformed_year_is_400(client, council, year):
    holds(client.get("/ar/councils/beckum/meetings/", {"year": year}), 400, "ar")


@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize(
    "path", ["/councils/", "/meetings/", "/news/", "/councils/beckum/meetings/", "/councils/beckum/news/"]
)
def test_malformed_cursor_is_400(client, council, path, cursor):
    holds(client.get(f"/fa{path}", {"after": cursor}), 400, "fa")


def test_cursor_of_another_list_is_400_or_a_page_but_no_error(client, council):
    for index in range(25):
        make_council(make_municipality(), slug=f"rat-{index:02}")
    cursor = client.get("/de/councils/").context["next_url"].partition("after=")[2]

    for path in ("/meetings/", "/news/", "/councils/beckum/meetings/", "/councils/beckum/news/"):
        assert client.get(f"/de{path}?after={cursor}").status_code in {200, 400}
    holds(client.get(f"/de/councils/?q=rat&after={cursor}"), 400, "de")


@pytest.mark.parametrize("number", ["9" * 19, "-" + "9" * 40])
def test_cursor_with_a_number_of_any_size_leads_nowhere(client, council, number):
    """What no column can hold is the database's own error where nobody has looked at it before."""
    for path, parts in PARTS_OF_LISTS.items():
        for part, columns in enumerate(parts):
            for place in range(len(columns)):
                values = [str(part), *(number if index == place else "1" for index in range(len(columns)))]
                after = base64.urlsafe_b64encode("\x1f".join(values).encode()).decode().rstrip("=")
                answer = client.get(f"/de/councils/beckum/{path}/", {"after": after})
                assert answer.status_code in {200, 400}, (path, values)


@pytest.mark.parametrize("words", ["a" * 201, "null\x00byte", "glocke\x07", "\x1b[31m"])
def test_words_nobody_can_have_typed_are_400(client, council, words):
    holds(client.get("/uk/councils/", {"q": words}), 400, "uk")


def test_null_bytes_in_addresses_of_the_office_are_400(client, council):
    client.force_login(make_editor(council).user)

    for path in ("own-pages/?q=a%00", "councils/news/?state=%00", "autocomplete/?term=%00"):
        assert client.get(f"/admin/{path}").status_code == 400


def test_words_that_are_no_text_are_400(client, council):
    holds(client.get("/fa/councils/?q=%ff%fe"), 400, "fa")
    assert client.get("/fa/words/?q=%ff%fe").status_code == 200


@pytest.mark.parametrize("land", ["XX", "by", "BY\x00", "BYBY", "1", "'"])
def test_unknown_land_is_400(client, council, land):
    holds(client.get("/de/councils/", {"land": land}), 400, "de")


@pytest.mark.parametrize(
    "query",
    [
        "q=%F0%9F%92%A9",
        "q=%E2%80%AE%E2%80%8F",
        "q=a&q=b",
        "q[]=x",
        "q=" + "%20" * 150,
        "q=" + "a " * 100,
        "&&&===",
        "%",
        "%zz=%zz",
        "unbekannt=1&after2=x&utm_source=y",
    ],
)
def test_odd_queries_and_unknown_parameters_are_answered(client, council, query):
    for path in ("/councils/", "/", "/councils/beckum/", "/words/"):
        assert client.get(f"/de{path}?{query}").status_code == 200


def test_text_from_the_address_is_never_markup(client, council):
    attack = "<img src=x onerror=alert(1)>"
    for path in ("/de/councils/", "/de/councils/beckum/members/", "/de/meetings/"):
        for name in ("q", "after", "on", "land", "unknown"):
            assert attack not in client.get(path, {name: attack}).content.decode()
    assert "<img" not in client.get("/de/%3Cimg%20src=x%3E/").content.decode()


# -- requests that no browser sends -----------------------------------------------------------------------------------


def test_overlong_address_is_414(client, council):
    holds(client.get("/ar/" + "a" * 2500), 414, "ar")
    holds(client.get("/de/councils/", {"q": "a" * 2500}), 414, "de")
    holds(client.get("/" + "a" * 2500, headers={"Accept-Language": "vi"}), 414, "vi", negotiated=True)


def test_null_byte_in_the_path_is_400(client, council):
    page = client.get("/ar/councils/%00/")
    holds(page, 400, "ar")
    assert b"\x00" not in page.content
    holds(client.get("/%00", headers={"Accept-Language": "ro"}), 400, "ro", negotiated=True)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "a" * 300, "test server", "<script>"])
def test_wrong_host_is_400_in_the_readers_language_and_never_repeated(client, council, host):
    response = client.get("/ar/", headers={"Host": host})

    holds(response, 400, "ar")
    assert b"evil" not in response.content


@pytest.mark.parametrize(
    "accepted",
    [
        "",
        "*",
        "*;q=0",
        "de;q=",
        ";;;",
        "q=1",
        "de-",
        "-de",
        "a" * 5000,
        "en," * 3000,
        "\xe4\xf6\xfc",
        "de;q=1e999",
        "../../etc/passwd",
        "x\ty",
    ],
)
def test_bad_accept_language_is_german_or_what_could_be_read(client, council, accepted):
    for path in ("/", "/c/beckum/"):
        response = client.get(path, headers={"Accept-Language": accepted})

        assert response.status_code == 302
        assert response["Location"].split("/")[1] in {"de", "en"}
    assert client.get("/nirgends/", headers={"Accept-Language": accepted}).status_code == 404


@pytest.mark.parametrize(
    "header",
    [
        "Cookie",
        "Referer",
        "User-Agent",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "If-None-Match",
        "If-Modified-Since",
        "Range",
        "Content-Length",
        "Authorization",
    ],
)
@pytest.mark.parametrize("value", ["", "x" * 9000, "\xff\xfe\x00", "sessionid=;;;==; csrftoken", "bytes=99-1,-,5-"])
def test_odd_headers_change_nothing(client, council, header, value):
    response = client.get("/de/councils/beckum/", headers={header: value})

    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.parametrize("cookie", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME])
def test_broken_cookie_is_not_answered_with_a_new_one(client, council, cookie):
    client.cookies[cookie] = "x"

    response = client.get("/de/councils/beckum/")

    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


# Where something can be sent to the portal.
FORMS = re.compile(
    r"/tr/(messages|accessibility/report|councils/beckum/(contact/write|subscribe|meetings/[^/]+/take-part))/"
)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "NONSENSE"])
def test_public_addresses_take_only_what_they_are_for(council, method):
    client = Client(enforce_csrf_checks=True)
    addresses = [f"/tr{path}" for path in public_paths()]
    addresses += [reverse(name, args=["beckum"] if name == "short" else []) for name in NEGOTIATED]

    for address in addresses:
        if method == "POST" and FORMS.fullmatch(address):
            continue
        response = client.generic(
            method, address, b"a=1", "application/x-www-form-urlencoded", headers={"Accept-Language": "tr"}
        )

        assert response.status_code == 405, address
        is_form = FORMS.fullmatch(address)
        assert response["Allow"] == ("GET, HEAD, POST" if is_form else "GET, HEAD"), address
        assert not response.cookies
        if response.content:
            holds(response, 405, "tr")
            assert "Hata 405" in response.content.decode()


def test_head_is_answered_like_get_without_a_body(client, council):
    for path in ("/de/", "/de/councils/beckum/", "/healthz", "/robots.txt"):
        response = client.head(path)

        assert (response.status_code, response.content) == (200, b"")


# -- when the portal itself fails -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_failure_is_a_page_in_the_readers_language_even_without_a_database(council, language):
    client = Client(raise_request_exception=False)

    def gone(*args):
        raise DatabaseError

    with connection.execute_wrapper(gone):
        response = client.get(f"/{language}/councils/beckum/")

    holds(response, 500, language)


def test_failure_tells_nothing_about_itself():
    client = Client(raise_request_exception=False)

    def gone(*args):
        raise DatabaseError("geheim")

    with connection.execute_wrapper(gone), override_settings(DEBUG=False):
        html = client.get("/de/").content.decode()

    assert "geheim" not in html
    assert "Traceback" not in html


@pytest.mark.parametrize("language", READERS)
def test_error_pages_cost_no_query(client, council, django_assert_num_queries, language):
    for path, status in ((f"/{language}/nirgends/", 404), (f"/{language}/councils/?land=XX", 400)):
        with django_assert_num_queries(0):
            holds(client.get(path), status, language)
