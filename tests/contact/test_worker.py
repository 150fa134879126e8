"""The worker: letters through a real mail server, reminders to the office, and what it lives through."""

import logging
import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import call_command
from django.db import OperationalError

from contact import conversation, digest, letters, receipts, worker
from contact.models import Event, Letter, Message, Pulse
from tests.factories import (
    make_absence,
    make_council,
    make_desk,
    make_message,
    make_municipality,
    make_reader,
    make_user,
)
from tests.live import free_port
from tests.mail import MailServer, use_mail_server

# A Monday, 10 o'clock in Berlin.
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOMEBODY = "olena@example.org"

pytestmark = pytest.mark.django_db


def write(kind="test.kind", recipient=SOMEBODY, language="de", **fields):
    return letters.write(kind, recipient, language, lambda: ("Betreff", "Ein Text"), now=NOW, **fields)


def reader(council, **fields):
    user = make_user(email=fields.pop("email", "office@portal.example"), **fields)
    make_reader(council, user)
    return user


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def server(settings):
    with MailServer() as server:
        use_mail_server(settings, server.port)
        yield server


# Sending


def test_letter_is_sent_with_what_mail_programs_need(clock, server, settings):
    settings.PORTAL_NAME = "Räte"
    letter = write(language="uk", reply_to="answers+abc@portal.example")

    assert worker.send_one() is True

    [mail] = server.mails
    assert mail.recipients == [SOMEBODY]
    assert mail.sender == "answers@portal.example"
    names = ("From", "To", "Subject", "Reply-To", "Content-Language", "Auto-Submitted")
    assert {name: mail[name] for name in names} == {
        "From": "Räte <portal@portal.example>",
        "To": SOMEBODY,
        "Subject": "Betreff",
        "Reply-To": "answers+abc@portal.example",
        "Content-Language": "uk",
        "Auto-Submitted": "auto-generated",
    }
    assert mail["Message-ID"] == letter.message_id
    assert mail.get_content() == "Ein Text\r\n"
    assert (Letter.objects.get().state, Letter.objects.get().body) == (Letter.State.SENT, "")
    assert worker.send_one() is False


def test_message_id_stays_the_same_when_tried_again(clock, settings):
    use_mail_server(settings, free_port())
    letter = write()
    worker.send_one()

    assert Letter.objects.get().failure == "ConnectionRefusedError"
    with MailServer(settings.EMAIL_PORT) as server:
        clock.shift(timedelta(minutes=2))
        worker.send_one()

    assert [mail["Message-ID"] for mail in server.mails] == [letter.message_id]


def test_mail_server_down_then_up_delivers_each_letter_once(clock, settings):
    use_mail_server(settings, free_port())
    for number in range(30):
        write(recipient=f"person{number}@example.org")
    process = worker.Worker()

    process.turn()
    assert set(Letter.objects.values_list("state", "attempts")) == {("waiting", 1)}
    with MailServer(settings.EMAIL_PORT) as server:
        for _round in range(3):
            clock.shift(timedelta(minutes=3))
            process.turn()

    assert sorted(mail["To"] for mail in server.mails) == sorted(f"person{number}@example.org" for number in range(30))
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def test_refused_recipient_is_permanent(clock, settings):
    council = make_council()
    message = make_message(council, way="mail", email=SOMEBODY, state="read")
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)

    with MailServer(refuse={SOMEBODY: "550 no such user olena@example.org"}) as server:
        use_mail_server(settings, server.port)
        worker.send_one()

    assert list(Letter.objects.values_list("state", "failure")) == [("failed", "SMTPRecipientsRefused 550")]
    message.refresh_from_db()
    assert message.state == Message.State.IN_PROGRESS
    assert list(message.events.filter(kind=Event.Kind.UNDELIVERED).values_list("detail", flat=True)) == ["failed"]


def test_recipient_refused_for_now_is_tried_again(clock, settings):
    write()

    with MailServer(refuse={SOMEBODY: "451 later"}) as server:
        use_mail_server(settings, server.port)
        worker.send_one()

    assert list(Letter.objects.values_list("state", "failure")) == [("waiting", "SMTPRecipientsRefused 451")]


@pytest.mark.parametrize("recipient", ["olena@example.org\nBcc: all@example.org", "a@example.org, b@example.org", "@"])
def test_address_that_is_none_is_given_to_no_server(clock, server, recipient):
    write(recipient=recipient)

    worker.send_one()

    assert server.mails == []
    assert Letter.objects.get().state == Letter.State.FAILED


def test_letter_that_no_key_opens_waits_for_its_key(clock, server, settings):
    keys = settings.SEALING_KEYS
    write()
    settings.SEALING_KEYS = ["another-key-" * 6]
    worker.send_one()
    assert list(Letter.objects.defer(*letters.SEALED).values_list("state", "failure")) == [("waiting", "CannotOpen")]

    settings.SEALING_KEYS = keys
    clock.shift(timedelta(minutes=3))
    worker.send_one()

    assert len(server.mails) == 1


