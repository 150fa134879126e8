"""Reading with the receipt what became of a message, and all that its writer may do with it."""

import datetime
import json
import re

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from contact import conversation, guard, letters, receipts
from contact.course import Course
from contact.models import Entry, Event, Letter, Message, NetworkCount
from councils.models import Municipality
from tests import factories as f
from tests.elements import Page
from tests.reading import headings, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def _today():
    with time_machine.travel(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def council():
    # One that an authority answers for: it promises when it will react.
    authority = dict.fromkeys(Municipality.CONTROLLER, "a@b.de")
    council = f.make_council(f.make_municipality(**authority))
    council.reader = f.make_reader(council).user
    return council


@pytest.fixture
def message(council):
    return f.make_message(council)


@pytest.fixture
def _mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}


def url(language="en"):
    with translation.override(language):
        return reverse("contact:messages")


def post(client, message_or_code, language="en", status=200, **given):
    code = getattr(message_or_code, "code", message_or_code)
    response = client.post(url(language), {"code": code} | given)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response


def page_type(response):
    return Page(response).find("body")[0]["data-page"]


def said(response):
    return [element.text.strip() for element in Page(response).with_class("said")]


def steps(response):
    """The course of the message: its days and states."""
    source = response.content.decode()
    line = source[source.index('class="line"') :].partition("</ol>")[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", item)).strip() for item in line.split("<li>")[1:]]


def later(days):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


# -- finding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_every_language(client, council, message, language):
    conversation.answer(message, "Die Antwort.", "de", council.reader)

    entry, found = client.get(url(language)), post(client, message, language)
    wrong, taking_back = post(client, "x", language, status=422), post(client, message, language, step="take_back")

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    for page in (entry, found, wrong, taking_back):
        source = page.content.decode()
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', source)
        assert len(re.findall("<h1[ >]", source)) == 1
        assert '<meta name="robots" content="noindex">' in source
    assert (entry.status_code, entry.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.sqlite
@pytest.mark.usefixtures("_mail_is_on")
def test_all_pages_are_valid_html(client, council, check_html):
    message = f.make_message(council, way="mail", email="ina@example.org")
    conversation.answer(message, "Die Antwort.", "ar", council.reader)
    Letter.objects.update(state=Letter.State.FAILED, ended_at=timezone.now())
    pages = {
        "entry": client.get(url("ar")),
        "wrong": post(client, "x", "ar", status=422),
        "found": post(client, message, "ar"),
        "errors": post(client, message, "ar", status=422, step="write_back"),
        "wrong address": post(client, message, "ar", status=422, step="address", email="x"),
        "taking back": post(client, message, "ar", step="take_back"),
        "taken back": post(client, message, "ar", step="take_back_now"),
    }

    assert check_html({name: page.content.decode() for name, page in pages.items()}) == []


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: f" {code[:4]} {code[4:8]} - {code[8:]} ",
        receipts.grouped,
        lambda code: code.translate(str.maketrans("34679", "٣٤٦٧٩")),
        lambda code: code.translate(str.maketrans("34679", "۳۴۶۷۹")),
        lambda code: code.translate(str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")),
        lambda code: code.translate(str.maketrans("ABEKMHOPCTYX", "авекмнорстух")),
    ],
)
def test_receipt_is_found_however_it_is_typed(client, message, typed):
    assert said(post(client, typed(message.code))) == ["Wann ist die nächste Sitzung?"]


@pytest.mark.parametrize("typed", ["ABCD-EFGH-JKMN", "abcd efgh jkmn", "ZZZZ-ZZZZ-ZZZZ", "АВЕК-МНОР-СТУХ"])
def test_every_wrong_receipt_gets_the_same_answer(client, message, typed):
    def without_typed(response):
        return re.sub(rb'value="[^"]*"', b"", response.content)

    answer, other = post(client, typed, status=422), post(client, "ZZZZZZZZZZZZ", status=422)

    assert re.sub(rb"\s+", b"", without_typed(answer)) == re.sub(rb"\s+", b"", without_typed(other))
    assert Page(answer).find("title")[0].text.strip().startswith("Error:")
    assert Page(answer).with_class("errors")[0].get("tabindex") == "-1"
    assert Event.objects.count() == 0


def test_receipt_in_the_address_opens_nothing(client, message):
    assert page_type(client.get(url(), {"code": message.code})) == "messages"
    assert page_type(client.post(f"{url()}?code={message.code}", {"code": ""})) == "messages"


def test_receipt_stands_in_no_address_and_no_header(client, message):
    found = post(client, message)

    assert message.code not in str(found.headers)
    values = [element.get(name) or "" for element in Page(found).elements for name in ("href", "src", "action")]
    assert [value for value in values if message.code in value] == []


def test_many_wrong_receipts_close_the_entry_for_an_hour(client, message):
    for _time in range(guard.TRIES):
        post(client, "ABCD-EFGH-JKMN", status=422)

    closed = post(client, message, status=429, step="write_back", text="Noch etwas")
    assert Page(closed).find("textarea")[0].text.strip() == "Noch etwas"
    assert page_type(closed) == "messages"
    assert "try again in an hour" in words(closed)
    with later(days=1 / 12):
        assert page_type(post(client, message)) == "message"


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Write your receipt."), ("x", "Here is 1."), ("12345678", "Here are 7."), ("\x00", "Write your receipt.")],
)
def test_what_is_no_receipt_costs_no_try(client, message, typed, told):
    page = post(client, typed, status=422, text="Noch etwas")

    assert told in words(page)
    assert Page(page).find("textarea")[0].text.strip() == "Noch etwas"
    assert NetworkCount.objects.count() == 0


