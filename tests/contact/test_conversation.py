"""What may happen to a message, and what each step leaves behind: states, entries, letters, events."""

import datetime
import threading
from contextlib import suppress

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from contact import conversation, letters, receipts
from contact.conversation import NEXT, Draft, NotAllowed, State
from contact.models import Entry, Event, Letter, Message
from contact.models.desk import LONGEST_KEPT
from tests import factories as f

pytestmark = pytest.mark.django_db

# A Monday without a holiday anywhere near.
NOW = datetime.datetime(2027, 3, 1, 9, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)
TEXT = "Wo kann ich Deutsch lernen?"


def draft(**fields):
    return Draft(**{"text": TEXT, "language": "uk", "answer_language": "uk", "subject": "language"} | fields)


def open_council(**fields):
    """A council with somebody who reads."""
    council = f.make_council(**fields)
    f.make_reader(council, f.make_user(email="leserin@example.org"))
    return council


def reader_of(council):
    return conversation.readers(council).first().user


def events(message):
    return list(message.events.values_list("kind", flat=True))


def texts(message):
    return [entry.text for entry in conversation.entries(message)]


# -- storing ----------------------------------------------------------------------------------------------------------


def test_store_keeps_everything_and_tells_the_office():
    council = open_council()
    token = receipts.new_token()

    stored = conversation.store(council, draft(name="Olena", phone="0385 1", way="phone"), token, NOW)

    message = Message.objects.get()
    assert (stored.is_new, stored.message) == (True, message)
    assert (message.text, message.name, message.phone, message.way) == (TEXT, "Olena", "0385 1", "phone")
    assert (message.state, message.channel, message.created) == ("received", "form", NOW)
    assert (message.due_on, message.deputy_on) == (datetime.date(2027, 3, 8), datetime.date(2027, 3, 15))
    assert events(message) == ["stored"]
    assert [(letter.kind, letter.recipient) for letter in Letter.objects.all()] == [
        ("contact.office", "leserin@example.org")
    ]
    assert conversation.find(stored.code) == message
    assert stored.code == receipts.code_for(token)


def test_store_sends_the_receipt_where_a_mail_was_wished():
    council = open_council()

    stored = conversation.store(council, draft(email="olena@example.org", way="mail"), receipts.new_token(), NOW)

    letter = Letter.objects.get(kind="contact.receipt")
    assert (letter.recipient, letter.language, letter.reference) == (
        "olena@example.org", "uk", stored.message.public_id,
    )  # fmt: skip
    assert receipts.grouped(stored.code) in letter.body
    assert TEXT not in letter.subject + letter.body


def test_store_twice_with_one_token_keeps_one_message():
    council = open_council()
    token = receipts.new_token()

    first = conversation.store(council, draft(), token, NOW)
    second = conversation.store(council, draft(), token, LATER)

    assert (second.is_new, second.message, second.code) == (False, first.message, first.code)
    assert (Message.objects.count(), Entry.objects.count(), Letter.objects.count()) == (1, 0, 1)


def test_token_of_another_council_is_refused():
    token = receipts.new_token()
    conversation.store(open_council(), draft(), token, NOW)

    with pytest.raises(NotAllowed):
        conversation.store(open_council(), draft(text="Anderes"), token, NOW)

    assert [message.text for message in Message.objects.all()] == [TEXT]


def test_retry_after_a_change_of_keys_shows_the_same_receipt(settings):
    council = open_council()
    token = receipts.new_token()
    first = conversation.store(council, draft(), token, NOW)

    settings.SEALING_KEYS = ["another-key-of-fifty-letters-and-more-for-this-test-only", *settings.SEALING_KEYS]
    second = conversation.store(council, draft(), token, LATER)

    assert (second.is_new, second.code) == (False, first.code)
    assert conversation.find(first.code) == first.message


