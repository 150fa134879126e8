"""Sealed texts: unreadable without a key, loud when it is missing, and never shown as they are stored."""

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from contact import checks, sealing
from contact.models import BarrierReport, Entry, Letter, Message, Note, Subscription
from meetings.models import AccessLink, Help, Need, Registration
from tests import factories as f
from tests.factories import make_message

TEXT = "Ich heiße علي und brauche Hilfe 🙏"
NEWER = "a-newer-key-that-the-tests-alone-use-and-nobody-else-does"
WRONG = "a-wrong-key-that-the-tests-alone-use-and-nobody-else-does"
NOW = timezone.now()
ERASED = {"text": "", "state": "closed", "ended_at": NOW, "scrubbed_at": NOW}


def stored(column="text"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM contact_message")
        return cursor.fetchone()[0]


def test_sealed_text_comes_back_and_is_sealed_differently_each_time():
    one, other = sealing.seal(TEXT), sealing.seal(TEXT)

    assert sealing.unseal(one) == sealing.unseal(other) == TEXT
    assert one != other
    assert TEXT not in one
    assert one.isascii()


def test_nothing_stays_nothing():
    assert sealing.seal("") == ""
    assert sealing.unseal("") == ""
    assert sealing.unseal(None) == ""


def test_first_key_seals_and_all_of_them_open(settings):
    older = sealing.seal(TEXT)
    assert sealing.is_sealed_with_first_key(older)

    settings.SEALING_KEYS = [NEWER, *settings.SEALING_KEYS]
    newer = sealing.seal(TEXT)

    assert sealing.unseal(older) == sealing.unseal(newer) == TEXT
    assert not sealing.is_sealed_with_first_key(older)
    assert sealing.is_sealed_with_first_key(newer)
    settings.SEALING_KEYS = [NEWER]
    assert sealing.unseal(newer) == TEXT
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(older)


@pytest.mark.parametrize("altered", ["x", "gAAAAA", "🙏", "\x00", TEXT])
def test_what_is_not_sealed_is_not_opened(altered):
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(altered)


def test_altered_text_is_not_opened():
    sealed = sealing.seal(TEXT)
    middle = len(sealed) // 2
    altered = sealed[:middle] + ("A" if sealed[middle] != "A" else "B") + sealed[middle + 1 :]

    with pytest.raises(sealing.CannotOpen) as error:
        sealing.unseal(altered)

    assert "SEALING_KEYS" in str(error.value)
    assert altered not in str(error.value)


@pytest.mark.django_db
def test_message_is_stored_sealed_and_read_in_plain():
    message = make_message(text=TEXT, name="Ali", email="ali@example.org", phone="0176 1", address="Weg 1")

    assert Message.objects.get() == message
    assert Message.objects.get().text == TEXT
    for column, plain in [
        ("text", "heiße"),
        ("name", "Ali"),
        ("email", "example"),
        ("phone", "0176"),
        ("address", "Weg"),
    ]:
        assert stored(column).startswith("gAAAA")
        assert plain not in stored(column)


@pytest.mark.django_db
def test_missing_key_is_a_loud_error_and_never_cipher_text(settings):
    make_message(text=TEXT)
    sealed = stored()

    settings.SEALING_KEYS = [WRONG]

    with pytest.raises(sealing.CannotOpen) as error:
        Message.objects.get()
    assert sealed not in str(error.value)
    with pytest.raises(sealing.CannotOpen):
        Message.objects.values_list("text", flat=True).get()


def found():
    """What the check of the keys finds."""
    return [fault.id for fault in checks.keys_open_what_is_stored(None, ["default"])]


@pytest.mark.django_db
def test_check_finds_keys_that_are_not_the_databases(settings):
    own = settings.SEALING_KEYS
    settings.SEALING_KEYS = [WRONG]
    assert found() == []
    settings.SEALING_KEYS = own
    old = make_message()
    assert found() == []

    settings.SEALING_KEYS = [WRONG]
    assert found() == ["contact.E001"]
    # Without a database nothing is asked: `manage.py check` needs none.
    assert checks.keys_open_what_is_stored(None) == []

    # What came in since opens, and still the older ones are as good as lost.
    make_message()
    assert found() == ["contact.E001"]
    settings.SEALING_KEYS = own
    assert found() == ["contact.E001"]
    settings.SEALING_KEYS = [WRONG, *own]
    assert found() == []

    # Nothing is left to open of what was erased.
    settings.SEALING_KEYS = [WRONG]
    Message.objects.filter(pk=old.pk).update(**ERASED)
    assert found() == []


# A row with a sealed text in every table that holds some.
PLANTED = {
    Message: lambda: f.make_message(text=TEXT),
    Entry: lambda: Entry.objects.create(message=_erased_message(), side="writer", created=NOW, text=TEXT),
    Note: lambda: Note.objects.create(message=_erased_message(), created=NOW, text=TEXT),
    Letter: lambda: Letter.objects.create(
        kind="x", recipient=TEXT, language="de", message_id="x", created=NOW, next_try_at=NOW
    ),
    Subscription: f.make_subscription,
    BarrierReport: f.make_barrier_report,
    AccessLink: lambda: AccessLink.objects.create(meeting=f.make_meeting(), more=TEXT),
    Registration: lambda: f.make_registration(email="", phone=TEXT),
    Need: lambda: Need.objects.create(registration=_erased_registration(), kind=Help.QUESTION, text=TEXT),
}


def _erased_message():
    return f.make_message(**ERASED)


def _erased_registration():
    return f.make_registration(email="", cancelled_at=NOW, scrubbed_at=NOW)


def test_every_table_with_sealed_texts_has_a_case():
    assert {model for model, _columns in sealing.sealed_columns()} == set(PLANTED)


@pytest.mark.django_db
@pytest.mark.parametrize("model", PLANTED, ids=lambda model: model.__name__)
def test_check_asks_every_table_that_holds_sealed_texts(settings, model, capsys):
    own = settings.SEALING_KEYS
    PLANTED[model]()
    assert found() == []

    settings.SEALING_KEYS = [NEWER]
    assert found() == ["contact.E001"]

    # Sealed anew, the texts of all tables open with the new key alone.
    settings.SEALING_KEYS = [NEWER, *own]
    call_command("reseal")
    settings.SEALING_KEYS = [NEWER]
    assert found() == []


@pytest.mark.django_db
def test_what_lost_keys_had_sealed_can_be_deleted(settings):
    """As docs/messages.md says."""
    for make in PLANTED.values():
        make()
    settings.SEALING_KEYS = [NEWER]

    for model, _columns in sealing.sealed_columns():
        model.objects.only("pk").delete()

    assert found() == []


@pytest.mark.django_db
def test_check_waits_for_a_database_that_is_not_there(monkeypatch):
    def away(*arguments, **named):
        raise OperationalError

    monkeypatch.setattr(Message._base_manager, "exclude", away)

    assert found() == []


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["contains", "icontains", "startswith", "iexact", "in", "gt", "regex", "search"])
def test_sealed_text_cannot_be_asked_for(lookup):
    with pytest.raises(FieldError):
        list(Message.objects.filter(**{f"text__{lookup}": ["Hilfe"]}))


@pytest.mark.django_db
def test_empty_sealed_text_can_be_asked_for():
    empty, full = make_message(email=""), make_message(email="ali@example.org")

    assert list(Message.objects.filter(email="")) == [empty]
    assert list(Message.objects.exclude(email="")) == [full]


def test_digests_depend_on_text_purpose_and_key(settings):
    first = sealing.digest("a", "receipt")
    older = settings.SEALING_KEYS

    assert sealing.digest("a", "receipt") == first
    assert len({first, sealing.digest("b", "receipt"), sealing.digest("a", "network")}) == 3
    settings.SEALING_KEYS = [NEWER, *older]
    assert sealing.digest("a", "receipt") != first
    assert sealing.digests("a", "receipt") == [sealing.digest("a", "receipt"), first]


def test_key_of_one_purpose_does_not_tell_that_of_another(settings):
    [key] = settings.SEALING_KEYS

    subkeys = {sealing._subkey(key, purpose) for purpose in ("seal", "digest receipt", "digest network")}

    assert len(subkeys) == 3
    assert key.encode() not in subkeys
