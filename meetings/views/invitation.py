"""A meeting's invitation, to be printed and put up: one sheet per language."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contact.receipts import drawing
from councils.pages import Link, get_council, public_page, render_council_page
from meetings import sentences, taking_part
from meetings.convened import with_reach

from .detail import agenda_of, find, offers_of, open_items, stands_here


@public_page
def invitation(request, slug, public_id):
    """The sheet in the page's language; ``?size=large`` has large print."""
    now = request.now
    size = request.GET.get("size", "")
    if size not in {"", "large"}:
        raise BadRequest(_("There is no such size. Large print has the size “large”."))
    council = get_council(request, slug, with_reach(request))
    meeting, _others = find(council, public_id, now)
    stands_here(request, council, meeting, "meetings:invitation")
    agenda = agenda_of(meeting, now)
    choices = taking_part.on_page(meeting, offers_of(meeting, now), now)["choices"]
    contacts = council.contact_points.published(now).valid(timezone.localdate(now)).order_by("position", "pk")
    short = settings.BASE_URL + reverse("short", args=[council.slug])
    return render_council_page(
        request,
        "meetings/invitation.html",
        council,
        "invitation",
        "meetings",
        crumbs=[
            Link(_("Meetings"), reverse("meetings:of_council", args=[council.slug])),
            Link(sentences.heading_of(meeting), meeting.get_absolute_url()),
            Link(_("Invitation")),
        ],
        shown=[meeting, *filter(None, [meeting.venue]), *open_items(agenda)],
        noindex=True,
        meeting=meeting,
        state=sentences.state_of(meeting, now),
        over=meeting.is_over(now),
        says=sentences.sayings_of(meeting, now),
        help=sentences.help_with(choices),
        # On paper by the day, the first one first: who reads it plans by it.
        choices=sorted(choices, key=lambda choice: choice.last_day),
        # For those who cannot open the page that the code leads to.
        contact=next((contact for contact in contacts if contact.phone or contact.email), None),
        agenda=agenda,
        guests_leave=False,
        is_large=bool(size),
        short=short,
        drawing=drawing(short),
    )
