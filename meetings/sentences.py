"""What the data know of a meeting, said in whole sentences in the page's language, without anyone translating it.

Names and dates stand where no language has to inflect them. A sentence about something unknown is empty.
"""

import re

from django.utils import timezone
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from councils.dates import capfirst, clock, comma, long_date, say

from .models import Known, Meeting

# A number as agendas print it: a letter for its part or the word for "item", then the number itself.
_NUMBER = re.compile(r"(?P<part>NÖ|N|Ö)?\.?\s*(?:TOP)?\.?\s*(?P<number>\d[\w.]*)", re.IGNORECASE)


def state_of(meeting, now):
    """Which badge the meeting wears: planned, invited, moved, cancelled, held, or past for "nobody knows"."""
    if meeting.status == Meeting.Status.CANCELLED or not meeting.is_over(now):
        return meeting.status
    return "held" if meeting.status == Meeting.Status.HELD else "past"


def about(meeting, now):
    """All the sentences about a meeting, in the order in which people ask."""
    said = [
        date_of(meeting, now),
        hours_of(meeting, now),
        place_of(meeting),
        openness_of(meeting, now),
        room_of(meeting, now),
        attendance_of(meeting),
        cost_of(meeting, now),
        conveners_of(meeting),
        expected_at(meeting, now),
    ]
    return [sentence for sentence in said if sentence]


def heading_of(meeting):
    """Its title, or what kind of meeting it is."""
    return meeting.title or capfirst(meeting.get_kind_display())


def kind_of(meeting):
    """What kind of meeting it is, where neither its title says so nor every meeting is such."""
    kind = capfirst(meeting.get_kind_display())
    if meeting.kind == Meeting.Kind.REGULAR or not meeting.title or kind.casefold() in meeting.title.casefold():
        return ""
    return kind


def date_of(meeting, now):
    """On what day, and whether it is sure, moved, cancelled or over."""
    names = {"date": long_date(meeting.held_on), "old": long_date(meeting.moved_from)}
    if meeting.moved_from_time and state_of(meeting, now) == "moved":
        # It may be the hour that has moved.
        names["date"] = comma().join(filter(None, [names["date"], clock(meeting.starts_at)]))
        names["old"] += comma() + clock(meeting.moved_from_time)
    # Translators: %(date)s is a day with its weekday in its basic form, such as “Thursday 28 April 2022”, or only a
    # month, such as “April 2022”. Build the sentence so that it need not be inflected, for example after a colon.
    planned = _("The meeting is planned for this date: %(date)s.")
    sentence = {
        "planned": planned,
        "invited": _("The invitation has been sent. The date of the meeting is: %(date)s."),
        "moved": _("The meeting has a new date: %(date)s. The date before was: %(old)s."),
        "cancelled": _("The meeting is cancelled. It was planned for this date: %(date)s."),
        "held": _("The meeting took place on this date: %(date)s."),
        "past": _("The meeting was announced for this date: %(date)s. Whether it took place is not recorded here."),
    }[state_of(meeting, now)]
    if meeting.status == Meeting.Status.CANCELLED and meeting.is_over(now):
        sentence = _("The meeting was cancelled. It was planned for this date: %(date)s.")
    return say(sentence, **names)


def hours_of(meeting, now):
    """At what hour, where it is known."""
    if not meeting.starts_at:
        return ""
    names = {"start": clock(meeting.starts_at), "end": clock(meeting.ends_at)}
    over = meeting.is_over(now) or meeting.status == Meeting.Status.CANCELLED
    if meeting.ends_at:
        # Translators: %(start)s and %(end)s are times with their word, such as “18:00 Uhr” in German.
        sentence = (
            _("It was to begin at %(start)s and to end at %(end)s.")
            if over
            else _("It begins at %(start)s and ends at %(end)s.")
        )
    else:
        # Translators: %(start)s is a time with its word, such as “18:00 Uhr” in German.
        sentence = _("It was to begin at %(start)s.") if over else _("It begins at %(start)s.")
    return say(sentence, **names)


def place_of(meeting):
    """In which building and room."""
    venue = meeting.venue
    if venue is None:
        return ""
    town = " ".join(filter(None, [venue.postcode, venue.city]))
    parts = [isolated(part) for part in (venue.room, venue.name, venue.street, town) if part]
    return say(_("Place: %(place)s."), place=comma().join(parts))


def openness_of(meeting, now):
    """Whether guests may come."""
    kinds = Meeting.Openness
    if state_of(meeting, now) == "held":
        return {
            kinds.PUBLIC: _("The meeting was public."),
            kinds.PARTLY: _("A part of the meeting was public."),
            kinds.NON_PUBLIC: _("The meeting was not public."),
        }.get(meeting.openness, "")
    if meeting.is_over(now) or meeting.status == Meeting.Status.CANCELLED:
        return {
            kinds.PUBLIC: _("The meeting was announced as public."),
            kinds.PARTLY: _("A part of the meeting was announced as public."),
            kinds.NON_PUBLIC: _("The meeting was announced as not public."),
        }.get(meeting.openness, "")
    if meeting.mode == Meeting.Mode.ONLINE:
        return {
            kinds.PUBLIC: _("The meeting is public. You may listen online."),
            kinds.PARTLY: _("A part of the meeting is public. You may listen to that part online."),
            kinds.NON_PUBLIC: _("The meeting is not public. Only members take part."),
        }.get(meeting.openness, "")
    return {
        kinds.PUBLIC: _("The meeting is public. You may come and listen."),
        kinds.PARTLY: _("A part of the meeting is public. You may come and listen to that part."),
        kinds.NON_PUBLIC: _("The meeting is not public. Only members take part."),
    }.get(meeting.openness, "")


