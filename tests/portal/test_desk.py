"""The desk of the office: what is to be done, who sees it, and that it goes when it is mended."""

import datetime
from datetime import UTC, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from contact import weekly
from contact.models import Entry, Letter, Message
from councils import office
from councils.accounts.rights import Rights
from councils.models import Council, Document, Editor, Notice, PutOff
from councils.office import desk_of
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import AccessLink, Meeting, MeetingDocument, MeetingRules, Need
from tests import factories as make

# A Monday morning.
NOW = datetime.datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = NOW.date()
ROLES = (Editor.Role.EDITOR, Editor.Role.MESSAGE_READER)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_translations")]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock, translation.override("en"):
        yield clock


def a_council(**fields):
    """A council with nothing to do."""
    return make.make_council(**{"confirmed_on": TODAY} | fields)


@pytest.fixture
def council():
    return a_council(slug="eigener")


@pytest.fixture
def clerk(council):
    """Looks after the council, and reads its messages."""
    user = make.make_user(language="en")
    for role in ROLES:
        make.make_editor(council, user, role=role)
    return user


def all_chores(user):
    desk = desk_of(Rights(user), timezone.now())
    return [c for _urgency, groups in desk.sections for group in groups for c in group.shown + group.rest]


def chores(user):
    """The kinds of what is on the desk."""
    return sorted({chore.kind for chore in all_chores(user)})


@pytest.fixture
def no_translations(monkeypatch):
    """Only the chores that tests bring about: most rows here have no translations."""
    monkeypatch.setattr("councils.chores.kept_languages", lambda _council: [])
    monkeypatch.setattr(office, "_providers", [one for one in office._providers if one.__name__ != "translations"])


def days(number):
    return TODAY + timedelta(days=number)


