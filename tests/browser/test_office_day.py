"""Days in the office as people have them.

A clerk's Monday on a phone, a translator's hour in Arabic, a threat, a draft that two look at, an election, a council
from nothing.
"""

import csv
import io
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone

from councils.models import Council, Editor, News, Notice, Term
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import TranslationState
from meetings.models import Meeting
from members.models import Person
from tests import factories as f
from tests.browser.pages import press
from tests.contact.conftest import real_database  # noqa: F401 (a fixture)
from tests.public_paths import fetched_paths, public_paths

pytestmark = pytest.mark.once

AGENDA = """Öffentlicher Teil
1. Begrüßung
2. Feststellung der Tagesordnung
3. Genehmigung der Niederschrift
4. Bericht: Sprachkurse – Winter
5. Antrag: Dolmetschen im Rathaus
6. Haushalt 2027
7. Termine
8. Verschiedenes
Nichtöffentlicher Teil
9. Kanarienvogel: Personal
10. Kanarienvogel: Räume"""
WORDS = "Der Eingang am Markt ist zu. Bitte nehmen Sie die Seitentür."


@pytest.fixture
def office(real_database, browser, settings):  # noqa: F811
    """One council in a portal of this process; office.enter("editor") signs somebody in who has these roles.

    office.visit("/councils/", lang="ar") is what a visitor sees.
    """
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    settings.BASE_URL = f"http://127.0.0.1:{server.port}"
    council, opened = f.make_council(slug="tagwerk", name_de="Integrationsrat Tagwerk"), []
    visitors = []

    def enter(*roles, width=360, **fields):
        user = f.make_user(language="de")
        for role in roles:
            where = None if role == Editor.Role.PORTAL_EDITOR else council
            Editor.objects.create(council=where, user=user, role=role, **fields)
        # Signing in takes seconds; test_desk.py does it as people do.
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        opened.append(browser.open(settings.BASE_URL, "/robots.txt", width=width))
        window = opened[-1].window
        session = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
        window.context.add_cookies([session | {"url": settings.BASE_URL}])
        window.goto("/admin/")
        return SimpleNamespace(window=window, user=user)

    def visit(path, lang):
        """In a window of its own, on a phone."""
        if not visitors:
            visitors.append(browser.open(settings.BASE_URL, path, lang=lang, width=360))
            return visitors[0]
        return visitors[0].go(f"/{lang}{path}")

    yield SimpleNamespace(council=council, enter=enter, visit=visit, url=settings.BASE_URL)
    for page in opened + visitors:
        page.close()
    server.terminate()


def says(window, what="#container"):
    return " ".join(window.inner_text(what).split())


def fits(window):
    return window.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_monday_of_a_clerk_on_a_phone(office, client):
    f.make_message(office.council, text="Wann ist die Sprechstunde?")
    clerk = office.enter("editor", "message_reader")
    window = clerk.window

    a_message_is_answered(window)
    meeting = an_agenda_is_pasted(window, client)
    a_second_tab_overwrites_nothing(window)
    a_notice_is_put_up_once(window)
    assert WORDS in client.get(office.council.get_absolute_url()).content.decode()
    a_meeting_is_cancelled(window, client, meeting)
    a_role_is_taken_away(window, clerk.user)


def a_message_is_answered(window):
    assert fits(window)
    press(window, ".chores a:has-text('Nachricht 1')")
    window.fill("#answer textarea", "Freitag ab 14 Uhr.")
    press(window, "#answer button:text-is('Vorschau')")
    assert fits(window)
    press(window, "button:text-is('Senden')")
    assert "Die Antwort ist mit dem Beleg zu lesen." in says(window)


