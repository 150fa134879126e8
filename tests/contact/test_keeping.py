"""How long what is kept, and what is left of it, also in the database's files; keys that change; one's own data."""

import datetime
import io
import json
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from contact import conversation, keeping, receipts, sealing
from contact.conversation import Draft, State
from contact.models import DailySalt, EmergencyAccess, Entry, Event, Letter, Message, NetworkCount, Note, Sketch
from tests import factories as f

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2027, 3, 1, 2, 0, tzinfo=datetime.UTC)
NOTHING = dict.fromkeys(
    [
        "closed after rest", "erased from quarantine", "erased after closing", "mails from quarantine", "letters",
        "events", "emergency accesses", "traces of networks and texts", "subscriptions not confirmed",
        "log", "invitations", "versions", "addresses of former members", "portraits",
        "requests for review",
        "registrations after the meeting", "registrations from quarantine", "online accesses",
        "reports of barriers",
    ],
    0,
)  # fmt: skip
OLD_KEY = "an-old-key-of-fifty-letters-and-more-for-these-tests-only"
NEW_KEY = "the-new-key-of-fifty-letters-and-more-for-these-tests-only"


def ago(**span):
    return NOW - datetime.timedelta(**span)


def closed(council=None, days=1, **fields):
    return f.make_message(council, state="closed", ended_at=ago(days=days), **fields)


def make_letter(**fields):
    return Letter.objects.create(
        **{
            "kind": "contact.receipt", "recipient": "olena@example.org", "recipient_hash": "x", "language": "uk",
            "subject": "Quittung", "body": "Ihre Quittung", "message_id": f"<{receipts.new_token()}@x>",
            "created": ago(days=40), "next_try_at": ago(days=40),
        } | fields
    )  # fmt: skip


def is_erased(message):
    message.refresh_from_db()
    texts = [getattr(message, name) for name in Message.PERSONAL]
    assert any(texts) is (message.scrubbed_at is None)
    return message.scrubbed_at is not None


# -- when -------------------------------------------------------------------------------------------------------------


def test_closed_messages_go_when_their_councils_time_is_over():
    usual, quick = f.make_council(), f.make_desk(keep_days=10).council
    kept = [closed(usual, 89), closed(quick, 9), f.make_message(usual, created=ago(days=900))]
    gone = [closed(usual, 90), closed(quick, 10)]

    counts = keeping.purge(NOW)

    assert [is_erased(message) for message in kept] == [False, False, False]
    assert [is_erased(message) for message in gone] == [True, True]
    assert counts == NOTHING | {"erased after closing": 2}
    assert keeping.purge(NOW) == NOTHING


def test_quarantine_is_emptied_after_thirty_days():
    kept = f.make_message(quarantined_at=ago(days=29))
    gone = f.make_message(quarantined_at=ago(days=30), suspicions=["links"])
    spoofed = Entry.objects.create(message=kept, side="writer", created=NOW, text="x", quarantined_at=ago(days=30))
    honest = Entry.objects.create(message=kept, side="writer", created=ago(days=40), text="y")

    counts = keeping.purge(NOW)

    assert (is_erased(kept), is_erased(gone), gone.state, gone.reacted_at) == (False, True, "closed", None)
    assert list(Entry.objects.all()) == [honest]
    assert spoofed not in Entry.objects.all()
    assert counts == NOTHING | {"erased from quarantine": 1, "mails from quarantine": 1}


def test_answered_messages_at_rest_are_closed():
    answered = {"state": "answered", "answered_at": ago(days=99)}
    resting = f.make_message(**answered, modified=ago(days=60))
    alive = f.make_message(**answered, modified=ago(days=59))
    working = f.make_message(state="in_progress", modified=ago(days=400))

    counts = keeping.purge(NOW)

    for message in (resting, alive, working):
        message.refresh_from_db()
    assert (resting.state, resting.ended_at, resting.scrubbed_at) == ("closed", NOW, None)
    assert (alive.state, working.state) == ("answered", "in_progress")
    assert counts == NOTHING | {"closed after rest": 1}


@pytest.mark.parametrize(("copy", "state"), [
    (None, "closed"),
    ({"state": "in_progress", "modified": ago(days=99)}, "forwarded"),
    ({"state": "closed", "ended_at": ago(days=9), "modified": ago(days=9)}, "forwarded"),
    ({"state": "closed", "ended_at": ago(days=61), "modified": ago(days=61)}, "closed"),
])  # fmt: skip
def test_forwarded_message_rests_when_its_copy_does(copy, state):
    copy = f.make_message(**copy) if copy else None
    message = f.make_message(
        state="forwarded", forwarded_at=ago(days=99), modified=ago(days=99), forwarded_to=copy,
        forwarded_to_name="" if copy else "Jugendamt",
    )  # fmt: skip

    keeping.purge(NOW)

    message.refresh_from_db()
    assert message.state == state


