"""From checked entries into the database: in one transaction, touching only what differs, overruling nobody unasked."""

import hashlib
from bisect import bisect
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from councils.models import Council, DocumentBase
from councils.publishing import State
from councils.translation_state import (
    SOURCE_LANGUAGE, TranslationState, content_languages, fingerprint, translated_fields,
)  # fmt: skip

from . import schema
from .reading import Entry, Translations, Value
from .values import CouncilKey, shortened
from .writing import is_lost, known_translation, mark_of, own_lines, related

MAX_DOCUMENT_BYTES = 20 * 1024 * 1024
# Positions leave room, so that an entry put between two others moves neither.
STEP = 10


@dataclass
class Changes:
    """What a run did to the rows of one council."""

    new: int = 0
    changed: int = 0
    removed: int = 0

    def __bool__(self):
        return bool(self.new or self.changed or self.removed)


class _Back(Exception):
    """Takes the transaction back."""


def load_councils(entries, problems, *, overwrite=False, check=False):
    """Bring the councils into the database unless there are errors; returns the changes by council key.

    With ``check`` everything is done and then taken back.
    """
    run = _Run(entries, problems, overwrite)
    try:
        with transaction.atomic():
            run.load()
            if problems.errors or check:
                raise _Back
    except _Back:
        run.forget_files()
    except BaseException:
        run.forget_files()
        raise
    return run.changes


