"""The yearly check of accounts: whether each membership still holds, asked of whoever answers for it."""

from datetime import timedelta

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from councils.accounts import audit
from councils.accounts.rights import TEAM_ROLES, Right, rights
from councils.models import Council, Editor, User

YEAR = timedelta(days=365)
# Shown at once; what is done makes room for the next.
MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, site):
    if request.method == "POST":
        return _answer(request)
    now = timezone.now()
    mine = _mine(request)
    due = mine.filter(checked_on__lte=timezone.localdate(now) - YEAR).order_by("checked_on", "pk")
    councils = Prefetch("council", Council.objects.with_places(now))
    unused = Q(last_login__lte=now - YEAR) | Q(last_login__isnull=True, date_joined__lte=now - YEAR)
    accounts = User.objects.filter(unused, is_active=True, is_staff=True)
    if not rights(request).may_everywhere(Right.ACCOUNTS):
        accounts = accounts.filter(pk__in=mine.values("user"))
    context = site.each_context(request) | {
        "title": gettext("Check of accounts"),
        "rows": due.select_related("user").prefetch_related(councils)[:MOST],
        "left": max(due.count() - MOST, 0),
        "unused": accounts.order_by("last_login", "username")[:MOST],
        "manages": rights(request).may_everywhere(Right.ACCOUNTS),
    }
    return TemplateResponse(request, "admin/accounts/check.html", context)


def _mine(request):
    """The memberships that the account answers for; somebody else answers for its own."""
    own, rows = rights(request), Editor.objects.filter(user__is_active=True)
    if own.may_everywhere(Right.ACCOUNTS):
        return rows
    return rows.filter(council__in=own.councils_where(Right.TEAM), role__in=TEAM_ROLES).exclude(user=request.user)


def _answer(request):
    """Note that a membership still holds, or end it."""
    key, answer = request.POST.get("membership", ""), request.POST.get("answer")
    row = _mine(request).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if row is None or answer not in {"still", "end"}:
        raise PermissionDenied
    if answer == "end":
        row.delete()
        messages.success(request, gettext("Ended: {membership}").format(membership=row))
    else:
        row.checked_on = timezone.localdate()
        row.save(update_fields=["checked_on"])
        user_id, council_id, detail = row.noted()
        audit.record(audit.Kind.CHECKED, subject_id=user_id, council_id=council_id, detail=detail)
        messages.success(request, gettext("Noted: {membership}").format(membership=row))
    return redirect("admin:check")


admin.site.add_page(
    name="check", route="check/", view=page, title=_("Check of accounts"), may=lambda own: own.may(Right.TEAM)
)
