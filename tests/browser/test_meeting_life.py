"""The life of a meeting, from its agenda to its minutes: as the office, a subscriber and two residents see it.

One after the other, in German and Arabic, on phones but for the first steps of the office; the clock is moved on.
"""

import re
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
import time_machine
import vobject
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core import mail
from django.core.management import call_command
from django.test.testcases import LiveServerThread

from contact.worker import Worker
from councils.models import Council
from meetings.models import Help
from tests import factories as f
from tests import files
from tests.browser.pages import press
from tests.contact.conftest import real_database  # noqa: F401 (a fixture)

MARCH_1, MARCH_17, EVENING = "2027-03-01T10:00+01:00", "2027-03-17T10:00+01:00", "2027-03-18T17:05+01:00"
APRIL_9 = "2027-04-09T10:00+02:00"
COUNCIL = "/councils/kaufbeuren-integrationsbeirat/"
READER = "leserin@example.org"
RESIDENTS = {"de": "ina@example.org", "ar": "samir@example.org"}
# Stands on no page, in no calendar, in no letter.
LINK, CANARY = "https://video.example/raum-4711", "Kanarienvogel"
AGENDA = f"""Tagesordnung
Öffentlicher Teil
1. Eröffnung der Sitzung
2. Feststellung der Beschlussfähigkeit
3. Genehmigung der Tagesordnung
4. Genehmigung der Niederschrift
5. Bericht des Vorsitzes
6. Sprachcafé im Jugendzentrum
7. Wohnen: Bericht aus den Unterkünften
8. Antrag: Dolmetschen bei Terminen im Rathaus
9. Wahl einer Vertretung für den Sozialausschuss
10. Termine
11. Anfragen
12. Mitteilungen
13. Verschiedenes
Nichtöffentlicher Teil
14. {CANARY}: Vergabe der Räume
15. {CANARY}: Personalangelegenheiten
"""
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PHONE = {"width": 390, "scheme": "light"}


@pytest.fixture
def clock():
    with time_machine.travel(MARCH_1) as clock:
        yield clock


@pytest.fixture
def portal(real_database, clock, settings):  # noqa: F811
    """A real council in a portal of this process, so that the test can move its clock."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    settings.BASE_URL = f"http://127.0.0.1:{server.port}"
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    call_command("import_council", "councils/data/kaufbeuren-integrationsbeirat.yaml", verbosity=0)
    council = Council.objects.get()
    f.make_venue(council=council, room_de="Großer Saal", city="Kaufbeuren")
    for kind in (Help.ONLINE, Help.INTERPRETER):
        f.make_offer(council=council, kind=kind, note_de="")
    f.make_editor(council, f.make_user(username="buero", email="buero@example.org", language="de"))
    yield SimpleNamespace(url=settings.BASE_URL, clock=clock, letters=[])
    server.terminate()


@pytest.fixture
def office(browser, portal):
    """The office's window, signed in."""
    page = browser.open(portal.url, "/admin/", width=1280)
    sign_in(page.window)
    yield page
    page.close()


@pytest.fixture
def visit(browser, portal):
    """Opens a page on a phone, each time a new one."""
    pages = []

    def visit(path, lang):
        pages.append(browser.open(portal.url, path, lang=lang, **PHONE))
        return pages[-1]

    yield visit
    for page in pages:
        page.close()


def sign_in(window):
    """Where the office is asked to: the first time, and again after days."""
    window.wait_for_load_state()
    if window.locator("input[name=password]").count():
        window.fill("input[name=username]", "buero")
        window.fill("input[name=password]", f.PASSWORD)
        press(window, "[type=submit]")


def fits(page):
    """Once it is there, nothing lies to the side."""
    page.window.wait_for_load_state()
    assert page.sideways() == 0


def hold(page):
    """Nothing fails, nothing is cut off, no cookie is set."""
    fits(page)
    assert page.problems() == []


def letters(portal):
    """What the worker sends now: subject and text, by who gets it."""
    mail.outbox.clear()
    # Between the moment that something was written and the next round of the worker.
    portal.clock.shift(30)
    while Worker().turn():
        pass
    portal.letters += mail.outbox
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox)
    return {letter.to[0]: plain(f"{letter.subject} {letter.body}") for letter in mail.outbox}


