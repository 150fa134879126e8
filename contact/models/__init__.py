"""What the contact app keeps: letters to be sent, messages with all that becomes of them, and how an office works."""

from .desk import Absence, Desk, Signpost, Subject, TextBlock, Topic
from .guard import DailySalt, NetworkCount, Sketch
from .letters import Letter, Pulse
from .messages import EmergencyAccess, Entry, Event, Message, Note

__all__ = [
    "Absence",
    "DailySalt",
    "Desk",
    "EmergencyAccess",
    "Entry",
    "Event",
    "Letter",
    "Message",
    "NetworkCount",
    "Note",
    "Pulse",
    "Signpost",
    "Sketch",
    "Subject",
    "TextBlock",
    "Topic",
]
