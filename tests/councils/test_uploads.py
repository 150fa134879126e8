"""Uploaded files: what they are by their contents, what is refused in which words, what a look into PDFs finds."""

import datetime
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from councils import uploads
from councils.models import Document
from councils.publishing import State
from tests import factories as f
from tests import files
from tests.office import address, errors_of, fields_of, messages_of, save
from tests.portal.council_file import HEAD, File

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WEB_PAGE = "This is a web page, not a document. Open it, print it as PDF and choose that file."
KINDS = "Files of this kind are not taken. What is taken: PDF, ODT, DOCX, ODS, XLSX, PNG, JPEG, GIF, WebP."
TOO_LARGE = "Unpacked, this file would be far too large. Save it as PDF and choose that file."
PASSWORD = "This file opens only with a password. Save it without one and choose it again."
DAMAGED = "This file is damaged. Save it anew and choose it again."


FEWER_THAN_NONE = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count -5 >>\n"
    b"endobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n"
    b"trailer << /Size 3 /Root 1 0 R >>\nstartxref\n111\n%%EOF\n"
)


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    from councils.models.document import private_storage

    settings.MEDIA_ROOT = tmp_path / "files"
    private_storage._setup()
    yield
    private_storage._setup()


def of_its_type(value):
    """The name of a case: files bear the time they were made, so their contents cannot name it."""
    return type(value).__name__


def look(content, name="Satzung.pdf"):
    with override("en"):
        return uploads.look_into(ContentFile(content, name=name))


# -- what a file is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-2.0", "application/pdf"),
        (files.odt(), "application/vnd.oasis.opendocument.text"),
        (files.docx(), WORD),
        (files.docx(files.SHEET_TYPE), SHEET),
        (
            files.odt("application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (files.PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"GIF89a\x01\0\x01\0", "image/gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
    ],
    ids=of_its_type,
)
def test_kind_is_told_by_the_contents_whatever_the_name(content, media_type):
    found = look(content, "Protokoll.html")

    assert (found.media_type, found.problem) == (media_type, "")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "The file is empty."),
        (files.WEB_PAGE, WEB_PAGE),
        (b"<!-- %PDF-1.4 --><html>", WEB_PAGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word 97",
         "This is a file of an old Office program. Open it, save it as PDF or DOCX and choose that."),
        (b"Guten Tag", KINDS),
        (b"MZ\x90\0", KINDS),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', KINDS),
        (files.odt("application/vnd.oasis.opendocument.text-template"), KINDS),
        (files.docx("application/vnd.ms-word.document.macroEnabled.main+xml"), KINDS),
        # An archive that calls itself a picture or a PDF, which browsers would show.
        (files.odt("image/png"), KINDS),
        (files.odt("application/pdf"), KINDS),
        (files.archive({"a.pdf": "x"}), "This is an archive. Unpack it and upload each paper by itself."),
        (files.odt()[:-30], DAMAGED),
        (b"PK\x03\x04" + b"\0" * 60, DAMAGED),
    ],
    ids=of_its_type,
)  # fmt: skip
def test_everything_else_is_refused_in_words(content, problem):
    found = look(content)

    assert (found.media_type, found.problem) == ("application/octet-stream", problem)


def test_size_is_limited(settings):
    settings.MAX_FILE_MB = 1

    assert look(b"%PDF-1.4" + b" " * 1024**2).problem == "The file is larger than 1 MB."
    assert look(b"%PDF-1.4" + b" " * (1024**2 - 8)).problem == ""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        # A few bytes whose directory promises three gigabytes.
        (files.odt(file_size=3_000_000_000), TOO_LARGE),
        (files.odt(more={"b": bytes(30 * 1024**2)}), TOO_LARGE),
        (files.odt(more={str(number): "" for number in range(5000)}), TOO_LARGE),
        (files.odt(more={"Object 1": files.archive({"a": "x"}, file_size=3_000_000_000)}), TOO_LARGE),
        (files.odt(more={"Object 1": files.archive({"b.zip": files.archive({"c": "x"})})}), TOO_LARGE),
        (files.odt(more={f"Object {number}": files.archive({"a": "x"}) for number in range(51)}), TOO_LARGE),
        (files.odt(flag_bits=1), PASSWORD),
        (files.odt(compress_type=14), DAMAGED),
        # A picture of a chart keeps its table: that is no bomb.
        (files.odt(more={"Object 1": files.docx()}), ""),
        (files.odt(more={"b": bytes(10 * 1024**2)}), ""),
    ],
    ids=of_its_type,
)
def test_bombs_are_weighed_before_they_are_unpacked(content, problem):
    assert look(content).problem == problem


