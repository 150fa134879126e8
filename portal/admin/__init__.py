"""The office pages that reach into all apps."""

from . import new_council  # noqa: F401
