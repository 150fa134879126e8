"""What becomes of a meeting, one small page for each step: invited, moved, cancelled, held, after all.

A date that people have seen is changed here only, so that nobody moves a meeting by correcting a field.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contact.models import Occasion
from councils.admin.forms import DateInput, KnownDateField, TimeInput
from councils.partial_dates import PartialDate
from councils.translation_state import SOURCE_LANGUAGE, fingerprint
from meetings import announcing, life, phrases
from meetings.models import Help, Meeting, Need, Registration

from .pages import OfficePages

# What people were told of a meeting: read-only in its form from the day on which it was public.
TOLD = ("status", "held_on", "starts_at", "ends_at", "moved_from", "moved_from_time")
# What a step rests on: where that has changed since the page was opened, the step is looked at once more.
RESTS_ON = ("status", "held_on", "starts_at", "ends_at")
# What those hear who asked for news, where the meeting gets that state.
TELLS = {
    Meeting.Status.INVITED: Occasion.AGENDA,
    Meeting.Status.MOVED: Occasion.MOVED,
    Meeting.Status.CANCELLED: Occasion.CANCELLED,
    Meeting.Status.PLANNED: Occasion.CANCELLED,
}


# -- forms ----------------------------------------------------------------------------------------------------------


class StepForm(forms.Form):
    """A step without further questions."""

    def values(self):
        return {}


class ReasonForm(StepForm):
    """Why: from the phrase book, which has it in all languages, or in one's own words."""

    is_reason_required = True

    phrase = forms.ChoiceField(label=_("Reason"), required=False)
    reason = forms.CharField(
        label=_("Or in your own words, in German"),
        max_length=Meeting._meta.get_field("status_reason").max_length,
        required=False,
        widget=forms.TextInput(attrs={"lang": SOURCE_LANGUAGE, "autocomplete": "off"}),
        help_text=_("Shows on the page of the meeting. Name no persons."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(phrase.key, phrase.texts[SOURCE_LANGUAGE]) for phrase in phrases.phrases("reason")]
        self.fields["phrase"].choices = [("", _("– none of these –")), *choices]
        self.fields["phrase"].help_text = _("These stand in the portal in all languages.")

    def clean(self):
        cleaned = super().clean()
        if self.is_reason_required and not self.errors and not (cleaned.get("phrase") or cleaned.get("reason")):
            self.add_error("phrase", _("Choose a reason, or write one."))
        return cleaned

    def values(self):
        return {"reason": self.reason_by_language()}

    def reason_by_language(self):
        """The reason as far as there are words for it; one's own go before those of the book."""
        own, key = self.cleaned_data["reason"], self.cleaned_data["phrase"]
        if own:
            match = phrases.recognise(own, "reason")
            return (match.texts if match else {}) | {SOURCE_LANGUAGE: own}
        return dict(phrases.by_key(key).texts) if key else {}


class WhenFields(forms.Form):
    starts_at = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)


class MoveForm(ReasonForm, WhenFields):
    is_reason_required = False
    field_order = ("held_on", "starts_at", "ends_at", "phrase", "reason")

    held_on = forms.DateField(label=_("New date"), widget=DateInput)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day < timezone.localdate():
            raise ValidationError(gettext("This day is past. Choose the day on which the meeting will be."))
        return day

    def values(self):
        names = ("held_on", "starts_at", "ends_at")
        return super().values() | {name: self.cleaned_data[name] for name in names}


class CorrectForm(StepForm, WhenFields):
    field_order = ("held_on", "starts_at", "ends_at")

    held_on = KnownDateField(
        label=_("Date"),
        widget=forms.TextInput(attrs={"class": "known-date", "autocomplete": "off"}),
        help_text=_("As far as it is known: 2027, 03.2027 or 18.03.2027."),
    )

    def values(self):
        return {name: self.cleaned_data[name] for name in ("held_on", "starts_at", "ends_at")}


# -- the table of steps ---------------------------------------------------------------------------------------------


def correct(meeting, held_on, starts_at, ends_at, now=None):
    """The date was written down wrongly: put it right without calling the meeting moved."""
    meeting.held_on, meeting.starts_at, meeting.ends_at = held_on, starts_at, ends_at
    meeting.full_clean(exclude=["public_id", "key", "created", "modified"])
    meeting.save()