@pytest.mark.parametrize("how", ["withdrawn", "no reader", "reader inactive", "reader of another council"])
def test_store_refuses_where_nobody_reads(how):
    council = open_council()
    editor = conversation.readers(council).first()
    if how == "withdrawn":
        council.withdraw()
    elif how == "no reader":
        editor.delete()
    elif how == "reader inactive":
        editor.user.is_active = False
        editor.user.save()
    else:
        editor.council = f.make_council()
        editor.save()

    with pytest.raises(NotAllowed):
        conversation.store(council, draft(), receipts.new_token())

    assert (Message.objects.count(), Letter.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_store_puts_a_suspicious_message_aside_and_disturbs_nobody():
    council = open_council()

    message = conversation.store(council, draft(suspicions=["links"]), receipts.new_token(), NOW).message

    assert (message.quarantined_at, message.suspicions, message.state) == (NOW, ["links"], "received")
    assert events(message) == ["stored", "quarantined"]
    assert Letter.objects.count() == 0
    assert list(Message.objects.inbox()) == []


def test_letters_go_with_the_transaction_of_their_message():
    council = open_council()
    user = reader_of(council)
    message = f.make_message(council, way="mail", email="olena@example.org")

    for step in (
        lambda: conversation.store(council, draft(), receipts.new_token()),
        lambda: conversation.answer(message, "Antwort", "de", user),
        lambda: conversation.write_back(message, "Noch etwas", receipts.new_token()),
    ):
        with suppress(ZeroDivisionError), transaction.atomic():
            step()
            assert Letter.objects.count() == 1
            raise ZeroDivisionError

    assert (Letter.objects.count(), Message.objects.count(), Entry.objects.count()) == (0, 1, 0)


def in_threads(*steps):
    """Take the steps at the same moment, each with a connection of its own; gives what came of each."""
    start, results = threading.Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        try:
            start.wait()
            results[place] = step()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_same_token_at_the_same_moment_stores_one_message(real_database):
    council = open_council()

    for _attempt in range(5):
        token = receipts.new_token()
        found = in_threads(*[lambda token=token: conversation.store(council, draft(), token, NOW)] * 4)

        assert sorted(stored.is_new for stored in found) == [False, False, False, True]
        assert len({(stored.message.pk, stored.code) for stored in found}) == 1
    # One letter to the office says that something waits.
    assert (Message.objects.count(), Letter.objects.count()) == (5, 1)


def test_same_reply_at_the_same_moment_is_one_entry(real_database):
    message = f.make_message(open_council())
    token = receipts.new_token()

    in_threads(*[lambda: conversation.write_back(message, "Noch etwas", token, NOW)] * 4)

    assert texts(message) == ["Noch etwas"]


def test_two_of_the_office_cannot_both_close_and_answer(real_database):
    council = open_council()
    user = reader_of(council)
    message = f.make_message(council)

    found = in_threads(
        lambda: conversation.change_state(message, State.CLOSED, user, NOW),
        lambda: conversation.answer(message, "Antwort", "de", user, NOW),
    )

    refused = [result for result in found if isinstance(result, NotAllowed)]
    message.refresh_from_db()
    # Closed first, the answer is refused; answered first, it may be closed.
    assert message.state == State.CLOSED
    assert len(refused) == (0 if message.answered_at else 1)
    assert Entry.objects.count() == 1 - len(refused)


# -- states -----------------------------------------------------------------------------------------------------------


def in_state(state, **fields):
    ended = {"ended_at": NOW} if state in Message.ENDED else {}
    done = {"answered": {"answered_at": NOW}, "forwarded": {"forwarded_at": NOW, "forwarded_to_name": "Amt"}}
    return f.make_message(open_council(), state=state, **ended, **done.get(state, {}), **fields)


def take(message, state):
    """Whatever leads to that state."""
    user = reader_of(message.council)
    if state == State.ANSWERED:
        conversation.answer(message, "Antwort", "de", user, LATER)
    elif state == State.FORWARDED:
        conversation.forward(message, None, "Jugendamt", user, LATER)
    elif state == State.TAKEN_BACK:
        conversation.take_back(message, LATER)
    else:
        conversation.change_state(message, state, user, LATER)


# Under way it may be answered again, and taken back whatever happened, unless nothing is left to take back.
AGAIN = {(State.ANSWERED, State.ANSWERED)}


@pytest.mark.parametrize("after", State)
@pytest.mark.parametrize("before", State)
def test_state_follows_only_where_the_table_says_so(before, after):
    scrubbed = {"scrubbed_at": NOW, "text": ""} if before == State.TAKEN_BACK else {}
    message = in_state(before, may_forward=True, **scrubbed)

    if after in NEXT[before] or (before, after) in AGAIN:
        take(message, after)
        message.refresh_from_db()
        assert message.state == after
        assert message.ended_at == (LATER if after in Message.ENDED else None)
        assert message.modified == LATER
    else:
        with pytest.raises(NotAllowed):
            take(message, after)
        message.refresh_from_db()
        assert message.state == before
        assert events(message) == []


def test_reading_is_noted_each_time_and_moves_the_state_once():
    council = open_council()
    user = reader_of(council)
    message = f.make_message(council)

    conversation.open_by(message, user, NOW)
    conversation.open_by(message, user, LATER)

    message.refresh_from_db()
    assert (message.state, message.read_at, message.reacted_at) == ("read", NOW, None)
    assert [(event.kind, event.user, event.at) for event in message.events.filter(kind="opened")] == [
        ("opened", user, NOW), ("opened", user, LATER),
    ]  # fmt: skip


def test_a_look_into_the_quarantine_tells_the_writer_nothing():
    message = f.make_message(open_council(), quarantined_at=NOW)

    conversation.open_by(message, reader_of(message.council), NOW)

    message.refresh_from_db()
    assert (message.state, message.read_at, events(message)) == ("received", None, ["opened"])


def test_only_the_office_reacts():
    closed = f.make_message(open_council())
    answered = in_state("answered")
    expired = in_state("answered")

    conversation.change_state(closed, State.CLOSED, reader_of(closed.council), LATER)
    conversation.write_back(answered, "Danke!", receipts.new_token(), LATER)
    with conversation.locked(expired) as row:
        conversation.expire(row, LATER)

    found = [(row.state, row.reacted_at) for row in Message.objects.order_by("pk")]
    assert found == [("closed", LATER), ("in_progress", None), ("closed", None)]


def test_answer_stands_under_the_receipt_and_goes_by_mail_where_wished():
    council = open_council()
    user = reader_of(council)
    by_mail = f.make_message(council, way="mail", email="olena@example.org", language="uk")
    by_receipt = f.make_message(council)

    for message in (by_mail, by_receipt):
        conversation.answer(message, "Am Dienstag um 10 Uhr.", "de", user, NOW)

    letter = Letter.objects.get()
    assert (letter.kind, letter.recipient, letter.language) == ("contact.answer", "olena@example.org", "uk")
    assert "Am Dienstag um 10 Uhr." in letter.body
    for message in (by_mail, by_receipt):
        message.refresh_from_db()
        assert texts(message) == ["Am Dienstag um 10 Uhr."]
        assert (message.state, message.answered_at, message.reacted_at) == ("answered", NOW, NOW)
        assert events(message) == ["state", "answered"]


def test_nothing_is_answered_from_the_quarantine():
    message = f.make_message(open_council(), quarantined_at=NOW)

    with pytest.raises(NotAllowed):
        conversation.answer(message, "Antwort", "de", reader_of(message.council), NOW)


def test_release_starts_the_deadline_and_tells_the_office():
    message = f.make_message(open_council(), quarantined_at=NOW - datetime.timedelta(days=9))

    conversation.release(message, reader_of(message.council), NOW)

    message.refresh_from_db()
    assert (message.quarantined_at, message.due_on) == (None, datetime.date(2027, 3, 8))
    assert [letter.kind for letter in Letter.objects.all()] == ["contact.office"]
    with pytest.raises(NotAllowed):
        conversation.release(message, reader_of(message.council), NOW)


def test_assignment_only_to_somebody_who_may_read():
    message = f.make_message(open_council())
    user, stranger = reader_of(message.council), reader_of(open_council())

    assert conversation.assign(message, user, user, NOW).assigned_to == user
    assert conversation.assign(message, None, user, NOW).assigned_to is None
    with pytest.raises(NotAllowed):
        conversation.assign(message, stranger, user, NOW)


def test_note_is_activity_and_the_writer_never_sees_it():
    message = f.make_message(open_council(), created=NOW - datetime.timedelta(days=50))

    conversation.note(message, "Rückruf versprochen", reader_of(message.council), NOW)

    message.refresh_from_db()
    assert (message.modified, events(message), texts(message)) == (NOW, ["noted"], [])


# -- the writer again -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "after"), [
    ("received", "received"), ("read", "read"), ("answered", "in_progress"), ("closed", "in_progress"),
    ("forwarded", "in_progress"),
])  # fmt: skip
def test_writing_back_opens_what_was_done_and_tells_the_office(before, after):
    message = in_state(before)
    token = receipts.new_token()

    for _twice in range(2):
        conversation.write_back(message, "Noch eine Frage", token, LATER)

    message.refresh_from_db()
    assert (message.state, message.modified, message.ended_at) == (after, LATER, None)
    assert texts(message) == ["Noch eine Frage"]
    assert [letter.kind for letter in Letter.objects.all()] == ["contact.office"]


