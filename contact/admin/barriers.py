"""The operator's inbox: barriers that people reported, each with its answer."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact import barriers, letters
from contact.forms import TextField
from contact.models import BarrierReport, Letter
from councils.accounts import audit
from councils.accounts.rights import Right, rights

from .names import REASONS, language_name, name_of

QUARANTINE, CLOSED = "quarantine", "closed"


class AnswerForm(forms.Form):
    """What the operator says to whoever reported."""

    answer = TextField(rows=8, label=_("Answer"), error_messages={"required": _("Write the answer.")})


class ListFilter(admin.SimpleListFilter):
    """What waits, what is closed, or what was put aside."""

    title, parameter_name = _("list"), "list"

    def lookups(self, request, model_admin):
        return [(CLOSED, _("closed")), (QUARANTINE, _("Quarantine"))]

    def choices(self, changelist):
        inbox, *others = super().choices(changelist)
        return [inbox | {"display": _("Inbox")}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case "closed":
                return queryset.filter(closed_at__isnull=False)
            case "quarantine":
                return queryset.quarantine()
        return queryset.waiting()


@admin.register(BarrierReport)
class BarrierReportAdmin(admin.ModelAdmin):
    """Nobody enters or deletes one here: they come by the form, and go by themselves when their time is over."""

    list_display = ("number", "state_shown", "language_shown", "received", "due_shown")
    list_filter = (ListFilter,)
    ordering = ("due_on", "pk")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None
    view_on_site = False

    # -- who may ----------------------------------------------------------------------------------------------------

    def has_module_permission(self, request):
        return rights(request).may_everywhere(Right.BARRIERS)

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Without the sealed columns: a list needs no key."""
        return super().get_queryset(request).defer(*BarrierReport.PERSONAL)

    def lookup_allowed(self, lookup, value, request):
        return lookup == "list"

    # -- lists ------------------------------------------------------------------------------------------------------

    @admin.display(description=_("message"))
    def number(self, row):
        return str(row)

    @admin.display(description=_("state"))
    def state_shown(self, row):
        mark = format_html('<span class="state">{}</span>', _state_of(row))
        if row.is_overdue(timezone.localdate()):
            mark = format_html('{} <strong class="state is-overdue">{}</strong>', mark, gettext("overdue"))
        return mark

    @admin.display(description=_("language"))
    def language_shown(self, row):
        return format_html("<bdi>{}</bdi>", language_name(row.language))

    @admin.display(description=_("received"))
    def received(self, row):
        return date_format(timezone.localtime(row.created), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("answer due"))
    def due_shown(self, row):
        return "–" if row.closed_at else date_format(row.due_on, "SHORT_DATE_FORMAT")

    # -- one report -------------------------------------------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self._row(request, object_id)
        step = request.POST.get("step", "") if request.method == "POST" else ""
        form = AnswerForm(request.POST if step == "answer" else None)
        if step:
            try:
                if self._act(request, row, step, form):
                    return redirect("admin:contact_barrierreport_change", row.pk)
            except barriers.NotAllowed:
                text = gettext("Nothing changed: somebody else has closed or opened it meanwhile.")
                messages.error(request, text)
        return self._page(request, row, form)

    def history_view(self, request, object_id, extra_context=None):
        """There is none apart from what the page says."""
        return redirect("admin:contact_barrierreport_change", self._row(request, object_id).pk)

    def _row(self, request, object_id):
        if not self.has_module_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        row = BarrierReport.objects.select_related("closed_by").filter(pk=key).first() if key.isdecimal() else None
        if row is None:
            raise Http404
        return row

    def _act(self, request, row, step, form):
        """Take the step; whether it was one, and went well."""
        if step == "answer":
            if not form.is_valid():
                return False
            barriers.answer(row, form.cleaned_data["answer"], request.user)
            messages.success(request, gettext("The answer is on its way. The report is closed."))
        elif step == "close":
            barriers.close(row, request.user)
            messages.success(request, gettext("The report is closed."))
        elif step == "open":
            barriers.open_again(row)
            messages.success(request, gettext("The report waits for an answer again."))
        else:
            raise Http404
        return True

    def _page(self, request, row, form):
        """The whole report, for eyes: noted as read."""
        audit.record(audit.Kind.BARRIER_READ, detail=f"{self.opts.label_lower} {row.pk}")
        letter = Letter.objects.about(row.public_id).filter(kind=barriers.ANSWER).order_by("-created").first()
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": str(row),
            "original": row,
            "state": _state_of(row),
            "overdue": row.is_overdue(timezone.localdate()),
            "language": language_name(row.language),
            "reasons": [REASONS.get(name, name) for name in row.suspicions],
            "closed_by": name_of(row.closed_by) if row.closed_by else "",
            "letter": letter.get_state_display() if letter else "",
            "form": form,
            "may_answer": barriers.may_answer(row),
            "mail_is_on": letters.mail_is_on(),
        }
        return render(request, "admin/contact/barrier.html", context, status=422 if form.errors else 200)


def _state_of(row):
    """How the report stands, in words."""
    if row.quarantined_at:
        return gettext("Quarantine")
    if row.closed_at:
        return gettext("answered") if row.answered_at else gettext("closed")
    return gettext("waits for an answer")