def test_receipt_that_another_site_brings_waits_for_a_click(client, message):
    brought = {"code": message.code, "step": "write_back", "text": "x"}

    page = client.post(url(), brought, headers={"Sec-Fetch-Site": "cross-site"})

    assert page_type(page) == "messages"
    assert Page(page).find("input", name="code")[0]["value"] == message.code
    assert (Entry.objects.count(), Event.objects.count()) == (0, 0)


def test_looking_up_is_noted_and_right_receipts_are_not_counted(client, message):
    for _time in range(15):
        post(client, message)

    assert Event.objects.filter(kind=Event.Kind.LOOKED_UP, message=message).count() == 15


def test_entry_brings_the_script_that_reads_the_qr_code(client):
    scripts = Page(client.get(url())).find("script")

    assert [(script["type"], script["src"], script.text) for script in scripts] == [
        ("module", "/static/js/exit.js", ""),
        ("module", "/static/js/receipt.js", ""),
    ]


# -- what one sees ----------------------------------------------------------------------------------------------------


def test_course_shows_every_state_with_its_day(client, council, message):
    assert steps(post(client, message)) == ["1 March 2027 Received"]
    assert "has promised to react by Monday 8 March 2027" in words(post(client, message))

    with later(days=1):
        conversation.open_by(message, council.reader)
        conversation.change_state(message, Message.State.IN_PROGRESS, council.reader)
    with later(days=3):
        conversation.answer(message, "Am <b>Montag</b>.", "de", council.reader)
    with later(days=4):
        conversation.change_state(message, Message.State.CLOSED, council.reader)

    found = post(client, message)
    assert steps(found) == [
        "1 March 2027 Received", "2 March 2027 Read", "2 March 2027 In progress", "4 March 2027 Answered",
        "5 March 2027 Closed",
    ]  # fmt: skip
    assert said(found) == ["Wann ist die nächste Sitzung?", "Am <b>Montag</b>."]
    assert [turn.get("lang") for turn in Page(found).with_class("said")] == [None, "de"]
    assert "State: closed" in words(found)
    assert "has promised to react" not in words(found)


def test_message_in_quarantine_looks_received(client, council):
    message = f.make_message(council, quarantined_at=timezone.now(), suspicions=["links"])
    conversation.open_by(message, council.reader)

    found = post(client, message)

    assert steps(found) == ["1 March 2027 Received"]
    assert "State: received" in words(found)
    assert "quarantine" not in found.content.decode().lower()


def test_answer_of_another_council_is_read_under_the_same_receipt(client, council):
    message = f.make_message(council, may_forward=True)
    other = f.make_council(f.make_municipality(place_de="Kaufbeuren"), name_de="Beirat Zwei")
    reader = f.make_reader(other).user
    with later(days=1):
        copy = conversation.forward(message, other, "", council.reader)
    with later(days=2):
        conversation.answer(copy, "Wir helfen.", "de", reader)

    found = post(client, message)

    assert steps(found) == [
        f"1 March 2027 Received {council.name_and_place}", "2 March 2027 Forwarded Beirat Zwei, Kaufbeuren",
        "2 March 2027 Received Beirat Zwei, Kaufbeuren", "3 March 2027 Answered Beirat Zwei, Kaufbeuren",
    ]  # fmt: skip
    assert said(found) == ["Wann ist die nächste Sitzung?", "Wir helfen."]
    with later(days=3):
        post(client, message, step="write_back", text="Danke!", token=receipts.new_token())
    assert [entry.text for entry in copy.entries.all()] == ["Wir helfen.", "Danke!"]


