"""What is new at a council, for programs that read feeds (RFC 4287)."""

import datetime
import io
import uuid

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from councils import own_links
from councils.dates import capfirst, comma, long_date, partial_date
from councils.models import News
from councils.translation_state import SOURCE_LANGUAGE

from . import sentences
from .calendars import language_of, nearest, plain, title_of, told
from .convened import add_conveners, meetings_of
from .models import AgendaItem

CONTENT_TYPE = Atom1Feed.content_type
# What a reader that looks once a week must not miss, and no archive.
LATEST = 50
DAYS_BACK = 365


def meetings_feed(council, now, address):
    """The meetings of a council, those to come and those of the last year."""
    meetings = nearest(meetings_of(council, now).select_related("venue"), now, DAYS_BACK, LATEST)
    add_conveners(meetings, now)
    feed = _feed(council, _("Meetings"), reverse("meetings:of_council", args=[council.slug]), address)
    for meeting in reversed(meetings):
        feed.add_item(
            title=f"{title_of(meeting)} – {long_date(meeting.held_on)}",
            link=settings.BASE_URL + meeting.get_absolute_url(),
            description=_paragraphs(*told(meeting, now)) + _rich(meeting, "summary"),
            unique_id=meeting.public_id.urn,
            pubdate=meeting.first_published_at,
            updateddate=meeting.modified,
            language=get_language(),
        )
    return _written(feed, now)


def news_feed(council, now, address):
    """The news of a council, the latest first."""
    feed = _feed(council, _("News"), reverse("councils:news", args=[council.slug]), address)
    for news in News.objects.published(now).filter(council=council).order_by("-dated", "-pk")[:LATEST]:
        news.council = council
        feed.add_item(
            title=news.title,
            link=settings.BASE_URL + news.get_absolute_url(),
            description=_paragraphs(capfirst(long_date(news.dated))) + _text(news, "lead") + _rich(news, "body"),
            unique_id=news.public_id.urn,
            # The day it bears: what was entered from an archive is not new.
            pubdate=timezone.make_aware(datetime.datetime.combine(news.dated, datetime.time())),
            updateddate=news.modified,
            language=language_of(news, "title"),
        )
    return _written(feed, now)


def resolutions_feed(council, now, address):
    """What a council decided in public, the latest meeting first, and what became of it."""
    feed = _feed(council, _("Resolutions"), reverse("meetings:resolutions", args=[council.slug]), address)
    decided = AgendaItem.objects.published(now).decided().filter(meeting__in=meetings_of(council, now).values("pk"))
    decided = decided.select_related("meeting").order_by("-meeting__held_on", "-meeting", "position", "pk")
    items = list(decided[:LATEST])
    add_conveners([item.meeting for item in items], now)
    for item in items:
        feed.add_item(
            title=item.title,
            link=f"{settings.BASE_URL}{item.meeting.get_absolute_url()}#{anchor_of(item)}",
            description=_resolved(item),
            unique_id=item.public_id.urn,
            pubdate=item.first_published_at,
            updateddate=item.modified,
            language=language_of(item, "title"),
        )
    return _written(feed, now)


def anchor_of(item):
    """The place of an agenda item on its meeting's page."""
    return f"item-{item.public_id.hex[:8]}"


def _resolved(item):
    """Kind of decision, day, words, votes and outcome of an item."""
    kind = f"{capfirst(item.get_decision_display())}{comma()}{long_date(item.meeting.held_on)}"
    html = _paragraphs(kind) + _text(item, "result") + _rich(item, "resolution")
    return html + _paragraphs(sentences.votes_of(item), _outcome_of(item)) + _text(item, "outcome_note")


def _outcome_of(item):
    if not item.outcome:
        return ""
    parts = [capfirst(item.get_outcome_display()), item.outcome_by, partial_date(item.outcome_on)]
    return f"{_('What became of it:')} {comma().join(sentences.isolated(part) for part in parts if part)}"


# -- writing a feed ----------------------------------------------------------------------------------------------------


class _Feed(Atom1Feed):
    """Atom whose entries say which language their title is in, and that is dated without looking at the clock."""

    def latest_post_date(self):
        return max([self.feed["modified"], *[item["updateddate"] for item in self.items]])

    def add_item_elements(self, handler, item):
        handler.addQuickElement("title", plain(item["title"]), {"xml:lang": item["language"]})
        handler.addQuickElement("link", "", {"href": item["link"], "rel": "alternate"})
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("published", item["pubdate"].isoformat())
        handler.addQuickElement("updated", item["updateddate"].isoformat())
        handler.addQuickElement("summary", plain(item["description"]), {"type": "html"})


def _feed(council, what, page, address):
    language = get_language()
    return _Feed(
        title=plain(f"{council.name_and_place} – {what}"),
        link=settings.BASE_URL + page,
        description=None,
        language=language,
        author_name=plain(council.name),
        feed_url=settings.BASE_URL + address,
        # Each language's feed is one of its own, wherever the portal stands.
        feed_guid=uuid.uuid5(council.public_id, f"feed/{address.rpartition('/')[2]}/{language}").urn,
        modified=council.created,
    )


def _written(feed, now):
    texts = own_links.resolved([item["description"] for item in feed.items], now, base=settings.BASE_URL)
    for item, text in zip(feed.items, texts, strict=True):
        item["description"] = text
    file = io.BytesIO()
    feed.write(file, "utf-8")
    return file.getvalue()


def _paragraphs(*sentences_):
    return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences_ if sentence))


def _text(row, field):
    """A translated text without marks, as HTML that says its language."""
    text = getattr(row, field)
    return format_html("<p{}>{}</p>", _marks(row, field), text) if text else ""


def _rich(row, field):
    """A translated rich text (clean since it was saved)."""
    html = getattr(row, field)
    return format_html("<div{}>{}</div>", _marks(row, field), mark_safe(html)) if html else ""  # noqa: S308


def _marks(row, field):
    language = language_of(row, field)
    direction = "rtl" if language != SOURCE_LANGUAGE and get_language_info(language)["bidi"] else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)
