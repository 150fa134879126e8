"""Taking part in a meeting: what can be asked for, the form, the receipt, who waits, who is told, what is erased."""

import datetime
import json
import re
import threading

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from contact import guard, keeping, letters, receipts
from contact.models import Letter, NetworkCount
from councils.models import Editor
from councils.partial_dates import PartialDate
from councils.publishing import State as Publishing
from meetings import life, taking_part
from meetings.models import AccessLink, Help, Meeting, MeetingRules, Need, Offer, Registration
from meetings.taking_part import NotAllowed, Wish
from tests import factories as f
from tests.contact.conftest import real_database  # noqa: F401 (a fixture)
from tests.elements import Page
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_mail_is_on")]
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# A Monday; the meeting is on Thursday, 18 March, at six.
NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
LINK = "https://video.example.org/raum-4711?pwd=GEHEIM"
REASON = {"de": "Die Leitung ist krank."}
State = Need.State


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def _mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}


@pytest.fixture
def council():
    council = f.make_council()
    council.editor = f.make_editor(council, f.make_user(email="buero@example.org", language="de")).user
    return council


@pytest.fixture
def meeting(council):
    return make_meeting(council)


def make_meeting(council, **fields):
    fields = {"mode": Meeting.Mode.HYBRID, "held_on": PartialDate(2027, 3, 18), "ends_at": datetime.time(20)} | fields
    return f.make_meeting(council, **fields)


def offer(council, *kinds, **fields):
    return [f.make_offer(council=council, kind=kind, position=number, **fields) for number, kind in enumerate(kinds)]


def url(meeting, language="en"):
    with translation.override(language):
        return reverse("meetings:take_part", args=[meeting.lead.slug, meeting.public_id])


def fields(**given):
    """What a filled-in form sends, opened a minute ago."""
    token = receipts.new_token()
    opened = timezone.now() - datetime.timedelta(minutes=1)
    usual = {
        "interpreter": "on", "interpreter_language": "ar", "language": "ar", "email": "ina@example.org", "step": "send",
        "token": token, "stamp": guard.stamp(token, opened),
    }  # fmt: skip
    return {name: value for name, value in (usual | given).items() if value is not None}


def post(client, meeting, page_language="en", status=200, headers=None, **given):
    response = client.post(url(meeting, page_language), fields(**given), headers=headers)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response


def page_type(response):
    return Page(response).find("body")[0]["data-page"]


def errors_of(response):
    """What the page says at each field, by the field's name."""
    return {
        element["id"].removeprefix("id_").removesuffix("_error"): element.text.strip()
        for element in Page(response).with_class("err")
    }


def hidden(response):
    return {field["name"]: field["value"] for field in Page(response).find("input", type="hidden")}


def code_on(response):
    return re.search(r'<p class="code">\s*<bdi dir="ltr">([A-Z0-9-]{14})</bdi>', response.content.decode())[1]


def open_receipt(client, code, language="en", status=200, **given):
    with translation.override(language):
        address = reverse("contact:messages")
    response = client.post(address, {"code": getattr(code, "code", code)} | given)
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response


def told(kind):
    return [(letter.recipient, letter.language) for letter in Letter.objects.filter(kind=kind).order_by("pk")]


def states(*registrations):
    return [list(row.needs.values_list("state", flat=True)) for row in registrations]


def confirm(registration):
    taking_part.decide(registration, {need.pk: State.CONFIRMED for need in registration.needs.all()})


# -- what can be asked for --------------------------------------------------------------------------------------------


def test_only_what_is_offered_and_fits_can_be_asked_for(council):
    offer(council, Help.PLACE, Help.ONLINE, Help.INTERPRETER, Help.WHEELCHAIR, Help.QUESTION)
    f.make_offer(council=council, kind=Help.CHILD_CARE, state=Publishing.DRAFT)
    f.make_offer(kind=Help.SIGN_LANGUAGE)
    usual = [Help.INTERPRETER, Help.WHEELCHAIR, Help.QUESTION]

    def kinds(**fields):
        return [choice.kind for choice in taking_part.choices(make_meeting(council, **fields), NOW)]

    assert kinds() == [Help.ONLINE, *usual]
    assert kinds(mode="in_person") == usual
    assert kinds(mode="unknown") == usual
    assert kinds(mode="online", places=5) == [Help.ONLINE, Help.INTERPRETER, Help.QUESTION]
    assert kinds(places=5) == [Help.PLACE, Help.ONLINE, *usual]
    assert kinds(openness="partly") == [Help.ONLINE, *usual]
    assert kinds(openness="non_public") == kinds(openness="unknown") == []
    assert kinds(takes_requests=False) == kinds(held_on=PartialDate(2027, 3), starts_at=None, ends_at=None) == []
    assert kinds(status="cancelled", status_reason_de="x") == kinds(held_on=PartialDate(2027, 2, 1)) == []


def test_small_room_has_places_whether_offered_or_not(council):
    meeting = make_meeting(council, places=5)

    assert [(choice.kind, choice.last_day) for choice in taking_part.choices(meeting, NOW)] == [
        (Help.PLACE, datetime.date(2027, 3, 17))
    ]


@pytest.mark.parametrize(("days", "moment", "is_past"), [
    (None, datetime.datetime(2027, 3, 8, 22, 59, tzinfo=datetime.UTC), False),
    (None, datetime.datetime(2027, 3, 8, 23, 0, tzinfo=datetime.UTC), True),
    (0, datetime.datetime(2027, 3, 18, 18, 59, tzinfo=datetime.UTC), False),
    (17, NOW, False),
    (18, NOW, True),
])  # fmt: skip
def test_each_offer_has_its_own_last_day_until_midnight_in_berlin(council, meeting, days, moment, is_past):
    offer(council, Help.INTERPRETER, days_before=days)

    [choice] = taking_part.choices(meeting, moment)

    assert (choice.last_day, choice.is_past) == (
        datetime.date(2027, 3, 18) - datetime.timedelta(days=10 if days is None else days), is_past,
    )  # fmt: skip


def test_deadline_follows_a_moved_meeting(council, meeting):
    offer(council, Help.INTERPRETER)
    life.move(meeting, datetime.date(2027, 4, 18), starts_at=datetime.time(18), reason=REASON)

    assert taking_part.choices(meeting, NOW)[0].last_day == datetime.date(2027, 4, 8)


