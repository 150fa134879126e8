"""News of a council by mail: asking for it, confirming it from the mailbox, changing and ending it."""

import functools
import logging

from django.db import transaction
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contact import guard, letters, receipts, subscriptions
from contact.form_pages import form_page
from contact.forms import HONEYPOT, LONGEST_LINE, SubscribeForm, SubscriptionForm
from contact.models import Occasion
from councils import client
from councils.models import Council
from councils.pages import Link, Moved, get_council, render_council_page, render_page

from .write import not_stored

logger = logging.getLogger(__name__)

PURPOSE = "subscription"
# What RFC 8058 has mail programs send, in the body.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


# -- asking for it ----------------------------------------------------------------------------------------------------


@form_page
def subscribe(request, slug):
    """The form of a council. Its answer is the same for every address, whether it is subscribed or not."""
    if request.method != "POST":
        return _ask(request, get_council(request, slug))
    try:
        return _take(request, get_council(request, slug))
    except (Http404, Moved):
        raise
    except Exception:
        logger.exception("A subscription was not stored.")
        names = (*SubscribeForm.base_fields, "token", "stamp")
        carried = [(name, value) for name in names for value in request.POST.getlist(name)]
        return not_stored(request, carried, "", "send")


def _take(request, council):
    form = SubscribeForm(request.POST)
    if not letters.mail_is_on() or not form.is_valid():
        return _ask(request, council, form, status=422)
    now, address = request.now, client.address(request)
    guard.slow_down(address, now, PURPOSE)
    with transaction.atomic():
        rules = guard.judge(
            text="",
            stamp=request.POST.get("stamp", "")[:LONGEST_LINE],
            token=request.POST.get("token", "")[:LONGEST_LINE],
            honeypot=request.POST.get(HONEYPOT, ""),
            address=address,
            now=now,
            purpose=PURPOSE,
        )
        cleaned = form.cleaned_data
        if not rules:
            subscriptions.ask(council, cleaned["email"], cleaned["language"], cleaned["occasions"], now)
    if rules:
        # A person presses the button once more; nothing is kept of what was no person's.
        return _ask(request, council, form, status=422, again="later" if guard.NETWORK in rules else "now")
    return _council_page(request, "contact/subscribe_sent.html", council, noindex=True, address=cleaned["email"])


def _ask(request, council, form=None, status=200, again=""):
    token = receipts.new_token()
    return _council_page(
        request,
        "contact/subscribe.html",
        council,
        status=status,
        form=form or SubscribeForm(initial={"language": get_language()}),
        carried=[("token", token), ("stamp", guard.stamp(token))],
        honeypot=HONEYPOT,
        mail_is_on=letters.mail_is_on(),
        again=again,
    )


def _council_page(request, template, council, **context):
    crumbs = [Link(_("News by e-mail"))]
    return render_council_page(request, template, council, "subscribe", "", crumbs=crumbs, **context)


# -- with the link from a mail ----------------------------------------------------------------------------------------


def _with_link(view):
    """Make a view a page that only a link from a mail leads to: no search engine and no other site hears of it."""

    @form_page
    @functools.wraps(view)
    def answer(request, token):
        response = view(request, token)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer


@_with_link
def subscription(request, token):
    """Confirming, changing and ending. Programs that look into mails open links, so that opening it changes nothing."""
    row = subscriptions.find(token, request.now)
    if row is None:
        return _page(request, "contact/subscription_gone.html", status=404)
    step = request.POST.get("step", "")
    if step == "end":
        subscriptions.end(row, request.now)
        return _page(request, "contact/subscription_ended.html")
    if step == "confirm":
        subscriptions.confirm(row, request.now)
        return _show(request, row, notice="confirmed")
    if step == "change" and row.confirmed_at:
        return _change(request, row)
    return _show(request, row)


def _change(request, row):
    form = SubscriptionForm(request.POST)
    if not form.is_valid():
        return _show(request, row, form=form, status=422)
    subscriptions.change(row, **form.cleaned_data)
    return _show(request, row, notice="changed")


@_with_link
def unsubscribe(request, token):
    """One click in a mail program (RFC 8058) or on the page's button. What has ended already ends the same way."""
    if all(request.POST.get(name) == value for name, value in ONE_CLICK.items()):
        if row := subscriptions.find(token, request.now):
            subscriptions.end(row, request.now)
        return _page(request, "contact/subscription_ended.html")
    return _page(request, "contact/unsubscribe.html", carried=ONE_CLICK.items())


def _show(request, row, form=None, status=200, notice=""):
    # A council that is public no more is not named here either.
    council = Council.objects.published(request.now).with_places(request.now).filter(pk=row.council_id).first()
    return _page(
        request,
        "contact/subscription.html",
        status=status,
        writing_to=council,
        is_confirmed=bool(row.confirmed_at),
        chosen=[label for value, label in Occasion.choices if value in row.occasions],
        form=form or SubscriptionForm(initial={"language": row.language, "occasions": row.occasions}),
        notice=notice,
    )


def _page(request, template, **context):
    return render_page(request, template, "subscription", noindex=True, **context)
