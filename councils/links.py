"""Links that public pages show: tried a few a minute by the worker, and told to the office when they are dead.

Nothing but addresses of the open internet is asked, looked at anew after each redirect: what stands in a text must not
make the portal's own machine knock at doors behind the firewall.
"""

import functools
import html
import http.client
import ipaddress
import operator
import re
import socket
import ssl
import threading
import time
from collections import defaultdict
from datetime import timedelta
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from modeltranslation.fields import TranslationField

from councils import office
from councils.models import LinkCheck
from councils.richtext import RichTextField

Result = LinkCheck.Result
# At most so many a run, each of another host, and so long for all of them.
AT_ONCE, LONGEST = 4, 12
PATIENCE = 5
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
# What servers say that do not want programs, or want a login: nothing about the page.
TELLS_NOTHING = {401, 402, 403, 406, 407, 408, 418, 425, 429, 451, 503, 999}
MISSING = {404, 410}
_HREF = re.compile(r'<a href="([^"]+)"')
# Fine ones are tried again after a week, failing ones the next day.
AGAIN, AGAIN_SOON = timedelta(days=7), timedelta(hours=20)


# -- which links there are --------------------------------------------------------------------------------------------


def url_columns(model):
    """The model's columns that hold a link, in every language."""
    columns = [field for field in model._meta.concrete_fields if isinstance(field, models.URLField)]
    originals = {field.translated_field.name for field in columns if isinstance(field, TranslationField)}
    return [field.name for field in columns if field.name not in originals]


def text_columns(model):
    """The model's columns of rich text, in every language."""
    columns = [field for field in model._meta.concrete_fields if isinstance(field, RichTextField)]
    return [field.name for field in columns if isinstance(field, TranslationField)]


def links_in(text):
    """The addresses that a rich text leads to."""
    return {html.unescape(address) for address in _HREF.findall(text or "")}


def shown_links(now):
    """The http and https links of all that is public."""
    found = set()
    for model, _page in office.pages(everywhere=True):
        if columns := url_columns(model):
            for row in _public(model, now).only(*columns).iterator(chunk_size=500):
                found.update(getattr(row, name) for name in columns)
        if columns := text_columns(model):
            rows = _public(model, now).filter(holding('href="http', columns)).only(*columns)
            for row in rows.iterator(chunk_size=500):
                found.update(*[links_in(getattr(row, name)) for name in columns])
    return {url for url in found if is_web(url) and len(url) <= LinkCheck._meta.get_field("url").max_length}


def holding(words, columns):
    """The condition that one of the columns holds these words."""
    return functools.reduce(operator.or_, [Q(**{f"{name}__contains": words}) for name in columns])


def _public(model, now):
    rows = model.objects.published(now).order_by()
    return rows.filter(model.open_q()) if hasattr(model, "open_q") else rows


def is_web(url):
    return (url or "").startswith(("http://", "https://"))


def collect(now):
    """Note which links there are to be tried, and forget those that nothing shows any more."""
    if not settings.CHECK_LINKS:
        return None
    shown = {LinkCheck.digest_of(url): url for url in shown_links(now)}
    with transaction.atomic():
        known = set(LinkCheck.objects.values_list("digest", flat=True))
        gone = list(known - set(shown))
        for start in range(0, len(gone), 500):
            LinkCheck.objects.filter(digest__in=gone[start : start + 500]).delete()
        LinkCheck.objects.bulk_create(
            (LinkCheck(digest=digest, url=url, next_at=now) for digest, url in shown.items() if digest not in known),
            ignore_conflicts=True,
        )
    return {"links": len(shown), "dead": dead().count()}


# -- trying them ------------------------------------------------------------------------------------------------------


def try_some(now, may_reach=None):
    """Try the links that are due longest, one of each host; gives how many of each result."""
    if not settings.CHECK_LINKS:
        return None
    chosen = {}
    for link in LinkCheck.objects.filter(next_at__lte=now).order_by("next_at", "pk")[:50]:
        chosen.setdefault(urlsplit(link.url).netloc, link)
    links = list(chosen.values())[:AT_ONCE]
    results = _try_all([link.url for link in links], may_reach or is_open_internet)
    counts = defaultdict(int)
    for link in links:
        counts[_note(link, results[link.url], now)] += 1
    return dict(counts)


def _try_all(urls, may_reach):
    """The results by link. Who has not answered by the end of the time for all has not answered."""
    results, end = {}, time.monotonic() + LONGEST

    def work(url):
        results[url] = look(url, may_reach)

    threads = [threading.Thread(target=work, args=[url], daemon=True) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0, end - time.monotonic()))
    return {url: results.get(url, Result.NO_ANSWER) for url in urls}


