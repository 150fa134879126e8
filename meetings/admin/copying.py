"""The next meeting as a copy of an earlier one: what stays the same from meeting to meeting, as a draft."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import WRITERS, rights
from councils.admin.forms import DateInput, TimeInput
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE
from meetings import actions, phrases
from meetings.models import AgendaItem, Meeting

from .inlines import OwnConveners
from .pages import OfficePages

USUAL_WEEKS, MOST_WEEKS = 4, 104


class CopyForm(forms.Form):
    """When the new meeting is, and which items come up again."""

    weeks = forms.IntegerField(
        label=_("So many weeks after that meeting"), required=False, min_value=1, max_value=MOST_WEEKS,
        help_text=_("On the same day of the week."),
    )  # fmt: skip
    held_on = forms.DateField(
        label=_("Or on this day"), required=False, widget=DateInput, help_text=_("It goes before the weeks.")
    )
    starts_at = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput)
    ends_at = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput)
    title_de = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=Meeting._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"lang": SOURCE_LANGUAGE, "autocomplete": "off", "class": "vTextField"}),
    )
    items = forms.MultipleChoiceField(
        label=_("Items that come up again"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without papers, results and votes."),
    )  # fmt: skip

    def __init__(self, *args, source, agenda, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.day = source.held_on.earliest if source.held_on.precision == "day" else None
        if self.day is None:
            del self.fields["weeks"]
            self.fields["held_on"].label, self.fields["held_on"].help_text = gettext("New date"), ""
            self.fields["held_on"].required = True
        else:
            self.fields["weeks"].initial = USUAL_WEEKS
        for name in ("starts_at", "ends_at", "title_de"):
            self.fields[name].initial = getattr(source, name)
        self.fields["items"].choices = [(str(row.pk), str(row)) for row in agenda]
        self.fields["items"].initial = [str(row.pk) for row in agenda if phrases.recognise(row.title_de, "item")]
        if not agenda:
            del self.fields["items"]

    def clean(self):
        cleaned = super().clean()
        weeks, day = cleaned.get("weeks"), cleaned.get("held_on")
        if day is None and weeks:
            day = cleaned["held_on"] = self.day + timedelta(weeks=weeks)
        if self.errors:
            return cleaned
        if day is None:
            self.add_error("held_on", gettext("Choose a day, or say after how many weeks."))
        elif day < timezone.localdate():
            field = "held_on" if self.data.get("held_on") or "weeks" not in self.fields else "weeks"
            self.add_error(field, gettext("This day is past. Choose the day on which the meeting will be."))
        return cleaned


class CopyingPages(OfficePages):
    """The page that copies a meeting, and the way there from the list."""

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("copy-last/", view(self.copy_last_view), name="meetings_meeting_copy_last"),
            path("<int:pk>/copy/", view(self.copy_view), name="meetings_meeting_copy"),
        ]
        return own + super().get_urls()

    def may_copy(self, request, meeting):
        """Whoever writes drafts of the council may, whatever has become of the meeting."""
        return meeting.deleted_at is None and self.may_write(request, meeting.keeper_id, State.DRAFT)

    def copy_last_view(self, request):
        """On to the copy of the latest meeting that is over, in the one council that is meant."""
        own = rights(request)
        if not self.has_add_permission(request):
            raise PermissionDenied
        rows = Meeting.objects.present()
        if not own.everywhere:
            rows = rows.filter(keeper__in=own.councils(*WRITERS))
        chosen = request.GET.get("council", "")
        if chosen.isascii() and chosen.isdecimal() and len(chosen) < 19:
            rows = rows.filter(keeper=chosen)
        keepers = set(rows.order_by().values_list("keeper", flat=True).distinct()[:2])
        if len(keepers) > 1:
            text = gettext("Open the meeting that you want to copy, and choose “Copy as a new draft” there.")
        elif (last := rows.over(timezone.now()).first() or rows.soonest_first().first()) is not None:
            return redirect("admin:meetings_meeting_copy", last.pk)
        else:
            text = gettext("There is no meeting yet that could be copied.")
        self.message_user(request, text, messages.INFO)
        return redirect("admin:meetings_meeting_changelist")

    def copy_view(self, request, pk):
        """Ask for the day and the items, then make the draft and open it."""
        source = self.get_queryset(request).filter(pk=pk).first()
        if source is None:
            raise Http404
        if not self.may_copy(request, source):
            raise PermissionDenied
        agenda = list(AgendaItem.objects.present().filter(meeting=source).order_by("position", "pk"))
        form = CopyForm(request.POST or None, source=source, agenda=agenda)
        if request.method == "POST" and form.is_valid() and (copy := self._copy(request, source, agenda, form)):
            self.log_addition(request, copy, [{"added": {}}])
            text = gettext("This is the new draft. See whether everything is right, then publish it.")
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:meetings_meeting_change", copy.pk)
        return self.office_page(
            request, "meeting_copy", gettext("Copy as a new draft"), original=source, form=form,
            status=422 if form.errors else 200,
        )  # fmt: skip

    def _copy(self, request, source, agenda, form):
        """The new draft, or None where the form now says what is wrong."""
        given, own = form.cleaned_data, rights(request)
        request.council_at_hand = source.keeper_id
        wanted = set(given.get("items", ()))
        try:
            return actions.copy_meeting(
                source,
                items=[row for row in agenda if str(row.pk) in wanted],
                conveners=None if own.everywhere else OwnConveners.own_conveners(request),
                held_on=given["held_on"], starts_at=given["starts_at"], ends_at=given["ends_at"],
                title_de=given["title_de"],
            )  # fmt: skip
        except actions.DayTakenError as error:
            meeting = reverse("admin:meetings_meeting_change", args=[error.meeting.pk])
            form.taken = {"address": meeting, "name": str(error.meeting)}
            name = "weeks" if "weeks" in form.fields and not form.data.get("held_on") else "held_on"
            form.add_error(name, gettext("The council meets on that day already."))
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        return None
