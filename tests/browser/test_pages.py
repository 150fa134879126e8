"""Every page type, as somebody sees it: nothing fails, nobody is shut out, nothing is cut off."""

import pytest

from tests.browser.pages import looks

# One address for each page type, without its language.
PAGES = ("/",)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("lang", "width", "scheme"), looks())
def test_page_holds(open_page, path, lang, width, scheme):
    page = open_page(path, lang=lang, width=width, scheme=scheme)

    assert page.status == 200
    assert page.problems() == []
    assert page.barriers() == []
    assert page.sideways() == 0
