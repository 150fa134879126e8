"""The office side of messages: who reads them, what the office does with them, and what is noted about it."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info

from contact import conversation, receipts, text_blocks
from contact.models import Desk, EmergencyAccess, Entry, Event, Letter, Message, TextBlock
from councils.models import Council, Editor, User
from portal.management.commands import setup_portal
from tests import factories
from tests.translation_server import TranslationServer

BACKEND = "django.contrib.auth.backends.ModelBackend"
INBOX = "/admin/contact/message/"
SECRET = "streng-vertraulich-4711"
EVIL = '<script>alert("x")</script>'


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


@pytest.fixture
def other(db):
    return factories.make_council(slug="fremder")


@pytest.fixture
def reader(council):
    return factories.make_reader(council, factories.make_user(username="leserin", language="en")).user


@pytest.fixture
def office(client, reader):
    """A signed-in account that reads the council's messages, with the pages in English."""
    client.force_login(reader, backend=BACKEND)
    return client


def page(message):
    return reverse("admin:contact_message_change", args=[message.pk])


def again(message):
    return Message.objects.get(pk=message.pk)


def step(client, message, name, **fields):
    """Open the page, fill in one of its forms and press the button, as a browser does."""
    fields = {"seen": client.get(page(message)).context["seen"]} | fields
    if name == "send":
        fields |= looked_at(client, message, fields)
    return client.post(page(message), {"step": name} | fields)


def looked_at(client, message, fields):
    """What the preview of the answer adds to the page."""
    shown = client.post(page(message), fields | {"step": "preview"}).context
    return {"previewed": shown["previewed"], "seen": shown["seen"]}


def kinds(message):
    return list(message.events.values_list("kind", flat=True))


def said(response):
    return [str(message) for message in response.context["messages"]]


def html(response):
    return response.content.decode()


# -- who may ----------------------------------------------------------------------------------------------------------

ACCOUNTS = ["superuser", "editor", "author", "translator", "foreign reader", "reader", "emergency", "anonymous"]
# What each account gets on each page of a message of the council.
EXPECTED = {
    "list": [403, 403, 403, 403, 200, 200, 200, 302],
    "add": [403, 403, 403, 403, 200, 200, 200, 302],
    "change": [403, 403, 403, 403, 404, 200, 200, 302],
    "history": [403, 403, 403, 403, 404, 200, 200, 302],
    "print": [403, 403, 403, 403, 404, 200, 200, 302],
    "json": [403, 403, 403, 403, 404, 200, 200, 302],
    "text": [403, 403, 403, 403, 404, 200, 200, 302],
    "delete": [403, 403, 403, 403, 403, 403, 403, 302],
    "post": [403, 403, 403, 403, 404, 302, 403, 403],
}
ADDRESSES = {
    "list": INBOX,
    "add": f"{INBOX}add/",
    "change": INBOX + "{}/change/",
    "history": INBOX + "{}/history/",
    "print": INBOX + "{}/print/",
    "json": INBOX + "{}/export/json/",
    "text": INBOX + "{}/export/text/",
    "delete": INBOX + "{}/delete/",
}


def sign_in(client, account, council, other):
    if account == "anonymous":
        return
    if account in {"superuser", "emergency"}:
        user = factories.make_superuser(language="en")
        if account == "emergency":
            conversation.open_emergency(user, council, "Alle sind krank")
    else:
        role = Editor.Role.MESSAGE_READER if "reader" in account else account
        user = factories.make_user(language="en")
        factories.make_editor(other if account == "foreign reader" else council, user, role=role)
    client.force_login(user, backend=BACKEND)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_pages_of_message_are_for_its_readers(client, council, other, account):
    message = factories.make_message(council, text=SECRET)
    sign_in(client, account, council, other)

    answers = {name: client.get(address.format(message.pk)) for name, address in ADDRESSES.items()}
    answers["post"] = client.post(page(message), {"step": "note", "note": "Hallo"})

    assert {name: answer.status_code for name, answer in answers.items()} == {
        name: row[ACCOUNTS.index(account)] for name, row in EXPECTED.items()
    }
    may = account in {"reader", "emergency"}
    shown = {name for name, answer in answers.items() if SECRET in answer.content.decode()}
    assert shown == ({"change", "print", "json", "text"} if may else set())
    assert message.notes.count() == (1 if account == "reader" else 0)
    assert (Event.Kind.OPENED in kinds(message)) is may


@pytest.mark.parametrize("account", ACCOUNTS)
def test_search_for_choices_finds_no_message(client, council, other, account):
    factories.make_message(council, text=SECRET)
    sign_in(client, account, council, other)
    where = reverse("admin:autocomplete")

    for model, field in [("message", "forwarded_to"), ("entry", "message"), ("event", "message"), ("note", "message")]:
        query = {"app_label": "contact", "model_name": model, "field_name": field, "term": ""}
        response = client.get(where, query)
        assert response.status_code in {302, 403, 404}, (model, response.status_code)


@pytest.mark.parametrize("name", ["entry", "note", "event", "letter"])
def test_parts_of_messages_have_no_pages_of_their_own(office, name):
    assert office.get(f"/admin/contact/{name}/").status_code == 404


def test_list_shows_messages_of_own_councils_only(office, council, other):
    own = factories.make_message(council)
    factories.make_message(other)

    assert list(office.get(INBOX).context["cl"].result_list) == [own]
    assert list(office.get(INBOX, {"council": other.pk}).context["cl"].result_list) == []


