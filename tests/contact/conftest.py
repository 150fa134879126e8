"""What the tests of messages share."""

import sqlite3

import pytest
from django.db import connection


@pytest.fixture
def real_database(transactional_db, tmp_path):
    """The database as other threads and processes see it; SQLite's, in memory else, as a file. Gives its path."""
    if connection.vendor != "sqlite":
        yield None
        return
    # Playwright, once started, leaves this thread without the connection that it had.
    connection.ensure_connection()
    path, memory, name = tmp_path / "db.sqlite3", connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    yield path
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = memory, name
