"""Taking part in a meeting: the form, the receipt, and what became of it, found with the receipt."""

import logging
import re
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.http import Http404, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contact import guard, letters, receipts
from contact.form_pages import comes_from_elsewhere, form_page
from contact.forms import HONEYPOT
from contact.models import Letter
from contact.views.write import not_stored
from councils import client
from councils.pages import Link, Moved, get_council, render_council_page, render_page
from councils.publishing import Gone
from meetings import keeping, mails, sentences, taking_part
from meetings.forms import CARRIED, TakePartForm, typed
from meetings.models import Help, Meeting, MeetingRules, Need
from meetings.taking_part import Choice, NotAllowed

from .detail import stands_here

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}", re.ASCII)
_UNDELIVERED = (Letter.State.BOUNCED, Letter.State.FAILED, Letter.State.GIVEN_UP)
# What networks sent of these forms is counted apart from messages.
PURPOSE = "registration"


@dataclass(frozen=True)
class Sent:
    """What the page sent: the fields as typed, and what makes one submission of them."""

    data: dict
    token: str
    stamp: str
    step: str = ""
    # Another site had it sent, or there was no token: nobody has seen our form with this token on it.
    is_odd: bool = False

    @classmethod
    def of(cls, request):
        data = typed(request.POST)
        if comes_from_elsewhere(request):
            # What nobody sees on the form may have been filled in there.
            data.pop(HONEYPOT, None)
            data.pop("token", None)
        sent = cls(data, data.get("token", ""), data.get("stamp", ""), data.get("step", ""))
        return sent if _TOKEN.fullmatch(sent.token) else replace(sent.anew(), is_odd=True)

    @classmethod
    def nothing(cls):
        return cls({}, "", "").anew()

    def anew(self):
        """The same as a submission of its own."""
        token = receipts.new_token()
        return replace(self, token=token, stamp=guard.stamp(token))

    def in_language(self, language):
        """The fields for the form in another language; the answer follows it unless another one was chosen."""
        followed = self.data.get("language") == self.data.get("asked_in")
        return self.data | {"language": language} if followed else self.data

    @property
    def text(self):
        """What was written in own words, for pages without the form."""
        return "\n\n".join(filter(None, (self.data.get(name) for name in ("question_text", "other_text"))))

    @property
    def carried(self):
        own = [(str(name), self.data[name]) for name in CARRIED if name in self.data]
        return [*own, ("token", self.token), ("stamp", self.stamp)]


@form_page
def take_part(request, slug, public_id):
    """The form of one meeting: only what its council offers for it, each until its last day."""
    if request.method != "POST":
        council, meeting = _meeting(request, slug, public_id)
        response = _ask(request, council, meeting, None, Sent.nothing())
        # Nothing on it is anybody's yet. Whoever comes back to it from the receipt is to find the same token again:
        # with a new one, what the browser filled in once more would be sent as a second registration.
        response["Cache-Control"] = "private, no-cache"
        return response
    sent = Sent.of(request)
    try:
        return _take(request, slug, public_id, sent)
    except Gone:
        return _closed(request, None, None, sent)
    except (Http404, Moved):
        raise
    except Exception:
        # Whatever it was: what was typed is kept, and nobody is thanked.
        logger.exception("A registration was not stored.")
        return not_stored(request, sent.carried, sent.text, "send")


def _meeting(request, slug, public_id):
    """The council and the meeting of that address; knows what can be asked for and who reads it."""
    now = request.now
    council = get_council(request, slug)
    rows = taking_part.with_readers(Meeting.objects.filter(convenings__council=council), now)
    meeting = rows.select_related("keeper__meeting_rules").with_councils(now).get_published(now, public_id=public_id)
    stands_here(request, council, meeting, "meetings:take_part")
    return council, meeting