@pytest.mark.parametrize(("fields", "comes"), [
    ({}, True),
    ({"openness": "partly"}, True),
    ({"openness": "non_public"}, False),
    ({"places": 20}, False),
    ({"mode": "online"}, False),
    ({"registration_note_de": "Bitte anrufen"}, False),
    ({"status": "cancelled", "status_reason_de": "x"}, False),
    ({"held_on": PartialDate(2027, 2, 1)}, False),
])  # fmt: skip
def test_page_says_that_one_may_come_without_registering(client, council, fields, comes):
    meeting = make_meeting(council, **fields)

    page = client.get(f"/en/councils/{council.slug}/meetings/{meeting.public_id}/")

    assert ("Come without registering" in words(page)) is comes


def test_meeting_page_leads_to_the_form_while_somebody_reads(client, council, meeting, django_assert_max_num_queries):
    offer(council, Help.INTERPRETER, Help.ONLINE)
    offered = f'href="{url(meeting)}"'
    page = meeting.get_absolute_url().replace("/de/", "/en/")

    with django_assert_max_num_queries(8):
        first = client.get(page).content.decode()
    Editor.objects.all().delete()
    second = client.get(page).content.decode()

    assert (offered in first, offered in second) == (True, False)


# -- the form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_speak_every_language(client, council, meeting, language):
    offer(council, *Help)
    Meeting.objects.update(places=1)
    f.make_registration(meeting, Help.PLACE)

    asked = client.get(url(meeting, language))
    wrong = post(client, meeting, language, status=422, email="")
    stored = post(client, meeting, language, place="on")
    code = code_on(stored)
    opened = open_receipt(client, code, language)
    asking = open_receipt(client, code, language, step="cancel")
    cancelled = open_receipt(client, code, language, step="cancel_now")

    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    pages = [asked, wrong, stored, opened, asking, cancelled]
    for page in pages:
        source = page.content.decode()
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', source)
        assert len(re.findall("<h1[ >]", source)) == 1
    assert [page_type(page) for page in pages] == [
        "take_part_in_meeting", "take_part_in_meeting", "registration_receipt", "registration", "registration_cancel",
        "registration",
    ]  # fmt: skip


@pytest.mark.sqlite
def test_all_pages_are_valid_html(client, meeting, check_html, monkeypatch, clock):
    offer(meeting.keeper, *Help)
    pages = {
        "form": client.get(url(meeting, "ar")),
        "errors": post(
            client, meeting, "ar", status=422, email="x", question="on", interpreter_language="", child_care="on"
        ),
        "receipt": post(client, meeting, "ar", question="on", question_text="Wann?", online="on"),
        "meeting": client.get(meeting.get_absolute_url()),
    }
    code = code_on(pages["receipt"])
    confirm(Registration.objects.get())
    AccessLink.objects.create(meeting=meeting, url=LINK, more="Code 123")
    clock.move_to(datetime.datetime(2027, 3, 18, 16, 30, tzinfo=datetime.UTC))
    pages["way in"] = open_receipt(client, code, "ar")
    pages["late"] = client.get(url(meeting, "ar"))
    pages["closed"] = post(client, meeting, "ar", status=410)
    monkeypatch.setattr(taking_part, "known", None)
    pages["not stored"] = post(client, meeting, "ar", status=503)

    assert check_html({name: page.content.decode() for name, page in pages.items()}) == []


def test_form_stores_what_was_asked_for_and_shows_the_receipt(client, council, meeting):
    offer(council, Help.INTERPRETER, Help.ONLINE, Help.QUESTION, Help.CHILD_CARE)

    page = post(
        client, meeting, "uk", language="uk", online="on", question="on", question_text="Коли?\nWann? 🙂",
        name="Olena \u202eanelO", child_care_text="zwei", phone="+49 385 123",
    )  # fmt: skip

    row = Registration.objects.get()
    assert (row.meeting, row.language, row.name, row.email, row.phone, row.channel) == (
        meeting, "uk", "Olena anelO", "ina@example.org", "+49 385 123", "form",
    )  # fmt: skip
    assert [(need.kind, need.language, need.text, need.state) for need in row.needs.all()] == [
        ("interpreter", "ar", "", "asked"), ("online", "", "", "asked"), ("question", "", "Коли?\nWann? 🙂", "asked"),
    ]  # fmt: skip
    assert row.quarantined_at is None
    code = code_on(page)
    assert taking_part.find(code) == row
    assert told("meetings.receipt") == [("ina@example.org", "uk")]
    letter = Letter.objects.get(kind="meetings.receipt")
    assert (code in letter.body, "Olena" in letter.body, "Коли" in letter.body) == (True, False, False)
    assert told("meetings.office") == [("buero@example.org", "de")]
    office = Letter.objects.get(kind="meetings.office")
    assert [word for word in ("Olena", "ina@", code) if word in office.body + office.subject] == []


@pytest.mark.parametrize(("given", "errors"), [
    ({"email": ""}, {"email": "Write an e-mail address or a phone number."}),
    ({"email": "x@"}, {"email": "Something in this e-mail address is missing or wrong. It looks like this: "
                                "name@example.org"}),
    ({"email": "", "phone": "12"}, {"phone": None}),
    ({"interpreter": None}, {"interpreter": "Choose what you need."}),
    ({"interpreter_language": ""}, {"interpreter_language": "Choose a language."}),
    ({"interpreter_language": "de"}, {"interpreter_language": None}),
    ({"interpreter_language": "other"}, {"interpreter_other": "Write which language you speak."}),
    ({"question": "on"}, {"question_text": "Write your question."}),
    ({"question": "on", "question_text": "x" * 2001}, {"question_text": "This is 1 character too long."}),
    ({"online": "on"}, {"online": "The last day to ask for this was: Sunday 28\xa0February 2027."}),
])  # fmt: skip
def test_mistakes_are_told_and_everything_stays(client, council, meeting, given, errors):
    offer(council, Help.INTERPRETER, Help.QUESTION)
    offer(council, Help.ONLINE, days_before=18)

    page = post(client, meeting, status=422, name="Đặng <b>", **given)

    said = errors_of(page)
    assert said.keys() == errors.keys()
    assert all(said[name] == text for name, text in errors.items() if text)
    assert Page(page).one("input", name="name")["value"] == "Đặng <b>"
    assert "autofocus" in page.content.decode()
    assert Page(page).texts("title")[0].startswith("Error:")
    assert Registration.objects.count() == 0


def test_mistakes_are_told_in_the_language_of_the_reader(client, council, meeting):
    offer(council, Help.INTERPRETER)

    page = post(client, meeting, "de", status=422, email="x@")

    assert list(errors_of(page).values()) == [
        "In dieser E-Mail-Adresse fehlt etwas oder etwas ist falsch. So sieht eine Adresse aus: name@example.org"
    ]