def room_of(meeting, now):
    """That guests ask for a place, where the room is too small for everybody to simply come."""
    open_kinds = {Meeting.Openness.PUBLIC, Meeting.Openness.PARTLY}
    if not meeting.places or meeting.mode == Meeting.Mode.ONLINE or meeting.openness not in open_kinds:
        return ""
    if meeting.is_over(now) or meeting.status == Meeting.Status.CANCELLED:
        return ""
    return _("The room is small. Please ask for a place before you come.")


def attendance_of(meeting):
    """In which way people attend."""
    return {
        Meeting.Mode.IN_PERSON: _("How to attend: in person."),
        Meeting.Mode.ONLINE: _("How to attend: online."),
        Meeting.Mode.HYBRID: _("How to attend: in person or online."),
    }.get(meeting.mode, "")


def cost_of(meeting, now):
    """What it costs to attend."""
    over = meeting.is_over(now)
    if meeting.is_free == Known.YES:
        return _("It was free of charge.") if over else _("It is free of charge.")
    if meeting.is_free == Known.NO:
        return _("Attending cost money.") if over else _("Attending costs money.")
    return ""


def conveners_of(meeting):
    """Who convenes it."""
    names = comma().join(isolated(council.name) for council in meeting.conveners)
    # Translators: %(councils)s is the name of a council, or several names with commas between them.
    return say(_("Convened by: %(councils)s."), councils=names) if names else ""


def expected_at(meeting, now):
    """How many people are expected; nobody counts guests beforehand, so the number is a rough one."""
    count = meeting.expected_attendance
    if count is None:
        return ""
    if meeting.is_over(now):
        sentence = ngettext(
            "About %(count)s person was expected.", "About %(count)s people were expected.", count
        )  # fmt: skip
    else:
        sentence = ngettext("About %(count)s person is expected.", "About %(count)s people are expected.", count)
    return say(sentence, count=count)


def registration_of(meeting, now):
    """Until when to register."""
    deadline = meeting.registration_deadline
    if deadline is None:
        return ""
    if registration_is_over(meeting, now):
        # Translators: %(date)s is a day in its basic form; build the sentence so that it need not be inflected.
        return say(_("The last day to register was: %(date)s."), date=long_date(deadline))
    return say(_("The last day to register is: %(date)s."), date=long_date(deadline))


def registration_is_over(meeting, now):
    """Whether the last day to register has passed."""
    deadline = meeting.registration_deadline
    return deadline is not None and deadline < timezone.localtime(now).date()


def last_of(meeting):
    """What a list says of the latest meeting when none is announced."""
    names = {"date": long_date(meeting.held_on)}
    if meeting.status == Meeting.Status.HELD:
        return say(_("The date of the last meeting was: %(date)s."), **names)
    return say(_("The last meeting was announced for this date: %(date)s."), **names)


def sayings_of(meeting, now):
    """The sentences that a page shows, by what they are about."""
    return {
        "heading": heading_of(meeting),
        "kind": kind_of(meeting),
        "date": date_of(meeting, now),
        "hours": hours_of(meeting, now),
        "place": place_of(meeting),
        "openness": openness_of(meeting, now),
        "room": room_of(meeting, now),
        "attendance": attendance_of(meeting),
        "cost": cost_of(meeting, now),
        "conveners": conveners_of(meeting),
        "expected": expected_at(meeting, now),
        "registration": registration_of(meeting, now),
        "registration_is_over": registration_is_over(meeting, now),
        "all": " ".join(about(meeting, now)),
    }


def help_with(choices):
    """The names of what can be asked for, with commas between them."""
    return capfirst(comma().join(str(choice.kind.label) for choice in choices))


# -- agenda items ---------------------------------------------------------------------------------------------------


def spoken_number(item):
    """How a screen reader says the number of an agenda item: "public item 3.1" for "Ö 3.1"."""
    found = _NUMBER.fullmatch(item.number.strip())
    number = found["number"].rstrip(".") if found else item.number.strip()
    part = (found["part"] or "").upper() if found else ""
    if not item.is_public or part.startswith("N"):
        # Translators: an item on an agenda of which the public hears nothing; %(number)s is its number, such as “3.1”.
        return _("non-public item %(number)s") % {"number": number} if number else _("non-public item")
    if not number:
        return ""
    if part:
        # Translators: an item on an agenda that the public may hear; %(number)s is its number, such as “3.1”.
        return _("public item %(number)s") % {"number": number}
    # Translators: an item on an agenda; %(number)s is its number, such as “3.1”.
    return _("item %(number)s") % {"number": number}


def votes_of(item):
    """How the votes were, where they were counted."""
    if item.votes_for is None:
        return ""
    names = {"for": item.votes_for, "against": item.votes_against, "abstentions": item.abstentions}
    if item.abstentions is None:
        # Translators: numbers of votes
        return say(_("Votes – for: %(for)s, against: %(against)s."), **names)
    # Translators: numbers of votes
    return say(_("Votes – for: %(for)s, against: %(against)s, abstentions: %(abstentions)s."), **names)


def isolated(name):
    """A name that keeps its own direction inside a sentence that runs from right to left."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}" if get_language_bidi() else str(name)
