"""What the office's forms do to content: validation, publishing, soft deletion, and what a forged form achieves."""

import datetime
import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from councils.models import Council, Document, Editor, Jurisdiction, News, SeatGroup, Term, User
from councils.publishing import State
from meetings.models import AgendaItem, Convening, Meeting
from members.models import Membership
from tests import factories
from tests.office import address, errors_of, fields_of, messages_of, save

pytestmark = pytest.mark.once


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


@pytest.fixture
def other(db):
    return factories.make_council(slug="fremder")


def enter(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(client, council):
    return enter(client, factories.make_editor(council=council).user)


@pytest.fixture
def author(client, council):
    return enter(client, factories.make_editor(council=council, role=Editor.Role.AUTHOR).user)


@pytest.fixture
def translator(client, council):
    user = factories.make_editor(council=council, role=Editor.Role.TRANSLATOR, languages=["en", "tr"]).user
    return enter(client, user)


# -- looking ------------------------------------------------------------------------------------------------------


def test_who_may_not_replace_a_file_can_open_it(author, council):
    picture = factories.make_picture(council=council)

    page = author.get(address(picture, "change")).content.decode()

    file = reverse("admin:councils_picture_file", args=[picture.pk])
    assert re.findall(r'<a href="([^"]+)">[0-9a-f]{16}-', page) == [file]
    assert author.get(file).getvalue()[:3] == b"\xff\xd8\xff"


# -- saving -------------------------------------------------------------------------------------------------------


def test_add_news_as_draft_with_address_from_heading(editor, council):
    response = save(editor, address(News, "add"), title_de="Räte für alle", dated="2026-03-01")

    news = News.objects.get()
    assert response.status_code == 302
    assert (news.council, news.slug, news.state) == (council, "raete-fuer-alle", State.DRAFT)


def test_add_second_news_with_same_heading_gets_another_address(editor, council):
    factories.make_news(council=council, slug="fest", title_de="Fest")

    save(editor, address(News, "add"), title_de="Fest", dated="2026-04-01")

    assert sorted(News.objects.values_list("slug", flat=True)) == ["fest", "fest-2"]


def test_german_text_is_required(editor, council):
    response = save(editor, address(News, "add"), title_de="", title_en="News", dated="2026-03-01")

    assert errors_of(response) == ["Dieses Feld ist zwingend erforderlich."]
    assert not News.objects.exists()


def make_draft_meeting(council):
    """Date and status of a meeting that was public change by its steps only; see tests/meetings."""
    return factories.make_meeting(council, state=State.DRAFT)


def test_constraint_about_field_outside_the_form_is_told(editor, council):
    """The rule about cancelled meetings looks at three columns, one of which no form shows."""
    meeting = make_draft_meeting(council)
    editor.force_login(_speaks(editor, "en"), backend="django.contrib.auth.backends.ModelBackend")

    response = save(editor, address(meeting, "change"), status=Meeting.Status.CANCELLED)

    assert errors_of(response) == ["Say why the meeting is cancelled."]
    assert Meeting.objects.get().status == Meeting.Status.PLANNED


def _speaks(client, language):
    user = User.objects.get(pk=client.session["_auth_user_id"])
    user.language = language
    user.save()
    return user


def test_rule_about_fixed_field_is_told(editor, council):
    """The council of a statement is fixed after it was made; a message about it must not break the form."""
    _speaks(editor, "en")
    statement = factories.make_statement(council=council)

    response = save(editor, address(statement, "change"), is_quotation="on")

    assert errors_of(response) == ["Say where the quotation comes from."]


def test_message_is_told_once(editor, council):
    _speaks(editor, "en")

    response = save(
        editor, address(Term, "add"), name_de="Amtszeit", began="2030", ended="2025", rule=Term.Rule.UNKNOWN
    )

    assert errors_of(response) == ["The end comes before the beginning."]


def test_partial_date_is_read_and_shown_as_far_as_known(editor, council):
    save(editor, address(Term, "add"), began="11.2014", ended="2030", rule=Term.Rule.UNKNOWN)

    term = Term.objects.get()
    assert (str(term.began), str(term.ended)) == ("2014-11", "2030")
    assert fields_of(editor.get(address(term, "change")))["began"] == "11.2014"


def test_saving_an_untouched_form_changes_nothing(editor, council):
    """Line ends, dates and times go through the browser and come back as they were."""
    venue = factories.make_venue(council=council)
    meeting = factories.make_meeting(
        council, venue=venue, summary_de="<p>Eins</p>\n<p>Zwei</p>", registration_note_de="Bitte\nanmelden",
        registration_note_en="Please\nregister",
    )  # fmt: skip
    factories.make_agenda_item(meeting=meeting)
    before = {field.attname: getattr(Meeting.objects.get(), field.attname) for field in Meeting._meta.fields}

    response = save(editor, address(meeting, "change"))

    after = {field.attname: getattr(Meeting.objects.get(), field.attname) for field in Meeting._meta.fields}
    changed = {name for name in before if before[name] != after[name]}
    assert response.status_code == 302
    # Each write counts for calendars, whatever it changed.
    assert changed <= {"modified", "sequence"}


def test_rich_text_is_cleaned(editor, council):
    save(
        editor, address(News, "add"), title_de="Neu", dated="2026-03-01",
        body_de='<p onclick="x()">Gut</p><script>alert(1)</script>',
    )  # fmt: skip

    assert News.objects.get().body_de == "<p>Gut</p>"


def test_council_of_a_row_is_fixed(editor, council, other):
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    factories.make_editor(council=other, user=user)
    venue = factories.make_venue(council=council)

    save(editor, address(venue, "change"), council=str(other.pk), name_de="Neu")

    venue.refresh_from_db()
    assert (venue.council, venue.name_de) == (council, "Neu")


# -- publishing ---------------------------------------------------------------------------------------------------


def test_publishing_in_the_form_takes_the_parts_along(editor, council):
    """An agenda that was saved with the draft must not stay invisible."""
    meeting = factories.make_meeting(council, state=State.DRAFT)
    item = factories.make_agenda_item(meeting=meeting, state=State.DRAFT)
    _speaks(editor, "en")

    save(editor, address(meeting, "change"), state=State.PUBLISHED)

    item.refresh_from_db()
    assert item.state == State.PUBLISHED
    assert "1 draft that belongs to it was published with it." in messages_of(editor)


def test_publishing_takes_parts_of_parts_along(editor, council):
    review = factories.make_annual_review(council=council, state=State.DRAFT)
    theme = factories.make_review_theme(review=review, state=State.DRAFT)
    point = factories.make_review_point(theme=theme, state=State.DRAFT)

    editor.post(address(type(review), "changelist"), {"action": "publish", "_selected_action": [review.pk]})

    for row in (review, theme, point):
        row.refresh_from_db()
        assert row.state == State.PUBLISHED


def test_part_added_to_something_public_is_public(editor, council):
    meeting = factories.make_meeting(council)

    save(editor, address(meeting, "change"), **{
        "agenda-TOTAL_FORMS": "1", "agenda-0-title_de": "Begrüßung", "agenda-0-number": "Ö 1",
        "agenda-0-is_public": "on", "agenda-0-position": "1",
    })  # fmt: skip

    item = AgendaItem.objects.get()
    assert (item.title_de, item.state) == ("Begrüßung", State.PUBLISHED)


def test_new_meeting_is_convened_by_the_council_that_keeps_it(editor, council):
    response = save(editor, address(Meeting, "add"), held_on="2030-03-14", state=State.PUBLISHED)

    meeting = Meeting.objects.get()
    assert response.status_code == 302
    assert [convening.council for convening in meeting.convenings.all()] == [council]


def test_publish_withdraw_and_bring_back_by_action(editor, council):
    _speaks(editor, "en")
    news = factories.make_news(council=council, state=State.DRAFT)
    list_ = address(News, "changelist")
    states = []

    for action in ("publish", "withdraw", "publish"):
        editor.post(list_, {"action": action, "_selected_action": [news.pk]})
        news.refresh_from_db()
        states.append(news.state)
    news.remove()
    editor.post(f"{list_}?deleted=only", {"action": "restore", "_selected_action": [news.pk]})
    news.refresh_from_db()

    assert states == [State.PUBLISHED, State.WITHDRAWN, State.PUBLISHED]
    assert (news.deleted_at, news.state) == (None, State.PUBLISHED)
    assert "1 entry is back." in messages_of(editor)


def test_action_on_what_no_list_offers_is_refused(editor, council):
    news = factories.make_news(council=council, state=State.DRAFT)

    answer = editor.post(address(News, "changelist"), {"action": "publish", "_selected_action": [news.pk, "x"]})

    news.refresh_from_db()
    assert (answer.status_code, news.state) == (400, State.DRAFT)


def test_action_that_cannot_be_done_changes_nothing(editor, council):
    """A tombstone without its German text cannot become public; the other one stays a draft with it."""
    _speaks(editor, "en")
    good = factories.make_news(council=council, state=State.DRAFT)
    empty = factories.make_news(council=council, state=State.DRAFT)
    empty.title_de = ""
    empty.remove()
    list_ = f"{address(News, 'changelist')}?deleted=all"

    editor.post(list_, {"action": "publish", "_selected_action": [good.pk, empty.pk]})

    good.refresh_from_db()
    assert good.state == State.DRAFT
    assert [text for text in messages_of(editor) if text.startswith("Nothing changed")]


def test_withdrawing_a_draft_is_refused(editor, council):
    news = factories.make_news(council=council, state=State.DRAFT)

    editor.post(address(News, "changelist"), {"action": "withdraw", "_selected_action": [news.pk]})

    news.refresh_from_db()
    assert news.state == State.DRAFT


def test_office_says_what_hides_a_published_row(editor, council):
    _speaks(editor, "en")
    term = factories.make_term(council=council, state=State.DRAFT)
    statement = factories.make_statement(council=council, term=term)

    save(editor, address(statement, "change"))

    assert [text for text in messages_of(editor) if f"does not show yet: “{term}” is not public" in text]


def test_office_says_what_a_published_row_shows_without(editor, council):
    _speaks(editor, "en")
    venue = factories.make_venue(council=council, state=State.DRAFT)
    meeting = factories.make_meeting(council, venue=venue, title_de="Sitzung 3")

    save(editor, address(meeting, "change"))

    assert [text for text in messages_of(editor) if "shows without “Rathaus, Saal 1”, which is not public" in text]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.DRAFT, ["draft", "published"]),
        (State.PUBLISHED, ["published", "withdrawn"]),
        (State.WITHDRAWN, ["published", "withdrawn"]),
    ],
)
def test_form_offers_states_that_the_row_can_take(editor, council, state, offered):
    news = factories.make_news(council=council, state=State.DRAFT if state == State.DRAFT else State.PUBLISHED)
    if state == State.WITHDRAWN:
        news.withdraw()

    form = editor.get(address(news, "change")).context["adminform"].form

    assert [value for value, _label in form.fields["state"].choices] == offered


