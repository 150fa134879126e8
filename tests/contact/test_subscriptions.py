"""News by mail: asked for, confirmed from the mailbox, changed, ended; and who learns nothing of it."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from contact import guard, keeping, letters, receipts, subscriptions, tokens, worker
from contact.models import Letter, NetworkCount, Occasion, Subscription
from portal.logs import PrivateFormatter
from tests import factories as f
from tests.elements import Page
from tests.mail import MailServer, use_mail_server
from tests.reading import words

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
OLENA = "olena@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "mail_is_on")]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}


@pytest.fixture
def council():
    return f.make_council(name_de="Beirat A")


def url(council, language="en"):
    with override(language):
        return reverse("contact:subscribe", args=[council.slug])


def fields(**given):
    """What a filled-in form sends, opened a minute ago."""
    token = receipts.new_token()
    stamp = guard.stamp(token, timezone.now() - timedelta(minutes=1))
    usual = {"email": OLENA, "language": "uk", "occasions": ["moved", "cancelled"], "step": "send"}
    return usual | {"token": token, "stamp": stamp} | given


def post(client, council, status=200, page="en", **given):
    response = client.post(url(council, page), fields(**given))
    assert response.status_code == status
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response


def link_in(letter):
    """The path that the letter's link leads to."""
    [path] = re.findall(r"http://testserver(/\S+)", letter.body)
    return path


def path_of(row, language="en", name="contact:subscription"):
    with override(language):
        return reverse(name, args=[tokens.make(row.public_id, "subscription")])


def rows():
    return [(row.recipient, row.language, row.occasions) for row in Subscription.objects.order_by("pk")]


def notify(*councils, about=None):
    """The notices to their subscribers."""
    before = Letter.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    announces = (about or councils[0]).public_id
    text = "Neuer Tag", "Am Montag."
    number = subscriptions.write_to_all(councils, {"moved"}, lambda: text, announces=announces, now=NOW)
    written = list(Letter.objects.filter(pk__gt=before).order_by("pk"))
    assert [letter.kind for letter in written] == [Letter.NOTICE] * number
    return written


# -- the way through --------------------------------------------------------------------------------------------------


def test_address_is_confirmed_from_the_mailbox_changed_and_ended(client, council):
    sent = post(client, council)
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.recipient, letter.language) == ("contact.subscription", OLENA, "uk")
    assert "Beirat A" in letter.body
    path = link_in(letter)
    assert path.startswith("/uk/subscriptions/")
    assert OLENA in words(sent)

    # Programs that look into mails open the link.
    opened = client.get(path)
    assert (opened.status_code, Subscription.objects.confirmed().count()) == (200, 0)
    assert notify(council) == []

    confirmed = client.post(path, {"step": "confirm"})
    assert Subscription.objects.get().confirmed_at == NOW
    assert OLENA not in confirmed.content.decode()
    assert len(notify(council)) == 1

    client.post(path, {"step": "change", "language": "ar", "occasions": ["news"]})
    assert rows() == [(OLENA, "ar", ["news"])]
    wrong = client.post(path, {"step": "change", "language": "xx"})
    assert (wrong.status_code, rows()) == (422, [(OLENA, "ar", ["news"])])

    ended = client.post(path, {"step": "end"})
    assert (ended.status_code, rows()) == (200, [])
    assert client.get(path).status_code == 404


def test_unconfirmed_subscription_is_not_changed_but_confirmed_first(client, council):
    post(client, council)

    client.post(path_of(Subscription.objects.get()), {"step": "change", "language": "ar", "occasions": ["news"]})

    assert rows() == [(OLENA, "uk", ["moved", "cancelled"])]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_and_mails_speak_every_language(client, council, language):
    asked = client.get(url(council, language))
    wrong = post(client, council, 422, language, email="")
    again = post(client, council, 422, language, website="x")
    sent = client.post(url(council, language), fields(language=language))
    path = link_in(Letter.objects.get())
    opened = client.get(path)
    end = client.get(f"{path}end/")
    confirmed = client.post(path, {"step": "confirm"})
    ended = client.post(f"{path}end/", ONE_CLICK)
    gone = client.get(path)

    assert path.startswith(f"/{language}/subscriptions/")
    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    for page in (asked, wrong, again, sent, opened, end, confirmed, ended, gone):
        source = page.content.decode()
        assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', source)
        assert len(re.findall("<h1[ >]", source)) == 1
    assert [page.status_code for page in (opened, end, confirmed, ended, gone)] == [200, 200, 200, 200, 404]


