"""Members and seats from a table, and as one."""

import datetime
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from councils import spreadsheets
from councils.models import AuditEntry, SeatGroup
from councils.partial_dates import PartialDate
from councils.publishing import State
from members.models import Membership, OfficeHolding, Person, Substitute
from members.table.columns import lines_of
from tests import factories as f
from tests.office import fields_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TABLE = """Name;Sitzgruppe;Sitze;Amt;Fraktion;Stimme;Von;Bis;Vertritt;Haarfarbe
;Gewählte;6;;;ja;;;;
Ana Petrović;Gewählte;;Vorsitz;Bündnis Süd;;11.2025;;;braun
Bo Li;Gewählte;;;;;2025-11-03;31.12.2026;;
Çem Ak;;;;;;;;Ana Petrović;
=HYPERLINK("x");Gewählte;;;;;;;;
"""


@pytest.fixture
def council():
    return f.make_council(slug="eigener")


@pytest.fixture
def term(council):
    return f.make_term(council=council)


@pytest.fixture
def office(client, council, term):
    user = f.make_editor(council=council, user=f.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(council):
    return reverse("admin:members_table", args=[council.pk])


def upload(client, council, data, state="draft"):
    """Choose a file and press "Preview"."""
    data = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile("tabelle.csv", data)
    term = council.terms.first()
    return client.post(
        page_of(council), {"file": file, "state": state, "term": term.pk if term else "", "step": "preview"}
    )


def store(client, council, preview):
    """Press the button below a preview."""
    shown = preview.context
    fields = {name: shown[name] for name in ("carried", "previewed")}
    fields |= {"state": shown["form"].cleaned_data["state"], "term": council.terms.first().pk, "step": "store"}
    return client.post(page_of(council), fields)


def verdicts(response):
    return [line.verdict for line in response.context["lines"]]


def test_table_is_looked_at_entered_once_and_published_by_reading_it_again(office, council):
    preview = upload(office, council, TABLE)

    assert preview.status_code == 200
    assert verdicts(preview) == ["new"] * 5
    assert preview.context["unread"] == ["Haarfarbe"]
    assert not Person.objects.exists()
    assert not SeatGroup.objects.exists()

    assert store(office, council, preview).status_code == 302
    group = SeatGroup.objects.get()
    assert (group.label_de, group.seats, group.voting, group.state) == ("Gewählte", 6, "voting", State.DRAFT)
    ana, bo, formula = Membership.objects.order_by("position")
    assert (ana.person.name, ana.began, ana.ended, ana.state) == ("Ana Petrović", PartialDate(2025, 11), None, "draft")
    assert (ana.on_behalf, ana.on_behalf_of.name_de) == ("group", "Bündnis Süd")
    assert (bo.began, bo.ended) == (PartialDate(2025, 11, 3), PartialDate(2026, 12, 31))
    assert formula.person.name == '=HYPERLINK("x")'
    assert [(row.office.kind, row.membership) for row in OfficeHolding.objects.all()] == [("chair", ana)]
    assert [(str(row), row.membership) for row in Substitute.objects.all()] == [("Çem Ak", ana)]

    again = upload(office, council, TABLE)
    assert verdicts(again) == ["same"] * 5
    assert not again.context["usable"]

    store(office, council, upload(office, council, TABLE, state="published"))
    assert {row.state for row in [*Membership.objects.all(), *Person.objects.all(), *Substitute.objects.all()]} == {
        State.PUBLISHED
    }
    assert Membership.objects.count() == 3


def test_changes_are_named_and_what_is_empty_changes_nothing(office, council, term):
    group = f.make_seat_group(term=term, label_de="Gewählte")
    member = f.make_membership(seat_group=group, person=f.make_person(council=council, name="Bo Li"), voting="advisory")

    preview = upload(office, council, "name,seat group,until\nBO LI ,gewählte,31.12.2026\n")

    assert [line.changes for line in preview.context["lines"]] == [["Until: – → 31\xa0December 2026"]]
    store(office, council, preview)
    member.refresh_from_db()
    assert (member.ended, member.voting) == (PartialDate(2026, 12, 31), "advisory")


def test_nothing_is_entered_but_what_the_preview_showed(office, council, term):
    f.make_seat_group(term=term, label_de="Gewählte")
    preview = upload(office, council, "Name;Sitzgruppe\nBo Li;Gewählte\n")
    f.make_person(council=council, name="Bo Li", state=State.DRAFT)
    f.make_membership(council=council, seat_group=SeatGroup.objects.get(), person=Person.objects.get())

    response = store(office, council, preview)

    assert "The table says nothing new." in response.content.decode()
    assert Membership.objects.count() == 1


def test_line_that_another_hand_has_changed_is_shown_once_more(office, council, term):
    f.make_seat_group(term=term, label_de="Gewählte")
    preview = upload(office, council, "Name;Sitzgruppe;Von\nBo Li;Gewählte;2025\n")
    person = f.make_person(council=council, name="Bo Li")
    f.make_membership(council=council, seat_group=SeatGroup.objects.get(), person=person)

    response = store(office, council, preview)

    assert "Nothing is stored yet: this is new." in response.content.decode()
    assert Membership.objects.get().began != PartialDate(2025)


def test_every_error_names_line_column_and_what_was_typed(office, council, term):
    f.make_seat_group(term=term, label_de="Gewählte")
    twice = [f.make_person(council=council, name="Doppelt") for _number in range(2)]
    foreign = f.make_membership()
    table = f"""Kennung;Name;Sitzgruppe;Sitze;Stimme;Von;Entsandt als;Vertritt;Art
;Ana;Beratende;;;;;;
;Bo;Gewählte;;vielleicht;gestern;;;
;{twice[0].name};Gewählte;;;;;;
{foreign.public_id.hex};{foreign.person.name};Gewählte;;;;;;
;Cem;;;;;;Niemand;
;N. N.;Gewählte;;;;;;
;;Gewählte;-3;;;;;
;Dua;Gewählte;;;;Freund;;Tier
;Eva;Gewählte;;;;;;
;eva;Gewählte;;;;;;
"""
    response = upload(office, council, table)

    assert response.status_code == 422
    found = [(line.number, e["column"], e["typed"]) for line in response.context["lines"] for e in line.errors]
    assert found == [
        (2, "Sitzgruppe", "Beratende"), (3, "Von", "gestern"), (3, "Stimme", "vielleicht"), (4, "Name", "Doppelt"),
        (5, "Kennung", foreign.public_id.hex), (6, "Vertritt", "Niemand"), (7, "Name", "N. N."), (8, "Sitze", "-3"),
        (9, "Entsandt als", "Freund"), (11, "Name", "eva"),
    ]  # fmt: skip
    text = response.content.decode()
    assert "This line is of another council or term" in text
    assert "There are: Gewählte." in text
    assert "This stands in the table twice, first in line 10." in text
    assert not Membership.objects.exclude(pk=foreign.pk).exists()


def test_wrong_line_leaves_no_trace_for_those_below_it(office, council, term):
    f.make_seat_group(term=term, label_de="Gewählte")
    long = "G" * 201
    table = f"""Name;Sitzgruppe;Sitze;Entsandt von;Von;Bis
;{long};6;;;
Ana;{long};;;;
Bo;Gewählte;;{long};;
Cem;Gewählte;;{long};;
Dua;Gewählte;;;2027;2026
Dua;Gewählte;;;2020;2021
;Gewählte;{"000000001" + "0" * 5000};;;
"""
    response = upload(office, council, table)

    found = [(line.number, [error["column"] for error in line.errors]) for line in response.context["lines"]]
    assert found == [
        (2, ["Sitzgruppe"]), (3, ["Sitzgruppe"]), (4, ["Entsandt von"]), (5, ["Entsandt von"]), (6, ["Name"]), (7, []),
        (8, ["Sitze"]),
    ]  # fmt: skip
    assert "at most 200 characters (it has 201)" in response.content.decode()
    assert not Person.objects.exists()


def workbook(rows):
    book, written = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def bomb(part="xl/worksheets/sheet1.xml", content=b"0" * (spreadsheets.LARGEST_UNPACKED + 1)):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(part, content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (";".join(["Name", *map(str, range(200))]), "too many columns"),
        ("Name\n" + "Ana\n" * 1001, "too many rows"),
        ("Vorname;Nachname\nAna;Li\n", "no column “Name”"),
        ("Name;Sitzgruppe\n", "no lines below its head"),
        ("", "no column “Name”"),
        (b"x" * 10_000_000, "too large"),
        (bomb(), "too large"),
        # Small to carry, and a minute of work: thousands of ways to look, and strings of nothing.
        (bomb("xl/styles.xml", b"<xf/>" * 500_000), "too large"),
        (bomb("xl/sharedStrings.xml", b"<t/>" * spreadsheets.MOST_ELEMENTS + b"<t/>"), "too large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "has a password"),
        (b"\xef\xbb\xbf<html><table><tr><td>Name", "a web page, not a table"),
        (b"PK\x03\x04" + b"0" * 50, "neither a CSV file nor an XLSX file"),
        (b"Name\x00\x01", "neither a CSV file nor an XLSX file"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 and "\n" not in value else "file",
)
def test_what_is_no_such_table_is_refused_in_plain_words(office, council, data, words):
    response = upload(office, council, data) if data else None
    if response is None:
        with translation.override("en"), pytest.raises(spreadsheets.Unreadable, match=words):
            lines_of(spreadsheets.rows_of(b"", too_large=""))
        return

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("carried", ["[[1e999, {}]]", "[" * 10_000, r'[[2, {"group": "\ud800"}]]', "[[2, 3]]", "7"])
def test_what_no_page_carries_is_asked_again(office, council, carried):
    given = {"term": council.terms.get().pk, "state": "draft", "step": "store", "carried": carried}

    response = office.post(reverse("admin:members_table", args=[council.pk]), given)

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_table_is_read_however_it_was_saved(encoding, delimiter):
    data = delimiter.join(["Name", "Seat group"]) + "\r\n" + delimiter.join(["Jürgen Größe", "Gewählte"])

    [line], _unread = lines_of(spreadsheets.rows_of(data.encode(encoding), too_large="", encoding_of_old="cp1252"))

    assert (line.typed("name"), line.typed("group")) == ("Jürgen Größe", "Gewählte")


def test_workbook_with_dates_numbers_and_formulas_is_read_as_people_see_it():
    data = workbook([
        ["Name", "Von", "Bis", "Rang"],
        ["Ana", datetime.date(2025, 11, 3), 2030, 2.0],
        ["=1+1", None, None, None],
    ])  # fmt: skip

    lines, _unread = lines_of(spreadsheets.rows_of(data, too_large=""))

    assert lines[0].cells == {"name": "Ana", "began": "2025-11-03", "ended": "2030", "rank": "2"}
    assert (lines[1].typed("name"), lines[1].has_formula) == ("=1+1", True)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_table_that_goes_out_says_nothing_new_when_it_comes_back(office, council, ending):
    store(office, council, upload(office, council, TABLE, state="published"))
    where = reverse("admin:members_table_download", args=[council.pk, ending])

    data = office.get(where).content

    assert verdicts(upload(office, council, data)) == ["same"] * 5
    assert b"Ana" not in office.get(where, {"empty": "yes"}).content
    if ending == "csv":
        assert "\"'=HYPERLINK" in data.decode()
    assert AuditEntry.objects.filter(kind="exported", council_id=council.pk).count() == 1


def test_office_that_has_a_number_in_its_name_is_found_again(office, council, term):
    member = f.make_membership(seat_group=f.make_seat_group(term=term), council=council)
    mayor = f.make_office(council=council, term=term, kind="other", title_de="2. Bürgermeister")
    f.make_office_holding(office=mayor, membership=member)

    data = office.get(reverse("admin:members_table_download", args=[council.pk, "csv"])).content

    assert "2. Bürgermeister" in data.decode()
    assert verdicts(upload(office, council, data)) == ["same"] * 2


def test_network_has_members_without_groups(client):
    network = f.make_council(structure="network")
    user = f.make_editor(council=network, user=f.make_user(language="en")).user
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    preview = upload(client, network, "Name;Art\nCaritas;Organisation\nBo Li;\n")
    shown = fields_of(preview)
    client.post(page_of(network), {"step": "store", "state": "draft"} | {
        name: preview.context[name] for name in ("carried", "previewed")
    })  # fmt: skip

    assert "term" not in shown
    assert [str(row) for row in Membership.objects.order_by("position")] == ["Caritas", "Bo Li"]


def test_page_asks_no_more_for_more_members(office, council, term, django_assert_num_queries):
    group, where = f.make_seat_group(term=term), reverse("admin:members_table_download", args=[council.pk, "csv"])

    def more(number):
        for _number in range(number):
            f.make_membership(seat_group=group)
            body = f.make_organisation(council=council)
            member = f.make_membership(council=council, seat_group=group, person=None, organisation=body)
            f.make_substitute(council=council, membership=member)

    more(1)
    with CaptureQueriesContext(connection) as queries:
        office.get(where)
    more(2)
    with django_assert_num_queries(len(queries)):
        office.get(where)
