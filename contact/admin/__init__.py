"""The office pages of messages: the inbox, the conversation, and what an office sets up for its work."""

from . import desk, emergency, hours, messages  # noqa: F401
