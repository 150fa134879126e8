"""The tables of docs/council-files.md: every list of a council file with its fields, as the schema has them."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from . import schema, values

PAGE = Path(settings.BASE_DIR) / "docs" / "council-files.md"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->\n"
_HEAD = "| Feld | Bedeutung | Meaning | Schreibweise / how to write it |\n|---|---|---|---|\n"


def page_with_tables(page):
    """The page with fresh tables between its marks."""
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}{field_tables()}{END}{after}"


def field_tables():
    """A table for what every entry has, then one for each list, in the order of the file."""
    common = [_row_of_key(), *[_row_of(field) for field in schema.COUNCIL.fields if field.name in schema.LIFE_CYCLE]]
    heading = "\n### In jedem Eintrag / in every entry\n\n"
    return "".join([heading, _HEAD, *common, *_tables(schema.COUNCIL, "")])


def _tables(section, parent):
    if section is schema.CONVENINGS:
        return
    yield f"\n### `{parent}{section.name}`\n\n{_HEAD}"
    more = schema.JURISDICTIONS.fields if section is schema.MUNICIPALITIES else ()
    for field in (*section.fields, *more):
        if field.name not in schema.LIFE_CYCLE:
            yield _row_of(field)
    if schema.CONVENINGS in section.sections:
        meaning = schema.CONVENINGS.model._meta.verbose_name_plural
        yield _row(schema.CONVENINGS.name, meaning, lambda: values.CouncilKeys.name)
    for nested in section.sections:
        yield from _tables(nested, "" if section is schema.COUNCIL else f"{parent}{section.name} › ")


def _row_of_key():
    meaning = schema.COUNCIL.model._meta.get_field("key").verbose_name
    return _row("key", meaning, lambda: values.Key.name, is_required=True)


def _row_of(field):
    return _row(field.name, field.meaning, lambda: _how(field), is_required=field.required)


def _row(name, meaning, how, *, is_required=False):
    """One field, in German and English; the meanings are those that the office pages show."""
    meanings, ways = [], []
    for language in ("de", "en"):
        with translation.override(language):
            meanings.append(str(meaning))
            ways.append(str(how()))
    ways = ways[:1] if ways[0].startswith("`") else dict.fromkeys(ways)
    cells = [f"`{name}`" + (" **\\***" if is_required else ""), *meanings, " / ".join(ways)]
    return f"| {' | '.join(cells)} |\n"


def _how(field):
    """How the field is written, in the active language."""
    if isinstance(field.form, values.Choice):
        return "; ".join(f"`{word}` {label}" for word, label in field.form.words.items())
    if isinstance(field.form, values.Reference):
        return f"{field.form.name} `{field.form.path}`"
    return f"{field.form.name} (≤ {field.max_length})" if field.max_length else field.form.name
