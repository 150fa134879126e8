"""Shared texts: which of them a council's pages show, and the first set that comes with the portal."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.db import models, transaction
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from councils.acting import importing
from councils.publishing import State
from councils.translation_state import content_languages, translated_fields

from .models import Council, SharedText, Statement, Subject

FOLDER = Path(__file__).parent / "data" / "shared"


@dataclass(frozen=True)
class Answer:
    """What a council's pages say to one question."""

    subject: str
    # The most specific shared text that fits, and what the council wrote in its place; each may be missing.
    shared: SharedText | None
    own: Statement | None
    is_hidden: bool

    @property
    def shown(self):
        """The row whose text shows, or None."""
        return self.own or (None if self.is_hidden else self.shared)

    @property
    def has_moved_on(self):
        """Whether the shared text says something else than when the council wrote its own."""
        own, shared = self.own, self.shared
        return bool(own and shared and own.compared_with and own.compared_with != shared.german)


def answers_of(council, texts, own):
    """An :class:`Answer` for each question, from shared texts and the council's own; needs ``with_places()``."""
    land = council.lead_place.land if council.lead_place else ""
    own = {statement.subject: statement for statement in own if statement.subject}
    fitting = {}
    for text in texts:
        if text.fits(council, land) and (text.subject not in fitting or text.rank > fitting[text.subject].rank):
            fitting[text.subject] = text
    return [
        Answer(subject, fitting.get(subject), own.get(subject), subject in council.hidden_subjects)
        for subject in Subject.values
    ]


def german_of_shared(council, subject):
    """What the shared text that fits the council says on that question just now; "" where there is none."""
    now = timezone.now()
    council = Council.objects.filter(pk=council.pk).with_places(now).first()
    answers = answers_of(council, SharedText.objects.published(now), ())
    return next((answer.shared.german for answer in answers if answer.shared and answer.subject == subject), "")


def copied(shared, council):
    """A draft of the council's own text that begins with the shared one, translations with their states included."""
    own = Statement(council=council, kind=Statement.Kind.QUESTION, subject=shared.subject, state=State.DRAFT)
    for name in translated_fields(SharedText):
        for code in content_languages():
            setattr(own, build_localized_fieldname(name, code), shared.text_in(name, code))
    own.translations = json.loads(json.dumps(shared.translations))
    own.compared_with = shared.german
    return own


# -- what comes with the portal -------------------------------------------------------------------------------------


@dataclass
class Loaded:
    """What a run did, by the keys of the texts."""

    new: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    # Changed in the office since they were loaded: left as they are.
    left: list = field(default_factory=list)


@transaction.atomic
def load(folder=FOLDER):
    """Bring the texts of the folder into the portal; what the office has changed or withdrawn stays as it is."""
    done = Loaded()
    with importing():
        for path in sorted(folder.glob("*.yaml")):
            _load(path, done)
    return done


def _load(path, done):
    key, text = path.stem, path.read_text(encoding="utf-8")
    row = SharedText.objects.filter(key=key).first()
    of_file = _mark(text)
    if row is not None:
        loaded, _dot, of_row = row.import_mark.partition(".")
        if loaded == of_file:
            return
        if of_row != _mark_of(row):
            done.left.append(key)
            return
    (done.new if row is None else done.changed).append(key)
    row = row or SharedText(key=key, state=State.PUBLISHED)
    _fill(row, yaml.safe_load(text))
    row.full_clean()
    row.save()
    row.refresh_from_db()
    # A note for the next run, no change of the text: it need not pass the gate.
    models.QuerySet(SharedText).filter(pk=row.pk).update(import_mark=f"{of_file}.{_mark_of(row)}")


def _fill(row, entry):
    row.subject, row.kinds, row.land = entry["subject"], entry.get("kinds", []), entry.get("land", "")
    row.source_title, row.source_url = entry["source"]["title"], entry["source"].get("url", "")
    row.checked_on, row.position = entry["source"]["checked_on"], entry.get("position", 0)
    for name in translated_fields(SharedText):
        for code in content_languages():
            setattr(row, build_localized_fieldname(name, code), entry[name].get(code, ""))


def _mark_of(row):
    """A short mark of all that the file may say, and of the state."""
    texts = [row.text_in(name, code) for name in translated_fields(SharedText) for code in content_languages()]
    facts = [row.state, bool(row.deleted_at), row.subject, row.kinds, row.land, row.source_title, row.source_url]
    checked_on = row.checked_on.isoformat() if isinstance(row.checked_on, datetime.date) else ""
    return _mark(json.dumps([*facts, checked_on, row.position, *texts]))


def _mark(text):
    return hashlib.sha256(text.encode()).hexdigest()[:24]