def test_writing_again_starts_a_new_deadline_and_keeps_the_first_reaction():
    message = f.make_message(open_council(), created=NOW - datetime.timedelta(days=30))
    user, then = reader_of(message.council), NOW - datetime.timedelta(days=20)
    conversation.answer(message, "Antwort", "de", user, then)
    Message.objects.update(deputy_told_at=then)

    conversation.write_back(message, "Noch eine Frage", receipts.new_token(), NOW)

    message.refresh_from_db()
    assert (message.reacted_at, message.first_reacted_at, message.deputy_told_at) == (None, then, None)
    assert (message.due_on, message.deputy_on) == (datetime.date(2027, 3, 8), datetime.date(2027, 3, 15))
    assert message.has_news
    assert list(Message.objects.waiting()) == [message]

    # A second text does not put off what is promised.
    conversation.write_back(message, "Eilt", receipts.new_token(), NOW + datetime.timedelta(days=5))
    message.refresh_from_db()
    assert message.due_on == datetime.date(2027, 3, 8)

    conversation.answer(message, "Noch eine Antwort", "de", user, LATER)
    message.refresh_from_db()
    assert (message.reacted_at, message.first_reacted_at, message.has_news) == (LATER, then, False)


def test_an_answer_that_came_back_is_due_anew_also_when_it_was_closed():
    message = f.make_message(open_council(), way="mail", email="olena@example.org")
    user = reader_of(message.council)
    conversation.answer(message, "Antwort", "de", user, NOW - datetime.timedelta(days=20))
    conversation.change_state(message, State.CLOSED, user, NOW - datetime.timedelta(days=20))

    conversation.undelivered(Letter.objects.get(kind="contact.answer"), NOW)

    message.refresh_from_db()
    assert (message.state, message.reacted_at, message.due_on) == ("in_progress", None, datetime.date(2027, 3, 8))


