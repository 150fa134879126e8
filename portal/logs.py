"""Log lines that name no person: no network address, no query string, nothing a visitor wrote."""

import logging
import re
import traceback

from django.core.exceptions import ImproperlyConfigured

ADDRESS = re.compile(
    r"\b(?!127\.0\.0\.1\b)\d{1,3}(?:\.\d{1,3}){3}\b"  # 192.0.2.7, but not this machine itself
    r"|(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])"  # 2001:db8::7
    r"|[^\s@<>\"']+@[^\s@<>\"']+\.\w+",  # somebody@example.org
    re.IGNORECASE,
)
QUERY = re.compile(r"\?\S*")
# Whoever has such an address may do what its owner may.
KEY = re.compile(r"(?:(?<=/subscriptions/)|(?<=/invitation/)|(?<=/preview/))[^/\s]+")
# Their text is about the set-up, not about visitors, and without it nobody could mend the set-up.
SAFE_ERRORS = (ImproperlyConfigured, ImportError, SyntaxError)


def without_persons(line):
    """The line with addresses, query strings and keys taken out."""
    return ADDRESS.sub("…", KEY.sub("…", QUERY.sub("?…", line)))


class PrivateFormatter(logging.Formatter):
    """Time, level and message without persons; of an error its kind and place, but not its text.

    The text often quotes data: PostgreSQL names the mail address that is there twice.
    """

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record):  # noqa: N802 (the name is logging's)
        record.message = without_persons(record.message)
        return super().formatMessage(record)

    def formatException(self, ei):  # noqa: N802
        error, parts = ei[1], []
        while error:
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            shown = f"{kind}: {error}" if isinstance(error, SAFE_ERRORS) else kind
            parts.append("".join(traceback.format_tb(error.__traceback__)) + shown)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n… while handling:\n".join(reversed(parts))


def anonymous_client(*args):
    """What axes writes about somebody whose login failed."""
    return "a visitor"


# The part of a logging set-up that Django and gunicorn share.
LOG_TO_STDERR = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": PrivateFormatter}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
