"""The papers of a council, and the one view that hands out files."""

import datetime
import html
import re
import uuid
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from councils import uploads
from councils.models import Document, DocumentBase
from councils.models.document import private_storage
from councils.partial_dates import PartialDate
from councils.publishing import State
from tests import factories as f
from tests import files
from tests.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NOW = "2027-03-01T12:00:00+01:00"
LATER = "2027-03-02T12:00:00+01:00"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
PDF = b"%PDF-1.7 Satzung"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    private_storage._setup()
    yield
    private_storage._setup()


@pytest.fixture
def council():
    place = f.make_municipality(place_de="Musterstadt")
    return f.make_council(place, slug="musterrat", name_de="Musterrat")


def make_file(name="Satzung.pdf", content=PDF, make=f.make_document, **fields):
    return make(availability="file", file=ContentFile(content, name=name), **fields)


def body(response):
    return b"".join(response.streaming_content)


# -- the list ---------------------------------------------------------------------------------------------------------


def test_papers_of_the_council_and_of_its_meetings(client, council):
    f.make_document(
        council=council, title_de="Konzept", kind="concept", adopted_on=PartialDate(2014, 1, 29),
        adopted_by_de="Bürgerschaft", description_de="Ein Rahmen.", position=1,
    )  # fmt: skip
    make_file(council=council, title_de="Satzung", kind="statute", content=PDF.ljust(2048), position=2, language="uk")
    f.make_document(
        council=council, title_de="Bericht", kind="report", availability="link", url="https://example.org/b", position=3
    )
    old, new = [f.make_meeting(council, held_on=PartialDate(year, 4, 28)) for year in (2022, 2026)]
    f.make_meeting_document(meeting=old, title_de="Altes Protokoll")
    f.make_meeting_document(meeting=new, title_de="Neues Protokoll")
    f.make_meeting_document(title_de="Fremdes Protokoll")

    response = client.get("/en/councils/musterrat/documents/")
    page = words(response)

    assert (
        "Papers of the council"
        " Konzept Concept · adopted on 29 January 2014 (Bürgerschaft) Ein Rahmen."
        " We know of this document but do not have it."
        " Satzung Statute · PDF, 2.0 KB · Українська · published on: 1 March 2027 This PDF may be damaged."
        " Bericht Report · on another website · Deutsch"
        " Papers of its meetings"
        " Neues Protokoll Minutes · Meeting: 28 April 2026 We know of this document but do not have it."
        " Altes Protokoll Minutes · Meeting: 28 April 2022 We know of this document but do not have it." in page
    )
    assert "Fremdes" not in page
    assert re.search(r'<bdi\s+lang="uk"\s*>Українська</bdi>', response.content.decode())
    assert new.get_absolute_url().replace("/de/", "/en/") in response.content.decode()


def test_readers_hear_what_a_file_lacks(client, council):
    make_file(council=council, title_de="Bild", content=files.pdf("scan", "scan", tagged=False))
    make_file(council=council, title_de="Gut", content=files.pdf())
    link = make_file(council=council, title_de="Verweis", content=files.pdf("scan"))
    link.availability, link.file, link.url = "link", "", "https://example.org/"
    link.save()

    page = words(client.get("/en/councils/musterrat/documents/"))

    note = "This PDF is a picture of paper: programs cannot read it aloud."
    assert f"2 pages · Deutsch · published on: 1 March 2027 {note} Gut" in page
    assert "1 page · Deutsch · published on: 1 March 2027 Verweis" in page
    assert page.count(note) == 1


def test_replaced_file_says_so(client, council):
    document = make_file(council=council, title_de="Satzung")
    with time_machine.travel(LATER, tick=False):
        document.file = files.upload()
        document.save()

        page = words(client.get("/en/councils/musterrat/documents/"))

    assert "Deutsch Replaced by a newer version on: 2 March 2027" in page