def test_emergency_that_nobody_hears_of_is_told_to_the_operator(settings):
    settings.OPERATOR_MAIL = "betrieb@example.org"
    council, user = f.make_council(), f.make_user()
    f.make_reader(council, f.make_user(email=""))

    assert conversation.open_emergency(user, council, "Alle sind krank", NOW)[1] == 0

    [letter] = Letter.objects.all()
    assert letter.recipient == "betrieb@example.org"
    assert "Alle sind krank" in letter.body


def test_address_can_be_added_while_the_message_is_open():
    message = f.make_message(open_council())

    conversation.add_address(message, "olena@example.org", NOW)

    message.refresh_from_db()
    assert (message.email, message.way, events(message)) == ("olena@example.org", "mail", ["address"])
    with pytest.raises(NotAllowed):
        conversation.add_address(in_state("closed"), "olena@example.org", NOW)


def test_taking_back_erases_everything_at_once():
    council = open_council()
    user = reader_of(council)
    message = conversation.store(
        council, draft(email="olena@example.org", way="mail", name="Olena", answer_language="Mokscha"),
        receipts.new_token(), NOW,
    ).message  # fmt: skip
    conversation.note(message, "Ruft gern an", user, NOW)
    conversation.answer(message, "Antwort", "de", user, NOW)
    conversation.write_back(message, "Danke", receipts.new_token(), NOW)

    conversation.take_back(message, LATER)

    message.refresh_from_db()
    assert [getattr(message, name) for name in Message.PERSONAL] == [""] * len(Message.PERSONAL)
    assert (message.state, message.ended_at, message.scrubbed_at) == ("taken_back", LATER, LATER)
    assert (message.answer_language, message.language, message.subject) == ("", "uk", "language")
    assert {entry.text for entry in message.entries.all()} == {""}
    assert {note.text for note in message.notes.all()} == {""}
    assert {(letter.recipient, letter.subject, letter.body, letter.reply_to) for letter in Letter.objects.all()} == {
        ("", "", "", "")
    }
    assert {letter.state for letter in Letter.objects.all()} == {"given_up"}
    assert events(message)[-3:] == ["state", "taken_back", "scrubbed"]
    with pytest.raises(NotAllowed):
        conversation.write_back(message, "Doch nicht", receipts.new_token(), LATER)


# -- forwarding -------------------------------------------------------------------------------------------------------


