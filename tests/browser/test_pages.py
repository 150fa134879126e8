"""Every page type, as somebody sees it: nothing fails, nobody is shut out, nothing is cut off."""

import pytest

from tests.browser.pages import FULL, looks
from tests.page_types import PAGE_STATES, PAGE_TYPES

STATE_LOOKS = looks(0) if FULL else [("de", 320, "light"), ("ar", 1280, "dark")]
LOOKS = [
    *[(path, *look) for turn, path in enumerate(PAGE_TYPES.values()) for look in looks(turn)],
    *[(path, *look) for path in PAGE_STATES.values() for look in STATE_LOOKS],
]


@pytest.mark.parametrize(("path", "lang", "width", "scheme"), LOOKS)
def test_page_holds(look, path, lang, width, scheme):
    page = look(path, lang=lang, width=width, scheme=scheme)

    assert page.status == 200
    assert page.problems() == []
    assert page.barriers() == []
    assert page.sideways() == 0


def test_mistakes_would_be_seen(open_page):
    page = open_page("/de/", width=390)

    page.window.set_content(
        "<script>no</script><img src='http://other.example/x.png' alt=''>"
        "<button></button><p style='inline-size: 900px'>wide</p>"
    )

    assert page.third_parties == ["http://other.example/x.png"]
    assert any("Content Security Policy" in line for line in page.problems())
    assert any(line.startswith("button-name") for line in page.barriers())
