"""The desk by mail: every Monday, to each account, what it has to do. Titles and links, never a word of a message."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from councils.accounts.rights import Rights
from councils.office import desk_of

from . import letters

MONDAY, HOUR = 1, 7
KIND = "contact.desk"


def is_due(last, now):
    """Once on a Monday, not before the office opens."""
    now = timezone.localtime(now)
    today = timezone.localtime(last).date() if last else None
    return now.isoweekday() == MONDAY and now.hour >= HOUR and today != now.date()


def write_desks(now):
    """One letter to every account that has something to do and wants it by mail; once a day, whoever calls."""
    written = 0
    if letters.mail_is_on():
        for user in _accounts(timezone.localdate(now)):
            written += _write(user, now)
    return {"written": written}


def _accounts(today):
    """The accounts that work in the office and have not had their letter of today."""
    works = Q(is_superuser=True) | Q(editorships__isnull=False)
    rows = get_user_model().objects.filter(works, is_active=True, is_staff=True, weekly_mail=True).exclude(email="")
    return rows.filter(Q(weekly_mail_on__isnull=True) | Q(weekly_mail_on__lt=today)).distinct().order_by("pk")


def _write(user, now):
    """Whether there was something to write. The letter and that it was written are noted at once."""
    today = timezone.localdate(now)
    with override(user.language):
        desk = desk_of(Rights(user), now)
        text = _text(desk, today) if desk.sections else None
    again = Q(weekly_mail_on__isnull=True) | Q(weekly_mail_on__lt=today)
    with transaction.atomic():
        # Of two workers, one changes the row.
        if not get_user_model().objects.filter(again, pk=user.pk).update(weekly_mail_on=today) or text is None:
            return False
        letters.write(KIND, user.email, user.language, lambda: text, now=now)
    return True


def _text(desk, today):
    parts = []
    for urgency, groups in desk.sections:
        parts.append(f"{str(urgency.label).upper()}")
        for group in groups:
            lines = [group.council.name_and_place] if group.council and len(desk.councils) > 1 else []
            lines += [_line(chore) for chore in group.shown]
            if more := len(group.rest):
                lines.append(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
            parts.append("\n".join(lines))
    address = settings.BASE_URL + reverse("admin:index")
    end = _("All of it, and where you switch this mail off:\n{link}").format(link=address)
    return _("To do this week"), "\n\n".join([*parts, end])


def _line(chore):
    due = f" ({date_format(chore.due, 'SHORT_DATE_FORMAT')})" if chore.due else ""
    return f"- {chore.text}{due}\n  {settings.BASE_URL}{chore.url}"
