"""`make load`: how many messages a second the portal takes, and that none is lost or doubled when it is beaten.

Two experiments on SQLite and on PostgreSQL, each in one run. First the form's last step beside two views that make two
inserts, on the same server with the same settings: a bare one, and one behind the portal's middleware that answers with
an empty page of the portal. Then posts, each repeated until it is answered, while a process of the web server is killed
every second and the database is restarted once. What came of it stands in docs/messages.md.
"""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import environment

sys.path.insert(0, str(environment.ROOT))
SLUG = "beckum-integrationsrat"
FORM = f"/de/councils/{SLUG}/contact/write/"
PLAIN, PAGE = "/plain/", "/de/page/"
CLIENTS = 8
TURNS = 3
SECONDS = 6
POSTS = 2000
# The line of the receipt's page that only it has.
RECEIPT = re.compile(rb'<p class="code"><bdi dir="ltr">([A-Z0-9-]{14})</bdi>')

# Of each accepted submission: is its message there, under the receipt that was shown? And is anything there twice?
CHECK = """
from contact import receipts
from contact.models import Event, Letter, Message
accepted = dict(line.split() for line in open({accepted!r}))
stored = dict(Message.objects.filter(created__gte={since!r}).values_list("token_hash", "receipt_hash"))
lost = sum(
    stored.get(receipts.token_hash(token)) != receipts.stored_hash(code.replace("-", ""))
    for token, code in accepted.items()
)
rows = Message.objects.filter(created__gte={since!r}).values_list("pk", "public_id")
events = Event.objects.filter(message__in=[pk for pk, _ in rows], kind="stored").count()
letters = Letter.objects.filter(reference__in=[public_id for _, public_id in rows]).count()
print(len(accepted), lost, len(rows), len(rows) - len(stored), events, letters)
"""
BARE = """
import django
django.setup()
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import models, transaction
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from contact.form_pages import form_page
from councils.pages import render_page
from portal.urls import *
from portal.urls import urlpatterns

class BareMessage(models.Model):
    token = models.CharField(max_length=64, unique=True)
    text = models.TextField()

    class Meta:
        app_label = "contact"

class BareLetter(models.Model):
    message = models.ForeignKey(BareMessage, models.CASCADE)
    text = models.TextField()

    class Meta:
        app_label = "contact"

def store(request):
    text = request.POST["text"]
    with transaction.atomic():
        message = BareMessage.objects.create(token=request.POST["token"], text=text)
        BareLetter.objects.create(message=message, text=text)

@csrf_exempt
def plain(request):
    store(request)
    return HttpResponse("Thank you")

@form_page
def page(request):
    store(request)
    return render_page(request, "base.html", "contact_receipt", noindex=True)

urlpatterns = [path("plain/", plain), path("de/page/", page), *urlpatterns]
settings.ROOT_URLCONF = __name__
behind_middleware = WSGIHandler()
settings.MIDDLEWARE = []
without = WSGIHandler()

def application(environ, start_response):
    handler = without if environ["PATH_INFO"] == "/plain/" else behind_middleware
    return handler(environ, start_response)
"""
TABLES = """
import sys
sys.path.insert(0, {folder!r})
import bare
from django.db import connection
with connection.schema_editor() as editor:
    editor.create_model(bare.BareMessage)
    editor.create_model(bare.BareLetter)
"""


def main():
    """Runs the experiments named on the command line: posts, crash; both when none is named."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements-dev.txt")
    python = Path(environment.VENV) / "bin" / "python"
    if Path(sys.prefix) != Path(environment.VENV):
        os.execv(python, [str(python), *sys.argv])
    wanted = sys.argv[1:] or ["posts", "crash"]
    for database in ("SQLite", "PostgreSQL"):
        with portal_on(database) as (portal, server):
            if "posts" in wanted:
                posts(database, portal)
            if "crash" in wanted:
                crash(database, portal, server)


@contextmanager
def portal_on(database):
    """A portal whose form is open, with a reader who gets a letter for each message; and the database's server."""
    from tests.live import LivePortal
    from tests.postgres import PostgresServer, new_database

    server = PostgresServer().start() if database == "PostgreSQL" else None
    try:
        address = None
        if server:
            # The tests' server need not survive anything; this one must: restarted without its quick settings.
            options = f"-h '' -k {server.data}"
            server._run("pg_ctl", "restart", "--wait", "--log", server.data / "log", "--options", options)
            address = new_database(server.url("postgres"), "load")
        # Messages come from many networks, as they do through a trusted proxy: a single one is slowed down after sixty
        # an hour, and to measure that would be to measure a sleep.
        with (
            tempfile.TemporaryDirectory() as scratch,
            LivePortal(Path(scratch), address, TRUSTED_PROXY="yes") as portal,
        ):
            yield portal, server
    finally:
        if server:
            server.stop()


# -- posts a second -------------------------------------------------------------------------------------------------


def posts(database, portal):
    """The form and the two bare views in turns, so that a busy machine is unfair to all alike."""
    make = form_of(portal)
    with bare_server(portal) as bare:
        views = {"form": (portal.port, FORM), "plain": (bare, PLAIN), "page": (bare, PAGE)}
        rates = {name: [] for name in views}
        for turn in range(TURNS + 1):
            for name, (port, path) in views.items():
                # The first turn fills the caches of the processes and does not count.
                seconds = SECONDS if turn else 1
                bodies = [urlencode(make()) for _number in range(1000 * seconds)]
                found = rate(port, path, bodies, seconds)
                rates[name] += [found] if turn else []
    form, plain, page = (sum(rates[name]) / TURNS for name in views)
    print(f"{database}: {form:.0f} messages a second")
    print(f"{database}: {plain:.0f} of a bare view with two inserts, ratio {form / plain:.2f}")
    print(f"{database}: {page:.0f} of the same behind the middleware with an empty page, ratio {form / page:.2f}")


