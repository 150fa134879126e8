"""What keeps forms usable where bots write. Nothing here looks at a name, a script, a language or a country.

It never refuses a message. Where one rule speaks that no person trips over, or two that people may, the message goes
to the quarantine, a second list that the office reads. How the rules were chosen stands in docs/spam.md.
"""

import hashlib
import re
import secrets
import threading
import time
import unicodedata
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise

from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from . import sealing
from .models import DailySalt, NetworkCount, Sketch

MESSAGE, RECEIPT = "message", "receipt"

# What rules are called in ``Message.suspicions``. Any of these suffices …
HONEYPOT = "honeypot"
STAMP = "stamp"
ANCHORS = "anchors"
LINK_LIST = "link_list"
STRONG = {HONEYPOT, STAMP, ANCHORS, LINK_LIST}
# … of these it takes two.
FAST = "fast"
LINKS = "links"
SIMILAR = "similar"
NETWORK = "network"

# A form is good for a day. Nobody opens, fills in, reads over and sends one within three seconds.
STAMP_LASTS = timedelta(hours=24)
FAST_BELOW = timedelta(seconds=3)

# Several links are a sign, and so are several earlier texts alike; with a form sent too fast, the first one is.
MANY_LINKS = 3
MANY_ALIKE = 2
LIST_OF_LINKS = 8
ALIKE_WITHIN = timedelta(hours=48)
# People ask the same short questions; only longer texts are compared.
SHORTEST_COMPARED = 20
LONGEST_COMPARED = 400

# Messages of one network in an hour, more than a full shelter writes. Beyond it each one waits a little longer.
SOFT_LIMIT = 60
DELAY_STEP = 0.1
LONGEST_DELAY = 2.0
# No shelter writes so many an hour: they go to the quarantine, whatever they say.
HARD_LIMIT = 300

# Wrong receipts an hour: of one network, of one while all networks together try many, and what counts as many.
TRIES = 30
TRIES_WHILE_MANY = 3
MANY_TRIES = 1000
EVERYBODY = ""

# The two ways in which bots write links for other people's pages. Neither works here, and people do not use them;
# the third, [text](address), comes with what an assistant wrote for them.
_ANCHOR = re.compile(r"<a\s[^>]{0,200}?href|\[(?:url|link)\b[^\]]{0,500}\]", re.IGNORECASE)
_LINK = re.compile(
    r"(?:https?://|\bwww\.)[^\s<>\"'\[\]()]+"  # a web address
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}"  # a mail address
    r"|(?<![\w./-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,3}(?-i:\.[a-z]{2,24})/\S*",  # one without its beginning
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")


# -- when the form was opened ---------------------------------------------------------------------------------------


def stamp(token, now=None):
    """When the form with this submission token was opened, signed: stands beside the token in the form."""
    opened = int((now or timezone.now()).timestamp() * 1000)
    return _signer().sign(f"{token}:{opened}").removeprefix(f"{token}:")


def age_of(stamp, token, now):
    """How long ago the form was opened; None for a stamp that is missing, of another form or older than a day."""
    opened = _opened(stamp, token)
    if opened is None or now - opened > STAMP_LASTS:
        return None
    return max(now - opened, timedelta())


def renewed(old, token):
    """A stamp in place of one that is over; if it was a good one, sending what was typed long ago is no haste."""
    now = timezone.now()
    return stamp(token, now if _opened(old, token) is None else now - FAST_BELOW)


def _opened(stamp, token):
    try:
        signed = _signer().unsign(f"{token}:{stamp}")
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(int(signed.rpartition(":")[2]) / 1000, UTC)


def _signer():
    # With these keys, which are changed with care, nobody's open form turns suspicious overnight.
    first, *others = settings.SEALING_KEYS
    return signing.Signer(key=first, fallback_keys=others, salt="contact.guard.stamp")


# -- the judgement --------------------------------------------------------------------------------------------------


def judge(*, text, stamp, token, honeypot, address, now, purpose=MESSAGE):
    """The rules for which a message belongs in quarantine; none, and it goes to the inbox.

    Counts for the network, so ask once for each new token, best in the transaction that stores the message.
    """
    rules = []
    opened = _opened(stamp, token)
    if honeypot:
        rules.append(HONEYPOT)
    # A stamp that is merely old tells nothing: a token is good for one message, whenever it comes.
    if opened is None:
        rules.append(STAMP)
    is_fast = opened is not None and now - opened < FAST_BELOW
    if is_fast:
        rules.append(FAST)
    rules += _rules_on_links(text, 1 if is_fast else MANY_LINKS)
    if _alike(text, now, enough := 1 if is_fast else MANY_ALIKE) == enough:
        rules.append(SIMILAR)
    written = _count(purpose, _network_hash(address, now), now)
    if written > SOFT_LIMIT:
        rules.append(NETWORK)
    return rules if len(rules) > 1 or written > HARD_LIMIT or STRONG.intersection(rules) else []


def _rules_on_links(text, enough):
    rules = [ANCHORS] if _ANCHOR.search(text) else []
    links = {link.group().lower() for link in _LINK.finditer(text)}
    if len(links) >= enough:
        rules.append(LINKS)
    if len(links) >= LIST_OF_LINKS and sum(map(len, links)) * 2 > len(text):
        rules.append(LINK_LIST)
    return rules


# -- texts that look alike ------------------------------------------------------------------------------------------


def remember(text, now):
    """Keep a sketch of the text, so that the same one is recognised when it comes again."""
    if bands := _bands(text):
        Sketch.objects.create(created=now, **bands)