def age(row, number):
    """As if nobody had touched the row for so many days."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET modified = %s WHERE id = %s", [NOW - timedelta(days=number), row.pk]
        )


# -- each kind: how it comes, and how it goes ------------------------------------------------------------------------


def change(row, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def meeting(council, number, **fields):
    fields = {"invited_at": NOW, "status": Meeting.Status.INVITED} | fields
    return make.make_meeting(council, held_on=PartialDate.of(days(number)), **fields)


def complete(council, number, **fields):
    """A meeting to come that lacks nothing."""
    row = meeting(council, number, **fields)
    make.make_agenda_item(meeting=row)
    paper(row)
    return row


def paper(row, **fields):
    link = MeetingDocument.Availability.LINK
    fields = {"availability": link, "url": "https://example.org/p", "role": MeetingDocument.Role.ATTACHMENT} | fields
    return make.make_meeting_document(meeting=row, **fields)


def confirmation(council):
    change(council, confirmed_on=datetime.date(2026, 5, 23))
    return lambda: change(council, confirmed_on=TODAY)


def term(council):
    make.make_term(council=council, began=PartialDate(2021), ended=PartialDate(2026, 10, 31))
    return lambda: make.make_term(council=council, began=PartialDate(2026, 12, 1), ended=None)


def term_ends(council):
    make.make_term(council=council, began=PartialDate(2021), ended=PartialDate(2027, 3, 31))
    return lambda: make.make_term(council=council, began=PartialDate(2027, 4, 1), ended=None)


def seats(council):
    row = make.make_term(council=council, stated_seats=7)
    make.make_seat_group(term=row, seats=6)
    return lambda: change(row, stated_seats=6)


def votes(council):
    row = make.make_term(council=council, stated_seats=6, stated_voting_seats=5)
    make.make_seat_group(term=row, seats=6)
    return lambda: change(row, stated_voting_seats=6)


def vacancy(council):
    group = make.make_seat_group(term=make.make_term(council=council))
    row = make.make_vacancy(seat_group=group)
    return lambda: change(row, ended=PartialDate(2026, 11, 1))


def notice(council):
    row = make.make_notice(council=council, valid_until=days(3))
    return lambda: change(row, valid_until=days(60))


def call(council):
    row = make.make_call(council=council, closes_on=days(5))
    return row.withdraw


def contact(council):
    row = make.make_contact_point(council=council, valid_until=days(-5))
    return lambda: change(row, valid_until=None)


def office_hour(council):
    row = make.make_office_hour(council=council, valid_until=days(20))
    return lambda: change(row, valid_until=days(200))


def document(council):
    row = make.make_document(council=council)
    return lambda: change(row, availability=Document.Availability.LINK, url="https://example.org/satzung")


def draft(council):
    row = make.make_document(council=council, availability="link", url="https://example.org", state=State.DRAFT)
    age(row, 31)
    return Document.objects.get(pk=row.pk).publish


def message(council):
    row = make.make_message(council, due_on=days(2), deputy_on=days(9))
    return lambda: change(row, reacted_at=NOW, state=Message.State.IN_PROGRESS)


def quarantine(council):
    row = make.make_message(council, quarantined_at=NOW)
    return lambda: change(row, read_at=NOW)


def quarantined_entry(council):
    row = make.make_message(council, reacted_at=NOW)
    entry = Entry.objects.create(message=row, side="writer", created=NOW, text="…", quarantined_at=NOW)
    return entry.delete


def invitation(council):
    row = complete(council, 20, invited_at=None, status=Meeting.Status.PLANNED)
    return lambda: change(row, status=Meeting.Status.INVITED)


def agenda(council):
    row = meeting(council, 20)
    return lambda: make.make_agenda_item(meeting=row)


def papers(council):
    row = meeting(council, 10)
    make.make_agenda_item(meeting=row)
    return lambda: paper(row)


def link(council):
    row = complete(council, 10, mode=Meeting.Mode.HYBRID)
    return lambda: AccessLink.objects.create(meeting=row, url="https://example.org/join")


def requests(council):
    row = complete(council, 30)
    make.make_registration(row, "interpreter")
    return lambda: Need.objects.update(state=Need.State.CONFIRMED, decided_at=NOW)


def minutes(council):
    row = meeting(council, -60, status=Meeting.Status.HELD)
    meeting(council, -10, status=Meeting.Status.HELD)
    return lambda: paper(row, role=MeetingDocument.Role.MINUTES)


def paper_known(council):
    row = paper(complete(council, 10), availability=MeetingDocument.Availability.KNOWN, url="")
    return row.remove


KINDS = {
    confirmation: "councils.confirmation",
    term: "councils.term",
    term_ends: "councils.term",
    seats: "councils.seats",
    votes: "councils.seats",
    vacancy: "members.vacancy",
    notice: "councils.expiring",
    call: "councils.expiring",
    contact: "councils.expiring",
    office_hour: "contact.expiring",
    document: "councils.known",
    draft: "councils.draft",
    message: "contact.message",
    quarantine: "contact.quarantine",
    quarantined_entry: "contact.quarantine",
    invitation: "meetings.invitation",
    agenda: "meetings.agenda",
    papers: "meetings.papers",
    link: "meetings.link",
    requests: "meetings.requests",
    minutes: "meetings.minutes",
    paper_known: "meetings.known",
}


@pytest.mark.parametrize("begin", KINDS, ids=lambda begin: begin.__name__)
def test_chore_comes_and_goes_for_those_who_may_do_it(council, clerk, monkeypatch, begin):
    kind = KINDS[begin]
    other = make.make_editor(a_council(slug="fremder")).user
    reader, author = (make.make_editor(council, role=role).user for role in ("message_reader", "author"))

    mend = begin(council)

    rights, now = Rights(clerk), timezone.now()
    councils = office.councils_of(rights, now)
    found = {one: {chore.kind for chore in one(councils, rights, now)} for one in office._providers}
    [speaks] = [one for one, kinds in found.items() if kinds]
    assert found[speaks] == {kind}
    monkeypatch.setattr(office, "_providers", [speaks])
    assert chores(clerk) == [kind]
    assert chores(other) == []
    assert chores(reader) == ([kind] if kind in {"contact.message", "contact.quarantine"} else [])
    assert chores(author) == ([kind] if kind in {"councils.draft", "meetings.requests"} else [])
    mend()
    assert chores(clerk) == []


@pytest.mark.once
def test_nothing_is_said_of_messages_without_the_right(council):
    message(council), quarantine(council)
    users = [make.make_superuser(), make.make_editor(council).user]

    assert [{"contact.message", "contact.quarantine"} & set(chores(user)) for user in users] == [set(), set()]


# -- when things are due ---------------------------------------------------------------------------------------------


def test_minutes_are_not_missing_before_the_meeting_that_approves_them(council, clerk):
    meeting(council, -60, status=Meeting.Status.HELD)
    complete(council, 5)

    assert chores(clerk) == []


def test_a_cancelled_meeting_approves_nothing(council, clerk):
    meeting(council, -60, status=Meeting.Status.HELD)
    meeting(council, -10, status=Meeting.Status.CANCELLED, status_reason_de="Krank")

    assert chores(clerk) == []


@pytest.mark.once
def test_only_the_next_meeting_has_a_checklist(council, clerk):
    complete(council, 5)
    meeting(council, 12)

    assert chores(clerk) == []


@pytest.mark.once
def test_last_day_to_invite_is_that_of_the_rules(council, clerk):
    invitation(council)
    MeetingRules.objects.create(council=council, invite_days=14)

    [chore] = [chore for chore in all_chores(clerk) if chore.kind == "meetings.invitation"]
    assert (chore.due, chore.urgency.label) == (days(6), "Soon")


def test_draft_within_a_draft_is_told_once(council, clerk):
    row = make.make_meeting(council, state=State.DRAFT)
    for old in (row, make.make_agenda_item(meeting=row, state=State.DRAFT)):
        age(old, 40)

    keys = [chore.key for chore in all_chores(clerk) if chore.kind == "councils.draft"]
    assert keys == [f"councils.draft:{row.public_id}"]


def test_next_term_that_waits_as_a_draft_is_told_in_place_of_the_one_that_ends(council, clerk):
    term(council)
    following = make.make_term(council=council, name_de="Die achte", began=PartialDate(2026, 12), state=State.DRAFT)
    age(following, 40)

    [chore] = all_chores(clerk)
    assert chore.text == "The next term of office waits as a draft: “Die achte”. Enter who was elected and publish it."
    assert (chore.kind, chore.url, chore.urgency.label) == ("councils.term", office.form_of(following), "Today")
    following.publish_at = NOW + timedelta(days=2)
    following.publish()
    assert chores(clerk) == []


def test_what_the_writer_adds_is_not_put_off_with_what_was_there(council, clerk):
    row = make.make_message(council, due_on=days(2), deputy_on=days(9))
    [chore] = [chore for chore in all_chores(clerk) if chore.kind == "contact.message"]
    PutOff.objects.create(council=council, key=chore.key, until=days(60), reason="Urlaub", at=NOW)
    before = chores(clerk)

    change(row, due_on=days(5))

    assert (before, chores(clerk)) == ([], ["contact.message"])


# -- translations -----------------------------------------------------------------------------------------------------


def test_translations_that_are_missing_or_outdated_stand_in_one_line_a_language(council, clerk, monkeypatch):
    monkeypatch.undo()
    texts = {f"title_{code}": "…" for code in ("de_simple", "en", "ar", "bg", "fa", "pl", "ro", "ru", "tr", "uk", "vi")}
    translator = make.make_editor(council, role="translator", languages=["ar", "tr"]).user
    for user in (clerk, translator):
        user.open_before = {chore.key: chore.text for chore in all_chores(user)}
    row = make.make_notice(council=council, **texts | {"title_tr": ""})
    row.record_translation("title", "ar", "reviewed", made_from="another text")
    row.save()

    def news(user):
        chores = [chore for chore in all_chores(user) if chore.kind == "councils.translations"]
        return sorted(chore.key for chore in chores if chore.text != user.open_before[chore.key])

    assert news(clerk) == news(translator) == ["councils.translations:ar", "councils.translations:tr"]
    assert "1 outdated" in next(chore.text for chore in all_chores(translator) if chore.key.endswith(":ar"))


# -- the superuser ----------------------------------------------------------------------------------------------------


def test_superuser_minds_councils_without_an_editor_and_their_own(council):
    document(council)
    user, orphan = make.make_superuser(), a_council(slug="niemandes")
    document(orphan)

    found = {(chore.council_id, chore.kind) for chore in all_chores(user)} - {(council.pk, "councils.translations")}
    assert (council.pk, "councils.known") in found
    assert (orphan.pk, "councils.unattended") in found

    for row in (council, orphan):
        make.make_editor(row)
    assert not any(chore.council_id for chore in all_chores(user))

    make.make_editor(orphan, user)
    assert (orphan.pk, "councils.known") in {(chore.council_id, chore.kind) for chore in all_chores(user)}


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


INDEX = "/admin/"


def post(client, name, **data):
    return client.post(reverse(f"admin:{name}"), data, follow=True)


@pytest.mark.once
def test_start_page_says_what_is_to_do_and_where(desk, council):
    row = make.make_document(council=council, title_de="Satzung")

    page = desk.get(INDEX).content.decode()

    assert "“Satzung” is known to exist" in page
    assert f'href="/admin/councils/document/{row.pk}/change/"' in page
    assert "All lists" in page


@pytest.mark.once
def test_start_page_says_that_nothing_is_to_do(desk):
    assert "Nothing to do." in desk.get(INDEX).content.decode()


@pytest.mark.once
def test_start_page_without_any_role_does_not_say_that_all_is_well(client):
    client.force_login(make.make_user(language="en"), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(INDEX).content.decode()

    assert "You don’t have permission to view or edit anything." in page
    assert "Nothing to do." not in page
    assert "every Monday" not in page


def test_chore_is_put_off_and_comes_back(desk, council, clerk, clock):
    row = make.make_document(council=council)
    key = {"council": council.pk, "key": f"councils.known:{row.public_id}"}

    post(desk, "put_off", **key, days=7, reason="Noch nicht da")
    assert chores(clerk) == []
    post(desk, "bring_back", **key)
    assert (chores(clerk), PutOff.objects.count()) == (["councils.known"], 0)
    page = post(desk, "put_off", **key, days=30, reason="Die Stadt sucht sie.").content.decode()
    assert "Die Stadt sucht sie." in page
    clock.move_to(NOW + timedelta(days=29))
    assert chores(clerk) == []
    clock.move_to(NOW + timedelta(days=30))
    assert chores(clerk) == ["councils.known"]


@pytest.mark.once
def test_chore_is_put_off_with_a_reason_and_for_ninety_days_at_most(desk, council):
    row = make.make_document(council=council)
    data = {"council": council.pk, "key": f"councils.known:{row.public_id}", "days": 30, "reason": "x"}

    for wrong in ({"reason": ""}, {"days": 400}, {"days": "x"}):
        assert desk.post(reverse("admin:put_off"), data | wrong).status_code == 302

    assert PutOff.objects.count() == 0
    with pytest.raises(ValidationError, match="90 days"):
        PutOff(council=council, key="k", until=days(91), reason="x", at=NOW).full_clean()


@pytest.mark.once
def test_nobody_puts_off_what_is_not_on_their_desk(desk, council):
    other = a_council(slug="fremder")
    foreign, secret = make.make_document(council=other), make.make_message(other, due_on=days(2), deputy_on=days(3))

    for whose, key in (
        (other, f"councils.known:{foreign.public_id}"),
        (council, f"councils.known:{foreign.public_id}"),
        (other, f"contact.message:{secret.public_id}:{days(2)}"),
    ):
        data = {"council": whose.pk, "key": key, "days": 7, "reason": "x"}
        assert post(desk, "put_off", **data).status_code == 404
    assert post(desk, "bring_back", **data).status_code == 404
    assert PutOff.objects.count() == 0


@pytest.mark.once
def test_one_click_confirms_that_everything_is_still_correct(desk, council, clerk):
    confirmation(council)

    post(desk, "confirm_council", council=council.pk)

    assert Council.objects.get(pk=council.pk).confirmed_on == TODAY
    assert chores(clerk) == []


@pytest.mark.once
def test_only_editors_confirm(client, council, desk):
    other = a_council(slug="fremder", confirmed_on=None)
    statuses = [post(desk, "confirm_council", council=pk).status_code for pk in (other.pk, 0, "x", "")]
    client.force_login(
        make.make_editor(council, role="author").user, backend="django.contrib.auth.backends.ModelBackend"
    )

    assert statuses == [403, 404, 404, 404]
    assert post(client, "confirm_council", council=council.pk).status_code == 403
    assert client.get(reverse("admin:confirm_council")).status_code == 405
    assert Council.objects.get(pk=other.pk).confirmed_on is None


@pytest.mark.once
def test_weekly_mail_is_switched_off_and_on(desk, clerk):
    for wanted in ("off", "on"):
        post(desk, "switch_weekly_mail", weekly_mail=wanted)
        clerk.refresh_from_db()
        assert clerk.weekly_mail == (wanted == "on")


def queries_of(client, where):
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def test_desk_of_three_hundred_costs_what_three_cost(desk, council, clerk):
    other = a_council()
    make.make_editor(other, clerk)
    for begin in KINDS:
        begin(council)
    few = queries_of(desk, INDEX)
    for begin in KINDS:
        begin(other)
    known = {"state": State.PUBLISHED, "availability": Document.Availability.KNOWN}
    old = known | {"state": State.DRAFT, "created": NOW, "modified": NOW - timedelta(days=40)}
    ends = {"state": State.PUBLISHED, "valid_until": days(2)}
    hundred = [(f"{number} von hundert", (council, other)[number % 2]) for number in range(100)]
    Notice.objects.bulk_create(Notice(title_de=title, council=whose, **ends) for title, whose in hundred)
    Document.objects.bulk_create(Document(title_de=title, council=whose, **known) for title, whose in hundred)
    Document.objects.bulk_create(Document(title_de=title, council=whose, **old) for title, whose in hundred)

    assert len(all_chores(clerk)) > 300
    assert queries_of(desk, INDEX) == few


# -- by mail ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mail_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "localhost"}


def mails():
    return {letter.recipient: letter for letter in Letter.objects.order_by("pk")}


def test_desk_comes_by_mail_once_to_those_with_something_to_do(council, clerk, mail_on):
    make.make_document(council=council, title_de="Satzung")
    row = make.make_message(council, text="Geheim", name="Olena", due_on=days(2), deputy_on=days(9))
    change(clerk, email="clerk@office.example")
    idle = make.make_editor(a_council(), make.make_user(email="idle@office.example")).user
    off = make.make_editor(council, make.make_user(email="off@office.example", weekly_mail=False)).user
    gone = make.make_editor(council, make.make_user(email="gone@office.example", is_active=False)).user
    german = make.make_editor(council, make.make_user(email="de@office.example", language="de")).user
    no_role = make.make_user(email="none@office.example")

    assert [weekly.write_desks(NOW), weekly.write_desks(NOW + timedelta(hours=1))] == [{"written": 2}, {"written": 0}]

    letters = mails()
    assert set(letters) == {clerk.email, german.email}
    assert not {user.email for user in (idle, off, gone, no_role)} & set(letters)
    text = letters[clerk.email].body
    assert "“Satzung” is known to exist" in text
    assert f"http://testserver/admin/contact/message/{row.pk}/change/" in text
    assert not {word for word in ("Geheim", "Olena") if word in text}
    assert [letters[clerk.email].language, letters[german.email].language] == ["en", "de"]
    assert "/contact/message/" not in letters[german.email].body


@pytest.mark.once
def test_desk_comes_on_monday_mornings_only():
    monday = datetime.datetime(2026, 11, 23, 6, tzinfo=UTC)

    assert weekly.is_due(None, monday)
    assert not weekly.is_due(None, monday - timedelta(minutes=1))
    assert not weekly.is_due(monday, monday + timedelta(hours=3))
    assert not weekly.is_due(monday, monday + timedelta(days=1))
    assert weekly.is_due(monday, monday + timedelta(days=7))


# -- what the public reads ---------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("confirmed", "says"), [(datetime.date(2025, 11, 24), False), (datetime.date(2025, 11, 23), True), (None, False)]
)
def test_public_page_says_that_nobody_has_confirmed_it_for_a_year(client, council, confirmed, says):
    make.make_source(council=council)
    change(council, confirmed_on=confirmed)

    page = client.get("/en/councils/eigener/").content.decode()

    assert ("Not confirmed by the council since" in page) == says


@pytest.mark.once
def test_public_page_of_a_dissolved_council_needs_no_confirmation(client, council, clerk):
    change(council, confirmed_on=datetime.date(2020, 1, 1), dissolved_on=PartialDate(2021))

    assert "Not confirmed by the council since" not in client.get("/en/councils/eigener/").content.decode()
    assert chores(clerk) == []