@contextmanager
def bare_server(portal):
    """The bare views under the same gunicorn, on the same database."""
    from tests.live import free_port

    (portal.folder / "bare.py").write_text(BARE, encoding="utf-8")
    portal.manage("shell", "-c", TABLES.format(folder=str(portal.folder)))
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(portal.folder), "bare:application"]
    process = subprocess.Popen(
        [*command, "--config", str(Path(environment.ROOT) / "gunicorn.conf.py")],
        env=portal.environment | {"PORT": str(port), "PYTHONPATH": str(environment.ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def rate(port, path, bodies, seconds):
    """Answered posts a second, from several clients at once; what they send was made before."""
    marker = {FORM: RECEIPT, PLAIN: re.compile(b"Thank you"), PAGE: re.compile(b"</html>")}[path]
    left, end = iter(bodies), time.monotonic() + seconds

    def client():
        done, connection = 0, HTTPConnection("127.0.0.1", port, timeout=30)
        while time.monotonic() < end and (body := next(left, None)):
            status, answer = send(connection, path, body)
            if status != 200 or not marker.search(answer):
                raise RuntimeError(f"{path} answered {status}")
            done += 1
        connection.close()
        return done

    started = time.monotonic()
    return sum(run([client] * CLIENTS)) / (time.monotonic() - started)


# -- nothing lost, nothing doubled --------------------------------------------------------------------------------


def crash(database, portal, server):
    """Posts with retries while processes die and the database restarts; counts what is there afterwards."""
    from django.utils import timezone

    make, since = form_of(portal), timezone.now().isoformat()
    queue, accepted, finished = list(range(POSTS)), {}, threading.Event()
    tries = []

    def client():
        while True:
            try:
                queue.pop()
            except IndexError:
                return
            fields = make()
            accepted[fields["token"]] = until_answered(portal.port, urlencode(fields), tries)

    def killer():
        kills, restarts = 0, 0
        while not finished.wait(1):
            workers = children(portal.process.pid)
            if workers:
                os.kill(random.choice(workers), signal.SIGKILL)
                kills += 1
            if server and not restarts and len(accepted) > POSTS / 4:
                server._run("pg_ctl", "restart", "--mode=immediate", "--wait", "--log", server.data / "log")
                restarts += 1
        print(f"{database}: {kills} processes killed{f', database restarted {restarts}×' if server else ''}")

    beating = threading.Thread(target=killer)
    beating.start()
    try:
        run([client] * CLIENTS)
    finally:
        finished.set()
        beating.join()
    lines = portal.folder / "accepted"
    lines.write_text("".join(f"{token} {code}\n" for token, code in accepted.items()), encoding="utf-8")
    found = portal.manage("shell", "-v", "0", "-c", CHECK.format(accepted=str(lines), since=since)).split()
    posted, lost, rows, doubled, events, letters = found
    print(
        f"{database}: {posted} posts accepted in {len(tries)} tries; {rows} messages stored with {events} events and "
        f"{letters} letters; {lost} lost, {doubled} doubled, {len(set(accepted.values()))} receipts"
    )


def until_answered(port, body, tries):
    """Sends the same submission again until it is answered with a receipt, as a patient person does; gives it."""
    while True:
        tries.append(port)
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            _status, answer = send(connection, FORM, body)
            if found := RECEIPT.search(answer):
                return found[1].decode()
        except (OSError, HTTPException):
            # The process was killed: nobody knows whether the message was stored.
            pass
        finally:
            connection.close()
        time.sleep(0.05)


def children(pid):
    """The processes that this one has started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


# -- requests -------------------------------------------------------------------------------------------------------


def form_of(portal):
    """Makes the fields of the review step as a browser sends them: each with a token and a stamp of its own."""
    os.environ |= portal.environment
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from contact import guard

    # There is one portal after the other, each with keys of its own.
    settings.SEALING_KEYS = portal.environment["SEALING_KEYS"].split(",")

    def fields():
        token = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=26))
        stamp = guard.stamp(token, timezone.now() - timedelta(minutes=2))
        text = "Guten Tag, " + " ".join(random.choices(WORDS, k=40))
        return {"topic": "work", "text": text, "answer_language": "de", "way": "receipt", "token": token,
                "stamp": stamp, "step": "send"}  # fmt: skip

    return fields


WORDS = [
    "wann", "Sitzung", "Kurs", "Schule", "Amt", "Termin", "Frage", "bitte", "Wohnung", "Arbeit", "Rat", "Hilfe", "Kind",
    "Brief",
]  # fmt: skip


def send(connection, path, body):
    """Posts a body, from one of the 131,072 addresses set aside for benchmarks (RFC 2544); gives status and answer."""
    address = f"198.{random.randint(18, 19)}.{random.randint(0, 255)}.{random.randint(0, 255)}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": address}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def wait_for(port):
    """Until somebody listens there."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing listens on port {port}.")


def run(functions):
    """All at once, until the last has ended; gives what they gave, or raises what one of them raised."""
    with ThreadPoolExecutor(len(functions)) as pool:
        return [running.result() for running in [pool.submit(function) for function in functions]]


if __name__ == "__main__":
    main()
