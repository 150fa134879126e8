"""From the text of a council file to checked entries: every value has its form, every reference its aim.

Nothing here asks the database. What is wrong is collected and the rest is still read, so one run finds everything.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from councils.translation_state import SOURCE_LANGUAGE, content_languages

from . import schema, values
from .nodes import List, Mapping, Refused, Text, UnreadableError, control_character_message, parse_file
from .problems import Place

_FINGERPRINT = re.compile(r"[0-9a-f]{12}")


@dataclass
class Value:
    """What a file says for one field."""

    value: object
    place: Place


@dataclass
class Translations:
    """A text by languages, with what the file says about each translation."""

    texts: dict = field(default_factory=dict)
    reviewed: list = field(default_factory=list)
    current: list = field(default_factory=list)
    outdated: dict = field(default_factory=dict)


@dataclass
class Entry:
    """One entry of a list, or the council itself."""

    section: schema.Section
    place: Place
    key: str = ""
    values: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)
    # Some value could not be read: the entry is there for others to refer to, but is not complete.
    is_faulty: bool = False

    def get(self, name):
        """The value of a field, or None when the file does not give it."""
        return self.values[name].value if name in self.values else None

    def place_of(self, name):
        """Where the field stands; the entry itself when it is not there."""
        return self.values[name].place if name in self.values else self.place.below(name)


def read_councils(paths, problems):
    """The council entries of the files that can be read at all."""
    councils = []
    for path in paths:
        try:
            root = parse_file(path, problems)
        except UnreadableError:
            continue
        councils.append(_Reader(path, problems).council(root))
    return _without_twice(_without_twice(councils, "key", problems), "slug", problems)


def _without_twice(councils, name, problems):
    """Two files cannot be about one council, nor have one address: the second one is refused."""
    first, kept = {}, []
    for council in councils:
        word, place = council.get(name), council.place_of(name)
        if word and word in first:
            message = _("“%(word)s” stands in %(file)s already.") % {"word": word, "file": first[word]}
            problems.error(place, message)
            continue
        first[word] = place.file
        kept.append(council)
    return kept


class _Reader:
    """Reads one file."""

    def __init__(self, path, problems):
        self.path, self.problems = path, problems
        self.keys = {}  # path of a list → keys that stand in it, a nested one with its parent's: term/group
        self.references = []

    def council(self, root):
        """The file's one council."""
        place = Place(self.path, 1)
        entry = Entry(schema.COUNCIL, place)
        if not isinstance(root, Mapping):
            self._error(place, _("A council file begins with “format”, “key” and “slug”, each with a colon."))
            entry.is_faulty = True
            return entry
        pairs = self._pairs(root, place)
        self._format(pairs.pop("format", None), place)
        self._fill(entry, pairs)
        self._check_references()
        self._check_seats(entry)
        return entry

    def _error(self, place, message):
        self.problems.error(place, message)

    def _format(self, pair, place):
        if pair is None:
            self._error(place.below("format"), _('The first line must be: format: "1"'))
        elif not isinstance(pair[1], Text) or pair[1].text != schema.FORMAT:
            self._error(place.below("format", pair[0]), _('This portal reads only: format: "1"'))

    def _pairs(self, node, place):
        """The mapping's names with line and node; a name that stands twice is an error and counts once."""
        pairs = {}
        for name, line, value in node.pairs:
            if name in pairs:
                message = _("“%(name)s” stands here twice, first in line %(line)s.")
                self._error(
                    place.below(values.shortened(name), line),
                    message % {"name": values.shortened(name), "line": pairs[name][0]},
                )
            else:
                pairs[name] = (line, value)
        return pairs

    # -- entries ------------------------------------------------------------------------------------------------

    def _fill(self, entry, pairs, parents=()):
        """Read what a mapping says into the entry: its key, its fields, its lists."""
        before = len(self.problems.errors)
        section = entry.section
        fields, lists = _fields_in_file(section), section.sections_by_name
        entry.key = self._key(entry, pairs.pop("key", None))
        for name, (line, node) in pairs.items():
            place = entry.place.below(values.shortened(name), line)
            if isinstance(node, Refused):
                continue
            if name in fields:
                self._field(entry, fields[name], node, place)
            elif name not in lists:
                self._error(place, _("The name “%(name)s” is not known here.") % {"name": values.shortened(name)})
        for name, wanted in fields.items():
            if wanted.required and name not in entry.values and name not in pairs:
                self._error(entry.place.below(name), _("“%(name)s” is missing.") % {"name": name})
        entry.is_faulty = len(self.problems.errors) > before
        for name, nested in lists.items():
            line, node = pairs.get(name, (entry.place.line, Text(entry.place.line, "")))
            entry.lists[name] = self._list(entry, nested, node, entry.place.below(name, line), parents)

    def _key(self, entry, pair):
        line, node = pair or (entry.place.line, Text(entry.place.line, ""))
        place = entry.place.below("key", line)
        if isinstance(node, Refused):
            return ""
        if _is_blank(node):
            self._error(place, _("“%(name)s” is missing.") % {"name": "key"})
            return ""
        if not isinstance(node, Text):
            self._error(place, _("A single value must stand here."))
            return ""
        try:
            entry.values["key"] = Value(values.Key().read(node.text.strip()), place)
        except ValueError as error:
            self._error(place, error)
            return ""
        return node.text.strip()

    def _list(self, parent, section, node, place, parents):
        """The entries of a list."""
        if section is schema.CONVENINGS:
            return self._conveners(parent, node, place)
        if isinstance(node, Refused) or _is_blank(node):
            return []
        if not isinstance(node, List):
            self._error(place, _("A list must stand here: each entry begins with “- key:”."))
            return []
        entries, seen = [], {}
        for number, item in enumerate(node.items, start=1):
            entry = self._entry(section, item, place, number, parents)
            if entry is None:
                continue
            if entry.key and entry.key in seen:
                message = _("The key “%(key)s” stands twice in this list, first in line %(line)s.")
                self._error(entry.place_of("key"), message % {"key": entry.key, "line": seen[entry.key]})
                entry.is_faulty = True
                continue
            seen[entry.key] = entry.place.line
            entries.append(entry)
        return entries

    def _entry(self, section, item, place, number, parents):
        if isinstance(item, Refused):
            return None
        if not isinstance(item, Mapping):
            message = _("Each entry of this list needs “key:” and what belongs to it.")
            self._error(place.below(number, item.line), message)
            return None
        below = place.below(_key_for_path(item) or number, item.line)
        pairs = self._pairs(item, below)
        entry = Entry(section, below)
        own = (*parents, _key_for_path(item))
        listed = _path_of_list(section)
        self.keys.setdefault(listed, set()).add("/".join(own))
        self._fill(entry, pairs, own)
        return entry

    def _conveners(self, meeting, node, place):
        """The councils that convene a meeting; that of the file comes first unless it is named at another place."""
        keys = [(None, Place(self.path, meeting.place.line, place.path))]
        seen = set()
        for number, item in enumerate(self._texts(node, place), start=1):
            here = place.below(number, item.line)
            if item.text in seen:
                message = _("The key “%(key)s” stands twice in this list, first in line %(line)s.")
                self._error(here, message % {"key": item.text, "line": place.line})
                continue
            seen.add(item.text)
            keys.append((item.text, here))
        return [Entry(schema.CONVENINGS, here, key=key) for key, here in keys]

    def _texts(self, node, place):
        """The words of a plain list."""
        if isinstance(node, Refused) or _is_blank(node):
            return []
        if isinstance(node, List) and all(isinstance(item, (Text, Refused)) for item in node.items):
            return [Text(item.line, item.text.strip()) for item in node.items if isinstance(item, Text)]
        self._error(place, _("A list of words must stand here, like [a, b]."))
        return []

    # -- values -------------------------------------------------------------------------------------------------

    def _field(self, entry, field_, node, place):
        """Read one value; what is left empty counts as not given."""
        if _is_blank(node):
            if field_.required:
                self._error(place, _("“%(name)s” is missing.") % {"name": field_.name})
            return
        if field_.form.language_mapping:
            value = self._translations(field_, node, place)
        elif isinstance(node, Text):
            value = self._value(field_, node.text.strip(), place)
        else:
            self._error(place, _("A single value must stand here."))
            return
        if value is not None:
            entry.values[field_.name] = Value(value, place)
        if value and isinstance(field_.form, values.Reference):
            self.references.append((field_.form.path, value, place, entry))

    def _value(self, field_, text, place):
        """The value in its form; None and an error when it has another."""
        control = values.CONTROL.search(text)
        if control:
            self._error(place, control_character_message(control[0]))
            return None
        try:
            return field_.form.read(text)
        except ValueError as error:
            self._error(place, error.args[0])
            return None

    def _translations(self, field_, node, place):
        if not isinstance(node, Mapping):
            self._error(place, _("Write the text by languages: “de:” and below it the others, each on its own line."))
            return None
        result, pairs = Translations(), self._pairs(node, place)
        for name, (line, child) in pairs.items():
            here = place.below(values.shortened(name), line)
            if isinstance(child, Refused):
                continue
            if name in {"reviewed", "current"}:
                setattr(result, name, self._languages(child, here))
            elif name == "outdated":
                result.outdated = self._fingerprints(child, here)
            elif name in content_languages():
                self._translation(result, field_, name, child, here)
            else:
                self._unknown_language(here, name, content_languages())
        line, german = pairs.get(SOURCE_LANGUAGE, (node.line, Text(node.line, "")))
        if _is_blank(german) and (result.texts or field_.required):
            message = _("The German text is missing. It is the source of all translations.")
            self._error(place.below(SOURCE_LANGUAGE, line), message)
        for code in {*result.reviewed, *result.current, *result.outdated} - set(pairs):
            self._error(place, _("There is no text in the language “%(code)s”.") % {"code": code})
        return result

    def _translation(self, result, field_, language, node, place):
        """The text in one language."""
        if not isinstance(node, Text):
            self._error(place, _("A single value must stand here."))
        elif node.text.strip():
            text = self._value(field_, node.text, place)
            if text:
                result.texts[language] = text

    def _languages(self, node, place):
        """Codes of languages of translations."""
        codes = []
        for item in self._texts(node, place):
            if item.text in content_languages()[1:]:
                codes.append(item.text)
            else:
                here = place.below(values.shortened(item.text), item.line)
                self._unknown_language(here, item.text, content_languages()[1:])
        return codes

    def _fingerprints(self, node, place):
        """By language, the mark of the German text that a translation was made from."""
        if not isinstance(node, Mapping):
            self._error(place, _("Write the language and the mark of the German text, like en: 0123456789ab."))
            return {}
        marks = {}
        for code, (line, child) in self._pairs(node, place).items():
            here = place.below(values.shortened(code), line)
            if code not in content_languages()[1:]:
                self._unknown_language(here, code, content_languages()[1:])
            elif isinstance(child, Text) and _FINGERPRINT.fullmatch(child.text):
                marks[code] = child.text
            else:
                self._error(here, _("Write the language and the mark of the German text, like en: 0123456789ab."))
        return marks

    def _unknown_language(self, place, code, languages):
        message = _("“%(code)s” is none of the portal's languages: %(codes)s.")
        self._error(place, message % {"code": values.shortened(code), "codes": ", ".join(languages)})

    # -- the whole ----------------------------------------------------------------------------------------------

    def _check_references(self):
        for path, key, place, entry in self.references:
            if key not in self.keys.get(path, ()):
                message = _("There is no “%(key)s” under %(list)s in this file.")
                self._error(place, message % {"key": values.shortened(key), "list": path})
                entry.is_faulty = True

    def _check_seats(self, council):
        """Warn where the stated number of seats is not the sum of its groups, when all groups have exact numbers."""
        for term in council.lists.get("terms", ()):
            groups = term.lists["seat_groups"]
            if not groups or any(_seats_kind(group) != "exact" or group.get("seats") is None for group in groups):
                continue
            message = _("The file states %(stated)s, the seat groups add up to %(sum)s.")
            voting = [group.get("voting") or "unknown" for group in groups]
            sums = {"stated_seats": sum(group.get("seats") for group in groups)}
            if "unknown" not in voting:
                with_vote = [group for group, word in zip(groups, voting, strict=True) if word == "voting"]
                sums["stated_voting_seats"] = sum(group.get("seats") for group in with_vote)
            for name, total in sums.items():
                stated = term.get(name)
                if stated is not None and stated != total:
                    place = term.place_of(name)
                    self.problems.warn(place, message % {"stated": stated, "sum": total})


def _is_blank(node):
    """Whether nothing stands after the colon: that counts as not given."""
    return isinstance(node, Text) and not node.text.strip()


def _seats_kind(group):
    return group.get("seats_kind") or "exact"


def _fields_in_file(section):
    """The fields of an entry by name; a municipality's entry also says how the council is joined to it."""
    if section is schema.MUNICIPALITIES:
        return section.by_name | schema.JURISDICTIONS.by_name
    return section.by_name


def _path_of_list(section):
    return section.path or section.name


def _key_for_path(node):
    """The entry's key as written, to name the entry in messages."""
    for name, _line, value in node.pairs:
        if name == "key" and isinstance(value, Text):
            return values.shortened(value.text.strip())
    return ""
