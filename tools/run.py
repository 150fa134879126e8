"""`make run`: a portal on this machine with real councils. `make manage do=…`: Django's commands on that portal."""

import os
import secrets
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import environment
from environment import say, stop

# What the shell may have set for another portal.
FIXED = (
    "SECRET_KEY",
    "SEALING_KEYS",
    "MEDIA_ROOT",
    "DJANGO_SETTINGS_MODULE",
    "TRUSTED_PROXY",
    "BIND",
    "GUNICORN_CMD_ARGS",
)
STATE = Path(environment.ROOT) / "var"
DATABASE = STATE / "db.sqlite3"
# What stands there sealed, and what hangs on none of these tables: tests/test_setup.py compares.
SEALED = (
    "contact_message", "contact_letter", "contact_subscription", "contact_barrierreport", "meetings_registration",
    "meetings_accesslink",
)  # fmt: skip
# Seconds before a worker that ended is started again.
PAUSE = 5


def main():
    """Prepares everything and runs web server and worker, or one management command."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    os.umask(0o077)
    port = chosen_port()
    serving = len(sys.argv) == 1
    if serving:
        stop_if_taken(port)
    environment.install("requirements.txt")
    os.environ.update(portal_environment(port))
    manage = [environment.PYTHON, "manage.py"]
    if not serving:
        os.execv(manage[0], manage + shlex.split(" ".join(sys.argv[1:])))
    say("Preparing the portal in var/ …")
    if subprocess.call([*manage, "setup_portal", "--with-admin"]):
        stop("The portal could not be prepared: see above.")
    say("Starting the web server …")
    sys.exit(serve([environment.PYTHON, "-m", "gunicorn"], [*manage, "work"]))


def serve(web_server, worker):
    """Runs the web server and beside it the worker, which is started again when it ends; gives the former's end."""
    children, ending = {}, []

    def end(*signal_and_frame):
        ending.append(True)
        for child in children.values():
            child.terminate()

    # Ctrl+C reaches the children by itself; told once more, they do nothing else.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    children["web"] = subprocess.Popen(web_server)
    started = float("-inf")
    while children["web"].poll() is None:
        # A worker that ends at once is not started over and over.
        ended = "worker" not in children or children["worker"].poll() is not None
        if ended and not ending and time.monotonic() - started > PAUSE:
            children["worker"], started = subprocess.Popen(worker), time.monotonic()
        time.sleep(0.2)
    end()
    for child in children.values():
        child.wait()
    return children["web"].returncode


def chosen_port():
    """PORT, 8000 when it is not set."""
    port = os.environ.get("PORT") or "8000"
    if not (port.isdigit() and 1024 <= int(port) <= 65535):
        stop(f"PORT must be a number from 1024 to 65535, not {port!r}.")
    return int(port)


def stop_if_taken(port):
    """Says so early, rather than after a minute of preparation."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            stop(f"Port {port} is taken by another program. Choose another one: make run PORT={port + 1}")


def portal_environment(port):
    """The variables of the portal in var/; those about the machine are fixed, whatever else the shell has set."""
    for name in FIXED:
        os.environ.pop(name, None)
    return {
        "SECRET_KEY_FILE": str(key_file("secret_key")),
        "SEALING_KEYS_FILE": str(key_file("sealing_keys")),
        "STATE_DIR": str(STATE),
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "ALLOW_HTTP": "yes",
        # Somebody tries the portal out: no reason to ask other people's servers.
        "CHECK_LINKS": "no",
        "DEBUG": "no",
        "PORT": str(port),
    }


def holds_sealed():
    """Whether the database has messages, registrations or the like; they can be read with their own keys only."""
    if not DATABASE.exists():
        return False
    with closing(sqlite3.connect(f"{DATABASE.resolve().as_uri()}?mode=ro", uri=True)) as database:
        return any(_has_rows(database, table) for table in SEALED)


def _has_rows(database, table):
    try:
        return bool(database.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])
    except sqlite3.OperationalError:
        # No such table: it was never prepared to the end.
        return False


def key_file(name):
    """A file with a random key, made once; put in place whole, so that no interruption leaves half a key."""
    STATE.mkdir(mode=0o700, exist_ok=True)
    STATE.chmod(0o700)
    file = STATE / name
    if not file.exists():
        if name == "sealing_keys" and holds_sealed():
            stop(
                f"{file} is missing, and {DATABASE} holds messages or registrations that only its keys open. Put "
                "the file back from your copy. If there is none, they are lost: see docs/messages.md."
            )
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        unfinished.replace(file)
    file.chmod(0o600)
    return file


if __name__ == "__main__":
    main()
