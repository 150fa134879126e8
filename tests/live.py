"""A portal of its own for tests that look at it from outside: its own folder, database, process and port."""

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent


# Reads what is written to the councils whose short names are given.
READER = """
from councils.models import Council, Editor, User
user, made = User.objects.get_or_create(
    username="{name}", defaults={{"is_staff": True, "language": "de", "email": "{name}@office.example"}}
)
user.set_password("{password}")
user.save()
for council in Council.objects.filter(slug__in={slugs}):
    Editor.objects.get_or_create(user=user, council=council, role="{role}")
"""


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class LivePortal:
    """Set up as `make run` does it, then served by gunicorn until the tests are over."""

    def __init__(self, folder, database_url=None, **environment):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SEALING_KEYS": secrets.token_urlsafe(50),
            "STATE_DIR": str(folder / "var"),
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "ALLOW_HTTP": "yes",
            "CHECK_LINKS": "no",
            "PORT": str(self.port),
            "OPERATOR_NAME": "Stadt Musterstadt",
            "OPERATOR_STREET": "Musterstraße 1",
            "OPERATOR_CITY": "12345 Musterstadt",
            "OPERATOR_REPRESENTATIVE": "Erika Mustermann",
            "OPERATOR_RESPONSIBLE": "Erika Mustermann, Anschrift wie oben",
            "OPERATOR_MAIL": "portal@musterstadt.example",
            **({"DATABASE_URL": database_url} if database_url else {}),
            **environment,
        }
        self.process = None

    def manage(self, *arguments):
        """Runs a management command on this portal and returns what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def make_reader(self, name, *slugs, role="message_reader"):
        """An account that reads messages to these councils, which opens their forms; gives its password.

        With the role of an editor it reads who wants to take part in their meetings.
        """
        password = secrets.token_urlsafe(12)
        self.manage("shell", "--command", READER.format(name=name, password=password, slugs=slugs, role=role))
        return password

    def __enter__(self):
        self.manage("setup_portal")
        self.manage("import_council", "tests/data/musterrat.yaml")
        self.make_reader("clerk", "kaufbeuren-integrationsbeirat", "beckum-integrationsrat")
        self.writers_password = self.make_reader("writer", "musterstadt-rat", role="editor")
        with self.log.open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(timeout=30)

    def _wait(self):
        end = time.monotonic() + 60
        while "Ready:" not in self.log.read_text(encoding="utf-8"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The portal did not start:\n{self.log.read_text(encoding='utf-8')}")
            time.sleep(0.05)

    def get(self, path):
        """The page as text, redirects followed."""
        with urlopen(self.url + path, timeout=30) as answer:
            return answer.read().decode()