def test_filter_names_own_councils_only(office, council, other, reader):
    factories.make_council(slug="dritter")
    assert f"?council={council.pk}" not in html(office.get(INBOX))

    factories.make_reader(other, reader)
    shown = html(office.get(INBOX))

    assert f"?council={council.pk}" in shown
    assert f"?council={other.pk}" in shown
    assert "dritter" not in shown


@pytest.mark.parametrize("query", ["text__icontains=x", "text=x", "receipt_hash=x", "email__startswith=a", "council=x"])
def test_no_question_about_columns(office, council, query):
    factories.make_message(council)

    response = office.get(f"{INBOX}?{query}", follow=True)

    assert response.status_code in {200, 400}
    if response.status_code == 200:
        rows = list(response.context["cl"].result_list)
        assert rows == [] if query.startswith("council") else response.redirect_chain != []


def test_no_action_deletes(office, council):
    message = factories.make_message(council)

    office.post(INBOX, {"action": "delete_selected", "_selected_action": [message.pk], "post": "yes"})
    office.post(f"{INBOX}{message.pk}/delete/", {"post": "yes"})

    assert Message.objects.count() == 1


def test_raw_fields_cannot_be_written(office, council):
    message = factories.make_message(council, text="Vorher")

    office.post(page(message), {"text": "Nachher", "state": "closed", "_save": "Save"})

    assert (again(message).text, again(message).state) == ("Vorher", Message.State.READ)


def test_index_shows_inbox_to_readers_only(client, council, other):
    sign_in(client, "superuser", council, other)
    shown = {model["object_name"] for app in client.get("/admin/").context["app_list"] for model in app["models"]}
    assert "Message" not in shown
    assert "EmergencyAccess" in shown

    sign_in(client, "reader", council, other)
    shown = {model["object_name"] for app in client.get("/admin/").context["app_list"] for model in app["models"]}
    assert shown == {"Message"}


def test_made_account_reads_messages_of_loaded_councils(db):
    factories.make_council(slug="eins")
    factories.make_council(slug="zwei")
    setup_portal.Command().make_admin()

    account = User.objects.get(username="admin")
    roles = account.editorships.values_list("council__slug", "role")
    assert sorted(roles) == [("eins", "message_reader"), ("zwei", "message_reader")]
    assert [conversation.is_open(council) for council in Council.objects.all()] == [True, True]


# -- emergency --------------------------------------------------------------------------------------------------------


def test_emergency_needs_reason_and_tells_the_readers(client, council, other, reader):
    User.objects.filter(pk=reader.pk).update(email="leserin@example.org")
    factories.make_reader(other, factories.make_user(email="fremd@example.org"))
    message = factories.make_message(council)
    sign_in(client, "superuser", council, other)
    where = reverse("admin:contact_emergencyaccess_add")

    assert client.post(where, {"council": council.pk, "reason": " "}).status_code == 200
    assert EmergencyAccess.objects.count() == 0
    assert client.post(where, {"council": council.pk, "reason": "Wasserschaden"}).status_code == 302

    access = EmergencyAccess.objects.get()
    assert access.ends_at - access.began_at == timedelta(days=1)
    letters = [(letter.kind, letter.recipient, letter.language) for letter in Letter.objects.all()]
    assert letters == [("contact.emergency", "leserin@example.org", "en")]
    body = Letter.objects.get().body
    assert "Wasserschaden" in body
    assert access.user.username in body
    assert client.get(page(message)).status_code == 200
    assert Event.Kind.EMERGENCY in kinds(message)
    assert client.get(page(factories.make_message(other))).status_code == 404


def test_emergency_ends(client, council, other):
    message = factories.make_message(council)
    sign_in(client, "emergency", council, other)
    past = timezone.now() - timedelta(minutes=1)
    EmergencyAccess.objects.update(ends_at=past, began_at=past - timedelta(days=1))

    assert client.get(page(message)).status_code == 403
    assert client.get(INBOX).status_code == 403


def test_emergency_of_former_superuser_is_over(client, council, other):
    message = factories.make_message(council)
    sign_in(client, "emergency", council, other)
    User.objects.update(is_superuser=False)

    assert client.get(page(message)).status_code == 403


@pytest.mark.parametrize("account", ["editor", "author", "translator", "reader", "foreign reader"])
def test_emergency_is_for_superusers(client, council, other, account):
    sign_in(client, account, council, other)

    assert client.get(reverse("admin:contact_emergencyaccess_add")).status_code == 403
    assert client.get(reverse("admin:contact_emergencyaccess_changelist")).status_code == 403