def test_withdrawing_in_the_form_works_for_a_scheduled_row(editor, council):
    """What was to become public later goes back to draft without a word about moments."""
    news = factories.make_news(council=council, publish_at=datetime.datetime(2099, 1, 1, 10, tzinfo=datetime.UTC))

    response = save(editor, address(news, "change"), state=State.DRAFT)

    news.refresh_from_db()
    assert response.status_code == 302
    assert (news.state, news.first_published_at) == (State.DRAFT, None)


# -- soft deletion ------------------------------------------------------------------------------------------------


def test_delete_page_deletes_softly(editor, council):
    news = factories.make_news(council=council)

    response = editor.post(address(news, "delete"), {"post": "yes"})

    news.refresh_from_db()
    assert response.status_code == 302
    assert news.deleted_at is not None
    assert list(editor.get(address(News, "changelist")).context["cl"].result_list) == []
    assert list(editor.get(address(News, "changelist"), {"deleted": "only"}).context["cl"].result_list) == [news]


def test_delete_page_does_not_mind_what_refers_to_the_row(editor, council):
    """Database-wise a seat group with members is protected; a soft deletion leaves all in place."""
    group = factories.make_seat_group(term=factories.make_term(council=council))
    membership = factories.make_membership(council=council, seat_group=group)

    assert editor.post(address(group, "delete"), {"post": "yes"}).status_code == 302

    group.refresh_from_db()
    assert group.deleted_at is not None
    assert Membership.objects.get() == membership


