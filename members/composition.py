"""Who sits on a council on a day: its composition with offices, names, substitutes and vacancies.

``composition_of()`` is for pages about one council and its people, in five queries. Lists and pictures need none of the
names: they take ``councils.composition.compositions_of(councils, on, now)``, one query for all of them.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councils.composition import composition_of as seats_of
from members.models import Membership, Office, OfficeHolding, Substitute, Vacancy


@dataclass
class HeldOffice:
    """An office with those who hold it on the day; without holders it is vacant or they are not known by name."""

    office: Office
    holdings: list = field(default_factory=list)
    group: object = None  # the seat group it goes with


@dataclass
class Member:
    """A membership with the substitutes that stand in for this member."""

    membership: Membership
    substitutes: list = field(default_factory=list)


def composition_of(council, on, now):
    """The council's composition on that day, complete with offices, members, substitutes and vacancies."""
    composition = seats_of(council, on, now)
    day = composition.day
    rows = {row.group.pk: row for row in composition.groups}

    members = {}
    memberships = council.memberships.published(now).current(day)
    for membership in memberships.select_related("person", "organisation", "on_behalf_of"):
        if membership.seat_group_id is not None and membership.seat_group_id not in rows:
            continue  # of another term
        member = members[membership.pk] = Member(membership)
        if row := rows.get(membership.seat_group_id):
            membership.seat_group = row.group
            row.members.append(member)
        else:
            composition.members.append(member)

    substitutes = Substitute.objects.published(now).current(day).filter(council=council)
    for substitute in substitutes.select_related("person", "organisation"):
        if substitute.membership_id in members:
            members[substitute.membership_id].substitutes.append(substitute)
        elif substitute.seat_group_id in rows:
            rows[substitute.seat_group_id].substitutes.append(substitute)

    for vacancy in Vacancy.objects.published(now).current(day).filter(seat_group__in=list(rows)):
        rows[vacancy.seat_group_id].vacancies.append(vacancy)
    for row in composition.groups:
        row.vacant, row.filled = sum(vacancy.seats for vacancy in row.vacancies), len(row.members)
    # It was drawn before these were known.
    composition.__dict__.pop("chart", None)

    _add_offices(composition, rows, day, now)
    return composition


def _add_offices(composition, rows, day, now):
    """Fill in the offices, each with its holders; one query for both, an office comes once per holding."""
    holdings = OfficeHolding.objects.published_below(now, "office").current(day)
    offices = (
        Office.objects.published(now)
        .filter(Q(term__isnull=True) | Q(term=composition.term), council=composition.council)
        .annotate(held=FilteredRelation("holdings"), shows_holding=Exists(holdings.filter(pk=OuterRef("held__pk"))))
        .select_related(
            "held__person", "held__organisation", "held__membership__person", "held__membership__organisation"
        )
        .order_by("position", "pk", "held__position", "held__pk")
    )
    found = {}
    for office in offices:
        if office.seat_group_id is not None and office.seat_group_id not in rows:
            continue  # of another term
        if office.pk not in found:
            row = rows.get(office.seat_group_id)
            found[office.pk] = HeldOffice(office, group=row.group if row else None)
            if row:
                row.offices.append(office)
        if office.shows_holding:
            found[office.pk].holdings.append(office.held)
    composition.offices = list(found.values())


def totals_in_words(composition):
    """What the numbers say, in whole sentences: what the source states, what is computed, what is not known."""
    return [*_seats_in_words(composition), *_votes_in_words(composition), *_vacancies_in_words(composition)]


def _seats_in_words(composition):
    stated, listed = composition.stated_seats, composition.listed_seats
    if stated is not None and composition.is_over:
        text = ngettext(
            "In that term the council had %(count)s seat.", "In that term the council had %(count)s seats.", stated
        )
        yield text % {"count": stated}
    elif stated is not None:
        yield ngettext("The council has %(count)s seat.", "The council has %(count)s seats.", stated) % {
            "count": stated
        }
    elif composition.is_limit:
        text = ngettext("There can be up to %(count)s seat.", "There can be up to %(count)s seats.", listed)
        yield text % {"count": listed}
    elif listed is not None:
        text = ngettext(
            "Together the groups have %(count)s seat. This number is calculated.",
            "Together the groups have %(count)s seats. This number is calculated.",
            listed,
        )
        yield text % {"count": listed}
    elif composition.groups:
        yield _("How many seats there are is not known here.")
    if composition.seats_differ:
        text = ngettext(
            # Translators: stands after "The council has 26 seats." where the two numbers differ
            "The groups listed here add up to another number: %(count)s seat.",
            "The groups listed here add up to another number: %(count)s seats.",
            listed,
        )
        yield text % {"count": listed}


def _votes_in_words(composition):
    voting = composition.voting_seats
    if composition.voting_is_computed:
        text = ngettext(
            "%(count)s seat has a vote. This number is calculated.",
            "%(count)s seats have a vote. This number is calculated.",
            voting,
        )
        yield text % {"count": voting}
    elif voting is not None:
        yield ngettext("%(count)s seat has a vote.", "%(count)s seats have a vote.", voting) % {"count": voting}
    elif composition.has_unknown_votes:
        yield _("Which seats have a vote is not known here.")
    if composition.voting_differs:
        listed = composition.listed_voting_seats
        text = ngettext(
            # Translators: stands after "25 seats have a vote." where the two numbers differ
            "By the groups listed here it would be another number: %(count)s seat with a vote.",
            "By the groups listed here it would be another number: %(count)s seats with a vote.",
            listed,
        )
        yield text % {"count": listed}


def _vacancies_in_words(composition):
    vacant = composition.vacant_seats
    if vacant:
        yield ngettext("%(count)s seat is vacant.", "%(count)s seats are vacant.", vacant) % {"count": vacant}
