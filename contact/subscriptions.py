"""Notices by mail: who hears of a council's changes. Asked for on its page, confirmed from the mailbox, ended at once.

Stored are the sealed address, its keyed hash, a language, a choice and two dates; when it ends, nothing of it stays.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from councils.models import Council

from . import letters, mails, tokens
from .models import Letter, Subscription

# A subscription that nobody confirms vanishes.
UNCONFIRMED = timedelta(days=7)
ASKING = "contact.subscription"
PURPOSE = "subscription"
# What a mail server says of a mailbox that does not exist, or does not any more (RFC 5321, RFC 3463).
_NO_SUCH_MAILBOX = re.compile(r"\b(550|551|553|5\.1\.\d+|5\.2\.1)\b")


# -- asking, confirming, changing, ending -----------------------------------------------------------------------------


@transaction.atomic
def ask(council, recipient, language, occasions, now):
    """Note who wants to hear of the council and ask in the mailbox whether that is so.

    Whoever is subscribed already gets the link to their subscription, which stays as it is: anybody could have asked.
    """
    rows = Subscription.objects.filter(council=council)
    row = rows.filter(recipient_hash__in=letters.recipient_hashes(recipient)).first()
    if row is None:
        row, _made = rows.get_or_create(
            recipient_hash=letters.recipient_hash(recipient),
            defaults={"council": council, "recipient": recipient, "language": language, "occasions": occasions,
                      "created": now},
        )  # fmt: skip
    if row.confirmed_at:
        compose, language = mails.subscribed_already, row.language
    else:
        compose = mails.confirm_subscription
        asked = {"recipient": recipient, "language": language, "occasions": occasions, "created": now}
        rows.filter(pk=row.pk, confirmed_at__isnull=True).update(**asked)
    letters.write(
        ASKING,
        recipient,
        language,
        lambda: compose(council, link(row)),
        about=row.public_id,
        confirmed=False,
        now=now,
    )


def find(token, now):
    """The subscription that the link leads to, or None: forged, ended, or not confirmed in time."""
    public_id = tokens.read(token, PURPOSE)
    row = Subscription.objects.filter(public_id=public_id).first() if public_id else None
    return None if row and not row.confirmed_at and row.created <= now - UNCONFIRMED else row


def confirm(subscription, now):
    """It was the owner of the mailbox: from now on notices come."""
    Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True).update(confirmed_at=now)
    subscription.refresh_from_db()


def change(subscription, language, occasions):
    """Other languages, other occasions."""
    Subscription.objects.filter(pk=subscription.pk).update(language=language, occasions=occasions)
    subscription.language, subscription.occasions = language, occasions


@transaction.atomic
def end(subscription, now, but=None):
    """Erase the subscription and drop what waits to be sent to it, apart from the letter ``but``, which ends itself."""
    Subscription.objects.filter(pk=subscription.pk).delete()
    letters.forget(subscription.public_id, now, but)


def purge(now):
    """Erase what nobody has confirmed in time; gives the count."""
    late = Subscription.objects.filter(confirmed_at__isnull=True, created__lte=now - UNCONFIRMED)
    # Erasing needs no key.
    rows = list(late.defer("recipient"))
    for row in rows:
        end(row, now)
    return {"subscriptions not confirmed": len(rows)}


# -- links ------------------------------------------------------------------------------------------------------------


def link(subscription):
    """Where one confirms, changes and ends it, in the active language."""
    return _address("contact:subscription", subscription)


def _address(name, subscription):
    return settings.BASE_URL + reverse(name, args=[tokens.make(subscription.public_id, PURPOSE)])


# -- writing to all ---------------------------------------------------------------------------------------------------


def write_to_all(councils, occasions, compose, *, announces, now, replaces=False):
    """One notice to each address that hears of one of these occasions from one of these councils; gives their number.

    ``councils`` are those of them that are public, ``compose()`` gives subject and text in the active language. Whoever
    has asked several of the councils gets it once, as the first one's subscriber. With ``replaces`` it stands in for
    what was written of the same thing and is not sent yet, whatever the occasion of that was. Call it in the change's
    transaction.
    """
    if not letters.mail_is_on():
        return 0
    by_key = {council.pk: council for council in councils}
    place = {key: number for number, key in enumerate(by_key)}
    rows = Subscription.objects.confirmed().filter(council__in=by_key).order_by("pk")
    late = letters.waiting_for(announces) if replaces else set()
    letters.not_to_announce([announces] if late else [], now)
    chosen = [row for row in rows if row.public_id in late or not set(occasions).isdisjoint(row.occasions)]
    chosen.sort(key=lambda row: place[row.council_id])
    once = {}
    for row in chosen:
        once.setdefault(letters.plain_address(row.recipient) or row.recipient, row)
    addressees = [_addressee(row, by_key[row.council_id]) for row in once.values()]
    return letters.write_many(addressees, compose, announces=announces, now=now)


def _addressee(row, council):
    with override(row.language):
        return letters.Addressee(
            recipient=row.recipient,
            language=row.language,
            about=row.public_id,
            closing=mails.closing(council, link(row)),
            unsubscribe=_address("contact:unsubscribe", row),
        )


def council_written(model, pks, using):
    """Called with every write of something published: a council that is public no more sends nothing more."""
    if model is not Council or not (pks := [pk for pk in pks if pk is not None]):
        return
    now = timezone.now()
    public = Council.objects.published(now).filter(pk__in=pks).values_list("pk", flat=True)
    hidden = set(pks).difference(public)
    if hidden:
        letters.take_back([Letter.NOTICE], Subscription.objects.filter(council__in=hidden).values("public_id"), now)


def undelivered(letter):
    """A notice could not be delivered: where the mailbox does not exist, the subscription ends."""
    row = Subscription.objects.filter(public_id=letter.reference).first() if letter.reference else None
    if row and letter.state != Letter.State.GIVEN_UP and _NO_SUCH_MAILBOX.search(letter.failure):
        end(row, timezone.now(), but=letter)
