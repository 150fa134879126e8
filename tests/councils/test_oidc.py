"""Signing in with an identity provider: a real one in a process of its own, and what it may and may not decide."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django_otp.plugins.otp_totp.models import TOTPDevice

from councils.models import AuditEntry, Editor, User
from portal import env
from tests import factories
from tests.identity_provider import CLIENT, SECRET

pytestmark = pytest.mark.once

PROGRAM = Path(__file__).parent.parent / "identity_provider.py"
GROUPS = {"clara": ["clerks", "others"], "gert": []}
ROLES = {"clerks": [("editor", "eigener"), ("message_reader", "eigener")], "portal": [("portal_editor", None)]}


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """Its address, and the file in which its groups stand."""
    folder = tmp_path_factory.mktemp("provider")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "groups.json").write_text("{}")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-P", PROGRAM, folder, str(port)], stdout=log, stderr=log)
        try:
            for _try in range(600):
                try:
                    requests.get(f"http://127.0.0.1:{port}/login/", timeout=5)
                    break
                except requests.ConnectionError:
                    assert process.poll() is None, (folder / "log").read_text()
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/o", folder / "groups.json"
        finally:
            process.terminate()
            process.wait()


@pytest.fixture
def groups(provider, settings, db):
    """The portal with this provider; called with groups, it changes who has which."""
    issuer, file = provider
    settings.OIDC_ISSUER = issuer
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{issuer}/authorize/"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{issuer}/token/"
    settings.OIDC_OP_USER_ENDPOINT = f"{issuer}/userinfo/"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{issuer}/.well-known/jwks.json"
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_ROLES = ROLES
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, settings.OIDC_BACKEND]
    factories.make_council(slug="eigener")
    file.write_text(json.dumps(GROUPS))
    return lambda **groups: file.write_text(json.dumps(GROUPS | groups))


def at_provider(client, name="clara", query=""):
    """What the provider sends the browser back with, after somebody has signed in there."""
    begin = client.get(f"/admin/oidc/{query}")
    browser = requests.Session()
    page = browser.get(begin["Location"], timeout=10)
    form = {"username": name, "password": "geheim-genug"}
    answer = browser.post(page.url, form, allow_redirects=False, timeout=10)
    answer = browser.get(
        requests.compat.urljoin(page.url, answer.headers["Location"]), allow_redirects=False, timeout=10
    )
    return urlsplit(answer.headers["Location"])


def sign_in(client, name="clara", query=""):
    back = at_provider(client, name, query)
    return client.get(f"{back.path}?{back.query}")


def roles_of(user):
    return set(user.editorships.values_list("role", "council__slug"))


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_person_signs_in_with_the_roles_of_their_groups(client, groups):
    answer = sign_in(client, query="?next=/admin/log/")

    user = User.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, "/admin/log/")
    assert is_in(client)
    assert roles_of(user) == set(ROLES["clerks"])
    assert (user.username, user.first_name, user.email) == ("clara", "Clara", "clara@example.org")
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert AuditEntry.objects.filter(kind="signed_in", account=user).count() == 1


def test_request_is_proven_and_single_use(client, groups):
    begin = client.get("/admin/oidc/")["Location"]
    back = at_provider(client)

    assert "code_challenge_method=S256" in begin
    assert "nonce=" in begin
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    client.post("/admin/logout/")
    client.get(f"{back.path}?{back.query}")
    assert not is_in(client)


def test_code_of_another_browser_is_refused(client, groups):
    back = at_provider(client)
    client.cookies.clear()

    client.get("/admin/oidc/")
    client.get(f"{back.path}?{back.query}")

    assert not is_in(client)
    assert User.objects.count() == 0


def test_groups_give_and_take_what_is_mapped_and_nothing_else(client, groups):
    sign_in(client)
    user = User.objects.get()
    own = factories.make_editor(factories.make_council(slug="zweiter"), user)
    groups(clara=["portal"])
    sign_in(client)

    assert roles_of(user) == {("portal_editor", None), (own.role, "zweiter")}


def test_whoever_has_no_role_gets_no_account(client, groups):
    answer = sign_in(client, "gert")

    assert (answer["Location"], User.objects.count(), is_in(client)) == ("/admin/login/", 0, False)


def test_account_of_the_same_name_and_address_is_another(client, groups):
    local = factories.make_user(username="clara", email="clara@example.org")

    sign_in(client)

    assert roles_of(local) == set()
    assert set(User.objects.values_list("username", flat=True)) == {"clara", "clara-2"}


def test_superusers_are_made_only_where_they_are_mapped(client, groups, settings):
    groups(clara=["superuser", "clerks", "it"])
    sign_in(client)
    assert not User.objects.get().is_superuser

    settings.OIDC_ROLES = ROLES | {"it": [("superuser", None)]}
    sign_in(client)
    assert User.objects.get().is_superuser
    groups(clara=["clerks"])
    sign_in(client)
    assert not User.objects.get().is_superuser


def test_closed_account_stays_closed(client, groups):
    sign_in(client)
    User.objects.update(is_active=False)
    client.logout()
    sign_in(client)

    assert not is_in(client)


def test_second_factor_is_the_providers_matter(client, groups, settings):
    settings.SECOND_FACTOR_ROLES = ["editor"]
    sign_in(client)
    TOTPDevice.objects.create(user=User.objects.get(), name="app", confirmed=True)

    assert is_in(client)


def test_token_for_somebody_else_is_refused(client, groups, settings):
    settings.OIDC_ISSUER += "/other"
    sign_in(client)

    assert (User.objects.count(), is_in(client)) == (0, False)


def test_provider_that_does_not_answer_breaks_nothing(client, groups, settings):
    back = at_provider(client)
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:9/token/"

    answer = client.get(f"{back.path}?{back.query}")

    assert answer["Location"] == "/admin/login/"
    assert "SSO" in client.get("/admin/login/").content.decode()


def test_passwords_still_work(client, groups):
    factories.make_editor(user=factories.make_user(username="klara"))
    client.post("/admin/login/?code=x&state=y", {"username": "klara", "password": factories.PASSWORD})

    assert is_in(client)


def test_without_provider_there_is_no_way_to_it(client, db):
    for where in ("/admin/oidc/", "/admin/oidc/callback/?code=x&state=y"):
        assert client.get(where).status_code == 404
    assert "/admin/oidc/" not in client.get("/admin/login/").content.decode()


@pytest.mark.parametrize(
    "value", ["clerks", "clerks=boss:x", "clerks=editor", "it=superuser:beckum", "=editor:x", "a=portal_editor:x"]
)
def test_wrong_mapping_stops_the_start(settings, monkeypatch, value):
    monkeypatch.setenv("SOME_MAPPING", value)

    with pytest.raises(ImproperlyConfigured, match="SOME_MAPPING must be pairs such as"):
        env.role_mapping("SOME_MAPPING", settings.ROLES)


def test_mapping_is_read(settings, monkeypatch):
    monkeypatch.setenv("SOME_MAPPING", "clerks=editor:beckum, clerks=message_reader:beckum, cn=it=superuser")

    assert env.role_mapping("SOME_MAPPING", settings.ROLES) == {
        "clerks": [("editor", "beckum"), (Editor.Role.MESSAGE_READER, "beckum")], "cn=it": [("superuser", None)],
    }  # fmt: skip
