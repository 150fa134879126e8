"""Links in texts to pages of this portal: kept by what they lead to, so that a page that moves breaks none.

A text holds ``<a href="portal:news/3f2c…">``: the kind of page and the public identifier of the row. Pages replace that
by the address of today, in their own language; where the row is not public, only the words of the link are left.
"""

import functools
import html
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models import AnnualReview, Council, Document, DocumentBase, News
from councils.publishing import Slug
from councils.richtext import clean_html

SCHEME = "portal:"
LINK = re.compile(r'<a href="portal:([a-z-]+)/([0-9a-f-]{36})"[^>]*>(.*?)</a>', re.DOTALL)
HREF = re.compile(r'(<a href=")([^"]+)(")')


@dataclass(frozen=True)
class Kind:
    """A kind of page that texts can link to."""

    name: str
    model: type
    view: str
    label: str
    # The one or two columns that the address is made of, and how: called with the identifier and what they hold.
    columns: tuple
    words: Callable
    # What rows of the model have such a page.
    only: tuple = ()

    def rows(self, now):
        return self.model.objects.published(now).filter(**dict(self.only)).order_by()

    def addresses(self, targets, now):
        """Rows of kind, identifier and the two columns; a column may depend on the moment."""
        columns = [column(now) if callable(column) else F(column) for column in self.columns]
        columns = [Cast(column, CharField()) for column in [*columns, Value("")][:2]]
        rows = self.rows(now).filter(public_id__in=targets)
        rows = rows.annotate(link_kind=Value(self.name), link_one=columns[0], link_two=columns[1])
        return rows.values_list("link_kind", "public_id", "link_one", "link_two")

    def identity(self, row):
        return f"{SCHEME}{self.name}/{row.public_id}"


KINDS = {}


def register(*kind, **more):
    """Take in a kind of page; the apps above register theirs."""
    kind = Kind(*kind, **more)
    KINDS[kind.name] = kind


def register_file(name, model, label):
    """Take in a kind of paper: its address is that of the file."""
    only = (("availability", DocumentBase.Availability.FILE),)
    register(name, model, "files:file", label, ("file",), lambda key, file, _none: [key, file.rpartition("/")[2]], only)


def _by_slug(_key, slug, *_none):
    return [slug]


def _below_council(_key, slug, word):
    return [slug, word]


register("council", Council, "councils:detail", _("council"), ("slug",), _by_slug)
for _name, _view, _label in (
    ("members", "members:composition", pgettext_lazy("page of a council", "Members")),
    ("meetings", "meetings:of_council", pgettext_lazy("page of a council", "Meetings")),
    ("documents", "councils:documents", pgettext_lazy("page of a council", "Documents")),
    ("take-part", "councils:take_part", pgettext_lazy("page of a council", "Take part")),
    ("contact", "contact:council", pgettext_lazy("page of a council", "Contact")),
):
    register(f"council-{_name}", Council, _view, _label, ("slug",), _by_slug)
register("news", News, "councils:news_detail", _("news"), ("council__slug", "slug"), _below_council)
register("review", AnnualReview, "councils:review", _("annual review"), ("council__slug", "year"), _below_council)
register_file("document", Document, _("document"))


# -- from identity to address -----------------------------------------------------------------------------------------


def resolved(texts, now, *, base=""):
    """The HTML texts with the addresses of today; one query, and none where they hold no such link."""
    addresses = _addresses(_wanted(texts), now)

    def link(match):
        address = addresses.get((match[1], match[2]))
        return f'<a href="{base}{escape(address)}">{match[3]}</a>' if address else match[3]

    return [LINK.sub(link, text) for text in texts]


def dead_among(texts, now):
    """Those links to own pages in these texts that lead to nothing public, as (kind, identifier); one query at most."""
    wanted = _wanted(texts)
    return wanted - set(_addresses(wanted, now))


def _wanted(texts):
    return {(kind, target) for text in texts for kind, target, _words in LINK.findall(text or "")}


def _addresses(wanted, now):
    """The addresses of those targets that are public."""
    parts = [
        KINDS[name].addresses([target for kind, target in wanted if kind == name and _is_uuid(target)], now)
        for name in sorted({kind for kind, _target in wanted} & set(KINDS))
    ]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {
        (name, str(key)): reverse(KINDS[name].view, args=KINDS[name].words(key, *columns))
        for name, key, *columns in found
    }


def _is_uuid(text):
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


# -- from address to identity -----------------------------------------------------------------------------------------


def cleaned(text, now):
    """The text as it is stored, with links to this portal's own public pages kept by what they lead to."""

    @functools.cache
    def identity(address):
        return identity_of(html.unescape(address), now)

    def link(match):
        return f"{match[1]}{identity(match[2]) or match[2]}{match[3]}"

    # Clean first: only then is every link written in one way.
    return HREF.sub(link, clean_html(text))


def identity_of(address, now):
    """What an address of this portal leads to, or nothing."""
    path = address.removeprefix(settings.BASE_URL)
    if not path.startswith("/") or {"?", "#"} & set(path):
        return ""
    match = _match(path)
    kinds = [kind for kind in KINDS.values() if match and kind.view == match.view_name]
    found = ((kind, _row_at(kind, match.kwargs, now)) for kind in kinds)
    return next((kind.identity(row) for kind, row in found if row), "")


def _match(path):
    code = path.split("/")[1]
    known = code in dict(settings.LANGUAGES)
    try:
        with translation.override(code if known else translation.get_language()):
            return resolve(path)
    except Resolver404:
        return None


def _row_at(kind, words, now):
    """The public row of that address, also of a former one."""
    rows = kind.rows(now)
    if "public_id" in words:
        return rows.filter(public_id=words["public_id"]).first()
    if kind.model is Council:
        return rows.filter(public_id=_named("council", words["slug"])).first()
    council = Council.objects.published(now).filter(public_id=_named("council", words["slug"])).first()
    if council is None:
        return None
    rows = rows.filter(council=council)
    if "news_slug" in words:
        return rows.filter(public_id=_named(f"news/{council.public_id}", words["news_slug"])).first()
    return rows.filter(year=words["year"]).first()


def _named(scope, slug):
    return Slug.objects.filter(scope=scope, slug=slug).values_list("target", flat=True).first()
