"""One conversation for the file: on paper, as text, or for another program."""

from django.utils import timezone
from django.utils.text import capfirst

from contact.models import Message

from .forms import WITH_RECEIPT
from .history import history_of
from .names import language_name, name_of

COLUMNS = (
    "created", "council", "channel", "state", "topic", "language", "answer_language", "way", "name", "email", "phone",
    "phone_times", "address", "may_forward", "may_show_helper", "assigned_to", "due_on", "read_at", "reacted_at",
    "answered_at", "forwarded_at", "forwarded_to_name", "ended_at", "scrubbed_at",
)  # fmt: skip


def as_data(message):
    """All that is kept about the message, as JSON takes it."""
    return {
        "number": message.pk,
        "public_id": str(message.public_id),
        **{name: _plain(message, name) for name in COLUMNS},
        "subject": message.subject,
        "forwarded_to": _forwarded_to(message),
        "text": message.text,
        "entries": [
            {
                "side": entry.side,
                "created": _moment(entry.created),
                "author": name_of(entry.author) if entry.author else None,
                "language": entry.language,
                "quarantined_at": _moment(entry.quarantined_at),
                "text": entry.text,
            }
            for entry in message.entries.select_related("author")
        ],
        "notes": [
            {
                "created": _moment(note.created),
                "author": name_of(note.author) if note.author else None,
                "text": note.text,
            }
            for note in message.notes.select_related("author")
        ],
        "events": [
            {
                "at": _moment(event.at),
                "kind": event.kind,
                "user": name_of(event.user) if event.user else None,
                "detail": event.detail,
            }
            for event in message.events.select_related("user")
        ],
    }


def facts(message):
    """What there is to know beside the texts: labels and values in the office's language."""
    values = {name: _shown(message, name) for name in COLUMNS} | {"forwarded_to_name": _forwarded_to(message)}
    # Whether it is one of the usual topics or one of the council's own, to a reader it is the topic.
    columns = {name: "subject" if name == "topic" else name for name in values}
    return [
        (capfirst(Message._meta.get_field(columns[name]).verbose_name), value)
        for name, value in values.items()
        if value
    ]


def as_text(message):
    """The conversation as plain text in the office's language."""
    lines = [str(message), ""]
    lines += [f"{label}: {value}" for label, value in facts(message)]
    lines += ["", _quoted(message.text)]
    for entry in message.entries.select_related("author"):
        who = f" ({name_of(entry.author)})" if entry.author else ""
        lines += ["", f"--- {entry.get_side_display()}{who}, {_read(entry.created)}", _quoted(entry.text)]
    for note in message.notes.select_related("author"):
        who = f" ({name_of(note.author)})" if note.author else ""
        lines += ["", f"--- {capfirst(note._meta.verbose_name)}{who}, {_read(note.created)}", _quoted(note.text)]
    lines += ["", "---"]
    for line in reversed(history_of(message)):
        lines.append(" · ".join(filter(None, (_read(line.at), line.who, line.what, line.detail))))
    return "\n".join(lines) + "\n"


def _quoted(text):
    """What somebody wrote, each line marked: no text can pass for a line of ours."""
    return "\n".join(f"| {line}" for line in text.split("\n"))


def _plain(message, name):
    value = getattr(message, name)
    if value is None or isinstance(value, bool | str):
        return value
    if name == "assigned_to":
        return name_of(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _shown(message, name):
    """The value as people read it; empty where there is nothing to say."""
    value = getattr(message, name)
    match name:
        case "topic":
            value = value or message.get_subject_display()
        case "language" | "answer_language":
            value = language_name(value)
        case "council":
            value = value.name_and_place
        case "way" if value == Message.Way.RECEIPT:
            value = WITH_RECEIPT
        case "channel" | "state" | "way":
            value = getattr(message, f"get_{name}_display")()
        case "assigned_to":
            value = name_of(value) if value else ""
        case "may_forward" | "may_show_helper":
            value = "✓" if value else ""
        case "due_on":
            value = value.strftime("%d.%m.%Y")
        case _ if hasattr(value, "hour"):
            value = _read(value)
    return str(value or "")


def _forwarded_to(message):
    """The other council's name or that of an office."""
    return message.forwarded_to.council.name_and_place if message.forwarded_to_id else message.forwarded_to_name


def _moment(value):
    return value.isoformat() if value else None


def _read(moment):
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")