def test_without_a_mail_server_letters_do_not_pile_up(clock):
    message = make_message(way="mail", email=SOMEBODY, state="read")
    conversation.answer(message, "Am Montag.", "de", make_user(), now=NOW)

    worker.send_one()

    assert list(Letter.objects.values_list("state", "failure", "body")) == [("given_up", "no mail server", "")]
    message.refresh_from_db()
    assert message.state == Message.State.IN_PROGRESS


def test_sent_letter_is_noted_also_when_the_database_was_away(clock, server, monkeypatch):
    write()
    noted, sent = [], letters.sent

    def away_once(letter, now):
        noted.append(letter)
        if len(noted) == 1:
            raise OperationalError
        sent(letter, now)

    monkeypatch.setattr(letters, "sent", away_once)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    monkeypatch.setattr(worker.time, "sleep", lambda _seconds: None)

    worker.send_one()

    assert Letter.objects.get().state == Letter.State.SENT
    assert len(server.mails) == 1


def test_log_names_nobody(clock, settings, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    write()
    write(recipient="broken@@example.org")

    with MailServer(refuse={SOMEBODY: f"550 {SOMEBODY} is unknown"}) as server:
        use_mail_server(settings, server.port)
        worker.Worker().turn()
    call_command("outbox", "list")

    shown = caplog.text + "".join(capfd.readouterr())
    assert [word for word in ("olena", "broken@", "Betreff", "Ein Text") if word in shown] == []


# The office


def test_digest_says_in_numbers_what_waits(clock):
    council = make_council(make_municipality(place_de="Kaufbeuren"), name_de="Beirat A")
    make_desk(council, working_days=[1])
    user = reader(council, language="en")
    make_message(council, text="geheim", due_on=date(2026, 11, 20), deputy_on=date(2026, 11, 27))
    make_message(council, text="geheim", due_on=date(2026, 11, 25), deputy_on=date(2026, 12, 2))
    make_message(council, state="in_progress", reacted_at=NOW)
    make_message(council, quarantined_at=NOW)
    make_message(council, quarantined_at=NOW, read_at=NOW)

    assert digest.write_digests(NOW) == {"written": 1}
    assert digest.write_digests(NOW + timedelta(hours=1)) is None

    [letter] = Letter.objects.all()
    assert (letter.kind, letter.recipient, letter.language) == ("contact.digest", user.email, "en")
    assert "Beirat A, Kaufbeuren\nWaiting for a reaction: 2, overdue: 1\nDue: 20.11.2026, 25.11.2026\n" in letter.body
    assert "New in quarantine: 1" in letter.body
    assert "http://testserver/" in letter.body
    assert "geheim" not in letter.body


def test_digest_is_one_letter_for_several_councils(clock):
    user = reader(council := make_council(name_de="Beirat A"))
    make_reader(other := make_council(name_de="Beirat B"), user)
    reader(make_council(name_de="Beirat C"), email="other@portal.example")
    make_message(council)
    make_message(other)

    digest.write_digests(NOW)

    [letter] = Letter.objects.all()
    assert [name for name in ("Beirat A", "Beirat B", "Beirat C") if name in letter.body] == ["Beirat A", "Beirat B"]


@pytest.mark.parametrize("rest", ["nothing waits", "absence", "other weekday", "account closed", "no right"])
def test_digest_is_not_written_without_need(clock, rest):
    council = make_council()
    user = make_user(email="office@portal.example", is_active=rest != "account closed")
    if rest != "no right":
        make_reader(council, user)
    if rest != "nothing waits":
        make_message(council)
    if rest == "absence":
        make_absence(council, date(2026, 11, 20), date(2026, 11, 23))
    if rest == "other weekday":
        make_desk(council, working_days=[2, 3])

    digest.write_digests(NOW)

    assert Letter.objects.count() == 0


def late_message(council, **fields):
    return make_message(
        council, created=NOW - timedelta(days=20), due_on=date(2026, 11, 10), deputy_on=date(2026, 11, 23), **fields
    )


def test_deputy_is_told_once_when_nobody_reacted(clock):
    council = make_council()
    reader(council)
    deputy = reader(council, email="deputy@portal.example", language="en")
    make_desk(council, deputy=deputy)
    message = late_message(council, text="geheim")

    assert [digest.tell_deputies(NOW), digest.tell_deputies(NOW)] == [{"told": 1}, {"told": 0}]

    [letter] = Letter.objects.filter(kind="contact.deputy")
    assert (letter.kind, letter.recipient, letter.reference) == ("contact.deputy", deputy.email, message.public_id)
    assert "03.11.2026" in letter.body
    assert "10.11.2026" in letter.body
    assert f"/{message.pk}/" in letter.body
    assert "geheim" not in letter.body


@pytest.mark.parametrize("deputy", ["none", "closed", "without the right"])
def test_all_readers_are_told_where_no_deputy_may_read(clock, deputy):
    council = make_council()
    reader(council, email="one@portal.example")
    reader(council, email="two@portal.example")
    if deputy != "none":
        user = make_user(email="deputy@portal.example", is_active=deputy != "closed")
        if deputy == "closed":
            make_reader(council, user)
        make_desk(council, deputy=user)
    late_message(council)

    digest.tell_deputies(NOW)

    told = [letter.recipient for letter in Letter.objects.filter(kind="contact.deputy")]
    assert sorted(told) == ["one@portal.example", "two@portal.example"]


def test_deputy_is_not_told_after_a_reaction(clock):
    council = make_council()
    reader(council)
    late_message(council, state="in_progress", reacted_at=NOW)
    late_message(council, quarantined_at=NOW)
    make_message(council, deputy_on=date(2026, 11, 24), due_on=date(2026, 11, 20))

    assert digest.tell_deputies(NOW) == {"told": 0}


def test_what_the_writer_added_is_counted_like_a_new_message(clock):
    council = make_council()
    user = reader(council, language="en")
    message = late_message(council)
    conversation.answer(message, "Am Montag.", "de", user, NOW - timedelta(days=15))
    message.refresh_from_db()
    assert digest.waiting_for(council, NOW.date()).due == []

    conversation.write_back(message, "Wo?", receipts.new_token(), NOW - timedelta(days=14))

    waiting = digest.waiting_for(council, NOW.date())
    assert (waiting.due, waiting.overdue) == ([date(2026, 11, 16)], 1)
    [letter] = Letter.objects.filter(kind="contact.office")
    assert "has written again" in letter.body
    assert "Due: 16.11.2026" in letter.body
    assert digest.tell_deputies(NOW) == {"told": 1}


# The process


@pytest.fixture
def regular(monkeypatch):
    """The regular tasks, replaced by one; gives what it did and may be told to fail."""
    task = SimpleNamespace(runs=[], error=None)

    def run(now):
        task.runs.append(now)
        if task.error:
            raise task.error
        return {"found": 3}

    monkeypatch.setattr(worker, "tasks", lambda: {"digest": (worker._daily(7), run)})
    return task


def test_daily_task_runs_once_a_day_after_its_hour(clock, regular):
    process = worker.Worker()
    for hour in range(31):
        clock.move_to(NOW.replace(hour=0) + timedelta(hours=hour))
        process.run_tasks()

    # 7 o'clock in Berlin.
    assert regular.runs == [NOW.replace(hour=6), NOW.replace(hour=6) + timedelta(days=1)]
    assert Pulse.objects.get(name="digest").result == {"found": 3}


def test_failed_task_is_tried_again_later_and_stops_no_letter(clock, regular, server, caplog):
    regular.error = ValueError(f"about {SOMEBODY}")
    process = worker.Worker()
    write()

    for _minute in range(20):
        process.turn()
        clock.shift(timedelta(minutes=1))

    assert len(regular.runs) == 2
    assert len(server.mails) == 1
    assert not Pulse.objects.filter(name="digest").exists()
    assert [record.getMessage() for record in caplog.records] == ["The task digest failed"] * 2


def test_heart_beats_between_letters(clock, regular, server, monkeypatch):
    for _ in range(5):
        write()
    beats, send = [], worker.send_one

    def slowly():
        clock.shift(timedelta(seconds=25))
        beats.append(Pulse.objects.get(name="worker").beat_at)
        return send()

    monkeypatch.setattr(worker, "send_one", slowly)
    worker.Worker().turn()

    assert [later - earlier for earlier, later in pairwise(beats)] == [timedelta(seconds=25)] * 5
    assert not worker.warnings(datetime.now(UTC))["is_silent"]
    assert worker.warnings(datetime.now(UTC) + timedelta(minutes=11))["is_silent"]


def test_inbox_is_warned_of_a_worker_that_never_ran_and_of_mails_without_a_message(settings):
    settings.REPLY_SERVER = "mbox:///somewhere"
    worker.beat("fetch_mail", NOW, {"filed": 1, "unassigned": 2})

    assert worker.warnings(NOW) == {"is_silent": True, "last_sign": None, "unassigned": 2}


def test_absent_database_ends_nothing(monkeypatch, caplog):
    process = worker.Worker()
    process.turns = 0

    def turn():
        process.turns += 1
        if process.turns == 4:
            process.stop()
        raise (OperationalError(SOMEBODY) if process.turns < 3 else ValueError(SOMEBODY))

    monkeypatch.setattr(process, "turn", turn)
    monkeypatch.setattr(worker, "RECOVERY", 0)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    process.run()

    assert process.turns == 4
    assert [record.getMessage() for record in caplog.records] == [
        "The database does not answer (OperationalError); going on when it does.",
        "A turn of the worker failed",
        "A turn of the worker failed",
    ]


def test_worker_stops_after_the_letter_in_hand(clock, regular, monkeypatch):
    process = worker.Worker()
    sent = []
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "send_one", lambda: sent.append(1) or process.stop() or True)

    thread = threading.Timer(10, process.stop)
    thread.start()
    process.run()
    thread.cancel()

    assert sent == [1]


def test_work_once_does_what_is_due_and_ends(clock, regular, server):
    for _ in range(worker.BATCH + 5):
        write()

    call_command("work", "--once")

    assert len(server.mails) == worker.BATCH + 5
