"""Mails that come back: answers of writers, strangers, letters that did not arrive, holiday notices."""

import imaplib
import logging
import mailbox
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, OperationalError, connection

from contact import conversation, inbound, letters, mails, worker
from contact.models import Entry, Event, Letter, Message
from tests.factories import make_council, make_message, make_reader, make_user
from tests.mail import MailServer, use_mail_server

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOMEBODY = "olena@example.org"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portal(settings):
    settings.REPLY_MAILBOX = "answers@portal.example"


@pytest.fixture
def message():
    council = make_council()
    make_reader(council, make_user(email="office@portal.example"))
    return make_message(council, way="mail", email=SOMEBODY, language="en", state="read")


class Box:
    """A mailbox file, as a mail server fills it and leaves it."""

    def __init__(self, path):
        self.path = path

    def put(self, *mails):
        with closing(mailbox.mbox(self.path)) as box:
            for mail in mails:
                box.add(mail)

    def texts(self):
        with closing(mailbox.mbox(self.path)) as box:
            return [mail.get_payload() for mail in box]


@pytest.fixture
def box(settings, tmp_path):
    """The mailbox that is fetched from."""
    settings.REPLY_SERVER = f"mbox://{tmp_path / 'box'}"
    box = Box(tmp_path / "box")
    box.put()
    return box


def mail_to(message, text="Danke!", sender="Olena <Olena@Example.Org>", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, mails.reply_address(message), "Re: Answer"
    mail["Message-ID"] = headers.pop("message_id", "<1@example.org>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def texts(message):
    return [entry.text for entry in message.entries.filter(side=Entry.Side.WRITER)]


# Answers


def test_answer_of_the_writer_joins_the_conversation(message):
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)
    before = Letter.objects.filter(kind="contact.office").count()

    assert inbound.file(mail_to(message, "Дякую!\n\n> Am Montag.").as_bytes(), NOW) == inbound.FILED

    message.refresh_from_db()
    assert texts(message) == ["Дякую!"]
    assert (message.state, message.email_confirmed_at) == (Message.State.IN_PROGRESS, NOW)
    assert Letter.objects.filter(kind="contact.office").count() == before + 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Danke!\n\nAm Montag schrieb das Amt:\n> Am Montag.\n>\n> Frage:\n> Wer?\n", "Danke!"),
        ("> Wann?\n\nUm 18 Uhr:\n> Wo?\n\nIm Rathaus.", "> Wann?\n\nUm 18 Uhr:\n> Wo?\n\nIm Rathaus."),
        ("Meine Fragen:", "Meine Fragen:"),
        ("> nur das", "> nur das"),
    ],
)
def test_our_letter_below_an_answer_is_left_out(message, text, kept):
    inbound.file(mail_to(message, text).as_bytes(), NOW)

    assert texts(message) == [kept]


def test_mail_fetched_twice_is_filed_once(message):
    raw = mail_to(message).as_bytes()

    outcomes = [inbound.file(raw, NOW), inbound.file(raw, NOW + timedelta(minutes=3))]

    assert outcomes == [inbound.FILED, inbound.FILED]
    assert texts(message) == ["Danke!"]


def test_unknown_sender_waits_in_quarantine(message):
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)
    before = Letter.objects.count()

    outcome = inbound.file(mail_to(message, sender="other@example.org").as_bytes(), NOW)

    message.refresh_from_db()
    assert outcome == inbound.QUARANTINED
    [entry] = message.entries.filter(side="writer")
    assert (entry.quarantined_at, entry.sender) == (NOW, "other@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM contact_entry WHERE id = %s", [entry.pk])
        assert "other" not in cursor.fetchone()[0]
    assert (message.state, message.email_confirmed_at) == (Message.State.ANSWERED, None)
    assert Letter.objects.count() == before


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Envelope-To", "Cc", "To"])
def test_address_is_found_wherever_servers_write_it(message, header):
    mail = mail_to(message)
    del mail["To"]
    mail["To" if header != "To" else "Cc"] = "somebody@example.org"
    mail[header] = mails.reply_address(message).upper()

    assert inbound.file(mail.as_bytes(), NOW) == inbound.FILED