def _alike(text, now, enough):
    """How many recent texts look like this one, counted no further than that is enough."""
    bands = _bands(text)
    if not bands:
        return 0
    first, second, third, fourth = (Q(**{name: value}) for name, value in bands.items())
    three_equal = (first & second & (third | fourth)) | (third & fourth & (first | second))
    recent = Sketch.objects.filter(three_equal, created__gt=now - ALIKE_WITHIN)
    return len(recent.values_list("pk", flat=True)[:enough])


def _bands(text):
    """The sketch: of all pairs of neighbouring words those four that come first in four secret orders.

    Texts that share most of their pairs share most of these (MinHash). Links and numbers, which templates vary, are
    left out. Each band keeps 16 bits of a keyed hash, from which no word can be read.
    """
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", _LINK.sub(" ", text))).casefold()
    words = _WORD.findall(folded)[:LONGEST_COMPARED]
    if len(words) < SHORTEST_COMPARED:
        return {}
    key = _sketch_key()
    pairs = {f"{one} {other}".encode() for one, other in pairwise(words)}
    hashes = [hashlib.blake2b(pair, digest_size=32, key=key).digest() for pair in pairs]
    return {
        f"band_{number + 1}": int.from_bytes(min(value[8 * number : 8 * number + 8] for value in hashes)[6:])
        for number in range(4)
    }


def _sketch_key():
    return bytes.fromhex(sealing.digest("", "sketch"))


# -- networks -------------------------------------------------------------------------------------------------------


def delay(address, now, purpose=MESSAGE):
    """Seconds that the next message of this network should wait: none up to the soft limit, never more than two."""
    count = _counts(purpose, [_network_hash(address, now)], now)
    beyond = max(sum(count.values()) - SOFT_LIMIT, 0)
    return min(beyond * DELAY_STEP, LONGEST_DELAY)


_one_waits = threading.Semaphore()


def slow_down(address, now, purpose=MESSAGE):
    """Wait for as long as :func:`delay` says; outside of any transaction, lest others wait as well.

    One thread of a process waits at a time: whoever floods the form cannot put the others to sleep.
    """
    if (seconds := delay(address, now, purpose)) and _one_waits.acquire(blocking=False):
        try:
            time.sleep(seconds)
        finally:
            _one_waits.release()


def count_message(address, now, purpose=MESSAGE):
    """Note one more text of this network that is not judged: what a writer adds to a message."""
    _count(purpose, _network_hash(address, now), now)


def too_many_tries(address, now):
    """Whether this network gave too many wrong receipts this hour; then even a right one is not looked up."""
    network = _network_hash(address, now)
    counts = _counts(RECEIPT, [network, EVERYBODY], now)
    bound = TRIES if counts.get(EVERYBODY, 0) < MANY_TRIES else TRIES_WHILE_MANY
    return counts.get(network, 0) >= bound


def count_try(address, now):
    """Note a wrong receipt."""
    _count(RECEIPT, _network_hash(address, now), now)
    _count(RECEIPT, EVERYBODY, now)


def forget(now):
    """Remove what is needed no longer: salts of other days, counts of other hours, old sketches."""
    _salts.clear()
    DailySalt.objects.filter(day__lt=timezone.localdate(now)).delete()
    NetworkCount.objects.filter(window__lt=_window(now)).delete()
    Sketch.objects.filter(created__lte=now - ALIKE_WITHIN).delete()


def network_of(address):
    """What counts as one network: an IPv4 address, or the /64 that one IPv6 line gets; else all share one."""
    try:
        ip = ip_address(address or "")
    except ValueError:
        return "unknown"
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip) if ip.version == 4 else f"{int(ip) >> 64:x}/64"


def _network_hash(address, now):
    """Takes a key of the environment and the day's salt: without either, trying all addresses finds nothing."""
    return sealing.digest(f"{_salt(timezone.localdate(now)).hex()} {network_of(address)}", "network")


_salts = {}


def _salt(day):
    """The day's salt. Whoever needs it first makes it, and removes those of the days before."""
    if day not in _salts:
        if not (row := DailySalt.objects.filter(day=day).first()):
            DailySalt.objects.bulk_create([DailySalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
            DailySalt.objects.filter(day__lt=day).delete()
            row = DailySalt.objects.get(day=day)
        salt = bytes(row.salt)
        transaction.on_commit(lambda: _keep(day, salt))
        return salt
    return _salts[day]


def _keep(day, salt):
    # Only what is committed: a salt that was rolled back would count apart from the other processes.
    _salts.clear()
    _salts[day] = salt


def _window(now):
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _counts(purpose, networks, now):
    rows = NetworkCount.objects.filter(purpose=purpose, network__in=networks, window=_window(now))
    return dict(rows.values_list("network", "count"))


def _count(purpose, network, now):
    """One more, in a single statement: exact, however many processes count at once. Gives the new count."""
    model, quote = NetworkCount._meta, connection.ops.quote_name
    table = quote(model.db_table)
    key = ", ".join(quote(name) for name in ("purpose", "network", "window"))
    count = quote("count")
    window = model.get_field("window").get_db_prep_value(_window(now), connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({key}, {count}) VALUES (%s, %s, %s, 1)"  # noqa: S608 nothing of it came from outside
            f" ON CONFLICT ({key}) DO UPDATE SET {count} = {table}.{count} + 1 RETURNING {count}",
            [purpose, network, window],
        )
        return cursor.fetchall()[0][0]