def test_emergency_access_stays_as_it_is(client, council, other):
    sign_in(client, "emergency", council, other)
    row = EmergencyAccess.objects.get()
    where = reverse("admin:contact_emergencyaccess_change", args=[row.pk])

    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": "anders"}).status_code == 403
    assert (
        client.post(reverse("admin:contact_emergencyaccess_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    )


def test_reading_with_a_role_is_no_emergency(client, council):
    user = factories.make_reader(council, factories.make_superuser()).user
    conversation.open_emergency(user, council, "Versehen")
    message = factories.make_message(council)
    client.force_login(user, backend=BACKEND)

    client.get(page(message))

    assert Event.Kind.EMERGENCY not in kinds(message)


# -- lists ------------------------------------------------------------------------------------------------------------


def test_overdue_first_then_what_waits_then_the_rest(office, council):
    now = timezone.now()
    today = timezone.localdate()
    old = factories.make_message(council, created=now - timedelta(days=9), due_on=today - timedelta(days=2))
    late = factories.make_message(council, created=now - timedelta(days=8), due_on=today - timedelta(days=1))
    reacted = factories.make_message(
        council, created=now - timedelta(days=7), due_on=today - timedelta(days=1), reacted_at=now, state="in_progress"
    )
    new = factories.make_message(council, created=now)
    answered = factories.make_message(council, created=now, state="answered", answered_at=now, reacted_at=now)
    closed = factories.make_message(council, created=now, state="closed", ended_at=now)
    response = office.get(INBOX)

    assert list(response.context["cl"].result_list) == [old, late, new, reacted, answered, closed]
    assert html(response).count(">overdue<") == 2


def test_quarantine_is_a_list_of_its_own(office, council):
    shown = factories.make_message(council)
    aside = factories.make_message(council, quarantined_at=timezone.now(), suspicions=["links"])
    entry = Entry.objects.create(
        message=factories.make_message(council),
        side="writer",
        created=timezone.now(),
        text="Wer?",
        quarantined_at=timezone.now(),
    )

    inbox, quarantine = office.get(INBOX), office.get(INBOX, {"list": "quarantine"})

    assert set(inbox.context["cl"].result_list) == {shown, entry.message}
    assert set(quarantine.context["cl"].result_list) == {aside, entry.message}
    assert inbox.context["quarantine_count"] == 2


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_however_long(office, council, django_assert_num_queries, count):
    for _number in range(count):
        factories.make_message(council, topic=factories.make_topic(council=council), assigned_to=factories.make_user())
    office.get(INBOX)

    with django_assert_num_queries(10):
        office.get(INBOX)


def test_list_names_languages_and_councils(office, council, other, reader):
    factories.make_reader(other, reader)
    factories.make_message(council, language="ar", answer_language="Tigrinya")
    erased = factories.make_message(council, language="de-simple", state="closed", ended_at=timezone.now())
    conversation.scrub(erased, timezone.now())

    shown = html(office.get(INBOX))

    assert "<bdi>Arabic – العربية</bdi> → <bdi>Tigrinya</bdi>" in shown
    assert "<bdi>Einfache Sprache</bdi></td>" in shown
    # In the filter and in both rows.
    assert shown.count(council.name_and_place) == 3


def test_list_holds_nothing_of_what_was_written(office, council):
    personal = dict.fromkeys(["text", "name", "email", "phone", "phone_times", "address"], SECRET)
    factories.make_message(council, **personal)

    assert SECRET not in html(office.get(INBOX))


def test_list_needs_no_key(office, council, settings):
    factories.make_message(council)
    settings.SEALING_KEYS = ["another-key-that-opens-nothing-of-what-was-sealed-before-it"]

    assert office.get(INBOX).status_code == 200


# -- the page of a message --------------------------------------------------------------------------------------------


def test_reading_is_noted_and_shown_to_the_writer(office, council, reader):
    message = factories.make_message(council)

    office.get(page(message))
    office.get(page(message))

    opened = message.events.filter(kind=Event.Kind.OPENED)
    assert [event.user for event in opened] == [reader, reader]
    assert again(message).state == Message.State.READ
    assert again(message).read_at is not None


def test_readings_in_a_row_stand_once(office, council, reader):
    message = factories.make_message(council)
    for _look in range(3):
        office.get(page(message))
    conversation.write_back(message, "Noch etwas", receipts.new_token())
    office.get(page(message))
    message.events.filter(kind=Event.Kind.OPENED, pk=message.events.last().pk).update(
        at=timezone.now() + timedelta(minutes=11)
    )

    response = office.get(f"{INBOX}{message.pk}/history/")

    assert [line.what for line in response.context["history"]].count("read") == 2
    assert kinds(message).count("opened") == 4


def test_reasons_stand_in_words(office, council):
    message = factories.make_message(council, quarantined_at=timezone.now(), suspicions=["honeypot", "network"])

    shown = html(office.get(page(message)))

    assert "a field only programs see was filled in, very many messages from one network" in shown


def test_page_shows_markup_as_text(office, council):
    fields = dict.fromkeys(["text", "name", "phone_times", "address", "phone", "email"], EVIL)
    message = factories.make_message(council, answer_language=EVIL, suspicions=[EVIL], **fields)
    conversation.write_back(message, EVIL, receipts.new_token())
    conversation.note(message, EVIL, None)

    for where in (page(message), f"{INBOX}{message.pk}/print/", INBOX, f"{INBOX}{message.pk}/history/"):
        shown = html(office.get(where))
        assert "<script>alert" not in shown, where
        assert "Traceback" not in shown


def test_texts_run_in_their_own_direction(office, council):
    message = factories.make_message(council, text="مرحبا", phone="+49 30 1", email="a@example.org")

    shown = html(office.get(page(message)))

    assert '<div class="words" dir="auto"><p>مرحبا</p></div>' in shown
    assert '<bdi dir="ltr">+49 30 1</bdi>' in shown
    assert '<bdi dir="ltr">a@example.org</bdi>' in shown


@pytest.mark.parametrize("state", Message.State.values)
def test_only_allowed_states_are_offered_and_taken(office, council, state):
    now = timezone.now()
    moments = {"ended_at": now if state in Message.ENDED else None, "answered_at": now, "forwarded_at": now}
    message = factories.make_message(council, state=state, read_at=now, **moments)
    seen = office.get(page(message)).context["seen"]
    stands = again(message).state

    offered = {value for value, _label in office.get(page(message)).context["state_form"].fields["state"].choices}
    assert offered == conversation.by_hand(again(message))

    for wanted in set(Message.State.values) - offered:
        response = office.post(page(message), {"step": "state", "seen": seen, "state": wanted})
        assert response.status_code == 200
    assert again(message).state == stands


def test_state_change_is_noted(office, council, reader):
    message = factories.make_message(council)

    assert step(office, message, "state", state="closed").status_code == 302

    event = message.events.filter(kind=Event.Kind.STATE).last()
    assert (event.user, event.detail) == (reader, "closed")
    assert again(message).ended_at is not None


def test_assigning_to_readers_only(office, council, other, reader):
    message = factories.make_message(council)
    stranger = factories.make_reader(other).user
    factories.make_editor(council, stranger)

    assert step(office, message, "assign", assigned_to=stranger.pk).status_code == 200
    assert again(message).assigned_to is None
    assert step(office, message, "assign", assigned_to=reader.pk).status_code == 302
    assert again(message).assigned_to == reader
    assert "leserin" in html(office.get(page(message)))


def test_note_is_the_office_s_own(office, council, reader):
    message = factories.make_message(council)

    step(office, message, "note", note="Bitte Frau Kim fragen")

    note = message.notes.get()
    assert (note.text, note.author) == ("Bitte Frau Kim fragen", reader)
    assert Event.Kind.NOTED in kinds(message)


def test_unknown_step_changes_nothing(office, council):
    message = factories.make_message(council)

    response = step(office, message, "delete")

    assert response.status_code == 200
    assert len(said(response)) == 1


# -- answers ----------------------------------------------------------------------------------------------------------


def test_answer_language_is_the_one_that_was_wished(office, council):
    def chosen(**fields):
        form = office.get(page(factories.make_message(council, **fields))).context["answer_form"]
        return form["language"].value()

    assert chosen(language="ar", answer_language="fa") == "fa"
    assert chosen(language="ar", answer_language="Tigrinya") == "ar"


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_blocks_are_there_in_all_languages(office, council, language):
    message = factories.make_message(council, language=language, answer_language=language)
    blocks = list(text_blocks.SHIPPED)
    data = {"blocks": blocks, "language": language, "text": "Herzlich, Ihre Geschäftsstelle"}

    preview = step(office, message, "preview", **data)
    assert message.entries.count() == 0
    assert step(office, message, "send", **data).status_code == 302

    with translation.override(language):
        parts = [str(text_blocks.SHIPPED[key]) for key in blocks]
    entry = message.entries.get()
    assert entry.text == "\n\n".join([*parts[:-1], "Herzlich, Ihre Geschäftsstelle", parts[-1]])
    shown = preview.context["preview"]
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    assert [(part.language, part.direction) for part in shown] == [
        *[(language, direction)] * (len(blocks) - 1), ("", "auto"), (language, direction),
    ]  # fmt: skip
    assert f'lang="{language}"' in html(preview)
    assert "Herzlich, Ihre Geschäftsstelle</textarea>" in html(preview)
    assert (again(message).state, kinds(message)[-1]) == (Message.State.ANSWERED, Event.Kind.ANSWERED)


def test_answer_of_blocks_alone_has_their_language(office, council):
    message = factories.make_message(council, language="ar", answer_language="ar")

    step(office, message, "send", blocks=["greeting"], language="ar", text="")
    assert message.entries.last().language == "ar"
    step(office, message, "send", blocks=[], language="ar", text="Auf Deutsch")
    assert message.entries.last().language == ""


def test_blocks_of_this_council_and_of_all(office, council, other):
    own = factories.make_text_block(council=council, name="Eigener", text_de="Deutsch", text_ar="عربي")
    everywhere = factories.make_text_block(council=None, name="Für alle", text_de="Überall")
    factories.make_text_block(council=other, name="Fremder")
    factories.make_text_block(council=council, name="Entwurf", state="draft")
    message = factories.make_message(council, language="ar", answer_language="ar")

    form = office.get(page(message)).context["answer_form"]
    names = [str(label) for _key, label in form.fields["blocks"].choices]
    assert {"Eigener", "Für alle (only in German)"} <= set(names)
    assert not {"Fremder", "Entwurf"} & set(names)

    chosen = [f"block-{own.pk}", f"block-{everywhere.pk}"]
    preview = step(office, message, "preview", blocks=chosen, language="ar", text="").context["preview"]
    assert {(part.text, part.language, part.is_fallback) for part in preview} == {
        ("عربي", "ar", False), ("Überall", "de", True),
    }  # fmt: skip


def test_foreign_block_is_refused(office, council, other):
    foreign = factories.make_text_block(council=other)
    message = factories.make_message(council)

    response = step(office, message, "send", blocks=[f"block-{foreign.pk}"], language="de", text="Eigenes")

    assert response.status_code == 200
    assert message.entries.count() == 0
    assert "Eigenes" in html(response)


def test_empty_answer_is_not_sent(office, council):
    message = factories.make_message(council)

    response = step(office, message, "send", language="de", text="  ")

    assert "Choose a block of text or write something." in html(response)
    assert message.entries.count() == 0


def test_answer_by_mail_where_wished(office, council):
    message = factories.make_message(council, way="mail", email="wer@example.org")

    step(office, message, "send", language="de", text="Gern.")

    letter = Letter.objects.get(kind="contact.answer")
    assert letter.recipient == "wer@example.org"
    assert "waiting to be sent" in html(office.get(page(message)))
    Letter.objects.update(state="failed", ended_at=timezone.now())
    assert "cannot be delivered" in html(office.get(page(message)))


def test_only_what_was_looked_at_is_sent(office, council):
    message = factories.make_message(council, way="mail", email="wer@example.org")
    data = {"seen": office.get(page(message)).context["seen"], "language": "de", "text": "Gern", "blocks": ["goodbye"]}
    data |= looked_at(office, message, data)

    for change in ({"text": "Ungern"}, {"language": "en"}, {"blocks": ["greeting", "goodbye"]}, {"previewed": ""}):
        response = office.post(page(message), data | change | {"step": "send"})
        assert said(response) == ["This is new: look at it, then send it."]
        assert response.context["preview"]
        assert message.entries.count() == 0
    assert "The answer goes by e-mail to:" in html(response)

    again_looked = {"previewed": response.context["previewed"], "seen": response.context["seen"]}
    assert office.post(page(message), data | again_looked | {"step": "send"}).status_code == 302
    assert message.entries.get().text == "Gern\n\nMit freundlichen Grüßen"
    assert "Gern\n\nMit freundlichen Grüßen" in Letter.objects.get(kind="contact.answer").body


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"way": "phone", "phone": "0301234", "phone_times": "abends"}, ["Please call:", "0301234", "abends"]),
        ({"way": "post", "address": "Weg 1"}, ["Please print the answer and post it to:", "Weg 1", 'target="_blank"']),
        ({}, ["With the receipt only."]),
    ],
)
def test_preview_says_where_the_answer_goes(office, council, fields, words):
    message = factories.make_message(council, **fields)

    shown = html(step(office, message, "preview", language="de", text="Gern"))

    assert all(word in shown.partition('class="preview"')[2] for word in words)


