"""Each page of the office that the matrix knows, and what is opened or goes wrong on them: nobody is shut out.

`make test` looks at one of each kind of page, `make audit` at the list and the forms of every kind of row, and at all
of them narrow and wide, in light and in dark.
"""

import json

import pytest
from playwright.sync_api import Error

from tests.browser.pages import FULL, press

pytestmark = pytest.mark.once

LOOKS = [(360, "light"), (1280, "dark"), (360, "dark"), (1280, "light")]
# Accounts, and rows of everything in a council of their own; gives the addresses by account and name.
WORLD = """
import json
from tests import factories, test_office_matrix as matrix
# Versions are among what is looked at.
factories.listen = True
own, other = matrix.make_world("alles-rat"), matrix.make_world("zweiter-rat")
council = own[0]
factories.make_superuser(username="all", password="{password}", language="de")
reader = factories.make_user(username="reads", password="{password}", language="de")
for role in ("editor", "message_reader"):
    factories.make_editor(council, reader, role=role)
pages = {{"all": {{}}, "reads": {{}}}}
for model, page, address, may, foreign in matrix.cells([own, other]):
    if not foreign and may & {{matrix.S, matrix.E, matrix.R}}:
        account = "all" if matrix.S in may else "reads"
        pages[account].setdefault(f"{{model._meta.model_name}} {{page}}" if model else page, address)
print(json.dumps(pages))
"""
PASSWORD = "drei-gelbe-Stühle-im-Saal"
# What the scripts ask for; files are downloaded instead of shown.
NO_PAGES = ("_file", "_export", "jsi18n", "signed_in")
# In a short run, these lists and forms: the others are of the same making. What other tests look at is left out.
OWN_WAY = {"user", "editor", "invitation", "message", "person", "emergencyaccess", "contentversion", "desk", "document"}


@pytest.fixture(scope="session")
def pages(live_portal):
    return json.loads(live_portal.manage("shell", "--verbosity", "0", "--command", WORLD.format(password=PASSWORD)))


def is_looked_at(what):
    model, _blank, page = what.partition(" ")
    return FULL or not page or (model in OWN_WAY and page != "delete")


@pytest.fixture
def enter(open_page):
    """Signs in as one of the accounts; gives the page, and what looks at it and notes what is wrong."""

    def enter(name, width, scheme, found):
        page = open_page("/admin/", width=width, scheme=scheme)
        page.window.fill("input[name=username]", name)
        page.window.fill("input[name=password]", PASSWORD)
        press(page.window, "[type=submit]")

        def look(what):
            if wrong := [*page.barriers(), *([f"{page.sideways()} px too wide"] if page.sideways() else [])]:
                found[f"{name}: {what}"] = wrong

        return page.window, look

    return enter


@pytest.mark.parametrize("account", ["all", "reads"])
@pytest.mark.parametrize(("width", "scheme"), LOOKS if FULL else [LOOKS[0]])
def test_every_page_holds(enter, pages, account, width, scheme):
    found = {}
    window, look = enter(account, width, scheme, found)
    for what, address in pages[account].items():
        if is_looked_at(what) and not what.endswith(NO_PAGES):
            try:
                assert window.goto(address).status == 200, address
            except Error as error:
                assert "Download is starting" in str(error), address  # noqa: PT017
            else:
                look(what)

    assert found == {}


@pytest.mark.parametrize(("width", "scheme"), LOOKS if FULL else [LOOKS[1]])
def test_what_is_opened_or_refused_holds(enter, open_page, pages, width, scheme):
    found = {}
    window, look = enter("all", width, scheme, found)
    opened_and_wrong(window, look, pages["all"])
    window, look = enter("reads", width, scheme, found)
    refused(window, look, pages["all"])
    page = open_page("/admin/", width=width, scheme=scheme)
    for turn in range(6):
        page.window.fill("input[name=username]", f"nobody {width} {scheme}")
        page.window.fill("input[name=password]", "wrong")
        press(page.window, "[type=submit]")
        if turn in {0, 5} and (wrong := page.barriers()):
            found[f"sign-in that failed, {turn}"] = wrong

    assert found == {}


def opened_and_wrong(window, look, pages):
    """Searches that are open, windows beside a form, and forms that come back."""
    window.goto(pages["membership add"])
    window.click(".field-council .select2-selection")
    window.wait_for_selector(".select2-results__option[role=option]")
    look("a search that is open")
    window.keyboard.press("Escape")
    window.goto(f"{pages['venue add']}?_popup=1&_to_field=id")
    look("a window beside a form")
    for what in ("meeting", "user", "council"):
        window.goto(pages[f"{what} add"])
        press(window, "[name=_save]")
        look(f"a wrong {what}")
    window.goto(pages["password_change"])
    for name in ("old_password", "new_password1", "new_password2"):
        window.fill(f"[name={name}]", name[:5])
    press(window, ".submit-row [type=submit]")
    look("a wrong password")
    window.goto(pages["second_factor"])
    press(window, "form:has([value=begin]) button")
    look("the picture of a second factor")
    press(window, "form:has([value=cancel]) button")
    window.goto(pages["venue changelist"])
    window.locator("#result_list tbody input").first.check()
    look("a row that is ticked")
    window.select_option("select[name=action]", "delete_selected")
    press(window, ".actions button")
    look("deleting several")
    window.goto(pages["notice changelist"])
    window.locator("#result_list tbody input").first.check()
    window.select_option("select[name=action]", "public_until")
    press(window, ".actions button")
    look("a moment for several")


def refused(window, look, pages):
    window.goto(pages["user changelist"])
    look("a page for others")
    window.goto("/admin/nowhere/")
    look("a page that is not there")
