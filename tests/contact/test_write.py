"""Writing to a council: from the form over the review to the receipt, and what goes wrong on the way."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from contact import conversation, guard, receipts
from contact.forms import mended, says_nothing
from contact.models import Desk, Event, Letter, Message, NetworkCount, Subject
from contact.views import write
from tests import factories as f
from tests.elements import Page
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXT = "Wann ist die nächste Sitzung?\nمتى الجلسة القادمة؟"


@pytest.fixture
def _today():
    # A Monday.
    with time_machine.travel(datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def council():
    council = f.make_council()
    f.make_reader(council)
    return council


@pytest.fixture
def _mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}


def url(council, language="en"):
    with translation.override(language):
        return reverse("contact:write", args=[council.slug])


def fields(**given):
    """What a filled-in form sends, opened a minute ago."""
    token = receipts.new_token()
    opened = timezone.now() - datetime.timedelta(minutes=1)
    usual = {"topic": "other", "text": TEXT, "answer_language": "ar", "way": "receipt", "step": "send"}
    return usual | {"token": token, "stamp": guard.stamp(token, opened)} | given


def post(client, council, language="en", status=200, headers=None, **given):
    response = client.post(url(council, language), fields(**given), headers=headers)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response


def page_type(response):
    return Page(response).find("body")[0]["data-page"]


def hidden(response):
    """The hidden fields of the page's form."""
    return {field["name"]: field["value"] for field in Page(response).find("input", type="hidden")}


def errors_of(response):
    """What the page says at each field, by the field's identifier."""
    return {
        element["id"].removeprefix("id_").removesuffix("_error"): element.text.strip()
        for element in Page(response).with_class("err")
    }


def code_on(response):
    return re.search(r'<p class="code">\s*<bdi dir="ltr">([A-Z0-9-]{14})</bdi>', response.content.decode())[1]


# -- the way through --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_steps_speak_every_language(client, council, language, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    f.make_signpost(council=council, emergency=True)
    f.make_signpost(council=council, subject=Subject.HOUSING)
    f.make_signpost(council=None)

    asked = client.get(url(council, language))
    reviewed = post(client, council, language, step="review")
    wrong = post(client, council, language, status=422, text="")
    stored = post(client, council, language)

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    for page in (asked, reviewed, wrong, stored):
        source = page.content.decode()
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', source)
        assert len(re.findall("<h1[ >]", source)) == 1
    assert [page_type(page) for page in (asked, reviewed, wrong, stored)] == [
        "contact_write", "contact_review", "contact_write", "contact_receipt",
    ]  # fmt: skip
    assert asked.headers["Cache-Control"] == "no-store"
    assert Message.objects.get().language == language


@pytest.mark.sqlite
@pytest.mark.usefixtures("_mail_is_on")
def test_all_steps_are_valid_html(client, council, check_html, monkeypatch):
    f.make_signpost(council=council, emergency=True, spoken_de="Deutsch", hours_de="Tag und Nacht")
    f.make_signpost(council=council, subject=Subject.HOUSING, url="https://example.org/hilfe")
    pages = {
        "form": client.get(url(council, "ar")),
        "errors": post(client, council, "ar", status=422, text="", way="mail", topic="x", answer_language="other"),
        "review": post(client, council, "ar", step="review", topic="housing", way="post", address="Weg 1\n1 Ort"),
        "late": post(client, council, "ar", stamp=""),
        "receipt": post(client, council, "ar", way="mail", email="ina@example.org"),
        "too large": post(client, council, "ar", status=413, text="x" * 3_000_000),
        "find": client.get("/ar/contact/write/"),
    }
    council.editors.all().delete()
    pages["closed"] = post(client, council, "ar", status=410)
    monkeypatch.setattr(conversation, "store", None)
    pages["not stored"] = post(client, council, "ar", status=503)

    assert check_html({name: page.content.decode() for name, page in pages.items()}) == []


