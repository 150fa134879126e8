"""The inbox of the councils' offices. Nothing here shows, finds or changes anything for who does not read messages."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact import conversation, receipts, worker
from contact.models import Entry, Event, Message
from councils.accounts.rights import rights
from councils.admin.filters import CouncilFilter
from councils.models import Council

from . import export
from .forms import EnterForm
from .history import history_of
from .names import language_name, name_of
from .page import MessagePage, read

QUARANTINE = "quarantine"


class OwnCouncilFilter(CouncilFilter):
    """By council, where the account reads the messages of several."""

    def lookups(self, request, model_admin):
        councils = rights(request).councils_read()
        if len(councils) < 2 and not self.used_parameters:
            return []
        rows = Council.objects.filter(pk__in=councils).with_places(timezone.now()).order_by("slug")
        return [(council.pk, council.name_and_place) for council in rows]


class ListFilter(admin.SimpleListFilter):
    """The inbox, or what was put aside: whole messages, and those that hold a single entry put aside."""

    title, parameter_name = _("list"), "list"

    def lookups(self, request, model_admin):
        return [(QUARANTINE, _("Quarantine"))]

    def choices(self, changelist):
        inbox, *others = super().choices(changelist)
        return [inbox | {"display": _("Inbox")}, *others]

    def queryset(self, request, queryset):
        return queryset.filter(in_quarantine()) if self.value() == QUARANTINE else queryset.inbox()


def in_quarantine():
    aside = Entry.objects.filter(message=OuterRef("pk"), quarantined_at__isnull=False)
    return Q(quarantined_at__isnull=False) | Q(Exists(aside))


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """Lists, the page of each message, entering one for somebody else, and taking one to the file."""

    council_path = "council"
    list_display = (
        "number", "state_shown", "council_shown", "topic_shown", "languages_shown", "received", "due_shown", "assigned",
    )  # fmt: skip
    list_filter = (ListFilter, OwnCouncilFilter, "state")
    list_per_page = 50
    list_select_related = ("topic", "assigned_to")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None
    view_on_site = False
    change_list_template = "admin/contact/message_list.html"

    # -- who may ----------------------------------------------------------------------------------------------------

    def has_module_permission(self, request):
        return bool(rights(request).councils_read())

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request) if obj is None else rights(request).reads_messages(obj.council_id)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Without the sealed columns: a list needs no key."""
        councils = Prefetch("council", Council.objects.with_places(timezone.now()))
        rows = Message.objects.filter(council__in=rights(request).councils_read()).prefetch_related(councils)
        late = Q(quarantined_at__isnull=True, reacted_at__isnull=True, due_on__lt=timezone.localdate())
        late &= ~Q(state__in=Message.ENDED)
        overdue = Case(When(late, then=Value(True)), default=Value(False), output_field=BooleanField())
        # What waits for somebody, what does not at present, what is over.
        resting = [Message.State.ANSWERED, Message.State.FORWARDED]
        rank = Case(When(state__in=resting, then=1), When(state__in=Message.ENDED, then=2), default=0)
        late_since = Case(When(late, then=F("due_on")))
        return rows.defer(*Message.PERSONAL).annotate(overdue=overdue, rank=rank, late_since=late_since)

    def row_of(self, request, object_id):
        """The message, for who may read it; to all others there is none."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    # -- lists ------------------------------------------------------------------------------------------------------

    def get_ordering(self, request):
        """Overdue ones first, the longest overdue before all; then by what they ask of the office, the newest first."""
        return ["-overdue", "late_since", "rank", "-created", "-pk"]

    def lookup_allowed(self, lookup, value, request):
        """Nothing but the filters: a question about a sealed or hashed column is none."""
        return lookup in {"list", "council", "state__exact"}

    def get_list_display(self, request):
        several = len(rights(request).councils_read()) > 1
        return [name for name in self.list_display if several or name != "council_shown"]

    def changelist_view(self, request, extra_context=None):
        aside = request.GET.get("list") == QUARANTINE
        count = 0
        if self.has_module_permission(request):
            count = Message.objects.filter(in_quarantine(), council__in=rights(request).councils_read()).count()
        more = {
            "title": gettext("Quarantine") if aside else gettext("Inbox"),
            "in_quarantine": aside,
            "quarantine_count": count,
            "warnings": worker.warnings(timezone.now()),
        }
        return super().changelist_view(request, more | (extra_context or {}))

    @admin.display(description=_("message"))
    def number(self, row):
        return str(row)

    @admin.display(description=_("state"))
    def state_shown(self, row):
        mark = format_html('<span class="state">{}</span>', row.get_state_display())
        if row.overdue:
            mark = format_html('{} <strong class="state is-overdue">{}</strong>', mark, gettext("overdue"))
        return mark

    @admin.display(description=_("council"))
    def council_shown(self, row):
        return row.council.name_and_place

    @admin.display(description=_("topic"))
    def topic_shown(self, row):
        return row.topic or row.get_subject_display()

    @admin.display(description=_("language"))
    def languages_shown(self, row):
        wished, written = language_name(row.answer_language), language_name(row.language)
        # Of an erased message nobody knows any more which language was wished.
        if wished in {written, ""}:
            return format_html("<bdi>{}</bdi>", written)
        return format_html("<bdi>{}</bdi> → <bdi>{}</bdi>", written, wished)

    @admin.display(description=_("received"))
    def received(self, row):
        return date_format(timezone.localtime(row.created), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("first reaction due"))
    def due_shown(self, row):
        return date_format(row.due_on, "SHORT_DATE_FORMAT") if row.reacted_at is None and row.is_open else "–"

    @admin.display(description=_("works on it"))
    def assigned(self, row):
        return name_of(row.assigned_to) if row.assigned_to else "–"

    # -- one message ------------------------------------------------------------------------------------------------

    def get_urls(self):
        def view(method):
            return self.admin_site.admin_view(method)

        own = [
            path("<path:object_id>/print/", view(self.print_view), name="contact_message_print"),
            path("<path:object_id>/export/<str:form>/", view(self.export_view), name="contact_message_export"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return MessagePage(self, request, self.row_of(request, object_id)).respond()

    def history_view(self, request, object_id, extra_context=None):
        row = self.row_of(request, object_id)
        return self._page(request, "history", gettext("What was done"), original=row, history=history_of(row))

    def print_view(self, request, object_id):
        row = self._for_the_file(request, object_id)
        context = {
            "facts": export.facts(row),
            "entries": row.entries.select_related("author"),
            "history": history_of(row),
        }
        return self._page(request, "print", str(row), original=row, notes=row.notes.select_related("author"), **context)

    def export_view(self, request, object_id, form):
        if form not in {"json", "text"}:
            raise Http404
        row = self._for_the_file(request, object_id)
        if form == "json":
            response = JsonResponse(export.as_data(row), json_dumps_params={"ensure_ascii": False, "indent": 2})
        else:
            response = HttpResponse(export.as_text(row), content_type="text/plain; charset=utf-8")
        ending = "json" if form == "json" else "txt"
        response["Content-Disposition"] = f'attachment; filename="message-{row.pk}.{ending}"'
        return response

    def _for_the_file(self, request, object_id):
        row = read(request, self.row_of(request, object_id))
        conversation.record(row, Event.Kind.EXPORTED, request.user)
        return row

    def _page(self, request, name, title, **context):
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": title} | context
        return render(request, f"admin/contact/message_{name}.html", context)

    # -- for somebody else ------------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Enter what somebody says by phone or at the counter; the answer is their receipt, shown this once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        councils, now = rights(request).councils_read(), timezone.now()
        data = request.POST if request.method == "POST" else None
        form = EnterForm(data, councils=councils, now=now, initial={"token": receipts.new_token()})
        refused = used = False
        if data is not None and form.is_valid():
            token, draft = form.cleaned_data["token"], form.draft()
            try:
                stored = conversation.store(form.cleaned_data["council"], draft, token, user=request.user)
            except conversation.NotAllowed:
                refused = True
            else:
                if stored.is_new or conversation.says_the_same(stored.message, draft):
                    return self._receipt(request, stored)
                # Gone back to, and filled in for somebody else: that is a message of its own, with its own receipt.
                used, data = True, data.copy()
                data["token"] = receipts.new_token()
                form = EnterForm(data, councils=councils, now=now)
        title = gettext("Enter a message")
        return self._page(request, "enter", title, form=form, refused=refused, used=used, has_view_permission=True)

    def _receipt(self, request, stored):
        language = stored.message.language
        with translation.override(language):
            link = settings.BASE_URL + reverse("contact:messages")
        # It opens without typing; what stands behind the # is sent to nobody.
        drawing = receipts.drawing(f"{link}#{stored.code}")
        return self._page(
            request, "receipt", str(stored.message), original=stored.message, link=link, language=language,
            direction="rtl" if translation.get_language_info(language)["bidi"] else "ltr",
            groups=receipts.grouped(stored.code).split("-"), drawing=drawing,
        )  # fmt: skip
