"""`make office`: what the office's pages cost, how long saving takes, and how much a clerk must do for a meeting.

For SQLite and PostgreSQL: the queries of every list and form, and of every page beside them, with 3 and with 300 rows
of everything; then how long it takes to save on a council with 1,000 objects beside one with 10, in turns, so that a
busy machine is unfair to both alike. The addresses are those of tests/test_office_matrix.py: a new page is among them.
Then a clerk's way, in a browser, from signing in to a published meeting. What came of it stands in docs/desk.md.
"""

import copy
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import environment

sys.path.insert(0, str(environment.ROOT))
FEW, MANY = 3, 300
# Objects of a council, and how often each form is saved.
SMALL, LARGE, TURNS = 10, 1000, 15
MOST = 1.5
# Items of an agenda whose form is sent: as many as can be pasted.
ITEMS = 200
# Left out: who deletes an account reads by name which rights go with it.
NAMES_ALL = {("User", "delete")}
LOGIN = "django.contrib.auth.backends.ModelBackend"


def main():
    """Prints the tables of each database and the clerk's way; with a name, only that part."""
    environment.need_new_python()
    os.chdir(environment.ROOT)
    environment.install("requirements-dev.txt")
    if sys.prefix != environment.VENV:
        os.execv(environment.PYTHON, [environment.PYTHON, *sys.argv])
    if sys.argv[1:2] == ["measure"]:
        sys.exit(not measure(sys.argv[2]))
    failed = False
    for part in sys.argv[1:] or ["sqlite", "postgres", "way"]:
        if part == "way":
            failed |= not go_the_way()
            continue
        own = {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE": part}
        failed |= bool(subprocess.call([sys.executable, __file__, "measure", part], env=os.environ | own))
    sys.exit(failed)


def measure(database):
    """One database, in a process of its own; whether all figures are as they should be."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests import factories

    # Lists of versions are among the pages.
    factories.listen = True
    lists = compare_queries(database)
    forms = compare_sent_forms(database)
    return compare_saves(database) and lists and forms


# -- queries of pages -------------------------------------------------------------------------------------------------


def compare_queries(database):
    """Every page with few and with many rows, as an editor who also reads messages, and as a superuser."""
    from tests import test_office_matrix as matrix

    worlds = [matrix.make_world("eigener"), matrix.make_world("fremder")]
    accounts = {"editor": (sign_in(worlds[0][0]), {matrix.E, matrix.R}), "superuser": (sign_in(None), {matrix.S})}
    pages = [
        (name, client, model and model.__name__, page, address)
        for name, (client, roles) in accounts.items()
        for model, page, address, may, foreign in matrix.cells(worlds)
        if roles & may and not foreign
    ]
    grow(worlds[0], 1, FEW)
    few = [cost(client, address) for _name, client, _model, _page, address in pages]
    grow(worlds[0], FEW, MANY)
    many = [cost(client, address) for _name, client, _model, _page, address in pages]
    print(f"\n{database}: queries with {FEW} and with {MANY} rows of everything")
    print("| pages | number | most queries | not equal |\n|---|---|---|---|")
    kinds = {"changelist": "lists", "add": "forms for new rows", "change": "forms", "history": "histories"}
    grown = []
    for kind, title in {**kinds, "delete": "deletions", "": "other pages"}.items():
        rows = [
            (page, before, after)
            for page, before, after in zip(pages, few, many, strict=True)
            if (page[3] if page[3] in {*kinds, "delete"} else "") == kind and (page[2], kind) not in NAMES_ALL
        ]
        # Fewer is as good: a page that says "too many" need not ask further.
        more = [row for row in rows if row[2] > row[1]]
        print(f"| {title} | {len(rows)} | {max(after for _page, _before, after in rows)} | {len(more)} |")
        grown += more
    for (name, _client, _model, _page, address), before, after in grown:
        print(f"  {name} {address}: {before} → {after}")
    return not grown


def sign_in(council):
    """A client of somebody with the council, or of a superuser."""
    from django.test import Client

    from councils.models import Editor
    from tests import factories

    user = factories.make_user() if council else factories.make_superuser()
    for role in (Editor.Role.EDITOR, Editor.Role.MESSAGE_READER) if council else ():
        factories.make_editor(council, user, role=role)
    client = Client()
    client.force_login(user, backend=LOGIN)
    return client


def cost(client, address, data=None):
    """How many queries it takes when nothing is new any more."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    if data is None:
        finish(client.get(address))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address) if data is None else client.post(address, data)
        finish(response)
    if response.status_code >= 400 or (data is not None and response.status_code != 302):
        raise RuntimeError(f"{address}: {response.status_code}")
    return len(captured)


