"""From checked entries into the database: in one transaction, touching only what differs, overruling nobody unasked."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from councils.acting import importing
from councils.models import Council, DocumentBase
from councils.models.stored_file import StoredPicture
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE, content_languages, translated_fields

from . import schema
from .filling import FILE_COLUMNS, fill_file, fill_picture, fill_translations, fill_value, fill_withdrawal
from .order import arrange
from .reading import Entry, Value
from .values import CouncilKey, shortened
from .writing import REMOVED, is_lost, mark_of, own_lines, related


@dataclass(frozen=True)
class Done:
    """What a run did to one row: new, changed or removed, and how people call it."""

    verdict: str
    kind: str
    name: str


@dataclass
class Changes:
    """What a run did to the rows of one council."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    rows: list = field(default_factory=list)

    def note(self, verdict, row):
        setattr(self, verdict, getattr(self, verdict) + 1)
        self.rows.append(Done(verdict, str(row._meta.verbose_name), str(row)))

    def __bool__(self):
        return bool(self.new or self.changed or self.removed)


class _TakeBackError(Exception):
    """Takes the transaction back."""


def load_councils(entries, problems, *, overwrite=False, check=False):
    """Bring the councils into the database unless there are errors; returns the changes by council key.

    With ``check`` everything is done and then taken back.
    """
    run = _Run(entries, problems, overwrite)
    try:
        with transaction.atomic(), importing():
            run.load()
            if problems.errors or check:
                raise _TakeBackError
    except _TakeBackError:
        run.forget_files()
    except BaseException:
        run.forget_files()
        raise
    return run.changes


@dataclass
class _State:
    """How a row stood before the file's entry was put into it."""

    lines: dict
    mark: str
    position: int | None

    @classmethod
    def of(cls, section, row):
        return cls(own_lines(section, row), mark_of(section, row), getattr(row, "position", None))