def test_named_office_stands_in_the_course(client, council):
    message = f.make_message(council, may_forward=True)
    conversation.forward(message, None, "Wohnungsamt <1>", council.reader)

    assert "Forwarded Wohnungsamt &lt;1&gt;" in steps(post(client, message))[-1]


@pytest.mark.usefixtures("_mail_is_on")
@pytest.mark.parametrize("state", [Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.GIVEN_UP])
def test_mail_that_did_not_arrive_is_told(client, council, state):
    message = f.make_message(council, way="mail", email="ina@example.org")
    conversation.answer(message, "Ja.", "de", council.reader)
    assert "did not arrive" not in words(post(client, message))

    Letter.objects.filter(kind="contact.answer").update(state=state, ended_at=timezone.now())

    assert "An e-mail to you did not arrive." in words(post(client, message))


# -- what one may do --------------------------------------------------------------------------------------------------


def test_writer_writes_back_once(client, council, message):
    conversation.answer(message, "Am Montag.", "de", council.reader)
    given = {"step": "write_back", "text": "Danke!\x00\u202e\r\nBis dann", "token": receipts.new_token()}

    pages = [post(client, message, **given) for _time in range(2)]

    assert [said(page)[-1] for page in pages] == ["Danke!\nBis dann"] * 2
    assert "Your text is stored." in words(pages[0])
    assert Entry.objects.filter(side="writer").count() == 1
    message.refresh_from_db()
    assert message.state == "in_progress"


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "x" * 10_001])
def test_writing_back_nothing_or_too_much_is_asked_again(client, message, text):
    page = post(client, message, status=422, step="write_back", text=text, token=receipts.new_token())

    assert Page(page).find("textarea")[0].get("aria-invalid") == "true"
    assert Page(page).find("title")[0].text.strip().startswith("Error:")
    assert Entry.objects.count() == 0


def test_other_text_with_a_used_token_is_not_taken_for_stored(client, message):
    token = receipts.new_token()
    post(client, message, step="write_back", text="Eins", token=token)

    page = post(client, message, status=409, step="write_back", text="Zwei", token=token)

    assert "is not sent yet" in words(page)
    assert Page(page).find("textarea")[0].text.strip() == "Zwei"
    assert Page(page).find("input", name="token")[0]["value"] != token


