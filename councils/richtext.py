"""Long text: one small subset of HTML, cleaned on every way into the database."""

import html
import re
from html.parser import HTMLParser

import nh3
from django.db import models

from .pasted import made_plain

TAGS = {"p", "h3", "ul", "ol", "li", "a", "strong", "em"}
_RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "div": "p"}
# A page of the portal, kept by what it leads to; see councils.own_links.
_OWN_PAGE = re.compile(r"portal:[a-z-]+/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _attribute(tag, name, value):
    """The value, or None for a link that leads nowhere."""
    return None if value.lower().startswith("portal:") and not _OWN_PAGE.fullmatch(value) else value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "iframe", "object", "template", "title"},
    attributes={"a": {"href"}},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel", "portal"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)
_TAG = re.compile(r"<(/?)(b|i|h1|h2|h4|div)(?=[\s>])", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|h3|li|ul|ol|a|strong|em)(?: [^>]*)?>(?:\s|&nbsp;)*</\1>")
_BREAK = re.compile(r"(?:<br\s*/?>\s*)+", re.IGNORECASE)
# Without one of these a text was typed: a blank line divides its paragraphs, also where it holds a link.
_BLOCK = re.compile(r"<(?:p|h[1-6]|ul|ol|li|div|table|blockquote|pre|section|article)[\s/>]", re.IGNORECASE)
# What begins the lines of a typed list. After a tab, as Word copies lists, one line is enough.
_BULLET, _NUMBER = re.compile(r"[-*•·▪–][ \t]+|[o§]\t\s*"), re.compile(r"(\d{1,3})[.)][ \t]+")
# A paragraph that Word has made look like an item.
_FAKE_ITEMS = re.compile(r"(?:<p>[·•▪◦](?:\s|&nbsp;)+(?:(?!</?p>).)*</p>\s*)+", re.DOTALL)
_FAKE_ITEM = re.compile(r"<p>[·•▪◦](?:\s|&nbsp;)+((?:(?!</?p>).)*)</p>", re.DOTALL)
# Lists in lists that nobody would read; each one more would make every step longer.
_DEEPEST = 40
_BLOCKS, _LISTS, _INLINE = ("p", "h3"), ("ul", "ol"), ("a", "strong", "em")


class _Nesting(HTMLParser):
    """Rebuilds clean HTML so that every word stands in a block and every list item in a list."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.written = []
        self.open = []  # pairs: the tag as it came, the tag as it was written

    def handle_starttag(self, tag, attrs):
        if tag in _INLINE:
            self.need_block()
            if tag in [written for _came, written in self.open]:
                return
            self.begin(tag, tag, attrs)
        elif tag == "li":
            lists = [number for number, (_came, written) in enumerate(self.open) if written in _LISTS]
            self.close_down_to(lists[-1] + 1 if lists else 0)
            self.begin(tag, "li" if lists else "p")
        elif tag not in _LISTS or len(self.open) < _DEEPEST:
            self.leave_block()
            if self.open and self.open[-1][1] in _LISTS:
                self.begin("", "li")
            in_list = any(written in _LISTS for _came, written in self.open)
            self.begin(tag, "p" if tag == "h3" and in_list else tag)

    def handle_endtag(self, tag):
        for number in range(len(self.open) - 1, -1, -1):
            if self.open[number][0] == tag:
                self.close_down_to(number)
                return

    def handle_data(self, data):
        if data.strip():
            self.need_block()
        if self.open and self.open[-1][1] not in _LISTS:
            self.written.append(data)

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")

    def begin(self, came, tag, attrs=()):
        self.open.append((came, tag))
        self.written.append(
            "".join([f"<{tag}", *[f' {name}="{html.escape(value or "")}"' for name, value in attrs], ">"])
        )

    def close_down_to(self, number):
        while len(self.open) > number:
            self.written.append(f"</{self.open.pop()[1]}>")

    def need_block(self):
        if not self.open:
            self.begin("", "p")
        elif self.open[-1][1] in _LISTS:
            self.begin("", "li")

    def leave_block(self):
        blocks = [number for number, (_came, tag) in enumerate(self.open) if tag in (*_BLOCKS, *_INLINE)]
        if blocks:
            self.close_down_to(blocks[0])


def clean_html(text):
    """The text reduced to the portal's subset (p h3 ul ol li a strong em); plain text becomes paragraphs."""
    if not text or not text.strip():
        return ""
    text = text.replace("\x00", "")
    if not _BLOCK.search(text) and not _BREAK.search(text):
        if "<" not in text:
            text = html.escape(html.unescape(text), quote=False)
        text = "".join(map(_typed, filter(str.strip, re.split(r"\n\s*\n", text))))
    text = _BREAK.sub(_break, made_plain(text))
    text = _TAG.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    nesting = _Nesting()
    nesting.feed(_CLEANER.clean(text))
    nesting.close()
    nesting.close_down_to(0)
    text = _FAKE_ITEMS.sub(_list, _without_empty("".join(nesting.written)))
    return _without_empty(text).strip()


def _without_empty(text):
    while (shorter := _EMPTY.sub("", text)) != text:
        text = shorter
    return text


def _break(match):
    """One new line is a blank; two begin a paragraph."""
    return " " if match[0].lower().count("<br") == 1 else "</p><p>"


def _list(match):
    return f"<ul>{''.join(f'<li>{item}</li>' for item in _FAKE_ITEM.findall(match[0]))}</ul>"


def _typed(paragraph):
    """What somebody has typed between two blank lines: a paragraph, or a list where each line begins like an item."""
    lines = [line.strip() for line in paragraph.strip().splitlines()]
    for tag, mark in (("ul", _BULLET), ("ol", _NUMBER)):
        found = [mark.match(line) for line in lines]
        is_counted = tag == "ul" or [int(item[1]) for item in found if item] == list(range(1, len(found) + 1))
        if all(found) and is_counted and (len(lines) > 1 or "\t" in found[0][0]):
            items = [" ".join(line[item.end() :].split()) for line, item in zip(lines, found, strict=True)]
            return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"
    return f"<p>{' '.join(' '.join(lines).split())}</p>"


def as_typed(text):
    """Rich text as somebody would type it: without tags where it is paragraphs and nothing else."""
    paragraphs = re.findall(r"<p>(.*?)</p>", text or "", re.DOTALL)
    typed = "\n\n".join(html.unescape(part) for part in paragraphs)
    return typed if clean_html(typed) == text else text


def plain_text(text):
    """The words of a rich text without its markup, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text or "")).split())


class RichTextField(models.TextField):
    """Rich text that is clean whichever way it is written: forms, imports, ``update`` and ``bulk_*``."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_html(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return clean_html(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = clean_html(getattr(model_instance, self.attname)) if self.value_from_object(model_instance) else ""
        current = self.value_from_object(model_instance)
        if isinstance(current, str) and value != current:
            setattr(model_instance, self.attname, value)
        return super().pre_save(model_instance, add)