def test_what_nobody_asked_for_is_not_kept(client, council, meeting):
    offer(council, Help.INTERPRETER, Help.QUESTION, Help.OTHER)

    post(client, meeting, question_text="nicht gestellt", interpreter_other="Dari", other_text="x" * 3000)

    assert list(Need.objects.values_list("kind", "language")) == [("interpreter", "ar")]


def test_another_language_is_taken_as_written(client, council, meeting):
    offer(council, Help.INTERPRETER)

    post(client, meeting, interpreter_language="other", interpreter_other=f"Tigrinya\r\nBcc: {'x' * 90}")

    [need] = Need.objects.all()
    assert (need.language[:14], len(need.language)) == ("Tigrinya Bcc: ", 60)


def test_line_breaks_in_names_and_addresses_begin_no_header(client, council, meeting):
    offer(council, Help.INTERPRETER)

    stored = post(client, meeting, name="Ina\r\nBcc: alle@example.org", email="ina@example.org")
    refused = post(client, meeting, status=422, email="ina@example.org\r\nBcc: alle@example.org")

    assert Registration.objects.get().name == "Ina Bcc: alle@example.org"
    assert code_on(stored)
    assert list(errors_of(refused)) == ["email"]


def test_form_in_another_language_keeps_what_was_typed(client, council, meeting):
    offer(council, Help.INTERPRETER, Help.QUESTION)

    page = post(
        client, meeting, "fa", step="in_language", asked_in="ar", question="on", question_text="چه وقت؟", name="Ina"
    )

    assert page_type(page) == "take_part_in_meeting"
    assert Page(page).one("textarea", name="question_text").text.strip() == "چه وقت؟"
    assert Page(page).one("input", name="question").get("checked", "no") != "no"
    assert [o.get("value") for o in Page(page).find("option") if o.get("selected", "no") != "no"] == ["ar", "fa"]


def test_sending_twice_stores_once_and_shows_the_same_receipt(client, council, meeting, clock):
    offer(council, Help.INTERPRETER)
    given = fields()

    codes = [code_on(client.post(url(meeting), given)) for _number in range(2)]
    clock.move_to(datetime.datetime(2027, 3, 10, 12, tzinfo=datetime.UTC))
    codes.append(code_on(client.post(url(meeting), given)))

    assert len(set(codes)) == 1
    assert (Registration.objects.count(), len(told("meetings.receipt"))) == (1, 1)


def test_way_back_from_the_receipt_leads_to_the_same_page_and_token(client, council, meeting):
    offer(council, Help.INTERPRETER)

    page = client.get(url(meeting))

    # A browser forgets what it keeps of an address as soon as it sends something there.
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert Page(page).find("form")[-1]["action"] == f"{url(meeting)}?sent"


def test_page_sent_again_with_something_else_asks_first(client, council, meeting):
    offer(council, Help.INTERPRETER)
    given = fields()
    client.post(url(meeting), given)

    asked = client.post(url(meeting), given | {"name": "Ali"})
    stored = client.post(url(meeting), given | {"name": "Ali"} | hidden(asked))

    assert (asked.status_code, "You have already sent something" in words(asked)) == (409, True)
    assert (stored.status_code, Registration.objects.count()) == (200, 2)


def test_token_of_another_meeting_is_no_receipt_here(client, council, meeting):
    offer(council, Help.INTERPRETER)
    other = make_meeting(council)
    given = fields()
    client.post(url(meeting), given)

    page = client.post(url(other), given)

    assert (page.status_code, page_type(page)) == (409, "take_part_in_meeting")
    with pytest.raises(NotAllowed):
        taking_part.store(other, Wish("de", [], email="a@example.org"), given["token"], NOW)


@pytest.mark.parametrize("given", [
    {"headers": {"Sec-Fetch-Site": "cross-site"}}, {"token": "kurz"}, {"token": None},
])  # fmt: skip
def test_what_another_site_had_sent_is_looked_over_first(client, council, meeting, given):
    offer(council, Help.INTERPRETER)

    page = post(client, meeting, status=409, name="Ina", **given)

    assert Registration.objects.count() == 0
    assert Page(page).one("input", name="name")["value"] == "Ina"
    assert len(hidden(page)["token"]) == 22


@pytest.mark.parametrize(("given", "rules"), [
    ({"website": "x"}, ["honeypot"]), ({"stamp": ""}, ["stamp"]), ({"stamp": "1:gefälscht"}, ["stamp"]),
])  # fmt: skip
def test_bots_go_to_quarantine_and_hold_no_place(client, council, given, rules):
    meeting = make_meeting(council, places=1)

    page = post(client, meeting, interpreter=None, place="on", **given)
    honest = post(client, meeting, interpreter=None, place="on", email="b@example.org")

    first, second = Registration.objects.order_by("pk")
    assert (first.suspicions, first.quarantined_at) == (rules, NOW)
    assert states(first, second) == [["asked"], ["confirmed"]]
    assert (page.status_code, honest.status_code) == (200, 200)
    assert NetworkCount.objects.get(purpose="registration").count == 2


def test_form_that_was_open_for_days_is_honest(client, council, meeting):
    offer(council, Help.INTERPRETER)
    token = receipts.new_token()

    post(client, meeting, token=token, stamp=guard.stamp(token, NOW - datetime.timedelta(days=3)))

    assert Registration.objects.get().quarantined_at is None


def test_when_storing_fails_everything_is_kept(client, council, meeting, monkeypatch):
    offer(council, Help.INTERPRETER, Help.QUESTION)
    given = fields(question="on", question_text="Wann?", name="Ina")

    def fail(*args, **kwargs):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(taking_part, "store", fail)
        page = client.post(url(meeting), given)
    again = client.post(url(meeting), hidden(page) | {"step": "send"})

    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "Wann?" in words(page)
    assert (again.status_code, Registration.objects.get().name) == (200, "Ina")


