"""From draft to publication by two people: one writes and asks, the other publishes or sends it back.

A request belongs to a row for as long as that is a draft. Whatever publishes the row, in whichever way, ends it.
"""

from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councils import acting
from councils.models import ReviewRequest
from councils.publishing import State

KEPT = timedelta(days=365)
Step = ReviewRequest.State


def requests_of(row):
    """All requests for the review of a row, the latest first."""
    return ReviewRequest.objects.filter(model=row._meta.label_lower, public_id=row.public_id)


def latest(row):
    """The latest request for the review of a row, with the accounts that it names; None where there is none."""
    return requests_of(row).select_related("asked_by", "decided_by").first()


def marked_as_ready(rows):
    """The public identifiers of those of the rows, all of one kind, that are drafts somebody asks to look at."""
    drafts = [row for row in rows if row.state == State.DRAFT]
    if not drafts:
        return set()
    requests = ReviewRequest.objects.filter(
        model=drafts[0]._meta.label_lower, public_id__in=[row.public_id for row in drafts], state=Step.OPEN
    )
    return set(requests.values_list("public_id", flat=True))


def in_step(model, step):
    """The public identifiers of the rows of that kind whose latest request is in that step."""
    newer = ReviewRequest.objects.filter(
        model=model._meta.label_lower, public_id=models.OuterRef("public_id"), pk__gt=models.OuterRef("pk")
    )
    rows = ReviewRequest.objects.filter(~models.Exists(newer), model=model._meta.label_lower, state=step)
    return rows.order_by().values("public_id")


def ask(row, council_id, *, user, note=""):
    """Mark a draft as ready; gives False where it is so already."""
    try:
        with transaction.atomic():
            ReviewRequest.objects.create(
                model=row._meta.label_lower, public_id=row.public_id, council_id=council_id, asked_by=user,
                asked_at=timezone.now(), note=note,
            )  # fmt: skip
    except IntegrityError:
        return False
    return True


def take_back(row, *, user):
    return _decide(requests_of(row), Step.TAKEN_BACK, user.pk)


def send_back(row, *, user, answer):
    """Say what is to be changed; gives False where nobody asks any more."""
    return _decide(requests_of(row), Step.SENT_BACK, user.pk, answer=answer)


def _decide(requests, step, account_id, **more):
    done = requests.filter(state=Step.OPEN).update(state=step, decided_by=account_id, decided_at=timezone.now(), **more)
    return bool(done)


def written(model, pks, using):
    """End the requests for the review of what is a draft no more."""
    if pks:
        rows = models.QuerySet(model, using=using).filter(pk__in=pks).exclude(state=State.DRAFT)
        requests = ReviewRequest.objects.using(using).filter(
            model=model._meta.label_lower, public_id__in=rows.values("public_id")
        )
        _decide(requests, Step.PUBLISHED, acting.account_id())


def purge(now):
    """Erase requests that were decided long ago; gives the counts per kind."""
    return {"requests for review": ReviewRequest.objects.filter(decided_at__lt=now - KEPT).delete()[0]}
