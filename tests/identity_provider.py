"""A real identity provider (django-oauth-toolkit) in a process of its own: ``identity_provider.py FOLDER PORT``.

Two persons with the password "geheim-genug": clara in the groups "clerks" and "others", gert in none. Which groups
somebody has is asked of the file FOLDER/groups.json at each sign-in, so that a test can change it.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.urls import include, path

FOLDER, PORT = (Path(sys.argv[1]), int(sys.argv[2])) if __name__ == "__main__" else (None, None)
CLIENT, SECRET = "mitsprache", "only-the-tests-use-this-secret"


def private_key():
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def configure():
    settings.configure(
        SECRET_KEY="only the tests use this key, it protects nothing at all",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="__main__",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(FOLDER / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        LOGIN_URL="/login/",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": private_key(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o",
            # A portal that does not prove its request gets nothing.
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "who", "profile": "name", "email": "address"},
            "OAUTH2_VALIDATOR_CLASS": "__main__.Validator",
        },
    )  # fmt: skip


def fill():
    """The two persons, and the portal as a client."""
    from django.contrib.auth import get_user_model
    from oauth2_provider.models import get_application_model

    for name in ("clara", "gert"):
        get_user_model().objects.create_user(name, f"{name}@example.org", "geheim-genug", first_name=name.title())
    get_application_model().objects.create(
        client_id=CLIENT, client_secret=SECRET, client_type="confidential", skip_authorization=True, algorithm="RS256",
        authorization_grant_type="authorization-code", redirect_uris="http://testserver/admin/oidc/callback/",
    )  # fmt: skip


if __name__ == "__main__":
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    configure()
    django.setup()

    from django.contrib.auth import authenticate, login
    from django.http import HttpResponse, HttpResponseRedirect
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        """Tells the groups as most providers do."""

        oidc_claim_scope = None

        def get_additional_claims(self, request):
            name = request.user.get_username()
            return {
                "preferred_username": name,
                "given_name": request.user.first_name,
                "email": request.user.email,
                "groups": json.loads((FOLDER / "groups.json").read_text()).get(name, []),
            }

    def sign_in(request):
        if request.method != "POST":
            return HttpResponse("Name and password, please.")
        login(request, authenticate(request, **request.POST.dict()))
        return HttpResponseRedirect(request.GET["next"])

    urlpatterns = [
        path("login/", sign_in),
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    ]
    call_command("migrate", verbosity=0)
    fill()
    call_command("runserver", f"127.0.0.1:{PORT}", use_reloader=False, verbosity=0)
