"""The office side of taking part: who sees registrations, what is decided, the sheet for the evening, the way in."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from contact import receipts
from contact.models import Letter
from councils.models import Editor
from councils.partial_dates import PartialDate
from meetings import life, taking_part
from meetings.models import AccessLink, Help, Meeting, Need, Registration
from tests import factories as f
from tests.elements import Page
from tests.reading import words

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NOW = datetime.datetime(2027, 3, 1, 12, tzinfo=datetime.UTC)
NAME, LINK = "Geheimname Olena", "https://video.example.org/raum-4711?pwd=GEHEIM"
LIST = "/admin/meetings/registration/"
State = Need.State


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "mail.example"}
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def meeting(council):
    return make_meeting(council)


def make_meeting(council, **fields):
    return f.make_meeting(council, **{"mode": Meeting.Mode.HYBRID, "held_on": PartialDate(2027, 3, 18)} | fields)


def sign_in(client, council, role=Editor.Role.EDITOR, **fields):
    editor = f.make_editor(council, f.make_user(**{"language": "en"} | fields), role=role)
    client.force_login(editor.user, backend=BACKEND)
    return client


@pytest.fixture
def office(client, council):
    return sign_in(client, council)


def page(row):
    return reverse("admin:meetings_registration_change", args=[row.pk])


def sheet(meeting):
    return reverse("admin:meetings_registration_sheet", args=[meeting.pk])


def step(client, row, name, status=302, **decisions):
    """Open the page, choose, and press a button, as a browser does."""
    data = {"step": name, "seen": client.get(page(row)).context["seen"]}
    needs = {need.kind: need for need in row.needs.all()}
    data |= {f"need-{need.pk}": decisions.get(kind, need.state) for kind, need in needs.items()}
    response = client.post(page(row), data)
    assert response.status_code == status
    return response


def listed(client, query=""):
    return [row.pk for row in client.get(LIST + query).context["cl"].result_list]


def states(row):
    return dict(row.needs.values_list("kind", "state"))


def said(response):
    return [str(message) for message in response.context["messages"]]


# -- who sees what ----------------------------------------------------------------------------------------------------

ACCOUNTS = {
    "editor": (Editor.Role.EDITOR, 200, 200), "author": (Editor.Role.AUTHOR, 200, 403),
    "translator": (Editor.Role.TRANSLATOR, 403, 403), "reader": (Editor.Role.MESSAGE_READER, 403, 403),
}  # fmt: skip


@pytest.mark.parametrize("account", [*ACCOUNTS, "superuser", "superuser editor", "foreign", "anonymous"])
def test_pages_are_for_those_who_write_for_the_council(client, council, meeting, account):
    row, link = (
        f.make_registration(meeting, Help.ONLINE, name=NAME),
        AccessLink.objects.create(meeting=meeting, url=LINK),
    )
    who, expected = account, [302] * 6
    if account in ACCOUNTS:
        role, rows, links = ACCOUNTS[account]
        sign_in(client, council, role)
        expected = [rows, rows, rows, rows, links, links]
    elif account == "superuser":
        client.force_login(f.make_superuser(), backend=BACKEND)
        expected = [403] * 6
    elif account == "superuser editor":
        client.force_login(f.make_editor(council, f.make_superuser()).user, backend=BACKEND)
        expected = [200] * 6
    elif account == "foreign":
        sign_in(client, f.make_council())
        expected = [200, 404, 404, 404, 200, 302]
    addresses = [
        LIST, page(row), sheet(meeting), f"{LIST}add/?meeting={meeting.pk}",
        reverse("admin:meetings_accesslink_changelist"), reverse("admin:meetings_accesslink_change", args=[link.pk]),
    ]  # fmt: skip

    answers = [client.get(address) for address in addresses]

    assert (who, [answer.status_code for answer in answers]) == (account, expected)
    if account == "foreign":
        assert [a for a in answers if NAME.encode() in a.content or b"4711" in a.content] == []
        assert answers[0].context["cl"].result_count == 0


def test_history_and_posts_are_closed_to_others(client, council, meeting):
    row = f.make_registration(meeting, Help.ONLINE)
    sign_in(client, f.make_council())

    posted = client.post(page(row), {"step": "cancel", "seen": row.modified.isoformat()})
    history = client.get(reverse("admin:meetings_registration_history", args=[row.pk]))
    deleted = client.get(reverse("admin:meetings_registration_delete", args=[row.pk]))

    assert (posted.status_code, history.status_code, deleted.status_code) == (404, 404, 403)
    assert Registration.objects.get().cancelled_at is None


def test_lists_and_histories_name_nobody(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE, Help.QUESTION, name=NAME, email="geheim@example.org")
    row.needs.filter(kind=Help.QUESTION).update(text="Geheimfrage")
    step(office, row, "decide", online="confirmed")
    history = reverse("admin:meetings_registration_history", args=[row.pk])

    pages = [office.get(address) for address in (LIST, f"{LIST}?meeting={meeting.pk}", history, "/admin/")]

    assert [p.status_code for p in pages] == [200] * 4
    assert [p.request["PATH_INFO"] for p in pages if b"eheim" in p.content] == []
    assert [word for entry in LogEntry.objects.all() for word in ("eheim",) if word in str(vars(entry))] == []


@pytest.mark.parametrize("query", [
    "?email__startswith=a", "?name=x", "?receipt_hash__startswith=a", "?needs__text=x", "?meeting__access__url=x",
])  # fmt: skip
def test_lists_answer_no_question_about_sealed_columns(office, meeting, query):
    f.make_registration(meeting, Help.ONLINE)

    assert office.get(LIST + query).status_code in {302, 400}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_however_long(office, meeting, django_assert_num_queries, rows):
    for _number in range(rows):
        f.make_registration(meeting, Help.ONLINE, Help.INTERPRETER)

    with django_assert_num_queries(10):
        office.get(LIST)


@pytest.mark.parametrize("rows", [1, 3])
def test_sheet_asks_the_same_however_many_come(office, council, django_assert_num_queries, rows):
    meeting = make_meeting(council, places=2)
    for _number in range(rows):
        f.make_registration(meeting, Help.PLACE, Help.INTERPRETER)

    with django_assert_num_queries(10):
        office.get(sheet(meeting))


def test_list_says_who_waits_for_a_place(office, council):
    meeting = make_meeting(council, places=1)
    for minutes in range(2):
        f.make_registration(meeting, Help.PLACE, created=NOW + datetime.timedelta(minutes=minutes))

    assert words(office.get(LIST)).count("on the waiting list") == 1


def test_lists_are_told_apart(office, council, meeting):
    other = make_meeting(council)
    there, elsewhere = f.make_registration(meeting, Help.ONLINE), f.make_registration(other, Help.ONLINE)
    aside = f.make_registration(meeting, Help.ONLINE, quarantined_at=NOW, suspicions=["honeypot"])
    gone = f.make_registration(meeting, Help.ONLINE)
    taking_part.cancel(gone)

    assert [listed(office, query) for query in (f"?meeting={meeting.pk}", "?list=quarantine", "?list=ended")] == [
        [there.pk], [aside.pk], [gone.pk],
    ]  # fmt: skip
    assert sorted(listed(office)) == [there.pk, elsewhere.pk]
    assert office.get(LIST + "?meeting=999999999999999999999").status_code in {200, 302}


# -- deciding ---------------------------------------------------------------------------------------------------------


def test_office_confirms_and_the_asker_is_told(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE, Help.INTERPRETER, language="ar")

    step(office, row, "decide", online="confirmed", interpreter="not_possible")

    assert states(row) == {"online": "confirmed", "interpreter": "not_possible"}
    assert [(letter.kind, letter.language) for letter in Letter.objects.all()] == [("meetings.decision", "ar")]
    assert said(office.get(page(row))) == ["Saved. A letter tells them by e-mail."]


def test_office_is_told_to_call_where_there_is_no_address(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE, email="", phone="0385 4711")

    answer = step(office, row, "decide", online="confirmed")

    assert said(office.get(answer["Location"])) == ["Saved. They have to be told: please call or write."]
    assert Letter.objects.count() == 0


def test_nobody_can_be_denied_a_place(office, council):
    meeting = make_meeting(council, places=1)
    row = f.make_registration(meeting, Help.PLACE)

    shown = office.get(page(row))
    step(office, row, "decide", place="not_possible", status=200)

    assert [o["value"] for o in Page(shown).find("input", type="radio")] == ["asked", "confirmed"]
    assert states(row) == {"place": "asked"}


def test_what_somebody_changed_meanwhile_is_not_overwritten(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE)
    need, seen = row.needs.get(), office.get(page(row)).context["seen"]
    taking_part.decide(row, {need.pk: State.NOT_POSSIBLE}, NOW + datetime.timedelta(minutes=1))

    answer = office.post(page(row), {"step": "decide", "seen": seen, f"need-{need.pk}": "confirmed"})

    assert "somebody changed this registration meanwhile" in said(answer)[0]
    assert states(row) == {"online": "not_possible"}


@pytest.mark.parametrize("sent", [{"step": "decide"}, {"step": "nonsense"}, {"step": "release"}, {}])
def test_odd_posts_change_nothing(office, meeting, sent):
    row = f.make_registration(meeting, Help.ONLINE)
    seen = office.get(page(row)).context["seen"]

    assert office.post(page(row), sent | {"seen": seen}).status_code == 200
    assert office.post(page(row), sent | {"seen": "gestern"}).status_code == 200
    assert states(row) == {"online": "asked"}


def test_many_are_confirmed_at_once_but_not_who_waits(office, council, meeting):
    f.make_offer(council=council, kind=Help.ONLINE, places=2)
    rows = [f.make_registration(meeting, Help.ONLINE, email=f"{number}@example.org") for number in range(3)]
    gone = f.make_registration(meeting, Help.ONLINE)
    taking_part.cancel(gone)
    foreign = f.make_registration(make_meeting(f.make_council()), Help.ONLINE)
    keys = [row.pk for row in (*rows, gone, foreign)]

    office.post(LIST, {"action": "confirm", "_selected_action": keys}, follow=True)

    assert [states(row)["online"] for row in (*rows, gone, foreign)] == [
        "confirmed", "confirmed", "asked", "asked", "asked",
    ]  # fmt: skip


def test_quarantine_and_back_and_cancelling_for_a_caller(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE, quarantined_at=NOW, suspicions=["honeypot"], name=NAME)
    shown = words(office.get(page(row)))
    step(office, row, "release")
    released = Registration.objects.get().quarantined_at
    step(office, row, "quarantine")
    step(office, row, "release")

    step(office, row, "cancel")

    kept = Registration.objects.get()
    assert "a field only programs see was filled in" in shown
    assert (released, kept.cancelled_at, kept.name) == (None, NOW, "")
    assert "The texts were erased" in words(office.get(page(row)))


# -- for a caller -----------------------------------------------------------------------------------------------------


def entered(**given):
    usual = {
        "token": receipts.new_token(), "channel": "phone", "language": "uk", "online": "on", "phone": "0385 123456",
        "name": "Oksana",
    }  # fmt: skip
    return usual | given


def test_office_chooses_among_the_meetings_that_take_requests(office, council, meeting):
    make_meeting(council, openness="non_public")
    make_meeting(f.make_council())
    life.cancel(make_meeting(council), {"de": "x"})
    make_meeting(council, state="draft")

    shown = office.get(f"{LIST}add/")

    assert shown.context["meetings"] == [(meeting.pk, "18\N{NO-BREAK SPACE}March 2027 – Sitzung")]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_office_enters_a_registration_and_hands_out_the_receipt(office, council, meeting, language):
    f.make_offer(council=council, kind=Help.ONLINE)
    address, data = f"{LIST}add/?meeting={meeting.pk}", entered(language=language)

    shown = [office.post(address, data) for _twice in range(2)]

    row = Registration.objects.get()
    assert (row.channel, row.language, row.name, states(row)) == ("phone", language, "Oksana", {"online": "asked"})
    assert [Page(p).with_class("receipt")[0]["lang"] for p in shown] == [language] * 2
    codes = {Page(p).with_class("code")[0].text.strip().replace("-", "").replace("\n", "") for p in shown}
    assert {taking_part.find("".join(code.split())) for code in codes} == {row}


def test_office_may_enter_what_is_past_for_others(office, council, meeting):
    f.make_offer(council=council, kind=Help.ONLINE, days_before=30)

    office.post(f"{LIST}add/?meeting={meeting.pk}", entered())

    assert Registration.objects.count() == 1


def test_entering_twice_for_different_people_makes_two(office, council, meeting):
    f.make_offer(council=council, kind=Help.ONLINE)
    address, data = f"{LIST}add/?meeting={meeting.pk}", entered()
    office.post(address, data)

    asked = office.post(address, data | {"name": "Ali"})
    token = asked.context["form"]["token"].value()
    office.post(address, data | {"name": "Ali", "token": token})

    assert "You have already sent something from this page." in words(asked)
    assert sorted(row.name for row in Registration.objects.all()) == ["Ali", "Oksana"]


@pytest.mark.parametrize("given", [{"phone": ""}, {"online": ""}, {"token": "x"}, {"channel": "form"}])
def test_entering_asks_for_what_is_missing(office, council, meeting, given):
    f.make_offer(council=council, kind=Help.ONLINE)

    shown = office.post(f"{LIST}add/?meeting={meeting.pk}", entered(**given))

    assert (Registration.objects.count(), bool(shown.context["form"].errors)) == (0, True)


# -- for the evening --------------------------------------------------------------------------------------------------


def test_sheet_counts_and_names_who_comes(office, council):
    meeting = make_meeting(council, places=1)
    f.make_offer(council=council, kind=Help.INTERPRETER)
    first = f.make_registration(meeting, Help.PLACE, Help.INTERPRETER, name="Olena", created=NOW)
    first.needs.filter(kind=Help.PLACE).update(state=State.CONFIRMED)
    first.needs.filter(kind=Help.INTERPRETER).update(language="uk")
    f.make_registration(meeting, Help.PLACE, name="Ali", created=NOW + datetime.timedelta(minutes=1))
    f.make_registration(meeting, Help.PLACE, name=NAME, quarantined_at=NOW)
    taking_part.cancel(f.make_registration(meeting, Help.QUESTION, name="Weg"))

    shown = office.get(sheet(meeting))

    said = words(shown)
    assert [(c["label"], c["confirmed"], c["asked"], c["waiting"]) for c in shown.context["counts"]] == [
        ("Platz im Raum", 1, 0, 1), ("Dolmetscherin oder Dolmetscher", 0, 1, 0),
    ]  # fmt: skip
    named = ("Olena", "Ali", "An interpreter: Ukrainian – Українська – asked for")
    assert [name for name in named if name not in said] == []
    assert [text for text in (NAME, "Weg", "olena@example.org") if text in said] == []


def test_sheet_of_an_erased_meeting_keeps_its_numbers(office, meeting):
    row = f.make_registration(meeting, Help.ONLINE, name=NAME)
    taking_part.scrub(row, NOW)

    shown = office.get(sheet(meeting))

    assert [(c["label"], c["asked"]) for c in shown.context["counts"]] == [("Online-Zugang", 1)]
    assert "Names and words are erased; the numbers stay." in words(shown)
    assert shown.context["rows"] == []


@pytest.mark.parametrize("key", ["x", "0", "9" * 30])
def test_sheet_of_nothing_is_not_found(office, key):
    assert office.get(f"{LIST}sheet/{key}/").status_code == 404


# -- the way in -------------------------------------------------------------------------------------------------------


def test_editor_enters_the_link_and_no_list_or_history_shows_it(office, council, meeting):
    add = reverse("admin:meetings_accesslink_add")
    make_meeting(council, mode="in_person")
    offered = [
        choice[0].value for choice in list(office.get(add).context["adminform"].form.fields["meeting"].choices)[1:]
    ]

    saved = office.post(add, {"meeting": meeting.pk, "url": LINK, "more": "Code 0385 4711", "shown_minutes": 45})

    link = AccessLink.objects.get()
    office.post(
        reverse("admin:meetings_accesslink_change", args=[link.pk]),
        {"url": LINK + "2", "more": "Code 0385 4711", "shown_minutes": 45},
    )
    link.refresh_from_db()
    pages = [
        reverse("admin:meetings_accesslink_changelist"), reverse("admin:meetings_accesslink_history", args=[link.pk]),
        reverse("admin:meetings_accesslink_delete", args=[link.pk]), "/admin/", LIST, sheet(meeting),
    ]  # fmt: skip
    shown = [office.get(address) for address in pages]
    assert offered == [meeting.pk]
    assert saved["Location"] == reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert "45 minutes before" in shown[0].content.decode()
    assert (link.url, link.more, link.shown_minutes) == (LINK + "2", "Code 0385 4711", 45)
    assert [p.status_code for p in shown] == [200] * 6
    assert [p.request["PATH_INFO"] for p in shown if b"4711" in p.content or b"GEHEIM" in p.content] == []
    assert [e for e in LogEntry.objects.all() if "4711" in str(vars(e))] == []
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("given", [
    {"url": "", "more": ""}, {"url": "javascript:alert(1)"}, {"url": "ftp://example.org/x"}, {"url": "kein Link"},
])  # fmt: skip
def test_link_that_leads_nowhere_is_refused(office, meeting, given):
    data = {"meeting": meeting.pk, "url": LINK, "more": "", "shown_minutes": 45} | given

    assert office.post(reverse("admin:meetings_accesslink_add"), data).status_code == 200
    assert AccessLink.objects.count() == 0


def test_link_of_a_foreign_meeting_is_refused(office, council, meeting):
    foreign = make_meeting(f.make_council())

    office.post(
        reverse("admin:meetings_accesslink_add"), {"meeting": foreign.pk, "url": LINK, "more": "", "shown_minutes": 45}
    )

    assert AccessLink.objects.count() == 0


def test_page_of_the_meeting_leads_there(office, meeting):
    link = AccessLink.objects.create(meeting=meeting, url=LINK)

    shown = Page(office.get(reverse("admin:meetings_meeting_change", args=[meeting.pk])))

    addresses = [element.get("href") for element in shown.find("a")]
    way_in = reverse("admin:meetings_accesslink_change", args=[link.pk])
    wanted = [f"{LIST}?meeting={meeting.pk}", sheet(meeting), way_in]
    assert [address for address in wanted if address not in addresses] == []
    assert b"4711" not in shown.response.content
