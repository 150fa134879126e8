"""What the portal writes in letters about registrations: no word that a visitor wrote, and never how to join online."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from contact import receipts
from councils.dates import capfirst

from . import sentences


def what(need):
    """What was asked for: "An interpreter: العربية"."""
    label = capfirst(need.get_kind_display())
    if not need.language:
        return label
    return f"{label}: {sentences.isolated(language_name(need.language))}"


def _said_of(need):
    """The same for a letter: a language that stands there as somebody wrote it is no word of ours."""
    return what(need) if need.language in dict(settings.LANGUAGES) else capfirst(need.get_kind_display())


def language_name(code):
    """A language of the portal by its own name, any other as it was written."""
    return dict(settings.LANGUAGES).get(code, code)


def receipt(registration, code):
    """The receipt by mail. It goes to an address that nobody has confirmed yet, so it says little."""
    subject = _("Your registration has arrived")
    body = _(
        "Hello,\n\nyour registration for this meeting is stored:\n\n{meeting}\n\nYour receipt is:\n\n{code}\n\n"
        "With this receipt you can see what is confirmed, and cancel:\n{link}\n\n"
        "Keep the receipt. Whoever has it can read your registration.\n\n"
        "If you did not register, somebody mistyped an address. Then please delete this e-mail."
    )
    return subject, body.format(meeting=_about(registration), code=receipts.grouped(code), link=_link())


def decision(registration, needs):
    """What the office says to what was asked for."""
    subject = _("Answer to your registration")
    body = _(
        "Hello,\n\nthe council’s office has answered your registration:\n\n{answers}\n\n{meeting}\n\n"
        "With your receipt you find everything here:\n{link}\n\n"
        "If you do not need it any more, please cancel there. Then somebody else can have it."
    )
    answers = "\n".join(f"{_said_of(need)} – {need.get_state_display()}" for need in needs)
    return subject, body.format(answers=answers, meeting=_about(registration), link=_link())


def moved_up(need):
    """That somebody waits no longer."""
    subject = _("You are no longer on the waiting list")
    body = _(
        "Hello,\n\nsomething has become free for you:\n\n{what}\n\n{meeting}\n\n"
        "With your receipt you see what is confirmed, and can cancel if you do not need it any more:\n{link}"
    )
    return subject, body.format(what=_said_of(need), meeting=_about(need.registration), link=_link())


def change(registration, kind, now):
    """That the meeting was moved, cancelled, or takes place after all."""
    subjects = {
        "moved": _("The meeting has a new date"),
        "cancelled": _("The meeting is cancelled"),
        "reinstated": _("The meeting takes place after all"),
    }
    stays = _("Your registration stays as it is. If you cannot come, please cancel it with your receipt:\n{link}")
    body = _("Hello,\n\nyou have registered for a meeting. Something has changed:\n\n{meeting}\n\n{then}\n\n{page}")
    then = _("You need not do anything. What you asked for is called off.") if kind == "cancelled" else stays
    meeting = registration.meeting
    parts = [_about(registration, now)]
    if meeting.status_reason and kind != "reinstated":
        parts.append(f"{_('Reason:')} {meeting.status_reason}")
    return subjects[kind], body.format(
        meeting="\n".join(parts),
        then=then.format(link=_link()),
        page=f"{_('All about it, always as it is now:')}\n{settings.BASE_URL}{meeting.get_absolute_url()}",
    )


def reminder(registration, now):
    """That the meeting is tomorrow."""
    subject = _("Tomorrow: the meeting that you registered for")
    body = _(
        "Hello,\n\ntomorrow is the meeting that you registered for:\n\n{meeting}\n\n"
        "With your receipt you see what is confirmed. If you join online, the link shows there shortly before the "
        "meeting begins:\n{link}\n\nIf you cannot come, please cancel there."
    )
    return subject, body.format(meeting=_about(registration, now), link=_link())


def to_office(meeting, path):
    """That something is new among the registrations: a link, and nobody's name."""
    subject = _("Registrations for a meeting: {council}").format(council=meeting.keeper.name_and_place)
    body = _(
        "There is something new among the registrations for this meeting:\n\n{meeting}\n\nTo see it, sign in:\n\n{link}"
    )
    return subject, body.format(meeting=_named(meeting, meeting.keeper), link=settings.BASE_URL + path)


def _about(registration, now=None):
    """The meeting in a few lines; with a moment also what became of its date."""
    meeting = registration.meeting
    # The council that keeps the meeting may be hidden while another one convenes it.
    lines = [_named(meeting, meeting.lead)]
    if now:
        lines.append(sentences.date_of(meeting, now))
    lines += [sentences.hours_of(meeting, now or registration.created), sentences.place_of(meeting)]
    return "\n".join(filter(None, lines))


def _named(meeting, council):
    day = capfirst(sentences.long_date(meeting.held_on))
    return f"{sentences.heading_of(meeting)}\n{day}\n{council.name_and_place}"


def _link():
    return settings.BASE_URL + reverse("contact:messages")
