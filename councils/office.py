"""The desk of the office: what is to be done, found in the data each time, so that it goes by itself when it is mended.

Each app registers providers, ``provider(councils, rights, now)``. They give the chores of all these councils, as far as
the account may act on them, in the active language, with a number of queries that does not grow with the rows.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from councils.models import Council, Editor, PutOff
from councils.publishing import Published

CLOSE = timedelta(days=14)
# Of one kind, so many of a council are shown at once; the rest opens with a click.
AT_ONCE = 5
ALL_COUNCILS = None


class Urgency(models.IntegerChoices):
    TODAY = 1, pgettext_lazy("to do", "Today")
    SOON = 2, pgettext_lazy("to do", "Soon")
    LATER = 3, pgettext_lazy("to do", "Later")

    @classmethod
    def of(cls, due, today, soon=CLOSE):
        """How urgent something is that has to be done by that day; without one there is time."""
        if due is None:
            return cls.LATER
        if due <= today:
            return cls.TODAY
        return cls.SOON if due <= today + soon else cls.LATER


@dataclass(frozen=True)
class Chore:
    """One thing that the office has to do, and where."""

    # Names it for as long as it is the same thing: "meetings.minutes:<public identifier>".
    key: str
    # ALL_COUNCILS where it is the whole portal's.
    council_id: int | None
    text: str
    url: str
    due: datetime.date | None = None
    urgency: Urgency = Urgency.LATER
    # Where one click mends it, and what stands on the button.
    mend_url: str = ""
    mend_label: str = ""
    # What somebody of the office wrote about it; stands on the desk, not in the weekly mail.
    note: str = ""

    @property
    def kind(self):
        return self.key.partition(":")[0]

    @property
    def order(self):
        return (self.urgency, self.due or datetime.date.max, self.kind, self.text)


@dataclass
class Group:
    """The chores of one council in one section of the desk."""

    council: Council | None
    shown: list = field(default_factory=list)
    rest: list = field(default_factory=list)


@dataclass
class Desk:
    """What an account finds on its desk."""

    councils: list
    sections: list = field(default_factory=list)
    # Pairs of a chore and how it was put off.
    put_off: list = field(default_factory=list)

    def find(self, council_id, key):
        """The chore of that council with that key, on the desk or put off; None where it is not on this desk."""
        on_desk = (
            chore for _urgency, groups in self.sections for group in groups for chore in group.shown + group.rest
        )
        chores = [*on_desk, *(chore for chore, _how in self.put_off)]
        return next((chore for chore in chores if (chore.council_id, chore.key) == (council_id, key)), None)


_providers = []


def register(provider):
    """Have ``provider(councils, rights, now)`` asked for chores; returns the provider."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def editors():
    """The editorships of those who look after a council: active accounts that may publish."""
    return Editor.objects.filter(role=Editor.Role.EDITOR, user__is_active=True, user__is_staff=True)


def councils_of(rights, now):
    """The councils on an account's desk: those it has a role in; a superuser also minds those without an editor."""
    mine = Q(pk__in=rights.given(*Editor.Role) | rights.councils_read())
    if rights.everywhere:
        mine |= ~Exists(editors().filter(council=OuterRef("pk")))
    return list(Council.objects.present().filter(mine).with_places(now).order_by("slug"))


def desk_of(rights, now):
    """All that the account has to do, the most urgent first."""
    today = timezone.localdate(now)
    desk = Desk(councils_of(rights, now))
    known = {council.pk: council for council in desk.councils}
    left = Q(council__in=known) | Q(council__isnull=True) if rights.everywhere else Q(council__in=known)
    put_off = PutOff.objects.filter(left, until__gt=today).select_related("by")
    put_off = {(row.council_id, row.key): row for row in put_off}
    sections = defaultdict(lambda: defaultdict(list))
    chores = [chore for provider in _providers for chore in provider(desk.councils, rights, now)]
    for chore in sorted(chores, key=lambda chore: chore.order):
        if how := put_off.get((chore.council_id, chore.key)):
            desk.put_off.append((chore, how))
        else:
            sections[chore.urgency][chore.council_id].append(chore)
    places = [ALL_COUNCILS, *known]
    desk.sections = [
        (urgency, [_group(known.get(pk), sections[urgency][pk]) for pk in places if sections[urgency][pk]])
        for urgency in Urgency
        if sections[urgency]
    ]
    return desk


def _group(council, chores):
    group, number = Group(council), defaultdict(int)
    for chore in chores:
        number[chore.kind] += 1
        (group.shown if number[chore.kind] <= AT_ONCE else group.rest).append(chore)
    return group


# -- what providers share -------------------------------------------------------------------------------------------


def where(councils, rights, *roles):
    """Primary keys of those councils in which the account has one of the roles."""
    return {council.pk for council in councils if rights.has(council.pk, *roles)}


def form_of(row):
    """The address of the form in which the row is changed."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def adding(model, council_id):
    """The address of the form for a new row of the council."""
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_add')}?council={council_id}"


def pages(*, everywhere=False):
    """The kinds of published content that are written in the office, each with its pages there."""
    return [
        (model, page)
        for model, page in admin.site._registry.items()
        if issubclass(model, Published) and (everywhere or not page.superusers_only)
    ]
