"""`make deliver`: the mail server is down while 200 answers are written, then it is up; how many arrive, how often.

Takes some three minutes on each of the two databases: the first wait after a failed try is two.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import environment

sys.path.insert(0, str(environment.ROOT))
ANSWERS = 200
WORKERS = 2


def main():
    """Prints what README shows."""
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
    """Prints the figures of one database; whether every letter came exactly once."""
    from tests.live import LivePortal, free_port
    from tests.mail import MailServer, letter_states, write_answers

    port = free_port()
    with (
        tempfile.TemporaryDirectory() as scratch,
        LivePortal(Path(scratch), database_url, EMAIL_URL=f"smtp://127.0.0.1:{port}") as portal,
    ):
        write_answers(portal, ANSWERS)
        command = [sys.executable, "manage.py", "work"]
        workers = [subprocess.Popen(command, env=portal.environment) for _number in range(WORKERS)]
        try:
            while (found := letter_states(portal))["tries"] == 0:
                time.sleep(1)
            print(f"{name}, {WORKERS} workers, mail server down, every letter tried: {found['states']}", flush=True)
            with MailServer(port) as server:
                up = time.monotonic()
                while len(server.mails) < ANSWERS and time.monotonic() - up < 600:
                    time.sleep(0.2)
                took = time.monotonic() - up
                # What is sent twice would come by now.
                time.sleep(10)
                found = letter_states(portal)
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait()
    times = Counter(mail["Message-ID"] for mail in server.mails)
    print(f"  up again: the last letter came after {took:.0f} s; in the outbox: {found['states']}")
    print(
        f"  written {ANSWERS}, delivered {len(times)}, more than once {sum(n > 1 for n in times.values())}", flush=True
    )
    return len(times) == len(server.mails) == ANSWERS


if __name__ == "__main__":
    main()