def test_past_deadline_says_so_and_leads_to_the_council(client, council, meeting, clock):
    offer(council, Help.INTERPRETER, Help.QUESTION)
    opened = fields(question="on", question_text="Meine Frage")
    clock.move_to(datetime.datetime(2027, 3, 10, 12, tzinfo=datetime.UTC))

    part = client.get(url(meeting))
    refused = client.post(url(meeting), opened)
    clock.move_to(datetime.datetime(2027, 3, 17, 12, tzinfo=datetime.UTC))
    late = client.get(url(meeting))
    closed = client.post(url(meeting), opened)

    assert "Too late to ask here An interpreter The last day to ask was: Monday 8 March 2027" in words(part)
    assert (refused.status_code, list(errors_of(refused))) == (422, ["interpreter"])
    assert Page(refused).one("textarea", name="question_text").text.strip() == "Meine Frage"
    assert Page(late).find("button", value="send") == []
    assert f"/en/councils/{council.slug}/contact/" in late.content.decode()
    assert (closed.status_code, page_type(closed)) == (410, "take_part_closed")
    assert Page(closed).one("textarea").text == "Meine Frage"
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("change", [
    lambda meeting: life.cancel(meeting, REASON),
    lambda meeting: meeting.withdraw(),
    lambda _meeting: Editor.objects.all().delete(),
])  # fmt: skip
def test_form_that_has_run_out_gives_the_text_back(client, meeting, change, clock):
    offer(meeting.keeper, Help.INTERPRETER, Help.QUESTION)
    given, address = fields(question="on", question_text="Meine Frage"), url(meeting)
    clock.move_to(NOW + datetime.timedelta(minutes=1))
    change(meeting)

    page = client.post(address, given)

    assert (page.status_code, Page(page).one("textarea").text) == (410, "Meine Frage")
    assert Registration.objects.count() == 0


def test_form_stands_below_the_first_council_only(client, council, meeting):
    other = f.make_council()
    f.make_convening(meeting=meeting, council=other, position=1)
    address = url(meeting)

    moved = client.get(address.replace(council.slug, other.slug))
    posted = client.post(address.replace(council.slug, other.slug), fields())
    draft = client.get(url(make_meeting(council, state=Publishing.DRAFT)))

    assert (moved.status_code, moved["Location"]) == (301, address)
    assert (posted.status_code, posted["Location"]) == (308, address)
    assert draft.status_code == 404
    assert client.put(address).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_form_asks_few_questions_of_the_database(client, council, django_assert_num_queries, rows):
    meeting = make_meeting(council, places=20)
    offer(council, *list(Help)[1 : 1 + rows * 2])
    for _number in range(rows):
        f.make_registration(meeting, Help.PLACE)
    address = url(meeting)

    with django_assert_num_queries(6):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_storing_asks_the_same_however_many_wait(client, council, django_assert_num_queries, rows):
    meeting = make_meeting(council, places=1)
    for _number in range(rows):
        f.make_registration(meeting, Help.PLACE)
    post(client, meeting, interpreter=None, place="on")

    # PostgreSQL locks the address.
    with django_assert_num_queries(35 + (connection.vendor == "postgresql")):
        post(client, meeting, interpreter=None, place="on")


# -- who waits --------------------------------------------------------------------------------------------------------


def ask(meeting, number, *kinds):
    wish = Wish("uk", [(kind, "", "") for kind in kinds or [Help.PLACE]], email=f"{number}@example.org")
    return taking_part.store(meeting, wish, receipts.new_token(), NOW + datetime.timedelta(minutes=number)).registration


def test_room_fills_in_order_of_arrival_and_the_next_moves_up(council):
    meeting = make_meeting(council, places=2)
    first, second, third, fourth = (ask(meeting, number) for number in range(4))
    assert states(first, second, third, fourth) == [["confirmed"], ["confirmed"], ["asked"], ["asked"]]
    assert taking_part.waiting(meeting) == {third.needs.get().pk, fourth.needs.get().pk}

    taking_part.cancel(first, NOW)

    assert states(second, third, fourth) == [["confirmed"], ["confirmed"], ["asked"]]
    assert told("meetings.moved_up") == [("2@example.org", "uk")]


def test_whoever_has_a_place_keeps_it_when_the_room_becomes_smaller(council):
    meeting = make_meeting(council, places=2)
    rows = [ask(meeting, number) for number in range(3)]
    meeting.places = 1
    meeting.save()

    taking_part.cancel(rows[0], NOW)

    assert states(*rows[1:]) == [["confirmed"], ["asked"]]
    assert told("meetings.moved_up") == []


@pytest.mark.parametrize("places", [3, None])
def test_whoever_waits_moves_up_when_the_room_becomes_larger(council, places):
    meeting = make_meeting(council, places=2)
    rows = [ask(meeting, number) for number in range(3)]

    meeting.places = places
    meeting.save()

    assert states(*rows) == [["confirmed"]] * 3
    assert told("meetings.moved_up") == [("2@example.org", "uk")]


def test_other_help_has_its_own_limit_and_waits_for_the_office(council, meeting):
    offer(council, Help.CHILD_CARE, places=1)
    first, second, third = (ask(meeting, number, Help.CHILD_CARE) for number in range(3))

    taking_part.decide(third, {third.needs.get().pk: State.CONFIRMED}, NOW)
    assert taking_part.waiting(meeting) == {need.pk for row in (first, second) for need in row.needs.all()}
    taking_part.decide(third, {third.needs.get().pk: State.NOT_POSSIBLE}, NOW)

    assert taking_part.waiting(meeting) == {second.needs.get().pk}
    assert states(first, second, third) == [["asked"], ["asked"], ["not_possible"]]
    assert told("meetings.moved_up") == [("0@example.org", "uk")]


def more_room(offer):
    offer.places = 2
    offer.save()


def no_limit(offer):
    Offer.objects.filter(pk=offer.pk).update(places=None)


def any_other_change(offer):
    offer.days_before = 3
    offer.save()


@pytest.mark.parametrize(("change", "left", "moved_up"), [
    (more_room, {2}, [1]), (no_limit, set(), [1, 2]), (Offer.remove, set(), [1, 2]), (any_other_change, {1, 2}, []),
])  # fmt: skip
def test_whoever_waits_for_help_moves_up_when_the_council_offers_more(council, meeting, change, left, moved_up):
    [one] = offer(council, Help.CHILD_CARE, places=1)
    f.make_registration(make_meeting(council, held_on=PartialDate(2027, 2, 1)), Help.CHILD_CARE)
    rows = [ask(meeting, number, Help.CHILD_CARE, Help.QUESTION) for number in range(3)]
    needs = [row.needs.get(kind=Help.CHILD_CARE).pk for row in rows]
    assert taking_part.waiting(meeting) == set(needs[1:])

    change(one)

    assert taking_part.waiting(meeting) == {needs[number] for number in left}
    assert told("meetings.moved_up") == [(f"{number}@example.org", "uk") for number in moved_up]
    # The office still says what it can arrange.
    assert states(*rows) == [["asked", "asked"]] * 3


