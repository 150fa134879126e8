"""The receipt: twelve characters with which a person finds their message again, and the only way to it.

The alphabet has 29 characters and none that another one is mistaken for: no 0 and 1, 2 and 5 and 8, I and L. Twelve of
them carry 12 × log2(29) = 58.3 bits. What people type is folded onto the alphabet first.
"""

import hashlib
import hmac
import secrets
import unicodedata

import segno
from django.utils.safestring import mark_safe

from . import sealing

ALPHABET = "34679ABCDEFGHJKMNOPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4
PURPOSE = "receipt"
MASK = 0

# What is meant by what looks the same: digits that the alphabet leaves out, Cyrillic and Greek capitals.
_FOLDED = str.maketrans(
    {"0": "O", "2": "Z", "5": "S", "8": "B"}
    | dict(zip("АВЕЗКМНОРСТУХЅЈԚԜҮ", "ABE3KMHOPCTYXSJQWY", strict=True))
    | dict(zip("ΑΒΕΖΗΚΜΝΟΡΤΥΧ", "ABEZHKMNOPTYX", strict=True))
)


def new_token():
    """A submission token: stands in the form and makes every second sending of it harmless. 128 random bits."""
    return secrets.token_urlsafe(16)


def code_for(token):
    """The receipt that belongs to a submission token, always the same one: a retry shows it once more.

    The token is random (128 bits); with the portal's key nobody else can tell the receipt from it.
    """
    return codes_for(token)[0]


def codes_for(token):
    """The token's receipts under all keys: a retry may come after the keys have changed."""
    return [_code(digest) for digest in sealing.digests(token, "receipt of token")]


def _code(digest):
    number, code = int(digest, 16), ""
    for _place in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        code += ALPHABET[index]
    return code


def grouped(code):
    """As people read it: "ABCD-EFGH-JKMN"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def fold(typed):
    """What was meant: case, spaces, hyphens, other digits and look-alike letters do not matter."""
    letters = unicodedata.normalize("NFKC", typed).upper()
    digits = (str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in letters)
    return "".join(letter for letter in "".join(digits).translate(_FOLDED) if letter in ALPHABET)


def stored_hash(code):
    """What the database keeps of a receipt."""
    return sealing.digest(code, PURPOSE)


def hashes(typed):
    """The hashes under which a typed receipt may be stored, as many for a wrong one as for a right one."""
    return sealing.digests(fold(typed)[: 2 * LENGTH], PURPOSE)


def same(one, other):
    """Whether two hashes are equal, in time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def token_hash(token):
    """What the database keeps of a submission token, so that a second sending finds the first."""
    return hashlib.sha256(token.encode()).hexdigest()


_kinds = []


def register_kind(find, page):
    """Have receipts of other things open on the same page as those of messages.

    ``find(code)`` gives what the typed receipt belongs to or None; ``page(request, found, sent)`` answers.
    """
    _kinds.append((find, page))


def find_other(code):
    """What of the other kinds the receipt belongs to, and its page; ``(None, None)`` where there is nothing.

    Every kind is asked, whatever another one found: the time tells nothing of what there is.
    """
    found = [(find(code), page) for find, page in _kinds]
    return next((pair for pair in found if pair[0] is not None), (None, None))


def drawing(link):
    """The link as a QR code in SVG: nothing but squares, none of its text.

    Any of the eight masks can be read; to look for the one with the most even squares would take longer than to store
    the message.
    """
    code = segno.make_qr(link, error="m", mask=MASK)
    return mark_safe(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr"))  # noqa: S308
