"""The log as people read it: what accounts and rights note, and beside it who read messages, which messages note."""

import heapq
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contact.models import EmergencyAccess, Event, Message
from councils.accounts.audit import MARKS
from councils.accounts.rights import Right, rights
from councils.admin.forms import DateInput
from councils.admin.languages import LANGUAGE_NAMES
from councils.models import AuditEntry, Council, Editor

from .names import name_of

PER_PAGE = 50
MOST_PAGES = 400

Kind = AuditEntry.Kind
# What can be asked for, and which kinds that are: of the log, of messages, of emergency accesses.
GROUPS = {
    "sign_in": (_("sign-ins"), {Kind.SIGNED_IN, Kind.SIGN_IN_FAILED}, set()),
    "rights": (
        _("rights and accounts"),
        {*AuditEntry.ABOUT_RIGHTS, Kind.ACCOUNT_MADE, Kind.ACCOUNT_DELETED, Kind.PASSWORD_CHANGED},
        set(),
    ),
    "factor": (_("second factors"), {Kind.FACTOR_SET_UP, Kind.FACTOR_REMOVED, Kind.CODES_MADE}, set()),
    "read": (_("messages read"), {Kind.BARRIER_READ}, {Event.Kind.OPENED, Event.Kind.EMERGENCY}),
    "exported": (_("exports"), {Kind.EXPORTED}, {Event.Kind.EXPORTED}),
    "erased": (_("deletions"), {Kind.DELETED, Kind.ERASED}, {Event.Kind.SCRUBBED}),
}
EMERGENCY = "emergency"
EVENTS = set().union(*(events for _name, _kinds, events in GROUPS.values()))
# What the marks on an account are called; the log keeps the short word.
MARK_NAMES = {
    "superuser": _("superuser"),
    "staff": pgettext_lazy("log", "may enter the office"),
    "active": pgettext_lazy("log", "account is open"),
}


class Line(NamedTuple):
    """One thing that happened, from whichever table."""

    at: datetime
    table: str
    kind: str
    account_id: int | None
    subject_id: int | None
    council_id: int | None
    detail: str


class AuditForm(forms.Form):
    """What to show of the log."""

    what = forms.ChoiceField(label=_("What"), required=False)
    council = forms.ModelChoiceField(Council.objects.none(), label=_("Council"), required=False, empty_label=_("all"))
    account = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Who or whose"), required=False, empty_label=_("all")
    )
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput)

    def __init__(self, data, *, own, **kwargs):
        super().__init__(data, **kwargs)
        councils, accounts = Council.objects.order_by("slug"), get_user_model().objects.order_by("username")
        if own.may_everywhere(Right.RECORDS):
            self.fields["what"].choices = [
                ("", _("all")),
                *((key, name) for key, (name, _kinds, _events) in GROUPS.items()),
                (EMERGENCY, _("emergency access")),
            ]
        else:
            mine = own.councils_where(Right.TEAM)
            councils = councils.filter(pk__in=mine)
            accounts = accounts.filter(editorships__council__in=mine).distinct()
            del self.fields["what"]
        self.fields["council"].queryset, self.fields["account"].queryset = councils, accounts


