"""The page of one message: all that was said and done, and beside it the fields for each thing that may come next.

The browser sends them all at once, whichever button was pressed: what belongs to other steps is there again afterwards.
"""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from contact import conversation, text_blocks
from contact.conversation import NEXT, NotAllowed, State
from contact.models import Entry, Event, Letter, Message
from councils import translation_server
from councils.accounts.rights import rights

from .forms import WITH_RECEIPT, AnswerForm, AssignForm, ForwardForm, NoteForm, StateForm
from .history import history_of
from .names import REASONS, language_name, name_of

FORMS = {"answer": AnswerForm, "state": StateForm, "assign": AssignForm, "note": NoteForm, "forward": ForwardForm}
# Which form a step is filled in with; the other steps are a button each.
FORM_OF = {
    "preview": "answer",
    "send": "answer",
    "state": "state",
    "assign": "assign",
    "note": "note",
    "forward": "forward",
}
# Forms that begin with what stands in the message: once that has changed, what was chosen before means nothing.
ABOUT_NOW = {"state", "assign"}
# Steps that rest on what stands on the page: taken only while it still stands there.
RESTING_ON_PAGE = {"preview", "send", "state", "assign", "forward", "quarantine", "release"}


class Changed(Exception):
    """The message is not any more what the page showed when it was opened."""


def read(request, message):
    """The whole message, for eyes: noted as read, and as an emergency where it is one."""
    row = conversation.open_by(message, request.user)
    if rights(request).reads_in_emergency(row.council_id):
        conversation.record(row, Event.Kind.EMERGENCY, request.user)
    return row


