"""The office pages that reach into all apps."""

from . import council_file, new_council  # noqa: F401
