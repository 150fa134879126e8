"""The bilingual table of a council: out for translators without an account, in again after a look at what differs."""

import json
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from councils import bilingual, spreadsheets
from councils.accounts import audit
from councils.admin.languages import LANGUAGE_NAMES
from councils.translation_state import TranslationState, fingerprint

from . import work
from .pairs import Pair, normal, pairs_of

# What the page of the preview can carry to the next step.
MOST_CARRIED = 2_000_000


# -- out ------------------------------------------------------------------------------------------------------------


def download(request, site, council_id, *, language, ending):
    """All texts of the council that there are in German, or those that are open, beside one language."""
    council = work.council_at_work(request, council_id)
    work.check_language(request, council, language)
    if ending not in spreadsheets.MEDIA_TYPES:
        raise Http404
    only_open = request.GET.get("only") == "open"
    found = [
        thing
        for thing in work.things(site, request, council, [language])
        if thing.writable and (thing.is_open_in(language) or not only_open)
    ]
    rows = list(_rows(work.named(site, request, found), language, only_open=only_open))
    if ending == "csv":
        data = bilingual.as_csv(rows, language)
    else:
        data = bilingual.as_xlsx(rows, language, is_rtl=get_language_info(language)["bidi"])
    audit.record(audit.Kind.EXPORTED, council_id=council.pk, detail=f"translations {language}")
    name = f"uebersetzung-{council.slug}-{language}-{timezone.localdate():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=spreadsheets.MEDIA_TYPES[ending], headers=headers)


def _rows(groups, language, *, only_open):
    for group in groups:
        for _thing, row in group["things"]:
            for pair in pairs_of(row, language):
                if only_open and pair.state not in work.OPEN:
                    continue
                kind = capfirst(str(group["page"].opts.verbose_name))
                cells = [kind, str(row), pair.label, pair.german_typed, pair.typed, str(work.SHORT[pair.state])]
                if max(len(text) for text in cells) > spreadsheets.LONGEST_CELL:
                    # Cut off it would come back so; without a key it stays where it is.
                    cells = ["", *cells[:3], "", "", gettext("too long for a table")]
                else:
                    cells = [_key(pair), *cells]
                yield cells


def _key(pair):
    """Names a text, and what stood there when the table was made."""
    marks = pair.marks
    return "/".join([
        pair.language, pair.row._meta.label_lower, pair.row.public_id.hex, pair.name, marks[pair.german_column],
        marks[pair.column],
    ])  # fmt: skip


# -- in -------------------------------------------------------------------------------------------------------------


@dataclass
class Change:
    """A line of the table that says something else than the portal, and what would become of it."""

    line: bilingual.Line
    pair: Pair | None = None
    name: str = ""
    text: str = ""
    made_from: str = ""
    problem: str = ""
    note: str = ""

    @property
    def mark(self):
        return [self.line.key, self.text, self.problem, self.note, self.pair.marks if self.pair else None]


