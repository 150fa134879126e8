"""The start page of the office: what is to be done, what was put off, and what one click settles."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from councils.models import Council, PutOff
from councils.office import desk_of

from .rights import Role, rights


class PutOffForm(forms.Form):
    """For how long, and why."""

    council = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=200, widget=forms.HiddenInput)
    days = forms.TypedChoiceField(
        label=_("Until"), coerce=int, choices=[(7, _("in one week")), (30, _("in 30 days")), (90, _("in 90 days"))]
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why.")},
    )  # fmt: skip


def context(request):
    """What the start page shows."""
    now = timezone.now()
    desk = desk_of(rights(request), now)
    return {
        "title": gettext("To do"),
        "desk": desk,
        "today": timezone.localdate(now),
        "several": len(desk.councils) > 1,
        "days": PutOffForm.base_fields["days"].choices,
        "weekly_mail": request.user.weekly_mail,
    }


def _own_chore(request):
    """The chore that the form is about, if it is one of the account's own just now, with the form; else 404."""
    form = PutOffForm(request.POST)
    form.is_valid()
    council_id, key = form.cleaned_data.get("council"), form.cleaned_data.get("key")
    chore = desk_of(rights(request), timezone.now()).find(council_id, key) if key else None
    if chore is None:
        raise Http404
    return chore, form


@require_POST
def put_off(request):
    """Leave one chore until a day, with a reason."""
    chore, form = _own_chore(request)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("admin:index")
    now = timezone.now()
    today = timezone.localdate(now)
    until = today + timedelta(days=form.cleaned_data["days"])
    values = {"until": until, "reason": form.cleaned_data["reason"], "by": request.user, "at": now}
    with transaction.atomic():
        PutOff.objects.filter(council=chore.council_id, until__lte=today).delete()
        PutOff.objects.update_or_create(council_id=chore.council_id, key=chore.key, defaults=values)
    day = date_format(until, "SHORT_DATE_FORMAT")
    messages.success(request, gettext("Put off until {day}.").format(day=day))
    return redirect("admin:index")


@require_POST
def bring_back(request):
    """Have a chore on the desk again at once."""
    chore, _form = _own_chore(request)
    PutOff.objects.filter(council=chore.council_id, key=chore.key).delete()
    return redirect("admin:index")


@require_POST
def confirm_council(request, site):
    """Note that everything on a council's pages is still correct."""
    chosen = request.POST.get("council", "")
    council = get_object_or_404(Council.objects.present(), pk=chosen if chosen.isdecimal() else None)
    if not rights(request).has(council.pk, Role.EDITOR):
        raise PermissionDenied
    council.confirmed_on = timezone.localdate()
    with transaction.atomic():
        council.save(update_fields=["confirmed_on"])
        changed = [{"changed": {"fields": [str(Council._meta.get_field("confirmed_on").verbose_name)]}}]
        site.get_model_admin(Council).log_change(request, council, changed)
    messages.success(request, gettext("Confirmed: everything on these pages is still correct."))
    return back(request)


@require_POST
def switch_weekly_mail(request):
    """Let somebody choose whether the desk comes by mail on Mondays."""
    request.user.weekly_mail = request.POST.get("weekly_mail") == "on"
    request.user.save(update_fields=["weekly_mail"])
    return redirect("admin:index")


def back(request):
    """To the page that the form came from, or to the start page."""
    where = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts=None) and where.startswith("/")
    return redirect(where if safe else "admin:index")
