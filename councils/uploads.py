"""What an uploaded file is by its contents, whether it is taken, and what a look into it finds."""

import io
import json
import pathlib
import re
import struct
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PDF = "application/pdf"
ANY_OTHER = "application/octet-stream"


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: how its name ends, and whether browsers show it in their window or save it."""

    ending: str
    is_shown: bool = False


# Nothing in here can run as a page of the portal: what browsers show are PDFs and pictures.
KINDS = {
    PDF: Kind(".pdf", is_shown=True),
    "application/vnd.oasis.opendocument.text": Kind(".odt"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind(".docx"),
    "application/vnd.oasis.opendocument.spreadsheet": Kind(".ods"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Kind(".xlsx"),
    "image/png": Kind(".png", is_shown=True),
    "image/jpeg": Kind(".jpg", is_shown=True),
    "image/gif": Kind(".gif", is_shown=True),
    "image/webp": Kind(".webp", is_shown=True),
}
TAKEN = "PDF, ODT, DOCX, ODS, XLSX, PNG, JPEG, GIF, WebP"
ENDINGS = ",".join([*(kind.ending for kind in KINDS.values()), ".jpeg"])
PICTURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)
PDF_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-[0-9]")
WEB_PAGE = re.compile(rb"<!doctype\s+html|<html|<script|<body", re.IGNORECASE)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 1024

# Office files are archives. Theirs hold some hundred parts at most, and text shrinks to a twentieth.
END_OF_DIRECTORY = struct.Struct("<4s4H2LH")
MOST_DIRECTORY_BYTES = 2 * 1024**2
MOST_PARTS, MOST_INNER = 5000, 50
MOST_UNPACKED, MOST_RATIO, SMALL = 200 * 1024**2, 200, 20 * 1024**2
# What an archive may say of itself; a picture or a PDF is none.
ARCHIVED = "application/vnd."
BY_PART = (
    (b"wordprocessingml.document.main+xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"spreadsheetml.sheet.main+xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)

LOOKER = pathlib.Path(__file__).with_name("pdf_look.py")
# The looker stops itself after ten seconds of work; on a busy machine these take longer.
PATIENCE = 25

# What a look can find, the worst first, and what the office can do about it.
ADVICE = {
    "unreadable": gettext_lazy(
        "This PDF may be damaged: it could not be read here. Open it on your computer. If it looks right there, save "
        "it as PDF once more and choose the new file."
    ),
    "unchecked": gettext_lazy(
        "This PDF is too long or too complicated to be checked here. Check yourself that its text can be selected."
    ),
    "locked": gettext_lazy(
        "This PDF forbids copying, which also shuts out programs that read aloud. Save it without protection."
    ),
    "no_text": gettext_lazy(
        "This PDF is a picture of paper: nobody can search it or have it read aloud. Make the PDF from the Word or "
        "LibreOffice file instead of scanning it, or scan it with text recognition (OCR)."
    ),
    "part_text": gettext_lazy(
        "Some pages of this PDF are pictures: nobody can search them or have them read aloud. Make the PDF from the "
        "Word or LibreOffice file, or scan these pages with text recognition (OCR)."
    ),
    "untagged": gettext_lazy(
        "This PDF has no tags, so programs that read aloud cannot tell headings from text. Word: Save as, PDF, "
        "Options, tick “Document structure tags for accessibility”. LibreOffice: Export as PDF, tick “Tagged PDF”."
    ),
    "no_language": gettext_lazy(
        "This PDF does not say which language it is in, so it may be read aloud with the wrong voice. Before you save "
        "it as PDF, choose the language of the text. Word: Review, Language. LibreOffice: Tools, Language."
    ),
    "no_title": gettext_lazy(
        "This PDF shows its file name instead of a title. Word: File, Info, Title. LibreOffice: File, Properties, "
        "Title, and in Export as PDF tick “Display document title”."
    ),
    "picture": gettext_lazy("A picture cannot be read aloud. If there is text in it, upload the text as well."),
}
# What readers should know before they open a file.
NOTES = {
    "unreadable": gettext_lazy("This PDF may be damaged."),
    "unchecked": gettext_lazy("We could not check whether programs can read this PDF aloud."),
    "locked": gettext_lazy("Programs that read aloud may be shut out of this PDF."),
    "no_text": gettext_lazy("This PDF is a picture of paper: programs cannot read it aloud."),
    "part_text": gettext_lazy("Some pages of this PDF are pictures: programs cannot read them aloud."),
    "untagged": gettext_lazy("When a program reads this PDF aloud, its parts may come in the wrong order."),
    "picture": gettext_lazy("This is a picture: programs cannot read it aloud."),
}


class Refused(ValueError):
    """Says why a file is not taken, in words for the office."""


@dataclass(frozen=True)
class Look:
    """What a file is; ``problem`` says why forms and imports do not take it."""

    media_type: str = ANY_OTHER
    pages: int | None = None
    findings: tuple = ()
    problem: str = ""


def look_into(file):
    """Look into a Django file of any size and content; never raises for what it finds there."""
    try:
        media_type = media_type_of(file)
        pages, findings = _look_into_pdf(file) if media_type == PDF else (None, ())
    except Refused as refused:
        return Look(problem=str(refused))
    finally:
        file.seek(0)
    if media_type.startswith("image/"):
        findings = ("picture",)
    return Look(media_type, pages, findings)


def media_type_of(file):
    """What the file is by its contents; raises :class:`Refused` for what is not taken."""
    if file.size > settings.MAX_FILE_MB * 1024**2:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": settings.MAX_FILE_MB})
    if not file.size:
        raise Refused(_("The file is empty."))
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if PDF_HEAD.match(head):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office_file(file)
    for pattern, media_type in PICTURES:
        if pattern.match(head):
            return media_type
    if WEB_PAGE.search(head):
        raise Refused(_("This is a web page, not a document. Open it, print it as PDF and choose that file."))
    if head.startswith(OLD_OFFICE):
        raise Refused(_("This is a file of an old Office program. Open it, save it as PDF or DOCX and choose that."))
    raise Refused(_("Files of this kind are not taken. What is taken: {kinds}.").format(kinds=TAKEN))


def safe_name(name, media_type=ANY_OTHER):
    """The name of a file as it is stored: no path, no signs that turn or hide letters, the ending of what it is."""
    path = pathlib.PurePosixPath(unicodedata.normalize("NFC", str(name)).replace("\\", "/"))
    # Letters, digits, hyphens and dots in all scripts; neither emoji nor the marks that turn the direction.
    stem = re.sub(r"[^-\w.]", "", path.stem.strip().replace(" ", "_"))[:60].strip("._-")
    kind = KINDS.get(media_type)
    ending = kind.ending if kind else re.sub(r"[^.a-z0-9]", "", path.suffix.lower())[:8]
    return f"{stem or 'document'}{ending}"


def advice_on(findings):
    """What the office should know about a file, the worst first."""
    return [text for code, text in ADVICE.items() if code in findings]


def note_on(findings):
    """The one sentence that a reader should know before opening it; empty where all is well."""
    return next((text for code, text in NOTES.items() if code in findings), "")


# -- archives ---------------------------------------------------------------------------------------------------------


def _office_file(file):
    """What an archive is; it is weighed before anything in it is unpacked."""
    try:
        with _archive(file) as archive:
            _weigh(archive)
            media_type = _by_parts(archive)
    except Refused:
        raise
    # What zipfile raises on bytes that only look like an archive; RuntimeError on a password or an unknown compression.
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError):
        raise Refused(_("This file is damaged. Save it anew and choose it again.")) from None
    if not media_type.startswith(ARCHIVED) or media_type not in KINDS:
        raise Refused(_("Files of this kind are not taken. What is taken: {kinds}.").format(kinds=TAKEN))
    return media_type


def _archive(file):
    """The archive, if its directory is no heavier than what documents need."""
    file.seek(0, io.SEEK_END)
    file.seek(max(0, file.tell() - END_OF_DIRECTORY.size - 0xFFFF - 20))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    *_others, size, _offset, _comment = END_OF_DIRECTORY.unpack(tail[at:][: END_OF_DIRECTORY.size])
    # The second form of the directory is for archives of more than four gigabytes.
    if size > MOST_DIRECTORY_BYTES or tail[:at][-20:].startswith(b"PK\x06\x07"):
        raise _too_large()
    file.seek(0)
    return zipfile.ZipFile(file)


def _weigh(archive, is_inner=False):
    """What the archive holds when unpacked, with the archives in it, in bytes; raises Refused for a bomb."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_("This file opens only with a password. Save it without one and choose it again."))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > max(SMALL, MOST_RATIO * packed):
        raise _too_large()
    inner = [part for part in parts if _starts(archive, part, b"PK\x03\x04")]
    if len(inner) > (0 if is_inner else MOST_INNER) or any(part.file_size > MOST_UNPACKED // 4 for part in inner):
        raise _too_large()
    for part in inner:
        with archive.open(part) as opened, _archive(io.BytesIO(opened.read())) as held:
            unpacked += _weigh(held, is_inner=True)
        if unpacked > MOST_UNPACKED:
            raise _too_large()
    return unpacked


def _starts(archive, part, sign):
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile
    with archive.open(part) as opened:
        return opened.read(len(sign)) == sign


def _by_parts(archive):
    """The kind of office file, as the archive itself says; an archive of any other kind is refused."""
    names = set(archive.namelist())
    if "mimetype" in names:
        with archive.open("mimetype") as opened:
            return opened.read(100).decode("ascii", "replace").strip()
    if "[Content_Types].xml" in names:
        with archive.open("[Content_Types].xml") as opened:
            types = opened.read(1024**2)
        return next((media_type for part, media_type in BY_PART if part in types), ANY_OTHER)
    raise Refused(_("This is an archive. Unpack it and upload each paper by itself."))


def _too_large():
    return Refused(_("Unpacked, this file would be far too large. Save it as PDF and choose that file."))


# -- PDFs -------------------------------------------------------------------------------------------------------------


def _look_into_pdf(file):
    """The number of pages, None where it cannot be told, and the codes of what was found."""
    file.seek(0)
    found = _found_in_pdf(file.read())
    if found.get("password"):
        raise Refused(_("This file opens only with a password. Save it without one and choose it again."))
    if "pages" not in found:
        return None, ("unchecked" if found.get("ended") else "unreadable",)
    text = found.get("text") or {}
    codes = {
        "unchecked": "text" not in found,
        "locked": found["locked"],
        "no_text": text.get("without") and not text["with"],
        "part_text": text.get("without") and text["with"],
        "untagged": not found.get("tagged", True),
        "no_language": not found.get("language", True),
        "no_title": not found.get("title", True),
    }
    return found["pages"], tuple(code for code, is_so in codes.items() if is_so)


def _found_in_pdf(data):
    """What the looker says, as far as it came; it knows nothing of the portal and ends when it takes too long."""
    if b" obj" not in data:
        return {}
    command = [sys.executable, "-I", str(LOOKER)]
    try:
        run = subprocess.run(command, input=data, capture_output=True, env={}, timeout=PATIENCE, check=False)  # noqa: S603
        said, ended = run.stdout, run.returncode not in {0, 1}
    except subprocess.TimeoutExpired as late:
        said, ended = late.stdout or b"", True
    found = {"ended": ended}
    for line in said.splitlines(keepends=True):
        # The last line may have been cut off.
        found |= json.loads(line) if line.endswith(b"\n") else {}
    return found
