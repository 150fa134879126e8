"""The office pages of messages: the inbox, the conversation, and what an office sets up for its work."""

from . import audit, barriers, desk, emergency, health, hours, invitations, messages  # noqa: F401