def test_second_form_of_the_directory_is_refused():
    content = files.odt()
    at = content.rindex(b"PK\x05\x06")

    assert look(content[:at] + b"PK\x06\x07" + bytes(16) + content[at:]).problem == TOO_LARGE


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Satzung 2026.pdf", "Satzung_2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("/", "document.pdf"),
        ("..", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("😀.pdf", "document.pdf"),
        ("Protokoll 🎉 Mai.pdf", "Protokoll__Mai.pdf"),
        # Read on a page, these would end in "exe.pdf" and hide what they are.
        ("Liste\u202efdp.exe", "Listefdp.pdf"),
        ("a\u2066b\u200fc.pdf", "abc.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie_b.pdf"),
        ("Gro\u0308ße.PDF", "Größe.pdf"),
        ("جدول الأعمال.docx", "جدول_الأعمال.pdf"),
        ("x" * 300 + ".pdf", "x" * 60 + ".pdf"),
        ("Protokoll.html", "Protokoll.pdf"),
        ("", "document.pdf"),
    ],
)
def test_name_is_made_safe_and_ends_as_the_file_is(name, stored):
    assert uploads.safe_name(name, "application/pdf") == stored


@pytest.mark.django_db
def test_title_stays_as_it_was_typed():
    document = f.make_document(availability="file", title_de="Sommerfest 🎉", file=files.upload("../../🎉.exe"))

    document.refresh_from_db()
    assert document.title_de == "Sommerfest 🎉"
    assert document.file.name == f"documents/{document.public_id}/document.pdf"


# -- what a look into a PDF finds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "pages", "findings"),
    [
        (files.pdf(), 1, ()),
        (files.pdf("text", "blank"), 2, ()),
        (files.pdf("scan", "scan"), 2, ("no_text",)),
        (files.pdf("text", "scan"), 2, ("part_text",)),
        (files.pdf(tagged=False), 1, ("untagged",)),
        (files.pdf(language=""), 1, ("no_language",)),
        (files.pdf(title=""), 1, ("no_title",)),
        (
            files.pdf("scan", tagged=False, language=" ", title=""),
            1,
            ("no_text", "untagged", "no_language", "no_title"),
        ),
        (files.pdf(owner_only=True), 1, ("locked",)),
        (b"%PDF-1.4 kein PDF", None, ("unreadable",)),
        (b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\n%%EOF", None, ("unreadable",)),
        (files.pdf()[:400], None, ("unreadable",)),
        (FEWER_THAN_NONE, 0, ("unchecked", "untagged", "no_language", "no_title")),
    ],
    ids=of_its_type,
)
def test_look_into_a_pdf(content, pages, findings):
    found = look(content)

    assert (found.media_type, found.pages, found.findings, found.problem) == ("application/pdf", pages, findings, "")


def test_five_hundred_pages_are_no_trouble():
    found = look(files.pdf("text", *["blank"] * 498, "scan"))

    assert (found.pages, found.findings) == (500, ("part_text",))


def test_pdf_with_a_password_is_refused():
    assert look(files.pdf(password="geheim")).problem == PASSWORD


def test_picture_is_a_finding():
    assert look(files.PNG).findings == ("picture",)


@pytest.mark.parametrize(
    ("said", "end", "found"),
    [
        ("", "os.kill(os.getpid(), 9)", (None, ("unchecked",))),
        ("", "sys.exit(3)", (None, ("unchecked",))),
        ("", "sys.exit(1)", (None, ("unreadable",))),
        ('{"pages": 7, "locked": false}\n{"tag', "os.kill(os.getpid(), 9)", (7, ("unchecked",))),
        (
            '{"pages": 7, "locked": false}\n{"tagged": false, "language": true, "title": true}\n',
            "os.kill(os.getpid(), 9)",
            (7, ("unchecked", "untagged")),
        ),
    ],
)
def test_what_was_found_before_the_end_is_kept(monkeypatch, tmp_path, said, end, found):
    """Neither time nor memory is without limit: then the process of the look ends, not the portal's."""
    looker = tmp_path / "looker.py"
    looker.write_text(f"import os, sys\nsys.stdout.write({said!r})\nsys.stdout.flush()\n{end}\n", encoding="utf-8")
    monkeypatch.setattr(uploads, "LOOKER", looker)

    ended = look(files.pdf())

    assert (ended.pages, ended.findings) == found


