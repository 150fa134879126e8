"""The outbox: letters that are written once, claimed by one, tried for a week and erased."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from contact import conversation, letters
from contact.models import Letter
from tests.factories import make_council, make_message, make_reader, make_user

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SOMEBODY = "olena@example.org"

pytestmark = pytest.mark.django_db


def write(kind="test.kind", recipient=SOMEBODY, now=NOW, **fields):
    return letters.write(kind, recipient, "de", lambda: ("Betreff", "Ein Text"), now=now, **fields)


@pytest.fixture
def failures(monkeypatch):
    """What the watcher of the test's letters was told."""
    told = []
    monkeypatch.setattr(letters, "_watchers", {"test.kind": lambda letter: told.append((letter.pk, letter.state))})
    return told


def texts(letter):
    return [getattr(Letter.objects.get(pk=letter.pk), name) for name in letters.SEALED]


# Writing


def test_letter_is_there_only_when_its_cause_is():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert Letter.objects.count() == 0


def test_letter_is_sealed_in_the_database():
    write(reply_to="answers+abc@portal.example")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contact_letter")
        row = " ".join(map(str, cursor.fetchone()))
    assert [word for word in ("olena", "Betreff", "Ein Text", "answers") if word in row] == []


def test_unconfirmed_address_gets_three_letters_a_day():
    written = [write(confirmed=False) for _ in range(4)]
    other_case = write(recipient=SOMEBODY.upper(), confirmed=False)
    confirmed = write()
    next_day = write(confirmed=False, now=NOW + timedelta(days=1, minutes=1))

    assert [letter is not None for letter in written] == [True, True, True, False]
    assert other_case is None
    assert confirmed is not None
    assert next_day is not None


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("victim@example.org", " Victim+shop@EXAMPLE.org. "),
        ("victim@example.org", "victim@ｅxample.org"),
        ("victim@example.org", "victim@example。org"),
        ("victim@exämple.org", "victim@xn--exmple-cua.org"),
    ],
)
def test_spellings_of_one_address_are_counted_together(address, other):
    written = [write(recipient=spelling, confirmed=False) for spelling in (address, other, address, other)]

    assert [letter is not None for letter in written] == [True, True, True, False]
    # It is written to as it was given.
    assert written[1].recipient == other


@pytest.mark.parametrize(
    "address",
    [
        '"victim"@example.org',
        '"v\\ictim"@example.org',
        "v\\ictim@example.org",
        "victim@[192.0.2.1]",
        "victim@a..b",
        "x",
        "@x",
    ],
)
def test_unconfirmed_address_of_many_spellings_gets_no_letter(address):
    assert write(recipient=address, confirmed=False) is None
    assert write(recipient=address) is not None


def test_limit_holds_for_letters_at_the_same_moment(real_database):
    start = threading.Barrier(8)

    def run():
        try:
            start.wait()
            with transaction.atomic():
                write(confirmed=False)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Letter.objects.count() == letters.MOST_A_DAY


def test_line_breaks_in_a_subject_begin_no_header():
    letter = letters.write("test.kind", SOMEBODY, "de", lambda: ("Hallo\r\nBcc: all@example.org\n\nx", "y"), now=NOW)

    assert letter.subject == "Hallo Bcc: all@example.org x"


def test_reader_is_told_once_in_a_while_that_something_waits():
    council, other = make_council(), make_council()
    reader = make_user(email="office@portal.example")
    for there in (council, other):
        make_reader(there, reader)

    def told(minutes, council=council):
        before = Letter.objects.count()
        now = NOW + timedelta(minutes=minutes)
        conversation.tell_office(make_message(council), now)
        return Letter.objects.count() > before

    assert [told(0), told(1), told(1, other), told(14), told(15), told(16)] == [True, False, True, False, True, False]
    make_reader(council, make_user(email="new@portal.example"))
    assert [told(17), told(18)] == [True, False]
    # What did not arrive told nobody.
    Letter.objects.update(state=Letter.State.FAILED, ended_at=NOW)
    assert [told(19), told(20)] == [True, False]


# Claiming


