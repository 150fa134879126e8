"""The start page of the office, and the pages that are not about meetings, as an editor sees them."""

import pytest

from tests.browser.pages import FULL, press

pytestmark = pytest.mark.once

COUNCILS = "/admin/councils/council/"


@pytest.fixture
def office(open_page, live_portal):
    """Opens the start page as the editor of the invented council."""

    def enter(**how):
        page = open_page("/admin/", **how)
        page.window.fill("input[name=username]", "writer")
        page.window.fill("input[name=password]", live_portal.writers_password)
        press(page.window, "[type=submit]")
        return page

    return enter


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")] if FULL else [(1280, "dark")])
def test_desk_and_forms_of_a_council_hold(office, width, scheme):
    page = office(width=width, scheme=scheme)
    window, found = page.window, {}

    def look(what):
        if wrong := [*page.barriers(), *([f"{page.sideways()} px too wide"] if page.sideways() else [])]:
            found[what] = wrong

    for details in window.locator(".desk details").all()[:2]:
        details.locator("summary").first.click()
    look("desk")
    window.goto(COUNCILS)
    row = window.locator("#result_list tbody th a").first.get_attribute("href").partition("change/")[0]
    for path in (COUNCILS, f"{row}change/", f"{row}history/", "/admin/password_change/", "/admin/second-factor/"):
        assert window.goto(path).status == 200, path
        look(path)

    matrix = row.replace(COUNCILS, "/admin/translations/")
    for path in (matrix, f"{matrix}ar/table/", beside := f"{matrix}ar/councils.council/{row.split('/')[-2]}/"):
        assert window.goto(path).status == 200, path
        look(path)
    window.fill("[name=name_ar]", "x" * 9)
    window.evaluate("document.querySelector('[name=_seen]').value = '{}'")
    press(window, "button[name=_stay]")
    assert window.url.endswith(beside)
    look("a translation that is refused")

    assert found == {}


def test_chore_is_put_off_and_brought_back_by_keyboard(office):
    window = office(width=360).window
    chores = window.locator(".desk > section .chores > li")
    before = chores.count()
    text = chores.first.locator(".what a").inner_text()

    chores.first.locator("summary").focus()
    for key in ("Enter", "Tab", "ArrowDown", "Tab"):
        window.keyboard.press(key)
    window.keyboard.type("Kommt im Januar")
    window.keyboard.press("Enter")
    window.wait_for_selector(".put-off-list")

    assert chores.count() == before - 1
    window.locator(".put-off-list > summary").press("Enter")
    assert window.locator(".put-off-list .what a").inner_text() == text
    window.locator(".put-off-list button").press("Enter")
    window.wait_for_selector(".put-off-list", state="detached")
    assert chores.count() == before


def test_row_changes_its_place_by_keyboard(office):
    window = office(width=360).window
    window.goto("/admin/meetings/meeting/")
    with window.expect_navigation():
        window.locator("#result_list a[href*='/change/']", has_text="7. Sitzung").first.click()
    rows = window.locator("#agenda-group tr.form-row:not(.empty-form)")
    last = rows.nth(2)
    name = last.locator("[name$=title_de]").input_value()
    up = last.locator("button").first
    up.focus()
    assert not last.locator("[name$=position]").is_visible()

    for _turn in range(3):
        window.keyboard.press("Enter")

    assert rows.first.locator("[name$=title_de]").input_value() == name
    assert [row.locator("[name$=position]").input_value() for row in rows.all()] == ["10", "20", "30"]
    assert name in window.evaluate("document.activeElement.getAttribute('aria-label')")
    assert name in window.locator("p[role=status].visually-hidden").text_content()


def test_long_text_is_written_with_buttons(office):
    window = office(width=360).window
    window.goto("/admin/councils/news/add/")
    box, stored = window.locator("#id_body_de-rich"), window.locator("[name=body_de]")
    tools = window.locator("[aria-controls=id_body_de-rich]")
    box.click()
    window.keyboard.type("Wir suchen:\nEins")

    tools.locator("[data-command=insertUnorderedList]").click()
    window.keyboard.type("\nZwei\n\nMehr: ")
    window.keyboard.press("Control+k")
    window.keyboard.type("gewählt")
    window.get_by_role("button", name="Der Rat ist gewählt").click()

    assert box.locator("li").all_inner_texts() == ["Eins", "Zwei"]
    assert box.text_content().replace("\xa0", " ") == "Wir suchen:EinsZweiMehr: Der Rat ist gewählt"
    assert 'href="portal:news/' in stored.input_value()
    assert box.evaluate("box => document.getElementById(box.getAttribute('aria-labelledby')).htmlFor") == "id_body_de"
