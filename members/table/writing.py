"""The table that goes out: what the portal has, as its lines."""

from django.utils import translation

from councils.partial_dates import PartialDate
from members.models import Membership, Office, OfficeHolding, Substitute

from .columns import HEADS


def rows_for(council, term):
    """What the portal has, as lines of a table: the groups of the term, its members, and who stands in."""
    with translation.override("de"):
        return list(_rows(council, term))


def _rows(council, term):
    groups = term.seat_groups.present().order_by("position", "pk") if term else []
    for group in groups:
        yield _row(group=group.label_de, seats=str(group.seats or ""), vote=_vote_word(group.voting))
    rows = Membership.objects.present().filter(council=council, seat_group__in=groups) if term else (
        Membership.objects.present().filter(council=council, seat_group__isnull=True))  # fmt: skip
    rows = rows.select_related("person", "organisation", "seat_group", "on_behalf_of")
    members = [row for row in rows.order_by("seat_group__position", "position", "pk") if not _is_erased(row)]
    shown, own_groups = {row.pk for row in members}, {group.pk for group in groups}
    held = OfficeHolding.objects.present().filter(membership__in=members, ended__isnull=True)
    offices = {holding.membership_id: holding.office for holding in held.select_related("office")}
    for row in members:
        yield _row(
            **_member_cells(row), group=row.seat_group.label_de if row.seat_group else "",
            vote=_vote_word(row.voting), office=office_words(offices.get(row.pk)),
            sent_by=row.on_behalf_of.name_de if row.on_behalf_of else "",
            sent_as=str(row.get_on_behalf_display()) if row.on_behalf else "",
        )  # fmt: skip
    rows = Substitute.objects.present().filter(council=council)
    joined = ("person", "organisation", "membership__person", "membership__organisation", "seat_group")
    for row in rows.select_related(*joined):
        if (row.membership_id in shown or row.seat_group_id in own_groups) and not _is_erased(row):
            target = str(row.membership or row.seat_group)
            yield _row(**_member_cells(row), deputy_of=target, rank=str(row.rank or ""))


def _row(**cells):
    return [cells.get(name) or "" for name in HEADS]


def _member_cells(row):
    day = row.person and row.person.consented_on
    return {
        "key": row.public_id.hex, "name": row.person.name if row.person else row.organisation.name_de,
        "kind": "" if row.person else "Organisation", "began": _date_cell(row.began), "ended": _date_cell(row.ended),
        "consent": _date_cell(day and PartialDate.of(day)),
    }  # fmt: skip


def _is_erased(row):
    return row.person is not None and row.person.erased_at is not None


def _vote_word(voting):
    return {"voting": "ja", "advisory": "nein"}.get(voting, "")


def office_words(office):
    """What a cell says of an office."""
    if office is None:
        return ""
    name = office.title_de if office.kind == Office.Kind.OTHER else str(office.get_kind_display())
    return f"{office.rank}. {name}" if office.rank else name


def _date_cell(date):
    """A date as far as it is known, as it is written in German: 18.03.2027, 03.2027, 2027."""
    return ".".join(reversed(str(date).split("-"))) if date else ""
