"""Council files in the office: one council out as a file, the empty template, and a file in after a look at it."""

import json
import tempfile
from pathlib import Path

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from councils.accounts import audit
from councils.accounts.rights import Right
from councils.models import Council
from councils.publishing import State
from councils.translation_state import fingerprint
from portal.council_files.loading import load_councils
from portal.council_files.problems import Problems
from portal.council_files.reading import Value, read_councils
from portal.council_files.writing import council_file

TEMPLATE = Path(__file__).parents[2] / "councils" / "data" / "vorlage.yaml.txt"
NAME = "council.yaml"
# What the page of the preview can carry to the next step; larger files are for the command.
MOST_CARRIED = 2_000_000
# So many entries of what would be done stand on the page.
MOST_SHOWN = 300


class FileForm(forms.Form):
    """The file, and how it is taken."""

    file = forms.FileField(
        label=_("Council file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json,.txt"}),
        help_text=_(
            "One council, written as the template on this page shows. Documents that lie beside it are not read here."
        ),
    )
    as_draft = forms.BooleanField(
        label=_("A council that is new here begins as a draft"), required=False, initial=True,
        help_text=_("Nothing of it shows before somebody publishes the council."),
    )  # fmt: skip
    overwrite = forms.BooleanField(label=_("The file wins over what was changed here by hand"), required=False)

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned["file"]
        is_large = file is not None and file.size > MOST_CARRIED
        if file is None:
            cleaned["text"] = _carried(self.data.get("carried"))
        elif not is_large:
            try:
                # A mark that some programs set before the text is none of it.
                cleaned["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", gettext("The file is not written in UTF-8. Save it with the encoding UTF-8."))
                return cleaned
        if is_large or len(json.dumps(cleaned["text"])) > MOST_CARRIED:
            raise ValidationError(gettext("The file is too large to be read here. Ask the operator to read it in."))
        if not cleaned["text"]:
            self.add_error("file", gettext("Choose a file."))
        return cleaned


def _carried(sent):
    try:
        text = json.loads(sent or '""')
        # Halves of letters are no text.
        str(text).encode()
    except (ValueError, RecursionError):
        return ""
    return text if isinstance(text, str) else ""


@require_http_methods(["GET", "HEAD", "POST"])
def read(request, site):
    """Show what a file would do; do it once that was looked at."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context, wrong = {"councils": Council.objects.present().order_by("slug")}, False
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        problems, changes, rows = _load(given, check=True)
        mark = fingerprint(f"{given['text']}|{given['as_draft']}|{given['overwrite']}|{[str(row) for row in rows]}")
        if not problems.errors and request.POST.get("step") == "store" and request.POST.get("previewed") == mark:
            problems, changes, rows = _load(given, check=False)
            if not problems.errors:
                return _done(request, site, changes)
        wrong = bool(problems.errors)
        context |= {
            "is_read": True, "problems": problems.in_order, "warnings": list(problems.warnings), "previewed": mark,
            "changes": changes, "rows": rows[:MOST_SHOWN], "hidden": len(rows) - MOST_SHOWN,
            "carried": json.dumps(given["text"]), "is_old": request.POST.get("step") == "store",
            "usable": not wrong and any(changes.values()),
        }  # fmt: skip
    context |= site.each_context(request) | {"title": gettext("Council files"), "form": form}
    status = 422 if wrong or form.errors else 200
    return render(request, "admin/council_file.html", context, status=status)


def _load(given, *, check):
    """Try the file, or load it: what is wrong, the numbers by council, and the entries that it makes or changes."""
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        path.write_text(given["text"], encoding="utf-8", newline="")
        entries = read_councils([path], problems)
        there = Council.objects.filter(key__in=[entry.key for entry in entries])
        # What is a draft still is new to the public: reading in a corrected file must not publish it.
        public = set(there.exclude(state=State.DRAFT).values_list("key", flat=True))
        for entry in entries:
            if given["as_draft"] and entry.key not in public:
                entry.values["state"] = Value(State.DRAFT, entry.place_of("state"))
        changes = load_councils(entries, problems, overwrite=given["overwrite"], check=check)
    return problems, changes, [row for change in changes.values() for row in change.rows]


def _done(request, site, changes):
    council = Council.objects.filter(key__in=list(changes)).first()
    site.get_model_admin(Council).log_change(request, council, [{"changed": {"fields": [gettext("Council file")]}}])
    count = changes[council.key]
    text = gettext("The file is read in: {new} new, {changed} changed, {removed} removed.")
    messages.success(request, text.format(new=count.new, changed=count.changed, removed=count.removed))
    if council.state == State.DRAFT:
        return redirect("admin:new_council_step", council.pk, "look")
    return redirect("admin:councils_council_change", council.pk)


@require_safe
def download(request, site, *, pk):
    """The file of one council, all that the portal has of it."""
    council = get_object_or_404(Council.objects.present(), pk=pk)
    audit.record(audit.Kind.EXPORTED, council_id=council.pk, detail=Council._meta.label_lower)
    name = f"{council.slug}-{timezone.localdate():%Y-%m-%d}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(council_file(council.slug), content_type="application/yaml; charset=utf-8", headers=headers)


@require_safe
def template(request, site):
    """The empty file, with a word on every line."""
    return FileResponse(
        TEMPLATE.open("rb"), as_attachment=True, filename="vorlage.yaml", content_type="application/yaml"
    )


def _may(own):
    return own.may_everywhere(Right.STRUCTURE)


admin.site.add_page(name="council_file", route="council-file/", view=read, title=_("Council files"), may=_may)
admin.site.add_page(name="council_file_template", route="council-file/template/", view=template, may=_may)
admin.site.add_page(name="council_file_download", route="council-file/<int:pk>/", view=download, may=_may)
