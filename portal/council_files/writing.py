"""From the database to the text of a council file: always the same bytes for the same content.

What :func:`own_lines` gives for a row is also what loading compares a file with, so both always mean the same.
"""

import hashlib
import json
import re
from pathlib import PurePath

import yaml

from councils.models import Council
from councils.publishing import State
from councils.translation_state import STATES_KEPT, TranslationState, content_languages, fingerprint, same_german

from . import schema, values

# The mark of a row that is deleted.
REMOVED = "removed"

# -- what the lines of an entry say -----------------------------------------------------------------------------


def own_lines(section, row):
    """The fields of a row as its entry writes them, in order, without what is empty or goes without saying."""
    lines = {}
    for field in section.fields:
        line = _line(field, row)
        if line not in (None, "", {}):
            lines[field.name] = line
    return lines


def _line(field, row):
    if field.form.language_mapping:
        return translated_lines(field, row)
    if field.is_reference:
        return _reference(field, getattr(row, field.attribute))
    value = getattr(row, field.attribute)
    if isinstance(field.form, values.FileName):
        value = PurePath(value.name).name if value else value
    if value is None or value == "" or (value == field.default and field.goes_without_saying):
        return None
    return field.form.write(value)


def _reference(field, other):
    """The key that leads to the other row; nothing when that is no longer there."""
    if other is None or is_lost(other):
        return None
    if isinstance(field.form, values.Reference) and "/" in field.form.path:
        return f"{other.parent.key}/{other.key}"
    return field.form.write(other.key)


def is_lost(row):
    """Whether the row, what it belongs to, or what it cannot be without was deleted."""
    if row.deleted_at:
        return True
    names = schema.NEEDS.get(type(row), ())
    others = [row.parent, *(getattr(row, name) for name in names)]
    return any(is_lost(other) for other in others if other is not None)


def translated_lines(field, row):
    """A text by languages, then what is known about the translations beyond "machine-made, current"."""
    lines, reviewed, outdated = {}, [], {}
    marks = row.translations.get(field.attribute, {})
    german = same_german(fingerprint(row.text_in(field.attribute)), marks)
    for language in content_languages():
        raw = row.text_in(field.attribute, language)
        text = field.form.write(raw)
        if not text:
            continue
        lines[language] = text
        state, made_from = known_translation(row, field.attribute, language)
        if state == TranslationState.REVIEWED:
            reviewed.append(language)
        if made_from is not None and made_from not in german:
            outdated[language] = made_from
    if reviewed:
        lines["reviewed"] = reviewed
    if outdated:
        lines["outdated"] = outdated
    return lines


def known_translation(row, name, language):
    """Who made the translation, and the mark of the German it was made from; None where nothing is recorded."""
    state, made_from, made = row.translations.get(name, {}).get(language, ("", "", ""))
    if state not in STATES_KEPT or made != fingerprint(row.text_in(name, language)):
        return None, None
    return TranslationState(state), made_from


def mark_of(section, row):
    """A short mark of what a row says, to see later whether somebody changed it by hand."""
    if row.deleted_at:
        return REMOVED
    lines = json.dumps(own_lines(section, row), ensure_ascii=False)
    return hashlib.sha256(lines.encode()).hexdigest()[:48]


# -- the whole council ------------------------------------------------------------------------------------------


def council_file(slug):
    """The text of the council's file; raises Council.DoesNotExist."""
    council = Council.objects.present().get(slug=slug)
    lines = {"format": schema.FORMAT, "key": council.key, **own_lines(schema.COUNCIL, council)}
    _add_lists(schema.COUNCIL, council, lines)
    return "".join(_mapping(lines, 0))


def _add_lists(section, row, lines):
    for nested in section.sections:
        entries = [_entry(nested, other) for other in rows_of(nested, row)]
        if nested is schema.CONVENINGS:
            entries = _co_conveners(row)
        if entries:
            lines[nested.name] = entries


def rows_of(section, owner):
    """The rows of a list that are there, in the order of the file."""
    if section is schema.MUNICIPALITIES:
        section = schema.JURISDICTIONS
    rows = section.model.objects.present().filter(**{section.owner: owner})
    rows = [row for row in rows.select_related(section.owner, *related(section)) if not is_lost(row)]
    if not section.is_ordered:
        return sorted(rows, key=lambda row: _rank(section, row))
    return sorted(rows, key=lambda row: (row.position, row.pk))