def test_message_goes_from_the_form_over_the_review_into_the_database(client, council):
    Desk.objects.create(council=council, react_within=2, deputy_after=5)
    asked = client.get(url(council))

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2), tick=False):
        given = hidden(asked) | {"topic": "housing", "text": TEXT, "answer_language": "ar", "way": "receipt"}
        reviewed = client.post(url(council), given | {"may_forward": "on", "step": "review"})
        stored = client.post(url(council), hidden(reviewed) | {"step": "send"})

    message = Message.objects.get()
    assert [page_type(page) for page in (asked, reviewed, stored)] == [
        "contact_write", "contact_review", "contact_receipt",
    ]  # fmt: skip
    assert (message.council, message.text, message.subject) == (council, TEXT, "housing")
    assert (message.language, message.answer_language, message.way) == ("en", "ar", "receipt")
    assert (message.may_forward, message.may_show_helper, message.quarantined_at) == (True, False, None)
    assert message.due_on == datetime.date(2027, 3, 3)
    assert (message.name, message.email, message.phone, message.address) == ("", "", "", "")
    assert conversation.find(code_on(stored)) == message


def test_receipt_is_shown_large_and_as_a_picture_and_in_no_address(client, council):
    stored = post(client, council)

    code = code_on(stored).replace("-", "")
    source = stored.content.decode()
    assert len(code) == 12
    assert source.count(code) == 0
    assert source.count(code_on(stored)) == 1
    assert re.search(r'<svg viewBox="[^"]+" class="qr">', source)
    assert code not in str(stored.headers)
    assert code_on(stored) not in str(stored.headers)


def test_double_click_reload_and_retry_store_one_message(client, council):
    given = fields()

    pages = [client.post(url(council), given) for _time in range(3)]

    assert Message.objects.count() == 1
    assert Event.objects.filter(kind=Event.Kind.STORED).count() == 1
    assert len({code_on(page) for page in pages}) == 1
    # Nor does it count against the network that the answer got lost.
    assert NetworkCount.objects.get().count == 1


def test_receipt_says_whether_an_authority_answers_for_the_page(client, council):
    # What belongs to no real office promises nothing in its name.
    Desk.objects.create(council=council, react_within=2, deputy_after=5)
    [place] = council.jurisdictions.all()

    before = post(client, council)
    for name in place.municipality.CONTROLLER:
        setattr(place.municipality, name, "a@b.de")
    place.municipality.save()
    after = post(client, council)
    place.withdraw()
    withdrawn = post(client, council)

    pages = before, after, withdrawn
    assert [b'class="demo"' in page.content for page in pages] == [True, False, True]
    assert ["The real office does not get" in words(page) for page in pages] == [True, False, True]
    assert ["by Wednesday 3 March 2027" in words(page) for page in pages] == [False, True, False]


def test_reload_the_day_after_shows_the_receipt_again(client, council):
    given = fields()
    first = client.post(url(council), given)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=3), tick=False):
        again = client.post(url(council), given)

    assert code_on(again) == code_on(first)


def test_other_text_with_a_used_token_is_not_taken_for_stored(client, council):
    given = fields()
    client.post(url(council), given)

    answer = client.post(url(council), given | {"text": "Noch etwas anderes."})

    assert page_type(answer) == "contact_review"
    assert "not sent yet" in words(answer)
    assert hidden(answer)["token"] != given["token"]
    client.post(url(council), hidden(answer) | {"step": "send"})
    assert sorted(Message.objects.values_list("text", flat=True)) == sorted([TEXT, "Noch etwas anderes."])


def test_used_token_stores_and_shows_nothing_at_another_council(client, council):
    given = fields()
    client.post(url(council), given)
    other = f.make_council()
    f.make_reader(other)

    answer = client.post(url(other), given)

    assert page_type(answer) == "contact_review"
    assert Message.objects.count() == 1


def test_token_that_another_site_brings_is_not_taken(client, council):
    given = fields()

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        answer = client.post(url(council), given, headers=headers)
        assert page_type(answer) == "contact_review"
        assert hidden(answer)["token"] != given["token"]
    assert Message.objects.count() == 0
    same_site = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    assert page_type(client.post(url(council), given, headers=same_site)) == "contact_receipt"


@pytest.mark.parametrize("wrong", ["", "x", "a" * 5000, "<script>", "\x00", "ü" * 22])
def test_wrong_token_or_stamp_costs_one_click(client, council, wrong):
    by_token, by_stamp = post(client, council, token=wrong), post(client, council, stamp=wrong)

    for answer in (by_token, by_stamp):
        assert page_type(answer) == "contact_review"
        assert hidden(answer)["text"] == TEXT
    assert Message.objects.count() == 0
    assert page_type(client.post(url(council), hidden(by_stamp) | {"step": "send"})) == "contact_receipt"