def test_letters_events_accesses_and_traces_go():
    reader = f.make_reader(f.make_council())
    scrubbed = {"state": "closed", "ended_at": ago(days=500), "text": ""}
    long_ago = f.make_message(**scrubbed, scrubbed_at=ago(days=365))
    lately = f.make_message(**scrubbed, scrubbed_at=ago(days=364))
    for message in (long_ago, lately):
        Event.objects.create(message=message, kind="opened", at=ago(days=480))
    letters = [
        make_letter(), make_letter(state="sent", ended_at=ago(days=29)),
        make_letter(state="sent", ended_at=ago(days=30)), make_letter(state="failed", ended_at=ago(days=31)),
    ]  # fmt: skip
    for days in (364, 365):
        EmergencyAccess.objects.create(
            user=reader.user, council=reader.council, reason="Ausfall", began_at=ago(days=400), ends_at=ago(days=days)
        )
    DailySalt.objects.create(day=ago(days=2).date(), salt=b"1")
    NetworkCount.objects.create(purpose="message", network="x", window=ago(days=2))
    Sketch.objects.create(created=ago(days=9), band_1=1, band_2=2, band_3=3, band_4=4)

    counts = keeping.purge(NOW)

    assert list(Letter.objects.order_by("pk")) == letters[:2]
    assert [event.message for event in Event.objects.all()] == [lately]
    assert [access.ends_at for access in EmergencyAccess.objects.all()] == [ago(days=364)]
    assert counts == NOTHING | {"letters": 2, "events": 1, "emergency accesses": 1, "traces of networks and texts": 3}
    # What counts stays.
    assert set(Message.objects.all()) == {long_ago, lately}


def test_erased_message_still_counts_and_its_receipt_still_leads_there():
    council = f.make_council()
    topic = f.make_topic(council=council)
    message = closed(council, 90, subject="housing", topic=topic, name="Olena", language="uk")

    keeping.purge(NOW)

    assert is_erased(message)
    assert (message.council, message.subject, message.topic, message.language, message.state) == (
        council, "housing", topic, "uk", "closed",
    )  # fmt: skip
    assert conversation.find(message.code) == message
    user = f.make_reader(council).user
    for step in (
        lambda: conversation.take_back(message),
        lambda: conversation.write_back(message, "x", receipts.new_token()),
        lambda: conversation.add_address(message, "a@example.org"),
        lambda: conversation.answer(message, "x", "de", user),
        lambda: conversation.note(message, "x", user),
        lambda: conversation.forward(message, None, "Amt", user),
        lambda: conversation.change_state(message, State.IN_PROGRESS, user),
    ):
        with pytest.raises(conversation.NotAllowed):
            step()


def test_dry_run_counts_and_changes_nothing():
    message = closed(days=90)
    make_letter(state="sent", ended_at=ago(days=30))
    before = list(Message.objects.values()), list(Letter.objects.values()), Event.objects.count()

    counts = keeping.purge(NOW, dry_run=True)

    assert counts == NOTHING | {"erased after closing": 1, "letters": 1}
    assert (list(Message.objects.values()), list(Letter.objects.values()), Event.objects.count()) == before
    assert not is_erased(message)
    assert keeping.purge(NOW) == counts


def test_erasing_needs_no_key(settings):
    message = closed(days=90, text="Nicht mehr zu öffnen")
    settings.SEALING_KEYS = [NEW_KEY]

    assert keeping.purge(NOW)["erased after closing"] == 1

    assert is_erased(message)


def test_purge_command_prints_what_it_did():
    closed(days=90)

    with time_machine.travel(NOW, tick=False):
        dry, real = io.StringIO(), io.StringIO()
        call_command("purge", "--dry-run", stdout=dry)
        call_command("purge", stdout=real)

    assert "     1 erased after closing\n" in dry.getvalue()
    assert dry.getvalue() == real.getvalue() + "Dry run: all of it is still there.\n"


# -- in the files -----------------------------------------------------------------------------------------------------