def _take(request, slug, public_id, sent):
    """Go on with what was sent: back to the form, or store it and show the receipt."""
    notice = "again" if sent.is_odd else ""
    if sent.step == "send" and (known := taking_part.known(sent.token)):
        # As it was then: what could be asked for when it was stored may be over by now.
        form = TakePartForm(sent.data, choices=[Choice(kind, None, is_past=False) for kind in Help])
        is_here = known.meeting.public_id == public_id
        if is_here and form.is_valid() and taking_part.says_the_same(known, form.wish()):
            return _receipt(request, known, sent.token)
        sent, notice = sent.anew(), "sent_before"
    council, meeting = _meeting(request, slug, public_id)
    if sent.step == "in_language":
        return _ask(request, council, meeting, None, sent, initial=sent.in_language(get_language()))
    choices = taking_part.choices(meeting, request.now)
    if not meeting.has_readers or all(choice.is_past for choice in choices):
        return _closed(request, council, meeting, sent)
    form = TakePartForm(sent.data, choices=choices)
    if not form.is_valid():
        return _ask(request, council, meeting, form, sent, status=422)
    if notice:
        return _ask(request, council, meeting, form, sent, notice=notice, status=409)
    return _store(request, meeting, form, sent) or _closed(request, council, meeting, sent)


def _store(request, meeting, form, sent):
    """Store it and show the receipt; None where the meeting takes nothing any more."""
    now, wish, address = request.now, form.wish(), client.address(request)
    guard.slow_down(address, now, PURPOSE)
    judge = partial(
        guard.judge,
        text=wish.text,
        stamp=sent.stamp,
        token=sent.token,
        honeypot=sent.data.get(HONEYPOT, ""),
        address=address,
        now=now,
        purpose=PURPOSE,
    )
    try:
        stored = taking_part.store(meeting, wish, sent.token, now, judge=judge)
    except NotAllowed:
        return None
    return _receipt(request, stored.registration, sent.token)


# -- the pages --------------------------------------------------------------------------------------------------------


def _ask(request, council, meeting, form, sent, *, initial=None, notice="", status=200):
    now = request.now
    if form is None:
        form = TakePartForm(choices=taking_part.choices(meeting, now), initial=initial)
    rules = getattr(meeting.keeper, "meeting_rules", None) or MeetingRules()
    return render_council_page(
        request,
        "meetings/taking_part/form.html",
        council,
        "take_part_in_meeting",
        "meetings",
        crumbs=_crumbs(council, meeting),
        shown=[meeting, *[choice.offer for choice in form.choices.values() if choice.offer]],
        noindex=True,
        status=status,
        meeting=meeting,
        state=sentences.state_of(meeting, now),
        form=form if meeting.has_readers and form.rows else None,
        past=form.past if meeting.has_readers else [],
        just_come=taking_part.needs_no_registration(meeting, now),
        room=sentences.room_of(meeting, now),
        keep_days=rules.keep_days,
        mail_is_on=letters.mail_is_on(),
        honeypot=HONEYPOT,
        carried=[("token", sent.token), ("stamp", sent.stamp), ("asked_in", get_language())],
        notice=notice,
    )


def _closed(request, council, meeting, sent):
    """It can be asked for no more: why, the other way, and what was typed so that it can be copied."""
    context = {
        "noindex": True, "status": 410, "text": sent.text, "meeting": meeting,
        "state": meeting and sentences.state_of(meeting, request.now),
    }  # fmt: skip
    template = "meetings/taking_part/closed.html"
    if council is None:
        return render_page(request, template, "take_part_closed", **context)
    return render_council_page(
        request, template, council, "take_part_closed", "meetings", crumbs=_crumbs(council, meeting),
        shown=[meeting], **context,
    )  # fmt: skip


def _crumbs(council, meeting):
    return [
        Link(_("Meetings"), reverse("meetings:of_council", args=[council.slug])),
        Link(sentences.heading_of(meeting), meeting.get_absolute_url()),
        Link(_("Take part")),
    ]