def test_full_room_is_told_before_and_after(client, council):
    meeting = make_meeting(council, places=1)
    ask(meeting, 0)

    before = client.get(url(meeting))
    after = post(client, meeting, interpreter=None, place="on")
    opened = open_receipt(client, code_on(after))

    assert "All places are taken. You come onto the waiting list." in words(before)
    assert [("A place in the room On the waiting list" in words(page)) for page in (after, opened)] == [True, True]


def test_quarantine_frees_a_place_and_release_takes_the_next_one(council):
    meeting = make_meeting(council, places=1)
    first, second = ask(meeting, 0), ask(meeting, 1)

    taking_part.quarantine(first, NOW)
    assert states(second) == [["confirmed"]]
    taking_part.release(first, NOW)

    assert taking_part.waiting(meeting) == set()
    assert states(first, second) == [["confirmed"], ["confirmed"]]


def test_nobody_moves_up_in_a_cancelled_meeting(council):
    meeting = make_meeting(council, places=1)
    first, second = ask(meeting, 0), ask(meeting, 1)
    life.cancel(meeting, REASON)

    taking_part.cancel(first, NOW)

    assert (states(second), told("meetings.moved_up")) == ([["asked"]], [])


def test_nobody_hears_of_a_meeting_that_was_taken_back(council):
    meeting = make_meeting(council, places=1)
    first, second = ask(meeting, 0), ask(meeting, 1)
    meeting.withdraw()
    taking_part.cancel(first, NOW)
    meeting.places = 5
    meeting.save()
    assert (states(second), told("meetings.moved_up")) == ([["asked"]], [])

    meeting.publish()

    assert (states(second), told("meetings.moved_up")) == ([["confirmed"]], [("1@example.org", "uk")])


# -- the receipt ------------------------------------------------------------------------------------------------------


def test_receipt_shows_how_each_need_stands(client, council, meeting):
    offer(council, *Help)
    row = f.make_registration(meeting, Help.INTERPRETER, Help.ONLINE, Help.QUESTION, name="Ина")
    by_kind = {need.kind: need.pk for need in row.needs.all()}
    taking_part.decide(row, {by_kind["interpreter"]: State.CONFIRMED, by_kind["question"]: State.NOT_POSSIBLE}, NOW)

    page = open_receipt(client, row)

    assert Page(page).texts("dt") == ["An interpreter", "Online access", "A question for question time"]
    assert [text.capitalize() for text in Page(page).texts("dd")] == [
        "Confirmed", "Asked for", "Not possible this time",
    ]  # fmt: skip
    assert "The meeting is planned for this date: Thursday 18 March 2027." in words(page)


def test_both_kinds_of_receipts_open_at_one_place(client, council, meeting):
    f.make_reader(council)
    message, row = f.make_message(council), f.make_registration(meeting, Help.INTERPRETER)

    pages = [open_receipt(client, code) for code in (message.code, row.code.lower().replace("B", "8"))]

    assert [page_type(page) for page in pages] == ["message", "registration"]


def test_wrong_receipt_gets_one_answer_and_costs_a_try(client, council, meeting, django_assert_num_queries):
    f.make_registration(meeting)
    wrong = "ABCDEFGHJKMN"
    first = open_receipt(client, wrong, status=422)

    with django_assert_num_queries(7):
        second = open_receipt(client, wrong, status=422)
    guard.NetworkCount.objects.filter(purpose="receipt").exclude(network="").update(count=guard.TRIES)
    right = open_receipt(client, f.make_registration(meeting), status=429)

    assert "Nothing belongs to this receipt." in words(first)
    assert words(first) == words(second)
    assert page_type(right) == "messages"


def test_messages_and_registrations_are_looked_for_alike(client, council, meeting):
    message, row = f.make_message(council), f.make_registration(meeting)
    wanted = ("contact_message", "meetings_registration")

    asked = []
    for code in (message.code, row.code, "ABCDEFGHJKMN"):
        with CaptureQueriesContext(connection) as queries:
            client.post("/en/messages/", {"code": code})
        found = [q["sql"] for q in queries if "receipt_hash" in q["sql"].partition("WHERE")[2]]
        asked.append([name for name in wanted if any(f'FROM "{name}"' in sql for sql in found)])

    assert asked == [list(wanted)] * 3


@pytest.mark.parametrize(("change", "said"), [
    (lambda meeting: life.move(meeting, datetime.date(2027, 4, 1), datetime.time(17), reason=REASON),
     ["The meeting has a new date: Thursday 1 April 2027, 5 pm. The date before was: Thursday 18 March 2027, 6 pm.",
      "Die Leitung ist krank."]),
    (lambda meeting: life.cancel(meeting, REASON), ["This meeting is cancelled.", "Die Leitung ist krank."]),
    (lambda meeting: meeting.withdraw(), ["This meeting is no longer on this website."]),
])  # fmt: skip
def test_receipt_says_what_became_of_the_meeting(client, council, meeting, change, said):
    row = f.make_registration(meeting, Help.INTERPRETER)
    change(meeting)

    page = words(open_receipt(client, row)).replace("\u202f", " ")

    assert [text for text in said if text not in page] == []


def test_withdrawn_meeting_leaves_no_words_on_the_receipt(client, council):
    meeting = make_meeting(council, title_de="Geheimtitel")
    row = f.make_registration(meeting, Help.INTERPRETER)
    meeting.withdraw()

    assert "Geheimtitel" not in open_receipt(client, row).content.decode()


def test_cancelling_erases_everything_at_once(client, council, meeting):
    offer(council, Help.INTERPRETER, Help.QUESTION)
    code = code_on(post(client, meeting, question="on", question_text="Wann?", name="Ina", interpreter_language="other",
                        interpreter_other="Dari"))  # fmt: skip
    confirm(Registration.objects.get())
    Letter.objects.filter(kind="meetings.office").delete()

    asked = open_receipt(client, code, step="cancel")
    done = open_receipt(client, code, step="cancel_now")
    again = open_receipt(client, code, step="cancel_now", status=409)

    row = Registration.objects.get()
    assert page_type(asked) == "registration_cancel"
    assert (row.name, row.email, row.cancelled_at, row.scrubbed_at) == ("", "", NOW, NOW)
    assert list(row.needs.values_list("kind", "language")) == [("interpreter", ""), ("question", "")]
    assert [need.text for need in row.needs.all()] == ["", ""]
    assert {letter.body for letter in Letter.objects.about(row.public_id)} == {""}
    assert told("meetings.office") == [("buero@example.org", "de")]
    assert "Your registration is cancelled." in words(done)
    assert "Nothing was changed." in words(again)