@dataclass(frozen=True)
class Step:
    """One thing that can become of a meeting, and how its page asks for it."""

    name: str
    # The state that it leads to; None for a correction, which leads to none.
    status: str | None
    act: object
    form: type
    label: Promise
    explanation: Promise
    done: Promise


STEPS = {
    step.name: step
    for step in (
        Step(
            "invite", Meeting.Status.INVITED, life.invite, StepForm,
            pgettext_lazy("step", "Invitation sent"),
            _("The page then says that the invitation has been sent. What you add to the agenda or change in it from"
              " then on is marked as such."),
            _("The meeting is marked as invited."),
        ),
        Step(
            "held", Meeting.Status.HELD, life.hold, StepForm,
            pgettext_lazy("step", "Has taken place"),
            _("The meeting then stands among the past ones. This cannot be taken back."),
            _("The meeting is marked as held."),
        ),
        Step(
            "move", Meeting.Status.MOVED, life.move, MoveForm,
            pgettext_lazy("step", "Move"),
            _("The page keeps its address and shows the old and the new date."),
            _("The meeting is moved."),
        ),
        Step(
            "cancel", Meeting.Status.CANCELLED, life.cancel, ReasonForm,
            pgettext_lazy("step", "Cancel the meeting"),
            _("The page stays, with the agenda and the reason."),
            _("The meeting is cancelled."),
        ),
        Step(
            "reinstate", Meeting.Status.PLANNED, life.reinstate, StepForm,
            pgettext_lazy("step", "Takes place after all"),
            _("The meeting then stands as planned again, on its old day. If the day is another one, move it instead."),
            _("The meeting takes place after all."),
        ),
    )
}  # fmt: skip
CORRECT = Step(
    "correct", None, correct, CorrectForm,
    _("Correct a slip in date or time"),
    _("Only for what was written down wrongly. If the meeting really has another date, move it: then everybody learns"
      " of it."),
    _("Date and time are corrected."),
)  # fmt: skip


def seen_of(meeting):
    """A mark of what a step rests on."""
    return fingerprint("|".join(str(getattr(meeting, name)) for name in RESTS_ON))


# -- pages ----------------------------------------------------------------------------------------------------------