def test_bulk_deletion_is_soft(editor, council):
    rows = [factories.make_news(council=council) for _number in range(2)]
    data = {"action": "delete_selected", "_selected_action": [row.pk for row in rows]}

    assert editor.post(address(News, "changelist"), data).status_code == 200
    editor.post(address(News, "changelist"), data | {"post": "yes"})

    assert News.objects.count() == 2
    assert not News.objects.present().exists()


def test_deletion_in_an_inline_is_soft(editor, council):
    term = factories.make_term(council=council)
    group = factories.make_seat_group(term=term)
    factories.make_membership(council=council, seat_group=group)

    response = save(editor, address(term, "change"), **{"seat_groups-0-DELETE": "on"})

    group.refresh_from_db()
    assert response.status_code == 302
    assert group.deleted_at is not None
    assert SeatGroup.objects.present().count() == 0


def test_deleted_row_is_shown_but_not_changed(editor, council):
    news = factories.make_news(council=council)
    news.remove()

    assert editor.get(address(news, "change")).context["has_change_permission"] is False
    assert editor.post(address(news, "change"), {"title_de": "Doch"}).status_code == 403


# -- authors ------------------------------------------------------------------------------------------------------


def test_author_adds_drafts_whatever_the_form_says(author, council):
    response = save(author, address(News, "add"), title_de="Neu", dated="2026-03-01", state=State.PUBLISHED)

    assert response.status_code == 302
    assert News.objects.get().state == State.DRAFT