def test_writer_downloads_all_that_is_stored(client, council, meeting):
    offer(council, Help.QUESTION)
    code = code_on(post(client, meeting, interpreter=None, question="on", question_text="Wann?", name="Ina"))

    answer = open_receipt(client, code, "de", step="export")

    told = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="registration.json"'
    said = json.dumps(told, ensure_ascii=False)
    assert [word for word in ("Ina", "ina@example.org", "Wann?", "März 2027") if word not in said] == []
    assert [name for name in told if "hash" in name or "public_id" in name] == []


def test_mail_that_did_not_arrive_is_told(client, council, meeting):
    offer(council, Help.INTERPRETER)
    code = code_on(post(client, meeting))
    Letter.objects.filter(kind="meetings.receipt").update(state="bounced", ended_at=NOW)

    assert "An e-mail to you did not arrive." in words(open_receipt(client, code))


def test_address_gets_three_letters_a_day_from_forms(client, council, meeting):
    offer(council, Help.INTERPRETER)

    pages = [post(client, meeting) for _number in range(4)]

    assert len(told("meetings.receipt")) == 3
    assert ["We also send the receipt" in words(page) for page in pages] == [True, True, True, False]


def test_nobody_is_flooded_by_registering_and_cancelling_in_their_name(council, meeting):
    """Anybody may enter anybody's address, and needs no office to make letters follow."""
    offer(council, Help.INTERPRETER, places=1)
    needs = [(Help.INTERPRETER, "www.boese.example", "")]
    rows = [
        taking_part.store(meeting, Wish("de", needs, email="opfer@example.org"), receipts.new_token()).registration
        for _number in range(15)
    ]

    for row in rows[:-1]:
        taking_part.cancel(row)
    [last] = rows[-1:]
    confirm(last)
    written = Letter.objects.filter(recipient_hash=letters.recipient_hash("opfer@example.org"))

    assert written.count() == taking_part.MOST_A_DAY
    assert [letter.body for letter in written if "boese" in letter.body] == []


def test_flood_from_one_network_sends_no_mail_to_the_addresses_it_names(client, council, meeting, monkeypatch):
    monkeypatch.setattr(guard, "SOFT_LIMIT", 2)
    monkeypatch.setattr(guard, "HARD_LIMIT", 2)
    monkeypatch.setattr(guard, "LONGEST_DELAY", 0)
    offer(council, Help.INTERPRETER)

    pages = [post(client, meeting, email=f"fremd{number}@example.org") for number in range(4)]

    assert [email for email, _language in told("meetings.receipt")] == ["fremd0@example.org", "fremd1@example.org"]
    assert ["We also send the receipt" in words(page) for page in pages] == [True, True, False, False]


def test_another_language_is_in_no_letter(council, meeting):
    row = f.make_registration(meeting, Help.INTERPRETER)
    row.needs.update(language="www.boese.example")

    confirm(row)

    [letter] = Letter.objects.filter(kind="meetings.decision")
    assert "boese" not in letter.body
    assert "Dolmetscherin oder Dolmetscher – bestätigt" in letter.body


def test_address_hears_once_of_a_change_and_of_tomorrow(council, meeting):
    for email in ("eine@example.org", "Eine@example.org", "eine+x@example.org", "andere@example.org"):
        confirm(f.make_registration(meeting, Help.PLACE, email=email))
    Letter.objects.all().delete()

    taking_part.tell_of_change(meeting, "moved", NOW)
    for _hour in range(2):
        taking_part.remind(datetime.datetime(2027, 3, 17, 10, tzinfo=datetime.UTC))

    twice = [("eine@example.org", "de"), ("andere@example.org", "de")]
    assert (told("meetings.change"), told("meetings.reminder")) == (twice, twice)


def test_hidden_council_is_named_nowhere_and_asks_nothing(client, council):
    """A meeting of two councils stays when the one that keeps it is withdrawn; that one is entrusted nothing."""
    other = f.make_council(name_de="Zweiter Rat")
    meeting = f.make_meeting(councils=[council, other], held_on=PartialDate(2027, 3, 18), places=5)
    row = f.make_registration(meeting, Help.PLACE)
    council.name_de = "Verborgener Rat"
    council.withdraw()

    page = client.get(url(meeting))
    detail = client.get(meeting.get_absolute_url())
    post(client, meeting, interpreter=None, place="on", status=410)
    taking_part.tell_of_change(Meeting.objects.get(pk=meeting.pk), "moved", NOW)

    assert not Page(page).find("input", name="place")
    [letter] = Letter.objects.filter(kind="meetings.change", reference=row.public_id)
    assert "Zweiter Rat" in letter.body
    assert [text for text in (words(page), words(detail), letter.body) if "Verborgener" in text] == []


def test_export_says_nothing_of_a_hidden_meeting(client, meeting):
    row = f.make_registration(meeting)
    meeting.withdraw()
    meeting.title_de = "Geheim"
    meeting.save()

    assert "Geheim" not in open_receipt(client, row, "de", step="export").content.decode()


def test_nobody_moves_up_by_letter_in_a_hidden_meeting(council):
    meeting = make_meeting(council, places=1)
    first, _second = [f.make_registration(meeting, Help.PLACE) for _number in range(2)]
    taking_part.decide(first, {})
    meeting.withdraw()

    taking_part.cancel(first)

    assert told("meetings.moved_up") == []