class _Key:
    """A key taken apart; raises ValueError where it is none."""

    def __init__(self, text):
        self.language, self.label, row, self.name, self.german, self.text = text.split("/")
        self.row = UUID(row)


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("The table that the portal made, filled in: XLSX or CSV (UTF-8)."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def plan(request, site, council, language, lines):
    """What the lines would change, line by line; what cannot be stored says why."""
    keys, by_table = {}, {}
    for line in lines:
        try:
            key = keys[line.number] = _Key(line.key)
        except ValueError:
            continue
        by_table.setdefault(key.label, set()).add(key.row)
    rows = {}
    for page in work.pages(site, request):
        if wanted := by_table.get(page.opts.label_lower):
            own = page.get_queryset(request).filter(page.rows_of([council.pk]), deleted_at__isnull=True)
            for row in own.filter(public_id__in=wanted):
                rows[page.opts.label_lower, row.public_id] = (page, row)
    changes, seen = [], set()
    for line in lines:
        key = keys.get(line.number)
        change = _change(request, language, line, key, rows.get((key.label, key.row)) if key else None)
        if change is None:
            continue
        if change.pair and (place := (key.row, key.name)) in seen:
            change.problem = gettext("This text stands in the table twice.")
        elif change.pair:
            seen.add(place)
        changes.append(change)
    return changes


def _change(request, language, line, key, found):
    """What one line would change; None where it says what the portal says."""
    change = Change(line)
    if key is None:
        change.problem = gettext("The first column was changed. Nobody knows which text this is.")
    elif key.language != language:
        change.problem = gettext("This line is for another language.")
    elif found is None:
        change.problem = gettext("This text belongs to another council, or it is no longer there.")
    if change.problem:
        return change
    page, row = found
    pair = next((pair for pair in pairs_of(row, language) if pair.name == key.name), None)
    change.name = str(row)
    if pair is None:
        change.problem = gettext("This text is no longer there in German.")
        return change
    change.pair, change.text = pair, normal(pair.field, line.text)
    is_same = fingerprint(change.text) in {pair.marks[pair.column], key.text}
    if not line.is_formula and (is_same or not change.text):
        return None
    change.problem = _problem(request, page, change, key)
    if not change.problem and key.german != pair.marks[pair.german_column]:
        change.made_from = key.german
        change.note = gettext("The German has changed since the table was made. It is stored as outdated.")
    return change


def _problem(request, page, change, key):
    pair = change.pair
    if change.line.is_formula:
        return gettext("This is a formula. Write it as text.")
    if pair.language not in page.languages(request, pair.row):
        return gettext("You may not change this.")
    if key.text != pair.marks[pair.column]:
        return gettext("Somebody changed this in the portal since the table was made.")
    try:
        pair.field.clean(change.text, pair.row)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def upload(request, site, council_id, *, language):
    """Reads a table, shows what differs, and stores it when just that was looked at."""
    council = work.council_at_work(request, council_id)
    work.check_language(request, council, language)
    form, changes, refusal = UploadForm(), None, ""
    if request.method == "POST" and request.POST.get("step") == "store":
        changes, refusal = _store(request, site, council, language)
        if changes is None and not refusal:
            return redirect("admin:translations", council.pk)
    elif request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                lines = bilingual.read(form.cleaned_data["file"].read(spreadsheets.LARGEST_FILE + 1), language)
                changes = plan(request, site, council, language, lines)
                refusal = _refusal(lines, changes)
            except spreadsheets.Unreadable as error:
                refusal = str(error)
    usable = [change for change in changes or [] if not change.problem]
    carried = json.dumps([[change.line.number, change.line.key, change.line.text] for change in usable])
    if len(carried) > MOST_CARRIED:
        refusal, usable = gettext("These are too many changes at once. Divide the table."), []
    status = 422 if refusal or form.errors else 200
    context = site.each_context(request) | {
        "title": gettext("Read in a table"),
        "council": council,
        "language": {"code": language, "name": LANGUAGE_NAMES[language]},
        "bidi": get_language_info(language)["bidi"],
        "form": form,
        "refusal": refusal,
        "is_read": changes is not None,
        "usable": usable,
        "left_out": [change for change in changes or [] if change.problem],
        "carried": carried,
        "previewed": _mark(usable),
        "is_reviewed": request.POST.get("reviewed") == "on",
    }
    return render(request, "admin/translations/table.html", context, status=status)


def _refusal(lines, changes):
    """Why the whole table is none of this council's."""
    if not lines:
        return gettext("There are no texts in this table.")
    strange = [change for change in changes if change.pair is None]
    if len(strange) == len(lines):
        return gettext("None of these texts belongs to this council. Is it the table of another one?")
    return ""


def _mark(changes):
    return fingerprint(json.dumps([change.mark for change in changes]))


def _store(request, site, council, language):
    """Store what was looked at; gives the changes anew, and why, where it is not that any more."""
    lines = _carried(request)
    reviewed = request.POST.get("reviewed") == "on"
    with transaction.atomic():
        _lock(site, request, lines)
        changes = plan(request, site, council, language, lines)
        if any(change.problem for change in changes) or _mark(changes) != request.POST.get("previewed"):
            return changes, gettext("Nothing is stored yet: this is new. Look at it, then store it.")
        rows = {}
        for change in changes:
            # Texts of one row are written into one object.
            row = rows.setdefault((change.pair.row._meta.label_lower, change.pair.row.pk), change.pair.row)
            change.pair.row = row
            state = TranslationState.REVIEWED if reviewed else TranslationState.MACHINE
            change.pair.write(change.text, state, change.made_from or None)
        for (label, _pk), row in rows.items():
            row.save()
            page = work.page_of(site, request, label)
            page.log_change(request, row, [{"changed": {"fields": [LANGUAGE_NAMES[language]]}}])
    count = len(changes)
    done = ngettext("{n} text is stored.", "{n} texts are stored.", count).format(n=count)
    messages.success(request, done)
    return None, ""


def _carried(request):
    """The lines that the preview carried; nothing where that is garbage."""
    try:
        sent = json.loads(request.POST.get("carried", ""))
        # What no page sends: halves of letters, and what no database takes.
        json.dumps(sent, ensure_ascii=False).encode()
        return [bilingual.Line(int(number), str(key), str(text).replace("\x00", "")) for number, key, text in sent]
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []


def _lock(site, request, lines):
    """Keep others from these rows until all is stored."""
    wanted = {}
    for line in lines:
        try:
            key = _Key(line.key)
        except ValueError:
            continue
        wanted.setdefault(key.label, set()).add(key.row)
    for page in work.pages(site, request):
        if ids := wanted.get(page.opts.label_lower):
            list(page.model.objects.select_for_update().filter(public_id__in=ids).order_by("pk").values_list("pk"))
