"""All that a council is, apart from its people and its meetings."""

from councils.publishing import ContentVersion, Slug
from councils.translation_state import SourceText

from .accounts import Editor, Invitation, User
from .audit import AuditEntry
from .contact import ContactPoint
from .council import Council, CouncilName, Jurisdiction, Source, Subject
from .document import Document, DocumentBase
from .municipality import Municipality
from .news import News, Notice, NoticeBase
from .office import LinkCheck, PutOff
from .picture import Picture
from .review import AnnualReview, ReviewPoint, ReviewTheme
from .reviewing import ReviewRequest
from .shared import SharedText
from .statement import Call, Statement
from .term import Organisation, SeatGroup, Term
from .version import Version

__all__ = [
    "AnnualReview", "AuditEntry", "Call", "ContactPoint", "ContentVersion", "Council", "CouncilName", "Document",
    "DocumentBase", "Editor", "Invitation", "Jurisdiction", "LinkCheck", "Municipality", "News", "Notice", "NoticeBase",
    "Organisation", "Picture", "PutOff", "ReviewPoint", "ReviewRequest", "ReviewTheme", "SeatGroup", "SharedText",
    "Slug", "Source", "SourceText", "Statement", "Subject", "Term", "User", "Version",
]  # fmt: skip
