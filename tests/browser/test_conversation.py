"""Five messages from the form to the answer, as writers and the office see them, and what is left in the end."""

import email
import mailbox
import re
import subprocess
import sys
import time
from email.message import EmailMessage
from types import SimpleNamespace

import pytest

from tests.browser.pages import press
from tests.live import ROOT, LivePortal
from tests.mail import MailServer

KAUFBEUREN, BECKUM = "kaufbeuren-integrationsbeirat", "beckum-integrationsrat"
ARABIC = "لا أجد دورة لغة في المدينة. من يساعدني؟"
UKRAINIAN = "Добрий день! Коли наступне засідання? Чи можна прийти з дитиною?"
WRONG = "Ich wohne in Kaufbeuren und habe aus Versehen hierher geschrieben: Kanarienvogel."
PHONED = "Die Anruferin fragt nach einem Formular: Kanarienvogel am Telefon."
CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
PHONE = {"width": 390, "scheme": "light"}
# What makes a database row or its file give away what was written.
PERSONAL = ("Kanarienvogel", "olena@example.org", "Olena", "Добрий день", ARABIC[:12], "Danke für die Antwort")
LEFT = """
from contact.models import Entry, Letter, Message, Note
print([name for row in Message.objects.all() for name in Message.PERSONAL if getattr(row, name)])
print([row.pk for model in (Entry, Note) for row in model.objects.all() if row.text])
print([row.pk for row in Letter.objects.all() if row.recipient or row.body or row.subject])
print(Message.objects.count())
"""
LONG_AGO = """
from datetime import timedelta
from django.utils import timezone
from contact.models import Message
then = timezone.now() - timedelta(days=100)
for row in Message.objects.all():
    row.created, row.modified = then, then
    row.read_at = row.read_at and then
    row.answered_at = row.answered_at and then
    row.reacted_at = row.reacted_at and then
    row.forwarded_at = row.forwarded_at and then
    row.quarantined_at = row.quarantined_at and then
    row.state, row.ended_at = "closed", then
    row.save()
"""


@pytest.fixture
def portal(tmp_path):
    """A portal with a mail server, a mailbox, a worker, and an office that reads for two councils."""
    with MailServer() as server:
        settings = {
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "EMAIL_FROM": "portal@portal.example",
            "REPLY_MAILBOX": "answers@portal.example",
            "REPLY_SERVER": f"mbox://{tmp_path / 'answers.mbox'}",
        }
        with LivePortal(tmp_path, **settings) as live:
            live.server, live.mailbox = server, tmp_path / "answers.mbox"
            live.password = live.make_reader("office", KAUFBEUREN, BECKUM)
            worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=live.environment)
            yield live
            worker.terminate()
            worker.wait(timeout=30)


@pytest.fixture
def office(browser, portal):
    """The office's window at a desk, signed in."""
    page = browser.open(portal.url, "/admin/")
    page.window.fill("input[name=username]", "office")
    page.window.fill("input[name=password]", portal.password)
    press(page.window, "input[type=submit], button[type=submit]")
    yield page.window
    page.close()


@pytest.fixture
def write(browser, portal):
    """Fills in the form of a council on a phone and sends it; gives the page with the receipt."""
    pages = []

    def write(lang, slug, text, **fields):
        page = browser.open(portal.url, f"/councils/{slug}/contact/write/", lang=lang, **PHONE)
        pages.append(page)
        page.window.fill("textarea[name=text]", text)
        for name, value in fields.items():
            if value is True:
                page.window.check(f"input[name={name}]")
            elif name == "way":
                page.window.check(f"input[name=way][value={value}]")
            else:
                page.window.fill(f"[name={name}]", value)
        hold(page)
        press(page.window, "button[value=review]")
        hold(page)
        press(page.window, "button[value=send]")
        hold(page)
        code = CODE.search(page.window.inner_text(".code"))[0]
        return SimpleNamespace(page=page, code=code)

    yield write
    for page in pages:
        page.close()


