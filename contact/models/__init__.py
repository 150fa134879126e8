"""What the contact app keeps: letters to be sent, messages with all that becomes of them, and how an office works."""

from .barriers import BarrierReport
from .desk import Absence, Desk, Signpost, Subject, TextBlock, Topic
from .guard import DailySalt, NetworkCount, Sketch
from .hours import OfficeHour, OfficeHourOff
from .letters import Letter, Pulse
from .messages import EmergencyAccess, Entry, Event, Message, Note
from .subscriptions import Occasion, Subscription

__all__ = [
    "Absence",
    "BarrierReport",
    "DailySalt",
    "Desk",
    "EmergencyAccess",
    "Entry",
    "Event",
    "Letter",
    "Message",
    "NetworkCount",
    "Note",
    "Occasion",
    "OfficeHour",
    "OfficeHourOff",
    "Pulse",
    "Signpost",
    "Sketch",
    "Subject",
    "Subscription",
    "TextBlock",
    "Topic",
]
