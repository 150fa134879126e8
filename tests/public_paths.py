"""The addresses of all public pages, without their language, as the data in the database make them."""

from django.urls import get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.translation import override

from councils.models import AnnualReview, Council, News
from meetings.models import Meeting

OF_THE_PORTAL = (
    "home", "languages", "words", "easy_language", "sign_language", "imprint", "privacy", "accessibility",
    "councils:list", "councils:all_news", "meetings:list", "contact:find", "contact:messages", "contact:barrier",
)  # fmt: skip
OF_A_COUNCIL = (
    "councils:detail", "councils:news", "councils:documents", "councils:take_part", "councils:questions",
    "councils:imprint", "councils:privacy", "councils:accessibility", "members:composition", "meetings:of_council",
    "contact:council", "contact:write", "contact:subscribe", "meetings:resolutions",
)  # fmt: skip
OF_A_ROW = {"councils:news_detail": News, "councils:review": AnnualReview, "meetings:detail": Meeting}
BELOW_A_MEETING = ("meetings:invitation", "meetings:take_part")
# No pages: what calendars and feed readers fetch.
FETCHED_OF_THE_PORTAL = ("meetings:calendar_of_all",)
FETCHED_OF_A_COUNCIL = (
    "meetings:calendar_of_council", "meetings:meetings_feed", "meetings:news_feed", "meetings:resolutions_feed",
)  # fmt: skip
FETCHED_OF_A_ROW = {"meetings:calendar_of_meeting": Meeting}
FETCHED = (*FETCHED_OF_THE_PORTAL, *FETCHED_OF_A_COUNCIL, *FETCHED_OF_A_ROW)
# Only whoever has got a link by mail comes there: tests/contact/test_subscriptions.py, tests/portal/test_preview.py.
WITH_A_KEY = ("contact:subscription", "contact:unsubscribe", "preview", "preview_below")
# Outside of the languages.
NEGOTIATED = ("root", "short", "healthz", "robots")
NOT_BELOW_A_LANGUAGE = (*NEGOTIATED, "sign_language_video", "files:file", "admin:*")


def public_paths():
    """Every page that a visitor can open, each address once: "/", "/words/", "/councils/beckum/", …"""
    now = timezone.now()
    with override("de"):
        paths = [reverse(name) for name in OF_THE_PORTAL]
        for slug in Council.objects.published(now).values_list("slug", flat=True):
            paths += [reverse(name, args=[slug]) for name in OF_A_COUNCIL]
        for model in OF_A_ROW.values():
            paths += [row.get_absolute_url() for row in model.objects.published(now)]
        for meeting in Meeting.objects.published(now):
            paths += [reverse(name, args=[meeting.lead.slug, meeting.public_id]) for name in BELOW_A_MEETING]
    return [path.removeprefix("/de") for path in paths]


def fetched_paths():
    """Every calendar and feed: "/meetings.ics", "/councils/beckum/news.atom", …"""
    now = timezone.now()
    with override("de"):
        paths = [reverse(name) for name in FETCHED_OF_THE_PORTAL]
        for slug in Council.objects.published(now).values_list("slug", flat=True):
            paths += [reverse(name, args=[slug]) for name in FETCHED_OF_A_COUNCIL]
        for name, model in FETCHED_OF_A_ROW.items():
            rows = [row for row in model.objects.published(now) if row.held_on.precision == "day"]
            paths += [reverse(name, args=[row.lead.slug, row.public_id]) for row in rows]
    return [path.removeprefix("/de") for path in paths]


def names_of_public_pages():
    """The names of all addresses below a language; a new one must be added above."""
    [below_a_language] = [part for part in get_resolver().url_patterns if isinstance(part.pattern, LocalePrefixPattern)]
    return set(_names(below_a_language.url_patterns))


def names_of_other_addresses():
    """The names of all other addresses, those of the office as one; a new one must be added above."""
    others = [part for part in get_resolver().url_patterns if not isinstance(part.pattern, LocalePrefixPattern)]
    return {"admin:*" if name.startswith("admin:") else name for name in _names(others)}


def _names(patterns, namespace=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield namespace + (pattern.name or "")