def forwarded(**fields):
    """A message with something added, and the copy that another council got."""
    here, there = open_council(), open_council()
    fields = {"may_forward": True, "way": "mail", "email": "olena@example.org"} | fields
    message = conversation.store(here, draft(**fields), receipts.new_token(), NOW).message
    conversation.write_back(message, "Es eilt", receipts.new_token(), NOW)
    Letter.objects.all().delete()
    copy = conversation.forward(message, there, "", reader_of(here), LATER)
    message.refresh_from_db()
    return message, copy


def test_forwarding_gives_the_other_council_what_the_writer_said():
    message, copy = forwarded()

    assert (message.state, message.forwarded_to, message.forwarded_at) == ("forwarded", copy, LATER)
    assert (copy.text, copy.email, copy.channel, copy.state) == (TEXT, "olena@example.org", "forwarded", "received")
    assert [entry.text for entry in copy.entries.all()] == ["Es eilt"]
    # The writer keeps the one receipt and gets no second one.
    assert [(letter.kind, letter.reference) for letter in Letter.objects.all()] == [("contact.office", copy.public_id)]
    assert events(message)[-2:] == ["state", "forwarded"]


@pytest.mark.parametrize("how", ["no consent", "same council", "nobody reads there", "withdrawn", "both", "neither"])
def test_forwarding_is_refused(how):
    message = f.make_message(open_council(), may_forward=how != "no consent")
    council, name = open_council(), ""
    if how == "same council":
        council = message.council
    elif how == "nobody reads there":
        council = f.make_council()
    elif how == "withdrawn":
        council.withdraw()
    elif how in {"both", "neither"}:
        council, name = (council, "Jugendamt") if how == "both" else (None, "")

    with pytest.raises(NotAllowed):
        conversation.forward(message, council, name, reader_of(message.council))

    message.refresh_from_db()
    assert (message.state, Message.objects.count(), Event.objects.count()) == ("received", 1, 0)


def test_forwarded_to_a_named_office_stays_with_this_council():
    message = f.make_message(open_council(), may_forward=True)

    assert conversation.forward(message, None, "Jugendamt", reader_of(message.council), NOW) is None

    message.refresh_from_db()
    assert (message.state, message.forwarded_to_name, conversation.current(message)) == (
        "forwarded", "Jugendamt", message,
    )  # fmt: skip


def test_one_receipt_shows_the_whole_conversation():
    message, copy = forwarded()
    third = open_council()

    conversation.answer(copy, "Das weiß das Forum besser", "de", reader_of(copy.council), LATER)
    last = conversation.forward(copy, third, "", reader_of(copy.council), LATER + datetime.timedelta(hours=1))
    conversation.answer(last, "Dienstags um 10", "de", reader_of(third), LATER + datetime.timedelta(hours=2))
    conversation.write_back(message, "Danke", receipts.new_token(), LATER + datetime.timedelta(hours=3))

    assert texts(message) == ["Es eilt", "Das weiß das Forum besser", "Dienstags um 10", "Danke"]
    assert conversation.chain(message) == [message, copy, last]
    assert conversation.current(message) == last


def test_writing_back_reaches_the_council_that_has_the_message_now():
    message, copy = forwarded()
    Letter.objects.all().delete()

    entry = conversation.write_back(message, "Noch etwas", receipts.new_token(), LATER)

    assert entry.message == copy
    assert [letter.recipient for letter in Letter.objects.all()] == [reader_of(copy.council).email]
    assert Letter.objects.get().reference == copy.public_id


def test_address_added_to_a_forwarded_message_reaches_both():
    message, copy = forwarded(way="receipt", email="")

    conversation.add_address(message, "neu@example.org", LATER)

    copy.refresh_from_db()
    assert (copy.email, copy.way) == ("neu@example.org", "mail")


@pytest.mark.parametrize("closed", ["neither", "here", "there", "purged here"])
def test_taking_back_reaches_the_copies(closed):
    message, copy = forwarded()
    if closed != "neither":
        row = copy if closed == "there" else message
        conversation.change_state(row, State.CLOSED, reader_of(row.council), LATER)
    if closed == "purged here":
        with conversation.locked(message) as row:
            conversation.scrub(row, LATER)

    conversation.take_back(message, LATER)

    found = [(row.state, row.text, row.email) for row in Message.objects.order_by("pk")]
    here = "closed" if closed == "purged here" else "taken_back"
    assert found == [(here, "", ""), ("taken_back", "", "")]
    assert {entry.text for entry in Entry.objects.all()} == {""}


