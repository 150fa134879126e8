"""Two people at one form: whoever saves last overwrites nothing unseen, keeps what they typed, and is told."""

import datetime
import json

import pytest
from django.apps import apps
from django.urls import reverse

from councils.models import Editor
from councils.publishing import State
from meetings.models import AgendaItem, MeetingRules
from tests import factories
from tests.office import address, errors_of, fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
DAY = datetime.date(2030, 1, 2)


@pytest.fixture
def council():
    return factories.make_council(slug="eigener")


@pytest.fixture
def office(client, council):
    user = factories.make_editor(council=council, user=factories.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_dates_choices_and_numbers_are_not_overwritten(office, council):
    term = factories.make_term(council=council)
    group = factories.make_seat_group(term=term, seats=5)
    organisation = factories.make_organisation(council=council, name_de="Rat der Stadt")
    opened = fields_of(office.get(address(group, "change")))
    group.seats, group.nominated_by = 7, organisation
    group.save()

    # Only the label was typed: what the other one changed stays.
    kept = office.post(address(group, "change"), opened | {"label_de": "Gewählte"})
    group.refresh_from_db()
    assert (kept.status_code, group.label_de, group.seats, group.nominated_by) == (302, "Gewählte", 7, organisation)

    # Both changed the number: it is asked, with what was typed, and saved the second time.
    answer = office.post(address(group, "change"), opened | {"seats": "9"})
    said = errors_of(answer)
    assert "Somebody else changed this meanwhile. It now says: “7”. Save again to replace it." in said
    assert reverse("admin:councils_seatgroup_history", args=[group.pk]) in answer.content.decode()
    again = fields_of(answer)
    assert (again["seats"], group.seats) == ("9", 7)
    assert office.post(address(group, "change"), again | {"label_de": "Gewählte"}).status_code == 302
    group.refresh_from_db()
    assert (group.seats, group.nominated_by) == (9, organisation)


def test_back_button_after_publishing_takes_nothing_back(office, council):
    news = factories.make_news(council=council, state=State.DRAFT, title_de="Alt", dated=DAY)
    opened = fields_of(office.get(address(news, "change")))
    office.post(address(news, "change"), opened | {"state": "published", "title_de": "Neu", "dated": "2030-02-03"})

    answer = office.post(address(news, "change"), opened | {"lead_de": "Dazu"})

    news.refresh_from_db()
    assert answer.status_code == 302
    assert (news.state, news.title_de, news.dated, news.lead_de) == (
        State.PUBLISHED, "Neu", datetime.date(2030, 2, 3), "Dazu",
    )  # fmt: skip


def test_words_of_others_are_shown_before_they_are_published(office, council):
    news = factories.make_news(council=council, state=State.DRAFT, title_de="Alt", lead_de="Vorher")
    opened = fields_of(office.get(address(news, "change")))
    news.lead_de = "Nachher"
    news.save()

    answer = office.post(address(news, "change"), opened | {"state": "published", "title_de": "Neu"})

    news.refresh_from_db()
    again = fields_of(answer)
    assert "Somebody else changed this meanwhile. Read it, then save again." in errors_of(answer)
    assert (again["title_de"], again["lead_de"], again["state"]) == ("Neu", "Nachher", "published")
    assert (news.state, news.title_de) == (State.DRAFT, "Alt")
    assert office.post(address(news, "change"), again).status_code == 302
    news.refresh_from_db()
    assert (news.state, news.title_de, news.lead_de) == (State.PUBLISHED, "Neu", "Nachher")


def test_browsers_type_nothing_into_a_form_that_the_back_button_fetches_anew(office, council):
    """With the marks of today, what was typed before would look as if it were typed over what stands there today."""
    news = factories.make_news(council=council)

    assert 'id="news_form" novalidate autocomplete="off">' in office.get(address(news, "change")).content.decode()


def test_rows_in_the_form_of_another_are_not_overwritten(office, council):
    meeting = factories.make_meeting(council)
    kept, asked, gone = (
        factories.make_agenda_item(meeting=meeting, title_de=text, position=number)
        for number, text in enumerate(("Eins", "Zwei", "Drei"), start=1)
    )
    opened = fields_of(office.get(address(meeting, "change")))
    keys = [name for name in opened if name.startswith("agenda") and name.endswith("-id")]
    prefix = {opened[name]: name.removesuffix("id") for name in keys}
    for item, text in ((kept, "Eins, neu"), (asked, "Zwei, neu")):
        item.title_de = text
        item.save()
    gone.remove()
    own, other, lost = (prefix[str(item.pk)] for item in (kept, asked, gone))
    typed = {f"{own}number": "Ö 7", f"{other}title_de": "Zwei, anders", f"{lost}title_de": "Drei, anders"}

    answer = office.post(address(meeting, "change"), opened | typed)
    text = answer.content.decode()

    assert "It now says: “Zwei, neu”" in text
    assert "Somebody else deleted this row meanwhile" in text
    assert [f'value="{words}"' in text for words in ("Ö 7", "Zwei, anders", "Drei, anders")] == [True] * 3
    assert list(AgendaItem.objects.present().values_list("title_de", flat=True)) == ["Eins, neu", "Zwei, neu"]
    again = fields_of(answer) | {f"{lost}DELETE": "on"}
    assert office.post(address(meeting, "change"), again).status_code == 302
    rows = AgendaItem.objects.present().values_list("number", "title_de")
    assert list(rows) == [("Ö 7", "Eins, neu"), ("Ö 1", "Zwei, anders")]


# Of what is not published: what is typed here alone, what the other one wrote meanwhile, and of a field that both
# changed what each of them says in it, with the words of the message.
OTHER_FORMS = {
    "account": (
        lambda _council: factories.make_user(username="konto"),
        {"first_name": "Anna"}, {"email": "neu@example.org", "is_active": False},
        ("last_name", "Muster", "Beispiel", "Beispiel"),
    ),
    "editorship": (
        lambda council: factories.make_editor(council=council, role="translator"),
        {}, {"role": "author"}, ("languages", ["tr"], ["ar", "en"], "العربية, English"),
    ),
    "desk": (
        lambda council: factories.make_desk(council, working_days=[1]),
        {"keep_days": 30}, {"react_within": 3, "deputy_after": 6},
        ("working_days", ["1", "3"], [1, 2], "Monday, Tuesday"),
    ),
    "rules": (
        lambda council: MeetingRules.objects.create(council=council),
        {"keep_days": 10}, {"lists_non_public": False}, ("invite_days", "9", 7, "7"),
    ),
    "absence": (
        lambda council: factories.make_absence(council, DAY, datetime.date(2030, 1, 9)),
        {}, {"first_day": datetime.date(2030, 1, 1)},
        ("last_day", "2030-01-11", datetime.date(2030, 1, 12), "12/01/2030"),
    ),
}  # fmt: skip


@pytest.fixture
def boss(client):
    user = factories.make_superuser(language="en")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("kind", OTHER_FORMS)
def test_other_forms_of_the_office_overwrite_nothing_unseen(boss, council, kind):
    make, typed, theirs, (both, ours, stored, words) = OTHER_FORMS[kind]
    row = make(council)
    page = boss.get(address(row, "change"))
    opened = fields_of(page)
    assert b'_form" novalidate autocomplete="off">' in page.content
    for name, value in theirs.items():
        setattr(row, name, value)
    row.save()

    kept = boss.post(address(row, "change"), opened | typed)
    row.refresh_from_db()
    assert kept.status_code == 302
    assert {name: getattr(row, name) for name in typed | theirs} == typed | theirs

    setattr(row, both, stored)
    row.save()
    answer = boss.post(address(row, "change"), opened | typed | {both: ours})
    row.refresh_from_db()
    assert f"Somebody else changed this meanwhile. It now says: “{words}”. Save again to replace it." in errors_of(
        answer
    )
    assert (getattr(row, both), answer.context["adminform"].form[both].value()) == (stored, ours)
    history = address(row, "history")
    assert (f'href="{history}"' in answer.content.decode(), boss.get(history).status_code) == (True, 200)

    assert boss.post(address(row, "change"), fields_of(answer) | {both: ours}).status_code == 302
    row.refresh_from_db()
    assert str(row.serializable_value(both)) == str([1, 3] if kind == "desk" else ours)
    assert {name: getattr(row, name) for name in typed | theirs} == typed | theirs


def test_role_in_the_form_of_an_account_is_not_overwritten(boss, council):
    editor = factories.make_editor(council=council)
    page = boss.get(address(editor.user, "change"))
    opened = fields_of(page)
    # Of the password and of what the form only shows nothing goes with it.
    assert set(json.loads(opened["_seen"])) == {
        "username", "first_name", "last_name", "email", "language", "weekly_mail", "is_active", "is_staff",
        "is_superuser", "oidc_subject",
    }  # fmt: skip
    editor.role = "author"
    editor.save()

    assert boss.post(address(editor.user, "change"), opened | {"first_name": "Anna"}).status_code == 302
    editor.refresh_from_db()
    assert (editor.role, editor.user.first_name) == ("author", "Anna")
    answer = boss.post(address(editor.user, "change"), opened | {"editorships-0-role": "message_reader"})
    editor.refresh_from_db()
    assert ("It now says: “author: writes drafts”" in answer.content.decode(), editor.role) == (True, "author")
    assert boss.post(address(editor.user, "change"), fields_of(answer)).status_code == 302
    editor.refresh_from_db()
    assert editor.role == "message_reader"

    # The other one takes the role away.
    opened, other = fields_of(boss.get(address(editor.user, "change"))), factories.make_editor(role="author")
    Editor.objects.filter(pk=editor.pk).delete()
    answer = boss.post(address(editor.user, "change"), opened | {"last_name": "Muster"})
    again = fields_of(answer)
    words = "Somebody else deleted this row meanwhile. Delete it here too, or write it as a new row."
    assert (errors_of(answer), again["last_name"]) == ([words], "Muster")
    assert 'name="editorships-0-DELETE"' in answer.content.decode()
    taken = boss.post(address(editor.user, "change"), again | {"editorships-0-DELETE": "on"})
    assert (taken.status_code, list(Editor.objects.all())) == (302, [other])
    # Nor does the form take that of another account.
    forged = again | {"editorships-0-id": str(other.pk), "editorships-0-DELETE": "on"}
    boss.post(address(editor.user, "change"), forged)
    assert list(Editor.objects.all()) == [other]


def test_row_that_is_gone_does_not_keep_others_from_saving(office, council):
    meeting = factories.make_meeting(council)
    gone = factories.make_agenda_item(meeting=meeting)
    opened = fields_of(office.get(address(meeting, "change")))
    gone.remove()

    assert office.post(address(meeting, "change"), opened | {"places": "30"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.places, AgendaItem.objects.present().count(), AgendaItem.objects.count()) == (30, 0, 1)


def test_a_form_nobody_else_touched_saves_as_ever(office, council):
    meeting = factories.make_meeting(council)
    factories.make_agenda_item(meeting=meeting)
    opened = fields_of(office.get(address(meeting, "change")))
    before = meeting.modified

    assert office.post(address(meeting, "change"), opened).status_code == 302
    assert office.post(address(meeting, "change"), opened | {"places": "30"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.places, meeting.modified > before) == (30, True)


@pytest.mark.parametrize("name", ["meeting", "notice", "vacancy", "news"])
def test_new_entry_that_is_sent_again_stands_there_once(office, council, name):
    data, model = {
        "meeting": ({"title_de": "Sitzung", "held_on": "14.03.2030", "starts_at": "18:00"}, "meetings.meeting"),
        "notice": ({"title_de": "Zu", "body_de": "Seiteneingang."}, "councils.notice"),
        "vacancy": (
            {"seat_group": factories.make_seat_group(term=factories.make_term(council=council)).pk},
            "members.vacancy",
        ),
        "news": ({"title_de": "Fest", "dated": "2030-01-01"}, "councils.news"),
    }[name]
    model = apps.get_model(model)
    form = fields_of(office.get(address(model, "add"))) | data | {"state": "published"}
    assert office.post(address(model, "add"), form).status_code == 302
    first = model.objects.get()

    # The back button, the same press again.
    answer = office.post(address(model, "add"), form)
    assert answer.status_code == 200
    assert address(first, "change") in "".join(errors_of(answer))
    assert model.objects.count() == 1

    # Pressed once more on purpose; and what says something else is never asked about.
    assert office.post(address(model, "add"), fields_of(answer)).status_code == 302
    assert model.objects.count() == 2
    if name == "notice":
        assert office.post(address(model, "add"), form | {"body_de": "Haupteingang."}).status_code == 302
