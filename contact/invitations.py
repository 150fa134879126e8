"""Invitations by mail: somebody who answers for a council asks an address to take on roles there.

Nothing here asks whether an address has an account: whoever has the link chooses to make one or to use their own.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councils.accounts import audit
from councils.accounts.rights import Rights
from councils.acting import acting
from councils.models import Editor, Invitation

from . import letters, mails, tokens

PURPOSE = "invitation"
LETTER = "contact.invitation"
# How long it is remembered that there was one.
KEPT = timedelta(days=30)


class NotOpen(Exception):
    """The invitation was used or withdrawn, is over, or comes from somebody who may not give these roles any more."""


@transaction.atomic
def invite(invitation, by, now=None):
    """Store a new invitation, and put its letter into the outbox."""
    now = now or timezone.now()
    invitation.invited_by, invitation.created, invitation.expires_at = by, now, now + Invitation.LASTS
    invitation.save()
    token = tokens.make(invitation.public_id, PURPOSE)
    link = settings.BASE_URL + reverse("admin:invitation", args=[token])
    letters.write(
        LETTER,
        invitation.email,
        invitation.language,
        lambda: mails.invitation(invitation, link),
        about=invitation.public_id,
        now=now,
    )
    _record(audit.Kind.INVITED, invitation)


@transaction.atomic
def withdraw(invitation, now=None):
    """End an invitation that nobody has accepted, and forget whose address it was; its link leads nowhere then."""
    now = now or timezone.now()
    row = Invitation.objects.select_for_update().open(now).filter(pk=invitation.pk).first()
    if row is None:
        raise NotOpen
    row.withdrawn_at, row.email = now, ""
    row.save()
    letters.drop([row.public_id], now)
    _record(audit.Kind.INVITATION_WITHDRAWN, row)


def find(token, now):
    """The invitation behind a link, while it can be accepted."""
    return _open(Invitation.objects.filter(public_id=tokens.read(token, PURPOSE)), now)


@transaction.atomic
def accept(invitation, user_of, now=None):
    """Give the roles to the account that ``user_of(invitation)`` names or makes; returns it. A link works once."""
    now = now or timezone.now()
    row = _open(Invitation.objects.select_for_update(of=["self"]).filter(pk=invitation.pk), now)
    with acting(row.invited_by):
        user = user_of(row)
        for role in row.roles:
            languages = row.languages if role == Editor.Role.TRANSLATOR else []
            Editor.objects.get_or_create(user=user, council=row.council, role=role, defaults={"languages": languages})
    row.accepted_at, row.email = now, ""
    row.save()
    letters.drop([row.public_id], now)
    _record(audit.Kind.INVITATION_ACCEPTED, row, account_id=user.pk)
    return user


def purge(now):
    """Forget what is long over, with the addresses of those who never came."""
    rows = Invitation.objects.filter(expires_at__lte=now - KEPT)
    return {"invitations": rows.delete()[0]}


def _open(rows, now):
    row = rows.open(now).select_related("invited_by", "council").first()
    if row is None or row.invited_by is None or (row.council and row.council.deleted_at):
        raise NotOpen
    own = Rights(row.invited_by)
    if not all(own.may_give(role, row.council_id) for role in row.roles):
        raise NotOpen
    return row


def _record(kind, invitation, **who):
    for role in invitation.roles:
        audit.record(kind, council_id=invitation.council_id, detail=role, **who)
