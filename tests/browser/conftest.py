"""Chromium for the tests in this folder."""

from functools import partial

import pytest

from tests.browser.pages import Browser


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests."""
    with Browser() as chromium:
        yield chromium


@pytest.fixture
def look(browser, live_portal):
    """Opens a page of the live portal in a kept window: look("/words/", lang="ar", width=320, scheme="light")."""
    return partial(browser.look, live_portal.url)


@pytest.fixture
def open_page(browser, live_portal):
    """Opens a page of the live portal: open_page("/de/", width=390, scheme="dark"); closed when the test ends."""
    opened = []

    def open_page(path, **how):
        opened.append(browser.open(live_portal.url, path, **how))
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()
