"""The papers of meetings: who gets their files, at which address, and when no longer."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councils.models import Editor
from councils.publishing import State
from meetings.models import AgendaItem, Meeting, MeetingDocument
from tests import factories as f
from tests import files
from tests.office import address, errors_of, save
from tests.reading import words

pytestmark = pytest.mark.django_db

NOW = "2027-03-01T12:00:00+01:00"
LATER = "2027-03-02T12:00:00+01:00"
CONTENT = b"%PDF-1.7 Anlage"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    from councils.models.document import private_storage

    settings.MEDIA_ROOT = tmp_path / "files"
    private_storage._setup()
    yield
    private_storage._setup()


@pytest.fixture
def council():
    return f.make_council(slug="musterrat", name_de="Musterrat")


@pytest.fixture
def meeting(council):
    return f.make_meeting(council, openness=Meeting.Openness.PARTLY)


def make_paper(meeting, item=None, **fields):
    """A paper with a file, at a public item unless told otherwise."""
    item = f.make_agenda_item(meeting=meeting, title_de="Bericht") if item is None else item
    fields = {"title_de": "Anlage zum Bericht", "role": "attachment"} | fields
    return f.make_meeting_document(
        meeting=meeting, agenda_item=item, availability="file", file=files.upload("Anlage.pdf", CONTENT), **fields
    )


def change(row, **fields):
    row = type(row).objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def in_future():
    return timezone.now() + datetime.timedelta(days=9)


def shut_item(paper):
    change(paper.agenda_item, is_public=False)


def shut_meeting(paper):
    change(paper.meeting, openness=Meeting.Openness.NON_PUBLIC)


def move_to_shut_item(paper):
    change(paper, agenda_item=f.make_agenda_item(meeting=paper.meeting, is_public=False))


def move_to_draft_item(paper):
    change(paper, agenda_item=f.make_agenda_item(meeting=paper.meeting, state=State.DRAFT))


def move_to_item_of_later(paper):
    change(paper, agenda_item=f.make_agenda_item(meeting=paper.meeting, publish_at=in_future()))


def nobody_convenes(paper):
    paper.meeting.convenings.get().remove()


CHANGES = {
    shut_item: 404,
    shut_meeting: 404,
    move_to_shut_item: 404,
    move_to_draft_item: 404,
    move_to_item_of_later: 404,
    nobody_convenes: 410,
    (lambda paper: paper.withdraw()): 410,
    (lambda paper: paper.remove()): 410,
    (lambda paper: change(paper, unpublish_at=timezone.now())): 410,
    (lambda paper: change(paper, publish_at=in_future())): 410,
    (lambda paper: paper.agenda_item.withdraw()): 410,
    (lambda paper: paper.agenda_item.remove()): 410,
    (lambda paper: paper.meeting.withdraw()): 410,
    (lambda paper: paper.meeting.remove()): 410,
    (lambda paper: paper.meeting.keeper.withdraw()): 410,
    (lambda paper: change(paper, availability="known", file="")): 404,
}


@pytest.mark.parametrize(("act", "status"), CHANGES.items())
def test_file_goes_with_what_it_belongs_to(client, meeting, act, status):
    """By its own address or any other, whole or in part, also for a browser that has it, also for the office."""
    paper = make_paper(meeting)
    url = paper.get_absolute_url()
    before = client.get(url)
    assert b"".join(before.streaming_content) == CONTENT
    client.force_login(f.make_editor(council=meeting.keeper).user)

    with time_machine.travel(LATER, tick=False):
        act(paper)

        answers = [
            client.get(url),
            client.head(url),
            client.get(url, headers={"range": "bytes=0-3"}),
            client.get(url, headers={"if-none-match": before["ETag"]}),
            client.get(url, headers={"if-modified-since": before["Last-Modified"]}),
            client.get(url.replace("Anlage.pdf", "anders.pdf")),
            client.get(url.replace("Anlage.pdf", "Anlage.pdf") + "?a=1"),
        ]
        pages = [
            client.get(f"/de/councils/musterrat/{path}").content.decode()
            for path in ("documents/", "meetings/", f"meetings/{meeting.public_id}/")
        ]

    assert [answer.status_code for answer in answers] == [status] * 7
    assert [answer for answer in answers if CONTENT in answer.content] == []
    assert [page for page in pages if "Anlage.pdf" in page] == []


@pytest.mark.parametrize(
    "fields",
    [
        {"state": State.DRAFT},
        {"publish_at": datetime.datetime(2027, 3, 9, tzinfo=datetime.UTC)},
    ],
    ids=["draft", "scheduled"],
)
@pytest.mark.parametrize("row", ["paper", "item", "meeting"])
def test_file_of_what_is_not_public_yet_is_not_found(client, council, row, fields):
    meeting = f.make_meeting(council, **(fields if row == "meeting" else {}))
    item = f.make_agenda_item(meeting=meeting, **(fields if row == "item" else {}))
    paper = make_paper(meeting, item, **(fields if row == "paper" else {}))

    assert client.get(paper.get_absolute_url()).status_code == 404


def test_file_comes_back_with_what_it_belongs_to(client, meeting):
    paper = make_paper(meeting)
    shut_item(paper)
    closed = client.get(paper.get_absolute_url()).status_code
    change(AgendaItem.objects.get(pk=paper.agenda_item_id), is_public=True)

    response = client.get(paper.get_absolute_url())

    assert (closed, b"".join(response.streaming_content)) == (404, CONTENT)


def test_old_address_of_a_replaced_file_leads_to_the_new_one_or_nowhere(client, meeting):
    paper = make_paper(meeting)
    old = paper.get_absolute_url()
    paper.file = files.upload("Anlage neu.pdf", b"%PDF-1.7 neu")
    paper.save()

    response = client.get(old)
    shut_item(paper)

    assert (response.status_code, response["Location"]) == (301, paper.get_absolute_url())
    # Nobody keeps this answer: the address may bear a file again.
    assert response["Cache-Control"] == "no-store"
    assert [client.get(path).status_code for path in (old, paper.get_absolute_url())] == [404, 404]


# -- the office -------------------------------------------------------------------------------------------------------


def office_address(paper):
    return reverse("admin:meetings_meetingdocument_file", args=[paper.pk])


@pytest.mark.parametrize(
    "act",
    [
        shut_item,
        shut_meeting,
        move_to_draft_item,
        (lambda paper: paper.remove()),
        (lambda paper: paper.meeting.withdraw()),
        str,  # nothing
    ],
)
def test_office_of_the_council_has_every_file(client, meeting, act):
    paper = make_paper(meeting)
    act(paper)
    client.force_login(f.make_editor(council=meeting.keeper, role=Editor.Role.AUTHOR).user)

    response = client.get(office_address(paper))
    part = client.get(office_address(paper), headers={"range": "bytes=0-3"})

    assert (response.status_code, b"".join(response.streaming_content)) == (200, CONTENT)
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"%PDF")
    assert "no-store" in response["Cache-Control"]
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_other_offices_and_strangers_have_none(client, meeting):
    paper = make_paper(meeting, state=State.DRAFT)
    convenes_too = f.make_convening(meeting=meeting, council=f.make_council()).council
    stranger = client.get(office_address(paper))
    found = {}
    for name, council in {"another": f.make_council(), "convenes too": convenes_too}.items():
        client.force_login(f.make_editor(council=council).user)
        found[name] = client.get(office_address(paper)).status_code

    assert (stranger.status_code, stranger["Location"].partition("?")[0]) == (302, reverse("admin:login"))
    assert found == {"another": 404, "convenes too": 404}


def test_paper_of_a_meeting_that_is_not_public_is_for_the_office_only(client, meeting):
    """Minutes hang on the meeting as a whole: no item says that they are closed."""
    paper = f.make_meeting_document(
        meeting=meeting, title_de="Anlage", availability="file", file=files.upload("Anlage.pdf", CONTENT)
    )
    url = paper.get_absolute_url()
    change(meeting, openness=Meeting.Openness.NON_PUBLIC)
    paper = MeetingDocument.objects.get()

    pages = [client.get(f"/de/councils/musterrat/{path}") for path in ("documents/", f"meetings/{meeting.public_id}/")]
    client.force_login(f.make_editor(council=meeting.keeper).user)

    assert (client.get(url).status_code, paper.is_published(timezone.now())) == (404, False)
    assert [page for page in pages if "Anlage" in page.content.decode()] == []
    assert b"".join(client.get(office_address(paper)).streaming_content) == CONTENT


@pytest.mark.once
@pytest.mark.parametrize("method", ["get", "post"])
def test_form_tells_nothing_of_a_foreign_meeting(client, meeting, method):
    """The choice of items goes by the meeting in the address, which anybody on any staff can write there."""
    f.make_agenda_item(meeting=meeting, title_de="Personalsache Geheim", is_public=False)
    client.force_login(f.make_editor(council=f.make_council()).user)
    shown = getattr(client, method)(address(MeetingDocument, "add"), {"meeting": meeting.pk})
    client.force_login(f.make_editor(council=meeting.keeper).user)
    own = getattr(client, method)(address(MeetingDocument, "add"), {"meeting": meeting.pk})

    assert [b"Personalsache Geheim" in answer.content for answer in (shown, own)] == [False, True]


def test_form_refuses_a_web_page_and_gives_advice(client, meeting):
    account = f.make_editor(council=meeting.keeper).user
    account.language = "en"
    account.save()
    client.force_login(account)
    paper = make_paper(meeting)

    refused = save(client, address(paper, "change"), file=files.upload("Anlage.pdf", files.WEB_PAGE))
    taken = save(client, address(paper, "change"), file=files.upload("Anlage.pdf", files.pdf("scan")))

    assert errors_of(refused) == ["This is a web page, not a document. Open it, print it as PDF and choose that file."]
    paper = MeetingDocument.objects.get()
    assert (taken.status_code, paper.findings) == (302, ["no_text"])
    assert "1 hint" in words(client.get(address(meeting, "change")))


# -- pages ------------------------------------------------------------------------------------------------------------


def test_meeting_says_what_its_papers_are(client, meeting):
    f.make_meeting_document(
        meeting=meeting, title_de="Einladung", role="invitation", availability="file", language="ar",
        file=files.upload("Einladung.pdf", files.pdf("text", "scan")),
    )  # fmt: skip

    page = words(client.get(f"/en/councils/musterrat/meetings/{meeting.public_id}/"))

    assert "Einladung Invitation · PDF, " in page
    assert (
        "2 pages · العربية · published on: 1 March 2027"
        " Some pages of this PDF are pictures: programs cannot read them aloud." in page
    )