def plain(text):
    """The words with all blanks alike."""
    return " ".join(text.split())


def says(page, what="main"):
    return plain(page.window.inner_text(what))


def fetch(portal, path):
    """What a program gets that knows no cookies."""
    with urlopen(portal.url + path, timeout=30) as answer:
        return answer.read()


def event_in(portal, path, uid=None):
    """The entry of that meeting as a calendar reads it."""
    events = vobject.readOne(fetch(portal, path).decode()).contents["vevent"]
    return next(event for event in events if uid in {None, event.uid.value})


def go_on(office, meeting, label):
    """From the office's page of the meeting to one of its steps."""
    if office.window.url != meeting.admin:
        office.window.goto(meeting.admin)
    sign_in(office.window)
    press(office.window, f".steps-bar a:text-is('{label}')")
    sign_in(office.window)
    fits(office)


def look_up(visit, lang, code):
    """The page of a registration, by its receipt."""
    page = visit("/messages/", lang)
    page.window.fill("input[name=code]", code.replace("-", " ").lower())
    press(page.window, ".receipt-entry button")
    return page


def test_life_of_a_meeting(portal, office, visit):
    spring = a_hybrid_meeting_is_published(portal, office, visit)
    somebody_subscribes(portal, visit)
    it_is_invited(portal, office, spring)
    codes = {lang: a_resident_asks(portal, visit, spring, lang) for lang in RESIDENTS}
    both_are_confirmed(portal, office, spring, visit, codes)
    the_link_is_found_and_nowhere_else(portal, office, spring, visit, codes)
    it_is_moved(portal, office, spring, visit, codes)
    its_minutes_are_announced(portal, office, spring, visit)
    a_later_one_is_cancelled(portal, office, visit)
    assert [letter.subject for letter in portal.letters if CANARY in letter.body or LINK in letter.body] == []


def a_hybrid_meeting_is_published(portal, office, visit):
    window = office.window
    window.goto(f"{portal.url}/admin/meetings/meeting/add/")
    fields = {"title_de": "Frühjahrssitzung", "held_on": "18.03.2027", "starts_at": "18:00", "ends_at": "20:00"}
    for name, value in fields.items():
        window.fill(f"#id_{name}", value)
    window.select_option("#id_venue", label="Rathaus, Großer Saal")
    window.select_option("#id_openness", "partly")
    window.select_option("#id_mode", "hybrid")
    press(window, "[name=_continue]")
    meeting = SimpleNamespace(admin=window.url)

    go_on(office, meeting, "Tagesordnung einfügen")
    window.fill("#id_text", AGENDA)
    press(window, "button[value=preview]")
    preview = window.inner_text(".preview")
    assert "15 Punkte. Noch ist nichts gespeichert. 9 davon stehen in der Formulierungssammlung" in preview
    assert preview.count("nichtöffentlich") == 2
    press(window, "button[value=store]")

    papers = [("invitation", None, "Einladung"), ("attachment", 8, "Antrag"), ("attachment", 14, CANARY)]
    for number, (role, item, title) in enumerate(papers):
        window.click("#documents-group .add-row a")
        field = f"#id_documents-{number}-"
        window.select_option(f"{field}role", role)
        window.fill(f"{field}title_de", title)
        if item:
            window.select_option(f"{field}agenda_item", index=item)
        attach(window, f"{field}file", title)
    window.select_option("#id_state", "published")
    press(window, "[name=_continue]")
    public = window.get_attribute(".viewsitelink", "href")
    go_on(office, meeting, "Online-Zugang")
    window.fill("#id_url", LINK)
    press(window, "[name=_save]")

    window.goto(portal.url + public)
    meeting.path = re.search(r"/councils/.*", window.url)[0]
    for lang, non_public in (("de", "ichtöffentlicher Punkt"), ("ar", "بند غير علني")):
        page = visit(meeting.path, lang)
        items = page.window.locator("[aria-labelledby=agenda] ol > li").all_inner_texts()
        assert len(items) == 15
        assert [non_public in item for item in items] == [False] * 13 + [True] * 2
        hold(page)
    assert "افتتاح الجلسة" in items[0]
    files_there = re.findall(r'href="([^"]+\.pdf)"', page.html())
    assert len(files_there) == 2
    assert all(fetch(portal, path).startswith(b"%PDF") for path in files_there)
    return meeting


