"""Entering many at once by pasting: a year's dates into a council, an agenda into a meeting.

Nothing is stored before a preview of just this text was looked at.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import WRITERS, Right, rights
from councils.admin.forms import Textarea, TimeInput
from councils.models import Council
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import fingerprint
from meetings import actions, pasting
from meetings.models import AgendaItem, Meeting, Venue
from meetings.phrases import folded

from .pages import OfficePages

LONGEST_TEXT = 40_000
LARGEST_FILE = 200_000


class LongText(Textarea):
    def __init__(self, rows):
        super().__init__({"rows": rows, "lang": "de", "dir": "ltr", "spellcheck": "false", "class": "pasted"})


# What the buttons below a preview say: store it; store it and publish the meeting with it.
STORE, PUBLISH = "store", "publish"


# -- an agenda ------------------------------------------------------------------------------------------------------


class AgendaForm(forms.Form):
    """An agenda as text, or as a file whose text then stands in the box."""

    REPLACE, APPEND = "replace", "append"

    text = forms.CharField(
        label=_("Agenda"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=LongText(16),
        help_text=_(
            "One line for each item, with its number as printed. “Öffentlicher Teil” and “Nichtöffentlicher Teil” on"
            " lines of their own say what is public."
        ),
    )
    file = forms.FileField(
        label=_("Or a text file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("Plain text (.txt). It takes the place of what stands in the box."),
    )
    mode = forms.ChoiceField(
        label=_("The agenda that is there"),
        choices=[
            (REPLACE, _("is replaced; items of the same title keep their papers and results")),
            (APPEND, _("stays, and this comes behind it")),
        ],
        initial=REPLACE,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        if file.size > LARGEST_FILE:
            raise ValidationError(gettext("The file is too large for an agenda."))
        try:
            text = pasting.text_of_file(file.read())
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if len(text) > LONGEST_TEXT:
            raise ValidationError(gettext("The file is too large for an agenda."))
        return text

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            cleaned["text"] = cleaned["file"] or cleaned["text"]
            if not cleaned["text"].strip():
                self.add_error("text", _("Paste the agenda here."))
        return cleaned


# -- a year's dates -------------------------------------------------------------------------------------------------


class CouncilChoice(forms.ModelChoiceField):
    def label_from_instance(self, council):
        return f"{council.name_de} – {council.slug}"


class DatesForm(forms.Form):
    """Dates as text, and what all of the meetings have in common."""

    council = CouncilChoice(label=_("Council"), queryset=None)
    text = forms.CharField(
        label=pgettext_lazy("days of meetings", "Dates"),
        max_length=LONGEST_TEXT,
        strip=False,
        widget=LongText(12),
        help_text=_("One line for each date, for example: Do 18.03.2027, 18.00–20.00 Uhr, Rathaus"),
    )
    starts_at = forms.TimeField(
        label=_("Begins at, where a line does not say"), required=False, widget=TimeInput,
        help_text=_("Leave empty if it is not known; then no time shows."),
    )  # fmt: skip
    venue = forms.ModelChoiceField(label=_("Venue, where a line does not name one"), required=False, queryset=None)
    openness = forms.ChoiceField(
        label=_("Public"), choices=Meeting.Openness.choices, initial=Meeting.Openness.UNKNOWN
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("The meetings are"),
        choices=[(State.DRAFT, _("drafts, which only the office sees")), (State.PUBLISHED, _("published at once"))],
        initial=State.DRAFT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = own
        councils, venues = Council.objects.present().order_by("slug"), Venue.objects.present().order_by("council", "pk")
        if not own.everywhere:
            councils = councils.filter(pk__in=own.councils(*WRITERS))
            venues = venues.filter(council__in=own.councils(*WRITERS))
        self.fields["council"].queryset = councils
        self.fields["venue"].queryset = venues.select_related("council")
        if not own.everywhere and len(councils) == 1:
            self.fields["council"].initial = councils[0]
            self.fields["council"].empty_label = None
        if own.everywhere or len(councils) > 1:
            self.fields["venue"].label_from_instance = lambda venue: f"{venue} – {venue.council.slug}"

    def clean(self):
        cleaned = super().clean()
        council, venue = cleaned.get("council"), cleaned.get("venue")
        if council and venue and venue.council_id != council.pk:
            self.add_error("venue", _("Choose a venue of the same council."))
        if council and cleaned.get("state") == State.PUBLISHED and not self.own.may(Right.PUBLISH, council.pk):
            self.add_error("state", _("In this council you write drafts; an editor publishes them."))
        return cleaned


class Row:
    """A pasted date with what would become of it."""

    def __init__(self, pasted, form, venues, taken):
        given = form.cleaned_data
        self.pasted, self.error = pasted, pasted.error
        self.starts_at, self.ends_at = pasted.starts_at or given["starts_at"], pasted.ends_at
        self.venue, self.title = _venue_and_title(pasted.rest, venues, given["venue"])
        self.existing = pasted.day and taken.get(PartialDate.of(pasted.day))
        self.is_past = bool(pasted.day) and pasted.day < timezone.localdate()
        self.is_new = not self.error and self.existing is None
        if self.is_new:
            # A second line of the same day finds this one.
            taken[PartialDate.of(pasted.day)] = self

    @property
    def is_twice(self):
        return isinstance(self.existing, Row)

    @property
    def columns(self):
        return {
            "held_on": self.pasted.day, "starts_at": self.starts_at, "ends_at": self.ends_at, "venue": self.venue,
            "title_de": self.title or None,
        }  # fmt: skip


def _venue_and_title(pieces, venues, usual):
    """Which pieces of a line name a venue; the others are its title."""
    names = {}
    for venue in venues:
        for name in (str(venue), venue.name_de, venue.room_de):
            names.setdefault(folded(name or ""), venue)
    names.pop("", None)
    whole = names.get(folded(" ".join(pieces)))
    if whole:
        return whole, ""
    found = [names[folded(piece)] for piece in pieces if folded(piece) in names]
    rest = [piece for piece in pieces if folded(piece) not in names]
    # "Rathaus, Saal 1": the more exact one is the venue.
    both = next((names[folded(f"{a} {b}")] for a in pieces for b in pieces if folded(f"{a} {b}") in names), None)
    return both or next(iter(found), usual), ", ".join(rest)


# -- pages ----------------------------------------------------------------------------------------------------------


class PastingPages(OfficePages):
    """The two pages, each first with a preview."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("paste-dates/", view(self.dates_view), name="meetings_meeting_paste_dates"),
            path("<int:pk>/paste-agenda/", view(self.agenda_view), name="meetings_meeting_paste_agenda"),
        ]
        return own + super().get_urls()

    @staticmethod
    def _is_looked_at(request, mark):
        """Whether the preview of just this stood on the page whose button was pressed."""
        return request.POST.get("step") in {STORE, PUBLISH} and request.POST.get("previewed") == mark

    # -- an agenda ---------------------------------------------------------------------------------------------------

    def agenda_view(self, request, pk):
        meeting = self.row_to_write(request, pk)
        form = AgendaForm(request.POST or None, request.FILES or None)
        agenda = plan = None
        mark = ""
        if request.method == "POST" and form.is_valid():
            text, replace = form.cleaned_data["text"], form.cleaned_data["mode"] == AgendaForm.REPLACE
            agenda = pasting.read_agenda(text)
            plan = actions.plan_agenda(meeting, agenda.items, replace=replace)
            mark = fingerprint(f"{replace}|{_standing(meeting)}|{text}")
            if agenda.is_usable and self._is_looked_at(request, mark):
                plan = actions.enter_agenda(meeting, agenda.items, replace=replace)
                return self._agenda_stored(request, meeting, plan)
            # The text of the file now stands in the box, where it can be changed.
            form = AgendaForm({"text": text, "mode": form.cleaned_data["mode"]})
        return self.office_page(
            request, "paste_agenda", gettext("Paste an agenda"), original=meeting, form=form, agenda=agenda, plan=plan,
            rows=_agenda_rows(plan), previewed=mark, is_old=request.POST.get("step") in {STORE, PUBLISH},
            may_publish=self._may_publish(request, meeting), says_public=self._says_public(meeting, agenda),
            recognised=sum(item.match is not None for item in agenda.items) if agenda else 0,
            status=422 if request.method == "POST" and not (agenda and agenda.is_usable) else 200,
        )  # fmt: skip

    @staticmethod
    def _says_public(meeting, agenda):
        """Whether the meeting calls itself public all through, and its agenda knows better."""
        is_public = meeting.openness == Meeting.Openness.PUBLIC
        return is_public and agenda is not None and any(not item.is_public for item in agenda.items)

    def _may_publish(self, request, meeting):
        return meeting.state == State.DRAFT and self.has_publish_permission(request, meeting)

    def _agenda_stored(self, request, meeting, plan):
        meeting = self.row_to_write(request, meeting.pk)
        self.log_change(request, meeting, [{"changed": {"fields": ["agenda"]}}])
        count = len(plan.pairs)
        text = ngettext("The agenda is stored: {n} item.", "The agenda is stored: {n} items.", count).format(n=count)
        if request.POST["step"] == PUBLISH and self._may_publish(request, meeting):
            self.publish(request, self.get_queryset(request).filter(pk=meeting.pk))
            meeting = self.row_to_write(request, meeting.pk)
        self.message_user(request, self.with_link(meeting, text), messages.SUCCESS)
        return redirect("admin:meetings_meeting_change", meeting.pk)

    # -- a year's dates ----------------------------------------------------------------------------------------------

    def dates_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DatesForm(request.POST or None, own=rights(request))
        rows, mark = [], ""
        if request.method == "POST" and form.is_valid():
            rows = self._dates(form)
            mark = fingerprint("|".join(f"{name}={value}" for name, value in sorted(form.cleaned_data.items())))
            if self._is_looked_at(request, mark) and not any(row.error for row in rows):
                return self._enter(request, form, rows)
        wrong = sum(bool(row.error) for row in rows)
        new = [row for row in rows if row.is_new]
        is_wrong = request.method == "POST" and (wrong or not rows)
        return self.office_page(
            request, "paste_dates", gettext("Paste a year’s dates"), form=form, rows=rows, wrong=wrong, new=new,
            previewed=mark, is_old=request.POST.get("step") == "store", status=422 if is_wrong else 200,
        )  # fmt: skip

    @staticmethod
    def _dates(form):
        council = form.cleaned_data["council"]
        taken, venues = actions.meetings_by_day(council), list(Venue.objects.present().filter(council=council))
        return [Row(pasted, form, venues, taken) for pasted in pasting.read_dates(form.cleaned_data["text"])]

    def _enter(self, request, form, rows):
        given = form.cleaned_data
        try:
            made = actions.enter_dates(
                council=given["council"], dates=[row.columns for row in rows if row.is_new], state=given["state"],
                openness=given["openness"],
            )  # fmt: skip
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
            title = gettext("Paste a year’s dates")
            return self.office_page(request, "paste_dates", title, form=form, rows=rows, wrong=0, new=[], status=422)
        for meeting in made:
            self.log_addition(request, meeting, [{"added": {}}])
        count = len(made)
        done = ngettext("{n} meeting is entered.", "{n} meetings are entered.", count).format(n=count)
        if made and given["state"] == State.DRAFT and form.own.may(Right.PUBLISH, given["council"].pk):
            more = gettext("They are drafts. To publish them, tick them here and choose “Publish selected entries”.")
            done = f"{done} {more}"
        elif given["state"] == State.PUBLISHED and given["council"].is_published(timezone.now()):
            address = reverse("meetings:of_council", args=[given["council"].slug])
            done = format_html('{} <a href="{}">{}</a>', done, address, gettext("See the public page"))
        self.message_user(request, done, messages.SUCCESS)
        return redirect("admin:meetings_meeting_changelist")


def _standing(meeting):
    """A mark of the agenda as it stands, so that what somebody else did meanwhile is seen first."""
    rows = AgendaItem.objects.present().filter(meeting=meeting).order_by("pk")
    return list(rows.values_list("pk", "number", "title_de", "is_public"))


def _agenda_rows(plan):
    return [{"item": item, "is_kept": row is not None} for row, item in plan.pairs] if plan else []
