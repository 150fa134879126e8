"""What comes back by mail: answers of writers, and letters that did not arrive.

A mail is known by the address it came to, which only our own letter can have told. It leaves the mailbox when it is
filed, and only then; what is not ours to file stays there.
"""

import codecs
import email
import hashlib
import html
import imaplib
import itertools
import logging
import mailbox
import re
import ssl
import time
from collections import Counter
from contextlib import contextmanager
from email.message import Message as Mail
from email.policy import Compat32
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nh3
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from councils.publishing import DIRECTION_OVERRIDES

from . import conversation, letters, mails
from .models import Letter, Message

log = logging.getLogger(__name__)

# Of a mail no more is read than this, of its text no more is kept. Anybody may send mails, also such that take long to
# read: each limit is there so that none takes longer than a second.
MOST_BYTES = 2_000_000
MOST_LINES = 50_000
MOST_PARTS = 50
MOST_LETTERS = 20_000
MOST_HTML = 5 * MOST_LETTERS
LONGEST_HEADER = 4_000
LONGEST_SENDER = 320
# Addresses and letters of ours are looked for in the beginning of a text, and so many of what is found looked up.
MOST_SEARCHED = 200_000
MOST_FOUND = 20
# Where the servers on the way write to whom this very copy went, and where its writer did.
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To")
ADDRESSED = ("To", "Cc")
# Seconds to wait for a mailbox file that a mail server writes to.
PATIENCE = 5
# What becomes of a mail.
FILED, QUARANTINED, BOUNCED, AUTOMATIC, UNASSIGNED = "filed", "quarantined", "bounced", "automatic", "unassigned"