def test_stamp_that_is_over_costs_one_click(client, council):
    given = fields()

    with time_machine.travel(timezone.now() + datetime.timedelta(days=2), tick=False):
        answer = client.post(url(council), given)
        assert page_type(answer) == "contact_review"
        assert "Nothing is lost" in words(answer)
        assert page_type(client.post(url(council), hidden(answer) | {"step": "send"})) == "contact_receipt"
    assert Message.objects.get().text == TEXT


def test_change_brings_everything_back(client, council):
    given = fields(
        way="phone", phone="0170 1234567", phone_times="abends", name="Zoë <b>", may_show_helper="on",
        email="half@", answer_language="other", other_language="Tigrinya", topic="school",
    )  # fmt: skip
    reviewed = client.post(url(council), given | {"step": "review"})

    back = Page(client.post(url(council), hidden(reviewed) | {"step": "change"}))

    def value(name):
        return back.find("input", name=name)[0]["value"]

    assert [value(name) for name in ("phone", "phone_times", "name", "other_language")] == [
        "0170 1234567", "abends", "Zoë <b>", "Tigrinya",
    ]  # fmt: skip
    assert TEXT in back.find("textarea", name="text")[0].text
    chosen = [option["value"] for option in back.find("option") if "selected" in option.attributes]
    assert chosen == ["school", "other"]
    checked = [box["name"] for box in back.find("input") if "checked" in box.attributes]
    assert checked == ["way", "may_show_helper"]
    assert back.find("input", name="token")[0]["value"] == given["token"]
    assert Message.objects.count() == 0


# -- ways of answering, topics, languages -----------------------------------------------------------------------------


@pytest.mark.usefixtures("_mail_is_on")
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"way": "mail", "email": " ina@example.org "}, {"email": "ina@example.org"}),
        ({"way": "phone", "phone": "٠١٧٠ 123", "phone_times": "ab\n6"}, {"phone": "0170 123", "phone_times": "ab 6"}),
        ({"way": "post", "address": "Weg 1\r\n12345 Ort"}, {"address": "Weg 1\n12345 Ort"}),
        # What the answer does not need is not kept.
        ({"way": "receipt", "email": "ina@example.org", "phone": "what?", "address": "Weg 1"}, {}),
    ],
)  # fmt: skip
def test_only_what_the_answer_needs_is_kept(client, council, given, kept):
    stored = post(client, council, **given)

    message = Message.objects.get()
    empty = dict.fromkeys(["email", "phone", "phone_times", "address"], "")
    assert {name: getattr(message, name) for name in empty} == empty | kept
    assert ("We also send the receipt to" in words(stored)) == (given["way"] == "mail")
    assert Letter.objects.filter(kind="contact.receipt").count() == (given["way"] == "mail")


def test_flood_from_one_network_sends_no_mail_to_the_addresses_it_names(client, council, monkeypatch, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    monkeypatch.setattr(guard, "SOFT_LIMIT", 2)
    monkeypatch.setattr(guard, "HARD_LIMIT", 2)
    monkeypatch.setattr(guard, "LONGEST_DELAY", 0)

    for number in range(4):
        post(client, council, way="mail", email=f"fremd{number}@example.org")

    written = Letter.objects.filter(kind="contact.receipt").order_by("pk")
    assert [letter.recipient for letter in written] == ["fremd0@example.org", "fremd1@example.org"]
    assert mail.outbox == []


@pytest.mark.usefixtures("_mail_is_on")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"way": "mail"}, "email"),
        ({"way": "mail", "email": "ina"}, "email"),
        ({"way": "mail", "email": "ina@example.org\r\nBcc: all@example.org"}, "email"),
        ({"way": "phone"}, "phone"),
        ({"way": "phone", "phone": "call me"}, "phone"),
        ({"way": "post", "address": "\u200b \u3000"}, "address"),
        ({"answer_language": "other"}, "other_language"),
        ({"answer_language": "xx"}, "answer_language"),
        ({"way": "pigeon"}, "way"),
        ({"topic": "topic-0"}, "topic"),
        ({"text": ""}, "text"),
        ({"text": "x" * 10_001}, "text"),
    ],
)
def test_wrong_field_is_named_at_the_top_and_at_its_place_and_nothing_typed_is_lost(client, council, given, field):
    answer = post(client, council, status=422, **{"text": TEXT, "name": "Zoë"} | given)

    page = Page(answer)
    [(name, message)] = errors_of(answer).items()
    [summary] = page.with_class("errors")
    [link] = [link for link in page.find("a") if summary in link.inside]
    assert (name, link.text.strip()) == (field, message)
    assert link["href"] in {f"#id_{field}", f"#id_{field}_0"}
    assert {"autofocus", "tabindex"} <= set(summary.attributes)
    assert page.find("title")[0].text.strip().startswith("Error:")
    described = [element for element in page.elements if f"id_{field}_error" in (element.get("aria-describedby") or "")]
    assert len(described) >= 1
    assert page.find("input", name="name")[0]["value"] == "Zoë"
    assert page.find("textarea", name="text")[0].text.strip() == given.get("text", TEXT)
    assert Message.objects.count() == 0


