"""Who sits on a council, on any day that one asks for."""

import datetime

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.composition import term_on
from councils.pages import Link, date_parameter, get_council, public_page, render_council_page
from members.composition import composition_of, totals_in_words
from members.models import Office

EARLIEST_YEAR = 1900  # before it no such body existed


@public_page
def composition(request, slug):
    """The composition of a council today or on the day that ``?on=`` names, and its other terms."""
    now, today = request.now, timezone.localtime(request.now).date()
    on = date_parameter(request, "on") or today
    if on.year < EARLIEST_YEAR:
        raise BadRequest(_("This is not a day: write it as in 2027-03-18."))
    council = get_council(request, slug)
    seats = composition_of(council, on, now)
    has_names = bool(seats.members or any(row.members for row in seats.groups))
    return render_council_page(
        request,
        "members/composition.html",
        council,
        "members",
        "members",
        crumbs=[Link(pgettext("page of a council", "Members"))],
        shown=_texts_of(seats),
        composition=seats,
        sentences=totals_in_words(seats),
        has_names=has_names,
        has_main=bool(council.is_network or seats.is_known or has_names or seats.offices),
        has_aside=bool(seats.term and not council.is_network),
        boards=[held for held in seats.offices if held.office.kind == Office.Kind.SPEAKERS_BOARD],
        on=on,
        is_today=on == today,
        is_past=on < today,
        terms=[(term, _day_within(term, seats.terms, today)) for term in seats.other_terms],
    )


def _day_within(term, terms, today):
    """A day whose composition is that of the term, as ``?on=`` wants it; None where no day is known to be in it."""
    days = [
        term.began and term.began.latest,
        term.ended and term.ended.earliest - datetime.timedelta(days=1),
        term.ended and term.ended.earliest,
        term.ended and term.ended.latest,
        today,
    ]
    return next((day for day in days if day and term_on(terms, day) == term), None)


def _texts_of(seats):
    """The rows whose texts the page shows."""
    rows = [seats.term] if seats.term else []
    members = list(seats.members)
    for row in seats.groups:
        rows += [row.group, row.group.nominated_by, row.group.appointed_by, *row.vacancies]
        members += row.members
    for member in members:
        membership = member.membership
        rows += [membership.person, membership.organisation, membership.on_behalf_of]
    for held in seats.offices:
        rows.append(held.office)
    return [*filter(None, rows), *seats.other_terms]
