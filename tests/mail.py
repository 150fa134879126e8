"""A mail server on this machine, and mails as the world sends them."""

import json
from email import message_from_bytes, policy
from textwrap import dedent

from aiosmtpd.controller import Controller

from tests.live import free_port


class MailServer:
    """Takes what is sent to it on a port of its own: `with MailServer() as server: … server.mails`."""

    def __init__(self, port=None, refuse=None):
        self.port = port or free_port()
        self.mails = []
        # Addresses, and what is said when a mail is for one of them.
        self.refuse = refuse or {}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *error):
        self._controller.stop()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail.sender, mail.recipients, mail.raw = envelope.mail_from, envelope.rcpt_tos, envelope.content
        self.mails.append(mail)
        return "250 OK"


def use_mail_server(settings, port):
    """Have the portal send through the server on that port, and take answers."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MAIL = {**settings.MAIL, "EMAIL_HOST": "127.0.0.1"}
    settings.REPLY_MAILBOX = "answers@portal.example"
    settings.DEFAULT_FROM_EMAIL = "portal@portal.example"


def write_answers(portal, number):
    """Have the office of a live portal answer so many messages by mail; their letters wait in its outbox."""
    portal.manage("shell", "--verbosity", "0", "-c", _ANSWERS.format(number=number))


def letter_states(portal):
    """How many answers of a live portal are in which state, and how often the least tried one was tried."""
    return json.loads(portal.manage("shell", "--verbosity", "0", "-c", _STATES))


_ANSWERS = dedent(
    """
    import itertools, time
    from contact import conversation
    from tests import factories
    from tests.factories import make_council, make_message, make_user

    # Other numbers than those of an earlier call.
    factories._numbers = itertools.count(time.time_ns() // 1000)
    council, user = make_council(), make_user()
    for number in range({number}):
        email = "person" + str(number) + "@example.org"
        message = make_message(council, way="mail", email=email, state="read")
        conversation.answer(message, "Am Montag um 18 Uhr.", "de", user)
    """
)
_STATES = dedent(
    """
    import json
    from collections import Counter
    from contact.models import Letter, Pulse

    rows = list(Letter.objects.filter(kind="contact.answer").values_list("state", "attempts"))
    states, tries = Counter(state for state, _tries in rows), min(tries for _state, tries in rows)
    pulse = sorted(Pulse.objects.values_list("name", flat=True))
    print(json.dumps(dict(states=states, tries=tries, pulse=pulse)))
    """
)