def test_mail_is_offered_only_where_mail_is_sent(client, council):
    ways = [field["value"] for field in Page(client.get(url(council))).find("input", name="way")]

    assert ways == ["receipt", "phone", "post"]
    assert errors_of(post(client, council, status=422, way="mail", email="ina@example.org")).keys() == {"way"}


def test_council_chooses_its_own_topics(client, council):
    topic = f.make_topic(council=council, label_de="Gartenfest", subject=Subject.IDEA)
    f.make_topic(label_de="Woanders")

    options = [option.text for option in Page(client.get(url(council))).find("option")][:3]
    post(client, council, topic=f"topic-{topic.pk}")

    message = Message.objects.get()
    assert options == ["Gartenfest", "Something else", "Deutsch"]
    assert (message.topic, message.subject) == (topic, "idea")


def test_answer_may_be_wished_in_any_language(client, council):
    post(client, council, answer_language="other", other_language="ትግርኛ\n(Tigrinya)")

    assert Message.objects.get().answer_language == "ትግርኛ (Tigrinya)"


def test_signposts_stand_beside_the_form_and_with_the_chosen_topic(client, council):
    f.make_signpost(council=council, name_de="Mieterverein", subject=Subject.HOUSING)
    f.make_signpost(council=None, name_de="Krisentelefon", emergency=True)
    f.make_signpost(name_de="Anderswo")

    asked = words(client.get(url(council)))
    housing, school = (words(post(client, council, step="review", topic=topic)) for topic in ("housing", "school"))

    assert [name in asked for name in ("Mieterverein", "Krisentelefon", "Anderswo")] == [True, True, False]
    assert ("Mieterverein" in housing, "Mieterverein" in school) == (True, False)


def test_form_asks_few_questions_of_the_database(client, council, django_assert_num_queries):
    for _number in range(3):
        f.make_signpost(council=council)
        f.make_topic(council=council)

    with django_assert_num_queries(7):
        assert client.get(url(council)).status_code == 200


def test_storing_asks_few_questions_and_writes_everything_in_one_transaction(
    client, council, django_assert_num_queries
):
    f.make_reader(council, f.make_user(email="buero@example.org"))
    long = " ".join(f"Wort{letter * 3}" for letter in "abcdefghijklmnopqrstuvwxyz")
    post(client, council, text=long)
    Letter.objects.all().delete()

    # Two of them for the salt of the day, which is remembered only after a commit.
    with django_assert_num_queries(19) as queries:
        post(client, council, text=long)

    # In a test the transaction is a savepoint.
    statements = [query["sql"].split() for query in queries]
    first, last = (
        next(place for place, words in enumerate(statements) if words[0] == word) for word in ("SAVEPOINT", "RELEASE")
    )
    written = {place: words[2].strip('"') for place, words in enumerate(statements) if words[0] == "INSERT"}
    assert list(written.values()) == [
        "contact_networkcount", "contact_message", "contact_event", "contact_letter", "contact_sketch",
    ]  # fmt: skip
    assert all(first < place < last for place in written)


# -- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [" ", "\r\n\t ", "\x00", "\u202e\u200b", "\u3000\u00a0\ufeff", "\u3164"])
def test_text_without_a_letter_is_no_message(client, council, text):
    assert says_nothing(text)
    assert errors_of(post(client, council, status=422, text=text)).keys() == {"text"}


def test_unseen_characters_are_taken_out_and_the_rest_is_kept(client, council):
    post(client, council, text="a\x00b\u202ec\x1b[31m\r\nd\u0301 \u200c", name="Zo\x00ë\r\nBcc: x@example.org\u2028y")

    message = Message.objects.get()
    assert (message.text, message.name) == ("abc[31m\nd\u0301 \u200c".strip(), "Zoë Bcc: x@example.org y")
    assert mended("e\u0301\r\n") == "é\n"