class StepPages(OfficePages):
    """The pages of the steps, and the buttons that lead to them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/<slug:name>/", view, name="meetings_meeting_step"), *super().get_urls()]

    def steps(self, meeting, now):
        """What may come next, each with the address of its page."""
        possible = _possible(meeting, now)
        steps = [step for step in STEPS.values() if step.status in possible]
        return [(step, reverse("admin:meetings_meeting_step", args=[meeting.pk, step.name])) for step in steps]

    def get_readonly_fields(self, request, obj=None):
        fixed = super().get_readonly_fields(request, obj)
        told = TOLD if obj is not None and was_public(obj) else ()
        return [*fixed, *(name for name in told if name not in fixed)]

    def step_view(self, request, pk, name):
        """Ask for what the step needs, and do it once it is confirmed."""
        step = {**STEPS, "correct": CORRECT}.get(name)
        if step is None:
            raise Http404
        meeting = self.row_to_write(request, pk)
        form = step.form(request.POST or None, initial=self._initial(step, meeting))
        warning = ""
        if request.method == "POST":
            form = step.form(request.POST)
            with transaction.atomic():
                # What was read above may be old by now.
                Meeting.objects.select_for_update().only("pk").get(pk=pk)
                meeting = self.row_to_write(request, pk)
                answer = self._take(request, step, meeting, form)
            if answer is None:
                return redirect("admin:meetings_meeting_change", pk)
            meeting, warning = self.row_to_write(request, pk), answer
        elif not self._is_possible(step, meeting):
            self.message_user(request, self._refusal(meeting), messages.WARNING)
            return redirect("admin:meetings_meeting_change", pk)
        return self.office_page(
            request, "meeting_step", capfirst(str(step.label)), original=meeting, step=step, form=form,
            told=self._told(step, meeting), seen=seen_of(meeting), warning=warning,
            status=422 if warning or form.errors else 200,
        )  # fmt: skip

    @staticmethod
    def _told(step, meeting):
        """Whom the step writes to, and whom the office has to call: to know before the button is pressed."""
        if step.status not in TELLS:
            return []
        by_mail, to_call = announcing.audience(meeting, TELLS[step.status], timezone.now())
        said = []
        if by_mail:
            text = ngettext(
                "{n} e-mail goes out at once, to those who asked for news or are registered.",
                "{n} e-mails go out at once, to those who asked for news or are registered.",
                by_mail,
            )
            said.append(text.format(n=by_mail))
        if to_call:
            text = ngettext(
                "{n} person who is registered gets no e-mail: please call.",
                "{n} people who are registered get no e-mail: please call.",
                to_call,
            )
            said.append(text.format(n=to_call))
        if step.status == Meeting.Status.MOVED and (arranged := _arranged(meeting)):
            text = ngettext(
                "{n} help is confirmed for the old date: ask whether it can be there on the new one.",
                "{n} helps are confirmed for the old date: ask whether they can be there on the new one.",
                arranged,
            )
            said.append(text.format(n=arranged))
        return said

    @staticmethod
    def _is_possible(step, meeting):
        return step.status is None or step.status in _possible(meeting, timezone.now())

    @staticmethod
    def _refusal(meeting):
        return gettext("This is not possible now: the meeting is “{status}”.").format(
            status=meeting.get_status_display()
        )

    @staticmethod
    def _initial(step, meeting):
        if step.form is CorrectForm:
            return {"held_on": meeting.held_on, "starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
        return {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}

    def _take(self, request, step, meeting, form):
        """Do it; the answer is None where it is done, else a word for the page, empty where the form has them all."""
        if not form.is_valid():
            return ""
        values = form.values()
        if request.POST.get("seen") != seen_of(meeting):
            if self._stands(step, meeting, values):
                self.message_user(request, self.with_link(meeting, step.done), messages.SUCCESS)
                return None
            return gettext("Somebody changed this meeting meanwhile. See what stands here now, then try again.")
        if not self._is_possible(step, meeting):
            return self._refusal(meeting)
        try:
            with transaction.atomic():
                step.act(meeting, **values)
        except ValidationError as error:
            _add_errors(form, error)
            return ""
        self.log_change(request, meeting, [{"changed": {"fields": ["status" if step.status else "date"]}}])
        self.message_user(request, self.with_link(meeting, step.done), messages.SUCCESS)
        if values.get("reason") and len(values["reason"]) == 1:
            text = gettext("The reason stands in German only. You can translate it in this form.")
            self.message_user(request, text, messages.INFO)
        return None

    @staticmethod
    def _stands(step, meeting, values):
        """Whether all is as it was asked for already: the button was pressed twice."""
        known = {name: values[name] for name in ("held_on", "starts_at", "ends_at") if name in values}
        if "held_on" in known and not isinstance(known["held_on"], PartialDate):
            known["held_on"] = PartialDate.of(known["held_on"])
        is_there = step.status is None or meeting.status == step.status
        return is_there and all(getattr(meeting, name) == value for name, value in known.items())


def _arranged(meeting):
    """How many kinds of help somebody comes for on the day: interpreters, child care."""
    by_people = (Help.INTERPRETER, Help.SIGN_LANGUAGE, Help.CHILD_CARE, Help.OTHER)
    standing = Registration.objects.standing().filter(meeting=meeting)
    return Need.objects.filter(registration__in=standing, kind__in=by_people, state=Need.State.CONFIRMED).count()


def was_public(meeting):
    """Whether people may have seen its date."""
    return meeting.first_published_at is not None and meeting.first_published_at <= timezone.now()


def _possible(meeting, now):
    """The states that the office can give the meeting; one that was moved can be moved once more."""
    again = {meeting.status} & {Meeting.Status.MOVED}
    return again.union(life.may_become(meeting, now))


def _add_errors(form, error):
    """Put what the model says beside the fields, and what the form does not show above them."""
    for name, list_ in error.message_dict.items():
        for message in list_:
            form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, message)