def finish(response):
    """Take the whole answer, files too."""
    if response.streaming:
        b"".join(response.streaming_content)
    response.close()


def grow(world, there, wanted):
    """More rows like those of the world, all below the same ones: of each kind so many."""
    from django.contrib import admin

    from councils.models import Version
    from meetings.models import Need

    rows = world[1]
    others, meetings, places = (more_of(rows[name], there, wanted) for name in ("Council", "Meeting", "Municipality"))
    own = {name: {"council": others} for name in ("Convening", "Desk", "Editor", "MeetingRules", "Offer")}
    own |= {name: {"meeting": meetings} for name in ("AccessLink", "Registration")}
    own["Jurisdiction"] = {"municipality": places}
    need, _is_new = Need.objects.get_or_create(registration=rows["Registration"], kind="interpreter")
    for name, row in rows.items():
        is_listed = type(row) in admin.site._registry
        if is_listed and name not in {"ContentVersion", "Council", "Meeting", "Municipality"}:
            fresh = more_of(row, there, wanted, **own.get(name, {}))
            if name == "Registration":
                more_of(need, there, wanted, registration=fresh)
    more_of(Version.objects.filter(public_id=rows["News"].public_id).first(), there, wanted)


def more_of(row, there, wanted, **own):
    """Copies of a row that the gate need not see; ``own`` are columns with a value for each."""
    from django.db import models

    fresh = []
    for number in range(there, wanted):
        new = copy.copy(row)
        new._state = copy.copy(row._state)
        new._state.adding, new.pk = True, None
        for field in row._meta.concrete_fields:
            if field.name in {"key", "slug", "username"} and not field.is_relation:
                setattr(new, field.name, f"nr-{number}-{secrets.token_hex(4)}")
            elif field.unique and not field.primary_key and not field.is_relation and getattr(row, field.name):
                value = uuid.uuid4() if isinstance(field, models.UUIDField) else secrets.token_hex(16)
                setattr(new, field.name, value)
        if hasattr(new, "year"):
            new.year = row.year + number
        for name, values in own.items():
            setattr(new, name, values[number - there])
        fresh.append(new)
    return models.QuerySet(type(row)).bulk_create(fresh)


# -- forms that are sent ----------------------------------------------------------------------------------------------


def compare_sent_forms(database):
    """A meeting's form with a short and with a long agenda, of which one field has changed."""
    from tests import factories
    from tests.office import address, fields_of

    taken = []
    for number in (FEW, ITEMS):
        council = factories.make_council()
        meeting, client = factories.make_meeting(council), sign_in(council)
        more_of(factories.make_agenda_item(meeting=meeting), 1, number)
        where = address(meeting, "change")
        data = fields_of(client.get(where))
        first = next(name for name in data if name.endswith("-0-title_de"))
        taken.append(cost(client, where, data | {"title_de": "Neu", first: "Neuer Punkt"}))
    print(
        f"\n{database}: a meeting’s form is sent with {FEW} and with {ITEMS} items: {taken[0]} and {taken[1]} queries"
    )
    return taken[0] >= taken[1]


# -- saving -----------------------------------------------------------------------------------------------------------