@dataclass
class _Run:
    """One import of one or several files."""

    entries: list
    problems: object
    overwrite: bool
    now: object = field(default_factory=timezone.now)
    changes: dict = field(default_factory=dict)
    councils: dict = field(default_factory=dict)  # by key: rows of this run, and those that they refer to
    found: dict = field(default_factory=dict)  # (council key, path of a list, key): rows that others refer to
    municipalities: dict = field(default_factory=dict)  # by key: the row that this run has set, and the place
    fresh: set = field(default_factory=set)  # identifiers of rows that this run made
    stored: list = field(default_factory=list)  # files put into storage
    council: Entry = None

    def load(self):
        rows = Council.objects.filter(key__in=[entry.key for entry in self.entries])
        known = {row.key: row for row in rows.select_for_update(of=["self"]).select_related(*related(schema.COUNCIL))}
        for entry in self.entries:
            self.council = entry
            self.changes[entry.key] = Changes()
            row = self.councils[entry.key] = known.get(entry.key) or self._new(schema.COUNCIL, entry, None)
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
                self._list(section, self._conveners(entries), row, entry)
            else:
                self._list(section, entries, row, entry, parents)

    def _list(self, section, entries, owner, owner_entry, parents=()):
        """Load the entries of one list, and remove what the list no longer has."""
        rows = self._rows(section, owner)
        chosen = [rows.pop(entry.key, None) or self._new(section, entry, owner) for entry in entries]
        positions = arrange(chosen) if section.is_ordered else [None] * len(chosen)
        for entry, row, position in zip(entries, chosen, positions, strict=True):
            keys = (*parents, entry.key)
            self.found[self.council.key, section.path or section.name, "/".join(keys)] = row
            self._place(section, entry, row, position)
            self._lists(entry, row, keys)
        for row in rows.values():
            self._drop(section, row, owner_entry)

    def _rows(self, section, owner):
        """The list's rows as they are, deleted ones included, by what entries find them by."""
        if owner.pk is None or owner.public_id in self.fresh:
            return {}
        rows = section.model.objects.filter(**{section.owner: owner}).select_related(section.owner, *related(section))
        return {section.identity(row): row for row in rows}

    def _new(self, section, entry, owner):
        """A row that is not in the database yet."""
        row = section.model(key=entry.key, state=State.PUBLISHED, translations={})
        if section.owner:
            setattr(row, section.owner, owner)
        if section.link:
            setattr(row, section.link, entry.get(section.link))
        # Known before the row is saved, because rules of what is below it ask for it.
        if entry.key and (owner is None or owner.public_id):
            row.public_id = row.derived_public_id()
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
        self._list(schema.JURISDICTIONS, links, council, self.council)

    def _conveners(self, entries):
        """The convening councils as rows; the file's own one stands first unless the file names its place."""
        own = self.council.key
        if any(entry.key == own for entry in entries):
            entries = [entry for entry in entries if entry.key is not None]
        found = []
        for entry in entries:
            key = own if entry.key is None else entry.key
            row = self._council(key, entry.place)
            if row is not None:
                found.append(Entry(schema.CONVENINGS, entry.place, key, {"council": Value(row, entry.place)}))
        return found

    def _council(self, key, place):
        """A council of this run or of the database; None and an error when there is none."""
        if key not in self.councils:
            self.councils[key] = Council.objects.present().filter(key=key).first()
        if self.councils[key] is None:
            message = _("There is no council “%(key)s”, neither here nor in the portal.")
            self.problems.error(place, message % {"key": shortened(key)})
        return self.councils[key]

    # -- one entry ----------------------------------------------------------------------------------------------

    def _place(self, section, entry, row, position=None, *, leave_out=(), is_quiet=False):
        """Make the row say what the entry says, if that is right and nobody's work is lost."""
        if entry.is_faulty:
            return
        before, is_new = _State.of(section, row), row.pk is None
        self._fill(section, entry, row, leave_out)
        if position is not None:
            row.position = position
        if entry.is_faulty or (not is_new and self._is_refused(section, entry, row, before)):
            return
        row.deleted_at = None
        after = _State.of(section, row)
        if not is_new and before == after:
            self._take_over(section, row)
        elif self._is_right(section, entry, row, is_quiet):
            row.import_mark = import_mark(section, row)
            if self._save(section, entry, row, is_quiet):
                self._count(row, is_new)

    def _fill(self, section, entry, row, leave_out):
        for item in section.fields:
            if item.attribute in leave_out or item.attribute in FILE_COLUMNS:
                continue
            value = entry.get(item.name)
            if item.form.language_mapping:
                fill_translations(row, item, value)
            elif item.is_reference:
                setattr(row, item.attribute, self._aim(entry, item, value))
            else:
                fill_value(row, item, value)
        if isinstance(row, DocumentBase):
            fill_file(row, entry, self.problems)
        elif isinstance(row, StoredPicture):
            fill_picture(row, entry, self.problems)
        fill_withdrawal(row, self.now)

    def _aim(self, entry, item, value):
        """The row that a reference leads to."""
        if value is None:
            return None
        if isinstance(item.form, CouncilKey):
            return self._council(value, entry.place_of(item.name))
        return self.found.get((self.council.key, item.form.path, value))

    def _is_right(self, section, entry, row, is_quiet):
        """Whether the model accepts the row's values; what it has against them becomes errors.

        The rules of the table are left to the database, which asks them all at once when the row is saved.
        """
        waiting = [name for name in foreign_keys(section.model) if is_unsaved(row, name)]
        try:
            self._clean(section, row, exclude=waiting, validate_constraints=bool(waiting))
        except ValidationError as error:
            if not is_quiet:
                self._report(section, entry, error)
            return False
        return not waiting

    def _clean(self, section, row, *, exclude=(), validate_constraints=True):
        exclude = [*translated_fields(section.model), *exclude]
        row.full_clean(exclude, validate_unique=validate_constraints, validate_constraints=validate_constraints)

    def _save(self, section, entry, row, is_quiet):
        """Write the row through the gate. The bare translated columns always hold German, whoever imports."""
        file = row.file.name if isinstance(row, DocumentBase) else ""
        try:
            with translation.override(SOURCE_LANGUAGE):
                row.save()
        except (ValidationError, IntegrityError) as error:
            if not is_quiet:
                self._explain(section, entry, row, error)
            return False
        finally:
            if file and file != row.file.name:
                self.stored.append((row.file.storage, row.file.name))
            if isinstance(row, StoredPicture):
                storage = row._meta.get_field(row.file_column).storage
                self.stored += [(storage, name) for name in row.newly_stored]
        # The gate may have completed the row.
        self._take_over(section, row)
        return True

    def _explain(self, section, entry, row, error):
        """Say which rule of the table the row breaks."""
        try:
            if isinstance(error, ValidationError):
                raise error
            self._clean(section, row)
        except ValidationError as broken:
            self._report(section, entry, broken)
        else:
            message = _("The database refuses this: %(error)s") % {"error": shortened(error, 200)}
            self.problems.error(entry.place, message)

    def _count(self, row, is_new):
        """Count what was done; a council is written twice when it is new, before and after what it refers to."""
        changes = self.changes[self.council.key]
        if is_new:
            changes.note("new", row)
            self.fresh.add(row.public_id)
        elif row.public_id not in self.fresh:
            changes.note("changed", row)

    def _report(self, section, entry, error):
        """Say in the file's own names what the model says of its columns."""
        for attribute, messages in error.message_dict.items():
            place = place_of_column(section, entry, attribute)
            for message in messages:
                self.problems.error(place, message)

    # -- the work of others -------------------------------------------------------------------------------------

    def _take_over(self, section, row):
        """Note that file and row agree. This is no change of content, so neither the date nor the version moves."""
        mark = import_mark(section, row)
        if row.import_mark != mark:
            row.import_mark = mark
            models.QuerySet(type(row)).filter(pk=row.pk).update(import_mark=mark)

    def _is_refused(self, section, entry, row, before):
        """Whether somebody else's work would be lost; says what and where."""
        marked, _sign, position = row.import_mark.partition("@")
        reason = self._shared(entry, row) if section is schema.MUNICIPALITIES else ""
        if before.mark != marked and not self.overwrite:
            if before.mark == REMOVED:
                self.problems.error(entry.place, _("Deleted in the portal since the last import."))
                return True
            reason = reason or _("Changed in the portal since the last import: there %(there)s, here %(here)s.")
        lines = own_lines(section, row)
        if reason and before.lines != lines:
            for place, there, here in differences(entry, before.lines, lines):
                self.problems.error(place, reason % {"there": there, "here": here})
            return True
        if not self.overwrite and position and str(before.position) != position and before.position != row.position:
            message = _("Moved in the portal since the last import; the file has another order.")
            self.problems.error(entry.place, message)
            return True
        return False

    def _shared(self, entry, municipality):
        """Why a municipality is not this file's alone to change; empty when it is, or when the file shall win."""
        if entry.key in self.municipalities:
            file = str(self.municipalities[entry.key][1].file).replace("%", "%%")
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
        if is_lost(row):
            self._take_over(section, row)
            return
        if mark_of(section, row) != row.import_mark.partition("@")[0] and not self.overwrite:
            place = owner_entry.place.below(section.name).below(section.identity(row))
            self.problems.error(place, _("Gone from the file, but changed in the portal since the last import."))
            return
        for nested in section.sections:
            for other in self._rows(nested, row).values():
                self._drop(nested, other, owner_entry)
        row.import_mark = REMOVED
        with translation.override(SOURCE_LANGUAGE):
            row.remove(self.now)
        self.changes[self.council.key].note("removed", row)


