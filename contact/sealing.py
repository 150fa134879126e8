"""Texts that the database holds only encrypted, and hashes that nobody makes without the portal's keys.

The keys come from ``SEALING_KEYS``: the first one seals, all of them open. ``manage.py reseal`` seals everything anew
with the first one, after which the others may go; hashes cannot be made anew, so a key stays until what it hashed is
purged. Fernet: AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


class CannotOpen(ImproperlyConfigured):
    """None of the configured keys opens a stored text: the key that sealed it is missing, or the text was altered."""


def _subkey(key, purpose):
    """One secret serves several purposes without one telling anything of the other."""
    return hmac.digest(key.encode(), purpose.encode(), "sha256")


@lru_cache
def _fernets(keys):
    return [Fernet(base64.urlsafe_b64encode(_subkey(key, "seal"))) for key in keys]


def _box():
    return MultiFernet(_fernets(tuple(settings.SEALING_KEYS)))


def seal(text):
    """The text, encrypted with the first key; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed):
    """The text again. Raises :class:`CannotOpen` rather than ever giving back what is still sealed."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        message = "A sealed text cannot be opened: SEALING_KEYS lacks the key that sealed it, or the text was altered."
        raise CannotOpen(message) from error


def is_sealed_with_first_key(sealed):
    """Whether the text would open with the first key alone."""
    try:
        _fernets(tuple(settings.SEALING_KEYS))[0].decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def digest(text, purpose):
    """A keyed hash of the text under the first key: what is stored in place of a secret."""
    return _digest(settings.SEALING_KEYS[0], text, purpose)


def digests(text, purpose):
    """The text's hashes under all keys, for looking up what was stored under an older one."""
    return [_digest(key, text, purpose) for key in settings.SEALING_KEYS]


def _digest(key, text, purpose):
    return hmac.new(_subkey(key, f"digest {purpose}"), text.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that leaves the program encrypted and comes back as it was; it cannot be searched or sorted."""

    def get_prep_value(self, value):
        return seal(super().get_prep_value(value) or "")

    def from_db_value(self, value, expression, connection):
        return unseal(value)

    def get_lookup(self, lookup_name):
        if lookup_name in {"exact", "isnull"}:
            return super().get_lookup(lookup_name)
        raise FieldError(f"Sealed text cannot be asked for {lookup_name}.")


def sealed_columns():
    """Every model of every app that holds sealed texts, with the names of those columns."""
    for model in apps.get_models():
        columns = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
        if columns:
            yield model, columns