def test_council_without_papers_says_so(client, council):
    page = words(client.get("/en/councils/musterrat/documents/"))

    assert "No papers of this council are known here yet. Ask the council" in page
    assert "Papers of" not in page


def test_tab_is_there_when_only_a_meeting_has_papers(client, council):
    tab = 'href="/en/councils/musterrat/documents/"'
    meeting = f.make_meeting(council)
    f.make_meeting_document(meeting=meeting, state=State.DRAFT)
    f.make_meeting_document()
    assert tab not in client.get("/en/councils/musterrat/meetings/").content.decode()

    f.make_meeting_document(meeting=meeting)

    assert tab in client.get("/en/councils/musterrat/meetings/").content.decode()


def test_drafts_and_papers_of_hidden_meetings_do_not_leak(client, council):
    f.make_document(council=council, title_de="Sichtbar")
    f.make_document(council=council, title_de="ENTWURF", state=State.DRAFT)
    f.make_document(council=council, title_de="GELÖSCHT").remove()
    f.make_meeting_document(meeting=f.make_meeting(council, state=State.DRAFT), title_de="VERSTECKT")
    meeting = f.make_meeting(f.make_council())
    f.make_convening(meeting=meeting, council=council, state=State.DRAFT)
    f.make_meeting_document(meeting=meeting, title_de="FREMD")

    content = client.get("/en/councils/musterrat/documents/").content.decode()

    assert "Sichtbar" in content
    assert [word for word in ("ENTWURF", "GELÖSCHT", "VERSTECKT", "FREMD") if word in content] == []


def test_list_goes_on(client, council):
    meetings = [f.make_meeting(council, held_on=PartialDate(2026, month, 1)) for month in (1, 2, 3)]
    for number in range(15):
        f.make_document(council=council, title_de=f"D{number:02}", position=number)
        f.make_meeting_document(meeting=meetings[number % 3], title_de=f"P{number % 3}{number:02}", position=number)
    expected = [f"D{number:02}" for number in range(15)]
    expected += [f"P{row}{number:02}" for row in (2, 1, 0) for number in range(row, 15, 3)]

    found, path = [], "/en/councils/musterrat/documents/"
    while path:
        content = client.get(path).content.decode()
        found += re.findall(r"<h3[^>]*>\s*([DP]\d+)\s*</h3>", content)
        more = re.search(r'href="([^"]*)"\s+rel="next"', content)
        path = html.unescape(more[1]) if more else None

    assert found == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_in_every_language(client, council, language):
    f.make_document(council=council)
    direction = "rtl" if language in ("ar", "fa") else "ltr"

    response = client.get(f"/{language}/councils/musterrat/documents/")
    content = response.content.decode()

    assert response.status_code == 200
    assert re.search(rf'<html\s+lang="{language}"\s+dir="{direction}"', content)
    assert 'data-page="documents"' in content
    assert len(re.findall(r"<h1\b", content)) == 1
    assert not response.cookies


@pytest.mark.parametrize("count", [1, 3, 300])
def test_list_costs_the_same_with_few_and_many_papers(client, council, django_assert_num_queries, count):
    source = f.make_source(council=council)
    for number in range(count):
        f.make_document(council=council, source=source)
        f.make_meeting_document(meeting=f.make_meeting(council, held_on=PartialDate(2026, 1, 1 + number % 28)))

    with django_assert_num_queries(3 if count == 300 else 6):
        client.get("/en/councils/musterrat/documents/")


def test_list_refuses_other_methods_and_malformed_cursors(client, council):
    assert client.post("/en/councils/musterrat/documents/").status_code == 405
    assert client.get("/en/councils/musterrat/documents/?after=x").status_code == 400


# -- files ------------------------------------------------------------------------------------------------------------


