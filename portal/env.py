"""Reads the environment: each reader gives a checked value, or names the variable and what to write there."""

import os
import re
import stat
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"\.?(?:[a-z0-9_-]+\.)*[a-z0-9_-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)


def refuse(name, must, *, see=True):
    """The error for a variable that is missing or wrong; a secret's value is never repeated in it."""
    given = os.environ.get(name, "")
    was = f" It is {given!r}." if see and given else "" if given else " It is not set."
    return ImproperlyConfigured(f"{name} must be {must}.{was}")


def text(name, default="", *, longest=300):
    """One line of text; spaces around it do not count."""
    value = os.environ.get(name, default).strip()
    if len(value) > longest or not value.isprintable():
        raise refuse(name, f"one line of at most {longest} printable characters")
    return value


def switch(name, default=False):
    """yes or no. Anything else is refused, so that a typing mistake switches nothing on or off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"yes", "true", "on", "1"}:
        return True
    if value in {"no", "false", "off", "0"}:
        return False
    raise refuse(name, "yes or no")


def names(name, known):
    """Some of the known names, separated by commas."""
    value = [part.strip() for part in text(name).split(",") if part.strip()]
    if not set(value) <= set(known):
        raise refuse(name, f"some of these, separated by commas: {', '.join(known)}")
    return value


def role_mapping(name, known):
    """What the claims of an identity provider mean: ``group=role`` or ``group=role:council``, separated by commas."""
    mapping = {}
    for part in filter(None, (part.strip() for part in text(name, longest=4096).split(","))):
        group, _equals, meant = part.rpartition("=")
        role, _colon, council = meant.partition(":")
        # Those two hold everywhere, all others in one council.
        if not group or role not in known or bool(council) == (role in {"superuser", "portal_editor"}):
            must = (
                "pairs such as clerks=editor:beckum-integrationsrat, it=superuser, separated by commas; the roles are"
            )
            raise refuse(name, f"{must} {', '.join(known)}")
        mapping.setdefault(group, []).append((role, council or None))
    return mapping


def web_address(name, default="", *, http_allowed=False):
    """An address on another machine, or nothing; needed where the default is an address."""
    value = text(name, longest=500)
    if not value and not default:
        return ""
    schemes = {"https", "http"} if http_allowed else {"https"}
    parts = urlsplit(value)
    if parts.scheme not in schemes or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise refuse(name, "an address such as https://sso.example.de/realms/town")
    return value


def secret(name, *, needed):
    """What another machine gave us to keep, from NAME or from the owner-only file of NAME_FILE."""
    value = os.environ.get(name, "").strip()
    if not value and (file := text(f"{name}_FILE", longest=4096)):
        value = _owner_only_file(f"{name}_FILE", Path(file)).strip()
    if needed and not value:
        raise refuse(name, "what the identity provider shows as client secret", see=False)
    return value


def whole_number(name, default, *, least, most):
    """A whole number within limits."""
    value = text(name, str(default))
    if not re.fullmatch(r"[0-9]{1,9}", value) or not least <= int(value) <= most:
        raise refuse(name, f"a whole number from {least} to {most}")
    return int(value)


def secret_key(name, *, default=None):
    """The key itself from NAME, or from the file that NAME_FILE points to."""
    value = os.environ.get(name, "")
    if not value and (file := text(f"{name}_FILE", longest=4096)):
        value = _owner_only_file(f"{name}_FILE", Path(file))
    value = value.strip() or default
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Write a long random text there, or into an owner-only file named by {name}_FILE. "
            "To make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if len(value) < 50 or len(set(value)) < 5 or (value.startswith("django-insecure-") and value != default):
        raise refuse(
            name, "a random text of at least 50 characters, such as secrets.token_urlsafe(50) makes", see=False
        )
    return value


def sealing_keys(name, *, default=None):
    """The keys that seal messages, the newest first: from NAME, separated by commas, or from the file of NAME_FILE."""
    value = os.environ.get(name, "")
    if not value and (file := text(f"{name}_FILE", longest=4096)):
        value = _owner_only_file(f"{name}_FILE", Path(file))
    keys = value.replace(",", " ").split() or default
    if not keys:
        raise ImproperlyConfigured(
            f"{name} is not set. Messages are stored encrypted: write a long random text there, or into an owner-only "
            f"file named by {name}_FILE. To make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if any(len(key) < 50 or len(set(key)) < 5 for key in keys) or len(set(keys)) < len(keys):
        must = "random texts of at least 50 characters, separated by commas, such as secrets.token_urlsafe(50) makes"
        raise refuse(name, must, see=False)
    return keys


def _owner_only_file(name, path):
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise refuse(name, "a file that only its owner may read (chmod 600)")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(name, "the path of a readable text file") from error


def hosts(name, default):
    """Host names, separated by commas."""
    value = [host.strip() for host in text(name, longest=4096).split(",") if host.strip()] or default
    if not all(HOST.fullmatch(host) for host in value):
        raise refuse(name, "host names separated by commas, without scheme, port or path, such as raete.example.de")
    return value


def base_url(name, *, default=None, http_allowed=False):
    """The public address of the portal: scheme and host, a port if need be, nothing after it."""
    value = text(name, default or "")
    must = "the portal's public address without a slash at its end, such as https://raete.example.de"
    try:
        parts = urlsplit(value)
        rebuilt = f"{parts.scheme}://{parts.netloc}"
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise refuse(name, must) from error
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or rebuilt != value:
        raise refuse(name, must)
    if not HOST.fullmatch(host_of(value)):
        raise refuse(name, must)
    if parts.scheme == "http" and not http_allowed:
        raise refuse(name, "an https:// address, unless ALLOW_HTTP=yes")
    return value


def host_of(url):
    """The host name within a base_url."""
    host = urlsplit(url).hostname
    return f"[{host}]" if ":" in host else host


def database(name, default):
    """Django's settings of the database behind a sqlite:/// or postgres:// address."""
    must = "sqlite:///path/of/file or postgres://user:password@host:port/name"
    url = os.environ.get(name, "").strip() or default
    try:
        if urlsplit(url.replace(":memory:", "")).scheme not in {"sqlite", "postgres", "postgresql"}:
            raise refuse(name, must, see=False)
        parsed = environ.Env.db_url_config(url)
    except ValueError as error:
        raise refuse(name, must, see=False) from error
    if not parsed["NAME"]:
        raise refuse(name, must, see=False)
    return parsed


