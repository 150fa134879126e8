"""Looking at what is not public yet, on its real page: links that are signed and expire, and the rows that they show.

A link names a row, who made it and its last moment. Whoever has it sees the page as it will look once the row is
public: with what is published along with it, and without all else that is hidden.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.contrib import admin
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from councils.accounts.rights import INSIDERS, Rights
from councils.models import User
from councils.publishing import Preview, State
from councils.translation_state import SOURCE_LANGUAGE

VALID = timedelta(days=7)
_signer = Signer(salt="councils.preview")


class NoPreview(Exception):
    """Raised for a link that nobody here has made."""


class PreviewOver(Exception):
    """Raised for a link that leads nowhere any more: too old, its row gone, or its maker without the right."""


@dataclass(frozen=True)
class Opened:
    """A link that holds: the row it is about, and what it shows."""

    row: object
    page: object
    preview: Preview
    # The moment at which the row will be seen.
    moment: datetime
    # The row and what it hangs on, as far as that is hidden.
    hidden: list


def address_of(row, user, now, language=SOURCE_LANGUAGE):
    """The address of a preview of the row, made by that account."""
    until = int((now + VALID).timestamp())
    token = _signer.sign_object([row._meta.label_lower, str(row.public_id), user.pk, until])
    with translation.override(language):
        return reverse("preview", args=[token])


def open_link(token, now):
    """What the link leads to; raises :class:`NoPreview` or :class:`PreviewOver`."""
    try:
        label, public_id, user_id, until = _signer.unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NoPreview from error
    until, model = datetime.fromtimestamp(until, UTC), apps.get_model(label)
    page = admin.site.get_model_admin(model)
    row = model.objects.present().exclude(state=State.WITHDRAWN).filter(public_id=public_id).first()
    maker = User.objects.filter(pk=user_id).first()
    if now >= until or row is None or maker is None:
        raise PreviewOver
    rights = Rights(maker)
    if not rights.has(page.council_id_of(row), *INSIDERS):
        raise PreviewOver
    shown, moment, hidden = _shown_with(row, page, rights, now)
    preview = Preview(now=now, address=reverse("preview", args=[token]), until=until, rows=shown)
    return Opened(row, page, preview, moment, hidden)


def _shown_with(row, page, rights, now):
    """The hidden rows that are public when this one is, by model; the moment at which it is; those it hangs on.

    They are the row, what it hangs on within its own council, and the drafts that are published along with drafts.
    """
    council_id = page.council_id_of(row)
    shown, moment, hidden, waiting = defaultdict(set), now, [], [row]
    while waiting:
        upper = waiting.pop()
        if upper.pk in shown[type(upper)] or upper.deleted_at is not None or upper.state == State.WITHDRAWN:
            continue
        its_page = admin.site.get_model_admin(type(upper))
        its_council = its_page.council_id_of(upper)
        if its_council != council_id and not (its_council is None and rights.everywhere):
            continue
        waiting += [*upper.ancestors(), *filter(None, [upper.parent])]
        is_later = upper.publish_at is not None and upper.publish_at > now
        if upper.state == State.DRAFT or is_later:
            shown[type(upper)].add(upper.pk)
            hidden.append(upper)
            moment = max(moment, upper.publish_at) if is_later else moment
        if upper.state == State.DRAFT:
            for draft in its_page.drafts_below([upper]):
                shown[type(draft)].add(draft.pk)
    return {model: frozenset(pks) for model, pks in shown.items()}, moment, hidden