def test_file_is_handed_out_shut_in(client):
    document = make_file(language="de")

    response = client.get(document.get_absolute_url())

    assert (response.status_code, body(response)) == (200, PDF)
    assert {name: response[name] for name in (
        "Content-Type", "Content-Length", "Content-Disposition", "Content-Language", "Content-Security-Policy",
        "X-Content-Type-Options", "Cache-Control", "Accept-Ranges",
    )} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": 'inline; filename="Satzung.pdf"',
        "Content-Language": "de",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
        "Accept-Ranges": "bytes",
    }  # fmt: skip
    assert not response.cookies


@pytest.mark.parametrize(
    ("content", "kind", "disposition"),
    [
        (PDF, "application/pdf", 'inline; filename="Satzung.pdf"'),
        (files.PNG, "image/png", 'inline; filename="Satzung.png"'),
        (files.docx(), uploads.BY_PART[0][1], 'attachment; filename="Satzung.docx"'),
        (files.odt(), "application/vnd.oasis.opendocument.text", 'attachment; filename="Satzung.odt"'),
    ],
    ids=["pdf", "png", "docx", "odt"],
)
def test_kind_of_a_file_is_that_of_its_contents(client, content, kind, disposition):
    document = make_file("Satzung.html", content)
    kinds = [client.get(document.get_absolute_url())]
    # As with what was stored before anybody looked into files.
    Document.objects.filter(pk=document.pk).update(media_type="")
    kinds.append(client.get(document.get_absolute_url()))

    for response in kinds:
        assert (response["Content-Type"], response["Content-Disposition"]) == (kind, disposition)
        assert body(response) == content


@pytest.mark.parametrize(
    "content", [files.WEB_PAGE, b"<svg onload='alert(1)'/>", b"Satzung"], ids=["html", "svg", "text"]
)
def test_file_that_no_form_takes_is_refused_however_it_comes(council, content):
    bad = {"title_de": "Satzung", "availability": "file", "file": ContentFile(content, name="Satzung.pdf")}
    good = make_file(council=council)
    meeting = f.make_meeting(council)

    for write in (
        lambda: f.make_document(council=council, **bad),
        lambda: f.make_meeting_document(meeting=meeting, **bad),
        lambda: Document.objects.bulk_create([Document(council=council, state=State.PUBLISHED, **bad)]),
        lambda: _change(good, bad["file"]).save(),
        lambda: Document.objects.bulk_update([_change(good, bad["file"])], ["file"]),
    ):
        with pytest.raises(ValidationError) as refused:
            write()
        assert list(refused.value.message_dict) == ["file"]
    stored = [(Path(row.file.path).read_bytes(), row.media_type) for row in Document.objects.all()]
    assert stored == [(PDF, "application/pdf")]


def _change(document, file):
    document = Document.objects.get(pk=document.pk)
    document.file = file
    return document


def test_stored_file_is_judged_wherever_its_name_is_written(council):
    """A name alone points at a file that lies there already, whatever the row says it is."""
    name = private_storage.save("documents/x/Satzung.pdf", ContentFile(files.WEB_PAGE))
    lost = f.make_document(council=council, availability="file", file="documents/y.pdf", media_type="application/pdf")
    good = make_file(council=council)

    for write in (
        lambda: f.make_document(council=council, availability="file", file=name, media_type="application/pdf"),
        lambda: _change(good, name).save(),
    ):
        with pytest.raises(ValidationError, match="Das ist eine Internetseite"):
            write()
    assert lost.media_type == ""


def test_file_from_before_files_were_judged_is_saved_by_browsers(client, council):
    """And its row can still be written, so that it can be taken back."""
    document = make_file(council=council)
    Document.objects.filter(pk=document.pk).update(media_type="")
    Path(document.file.path).write_bytes(files.WEB_PAGE)
    document.refresh_from_db()

    response = client.get(document.get_absolute_url())
    document.save()

    assert body(response) == files.WEB_PAGE
    assert response["Content-Type"] == document.media_type == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="Satzung.pdf"'