@pytest.fixture
def look_up(browser, portal):
    """Types a receipt on a phone; gives the page of the message."""
    pages = []

    def look_up(lang, code):
        page = browser.open(portal.url, "/messages/", lang=lang, **PHONE)
        pages.append(page)
        page.window.fill("input[name=code]", code.replace("-", " ").lower())
        press(page.window, ".receipt-entry button")
        hold(page)
        return page

    yield look_up
    for page in pages:
        page.close()


def hold(page):
    """Whatever step it is: nothing fails, nobody is shut out, nothing is cut off, no cookie is set."""
    assert page.problems() == []
    assert page.barriers() == []
    assert page.sideways() == 0


def open_newest(office, portal):
    """The newest message of the inbox."""
    office.goto(f"{portal.url}/admin/contact/message/")
    press(office, "#result_list tbody tr:first-child th a")


def choose(office, council):
    """Choose the council with this word in its name."""
    names = office.locator("select[name=council] option").all_text_contents()
    office.select_option("select[name=council]", label=next(name for name in names if council in name))


def wait_for_mail(portal, to, subject=""):
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = [mail for mail in portal.server.mails if to in mail.recipients and subject in str(mail["Subject"])]
        if found:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError(f"No mail to {to} arrived: {[str(mail['Subject']) for mail in portal.server.mails]}")


def test_five_messages_from_the_form_to_the_purge(browser, portal, office, write, look_up):
    """One after the other, in one portal: the office's lists fill, and in the end all of it is purged."""
    without_any_address_in_arabic(write, office, portal, look_up)
    by_mail_in_ukrainian_and_answered_by_reply(write, office, portal, look_up)
    to_the_wrong_council(write, office, portal, look_up)
    from_a_bot(browser, office, portal)
    by_phone(office, portal, look_up)
    nothing_personal_is_left(portal)


def without_any_address_in_arabic(write, office, portal, look_up):
    receipt = write("ar", KAUFBEUREN, ARABIC)
    open_newest(office, portal)
    assert ARABIC in office.inner_text(".is-writer")
    office.check("input[name=blocks][value=greeting]")
    office.check("input[name=blocks][value=thanks]")
    office.fill("section.answer textarea[name=text]", "Die Volkshochschule hat Kurse.")
    press(office, "button[value=preview]")
    parts = [
        (part.get_attribute("lang"), part.get_attribute("dir")) for part in office.locator(".preview .words").all()
    ]
    assert parts == [("ar", "rtl"), ("ar", "rtl"), (None, "auto")]
    press(office, "button[value=send]")

    page = look_up("ar", receipt.code)

    answer = page.window.locator(".turn.office .said")
    assert "Die Volkshochschule hat Kurse." in answer.inner_text()
    assert "شكر" in answer.inner_text()
    # Each paragraph runs in its own direction.
    assert answer.evaluate("element => getComputedStyle(element).unicodeBidi") == "plaintext"
    assert "nobody" not in [mail["To"] for mail in portal.server.mails]


def by_mail_in_ukrainian_and_answered_by_reply(write, office, portal, look_up):
    receipt = write("uk", KAUFBEUREN, UKRAINIAN, way="mail", email="olena@example.org", name="Olena")
    first = wait_for_mail(portal, "olena@example.org")
    assert receipt.code in first.get_content()
    assert [word for word in ("засідання", "дитиною", "Olena") if word in first.get_content()] == []

    told = wait_for_mail(portal, "office@office.example")
    assert UKRAINIAN[:12] not in told.get_content()
    open_newest(office, portal)
    office.fill("section.answer textarea[name=text]", "Am Montag um 18 Uhr. Kinder sind willkommen.")
    press(office, "button[value=preview]")
    press(office, "button[value=send]")
    mail = wait_for_mail(portal, "olena@example.org", "Відповідь")
    assert "Kinder sind willkommen." in mail.get_content()
    send_reply(portal, mail, "Danke für die Antwort, wir kommen.")

    office.reload()
    page = look_up("uk", receipt.code)
    assert "Danke für die Antwort" in office.inner_text(".conversation")
    assert [turn.strip() for turn in page.window.locator(".said").all_inner_texts()] == [
        UKRAINIAN,
        "Am Montag um 18 Uhr. Kinder sind willkommen.",
        # It came by mail, and whoever holds the receipt need not be the one who owns the address.
        page.window.locator(".said").last.inner_text().strip(),
    ]
    assert "Danke" not in page.window.content()


