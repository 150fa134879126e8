"""What a visitor writes stands sealed in the database and on the pages of whom it is meant for, and nowhere else.

A message full of markers goes all the way from the form to the answer. Then they are looked for: in the database's
files, in log lines, in addresses and headers, in lists and histories of the office, in letters to the office.
"""

import datetime
import io
import logging

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from contact import conversation, digest, guard, inbound, mails, receipts, worker
from contact.models import Desk, Letter, Message
from portal.logs import PrivateFormatter
from tests import factories as f

from .test_keeping import all_bytes, purge_to_the_end

MARK = "Qzxmark"
DIGITS = "7391739173"
MARKERS = (MARK.lower().encode(), DIGITS.encode())
CONTACT = {
    "name": f"{MARK}name Olena",
    "email": f"{MARK.lower()}@example.org",
    "phone": f"+49 {DIGITS}",
    "phone_times": f"abends {MARK}",
    "address": f"{MARK}weg 1\n19055 Schwerin",
}
VISITOR = {"REMOTE_ADDR": "198.51.100.77", "HTTP_USER_AGENT": f"{MARK}Browser/1.0"}
ADDRESS = b"198.51.100.77"


def leaks(data):
    """The markers that the bytes hold, however they are written."""
    data = data.lower()
    return [marker for marker in (*MARKERS, ADDRESS) if marker in data]


def outside(response):
    """What proxies, logs and browsers' histories see of an answer."""
    return "\n".join(f"{name}: {value}" for name, value in response.items()).encode()