def _note(link, result, now):
    """Keep what came of it; days on which it failed count once."""
    today = timezone.localdate(now)
    if result == Result.NO_ANSWER and not _is_online(today):
        # Where nobody answers, it is this machine that has no connection.
        result = Result.UNKNOWN
    link.checked_at = now
    if result == Result.UNKNOWN:
        link.next_at = now + AGAIN_SOON
    elif result == Result.FINE:
        link.result, link.failed_days, link.failed_on, link.next_at = result, 0, None, now + AGAIN
    else:
        link.failed_days += link.failed_on != today
        link.result, link.failed_on, link.next_at = result, today, now + AGAIN_SOON
    link.save(update_fields=["checked_at", "next_at", "result", "failed_days", "failed_on"])
    return str(result)


def _is_online(today):
    """Whether another server has answered today or yesterday."""
    answered = LinkCheck.objects.exclude(result__in=[Result.UNKNOWN, Result.NO_ANSWER, Result.NOT_PUBLIC])
    return answered.filter(checked_at__date__gte=today - timedelta(days=1)).exists()


def dead():
    """The links that count as dead."""
    return LinkCheck.objects.filter(failed_days__gte=LinkCheck.DEAD_AFTER)


# -- one link ---------------------------------------------------------------------------------------------------------


class Refused(Exception):
    """The link leads to where nobody on the internet gets."""


class Untried(Exception):
    """The link may be fine, but the portal does not go there."""


def is_open_internet(address, port):
    """Whether anybody could ask that address; None where it is none of the web's usual ports."""
    if not all(part.is_global and not part.is_multicast for part in _meant(address)):
        return False
    return True if port in PORTS.values() else None


def _meant(address):
    """The address, and those of IPv4 that it stands for: mapped, 6to4, Teredo, NAT64."""
    yield address
    if address.version == 6:
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in ipaddress.ip_network("64:ff9b::/96"):
            inner.append(ipaddress.ip_address(int(address) & 0xFFFFFFFF))
        yield from filter(None, inner)


def look(url, may_reach=is_open_internet):
    """What comes of following the link (:class:`LinkCheck.Result`): UNKNOWN where the answer says nothing about it."""
    try:
        status = _follow(url, "HEAD", may_reach)
        if status >= 400:
            # Not every server knows what to do with a HEAD.
            status = _follow(url, "GET", may_reach)
    except Refused:
        return Result.NOT_PUBLIC
    except Untried:
        return Result.UNKNOWN
    except RecursionError:
        return Result.CIRCLES
    except (OSError, http.client.HTTPException, ValueError):
        return Result.NO_ANSWER
    return _meaning(status)


def _meaning(status):
    if status in TELLS_NOTHING:
        return Result.UNKNOWN
    if status in MISSING:
        return Result.MISSING
    return Result.ERROR if status >= 400 else Result.FINE


def _follow(url, method, may_reach):
    """The status at the end of the way; raises RecursionError where there is none."""
    for _number in range(REDIRECTS + 1):
        status, where = _ask(url, method, may_reach)
        if not (300 <= status < 400 and where):
            return status
        url = urljoin(url, where)
    raise RecursionError


def _ask(url, method, may_reach):
    """One question: the status, and where it leads."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise Untried
    host = parts.hostname.rstrip(".").encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    port = parts.port or PORTS[parts.scheme]
    address = _address_of(host, port, may_reach)
    make = _SecureConnection if parts.scheme == "https" else _Connection
    connection = make(host, port, timeout=PATIENCE)
    connection.address = address
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]")
    try:
        connection.request(method, path, headers={"User-Agent": user_agent(), "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def user_agent():
    """Says who asks, so that the other server's office can ask back."""
    return f"Mitsprache-links/1 (+{settings.BASE_URL})"


def _address_of(host, port, may_reach):
    """The address to connect to, looked up once: whoever asks twice may be told another one. All must be allowed."""
    try:
        found = [ipaddress.ip_address(host)]
    except ValueError:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [ipaddress.ip_address(row[4][0].partition("%")[0]) for row in rows]
    allowed = [may_reach(address, port) for address in found]
    if False in allowed:
        raise Refused
    if not allowed or None in allowed:
        raise Untried
    return str(found[0])


class _Connection(http.client.HTTPConnection):
    """Connects to the address that was looked at, whatever the name means by then."""

    address = None

    def connect(self):
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _SecureConnection(_Connection):
    default_port = 443

    def connect(self):
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