@dataclass
class _Run:
    """One import of one or several files."""

    entries: list
    problems: object
    overwrite: bool
    changes: dict = field(default_factory=dict)
    councils: dict = field(default_factory=dict)  # by key: rows of this run and those they refer to
    found: dict = field(default_factory=dict)  # (council key, path of a list, key) → row, for references
    municipalities: dict = field(default_factory=dict)  # by key: (row, place) that this run has set
    stored: list = field(default_factory=list)  # files put into storage
    fresh: set = field(default_factory=set)  # identifiers of rows that this run made
    now: object = field(default_factory=timezone.now)
    council: Entry = None

    def load(self):
        rows = {
            row.key: row
            for row in Council.objects.select_for_update(of=("self",))
            .filter(key__in=[entry.key for entry in self.entries])
            .select_related(*related(schema.COUNCIL))
        }
        for entry in self.entries:
            self.council = entry
            self.changes[entry.key] = Changes()
            row = rows.get(entry.key) or self._new(schema.COUNCIL, entry, None)
            self.councils[entry.key] = row
            if row.pk is None:
                # What the council refers to must be there first, and that in turn needs the council.
                self._place(schema.COUNCIL, entry, row, leave_out=schema.COUNCIL.references, is_quiet=True)
        for entry in self.entries:
            self.council = entry
            self._lists(entry, self.councils[entry.key], ())
            self._place(schema.COUNCIL, entry, self.councils[entry.key])

    def forget_files(self):
        """Take back what the database's transaction does not know of."""
        for storage, name in self.stored:
            storage.delete(name)

    # -- lists --------------------------------------------------------------------------------------------------

    def _lists(self, entry, row, parents):
        for section in entry.section.sections:
            entries = entry.lists.get(section.name, [])
            if section is schema.MUNICIPALITIES:
                self._municipalities(entries, row)
            elif section is schema.CONVENINGS:
                self._list(section, self._conveners(entries), row, entry, parents)
            else:
                self._list(section, entries, row, entry, parents)

    def _list(self, section, entries, owner, owner_entry, parents):
        """Load the entries of one list, and remove what the list no longer has."""
        rows = self._rows(section, owner)
        chosen = [rows.pop(entry.key, None) or self._new(section, entry, owner) for entry in entries]
        positions = arrange(chosen) if section.is_ordered else [None] * len(chosen)
        for entry, row, position in zip(entries, chosen, positions, strict=True):
            keys = (*parents, entry.key)
            self.found[self.council.key, section.path or section.name, "/".join(keys)] = row
            self._place(section, entry, row, position)
            if section is not schema.CONVENINGS:
                self._lists(entry, row, keys)
        for row in rows.values():
            self._drop(section, row, owner_entry)

    def _rows(self, section, owner):
        """The list's rows as they are, deleted ones included, by what entries find them by."""
        if owner.pk is None:
            return {}
        rows = section.model.objects.filter(**{section.owner: owner}).select_related(*related(section))
        return {section.identity(row): row for row in rows}

    def _new(self, section, entry, owner):
        """A row that is not in the database yet."""
        row = section.model(key=entry.key, state=State.PUBLISHED, translations={})
        if section.owner:
            setattr(row, section.owner, owner)
        if section.link:
            setattr(row, section.link, entry.values[section.link].value)
        if owner is None or owner.public_id:
            row.public_id = row.derived_public_id() if entry.key else None
        return row

    def _municipalities(self, entries, council):
        """Municipalities belong to all their councils; only the link belongs to this one."""
        rows = schema.MUNICIPALITIES.model.objects.filter(key__in=[entry.key for entry in entries])
        known = {row.key: row for row in rows} | {key: row for key, (row, _place) in self.municipalities.items()}
        for entry in entries:
            row = known.get(entry.key) or self._new(schema.MUNICIPALITIES, entry, None)
            self._place(schema.MUNICIPALITIES, entry, row)
            self.municipalities.setdefault(entry.key, (row, entry.place))
            entry.values["municipality"] = Value(row, entry.place)
        links = [Entry(schema.JURISDICTIONS, entry.place, entry.key, entry.values) for entry in entries]
        self._list(schema.JURISDICTIONS, links, council, self.council, ())

    def _conveners(self, entries):
        """The convening councils as rows; the file's own one stands first unless the file names its place."""
        own = self.council.key
        if any(entry.key == own for entry in entries):
            entries = [entry for entry in entries if entry.key is not None]
        found = []
        for entry in entries:
            row = self._council(entry.key or own, entry.place)
            if row is not None:
                values = {"council": Value(row, entry.place)}
                found.append(Entry(schema.CONVENINGS, entry.place, entry.key or own, values))
        return found

    def _council(self, key, place):
        """A council of this run or of the database; None and an error when there is none."""
        if key not in self.councils:
            self.councils[key] = Council.objects.present().filter(key=key).first()
        if self.councils[key] is None:
            self._error(place, _("There is no council “%(key)s”, neither here nor in the portal.") % {"key": key})
        return self.councils[key]

    # -- one entry ----------------------------------------------------------------------------------------------

    def _place(self, section, entry, row, position=None, leave_out=(), is_quiet=False):
        """Make the row say what the entry says, if that is right and nobody's work is lost."""
        if entry.is_faulty:
            return
        before, mark = own_lines(section, row), mark_of(section, row)
        was_deleted, is_new = row.deleted_at is not None, row.pk is None
        self._fill(section, entry, row, leave_out)
        after = own_lines(section, row)
        moved = position is not None and row.position != position
        if not is_new and before == after and not moved and not was_deleted:
            self._take_over(row, mark, row_position(section, row))
            return
        if not is_new and self._is_refused(section, entry, row, mark, (before, after), moved):
            return
        if position is not None:
            row.position = position
        row.deleted_at = None
        if entry.is_faulty or not self._is_right(section, entry, row, is_quiet):
            return
        row.import_mark = f"{mark_of(section, row)}{row_position(section, row)}"
        if self._save(section, entry, row):
            self._count(row, is_new)

    def _count(self, row, is_new):
        """A council is written twice when it is new: before and after what it refers to."""
        changes = self.changes[self.council.key]
        if is_new:
            changes.new += 1
            self.fresh.add(row.public_id)
        elif row.public_id not in self.fresh:
            changes.changed += 1

    def _is_right(self, section, entry, row, is_quiet):
        """Whether the model accepts the row; what it has against it becomes errors."""
        waiting = [name for name in foreign_keys(section.model) if is_unsaved(row, name)]
        try:
            row.full_clean(exclude=[*translated_fields(section.model), *waiting])
        except ValidationError as error:
            if not is_quiet:
                self._report(section, entry, error)
            return False
        return not waiting

    def _save(self, section, entry, row):
        """Write the row through the gate; the bare translated columns always hold German."""
        file = row.file.name if isinstance(row, DocumentBase) else None
        try:
            with translation.override(SOURCE_LANGUAGE):
                row.save()
        except ValidationError as error:
            self._report(section, entry, error)
            return False
        except IntegrityError as error:
            self._error(entry.place, _("The database refuses this: %(error)s") % {"error": shortened(error, 200)})
            return False
        if file and file != row.file.name:
            self.stored.append((row.file.storage, row.file.name))
        # The gate may have completed the row.
        self._take_over(row, mark_of(section, row), row_position(section, row))
        return True

    def _report(self, section, entry, error):
        """Say in the file's own names what the model says of its columns."""
        for attribute, messages in error.message_dict.items():
            place = self._place_of(section, entry, attribute)
            for message in messages:
                self._error(place, message)

    def _place_of(self, section, entry, attribute):
        """Where in the file a column of the model stands."""
        for name in translated_fields(section.model):
            for language in content_languages():
                if attribute == build_localized_fieldname(name, language):
                    place = entry.place_of(section.by_attribute[name].name)
                    return place.below(language)
        if attribute in section.by_attribute:
            return entry.place_of(section.by_attribute[attribute].name)
        return entry.place_of("key") if attribute == "key" else entry.place

    def _error(self, place, message):
        self.problems.error(place.file, place.line, place.path, message)

    # -- the work of others ---------------------------------------------------------------------------------------

    def _take_over(self, row, mark, position):
        """Note that file and row agree. This is no change of content, so neither the date nor the version moves."""
        if row.import_mark != f"{mark}{position}":
            row.import_mark = f"{mark}{position}"
            models.QuerySet(type(row)).filter(pk=row.pk).update(import_mark=row.import_mark)

    def _is_refused(self, section, entry, row, mark, lines, moved):
        """Whether somebody else's work would be lost; says what and where."""
        before, after = lines
        marked, _sign, position = row.import_mark.partition("@")
        reason = ""
        if section is schema.MUNICIPALITIES:
            reason = self._shared(entry, row)
        elif self.overwrite:
            return False
        if mark != marked and not self.overwrite:
            if mark == "removed":
                self._error(entry.place, _("Deleted in the portal since the last import."))
                return True
            reason = reason or _("Changed in the portal since the last import: there %(there)s, here %(here)s.")
        if reason and before != after:
            for place, there, here in differences(entry, before, after):
                self._error(place, reason % {"there": there, "here": here})
            return True
        if moved and position and position != str(row.position):
            self._error(entry.place, _("Moved in the portal since the last import; the file has another order."))
            return True
        return False

    def _shared(self, entry, municipality):
        """Why a municipality is not this file's alone to change; empty when it is, or when the file shall win."""
        if entry.key in self.municipalities:
            file = self.municipalities[entry.key][1].file
            return _("%(file)s has the same entry: there %%(there)s, here %%(here)s.") % {"file": file}
        others = municipality.jurisdictions.present().filter(council__deleted_at__isnull=True)
        others = others.exclude(council__key__in=[council.key for council in self.entries])
        key = others.values_list("council__key", flat=True).first()
        if key is None or self.overwrite:
            return ""
        return _("The council “%(key)s” has the same entry: there %%(there)s, here %%(here)s.") % {"key": key}

    def _drop(self, section, row, owner_entry):
        """Delete softly what the file no longer has, unless staff wrote or changed it."""
        if not row.import_mark or (section is schema.CONVENINGS and row.state != State.PUBLISHED):
            return
        mark = mark_of(section, row)
        if is_lost(row):
            self._take_over(row, mark, row_position(section, row))
            return
        if mark != row.import_mark.partition("@")[0] and not self.overwrite:
            place = owner_entry.place.below(section.name).below(section.identity(row))
            self._error(place, _("Gone from the file, but changed in the portal since the last import."))
            return
        for nested in section.sections:
            for other in self._rows(nested, row).values():
                self._drop(nested, other, owner_entry)
        row.import_mark = "removed"
        with translation.override(SOURCE_LANGUAGE):
            row.remove(self.now)
        self.changes[self.council.key].removed += 1

    # -- values -------------------------------------------------------------------------------------------------

    def _fill(self, section, entry, row, leave_out):
        """Put the entry's values into the row; what the entry leaves out gets its default."""
        for item in section.fields:
            if item.attribute in leave_out or item.attribute in {"file", "checksum"}:
                continue
            value = entry.get(item.name)
            if item.form.language_mapping:
                fill_translations(row, item, value or Translations())
            elif item.is_reference:
                setattr(row, item.attribute, self._aim(entry, item, value))
            else:
                setattr(row, item.attribute, self._value(section, item, value))
        if isinstance(row, DocumentBase):
            self._file(entry, row)
        if row.state == State.WITHDRAWN and "state" in section.by_name:
            self._withdrawn(row)

    def _value(self, section, item, value):
        if value is not None:
            return value
        if item.default is not None:
            return item.default
        column = section.model._meta.get_field(item.attribute)
        return None if column.null else ""

    def _withdrawn(self, row):
        """As the gate has it: what is withdrawn was so at a moment in the past, which a file need not know."""
        if row.unpublish_at is None or row.unpublish_at > self.now:
            stored = type(row).objects.filter(pk=row.pk, state=State.WITHDRAWN).values_list("unpublish_at", flat=True)
            row.unpublish_at = stored.first() or self.now
        if row.publish_at and row.publish_at >= self.now:
            row.publish_at = None

    def _aim(self, entry, item, value):
        """The row that a reference leads to."""
        if value is None:
            return None
        if isinstance(item.form, CouncilKey):
            return self._council(value, entry.place_of(item.name))
        return self.found.get((self.council.key, item.form.path, value))

    def _file(self, entry, row):
        """Take over the file that lies beside the council file, unless the portal has the same one already."""
        name, checksum = entry.get("file"), entry.get("checksum") or ""
        if not name:
            row.file, row.checksum = "", ""
            return
        if checksum and row.file and checksum == row.checksum:
            return
        data = self._bytes_beside(entry.place_of("file"), name)
        if data is None:
            entry.is_faulty = True
            return
        found = hashlib.sha256(data).hexdigest()
        if checksum and checksum != found:
            self._error(entry.place_of("checksum"), _("The file “%(name)s” is another one: its checksum differs.") % {"name": name})
            entry.is_faulty = True
        elif not row.file or found != row.checksum:
            row.file, row.checksum = ContentFile(data, name=name.rpartition("/")[2]), found

    def _bytes_beside(self, place, name):
        """The content of a file in the council file's folder or below it."""
        folder = place.file.resolve().parent
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            self._error(place, _("There is no file “%(name)s” beside the council file.") % {"name": shortened(name)})
            return None
        if path.stat().st_size > MAX_DOCUMENT_BYTES:
            self._error(place, _("The file is larger than %(size)s MB.") % {"size": MAX_DOCUMENT_BYTES // 1024**2})
            return None
        return path.read_bytes()


def row_position(section, row):
    """The row's place among its siblings as part of its mark."""
    return f"@{row.position}" if section.is_ordered and row.deleted_at is None else ""


def foreign_keys(model):
    return [column.name for column in model._meta.concrete_fields if column.is_relation]


def is_unsaved(row, name):
    """Whether the row refers to one that could not be saved."""
    other = getattr(row, name)
    return other is not None and other.pk is None


def fill_translations(row, item, file):
    """Put a text's languages into the row, and what is known about each translation into its record.

    An unchanged translation keeps the mark of the German it was made from, so new German makes it outdated.
    """
    name = item.attribute
    for language in content_languages():
        text = file.texts.get(language, "")
        is_same = item.form.write(row.text_in(name, language)) == item.form.write(text)
        state, made_from = known_translation(row, name, language)
        if not is_same:
            setattr(row, build_localized_fieldname(name, language), text or None)
        if language == SOURCE_LANGUAGE:
            continue
        wanted = TranslationState.REVIEWED if language in file.reviewed else TranslationState.MACHINE
        if not (is_same and state == wanted):
            made_from = None
        if language in file.outdated:
            made_from = file.outdated[language]
        elif language in file.current:
            made_from = None
        if text or name in row.translations:
            row.record_translation(name, language, wanted, made_from or fingerprint(row.text_in(name)))


def differences(entry, before, after):
    """The fields in which portal and file differ: the place in the file, and both contents."""
    for name in dict.fromkeys([*before, *after]):
        there, here = before.get(name), after.get(name)
        if there == here:
            continue
        place = entry.place_of(name)
        if not isinstance(there, dict) and not isinstance(here, dict):
            yield place, _quoted(there), _quoted(here)
            continue
        there, here = there or {}, here or {}
        for part in dict.fromkeys([*there, *here]):
            if there.get(part) != here.get(part):
                yield place.below(part), _quoted(there.get(part)), _quoted(here.get(part))


def _quoted(content):
    if not content:
        return _("nothing")
    if isinstance(content, dict):
        content = ", ".join(f"{name} {mark}" for name, mark in content.items())
    elif isinstance(content, list):
        content = ", ".join(content)
    return f"“{shortened(content)}”"


def arrange(rows):
    """Positions for rows in this order, changing as few as possible; new rows have none yet.

    Where a new or moved row stands between two others, it gets a number between theirs; where there is no such number,
    all are counted anew.
    """
    kept = _longest_rise([(row.position, row.pk) if row.pk else None for row in rows])
    result = [row.position if number in kept else None for number, row in enumerate(rows)]
    start = 0
    while None in result:
        left = result.index(None, start)
        right = next((number for number in range(left, len(rows)) if result[number] is not None), len(rows))
        low, count = result[left - 1] if left else 0, right - left
        step = STEP if right == len(rows) else (result[right] - low) // (count + 1)
        if step < 1:
            return [STEP * number for number in range(1, len(rows) + 1)]
        result[left:right] = [low + step * number for number in range(1, count + 1)]
        start = right
    return result


def _longest_rise(ranks):
    """The numbers of the rows that can stay where they are: a longest rising run among the ranks."""
    best = []  # for each length, the run of that length that ends lowest, as a chain from its end
    for number, rank in enumerate(ranks):
        if rank is not None:
            length = bisect([run[0] for run in best], rank)
            best[length : length + 1] = [(rank, number, best[length - 1] if length else None)]
    kept, run = set(), best[-1] if best else None
    while run:
        kept.add(run[1])
        run = run[2]
    return kept
