"""Writing to a council: the form, all of it once more to look over, and the receipt after it is stored."""

import logging
import re
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from contact import conversation, guard, letters, receipts, workdays
from contact.conversation import NotAllowed
from contact.form_pages import comes_from_elsewhere, form_page
from contact.forms import HONEYPOT, WriteForm, typed
from contact.models import Letter, Message, Signpost, Subject
from councils import client
from councils.find import find_councils
from councils.models import Council
from councils.pages import (
    Column,
    Link,
    Moved,
    address_with,
    get_council,
    page_of,
    public_page,
    render_council_page,
    render_page,
    words_parameter,
)
from councils.publishing import Gone

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}", re.ASCII)


@dataclass(frozen=True)
class Sent:
    """What a page of the form sent: the fields as typed, and what makes one submission of them."""

    data: dict
    token: str
    stamp: str
    step: str

    @classmethod
    def of(cls, request):
        data = typed(request.POST)
        token, stamp = data.get("token", ""), data.get("stamp", "")
        if comes_from_elsewhere(request):
            # What nobody sees on the form may have been filled in there.
            data.pop(HONEYPOT, None)
            token = ""
        if not _TOKEN.fullmatch(token):
            token, stamp = receipts.new_token(), ""
        return cls(data, token, stamp, data.get("step", ""))

    @classmethod
    def nothing(cls):
        token = receipts.new_token()
        return cls({}, token, guard.stamp(token), "")

    def anew(self):
        """The same text as a submission of its own."""
        token = receipts.new_token()
        return replace(self, token=token, stamp=guard.stamp(token))

    def stamped_anew(self):
        return replace(self, stamp=guard.renewed(self.stamp, self.token))

    def in_language(self, language):
        """The fields for the form in another language; the answer follows it unless another one was chosen."""
        followed = self.data.get("answer_language") == self.data.get("asked_in")
        return self.data | {"answer_language": language} if followed else self.data

    @property
    def carried(self):
        """The hidden fields that bring everything to the next step."""
        names = [*WriteForm.base_fields, HONEYPOT]
        own = [(name, self.data[name]) for name in names if name in self.data]
        return [*own, ("token", self.token), ("stamp", self.stamp)]

    @property
    def text(self):
        return self.data.get("text", "")


@form_page
def write(request, slug):
    """The form of a council, as long as somebody reads what is written to it."""
    if request.method != "POST":
        council = get_council(request, slug)
        if not conversation.is_open(council):
            return _closed(request, council)
        return _ask(request, council, _form(council, request.now), Sent.nothing())
    sent = Sent.of(request)
    try:
        return _take(request, slug, sent)
    except Gone:
        return _closed(request, None, sent)
    except (Http404, Moved):
        raise
    except Exception:
        # Whatever it was: the text is kept, and nobody is thanked.
        logger.exception("A message was not stored.")
        return not_stored(request, sent.carried, sent.text, "send")


def _take(request, slug, sent):
    """Go on with what was sent: back to the form, to the review, or store it."""
    if sent.step == "send" and (receipt := _straight(request, slug, sent)):
        return receipt
    now = request.now
    notice = ""
    if sent.step == "send" and (known := conversation.known(sent.token)):
        form = _form(known.council, now, sent.data)
        if known.council.slug == slug and form.is_valid() and conversation.says_the_same(known, form.draft()):
            # Sent again when the form has run out or the council is public no more.
            return _receipt(request, known, sent.token)
        sent, notice = sent.anew(), "again"
    council = get_council(request, slug)
    if not conversation.is_open(council):
        return _closed(request, council, sent)
    if sent.step in {"change", "in_language"}:
        return _ask(request, council, _form(council, now, initial=sent.in_language(get_language())), sent)
    form = _form(council, now, sent.data)
    if not form.is_valid():
        return _ask(request, council, form, sent, status=422)
    if guard.age_of(sent.stamp, sent.token, now) is None:
        sent, notice = sent.stamped_anew(), notice or ("late" if sent.step == "send" else "")
    return _review(request, council, form, sent, notice)


def _straight(request, slug, sent):
    """The usual way of what was looked over and sent: store it and show the receipt, asking for nothing else.

    Gives None where anything stands in the way; what it is, is found out afterwards.
    """
    now = request.now
    council = Council.objects.named(now).filter(slug=slug).first()
    form = _form(council, now, sent.data) if council else None
    if form is None or not form.is_valid() or guard.age_of(sent.stamp, sent.token, now) is None:
        return None
    address = client.address(request)
    guard.slow_down(address, now)
    draft = form.draft()
    judge = partial(
        guard.judge,
        text=draft.text,
        stamp=sent.stamp,
        token=sent.token,
        honeypot=sent.data.get(HONEYPOT, ""),
        address=address,
        now=now,
    )
    try:
        stored = conversation.store(council, draft, sent.token, now, judge=judge)
    except NotAllowed:
        return None
    # Reloaded, or sent again because the answer got lost on its way: the same receipt, if it is the same text.
    is_said = stored.is_new or conversation.says_the_same(stored.message, draft)
    return _receipt(request, stored.message, sent.token) if is_said else None