@pytest.mark.parametrize("wrong", ["forged", "cut", "none", "no such message"])
def test_wrong_token_files_nothing(message, wrong):
    local, _at, domain = mails.reply_address(message).partition("@")
    # Of the last letter not all bits count.
    changed = "a" if local[-2] != "a" else "b"
    address = {
        "forged": f"{local[:-2]}{changed}{local[-1]}@{domain}",
        "cut": f"{local[:-8]}@{domain}",
        "none": f"answers@{domain}",
        "no such message": mails.reply_address(Message()),
    }[wrong]
    mail = mail_to(message)
    mail.replace_header("To", address)

    assert inbound.file(mail.as_bytes(), NOW) == inbound.UNASSIGNED
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("end", ["taken back", "erased"])
def test_answer_to_what_is_erased_is_not_kept(message, end):
    raw = mail_to(message).as_bytes()
    if end == "taken back":
        conversation.take_back(message, NOW)
    else:
        conversation.change_state(message, Message.State.CLOSED, make_user(), NOW)
        with conversation.locked(message) as row:
            conversation.scrub(row, NOW)

    assert inbound.file(raw, NOW) == inbound.UNASSIGNED
    assert Entry.objects.count() == 0


# What stands in a mail


def test_html_becomes_text(message):
    mail = mail_to(message)
    mail.clear_content()
    mail.set_content(
        "<style>p {}</style><p>Danke &amp; <b>Gruß</b></p><script>alert(1)</script><div>zwei<br>drei &lt;3</div>",
        subtype="html",
    )

    inbound.file(mail.as_bytes(), NOW)

    assert texts(message) == ["Danke & Gruß\nzwei\ndrei <3"]


def test_attachments_are_named_as_dropped(message):
    mail = mail_to(message)
    mail.add_alternative("<p>Danke!</p>", subtype="html")
    mail.add_attachment(b"PNG", maintype="image", subtype="png", filename="geheim.png")

    inbound.file(mail.as_bytes(), NOW)

    assert texts(message) == ["Danke!\n\n[The attachments of this e-mail were not kept.]"]


def test_mail_with_nothing_but_a_picture_is_told(message):
    mail = mail_to(message, "")
    mail.add_attachment(b"PNG", maintype="image", subtype="png")

    assert inbound.file(mail.as_bytes(), NOW) == inbound.FILED
    assert texts(message) == ["[The attachments of this e-mail were not kept.]"]


def test_mail_of_fifty_megabytes_is_cut(message, box):
    head = mail_to(message).as_bytes().partition(b"\n\n")[0]
    box.put(head.replace(b"7bit", b"8bit").replace(b"us-ascii", b"utf-8") + b"\n\n" + "äöü ß\n".encode() * 5_000_000)

    assert inbound.fetch(NOW) == {"filed": 1}

    [text] = texts(message)
    assert len(text) < 20_100
    assert text.endswith("\n\n[The end of this e-mail was not kept: it is too long.]")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: 8bit\n\n\xcf\xf0\xe8", "При"),
        (b"Content-Type: text/plain; charset=no-such\n\n\xc3\xa4", "ä"),
        (b"Content-Type: text/plain; charset=utf-8\n\n\xff\xfe ok", "�� ok"),
        (b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nRGFua2Uh", "Danke!"),
        (b"\na\x00b\xe2\x80\xaec\r\nd", "abc\nd"),
        (b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nohne Ende", "ohne Ende"),
    ],
    ids=["windows-1251", "unknown charset", "broken utf-8", "base64", "controls", "open multipart"],
)
def test_odd_mails_are_read_as_well_as_they_can_be(message, body, text):
    head = f"From: {SOMEBODY}\nTo: {mails.reply_address(message)}\n".encode()

    assert inbound.file(head + body, NOW) == inbound.FILED
    assert texts(message) == [text]


# What programs send


