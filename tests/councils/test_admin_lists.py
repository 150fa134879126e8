"""The office's lists: what they show, and that their cost does not grow with their length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.models import SharedText
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings.models import AgendaItem, Meeting, Registration
from tests import factories
from tests.councils.test_admin_access import PUBLISHED, make_row, name
from tests.office import address, fields_of

pytestmark = pytest.mark.once


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


@pytest.fixture
def editor(client, council):
    user = factories.make_editor(council=council, user=factories.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def superuser(client, db):
    client.force_login(factories.make_superuser(language="en"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def queries_of(client, where):
    """The statements that a page costs when nothing is new any more."""
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


@pytest.mark.parametrize("model", PUBLISHED, ids=name)
def test_list_costs_the_same_with_more_rows(superuser, model):
    where = address(model, "changelist")
    councils = [factories.make_council() for _number in range(6)]
    for council in councils[:2]:
        make_row(model, council)
    few = queries_of(superuser, where)
    for council in councils[2:]:
        make_row(model, council)

    assert queries_of(superuser, where) == few


def test_list_of_three_hundred_costs_what_three_cost(editor, council):
    where = address(AgendaItem, "changelist")
    meeting = factories.make_meeting(council)
    rows = [factories.make_agenda_item(meeting=meeting, position=number) for number in range(3)]
    few = queries_of(editor, where)
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, title_de=f"Punkt {number}", position=number, state=State.PUBLISHED)
        for number in range(3, 300)
    )

    assert len(rows) == 3
    assert queries_of(editor, where) == few


def test_list_costs(editor, council):
    factories.make_meeting(council)

    assert queries_of(editor, address(Meeting, "changelist")) <= 14


def test_form_does_not_cost_more_with_a_longer_agenda(editor, council):
    meeting = factories.make_meeting(council)
    factories.make_agenda_item(meeting=meeting)
    few = queries_of(editor, address(meeting, "change"))
    for number in range(2, 30):
        factories.make_agenda_item(meeting=meeting, position=number)

    assert queries_of(editor, address(meeting, "change")) == few


def test_form_does_not_cost_more_with_more_holders(editor, council):
    office = factories.make_office(council=council)
    counts = []
    for number in (1, 3):
        for _turn in range(number):
            factories.make_office_holding(office=office)
        counts.append(queries_of(editor, address(office, "change")))

    assert counts[0] == counts[1]


def test_sent_form_asks_nothing_about_rows_that_stay_as_they_are(editor, council):
    meeting = factories.make_meeting(council)
    factories.make_agenda_item(meeting=meeting, position=1)
    counts = []
    for number in (2, 12):
        while meeting.agenda.count() < number:
            factories.make_agenda_item(meeting=meeting, position=number, title_de="Bericht")
        data = fields_of(editor.get(address(meeting, "change")))
        title = next(name for name in data if name.endswith("-0-title_de"))
        with CaptureQueriesContext(connection) as queries:
            editor.post(address(meeting, "change"), data | {title: f"Neu, der {number}."})
        counts.append(len(queries))
        assert f"Neu, der {number}." in meeting.agenda.values_list("title_de", flat=True)

    assert counts[0] == counts[1]


def test_choice_of_a_meeting_costs_the_same_with_more_meetings(editor, council):
    counts = []
    for _turn in range(2):
        for _number in range(3):
            factories.make_meeting(council, mode=Meeting.Mode.HYBRID)
        counts.append(queries_of(editor, address(Registration, "add")))

    assert counts[0] == counts[1]


def test_account_costs_the_same_with_more_roles(superuser):
    account, counts = factories.make_user(), []
    for _turn in range(2):
        for _number in range(3):
            factories.make_editor(user=account)
        counts.append(queries_of(superuser, address(account, "change")))

    assert counts[0] == counts[1]


def test_list_links_to_public_pages_of_public_rows_only(editor, council):
    public = factories.make_meeting(council, title_de="Sitzung 1")
    factories.make_meeting(council, title_de="Sitzung 2", state=State.DRAFT)

    page = editor.get(address(Meeting, "changelist")).content.decode()

    assert page.count('aria-label="View ') == 1
    assert f'href="/de{public.get_absolute_url()[3:]}"' in page


@pytest.mark.parametrize("model", PUBLISHED, ids=name)
def test_form_links_to_the_page_that_shows_the_row(superuser, model):
    council = factories.make_council(slug="eigener")
    row = make_row(model, council)

    link = superuser.get(address(row, "change")).context.get("absolute_url")

    if model is SharedText:
        # Of no council: it stands on the pages of many.
        assert link is None
        return
    assert link.startswith("/de/councils/eigener/")


def test_form_of_a_draft_links_to_no_page(editor, council):
    draft = factories.make_meeting(council, state=State.DRAFT)

    assert editor.get(address(draft, "change")).context["has_absolute_url"] is False


def test_deleted_rows_are_hidden_until_asked_for(editor, council):
    kept, removed = factories.make_venue(council=council), factories.make_venue(council=council)
    removed.remove()
    where = address(type(kept), "changelist")

    def shown(**query):
        return set(editor.get(where, query).context["cl"].result_list)

    assert shown() == {kept}
    assert shown(deleted="only") == {removed}
    assert shown(deleted="all") == {kept, removed}


def test_list_counts_open_translations(editor, council):
    meeting = factories.make_meeting(council, title_de="Sitzung", title_en="Meeting")
    meeting.title_de = "Sondersitzung"
    meeting.save()

    page = editor.get(address(Meeting, "changelist")).content.decode()

    assert "1 outdated, 10 missing" in page


def test_rows_stand_in_the_order_of_their_pages(superuser, db):
    first, second = factories.make_council(slug="a"), factories.make_council(slug="b")
    for council in (second, first):
        for position in (2, 1):
            factories.make_statement(council=council, position=position, title_de=f"{council.slug}{position}")

    statements = superuser.get("/admin/councils/statement/").context["cl"].result_list

    assert [row.title_de for row in statements] == ["a1", "a2", "b1", "b2"]


def test_list_shows_dates_as_far_as_known(editor, council):
    factories.make_meeting(council, held_on=PartialDate(2031, 3), starts_at=None)
    factories.make_meeting(council, held_on=PartialDate(2030, 3, 14))

    page = editor.get(address(Meeting, "changelist")).content.decode()

    assert page.index("March 2031") < page.index("14\xa0March 2030")


def test_council_links_to_its_lists(editor, council):
    factories.make_meeting(council)

    page = editor.get(address(council, "change"))

    links = {entry["address"] for entry in page.context["belonging"]}
    assert f"/admin/meetings/meeting/?council={council.pk}" in links
    assert all(editor.get(link).status_code == 200 for link in links)


def test_search_finds_german_titles(editor, council):
    found = factories.make_meeting(council, title_de="Sondersitzung")
    factories.make_meeting(council, title_de="Plenum")

    assert list(editor.get(address(Meeting, "changelist"), {"q": "sonder"}).context["cl"].result_list) == [found]