def compare_saves(database):
    """The forms of an office, saved on a small and on a large council in turns."""
    from tests.office import address, fields_of

    offices = [fill(SMALL), fill(LARGE)]
    kinds = list(offices[0][1])
    times = {(kind, number): [] for kind in kinds for number in (0, 1)}
    asked = dict(times)
    for turn in range(TURNS):
        for kind in kinds:
            for number, (client, rows) in enumerate(offices):
                row, column = rows[kind]
                where = address(row, "change")
                data = fields_of(client.get(where)) | {column: f"Neu {turn}"}
                if turn == TURNS - 1:
                    asked[kind, number] = cost(client, where, data)
                    continue
                began = time.perf_counter()
                response = client.post(where, data)
                times[kind, number].append(1000 * (time.perf_counter() - began))
                if response.status_code != 302:
                    raise RuntimeError(f"{where} was not stored")
    print(f"\n| {database}: saving | ms with {SMALL} objects | with {LARGE:,} | ratio | queries |")
    print("|---|---|---|---|---|")
    holds = True
    for kind in kinds:
        small, large = (statistics.median(times[kind, number]) for number in (0, 1))
        few, many = asked[kind, 0], asked[kind, 1]
        holds &= large / small <= MOST and many <= few
        queries = many if few == many else f"{few} → {many}"
        print(f"| {kind} | {small:.0f} | {large:.0f} | {large / small:.2f} | {queries} |")
    return holds


def fill(number):
    """A council with so many objects of a tenth each, and its editor; gives what to save, and the field to change."""
    from tests import factories as f

    council = f.make_council()
    meeting, term = f.make_meeting(council), f.make_term(council=council)
    group = f.make_seat_group(term=term)
    person = f.make_person(council=council)
    member = f.make_membership(person=person, seat_group=group, council=council)
    item = f.make_agenda_item(meeting=meeting)
    news, document = f.make_news(council=council), f.make_document(council=council)
    paper, statement = f.make_meeting_document(meeting=meeting), f.make_statement(council=council)
    each = number // 10
    meetings = [meeting, *more_of(meeting, 1, each)]
    more_of(meeting.convenings.get(), 1, each, meeting=meetings[1:])
    people = more_of(person, 1, each)
    more_of(member, 1, each, person=people)
    for row in (item, paper):
        more_of(row, 1, each, meeting=meetings[1:])
    for row in (news, document, statement, f.make_organisation(council=council)):
        more_of(row, 1, each)
    rows = {
        "council": (council, "summary_de"), "meeting": (meeting, "title_de"), "item": (item, "title_de"),
        "person": (person, "about_de"), "membership": (member, "on_behalf_of_de"), "news": (news, "title_de"),
        "document": (document, "title_de"), "term": (term, "name_de"),
    }  # fmt: skip
    return sign_in(council), rows


# -- a clerk's way ----------------------------------------------------------------------------------------------------


class Clerk:
    """Hands that count what they do."""

    def __init__(self, window):
        self.window, self.clicks, self.fields = window, [], []

    def fill(self, field, text):
        self.fields.append(field)
        self.window.fill(f"[name={field}]", text)

    def press(self, what, button):
        from tests.browser.pages import press

        self.clicks.append(what)
        press(self.window, button)


def go_the_way():
    """From signing in to a published meeting with ten items, as short as it goes; whether it ends there."""
    from tests.browser.pages import Browser
    from tests.live import LivePortal

    add, agenda = "/admin/meetings/meeting/add/", "\n".join(f"Ö {number} Bericht {number}" for number in range(1, 11))
    with tempfile.TemporaryDirectory() as scratch, LivePortal(Path(scratch)) as portal, Browser() as browser:
        clerk = Clerk(browser.open(portal.url, "/admin/").window)
        clerk.fill("username", "writer")
        clerk.fill("password", portal.writers_password)
        clerk.press("sign in", "[type=submit]")
        clerk.press("add a meeting", f".overview a[href='{add}']")
        clerk.fill("held_on", "18.03.2090")
        clerk.press("save and paste", "[name=_paste]")
        clerk.fill("text", agenda)
        clerk.press("preview", "[value=preview]")
        clerk.press("store and publish", "[value=publish]")
        clerk.window.goto(clerk.window.get_attribute(".messagelist .success a[href^='/de/']", "href"))
        items = clerk.window.locator(".tops > li").count()
    print("\nFrom signing in to a published meeting with ten items:")
    print(f"  {len(clerk.clicks)} clicks: {', '.join(clerk.clicks)}")
    print(f"  {len(clerk.fields)} fields: {', '.join(clerk.fields)}")
    print(f"  On its public page stand {items} items.")
    return items == 10


if __name__ == "__main__":
    main()
