"""Text at twice its size on the narrowest phone: everything still stands on the page (WCAG 1.4.4)."""

import pytest

from tests.page_types import PAGE_STATES, PAGE_TYPES

# Those with long words, hours, addresses and buttons that cannot shrink.
LOOKS = [
    *[(lang, PAGE_TYPES["home"]) for lang in ("de", "fa", "bg")],
    *[(lang, PAGE_TYPES["meeting"]) for lang in ("de", "ar", "vi")],
    *[(lang, PAGE_TYPES["contact"]) for lang in ("de", "ar")],
    ("de", PAGE_TYPES["all news"]),
    ("de", PAGE_TYPES["sign language"]),
    ("vi", PAGE_TYPES["profile"]),
    ("ru", PAGE_STATES["members by name"]),
]


@pytest.mark.parametrize(("lang", "path"), LOOKS)
def test_text_of_twice_the_size_stays_on_the_page(open_page, lang, path):
    page = open_page(path, lang=lang, width=320)

    page.window.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.sideways() == 0