def test_forwarded_message_goes_on_only_from_the_council_that_has_it():
    message, _copy = forwarded()
    conversation.change_state(message, State.IN_PROGRESS, reader_of(message.council), LATER)

    with pytest.raises(NotAllowed):
        conversation.forward(message, open_council(), "", reader_of(message.council), LATER)


def test_taking_back_while_it_is_forwarded_leaves_no_copy(real_database):
    there = open_council()
    for _attempt in range(3):
        message = f.make_message(open_council(), may_forward=True)
        user = reader_of(message.council)

        in_threads(
            lambda message=message: conversation.take_back(message, NOW),
            lambda message=message, user=user: conversation.forward(message, there, "", user, NOW),
            lambda message=message: conversation.write_back(message, "Noch etwas", receipts.new_token(), NOW),
        )

    assert {(row.state, row.text) for row in Message.objects.all()} == {("taken_back", "")}
    assert {entry.text for entry in Entry.objects.all()} <= {""}


# -- what the database refuses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "name"), [
    ({"way": "mail"}, "mail_has_address"),
    ({"way": "phone"}, "phone_has_number"),
    ({"way": "post"}, "post_has_address"),
    ({"text": ""}, "has_text"),
    ({"state": "closed", "ended_at": NOW, "scrubbed_at": NOW}, "scrubbed_is_empty"),
    ({"state": "closed"}, "ended"),
    ({"ended_at": NOW}, "ended"),
    ({"state": "answered"}, "answered"),
    ({"state": "forwarded"}, "forwarded"),
    ({"scrubbed_at": NOW, "text": ""}, "scrubbed_when_ended"),
    ({"deputy_on": datetime.date(2000, 1, 1)}, "deputy_on"),
])  # fmt: skip
def test_message_constraint_raises(fields, name):
    council = f.make_council()

    with pytest.raises(IntegrityError, match=f"contact_message_{name}"), transaction.atomic():
        f.make_message(council, **fields)


@pytest.mark.parametrize("fields", [
    {"way": "mail", "email": "a@example.org"},
    {"way": "phone", "phone": "0385 1"},
    {"way": "post", "address": "Weg 1"},
    {"state": "closed", "ended_at": NOW, "scrubbed_at": NOW, "text": "", "way": "mail"},
    {"state": "taken_back", "ended_at": NOW, "scrubbed_at": NOW, "text": ""},
    {"state": "answered", "answered_at": NOW},
    {"state": "forwarded", "forwarded_at": NOW},
])  # fmt: skip
def test_message_constraint_passes(fields):
    assert f.make_message(f.make_council(), **fields).pk


@pytest.mark.parametrize(("fields", "name"), [
    ({"keep_days": 0}, "keep_days"),
    ({"keep_days": LONGEST_KEPT + 1}, "keep_days"),
    ({"react_within": 0}, "react_within"),
    ({"react_within": 11}, "deputy_after"),
    ({"archive": "offered"}, "archive_on"),
])  # fmt: skip
def test_desk_constraint_raises(fields, name):
    council = f.make_council()

    with pytest.raises(IntegrityError, match=f"contact_desk_{name}"), transaction.atomic():
        f.make_desk(council, **fields)


def test_desk_constraint_passes():
    desk = f.make_desk(keep_days=90, react_within=10, deputy_after=10, archive="waived", archive_on=NOW.date())

    assert desk.pk


def test_sealed_columns_cannot_be_searched():
    with pytest.raises(FieldError):
        list(Message.objects.filter(text__contains="Deutsch"))


def test_message_does_not_go_back_to_who_had_it():
    here, there, third = (open_council() for _number in range(3))
    message = f.make_message(here, may_forward=True)
    copy = conversation.forward(message, there, "", reader_of(here), NOW)

    with pytest.raises(NotAllowed):
        conversation.forward(copy, here, "", reader_of(there), NOW)

    last = conversation.forward(copy, third, "", reader_of(there), NOW)
    assert conversation.passed(last) == [third, there, here]


def test_whoever_reads_a_councils_messages_hears_of_new_readers():
    council = open_council()
    before = f.make_user(email="first@example.org", language="uk")
    f.make_reader(council, before)
    Letter.objects.all().delete()

    f.make_reader(council, f.make_user(username="neu", email="neu@example.org"))
    f.make_editor(council, f.make_user())

    [letter] = Letter.objects.filter(recipient_hash=letters.recipient_hash("first@example.org"))
    assert (letter.kind, letter.language) == ("contact.reader", "uk")
    assert "neu" in letter.body
