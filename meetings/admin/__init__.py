"""The office pages of meetings and of what belongs to them; one file per noun."""

from . import meeting, offers, parts, taking_part, venue, yearly  # noqa: F401