def test_paragraphs_and_blanks_come_through_all_steps(client, council):
    text = "Erstens.\n\nZweitens:\n\n\n  - ein\n\tzwei"
    reviewed = post(client, council, text=text, step="review")
    changed = client.post(url(council), hidden(reviewed) | {"step": "change"})
    client.post(url(council), hidden(reviewed) | {"step": "send"})

    assert Page(reviewed).with_class("said")[0].text == text
    assert Page(changed).find("textarea", name="text")[0].text.strip() == text
    assert Message.objects.get().text == text


def test_form_turns_into_another_language_with_all_that_was_typed(client, council):
    asked = hidden(client.get(url(council)))
    given = asked | {"topic": "school", "text": TEXT, "way": "receipt", "step": "in_language"}

    followed = client.post(url(council, "ar"), given | {"answer_language": "en"})
    chosen = client.post(url(council, "ar"), given | {"answer_language": "uk"})

    for page in (followed, chosen):
        assert (page_type(page), page.status_code) == ("contact_write", 200)
        assert Page(page).find("html")[0]["lang"] == "ar"
        assert Page(page).find("textarea", name="text")[0].text.strip() == TEXT
        assert Page(page).with_class("errors") == []
    languages = [selected(page, "answer_language") for page in (followed, chosen)]
    assert languages == ["ar", "uk"]


def selected(page, name):
    source = page.content.decode().partition(f'name="{name}"')[2].partition("</select>")[0]
    return re.search(r'value="([^"]*)"[^>]* selected', source)[1]


def test_marks_heaped_on_a_letter_are_few(client, council):
    heap = "a" + "\u0301" * 40_000 + "\u0316" * 40_000

    post(client, council, text=heap)

    assert len(Message.objects.get().text) < 40
    assert mended("ệ\u0323") == "ệ\u0323"