def report(letter, action="failed", status="5.1.1", whole=True):
    """What a mail server tells of a letter (RFC 3464)."""
    returned = f"Message-ID: {letter.message_id}\nTo: {SOMEBODY}\nSubject: x\n\ny" if whole else "Subject: x\n\ny"
    return (
        f"From: MAILER-DAEMON@mail.example\nTo: answers@portal.example\nReturn-Path: <>\nMIME-Version: 1.0\n"
        f"Message-ID: <b@mail.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n"
        f"--x\nContent-Type: text/plain\n\nSorry, {SOMEBODY} is unknown.\n"
        f"--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n"
        f"Final-Recipient: rfc822; {SOMEBODY}\nAction: {action}\nStatus: {status}\n\n"
        f"--x\nContent-Type: message/rfc822\n\n{returned}\n--x--\n"
    ).encode()


@pytest.fixture
def letter(message):
    """The letter with the office's answer; it has been sent."""
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)
    letters.sent(letters.claim(NOW), NOW)
    return Letter.objects.get(kind="contact.answer")


def test_bounce_ends_the_letter_and_opens_the_message_again(message, letter):
    outcomes = [inbound.file(report(letter), NOW) for _ in range(2)]

    letter.refresh_from_db()
    message.refresh_from_db()
    assert outcomes == [inbound.BOUNCED, inbound.BOUNCED]
    assert (letter.state, letter.failure) == (Letter.State.BOUNCED, "bounce 5.1.1")
    assert message.state == Message.State.IN_PROGRESS
    assert (message.has_news, message.reacted_at, message.first_reacted_at) == (True, None, NOW)
    assert list(message.events.filter(kind=Event.Kind.UNDELIVERED).values_list("detail", flat=True)) == ["bounced"]
    assert texts(message) == []


def test_bounce_is_known_by_the_reply_address_too(message, letter):
    raw = report(letter, whole=False).replace(b"Subject: x", f"Reply-To: {mails.reply_address(message)}".encode())

    assert inbound.file(raw, NOW) == inbound.BOUNCED
    letter.refresh_from_db()
    assert letter.state == Letter.State.BOUNCED


def test_bounce_of_somebody_elses_letter_stays(message, letter):
    assert inbound.file(report(letter, whole=False), NOW) == inbound.UNASSIGNED
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed"])
def test_report_that_is_no_failure_changes_nothing(message, letter, action):
    assert inbound.file(report(letter, action, "4.4.1"), NOW) == inbound.AUTOMATIC
    letter.refresh_from_db()
    assert letter.state == Letter.State.SENT


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"}],
)
def test_holiday_notice_is_no_answer(message, headers):
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)

    assert inbound.file(mail_to(message, "Bin im Urlaub", **headers).as_bytes(), NOW) == inbound.AUTOMATIC

    message.refresh_from_db()
    assert message.state == Message.State.ANSWERED


def test_mail_sent_by_a_person_may_say_so(message):
    assert inbound.file(mail_to(message, Auto_Submitted="no").as_bytes(), NOW) == inbound.FILED


def test_mail_that_returns_to_nobody_is_left_for_somebody_to_look(message):
    assert inbound.file(mail_to(message, "Unzustellbar", Return_Path="<>").as_bytes(), NOW) == inbound.UNASSIGNED
    assert texts(message) == []


# Mails that mean harm


def test_report_full_of_addresses_that_are_none_is_read_at_once(message, letter):
    raw = report(letter, whole=False).replace(b"Subject: x", b"a" * 1_000_000)

    assert inbound.file(raw, NOW) == inbound.UNASSIGNED
    assert inbound._TOKEN.pattern.startswith(r"\+([a-z2-7]{20,80})@")


@pytest.mark.parametrize("found", ["<" + "a" * 32 + "@x\0y>", "<" + "a" * 32 + "@x y>", "<" + "a" * 32 + "@é>"])
def test_report_names_letters_in_printable_letters_only(message, letter, found):
    raw = report(letter).replace(letter.message_id.encode(), found.encode())

    assert inbound.file(raw, NOW) == inbound.UNASSIGNED


