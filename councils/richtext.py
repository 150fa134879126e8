"""Long text: one small subset of HTML, cleaned on every way into the database."""

import html
import re

import nh3
from django.db import models

TAGS = {"p", "h3", "ul", "ol", "li", "a", "strong", "em"}
_RENAMED = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h4": "h3", "div": "p"}
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "iframe", "object", "template", "title"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
    strip_comments=True,
)
_TAG = re.compile(r"<(/?)(b|i|h1|h2|h4|div)(?=[\s>])", re.IGNORECASE)
_EMPTY = re.compile(r"<(p|h3|li|strong|em)>\s*</\1>")


def clean_html(text):
    """The text reduced to the portal's subset (p h3 ul ol li a strong em); plain text becomes paragraphs."""
    if not text or not text.strip():
        return ""
    text = text.replace("\x00", "")
    if "<" not in text:
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
        text = "".join(f"<p>{html.escape(html.unescape(part), quote=False)}</p>" for part in paragraphs)
    text = _TAG.sub(lambda match: f"<{match[1]}{_RENAMED[match[2].lower()]}", text)
    text = _CLEANER.clean(text).strip()
    while (shorter := _EMPTY.sub("", text).strip()) != text:
        text = shorter
    return text


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
