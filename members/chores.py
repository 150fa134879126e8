"""What is to be done about those who sit on the councils."""

from django.utils import timezone
from django.utils.translation import ngettext

from councils import office
from councils.accounts.rights import Role
from councils.models import Term
from councils.office import Chore

from .models import Vacancy


def vacancies(councils, rights, now):
    """Seats of the present term that nobody holds."""
    today, own = timezone.localdate(now), office.where(councils, rights, Role.EDITOR)
    running = Term.objects.at(today).filter(council__in=own)
    rows = Vacancy.objects.published(now).current(today).filter(seat_group__term__in=running)
    for row in rows.select_related("seat_group__term"):
        text = ngettext(
            "{n} seat is vacant: {group}. Is that still so?",
            "{n} seats are vacant: {group}. Is that still so?",
            row.seats,
        )
        yield Chore(
            key=f"members.vacancy:{row.public_id}",
            council_id=row.seat_group.term.council_id,
            text=text.format(n=row.seats, group=row.seat_group),
            url=office.form_of(row),
        )