def test_report_is_searched_for_a_few_letters_only(message, letter):
    many = "".join(f"<{number:032x}@x>" for number in range(inbound.MOST_FOUND)).encode()
    raw = report(letter)

    assert inbound.file(raw.replace(b"Sorry", many), NOW) == inbound.UNASSIGNED
    assert inbound.file(raw.replace(b"Sorry", many[:-36]), NOW) == inbound.BOUNCED


def test_html_full_of_open_tags_is_read_at_once(message):
    mail = mail_to(message)
    mail.set_content("Danke" + "<br " * 250_000, subtype="html")

    assert inbound.file(mail.as_bytes(), NOW) == inbound.FILED
    assert texts(message) == ["Danke\n\n[The end of this e-mail was not kept: it is too long.]"]


def test_head_of_html_counts_for_nothing(message):
    mail = mail_to(message)
    style = "p {} " * inbound.MOST_HTML
    mail.set_content(f"<html><head><style>{style}</style></head><body>Danke</body></html>", subtype="html")

    inbound.file(mail.as_bytes(), NOW)

    assert texts(message) == ["Danke"]


def nested(number):
    """A mail of parts within parts."""
    opening = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(number))
    return f"{opening}Content-Type: text/plain\n\nDanke!\n"


@pytest.mark.parametrize(("number", "outcome"), [(10, inbound.FILED), (45, inbound.FILED), (55, inbound.UNASSIGNED)])
def test_mail_of_too_many_parts_is_not_read(message, number, outcome):
    head = f"From: {SOMEBODY}\nTo: {mails.reply_address(message)}\n"

    assert inbound.file((head + nested(number)).encode(), NOW) == outcome


def test_mail_of_too_many_lines_is_cut(message):
    raw = mail_to(message).as_bytes() + b"\n" * inbound.MOST_LINES + b"Ende"

    assert inbound.file(raw, NOW) == inbound.FILED
    assert texts(message) == ["Danke!\n\n[The end of this e-mail was not kept: it is too long.]"]


def test_headers_and_charsets_without_end_are_read_at_once(message):
    mail = mail_to(message)
    mail["X-Long"] = "x" * 500_000
    raw = mail.as_bytes().replace(b'charset="utf-8"', b"charset=punycode").replace(b"Danke!", b"a-" + b"zz" * 300_000)

    assert inbound.file(raw, NOW) == inbound.FILED
    assert {len(value) for value in inbound._parsed(raw).get_all("X-Long")} <= {inbound.LONGEST_HEADER}


@pytest.mark.parametrize("error", [DataError, IntegrityError, ValueError])
def test_mail_that_the_database_refuses_keeps_back_no_other(message, box, monkeypatch, error):
    box.put(mail_to(message, "kaputt"), mail_to(message, message_id="<2@example.org>"))
    reply = conversation.reply_by_mail

    def refuse(message, sender, text, *more):
        if "kaputt" in text:
            raise error
        return reply(message, sender, text, *more)

    monkeypatch.setattr(conversation, "reply_by_mail", refuse)

    assert inbound.fetch(NOW) == {"unassigned": 1, "filed": 1}


def two_messages():
    return [make_message(make_council(), way="mail", email=SOMEBODY, language="en") for _ in range(2)]


def test_mail_to_two_councils_reaches_both_once(message):
    one, two = two_messages()
    mail = mail_to(one, "An beide")
    mail.replace_header("To", f"{mails.reply_address(one)}, {mails.reply_address(two)}")

    outcomes = [inbound.file(mail.as_bytes(), NOW) for _copy in range(2)]

    assert outcomes == [inbound.FILED, inbound.FILED]
    assert (texts(one), texts(two), texts(message)) == (["An beide"], ["An beide"], [])


def test_each_copy_of_a_mail_is_for_whom_it_was_delivered_to():
    one, two = two_messages()
    mail = mail_to(one, "An beide")
    mail.replace_header("To", f"{mails.reply_address(one)}, {mails.reply_address(two)}")
    mail["Delivered-To"] = mails.reply_address(two)

    inbound.file(mail.as_bytes(), NOW)

    assert (texts(one), texts(two)) == ([], ["An beide"])


