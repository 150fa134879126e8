"""What word processors paste, made plain before it is cleaned: lists that only look like lists, tables, hidden text.

Word writes its lists as paragraphs with a bullet or a number in front, hides comments and what was deleted in the text,
and Google wraps everything in a bold that is none. Here all that becomes ordinary HTML; what else it holds goes later.
"""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Only what no clean text holds is taken apart, so that a clean text stays as it is.
FOREIGN = re.compile(
    r"<[^<>]*\s(?:class|style|id|lang)\s*=|<(?:table|br|del|font|xml|[a-z0-9]+:[a-z]|!|\?)", re.IGNORECASE
)
LEVEL = re.compile(r"mso-list:\s*(?!ignore)[^;]{0,60}?\blevel(\d)", re.IGNORECASE)
LIST_CLASS = re.compile(r"\bMsoListParagraph|\bMsoListBullet|\bMsoListNumber", re.IGNORECASE)
MARKER = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
HIDDEN = re.compile(r"mso-hide:\s*all|display:\s*none|mso-element:\s*(?:comment|header|footer)", re.IGNORECASE)
BOLD = re.compile(r"(?<!-)font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
NOT_BOLD = re.compile(r"(?<!-)font-weight:\s*(?:normal|[1-5]00)", re.IGNORECASE)
ITALIC = re.compile(r"(?<!-)font-style:\s*italic", re.IGNORECASE)
# "1.", "2)", "iv.", "c)": what stands before an item of a numbered list.
NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})(?:\.\d{1,3})*[.)]", re.IGNORECASE)
LEADING = re.compile(
    r"\s*(?:([·•▪◦‣§\uf0b7\uf0a7\uf0d8]|[o–-](?=\s{2}))|((?:\d{1,3}|[a-z])[.)])(?=\s{2}))\s+", re.IGNORECASE
)
BLANKS = re.compile(r"\s+")
AT_END = re.compile(r"(?<!\s)\s+(?=</(?:p|li|h\d|div)>)")
CONDITION = re.compile(r"<[!?][^<>]*>")

VOID = {"br", "img", "hr", "meta", "link", "input", "col", "base", "wbr", "area", "source", "track", "embed", "param"}
DROPPED = {"script", "style", "xml", "title", "head", "del", "template", "iframe", "object", "img", "meta", "link"}
BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "article", "address"}
LISTS = {"ul", "ol"}
HEADINGS = {f"h{number}" for number in range(1, 7)}
INLINE = {"a", "strong", "em", "b", "i"}
# An end that is missing is implied by these; a paragraph ends where a block begins.
CLOSED_BY = {
    "p": BLOCKS | LISTS | {"table", "li", "td", "th", "tr"},
    "li": {"li"},
    "td": {"td", "th", "tr"},
    "tr": {"tr"},
}
DEEPEST = 60
# So many elements that nobody ends stand in no text; parsers that nest them all take the square of the time.
MOST_OPEN = 1000


@dataclass
class Node:
    """An element; text stands among its children as plain strings."""

    tag: str
    attrs: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    @property
    def style(self):
        return self.attrs.get("style", "")

    @property
    def level(self):
        """On which level of a list a paragraph of Word stands; 0 where it is none."""
        if self.tag not in BLOCKS or self.tag in HEADINGS:
            return 0
        if found := LEVEL.search(self.style):
            return int(found[1])
        return 1 if LIST_CLASS.search(self.attrs.get("class", "")) and self.marker else 0

    @property
    def marker(self):
        """What Word wrote before the item, without blanks."""
        marked = next((node for node in walk(self) if MARKER.search(node.style)), None)
        if marked is not None:
            return text_of(marked).strip()
        found = LEADING.match(text_of(self))
        return (found[1] or found[2]) if found else ""


