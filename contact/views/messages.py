"""What became of a message: found with the receipt, which travels in the body of a request and never in an address."""

import logging
import re

from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contact import conversation, guard, keeping, letters, receipts
from contact.conversation import NotAllowed
from contact.course import Course
from contact.form_pages import comes_from_elsewhere, form_page
from contact.forms import AddressForm, ConsentForm, WriteBackForm, typed
from contact.models import Event
from councils import client
from councils.models import Council
from councils.pages import render_page

from .write import not_stored

logger = logging.getLogger(__name__)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,60}", re.ASCII)
LONGEST_TYPED = 100


@form_page
def messages(request):
    """The receipt's entry; with a right one, the message and all one may do with it."""
    if request.method != "POST":
        return _entry(request)
    sent = typed(request.POST)
    if comes_from_elsewhere(request):
        # Whoever wrote the receipt there could be waiting for what is typed here.
        return _entry(request, sent.get("code", "")[:LONGEST_TYPED])
    try:
        return _answer(request, sent)
    except Http404:
        raise
    except Exception:
        logger.exception("A message could not be shown or changed.")
        names = ("code", "token", "text", "email", "step")
        carried = [(name, sent[name]) for name in names if name in sent and name != "step"]
        return not_stored(request, carried, sent.get("text", ""), sent.get("step", ""))


def _entry(request, typed_code="", problem="", status=200, text=""):
    response = render_page(
        request,
        "contact/messages.html",
        "messages",
        noindex=True,
        status=status,
        typed_code=typed_code,
        problem=problem,
        text=text,
    )
    if status == 429:
        response["Retry-After"] = "3600"
    return response


def _answer(request, sent):
    now, address = request.now, client.address(request)
    code, text = sent.get("code", "")[:LONGEST_TYPED], sent.get("text", "")
    if problem := _what_lacks(code):
        return _entry(request, code, problem, 422, text)
    if guard.too_many_tries(address, now):
        # Whoever knows a receipt is not let in either: else the limit would tell wrong ones from right ones.
        problem = _("Too many wrong receipts came from your network. Please try again in an hour.")
        return _entry(request, code, problem, 429, text)
    message, (other, page) = conversation.find(code), receipts.find_other(code)
    if message is None and other is None:
        guard.count_try(address, now)
        problem = _("Nothing belongs to this receipt. Compare it with your photo or notes, letter by letter.")
        return _entry(request, code, problem, 422, text)
    if message is None:
        return page(request, other, sent)
    step = _STEPS.get(sent.get("step", ""), _look_up)
    return step(request, Course(message), sent)


def _what_lacks(code):
    """What is wrong with what nobody could take for a receipt; it costs none of the tries."""
    number = len(receipts.fold(code))
    if number == receipts.LENGTH:
        return ""
    if not number:
        return _("Write your receipt.")
    return ngettext(
        "A receipt has 12 characters. Here is %(number)s.", "A receipt has 12 characters. Here are %(number)s.", number
    ) % {"number": number}


# -- what one may do with a message -----------------------------------------------------------------------------------


def _look_up(request, course, sent):
    conversation.record(course.message, Event.Kind.LOOKED_UP, None, now=request.now)
    return _page(request, course, sent)


def _write_back(request, course, sent):
    form = WriteBackForm(sent)
    if not form.is_valid():
        return _page(request, course, sent, form=form, status=422)
    text, token = form.cleaned_data["text"], sent.get("token", "")
    if not _TOKEN.fullmatch(token):
        token = receipts.new_token()
    address = client.address(request)
    guard.slow_down(address, request.now)
    guard.count_message(address, request.now)
    try:
        entry = conversation.write_back(course.last, text, token, request.now)
    except NotAllowed:
        return _page(request, Course(_again(course)), sent, form=form, notice="not_now", status=409)
    if entry.text != text or entry.message_id not in {row.pk for row in course.rows}:
        # The token had stored something else: this text is not there yet.
        return _page(request, course, sent, form=form, notice="again", status=409)
    return _page(request, Course(_again(course)), sent, notice="written")


def _add_address(request, course, sent):
    form = AddressForm(sent)
    if not letters.mail_is_on():
        return _page(request, course, sent)
    if not form.is_valid():
        return _page(request, course, sent, address_form=form, status=422)
    try:
        conversation.add_address(course.last, form.cleaned_data["email"], request.now)
    except NotAllowed:
        return _page(request, Course(_again(course)), sent, notice="not_now", status=409)
    return _page(request, Course(_again(course)), sent, notice="address")


def _consent(request, course, sent):
    form = ConsentForm(sent)
    form.is_valid()
    try:
        conversation.consent(course.message, now=request.now, **form.cleaned_data)
    except NotAllowed:
        return _page(request, Course(_again(course)), sent, notice="not_now", status=409)
    return _page(request, Course(_again(course)), sent, notice="consent")


def _ask_to_take_back(request, course, sent):
    if not course.may_take_back:
        return _page(request, course, sent)
    return render_page(
        request,
        "contact/take_back.html",
        "message_take_back",
        noindex=True,
        code=receipts.fold(sent["code"]),
    )


def _take_back(request, course, sent):
    try:
        for row in course.rows:
            row.refresh_from_db()
            if not row.scrubbed_at:
                conversation.take_back(row, request.now)
    except NotAllowed:
        return _page(request, Course(_again(course)), sent, notice="not_now", status=409)
    return _page(request, Course(_again(course)), sent)


def _export(request, course, sent):
    conversation.record(course.message, Event.Kind.EXPORTED, None, now=request.now)
    response = JsonResponse(keeping.export_of(course.message), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="message.json"'
    return response


def _again(course):
    """The message as it is now."""
    return type(course.message).objects.select_related("council").get(pk=course.message.pk)


_STEPS = {
    "write_back": _write_back,
    "address": _add_address,
    "consent": _consent,
    "take_back": _ask_to_take_back,
    "take_back_now": _take_back,
    "export": _export,
}


def _page(request, course, sent, *, form=None, address_form=None, notice="", status=200):
    council = Council.objects.with_places(request.now).get(pk=course.last.council_id)
    return render_page(
        request,
        "contact/message.html",
        "message",
        noindex=True,
        status=status,
        course=course,
        message=course.message,
        writing_to=council,
        demo=council.is_demonstration,
        code=receipts.grouped(receipts.fold(sent.get("code", ""))),
        token=receipts.new_token(),
        form=form or WriteBackForm(),
        consent_form=ConsentForm(initial=vars(course.last)),
        address_form=(address_form or AddressForm()) if letters.mail_is_on() else None,
        problems=[form for form in (form, address_form) if form and form.errors],
        notice=notice,
    )
