"""The office pages of meetings and of what belongs to them."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import WRITERS, rights
from councils.admin.base import PublishedAdmin
from councils.admin.document import PAPER, PaperAdmin
from councils.admin.inlines import PublishedInline
from councils.publishing import State

from .models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice, Venue


@admin.register(Venue)
class VenueAdmin(PublishedAdmin):
    initial_state = State.PUBLISHED
    list_display = ("__str__", "city", "step_free")
    search_fields = ("name_de", "room_de", "city")
    fieldsets = (
        (None, {"fields": ("council", "name", "room", "street", "postcode", "city")}),
        (_("How to get there"), {"fields": ("step_free", "nearest_stop", "url")}),
    )


class OfMeeting:
    """What belongs to a meeting belongs to the council that keeps the meeting."""

    council_path = "meeting__keeper"


class ConveningInline(OfMeeting, PublishedInline):
    """Only one's own councils: nobody puts a meeting on another council's pages."""

    model = Convening
    fields = ("council", "position")

    def get_queryset(self, request):
        rows, own = super().get_queryset(request).select_related("council"), rights(request)
        return rows if own.everywhere else rows.filter(council__in=own.councils(*WRITERS))


class AgendaInline(OfMeeting, PublishedInline):
    model = AgendaItem
    fields = ("position", "number", "title_de", "is_public", "result_de")


class DocumentInline(OfMeeting, PublishedInline):
    model = MeetingDocument
    fields = ("role", "title_de", "availability", "file", "url")


class NoticeInline(OfMeeting, PublishedInline):
    model = MeetingNotice
    fields = ("title_de", "level", "valid_from", "valid_until")


@admin.register(Meeting)
class MeetingAdmin(PublishedAdmin):
    council_path = "keeper"
    list_display = ("held_on", "heading", "starts_at", "status")
    list_display_links = ("heading",)
    list_filter = ("status", "kind", "state")
    search_fields = ("title_de", "keeper__slug", "venue__name_de")
    inlines = (ConveningInline, AgendaInline, DocumentInline, NoticeInline)
    fieldsets = (
        (None, {"fields": ("keeper", "conveners_shown", "kind", "title", "held_on", "starts_at", "ends_at", "venue")}),
        (_("State of the meeting"), {"fields": ("status", "status_reason", "moved_from")}),
        (_("Who may come, and how"), {"fields": ("openness", "mode", "is_free", "expected_attendance")}),
        (_("What it is about"), {"fields": ("summary", "convened_by_note", "source")}),
        (_("Registration"), {"fields": (
            "registration_deadline", "registration_note", "registration_contact", "registration_contact_expires_on",
        )}),
    )  # fmt: skip
    readonly_fields = ("conveners_shown",)

    def get_queryset(self, request):
        return super().get_queryset(request).with_councils(timezone.now())

    @admin.display(description=_("meeting"), ordering="title_de")
    def heading(self, meeting):
        return meeting.title_de or meeting.get_kind_display()

    @admin.display(description=_("convened by"))
    def conveners_shown(self, meeting):
        if meeting.pk is None:
            return "–"
        rows = meeting.convenings.present().select_related("council").order_by("position", "pk")
        return ", ".join(convening.council.slug for convening in rows)

    def get_inlines(self, request, obj):
        """Who works for one council only need not be asked who convenes."""
        own = rights(request)
        alone = not own.everywhere and len(own.councils(*WRITERS)) < 2
        return self.inlines[1:] if alone else self.inlines

    def save_related(self, request, form, formsets, change):
        """A meeting that nobody convenes would show nowhere: the council that keeps it convenes it."""
        meeting = form.instance
        own = [
            form for formset in formsets if formset.model is Convening for form in formset.forms if form.has_changed()
        ]
        if not change and not own:
            state = State.DRAFT if meeting.state == State.DRAFT else State.PUBLISHED
            Convening(meeting=meeting, council=meeting.keeper, state=state).save()
        super().save_related(request, form, formsets, change)


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
class ConveningAdmin(PartAdmin):
    named_by = ("council",)
    list_display = ("__str__", "meeting_shown")
    search_fields = ("council__slug", "meeting__title_de")
    fieldsets = ((None, {"fields": ("meeting", "council")}),)


@admin.register(AgendaItem)
class AgendaItemAdmin(PartAdmin):
    list_display = ("__str__", "meeting_shown", "is_public")
    list_filter = ("is_public", "state")
    search_fields = ("number", "title_de", "meeting__title_de")
    fieldsets = (
        (None, {"fields": ("meeting", "number", "title", "is_public", "brought_by", "body")}),
        (_("Outcome"), {"fields": ("result", "resolution")}),
    )


@admin.register(MeetingDocument)
class MeetingDocumentAdmin(PartAdmin, PaperAdmin):
    list_display = ("__str__", "meeting_shown", "role", "availability")
    list_filter = ("role", "availability", "state")
    search_fields = ("title_de", "meeting__title_de")
    fieldsets = ((None, {"fields": ("meeting", "role", *PAPER)}),)


@admin.register(MeetingNotice)
class MeetingNoticeAdmin(PartAdmin):
    list_display = ("__str__", "meeting_shown", "level", "valid_from", "valid_until")
    search_fields = ("title_de", "meeting__title_de")
    fieldsets = ((None, {"fields": ("meeting", "title", "body", "level", "valid_from", "valid_until")}),)
