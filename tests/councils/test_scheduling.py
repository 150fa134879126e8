"""Publishing many entries on a day, and ending them on one: all or none, and what stands in the way is said."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from councils.models import News, Notice
from councils.publishing import State
from tests import factories
from tests.office import address

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TOMORROW = timezone.now().replace(second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def council():
    return factories.make_council(slug="rat")


@pytest.fixture
def editor(client, council):
    client.force_login(factories.make_editor(council).user)
    return client


def act(client, action, rows, moment=TOMORROW, **more):
    local = timezone.localtime(moment)
    data = {
        "action": action,
        "_selected_action": [row.pk for row in rows],
        "moment_0": f"{local:%Y-%m-%d}",
        "moment_1": f"{local:%H:%M:%S}",
        "seen": [f"{row.pk} {row.modified.isoformat()}" for row in rows],
    }
    return client.post(address(rows[0], "changelist"), data | more)


def reread(*rows):
    for row in rows:
        row.refresh_from_db()


def test_drafts_are_published_on_a_day_together_with_what_belongs_to_them(editor, council):
    rows = [factories.make_news(council=council, state=State.DRAFT) for _number in range(2)]
    meeting = factories.make_meeting(council, state=State.DRAFT)
    item = factories.make_agenda_item(meeting=meeting, state=State.DRAFT)
    meeting.refresh_from_db()
    page = editor.post(address(News, "changelist"), {"action": "publish_on", "_selected_action": [rows[0].pk]})
    assert 'name="moment_0"' in page.content.decode()
    with translation.override(page["Content-Language"]):
        label, said = _("public from"), date_format(timezone.localtime(TOMORROW), "SHORT_DATETIME_FORMAT")

    assert act(editor, "publish_on", rows).status_code == 302
    assert act(editor, "publish_on", [meeting]).status_code == 302
    assert editor.get(address(News, "changelist")).content.decode().count(f">{label} {said}</span>") == 2

    reread(*rows, meeting, item)
    assert [(row.state, row.publish_at) for row in (*rows, meeting)] == [(State.PUBLISHED, TOMORROW)] * 3
    assert item.state == State.PUBLISHED
    now = timezone.now()
    assert not News.objects.published(now).exists()
    assert News.objects.published(TOMORROW + timedelta(minutes=1)).count() == 2


def test_nothing_changes_where_one_row_stands_in_the_way(editor, council):
    draft, public, deleted = (
        factories.make_news(council=council, state=state, title_de=title)
        for state, title in ((State.DRAFT, "Neu"), (State.PUBLISHED, "Schon da"), (State.DRAFT, "Fort"))
    )
    deleted.remove()
    rows = [draft, public, deleted]

    page = act(editor, "publish_on", rows).content.decode()

    assert 'name="moment_0"' in page
    assert "Schon da</bdi>: " in page
    draft.refresh_from_db()
    assert (draft.state, draft.publish_at) == (State.DRAFT, None)


def test_past_moment_and_meanwhile_changed_row_are_refused(editor, council):
    draft = factories.make_news(council=council, state=State.DRAFT)

    assert act(editor, "publish_on", [draft], timezone.now() - timedelta(hours=1)).status_code == 200
    assert act(editor, "publish_on", [draft], seen=[f"{draft.pk} 2020-01-01T00:00:00+00:00"]).status_code == 200
    assert act(editor, "publish_on", [draft], moment_0="").status_code == 200

    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_end_is_set_and_taken_away(editor, council):
    rows = [factories.make_notice(council=council) for _number in range(2)]

    assert act(editor, "public_until", rows).status_code == 302
    reread(*rows)
    assert [row.unpublish_at for row in rows] == [TOMORROW] * 2
    assert act(editor, "public_until", rows, moment_0="", moment_1="").status_code == 302
    reread(*rows)
    assert [row.unpublish_at for row in rows] == [None] * 2

    rows[0].withdraw()
    response = act(editor, "public_until", rows)
    assert response.status_code == 200
    rows[1].refresh_from_db()
    assert rows[1].unpublish_at is None
    assert f"{rows[0]}</bdi>: " in response.content.decode()


def test_authors_and_other_councils_get_nowhere(client, council):
    author = factories.make_editor(council, role="author")
    elsewhere = factories.make_editor(factories.make_council(), user=author.user)
    own, foreign = (factories.make_notice(council=where, state=State.DRAFT) for where in (council, elsewhere.council))
    client.force_login(author.user)

    # Here an author, there an editor: not even the own row is published together with one that may not be.
    assert act(client, "publish_on", [own, foreign]).status_code == 200
    reread(own, foreign)
    assert [own.state, foreign.state] == [State.DRAFT] * 2
    assert act(client, "publish_on", [foreign]).status_code == 302
    foreign.refresh_from_db()
    assert foreign.state == State.PUBLISHED
    assert Notice.objects.published(timezone.now()).count() == 0
