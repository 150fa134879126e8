"""The portal from outside, as `make run` sets it up and gunicorn serves it."""

import signal
import stat
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal.settings import CONTENT_SECURITY_POLICY
from tests.live import ROOT
from tests.mail import MailServer, letter_states, write_answers


def ask(portal, path, **headers):
    """One bare request; the answer with its body."""
    connection = HTTPConnection("127.0.0.1", portal.port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.text = answer.read()
    connection.close()
    return answer


def test_live_portal_sends_the_safe_headers(live_portal):
    answer = ask(live_portal, "/de/")

    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert answer.status == 200
    assert policy == {name: " ".join(values) for name, values in CONTENT_SECURITY_POLICY["DIRECTIVES"].items()}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Set-Cookie"] is None


def test_live_portal_refuses_other_hosts(live_portal):
    assert ask(live_portal, "/de/", Host="raete.example.org").status == 400


def test_live_portal_logs_no_visitor(live_portal):
    ask(live_portal, "/de/no-such-page/?mail=erika@example.org", Host="raete.example.org")
    ask(live_portal, "/de/no-such-page/?mail=erika@example.org")

    assert "erika" not in live_portal.log.read_text(encoding="utf-8")


def test_live_portal_files_are_the_owners_only(live_portal):
    state = Path(live_portal.environment["STATE_DIR"])

    open_to_others = [path for path in [state, *state.rglob("*")] if stat.S_IMODE(path.stat().st_mode) & 0o077]

    assert (state / "static").is_dir()
    assert open_to_others == []


def test_static_files_carry_hashes_and_stay_in_caches(live_portal):
    page = ask(live_portal, "/de/").text.decode()
    address = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))

    answer = ask(live_portal, address, **{"Accept-Encoding": "gzip"})

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_setup_repeated_changes_nothing(live_portal):
    count = "from councils.models import Council; print(Council.objects.count())"
    before = live_portal.manage("shell", "--verbosity", "0", "-c", count)

    live_portal.manage("setup_portal")

    assert live_portal.manage("shell", "--verbosity", "0", "-c", count) == before


def test_admin_account_is_made_once_and_its_password_works(live_portal):
    first = live_portal.manage("setup_portal", "--with-admin")
    second = live_portal.manage("setup_portal", "--with-admin")

    password = first.partition("password ")[2].split()[0]
    works = f"from councils.models import User; print(User.objects.get(username='admin').check_password({password!r}))"
    assert live_portal.manage("shell", "--verbosity", "0", "-c", works).strip() == "True"
    assert "password" not in second


@pytest.mark.parametrize("name", ["SECRET_KEY", "BASE_URL"])
def test_live_portal_does_not_start_without(live_portal, name):
    environment = {**live_portal.environment}
    del live_portal.environment[name]
    try:
        with pytest.raises(RuntimeError, match=f"{name} (is not set|must be)"):
            live_portal.manage("check")
    finally:
        live_portal.environment = environment


def to_writers(server):
    return [mail["To"] for mail in server.mails if mail["To"].startswith("person")]


def test_two_workers_send_each_letter_once_and_end_when_told(live_portal):
    write_answers(live_portal, 40)
    command = [sys.executable, "manage.py", "work"]
    log = subprocess.DEVNULL, subprocess.PIPE

    with MailServer() as server:
        environment = {**live_portal.environment, "EMAIL_URL": f"smtp://127.0.0.1:{server.port}"}
        workers = [
            subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log[0], stderr=log[1], text=True)
            for _number in range(2)
        ]
        end = time.monotonic() + 60
        while len(to_writers(server)) < 40 and time.monotonic() < end:
            time.sleep(0.1)
        # A second letter to the same person would come now.
        time.sleep(1)
        for process in workers:
            process.send_signal(signal.SIGTERM)
        said = [process.communicate(timeout=30)[1] for process in workers]

    assert [process.returncode for process in workers] == [0, 0]
    assert sorted(to_writers(server)) == sorted(f"person{number}@example.org" for number in range(40))
    found = letter_states(live_portal)
    assert found["states"] == {"sent": 40}
    assert "worker" in found["pulse"]
    assert said == ["", ""]