def test_nothing_typed_is_lost(office, council, reader):
    """All fields travel with every button: what belongs to other steps is there again afterwards."""
    message = factories.make_message(council, may_forward=True)
    rest = {"language": "ar", "blocks": ["thanks"], "text": "Antwort", "office": "Amt", "state": "closed"}
    seen = office.get(page(message)).context["seen"]
    data = rest | {"seen": seen, "note": "Notiz", "council": "", "assigned_to": ""}

    # The same button twice notes it once.
    for _click in range(2):
        response = office.post(page(message), data | {"step": "note"})
        assert response.status_code == 200
    assert message.notes.get().text == "Notiz"
    forms = {name: response.context[f"{name}_form"] for name in ("answer", "state", "note", "forward")}
    assert [forms["answer"][name].value() for name in ("language", "blocks", "text")] == ["ar", ["thanks"], "Antwort"]
    assert (forms["note"]["note"].value(), forms["forward"]["office"].value()) == (None, "Amt")
    assert not any(form.errors for form in forms.values())
    assert html(response).count("<form") - html(office.get(INBOX)).count("<form") <= 1

    # What is chosen in a list holds as long as the message stays as it was.
    first = office.post(page(message), data | {"step": "", "seen": response.context["seen"]})
    assert first.context["state_form"]["state"].value() == "closed"
    assert office.post(page(message), {"step": "note", "seen": seen, "note": "Notiz 2"}).status_code == 302
    assert message.notes.count() == 2


