"""How to reach a council."""

from django.utils import timezone
from django.utils.translation import pgettext

from contact.conversation import is_open
from contact.office_hours import office_hours
from councils.pages import Link, get_council, public_page, render_council_page


@public_page
def council(request, slug):
    """The addresses of a council that hold today, and what one may expect of it."""
    now, today = request.now, timezone.localtime(request.now).date()
    council = get_council(request, slug)
    contacts = list(council.contact_points.published(now).valid(today))
    hours = office_hours(council, now, council.lead_place.land if council.lead_place else "")
    return render_council_page(
        request,
        "contact/council.html",
        council,
        "contact",
        "contact",
        crumbs=[Link(pgettext("page of a council", "Contact"))],
        shown=[*contacts, *[hour.row for hour in hours], *[hour.off for hour in hours if hour.off]],
        contacts=contacts,
        hours=hours,
        has_mail_or_phone=any(contact.email or contact.phone for contact in contacts),
        is_open=is_open(council),
    )
