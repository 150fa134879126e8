from .agenda import AgendaItem
from .attendance import AccessLink, Announcement, Help, MeetingRules, Need, Offer, Registration
from .meeting import Convening, Known, Meeting, MeetingNotice, Venue
from .papers import MeetingDocument

__all__ = [
    "AccessLink", "AgendaItem", "Announcement", "Convening", "Help", "Known", "Meeting", "MeetingDocument",
    "MeetingNotice", "MeetingRules", "Need", "Offer", "Registration", "Venue",
]  # fmt: skip