def test_typed_answer_survives_the_quarantine(office, council):
    message = factories.make_message(council)

    aside = step(office, message, "quarantine", language="de", text="Fast fertig", blocks=["thanks"])
    assert '<input type="hidden" name="text" value="Fast fertig"' in html(aside)
    seen = aside.context["seen"]
    back = office.post(page(message), {"step": "release", "seen": seen, "language": "de", "text": "Fast fertig"})

    assert "Fast fertig</textarea>" in html(back)
    assert again(message).quarantined_at is None


def test_answer_is_not_sent_over_what_is_new(office, council):
    """Somebody answered while the page was open: the text comes back, beside what is new."""
    message = factories.make_message(council)
    seen = office.get(page(message)).context["seen"]
    conversation.answer(message, "Von der Kollegin", "de", factories.make_user())

    response = office.post(page(message), {"step": "send", "seen": seen, "language": "de", "text": "Von mir"})

    assert response.status_code == 200
    assert "Von mir</textarea>" in html(response)
    assert [entry.is_new for entry in response.context["entries"]] == [True]
    assert len(said(response)) == 1
    assert [entry.text for entry in message.entries.all()] == ["Von der Kollegin"]
    # Having seen it, the clerk sends all the same.
    data = {"seen": response.context["seen"], "language": "de", "text": "Von mir"}
    data |= looked_at(office, message, data) | {"step": "send"}
    assert office.post(page(message), data).status_code == 302


def test_preview_shows_what_is_new_first(office, council):
    message = factories.make_message(council)
    data = {"step": "preview", "seen": office.get(page(message)).context["seen"], "language": "de", "text": "Von mir"}
    conversation.write_back(message, "Noch etwas", receipts.new_token())

    first = office.post(page(message), data)
    second = office.post(page(message), data | {"seen": first.context["seen"]})

    assert first.context["preview"] is None
    assert [entry.is_new for entry in first.context["entries"]] == [True]
    assert "Von mir</textarea>" in html(first)
    assert [part.text for part in second.context["preview"]] == ["Von mir"]


