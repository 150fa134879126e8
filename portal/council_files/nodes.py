"""A council file as a tree of texts, mappings and lists, each with its line.

Of YAML only the plain part is understood: no tags, no anchors, one document, every value a text.
"""

import re
from dataclasses import dataclass, field

import yaml
from django.utils.translation import gettext as _

from .problems import Place
from .values import CONTROL

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 12
# The reader in C, where PyYAML has it, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Text:
    line: int
    text: str


@dataclass
class Mapping:
    line: int
    pairs: list = field(default_factory=list)  # name, its line, node


@dataclass
class List:
    line: int
    items: list = field(default_factory=list)


@dataclass
class Refused:
    """Something whose problem is noted already."""

    line: int


class UnreadableError(Exception):
    """Nothing more of this file can be understood; the problem is noted already."""


def parse_file(path, problems):
    """The file's root node; notes what is wrong and goes on, or raises :class:`UnreadableError`."""
    return _Builder(path, problems).build(_text_of(path, problems))


def _stop(problems, place, message):
    problems.error(place, message)
    raise UnreadableError


def _text_of(path, problems):
    """The file's text, once its size and encoding are found to be right."""
    top = Place(path, 1)
    try:
        if not path.is_file():
            _stop(problems, top, _("There is no such file."))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        _stop(problems, top, _("The file cannot be read."))
    if len(data) > MAX_BYTES:
        _stop(problems, top, _("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not written in UTF-8 (byte %(byte)s). Save it with the encoding UTF-8.")
        line = data.count(b"\n", 0, error.start) + 1
        _stop(problems, Place(path, line), message % {"byte": f"0x{data[error.start]:02X}"})
    _refuse_control_characters(path, text.replace("\r\n", "\n"), problems)
    return text


def _refuse_control_characters(path, text, problems):
    found = False
    for number, line in enumerate(text.split("\n"), start=1):
        if match := CONTROL.search(line):
            found = True
            problems.error(Place(path, number), control_character_message(match[0]))
    if found:
        raise UnreadableError


def control_character_message(character):
    message = _("Here stands an invisible control character (U+%(code)s). Delete it.")
    return message % {"code": f"{ord(character):04X}"}


class _Builder:
    """Makes nodes of the events of PyYAML's parser, which reads no further than it must."""

    def __init__(self, path, problems):
        self.path, self.problems = path, problems

    def build(self, text):
        try:
            events = yaml.parse(text, Loader=LOADER)
            next(events)  # the stream begins
            if isinstance(next(events), yaml.StreamEndEvent):
                self.stop(1, _("The file is empty."))
            root = self.node(next(events), events, 1)
            next(events)  # the document ends
            more = next(events)
            if not isinstance(more, yaml.StreamEndEvent):
                self.stop(more.start_mark.line + 1, _("Only one council stands in a file; “---” begins a second one."))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.stop(mark.line + 1, in_plain_words(error.problem or "", text, mark))
        except yaml.YAMLError:
            self.stop(1, _("The file cannot be read."))
        return root

    def stop(self, line, message):
        _stop(self.problems, Place(self.path, line), message)

    def node(self, event, events, depth):
        line = event.start_mark.line + 1
        if depth > MAX_DEPTH:
            self.stop(line, _("The entries are nested too deeply."))
        if getattr(event, "anchor", None):
            self.problems.error(Place(self.path, line), shortcut_message())
        if getattr(event, "tag", None):
            message = _("YAML's tags (!) are not possible here. Put the text in quotation marks.")
            self.problems.error(Place(self.path, line), message)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(line, events, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self.node(event, events, depth + 1))
            return List(line, items)
        return Text(line, event.value) if isinstance(event, yaml.ScalarEvent) else Refused(line)

    def mapping(self, line, events, depth):
        node = Mapping(line)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if isinstance(key, Text):
                node.pairs.append((key.text, key.line, value))
            else:
                self.problems.error(Place(self.path, key.line), _("A word must stand before the colon."))
        return node


def shortcut_message():
    return _("YAML's shortcuts (& and *) are not possible here. Write the text out.")


def in_plain_words(problem, text, mark):
    """What a message of the YAML reader usually comes from."""
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        problem = r"'\t'"
    for pattern, message in (
        (r"'\\t'", _("A tab stands here. Indent with spaces.")),
        ("alias|anchor", shortcut_message()),
        ("mapping values are not", _("A colon with a space after it is in the text. Put the text in quotation marks.")),
        ("find expected ':'", _("The colon after the name is missing.")),
        ("end of stream", _("A quotation mark or bracket is opened here and never closed.")),
        ("start any token", _("This character cannot stand at the beginning. Put the text in quotation marks.")),
        ("expected", _("The line is indented too far or not far enough, or its text needs quotation marks.")),
    ):
        if re.search(pattern, problem):
            return message
    return _("This line cannot be read as YAML (%(problem)s).") % {"problem": problem}