def attach(window, field, title):
    window.set_input_files(
        field, {"name": f"{title}.pdf", "mimeType": "application/pdf", "buffer": files.pdf(title=title)}
    )


def somebody_subscribes(portal, visit):
    window = visit(f"{COUNCIL}subscribe/", "ar").window
    window.fill("[name=email]", READER)
    for box in window.locator("[name=occasions]").all():
        box.check()
    portal.clock.shift(30)
    press(window, "button[value=send]")

    window.goto(re.search(r"http\S+", letters(portal)[READER])[0])
    press(window, "button[value=confirm]")

    assert "من الآن تصلكم الأخبار" in window.inner_text("main")


def it_is_invited(portal, office, meeting):
    go_on(office, meeting, "Einladung verschickt")
    press(office.window, "button.default")

    assert "الخميس، 18 مارس 2027" in letters(portal)[READER]


def a_resident_asks(portal, visit, meeting, lang):
    page = visit(meeting.path, lang)
    window = page.window
    press(window, "[aria-labelledby=need] a.btn")
    window.check("[name=online]")
    window.check("[name=interpreter]")
    window.select_option("[name=interpreter_language]", "uk" if lang == "de" else "ar")
    window.fill("[name=email]", RESIDENTS[lang])
    hold(page)
    portal.clock.shift(30)
    press(window, "button[value=send]")
    hold(page)
    assert page.barriers() == []
    code = CODE.search(window.inner_text(".code"))[0]

    sent = letters(portal)
    assert code in sent[RESIDENTS[lang]]
    assert code not in sent.get("buero@example.org", "")
    return code


def both_are_confirmed(portal, office, meeting, visit, codes):
    """The first one at a desk, the second one on a small phone."""
    for number, width in enumerate((1280, 360), start=1):
        office.window.set_viewport_size({"width": width, "height": 740})
        go_on(office, meeting, "Anmeldungen")
        assert LINK not in office.window.content()
        press(office.window, f"#result_list tbody tr:nth-child({number}) th a")
        for choice in office.window.locator("[type=radio][value=confirmed]").all():
            choice.check()
        press(office.window, "button[value=decide]")
        assert "Eine E-Mail sagt der Person Bescheid" in office.window.inner_text(".messagelist")
        fits(office)
    go_on(office, meeting, "Blatt für den Abend")
    assert office.window.locator(".who > li").count() == 2

    sent = letters(portal)
    assert "Dolmetscherin oder Dolmetscher: Українська – bestätigt" in sent[RESIDENTS["de"]]
    assert sent[RESIDENTS["ar"]].count("مؤكَّد") == 2
    for lang, from_when in (
        ("de", "Donnerstag, 18. März 2027, 17:00 Uhr"),
        ("ar", "الخميس، 18 مارس 2027، الساعة 17:00"),
    ):
        page = look_up(visit, lang, codes[lang])
        assert from_when in says(page)
        assert LINK not in page.window.content()


def the_link_is_found_and_nowhere_else(portal, office, meeting, visit, codes):
    portal.clock.move_to(MARCH_17)
    assert set(letters(portal)) >= set(RESIDENTS.values())
    portal.clock.move_to(EVENING)

    for lang, code in codes.items():
        page = look_up(visit, lang, code)
        assert page.window.get_attribute("[aria-labelledby=way-in] a.btn", "href") == LINK
        hold(page)
        assert page.barriers() == []

    own = [f"{meeting.path}{rest}" for rest in ("", "take-part/", "invitation/")]
    calendars = [f"{meeting.path[:-1]}.ics", f"{COUNCIL}meetings.ics", f"{COUNCIL}meetings.atom", "/meetings.ics"]
    for lang in RESIDENTS:
        for path in (*own, *calendars, COUNCIL, f"{COUNCIL}meetings/", "/meetings/", "/messages/"):
            source = fetch(portal, f"/{lang}{path}").decode()
            assert "raum-4711" not in source, path
            assert CANARY not in source, path