def test_without_a_mail_server_no_page_promises_mail(client, council, meeting, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": ""}
    offer(council, Help.INTERPRETER)

    form, stored = client.get(url(meeting)), post(client, meeting)

    assert "your receipt and the answer come there" not in words(form)
    assert "We also send the receipt" not in words(stored)
    assert told("meetings.receipt") == []


# -- the way in -------------------------------------------------------------------------------------------------------


@pytest.fixture
def joining(council, meeting):
    row = f.make_registration(meeting, Help.ONLINE)
    confirm(row)
    AccessLink.objects.create(meeting=meeting, url=LINK, more="Einwahl 0385 4711", shown_minutes=30)
    return row


def shows_link(client, row):
    source = open_receipt(client, row).content.decode()
    assert ("raum-4711" in source) is ("0385 4711" in source)
    return "raum-4711" in source


@pytest.mark.parametrize(("moment", "shown"), [
    ((18, 16, 29), False), ((18, 16, 30), True), ((18, 18, 59), True), ((18, 19, 1), False), ((19, 17, 0), False),
])  # fmt: skip
def test_link_shows_from_a_set_time_until_the_end(client, joining, clock, moment, shown):
    clock.move_to(datetime.datetime(2027, 3, *moment, tzinfo=datetime.UTC))

    assert shows_link(client, joining) is shown


def test_link_shows_for_six_hours_where_nobody_said_when_it_ends(client, joining, clock):
    Meeting.objects.all()._gated_update({"ends_at": None})
    shown = []
    for hour in (16, 22, 23):
        clock.move_to(datetime.datetime(2027, 3, 18, hour, 45, tzinfo=datetime.UTC))
        shown.append(shows_link(client, joining))

    assert shown == [True, True, False]


def test_page_says_from_when_the_link_shows(client, joining):
    assert "The link shows on this page from: Thursday 18 March 2027, 5:30 pm" in words(open_receipt(client, joining))


@pytest.mark.parametrize("change", [
    lambda row: row.needs.update(state=State.ASKED),
    lambda row: row.needs.update(state=State.NOT_POSSIBLE),
    lambda row: row.needs.update(kind=Help.INTERPRETER),
    lambda _row: Registration.objects.update(quarantined_at=NOW),
    taking_part.cancel,
    lambda _row: life.cancel(Meeting.objects.get(), REASON),
    lambda _row: Meeting.objects.get().withdraw(),
    lambda _row: Meeting.objects.get().remove(),
    lambda _row: life.move(Meeting.objects.get(), datetime.date(2027, 3, 25), datetime.time(18), reason=REASON),
])  # fmt: skip
def test_link_shows_to_nobody_else(client, joining, clock, change):
    clock.move_to(datetime.datetime(2027, 3, 18, 17, tzinfo=datetime.UTC))
    assert shows_link(client, joining)

    change(joining)

    assert shows_link(client, joining) is False


def test_link_stands_on_no_other_page_and_in_no_letter(client, council, joining, clock):
    meeting = Meeting.objects.get()
    offer(council, Help.ONLINE)
    taking_part.tell_of_change(meeting, "moved")
    clock.move_to(datetime.datetime(2027, 3, 17, 10, tzinfo=datetime.UTC))
    taking_part.remind(timezone.now())
    clock.move_to(datetime.datetime(2027, 3, 18, 17, tzinfo=datetime.UTC))
    page = meeting.get_absolute_url()
    addresses = [
        page, f"{page}take-part/", f"{page}invitation/", f"{page[:-1]}.ics", f"/de/councils/{council.slug}/meetings/",
        f"/de/councils/{council.slug}/meetings.ics", f"/de/councils/{council.slug}/meetings.atom", "/de/meetings/",
        "/de/meetings.ics", f"/de/councils/{council.slug}/",
    ]  # fmt: skip

    answers = [client.get(address) for address in addresses]
    export = open_receipt(client, joining, step="export")

    assert [answer.status_code for answer in answers] == [200] * len(addresses)
    # With what stands before it: an address of the page may hold the four digits by chance.
    found = re.compile(rb"raum-4711|0385 4711|GEHEIM")
    assert [a.request["PATH_INFO"] for a in [*answers, export] if found.search(a.content)] == []
    assert Letter.objects.count() == 3
    assert [letter.kind for letter in Letter.objects.all() if "4711" in letter.subject + letter.body] == []


# -- letters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_speak_the_askers_language(council, language):
    meeting = make_meeting(council, places=1)
    first = f.make_registration(meeting, Help.PLACE)
    confirm(first)
    row = f.make_registration(meeting, Help.PLACE, Help.INTERPRETER, language=language, name="Olena")
    row.needs.filter(kind=Help.INTERPRETER).update(language="vi")
    Letter.objects.all().delete()

    taking_part.decide(row, {row.needs.get(kind=Help.INTERPRETER).pk: State.CONFIRMED}, NOW)
    taking_part.cancel(first, NOW)
    for kind in taking_part.CHANGES:
        assert taking_part.tell_of_change(meeting, kind, NOW) == 1
        Letter.objects.filter(kind="meetings.change").update(state="sent", ended_at=NOW)
    taking_part.remind(datetime.datetime(2027, 3, 17, 9, tzinfo=datetime.UTC))

    written = list(Letter.objects.exclude(kind="meetings.office").order_by("pk"))
    assert [letter.kind for letter in written] == [
        "meetings.decision", "meetings.moved_up", *["meetings.change"] * 3, "meetings.reminder",
    ]  # fmt: skip
    assert {(letter.recipient, letter.language) for letter in written} == {("olena@example.org", language)}
    assert [
        letter.body for letter in written if f"/{language}/messages/" not in letter.body and "{" in letter.body
    ] == []
    assert [letter.body for letter in written if "Olena" in letter.body or "%(" in letter.body] == []
    assert "Tiếng Việt" in written[0].body


def test_decisions_are_told_once_and_together(council, meeting):
    row = f.make_registration(meeting, Help.INTERPRETER, Help.ONLINE, language="en")
    states = dict(zip(row.needs.values_list("pk", flat=True), [State.CONFIRMED, State.NOT_POSSIBLE], strict=True))

    taking_part.decide(row, states, NOW)
    taking_part.decide(row, states, NOW)

    [letter] = Letter.objects.filter(kind="meetings.decision")
    assert "An interpreter – confirmed\nOnline access – not possible this time" in letter.body


def test_change_is_told_to_all_who_registered_with_an_address(council, meeting):
    f.make_registration(meeting, email="a@example.org", language="tr")
    f.make_registration(meeting, email="", phone="0385 1")
    f.make_registration(meeting, email="b@example.org", quarantined_at=NOW)
    taking_part.cancel(f.make_registration(meeting, email="c@example.org"))
    f.make_registration(make_meeting(council), email="d@example.org")

    assert taking_part.tell_of_change(meeting, "cancelled", NOW) == 1
    assert told("meetings.change") == [("a@example.org", "tr")]
    with pytest.raises(ValueError, match="postponed"):
        taking_part.tell_of_change(meeting, "postponed", NOW)


@pytest.mark.parametrize(("moment", "number"), [((16, 10), 0), ((17, 6), 0), ((17, 7), 1), ((18, 10), 0)])
def test_reminder_goes_out_the_day_before_once(meeting, moment, number):
    confirm(f.make_registration(meeting, Help.INTERPRETER))
    f.make_registration(meeting, Help.INTERPRETER, email="offen@example.org")
    now = datetime.datetime(2027, 3, *moment, tzinfo=datetime.UTC)

    assert [taking_part.remind(now), taking_part.remind(now)] == [{"reminders": number}, {"reminders": 0}]
    assert told("meetings.reminder") == [("olena@example.org", "de")] * number


def test_office_hears_once_an_hour_that_something_is_new(client, council, meeting, clock):
    offer(council, Help.INTERPRETER)
    f.make_editor(council, role=Editor.Role.TRANSLATOR, user=f.make_user(email="x@example.org"))
    f.make_editor(council, role=Editor.Role.AUTHOR, user=f.make_user(email="autor@example.org"))

    for minutes in (0, 59, 61):
        clock.move_to(NOW + datetime.timedelta(minutes=minutes))
        post(client, meeting, email="", phone="0385 123456")

    assert sorted(told("meetings.office")) == [
        ("autor@example.org", "de"), ("autor@example.org", "de"), ("buero@example.org", "de"),
        ("buero@example.org", "de"),
    ]  # fmt: skip


# -- how long it is kept ----------------------------------------------------------------------------------------------

NOTHING = {"registrations after the meeting": 0, "registrations from quarantine": 0, "online accesses": 0}


def purge(now):
    counts = keeping.purge(now)
    return {name: counts[name] for name in NOTHING}


def day(month, number):
    return datetime.datetime(2027, month, number, 3, tzinfo=datetime.UTC)


def test_registrations_go_when_their_councils_time_is_over(council):
    quick = f.make_council()
    MeetingRules.objects.create(council=quick, keep_days=5)
    usual_row = f.make_registration(make_meeting(council), Help.QUESTION, name="Ina")
    usual_row.needs.update(text="Wann?", language="Dari")
    quick_row = f.make_registration(make_meeting(quick), Help.INTERPRETER)
    later = f.make_registration(make_meeting(council, held_on=PartialDate(2027, 4), starts_at=None, ends_at=None))

    counts = [purge(day(*moment)) for moment in [(3, 22), (3, 23), (4, 16), (4, 17), (4, 18)]]

    assert [count["registrations after the meeting"] for count in counts] == [0, 1, 0, 1, 0]
    for row in (usual_row, quick_row, later):
        row.refresh_from_db()
    assert [bool(row.email) for row in (usual_row, quick_row, later)] == [False, False, True]
    assert list(usual_row.needs.values_list("kind", "language", "state")) == [("question", "", "asked")]
    assert usual_row.needs.get().text == ""


def test_erased_registration_still_opens_and_says_so(client, council, meeting):
    row = f.make_registration(meeting, Help.QUESTION)
    purge(day(4, 30))

    assert "All you had written is erased." in words(open_receipt(client, row))


def test_deleted_meeting_keeps_nobody_for_years(council):
    meeting = make_meeting(council, held_on=PartialDate(2030, 1, 1))
    f.make_registration(meeting)
    meeting.remove()

    assert [purge(day(3, 30)), purge(day(3, 31))] == [NOTHING, NOTHING | {"registrations after the meeting": 1}]


def test_quarantine_is_emptied_after_thirty_days(meeting):
    f.make_registration(meeting, quarantined_at=NOW)

    now = NOW + datetime.timedelta(days=30)

    assert [purge(now - datetime.timedelta(minutes=1)), purge(now)] == [
        NOTHING, NOTHING | {"registrations from quarantine": 1},
    ]  # fmt: skip


def test_link_goes_when_the_day_is_over(meeting):
    AccessLink.objects.create(meeting=meeting, url=LINK)

    counts = [purge(day(3, 18)), purge(day(3, 19))]

    assert [count["online accesses"] for count in counts] == [0, 1]
    assert AccessLink.objects.count() == 0


def test_erasing_needs_no_key(meeting, settings):
    f.make_registration(meeting, Help.QUESTION)
    settings.SEALING_KEYS = ["another-key-of-fifty-letters-and-more-for-these-tests-only"]

    assert purge(day(4, 30))["registrations after the meeting"] == 1


def test_dry_run_changes_nothing(meeting):
    f.make_registration(meeting)

    assert keeping.purge(day(4, 30), dry_run=True)["registrations after the meeting"] == 1
    assert Registration.objects.filter(scrubbed_at__isnull=True).count() == 1


@pytest.mark.parametrize("fields", [
    {"email": "", "phone": ""}, {"scrubbed_at": NOW, "name": "Ina"},
])  # fmt: skip
def test_database_refuses_what_must_not_be(meeting, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        f.make_registration(meeting, **fields)


def test_nobody_is_turned_away_from_a_public_meeting(meeting):
    row = f.make_registration(meeting, Help.PLACE)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.needs.update(state=State.NOT_POSSIBLE)
    with pytest.raises(NotAllowed):
        taking_part.decide(row, {row.needs.get().pk: State.NOT_POSSIBLE}, NOW)
    row.needs.update(state=State.CONFIRMED)


def test_resealing_takes_registrations_along(meeting, settings, capsys):
    f.make_registration(meeting, Help.ONLINE, name="Ina")
    AccessLink.objects.create(meeting=meeting, url=LINK)
    new = "the-new-key-of-fifty-letters-and-more-for-these-tests-only"
    settings.SEALING_KEYS = [new, *settings.SEALING_KEYS]

    call_command("reseal")
    settings.SEALING_KEYS = [new]

    assert (Registration.objects.get().name, AccessLink.objects.get().url) == ("Ina", LINK)


# -- at the same time -------------------------------------------------------------------------------------------------


def at_once(*tasks):
    """Run them in threads that begin together; gives what came of each."""
    barrier, results = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        try:
            barrier.wait(10)
            results[number] = task()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.usefixtures("real_database")
def test_last_places_go_to_as_many_as_there_are():
    council = f.make_council()
    f.make_editor(council)
    meeting = make_meeting(council, places=2)

    rows = at_once(*[lambda number=number: ask(meeting, number) for number in range(5)])

    assert sorted(state for [state] in states(*rows)) == ["asked", "asked", "asked", "confirmed", "confirmed"]
    assert len(taking_part.waiting(meeting)) == 3


@pytest.mark.usefixtures("real_database")
def test_one_page_sent_many_times_at_once_is_stored_once():
    council = f.make_council()
    f.make_editor(council)
    meeting, token = make_meeting(council, places=2), receipts.new_token()
    wish = Wish("uk", [(Help.PLACE, "", "")], email="ina@example.org")

    stored = at_once(*[lambda: taking_part.store(meeting, wish, token, NOW)] * 4)

    assert ({one.code for one in stored}, sorted(one.is_new for one in stored)) == (
        {receipts.code_for(token)}, [False, False, False, True],
    )  # fmt: skip
    assert (Registration.objects.count(), len(told("meetings.receipt"))) == (1, 1)