def related(section):
    """The foreign keys that writing an entry follows."""
    names = {field.attribute for field in section.fields if field.is_reference}
    upper = {"seat_group": "term", "agenda_item": "meeting"}
    nested = {f"{name}__{upper[name]}" for name in names if name in upper}
    return [*names, *nested, *([section.link] if section.link else [])]


def _rank(section, row):
    """The place of a row whose model has no order of its own: newest first, what has no time after what has one."""
    rank = []
    for name in section.order:
        value = getattr(row, name.lstrip("-"))
        if name.startswith("-"):
            value = -_as_number(value)
        rank.append(value)
    return rank


def _as_number(value):
    if value is None:
        return -1
    if hasattr(value, "hour"):
        return value.hour * 60 + value.minute
    return value.toordinal() if hasattr(value, "toordinal") else int(value)


def _entry(section, row):
    if section is schema.MUNICIPALITIES:
        municipality = row.municipality
        own = own_lines(section, municipality) | own_lines(schema.JURISDICTIONS, row)
        return {"key": municipality.key, **own}
    lines = {"key": row.key, **own_lines(section, row)}
    _add_lists(section, row, lines)
    return lines


def _co_conveners(meeting):
    """The keys of the other councils that convene the meeting; with the own one where that is not the first."""
    rows = meeting.convenings.present().filter(state=State.PUBLISHED).select_related("council")
    keys = [row.council.key for row in rows.order_by("position", "pk") if not is_lost(row)]
    return keys[1:] if keys and keys[0] == meeting.keeper.key else keys


# -- letters ----------------------------------------------------------------------------------------------------

# All but letters, signs and blanks that every editor keeps as they are.
_VISIBLE = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_INVISIBLE = re.compile(f"[^{_VISIBLE}]")
_ESCAPED = re.compile(f'["\\\\]|[^{_VISIBLE}]')
# What YAML would take for a sign of its own at the beginning of a text or within it.
_NEEDS_QUOTES = re.compile(r"""\A(?:[-?:,\[\]{}#&*!|>'"%@`=~\s]|<<)|\s\Z|:(?:\s|\Z)|\s\#""")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_RESOLVER = yaml.resolver.Resolver()


def scalar(text, indent):
    """One value: bare where that is safe, else in quotation marks; a text of several lines as a block."""
    if isinstance(text, values.Bare):
        return str(text)
    if ("\n" in text or isinstance(text, values.Block)) and _can_be_block(text):
        return "|-" + "".join(f"\n{' ' * indent}{line}" if line else "\n" for line in text.split("\n"))
    if _NEEDS_QUOTES.search(text) or _INVISIBLE.search(text) or _is_no_text(text):
        if '"' in text and "'" not in text and not _INVISIBLE.search(text):
            return f"'{text}'"
        return '"' + _ESCAPED.sub(lambda match: _escape(match[0]), text) + '"'
    return text


def _can_be_block(text):
    """Whether the text survives as lines of their own: nothing invisible, no blanks at their ends or the beginning."""
    lines = text.split("\n")
    return (
        lines[0] == lines[0].lstrip()
        and all(line == line.rstrip() and not _INVISIBLE.search(line) for line in lines)
        and bool(lines[0] and lines[-1])
    )


def _is_no_text(text):
    """Whether other programs would read a number, a date or a truth value."""
    if re.fullmatch(r"[-+]?[.0-9][-+_.,:0-9eExXoO]*", text):
        return True
    return _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != "tag:yaml.org,2002:str"


def _escape(character):
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def _mapping(lines, indent):
    """The lines of a mapping, each with its end."""
    blanks = " " * indent
    for name, value in lines.items():
        if isinstance(value, dict):
            yield f"{blanks}{name}:\n"
            yield from _mapping(value, indent + 2)
        elif isinstance(value, list) and isinstance(value[0], str):
            yield f"{blanks}{name}: [{', '.join(scalar(word, 0) for word in value)}]\n"
        elif isinstance(value, list):
            yield f"{blanks}{name}:\n"
            for entry in value:
                first, *rest = _mapping(entry, indent + 4)
                yield f"{blanks}  - {first.lstrip(' ')}"
                yield from rest
        else:
            yield f"{blanks}{name}: {scalar(value, indent + 2)}\n"
