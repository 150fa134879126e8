"""The portal's settings as a test run sees them: a fixed environment, whatever the machine's own says."""

import os
import tempfile
from pathlib import Path

from portal.catalogues import compile_catalogues

# One folder for all processes of a run; the machine's own cleaning takes it away.
SCRATCH = Path(tempfile.mkdtemp(prefix="mitsprache-tests-"))


def database():
    """SQLite, or with TEST_DATABASE=postgres a PostgreSQL that this run starts itself."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        return f"sqlite:///{SCRATCH / 'db.sqlite3'}"
    from tests.postgres import server

    return server().url("postgres")


for name in list(os.environ):
    if name.startswith(("OPERATOR_", "PORTAL_", "EMAIL_")) or name in {"DEBUG", "TRUSTED_PROXY", "PAGE_CACHE"}:
        del os.environ[name]
os.environ |= {
    "ALLOW_HTTP": "yes",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "BASE_URL": "http://testserver",
    "DATABASE_URL": database(),
    "SECRET_KEY": "only the tests use this key, it protects nothing at all",
    "STATE_DIR": str(SCRATCH),
}

from portal.settings import *  # noqa: E402, F403
from portal.settings import LOCALE_PATHS, STATIC_ROOT, STORAGES  # noqa: E402

compile_catalogues(LOCALE_PATHS[0])

# Quick instead of safe.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files under their plain names: nothing has been collected. The browser's tests see the hashed ones.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir()
