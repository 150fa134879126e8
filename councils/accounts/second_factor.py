"""The second factor, each account's own choice: an app on the phone, and recovery codes for the day that it is lost."""

import base64
import io

import segno
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe
from django_otp import login
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import audit
from .rights import rights

RECOVERY_CODES = 10
APP_CODE_LENGTH = 6


def tidy(code):
    """The code as typed, without the spaces that apps show between its halves."""
    return "".join(code.split()).lower()


def is_set_up(user):
    """Whether the account has a second factor that must be shown at sign-in."""
    return TOTPDevice.objects.filter(user_id=user.pk, confirmed=True).exists()


def is_required(request):
    """Whether one of the account's roles must have a second factor."""
    return bool(rights(request).roles() & set(settings.SECOND_FACTOR_ROLES))


def accepting_device(user, code):
    """The app or list of recovery codes that accepts the code, or None; a code works once."""
    kind = TOTPDevice if len(code) == APP_CODE_LENGTH and code.isdecimal() else StaticDevice
    with transaction.atomic():
        for device in kind.objects.select_for_update().filter(user_id=user.pk, confirmed=True):
            if device.verify_token(code):
                return device
    return None


def take_away(user):
    """Remove everything that belongs to the account's second factor."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user_id=user.pk).delete()
        StaticDevice.objects.filter(user_id=user.pk).delete()
        audit.record(audit.Kind.FACTOR_REMOVED, subject_id=user.pk)


def new_recovery_codes(user):
    """Replace the account's recovery codes and return the new ones."""
    with transaction.atomic():
        StaticDevice.objects.filter(user_id=user.pk).delete()
        device = StaticDevice.objects.create(user_id=user.pk, name="recovery")
        codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return codes


# -- pages --------------------------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, site):
    """Set up, confirm, renew or remove one's own second factor."""
    from .forms import CodeForm  # noqa: PLC0415 (the form needs this module)

    active, required = is_set_up(request.user), is_required(request)
    action = request.POST.get("action", "")
    if request.method == "POST" and action in {"begin", "cancel"}:
        if not active:
            TOTPDevice.objects.filter(user_id=request.user.pk).delete()
        if action == "begin" and not active:
            TOTPDevice.objects.create(user_id=request.user.pk, name="app", confirmed=False)
        return redirect("admin:second_factor")
    form = CodeForm(request.POST if request.method == "POST" else None)
    codes = None
    if request.method == "POST" and form.is_valid():
        done = {"confirm": _confirm, "renew": _renew, "remove": _remove}.get(action)
        if done is None or (required and action == "remove") or active == (action == "confirm"):
            return redirect("admin:second_factor")
        codes = done(request, form.cleaned_data["code"])
        if codes is None:
            form.add_error("code", gettext("The code is not valid. Wait for the next one and try again."))
        elif not codes:
            return redirect("admin:second_factor")
    pending = TOTPDevice.objects.filter(user_id=request.user.pk, confirmed=False).first()
    context = {
        **site.each_context(request),
        "title": gettext("Second factor"),
        "form": form,
        "active": is_set_up(request.user),
        "required": required,
        "pending": pending is not None,
        "secret": base64.b32encode(pending.bin_key).decode() if pending else "",
        "codes": codes,
        "codes_left": StaticToken.objects.filter(device__user_id=request.user.pk).count(),
        "failed_action": action if form.errors else "",
    }
    return TemplateResponse(request, "admin/second_factor.html", context)


def _confirm(request, code):
    """The recovery codes, or None where the app's code is wrong."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user_id=request.user.pk, confirmed=False).first()
        if device is None or not device.verify_token(code):
            return None
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        codes = new_recovery_codes(request.user)
        audit.record(audit.Kind.FACTOR_SET_UP, subject_id=request.user.pk)
    login(request, device)
    return codes


def _renew(request, code):
    if accepting_device(request.user, code) is None:
        return None
    audit.record(audit.Kind.CODES_MADE, subject_id=request.user.pk)
    return new_recovery_codes(request.user)


def _remove(request, code):
    if accepting_device(request.user, code) is None:
        return None
    take_away(request.user)
    messages.success(request, gettext("The second factor is removed. Your password alone is enough again."))
    return []


@never_cache
@require_safe
def picture(request):
    """The QR code that brings the secret into the app; only until the first code has come back."""
    device = TOTPDevice.objects.filter(user_id=request.user.pk, confirmed=False).first()
    if device is None:
        raise Http404
    out = io.BytesIO()
    segno.make(device.config_url, error="m", micro=False).save(
        out, kind="svg", scale=5, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
