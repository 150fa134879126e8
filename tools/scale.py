"""`make scale`: whether lists stay as quick with 10,000 councils and 1,000,000 meetings as with 10 and 100.

For SQLite and PostgreSQL, each in one run: the same pages of a small and of a large portal in turns, so that a busy
machine is unfair to both alike, and what each page asks the database. What came of it stands in README.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import environment

sys.path.insert(0, str(environment.ROOT))
# Councils, and meetings of each.
SMALL, LARGE = (10, 10), (10_000, 100)
TURNS, ASKED = 15, 5


def main():
    """Fills the portals and prints a table for each database."""
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]), int(sys.argv[3]))
        return
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements-dev.txt")
    python = Path(environment.VENV) / "bin" / "python"
    if Path(sys.prefix) != Path(environment.VENV):
        os.execv(python, [str(python), *sys.argv])
    for database in sys.argv[1:] or ["sqlite", "postgres"]:
        compare(database)


def compare(database):
    from tests.postgres import PostgresServer, new_database

    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = None
        if database == "postgres":
            server = PostgresServer().start()
            stack.callback(server.stop)
        portals = {}
        for name, (councils, meetings) in {"small": SMALL, "large": LARGE}.items():
            url = new_database(server.url("postgres"), name) if server else f"sqlite:///{scratch / name}.sqlite3"
            portals[name] = stack.enter_context(Portal(url, scratch / name, councils, meetings))
        pages = portals["large"].pages()
        small_pages = portals["small"].pages()
        times = {(name, page): [] for name in portals for page in pages}
        for _turn in range(TURNS):
            for page in pages:
                for name, portal in portals.items():
                    times[name, page] += portal.time(pages[page] if name == "large" else small_pages[page])
        few, many = (councils * meetings for councils, meetings in (SMALL, LARGE))
        print(f"\n| {database} | ms with {few:,} meetings | with {many:,} | ratio | queries |")
        print("|---|---|---|---|---|")
        for page, path in pages.items():
            small, large = (statistics.median(times[name, page]) for name in ("small", "large"))
            asked = portals["large"].queries(path)
            print(f"| {page} | {small:.1f} | {large:.1f} | {large / small:.2f} | {asked} |")


class Portal:
    """A process with a portal of its own that answers how long a page took."""

    def __init__(self, url, folder, councils, meetings):
        self.environment = os.environ | {
            "DATABASE_URL": url, "STATE_DIR": str(folder), "SECRET_KEY": "only a benchmark uses this key " * 2,
            "SEALING_KEYS": "only-a-benchmark-uses-this-key-" * 2, "ALLOW_HTTP": "yes", "PAGE_CACHE": "no",
            "BASE_URL": "http://testserver", "ALLOWED_HOSTS": "testserver", "DJANGO_SETTINGS_MODULE": "portal.settings",
        }  # fmt: skip
        self.size = (str(councils), str(meetings))

    def __enter__(self):
        command = [sys.executable, __file__, "serve", *self.size]
        self.process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.known = self._hear()
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        self.process.wait(timeout=60)

    def _hear(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("The portal's process ended.")
        return json.loads(line)

    def _ask(self, *question):
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return self._hear()

    def pages(self):
        return self.known

    def time(self, path):
        return self._ask("time", path)

    def queries(self, path):
        return self._ask("queries", path)


# -- the portal's process ---------------------------------------------------------------------------------------------


def serve(councils, meetings):
    """Fill the database, then answer questions about pages until there are no more."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    fill(councils, meetings)
    client = Client()

    def get(path):
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        return answer

    print(json.dumps(addresses(get)), flush=True)
    for line in sys.stdin:
        what, path = json.loads(line)
        if what == "queries":
            with CaptureQueriesContext(connection) as captured:
                get(path)
            found = len(captured)
        else:
            get(path)
            found = []
            for _number in range(ASKED):
                started = time.perf_counter()
                get(path)
                found.append(1000 * (time.perf_counter() - started))
        print(json.dumps(found), flush=True)


def addresses(get):
    """The pages to compare, by name; the last ones of the lists are looked up."""
    from meetings.models import Meeting

    slug = "rat-3"
    year = Meeting.objects.filter(keeper__slug=slug).order_by("held_on").first().held_on.year
    base = f"/de/councils/{slug}"
    return {
        "all meetings": "/de/meetings/",
        "all meetings, last page": last_page("/de/meetings/", Meeting.objects.all()),
        "councils": "/de/councils/",
        "a council": f"{base}/",
        "its meetings": f"{base}/meetings/",
        "its meetings, last page": last_page(f"{base}/meetings/", Meeting.objects.filter(keeper__slug=slug)),
        "its archive of a year": f"{base}/meetings/?year={year}",
        "a meeting": Meeting.objects.filter(keeper__slug=slug).first().get_absolute_url().replace("/en/", "/de/"),
        "home": "/de/",
    }


def last_page(path, meetings):
    """The address of the page with the oldest meetings: after the one that twenty others follow."""
    from councils.pages import _encode
    from meetings.views.lists import PAST

    oldest = list(meetings.soonest_first()[:10])[-1]
    return f"{path}?after={_encode(['1', *[column.read(oldest) for column in PAST]])}"


def fill(councils, meetings):
    """Rows like one that the models themselves have made, copied within the database."""
    from django.db import connection

    from tests import factories as f

    municipality = f.make_municipality()
    council = f.make_council(municipality, slug="rat-0")
    meeting = f.make_meeting(council)
    convening = meeting.convenings.get()
    copies = {
        "councils_council": (council, {"slug": "'rat-' || n", "key": "'rat-' || n"}),
        "councils_jurisdiction": (council.jurisdictions.get(), {"council_id": "{council} + n", "key": "'j-' || n"}),
    }
    of_meeting = {
        # Some three in a hundred are still to come.
        "meetings_meeting": (
            meeting,
            {"keeper_id": "{council} + (n % {councils})", "key": "'m-' || n", "held_on": DAY},
        ),
        "meetings_convening": (
            convening,
            {"meeting_id": "{meeting} + n", "council_id": "{council} + (n % {councils})", "key": "'c-' || n"},
        ),
    }
    names = {"council": council.pk, "meeting": meeting.pk, "councils": councils}
    with connection.cursor() as cursor:
        for table, (row, own) in copies.items():
            copy(cursor, table, row, own=own, number=councils - 1, names=names)
        for table, (row, own) in of_meeting.items():
            copy(cursor, table, row, own=own, number=councils * meetings - 1, names=names)
        cursor.execute("ANALYZE")


# A day between 2012 and 2027, as the column stores it: any, but the same each time.
DAY = "(2012 + (n % 16 * 7919) % 16) * 10000 + (1 + (n % 12 * 104729) % 12) * 100 + 1 + (n * 31) % 28"


def copy(cursor, table, row, *, own, number, names):
    """So many copies of a row, each with its own key and identifier; ``own`` are other columns, as SQL of ``n``."""
    from django.db import connection

    columns = [field.column for field in row._meta.concrete_fields if not field.generated]
    uuid = "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    fresh = {"id": f"{row.pk} + n", "public_id": uuid} | {name: sql.format(**names) for name, sql in own.items()}
    values = ", ".join(fresh.get(column, f't."{column}"') for column in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {number})"
        f' INSERT INTO "{table}" ({quoted}) SELECT {values} FROM s, "{table}" t WHERE t.id = {row.pk}'
    )


if __name__ == "__main__":
    main()
