"""Every page of the five councils, read as programs read it: ours and the Nu HTML checker."""

import io
from collections import Counter
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import BOTH_WAYS, FULL
from tests.elements import Page
from tests.page_types import PAGE_STATES, PAGE_TYPES
from tests.public_paths import (
    BELOW_A_MEETING,
    FETCHED,
    OF_A_COUNCIL,
    OF_A_ROW,
    OF_THE_PORTAL,
    WITH_A_KEY,
    names_of_public_pages,
    public_paths,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Every page in one language of each direction; `make audit` walks them in all. The browser sees each kind in all.
WALKED = LANGUAGES if FULL else BOTH_WAYS
MISTAKES = ["/nirgendwo/", "/councils/nirgendwo/", "/councils/?after=x", "/councils/beckum-integrationsrat/reviews/1/"]
RIGHT_TO_LEFT = {"ar", "fa"}
# Elements and attributes by which a page loads something while it is shown.
LOADING = {
    "script": "src", "img": "src", "source": "src", "video": "src", "audio": "src", "track": "src", "iframe": "src",
    "embed": "src", "object": "data", "use": "href", "image": "href",
}  # fmt: skip
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LOADING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """What the tests ask of every page, walked once: ``pages`` by address, and where other internal links lead."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_councils", verbosity=0, stdout=io.StringIO())
        call_command("import_council", "tests/data/musterrat.yaml", verbosity=0, stdout=io.StringIO())
        call_command("load_shared_texts", verbosity=0, stdout=io.StringIO())
        client = Client()
        paths = public_paths()
        pages = {f"/{code}{path}": None for code in WALKED for path in paths}
        html = {}
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            pages[address] = look_at(address, response, len(queries))
            html[address] = response.content.decode()
        elsewhere = {link for page in pages.values() for link in page.links if link.split("/")[1] in WALKED}
        elsewhere -= set(pages)
        answers = {link: client.get(link).status_code for link in sorted(elsewhere)}
        faces = [f"/{language}{path}" for language in WALKED for path in [*PAGE_STATES.values(), *MISTAKES]]
        html |= {address: client.get(address).content.decode() for address in faces}
        transaction.set_rollback(True)
    return SimpleNamespace(paths=paths, pages=pages, elsewhere=answers, html=html)


def look_at(address, response, queries):
    """What the tests ask of one page, in little room."""
    page = Page(response)
    root, [body] = page.elements[0], page.find("body")
    headings = [element for element in page.elements if element.tag in HEADINGS]
    targets = [urljoin(address, link["href"]) for link in page.find("a") if is_internal(link.get("href", ""))]
    return SimpleNamespace(
        asked_in=address.split("/")[1],
        path=address[address.index("/", 1) :],
        status=response.status_code,
        headers=response.headers,
        cookies=dict(response.cookies),
        queries=queries,
        language=(root.get("lang"), root.get("dir")),
        type=body.get("data-page"),
        title=[title.text.strip() for title in page.find("title") if title.inside[-1].tag == "head"],
        headings=[int(heading.tag[1]) for heading in headings],
        empty_headings=[heading.tag for heading in headings if not heading.text.strip()],
        h1_in_main=all(any(around.tag == "main" for around in h1.inside) for h1 in page.find("h1")),
        ids=Counter(element["id"] for element in page.elements if element.get("id")),
        refers_to={name for element in page.elements for name in references_of(element)},
        noindex="noindex" in [meta["content"] for meta in page.find("meta", name="robots")],
        canonical=[link["href"] for link in page.find("link", rel="canonical")],
        siblings={
            link["hreflang"]: link["href"] for link in page.find("link", rel="alternate") if not link.get("type")
        },
        switcher=switcher_of(page),
        inline=[element.tag for element in page.elements if is_inline(element)],
        loads=list(loaded(page)),
        links={target.partition("#")[0] for target in targets},
        targets={target for target in targets if "#" in target},
    )


def references_of(element):
    """The identifiers that an element names its label, description or field by."""
    return " ".join(element.get(name) or "" for name in ("aria-labelledby", "aria-describedby", "for")).split()


def is_inline(element):
    """Whether the element carries script or style, which the policy refuses."""
    refused = [name for name in element.attributes if name == "style" or name.startswith("on")]
    return element.tag == "style" or (element.tag == "script" and not element.get("src")) or bool(refused)


def is_internal(url):
    parts = urlsplit(url)
    return bool(url) and not parts.scheme and not parts.netloc


def loaded(page):
    for element in page.elements:
        if url := element.get(LOADING.get(element.tag, "-")):
            yield url
        if element.tag == "link" and set((element.get("rel") or "").split()) & LOADING_LINKS:
            yield element["href"]
        if element.tag == "form":
            yield element.get("action") or ""


def switcher_of(page):
    """The languages that the header offers: (language, its name, address or None for the present one)."""
    [menu] = page.with_class("langs")
    entries = [e for e in page.elements if menu in e.inside and e.tag in {"a", "span"} and e.get("lang")]
    return [(entry["lang"], entry.text.strip(), entry.get("href")) for entry in entries]


def wrong(site, is_right):
    """The addresses of the pages that do not hold."""
    return [address for address, page in site.pages.items() if not is_right(page)]


def test_walk_covers_every_address_below_a_language(site):
    known = {*OF_THE_PORTAL, *OF_A_COUNCIL, *OF_A_ROW, *BELOW_A_MEETING, *FETCHED, *WITH_A_KEY}
    assert known == names_of_public_pages()
    assert len(site.paths) == len(set(site.paths))
    assert len(site.paths) > len(OF_THE_PORTAL) + 5 * len(OF_A_COUNCIL)
    assert {f"/{code}{path}" for code in WALKED for path in PAGE_TYPES.values()} <= set(site.pages)


def test_every_page_answers(site):
    assert {address: page.status for address, page in site.pages.items() if page.status != 200} == {}


def test_every_page_says_its_language_and_direction(site):
    def is_right(page):
        language = page.asked_in
        return page.language == (language, "rtl" if language in RIGHT_TO_LEFT else "ltr") and (
            page.headers["Content-Language"] == language
        )

    assert wrong(site, is_right) == []


def test_every_page_names_its_type_and_the_same_in_every_language(site):
    types = {path: {page.type for page in site.pages.values() if page.path == path} for path in site.paths}

    assert {path: found for path, found in types.items() if len(found) != 1 or not all(found)} == {}


def test_every_page_has_one_main_heading_and_no_level_is_left_out(site):
    def is_right(page):
        return (
            page.headings.count(1) == 1
            and page.headings[0] == 1
            and page.h1_in_main
            and not page.empty_headings
            and all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
        )

    assert wrong(site, is_right) == []


def test_every_page_has_a_title_of_its_own(site):
    assert wrong(site, lambda page: len(page.title) == 1 and page.title[0].endswith(f" – {settings.PORTAL_NAME}")) == []
    for language in WALKED:
        titles = Counter(page.title[0] for page in site.pages.values() if page.asked_in == language)
        assert [title for title, number in titles.items() if number > 1] == []


def test_no_page_sets_or_asks_for_a_cookie(site):
    def is_right(page):
        return not page.cookies and "cookie" not in page.headers.get("Vary", "").lower()

    assert wrong(site, is_right) == []


def test_every_page_has_the_same_policy_without_nonces_and_keeps_to_it(site):
    policies = {page.headers["Content-Security-Policy"] for page in site.pages.values()}

    assert len(policies) == 1
    assert "nonce" not in policies.pop()
    # Script and style inside the page would be refused by it.
    assert wrong(site, lambda page: not page.inline) == []


def test_every_page_loads_from_this_server_only(site):
    def is_right(page):
        return page.loads and all(is_internal(url) for url in page.loads)

    assert wrong(site, is_right) == []


def test_every_page_knows_its_siblings(site):
    def is_right(page):
        everywhere = {language: f"{settings.BASE_URL}/{language}{page.path}" for language in LANGUAGES}
        expected = {} if page.noindex else everywhere | {"x-default": everywhere["de"]}
        return page.siblings == expected and page.canonical == [f"{settings.BASE_URL}/{page.asked_in}{page.path}"]

    assert wrong(site, is_right) == []


def test_every_page_can_be_read_in_every_language_without_leaving_it(site):
    def is_right(page):
        language = page.asked_in
        return page.switcher == [
            (code, name, None if code == language else f"/{code}{page.path}") for code, name in settings.LANGUAGES
        ]

    assert wrong(site, is_right) == []


def test_identifiers_are_unique_and_names_exist(site):
    def is_right(page):
        return max(page.ids.values()) == 1 and page.refers_to <= set(page.ids)

    assert wrong(site, is_right) == []


def test_every_internal_link_leads_to_a_page(site):
    assert {link: status for link, status in site.elsewhere.items() if status != 200} == {}


def test_every_link_into_a_page_finds_its_place(site):
    lost = {
        target
        for page in site.pages.values()
        for target in page.targets
        if (found := site.pages.get(target.partition("#")[0])) and target.partition("#")[2] not in found.ids
    }

    assert sorted(lost) == []


def test_links_keep_the_language(site):
    def is_right(page):
        switched = {url for _code, _name, url in page.switcher}
        others = [link for link in page.links if link not in switched and link.split("/")[1] in LANGUAGES]
        return all(link.split("/")[1] == page.asked_in for link in others)

    allowed = {"languages"}  # offers the start page in every language
    # The line on machine translation leads to the German text, which the switcher does as well.
    assert [a for a in wrong(site, is_right) if a.split("/")[2] not in allowed] == []


def test_no_page_costs_more_than_eight_queries(site):
    assert {address: page.queries for address, page in site.pages.items() if page.queries > 8} == {}


@pytest.mark.sqlite
def test_every_page_is_valid_html(site, check_html):
    assert check_html(site.html) == []


def test_checker_names_the_page_and_the_mistake(check_html):
    good = '<!doctype html><html lang="de"><title>Rat</title><h1>Rat</h1></html>'
    bad = '<!doctype html><html lang="de"><title>Rat</title><h1>Rat</h2></html>'

    found = check_html({"/good/": good, "/bad/": bad})

    assert {line.partition(" ")[0] for line in found} == {"/bad/"}
    assert "“h2”" in found[0]