def test_look_that_does_not_end_is_ended(monkeypatch):
    def run(command, timeout, **options):
        raise subprocess.TimeoutExpired(command, timeout, output=b'{"pages": 9, "locked": false}\n')

    monkeypatch.setattr(subprocess, "run", run)

    assert (look(files.pdf()).pages, look(files.pdf()).findings) == (9, ("unchecked",))


def test_look_knows_none_of_the_portals_secrets(monkeypatch, tmp_path):
    looker = tmp_path / "looker.py"
    looker.write_text(
        'import os\nprint(\'{"pages": %d, "locked": false, "text": {}}\' % (2 if "SECRET_KEY" in os.environ else 1))',
        encoding="utf-8",
    )
    monkeypatch.setattr(uploads, "LOOKER", looker)

    assert look(files.pdf()).pages == 1


def test_each_finding_has_its_words():
    codes = ["no_title", "untagged", "no_text"]

    with override("en"):
        assert [str(text).partition(":")[0] for text in uploads.advice_on(codes)] == [
            "This PDF is a picture of paper",
            "This PDF has no tags, so programs that read aloud cannot tell headings from text. Word",
            "This PDF shows its file name instead of a title. Word",
        ]
        assert uploads.note_on(codes) == "This PDF is a picture of paper: programs cannot read it aloud."
        assert (uploads.note_on(["no_title"]), uploads.advice_on([])) == ("", [])
    assert set(uploads.NOTES) == set(uploads.ADVICE) - {"no_language", "no_title"}


# -- what the row keeps -----------------------------------------------------------------------------------------------

YESTERDAY = datetime.timedelta(days=1)


@pytest.mark.django_db
def test_row_keeps_what_the_look_found():
    document = f.make_document(availability="file", file=files.upload(content=files.pdf("scan", "scan", tagged=False)))

    document.refresh_from_db()
    assert (document.media_type, document.pages, document.findings) == ("application/pdf", 2, ["no_text", "untagged"])

    document.availability, document.file, document.url = "link", "", "https://example.org/"
    document.save()
    document.refresh_from_db()
    assert (document.media_type, document.pages, document.findings) == ("", None, [])
    assert (document.checksum, document.size, document.replaced_at) == ("", None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "since", "content", "is_replaced"),
    [
        (State.PUBLISHED, -YESTERDAY, files.pdf("blank"), True),
        (State.WITHDRAWN, -YESTERDAY, files.pdf("blank"), True),
        (State.PUBLISHED, -YESTERDAY, b"%PDF-1.4 alt", False),
        (State.PUBLISHED, YESTERDAY, files.pdf("blank"), False),
        (State.DRAFT, None, files.pdf("blank"), False),
    ],
    ids=of_its_type,
)
def test_new_file_of_what_was_public_counts_as_replaced(state, since, content, is_replaced):
    since = since and timezone.now() + since
    document = f.make_document(
        availability="file", file=files.upload(content=b"%PDF-1.4 alt"), state=state, first_published_at=since,
        publish_at=since if since and since > timezone.now() else None,
    )  # fmt: skip

    document.file = files.upload(content=content)
    document.save()
    changed = document.replaced_at
    document.title_de = "Neuer Titel"
    document.save()

    assert (changed is not None, document.replaced_at) == (is_replaced, changed)


@pytest.mark.django_db
def test_publishing_with_another_file_does_not_count_as_replaced():
    document = f.make_document(availability="file", file=files.upload(), state=State.DRAFT)

    document.file, document.state = files.upload(content=b"%PDF-1.4 neu"), State.PUBLISHED
    document.full_clean(exclude=["adopted_by"])
    document.save()

    assert document.replaced_at is None


@pytest.mark.django_db
def test_replaced_file_leaves_the_disk_with_the_transaction(django_capture_on_commit_callbacks):
    document = f.make_document(availability="file", file=files.upload())
    storage, old = document.file.storage, document.file.name
    document.file = files.upload(content=b"%PDF-1.4 neu")

    with django_capture_on_commit_callbacks() as waiting:
        document.save()
    before = storage.exists(old)
    for callback in waiting:
        callback()

    assert (before, storage.exists(old), storage.exists(document.file.name)) == (True, False, True)