def test_failing_store_keeps_the_text(client, message, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(conversation, "write_back", fail)
        page = post(client, message, status=503, step="write_back", text="Danke!", token=receipts.new_token())

    assert said(page) == ["Danke!"]
    again = {field["name"]: field["value"] for field in Page(page).find("input", type="hidden")}
    again["step"] = Page(page).find("button", name="step")[0]["value"]
    assert said(client.post(url(), again))[-1] == "Danke!"


@pytest.mark.usefixtures("_mail_is_on")
def test_writer_adds_an_address(client, council, message):
    wrong = post(client, message, status=422, step="address", email="ina")
    right = post(client, message, step="address", email="ina@example.org")

    message.refresh_from_db()
    assert "missing or wrong" in words(wrong)
    assert "Your e-mail address is stored." in words(right)
    assert (message.email, message.way) == ("ina@example.org", "mail")


def test_without_mail_no_address_is_asked_for_or_taken(client, message):
    assert letters.mail_is_on() is False
    assert Page(post(client, message)).find("input", name="email") == []
    post(client, message, step="address", email="ina@example.org")

    message.refresh_from_db()
    assert message.email == ""


def test_writer_allows_and_allows_no_longer(client, council, message):
    there = f.make_council()
    f.make_reader(there)

    page = post(client, message, step="consent", may_forward="on")
    copy = conversation.forward(Message.objects.get(pk=message.pk), there, "", council.reader)

    assert "What you allow is stored." in words(page)
    boxes = Page(page).find("input", type="checkbox")
    assert [box["name"] for box in boxes if "checked" in box.attributes] == ["may_forward"]
    assert copy.may_forward is True

    post(client, message, step="consent", may_show_helper="on")

    for row in (message, copy):
        row.refresh_from_db()
        assert (row.may_forward, row.may_show_helper) == (False, True)
        assert row.events.filter(kind=Event.Kind.CONSENT).exists()


def test_what_was_taken_back_allows_nothing_any_more(client, message):
    conversation.take_back(message)

    page = post(client, message, status=409, step="consent", may_forward="on")

    message.refresh_from_db()
    assert "Nothing was changed." in words(page)
    assert message.may_forward is False
    assert Page(page).find("input", type="checkbox") == []


def test_writing_back_counts_for_the_network(client, message):
    for number in range(3):
        post(client, message, step="write_back", text=f"Noch etwas {number}", token=receipts.new_token())

    assert NetworkCount.objects.get(purpose="message").count == 3


def test_taking_back_asks_first_and_then_erases(client, council):
    message = f.make_message(council, name="Ina")
    conversation.answer(message, "Am Montag.", "de", council.reader)

    asked = post(client, message, step="take_back")
    message.refresh_from_db()
    assert (page_type(asked), message.text) == ("message_take_back", "Wann ist die nächste Sitzung?")

    done, again = (post(client, message, step="take_back_now") for _time in range(2))
    message.refresh_from_db()
    assert (message.state, message.text, message.name) == ("taken_back", "", "")
    assert [entry.text for entry in message.entries.all()] == [""]
    for page in (done, again):
        assert "All texts are erased." in words(page)
        assert Page(page).find("textarea") == []


def test_closed_message_can_be_taken_back_as_well(client, council, message):
    conversation.change_state(message, Message.State.CLOSED, council.reader)

    post(client, message, step="take_back_now")

    message.refresh_from_db()
    assert (message.state, message.text) == ("taken_back", "")


def test_taking_back_reaches_the_other_council(client, council):
    message = f.make_message(council, may_forward=True)
    other = f.make_council()
    f.make_reader(other)
    copy = conversation.forward(message, other, "", council.reader)

    post(client, message, step="take_back_now")

    copy.refresh_from_db()
    assert (copy.state, copy.text) == ("taken_back", "")


def test_writing_to_what_was_taken_back_keeps_the_text_on_the_page(client, message):
    conversation.take_back(message)

    page = post(client, message, status=409, step="write_back", text="Danke!", token=receipts.new_token())

    assert "not possible any more" in words(page)
    assert Entry.objects.count() == 0


def test_everything_stored_is_given_out(client, council, message):
    conversation.answer(message, "Am Montag.", "de", council.reader)

    given = post(client, message, step="export")

    assert given.headers["Content-Disposition"] == 'attachment; filename="message.json"'
    told = json.dumps(json.loads(given.content), ensure_ascii=False)
    assert ("Wann ist die nächste Sitzung?" in told, "Am Montag." in told) == (True, True)
    assert Event.objects.filter(kind=Event.Kind.EXPORTED).count() == 1


def test_what_the_office_wrote_is_text(client, council, message):
    conversation.answer(message, "<script>alert(1)</script>", "de", council.reader)

    found = post(client, message)

    assert "<script>alert" not in found.content.decode()
    assert said(found)[-1] == "<script>alert(1)</script>"
    assert headings(found, 3) == ["You", council.name_and_place]


def test_mail_from_another_address_is_never_the_writers_own_word(client, council, message):
    entry = conversation.reply_by_mail(message, "other@example.org", "Ich bin es.", "1")
    assert headings(post(client, message), 3) == ["You"]

    conversation.release_entry(message, entry.pk, council.reader)

    assert headings(post(client, message), 3) == ["You", "From another e-mail address"]


def test_what_came_by_mail_is_not_repeated_under_the_receipt(client, council):
    # Somebody may have given the address of another person, who answers what the office asks.
    message = f.make_message(council, way="mail", email="olena@example.org")
    conversation.reply_by_mail(message, "olena@example.org", "Mein Aufenthaltstitel ist …", "1")
    conversation.write_back(message, "Und noch etwas.", receipts.new_token())

    shown, given = post(client, message), post(client, message, step="export")

    assert [text.partition(".")[0] for text in said(shown)[1:]] == ["Answered by e-mail", "Und noch etwas"]
    for page in (shown, given):
        assert "Aufenthaltstitel" not in page.content.decode()


def test_writing_again_promises_a_new_day(client, council, message):
    conversation.answer(message, "Am Montag.", "de", council.reader)
    assert Course(conversation.find(message.code)).due_on is None
    with later(days=7):
        post(client, message, step="write_back", text="Wo?", token=receipts.new_token())

    assert "State: in progress" in words(post(client, message))
    assert Course(conversation.find(message.code)).due_on == datetime.date(2027, 3, 15)


def test_quarantine_by_hand_takes_nothing_back_and_promises_nothing(client, council, message):
    with later(days=1):
        conversation.open_by(message, council.reader)
    assert Course(conversation.find(message.code)).due_on
    with later(days=2):
        conversation.quarantine(message, council.reader)
    assert Course(conversation.find(message.code)).due_on is None
    with later(days=3):
        conversation.change_state(message, Message.State.CLOSED, council.reader)
    with later(days=4):
        found = post(client, message)

    assert steps(found) == ["1 March 2027 Received", "2 March 2027 Read"]
    assert "State: read" in words(found)