def all_bytes(path):
    """Whatever the database's files hold."""
    if path:
        return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    with connection.cursor() as cursor:
        # Removed files vanish with the next checkpoint, and pages come to the disk.
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid::text FROM pg_database WHERE datname = current_database()"
        )
        data, database = cursor.fetchone()
        folder = Path(data, "base", database)
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def sealed_values():
    """The cipher texts as they stand in the tables."""
    found = []
    for model, columns in ((Message, Message.PERSONAL), (Entry, ["text"]), (Note, ["text"]),
                           (Letter, ["recipient", "subject", "body", "reply_to"])):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {model._meta.db_table}")
            found += [value.encode() for row in cursor.fetchall() for value in row if value]
    return found


def purge_to_the_end(now, minutes=5):
    """Purge, and as the command asks, again: what runs beside the test keeps PostgreSQL from cleaning."""
    for _second in range(minutes * 60):
        with time_machine.travel(now, tick=False), suppress(CommandError):
            call_command("purge", stdout=io.StringIO())
            return
        time.sleep(1)
    pytest.fail("Something held on to the database's files all the time.")


def test_purged_texts_are_gone_from_the_files(real_database):
    council = f.make_council()
    user = f.make_reader(council, f.make_user(email="buero@example.org")).user
    seals, messages = set(), []
    # Enough rows of different lengths that pages split, overflow and merge.
    for number in range(40):
        draft = Draft(
            text=f"PLANTED {number} " * (1 + 40 * (number % 7)), name="PLANTED", email="planted@example.org",
            way="mail", phone="PLANTED", address="PLANTED", language="de", answer_language="de", subject="other",
        )  # fmt: skip
        message = conversation.store(council, draft, receipts.new_token(), ago(days=100)).message
        conversation.note(message, "PLANTED note", user, ago(days=100))
        seals |= set(sealed_values())
        conversation.answer(message, "PLANTED answer " * 50, "de", user, ago(days=99))
        conversation.change_state(message, State.CLOSED, user, ago(days=95))
        messages.append(message)
    seals |= set(sealed_values())
    kept = f.make_message(council, text="Bleibt hier")
    before = all_bytes(real_database)
    assert sum(seal in before for seal in seals) > 200
    # Sealed: nothing of it was ever readable.
    assert b"PLANTED" not in before
    assert b"planted" not in before

    purge_to_the_end(NOW)

    after = all_bytes(real_database)
    assert all(is_erased(message) for message in messages)
    assert [seal for seal in seals if seal in after] == []
    assert b"PLANTED" not in after
    kept.refresh_from_db()
    assert kept.text == "Bleibt hier"
    assert sealed_values()[0] in after


@pytest.mark.sqlite
def test_purge_says_when_traces_are_left(real_database, monkeypatch):
    import sqlite3

    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA busy_timeout = 50")
    closed(days=90)
    reader = sqlite3.connect(real_database)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM contact_message").fetchone()

    with time_machine.travel(NOW, tick=False), pytest.raises(CommandError, match="Run it again"):
        call_command("purge", stdout=io.StringIO())

    reader.close()
    call_command("purge", stdout=io.StringIO())
    assert not Path(f"{real_database}-wal").read_bytes()


@pytest.mark.postgres
def test_purge_says_when_a_transaction_elsewhere_holds_on_to_erased_rows(real_database, monkeypatch):
    monkeypatch.setattr(keeping, "PATIENCE", 0)
    closed(days=90)
    server = {name: connection.get_connection_params().get(name) for name in ("host", "port", "user", "password")}
    with psycopg.connect(**server, dbname="postgres") as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")

        with time_machine.travel(NOW, tick=False), pytest.raises(CommandError, match="Run it again"):
            call_command("purge", stdout=io.StringIO())

    purge_to_the_end(NOW)


# -- keys -------------------------------------------------------------------------------------------------------------


def resealed():
    out = io.StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def plant():
    """Sealed texts in every table that holds some."""
    message = f.make_message(created=ago(days=50), name="Olena", text="Frage")
    Entry.objects.create(message=message, side="writer", created=NOW, text="Nachtrag")
    Note.objects.create(message=message, created=NOW, text="Notiz")
    make_letter()
    return message


def texts():
    with connection.cursor():
        return [
            (message.text, message.name, message.entries.get().text, message.notes.get().text)
            for message in Message.objects.all()
        ] + [(letter.recipient, letter.subject, letter.body) for letter in Letter.objects.all()]