@pytest.mark.django_db
def test_file_from_before_is_looked_into_at_the_next_change():
    document = f.make_document(availability="file", file=files.upload())
    Document.objects.filter(pk=document.pk).update(media_type="", pages=None, findings=["untagged"])
    document.refresh_from_db()

    document.title_de = "Neuer Titel"
    document.save()

    document.refresh_from_db()
    assert (document.media_type, document.pages, document.findings) == ("application/pdf", 1, [])
    assert document.file.storage.exists(document.file.name)
    assert document.replaced_at is None


@pytest.mark.django_db
def test_row_whose_file_is_lost_can_be_changed():
    document = f.make_document(availability="file", file=files.upload())
    Document.objects.filter(pk=document.pk).update(media_type="")
    document.refresh_from_db()
    document.file.storage.delete(document.file.name)

    document.title_de = "Neuer Titel"
    document.save()

    assert Document.objects.get().title_de == "Neuer Titel"


# -- the office's form ------------------------------------------------------------------------------------------------


@pytest.fixture
def council(db):
    return f.make_council(slug="musterrat")


@pytest.fixture
def editor(client, council):
    account = f.make_editor(council=council).user
    account.language = "en"
    account.save()
    client.force_login(account)
    return client


def send(client, name, content, **changes):
    upload = SimpleUploadedFile(name, content)
    return save(client, address(Document, "add"), title_de="Satzung 🎉", availability="file", file=upload, **changes)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (files.WEB_PAGE, WEB_PAGE),
        (files.odt(file_size=3_000_000_000), TOO_LARGE),
        (files.pdf(password="geheim"), PASSWORD),
    ],
    ids=of_its_type,
)
def test_form_says_what_is_wrong_and_keeps_what_was_typed(editor, content, problem):
    response = send(editor, "Satzung.pdf", content, description_de="Von 2026")

    assert errors_of(response) == [problem]
    kept = fields_of(response)
    assert (kept["title_de"], kept["description_de"]) == ("Satzung 🎉", "Von 2026")
    assert not Document.objects.exists()


def test_form_takes_names_of_any_length_and_gives_advice(editor):
    response = send(editor, "x" * 250 + ".exe", files.pdf("scan", tagged=False))

    document = Document.objects.get()
    assert (response.status_code, document.file_name) == (302, "x" * 60 + ".pdf")
    assert document.title_de == "Satzung 🎉"
    form = editor.get(address(document, "change")).content.decode()
    for text in ("This PDF is a picture of paper", "This PDF has no tags"):
        # Once as a message of what was just done, once beside the file for later.
        assert form.count(text) == 2
    assert 'accept=".pdf,.odt,.docx,' in form
    assert "at most 25 MB" in form


def test_form_says_that_all_is_well(editor):
    send(editor, "Satzung.pdf", files.pdf())

    assert all("PDF" not in message for message in messages_of(editor))
    assert "Nothing to mend was found." in editor.get(address(Document.objects.get(), "change")).content.decode()


def test_form_says_nothing_of_what_was_not_looked_into(editor):
    send(editor, "Satzung.docx", files.docx())

    assert "Nothing to mend" not in editor.get(address(Document.objects.get(), "change")).content.decode()


# -- council files ----------------------------------------------------------------------------------------------------

PAPER = """\
documents:
  - key: satzung
    kind: statute
    title:
      de: Satzung
    file: Satzung.pdf
"""


@pytest.mark.django_db
def test_council_file_is_held_to_the_same(tmp_path, settings):
    file = File(tmp_path)
    place = "beirat.yaml:12: documents/satzung/file: "
    (tmp_path / "Satzung.pdf").write_bytes(files.WEB_PAGE)
    refused = file.refused(HEAD + PAPER)
    (tmp_path / "Satzung.pdf").write_bytes(files.odt(file_size=3_000_000_000))
    refused += file.refused(HEAD + PAPER)
    settings.MAX_FILE_MB = 1
    (tmp_path / "Satzung.pdf").write_bytes(b"%PDF-1.4" + b" " * 1024**2)
    refused += file.refused(HEAD + PAPER)

    assert refused == [
        f"{place}{WEB_PAGE}",
        f"{place}{TOO_LARGE}",
        f"{place}The file is larger than 1 MB.",
    ]
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_council_file_brings_what_the_look_found(tmp_path):
    (tmp_path / "Satzung.pdf").write_bytes(files.pdf("scan"))

    File(tmp_path).load(HEAD + PAPER)

    document = Document.objects.get()
    assert (document.media_type, document.pages, document.findings) == ("application/pdf", 1, ["no_text"])
