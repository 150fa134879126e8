"""Roles and the log: the portal editor, the health of the councils, what is noted about accounts and rights."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact import conversation, worker
from contact.models import Event
from councils.accounts.rights import MAY, Right, Rights
from councils.models import AuditEntry, Editor, User
from councils.models.audit import AppendOnly
from councils.publishing import State
from tests import factories
from tests.office import address

pytestmark = pytest.mark.once

BACKEND = "django.contrib.auth.backends.ModelBackend"
Role, Kind = Editor.Role, AuditEntry.Kind


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


def make_portal_editor(**fields):
    return Editor.objects.create(user=factories.make_user(**fields), role=Role.PORTAL_EDITOR).user


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def log(**condition):
    """Kind, who, whose, council and detail of the entries, the oldest first."""
    rows = AuditEntry.objects.filter(**condition).order_by("pk")
    return list(rows.values_list("kind", "account_id", "subject_id", "council_id", "detail"))


# -- portal editors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "with_council"), [(role, role == Role.PORTAL_EDITOR) for role in Role])
def test_exactly_portal_editors_have_no_council(council, role, with_council):
    row = Editor(user=factories.make_user(), role=role, council=council if with_council else None)

    with pytest.raises(ValidationError, match=r"Portal|Ohne|council|Rat"):
        row.full_clean()


def test_portal_editor_once(council):
    user = make_portal_editor()

    with pytest.raises(ValidationError):
        Editor(user=user, role=Role.PORTAL_EDITOR).full_clean()


def test_rights_of_portal_editor(council):
    own = Rights(make_portal_editor())

    assert own.everywhere
    assert own.may(Right.PUBLISH, council.pk)
    refused = {Right.MESSAGES, Right.REGISTRATIONS, Right.WAY_IN, Right.TEAM, Right.ACCOUNTS, Right.RECORDS}
    assert {right for right in refused | {Right.OFFICE} if own.may(right) or own.may(right, council.pk)} == set()
    assert own.councils_read() == set()


def test_whoever_works_everywhere_may_what_pages_ask_by_role():
    """Lists and choices ask whether an account works everywhere, and then no further."""
    for role in ("superuser", Role.PORTAL_EDITOR):
        assert {Right.SEE, Right.DRAFT, Right.PUBLISH, Right.STRUCTURE} <= set(MAY[role])
        assert not {Right.MESSAGES, Right.REGISTRATIONS, Right.WAY_IN} & set(MAY[role])


def test_portal_editor_publishes_anywhere(client, council):
    draft = factories.make_news(council=council, state=State.DRAFT)

    enter(client, make_portal_editor()).post(
        address(draft, "changelist"), {"action": "publish", "_selected_action": [draft.pk]}
    )

    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED


# -- health ---------------------------------------------------------------------------------------------------------


def test_health_tells_days_and_counts_and_nothing_else(client, council):
    now = timezone.now()
    council.confirmed_on = date(2026, 1, 5)
    council.save()
    clerk = factories.make_editor(council, factories.make_user(username="klara", last_login=now)).user
    factories.make_reader(council, clerk)
    old = now - timedelta(days=9)
    factories.make_message(council, created=old, text="streng-geheim", due_on=now.date() - timedelta(days=2))
    factories.make_message(council, created=now - timedelta(days=30), read_at=now, text="gelesen")
    factories.make_news(council=council, state=State.DRAFT, title_de="Entwurf-Titel")
    empty = factories.make_council(slug="leer")

    page = enter(client, make_portal_editor(language="en")).get("/admin/health/")

    rows = {row.council.slug: row for row in page.context["rows"]}
    first = rows["eigener"]
    assert (first.unread_for, first.overdue, first.readers, first.clerks, first.drafts) == (9, 2, 1, 1, 1)
    assert (first.last_login, first.confirmed_on) == (now, date(2026, 1, 5))
    assert (rows["leer"].council, rows["leer"].clerks) == (empty, 0)
    text = page.content.decode()
    assert not [word for word in ("geheim", "gelesen", "klara", "Entwurf-Titel") if word in text]


def test_health_costs_the_same_for_more_councils(client, council):
    enter(client, make_portal_editor())

    def cost():
        client.get("/admin/health/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/health/").status_code == 200
        return len(queries)

    few = cost()
    for _number in range(5):
        other = factories.make_council()
        factories.make_editor(other)
        factories.make_message(other)
        factories.make_news(council=other, state=State.DRAFT)

    assert cost() == few <= 14


# -- the log ----------------------------------------------------------------------------------------------------------


def test_log_takes_entries_and_gives_none_back(db):
    entry = AuditEntry.objects.create(at=timezone.now(), kind=Kind.SIGNED_IN)

    for act in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(AppendOnly):
            act()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.update(kind=Kind.DELETED)
    assert AuditEntry.objects.count() == 1


def test_log_is_purged_after_a_year(db):
    now = timezone.now()
    for days in (366, 364):
        AuditEntry.objects.create(at=now - timedelta(days=days), kind=Kind.SIGNED_IN)

    counts = worker.purge(now)

    assert counts["log"] == 1
    assert AuditEntry.objects.get().at == now - timedelta(days=364)


def test_sign_ins_are_noted_without_names(client, council):
    user = factories.make_user(username="klara")
    AuditEntry.objects.purge(timezone.now())
    for name, password in [("klara", "falsch"), ("mein-passwort-4711", "falsch"), ("klara", factories.PASSWORD)]:
        client.post("/admin/login/", {"username": name, "password": password})

    assert log() == [
        (Kind.SIGN_IN_FAILED, user.pk, None, None, ""),
        (Kind.SIGN_IN_FAILED, None, None, None, ""),
        (Kind.SIGNED_IN, user.pk, None, None, ""),
    ]


def test_rights_are_noted_wherever_they_change(client, council):
    boss, user = factories.make_superuser(), factories.make_user()
    enter(client, boss)
    AuditEntry.objects.purge(timezone.now())
    client.post(
        address(Editor, "add"), {"user": user.pk, "council": council.pk, "role": "translator", "languages": ["ar"]}
    )
    row = Editor.objects.get()
    client.post(address(row, "change"), {"user": user.pk, "council": council.pk, "role": "author"})
    client.post(address(row, "delete"), {"post": "yes"})
    User.objects.get(pk=user.pk).delete()

    assert log() == [
        (Kind.RIGHT_GIVEN, boss.pk, user.pk, council.pk, "translator ar"),
        (Kind.RIGHT_TAKEN, boss.pk, user.pk, council.pk, "translator ar"),
        (Kind.RIGHT_GIVEN, boss.pk, user.pk, council.pk, "author"),
        (Kind.RIGHT_TAKEN, boss.pk, user.pk, council.pk, "author"),
        (Kind.ACCOUNT_DELETED, None, user.pk, None, ""),
    ]


def test_marks_and_passwords_are_noted(db):
    user = factories.make_user()
    AuditEntry.objects.purge(timezone.now())
    user.is_superuser, user.is_active = True, False
    user.save()
    user.set_password("neues-langes-Passwort")
    user.save()
    user.save(update_fields=["last_login"])

    assert [(kind, detail) for kind, _who, _whose, _council, detail in log(subject=user)] == [
        (Kind.RIGHT_GIVEN, "superuser"), (Kind.RIGHT_TAKEN, "active"), (Kind.PASSWORD_CHANGED, ""),
    ]  # fmt: skip


def test_deletions_are_noted_by_kind_and_number(client, council):
    editor = factories.make_editor(council).user
    news = factories.make_news(council=council, title_de="Geheimer Titel")
    enter(client, editor).post(address(news, "delete"), {"post": "yes"})

    assert log(kind=Kind.DELETED) == [(Kind.DELETED, editor.pk, None, council.pk, f"councils.news {news.pk}")]


def test_log_shows_readings_that_messages_note(client, council):
    reader = factories.make_reader(council, factories.make_user(username="leserin")).user
    message = factories.make_message(council, text="streng-geheim")
    enter(client, reader).get(address(message, "change"))
    boss = factories.make_superuser(language="en")
    conversation.open_emergency(boss, council, "Alle sind krank")

    page = enter(client, boss).get("/admin/log/").content.decode()
    only = enter(client, boss).get("/admin/log/", {"what": "read"}).context["rows"]

    assert "emergency access" in page
    assert f"Message {message.pk}" in page
    assert "geheim" not in page
    assert [(row["who"], str(row["what"])) for row in only] == [("leserin", str(Event.Kind.OPENED.label))]


def test_editor_sees_the_rights_of_their_own_council_only(client, council):
    other = factories.make_council(slug="fremder")
    editor = factories.make_editor(council, factories.make_user(username="klara", language="en")).user
    factories.make_editor(other, factories.make_user(username="fremde"))
    enter(client, editor)

    page = client.get("/admin/log/")
    asked = client.get("/admin/log/", {"council": other.pk, "what": "sign_in"})

    assert [(row["whose"], row["detail"]) for row in page.context["rows"]] == [("klara", str(Role.EDITOR.label))]
    assert "fremde" not in page.content.decode()
    assert asked.context["rows"] == []


@pytest.mark.parametrize("query", ["page=x", "page=999999", "council=x", "since=0", "what=nothing", "account=1' OR 1"])
def test_log_takes_any_query(client, council, query):
    assert enter(client, factories.make_superuser()).get(f"/admin/log/?{query}").status_code == 200


def test_log_costs_the_same_with_more_entries(client, council):
    enter(client, factories.make_superuser())

    def cost():
        client.get("/admin/log/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/log/")
        return len(queries)

    factories.make_editor(council)
    few = cost()
    for _number in range(60):
        factories.make_editor(council)

    assert cost() == few <= 14


# -- the yearly check -------------------------------------------------------------------------------------------------

CHECK = "/admin/check/"


def long_ago(row, **fields):
    Editor.objects.filter(pk=row.pk).update(checked_on=timezone.localdate() - timedelta(days=365))
    User.objects.filter(pk=row.user_id).update(**fields)
    return row


def test_editor_checks_the_roles_of_their_own_council(client, council):
    editor = long_ago(factories.make_editor(council, factories.make_user(username="klara", language="en")))
    author = long_ago(factories.make_editor(council, role=Role.AUTHOR))
    translator = long_ago(factories.make_editor(council, role=Role.TRANSLATOR))
    reader = long_ago(factories.make_editor(council, role=Role.MESSAGE_READER))
    foreign = long_ago(factories.make_editor())
    factories.make_editor(council, role=Role.AUTHOR)
    enter(client, editor.user)
    AuditEntry.objects.purge(timezone.now())

    listed = list(client.get(CHECK).context["rows"])
    client.post(CHECK, {"membership": author.pk, "answer": "still"})
    client.post(CHECK, {"membership": translator.pk, "answer": "end"})
    refused = [
        client.post(CHECK, {"membership": row.pk, "answer": "end"}).status_code for row in (editor, reader, foreign)
    ]

    assert listed == [author, translator]
    assert refused == [403, 403, 403]
    assert not Editor.objects.filter(pk=translator.pk).exists()
    author.refresh_from_db()
    assert author.checked_on == timezone.localdate()
    assert [kind for kind, *_rest in log()] == [Kind.CHECKED, Kind.RIGHT_TAKEN]


def test_superuser_checks_all_and_sees_what_is_unused(client, council):
    year = timezone.now() - timedelta(days=365)
    rows = [long_ago(factories.make_editor(council, role=Role.MESSAGE_READER), date_joined=year)]
    rows.append(long_ago(Editor.objects.create(user=factories.make_user(), role=Role.PORTAL_EDITOR), last_login=year))
    factories.make_editor(council)

    page = enter(client, factories.make_superuser(last_login=timezone.now())).get(CHECK)

    assert list(page.context["rows"]) == rows
    assert set(page.context["unused"]) == {row.user for row in rows}


@pytest.mark.parametrize("sent", [{}, {"membership": "x", "answer": "end"}, {"membership": "1", "answer": "x"}])
def test_check_takes_odd_requests(client, council, sent):
    assert enter(client, factories.make_superuser()).post(CHECK, sent).status_code == 403
