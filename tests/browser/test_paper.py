"""What is meant for paper, printed."""

from django.conf import settings

from tests.page_types import PAGE_TYPES

LANGUAGES = [code for code, _name in settings.LANGUAGES]
ITEMS = 15
# As long an agenda as councils have: the last item until there are so many.
FILL = """number => {
  const agenda = document.querySelector(".tops");
  while (agenda.children.length < number) agenda.append(agenda.lastElementChild.cloneNode(true));
}"""


def sheets(page):
    """How many sheets of A4 the page takes."""
    return page.window.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")


def test_invitation_with_a_long_agenda_is_one_sheet_in_every_language(open_page):
    page = open_page(PAGE_TYPES["invitation"], lang="de")
    taken = {}
    for language in LANGUAGES:
        page.go(f"/{language}{PAGE_TYPES['invitation']}")
        page.window.evaluate(FILL, ITEMS)
        taken[language] = sheets(page)

    assert taken == dict.fromkeys(LANGUAGES, 1)
