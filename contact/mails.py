"""What the portal writes in letters about messages and notices. No letter carries a word that a visitor wrote."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.models import Editor

from . import receipts, tokens

SEPARATOR = "+"
REPLY = "reply"


def receipt(message, code):
    """The receipt by mail, for whoever left an address. It goes to an address that nobody has confirmed yet."""
    subject = _("Your message has arrived")
    body = _(
        "Hello,\n\nyour message to “{council}” is stored. Your receipt is:\n\n{code}\n\n"
        "With this receipt you can see what becomes of your message, read the answer and write again:\n{link}\n\n"
        "Keep the receipt. Whoever has it can read your message.\n\n"
        "If you did not write to us, somebody mistyped an address. Then please delete this e-mail."
    )
    link = settings.BASE_URL + reverse("contact:messages")
    return subject, body.format(council=message.council.name_and_place, code=receipts.grouped(code), link=link)


def answer(message, text):
    """The office's answer."""
    subject = _("Answer to your message")
    body = _(
        "{text}\n\n—\nThis is the answer of “{council}” to your message of {day}.\n"
        "{reply}With your receipt you find everything here as well:\n{link}"
    )
    reply = _("You can simply answer this e-mail.") + "\n" if settings.REPLY_MAILBOX else ""
    link = settings.BASE_URL + reverse("contact:messages")
    day = _day(message.created.astimezone())
    return subject, body.format(text=text, council=message.council.name_and_place, day=day, reply=reply, link=link)


def to_office(message, path):
    """That something waits: a link for the office, without any of the text."""
    subject = _("A message is waiting: {council}").format(council=message.council.name_and_place)
    body = _("There is a new message for “{council}”. To read it, sign in:\n\n{link}\n\nPlease react by {day}.")
    return subject, _to_office(body, message, path)


def written_again(message, path):
    """That the writer has added something: a link for the office, without any of the text."""
    subject = _("A message is waiting: {council}").format(council=message.council.name_and_place)
    # Where the office has not reacted before, the day may be over.
    body = _("The writer of a message to “{council}” has written again. To read it, sign in:\n\n{link}\n\nDue: {day}")
    return subject, _to_office(body, message, path)


def _to_office(body, message, path):
    return body.format(council=message.council.name_and_place, link=settings.BASE_URL + path, day=_day(message.due_on))


def emergency(access):
    """That an administrator opened the messages of a council: who, why, and until when."""
    subject = _("Emergency access to messages: {council}").format(council=access.council.name_and_place)
    body = _(
        "{who} has opened the messages of “{council}” as an administrator, until {until}.\n\nReason: {reason}\n\n"
        "Each message that is read this way shows it in its history. If you did not expect this, ask at once."
    )
    return subject, body.format(
        who=access.user.get_full_name() or access.user.get_username(),
        council=access.council.name_and_place,
        until=timezone.localtime(access.ends_at).strftime("%d.%m.%Y %H:%M"),
        reason=access.reason,
    )


def reader_added(editor):
    """That somebody else reads a council's messages from now on."""
    subject = _("Somebody else reads the messages: {council}").format(council=editor.council.name_and_place)
    body = _("{who} can read the messages to “{council}” from now on. If you did not expect this, ask at once.")
    who = editor.user.get_full_name() or editor.user.get_username()
    return subject, body.format(who=who, council=editor.council.name_and_place)


def emergency_unheard(access):
    """The same to the operator, where nobody of the office could be told."""
    subject, body = emergency(access)
    unheard = _("Nobody could be told: no reader of this council has an e-mail address. Tell the council yourself.")
    return subject, f"{unheard}\n\n{body}"


def invitation(invited, link):
    """That somebody is asked to work for a council: by whom, as what, and where to accept it."""
    subject = _("You are invited: {portal}").format(portal=settings.PORTAL_NAME)
    body = _(
        "Hello,\n\n{who} invites you to work on “{portal}” for: {council}\nYour role: {roles}\n\n"
        "Open this page to accept. The link works once, until {until}:\n{link}\n\n"
        "If you did not expect this, do nothing."
    )
    return subject, body.format(
        who=invited.invited_by.get_full_name() or invited.invited_by.get_username(),
        portal=settings.PORTAL_NAME,
        council=invited.council.name_and_place if invited.council else _("all councils"),
        roles=", ".join(str(Editor.Role(role).label) for role in invited.roles),
        until=timezone.localtime(invited.expires_at).strftime("%d.%m.%Y %H:%M"),
        link=link,
    )