@pytest.mark.parametrize("seen", ["", "x", "2026-01-01", "2026-01-01T00:00:00", "9999-99-99"])
def test_answer_without_the_page_is_not_sent(office, council, seen):
    message = factories.make_message(council)
    office.get(page(message))

    response = office.post(page(message), {"step": "send", "seen": seen, "language": "de", "text": "Blind"})

    assert response.status_code == 200
    assert "Blind</textarea>" in html(response)
    assert message.entries.count() == 0


def test_second_click_on_send_sends_nothing_more(office, council):
    message = factories.make_message(council, way="mail", email="wer@example.org")
    data = {"seen": office.get(page(message)).context["seen"], "language": "de", "text": "Einmal"}
    data |= looked_at(office, message, data) | {"step": "send"}

    assert [office.post(page(message), data).status_code for _click in range(2)] == [302, 302]
    assert message.entries.count() == 1
    assert Letter.objects.filter(kind="contact.answer").count() == 1


def test_answer_to_what_was_taken_back_keeps_the_text(office, council):
    message = factories.make_message(council)
    seen = office.get(page(message)).context["seen"]
    conversation.take_back(message)

    response = office.post(page(message), {"step": "send", "seen": seen, "language": "de", "text": "Zu spät"})

    assert response.status_code == 200
    assert message.entries.count() == 0
    assert len(said(response)) == 1
    assert "Zu spät" in html(response)


# -- forward, quarantine ----------------------------------------------------------------------------------------------


def test_forward_needs_consent(office, council, other):
    factories.make_reader(other)
    message = factories.make_message(council)
    seen = office.get(page(message)).context["seen"]

    assert "The writer has not agreed to forwarding." in html(office.get(page(message)))
    response = office.post(page(message), {"step": "forward", "seen": seen, "council": other.pk})

    assert len(said(response)) == 1
    assert Message.objects.filter(council=other).count() == 0


def test_forward_to_open_council(office, council, other, reader):
    factories.make_reader(other)
    message = factories.make_message(council, may_forward=True)

    assert step(office, message, "forward", council=other.pk, office="").status_code == 302

    assert again(message).forwarded_to.council == other
    assert message.events.filter(kind=Event.Kind.FORWARDED).get().user == reader
    assert office.get(page(again(message).forwarded_to)).status_code == 404


def test_both_offices_see_where_a_message_was_and_is(office, council, other, reader):
    factories.make_reader(other)
    message = factories.make_message(council, may_forward=True)
    step(office, message, "forward", council=other.pk, office="")
    copy = again(message).forwarded_to

    shown = html(office.get(page(message)))
    assert shown.count(f"<bdi>{other.name_and_place}</bdi>") == 2
    assert page(copy) not in shown

    factories.make_reader(other, reader)
    assert page(copy) in html(office.get(page(message)))
    shown = html(office.get(page(copy)))
    assert f'href="{page(message)}"' in shown
    assert f">{council.name_and_place}</a>" in shown


def test_forward_to_closed_council_is_refused(office, council, other):
    message = factories.make_message(council, may_forward=True)

    assert step(office, message, "forward", council=other.pk).status_code == 200
    assert again(message).state == Message.State.READ


def test_forward_to_named_office(office, council):
    message = factories.make_message(council, may_forward=True)

    assert step(office, message, "forward", office="").status_code == 200
    assert step(office, message, "forward", office="Ausländerbehörde").status_code == 302
    assert again(message).forwarded_to_name == "Ausländerbehörde"
    assert "forwarded: <bdi>Ausländerbehörde</bdi>" in html(office.get(page(message)))


def test_quarantine_and_back(office, council, reader):
    message = factories.make_message(council)

    step(office, message, "quarantine")
    assert again(message).quarantined_at is not None
    assert "Nobody" not in said(step(office, message, "send", language="de", text="Nein"))
    assert message.entries.count() == 0
    step(office, message, "release")
    assert again(message).quarantined_at is None
    noted = message.events.filter(kind__in=[Event.Kind.QUARANTINED, Event.Kind.RELEASED])
    assert [(event.kind, event.user) for event in noted] == [("quarantined", reader), ("released", reader)]


def test_entry_comes_out_of_quarantine(office, council):
    message = factories.make_message(council)
    other = factories.make_message(council)
    make = {
        "side": "writer",
        "created": timezone.now(),
        "text": "Von anderer Adresse",
        "quarantined_at": timezone.now(),
    }
    entry = Entry.objects.create(message=message, **make)
    foreign = Entry.objects.create(message=other, **make)

    assert step(office, message, f"release_entry:{foreign.pk}").status_code == 200
    assert step(office, message, "release_entry:x").status_code == 200
    assert step(office, message, f"release_entry:{entry.pk}").status_code == 302

    assert Entry.objects.get(pk=entry.pk).quarantined_at is None
    assert Entry.objects.get(pk=foreign.pk).quarantined_at is not None


# -- for somebody else ------------------------------------------------------------------------------------------------


def entered(client, **fields):
    """Fill in and send the page on which a message is entered for somebody."""
    form = client.get(f"{INBOX}add/").context["form"]
    data = {
        "token": form["token"].value(), "council": form["council"].value() or "", "channel": "phone", "language": "ar",
        "topic": "housing", "text": "Der Anrufer sucht eine Wohnung.", "answer_language": "", "way": "receipt",
    }  # fmt: skip
    return data | fields