def test_name_with_umlauts_and_quotes_survives(client):
    document = make_file('Größe "neu" 1.pdf')

    response = client.get(document.get_absolute_url())

    assert response.status_code == 200
    assert "filename*=utf-8''Gr%C3%B6%C3%9Fe" in response["Content-Disposition"]
    assert body(response)


def test_wrong_name_leads_to_the_right_one(client):
    document = make_file()

    for name in ("anders.pdf", "satzung.pdf", "..", "%00"):
        response = client.get(f"/files/{document.public_id}/{name}")
        if name == "%00":
            assert response.status_code == 400
        else:
            assert (response.status_code, response["Location"]) == (301, document.get_absolute_url())


def test_papers_of_meetings_are_handed_out_too(client, council):
    document = make_file(make=f.make_meeting_document, meeting=f.make_meeting(council), title_de="Einladung")

    response = client.get(document.get_absolute_url())

    assert (response.status_code, body(response)) == (200, PDF)


def test_every_table_of_papers_is_asked():
    assert {model.__name__ for model in DocumentBase.models()} == {"Document", "MeetingDocument"}


def test_head_says_the_same_without_the_file(client):
    document = make_file()

    response = client.head(document.get_absolute_url())

    assert (response.status_code, response.content) == (200, b"")
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("wanted", "status", "content_range", "content"),
    [
        ("bytes=0-3", 206, "bytes 0-3/16", b"%PDF"),
        ("bytes=9-", 206, "bytes 9-15/16", b"Satzung"),
        ("bytes=-3", 206, "bytes 13-15/16", b"ung"),
        ("bytes=-99", 206, "bytes 0-15/16", PDF),
        ("bytes=15-99", 206, "bytes 15-15/16", b"g"),
        ("bytes=16-", 416, "bytes */16", b""),
        ("bytes=99-100", 416, "bytes */16", b""),
        ("bytes=-0", 416, "bytes */16", b""),
        ("bytes=5-3", 200, None, PDF),
        ("bytes=0-1,3-4", 200, None, PDF),
        ("bytes=-", 200, None, PDF),
        ("bytes=٠-٣", 200, None, PDF),
        ("bytes=" + "9" * 5000 + "-", 200, None, PDF),
        ("lines=0-3", 200, None, PDF),
        ("", 200, None, PDF),
    ],
)
def test_part_of_a_file(client, wanted, status, content_range, content):
    response = client.get(make_file().get_absolute_url(), headers={"range": wanted})

    assert (response.status_code, response.get("Content-Range")) == (status, content_range)
    assert (body(response) if response.streaming else response.content) == content
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Type"] == ("text/plain" if status == 416 else "application/pdf")


def test_head_says_nothing_of_parts(client):
    response = client.head(make_file().get_absolute_url(), headers={"range": "bytes=0-3"})

    assert (response.status_code, response["Content-Length"], "Content-Range" in response) == (200, "16", False)


def test_part_must_fit_what_the_browser_has(client):
    document = make_file()
    head = client.head(document.get_absolute_url())

    def part(mark):
        response = client.get(document.get_absolute_url(), headers={"range": "bytes=0-3", "if-range": mark})
        return response.status_code, len(body(response))

    some, whole = (206, 4), (200, len(PDF))
    fresh = part(head["Last-Modified"])
    with time_machine.travel(LATER, tick=False):
        later = part(head["Last-Modified"])

    assert (part(head["ETag"]), part('"another"'), part(f"W/{head['ETag']}")) == (some, whole, whole)
    assert (fresh, later, part("Mon, 01 Mar 2027 10:00:00 GMT"), part("gestern")) == (whole, some, whole, whole)


def test_conditions_come_before_parts(client):
    document = make_file()
    tag = client.head(document.get_absolute_url())["ETag"]

    known = client.get(document.get_absolute_url(), headers={"range": "bytes=0-3", "if-none-match": tag})
    other = client.get(document.get_absolute_url(), headers={"range": "bytes=0-3", "if-match": '"another"'})

    assert (known.status_code, other.status_code) == (304, 412)