@require_safe
def page(request, site):
    own = rights(request)
    form = AuditForm(request.GET, own=own)
    asked = form.cleaned_data if form.is_valid() else {}
    number = asked.get("page") or 1
    lines = _lines(own, asked, number * PER_PAGE + 1) if form.is_valid() else []
    shown = lines[(number - 1) * PER_PAGE : number * PER_PAGE]
    query = request.GET.copy()
    query.pop("page", None)
    context = site.each_context(request) | {
        "title": gettext("Log"),
        "form": form,
        "rows": _in_words(shown),
        "everything": own.may_everywhere(Right.RECORDS),
        "newer": number - 1,
        "older": number + 1 if len(lines) > number * PER_PAGE and number < MOST_PAGES else 0,
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/accounts/log.html", context)


def _lines(own, asked, number):
    """The newest so many of all tables, as far as the account may see them."""
    log = _of_log(asked)
    if not own.may_everywhere(Right.RECORDS):
        log = log.filter(kind__in=AuditEntry.ABOUT_RIGHTS, council__in=own.councils_where(Right.TEAM))
        return list(log[:number])
    merged = heapq.merge(
        log[:number], _of_messages(asked)[:number], _of_emergencies(asked)[:number],
        key=lambda line: line.at, reverse=True,
    )  # fmt: skip
    return list(merged)[:number]


class _Rows:
    """A table's rows as lines of the log, with what was asked for."""

    def __init__(self, rows, asked, at, account, council):
        if chosen := asked.get("council"):
            rows = rows.filter(**{council: chosen})
        if asked.get("since"):
            rows = rows.filter(**{f"{at}__gte": _midnight(asked["since"])})
        if asked.get("until"):
            rows = rows.filter(**{f"{at}__lt": _midnight(asked["until"] + timedelta(days=1))})
        if (chosen := asked.get("account")) and account:
            rows = rows.filter(**{account: chosen})
        self.rows = rows.order_by(f"-{at}", "-pk")
        self.make = None

    def filter(self, **condition):
        self.rows = self.rows.filter(**condition)
        return self

    def as_lines(self, table, *columns):
        self.make = lambda rows: (Line(at, table, *values) for at, *values in rows.values_list(*columns))
        return self

    def __getitem__(self, part):
        return self.make(self.rows[part])


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _of_log(asked):
    rows = AuditEntry.objects.all()
    if what := asked.get("what"):
        rows = rows.filter(kind__in=GROUPS[what][1] if what in GROUPS else ())
    if account := asked.get("account"):
        rows = rows.filter(account=account) | rows.filter(subject=account)
    found = _Rows(rows, asked, "at", None, "council")
    return found.as_lines("log", "at", "kind", "account_id", "subject_id", "council_id", "detail")


def _of_messages(asked):
    what = asked.get("what")
    kinds = EVENTS if not what else GROUPS[what][2] if what in GROUPS else ()
    found = _Rows(Event.objects.filter(kind__in=kinds), asked, "at", "user", "message__council")
    found.make = lambda rows: (
        Line(at, "message", kind, user, None, council, str(message))
        for at, kind, user, council, message in rows.values_list(
            "at", "kind", "user_id", "message__council_id", "message_id"
        )
    )
    return found


def _of_emergencies(asked):
    wanted = asked.get("what") in {None, "", EMERGENCY}
    rows = EmergencyAccess.objects.all() if wanted else EmergencyAccess.objects.none()
    found = _Rows(rows, asked, "began_at", "user", "council")
    found.make = lambda rows: (
        Line(at, EMERGENCY, EMERGENCY, user, None, council, "")
        for at, user, council in rows.values_list("began_at", "user_id", "council_id")
    )
    return found


# -- in words ---------------------------------------------------------------------------------------------------------


def _in_words(lines):
    """Each line with the names of who, whose and where, in two queries for all."""
    keys = {key for line in lines for key in (line.account_id, line.subject_id) if key}
    accounts = get_user_model().objects.in_bulk(keys)
    councils = Council.objects.with_places(timezone.now()).in_bulk(
        {line.council_id for line in lines if line.council_id}
    )

    def name(key):
        if not key:
            return ""
        return name_of(accounts[key]) if key in accounts else gettext("former account {n}").format(n=key)

    return [
        {
            "at": line.at,
            "what": _what(line),
            "who": name(line.account_id),
            "whose": name(line.subject_id) if line.subject_id != line.account_id else "",
            "council": councils[line.council_id].name_and_place if line.council_id in councils else "",
            "detail": _detail(line),
        }
        for line in lines
    ]


def _what(line):
    if line.table == EMERGENCY:
        return gettext("emergency access")
    kinds = Kind if line.table == "log" else Event.Kind
    return kinds(line.kind).label


def _detail(line):
    """What the short words of a table mean."""
    word, _blank, rest = line.detail.partition(" ")
    if line.table == "message":
        return f"{capfirst(Message._meta.verbose_name)} {word}"
    if word in MARKS.values():
        return MARK_NAMES[word]
    if word in Editor.Role.values:
        languages = ", ".join(LANGUAGE_NAMES.get(code, code) for code in rest.split(",") if code)
        label = Editor.Role(word).label
        return f"{label} ({languages})" if languages else label
    if "." in word:
        app, _dot, model = word.partition(".")
        try:
            word = capfirst(apps.get_model(app, model)._meta.verbose_name)
        except LookupError:
            return line.detail
        return f"{word} {rest}".strip()
    return line.detail


admin.site.add_page(
    name="log", route="log/", view=page, title=_("Log"),
    may=lambda own: own.may_everywhere(Right.RECORDS) or own.may(Right.TEAM),
)  # fmt: skip