def import_mark(section, row):
    """What a row bears after an import: the mark of what it says and its place among its siblings."""
    if row.deleted_at or not section.is_ordered:
        return mark_of(section, row)
    return f"{mark_of(section, row)}@{row.position}"


def foreign_keys(model):
    return [column.name for column in model._meta.concrete_fields if column.is_relation]


def is_unsaved(row, name):
    """Whether the row refers to one that could not be saved."""
    other = getattr(row, name)
    return other is not None and other.pk is None


def place_of_column(section, entry, attribute):
    """Where in the file a column of the model stands."""
    for name in translated_fields(section.model):
        for language in content_languages():
            if attribute == build_localized_fieldname(name, language):
                return entry.place_of(section.by_attribute[name].name).below(language)
    if attribute in section.by_attribute:
        return entry.place_of(section.by_attribute[attribute].name)
    return entry.place_of("key") if attribute == "key" else entry.place


def differences(entry, before, after):
    """The fields in which portal and file differ: the place in the file, and both contents."""
    for name in dict.fromkeys([*before, *after]):
        there, here = before.get(name), after.get(name)
        place = entry.place_of(name)
        if isinstance(there, dict) or isinstance(here, dict):
            there, here = there or {}, here or {}
            for part in dict.fromkeys([*there, *here]):
                if there.get(part) != here.get(part):
                    yield place.below(part), _quoted(there.get(part)), _quoted(here.get(part))
        elif there != here:
            yield place, _quoted(there), _quoted(here)


def _quoted(content):
    """A field's content for a message."""
    if not content:
        return _("nothing")
    if isinstance(content, dict):
        content = [f"{name} {mark}" for name, mark in content.items()]
    if isinstance(content, list):
        content = ", ".join(content)
    return f"“{shortened(content)}”"
