"""What surrounds the application: settings, checks, log lines, catalogues, locks, and the programs behind make."""

import gettext
import importlib.util
import logging
import os
import re
import runpy
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import RequestFactory

from councils import client
from portal import checks
from portal.catalogues import compile_catalogues
from portal.logs import PrivateFormatter
from tests.factories import make_message

ROOT = Path(__file__).resolve().parent.parent
KEY = "k3y-" + "abcdefghij" * 5
PRODUCTION = {"SECRET_KEY": KEY, "SEALING_KEYS": KEY, "BASE_URL": "https://raete.example.de"}


@pytest.fixture
def settings_from(monkeypatch):
    """Reads portal/settings.py anew with only the given variables set."""

    def read(**environment):
        for name in list(os.environ):
            if name not in {"PATH", "HOME"}:
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "portal" / "settings.py"))

    return read


# Settings


def test_settings_are_safe_when_only_the_necessary_is_set(settings_from):
    settings = settings_from(**PRODUCTION)

    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["raete.example.de"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "db.sqlite3")
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert "SECURE_PROXY_SSL_HEADER" not in settings
    assert settings["OPERATOR_NAME"] == ""
    assert settings["PORTAL_NAME"] == "Mitsprache"


def run_without_settings(*command):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *command],
        env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_migrations_need_no_settings_and_are_complete():
    answer = run_without_settings("makemigrations", "--check")

    assert (answer.returncode, answer.stdout) == (0, "No changes detected\n")


def test_command_without_settings_says_what_is_missing():
    answer = run_without_settings("migrate", "--check")

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("SECRET_KEY is not set. Write a long random text there")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "django-insecure-" + KEY),
        ("SECRET_KEY", "aaaa" * 20),
        ("BASE_URL", ""),
        ("BASE_URL", "raete.example.de"),
        ("BASE_URL", "https://raete.example.de/"),
        ("BASE_URL", "https://raete.example.de/portal"),
        ("BASE_URL", "https://raete.example.de?x"),
        ("BASE_URL", "https://user@raete.example.de"),
        ("BASE_URL", "https://raete.example.de:port"),
        ("BASE_URL", "https://räte\\.example.de"),
        ("BASE_URL", "http://raete.example.de"),
        ("BASE_URL", "ftp://raete.example.de"),
        ("BASE_URL", "https://[::1"),
        ("ALLOWED_HOSTS", "https://raete.example.de"),
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "maybe"),
        ("ALLOW_HTTP", "2"),
        ("TRUSTED_PROXY", "nginx"),
        ("PAGE_CACHE", "300"),
        ("DATABASE_URL", "mysql://localhost/portal"),
        ("DATABASE_URL", "portal.db"),
        ("DATABASE_URL", "postgres://localhost:port/portal"),
        ("DATABASE_URL", "postgres://localhost"),
        ("EMAIL_URL", "mail.example.de"),
        ("EMAIL_FROM", "Erika <erika@example.de>"),
        ("REPLY_MAILBOX", "answers"),
        ("REPLY_SERVER", "imap://portal:secret@mail.example.de"),
        ("REPLY_SERVER", "imap+ssl://mail.example.de:993/INBOX"),
        ("REPLY_SERVER", "/var/mail/portal"),
        ("OPERATOR_MAIL", "example.de"),
        ("OPERATOR_NAME", "Stadt\nMusterstadt"),
        ("PORTAL_NAME", "x" * 301),
        ("STATE_DIR", "var"),
        ("MAX_FILE_MB", "0"),
        ("MAX_FILE_MB", "25 MB"),
        ("MAX_FILE_MB", "²5"),
    ],
)
def test_settings_refuse_a_wrong_value_and_name_it(settings_from, name, value):
    with pytest.raises(ImproperlyConfigured, match=rf"^{name} (is not set|must be)") as refused:
        settings_from(**PRODUCTION | {name: value})

    if name in {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL", "REPLY_SERVER"} and value:
        assert value not in str(refused.value)


def test_plain_http_is_a_choice_of_its_own(settings_from):
    settings = settings_from(SECRET_KEY=KEY, SEALING_KEYS=KEY, BASE_URL="http://127.0.0.1:8000", ALLOW_HTTP="yes")

    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert settings["SESSION_COOKIE_SECURE"] is False


def test_secret_key_comes_from_an_owner_only_file(settings_from, tmp_path):
    file = tmp_path / "key"
    file.write_text(KEY + "\n", encoding="utf-8")
    environment = {"SECRET_KEY_FILE": str(file), "SEALING_KEYS": KEY, "BASE_URL": "https://raete.example.de"}

    file.chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match=r"^SECRET_KEY_FILE must be .*chmod 600"):
        settings_from(**environment)
    file.chmod(0o600)

    assert settings_from(**environment)["SECRET_KEY"] == KEY


