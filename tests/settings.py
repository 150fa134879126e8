"""The portal's settings as a test run sees them: a fixed environment, whatever the machine's own says."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from portal.catalogues import compile_catalogues


def scratch():
    """One folder for all processes of a run, gone when the first of them ends, and in it one for this process."""
    if "TEST_FOLDER" not in os.environ:
        os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="mitsprache-tests-")
        atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
    folder = Path(os.environ["TEST_FOLDER"], os.environ.get("PYTEST_XDIST_WORKER", "first"))
    (folder / "static").mkdir(parents=True, exist_ok=True)
    return folder


def database(folder):
    """SQLite, or with TEST_DATABASE=postgres a PostgreSQL that the run's first process starts for all."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        return f"sqlite:///{folder / 'db.sqlite3'}"
    if "TEST_DATABASE_URL" not in os.environ:
        from tests.postgres import PostgresServer

        server = PostgresServer().start()
        atexit.register(server.stop)
        os.environ["TEST_DATABASE_URL"] = server.url("postgres")
    return os.environ["TEST_DATABASE_URL"]


SCRATCH = scratch()
own = ("OPERATOR_", "PORTAL_", "EMAIL_", "REPLY_", "OIDC_", "SECOND_FACTOR_")
for name in list(os.environ):
    if name.startswith(own) or name in {"DEBUG", "TRUSTED_PROXY", "PAGE_CACHE", "MAX_FILE_MB"}:
        del os.environ[name]
os.environ |= {
    "ALLOW_HTTP": "yes",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "BASE_URL": "http://testserver",
    "CHECK_LINKS": "no",
    "DATABASE_URL": database(SCRATCH),
    "SEALING_KEYS": "only-the-tests-use-this-key-it-seals-what-nobody-wrote",
    "SECRET_KEY": "only the tests use this key, it protects nothing at all",
    "STATE_DIR": str(SCRATCH),
}

from portal.settings import *  # noqa: E402, F403
from portal.settings import LOCALE_PATHS, STORAGES  # noqa: E402

compile_catalogues(LOCALE_PATHS[0])

# Quick instead of safe.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files under their plain names: nothing has been collected. The browser's tests see the hashed ones.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
