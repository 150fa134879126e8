"""How long registrations are kept, and what is stored about one of them.

    What                                                     How long
    names, contact data and words of a registration          as its council's rules say, at most 90 days
                                                             after the meeting
    the same, cancelled                                      erased at once
    the same in quarantine                                   30 days
    how to join online                                       until the day of the meeting is over

What is left counts: which meeting, what was asked for, which language, what the office said.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from contact.keeping import IN_QUARANTINE, NOT_ABOUT_WRITER, told_of
from contact.models import Letter

from . import taking_part
from .models import AccessLink, Meeting, MeetingRules, Need, Registration

# Tables that hold what people wrote, and how they join.
WRITTEN = (Registration, Need, AccessLink)
NOT_ABOUT_ASKER = {"id", "public_id", "meeting", "registration", "token_hash", "receipt_hash"}
NOT_ABOUT_ASKER_IN_LETTERS = NOT_ABOUT_WRITER[Letter]
USUAL_DAYS = MeetingRules._meta.get_field("keep_days").default


def purge(now):
    """Erase what has been kept long enough; gives the counts per kind. Registration by registration."""
    over = _each(Registration.objects.filter(meeting__in=[meeting.pk for meeting in over_long(now)]), now)
    aside = _each(Registration.objects.filter(quarantined_at__lte=now - IN_QUARANTINE), now)
    today = timezone.localdate(now)
    ended = [link.pk for link in _links() if link.meeting.held_on.latest < today]
    AccessLink.objects.filter(pk__in=ended).delete()
    return {
        "registrations after the meeting": over,
        "registrations from quarantine": aside,
        "online accesses": len(ended),
    }


def over_long(now):
    """The meetings, of those with registrations, whose time for keeping them is over; a deleted one is no more."""
    kept = Registration.objects.filter(scrubbed_at__isnull=True)
    days = dict(MeetingRules.objects.values_list("council", "keep_days"))
    for meeting in Meeting.objects.filter(pk__in=kept.values("meeting")):
        ended = meeting.held_on.latest
        if meeting.deleted_at:
            ended = min(ended, timezone.localdate(meeting.deleted_at))
        if ended + timedelta(days=days.get(meeting.keeper_id, USUAL_DAYS)) <= timezone.localdate(now):
            yield meeting


def _links():
    return AccessLink.objects.defer("url", "more").select_related("meeting")


def _each(rows, now):
    done = 0
    for key in list(rows.filter(scrubbed_at__isnull=True).values_list("pk", flat=True)):
        with transaction.atomic():
            # Erasing needs no key: what nobody can open any more goes as well.
            row = Registration.objects.select_for_update().defer(*Registration.PERSONAL).get(pk=key)
            if row.scrubbed_at is None:
                taking_part.scrub(row, now)
                done += 1
    return done


def export_of(registration):
    """Everything stored about one registration in plain words (GDPR Art. 15), ready for JSON."""
    told, meeting = {}, registration.meeting
    if Meeting.objects.published(timezone.now()).filter(pk=meeting.pk).exists():
        # What became of one that is hidden is for the office only.
        told[str(registration._meta.get_field("meeting").verbose_name)] = str(meeting)
    told |= told_of(registration, NOT_ABOUT_ASKER)
    needs = list(registration.needs.all())
    about = Letter.objects.about(registration.public_id).filter(kind__in=taking_part.TO_ASKERS)
    for rows, without in (
        (needs, NOT_ABOUT_ASKER),
        (list(about.order_by("created", "pk")), NOT_ABOUT_ASKER_IN_LETTERS),
    ):
        if rows:
            told[str(rows[0]._meta.verbose_name_plural)] = [told_of(row, without) for row in rows]
    return told