class MessagePage:
    """One request for the page of a message."""

    template = "admin/contact/message.html"

    def __init__(self, model_admin, request, message):
        self.admin, self.request, self.message = model_admin, request, message
        self.now = timezone.now()
        self.preview, self.refusal = None, ""
        self.translations = {}
        step = request.POST.get("step", "") if request.method == "POST" else ""
        self.step, _colon, self.entry = step.partition(":")
        # The form of the step, and what was typed into the others.
        self.bound, self.typed = None, {}

    def respond(self):
        if self.request.method == "POST":
            # What the step is allowed depends on the whole message, so all of it is read.
            self.message = Message.objects.select_related("council").get(pk=self.message.pk)
            # Who reads in an emergency reads, and does nothing.
            if rights(self.request).reads_in_emergency(self.message.council_id) and self.step != "translate":
                raise PermissionDenied
            stands = self.message.modified == self.seen
            for name in FORMS:
                if stands or name not in ABOUT_NOW:
                    self.typed[name] = self._form(name, data=self.request.POST).typed()
            # The enter key in a field means no step.
            if self.step and (response := self._take_step()) is not None:
                return response
        return self._show()

    # -- steps --------------------------------------------------------------------------------------------------------

    def _take_step(self):
        """Do what was asked; the answer leads on, or is None where the page shows again."""
        if name := FORM_OF.get(self.step):
            self.bound = self._form(name, data=self.request.POST)
            if not self.bound.is_valid():
                return None
        if self.step == "translate":
            self._translate()
            return None
        try:
            with transaction.atomic():
                self._check_page()
                if self.step == "preview" or (self.step == "send" and not self._is_looked_at()):
                    return self._preview()
                messages.success(self.request, self._act(self.bound))
        except Changed:
            if not (self.step == "send" and self._was_sent(self.bound)):
                return self._refuse(self._what_changed())
        except NotAllowed:
            return self._refuse(gettext("this does not fit the state of the message."))
        self.bound = None
        self.typed.pop(name, None)
        return None if any(self.typed.values()) else redirect(self.request.path)

    def _preview(self):
        """Show the answer as it would be sent; what was to be sent unseen comes with a word about it."""
        self.preview = self.bound.parts()
        if self.step == "send":
            self.refusal = gettext("This is new: look at it, then send it.")
            messages.warning(self.request, self.refusal)

    def _is_looked_at(self):
        """Whether the answer is the very one whose preview stood on the page."""
        return self.request.POST.get("previewed") == text_blocks.fingerprint(self.bound.parts())

    def _what_changed(self):
        if self.message.state == State.TAKEN_BACK:
            return gettext("the writer has taken this message back.")
        return gettext("somebody changed this message meanwhile. See what is new, then try again.")

    def _refuse(self, why):
        """Say why nothing happened; what was typed stays on the page."""
        self.refusal = gettext("Nothing was sent or saved: {why}").format(why=why)
        messages.error(self.request, self.refusal)

    def _check_page(self):
        row = Message.objects.select_for_update().only("modified").get(pk=self.message.pk)
        if self.step in RESTING_ON_PAGE and row.modified != self.seen:
            raise Changed

    def _act(self, form):
        message, user, entry = self.message, self.request.user, self.entry
        given = form.cleaned_data if form is not None else {}
        match self.step:
            case "send":
                return self._send(form)
            case "state":
                conversation.change_state(message, given["state"], user)
            case "assign":
                conversation.assign(message, given["assigned_to"], user)
            case "note":
                if not self._was_noted(given["note"]):
                    conversation.note(message, given["note"], user)
            case "forward":
                conversation.forward(message, given["council"], given["office"], user)
            case "quarantine":
                conversation.quarantine(message, user)
            case "release":
                conversation.release(message, user)
            case "release_entry":
                conversation.release_entry(message, int(entry) if entry.isdecimal() and len(entry) < 19 else None, user)
            case _:
                raise NotAllowed
        return gettext("Saved.")

    def _send(self, form):
        parts = form.parts()
        # Where somebody's own words stand in it, nobody knows the language of the whole.
        languages = {part.language for part in parts}
        language = languages.pop() if len(languages) == 1 else ""
        conversation.answer(self.message, text_blocks.assembled(parts), language, self.request.user)
        if self.message.way == Message.Way.MAIL and self.message.email:
            return gettext("The answer stands under the receipt and goes out by e-mail.")
        return gettext("The answer stands under the receipt.")

    def _was_sent(self, form):
        """Whether the button was pressed twice: then the answer is already there, and all is well."""
        last = self.message.entries.filter(side=Entry.Side.OFFICE, author=self.request.user).last()
        return last is not None and last.text == text_blocks.assembled(form.parts())

    def _was_noted(self, text):
        """The same of a note."""
        if self.seen is None:
            return False
        since = self.message.notes.filter(author=self.request.user, created__gt=self.seen)
        return any(note.text == text for note in since)

    def _translate(self):
        """Have the writer's texts translated, for this one page."""
        if not translation_server.is_on():
            return
        entries = self.message.entries.filter(side=Entry.Side.WRITER).exclude(text="")
        texts = {"message": self.message.text} | {entry.pk: entry.text for entry in entries}
        try:
            translated = translation_server.translate(list(texts.values()), self.request.user.language)
        except translation_server.NoTranslation:
            messages.error(self.request, gettext("The translation server does not answer. Please try again later."))
            return
        self.translations = dict(zip(texts, translated, strict=True))

    # -- the page -----------------------------------------------------------------------------------------------------

    @property
    def seen(self):
        """The moment of the last change that the sent page showed."""
        try:
            seen = datetime.fromisoformat(self.request.POST.get("seen", ""))
        except ValueError:
            return None
        return seen if timezone.is_aware(seen) else None

    def _form(self, name, **given):
        return FORMS[name](message=self.message, now=self.now, **given)

    def _shown_form(self, name):
        """The form of the step with its mistakes; the others as they are, and with what was typed into them."""
        if FORM_OF.get(self.step) == name and self.bound is not None:
            return self.bound
        return self._form(name, initial=self.typed.get(name))

    def _show(self):
        message = self.message = read(self.request, self.message)
        seen = self.seen or self.now
        entries, notes = list(message.entries.select_related("author")), list(message.notes.select_related("author"))
        letters = {
            letter["reference"]: letter
            for letter in Letter.objects.about(message.public_id, *[entry.public_id for entry in entries])
            .exclude(kind="contact.office").order_by("pk").values("reference", "state", "failure")
        }  # fmt: skip
        for entry in entries:
            entry.letter = self._letter(letters.get(entry.public_id))
            entry.translation = self.translations.get(entry.pk)
            entry.written_by = name_of(entry.author) if entry.author else ""
        for row in (*entries, *notes):
            row.is_new = row.created > seen and row.author_id != self.request.user.pk
        for note in notes:
            note.written_by = name_of(note.author) if note.author else "–"
        origin = message.forwarded_from.defer(*Message.PERSONAL).select_related("council").first()
        destination = message.forwarded_to
        in_emergency = rights(self.request).reads_in_emergency(message.council_id)
        free = not (message.scrubbed_at or message.quarantined_at or in_emergency)
        forwardable = free and State.FORWARDED in NEXT[message.state]
        context = {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "title": str(message),
            "original": message,
            "message": message,
            "topic": message.topic or message.get_subject_display(),
            "council_name": message.council.name_and_place,
            "origin": self._elsewhere(origin),
            "destination": self._elsewhere(destination),
            "language": language_name(message.language),
            "wished": language_name(message.answer_language),
            "way": WITH_RECEIPT if message.way == Message.Way.RECEIPT else message.get_way_display(),
            "reasons": [REASONS.get(name, name) for name in message.suspicions],
            "overdue": not message.quarantined_at and message.is_overdue(timezone.localdate(self.now)),
            "receipt_letter": self._letter(letters.get(message.public_id)),
            "translation": self.translations.get("message"),
            "entries": entries,
            "notes": notes,
            "history": history_of(message),
            "has_view_permission": True,
            "can_answer": free and (message.state == State.ANSWERED or State.ANSWERED in NEXT[message.state]),
            "can_forward": forwardable and message.may_forward,
            "lacks_consent": forwardable and not message.may_forward,
            "in_emergency": in_emergency,
            "reading_aid": translation_server.is_on() and not message.scrubbed_at,
            "seen": message.modified.isoformat(),
            "preview": self.preview,
            "previewed": text_blocks.fingerprint(self.preview) if self.preview else "",
            # The browser shows the answer's form first, not the top of the page.
            "refusal": self.refusal if FORM_OF.get(self.step) == "answer" else "",
            "aid_language": self.request.user.language,
            **{f"{name}_form": self._shown_form(name) for name in FORMS},
        }
        return render(self.request, self.template, context)

    def _elsewhere(self, message):
        """The same message at another council, linked where the account reads that one as well."""
        if message is None:
            return None
        readable = rights(self.request).reads_messages(message.council_id)
        return {"pk": message.pk if readable else None, "council": message.council.name_and_place}

    @staticmethod
    def _letter(letter):
        """What became of a mail, in words."""
        if letter is None:
            return None
        bad = letter["state"] not in {Letter.State.WAITING, Letter.State.SENT}
        return {"state": Letter.State(letter["state"]).label, "failed": bad, "failure": letter["failure"]}