def an_agenda_is_pasted(window, client):
    window.goto("/admin/meetings/meeting/add/")
    window.fill("[name=title_de]", "8. Sitzung")
    window.fill("[name=held_on]", "14.03.2099")
    window.fill("[name=starts_at]", "18:00")
    window.select_option("[name=state]", "published")
    press(window, "[name=_continue]")
    assert fits(window)
    press(window, "text=Tagesordnung einfügen")
    window.fill("textarea", AGENDA)
    press(window, "button[value=preview]")
    assert fits(window)
    press(window, "button[value=store]")
    assert "10 Punkte" in says(window)
    meeting = Meeting.objects.get()
    public = client.get(meeting.get_absolute_url()).content.decode()
    assert "Bericht: Sprachkurse – Winter" in public
    assert "Antrag: Dolmetschen im Rathaus" in public
    assert "Kanarienvogel" not in public
    return meeting


def a_second_tab_overwrites_nothing(window):
    other = window.context.new_page()
    other.goto(window.url)
    window.fill("[name=convened_by_note_de]", "Erster Reiter")
    press(window, "[name=_save]")
    other.fill("[name=convened_by_note_de]", "Zweiter Reiter")
    press(other, "[name=_save]")
    assert "Dort steht jetzt: „Erster Reiter“" in says(other)
    assert other.input_value("[name=convened_by_note_de]") == "Zweiter Reiter"
    press(other, "[name=_save]")
    other.close()

    # The back button: the form is fetched anew, and Chromium puts the old words into it.
    window.go_back()
    press(window, "[name=_save]")
    assert "Dort steht jetzt: „Zweiter Reiter“" in says(window)


def a_notice_is_put_up_once(window):
    """The sign-in ends while it is written, and the back button gives the form again."""
    window.goto("/admin/councils/notice/add/")
    window.fill("[name=title_de]", WORDS)
    window.select_option("[name=state]", "published")
    cookies = window.context.cookies()
    window.context.clear_cookies(name="sessionid")
    window.click("[name=_save]")
    window.wait_for_selector("#signed-out")
    window.context.add_cookies(cookies)
    press(window, "[name=_save]")
    window.go_back()
    # Chromium still has what was typed; another browser may not.
    window.fill("[name=title_de]", WORDS)
    press(window, "[name=_save]")
    assert window.locator(f".errorlist a:has-text('{WORDS}')").count() == 1
    assert Notice.objects.count() == 1


def a_meeting_is_cancelled(window, client, meeting):
    window.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    press(window, "text=Sitzung absagen")
    window.fill("[name=reason]", "Der Saal ist nicht frei.")
    press(window, "#step_form .default")
    assert fits(window)
    public = client.get(meeting.get_absolute_url()).content.decode()
    assert "Der Saal ist nicht frei." in public
    assert "Antrag: Dolmetschen im Rathaus" in public


def a_role_is_taken_away(window, user):
    """Nothing is stored, and what was typed is still there."""
    window.goto("/admin/councils/notice/add/")
    window.fill("[name=title_de]", "Noch ein Hinweis")
    Editor.objects.filter(user=user).delete()
    press(window, "[name=_save]")
    assert "Es wurde nichts gespeichert." in says(window)
    assert fits(window)
    assert "Noch ein Hinweis" in [area.input_value() for area in window.locator("textarea").all()]
    assert Notice.objects.count() == 1