# Each of these begins with a fixed letter and ends after a fixed number: no input makes it slow.
_LINE_ENDS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d|/blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_BODY = re.compile(r"<body\b", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<[0-9a-f]{32}@[!-;=?-~]{1,200}>")
_TOKEN = re.compile(rf"{re.escape(mails.SEPARATOR)}([a-z2-7]{{20,80}})@", re.IGNORECASE)
_DOUBT = re.compile(r"\bdmarc\s{0,5}=\s{0,5}fail\b", re.IGNORECASE)
# All but line ends and tabs.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])
_STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")
# Codecs that are slow or make letters that are none; no mail program uses them for a text.
_NO_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape"}


def fetch(now=None):
    """File everything that the mailbox holds; gives the numbers of what was found, and of all that stays there."""
    counts = Counter()
    with _open(settings.REPLY_SERVER) as box:
        for key, raw in box.mails():
            outcome = _file_safely(raw, now or timezone.now())
            counts[outcome] += 1
            # What was just filed is committed: now it may go.
            (box.keep if outcome == UNASSIGNED else box.remove)(key)
        # With what was left at earlier times: it waits for somebody to look.
        counts[UNASSIGNED] = box.kept()
    return dict(+counts)


def _file_safely(raw, now):
    try:
        return file(raw, now)
    except (OperationalError, InterfaceError):
        # The database is away: all mails wait for it.
        raise
    except Exception:
        # One mail that nobody thought of must not keep back all that come after it.
        log.exception("A mail could not be read; it stays in the mailbox")
        return UNASSIGNED


def file(raw, now):
    """File one mail under each message that it was sent to, each time in one transaction. Returns what became of it."""
    beginning = _beginning(raw)
    try:
        mail = _parsed(beginning)
    except TooManyParts:
        return UNASSIGNED
    if _is_report(mail):
        return _file_bounce(mail, beginning, now)
    if _is_automatic(mail):
        return AUTOMATIC
    messages = _messages_for(mail)
    # Without a sender to return to, a program wrote it as well, and perhaps about a letter: somebody should look.
    if not messages or _header(mail, "Return-Path").strip() == "<>":
        return UNASSIGNED
    text, attachments, cut = _text_of(mail)
    cut = cut or len(beginning) < len(raw)
    outcomes = {UNASSIGNED}
    for message in messages:
        if whole := _with_notes(text, attachments, cut, message.language):
            outcomes.add(_file_under(message, _sender(mail), whole, _mail_id(mail, beginning, message), now))
    return next(outcome for outcome in (FILED, QUARANTINED, UNASSIGNED) if outcome in outcomes)


def _file_under(message, sender, text, mail_id, now):
    try:
        entry = conversation.reply_by_mail(message, sender, text, mail_id, now)
    except conversation.NotAllowed:
        return UNASSIGNED
    return QUARANTINED if entry.quarantined_at else FILED


def _messages_for(mail):
    """The messages whose addresses the mail came to; one mail may be for several councils."""
    for names in (DELIVERED, ADDRESSED):
        headers = "\n".join(str(value) for name in names for value in mail.get_all(name, []))
        if found := list(Message.objects.filter(public_id__in=_our_messages(headers)).order_by("pk")):
            return found
    return []


def _our_messages(text):
    """The identifiers in our addresses that stand in a text: ours are those with a proof."""
    tokens = [found[1] for found in itertools.islice(_TOKEN.finditer(text[:MOST_SEARCHED]), MOST_FOUND)]
    known = [mails.message_of_reply(f"x{mails.SEPARATOR}{token}@x") for token in tokens]
    return [public_id for public_id in known if public_id]


def _mail_id(mail, raw, message):
    """What tells this mail to this message from all others, however often it is fetched."""
    own = _header(mail, "Message-ID").strip().encode("utf-8", "replace")
    return hashlib.sha256((own or raw) + message.public_id.bytes).hexdigest()


def _sender(mail):
    """Who wrote the mail. With several, or where the mail server found the address forged, it is nobody's address."""
    headers = [str(value) for value in mail.get_all("From", [])[:MOST_FOUND]]
    named = [address for _name, address in getaddresses(headers)]
    # A reason for distrust, never one for trust: anybody may write this header.
    if any(_DOUBT.search(str(value)) for value in mail.get_all("Authentication-Results", [])):
        named.append("dmarc=fail")
    return ", ".join(named).translate(_CONTROLS).translate(DIRECTION_OVERRIDES)[:LONGEST_SENDER]


def _header(mail, name):
    return str(mail.get(name, ""))


class TooManyParts(ValueError):
    """A mail has more parts than any person's has; each one makes all lines be read once more."""


class _Cautious(Compat32):
    """Mails with headers of bounded length."""

    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


def _beginning(raw):
    """As much of the mail as is read."""
    return b"\n".join(raw[:MOST_BYTES].split(b"\n", MOST_LINES)[:MOST_LINES])


def _parsed(raw):
    """The mail in its parts; raises :class:`TooManyParts`."""
    numbers = itertools.count()

    def part(policy):
        if next(numbers) > MOST_PARTS:
            raise TooManyParts
        return Mail(policy=policy)

    return email.message_from_bytes(raw, part, policy=_Cautious())


# -- its text ---------------------------------------------------------------------------------------------------------


def _text_of(mail):
    """The mail's text, whether there was more than text, and whether the text was longer."""
    plain, rich, others = None, None, False
    for part in mail.walk():
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or part.get_filename():
            others = True
        elif kind == "text/plain" and plain is None:
            plain = _decoded(part)
        elif kind == "text/html" and rich is None:
            rich = _decoded(part)
        elif kind not in {"text/plain", "text/html"}:
            others = True
    has_plain = bool(plain and plain.strip())
    rich = "" if has_plain else _body(rich or "")
    text = plain if has_plain else _without_tags(rich[:MOST_HTML])
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).translate(DIRECTION_OVERRIDES)
    text = _without_quotation(text.strip())
    return text[:MOST_LETTERS].rstrip(), others, len(text) > MOST_LETTERS or len(rich) > MOST_HTML


def _with_notes(text, attachments, cut, language):
    """What is kept of a mail, with what was not, in the language of its message."""
    with override(language):
        notes = [_("[The attachments of this e-mail were not kept.]")] if attachments else []
        notes += [_("[The end of this e-mail was not kept: it is too long.]")] if cut else []
    return "\n\n".join(filter(None, [text, *notes]))


def _without_quotation(text):
    """The text without our letter, which mail programs repeat below an answer; what is quoted in between stays."""
    lines = text.split("\n")
    own = list(lines)
    while own and (not own[-1].strip() or own[-1].lstrip().startswith(">")):
        own.pop()
    # The line above says who wrote it and when.
    if own and len(own) < len(lines) and own[-1].rstrip().endswith(":"):
        own.pop()
    return "\n".join(own).strip() or text


def _decoded(part):
    raw = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    try:
        return raw.decode("utf-8" if codecs.lookup(charset).name in _NO_CHARSETS else charset, errors="replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", errors="replace")


def _body(text):
    """HTML without its head, which some programs fill with pages of styles."""
    found = _BODY.search(text)
    return text[found.start() :] if found else text


def _without_tags(text):
    return html.unescape(nh3.clean(_LINE_ENDS.sub("\n", text), tags=set()))


# -- what programs send -------------------------------------------------------------------------------------------


