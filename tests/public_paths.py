"""The addresses of all public pages, without their language, as the data in the database make them."""

from django.urls import get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.utils.translation import override

from councils.models import AnnualReview, Council, News
from meetings.models import Meeting

OF_THE_PORTAL = (
    "home", "languages", "words", "easy_language", "sign_language", "imprint", "privacy", "accessibility",
    "councils:list", "councils:all_news", "meetings:list", "contact:find", "contact:messages",
)  # fmt: skip
OF_A_COUNCIL = (
    "councils:detail", "councils:news", "councils:documents", "councils:take_part", "councils:imprint",
    "councils:privacy", "councils:accessibility", "members:composition", "meetings:of_council", "contact:council",
    "contact:write",
)  # fmt: skip
OF_A_ROW = {"councils:news_detail": News, "councils:review": AnnualReview, "meetings:detail": Meeting}
# Outside of the languages.
NEGOTIATED = ("root", "short", "healthz", "robots")


def public_paths():
    """Every page that a visitor can open, each address once: "/", "/words/", "/councils/beckum/", …"""
    now = timezone.now()
    with override("de"):
        paths = [reverse(name) for name in OF_THE_PORTAL]
        for slug in Council.objects.published(now).values_list("slug", flat=True):
            paths += [reverse(name, args=[slug]) for name in OF_A_COUNCIL]
        for model in OF_A_ROW.values():
            paths += [row.get_absolute_url() for row in model.objects.published(now)]
    return [path.removeprefix("/de") for path in paths]


def names_of_public_pages():
    """The names of all addresses below a language; a new one must be added above."""
    [below_a_language] = [part for part in get_resolver().url_patterns if isinstance(part.pattern, LocalePrefixPattern)]
    return set(_names(below_a_language.url_patterns))


def _names(patterns, namespace=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            yield namespace + pattern.name