def test_used_message_id_to_another_message_is_another_mail():
    one, two = two_messages()

    inbound.file(mail_to(one, "Eins").as_bytes(), NOW)
    inbound.file(mail_to(two, "Zwei").as_bytes(), NOW)

    assert (texts(one), texts(two)) == (["Eins"], ["Zwei"])


@pytest.mark.parametrize(
    ("headers", "seen"),
    [
        (f"From: {SOMEBODY}, other@example.org\n", f"{SOMEBODY}, other@example.org"),
        (f"From: {SOMEBODY}\nFrom: other@example.org\n", f"{SOMEBODY}, other@example.org"),
        (f"From: {SOMEBODY}\nAuthentication-Results: mx; spf=pass; dmarc = Fail\n", f"{SOMEBODY}, dmarc=fail"),
        (f'From: "{SOMEBODY}" <other@example.org>\n', "other@example.org"),
    ],
    ids=["two addresses", "two headers", "forged, says the server", "in the name"],
)
def test_mail_of_a_doubtful_sender_is_not_the_writers(message, headers, seen):
    raw = f"{headers}To: {mails.reply_address(message)}\n\nIch ziehe alles zurück".encode()

    assert inbound.file(raw, NOW) == inbound.QUARANTINED

    message.refresh_from_db()
    assert message.email_confirmed_at is None
    assert [entry.sender for entry in message.entries.all()] == [seen]


def test_header_that_vouches_for_a_sender_changes_nothing(message):
    mail = mail_to(message, sender="other@example.org", Authentication_Results="mx; dmarc=pass")

    assert inbound.file(mail.as_bytes(), NOW) == inbound.QUARANTINED


# Mailboxes


def test_mailbox_file_that_is_not_there_yet_is_empty(settings, tmp_path):
    settings.REPLY_SERVER = f"mbox://{tmp_path / 'later'}"

    assert inbound.fetch(NOW) == {}


def test_mailbox_file_that_is_being_written_to_is_waited_for(message, box, monkeypatch):
    box.put(mail_to(message))
    lock = box.path.with_name("box.lock")
    lock.touch()
    waited = []

    def wait(seconds):
        waited.append(seconds)
        if len(waited) == 2:
            lock.unlink()

    monkeypatch.setattr(inbound.time, "sleep", wait)

    assert inbound.fetch(NOW) == {"filed": 1}
    assert len(waited) == 2


def test_mailbox_file_keeps_only_what_is_nobodys(message, letter, box, capsys):
    stranger = mail_to(message, "Wer liest das?")
    stranger.replace_header("To", "answers@portal.example")
    box.put(mail_to(message), stranger, mail_to(message, message_id="<2@example.org>", sender="x@example.org"))
    box.put(report(letter))

    call_command("fetch_mail")
    call_command("fetch_mail")

    assert capsys.readouterr().out == "1 bounced, 1 filed, 1 quarantined, 1 unassigned\n1 unassigned\n"
    assert box.texts() == ["Wer liest das?\n"]


def test_mail_stays_when_it_could_not_be_filed(message, box, monkeypatch):
    box.put(mail_to(message), mail_to(message, "Zwei", message_id="<2@example.org>"))
    file = inbound.file
    seen = []

    def away_at_the_second(raw, now):
        seen.append(raw)
        if len(seen) == 2:
            raise OperationalError
        return file(raw, now)

    monkeypatch.setattr(inbound, "file", away_at_the_second)
    with pytest.raises(OperationalError):
        inbound.fetch(NOW)

    assert texts(message) == ["Danke!"]
    assert inbound.fetch(NOW) == {"filed": 1}
    assert texts(message) == ["Danke!", "Zwei"]


def test_one_unreadable_mail_keeps_back_no_other(message, box, monkeypatch, caplog):
    box.put(mail_to(message, "kaputt"), mail_to(message, message_id="<2@example.org>"))
    text_of = inbound._text_of

    def broken(mail):
        if "kaputt" in mail.as_string():
            raise ValueError(SOMEBODY)
        return text_of(mail)

    monkeypatch.setattr(inbound, "_text_of", broken)

    assert inbound.fetch(NOW) == {"unassigned": 1, "filed": 1}
    assert [record.getMessage() for record in caplog.records] == ["A mail could not be read; it stays in the mailbox"]


