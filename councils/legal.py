"""What the legal pages of the portal and of its councils state alike: days, tests made, where to report barriers."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

# Change these days together with the texts they stand under, after looking at the facts again.
PRIVACY_DATED = datetime.date(2026, 11, 22)
ACCESSIBILITY_PREPARED = datetime.date(2026, 11, 22)
ACCESSIBILITY_REVIEWED = datetime.date(2026, 11, 22)


@dataclass(frozen=True)
class EasyLanguageTest:
    """That people with learning difficulties have read the easy texts: who, and when."""

    readers: str
    tested_on: datetime.date


# Only what test readers have checked may be called Leichte Sprache; until then it is Einfache Sprache.
EASY_LANGUAGE_TEST: EasyLanguageTest | None = None

SIGN_LANGUAGE_VIDEO = "sign-language.mp4"


def sign_language_video():
    """The file with the explanations in German Sign Language, or None while nobody has put one into MEDIA_ROOT."""
    file = Path(settings.MEDIA_ROOT, SIGN_LANGUAGE_VIDEO)
    return file if file.is_file() else None


def report_url(address):
    """A link that opens a letter about a barrier to that mail address; "" without one."""
    if not address:
        return ""
    # Translators: subject of an e-mail to the people who run the portal
    subject = _("Barrier on the website")
    return f"mailto:{quote(address, safe='@')}?subject={quote(f'{subject} – {settings.PORTAL_NAME}')}"


def statement_context():
    """What the templates of all legal pages ask for."""
    return {
        "privacy_dated": PRIVACY_DATED,
        "prepared_on": ACCESSIBILITY_PREPARED,
        "reviewed_on": ACCESSIBILITY_REVIEWED,
        "easy_test": EASY_LANGUAGE_TEST,
        "sign_video": sign_language_video(),
        "report_url": report_url(settings.OPERATOR_MAIL),
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "lock_minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60),
    }