def test_hour_of_a_translator_in_arabic(office):
    news = f.make_news(council=office.council, title_de="Der Rat ist gewählt", title_ar="انتخاب المجلس")
    news.record_translation("title", "ar", TranslationState.REVIEWED)
    news.save()
    later = f.make_news(council=office.council, title_de="Das Fest beginnt")
    foreign = f.make_news(title_de="Anderswo")
    news.keep_german("Der Rat ist gewählt")
    news.title_de = "Der neue Rat ist gewählt"
    news.save()
    window = office.enter("translator", languages=["ar"], width=1280).window

    # From the desk to what is outdated: what came to the German is marked.
    press(window, ".chores a")
    assert fits(window)
    press(window, "tr:has-text('Der neue Rat ist gewählt') a")
    assert [mark.inner_text().strip() for mark in window.locator("ins").all()] == ["neue"]
    field = window.locator("[name=title_ar]")
    assert (field.get_attribute("dir"), field.get_attribute("lang")) == ("rtl", "ar")
    field.fill("انتخاب المجلس الجديد")
    press(window, "[name=_next]")

    # The next one that is open, by keyboard.
    while not window.url.endswith(f"/councils.news/{later.pk}/"):
        window.locator("[name$=_ar]").first.fill("نص")
        press(window, "[name=_next]")
    window.locator("[name=title_ar]").press_sequentially("يبدأ")
    with window.expect_navigation():
        window.keyboard.press("Enter")
    rows = News.objects.in_bulk([news.pk, later.pk])
    assert rows[later.pk].title_ar == "يبدأ"
    assert rows[news.pk].translation_state("title", "ar") == TranslationState.REVIEWED

    # All texts as a table, one filled in, one a formula, one of another council.
    table = f"/admin/translations/{office.council.pk}/ar/table"
    sent = window.context.request.get(f"{table}.csv").body().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(sent), delimiter=";"))
    column = lines[0].index("Übersetzung (ar)")
    by_german = {line[column - 1]: line for line in lines}
    by_german["Das Fest beginnt"][column] = "يبدأ المهرجان"
    by_german["Der neue Rat ist gewählt"][column] = '=HYPERLINK("https://example.org")'
    stranger = list(by_german["Das Fest beginnt"])
    stranger[0] = stranger[0].replace(later.public_id.hex, foreign.public_id.hex)
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([*lines, stranger])
    window.goto(f"{table}/")
    file = {"name": "t.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}
    window.set_input_files("[name=file]", file)
    press(window, "#content-main button")
    assert "1 Text ist anders" in says(window)
    assert window.locator("text=Das ist eine Formel.").count() == 1
    assert window.locator("text=Dieser Text gehört zu einem anderen Rat").count() == 1
    window.check("[name=reviewed]")
    press(window, "button[value=store]")
    assert News.objects.get(pk=later.pk).title_ar == "يبدأ المهرجان"
    assert News.objects.get(pk=foreign.pk).title_ar is None


def test_threatened_member_is_hidden_from_a_phone(office, client):
    name = "Amal Kanarienvogel"
    person = f.make_person(council=office.council, name=name, consented_on=timezone.localdate())
    group = f.make_seat_group(term=f.make_term(council=office.council, began=None, ended=None))
    seat = f.make_membership(person=person, seat_group=group, council=office.council)
    chair = f.make_office(council=office.council)
    f.make_office_holding(office=chair, membership=seat)
    window = office.enter("editor").window

    def found(paths):
        answers = {path: b"".join(client.get(path)).decode() for path in paths}
        return [path for path, text in answers.items() if re.search('Amal|Kanarienvogel(?!&amp;|")', text)]

    everywhere = [f"/de{path}" for path in [*public_paths(), *fetched_paths()]]
    everywhere += ["/ar/councils/tagwerk/members/", "/de/search/?q=Kanarienvogel", "/sitemap.xml"]
    # Where one looks for it first; the search finds no persons anyway.
    members = ["/de/councils/tagwerk/members/"]
    assert found(members) == members

    window.goto("/admin/members/person/")
    press(window, f"#result_list a:text-is('{name}')")
    press(window, "button:text-is('Dieses Mitglied jetzt ausblenden')")
    assert fits(window)
    assert Person.objects.get(pk=person.pk).state == State.WITHDRAWN
    assert found(everywhere) == []

    press(window, "button:text-is('Dieses Mitglied wieder zeigen')")
    assert found(members) == members


@pytest.fixture
def clock():
    with time_machine.travel("2027-03-01T10:00+01:00") as clock:
        yield clock


def test_draft_is_sent_back_mended_and_scheduled(clock, office, client):
    author, editor = office.enter("author").window, office.enter("editor", width=1280).window

    author.goto("/admin/councils/news/add/")
    assert author.input_value("[name=dated]") == "2027-03-01"
    # On a phone the box for the text is no higher than its buttons and what is in it.
    assert author.locator(".field-body_de .rich-editor").bounding_box()["height"] < 300
    author.fill("[name=title_de]", "Sprachcafé")
    author.check("[name=_ready]")
    author.fill("[name=_review_note]", "Für Freitag")
    press(author, "[name=_save]")
    assert fits(author)
    assert "Als bereit markiert. Die Redaktion Ihres Rates findet den Entwurf" in says(author)

    editor.goto("/admin/")
    assert "Für Freitag" in chore(editor, "Sprachcafé")
    press(editor, ".chores a:has-text('Sprachcafé')")
    editor.check("[name=_send_back]")
    editor.fill("[name=_review_note]", "Wo denn?")
    press(editor, "[name=_save]")

    author.goto("/admin/")
    assert fits(author)
    assert "Wo denn?" in chore(author, "Sprachcafé")
    press(author, ".chores a:has-text('Sprachcafé')")
    author.fill("[name=title_de]", "Sprachcafé im Rathaus")
    author.check("[name=_ready]")
    press(author, "[name=_save]")

    editor.goto("/admin/")
    press(editor, ".chores a:has-text('Sprachcafé im Rathaus')")
    editor.select_option("[name=state]", "published")
    editor.fill("[name=publish_at_0]", "2027-03-05")
    editor.fill("[name=publish_at_1]", "08:00")
    press(editor, "[name=_save]")
    assert editor.inner_text("#result_list .state") == "öffentlich ab 05.03.2027 08:00"
    editor.goto("/admin/")
    assert editor.locator(".chores a:has-text('Sprachcafé')").count() == 0

    own, news = "/councils/tagwerk/news/sprachcafe/", "/councils/tagwerk/news/"
    clock.move_to("2027-03-05T07:59:40+01:00")
    assert [client.get(f"/{lang}{own}").status_code for lang in ("de", "ar")] == [404, 404]
    assert "Sprachcafé" not in client.get(f"/de{news}").content.decode()
    clock.move_to("2027-03-05T08:00:00+01:00")
    page = office.visit(own, "ar")
    assert (page.status, page.window.inner_text("h1").strip()) == (200, "Sprachcafé im Rathaus")
    assert page.window.get_attribute("h1", "lang") == "de"
    assert office.visit(news, "de").window.locator("main h3").all_inner_texts() == ["Sprachcafé im Rathaus"]


def chore(window, words):
    """The one line of the desk with these words, and what is written about it."""
    return window.inner_text(f".chores > li:has-text('{words}')")


MEMBERS = "/councils/tagwerk/members/"
ELECTED = """Name;Sitzgruppe;Amt
Bo Neu;Gewählte Mitglieder;Vorsitz
Çem Neu;Gewählte Mitglieder;"""


def test_term_is_rolled_over_after_an_election(clock, office):
    term = f.make_term(
        council=office.council, name_de="Die siebte", began=PartialDate(2022, 3, 1), ended=PartialDate(2027, 2, 28)
    )
    group = f.make_seat_group(term=term, seats=3)
    seat = f.make_membership(seat_group=group, person=f.make_person(council=office.council, name="Ana Alt"))
    f.make_office_holding(office=f.make_office(council=office.council, term=term), membership=seat)
    window = office.enter("editor").window

    press(window, ".chores a:has-text('Amtszeit ist zu Ende')")
    assert fits(window)
    assert [window.input_value(f"[name={name}]") for name in ("last_day", "began")] == ["28.02.2027", "01.03.2027"]
    window.fill("[name=name_de]", "Die achte")
    press(window, "button.default")
    assert "Das ist die nächste Amtszeit, als Entwurf." in says(window)
    following = Term.objects.get(name_de="Die achte")
    address = f"/admin/councils/term/{following.pk}/change/"

    press(window, ".belonging a:text-is('Mitglieder aus einer Tabelle')")
    window.set_input_files("[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": ELECTED.encode()})
    press(window, "#table_form button")
    assert fits(window)
    assert "Unbesetzte Sitze: 3 → 1" in says(window)
    press(window, "button[value=store]")
    assert window.url.endswith(address)

    # Nothing of it shows before, and the desk leads back to it.
    assert who_sits(office.visit(MEMBERS, "de")) == ("Die siebte", ["Ana Alt", "Ana Alt"])
    window.goto("/admin/")
    press(window, ".chores a:has-text('Die achte')")
    assert window.url.endswith(address)
    assert fits(window)
    window.select_option("[name=state]", "published")
    press(window, "[name=_save]")
    window.goto("/admin/")
    assert window.locator(".chores a:has-text('Die achte'), .chores a:has-text('Amtszeit')").count() == 0

    page = office.visit(MEMBERS, "ar")
    assert who_sits(page) == ("Die achte", ["Bo Neu", "Bo Neu", "Çem Neu", "مقعد واحد شاغر"])
    with page.window.expect_navigation():
        page.window.click("main li a:has-text('Die siebte')")
    assert who_sits(page) == ("Die siebte", ["Ana Alt", "Ana Alt"])
    assert page.sideways() == 0