def test_author_adds_a_meeting_with_agenda_as_drafts(author, council):
    save(author, address(Meeting, "add"), held_on="2030-03-14", **{
        "agenda-TOTAL_FORMS": "1", "agenda-0-title_de": "Begrüßung", "agenda-0-position": "1",
    })  # fmt: skip

    assert [row.state for row in (Meeting.objects.get(), AgendaItem.objects.get(), Convening.objects.get())] == [
        State.DRAFT
    ] * 3


def test_new_row_without_a_number_comes_last(editor, council):
    meeting = factories.make_meeting(council, state=State.DRAFT)
    for position in (30, 3):
        factories.make_agenda_item(meeting=meeting, position=position, title_de=f"Punkt {position}")

    response = save(editor, address(meeting, "change"), **{
        "agenda-TOTAL_FORMS": "6", "agenda-2-title_de": "Neu", "agenda-2-position": "",
        "agenda-3-title_de": "Noch einer", "agenda-4-title_de": "Erster", "agenda-4-position": "0",
        "agenda-5-title_de": "", "agenda-5-position": "", "agenda-5-is_public": "on",
    })  # fmt: skip

    assert response.status_code == 302, errors_of(response)
    rows = AgendaItem.objects.order_by("position").values_list("position", "title_de")
    assert list(rows) == [(0, "Erster"), (3, "Punkt 3"), (30, "Punkt 30"), (40, "Neu"), (50, "Noch einer")]


def test_new_row_comes_last_where_numbers_end(editor, council):
    meeting = factories.make_meeting(council, state=State.DRAFT)
    factories.make_agenda_item(meeting=meeting, position=2**31 - 1)

    save(editor, address(meeting, "change"), **{"agenda-TOTAL_FORMS": "2", "agenda-1-title_de": "Neu"})

    assert list(AgendaItem.objects.values_list("position", flat=True)) == [2**31 - 1] * 2


def test_author_cannot_publish(author, council):
    news = factories.make_news(council=council, state=State.DRAFT)

    save(author, address(news, "change"), state=State.PUBLISHED, title_de="Geändert")
    author.post(address(News, "changelist"), {"action": "publish", "_selected_action": [news.pk]})

    news.refresh_from_db()
    assert (news.state, news.title_de) == (State.DRAFT, "Geändert")


