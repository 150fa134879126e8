"""The history: every way of writing leaves versions, the page tells them apart, and one can go back."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import BinaryField, QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contact.sealing import SealedTextField
from councils import history
from councils.acting import acting, importing
from councils.models import Editor, News, Version
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import TranslationState
from tests import factories
from tests.files import pdf
from tests.office import address, fields_of, messages_of

NOW = timezone.now


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


def enter(client, council, role=Editor.Role.EDITOR):
    user = factories.make_editor(council=council, role=role, user=factories.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def told(row):
    """What happened to the row, the latest first: the word, the way, the account."""
    versions = list(history.versions_of(row))
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [(history.happened(older, one), one.way, one.user) for one, older in pairs]


def go_back(client, row, version):
    where = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_go_back", args=[row.pk, version.pk])
    return client.post(where, {"latest": history.versions_of(row).first().pk})


def test_every_way_of_writing_leaves_versions_in_two_statements(council):
    user = factories.make_user()
    rows = [factories.make_statement(council=council, title_de=f"T{number}") for number in range(3)]
    row = rows[0]
    with acting(user):
        row.title_de = "Neu"
        row.save()
    row.withdraw()
    row.publish()
    with importing():
        row.remove()
    row.publish()
    for other in rows:
        other.title_de += "!"
    with CaptureQueriesContext(connection) as queries:
        type(row).objects.bulk_update(rows, ["title_de"])
    own = [one["sql"] for one in queries if "councils_version" in one["sql"]]
    type(row).objects.filter(pk__in=[one.pk for one in rows]).update(position=7)

    assert told(row) == [
        ("changed", "other", None), ("changed", "other", None), ("back", "other", None), ("deleted", "import", None),
        ("published", "other", None), ("withdrawn", "other", None), ("changed", "office", user),
        ("made", "other", None),
    ]  # fmt: skip
    assert [word for word, _way, _user in told(rows[2])] == ["changed", "changed", "made"]
    assert len(own) == 1
    assert {one.council for one in Version.objects.filter(model="councils.statement")} == {council}


def test_versions_keep_every_kind_of_value_and_nothing_secret(council):
    kept = [column for model in history.published_models() for column in history.columns_of(model)]
    assert not [column for column in kept if isinstance(column, (SealedTextField, BinaryField))]

    moment = datetime.datetime(2030, 5, 4, 3, 2, 1, 123456, tzinfo=datetime.UTC)
    meeting = factories.make_meeting(council, held_on=PartialDate(2030, 5), publish_at=moment)
    reference = {"reference_source": "Amt", "reference_licence": "CC0", "reference_date": "2030-01-01"}
    place = factories.make_municipality(latitude="53.123456", longitude="12.1", **reference)
    version = history.versions_of(meeting).first()
    columns = {column.name: column for column in history.columns_of(type(meeting))}

    assert history.value_in(version, columns["held_on"]) == PartialDate(2030, 5)
    assert history.value_in(version, columns["publish_at"]) == moment
    assert version.council == council
    place.refresh_from_db()
    latitude = type(place)._meta.get_field("latitude")
    assert history.value_in(history.versions_of(place).first(), latitude) == place.latitude


def test_purge_leaves_the_latest_and_completes_what_has_none(council):
    row, silent = factories.make_statement(council=council), factories.make_statement(council=council)
    draft = factories.make_statement(council=council, state=State.DRAFT)
    row.save()
    Version.objects.update(at=NOW() - history.KEPT - datetime.timedelta(days=1))
    history.versions_of(silent).delete()
    draft.delete()

    counts = history.purge(NOW())

    assert counts["versions"] >= 2
    assert [history.versions_of(one).count() for one in (row, silent, draft)] == [1, 1, 0]
    assert history.versions_of(silent).get().at == silent.modified


@pytest.mark.once
def test_page_tells_what_changed_in_each_language_and_leads_back(client, council):
    user = enter(client, council)
    row = factories.make_statement(council=council, title_de="Der alte Titel", title_ar="عنوان قديم")
    row.record_translation("title", "ar", TranslationState.REVIEWED)
    row.save()
    before = history.versions_of(row).first()
    with acting(user):
        row.title_de, row.title_ar = "Der neue Titel", "عنوان جديد"
        row.save()

    page = client.get(address(row, "history"))
    text = page.content.decode()
    arabic = client.get(address(row, "history") + "?language=ar").context["lines"]
    too_old = client.post(f"{address(row, 'history')}{before.pk}/", {"latest": before.pk})
    warned = messages_of(client)
    row.refresh_from_db()
    kept = row.title_de
    answer = go_back(client, row, before)

    assert "Der <del>alte</del> <ins>neue</ins> Titel" in text
    assert '<dd lang="ar" dir="rtl">' in " ".join(text.split())
    assert [line.what for line in page.context["lines"]] == ["Changed", "Made"]
    assert page.context["lines"][0].who == user.username
    assert [[change.language for change in line.changes] for line in arabic] == [["ar"], ["ar"]]
    assert (too_old.status_code, kept) == (302, "Der neue Titel")
    assert warned == ["Somebody else changed this meanwhile. Look at it again."]
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title_de, row.translation_state("title", "ar")) == ("Der alte Titel", TranslationState.REVIEWED)
    assert told(row)[0] == ("changed", "office", user)
    assert messages_of(client) == [f"“{row}” says again what it said then."]


@pytest.mark.postgres
def test_who_saves_waits_for_others_who_do(client, council):
    enter(client, council)
    row = factories.make_statement(council=council)
    opened = fields_of(client.get(address(row, "change")))

    with CaptureQueriesContext(connection) as queries:
        assert client.post(address(row, "change"), opened).status_code == 302

    assert [query["sql"] for query in queries if query["sql"].endswith("FOR UPDATE")]


@pytest.mark.once
@pytest.mark.parametrize(
    ("role", "state", "status"),
    [
        (Editor.Role.EDITOR, State.PUBLISHED, 302), (Editor.Role.AUTHOR, State.DRAFT, 302),
        (Editor.Role.AUTHOR, State.PUBLISHED, 403), (Editor.Role.TRANSLATOR, State.PUBLISHED, 403),
    ],
)  # fmt: skip
def test_only_who_may_change_a_row_goes_back(client, council, role, state, status):
    row = factories.make_statement(council=council, title_de="Alt", state=state)
    foreign = factories.make_statement(title_de="Fremd")
    old = history.versions_of(row).first()
    row.title_de = "Neu"
    row.save()
    enter(client, council, role)

    assert go_back(client, row, old).status_code == status
    row.refresh_from_db()
    assert row.title_de == ("Alt" if status == 302 else "Neu")
    # Neither a foreign row nor the version of another row.
    assert go_back(client, foreign, history.versions_of(foreign).first()).status_code == 403
    assert go_back(client, row, history.versions_of(foreign).first()).status_code in {403, 404}
    offered = "Go back to this version" in client.get(address(row, "history")).content.decode()
    assert offered == (status == 302)


@pytest.mark.once
def test_going_back_keeps_the_rules_and_says_what_is_gone(client, council):
    enter(client, council)
    paper = factories.make_document(council=council, availability="file", file=ContentFile(pdf(), name="satzung.pdf"))
    source = factories.make_source(council=council)
    paper.source = source
    paper.save()
    with_file = history.versions_of(paper).first()
    paper.availability, paper.file, paper.source = "known", "", None
    paper.save()
    paper.file.storage.delete(with_file.content["file"])
    source.remove()
    wrong = history.versions_of(paper).first()
    wrong.content["title_de"] = ""
    wrong.save()

    go_back(client, paper, with_file)
    first = messages_of(client)
    go_back(client, paper, wrong)
    second = messages_of(client)

    # A paper "as a file" without its file breaks a rule of the table: nothing changes.
    assert first == [
        "Nothing changed: Give the file, or the link, or say that the document is only known.",
        "This did not come back, because it is gone or is changed elsewhere: File, Source, if another.",
    ]
    assert second == ["Nothing changed: The German text is missing. It is the source of all translations."]
    paper.refresh_from_db()
    assert (paper.availability, paper.title_de) == ("known", "Satzung")


@pytest.mark.once
def test_history_and_form_cost_the_same_however_many_versions(client, council):
    enter(client, council)
    news = factories.make_news(council=council)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(news, "history")).status_code == 200
        return len(found)

    queries()
    few = queries()
    QuerySet(Version).bulk_create([
        Version(model="councils.news", public_id=news.public_id, council=council, at=NOW(), way="other",
                content={"title_de": f"T{number}", "source_id": number, "state": "published"})
        for number in range(120)
    ])  # fmt: skip

    # One for what the rows refer to.
    assert queries() <= few + 1
    page = client.get(address(news, "history"))
    assert len(page.context["lines"]) == 50
    older = client.get(address(news, "history") + f"?before={page.context['older']}")
    assert older.context["lines"][0].version.pk < page.context["lines"][-1].version.pk
    assert client.get(address(news, "history") + "?before=x&language=zz").status_code == 200


@pytest.mark.once
def test_form_says_nothing_of_the_office_to_imports(client, council):
    user = enter(client, council)
    data = fields_of(client.get(address(News, "add"))) | {
        "council": council.pk, "title_de": "Heute", "slug": "heute", "dated": "2026-03-01", "state": "published",
    }  # fmt: skip
    client.post(address(News, "add"), data)

    row = News.objects.get(slug="heute")

    assert {(way, by) for _word, way, by in told(row)} == {("office", user)}
    factories.make_statement(council=council)
    assert Version.objects.latest("pk").user is None


def test_page_without_versions_says_so(client, council):
    enter(client, council)
    row = factories.make_statement(council=council)
    page = client.get(address(row, "history"), {"before": "1"})
    assert (page.status_code, "Nothing is noted here yet." in page.content.decode()) == (200, True)
