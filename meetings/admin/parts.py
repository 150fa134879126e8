"""The office pages of what belongs to a meeting."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.admin.base import PublishedAdmin, address_of
from councils.admin.document import PAPER, PaperAdmin
from councils.admin.forms import PublishedForm
from councils.publishing import State
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice

from .inlines import OfMeeting, OwnConveners, items_of
from .phrases import Phrased


class PartAdmin(OfMeeting, PublishedAdmin):
    """Parts of a meeting show on its page."""

    initial_state = State.PUBLISHED
    ordering = ("-meeting__held_on", "-meeting_id", "position", "pk")

    def get_queryset(self, request):
        meetings = Meeting.objects.with_councils(timezone.now()).select_related("keeper")
        return super().get_queryset(request).prefetch_related(Prefetch("meeting", meetings))

    way_to_council = ()

    @admin.display(description=_("meeting"), ordering="meeting__held_on")
    def meeting_shown(self, row):
        return str(row.meeting)


@admin.register(Convening)
class ConveningAdmin(OwnConveners, PartAdmin):
    named_by = ("council",)
    list_display = ("__str__", "meeting_shown")
    search_fields = ("council__slug", "meeting__title_de")
    fieldsets = ((None, {"fields": ("meeting", "council")}),)


class ItemForm(PublishedForm):
    """An item of an agenda; what is decided stands among the resolutions at once, so not before the meeting."""

    def clean(self):
        cleaned = super().clean()
        meeting, today = cleaned.get("meeting") or getattr(self.instance, "meeting", None), timezone.localdate()
        if cleaned.get("decision") and meeting and meeting.held_on.earliest > today:
            self.add_error("decision", gettext("This meeting is still to come. Enter what it decided afterwards."))
        if (day := cleaned.get("outcome_on")) and day.earliest > today:
            self.add_error("outcome_on", gettext("This day is still to come."))
        return cleaned


@admin.register(AgendaItem)
class AgendaItemAdmin(Phrased, PartAdmin):
    form = ItemForm
    phrases = {"title": "item", "result": "result"}
    list_display = ("__str__", "meeting_shown", "is_public", "decision", "outcome")
    list_filter = ("is_public", "decision", "outcome", "state")
    search_fields = ("number", "title_de", "meeting__title_de")
    fieldsets = (
        (None, {"fields": ("meeting", "number", "title", "is_public", "brought_by", "body")}),
        (_("Result"), {"fields": (
            "result", "decision", "resolution", ("votes_for", "votes_against", "abstentions"),
        )}),
        (pgettext_lazy("decision", "What became of it"), {
            "fields": ("outcome", "outcome_by", "outcome_on", "outcome_note", "outcome_url"),
            "description": _("What the municipal council or the administration did with it, and who says so."),
        }),
    )  # fmt: skip


@admin.register(MeetingDocument)
class MeetingDocumentAdmin(PartAdmin, PaperAdmin):
    def page_of(self, row):
        """Not the file itself, which says less about how it will look."""
        return address_of(row.meeting)

    list_display = ("__str__", "meeting_shown", "role", "availability", "minutes_state")
    list_filter = ("role", "availability", "minutes_state", "state")
    search_fields = ("title_de", "meeting__title_de")
    fieldsets = (
        (None, {"fields": ("meeting", "agenda_item", "role", *PAPER)}),
        (_("Minutes"), {"fields": ("minutes_state", "approved_on")}),
    )

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.meeting_at_hand = obj.meeting_id if obj else self._chosen_meeting(request)
        return super().get_form(request, obj, change=change, **kwargs)

    def _chosen_meeting(self, request):
        """The meeting that the request names, if the account may see it: its items have titles that are not public."""
        chosen = request.POST.get("meeting") or request.GET.get("meeting") or ""
        if not chosen.isdecimal():
            return None
        rows = self.admin_site.get_model_admin(Meeting).get_queryset(request).filter(pk=chosen)
        return rows.values_list("pk", flat=True).first()

    def get_autocomplete_fields(self, request):
        """The few items of one meeting make a plain list."""
        return [name for name in super().get_autocomplete_fields(request) if name != "agenda_item"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "agenda_item":
            field.council_of = None
            field.queryset = items_of(request.meeting_at_hand)
            if not request.meeting_at_hand:
                field.help_text = _("Save first; then the items of the meeting stand here.")
        return field


@admin.register(MeetingNotice)
class MeetingNoticeAdmin(Phrased, PartAdmin):
    phrases = {"title": "notice"}
    list_display = ("__str__", "meeting_shown", "level", "valid_from", "valid_until")
    search_fields = ("title_de", "meeting__title_de")
    fieldsets = ((None, {"fields": ("meeting", "title", "body", "level", "valid_from", "valid_until")}),)