@pytest.fixture
def logged():
    """Everything that is logged, as it would reach the log file."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter())
    loggers = [logging.getLogger(name) for name in ("", "django", "axes")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def council(real_database, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    settings.REPLY_MAILBOX = "antwort@portal.example"
    council = f.make_council(slug="eigener")
    Desk.objects.create(council=council)
    council.reader = f.make_reader(council, f.make_user(username="leserin", email="buero@example.org")).user
    return council


class Portal:
    """A visitor and an office, and what anybody beside them could see."""

    def __init__(self, council, visitor, office):
        self.council, self.visitor, self.office, self.seen = council, visitor, office, []

    def send(self, path, status=200, **data):
        response = self.visitor.post(path, data, **VISITOR)
        assert response.status_code == status
        self.seen.append(outside(response))
        return response

    def step(self, message, name, **data):
        path = reverse("admin:contact_message_change", args=[message.pk])
        seen = self.office.get(path).context["seen"]
        if name == "send":
            # Only what was looked at goes out.
            shown = self.office.post(path, {"step": "preview", "seen": seen} | data).context
            data, seen = data | {"previewed": shown["previewed"]}, shown["seen"]
        response = self.office.post(path, {"step": name, "seen": seen} | data)
        assert response.status_code == 302
        self.seen.append(outside(response))


@pytest.fixture
def portal(council, client, logged):
    office = Client(raise_request_exception=False)
    office.force_login(council.reader, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    with translation.override("en"):
        yield Portal(council, client, office)


def filled_in(step, **given):
    token = receipts.new_token()
    stamp = guard.stamp(token, timezone.now() - datetime.timedelta(minutes=1))
    usual = {
        "topic": "other",
        "text": f"{MARK}text: ich brauche Hilfe, {DIGITS}",
        "answer_language": "de",
        "way": "mail",
    }
    return usual | CONTACT | {"may_forward": "on", "token": token, "stamp": stamp, "step": step} | given


def test_markers_stay_where_they_belong(portal, real_database, logged, monkeypatch, capfd):
    other = f.make_council(slug="anderer")
    f.make_reader(other, f.make_user(email="andere@example.org"))
    path = reverse("contact:write", args=[portal.council.slug])
    status = reverse("contact:messages")

    # Errors of every kind on the way to the receipt.
    portal.send(path, 422, **filled_in("review", email=f"{MARK} not an address"))
    portal.send(path, **filled_in("review"))
    with monkeypatch.context() as broken:

        def fail(*args, **kwargs):
            raise DatabaseError(f"could not store {MARK} {CONTACT['email']} {DIGITS}")

        broken.setattr(conversation, "_new_message", fail)
        portal.send(path, 503, **filled_in("send"))
    assert Message.objects.count() == 0
    portal.send(path, **filled_in("send"))
    message = Message.objects.get()
    portal.send(status, 422, code="ABCD-EFGH-JKMN")

    # The office.
    portal.step(message, "note", note=f"{MARK} note {DIGITS}")
    portal.step(message, "send", language="de", text=f"{MARK} answer {DIGITS}")
    raw = (
        f"From: {CONTACT['email']}\r\nTo: {mails.reply_address(message)}\r\nSubject: Re\r\n"
        f"Message-ID: <{MARK}@example.org>\r\n\r\n{MARK} reply {DIGITS}\r\n"
    )
    inbound.file(raw.encode(), timezone.now())
    portal.step(message, "forward", council=other.pk, office="")
    digest.write_digests(timezone.now())
    digest.tell_deputies(timezone.now() + datetime.timedelta(days=60))

    before = all_bytes(real_database)
    assert message.entries.count() == 2
    assert leaks(before) == []
    # What the office sees without opening the message.
    for name in ("changelist", "add"):
        assert leaks(portal.office.get(reverse(f"admin:contact_message_{name}")).content) == []
    assert leaks(portal.office.get(reverse("admin:contact_message_history", args=[message.pk])).content) == []
    assert leaks(portal.office.get(reverse("admin:index")).content) == []
    # In the letters: nothing for the office, and for the writer only the office's own words.
    while worker.send_one():
        pass
    for letter in mail.outbox:
        if letter.to != [CONTACT["email"]]:
            assert leaks(letter.message().as_bytes()) == []
            assert leaks(f"{letter.subject}{letter.body}".encode()) == []
    to_writer = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox if letter.to == [CONTACT["email"]]]
    assert [f"{MARK} answer" in text for text in to_writer] == [False, True]
    assert not any(f"{MARK}text" in text or f"{MARK}name" in text for text in to_writer)
    assert {letter.to[0] for letter in mail.outbox} == {CONTACT["email"], "buero@example.org", "andere@example.org"}

    conversation.take_back(message)
    purge_to_the_end(timezone.now())
    assert leaks(all_bytes(real_database)) == []
    assert [letter.body for letter in Letter.objects.exclude(body="")] == []
    assert leaks(logged().encode()) == []
    assert "was not stored" in logged()
    out, err = capfd.readouterr()
    assert leaks((out + err).encode()) == []
    assert [leaks(seen) for seen in portal.seen if leaks(seen)] == []


def test_receipt_is_nowhere_but_with_the_writer(portal, council, real_database, logged):
    path = reverse("contact:write", args=[council.slug])
    data = filled_in("send", way="receipt")
    code = receipts.code_for(data["token"])

    page = portal.send(path, **data)
    shown = portal.send(reverse("contact:messages"), code=receipts.grouped(code))

    assert receipts.grouped(code) in page.content.decode()
    assert f"{MARK}text" in shown.content.decode()
    files, log = all_bytes(real_database), logged()
    for written in (code, receipts.grouped(code), data["token"]):
        assert written.encode() not in files
        assert written not in log
        assert not any(written.encode() in seen for seen in portal.seen)


def test_no_council_hears_of_another_ones_messages(council, settings):
    other = f.make_council(slug="anderer")
    f.make_reader(other, f.make_user(email="andere@example.org"))
    message = f.make_message(council, way="mail", email="olena@example.org")

    conversation.tell_office(message, timezone.now())
    conversation.write_back(message, "Noch etwas", receipts.new_token())
    conversation.answer(message, "Antwort", "de", council.reader)
    digest.write_digests(timezone.now())
    digest.tell_deputies(timezone.now() + datetime.timedelta(days=60))

    assert {letter.recipient for letter in Letter.objects.all()} == {"buero@example.org", "olena@example.org"}
    with pytest.raises(conversation.NotAllowed):
        conversation.assign(message, conversation.readers(other).get().user, council.reader)