def it_is_moved(portal, office, meeting, visit, codes):
    """Half an hour before it begins."""
    before = event_in(portal, f"/ar{meeting.path[:-1]}.ics")
    go_on(office, meeting, "Verschieben")
    office.window.fill("#id_held_on", "2027-04-08")
    office.window.fill("#id_starts_at", "18:30")
    office.window.select_option("#id_phrase", "illness")
    press(office.window, "button.default")
    assert "18. März 2027" in says(office, ".field-moved_from_shown")

    after = event_in(portal, f"/ar{COUNCIL}meetings.ics", before.uid.value)
    assert int(after.sequence.value) > int(before.sequence.value)
    assert f"{before.dtstart.value:%d.%m. %H:%M}, {after.dtstart.value:%d.%m. %H:%M}" == "18.03. 18:00, 08.04. 18:30"
    sent = letters(portal)
    assert set(sent) == {READER, *RESIDENTS.values()}
    for who in (READER, RESIDENTS["ar"]):
        assert "الخميس، 8 أبريل 2027، الساعة 18:30" in sent[who]
        assert "بسبب المرض" in sent[who]
    assert "Grund: Wegen Krankheit" in sent[RESIDENTS["de"]]
    new = {"de": ("Donnerstag, 8. April 2027", "Wegen Krankheit"), "ar": ("الخميس، 8 أبريل 2027", "بسبب المرض")}
    for lang, (day, reason) in new.items():
        page = visit(meeting.path, lang)
        assert says(page, "h1") == day
        assert "18:00" in says(page, "main s")
        assert reason in says(page, "main .note")
        hold(page)
        page = look_up(visit, lang, codes[lang])
        assert day in says(page, "main .lead")
        assert LINK not in page.window.content()


def its_minutes_are_announced(portal, office, meeting, visit):
    portal.clock.move_to(APRIL_9)
    office.window.reload()
    go_on(office, meeting, "Hat stattgefunden")
    window = office.window
    press(window, "button.default")
    window.goto(f"{portal.url}/admin/meetings/meetingdocument/add/")
    window.select_option("#id_meeting", label="8. April 2027 – Frühjahrssitzung")
    window.select_option("#id_role", "minutes")
    window.fill("#id_title_de", "Niederschrift")
    attach(window, "#id_file", "Niederschrift")
    window.select_option("#id_minutes_state", "approved")
    press(window, "[name=_save]")

    assert "نُشر المحضر المعتمد" in letters(portal)[READER]
    page = visit(meeting.path, "ar")
    assert "Niederschrift" in says(page)
    # Why it was moved stands beside the old date, not beside what is over.
    assert "بسبب المرض" in says(page, "main .orig")
    assert says(page).count("بسبب المرض") == 1
    hold(page)


def a_later_one_is_cancelled(portal, office, visit):
    window = office.window
    window.goto(f"{portal.url}/admin/meetings/meeting/paste-dates/")
    window.fill("#id_text", "Do 20.05.2027, 18.00 Uhr, Rathaus\nDo 16.09.2027, 18.00 Uhr, Rathaus")
    window.select_option("#id_openness", "public")
    window.check("[name=state][value=published]")
    press(window, "button[value=preview]")
    press(window, "button[value=store]")
    press(window, "#result_list tbody tr:nth-child(2) a")
    meeting = SimpleNamespace(admin=window.url)
    go_on(office, meeting, "Tagesordnung einfügen")
    window.fill("#id_text", "1. Begrüßung\n2. Bericht des Vorsitzes\n3. Sprachcafé")
    press(window, "button[value=preview]")
    press(window, "button[value=store]")

    go_on(office, meeting, "Sitzung absagen")
    window.select_option("#id_phrase", "too-few-items")
    press(window, "button.default")

    assert "الخميس، 20 مايو 2027" in letters(portal)[READER]
    press(window, ".messagelist a")
    path = re.search(r"/councils/.*", window.url)[0]
    assert event_in(portal, f"/de{path[:-1]}.ics").status.value == "CANCELLED"
    for lang, reason in (("de", "Zu wenige Themen"), ("ar", "المواضيع المطروحة أقل")):
        page = visit(path, lang)
        assert reason in says(page, "main .note")
        assert page.window.locator("[aria-labelledby=agenda] ol > li").count() == 3
        hold(page)
