"""`make notices`: one meeting is moved, 1,000 subscribers hear of it, and everything that can fail does.

On SQLite and on PostgreSQL: the change and its letters are stored in one transaction; then one worker sends them to a
mail server on this machine, which goes down twice, while the worker is killed with -9 five times. Prints how many were
written, delivered, lost and delivered twice. Ten to twenty minutes on each database: what a killed worker held comes
free after five, what the absent server did not take is tried again after two, and after ten more.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from textwrap import dedent

import environment

sys.path.insert(0, str(environment.ROOT))
SUBSCRIBERS = 1000
# After how many delivered mails what happens.
KILLS = (100, 300, 450, 700, 850)
OUTAGES = (200, 600)
# Seconds that the mail server is away, and the longest that all of it may take.
AWAY = 5
LONGEST = 1800

CHANGE = dedent(
    """
    import datetime, json, time
    from django.conf import settings
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone
    from contact.models import Letter, Occasion, Subscription
    from councils.partial_dates import PartialDate
    from meetings import life
    from tests.factories import make_council, make_meeting

    council, now = make_council(slug="benchmark"), timezone.now()
    languages = [code for code, _name in settings.LANGUAGES]
    Subscription.objects.bulk_create(
        Subscription(
            council=council, recipient=f"person{{number}}@example.org", recipient_hash=str(number), created=now,
            language=languages[number % len(languages)], occasions=Occasion.values, confirmed_at=now,
        )
        for number in range({number})
    )
    meeting = make_meeting(council, held_on=PartialDate(now.year + 1, 3, 14))
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        life.move(meeting, PartialDate(now.year + 1, 4, 22), datetime.time(19))
        took = time.perf_counter() - began
    written = Letter.objects.filter(kind=Letter.NOTICE).count()
    print(json.dumps(dict(written=written, queries=len(captured), seconds=round(took, 2))))
    """
)
STATES = dedent(
    """
    import json
    from collections import Counter
    from contact.models import Letter

    print(json.dumps(Counter(Letter.objects.filter(kind=Letter.NOTICE).values_list("state", flat=True))))
    """
)


def main():
    """Prints what docs/notices.md shows."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements-dev.txt")
    if sys.prefix != environment.VENV:
        os.execv(environment.PYTHON, [environment.PYTHON, *sys.argv])
    from tests.postgres import PostgresServer

    server = PostgresServer().start()
    try:
        whole = [measure("SQLite", None), measure("PostgreSQL", server.url("postgres"))]
    finally:
        server.stop()
    sys.exit(not all(whole))


def measure(name, database_url):
    """Prints the figures of one database; whether no mail was lost."""
    from tests.live import LivePortal, free_port

    port = free_port()
    with (
        tempfile.TemporaryDirectory() as scratch,
        LivePortal(Path(scratch), database_url, EMAIL_URL=f"smtp://127.0.0.1:{port}") as portal,
    ):
        change = json.loads(portal.manage("shell", "-v", "0", "-c", CHANGE.format(number=SUBSCRIBERS)))
        print(
            f"{name}: one change, one transaction: {change['written']} letters, {change['queries']} queries, "
            f"{change['seconds']} s",
            flush=True,
        )
        began = time.monotonic()
        mails = beat(portal, port)
        took = time.monotonic() - began
        states = json.loads(portal.manage("shell", "-v", "0", "-c", STATES))
    times = Counter(mail["To"] for mail in mails)
    lost = SUBSCRIBERS - len(times)
    doubled = sum(number > 1 for number in times.values())
    print(f"  worker killed {len(KILLS)} times, mail server down {len(OUTAGES)} times; {took:.0f} s; outbox: {states}")
    print(
        f"  written {change['written']}, delivered {len(times)}, lost {lost}, delivered twice {doubled}",
        flush=True,
    )
    return lost == 0 and change["written"] == SUBSCRIBERS


def beat(portal, port):
    """Has a worker send while it is killed and the mail server goes away; gives all mails that arrived."""
    from tests.mail import MailServer

    def start():
        command = [sys.executable, "manage.py", "work"]
        return subprocess.Popen(command, env=portal.environment, stderr=subprocess.DEVNULL)

    kills, outages, mails, end = list(KILLS), list(OUTAGES), [], time.monotonic() + LONGEST
    worker, looked_at = start(), 0
    server = MailServer(port)
    server.__enter__()
    try:
        while time.monotonic() < end:
            arrived = len(mails) + len(server.mails)
            if kills and arrived >= kills[0]:
                kills.pop(0)
                # Not always just after a mail has arrived.
                time.sleep(random.random() / 4)
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                worker = start()
            if outages and arrived >= outages[0]:
                outages.pop(0)
                server.__exit__()
                mails += server.mails
                time.sleep(AWAY)
                server = MailServer(port)
                server.__enter__()
            if time.monotonic() - looked_at > 15 and not kills and not outages:
                looked_at = time.monotonic()
                # Waiting ones include those that a killed worker held, which perhaps went out already.
                if "waiting" not in json.loads(portal.manage("shell", "-v", "0", "-c", STATES)):
                    break
            time.sleep(0.02)
    finally:
        worker.terminate()
        worker.wait()
        server.__exit__()
    return mails + server.mails


if __name__ == "__main__":
    main()