def test_postgres_address_is_understood(settings_from):
    server = settings_from(**PRODUCTION, DATABASE_URL="postgres://portal:s%2Fecret@db.example:5433/raete")
    socket_folder = settings_from(**PRODUCTION, DATABASE_URL="postgres://portal@//run/postgresql/raete")

    default = server["DATABASES"]["default"]
    assert default["ENGINE"] == "django.db.backends.postgresql"
    assert (default["USER"], default["PASSWORD"]) == ("portal", "s/ecret")
    assert (default["HOST"], default["PORT"], default["NAME"]) == ("db.example", 5433, "raete")
    assert socket_folder["DATABASES"]["default"]["HOST"] == "/run/postgresql"


def test_mail_server_is_understood(settings_from):
    settings = settings_from(**PRODUCTION, EMAIL_URL="smtp+tls://portal:s%40crt@mail.example.de:587")

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.de", 587)
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("portal", "s@crt")
    assert settings["EMAIL_USE_TLS"] is True


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_sqlite_waits_instead_of_failing(settings):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20000,)
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.postgres
@pytest.mark.django_db
def test_run_on_postgres_is_one():
    from django.db import connection

    assert connection.vendor == "postgresql"


def test_readme_lists_every_variable():
    source = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    kinds = "switch|text|secret_key|base_url|hosts|folder|database|whole_number|mail_\\w+"
    names = re.findall(rf'env\.(?:{kinds})\(\s*"(\w+)"', source)
    assert len(names) > 15
    assert [name for name in names if f"`{name}`" not in readme] == []


# Checks, addresses, logs


def test_deploy_check_asks_for_the_operator(settings):
    for name in checks.OPERATOR_PARTS:
        setattr(settings, name, "something")
    assert checks.operator_is_named(None) == []

    settings.OPERATOR_CITY = ""

    assert [error.id for error in checks.operator_is_named(None)] == ["portal.E001"]
    assert "OPERATOR_CITY" in str(checks.operator_is_named(None))


def test_visitors_address_comes_from_the_proxy_only_when_it_is_trusted(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")

    settings.TRUSTED_PROXY = False
    assert client.address(request) == "127.0.0.1"

    settings.TRUSTED_PROXY = True
    assert client.address(request) == "198.51.100.7"


def test_log_lines_name_nobody():
    somebody = "erika@example.org"

    try:
        try:
            raise KeyError(somebody)
        except KeyError as error:
            raise ValueError(f"Key (mail)=({somebody}) is there already") from error
    except ValueError:
        text = f"Failed for 203.0.113.9, 2001:db8::7 and {somebody} at /de/suche/?q=Asyl+Hilfe"
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, text, None, sys.exc_info())
        line = PrivateFormatter().format(record)

    assert "Failed for …, … and … at /de/suche/?…" in line
    assert "builtins.KeyError\n… while handling:" in line
    assert line.endswith("builtins.ValueError")
    assert "erika" not in line


def test_log_lines_about_the_set_up_keep_their_text():
    try:
        raise ImproperlyConfigured("BASE_URL must be set")
    except ImproperlyConfigured:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "No start", None, sys.exc_info())

    assert "BASE_URL must be set" in PrivateFormatter().format(record)


def test_other_machines_are_out_of_reach():
    from tests.conftest import NetworkShut

    with pytest.raises(NetworkShut), socket.socket() as probe:
        probe.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkShut):
        socket.getaddrinfo("example.org", 80)


# Catalogues

POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : n!=1 && "
"(n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);\n"

msgid "%(n)s seat"
msgid_plural "%(n)s seats"
msgstr[0] "%(n)s miejsce"
msgstr[1] "%(n)s miejsca"
msgstr[2] "%(n)s miejsc"
msgstr[3] "%(n)s miejsca"

msgctxt "month"
msgid "May"
msgstr "maj"

