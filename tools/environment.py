"""The project's own Python: a virtual environment in .venv that holds exactly what a lock file names.

Runs on any Python 3, old ones too, so that it can say which one is needed.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed")
# The second lock contains the first.
LOCKS = {"requirements.txt": ["requirements.txt"], "requirements-dev.txt": ["requirements.txt", "requirements-dev.txt"]}


def say(line):
    """A line of progress, shown at once."""
    print(line, flush=True)


def stop(message):
    """Ends the program with a message for whoever started it."""
    sys.exit("\n" + message)


def need_new_python():
    """Goes on only with Python 3.11 or newer: starts again with one if the machine has it under another name."""
    if sys.version_info >= (3, 11):  # noqa: UP036 (older ones get here)
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        # The name alone proves nothing: version managers leave names behind that start nothing.
        if found and subprocess.call([found, "-c", ""], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            sys.stdout.flush()
            os.execv(found, [found, *sys.argv])
    version = ".".join(map(str, sys.version_info[:3]))
    stop(
        f"This needs Python 3.11 or newer; {sys.executable} is {version}.\n"
        "Install a newer one, or name it: make PYTHON=/path/to/python3.13 …"
    )


def install(lock):
    """Makes .venv hold what the lock names; does nothing when it does already."""
    prints = [_print_of(name) for name in LOCKS[lock]]
    if not _is_whole():
        say("Making .venv …")
        shutil.rmtree(VENV, ignore_errors=True)
        if subprocess.call([sys.executable, "-m", "venv", VENV]):
            shutil.rmtree(VENV, ignore_errors=True)
            stop("Python could not make .venv. On Debian and Ubuntu a package is missing: apt-get install python3-venv")
        _stamp([])
    with open(STAMP, encoding="utf-8") as file:
        if set(prints) <= set(file.read().split()):
            return
    _stamp([])
    say(f"Installing the packages that {lock} names; the first time this takes about a minute …")
    # Twice quiet: of pip only errors are news here.
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet"]
    if subprocess.call([*pip, "install", "--require-hashes", "--no-deps", "--requirement", os.path.join(ROOT, lock)]):
        stop("The packages could not be installed. Is there a connection to the package index? Then try again.")
    _stamp(prints)


def _is_whole():
    """Whether .venv was made to its end and starts: an interrupted one, or one whose Python is gone, does not."""
    if not (os.path.exists(PYTHON) and os.path.exists(STAMP)):
        return False
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.call([PYTHON, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def _stamp(prints):
    """Notes which locks are installed: none yet, when there are no prints."""
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write("\n".join(prints))


def _print_of(lock):
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