def test_entering_for_somebody_gives_a_receipt_in_their_language(office, council, reader):
    response = office.post(f"{INBOX}add/", entered(office, council=council.pk))

    message = Message.objects.get()
    assert (message.channel, message.language, message.subject) == ("phone", "ar", "housing")
    assert message.events.first().user == reader
    shown = html(response)
    assert response.status_code == 200
    assert '<article class="receipt" lang="ar" dir="rtl">' in shown
    assert f"{settings.BASE_URL}/ar/messages/" in shown
    code = "".join(response.context["groups"])
    assert conversation.find(code) == message
    assert [len(group) for group in response.context["groups"]] == [4, 4, 4]
    assert all(group in shown for group in response.context["groups"])
    assert "no-store" in response["Cache-Control"]
    assert "<svg " in shown
    assert message.answer_language == "ar"


def test_entering_twice_stores_one_message(office, council):
    data = entered(office, council=council.pk)

    first, second = office.post(f"{INBOX}add/", data), office.post(f"{INBOX}add/", data)

    assert Message.objects.count() == 1
    assert first.context["groups"] == second.context["groups"]


def test_page_gone_back_to_brings_the_next_caller_a_receipt_of_their_own(office, council):
    data = entered(office, council=council.pk)
    first = office.post(f"{INBOX}add/", data)

    asked = office.post(f"{INBOX}add/", data | {"text": "Jemand anderes ruft an."})
    again = {**data, "text": "Jemand anderes ruft an.", "token": asked.context["form"]["token"].value()}
    second = office.post(f"{INBOX}add/", again)

    assert "is not sent yet" in html(asked)
    assert "Jemand anderes ruft an." in html(asked)
    assert first.context["groups"] != second.context["groups"]
    assert conversation.find("".join(second.context["groups"])).text == "Jemand anderes ruft an."
    assert Message.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": " "}, "text"),
        ({"token": "x"}, "token"),
        ({"channel": "form"}, "channel"),
        ({"way": "phone"}, "phone"),
        ({"way": "post"}, "address"),
        ({"language": "xx"}, "language"),
        ({"topic": "x"}, "topic"),
        ({"answer_language": "other"}, "other_language"),
    ],
)
def test_entering_keeps_what_was_typed(office, council, change, field):
    response = office.post(f"{INBOX}add/", entered(office, council=council.pk, name="Frau Öz") | change)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert 'value="Frau Öz"' in html(response)
    assert Message.objects.count() == 0


def test_entering_for_foreign_council_is_refused(office, council, other):
    factories.make_reader(other)
    topic = factories.make_topic(council=other)

    for change in ({"council": other.pk}, {"council": council.pk, "topic": f"topic-{topic.pk}"}):
        assert office.post(f"{INBOX}add/", entered(office, **change)).status_code == 200
    assert Message.objects.count() == 0


def test_topic_belongs_to_the_chosen_council(office, council, other, reader):
    factories.make_reader(other, reader)
    topic = factories.make_topic(council=other, subject="work")

    refused = office.post(f"{INBOX}add/", entered(office, council=council.pk, topic=f"topic-{topic.pk}"))
    office.post(f"{INBOX}add/", entered(office, council=other.pk, topic=f"topic-{topic.pk}"))

    assert list(refused.context["form"].errors) == ["topic"]
    assert [(row.council, row.topic, row.subject) for row in Message.objects.all()] == [(other, topic, "work")]


def test_token_of_foreign_message_shows_nothing(office, council, other):
    token = receipts.new_token()
    factories.make_message(other, token_hash=receipts.token_hash(token), text=SECRET)

    response = office.post(f"{INBOX}add/", entered(office, council=council.pk, token=token))

    assert response.context["refused"] is True
    assert SECRET not in html(response)
    assert Message.objects.count() == 1


# -- for the file -----------------------------------------------------------------------------------------------------


def test_export_holds_the_conversation_and_is_noted(office, council, reader):
    message = factories.make_message(council, text="مرحبا", name="=1+1", email="wer@example.org")
    conversation.answer(message, "Guten Tag", "de", reader)
    conversation.note(message, "Intern", reader)

    data = office.get(f"{INBOX}{message.pk}/export/json/")
    text = office.get(f"{INBOX}{message.pk}/export/text/")
    paper = office.get(f"{INBOX}{message.pk}/print/")

    kept = json.loads(data.content)
    assert (kept["text"], kept["name"], kept["entries"][0]["text"], kept["notes"][0]["text"]) == (
        "مرحبا", "=1+1", "Guten Tag", "Intern",
    )  # fmt: skip
    assert text["Content-Type"] == "text/plain; charset=utf-8"
    for answer in (text, paper):
        for words in ("مرحبا", "wer@example.org", "Guten Tag", "Intern", "leserin"):
            assert words in html(answer)
    assert [response["Content-Disposition"] for response in (data, text)] == [
        f'attachment; filename="message-{message.pk}.json"', f'attachment; filename="message-{message.pk}.txt"',
    ]  # fmt: skip
    noted = message.events.filter(kind=Event.Kind.EXPORTED)
    assert [event.user for event in noted] == [reader] * 3
    assert office.get(f"{INBOX}{message.pk}/export/exe/").status_code == 404


def test_erased_message_still_has_its_page(office, council):
    message = factories.make_message(council)
    conversation.change_state(message, "closed", None)
    conversation.scrub(again(message), timezone.now())

    for where in ("change/", "print/", "export/json/", "export/text/", "history/"):
        assert office.get(f"{INBOX}{message.pk}/{where}").status_code == 200


