"""The style sheets keep to what old phones understand, to both directions of writing, and to their weight."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from portal.static_files import SmallStyleSheets

SHEETS = sorted(Path(settings.BASE_DIR, "static", "css").glob("*.css"))
PHYSICAL = (
    r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom)\s*:"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:|text-align:\s*(?:left|right)|float:|border-(?:top|bottom)-(?:left|right)"
)


def rules(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    # Conditions of media queries do ask for a width; declarations must not.
    return re.sub(r"@media[^{]*", "@media ", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheets_use_logical_properties_only(sheet):
    assert re.findall(PHYSICAL, rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("word", ["!important", "light-dark(", ":dir(", "&", ":has(", "@import", "url(", "http"])
def test_sheets_do_without(sheet, word):
    assert word not in rules(sheet).replace("a[href^=http]", "")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_rule_stands_inside_another(sheet):
    depth_of_rule = None
    stack = []
    for token, selector in re.findall(r"([^{}]*)([{}])", rules(sheet)):
        if selector == "}":
            if stack.pop() == depth_of_rule:
                depth_of_rule = None
            continue
        name = token.strip().rpartition(";")[2].strip()
        assert depth_of_rule is None, f"{name} is nested"
        stack.append(len(stack))
        if not name.startswith("@") or name.startswith("@page"):
            depth_of_rule = stack[-1]


def test_the_sheet_of_the_first_paint_is_light():
    sheet = Path(settings.BASE_DIR, "static", "css", "site.css")

    assert len(gzip.compress(sheet.read_bytes(), 9)) <= 7 * 1024


def test_collected_sheets_say_the_same_in_fewer_bytes(tmp_path):
    storage = SmallStyleSheets(location=tmp_path, base_url="/static/")

    storage.save(
        "a.css", ContentFile(b"/* why */\n@layer x {\n  a :is(b, i), a:hover { margin : calc( 1px + 2px ) 0 ; }\n}\n")
    )
    done = list(storage.post_process({"a.css": (storage, "a.css")}))

    small = "@layer x{a *:is(b,i),a:hover{margin:calc(1px + 2px) 0}}"
    assert (tmp_path / "a.css").read_text() == small
    assert (tmp_path / storage.stored_name("a.css")).read_text() == small
    assert storage.stored_name("a.css") != "a.css"
    assert done
