"""Getting into the office: password, lock-out, second factor, language, and what the browser may load."""

import re
import time

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from councils.accounts.rights import Rights
from councils.models import Editor, User
from tests import factories
from tests.office import address

SIGN_IN = "/admin/login/"
PAGE = "/admin/second-factor/"


@pytest.fixture
def user(db):
    return factories.make_editor(user=factories.make_user(username="klara")).user


def sign_in(client, password=factories.PASSWORD, username="klara", **more):
    return client.post(SIGN_IN, {"username": username, "password": password, "next": "/admin/", **more})


def is_in(client):
    return client.get("/admin/").status_code == 200


def code_now(device):
    """The code that the app shows at this moment."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():06}"


@pytest.fixture
def device(user):
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


# -- password and lock-out ----------------------------------------------------------------------------------------


def test_password_lets_in(client, user):
    response = sign_in(client)

    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert is_in(client)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)"]
)
def test_sign_in_leads_nowhere_else(client, user, elsewhere):
    response = client.post(SIGN_IN, {"username": user.username, "password": factories.PASSWORD, "next": elsewhere})

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_form_without_its_mark_is_refused_in_german(user):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(SIGN_IN, {"username": user.username, "password": factories.PASSWORD})

    assert response.status_code == 403
    assert '  lang="de"' in response.content.decode()


def test_sign_in_page_is_german_and_names_the_portal(client, db, settings):
    page = client.get(SIGN_IN, headers={"accept-language": "ar"}).content.decode()

    assert '<html lang="de" dir="ltr"' in page
    assert settings.PORTAL_NAME in page
    assert "Passwort" in page
    assert page.count("<h1>") == 1


def test_account_outside_the_staff_stays_out(client, user):
    user.is_staff = False
    user.save()

    assert sign_in(client).status_code == 200
    assert not is_in(client)


def test_name_is_locked_after_repeated_failures(client, user, settings):
    answers = [sign_in(client, "falsch").status_code for _try in range(settings.AXES_FAILURE_LIMIT)]
    right = sign_in(client)

    assert answers[:-1] == [200] * (settings.AXES_FAILURE_LIMIT - 1)
    assert answers[-1] == right.status_code == 429
    assert right["Content-Language"] == "de"
    assert '<html lang="de"' in right.content.decode()
    assert not is_in(client)


def test_lock_holds_for_one_place_only(client, user, settings):
    """Nobody can lock an editor out from elsewhere."""
    for _try in range(settings.AXES_FAILURE_LIMIT):
        client.post(SIGN_IN, {"username": "klara", "password": "falsch"}, REMOTE_ADDR="192.0.2.1")

    assert sign_in(client).status_code == 302


def test_lock_ends(client, user, settings):
    with time_machine.travel("2026-03-01T10:00Z", tick=False) as clock:
        for _try in range(settings.AXES_FAILURE_LIMIT):
            sign_in(client, "falsch")
        clock.shift(settings.AXES_COOLOFF_TIME.total_seconds() + 60)

        assert sign_in(client).status_code == 302


# -- second factor ------------------------------------------------------------------------------------------------


def test_account_with_second_factor_needs_the_code(client, user, device):
    without = sign_in(client)
    wrong = sign_in(client, code="000000")

    assert without.status_code == wrong.status_code == 200
    assert not is_in(client)


def test_code_lets_in_once(client, user, device):
    code = code_now(device)

    assert sign_in(client, code=f"{code[:3]} {code[3:]}").status_code == 302
    assert is_in(client)
    client.post("/admin/logout/")
    assert sign_in(client, code=code).status_code == 200
    assert not is_in(client)


def test_wrong_codes_lock_like_wrong_passwords(client, user, device, settings):
    answers = [sign_in(client, code="123456").status_code for _try in range(settings.AXES_FAILURE_LIMIT)]

    assert answers[-1] == 429
    assert not is_in(client)


def test_codes_are_not_asked_of_whoever_has_none(client, user):
    assert sign_in(client, code="123456").status_code == 302


def test_code_of_another_account_does_not_work(client, user, device):
    other = TOTPDevice.objects.create(user=factories.make_user(), name="app", confirmed=True)

    assert sign_in(client, code=code_now(other)).status_code == 200


def test_recovery_code_works_once(client, user, device):
    list_ = StaticDevice.objects.create(user=user, name="recovery")
    StaticToken.objects.create(device=list_, token="abcd2345")

    assert sign_in(client, code="ABCD 2345").status_code == 302
    client.post("/admin/logout/")
    assert sign_in(client, code="abcd2345").status_code == 200


def test_session_from_before_the_second_factor_is_shut(client, user):
    """Whoever was signed in elsewhere when the second factor was set up has to show it."""
    sign_in(client)
    TOTPDevice.objects.create(user=user, name="app", confirmed=True)

    response = client.get("/admin/")

    assert response.status_code == 302
    assert response["Location"].startswith(SIGN_IN)
    assert client.get(SIGN_IN).status_code == 200


def test_second_factor_is_set_up_confirmed_renewed_and_removed(client, user):
    sign_in(client)
    with time_machine.travel("2026-03-01T10:00Z", tick=False) as clock:
        sign_in(client)
        client.post(PAGE, {"action": "begin"})
        device = TOTPDevice.objects.get()
        page = client.get(PAGE).content.decode()
        picture = client.get(reverse("admin:second_factor_picture"))
        wrong = client.post(PAGE, {"action": "confirm", "code": "000000"})
        clock.shift(60)
        right = client.post(PAGE, {"action": "confirm", "code": code_now(device)})

        assert not device.confirmed
        assert 'src="/admin/second-factor/code.svg"' in page
        assert (picture["Content-Type"], "no-store" in picture["Cache-Control"]) == ("image/svg+xml", True)
        assert b"<svg" in picture.content
        assert wrong.context["form"].errors
        assert len(right.context["codes"]) == 10
        assert "no-store" in right["Cache-Control"]
        assert is_in(client)
        assert client.get(reverse("admin:second_factor_picture")).status_code == 404

        clock.shift(60)
        device.refresh_from_db()
        renewed = client.post(PAGE, {"action": "renew", "code": code_now(device)})
        assert set(renewed.context["codes"]) == set(StaticToken.objects.values_list("token", flat=True))
        assert not set(renewed.context["codes"]) & set(right.context["codes"])

        clock.shift(60)
        refused = client.post(PAGE, {"action": "remove", "code": "000000"})
        assert refused.status_code == 200
        assert TOTPDevice.objects.filter(confirmed=True).exists()
        clock.shift(60)
        removed = client.post(PAGE, {"action": "remove", "code": renewed.context["codes"][0]})
        assert removed.status_code == 302
        assert not TOTPDevice.objects.exists()
        assert not StaticDevice.objects.exists()
        assert is_in(client)


def test_secret_is_not_replaced_once_it_is_in_use(client, user, device):
    sign_in(client, code=code_now(device))

    client.post(PAGE, {"action": "begin"})
    client.post(PAGE, {"action": "cancel"})

    assert TOTPDevice.objects.get() == device
    assert device.key not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("action", ["", "nothing", "confirm", "renew", "remove"])
def test_odd_requests_do_nothing(client, user, action):
    sign_in(client)

    response = client.post(PAGE, {"action": action, "code": "123456"})

    assert response.status_code in {200, 302}
    assert not TOTPDevice.objects.exists()
    assert is_in(client)


def test_second_factor_belongs_to_its_own_account(client, user, device):
    """Another editor sees and changes nothing of it."""
    other = factories.make_editor().user
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")

    client.post(PAGE, {"action": "remove", "code": code_now(device)})

    assert TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    assert client.get(reverse("admin:second_factor_picture")).status_code == 404


def test_anonymous_visitor_sees_no_second_factor(client, db):
    for where in (PAGE, reverse("admin:second_factor_picture")):
        assert client.get(where)["Location"].startswith(SIGN_IN)


def test_superuser_removes_the_factor_of_a_lost_phone(client, user, device):
    client.force_login(factories.make_superuser(), backend="django.contrib.auth.backends.ModelBackend")

    client.post(address(User, "changelist"), {"action": "remove_second_factor", "_selected_action": [user.pk]})

    assert not TOTPDevice.objects.filter(user=user).exists()


def test_signing_in_keeps_no_register(client, user, settings):
    """Attempts are kept only while they count."""
    sign_in(client, "falsch")
    sign_in(client)

    from axes.models import AccessAttempt, AccessLog

    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    assert mail.outbox == []


# -- rights -------------------------------------------------------------------------------------------------------


def test_rights_of_nobody(db):
    nobody = Rights(AnonymousUser())

    assert (nobody.everywhere, nobody.anywhere(*Editor.Role)) == (False, False)


def test_rights_in_two_councils_do_not_mix(db):
    here, there = factories.make_council(), factories.make_council()
    user = factories.make_editor(council=here).user
    factories.make_editor(council=there, user=user, role=Editor.Role.TRANSLATOR, languages=["en", "de", "tr"])

    own = Rights(user)

    assert own.councils(Editor.Role.EDITOR) == {here.pk}
    assert not own.has(there.pk, Editor.Role.EDITOR)
    assert own.translates(there.pk) == ["en", "tr"]
    assert own.translates(here.pk) == []


# -- language and policy ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("de", "Abmelden"), ("en", "Log out")])
def test_office_speaks_the_language_of_the_account(client, user, language, word):
    user.language = language
    user.save()
    sign_in(client)

    response = client.get("/admin/", headers={"accept-language": "ar"})

    assert response["Content-Language"] == language
    assert f'<html lang="{language}" dir="ltr"' in response.content.decode()
    assert word in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "language", "where"),
    [
        ({"language": "en", "back": "/admin/meetings/"}, "en", "/admin/meetings/"),
        ({"language": "en", "back": "https://example.org/"}, "en", "/admin/"),
        ({"language": "en", "back": "//example.org/"}, "en", "/admin/"),
        ({"language": "en", "back": "javascript:alert(1)"}, "en", "/admin/"),
        ({"language": "ar"}, "de", "/admin/"),
        ({}, "de", "/admin/"),
    ],
)
def test_account_chooses_its_language(client, user, sent, language, where):
    sign_in(client)

    response = client.post("/admin/language/", sent)

    user.refresh_from_db()
    assert (response["Location"], user.language) == (where, language)


def test_language_is_not_changed_by_a_link(client, user):
    sign_in(client)

    assert client.get("/admin/language/", {"language": "en"}).status_code == 405


def test_language_of_the_office_does_not_leak(client, user):
    """The next request of the same process speaks its own language."""
    user.language = "en"
    user.save()
    sign_in(client)
    client.get("/admin/")
    client.post("/admin/logout/")

    assert '<html lang="de"' in client.get(SIGN_IN).content.decode()


def pages(client, council):
    meeting = factories.make_meeting(council)
    yield from (
        "/admin/", PAGE, "/admin/password_change/", address(meeting, "changelist"), address(meeting, "add"),
        address(meeting, "change"), address(meeting, "delete"), address(meeting, "history"),
        address(council, "change"), SIGN_IN,
    )  # fmt: skip


def test_pages_keep_to_the_policy(client, user):
    """One policy without nonces, and nothing in the pages that it would block."""
    sign_in(client)

    for where in pages(client, user.editorships.get().council):
        response = client.get(where)
        policy, page = response["Content-Security-Policy"], response.content.decode()
        assert "script-src 'self';" in f"{policy};", where
        assert "style-src 'self';" in f"{policy};", where
        assert "unsafe" not in policy, where
        assert "nonce" not in policy, where
        assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", page), where
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page)), where
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page), where


def test_office_is_not_kept_nor_indexed(client, user):
    sign_in(client)

    response = client.get("/admin/")

    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]
    assert 'name="robots" content="NONE,NOARCHIVE"' in response.content.decode()
