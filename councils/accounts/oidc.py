"""Signing in with the municipality's identity provider (OpenID Connect): an option beside names and passwords.

An account belongs to whoever the provider calls by the same subject, never to an address or a name. What the mapping
names is given and taken by the provider's claims at each sign-in; all other roles stay as they are.
"""

import jwt
import requests
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils.translation import gettext, override
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from councils.models import Council, Editor, User

from .rights import SUPERUSER


class ProviderBackend(OIDCAuthenticationBackend):
    """Whom the provider vouches for, and as what."""

    def authenticate(self, request, **credentials):
        """Only at the end of a sign-in that began here: a name and a password are not for this backend."""
        return super().authenticate(request, **credentials) if credentials.get("nonce") else None

    def verify_token(self, token, **kwargs):
        """Signed by the provider, for this portal, not over, and the answer to this very request."""
        try:
            payload = super().verify_token(token, **kwargs)
        except jwt.InvalidTokenError as error:
            raise SuspiciousOperation("The token is not valid.") from error
        audience = payload.get("aud")
        audience = [audience] if isinstance(audience, str) else audience or []
        if payload.get("iss") != settings.OIDC_ISSUER or self.OIDC_RP_CLIENT_ID not in audience:
            raise SuspiciousOperation("The token is for somebody else.")
        return payload

    @transaction.atomic
    def get_or_create_user(self, access_token, id_token, payload):
        claims = payload | self.get_userinfo(access_token, id_token, payload)
        subject = claims.get("sub")
        if not subject or subject != payload.get("sub"):
            raise SuspiciousOperation("Token and claims are about two persons.")
        given = roles_of(claims)
        user = User.objects.select_for_update().filter(oidc_subject=subject).first()
        if user is None:
            # Whoever has no role here gets no account.
            if not given:
                return None
            user = _new_account(subject, claims)
        _give(user, given)
        return user


def roles_of(claims):
    """The roles that the claims name: pairs of a role and a council's address, or None where there is none."""
    words = claims.get(settings.OIDC_ROLES_CLAIM) or []
    words = [words] if isinstance(words, str) else words
    return {pair for word in words for pair in settings.OIDC_ROLES.get(str(word), ())}


def _new_account(subject, claims):
    wanted = str(claims.get("preferred_username") or "account")[:120]
    name, number = wanted, 1
    # Somebody of that name may be there with a password; that is another account.
    while User.objects.filter(username=name).exists():
        number += 1
        name = f"{wanted}-{number}"
    user = User(
        username=name,
        email=str(claims.get("email") or "")[:254],
        first_name=str(claims.get("given_name") or "")[:150],
        last_name=str(claims.get("family_name") or "")[:150],
        is_staff=True,
        oidc_subject=subject,
    )
    user.set_unusable_password()
    user.save()
    return user


def _give(user, given):
    """Give what the claims name, and take of what the mapping could give the rest."""
    known = {pair for pairs in settings.OIDC_ROLES.values() for pair in pairs}
    if (SUPERUSER, None) in known and user.is_superuser != ((SUPERUSER, None) in given):
        user.is_superuser = not user.is_superuser
        user.save(update_fields=["is_superuser"])
    councils = dict(
        Council.objects.present().filter(slug__in={slug for _role, slug in known}).values_list("slug", "pk")
    )
    for role, slug in known - {(SUPERUSER, None)}:
        if slug is not None and slug not in councils:
            continue
        rows = Editor.objects.filter(user=user, role=role, council=councils.get(slug))
        if (role, slug) not in given:
            for row in rows:
                row.delete()
        elif not rows.exists():
            Editor.objects.create(user=user, role=role, council_id=councils.get(slug))


class Begin(OIDCAuthenticationRequestView):
    """Sends the browser to the provider."""


class Callback(OIDCAuthenticationCallbackView):
    """Where the provider sends the browser back to."""

    def get(self, request):
        try:
            return super().get(request)
        except (SuspiciousOperation, requests.RequestException, ValueError):
            return self.login_failure()

    def login_failure(self):
        with override(settings.LANGUAGE_CODE):
            text = gettext("Signing in with {provider} did not work. Perhaps you have no role here yet.")
            messages.error(self.request, text.format(provider=settings.OIDC_NAME))
        return super().login_failure()


begin, callback = Begin.as_view(), Callback.as_view()
