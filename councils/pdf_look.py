"""Looks into one PDF and says what it found, in a process of its own: a file from strangers may take for ever.

It reads the file from standard input and writes one line of JSON after each step, so that what was found before the
time or the memory ran out is not lost. `councils.uploads` starts it.
"""

import contextlib
import io
import json
import logging
import sys

SECONDS, BYTES = 10, 1024**3
# The status with which the process ends when the memory does not suffice.
TOO_MUCH = 3
# Of longer papers only the number of pages is told.
LONGEST = 3000
# So many pages are asked whether they have text: the first, the last, and some between them.
SAMPLE = 12
# A page whose drawing takes fewer bytes shows nothing that anybody could want to read.
BLANK = 200


def limit():
    """Let the system end this process before it takes too much; where it cannot, the clock of the other one is left."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def look(file):
    """What stands in the PDF, step by step."""
    from pypdf import PdfReader  # noqa: PLC0415 - only after the limits hold

    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        yield {"password": True}
        return
    root = reader.root_object
    count = int(root["/Pages"]["/Count"])
    pages = reader.pages if count <= LONGEST else []
    yield {"pages": max(0, min(len(pages) or count, 999_999)), "locked": _is_locked(reader)}
    yield {"tagged": _is_tagged(root), "language": _has_words(root, "/Lang"), "title": _shows_title(reader, root)}
    if len(pages) > 0:
        yield {"text": _text(pages)}


def _is_locked(reader):
    """Whether programs that read aloud are kept out, as far as they obey."""
    rights = reader.user_access_permissions
    return rights is not None and not rights & rights.EXTRACT_TEXT_AND_GRAPHICS


def _is_tagged(root):
    mark = root.get("/MarkInfo")
    return "/StructTreeRoot" in root and mark is not None and bool(mark.get_object().get("/Marked"))


def _has_words(holder, name):
    value = holder.get(name)
    return value is not None and bool(str(value.get_object()).strip())


def _shows_title(reader, root):
    """Whether the window is to be headed by a title instead of the file's name."""
    wishes = root.get("/ViewerPreferences")
    shown = wishes is not None and bool(wishes.get_object().get("/DisplayDocTitle"))
    return shown and bool(reader.metadata and (reader.metadata.title or "").strip())


def _text(pages):
    """How many of the pages looked at have text; blank ones do not count."""
    step = max(1, (len(pages) - 1) / (SAMPLE - 1))
    numbers = {min(len(pages) - 1, round(number * step)) for number in range(SAMPLE)}
    found = [has_text for number in sorted(numbers) if (has_text := _page_has_text(pages[number])) is not None]
    return {"with": found.count(True), "without": found.count(False)}


def _page_has_text(page):
    """Whether there is text on the page; None where there is nothing at all."""
    if page.extract_text().strip():
        return True
    contents = page.get_contents()
    has_pictures = "/XObject" in (page.get("/Resources") or {})
    return False if has_pictures or (contents and len(contents.get_data()) > BLANK) else None


def main():
    logging.disable()
    file = io.BytesIO(sys.stdin.buffer.read())
    limit()
    try:
        for found in look(file):
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
    except MemoryError:
        sys.exit(TOO_MUCH)


if __name__ == "__main__":
    main()