def who_sits(page):
    """The term that a page about members shows, and whom it names: in offices first, then on seats."""
    names = page.window.locator(".tasks strong, .people strong").all_inner_texts()
    return page.window.inner_text(".main-aside > :last-child h2 >> nth=0").strip(), [name.strip() for name in names]


def test_council_is_set_up_from_nothing(office, client):
    window = office.enter(Editor.Role.PORTAL_EDITOR).window
    press(window, "a:text-is('Neuen Rat einrichten')")

    def step(**fields):
        """Fill in a page and go on; two underscores stand for the hyphen of a prefix."""
        assert fits(window)
        for name, value in fields.items():
            field = window.locator(f"[name={name.replace('__', '-')}]")
            field.select_option(value) if field.evaluate("field => field.localName") == "select" else field.fill(value)
        press(window, "button[value=next]")

    step(
        council__name_de="Integrationsrat", council__kind="integration_council", new__name_de="Stadt Übersee",
        new__place_de="Übersee", new__kind="town", new__land="NW",
    )  # fmt: skip
    step(council__summary_de="Er berät den Rat der Stadt.", source__title="Hauptsatzung")
    step(contact__label_de="Geschäftsstelle", contact__email="rat@uebersee.example")
    step(term__began="11.2025", term__ended="2030", new1__label_de="Gewählte", new1__seats="2", new1__voting="voting")
    group = Council.objects.get(slug="uebersee-integrationsrat").terms.get().seat_groups.get()
    # The only group is chosen already.
    step(member1__name="Ana Petrova", member1__office="chair", member2__name="Bo Li")
    assert [row.seat_group for row in group.memberships.all()] == [group, group]
    assert fits(window)
    path = "/councils/uebersee-integrationsrat/"
    assert client.get(f"/de{path}").status_code == 404

    press(window, "button[value=publish]")
    press(window, "text=Die öffentliche Seite ansehen")

    assert window.url == f"{office.url}/de{path}"
    assert says(window, "main figcaption") == "2 Sitze, 2 mit Stimme (beides berechnet)"
    assert (says(window, "h1"), says(window, "main .lead")) == ("Integrationsrat", "Er berät den Rat der Stadt.")
    page = office.visit(f"{path}members/", "ar")
    assert who_sits(page)[1] == ["Ana Petrova", "Ana Petrova", "Bo Li"]
    assert page.sideways() == 0