#, fuzzy
msgid "Meeting"
msgstr "Rada"
"""


@pytest.fixture
def polish(tmp_path):
    file = tmp_path / "pl" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(POLISH, encoding="utf-8")
    return file


def test_compiled_catalogue_keeps_plurals_contexts_and_leaves_out_the_uncertain(polish, tmp_path):
    compile_catalogues(tmp_path)

    catalogue = gettext.translation("django", tmp_path, ["pl"])
    seats = [catalogue.ngettext("%(n)s seat", "%(n)s seats", n) for n in (1, 3, 5, 22)]
    assert seats == ["%(n)s miejsce", "%(n)s miejsca", "%(n)s miejsc", "%(n)s miejsca"]
    assert catalogue.pgettext("month", "May") == "maj"
    assert catalogue.gettext("Meeting") == "Meeting"


def test_catalogue_is_compiled_only_when_it_changed(polish, tmp_path):
    assert len(compile_catalogues(tmp_path)) == 1
    assert compile_catalogues(tmp_path) == []

    later = polish.stat().st_mtime + 10
    os.utime(polish, (later, later))

    assert compile_catalogues(tmp_path) == [polish.with_suffix(".mo")]
    assert [file.name for file in sorted(polish.parent.iterdir())] == ["django.mo", "django.po"]


def test_compile_command_reads_the_portals_own_folder(polish, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]

    call_command("compile_catalogues")

    assert polish.with_suffix(".mo").exists()


# Locks


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_names_versions_and_hashes_but_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    packages = re.findall(r"^[a-z0-9].*$", text, re.MULTILINE)
    assert [line for line in packages if "==" not in line] == []
    assert text.count("--hash=sha256:") >= len(packages)
    assert set(re.findall(r"--[a-z-]+", text)) == {"--hash"}
    assert not re.search(r"://|(?:^|\s)/", text)


def test_development_uses_the_versions_that_run():
    def versions(lock):
        return set(re.findall(r"^([a-z0-9-]+==[^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("requirements.txt") - versions("requirements-dev.txt") == set()


# The programs behind make


def tool(name):
    """A program of tools/ as a module."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / "tools" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return module


def test_old_python_is_told_what_is_needed(monkeypatch):
    environment = tool("environment")
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(environment.shutil, "which", lambda _name: None)

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer.*is 3\.9\.2"):
        environment.need_new_python()


@pytest.mark.parametrize("port", ["", "80a", "80", "65536", "-1"])
def test_wrong_port_is_named(monkeypatch, port):
    run = tool("run")
    monkeypatch.setenv("PORT", port)

    if port:
        with pytest.raises(SystemExit, match="PORT must be a number from 1024 to 65535"):
            run.chosen_port()
    else:
        assert run.chosen_port() == 8000


def test_taken_port_is_named_with_a_way_out():
    run = tool("run")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(SystemExit, match=rf"Port {port} is taken.*make run PORT="):
            run.stop_if_taken(port)


def test_secret_key_is_made_once_for_its_owner(monkeypatch, tmp_path):
    run = tool("run")
    monkeypatch.setattr(run, "STATE", tmp_path / "var")

    first = run.key_file("secret_key").read_text(encoding="utf-8")
    again = run.key_file("secret_key")

    assert again.read_text(encoding="utf-8") == first
    assert again.stat().st_mode & 0o777 == 0o600
    assert again.parent.stat().st_mode & 0o777 == 0o700


def test_every_table_with_sealed_texts_is_looked_into_or_hangs_on_one_that_is():
    from contact import sealing

    models = {model for model, _columns in sealing.sealed_columns()}
    hanging = {
        model
        for model in models
        if any(field.related_model in models and not field.null for field in model._meta.concrete_fields)
    }

    assert {model._meta.db_table for model in models - hanging} == set(tool("run").SEALED)


@pytest.mark.parametrize("table", ["contact_message", "meetings_registration"])
def test_new_keys_are_not_made_for_messages_that_others_sealed(monkeypatch, tmp_path, table):
    run = tool("run")
    monkeypatch.setattr(run, "STATE", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "db.sqlite3")
    with closing(sqlite3.connect(run.DATABASE)) as database:
        run.key_file("sealing_keys").unlink()
        database.execute(f"CREATE TABLE {table} (id)")
        run.key_file("sealing_keys").unlink()
        database.execute(f"INSERT INTO {table} VALUES (1)")
        database.commit()

    with pytest.raises(SystemExit, match=r"sealing_keys is missing, and .* holds messages"):
        run.key_file("sealing_keys")

    assert not (tmp_path / "sealing_keys").exists()
    assert run.key_file("secret_key").exists()
    (tmp_path / "sealing_keys").write_text(KEY, encoding="utf-8")
    assert run.key_file("sealing_keys").read_text(encoding="utf-8") == KEY


