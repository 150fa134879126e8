"""All that may happen to a report of a barrier: it comes, is answered and closed, and goes when its time is over.

What                                       How long
a closed report, with all that it says     90 days
one in quarantine                          30 days
an open one                                until somebody closes it; it stands on the operator's desk
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from . import guard, letters, mails, receipts
from .models import BarrierReport, Letter

PURPOSE = "barrier"
ANSWER, TO_OPERATOR = "contact.barrier_answer", "contact.barrier"
ANSWER_WITHIN = timedelta(days=14)
KEPT, IN_QUARANTINE = timedelta(days=90), timedelta(days=30)
# The desk tells of all that waits; more than one letter a day would only be more letters.
QUIET = timedelta(days=1)


class NotAllowed(Exception):
    """The step does not fit the state of the report; nothing was changed."""


def readers():
    """The active accounts of those who run the portal."""
    return get_user_model().objects.filter(is_active=True, is_staff=True, is_superuser=True)


def is_open():
    """Whether somebody is there to read: only then is the form offered."""
    return readers().exists()


def store(*, text, page, email, language, token, judge, now):
    """Keep a report, or find that the same one was sent before; gives nothing, because its writer gets no receipt."""
    row = BarrierReport(
        created=now, language=language, page=page, text=text, email=email, token_hash=receipts.token_hash(token),
        due_on=timezone.localdate(now) + ANSWER_WITHIN,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.suspicions = judge()
            row.quarantined_at = now if row.suspicions else None
            row.save()
            guard.remember(text, now)
            if not row.quarantined_at:
                _tell(row, now)
    except IntegrityError:
        known = BarrierReport.objects.filter(token_hash=row.token_hash).first()
        if known is None:
            raise
        if (known.text, known.page, known.email) != (text, page, email):
            # Gone back to and written anew: that is a report of its own.
            token = receipts.new_token()
            store(text=text, page=page, email=email, language=language, token=token, judge=judge, now=now)


def _tell(row, now):
    """One letter to the operator's own address: a link, without any of the text."""
    told = Letter.objects.filter(kind=TO_OPERATOR, created__gt=now - QUIET)
    if settings.OPERATOR_MAIL and letters.mail_is_on() and not told.exists():
        path = reverse("admin:contact_barrierreport_change", args=[row.pk])
        compose = lambda: mails.barrier(row, path)  # noqa: E731
        letters.write(TO_OPERATOR, settings.OPERATOR_MAIL, "de", compose, about=row.public_id, now=now)


def may_answer(row):
    """Whether an answer can reach whoever wrote."""
    return bool(row.email) and letters.mail_is_on()


@transaction.atomic
def answer(row, text, user, now=None):
    """Answer by mail, and close the report."""
    now = now or timezone.now()
    row = _locked(row)
    if row.closed_at or not may_answer(row):
        raise NotAllowed
    row.answer, row.answered_at = "\n\n—\n\n".join(filter(None, [row.answer, text])), now
    # Marked as quarantined by mistake, it is none.
    row.closed_at, row.closed_by, row.quarantined_at = now, user, None
    row.save()
    compose = lambda: mails.barrier_answer(row, text)  # noqa: E731
    letters.write(ANSWER, row.email, row.language, compose, about=row.public_id, now=now)


@transaction.atomic
def close(row, user, now=None):
    row = _locked(row)
    if row.closed_at:
        raise NotAllowed
    row.closed_at, row.closed_by, row.quarantined_at = now or timezone.now(), user, None
    row.save()


@transaction.atomic
def open_again(row):
    """Take a closed report up once more, or one out of quarantine."""
    row = _locked(row)
    if row.closed_at is None and row.quarantined_at is None:
        raise NotAllowed
    row.closed_at = row.closed_by = row.quarantined_at = None
    row.save()


def undelivered(letter):
    """An answer does not arrive: its report is open again, so that it stands on the operator's desk."""
    answered = BarrierReport.objects.filter(public_id=letter.reference, closed_at__isnull=False)
    answered.update(closed_at=None, closed_by=None)


def _locked(row):
    return BarrierReport.objects.select_for_update(of=["self"]).get(pk=row.pk)


def purge(now):
    """Take out what is over, with the letters about it."""
    over = BarrierReport.objects.filter(closed_at__lte=now - KEPT)
    over |= BarrierReport.objects.filter(quarantined_at__lte=now - IN_QUARANTINE)
    # What nobody can open any more goes as well.
    keys = list(over.values_list("pk", "public_id"))
    with transaction.atomic():
        letters.drop([public_id for _pk, public_id in keys], now)
        BarrierReport.objects.filter(pk__in=[pk for pk, _public_id in keys]).only("pk").delete()
    return {"reports of barriers": len(keys)}
