"""The office's pages on meetings, as a clerk sees them at the desk and on a phone on the day of the meeting."""

import pytest

from tests.browser.pages import FULL, press

pytestmark = pytest.mark.once

MEETINGS = "/admin/meetings/meeting/"
REGISTRATIONS = "/admin/meetings/registration/"
# Meetings of the invented council: one that one can still register for, with items and papers; one that was held.
COMING, HELD = "{coming}", "{held}"
PLAIN = [
    MEETINGS,
    f"{MEETINGS}add/",
    f"{MEETINGS}{COMING}/change/",
    f"{MEETINGS}{COMING}/delete/",
    f"{MEETINGS}{COMING}/step/move/",
    f"{MEETINGS}{HELD}/copy/",
    "/admin/members-table/",
    f"/admin/meetings/meetingdocument/add/?meeting={HELD}",
    f"/admin/meetings/accesslink/add/?meeting={COMING}",
    "/admin/contact/officehour/add/",
    f"{REGISTRATIONS}add/",
]
KEYS = """
from meetings.models import Meeting
rows = Meeting.objects.filter(keeper__slug="musterstadt-rat")
print(rows.get(status="invited").pk, rows.get(status="held").pk)
"""
AGENDA = "Ö 1 Begrüßung\nÖ 3 Bericht\nWort ohne Nummer\nNichtöffentlicher Teil\nN 4 Personal\nN 5"
DATES = "Do 18.03.2027, 18 Uhr\n18.03.2027 19 Uhr\nIrgendwann"


@pytest.fixture(scope="session")
def account(live_portal):
    return live_portal.make_reader("eyes", "musterstadt-rat", role="editor")


@pytest.fixture(scope="session")
def keys(live_portal):
    coming, held = live_portal.manage("shell", "--verbosity", "0", "--command", KEYS).split()
    return {"coming": coming, "held": held}


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")] if FULL else [(360, "light")])
def test_pages_of_the_office_hold(open_page, account, keys, width, scheme):
    page = open_page("/admin/", width=width, scheme=scheme)
    window, found = page.window, {}
    window.fill("input[name=username]", "eyes")
    window.fill("input[name=password]", account)
    press(window, "[type=submit]")

    def look(what):
        if wrong := [*page.barriers(), *([f"{page.sideways()} px too wide"] if page.sideways() else [])]:
            found[what] = wrong

    look("overview")
    for path in (path.format(**keys) for path in PLAIN):
        assert window.goto(path).status == 200, path
        look(path)

    window.goto(f"{MEETINGS}paste-dates/")
    window.fill("textarea", DATES)
    press(window, "button[value=preview]")
    look("preview of dates")
    window.goto(f"{MEETINGS}{keys['coming']}/paste-agenda/")
    window.fill("textarea", AGENDA)
    press(window, "button[value=preview]")
    look("preview of an agenda")
    window.goto(f"{MEETINGS}{keys['coming']}/step/cancel/")
    press(window, "#step_form .default")
    look("cancelling without a reason")

    window.goto(f"{REGISTRATIONS}add/?meeting={keys['coming']}")
    press(window, "#content-main [type=submit]")
    look("a caller's registration without a word")
    window.check("input[name=online]")
    window.fill("input[name=phone]", "03831 1234")
    press(window, "#content-main [type=submit]")
    look("the caller's receipt")
    window.goto(f"{REGISTRATIONS}?meeting={keys['coming']}")
    look("registrations")
    press(window, "#result_list tbody th a")
    look("a registration")
    window.goto(f"{REGISTRATIONS}sheet/{keys['coming']}/")
    look("sheet for the evening")
    assert found == {}


def test_words_outlive_the_sign_in(open_page, account, keys):
    window = open_page("/admin/", width=360).window
    window.fill("input[name=username]", "eyes")
    window.fill("input[name=password]", account)
    press(window, "[type=submit]")
    window.goto(f"{MEETINGS}{keys['coming']}/paste-agenda/")
    window.fill("textarea", "Ö 1 Begrüßung")
    cookies = window.context.cookies()
    assert not window.is_visible("#signed-out")

    window.context.clear_cookies(name="sessionid")
    window.click("button[value=preview]")
    window.wait_for_selector("#signed-out")

    assert window.input_value("textarea") == "Ö 1 Begrüßung"
    window.context.add_cookies(cookies)
    press(window, "button[value=preview]")
    assert "Begrüßung" in window.inner_text(".preview")
