"""The office pages of a meeting."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.accounts.rights import WRITERS, rights
from councils.admin.base import PublishedAdmin, known_date_column
from councils.dates import long_date
from councils.publishing import State
from meetings.models import Convening, Meeting

from .copying import CopyingPages
from .inlines import AgendaInline, ConveningInline, DocumentInline, NoticeInline
from .pasting import PastingPages
from .phrases import Phrased
from .steps import StepPages, was_public


class WhenFilter(admin.SimpleListFilter):
    """What is still to come, or over: a clerk on meeting day looks for one of the next."""

    title, parameter_name = _("when"), "when"

    def lookups(self, request, model_admin):
        return [("coming", _("still to come")), ("past", _("past"))]

    def queryset(self, request, queryset):
        match self.value():
            case "coming":
                return queryset.not_over(timezone.now())
            case "past":
                return queryset.exclude(pk__in=queryset.not_over(timezone.now()).order_by().values("pk"))
        return queryset


class StatusFilter(admin.ChoicesFieldListFilter):
    """What became of the meeting; the state of its entry is another thing of nearly the same name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("State of the meeting")


# Further pages of the office about one meeting: called with request and meeting, each gives pairs of address and name.
page_links = []
# So many meetings stand on the first page of the office.
SHOWN_FIRST = 3
# What most meetings of a council have in common: a new one begins with what the last one had.
USUAL = ("starts_at", "venue", "openness", "mode", "is_free")


def next_meetings(request):
    """For the first page of the office: what a clerk opens on the day of a meeting, without a search."""
    own, now = rights(request), timezone.now()
    if own.everywhere or not (councils := own.councils(*WRITERS)):
        return None
    rows = Meeting.objects.present().filter(keeper__in=councils).not_over(now).select_related("keeper")
    rows = rows.exclude(status=Meeting.Status.CANCELLED).soonest_first()[:SHOWN_FIRST]
    rows = [
        {
            "name": f"{long_date(row.held_on)}: {row.title_de or row.get_kind_display()}",
            "address": reverse("admin:meetings_meeting_change", args=[row.pk]),
            "links": [link for links in page_links for link in links(request, row)],
        }
        for row in rows
    ]
    new = {"links": [(reverse("admin:meetings_meeting_add"), gettext("Add a meeting"))]}
    return {"heading": gettext("Next meetings"), "rows": [*rows, new]}


admin.site.overview.append(next_meetings)


@admin.register(Meeting)
class MeetingAdmin(Phrased, StepPages, PastingPages, CopyingPages, PublishedAdmin):
    council_path = "keeper"
    change_form_template = "admin/meetings/meeting_change_form.html"
    change_list_template = "admin/meetings/meeting_change_list.html"
    delete_confirmation_template = "admin/meetings/meeting_delete_confirmation.html"
    phrases = {"status_reason": "reason"}
    list_display = ("held_on", "heading", "starts_at", "status_shown")
    list_display_links = ("heading",)
    list_filter = (WhenFilter, ("status", StatusFilter), "kind", "openness", "state")
    search_fields = ("title_de", "keeper__slug", "venue__name_de")
    inlines = (ConveningInline, AgendaInline, DocumentInline, NoticeInline)
    fieldsets = (
        (None, {"fields": ("keeper", "conveners_shown", "kind", "title", "held_on", "starts_at", "ends_at", "venue")}),
        (_("State of the meeting"), {"fields": ("status", "status_reason", "moved_from", "moved_from_time")}),
        (_("Who may come, and how"), {"fields": (
            "openness", "mode", "is_free", "places", "takes_requests", "expected_attendance",
        )}),
        (_("What it is about"), {"fields": ("summary", "convened_by_note", "source")}),
        (_("Registration"), {"fields": (
            "registration_deadline", "registration_note", "registration_contact", "registration_contact_expires_on",
        )}),
    )  # fmt: skip
    readonly_fields = ("conveners_shown", "held_on_shown", "moved_from_shown")
    # Where nobody may change a date, it reads as people write it.
    held_on_shown = staticmethod(known_date_column(Meeting._meta.get_field("held_on")))
    moved_from_shown = staticmethod(known_date_column(Meeting._meta.get_field("moved_from")))

    def get_fieldsets(self, request, obj=None):
        is_fixed = obj is not None and (was_public(obj) or not self.writes(request, obj))
        shown = {"held_on", "moved_from"} if is_fixed else set()
        return [
            (name, options | {"fields": [f"{field}_shown" if field in shown else field for field in options["fields"]]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_councils(timezone.now())

    @admin.display(description=_("meeting"), ordering="title_de")
    def heading(self, meeting):
        return meeting.title_de or meeting.get_kind_display()

    @admin.display(description=_("State of the meeting"), ordering="status")
    def status_shown(self, meeting):
        return meeting.get_status_display()

    @admin.display(description=_("convened by"))
    def conveners_shown(self, meeting):
        if meeting.pk is None:
            return "–"
        rows = meeting.convenings.present().select_related("council").order_by("position", "pk")
        return ", ".join(str(convening.council) for convening in rows)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and self.writes(request, obj):
            context["steps"] = self.steps(obj, timezone.now())
            context["page_links"] = [
                (reverse("admin:meetings_meeting_paste_agenda", args=[obj.pk]), gettext("Paste an agenda")),
                *(link for links in page_links for link in links(request, obj)),
            ]
            context["is_told"] = "held_on" in self.get_readonly_fields(request, obj)
        if obj is not None and self.may_copy(request, obj):
            copy = (reverse("admin:meetings_meeting_copy", args=[obj.pk]), gettext("Copy as a new draft"))
            context["page_links"] = [*context.get("page_links", ()), copy]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_changeform_initial_data(self, request):
        return self._as_last_time(request) | super().get_changeform_initial_data(request)

    @staticmethod
    def _as_last_time(request):
        """Time, place and who may come, as the council's latest meeting has them."""
        rows = Meeting.objects.present().filter(keeper=getattr(request, "council_at_hand", None))
        rows = rows.exclude(status=Meeting.Status.CANCELLED).select_related("venue")
        last = rows.latest_first().first()
        usual = {name: getattr(last, name) for name in USUAL} if last else {}
        return {name: value for name, value in usual.items() if not getattr(value, "deleted_at", None)}

    def response_add(self, request, obj, post_url_continue=None):
        response = super().response_add(request, obj, post_url_continue)
        if "_paste" in request.POST and self.writes(request, obj):
            return redirect("admin:meetings_meeting_paste_agenda", obj.pk)
        return response

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
        if own and not meeting.convenings.present().filter(council=meeting.keeper_id).exists():
            text = gettext("“{council}” is not among those who convene: the meeting does not show on its pages.")
            self.message_user(request, text.format(council=meeting.keeper), messages.WARNING)
