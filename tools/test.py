"""`make test`: the checks, then all tests on SQLite, then all but the browser's on PostgreSQL. First failure ends it.

Also `make lint`, `make format` and `make messages`, which use the same tools.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment
from environment import say, stop

BIN = Path(environment.VENV) / "bin"
DJANGO = "5.2"
# Two processes, as most machines have two cores to spare; each has a database, a live portal and a browser of its own.
PYTEST = [BIN / "python", "-m", "pytest", "--numprocesses", "2", "--dist"]
# By file: what a file prepares once, one of the two prepares. What the browser looks at is shared out singly; a process
# may come back to a file there, so fixtures that write to the live portal last for the session.
BY_FILE = [*PYTEST, "loadfile", "--no-loadscope-reorder", "-m", "not browser"]
SINGLY = [*PYTEST, "worksteal", "-m", "browser"]
# Tables are made from the models, which the checks find equal to the migrations. These run in the live portal, set
# up on both databases as `make run` does it.
FROM_MODELS = ["--no-migrations"]


def main():
    """Runs one of the targets below; the whole test when none is named."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    environment.install("requirements-dev.txt")
    {"test": test, "lint": lint, "format": tidy, "messages": messages}[sys.argv[1] if sys.argv[1:] else "test"]()


def test():
    """Everything; the last line is pytest's."""
    need("msgfmt", "xgettext", package="gettext")
    need("chromium", "chromium-browser", "google-chrome", package="chromium", any_of=True)
    lint()
    say("\n== Tests on SQLite")
    run(*BY_FILE, *FROM_MODELS)
    say("\n== What the browser shows")
    run(*SINGLY, *FROM_MODELS)
    say("\n== Tests on PostgreSQL")
    os.environ["TEST_DATABASE"] = "postgres"
    run(*BY_FILE, *FROM_MODELS)


def lint():
    """Form, idioms, import directions, missing migrations, stale catalogues."""
    need("xgettext", "msgmerge", package="gettext")
    say("\n== Checks")
    run(BIN / "ruff", "check", "--quiet", ".")
    run(BIN / "ruff", "format", "--quiet", "--check", ".")
    run(BIN / "django-upgrade", "--target-version", DJANGO, "--check", *files("*.py"), quiet=True)
    run(BIN / "lint-imports", "--no-cache", quiet=True)
    run(BIN / "djangofmt", "--check", "templates", quiet=True)
    run(BIN / "djade", "--target-version", DJANGO, "--check", *files("templates/*.html"), quiet=True)
    run(BIN / "python", "manage.py", "check", "--fail-level", "WARNING", quiet=True)
    run(BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run", quiet=True)
    run(BIN / "python", "tools/catalogues.py", "check")


def tidy():
    """Puts files into the form that lint asks for."""
    run(BIN / "ruff", "check", "--quiet", "--fix", ".")
    run(BIN / "ruff", "format", "--quiet", ".")
    run(BIN / "django-upgrade", "--target-version", DJANGO, "--exit-zero-even-if-changed", *files("*.py"))
    run(BIN / "djangofmt", "--quiet", "templates")
    # Exits with 1 when it changed a file; after the second run nothing is left to change.
    subprocess.call([BIN / "djade", "--target-version", DJANGO, *files("templates/*.html")])
    run(BIN / "djade", "--target-version", DJANGO, *files("templates/*.html"))


def messages():
    """Collects the texts of code and templates into the catalogues."""
    need("xgettext", "msgmerge", package="gettext")
    run(BIN / "python", "tools/catalogues.py", "update")


def files(pattern):
    """Paths that git knows or would take."""
    listed = subprocess.check_output(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern], text=True
    )
    return [path for path in listed.split("\0") if path and Path(path).exists()]


def run(*command, quiet=False):
    """One step; when it fails, so does the whole. A quiet one speaks only when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=quiet, text=True, check=False)
    if done.returncode:
        if quiet:
            say(done.stdout + done.stderr)
        stop(f"Failed: {' '.join(str(part) for part in command)[:200]}")


def need(*commands, package, any_of=False):
    """Goes on when the machine has the commands; installs Debian's package where that is possible."""
    there = [command for command in commands if shutil.which(command)]
    if len(there) == len(commands) or (any_of and there):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing Debian's package {package} …")
        quietly = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        subprocess.call(["apt-get", "update", "-qq"], **quietly)
        if subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], **quietly) == 0:
            return
    stop(f"The tests need the command {commands[0]}, which this machine lacks (Debian: apt-get install {package}).")


if __name__ == "__main__":
    main()