def test_author_cannot_delete_what_is_public(author, council):
    news = factories.make_news(council=council)
    data = {"action": "delete_selected", "_selected_action": [news.pk], "post": "yes"}

    assert author.post(address(news, "delete"), {"post": "yes"}).status_code == 403
    assert author.post(address(News, "changelist"), data).status_code == 403

    news.refresh_from_db()
    assert news.deleted_at is None


def test_author_cannot_add_to_what_is_public(author, council):
    meeting = factories.make_meeting(council)

    response = author.post(address(meeting, "change"), {
        "agenda-TOTAL_FORMS": "1", "agenda-INITIAL_FORMS": "0", "agenda-0-title_de": "Neu",
    })  # fmt: skip

    assert response.status_code == 403
    assert not AgendaItem.objects.exists()


def test_editor_here_and_author_there_publishes_here_only(editor, council, other):
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    user.language = "en"
    user.save()
    factories.make_editor(council=other, user=user, role=Editor.Role.AUTHOR)
    fields = {"title_de": "Neu", "dated": "2026-03-01", "state": State.PUBLISHED}

    here = save(editor, address(News, "add"), council=str(council.pk), **fields)
    there = save(editor, address(News, "add"), council=str(other.pk), **fields)

    assert here.status_code == 302
    assert errors_of(there) == ["In this council you write drafts; an editor publishes them."]
    assert [news.council for news in News.objects.all()] == [council]


# -- forged input -------------------------------------------------------------------------------------------------


def test_foreign_council_is_refused_on_adding(editor, council, other):
    response = save(editor, address(News, "add"), title_de="Neu", dated="2026-03-01", council=str(other.pk))

    assert response.status_code == 200
    assert not News.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999999", "0"])
def test_nonsense_for_a_council_is_refused(editor, council, value):
    response = save(editor, address(News, "add"), title_de="Neu", dated="2026-03-01", council=value)

    assert response.status_code == 200
    assert not News.objects.exists()


def test_foreign_choice_is_refused(editor, council, other):
    meeting = factories.make_meeting(council)
    foreign = factories.make_venue(council=other)

    response = save(editor, address(meeting, "change"), venue=str(foreign.pk))

    meeting.refresh_from_db()
    assert response.status_code == 200
    assert meeting.venue is None


@pytest.mark.parametrize("field", ["term", "council"])
def test_foreign_parent_in_the_address_is_not_taken_over(editor, council, other, field):
    term = factories.make_term(council=other)
    model = SeatGroup if field == "term" else News
    value = term.pk if field == "term" else other.pk

    form = editor.get(address(model, "add"), {field: value}).context["adminform"].form

    assert not form.fields[field].queryset.filter(pk=value).exists()


def test_foreign_row_is_not_changed_by_any_way(editor, council, other):
    news = factories.make_news(council=other, title_de="Fremd")
    list_ = address(News, "changelist")

    editor.post(address(news, "change"), {"title_de": "Gekapert"})
    editor.post(address(news, "delete"), {"post": "yes"})
    for action in ("publish", "withdraw", "restore", "delete_selected"):
        editor.post(list_, {"action": action, "_selected_action": [news.pk], "post": "yes"})
    editor.post(f"{address(news, 'change')}?_to_field=public_id", {"title_de": "Gekapert"})

    news.refresh_from_db()
    assert (news.title_de, news.state, news.deleted_at) == ("Fremd", State.PUBLISHED, None)


def test_foreign_row_in_an_inline_is_refused(editor, council, other):
    """The hidden key of an inline row is swapped for that of another council's row."""
    own = factories.make_meeting(council)
    factories.make_agenda_item(meeting=own)
    foreign = factories.make_agenda_item(meeting=factories.make_meeting(other), title_de="Fremd")

    save(editor, address(own, "change"), **{
        "agenda-0-id": str(foreign.pk), "agenda-0-title_de": "Gekapert",
    })  # fmt: skip

    foreign.refresh_from_db()
    assert (foreign.title_de, foreign.meeting.keeper) == ("Fremd", other)
    assert [item.title_de for item in own.agenda.all()] == ["Begrüßung"]


