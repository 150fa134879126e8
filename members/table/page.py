"""The office pages of the table: out as a template or filled in, in again after a look at what it would do."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils import spreadsheets
from councils.accounts import audit
from councils.accounts.rights import Right, rights
from councils.admin import term as terms
from councils.composition import term_on
from councils.models import Council, Term
from councils.publishing import State
from councils.spreadsheets import LARGEST_FILE, Unreadable
from councils.translation_state import fingerprint
from members.models import Membership

from .columns import HEADINGS, HEADS, MOST_LINES, Line, lines_of
from .entering import enter
from .writing import rows_for

# What the page of the preview can carry to the next step.
MOST_CARRIED = 2_000_000
WIDTHS = {"Name": 28, "Sitzgruppe": 28, "Amt": 24, "Entsandt von": 24, "Vertritt": 24}


class TableForm(forms.Form):
    """The file, and what it is about."""

    term = forms.ModelChoiceField(label=_("Term of office"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=_("Table"),
        required=False,
        help_text=_("XLSX, or CSV as spreadsheet programs save it. The first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    state = forms.ChoiceField(
        label=_("New entries are"),
        choices=[
            (State.DRAFT, _("drafts, which only the office sees; read the same table in again to publish them")),
            (State.PUBLISHED, _("published at once, or with their term of office while that is a draft")),
        ],
        initial=State.DRAFT,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, council, needs_file=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.needs_file, self.term_shown = needs_file, None
        rows = Term.objects.present().filter(council=council).newest_first()
        self.fields["term"].queryset = rows
        if council.is_network or not rows:
            del self.fields["term"]
        else:
            self.term_shown = self._chosen(rows) or term_on(list(rows), timezone.localdate())
            self.fields["term"].initial = self.term_shown
            if self.term_shown.state == State.DRAFT:
                # Nothing of it shows before the term does, and it is to show with it.
                self.fields["state"].initial = State.PUBLISHED

    def _chosen(self, rows):
        """The term that the address names, or that was chosen before."""
        pk = self.data.get("term") or self.initial.pop("term", "")
        return next((row for row in rows if str(row.pk) == pk), None)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None and self.needs_file:
            raise ValidationError(gettext("Choose a file."))
        return file

    @property
    def term_chosen(self):
        return self.cleaned_data.get("term")

    @property
    def state_in_words(self):
        return dict(self.fields["state"].choices)[self.cleaned_data["state"]]


def _council(site, request, pk):
    """The council, for who publishes there; to all others there is none, or they may not."""
    council = site.get_model_admin(Council).get_queryset(request).present().filter(pk=pk).first()
    if council is None:
        raise Http404
    if not rights(request).may(Right.PUBLISH, council.pk):
        raise PermissionDenied
    return council


@require_safe
def choose(request, site):
    """On to the one council that somebody works for, or a choice among several."""
    rows, own = Council.objects.present().order_by("slug"), rights(request)
    if not own.may_everywhere(Right.PUBLISH):
        rows = rows.filter(pk__in=own.councils_where(Right.PUBLISH))
    if len(rows) == 1:
        return redirect("admin:members_table", rows[0].pk)
    context = site.each_context(request) | {"title": gettext("Members from a table"), "councils": rows}
    return render(request, "admin/members/table_choice.html", context)


# -- in ----------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def read(request, site, *, pk):
    """Show what a table would do, line by line; do it once that was looked at."""
    council = _council(site, request, pk)
    step = request.POST.get("step", "preview") if request.method == "POST" else ""
    chosen = {"term": request.GET["term"]} if "term" in request.GET else None
    sent = (request.POST, request.FILES) if step else ()
    form = TableForm(*sent, council=council, needs_file=step == "preview", initial=chosen)
    context = {"lines": [], "refusal": ""}
    if step and form.is_valid():
        try:
            lines, context["unread"] = _lines(request, form)
            if _take(request, council, form, lines):
                return _done(request, site, council, form, lines)
            context |= _preview(form, lines) | {"is_old": step == "store"}
        except Unreadable as error:
            context["refusal"] = str(error)
    is_refused = context["refusal"] or context.get("wrong") or (step and form.errors)
    context |= site.each_context(request) | {
        "title": gettext("Members from a table"), "opts": Membership._meta, "council": council, "form": form,
        "of_term": f"?term={form.term_shown.pk}" if form.term_shown else "",
    }  # fmt: skip
    return render(request, "admin/members/table.html", context, status=422 if is_refused else 200)


def _take(request, council, form, lines):
    """Try the lines; they stay if just this preview stood on the page whose button was pressed."""
    previewed = request.POST.get("previewed") if request.POST.get("step") == "store" else None
    return enter(
        council, form.term_chosen, lines, state=form.cleaned_data["state"],
        stays=lambda lines: previewed == _mark(form, lines),
    )  # fmt: skip


def _lines(request, form):
    """The lines of the file; without one, those that the preview carried."""
    if file := form.cleaned_data["file"]:
        too_large = gettext("The file is too large for a table of members.")
        rows = spreadsheets.rows_of(file.read(LARGEST_FILE + 1), too_large=too_large, encoding_of_old="cp1252")
        lines, unread = lines_of(rows)
        if not lines:
            raise Unreadable(gettext("The table has no lines below its head."))
        return lines, unread
    try:
        sent = json.loads(request.POST.get("carried", ""))[:MOST_LINES]
        # What no page sends: halves of letters, and what no database takes.
        json.dumps(sent, ensure_ascii=False).encode()
        known = [
            (int(number), {name: str(cells[name]).replace("\x00", "") for name in HEADS if name in cells})
            for number, cells in sent
        ]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Unreadable(gettext("Choose a file.")) from None
    return [Line(number, cells) for number, cells in known], []


def _mark(form, lines):
    """A mark of what the preview said, so that nothing else is done."""
    marks = json.dumps([line.mark for line in lines])
    return fingerprint(f"{form.term_chosen and form.term_chosen.pk}|{form.cleaned_data['state']}|{marks}")


def _preview(form, lines):
    carried = json.dumps([[line.number, line.cells] for line in lines])
    if len(carried) > MOST_CARRIED:
        raise Unreadable(gettext("These are too many changes at once. Divide the table."))
    wrong = [line for line in lines if line.errors]
    return {
        "lines": lines, "wrong": wrong, "carried": carried, "previewed": _mark(form, lines), "counts": _counts(lines),
        "usable": not wrong and any(line.verdict != Line.SAME for line in lines),
    }  # fmt: skip


def _counts(lines):
    verdicts = [line.verdict for line in lines]
    return {name: verdicts.count(name) for name in (Line.NEW, Line.CHANGED, Line.SAME, Line.WRONG)}


def _done(request, site, council, form, lines):
    counts = _counts(lines)
    changed = counts[Line.NEW] + counts[Line.CHANGED]
    text = ngettext("{n} line is entered.", "{n} lines are entered.", changed).format(n=changed)
    if form.cleaned_data["state"] == State.DRAFT and counts[Line.NEW]:
        more = gettext("New entries are drafts. Read the same table in again to publish them.")
        text = f"{text} {more}"
    names = [str(Membership._meta.verbose_name_plural)]
    site.get_model_admin(Council).log_change(request, council, [{"changed": {"fields": names}}])
    messages.success(request, text)
    if form.term_chosen and form.term_chosen.state == State.DRAFT:
        # There it is looked at and published.
        return redirect("admin:councils_term_change", form.term_chosen.pk)
    return redirect(f"{reverse('admin:members_membership_changelist')}?council={council.pk}")


# -- out ---------------------------------------------------------------------------------------------------------------


@require_safe
def download(request, site, *, pk, ending):
    """The template, or the table as the portal has it."""
    council = _council(site, request, pk)
    if ending not in spreadsheets.MEDIA_TYPES:
        raise Http404
    rows, kind = [], "vorlage"
    if request.GET.get("empty") != "yes":
        form = TableForm({"term": request.GET.get("term"), "state": State.DRAFT}, council=council)
        rows, kind = rows_for(council, form.term_shown), council.slug
        audit.record(audit.Kind.EXPORTED, council_id=council.pk, detail=Membership._meta.label_lower)
    if ending == "csv":
        data = spreadsheets.as_csv(HEADINGS, rows)
    else:
        widths = [WIDTHS.get(name, 14) for name in HEADINGS]
        data = spreadsheets.as_xlsx("Mitglieder", HEADINGS, rows, widths=widths, freeze="C2")
    name = f"mitglieder-{kind}-{timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=spreadsheets.MEDIA_TYPES[ending], headers=headers)


# -- the way there -----------------------------------------------------------------------------------------------------


def _link(request, term):
    if term.deleted_at is None and rights(request).may(Right.PUBLISH, term.council_id):
        address = reverse("admin:members_table", args=[term.council_id])
        yield f"{address}?term={term.pk}", gettext("Members from a table")


def _may(own):
    return own.may(Right.PUBLISH)


terms.page_links.append(_link)
admin.site.add_page(
    name="members_table_choice", route="members-table/", view=choose, title=_("Members from a table"), may=_may
)
admin.site.add_page(name="members_table", route="members-table/<int:pk>/", view=read, may=_may)
admin.site.add_page(
    name="members_table_download", route="members-table/<int:pk>/<slug:ending>/", view=download, may=_may
)
