"""Reporting a barrier to whoever runs the portal: the form, which any page leads to."""

import logging
from urllib.parse import unquote, urlsplit

from django import forms
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from contact import barriers, guard, letters, receipts
from contact.form_pages import form_page
from contact.forms import HONEYPOT, LONGEST_LINE, LineField, MailField, TextField
from councils import client
from councils.pages import Link, render_page

from .write import not_stored

logger = logging.getLogger(__name__)


class BarrierForm(forms.Form):
    """What somebody cannot read, hear or use."""

    use_required_attribute = False

    text = TextField(
        rows=6, label=gettext_lazy("Your message"),
        error_messages={"required": gettext_lazy("Describe what you cannot read, hear or use.")},
    )  # fmt: skip
    page = LineField(
        label=gettext_lazy("Which page is it about?"), required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    email = MailField(label=gettext_lazy("E-mail address"), required=False)


@form_page
def report(request):
    """The form, as long as somebody is there to read."""
    if request.method != "POST":
        return _ask(request, BarrierForm(initial={"page": _where_from(request)}))
    try:
        return _take(request)
    except Exception:
        # Whatever it was: the text is kept, and nobody is thanked.
        logger.exception("A report of a barrier was not stored.")
        names = (*BarrierForm.base_fields, "token", "stamp")
        carried = [(name, request.POST[name]) for name in names if name in request.POST]
        return not_stored(request, carried, request.POST.get("text", ""), "send")


def _take(request):
    form, now, address = BarrierForm(request.POST), request.now, client.address(request)
    if not form.is_valid() or not barriers.is_open():
        return _ask(request, form, status=422)
    token, stamp = (request.POST.get(name, "")[:LONGEST_LINE] for name in ("token", "stamp"))
    guard.slow_down(address, now, barriers.PURPOSE)
    cleaned = form.cleaned_data

    def judge():
        return guard.judge(
            text=cleaned["text"], stamp=stamp, token=token, honeypot=request.POST.get(HONEYPOT, ""), address=address,
            now=now, purpose=barriers.PURPOSE,
        )  # fmt: skip

    barriers.store(**cleaned, language=get_language(), token=token or receipts.new_token(), judge=judge, now=now)
    return _page(request, "contact/barrier_stored.html", noindex=True, can_be_answered=bool(cleaned["email"]))


def _ask(request, form, status=200):
    token = receipts.new_token()
    return _page(
        request,
        "contact/barrier.html",
        status=status,
        form=form,
        is_open=barriers.is_open(),
        mail_is_on=letters.mail_is_on(),
        carried=[("token", token), ("stamp", guard.stamp(token))],
        honeypot=HONEYPOT,
    )


def _page(request, template, **context):
    crumbs = [
        Link(pgettext("breadcrumb", "Start"), reverse("home")),
        Link(pgettext("legal page", "Accessibility"), reverse("accessibility")),
        Link(_("Report a barrier")),
    ]
    return render_page(request, template, "barrier", crumbs=crumbs, **context)


def _where_from(request):
    """The page of ours that the visitor comes from, unless its address is a key or it leads here by itself."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
        match = resolve(before.path) if before.netloc == request.get_host() else None
    # What cannot be taken apart is no address, and what leads nowhere no page.
    except (ValueError, Resolver404):
        return ""
    if (
        match is None
        or "token" in match.kwargs
        or "admin" in match.namespaces
        or match.view_name in {"accessibility", "contact:barrier"}
    ):
        return ""
    return f"{settings.BASE_URL}{unquote(before.path)}"[:LONGEST_LINE]