def send_reply(portal, mail, text):
    """Put into the mailbox what the writer's mail program would send in answer."""
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = "olena@example.org", mail["Reply-To"], "Re: " + str(mail["Subject"])
    reply["Message-ID"], reply["In-Reply-To"] = "<reply-1@example.org>", str(mail["Message-ID"])
    reply["Date"] = email.utils.formatdate()
    quoted = "".join(f"> {line}\n" for line in mail.get_content().splitlines())
    reply.set_content(f"{text}\n\nOn Monday the office wrote:\n{quoted}")
    box = mailbox.mbox(portal.mailbox)
    box.add(reply)
    box.close()
    assert "1" in portal.manage("fetch_mail")


def to_the_wrong_council(write, office, portal, look_up):
    receipt = write("de", BECKUM, WRONG, may_forward=True)
    open_newest(office, portal)
    choose(office, "kaufbeuren")
    press(office, "button[value=forward]")

    page = look_up("de", receipt.code)

    assert page.window.locator(".line li").last.inner_text().split()[-3:] == [
        "Eingegangen",
        "Integrationsbeirat,",
        "Kaufbeuren",
    ]
    open_newest(office, portal)
    assert WRONG in office.inner_text(".is-writer")
    assert "kaufbeuren" in office.inner_text(".marks").lower()


def from_a_bot(browser, office, portal):
    page = browser.open(portal.url, f"/de/councils/{KAUFBEUREN}/contact/write/", **PHONE)
    page.window.fill("textarea[name=text]", 'Cheap pills <a href="http://pills.example">here</a>')
    page.window.evaluate("document.querySelector('[name=website]').value = 'http://pills.example'")
    press(page.window, "button[value=review]")
    press(page.window, "button[value=send]")
    # A bot learns nothing from the answer.
    assert CODE.search(page.window.inner_text(".code"))
    page.close()

    office.goto(f"{portal.url}/admin/contact/message/?list=quarantine")
    assert office.locator("#result_list tbody tr").count() == 1
    press(office, "#result_list tbody tr:first-child th a")
    assert "Cheap pills <a href=" in office.inner_text(".is-writer")
    office.goto(f"{portal.url}/admin/contact/message/")
    numbers = office.locator("#result_list tbody tr").count()
    assert numbers == 4


def by_phone(office, portal, look_up):
    office.goto(f"{portal.url}/admin/contact/message/add/")
    choose(office, "kaufbeuren")
    office.select_option("select[name=language]", "tr")
    office.fill("textarea[name=text]", PHONED)
    press(office, "button.default")
    code = CODE.search(office.inner_text("main, #content, body"))[0]

    page = look_up("tr", code)

    assert PHONED in page.window.inner_text(".said")


def nothing_personal_is_left(portal):
    portal.manage("shell", "-v", "0", "-c", LONG_AGO)

    portal.manage("purge")

    messages, words, letters, count = portal.manage("shell", "-v", "0", "-c", LEFT).split("\n")[:4]
    assert (messages, words, letters) == ("[]", "[]", "[]")
    assert int(count) == 6
    everything = b"".join(
        file.read_bytes() for file in portal.folder.rglob("*") if file.is_file() and "mbox" not in file.name
    )
    assert [word for word in PERSONAL if word.encode() in everything] == []
