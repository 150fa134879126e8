"""Invitations, the second factor that a role must have, and what the office says to whoever may not."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from contact import invitations, worker
from contact.models import Letter
from councils.accounts.rights import MAY
from councils.models import AuditEntry, Editor, Invitation, User
from portal import env
from portal.logs import without_persons
from tests import factories
from tests.office import address

pytestmark = pytest.mark.once

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADD = "/admin/councils/invitation/add/"
NEW = {
    "username": "olena",
    "first_name": "Olena",
    "password1": "drei-grüne-Stühle-7",
    "password2": "drei-grüne-Stühle-7",
}


@pytest.fixture(autouse=True)
def mail_is_on(settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": "127.0.0.1"}


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


@pytest.fixture
def editor(council):
    return factories.make_editor(council, factories.make_user(username="klara", language="en")).user


def enter(client, user):
    client.force_login(user, backend=BACKEND)
    return client


def ask(client, council, *roles, **more):
    data = {"email": "olena@example.org", "council": council.pk if council else "", "roles": roles, "language": "en"}
    return client.post(ADD, data | more)


def link():
    """The link in the newest letter."""
    return re.search(r"http://testserver(/admin/invitation/\S+)", Letter.objects.first().body)[1]


def invite(by, council, *roles, **more):
    row = Invitation(email="olena@example.org", council=council, roles=list(roles), language="en", **more)
    invitations.invite(row, by)
    return link()


def roles_of(user):
    return sorted(user.editorships.values_list("council__slug", "role"))


def test_editor_invites_and_the_invited_makes_an_account(client, council, editor):
    answer = ask(enter(client, editor), council, "author", "translator", languages=["ar"])
    where = link()
    client.logout()

    page = client.get(where)
    client.post(where, NEW)

    assert answer.status_code == 302
    assert "klara" in page.content.decode()
    user = User.objects.get(username="olena")
    assert (user.email, user.language, user.is_staff, user.is_superuser) == ("olena@example.org", "en", True, False)
    assert roles_of(user) == [("eigener", "author"), ("eigener", "translator")]
    assert user.editorships.get(role="translator").languages == ["ar"]
    assert client.get("/admin/").status_code == 200
    kinds = AuditEntry.objects.filter(council=council).order_by("pk").values_list("kind", "account_id", "detail")
    assert list(kinds)[1:] == [
        ("invited", editor.pk, "author"), ("invited", editor.pk, "translator"),
        ("right_given", editor.pk, "author"), ("right_given", editor.pk, "translator ar"),
        ("invitation_accepted", user.pk, "author"), ("invitation_accepted", user.pk, "translator"),
    ]  # fmt: skip


def test_whoever_has_an_account_takes_the_roles_with_it(client, council, editor):
    known = factories.make_user(username="schon-da", email="olena@example.org")
    where = invite(editor, council, Editor.Role.AUTHOR)

    stranger = client.get(where).content.decode()
    enter(client, known).post(where)

    assert "schon-da" not in stranger
    assert roles_of(known) == [("eigener", "author")]
    assert User.objects.count() == 2


def test_inviting_says_the_same_whether_there_is_an_account(client, council, editor):
    factories.make_user(email="olena@example.org")
    enter(client, editor)

    answers = [ask(client, council, "author", email=email) for email in ("olena@example.org", "neu@example.org")]
    said = [str(message) for message in client.get("/admin/").context["messages"]]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, answers[0]["Location"])] * 2
    assert len(set(said)) == 1


def test_link_works_once_and_for_a_week(client, council, editor):
    used, late = invite(editor, council, Editor.Role.AUTHOR), invite(editor, council, Editor.Role.AUTHOR)
    client.post(used, NEW)
    client.logout()

    assert client.get(used).status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(late).status_code == 410
        assert client.post(late, NEW | {"username": "zweite"}).status_code == 410
    assert client.get("/admin/invitation/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/").status_code == 410
    assert not User.objects.filter(username="zweite").exists()


def test_withdrawn_invitation_is_dead_and_forgets_the_address(client, council, editor):
    where = invite(editor, council, Editor.Role.AUTHOR)
    row = Invitation.objects.get()
    data = {"action": "withdraw", "_selected_action": [row.pk]}
    enter(client, factories.make_editor().user).post("/admin/councils/invitation/", data)
    assert client.get(where).status_code == 200
    enter(client, editor).post("/admin/councils/invitation/", data)

    assert client.get(where).status_code == 410
    row.refresh_from_db()
    assert (row.email, bool(row.withdrawn_at)) == ("", True)
    assert (Letter.objects.get().state, Letter.objects.get().recipient) == (Letter.State.GIVEN_UP, "")


def test_invitation_dies_with_the_right_of_whoever_sent_it(client, council, editor):
    where = invite(editor, council, Editor.Role.AUTHOR)
    editor.editorships.all().delete()

    assert client.get(where).status_code == 410


def test_editors_give_no_more_than_they_may(client, council, editor):
    other = factories.make_council()
    enter(client, editor)

    for where, roles in [(council, ["message_reader"]), (council, ["portal_editor"]), (None, ["portal_editor"]),
                         (other, ["author"]), (None, ["author"])]:  # fmt: skip
        assert ask(client, where, *roles).status_code == 200, roles
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("account", ["author", "translator", "message_reader"])
def test_others_invite_nobody(client, council, account):
    enter(client, factories.make_editor(council, role=account).user)

    assert ask(client, council, "author").status_code == 403


def test_superuser_invites_readers_and_portal_editors(client, council):
    enter(client, factories.make_superuser())

    assert ask(client, council, "message_reader").status_code == 302
    assert ask(client, None, "portal_editor", email="b@example.org").status_code == 302
    assert ask(client, council, "portal_editor").status_code == 200
    assert ask(client, None, "author").status_code == 200


def test_address_gets_three_letters_a_day(client, council, editor):
    enter(client, editor)

    assert [ask(client, council, "author").status_code for _number in range(4)] == [302, 302, 302, 200]


def test_without_mail_nobody_is_invited(client, council, editor, settings):
    settings.MAIL = settings.MAIL | {"EMAIL_HOST": ""}

    assert ask(enter(client, editor), council, "author").status_code == 200
    assert Invitation.objects.count() == 0


def test_old_invitations_are_forgotten(council, editor):
    invite(editor, council, Editor.Role.AUTHOR)

    assert worker.purge(timezone.now() + timedelta(days=36))["invitations"] == 0
    assert worker.purge(timezone.now() + timedelta(days=38))["invitations"] == 1


def test_link_stands_in_no_log():
    assert "abc123" not in without_persons('"GET /admin/invitation/abc123/ HTTP/1.1" 200')


# -- the second factor that a role must have ------------------------------------------------------------------------


def test_settings_know_the_roles(settings, monkeypatch):
    monkeypatch.setenv("SOME_ROLES", "superuser, editor")

    assert [str(role) for role in MAY] == settings.ROLES
    assert env.names("SOME_ROLES", settings.ROLES) == ["superuser", "editor"]
    with pytest.raises(ImproperlyConfigured, match="SOME_ROLES must be some of these"):
        env.names("SOME_ROLES", ["author"])


def test_role_leads_to_its_second_factor_first(client, council, editor, settings):
    settings.SECOND_FACTOR_ROLES = ["editor"]
    enter(client, editor)

    for where in ("/admin/", "/admin/councils/news/", "/admin/log/"):
        assert client.get(where)["Location"] == "/admin/second-factor/"
    assert client.post(ADD, {})["Location"] == "/admin/second-factor/"
    assert "needs a second factor" in client.get("/admin/second-factor/").content.decode()
    settings.SECOND_FACTOR_ROLES = ["message_reader", "superuser"]
    assert client.get("/admin/").status_code == 200


def test_second_factor_that_a_role_needs_stays(client, council, editor, settings):
    settings.SECOND_FACTOR_ROLES = ["editor"]
    device = TOTPDevice.objects.create(user=editor, name="app", confirmed=True)
    enter(client, editor)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()

    assert client.get("/admin/").status_code == 200
    client.post("/admin/second-factor/", {"action": "remove", "code": "123456"})
    assert TOTPDevice.objects.count() == 1


# -- may not, or not any more -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["role", "account", "session"])
def test_nothing_typed_is_lost_with_a_right(client, council, editor, loss):
    news = factories.make_news(council=council)
    enter(client, editor)
    if loss == "role":
        editor.editorships.all().delete()
        factories.make_editor(user=editor)
    elif loss == "account":
        User.objects.update(is_active=False)
    else:
        client.logout()

    answer = client.post(address(news, "change"), {"title_de": "Mein langer Text", "password": "geheim", "_save": "1"})

    assert answer.status_code == 403
    text = answer.content.decode()
    assert "Mein langer Text" in text
    assert "geheim" not in text
    news.refresh_from_db()
    assert news.title_de != "Mein langer Text"


def test_office_refuses_in_its_own_words(client, council, editor):
    page = enter(client, editor).get("/admin/health/")

    assert page.status_code == 403
    assert "You may not do this" in page.content.decode()
    assert "What you typed" not in page.content.decode()