@pytest.mark.parametrize("role", [None, Editor.Role.AUTHOR])
def test_meeting_cannot_be_put_on_another_councils_pages(editor, council, other, role):
    user = User.objects.get(pk=editor.session["_auth_user_id"])
    factories.make_editor(council=factories.make_council(), user=user)
    if role:
        factories.make_editor(council=other, user=user, role=role)
    meeting = factories.make_meeting(council)

    save(editor, address(meeting, "change"), **{
        "convenings-TOTAL_FORMS": "2", "convenings-1-council": str(other.pk), "convenings-1-position": "1",
        "convenings-1-id": "", "convenings-1-meeting": str(meeting.pk),
    })  # fmt: skip
    save(editor, address(Convening, "add"), meeting=str(meeting.pk), council=str(other.pk))

    assert [convening.council for convening in meeting.convenings.all()] == [council]


def test_editor_cannot_claim_a_municipality(editor, council):
    municipality = factories.make_municipality()

    save(editor, address(council, "change"), **{
        "jurisdictions-TOTAL_FORMS": "2", "jurisdictions-INITIAL_FORMS": "1",
        "jurisdictions-1-municipality": str(municipality.pk), "jurisdictions-1-position": "1",
    })  # fmt: skip

    assert Jurisdiction.objects.filter(municipality=municipality).count() == 0


def test_editor_cannot_change_address_or_ties_of_the_council(editor, council, other):
    response = save(
        editor, address(council, "change"), slug="gekapert", part_of=str(other.pk), key="gekapert", name_de="Neuer Name"
    )

    council.refresh_from_db()
    assert response.status_code == 302
    assert (council.slug, council.part_of, council.key, council.name_de) == ("eigener", None, "eigener", "Neuer Name")


def test_editor_cannot_delete_the_council(editor, council):
    assert editor.post(address(council, "delete"), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [council.pk], "post": "yes"}
    editor.post(address(Council, "changelist"), data)

    council.refresh_from_db()
    assert council.deleted_at is None


def test_superuser_adds_a_council_with_its_municipality(client, council):
    enter(client, factories.make_superuser())
    municipality = factories.make_municipality()

    response = save(client, address(Council, "add"), slug="neuer", name_de="Beirat", kind=Council.Kind.COMMITTEE, **{
        "jurisdictions-TOTAL_FORMS": "1", "jurisdictions-0-municipality": str(municipality.pk),
        "jurisdictions-0-position": "0",
    })  # fmt: skip

    assert response.status_code == 302
    assert Council.objects.get(slug="neuer").municipalities.get() == municipality


def test_superuser_cannot_lose_the_rights_by_accident(client, db):
    user = factories.make_superuser(language="en")
    enter(client, user)

    response = save(client, address(user, "change"), is_superuser=None)

    user.refresh_from_db()
    assert errors_of(response) == ["You cannot take these rights from yourself."]
    assert user.is_superuser


# -- files --------------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(council):
    paper = Document(council=council, title_de="Satzung", availability=Document.Availability.FILE, state=State.DRAFT)
    paper.file.save("satzung.pdf", ContentFile(b"%PDF-1.4 Satzung"), save=False)
    paper.save()
    return paper


def test_file_of_a_draft_is_served_to_the_office(editor, paper):
    form = editor.get(address(paper, "change"))
    link = reverse("admin:councils_document_file", args=[paper.pk])

    response = editor.get(link)

    assert f'href="{link}"' in form.content.decode()
    assert b"".join(response.streaming_content) == b"%PDF-1.4 Satzung"
    assert response["Content-Disposition"].startswith("attachment")


def test_file_of_another_council_is_not_served(client, paper, other):
    enter(client, factories.make_editor(council=other).user)

    assert client.get(reverse("admin:councils_document_file", args=[paper.pk])).status_code == 404


def test_form_of_a_missing_file_opens(editor, paper):
    paper.file.storage.delete(paper.file.name)

    assert editor.get(address(paper, "change")).status_code == 200
    assert editor.get(reverse("admin:councils_document_file", args=[paper.pk])).status_code == 404