class _Reader(HTMLParser):
    """Builds the tree; lenient, because what comes out is cleaned by a real parser afterwards."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        while len(self.open) > 1 and tag in CLOSED_BY.get(self.open[-1].tag, ()):
            self.open.pop()
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if self.open[-1].tag == tag and tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        for number in range(len(self.open) - 1, 0, -1):
            if self.open[number].tag == tag:
                del self.open[number:]
                return

    def handle_data(self, data):
        self.open[-1].children.append(data)


def walk(node):
    """All elements below this one."""
    for child in node.children:
        if isinstance(child, Node):
            yield child
            yield from walk(child)


def text_of(node):
    if isinstance(node, str):
        return node
    return "" if node.tag in DROPPED else "".join(map(text_of, node.children))


def made_plain(text):
    """The HTML as somebody would have written it by hand; what does not come from elsewhere stays as it is."""
    if not FOREIGN.search(text) and text.count("<") - 2 * text.count("</") < MOST_OPEN:
        return text
    reader = _Reader()
    whole, end, begun = text.rpartition(">")
    # A tag that is never ended is none; each of them would be looked for up to the end.
    text = f"{whole}{end}{begun.replace('<', '&lt;')}"
    # What Word calls a condition, ``<![if !supportLists]>``, is no HTML; what it makes conditional is shown.
    reader.feed(CONDITION.sub("", _without_comments(text)))
    reader.close()
    return AT_END.sub("", "".join(map(_written, _blocks(_unwrapped(reader.root.children)))))


def _without_comments(text):
    pieces, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        pieces.append(text[at:start])
        end = text.find("-->", start + 4)
        at = len(text) if end < 0 else end + 3
    return "".join([*pieces, text[at:]])


# -- simpler ----------------------------------------------------------------------------------------------------------


def _unwrapped(children, in_heading=False):
    """The children without wrappers and hidden parts, bold and italic as elements, each simplified likewise."""
    found = []
    for child in children:
        if isinstance(child, str):
            # One no-break space is meant, several push something aside.
            found.append(BLANKS.sub(lambda blank: "\xa0" if blank[0] == "\xa0" else " ", child))
        elif child.tag in DROPPED or HIDDEN.search(child.style):
            continue
        else:
            found += _simplified(child, in_heading)
    return found


def _simplified(node, in_heading):
    if level := node.level:
        return [_item(node, level)]
    if node.tag == "p" and re.search(r"\bMso(?:Title|Heading)", node.attrs.get("class", "")):
        node.tag = "h3"
    if node.tag == "table":
        return _rows(node)
    children = _unwrapped(node.children, in_heading or node.tag in HEADINGS)
    if node.tag in BLOCKS | LISTS | {"li"}:
        # A wrapper around blocks says nothing.
        blocks = sum(map(_is_block, children))
        is_wrapper = node.tag not in LISTS | {"li"} and blocks
        if node.tag == "li" and sum(_is_block(child) and child.tag not in LISTS for child in children) == 1:
            # The paragraph in it says nothing either.
            children = [part for child in children for part in (child.children if _is_paragraph(child) else [child])]
        return children if is_wrapper else [Node(node.tag, {}, children)]
    if node.tag == "br":
        return [node]
    if any(map(_is_block, children)):
        return children
    return _inline(node, children, in_heading)


def _inline(node, children, in_heading):
    href = node.attrs.get("href", "")
    if node.tag == "a" and href and not href.lower().startswith(("#", "file:", "about:")):
        children = [Node("a", {"href": href}, children)]
    is_bold = BOLD.search(node.style) or (node.tag in {"b", "strong"} and not NOT_BOLD.search(node.style))
    is_italic = node.tag in {"i", "em"} or ITALIC.search(node.style)
    if not "".join(map(text_of, children)).strip():
        return children
    if is_bold and not in_heading:
        children = [Node("strong", {}, children)]
    return [Node("em", {}, children)] if is_italic else children


def _is_block(node):
    return isinstance(node, Node) and (node.tag in BLOCKS | LISTS or node.tag in {"li", "item"})


def _is_paragraph(node):
    return isinstance(node, Node) and node.tag in BLOCKS - HEADINGS


def _item(node, level):
    """A paragraph that stands for an item, without its mark; the level and the kind go with it."""
    marker = node.marker
    if not _without_marked(node):
        _without_leading(node)
    return Node("item", {"level": level, "list": "ol" if NUMBER.fullmatch(marker) else "ul"}, _unwrapped(node.children))


def _without_marked(node):
    """Take out what Word says is the mark; gives whether there was one."""
    kept = [child for child in node.children if isinstance(child, str) or not MARKER.search(child.style)]
    found = len(kept) < len(node.children)
    node.children = kept
    return any([found, *[_without_marked(child) for child in kept if isinstance(child, Node)]])


def _without_leading(node):
    """Take the mark from the beginning of the text, which may be spread over several elements."""
    found = LEADING.match(text_of(node))
    left = found.end() if found else 0

    def take(node):
        nonlocal left
        for number, child in enumerate(node.children):
            if not left:
                return
            if isinstance(child, str):
                taken = min(left, len(child))
                node.children[number] = child[taken:]
                left -= taken
            else:
                take(child)

    take(node)


def _rows(table):
    """A table as text: each row a paragraph, the cells divided by a dash; what stands in it as blocks stays so."""
    found = []
    for row in list(_rows_in(table)) or [table]:
        cells = [node for node in row.children if isinstance(node, Node) and node.tag in {"td", "th"}]
        cells = [_unwrapped(cell.children) for cell in cells]
        if any(sum(map(_is_block, cell)) > 1 for cell in cells) or not cells:
            found += [part for cell in cells or [_unwrapped(row.children)] for part in _in_blocks(cell)]
            continue
        cells = [_without_blocks(cell) for cell in cells if "".join(map(text_of, cell)).strip()]
        line = [part for cell in cells for part in (" – ", *cell)][1:]
        found.append(Node("p", {}, line))
    return found


def _rows_in(node):
    """The rows of a table, without those of tables in it."""
    for child in node.children:
        if isinstance(child, Node) and child.tag == "tr":
            yield child
        elif isinstance(child, Node) and child.tag != "table":
            yield from _rows_in(child)


def _without_blocks(children):
    return [part for child in children for part in (child.children if _is_block(child) else [child])]


def _in_blocks(children):
    """The children with what stands loose among blocks in a paragraph of its own."""
    found, loose = [], []
    for child in [*children, None]:
        if child is not None and not _is_block(child):
            loose.append(child)
            continue
        if "".join(map(text_of, loose)).strip():
            found.append(Node("p", {}, loose))
        loose = []
        found += [child] if child is not None else []
    return found


# -- lists ------------------------------------------------------------------------------------------------------------


def _blocks(children):
    """The blocks with items gathered in lists, and lists that follow each other in one."""
    found, lists = [], []
    for child in children:
        if isinstance(child, str) and not child.strip():
            found += [] if lists else [child]
            continue
        if not isinstance(child, Node) or child.tag != "item":
            lists = []
            found.append(_with_lists(child))
            continue
        level, kind = child.attrs["level"], child.attrs["list"]
        del lists[level:]
        if len(lists) == level and lists[-1].tag != kind:
            # Another list on the same level; deeper ones stay where they are.
            lists.pop()
        if not lists:
            lists.append(Node(kind))
            found.append(lists[0])
        elif len(lists) < level:
            deeper = Node(kind)
            (lists[-1].children or [lists[-1]])[-1].children.append(deeper)
            lists.append(deeper)
        lists[-1].children.append(Node("li", {}, _blocks(child.children)))
    return _joined(found)


def _with_lists(child):
    if isinstance(child, Node):
        child.children = _blocks(child.children)
    return child


def _joined(blocks):
    """Word on the web writes each item as a list of its own."""
    found = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Node) and isinstance(last, Node) and block.tag in LISTS and last.tag == block.tag:
            last.children += block.children
        else:
            found.append(block)
    return found


def _written(node):
    if isinstance(node, str):
        return html.escape(node, quote=False)
    if node.tag == "br":
        return "<br>"
    inner = "".join(map(_written, node.children))
    if node.tag not in BLOCKS | LISTS | INLINE | {"li"}:
        return inner
    attrs = f' href="{html.escape(node.attrs["href"])}"' if node.tag == "a" else ""
    return f"<{node.tag}{attrs}>{inner}</{node.tag}>"
