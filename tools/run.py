"""`make run`: a portal on this machine with real councils. `make manage do=…`: Django's commands on that portal."""

import os
import secrets
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import environment
from environment import say, stop

STATE = Path(environment.ROOT) / "var"


def main():
    """Prepares everything and becomes the web server, or runs one management command."""
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
    gunicorn = [environment.PYTHON, "-m", "gunicorn"]
    os.execv(gunicorn[0], gunicorn)


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
    for name in ("SECRET_KEY", "MEDIA_ROOT", "DJANGO_SETTINGS_MODULE", "TRUSTED_PROXY", "BIND", "GUNICORN_CMD_ARGS"):
        os.environ.pop(name, None)
    return {
        "SECRET_KEY_FILE": str(secret_key_file()),
        "STATE_DIR": str(STATE),
        "DATABASE_URL": f"sqlite:///{STATE / 'db.sqlite3'}",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
        "ALLOW_HTTP": "yes",
        "DEBUG": "no",
        "PORT": str(port),
    }


def secret_key_file():
    """The file with the secret key, made once; put in place whole, so that no interruption leaves half a key."""
    STATE.mkdir(mode=0o700, exist_ok=True)
    STATE.chmod(0o700)
    file = STATE / "secret_key"
    if not file.exists():
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        unfinished.replace(file)
    file.chmod(0o600)
    return file


if __name__ == "__main__":
    main()