@pytest.mark.sqlite
def test_pages_are_valid_html(client, council, check_html, settings):
    pages = {
        "form": client.get(url(council, "ar")),
        "errors": post(client, council, 422, "ar", email="x", occasions=[]),
        "again": post(client, council, 422, "ar", stamp=""),
        "sent": post(client, council, page="ar"),
    }
    path = path_of(Subscription.objects.get(), "ar")
    pages |= {
        "opened": client.get(path),
        "confirmed": client.post(path, {"step": "confirm"}),
        "wrong": client.post(path, {"step": "change"}),
        "end": client.get(f"{path}end/"),
        "ended": client.post(f"{path}end/", ONE_CLICK),
        "gone": client.get(path),
    }
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": ""}
    pages["off"] = client.get(url(council, "ar"))

    assert check_html({name: page.content.decode() for name, page in pages.items()}) == []


def test_form_takes_the_same_few_queries_however_many_subscribe(client, council, django_assert_num_queries):
    client.get(url(council))
    with django_assert_num_queries(2):
        client.get(url(council))
    for number in range(3):
        f.make_subscription(council, recipient=f"person{number}@example.org")
    with django_assert_num_queries(2):
        client.get(url(council))


def test_without_a_mail_server_the_page_says_so_and_takes_nothing(client, council, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": ""}

    page = client.get(url(council))
    post(client, council, 422)

    assert "This portal sends no e-mails at present." in words(page)
    assert Page(page).find("input", name="email") == []
    assert rows() == []


# -- what is wrong or not told ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"email": ""}, "email"),
        ({"email": "olena@"}, "email"),
        ({"email": '"o lena"@example.org'}, "email"),
        ({"email": "olena@example.org\nBcc: all@example.org"}, "email"),
        ({"occasions": []}, "occasions"),
        ({"occasions": ["everything"]}, "occasions"),
        ({"language": "xx"}, "language"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_stored(client, council, given, error):
    page = post(client, council, 422, **given)

    errors = [element["id"] for element in Page(page).with_class("err")]
    assert errors == [f"id_{error}_error"]
    assert (rows(), Letter.objects.count()) == ([], 0)


def test_answer_does_not_tell_who_is_subscribed(client, council):
    f.make_subscription(council, recipient="known@example.org", occasions=["news"], language="de")
    post(client, council, email="asked@example.org")

    pages = [
        re.sub("(known|asked|new)@", "x@", post(client, council, email=f"{name}@example.org").content.decode())
        for name in ("known", "asked", "new")
    ]

    assert pages[0] == pages[1] == pages[2]
    # Nobody else changes what somebody has confirmed; the owner gets the link to it.
    assert rows()[0] == ("known@example.org", "de", ["news"])
    letter = Letter.objects.order_by("pk")[1]
    assert (letter.recipient, letter.language) == ("known@example.org", "de")
    assert link_in(letter) == path_of(Subscription.objects.first(), "de")


def test_address_gets_three_mails_a_day_and_is_stored_once(client, council):
    other = f.make_council()
    for there in (council, other, council, other):
        post(client, there)
    post(client, council, email="Olena+tag@EXAMPLE.org", language="en", occasions=["news"])

    assert Letter.objects.count() == 3
    assert sorted(row.council_id for row in Subscription.objects.all()) == sorted([council.pk, other.pk])
    assert ("Olena+tag@EXAMPLE.org", "en", ["news"]) in rows()


def test_notices_do_not_count_as_mails_to_an_unconfirmed_address(client, council):
    f.make_subscription(council)
    for _number in range(4):
        notify(council)

    post(client, f.make_council())

    assert Letter.objects.filter(kind="contact.subscription").count() == 1


@pytest.mark.parametrize("given", [{"website": "x"}, {"stamp": ""}, {"token": "another-token-of-twenty-letters"}])
def test_what_looks_like_a_bot_is_asked_once_more_and_not_stored(client, council, given):
    page = post(client, council, 422, **given)

    assert "Please press the button once more." in words(page)
    assert (rows(), Letter.objects.count()) == ([], 0)
    hidden = {field["name"]: field["value"] for field in Page(page).find("input", type="hidden")}
    assert post(client, council, **hidden).status_code == 200
    assert len(rows()) == 1


def test_flood_from_one_network_ends(client, council, monkeypatch):
    monkeypatch.setattr(guard, "DELAY_STEP", 0)
    post(client, council)
    NetworkCount.objects.update(count=guard.HARD_LIMIT)

    page = post(client, council, 422, email="other@example.org")

    assert "Please try again in an hour." in words(page)
    assert len(rows()) == 1
    # Messages of the same network are counted apart.
    assert set(NetworkCount.objects.values_list("purpose", flat=True)) == {"subscription"}


def test_failure_keeps_what_was_typed_and_tells_no_log(client, council, monkeypatch, caplog):
    monkeypatch.setattr(subscriptions, "ask", None)
    client.raise_request_exception = False

    page = post(client, council, 503)

    carried = {field["name"]: field["value"] for field in Page(page).find("input", type="hidden")}
    assert (carried["email"], carried["occasions"]) == (OLENA, "cancelled")
    assert [field["value"] for field in Page(page).find("input", name="occasions")] == ["moved", "cancelled"]
    assert OLENA not in caplog.text
    assert rows() == []


def test_address_is_sealed_and_in_no_link_header_or_log(client, council, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    sent = post(client, council)
    path = link_in(Letter.objects.get())
    opened = client.get(path)
    ended = client.post(f"{path}end/", ONE_CLICK)
    post(client, council)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM contact_subscription")
        stored = str(cursor.fetchall())
    seen = stored + path + caplog.text + "".join(capfd.readouterr())
    seen += "".join(f"{name}: {value}" for page in (sent, opened, ended) for name, value in page.items())
    assert "olena" not in seen.lower()
    assert str(Subscription.objects.get()) == f"Abonnement {Subscription.objects.get().pk}"
    for page in (opened, ended):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_forged_link_leads_nowhere(client, council):
    row, other = f.make_subscription(council), f.make_message(council)
    good = tokens.make(row.public_id, "subscription")
    # Of another purpose, of nobody, altered, cut, not a token at all.
    forged = [
        tokens.make(row.public_id, "reply"), tokens.make(other.public_id, "subscription"),
        ("b" if good[-3] == "a" else "a").join([good[:-3], good[-2:]]), good[:-4], "x", "ä" * 42,
    ]  # fmt: skip

    for token in forged:
        path = f"/en/subscriptions/{token}/"
        assert [client.get(path).status_code, client.post(path, {"step": "end"}).status_code] == [404, 404]
        client.post(f"{path}end/", ONE_CLICK)
    assert len(rows()) == 1
    assert client.get(f"/en/subscriptions/{good}/").status_code == 200


def test_error_on_the_page_puts_no_link_into_the_log(client, council, monkeypatch):
    path = path_of(f.make_subscription(council))
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (path,), None)

    shown = PrivateFormatter().format(record)

    assert shown.endswith("Internal Server Error: /en/subscriptions/…/")


def test_link_survives_a_change_of_keys(client, council, settings):
    row = f.make_subscription(council)
    path = path_of(row)
    settings.SEALING_KEYS = ["a-newer-key-of-fifty-letters-and-more-for-these-tests-only", *settings.SEALING_KEYS]

    assert client.get(path).status_code == 200
    post(client, council)
    assert Subscription.objects.count() == 1


# -- ending it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
def test_one_click_ends_it_without_a_cookie(council, form):
    row = f.make_subscription(council)
    client = Client(enforce_csrf_checks=True)
    path = path_of(row, "uk", "contact:unsubscribe")

    assert (client.get(path).status_code, len(rows())) == (200, 1)
    assert (client.post(path, {"step": "end"}).status_code, len(rows())) == (200, 1)
    if form == "urlencoded":
        body = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}
    else:
        body = {"data": ONE_CLICK}
    answers = [client.post(path, **body) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Set-Cookie" not in answers[0].headers
    assert rows() == []


def test_ending_drops_waiting_letters_and_all_that_leads_to_the_address(council):
    other = f.make_subscription(council, recipient="other@example.org")
    row = f.make_subscription(council)
    notify(council)
    letters.write("contact.subscription", OLENA, "uk", lambda: ("a", "b"), about=row.public_id, now=NOW)
    sent = letters.claim(NOW)
    letters.sent(sent, NOW)

    subscriptions.end(row, NOW)

    assert [letter.recipient for letter in Letter.objects.filter(state="waiting")] == [other.recipient]
    assert Letter.objects.filter(recipient_hash=letters.recipient_hash(OLENA)).count() == 0
    left = Letter.objects.exclude(reference=other.public_id)
    assert {(letter.recipient, letter.body, letter.reference) for letter in left} == {("", "", None)}


def test_unconfirmed_vanishes_after_seven_days(client, council, clock):
    f.make_subscription(council, recipient="known@example.org", created=NOW - timedelta(days=99))
    post(client, council)
    path = path_of(Subscription.objects.last())

    clock.shift(timedelta(days=7, seconds=-1))
    assert keeping.purge(timezone.now())["subscriptions not confirmed"] == 0
    assert client.get(path).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert client.get(path).status_code == 404
    assert keeping.purge(timezone.now())["subscriptions not confirmed"] == 1

    assert [row[0] for row in rows()] == ["known@example.org"]


def test_whoever_asks_again_has_seven_days_anew(client, council, clock):
    post(client, council)
    clock.shift(timedelta(days=6))
    post(client, council)
    clock.shift(timedelta(days=6))

    client.post(path_of(Subscription.objects.get()), {"step": "confirm"})

    assert Subscription.objects.confirmed().count() == 1


@pytest.mark.parametrize(
    ("failure", "left"),
    [
        ("SMTPRecipientsRefused 550", 0),
        ("bounce 5.1.1", 0),
        ("SMTPRecipientsRefused 552", 1),
        ("bounce 5.2.2", 1),
        ("ConnectionRefusedError", 1),
    ],
)
def test_subscription_ends_where_the_mailbox_does_not_exist(council, failure, left):
    f.make_subscription(council)
    [first, second] = [*notify(council), *notify(council)]
    claimed = letters.claim(NOW)
    if failure.startswith("bounce"):
        letters.sent(claimed, NOW)
        letters.bounced(claimed, failure, NOW)
    else:
        letters.not_sent(claimed, failure, NOW, permanent=True)

    assert Subscription.objects.count() == left
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == ("bounced" if failure.startswith("bounce") else "failed")
    assert second.state == ("waiting" if left else "given_up")


# -- writing to all ---------------------------------------------------------------------------------------------------


def test_all_get_it_once_in_their_language_who_chose_it(council):
    other, third = f.make_council(name_de="Beirat B"), f.make_council()
    for there, recipient, language, occasions in [
        (other, OLENA, "uk", ["moved"]),
        (council, "Olena+a@example.org", "en", ["moved", "news"]),
        (council, "ali@example.org", "ar", ["moved"]),
        (council, "news@example.org", "de", ["news"]),
        (third, "third@example.org", "de", ["moved"]),
    ]:
        f.make_subscription(
            there, recipient=recipient, language=language, occasions=occasions,
            recipient_hash=letters.recipient_hash(recipient),
        )  # fmt: skip
    f.make_subscription(council, recipient="asked@example.org", confirmed_at=None)

    written = notify(council, other)

    assert [(letter.recipient, letter.language) for letter in written] == [
        ("Olena+a@example.org", "en"),
        ("ali@example.org", "ar"),
    ]
    assert "news of “Beirat A, " in written[0].body
    assert link_in(written[1]).startswith("/ar/subscriptions/")


def test_notice_carries_the_way_out(council, settings):
    row = f.make_subscription(council)
    notify(council)

    with MailServer() as server:
        use_mail_server(settings, server.port)
        worker.send_one()

    [mail] = server.mails
    address = f"http://testserver{path_of(row, 'uk', 'contact:unsubscribe')}"
    assert mail["List-Unsubscribe"].strip() == f"<{address}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content().startswith("Am Montag.\r\n\r\n—\r\n")
    assert Letter.objects.get().unsubscribe == ""


def test_a_thousand_letters_take_few_queries_and_wait_behind_others(council, django_assert_max_num_queries):
    made = [
        Subscription(
            council=council, recipient=f"p{number}@example.org", recipient_hash=f"{number}", created=NOW,
            language=LANGUAGES[number % 12], occasions=["moved"], confirmed_at=NOW,
        )
        for number in range(1000)
    ]  # fmt: skip
    Subscription.objects.bulk_create(made)
    composed = []

    with django_assert_max_num_queries(60):
        subscriptions.write_to_all(
            [council], {"moved"}, lambda: composed.append(1) or ("a", "b"), announces=council.public_id, now=NOW
        )
    letters.write("contact.answer", OLENA, "de", lambda: ("a", "b"), now=NOW + timedelta(seconds=1))

    assert (Letter.objects.filter(kind=Letter.NOTICE).count(), len(composed)) == (1000, 12)
    assert letters.claim(NOW + timedelta(minutes=1)).kind == "contact.answer"


def test_withdrawn_council_sends_nothing_that_waits_and_is_not_named(client, council, clock):
    other = f.make_council()
    row = f.make_subscription(council)
    f.make_subscription(other, recipient="other@example.org")
    notify(council, other, about=f.make_news(council=other))

    clock.shift(timedelta(hours=1))
    council.withdraw()

    assert [letter.recipient for letter in Letter.objects.filter(state="waiting")] == ["other@example.org"]
    page = client.get(path_of(row))
    assert "Beirat A" not in page.content.decode()
    assert client.get(url(council)).status_code == 410
    assert client.post(url(council), fields()).status_code == 410
    # Who wants out gets out.
    client.post(path_of(row), {"step": "end"})
    assert Subscription.objects.filter(council=council).count() == 0


def test_nothing_is_chosen_beforehand(client, council):
    page = Page(client.get(url(council)))

    boxes = page.find("input", name="occasions")
    assert [(box["value"], "checked" in box.attributes) for box in boxes] == [(one, False) for one in Occasion.values]
