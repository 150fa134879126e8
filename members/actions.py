"""Writing in several tables at once."""

from datetime import timedelta

from django.db import transaction

from councils.copying import carry
from councils.models import Council, Organisation, SeatGroup, Term
from councils.partial_dates import PartialDate
from councils.publishing import State

from .models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy

# What the gate completes when a row is written.
GATE_FILLS = ("public_id", "key", "created", "modified")
# What a statute says, whoever is elected.
TERM_STAYS = (
    "rule", "years", "rule_text", "ends_with_election", "holds_over", "stated_seats", "stated_voting_seats",
    "stated_note",
)  # fmt: skip
GROUP_STAYS = ("label", "seats", "seats_kind", "voting", "filled_by", "rule_text", "position")
OFFICE_STAYS = ("kind", "title", "rank", "note", "position")


class TermTakenError(ValueError):
    """There is a term from that day on already."""

    def __init__(self, term):
        super().__init__(str(term))
        self.term = term


@transaction.atomic
def next_term(term, *, last_day, began, ended=None, name_de=None, ends_members=True):
    """The term after that one as a draft: the same groups and offices, its seats vacant; returns it.

    What is below it is no draft, so that publishing the term publishes all of it.
    The old one gets its last day and stays as it is, and so do, with ``ends_members``, those who sit there.
    """
    council = Council.objects.select_for_update(of=["self"]).only("pk").get(pk=term.council_id)
    others = Term.objects.present().filter(council=council).exclude(pk=term.pk)
    if taken := others.filter(began__gte=began).newest_first().last():
        raise TermTakenError(taken)
    if term.ended != last_day:
        term.ended = last_day
        _write(term)
    following = Term(
        council_id=council.pk, name_de=name_de or None, began=began, ended=ended, position=term.position,
        state=State.DRAFT,
    )  # fmt: skip
    carry(term, following, TERM_STAYS)
    _write(following)
    groups = {group.pk: _next_group(group, following) for group in SeatGroup.objects.present().filter(term=term)}
    for office in Office.objects.present().filter(term=term):
        copy = Office(
            council_id=council.pk, term=following, seat_group=groups.get(office.seat_group_id), state=State.PUBLISHED
        )
        carry(office, copy, OFFICE_STAYS)
        _write(copy)
    if ends_members:
        _end_members(term, last_day)
    return following


def _next_group(group, term):
    """The group in its next term; of a fixed number of seats nobody holds one yet."""
    copy = SeatGroup(term=term, state=State.PUBLISHED)
    for name in ("nominated_by", "appointed_by"):
        other = getattr(group, name)
        setattr(copy, name, other if other and other.deleted_at is None else None)
    carry(group, copy, GROUP_STAYS)
    _write(copy)
    if copy.seats and copy.seats_kind == SeatGroup.SeatsKind.EXACT:
        _write(Vacancy(seat_group=copy, seats=copy.seats, state=State.PUBLISHED))
    return copy


def _end_members(term, last_day):
    """Let everything that is held in a term, and is open or goes beyond it, end with it."""
    held = [
        Membership.objects.filter(seat_group__term=term),
        Substitute.objects.filter(seat_group__term=term),
        Substitute.objects.filter(membership__seat_group__term=term),
        OfficeHolding.objects.filter(office__term=term),
        OfficeHolding.objects.filter(membership__seat_group__term=term),
        Vacancy.objects.filter(seat_group__term=term),
    ]
    for rows in held:
        for row in rows.present():
            is_open = row.ended is None or row.ended.earliest > last_day.latest
            if is_open and (row.began is None or row.began <= last_day):
                row.ended = last_day
                _write(row)


def _write(row):
    row.full_clean(exclude=GATE_FILLS)
    row.save()


@transaction.atomic
def fill_seats(group, today):
    """Let no more seats of the group stand as vacant than its members leave; gives how many did, and do now.

    Only seats that are vacant without a date, as :func:`next_term` leaves them. A draft takes no seat, and before its
    term begins everybody takes theirs.
    """
    rows = Vacancy.objects.present().filter(seat_group=group, began__isnull=True, ended__isnull=True)
    vacancies = list(rows.order_by("position", "pk"))
    before = after = sum(row.seats for row in vacancies)
    if not vacancies or group.seats_kind != SeatGroup.SeatsKind.EXACT:
        return before, before
    members = Membership.objects.present().filter(seat_group=group, state=State.PUBLISHED)
    if group.term.state == State.PUBLISHED and group.term.status(today) != Term.Status.COMING:
        members = members.current(today)
    left = max(group.seats - members.count(), 0)
    for row in reversed(vacancies):
        if surplus := min(max(after - left, 0), row.seats):
            after -= surplus
            if surplus == row.seats:
                row.remove()
            else:
                row.seats -= surplus
                _write(row)
    return before, after


def day_after(last_day):
    """The day on which the next term begins, as far as the last day of this one is known."""
    return PartialDate.of(last_day.earliest + timedelta(days=1)) if last_day.precision == "day" else None


# -- a member of a council that is set up ----------------------------------------------------------------------------


@transaction.atomic
def add_member(council, name, *, is_organisation=False, group=None, office=""):
    """Somebody new who sits on the council, perhaps in an office; public with the council."""
    member = {}
    if is_organisation:
        member["organisation"] = Organisation(council=council, name_de=name, state=State.PUBLISHED)
    else:
        member["person"] = Person(council=council, name=name, state=State.PUBLISHED)
    for row in member.values():
        _write(row)
    position = Membership.objects.present().filter(council=council, seat_group=group).count() + 1
    membership = Membership(council=council, seat_group=group, position=position, state=State.PUBLISHED, **member)
    _write(membership)
    if office:
        held = office_of(council, office, group and group.term)
        _write(OfficeHolding(office=held, membership=membership, state=State.PUBLISHED))
    return membership


def office_of(council, kind, term):
    """The office of that kind in that term, made where there is none."""
    rows = Office.objects.present().filter(council=council, kind=kind, term=term)
    if (row := rows.order_by("position", "pk").first()) is None:
        row = Office(council=council, kind=kind, term=term, state=State.PUBLISHED)
        _write(row)
    return row
