"""What is to be done in the councils' inboxes: numbers and days only, never a word of a message."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils import office
from councils.accounts.rights import Right, Role
from councils.chores import MONTH, day, expiring_row, kind_of
from councils.models import Council, Editor
from councils.office import Chore, Urgency

from . import worker
from .models import BarrierReport, Entry, Event, Message, OfficeHour

# A reaction that is due within this time stands under "soon".
CLOSE = timedelta(days=7)


def messages(councils, rights, now):
    """What waits for a reaction, for those who read it."""
    today, own = timezone.localdate(now), _read(councils, rights)
    rows = Message.objects.waiting().filter(council__in=own).defer(*Message.PERSONAL)
    for row in rows:
        if row.deputy_told_at:
            text = _("{message} of {day} waits for a reaction. The deputy has been told.")
        else:
            text = _("{message} of {day} waits for a reaction.")
        yield Chore(
            # What the writer adds has a deadline of its own, and is then not put off any more.
            key=f"contact.message:{row.public_id}:{row.due_on}",
            council_id=row.council_id,
            text=text.format(message=row, day=day(timezone.localtime(row.created))),
            url=reverse("admin:contact_message_change", args=[row.pk]),
            due=row.due_on,
            urgency=Urgency.of(row.due_on, today, CLOSE),
        )


def quarantine(councils, rights, now):
    """What nobody has looked at in quarantine."""
    own = _read(councils, rights)
    looked_at = Event.objects.filter(
        message=OuterRef("message"), kind=Event.Kind.OPENED, at__gt=OuterRef("quarantined_at")
    )
    entries = Entry.objects.filter(~Exists(looked_at), message__scrubbed_at__isnull=True, quarantined_at__isnull=False)
    whole = Message.objects.quarantine().filter(read_at__isnull=True, scrubbed_at__isnull=True)
    counts = Counter()
    for rows, name in ((whole, "council"), (entries, "message__council")):
        counts.update(dict(rows.filter(**{f"{name}__in": own}).order_by().values_list(name).annotate(Count("pk"))))
    for council_id, number in counts.items():
        text = ngettext(
            "{n} message is in quarantine: look at it.", "{n} messages are in quarantine: look at them.", number
        )
        url = f"{reverse('admin:contact_message_changelist')}?list=quarantine&council={council_id}"
        yield Chore("contact.quarantine:", council_id, text.format(n=number), url, urgency=Urgency.SOON)


def _read(councils, rights):
    return {council.pk for council in councils} & rights.councils_read()


def barriers(councils, rights, now):
    """Reported barriers that wait for an answer, for those who run the portal."""
    if not rights.may_everywhere(Right.BARRIERS):
        return
    today = timezone.localdate(now)
    for row in BarrierReport.objects.waiting().defer(*BarrierReport.PERSONAL):
        yield Chore(
            key=f"contact.barrier:{row.public_id}",
            council_id=office.ALL_COUNCILS,
            text=_("A barrier was reported on {day}: answer it.").format(day=day(timezone.localtime(row.created))),
            url=reverse("admin:contact_barrierreport_change", args=[row.pk]),
            due=row.due_on,
            urgency=Urgency.of(row.due_on, today),
        )
    if number := BarrierReport.objects.quarantine().count():
        text = ngettext(
            "{n} report of a barrier is in quarantine: look at it.",
            "{n} reports of barriers are in quarantine: look at them.",
            number,
        )
        url = f"{reverse('admin:contact_barrierreport_changelist')}?list=quarantine"
        yield Chore("contact.barriers:", office.ALL_COUNCILS, text.format(n=number), url, urgency=Urgency.SOON)


def office_hours(councils, rights, now):
    """Office hours that are about to end."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    rows = OfficeHour.objects.published(now).filter(council__in=own, valid_until__range=(today, today + MONTH))
    for row in rows:
        yield expiring_row(row, kind_of(OfficeHour), row.council_id, row.valid_until, today)


def running(councils, rights, now):
    """For superusers: whether letters go out, and councils to which nobody can write."""
    if not rights.may_everywhere(Right.ACCOUNTS):
        return
    found, inbox = worker.warnings(now), reverse("admin:index")
    if found["is_silent"]:
        text = _("No worker runs: letters are not sent.")
        yield Chore("contact.worker:", office.ALL_COUNCILS, text, inbox, urgency=Urgency.TODAY)
    if number := found["unassigned"]:
        text = ngettext(
            "{n} e-mail in the mailbox belongs to no message: look there.",
            "{n} e-mails in the mailbox belong to no message: look there.",
            number,
        )
        yield Chore("contact.unassigned:", office.ALL_COUNCILS, text.format(n=number), inbox, urgency=Urgency.SOON)
    readers = Editor.objects.filter(
        role=Role.MESSAGE_READER, user__is_active=True, user__is_staff=True, council=OuterRef("pk")
    )
    for council in Council.objects.published(now).filter(~Exists(readers)).order_by("slug"):
        text = _("Nobody reads messages to “{council}”: its form is closed.").format(council=council)
        url = office.adding(Editor, council.pk) + f"&role={Role.MESSAGE_READER}"
        yield Chore(f"contact.unread:{council.public_id}", office.ALL_COUNCILS, text, url)
