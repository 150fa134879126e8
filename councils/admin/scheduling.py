"""Two actions on lists that ask for a moment first: public from then on, public until then; all rows or none."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from councils.publishing import State

from .forms import DateTimeInput
from .inlines import state_badge


class MomentForm(forms.Form):
    """Day and time; nothing that is past."""

    moment = forms.SplitDateTimeField(widget=DateTimeInput)

    def __init__(self, *args, now, label, help_text="", **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        field = self.fields["moment"]
        field.label, field.help_text, field.required = capfirst(label), help_text, not help_text
        if help_text:
            field.widget.attrs["aria-describedby"] = "id_moment_helptext"

    def clean_moment(self):
        moment = self.cleaned_data["moment"]
        if moment and moment <= self.now:
            raise ValidationError(gettext("This moment is past. Choose one that is still to come."))
        return moment


class Scheduling:
    """The actions, and the page in between."""

    @admin.action(description=_("Publish selected entries on a day"), permissions=["publish"])
    def publish_on(self, request, queryset):
        def act(row, moment):
            row.publish_at, was_draft = moment, row.state == State.DRAFT
            row.publish()
            return self.publish_parts(row) if was_draft else 0

        return self._ask(request, queryset, "publish_at", act, why_not_from)

    @admin.action(description=_("Set until when selected entries are public"), permissions=["publish"])
    def public_until(self, request, queryset):
        def act(row, moment):
            row.unpublish_at = moment
            row.save()
            return 0

        return self._ask(request, queryset, "unpublish_at", act, why_not_until)

    def _ask(self, request, queryset, name, act, why_not):
        """Ask for the moment, or do it where it was given and every row allows it."""
        now, sent = timezone.now(), "moment_0" in request.POST
        field = self.model._meta.get_field(name)
        help_text = field.help_text if name == "unpublish_at" else ""
        form = MomentForm(request.POST if sent else None, now=now, label=field.verbose_name, help_text=help_text)
        moment = form.cleaned_data["moment"] if sent and form.is_valid() else None
        rows = list(queryset)
        seen = {str(row.pk): row.modified.isoformat() for row in rows}
        problems = [(row, text) for row in rows if (text := self._why_not(request, row, moment, now, why_not))]
        if sent and not problems:
            stamps = request.POST.getlist("seen")
            changed = [row for row in rows if f"{row.pk} {seen[str(row.pk)]}" not in stamps]
            problems = [(row, gettext("Somebody else changed this meanwhile. Look at it again.")) for row in changed]
        if sent and form.is_valid() and not problems:
            self._act(request, queryset, lambda rows: self._each(request, rows, act, moment), _done(name, moment, rows))
            return None
        context = self.admin_site.each_context(request) | {
            "title": capfirst(field.verbose_name),
            "opts": self.opts,
            "form": form,
            "problems": problems,
            "rows": [(row, state_badge(row, row.get_state_display()), f"{row.pk} {seen[str(row.pk)]}") for row in rows],
            "action": request.POST.get("action", ""),
            "box": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/moment_of_selected.html", context)

    def _each(self, request, rows, act, moment):
        self._report_parts(request, sum(act(row, moment) for row in rows))

    def _why_not(self, request, row, moment, now, why_not):
        """Why this row stands in the way, in words; empty where it does not."""
        if not self.has_publish_permission(request, row):
            return gettext("You may not do this")
        if row.deleted_at is not None:
            return gettext("This entry is deleted.")
        if text := why_not(row, moment, now):
            return text
        return self._incomplete(row) if moment else ""

    def _incomplete(self, row):
        """What a row lacks before it can be public."""
        was, row.state = row.state, State.PUBLISHED
        try:
            row.validate_constraints()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            row.state = was
        return ""


def why_not_from(row, moment, now):
    """What keeps a row from being published on a day."""
    is_over = row.unpublish_at is not None and row.unpublish_at <= now
    has_begun = row.publish_at is None or row.publish_at <= now
    if row.state == State.PUBLISHED and has_begun and not is_over:
        return gettext("This entry is public already.")
    if moment and row.unpublish_at and not is_over and row.unpublish_at <= moment:
        return gettext("“Public until” must be later than “public from”.")
    return ""


def why_not_until(row, moment, _now):
    """What keeps a row from having another end."""
    if row.state == State.WITHDRAWN:
        return gettext("This entry is withdrawn.")
    if moment and row.publish_at and row.publish_at >= moment:
        return gettext("“Public until” must be later than “public from”.")
    return ""


def _done(name, moment, rows):
    """What was done, in one sentence."""
    if moment is None:
        return ngettext("{n} entry stays public.", "{n} entries stay public.", len(rows))
    if name == "publish_at":
        text = ngettext("{n} entry public from: {moment}", "{n} entries public from: {moment}", len(rows))
    else:
        text = ngettext("{n} entry public until: {moment}", "{n} entries public until: {moment}", len(rows))
    return text.replace("{moment}", date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT"))
