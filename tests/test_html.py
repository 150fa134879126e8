"""Every page type in every language is valid HTML."""

from tests.browser.pages import LANGUAGES
from tests.page_types import PAGE_STATES, PAGE_TYPES


def test_page_types_are_valid_html_in_every_language(live_portal, check_html):
    addresses = [f"/{language}{path}" for language in LANGUAGES for path in (PAGE_TYPES | PAGE_STATES).values()]

    assert check_html({address: live_portal.get(address) for address in addresses}) == []


def test_checker_names_the_page_and_the_mistake(check_html):
    good = '<!doctype html><html lang="de"><title>Rat</title><h1>Rat</h1></html>'
    bad = '<!doctype html><html lang="de"><title>Rat</title><h1>Rat</h2></html>'

    found = check_html({"/good/": good, "/bad/": bad})

    assert {line.partition(" ")[0] for line in found} == {"/bad/"}
    assert "“h2”" in found[0]