@pytest.mark.django_db
def test_portal_and_worker_start_only_with_the_keys_of_the_database(settings, monkeypatch):
    monkeypatch.setattr(os, "umask", lambda _mask: None)
    gunicorn = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    keys = settings.SEALING_KEYS
    settings.SEALING_KEYS = [KEY]
    make_message()
    settings.SEALING_KEYS = keys

    for start in [lambda: call_command("work", "--once"), lambda: call_command("setup_portal")]:
        with pytest.raises(SystemCheckError, match="SEALING_KEYS lacks the key"):
            start()
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS lacks the key"):
        gunicorn["post_worker_init"](None)


@pytest.fixture
def scratch_environment(monkeypatch, tmp_path):
    """tools/environment.py in an empty folder, with what it starts written down instead of started."""
    environment = tool("environment")
    started = []

    def call(command, **kwargs):
        started.append(command)
        if command[1:3] == ["-m", "venv"]:
            (tmp_path / ".venv" / "bin").mkdir(parents=True)
            Path(environment.PYTHON).touch()
        return 0

    for name, path in {"ROOT": "", "VENV": ".venv", "PYTHON": ".venv/bin/python", "STAMP": ".venv/installed"}.items():
        monkeypatch.setattr(environment, name, str(tmp_path / path))
    monkeypatch.setattr(environment.subprocess, "call", call)
    for lock in environment.LOCKS:
        (tmp_path / lock).write_text(lock, encoding="utf-8")
    environment.installs = lambda: [command[-1] for command in started if "--require-hashes" in command]
    return environment


def test_packages_are_installed_only_when_a_lock_changed(scratch_environment, tmp_path):
    lock = tmp_path / "requirements.txt"

    scratch_environment.install("requirements.txt")
    scratch_environment.install("requirements.txt")
    assert scratch_environment.installs() == [str(lock)]

    lock.write_text("changed", encoding="utf-8")
    scratch_environment.install("requirements.txt")
    assert scratch_environment.installs() == [str(lock)] * 2


def test_development_lock_contains_the_running_one(scratch_environment, tmp_path):
    scratch_environment.install("requirements-dev.txt")
    scratch_environment.install("requirements.txt")

    assert scratch_environment.installs() == [str(tmp_path / "requirements-dev.txt")]


@pytest.mark.parametrize("rest", ["empty folder", "cut off while being made", "cut off while installing", "dead link"])
def test_half_made_environment_is_finished(scratch_environment, tmp_path, rest):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    if rest.startswith("cut off"):
        (venv / "bin" / "python").touch()
        (venv / "old").touch()
    if rest == "cut off while installing":
        (venv / "installed").touch()
    if rest == "dead link":
        (venv / "bin" / "python").symlink_to(tmp_path / "gone")
        (venv / "installed").write_text("old", encoding="utf-8")

    scratch_environment.install("requirements.txt")

    assert scratch_environment.installs() == [str(tmp_path / "requirements.txt")]
    assert Path(scratch_environment.STAMP).read_text(encoding="utf-8")
    assert (venv / "old").exists() == (rest == "cut off while installing")


SERVING = """
import sys
sys.path.insert(0, {tools!r})
import run
run.PAUSE = 0.1
sys.exit(run.serve([sys.executable, "-c", {web!r}], [sys.executable, "-c", {worker!r}]))
"""
WEB = "import signal, sys, time; signal.signal(signal.SIGTERM, lambda *_: sys.exit(7)); time.sleep(60)"


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("ended_by", [signal.SIGTERM, signal.SIGINT])
def test_worker_starts_again_and_ends_with_the_web_server(tmp_path, ended_by):
    file = tmp_path / "workers"
    worker = f"import os, time; open({str(file)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(60)"
    script = SERVING.format(tools=str(ROOT / "tools"), web=WEB, worker=worker)
    serving = subprocess.Popen([sys.executable, "-c", script])

    def started(number):
        end = time.monotonic() + 20
        while not (file.exists() and len(file.read_text(encoding="utf-8").split()) >= number):
            assert time.monotonic() < end
            time.sleep(0.05)
        return [int(pid) for pid in file.read_text(encoding="utf-8").split()]

    os.kill(started(1)[0], signal.SIGKILL)
    _first, second = started(2)
    serving.send_signal(ended_by)

    assert serving.wait(timeout=20) == 7
    assert not is_running(second)
