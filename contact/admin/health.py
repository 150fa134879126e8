"""How the councils are doing, in numbers and days: what portal editors see of an office."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import admin
from django.db.models import Count, Max, Min, Q
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contact.models import Message
from councils.accounts.rights import Right, roles_with
from councils.admin.base import PublishedAdmin
from councils.models import Council, Editor
from councils.publishing import State


@dataclass
class Health:
    """One council: counts and days only, never who wrote or what."""

    council: Council
    # Days that the oldest unread message has waited; None where nothing is unread.
    unread_for: int | None = None
    overdue: int = 0
    readers: int = 0
    clerks: int = 0
    last_login: datetime | None = None
    confirmed_on: date | None = None
    drafts: int = 0


@require_safe
def page(request, site):
    rows = health_of_councils(site, timezone.now())
    context = site.each_context(request) | {"title": gettext("Health of the councils"), "rows": rows}
    return TemplateResponse(request, "admin/accounts/health.html", context)


def health_of_councils(site, now):
    """Each council's health, what asks for help first."""
    councils = Council.objects.present().with_places(now).order_by("slug")
    rows = {council.pk: Health(council, confirmed_on=council.confirmed_on) for council in councils}
    for found in (_of_messages(now), _of_accounts(), _of_drafts(site)):
        for council_id, values in found:
            if council_id in rows:
                vars(rows[council_id]).update(values)
    return sorted(rows.values(), key=lambda row: (-row.overdue, -(row.unread_for or 0), row.council.slug))


def _of_messages(now):
    today = timezone.localdate(now)
    unread, late = Q(read_at__isnull=True), Q(due_on__lt=today)
    waiting = Message.objects.waiting().order_by().values_list("council")
    for council_id, oldest, overdue in waiting.annotate(a=Min("created", filter=unread), b=Count("pk", filter=late)):
        yield council_id, {"unread_for": oldest and (today - timezone.localdate(oldest)).days, "overdue": overdue}


def _of_accounts():
    clerk, reader = Q(role__in=roles_with(Right.PUBLISH)), Q(role__in=roles_with(Right.MESSAGES))
    active = Editor.objects.filter(user__is_active=True, user__is_staff=True).order_by().values_list("council")
    counts = active.annotate(
        a=Count("user", filter=clerk), b=Max("user__last_login", filter=clerk), c=Count("pk", filter=reader)
    )
    for council_id, clerks, last_login, readers in counts:
        yield council_id, {"clerks": clerks, "last_login": last_login, "readers": readers}


def _of_drafts(site):
    """All kinds of content in one query."""
    parts = []
    for model, own in site._registry.items():
        if isinstance(own, PublishedAdmin) and not own.superusers_only:
            drafts = model.objects.present().filter(state=State.DRAFT).order_by().values_list(own.council_path)
            parts.append(drafts.annotate(Count("pk")))
    counts = {}
    for council_id, count in parts[0].union(*parts[1:], all=True):
        counts[council_id] = counts.get(council_id, 0) + count
    for council_id, count in counts.items():
        yield council_id, {"drafts": count}


admin.site.add_page(
    name="health", route="health/", view=page, title=_("Health of the councils"),
    may=lambda own: own.may_everywhere(Right.HEALTH),
)  # fmt: skip
