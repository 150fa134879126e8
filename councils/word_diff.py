"""What changed between two versions of a text, marked word by word in the newer one."""

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import mark_safe

_WORDS = re.compile(r"<[^>]*>|&#?\w+;|\s+|\w+|.", re.DOTALL)
_SENTENCES = re.compile(r"<[^>]*>|[^<.!?]+[.!?]*|.", re.DOTALL)
# Beyond that many comparisons whole sentences are compared: the page must not wait for it.
MOST = 2_000_000
_BLOCKS = {"p", "h3", "li", "ul", "ol"}


def marked(old, new, *, is_rich=False):
    """The new text as HTML; what came to it stands in ``ins``, what went in ``del``."""
    if not is_rich:
        old, new = str(escape(old)), str(escape(new))
    writer = _Writer(in_block=not is_rich)
    before, after = (_WORDS.findall(text) for text in (old, new))
    if len(before) * len(after) > MOST:
        before, after = (_SENTENCES.findall(text) for text in (old, new))
    for gone, came, same in _steps(before, after):
        writer.gone(gone)
        writer.came(came)
        writer.same(same)
    # Every piece is escaped above or comes from the cleaned text.
    return mark_safe(writer.finish())  # noqa: S308


def _steps(before, after):
    """Triples of what went, what came, and what then stayed; blanks between two changes belong to them."""
    steps, gone, came = [], [], []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        is_inside = (gone or came) and d < len(after) and b < len(before)
        if kind != "equal" or (is_inside and not "".join(after[c:d]).strip()):
            gone += before[a:b]
            came += after[c:d]
        else:
            steps.append((gone, came, after[c:d]))
            gone, came = [], []
    return [*steps, (gone, came, [])]


class _Writer:
    """Writes the marks so that the tags of the new text stay as they are, and no mark reaches across one."""

    def __init__(self, *, in_block):
        self.written, self.open, self.waiting = [], [], ""
        self.is_plain = in_block

    def same(self, pieces):
        self._put(pieces, "{}")

    def came(self, pieces):
        self._put(pieces, "<ins>{}</ins>")

    def gone(self, pieces):
        words = "".join(" " if piece.startswith("<") else piece for piece in pieces).strip()
        if words:
            self.waiting += f"<del>{' '.join(words.split())}</del> "
            self._put_waiting()

    def finish(self):
        if self.waiting:
            self.written.append(f"<p>{self.waiting}</p>")
        return "".join(self.written)

    def _put(self, pieces, form):
        run = ""
        for piece in [*pieces, "<"]:
            if not piece.startswith("<"):
                run += piece
                continue
            if run:
                self.written.append(form.format(run) if run.strip() else run)
            run = ""
            if piece != "<":
                self._tag(piece)

    def _tag(self, tag):
        self.written.append(tag)
        name = re.match(r"</?(\w+)", tag)[1]
        if name in _BLOCKS and tag.startswith("</"):
            self.open.pop()
        elif name in _BLOCKS:
            self.open.append(name)
            self._put_waiting()

    def _put_waiting(self):
        if self.waiting and (self.is_plain or (self.open and self.open[-1] not in {"ul", "ol"})):
            self.written.append(self.waiting)
            self.waiting = ""