def test_file_that_the_browser_has_is_not_sent_again(client):
    document = make_file()
    first = client.get(document.get_absolute_url())
    assert body(first) == PDF

    by_tag = client.get(document.get_absolute_url(), headers={"if-none-match": first["ETag"]})
    by_date = client.get(document.get_absolute_url(), headers={"if-modified-since": first["Last-Modified"]})

    assert first["ETag"] == f'"{document.checksum}"'
    for response in (by_tag, by_date):
        assert (response.status_code, response.content) == (304, b"")
        # What a browser keeps of the headers comes with this answer too.
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "no-cache"


def test_file_that_changed_is_sent_again(client):
    document = make_file()
    tag = client.head(document.get_absolute_url())["ETag"]
    document.file = ContentFile(PDF + b", neu", name="Satzung.pdf")
    document.save()
    document.refresh_from_db()

    response = client.get(document.get_absolute_url(), headers={"if-none-match": tag})

    assert (response.status_code, body(response)) == (200, PDF + b", neu")


def test_files_are_not_packed_anew(client):
    response = client.get(make_file().get_absolute_url(), headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in response
    assert response["Content-Length"] == str(len(PDF))
    assert body(response)


def test_hidden_files_are_not_handed_out(client, council):
    hidden = {
        "draft": make_file(council=council, state=State.DRAFT),
        "not yet": make_file(council=council, publish_at=datetime.datetime(2027, 3, 5, tzinfo=datetime.UTC)),
        "council draft": make_file(council=f.make_council(state=State.DRAFT)),
        "meeting draft": make_file(
            make=f.make_meeting_document, meeting=f.make_meeting(council, state=State.DRAFT)
        ),
        "not convened": make_file(make=f.make_meeting_document, meeting=f.make_meeting(council)),
    }  # fmt: skip
    # Taken back in the moment it was made: never public.
    hidden["not convened"].meeting.convenings.get().remove()

    found = {name: client.get(document.get_absolute_url()).status_code for name, document in hidden.items()}

    assert found == dict.fromkeys(hidden, 404)


def test_files_that_were_public_are_gone(client, council):
    meeting = f.make_meeting(council)
    gone = {
        "withdrawn": make_file(council=council),
        "deleted": make_file(council=council),
        "of a meeting": make_file(make=f.make_meeting_document, meeting=meeting),
    }
    with time_machine.travel(LATER, tick=False):
        gone["withdrawn"].withdraw()
        gone["deleted"].remove()
        meeting.withdraw()

        found = {name: client.get(document.get_absolute_url()).status_code for name, document in gone.items()}

    assert found == {"withdrawn": 410, "deleted": 410, "of a meeting": 410}


def test_papers_without_a_file_and_unknown_ones_are_not_found(client, council):
    known = f.make_document(council=council)
    link = f.make_document(council=council, availability="link", url="https://example.org/")

    for public_id in (known.public_id, link.public_id, uuid.uuid4()):
        assert client.get(f"/files/{public_id}/Satzung.pdf").status_code == 404
    assert client.get("/files/1/Satzung.pdf").status_code == 404


def test_file_that_is_lost_on_disk_is_not_found_and_logged(client, caplog):
    document = make_file()
    document.file.storage.delete(document.file.name)

    assert client.get(document.get_absolute_url()).status_code == 404
    assert str(document.public_id) in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_files_are_for_reading_only(client, method):
    response = getattr(client, method)(make_file().get_absolute_url())

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_files_lie_outside_every_public_folder(client, settings):
    document = make_file()

    assert not document.file.path.startswith(str(settings.STATIC_ROOT))
    for folder in ("media", "static"):
        assert client.get(f"/{folder}/{document.file.name}").status_code == 404