def _is_report(mail):
    """Whether a mail server tells what became of a letter (RFC 3464)."""
    return mail.get_content_type() == "multipart/report" and any(
        part.get_content_type() == "message/delivery-status" for part in mail.walk()
    )


def _is_automatic(mail):
    """Whether a program wrote it: a holiday notice (RFC 3834), a receipt of reading."""
    submitted = _header(mail, "Auto-Submitted").strip().lower()
    return (
        submitted not in {"", "no"}
        or "X-Autoreply" in mail
        or _header(mail, "Precedence").strip().lower() == "auto_reply"
        or mail.get_content_type() == "multipart/report"
    )


def _file_bounce(mail, raw, now):
    status = _failed_with(mail)
    if status is None:
        # It will still be tried, or has arrived.
        return AUTOMATIC
    letter = _letter_in(raw)
    if letter is None:
        return UNASSIGNED
    letters.bounced(letter, f"bounce {status}".strip(), now)
    return BOUNCED


def _failed_with(mail):
    """The status code of a report that says "failed", which is final; None where it says anything else."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            for fields in part.get_payload():
                if _header(fields, "Action").strip().lower() == "failed":
                    found = _STATUS.search(_header(fields, "Status"))
                    return found.group() if found else ""
    return None


def _letter_in(raw):
    """The letter that a report quotes: by its Message-ID, else the last one about the message of its Reply-To."""
    text = raw[:MOST_SEARCHED].decode("ascii", "replace")
    ids = [found[0] for found in itertools.islice(_MESSAGE_ID.finditer(text), MOST_FOUND)]
    known = Letter.objects.defer(*letters.SEALED)
    if letter := known.filter(message_id__in=ids).first():
        return letter
    message = Message.objects.filter(public_id__in=_our_messages(text)).first()
    return message and known.about(*conversation.references(message)).filter(state=Letter.State.SENT).first()


# -- mailboxes --------------------------------------------------------------------------------------------------------


@contextmanager
def _open(server):
    """The mailbox behind an address that ``env.mail_box`` has checked."""
    parts = urlsplit(server)
    box = File(unquote(parts.path)) if parts.scheme == "mbox" else Imap(parts)
    try:
        yield box
    finally:
        # Also after an error: what was filed until then need not be fetched again.
        box.close()


class File:
    """A mailbox file (mbox), as mail servers write it on the same machine. What is kept stays and is seen again."""

    def __init__(self, path):
        # Mail servers make the file with the first mail.
        self.box = mailbox.mbox(path, create=False) if Path(path).exists() else None
        if self.box is not None:
            self._lock()

    def _lock(self):
        for _attempt in range(PATIENCE):
            try:
                return self.box.lock()
            except mailbox.ExternalClashError:
                # A mail server that just delivers something.
                time.sleep(1)
        self.box.close()
        raise mailbox.ExternalClashError("The mailbox file stays locked.")

    def mails(self):
        for key in self.box.keys() if self.box is not None else []:
            with self.box.get_file(key) as file:
                yield key, file.read(MOST_BYTES + 1)

    def remove(self, key):
        self.box.remove(key)

    def keep(self, key):
        pass

    def kept(self):
        return len(self.box) if self.box is not None else 0

    def close(self):
        if self.box is not None:
            self.box.flush()
            self.box.unlock()
            self.box.close()


class Imap:
    """A folder on an IMAP server that is the portal's alone. What is kept is marked as seen and not fetched again."""

    def __init__(self, parts):
        # Left to itself, the library would believe any certificate.
        context = ssl.create_default_context()
        self.server = imaplib.IMAP4_SSL(parts.hostname, parts.port or 993, ssl_context=context, timeout=30)
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        try:
            self.server.login(unquote(parts.username or ""), unquote(parts.password or ""))
            _checked(self.server.select(f'"{folder}"'))
        except imaplib.IMAP4.error:
            self.server.logout()
            raise

    def mails(self):
        for uid in _checked(self.server.uid("SEARCH", "UNSEEN", "UNDELETED"))[0].split():
            parts = _checked(self.server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"))
            # Gone meanwhile, where there is no literal.
            if isinstance(parts[0], tuple):
                yield uid, parts[0][1]

    def remove(self, uid):
        _checked(self.server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))

    def keep(self, uid):
        _checked(self.server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))

    def kept(self):
        return len(_checked(self.server.uid("SEARCH", "SEEN", "UNDELETED"))[0].split())

    def close(self):
        # Closing a folder removes what is marked as deleted.
        self.server.close()
        self.server.logout()


def _checked(answer):
    status, data = answer
    if status != "OK":
        # Without the server's words: they may quote addresses.
        raise imaplib.IMAP4.error(status)
    return data
