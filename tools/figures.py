"""`make figures`: what a page weighs, how many SQL queries it takes, how soon the first page of a fresh start comes.

Prints the tables that README shows. Sizes are those of the bytes sent (gzip), per page type, the largest over all
languages; queries are counted with the five councils and with three hundred more.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

import environment

sys.path.insert(0, str(environment.ROOT))
ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')


def main():
    """Prints the tables; with `fresh`, also starts a clone from nothing and times its first page."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements-dev.txt")
    if not os.environ.get("VIRTUAL_ENV") and sys.prefix != str(Path(environment.VENV)):
        python = str(Path(environment.VENV) / "bin" / "python")
        os.execv(python, [python, *sys.argv])
    weights()
    queries()
    if "fresh" in sys.argv:
        fresh_start()


def fetch(address):
    """The answer's bytes as sent, and its headers."""
    request = Request(address, headers={"Accept-Encoding": "gzip"})
    with urlopen(request, timeout=30) as answer:
        return answer.read(), answer.headers


def weights():
    """Bytes before first paint (page and style) and in all (with icons), largest language of each page type."""
    from tests.browser.pages import LANGUAGES
    from tests.live import LivePortal
    from tests.page_types import PAGE_STATES, PAGE_TYPES

    print("| page | HTML + CSS, kB | all, kB | heaviest in |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch, LivePortal(Path(scratch)) as portal:
        for name, path in (PAGE_TYPES | PAGE_STATES).items():
            sizes = []
            for language in LANGUAGES:
                body, _headers = fetch(f"{portal.url}/{language}{path}")
                html = gzip.decompress(body).decode() if body[:2] == b"\x1f\x8b" else body.decode()
                assets = {asset: len(fetch(portal.url + asset)[0]) for asset in set(ASSET.findall(html))}
                paint = len(body) + sum(size for asset, size in assets.items() if asset.endswith(".css"))
                sizes.append((paint, len(body) + sum(assets.values()), language))
            paint, everything, language = max(sizes)
            print(f"| {name} | {paint / 1000:.1f} | {everything / 1000:.1f} | {language} |")


def queries():
    """SQL statements per page type with the five councils, and with three hundred more of everything."""
    test = [sys.executable, "-m", "pytest", "-q", "-s", "tests/portal/test_queries.py"]
    subprocess.run(test, check=True, env={**os.environ, "PRINT_FIGURES": "yes"})


def fresh_start():
    """Seconds from `make run` in a new clone to the first page."""
    scratch = Path(tempfile.mkdtemp())
    try:
        subprocess.run(["git", "clone", "--quiet", environment.ROOT, scratch / "clone"], check=True)
        port = "8765"
        began = time.monotonic()
        process = subprocess.Popen(
            ["make", "--silent", "run"],
            cwd=scratch / "clone",
            env={**os.environ, "PORT": port},
            stdout=subprocess.DEVNULL,
        )
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/de/", timeout=5):
                    break
            except OSError:
                time.sleep(0.1)
        print(f"\nFresh `make run` to the first page: {time.monotonic() - began:.0f} s")
        process.terminate()
        process.wait(timeout=30)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