def _receipt(request, registration, token):
    code, now = receipts.code_for(token), request.now
    if registration.receipt_hash not in receipts.hashes(code):
        # A key has come in between.
        code = next(c for c in receipts.codes_for(token) if registration.receipt_hash in receipts.hashes(c))
    council = taking_part.council_of(registration.meeting, now)
    meeting, link = registration.meeting, f"{settings.BASE_URL}{reverse('contact:messages')}#{code}"
    return render_page(
        request,
        "meetings/taking_part/receipt.html",
        "registration_receipt",
        noindex=True,
        shown=[meeting],
        registration=registration,
        meeting=meeting,
        says=_sayings(meeting, now),
        keeper=council,
        demo=bool(council and council.is_demonstration),
        needs=_needs(registration),
        code=receipts.grouped(code),
        drawing=receipts.drawing(link),
        mailed=bool(registration.email)
        and Letter.objects.about(registration.public_id).filter(kind=taking_part.RECEIPT).exists(),
    )


# -- with the receipt -------------------------------------------------------------------------------------------------


def of_receipt(request, registration, sent):
    """What the receipt opens: how it stands, the way in, and cancelling (registered in contact.receipts)."""
    return _STEPS.get(sent.get("step", ""), _show)(request, registration, sent)


def _show(request, registration, sent, *, notice="", status=200):
    now, meeting = request.now, registration.meeting
    council = taking_part.council_of(meeting, now)
    is_public = Meeting.objects.published(now).filter(pk=meeting.pk).exists()
    bad_letters = Letter.objects.about(registration.public_id).filter(
        kind__in=taking_part.TO_ASKERS, state__in=_UNDELIVERED
    )
    return render_page(
        request,
        "meetings/taking_part/registration.html",
        "registration",
        noindex=True,
        status=status,
        shown=[meeting] if is_public else [],
        registration=registration,
        meeting=meeting if is_public else None,
        says=_sayings(meeting, now) if is_public else None,
        state=sentences.state_of(meeting, now),
        keeper=council,
        demo=bool(council and council.is_demonstration),
        needs=_needs(registration),
        way_in=taking_part.way_in(registration, now) if is_public else None,
        may_cancel=not (registration.cancelled_at or registration.scrubbed_at or meeting.is_over(now)),
        is_undelivered=bool(registration.email) and bad_letters.exists(),
        code=receipts.grouped(receipts.fold(sent.get("code", ""))),
        notice=notice,
    )


def _needs(registration):
    """What was asked for and how it stands, in words; nobody's place in the waiting list shows."""
    waiting = taking_part.waiting(registration.meeting)
    return [
        {
            "what": mails.what(need),
            "state": "waiting" if need.pk in waiting else need.state,
            "label": _("on the waiting list") if need.pk in waiting else need.get_state_display(),
            "text": need.text,
        }
        for need in Need.objects.filter(registration=registration)
    ]


def _sayings(meeting, now):
    return {
        "heading": sentences.heading_of(meeting),
        "date": sentences.date_of(meeting, now),
        "hours": sentences.hours_of(meeting, now),
        "place": sentences.place_of(meeting),
    }


def _ask_to_cancel(request, registration, sent):
    if registration.cancelled_at or registration.scrubbed_at:
        return _show(request, registration, sent)
    return render_page(
        request,
        "meetings/taking_part/cancel.html",
        "registration_cancel",
        noindex=True,
        code=receipts.fold(sent["code"]),
    )


def _cancel(request, registration, sent):
    try:
        taking_part.cancel(registration, request.now)
    except NotAllowed:
        return _show(request, taking_part.find(sent["code"]), sent, notice="not_now", status=409)
    return _show(request, taking_part.find(sent["code"]), sent, notice="cancelled")


def _export(request, registration, sent):
    told = keeping.export_of(registration)
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="registration.json"'
    return response


_STEPS = {"cancel": _ask_to_cancel, "cancel_now": _cancel, "export": _export}