def test_nothing_personal_stands_in_an_address(office, council):
    personal = {"text": SECRET, "name": "Aylin", "email": "aylin@example.org", "phone": "0301234"}
    message = factories.make_message(council, **personal)

    moved = [
        step(office, message, "note", note=SECRET)["Location"],
        step(office, message, "send", language="de", text=SECRET)["Location"],
        step(office, message, "quarantine")["Location"],
    ]
    links = [part.partition('"')[0] for part in html(office.get(page(message))).split('href="')[1:]]

    assert set(moved) == {page(message)}
    assert not [link for link in links for value in personal.values() if value in link]


# -- the reading aid --------------------------------------------------------------------------------------------------


@pytest.fixture
def translator(settings):
    with TranslationServer() as server:
        settings.TRANSLATE_URL = server.url
        yield server


def test_reading_aid_shows_once_and_keeps_nothing(office, council, translator):
    message = factories.make_message(council, text="مرحبا", language="ar")
    conversation.write_back(message, "شكرا", receipts.new_token())

    response = step(office, message, "translate")

    assert translator.asked == [
        ("/translate", {"q": ["مرحبا", "شكرا"], "source": "auto", "target": "en", "format": "text"})
    ]
    assert html(response).count("Übersetzt: ") == 2
    assert html(response).count("Translated by a machine.") == 2
    assert "Übersetzt" not in html(office.get(page(message)))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://127.0.0.1:1"])
def test_reading_aid_that_does_not_answer(office, council, settings, address):
    settings.TRANSLATE_URL = address
    message = factories.make_message(council, text="مرحبا")

    response = step(office, message, "translate")

    assert said(response) == ["The translation server does not answer. Please try again later."]
    assert "مرحبا" in html(response)


@pytest.mark.parametrize(
    "garbage",
    [b"", b"<html>", b"[]", b"null", b'{"error": "x"}', b'{"translatedText": "x"}', b'{"translatedText": [1]}'],
)
def test_reading_aid_that_answers_something_else(office, council, translator, garbage):
    translator.garbage = garbage
    message = factories.make_message(council, text="مرحبا")

    response = step(office, message, "translate")

    assert said(response) == ["The translation server does not answer. Please try again later."]
    assert "مرحبا" in html(response)


def test_reading_aid_is_off_by_default(office, council):
    message = factories.make_message(council)

    assert settings.TRANSLATE_URL == ""
    assert "translate" not in html(office.get(page(message)))
    assert step(office, message, "translate").status_code == 200


# -- what an office sets up -------------------------------------------------------------------------------------------


def test_rows_for_all_councils_are_for_superusers(client, council, other):
    everywhere = factories.make_text_block(council=None)
    sign_in(client, "editor", council, other)
    where = reverse("admin:contact_textblock_change", args=[everywhere.pk])

    assert client.get(where).status_code == 302
    add = {"name": "Neu", "text_de": "Neu", "state": "published", "position": 0}
    response = client.post(reverse("admin:contact_textblock_add"), add | {"council": ""})
    assert response.status_code == 200
    assert TextBlock.objects.count() == 1

    sign_in(client, "superuser", council, other)
    assert client.get(where).status_code == 200
    assert client.get(reverse("admin:contact_textblock_changelist")).status_code == 200


DESK = {"working_days": [1, 2, 4], "react_within": 5, "deputy_after": 10, "keep_days": 30, "archive": ""}


def test_editor_sets_up_own_desk_only(client, council, other):
    sign_in(client, "editor", council, other)
    where = reverse("admin:contact_desk_add")

    assert client.post(where, DESK | {"council": other.pk}).status_code == 200
    assert client.post(where, DESK | {"council": council.pk}).status_code == 302
    assert Desk.objects.get().working_days == [1, 2, 4]
    foreign = factories.make_desk(other)
    assert client.get(reverse("admin:contact_desk_change", args=[foreign.pk])).status_code == 302
    assert list(client.get(reverse("admin:contact_desk_changelist")).context["cl"].result_list) == [
        Desk.objects.get(council=council)
    ]


def test_deputy_reads_the_council_s_messages(client, council, other):
    sign_in(client, "editor", council, other)
    stranger = factories.make_reader(factories.make_council()).user
    own = factories.make_reader(council).user
    where = reverse("admin:contact_desk_add")

    assert client.post(where, DESK | {"council": council.pk, "deputy": stranger.pk}).status_code == 200
    assert client.post(where, DESK | {"council": council.pk, "deputy": own.pk}).status_code == 302


@pytest.mark.parametrize("account", ["author", "translator", "reader"])
@pytest.mark.parametrize("model", ["desk", "absence"])
def test_desk_is_for_editors(client, council, other, account, model):
    sign_in(client, account, council, other)

    assert client.get(reverse(f"admin:contact_{model}_changelist")).status_code == 403
    assert client.get(reverse(f"admin:contact_{model}_add")).status_code == 403


def test_editor_notes_absences(client, council, other):
    sign_in(client, "editor", council, other)
    where = reverse("admin:contact_absence_add")
    days = {"first_day": "2026-12-24", "last_day": "2026-12-31"}

    assert client.post(where, days | {"council": other.pk}).status_code == 200
    assert client.post(where, days | {"council": council.pk}).status_code == 302
    assert [row.council for row in council.absences.all()] == [council]