def _form(council, now, data=None, initial=None):
    # Few councils have a list of their own.
    topics = list(council.topics.published(now)) if council.topics.exists() else []
    return WriteForm(data, topics=topics, initial=initial)


# -- the pages --------------------------------------------------------------------------------------------------------


def _ask(request, council, form, sent, status=200):
    desk = workdays.desk_of(council)
    signposts = list(Signpost.objects.published(request.now).filter(Q(council=council) | Q(council__isnull=True)))
    return render_council_page(
        request,
        "contact/write.html",
        council,
        "contact_write",
        "contact",
        crumbs=_crumbs(council),
        shown=signposts,
        status=status,
        form=form,
        carried=[("token", sent.token), ("stamp", sent.stamp), ("asked_in", get_language())],
        honeypot=HONEYPOT,
        react_within=desk.react_within,
        keep_days=desk.keep_days,
        emergency=[signpost for signpost in signposts if signpost.emergency],
        signposts=_by_subject(signpost for signpost in signposts if not signpost.emergency),
        mail_is_on=letters.mail_is_on(),
    )


def _by_subject(signposts):
    """Pairs of a topic's name and its signposts; those for all topics come first, under no name."""
    groups = {"": []} | {value: [] for value in Subject.values}
    for signpost in signposts:
        groups[signpost.subject].append(signpost)
    return [(Subject(value).label if value else "", rows) for value, rows in groups.items() if rows]


def _review(request, council, form, sent, notice):
    subject = form.subject
    signposts = list(
        Signpost.objects.published(request.now)
        .filter(Q(council=council) | Q(council__isnull=True), subject=subject, emergency=False)
        .exclude(subject="")
    )
    return render_council_page(
        request,
        "contact/review.html",
        council,
        "contact_review",
        "contact",
        crumbs=_crumbs(council),
        shown=signposts,
        noindex=True,
        cleaned=form.cleaned_data,
        topic_label=dict(form.fields["topic"].choices)[form.cleaned_data["topic"]],
        answer_language=form.answer_language_name,
        way_label=Message.Way(form.cleaned_data["way"]).label,
        carried=sent.carried,
        signposts=signposts,
        notice=notice,
    )


def _receipt(request, message, token):
    code, council = receipts.code_for(token), message.council
    link = f"{settings.BASE_URL}{reverse('contact:messages')}#{code}"
    name = council.name_and_place
    return render_page(
        request,
        "contact/receipt.html",
        "contact_receipt",
        noindex=True,
        message=message,
        writing_to=council,
        council_name=name,
        demo=council.is_demonstration,
        code=receipts.grouped(code),
        drawing=receipts.drawing(link),
        mailed=message.way == Message.Way.MAIL
        and Letter.objects.about(message.public_id).filter(kind="contact.receipt").exists(),
    )


def _closed(request, council, sent=None):
    """The form is not there: the other ways, and what was typed so that it can be copied."""
    status = 410 if sent else 200
    text = sent.text if sent else ""
    if council is None:
        return render_page(
            request, "contact/closed.html", "contact_closed", noindex=True, status=status, text=text, contacts=[]
        )
    today = timezone.localtime(request.now).date()
    contacts = list(council.contact_points.published(request.now).valid(today))
    return render_council_page(
        request,
        "contact/closed.html",
        council,
        "contact_closed",
        "contact",
        crumbs=_crumbs(council),
        shown=contacts,
        noindex=bool(sent),
        status=status,
        text=text,
        contacts=contacts,
    )


def not_stored(request, carried, text, step):
    """What was sent could not be kept: it stands here still, to be sent once more. Asks nothing of the database."""
    response = render_page(
        request,
        "contact/not_stored.html",
        "contact_not_stored",
        noindex=True,
        status=503,
        carried=carried,
        text=text,
        step=step,
    )
    response["Retry-After"] = "60"
    return response


def _crumbs(council):
    return [
        Link(pgettext("page of a council", "Contact"), reverse("contact:council", args=[council.slug])),
        Link(_("Write to the council")),
    ]


# -- which council ----------------------------------------------------------------------------------------------------


@public_page
def find(request):
    """Which council to write to: by place or name, each with its form or with the other ways."""
    now, query = request.now, words_parameter(request)
    councils, is_close = Council.objects.published(now), False
    if query:
        found = find_councils(now, query)
        councils, is_close = councils.filter(pk__in=found.pks), found.is_close
    page, cursor = page_of(request, councils.with_places(now), Column("slug"))
    open_ones = conversation.open_among(page)
    response = render_page(
        request,
        "contact/find.html",
        "contact_find",
        shown=page,
        crumbs=[Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(_("Write to a council"))],
        noindex=bool(query),
        canonical_path=request.path,
        rows=[{"council": council, "is_open": council.pk in open_ones} for council in page],
        next_url=address_with(request, q=query, after=cursor) if cursor else "",
        query=query,
        is_close=is_close,
    )
    response["Cache-Control"] = "no-store"
    return response