def test_file_is_uploaded_replaced_by_a_link_and_never_missing(editor, council):
    _speaks(editor, "en")
    add, upload = address(Document, "add"), SimpleUploadedFile("Satzung 2026.pdf", b"%PDF-1.4 neu")

    missing = save(editor, add, title_de="Satzung", availability=Document.Availability.FILE)
    taken = save(editor, add, title_de="Satzung", availability=Document.Availability.FILE, file=upload)
    document = Document.objects.get()
    with document.file.open() as file:
        stored = (document.size, file.read())
    linked = save(
        editor, address(document, "change"), availability=Document.Availability.LINK, url="https://example.org/s.pdf",
        **{"file-clear": "on"},
    )  # fmt: skip

    document.refresh_from_db()
    assert errors_of(missing) == ["Give the file, or the link, or say that the document is only known."]
    assert (taken.status_code, stored) == (302, (12, b"%PDF-1.4 neu"))
    assert (linked.status_code, document.url, bool(document.file)) == (302, "https://example.org/s.pdf", False)


@pytest.mark.parametrize(
    ("make", "changes", "message"),
    [
        (
            factories.make_term,
            {"stated_seats": "5", "stated_voting_seats": "6"},
            "There cannot be more votes than seats.",
        ),
        (
            factories.make_call,
            {"is_date_known": None},
            "Give a first or a last day, or say that the dates are not known.",
        ),
        (factories.make_contact_point, {"email": ""}, "Give at least one way: phone, e-mail, link, address or hours."),
        (factories.make_membership, {"person": ""}, "Choose a person or an organisation, not both."),
        (factories.make_substitute, {"rank": "0"}, "Only substitutes of a group have a rank, from 1."),
        (factories.make_source, {"title": ""}, "This field is required."),
        (factories.make_office, {"kind": "other"}, "Give an office of another kind its name."),
        (make_draft_meeting, {"ends_at": "17:00"}, "The end needs a beginning before it."),
        (make_draft_meeting, {"held_on": "2030"}, "A time needs the full date."),
        (make_draft_meeting, {"status": "moved"}, "A moved meeting keeps the date it was moved from."),
        (factories.make_news, {"publish_at_0": "2030-02-01", "publish_at_1": "10:00", "unpublish_at_0": "2030-01-01",
                               "unpublish_at_1": "10:00"}, "“Public until” must be later than “public from”."),
    ],
)  # fmt: skip
def test_rules_answer_in_words(editor, council, make, changes, message):
    """Each rule of the data is a message at the form, never an error page."""
    _speaks(editor, "en")
    row = make(council=council)

    response = save(editor, address(row, "change"), **changes)

    assert message in errors_of(response)


def test_slip_in_the_number_of_seats_is_refused(editor, council):
    """Each seat is drawn: a zero too many would stop the council's page."""
    _speaks(editor, "en")
    group = factories.make_seat_group(term=factories.make_term(council=council))

    response = save(editor, address(group, "change"), seats="5000")

    assert "Ensure this value is less than or equal to 500." in errors_of(response)


def test_seat_group_of_the_term_is_checked_in_the_inline(editor, council):
    _speaks(editor, "en")
    group = factories.make_seat_group(term=factories.make_term(council=council))

    response = save(editor, address(group.term, "change"), **{"seat_groups-0-seats": ""})

    assert errors_of(response) == ["Give a number of seats, or say that it is not known."]


def test_same_key_in_two_new_rows_of_an_inline_is_no_trouble(editor, council):
    """New rows make their own keys."""
    review = factories.make_annual_review(council=council)

    save(editor, address(review, "change"), **{
        "themes-TOTAL_FORMS": "2", "themes-0-title_de": "Sprache", "themes-0-position": "1",
        "themes-1-title_de": "Sprache", "themes-1-position": "2",
    })  # fmt: skip

    assert [theme.title_de for theme in review.themes.all()] == ["Sprache", "Sprache"]


def test_memberships_in_an_account_have_names_for_screen_readers(client, db):
    editor = factories.make_editor()
    client.force_login(factories.make_superuser())

    page = client.get(address(editor.user, "change")).content.decode()

    for name in ("role", "DELETE"):
        field = re.search(rf'<(?:select|input)[^>]*name="editorships-0-{name}"[^>]*>', page)
        assert "aria-label=" in field[0]