def test_files_are_neither_kept_nor_read(client, council, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    small, large = (SimpleUploadedFile("a.pdf", b"x" * size) for size in (100, 3_000_000))

    page = client.post(url(council), fields(step="review") | {"file": small})

    assert page_type(page) == "contact_review"
    assert page.wsgi_request.FILES == {}
    assert client.post(url(council), fields() | {"file": large}).status_code == 413
    assert list(tmp_path.iterdir()) == []


def test_markup_is_text_everywhere(client, council):
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"

    reviewed = post(
        client, council, step="review", text=nasty, name=nasty, answer_language="other", other_language=nasty
    )
    wrong = post(client, council, status=422, text=nasty, name=nasty, way=nasty, topic=nasty)
    stored = post(client, council, text=nasty, name=nasty)

    for page in (reviewed, wrong, stored):
        source = page.content.decode()
        assert ("<script>alert" in source, "<img" in source) == (False, False)
    assert Message.objects.get().text == nasty


def test_ten_megabytes_are_answered_clearly(client, council):
    answer = post(client, council, status=413, text="x" * 10_000_000)

    assert "up to 10,000 characters" in words(answer)
    assert Message.objects.count() == 0


def test_message_of_full_length_fits(client, council):
    post(client, council, text="ж" * 10_000)

    assert Message.objects.get().text == "ж" * 10_000


@pytest.mark.parametrize("body", [b"\xff\xfe", b"text=%ff%fe&step=send", b"%", b"text[]=x&step[]=send", b"=&=&="])
def test_garbage_is_answered(client, council, body):
    response = client.post(url(council), body, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 422


def test_only_reading_and_sending_is_understood(client, council):
    response = client.put(url(council))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_honeypot_and_its_like_are_stored_in_quarantine_and_look_the_same(client, council):
    stored = post(client, council, website="https://x.example")

    message = Message.objects.get()
    assert page_type(stored) == "contact_receipt"
    assert message.suspicions == ["honeypot"]
    assert conversation.find(code_on(stored)) == message


def test_honeypot_is_hidden_from_everybody_but_programs(client, council):
    [trap] = Page(client.get(url(council))).find("input", name="website")

    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert trap.inside[-1]["aria-hidden"] == "true"


# -- nobody there, nothing works --------------------------------------------------------------------------------------


def test_without_a_reader_the_other_ways_are_shown(client):
    council = f.make_contact_point(phone="03843 755 50003").council

    page = client.get(url(council))

    assert (page.status_code, page_type(page)) == (200, "contact_closed")
    assert "03843 755 50003" in words(page)
    assert Page(page).find("textarea") == []


@pytest.mark.parametrize("step", ["review", "send", "change"])
def test_text_is_kept_when_the_last_reader_goes(client, council, step):
    council.editors.all().delete()

    answer = post(client, council, status=410, step=step)

    assert page_type(answer) == "contact_closed"
    assert Page(answer).find("textarea")[0].text == TEXT
    assert Message.objects.count() == 0


def test_text_is_kept_when_the_reader_goes_at_the_last_moment(client, council, monkeypatch):
    def too_late(*args, **kwargs):
        council.editors.all().delete()
        raise conversation.NotAllowed

    monkeypatch.setattr(conversation, "store", too_late)

    assert Page(post(client, council, status=410)).find("textarea")[0].text == TEXT


def test_text_is_kept_when_the_council_is_withdrawn(client, council):
    council.first_published_at = timezone.now() - datetime.timedelta(days=9)
    council.save()
    given = fields()
    council.withdraw()

    answer = client.post(url(council), given)

    assert (answer.status_code, page_type(answer)) == (410, "contact_closed")
    assert Page(answer).find("textarea")[0].text == TEXT
    assert client.get(url(council)).status_code == 410


def test_receipt_is_shown_again_even_when_the_council_is_withdrawn(client, council):
    given = fields()
    first = client.post(url(council), given)
    council.withdraw()

    assert code_on(client.post(url(council), given)) == code_on(first)


def test_former_address_sends_the_text_on(client, council):
    old = url(council)
    council.slug = "neu"
    council.save()

    read, sent = client.get(old), client.post(old, fields())

    assert (read.status_code, read["Location"]) == (301, url(council))
    assert (sent.status_code, sent["Location"]) == (308, url(council))


@pytest.mark.parametrize("error", [OperationalError("gone"), ValueError("a slip of ours")])
def test_failing_store_keeps_the_text_and_thanks_nobody(client, council, monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    given = fields(way="phone", phone="0170 1", text="<b>Hilfe</b>")
    with monkeypatch.context() as patch:
        patch.setattr(conversation, "store", fail)
        answer = client.post(url(council), given)

    assert (answer.status_code, page_type(answer)) == (503, "contact_not_stored")
    assert "Thank you" not in answer.content.decode()
    assert "<b>Hilfe</b>" in Page(answer).with_class("said")[0].text
    assert Message.objects.count() == 0
    button = Page(answer).find("button", name="step")[0]
    again = client.post(url(council), hidden(answer) | {"step": button["value"]})
    assert page_type(again) == "contact_receipt"
    assert (Message.objects.get().text, Message.objects.get().phone) == ("<b>Hilfe</b>", "0170 1")


def test_text_is_kept_when_no_page_of_the_council_can_be_made(client, council, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(write, "get_council", fail)
    monkeypatch.setattr(conversation, "known", fail)
    monkeypatch.setattr(write, "_form", fail)

    assert TEXT in Page(post(client, council, status=503)).with_class("said")[0].text


# -- finding the council ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_finding_speaks_every_language(client, council, language):
    with translation.override(language):
        page = client.get(reverse("contact:find"))

    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert url(council, language) in page.content.decode()


def test_finding_leads_to_the_form_or_to_the_other_ways(client, council):
    closed = f.make_council(municipality=f.make_municipality(place_de="Zuhausen"))

    with translation.override("en"):
        everything, found = client.get(reverse("contact:find")), client.get(reverse("contact:find"), {"q": "zuhausen"})
        nothing = client.get(reverse("contact:find"), {"q": "nirgendwo"})

    def leads_to(page):
        return [link["href"] for link in Page(page).find("a") if link.inside[-1].tag == "h3"]

    other_ways = url(closed).removesuffix("write/")
    assert sorted(leads_to(everything)) == sorted([url(council), other_ways])
    assert leads_to(found) == [other_ways]
    assert leads_to(nothing) == []
    assert nothing.status_code == 200


def test_page_of_contact_leads_to_the_form_while_it_is_open(client, council):
    other = f.make_council()

    pages = [Page(client.get(url(row).removesuffix("write/"))) for row in (council, other)]

    assert [[link["href"] for link in page.with_class("btn")] for page in pages] == [[url(council)], []]