def deputy(message, path):
    """That nobody has reacted for too long: a link, without any of the text."""
    subject = _("No reaction yet: {council}").format(council=message.council.name_and_place)
    body = _(
        "Nobody has reacted yet to a message to “{council}” of {day}. It was due on {due}. "
        "To read it, sign in:\n\n{link}"
    )
    return subject, body.format(
        council=message.council.name_and_place,
        day=_day(message.created.astimezone()),
        due=_day(message.due_on),
        link=settings.BASE_URL + path,
    )


def digest(waiting):
    """What waits for one reader, in numbers and days; one part for each council."""
    part = _(
        "{council}\nWaiting for a reaction: {count}, overdue: {overdue}\nDue: {days}\nNew in quarantine: {quarantined}"
    )
    parts = [
        part.format(
            council=office.council.name_and_place,
            count=len(office.due),
            overdue=office.overdue,
            days=", ".join(_day(day) for day in dict.fromkeys(office.due)) or "–",
            quarantined=office.quarantined,
        )
        for office in waiting
    ]
    body = _("These messages are waiting:\n\n{councils}\n\nTo read them, sign in:\n\n{link}")
    link = settings.BASE_URL + reverse("admin:contact_message_changelist")
    return _("Messages are waiting"), body.format(councils="\n\n".join(parts), link=link)


def confirm_subscription(council, link):
    """Asks whether it was the owner of the mailbox who wants to hear of a council."""
    subject = _("Please confirm: news by e-mail")
    body = _(
        "Hello,\n\nsomebody has asked us to send news of “{council}” to this address. "
        "If that was you, open this page and confirm it:\n{link}\n\n"
        "If it was not you, do nothing: the address is erased after 7 days, and you hear no more of it."
    )
    return subject, body.format(council=council.name_and_place, link=link)


def subscribed_already(council, link):
    """Tells somebody who asked once more that they get the mails already, and where to change that."""
    subject = _("Your news by e-mail")
    body = _(
        "Hello,\n\nsomebody has asked us to send news of “{council}” to this address. You get them already. "
        "Here you can change what you get, or end it:\n{link}\n\n"
        "If you did not ask, there is nothing that you need to do."
    )
    return subject, body.format(council=council.name_and_place, link=link)


def closing(council, link):
    """What stands below every notice: why it came, and how to end it."""
    why = _("You get this e-mail because you asked for news of “{council}”. Change what you get, or end it:\n{link}")
    return "\n\n—\n" + why.format(council=council.name_and_place, link=link)


def barrier(report, path):
    """That somebody has reported a barrier: a link for the operator, without any of the text."""
    body = _("Somebody has reported a barrier. To read it, sign in:\n\n{link}\n\nPlease answer by {day}.")
    return _("A barrier was reported"), body.format(link=settings.BASE_URL + path, day=_day(report.due_on))


def barrier_answer(report, text):
    """The operator's answer to somebody who reported a barrier."""
    body = _("{text}\n\n—\nThis is the answer to the barrier that you reported on {day}: {portal}")
    day = _day(report.created.astimezone())
    return _("Answer to your message"), body.format(text=text, day=day, portal=settings.PORTAL_NAME)


def _day(day):
    return day.strftime("%d.%m.%Y")


def reply_address(message):
    """The address that brings an answer back to this message, or nothing where no mail is fetched."""
    if not settings.REPLY_MAILBOX:
        return ""
    local, _at, domain = settings.REPLY_MAILBOX.rpartition("@")
    return f"{local}{SEPARATOR}{reply_token(message.public_id)}@{domain}"


def reply_token(public_id):
    """The message's identifier and a proof that it was us who gave it away; small letters and digits only."""
    return tokens.make(public_id, REPLY)


def message_of_reply(address):
    """The identifier in an address that an answer came to, or None where it is not one of ours."""
    local = parseaddr(address)[1].rpartition("@")[0]
    return tokens.read(local.rpartition(SEPARATOR)[2], REPLY)