def test_reseal_makes_older_keys_needless_for_texts(settings, monkeypatch):
    monkeypatch.setattr("contact.management.commands.reseal.BATCH", 2)
    settings.SEALING_KEYS = [OLD_KEY]
    for _number in range(5):
        f.make_message(text="Frage")
    Message.objects.all().delete()
    message = plant()
    for _number in range(4):
        make_letter()
    known = texts()

    settings.SEALING_KEYS = [NEW_KEY, OLD_KEY]
    first, second = resealed(), resealed()

    assert "contact.Message: 2 texts sealed anew" in first
    assert "contact.Letter: 15 texts sealed anew" in first
    assert "1 messages are kept, the oldest of 2027-01-10" in first
    assert [line for line in second.splitlines() if "sealed anew" in line and ": 0 " not in line] == []
    assert all(sealing.is_sealed_with_first_key(value.decode()) for value in sealed_values())
    # The receipt needs the key of its day, the text does not.
    assert conversation.find(message.code) == message
    settings.SEALING_KEYS = [NEW_KEY]
    assert texts() == known
    assert conversation.find(message.code) is None


def test_reseal_goes_on_where_it_was_stopped(settings):
    settings.SEALING_KEYS = [OLD_KEY]
    plant()
    settings.SEALING_KEYS = [NEW_KEY, OLD_KEY]
    f.make_message(text="Schon mit dem neuen")

    assert "contact.Message: 2 texts sealed anew" in resealed()


def test_reseal_without_a_key_fails_loudly_and_changes_nothing(settings):
    settings.SEALING_KEYS = [OLD_KEY]
    plant()
    settings.SEALING_KEYS = ["a-third-key-of-fifty-letters-and-more-for-these-tests-only"]
    f.make_message(text="Mit dem dritten")
    before = sealed_values()

    settings.SEALING_KEYS = [NEW_KEY, "a-third-key-of-fifty-letters-and-more-for-these-tests-only"]
    with pytest.raises(CommandError, match=r"Nothing was changed.*SEALING_KEYS"):
        resealed()

    assert sealed_values() == before


def test_missing_key_never_shows_cipher_text(settings):
    plant()
    settings.SEALING_KEYS = [NEW_KEY]

    with pytest.raises(sealing.CannotOpen, match="SEALING_KEYS"):
        Message.objects.get()


# -- one's own data ---------------------------------------------------------------------------------------------------


def test_every_column_is_exported_or_known_not_to_be_about_the_writer():
    for model, left_out in keeping.NOT_ABOUT_WRITER.items():
        names = [field.name for field in model._meta.concrete_fields]
        labels = [str(field.verbose_name) for field in model._meta.concrete_fields if field.name not in left_out]
        assert left_out <= set(names)
        assert len(labels) == len(set(labels)), model


@override("en")
def test_export_tells_everything_in_plain_words():
    here, there = f.make_council(), f.make_council(name_de="Forum Nord")
    users = [f.make_reader(council, f.make_user(email="buero@example.org")).user for council in (here, there)]
    draft = Draft(
        text="Wann?", name="Olena", email="olena@example.org", way="mail", language="uk", answer_language="Mokscha",
        subject="housing", may_forward=True,
    )  # fmt: skip
    message = conversation.store(here, draft, receipts.new_token(), NOW).message
    conversation.assign(message, users[0], users[0], NOW)
    conversation.note(message, "Interne Notiz", users[0], NOW)
    copy = conversation.forward(message, there, "", users[0], NOW)
    conversation.note(copy, "Notiz des Forums", users[1], NOW)
    conversation.answer(copy, "Am Montag.", "de", users[1], NOW)
    message.refresh_from_db()

    writers = keeping.export_of(message)

    told = json.dumps(writers, ensure_ascii=False)
    assert json.loads(told) == writers
    assert (writers["message"], writers["name of the writer"], writers["e-mail"]) == (
        "Wann?",
        "Olena",
        "olena@example.org",
    )
    assert (writers["topic"], writers["state"], writers["council"]) == ("Housing", "forwarded", str(here))
    assert writers["received"] == "2027-03-01 03:00+01:00"
    assert writers["internal notes"] == [{"written": "2027-03-01 03:00+01:00"}]
    assert [letter["to"] for letter in writers["letters"]] == ["olena@example.org"]
    assert {"what": "assigned", "when": "2027-03-01 03:00+01:00"} in writers["events"]
    assert writers["forwarded as"]["council"] == str(there)
    assert [entry["text"] for entry in writers["forwarded as"]["entries of a conversation"]] == ["Am Montag."]
    for hidden in ("Notiz", message.receipt_hash, "buero@example.org", users[0].username):
        assert hidden not in told