def test_without_a_mailbox_the_command_says_so(settings):
    settings.REPLY_SERVER = ""

    with pytest.raises(CommandError, match="REPLY_SERVER is not set"):
        call_command("fetch_mail")


class ImapServer:
    """An IMAP server as far as the portal talks to it."""

    def __init__(self, *mails):
        self.mails, self.flags, self.said = dict(enumerate(mails, 1)), {}, []

    def connect(self, host, port, ssl_context, timeout):
        self.said.append((host, port))
        self.is_looked_at = ssl_context.verify_mode == ssl.CERT_REQUIRED and ssl_context.check_hostname
        return self

    def login(self, user, password):
        self.said.append((user, password))

    def select(self, folder):
        return ("OK", [b"1"]) if folder == '"INBOX"' else ("NO", [SOMEBODY.encode()])

    def uid(self, command, *arguments):
        if command == "SEARCH":
            flag = r"(\Seen)" if arguments[0] == "SEEN" else None
            return "OK", [b" ".join(b"%d" % uid for uid in self.mails if self.flags.get(uid) == flag)]
        if command == "FETCH":
            return "OK", [(b"1 (UID 1 BODY[]<0> {9}", self.mails[int(arguments[0])]), b")"]
        self.flags[int(arguments[0])] = arguments[2]
        return "OK", [None]

    def close(self):
        self.mails = {uid: mail for uid, mail in self.mails.items() if self.flags.get(uid) != r"(\Deleted)"}

    def logout(self):
        self.said.append("bye")


def test_imap_folder_is_emptied_of_what_was_filed(message, settings, monkeypatch):
    stranger = mail_to(message)
    stranger.replace_header("To", "answers@portal.example")
    server = ImapServer(mail_to(message).as_bytes(), stranger.as_bytes())
    monkeypatch.setattr(imaplib, "IMAP4_SSL", server.connect)
    settings.REPLY_SERVER = "imap+ssl://portal:s%40crt@mail.example.de/INBOX"

    found = [inbound.fetch(NOW), inbound.fetch(NOW)]

    assert found == [{"filed": 1, "unassigned": 1}, {"unassigned": 1}]
    assert server.said[:2] == [("mail.example.de", 993), ("portal", "s@crt")]
    assert server.is_looked_at is True
    assert server.flags == {1: r"(\Deleted)", 2: r"(\Seen)"}
    assert list(server.mails) == [2]


def test_imap_folder_that_is_not_there_is_an_error_without_persons(settings, monkeypatch):
    monkeypatch.setattr(imaplib, "IMAP4_SSL", ImapServer().connect)
    settings.REPLY_SERVER = "imap+ssl://portal:secret@mail.example.de/Archive"

    with pytest.raises(imaplib.IMAP4.error, match=r"^NO$"):
        inbound.fetch(NOW)


# All the way


def test_answer_goes_out_by_mail_and_its_reply_comes_back(message, box, settings, caplog, capfd):
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    caplog.set_level(logging.DEBUG)
    with time_machine.travel(NOW, tick=False), MailServer() as server:
        use_mail_server(settings, server.port)
        conversation.answer(message, "Am Montag um 18 Uhr.", "de", make_user(), now=NOW)
        worker.send_one()
        [answer] = server.mails
        reply = EmailMessage()
        reply["From"], reply["To"], reply["In-Reply-To"] = SOMEBODY, answer["Reply-To"], answer["Message-ID"]
        reply.set_content("Дякую, я прийду.")
        box.put(reply)

        assert inbound.fetch(NOW) == {"filed": 1}

    assert answer["To"] == SOMEBODY
    assert "Am Montag um 18 Uhr." in answer.get_content()
    message.refresh_from_db()
    assert texts(message) == ["Дякую, я прийду."]
    assert message.state == Message.State.IN_PROGRESS
    assert message.email_confirmed_at == NOW
    shown = caplog.text + "".join(capfd.readouterr())
    assert [word for word in ("olena", "Montag", "прийду", "answers+") if word in shown] == []