def test_letter_is_claimed_once():
    first, second = write(), write(now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(minutes=1)

    claimed = [letters.claim(later), letters.claim(later), letters.claim(later)]

    assert [letter and letter.pk for letter in claimed] == [first.pk, second.pk, None]


def test_writers_get_their_letters_before_the_office():
    office = write(kind="contact.office")
    answer = write(kind="contact.answer", now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(minutes=1)

    assert [letters.claim(later).pk, letters.claim(later).pk] == [answer.pk, office.pk]


def test_letter_of_a_killed_worker_comes_free():
    write()
    letters.claim(NOW)

    assert letters.claim(NOW + Letter.CLAIM - timedelta(seconds=1)) is None
    again = letters.claim(NOW + Letter.CLAIM)
    assert again.attempts == 2


def test_worker_that_was_too_slow_changes_nothing():
    write()
    slow = letters.claim(NOW)
    quick = letters.claim(NOW + Letter.CLAIM)
    letters.sent(quick, NOW + Letter.CLAIM)

    letters.not_sent(slow, "TimeoutError", NOW + Letter.CLAIM, permanent=True)

    assert Letter.objects.get().state == Letter.State.SENT


def test_claim_opens_nothing(settings):
    write()
    settings.SEALING_KEYS = ["another-key-" * 6]

    assert letters.claim(NOW).attempts == 1


# The end of a letter


def test_sent_letter_says_nothing_any_more(failures):
    letter = write(reply_to="answers@portal.example")

    letters.sent(letters.claim(NOW), NOW)

    row = Letter.objects.get()
    assert (row.state, row.ended_at, row.claimed_until) == (Letter.State.SENT, NOW, None)
    assert texts(letter) == [""] * len(letters.SEALED)
    assert failures == []


def test_failed_tries_wait_longer_and_end_after_a_week(failures):
    letter = write()
    tries, now = [], NOW
    while Letter.objects.get().state == Letter.State.WAITING:
        now = Letter.objects.get().next_try_at
        tries.append((now - NOW) / timedelta(minutes=1))
        letters.not_sent(letters.claim(now), "ConnectionRefusedError", now)

    hour, day = 60, 24 * 60
    begin = 12 + 7 * hour
    assert tries == [0, 2, 12, 12 + hour, begin, *(begin + number * day for number in range(1, 7))]
    row = Letter.objects.get()
    assert (row.state, row.failure, row.ended_at) == (Letter.State.FAILED, "ConnectionRefusedError", now)
    assert failures == [(letter.pk, Letter.State.FAILED)]


def test_permanent_failure_ends_at_once(failures):
    letter = write()

    letters.not_sent(letters.claim(NOW), "SMTPRecipientsRefused 550", NOW, permanent=True)

    assert failures == [(letter.pk, Letter.State.FAILED)]
    assert letters.claim(NOW + timedelta(days=1)) is None


def test_watcher_and_failure_share_a_transaction(monkeypatch):
    def broken(letter):
        raise ZeroDivisionError

    monkeypatch.setattr(letters, "_watchers", {"test.kind": broken})
    write()

    with pytest.raises(ZeroDivisionError):
        letters.not_sent(letters.claim(NOW), "x", NOW, permanent=True)

    assert Letter.objects.get().state == Letter.State.WAITING


def test_bounce_is_told_once(failures):
    letter = write()
    letters.sent(letters.claim(NOW), NOW)

    news = [letters.bounced(letter, "bounce 5.1.1", NOW) for _ in range(2)]

    assert news == [True, False]
    assert failures == [(letter.pk, Letter.State.BOUNCED)]


def test_dropped_letter_is_not_sent_and_empty():
    about = uuid.uuid4()
    letter = write(about=about)

    letters.drop([about], NOW)

    assert letters.claim(NOW) is None
    assert texts(letter) == [""] * len(letters.SEALED)


# manage.py outbox


def outbox(*arguments):
    out = StringIO()
    call_command("outbox", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_outbox_lists_what_is_open_without_addresses():
    waiting, failed, sent = write(), write(), write()
    Letter.objects.filter(pk=failed.pk).update(state="failed", ended_at=NOW, failure="SMTPRecipientsRefused 550")
    Letter.objects.filter(pk=sent.pk).update(state="sent", ended_at=NOW)

    shown = outbox("list")

    assert shown.splitlines() == [
        f"{waiting.pk}\ttest.kind\twaiting\ttries: 0\tnext: 2026-11-23 11:00\t",
        f"{failed.pk}\ttest.kind\tfailed\ttries: 0\tSMTPRecipientsRefused 550",
    ]


def test_outbox_retries_what_failed(failures):
    letter = write()
    letters.not_sent(letters.claim(NOW), "SMTPRecipientsRefused 550", NOW, permanent=True)

    assert outbox("retry", letter.pk) == "Done: 1\n"

    again = letters.claim(datetime.now(UTC))
    assert texts(again)[:3] == [SOMEBODY, "Betreff", "Ein Text"]


def test_outbox_gives_up_with_a_reason(failures):
    waiting, failed = write(), write()
    Letter.objects.filter(pk=failed.pk).update(state="failed", ended_at=NOW)

    outbox("give-up", waiting.pk, failed.pk, "--reason", "told by phone")

    assert set(Letter.objects.values_list("state", "failure")) == {("given_up", "told by phone")}
    assert texts(waiting) == texts(failed) == [""] * len(letters.SEALED)
    assert failures == [(waiting.pk, Letter.State.GIVEN_UP)]


@pytest.mark.parametrize("reason", ["", "  ", "asked olena@example.org"])
def test_outbox_wants_a_reason_without_an_address(reason):
    letter = write()

    with pytest.raises(CommandError, match="reason"):
        outbox("give-up", letter.pk, "--reason", reason)

    assert Letter.objects.get().state == Letter.State.WAITING


def test_outbox_names_what_it_left():
    sent = write()
    Letter.objects.update(state="sent", ended_at=NOW)

    with pytest.raises(CommandError, match=f"already: {sent.pk}, {sent.pk + 1000}"):
        outbox("retry", sent.pk, sent.pk + 1000)