def mail_server(name):
    """Django's settings of the mail server behind an smtp:// address; without one, mail is not sent at all."""
    must = "smtp+tls://user:password@host:587 or smtp+ssl://user:password@host:465"
    url = os.environ.get(name, "").strip() or "dummymail://"
    try:
        if urlsplit(url).scheme not in {"smtp", "smtp+tls", "smtp+ssl", "dummymail", "consolemail"}:
            raise refuse(name, must, see=False)
        return environ.Env.email_url_config(url)
    except ValueError as error:
        raise refuse(name, must, see=False) from error


def mail_address(name, default=""):
    """One bare mail address."""
    value = text(name, default)
    if value and (parseaddr(value)[1] != value or not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", value)):
        raise refuse(name, "one mail address, such as integration@example.de")
    return value


def mail_box(name):
    """The address of the mailbox that answers are fetched from, or nothing."""
    url = os.environ.get(name, "").strip()
    must = "imap+ssl://user:password@host:993/INBOX or mbox:///path/of/file"
    try:
        parts = urlsplit(url)
        known = {"": not url, "mbox": bool(parts.path.strip("/")), "imap+ssl": bool(parts.hostname and parts.username)}
        _, whole = parts.port, known.get(parts.scheme)
    except ValueError as error:
        raise refuse(name, must, see=False) from error
    if not whole or not url.isprintable():
        raise refuse(name, must, see=False)
    return url


def folder(name, default):
    """The absolute path of a folder; it need not exist yet."""
    value = Path(text(name, str(default), longest=4096))
    if not value.is_absolute():
        raise refuse(name, "an absolute path")
    return value
