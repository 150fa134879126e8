"""The office pages of registrations: who takes part, what they need, the sheet for the evening, the way in online.

For those who write for the council that keeps the meeting, and for nobody else: a superuser sees them only where they
are entered as one of these.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contact import receipts
from contact.admin.names import REASONS, language_choices, language_name
from contact.models import Letter
from councils.accounts import audit
from councils.accounts.rights import Right, rights
from meetings import sentences, taking_part
from meetings.forms import TakePartForm
from meetings.models import AccessLink, Help, Meeting, Need, Registration
from meetings.taking_part import NotAllowed

from .meeting import page_links

QUARANTINE, ENDED = "quarantine", "ended"
State = Need.State


def coming(councils, now):
    """The meetings to come of these councils."""
    return Meeting.objects.present().filter(keeper__in=councils).not_over(now).soonest_first()


def links_of(request, meeting):
    """From the meeting's own office page to who takes part in it, for those who may see that."""
    links = []
    if meeting.keeper_id in rights(request).councils_where(Right.REGISTRATIONS):
        address = f"{reverse('admin:meetings_registration_changelist')}?meeting={meeting.pk}"
        links += [
            (address, gettext("Registrations")),
            (reverse("admin:meetings_registration_sheet", args=[meeting.pk]), gettext("Sheet for the evening")),
        ]
    if meeting.mode in taking_part.ONLINE and meeting.keeper_id in rights(request).councils_where(Right.WAY_IN):
        key = AccessLink.objects.filter(meeting=meeting).values_list("pk", flat=True).first()
        address = f"{reverse('admin:meetings_accesslink_add')}?meeting={meeting.pk}"
        if key:
            address = reverse("admin:meetings_accesslink_change", args=[key])
        links.append((address, gettext("Online access")))
    return links


page_links.append(links_of)


# -- lists ------------------------------------------------------------------------------------------------------------


class MeetingFilter(admin.SimpleListFilter):
    """By meeting, as far as there is something kept of it."""

    title, parameter_name = _("meeting"), "meeting"

    def lookups(self, request, model_admin):
        kept = Registration.objects.filter(scrubbed_at__isnull=True, meeting__keeper__in=model_admin.councils(request))
        rows = Meeting.objects.filter(pk__in=kept.values("meeting")).select_related("keeper").soonest_first()
        return [(meeting.pk, model_admin.name_of(request, meeting)) for meeting in rows]

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(meeting=value) if value and value.isdecimal() and len(value) < 19 else queryset


class ListFilter(admin.SimpleListFilter):
    """Who takes part; what was put aside; what was cancelled or is erased."""

    title, parameter_name = _("list"), "list"

    def lookups(self, request, model_admin):
        return [(QUARANTINE, _("Quarantine")), (ENDED, _("Cancelled or erased"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("Registered")}, *others]

    def queryset(self, request, queryset):
        if self.value() == QUARANTINE:
            return queryset.filter(quarantined_at__isnull=False, scrubbed_at__isnull=True)
        if self.value() == ENDED:
            return queryset.filter(scrubbed_at__isnull=False)
        return queryset.filter(quarantined_at__isnull=True, scrubbed_at__isnull=True)


class RegistrationList(ChangeList):
    """A list whose rows know which of their needs wait for a place."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        is_open = {row.meeting_id: row.meeting for row in self.result_list if _asks(row)}
        waiting = taking_part.waiting(*is_open.values())
        for row in self.result_list:
            row.waiting = waiting


def _asks(row):
    return any(need.state == State.ASKED for need in row.needs.all())


class OwnCouncilsAdmin(admin.ModelAdmin):
    """Seen, made and changed by those who themselves are entered for it in the council that keeps the meeting."""

    right = None

    def councils(self, request):
        return rights(request).councils_where(self.right)

    def has_module_permission(self, request):
        return bool(self.councils(request))

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request) if obj is None else obj.meeting.keeper_id in self.councils(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)


@admin.register(Registration)
class RegistrationAdmin(OwnCouncilsAdmin):
    """Lists without names, the page of each registration, entering one for a caller, the sheet for the evening."""

    right = Right.REGISTRATIONS
    list_display = ("__str__", "meeting_shown", "asked_for", "language_shown", "received")
    list_filter = (ListFilter, MeetingFilter)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = ("confirm",)
    view_on_site = False
    change_list_template = "admin/meetings/registration_list.html"

    # -- who may ----------------------------------------------------------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Without the sealed columns: a list needs no key."""
        rows = Registration.objects.filter(meeting__keeper__in=self.councils(request)).select_related("meeting__keeper")
        return rows.defer(*Registration.PERSONAL).prefetch_related(Prefetch("needs", Need.objects.defer("text")))

    def row_of(self, request, object_id):
        """The registration, for who may see it; to all others there is none."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        return row

    def meeting_of(self, request, key):
        """The meeting, for who may see who comes to it; to all others there is none."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        rows = Meeting.objects.select_related("keeper", "venue").filter(keeper__in=self.councils(request))
        if not (str(key).isdecimal() and len(str(key)) < 19) or (row := rows.filter(pk=key).first()) is None:
            raise Http404
        return row

    # -- lists ------------------------------------------------------------------------------------------------------

    def get_changelist(self, request, **kwargs):
        return RegistrationList

    def get_ordering(self, request):
        """The next meetings first, and whoever came first before the others."""
        return ["-meeting__held_on", "created", "pk"]

    def lookup_allowed(self, lookup, value, request):
        """Nothing but the filters: a question about a sealed or hashed column is none."""
        return lookup in {"list", "meeting"}

    def changelist_view(self, request, extra_context=None):
        aside = request.GET.get("list") == QUARANTINE
        kept = Registration.objects.filter(scrubbed_at__isnull=True, meeting__keeper__in=self.councils(request))
        chosen = request.GET.get("meeting", "")
        more = {
            "title": gettext("Quarantine") if aside else gettext("Registrations"),
            "in_quarantine": aside,
            "quarantine_count": kept.filter(quarantined_at__isnull=False).count(),
            "chosen": chosen if chosen.isdecimal() and len(chosen) < 19 else "",
        }
        return super().changelist_view(request, more | (extra_context or {}))

    def name_of(self, request, meeting):
        """The meeting by its day; with its council where the account handles several."""
        several = len(self.councils(request)) > 1
        return f"{meeting} ({meeting.keeper.slug})" if several else str(meeting)

    @admin.display(description=_("meeting"))
    def meeting_shown(self, row):
        return str(row.meeting)

    @admin.display(description=pgettext_lazy("what somebody needs", "asked for"))
    def asked_for(self, row):
        shown = [_shown(need, row.waiting) for need in row.needs.all()]
        line = '<span class="need">{what} <span class="state is-{state}">{label}</span></span>'
        return format_html_join("", line, shown)

    @admin.display(description=_("language"))
    def language_shown(self, row):
        return language_name(row.language)

    @admin.display(description=_("received"))
    def received(self, row):
        return date_format(timezone.localtime(row.created), "SHORT_DATETIME_FORMAT")

    @admin.action(description=_("Confirm all that is asked for"), permissions=["change"])
    def confirm(self, request, queryset):
        """What waits for a place waits on."""
        number = 0
        for row in list(queryset):
            open_ones = taking_part.open_needs(row)
            try:
                changed = taking_part.decide(row, {need.pk: State.CONFIRMED for need in open_ones})
            except NotAllowed:
                continue
            if changed:
                number += 1
                self.log_change(request, row, [{"changed": {"fields": [str(Need._meta.verbose_name_plural)]}}])
        told = ngettext("{n} registration confirmed.", "{n} registrations confirmed.", number)
        self.message_user(request, told.format(n=number), messages.SUCCESS)

    # -- one registration -------------------------------------------------------------------------------------------

    def get_urls(self):
        sheet = self.admin_site.admin_view(self.sheet_view)
        return [path("sheet/<str:key>/", sheet, name="meetings_registration_sheet"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return RegistrationPage(self, request, self.row_of(request, object_id)).respond()

    def history_view(self, request, object_id, extra_context=None):
        self.row_of(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def page(self, request, name, title, **context):
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": title} | context
        return render(request, f"admin/meetings/registration{name}.html", context)

    # -- for the evening --------------------------------------------------------------------------------------------

    def sheet_view(self, request, key):
        """Who comes and which help, on one sheet; how to reach them is not on it, because paper lies about."""
        meeting = self.meeting_of(request, key)
        rows = list(Registration.objects.standing().filter(meeting=meeting).in_order().prefetch_related("needs"))
        waiting = taking_part.waiting(meeting)
        for row in rows:
            row.shown = [_shown(need, waiting) for need in row.needs.all()]
            row.language_name = language_name(row.language)
        audit.record(
            audit.Kind.EXPORTED, council_id=meeting.keeper_id, detail=f"{meeting._meta.label_lower} {meeting.pk}"
        )
        title = gettext("Who comes: {meeting}").format(meeting=meeting)
        return self.page(
            request, "_sheet", title, meeting=meeting, counts=_counts(rows, waiting), number=len(rows),
            rows=[row for row in rows if not row.scrubbed_at], erased=any(row.scrubbed_at for row in rows),
        )  # fmt: skip

    # -- for somebody else ------------------------------------------------------------------------------------------

    def add_view(self, request, form_url="", extra_context=None):
        """Enter what somebody says by phone or at the counter; the answer is their receipt, shown this once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now, title = timezone.now(), gettext("Enter a registration")
        if not (key := request.GET.get("meeting")):
            rows = coming(self.councils(request), now).published(now).select_related("keeper")
            rows = [(row.pk, self.name_of(request, row)) for row in rows if taking_part.takes_requests(row, now)]
            return self.page(request, "_choose", title, meetings=rows)
        meeting = self.meeting_of(request, key)
        # The office knows what it can still arrange.
        choices = [replace(choice, is_past=False) for choice in taking_part.choices(meeting, now)]
        data = request.POST if request.method == "POST" else None
        form = EnterForm(data, choices=choices, initial={"token": receipts.new_token()})
        refused, used = not choices, False
        if data is not None and choices and form.is_valid():
            token, wish = form.cleaned_data["token"], form.wish()
            try:
                stored = taking_part.store(meeting, wish, token, now)
            except NotAllowed:
                refused = True
            else:
                if stored.is_new or taking_part.says_the_same(stored.registration, wish):
                    if stored.is_new:
                        self.log_addition(request, stored.registration, [{"added": {}}])
                    return self._receipt(request, stored)
                # Gone back to, and filled in for somebody else: that is one of its own, with its own receipt.
                used, data = True, data.copy()
                data["token"] = receipts.new_token()
                form = EnterForm(data, choices=choices)
        return self.page(request, "_enter", title, form=form, meeting=meeting, refused=refused, used=used)

    def _receipt(self, request, stored):
        language = stored.registration.language
        with translation.override(language):
            link = settings.BASE_URL + reverse("contact:messages")
        return self.page(
            request, "_receipt", str(stored.registration), original=stored.registration, link=link, language=language,
            meeting=stored.registration.meeting,
            direction="rtl" if translation.get_language_info(language)["bidi"] else "ltr",
            groups=receipts.grouped(stored.code).split("-"), drawing=receipts.drawing(f"{link}#{stored.code}"),
        )  # fmt: skip


def _what(need):
    """What was asked for; a language as the office calls it, which has to find somebody who speaks it."""
    label = capfirst(need.get_kind_display())
    return f"{label}: {sentences.isolated(language_name(need.language))}" if need.language else label


def _shown(need, waiting):
    """A need as the office reads it."""
    is_waiting = need.pk in waiting
    return {
        "need": need,
        "what": _what(need),
        "state": "waiting" if is_waiting else need.state,
        "label": gettext("on the waiting list") if is_waiting else need.get_state_display(),
    }


def _counts(rows, waiting):
    """How many asked for what, and how it stands: for each kind a label, its number confirmed, open and waiting."""
    counts = {kind: Counter() for kind in Help}
    for row in rows:
        for need in row.needs.all():
            counts[need.kind]["waiting" if need.pk in waiting else need.state] += 1
    return [
        {
            "label": capfirst(kind.label),
            "confirmed": count[State.CONFIRMED],
            "asked": count[State.ASKED],
            "waiting": count["waiting"],
            "not_possible": count[State.NOT_POSSIBLE],
        }
        for kind, count in counts.items()
        if count
    ]


class DecideForm(forms.Form):
    """What the office says to each thing that was asked for."""

    def __init__(self, *args, needs, **kwargs):
        super().__init__(*args, **kwargs)
        for need in needs:
            states = [choice for choice in State.choices if need.kind != Help.PLACE or choice[0] != State.NOT_POSSIBLE]
            self.fields[f"need-{need.pk}"] = forms.ChoiceField(
                label=_what(need), choices=states, initial=need.state, widget=forms.RadioSelect
            )

    def decisions(self):
        return {int(name.removeprefix("need-")): state for name, state in self.cleaned_data.items()}


class RegistrationPage:
    """One request for the page of a registration."""

    def __init__(self, model_admin, request, row):
        self.admin, self.request, self.key = model_admin, request, row.pk

    def respond(self):
        form = None
        if self.request.method == "POST" and (step := self.request.POST.get("step")):
            row = self._row()
            form = DecideForm(self.request.POST, needs=row.needs.all()) if step == "decide" else None
            if row.modified != self._seen():
                self._refuse(gettext("somebody changed this registration meanwhile. See what is new, then try again."))
            elif form is None or form.is_valid():
                try:
                    self._take(step, row, form)
                except NotAllowed:
                    self._refuse(gettext("this does not fit the state of the registration."))
                else:
                    return redirect(self.request.path)
            form = form if form is not None and form.errors else None
        return self._show(form)

    def _row(self):
        rows = Registration.objects.select_related("meeting__keeper").prefetch_related("needs")
        return rows.get(pk=self.key)

    def _seen(self):
        try:
            return datetime.fromisoformat(self.request.POST.get("seen", ""))
        except ValueError:
            return None

    def _refuse(self, why):
        messages.error(self.request, gettext("Nothing was sent or saved: {why}").format(why=why))

    def _take(self, step, row, form):
        match step:
            case "decide":
                now = timezone.now()
                told = self._decided(row, taking_part.decide(row, form.decisions(), now), now)
            case "quarantine":
                taking_part.quarantine(row)
                told = gettext("The registration is in quarantine.")
            case "release":
                taking_part.release(row)
                told = gettext("The registration is out of quarantine.")
            case "cancel":
                taking_part.cancel(row)
                told = gettext("The registration is cancelled and erased.")
            case _:
                raise NotAllowed
        self.admin.log_change(self.request, row, [{"changed": {"fields": [step]}}])
        messages.success(self.request, told)

    @staticmethod
    def _decided(row, changed, now):
        if not any(need.state != State.ASKED for need in changed):
            return gettext("Saved.")
        if Letter.objects.about(row.public_id).filter(kind=taking_part.DECISION, created=now).exists():
            return gettext("Saved. A letter tells them by e-mail.")
        # Nothing personal here: this stands in a cookie until the next page.
        return gettext("Saved. They have to be told: please call or write.")

    def _show(self, form):
        row = self._row()
        waiting = taking_part.waiting(row.meeting)
        sent = Letter.objects.about(row.public_id).filter(kind__in=taking_part.TO_ASKERS).order_by("-created", "-pk")
        form = form or DecideForm(needs=row.needs.all())
        return self.admin.page(
            self.request, "", str(row), original=row, row=row, meeting=row.meeting, seen=row.modified.isoformat(),
            needs=[_shown(need, waiting) | {"field": form[f"need-{need.pk}"]} for need in row.needs.all()],
            language=language_name(row.language), reasons=[REASONS.get(name, name) for name in row.suspicions],
            letter=sent.values("created", "state", "failure").first(),
            letter_state=next((Letter.State(state).label for state in sent.values_list("state", flat=True)[:1]), ""),
            is_open=not (row.cancelled_at or row.scrubbed_at or row.quarantined_at), has_view_permission=True,
        )  # fmt: skip


class EnterForm(TakePartForm):
    """A registration that somebody tells the office: what the public form asks, and how it came."""

    # What makes a second sending of the same page harmless.
    token = forms.RegexField(r"^[\w-]{22}$", widget=forms.HiddenInput)
    channel = forms.ChoiceField(label=capfirst(Registration._meta.get_field("channel").verbose_name))

    CHANNELS = (Registration.Channel.PHONE, Registration.Channel.COUNTER)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [
            choice for choice in Registration.Channel.choices if choice[0] in self.CHANNELS
        ]
        language = self.fields["language"]
        language.widget, language.choices = forms.Select(), language_choices()
        language.label, language.initial = _("Language of the person"), "de"
        language.help_text = _("The receipt is in this language.")
        for name in Registration.PERSONAL:
            self.fields[name].label = capfirst(Registration._meta.get_field(name).verbose_name)
        self.fields["email"].help_text = _("An e-mail address or a phone number is enough.")
        if "interpreter_language" in self.fields:
            self.fields["interpreter_language"].label = _("Interpreter for")
            self.fields["interpreter_language"].initial = ""
        self.order_fields(["token", "channel", "language"])

    def wish(self):
        wish = super().wish()
        wish.channel = self.cleaned_data["channel"]
        return wish


# -- the way in -------------------------------------------------------------------------------------------------------


class AccessLinkForm(forms.ModelForm):
    url = forms.URLField(
        label=capfirst(AccessLink._meta.get_field("url").verbose_name), required=False, assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField", "dir": "ltr", "autocomplete": "off"}),
        help_text=_("Shown only with the receipts of those whose online access is confirmed."),
    )  # fmt: skip

    def clean_url(self):
        url = self.cleaned_data["url"]
        if url and not url.startswith(("https://", "http://")):
            raise ValidationError(gettext("A link begins with https://."))
        return url

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not (cleaned.get("url") or cleaned.get("more")):
            raise ValidationError(gettext("Enter a link, or a number to dial in."))
        return cleaned


@admin.register(AccessLink)
class AccessLinkAdmin(OwnCouncilsAdmin):
    """How to join: written by editors, in no list and no history."""

    right = Right.WAY_IN
    form = AccessLinkForm
    list_display = ("meeting_shown", "shown_from")
    fields = ("meeting", "url", "more", "shown_minutes")
    actions = None
    view_on_site = False
    sortable_by = ()
    ordering = ("-meeting__held_on", "pk")

    def has_delete_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(meeting__keeper__in=self.councils(request))
        return rows.select_related("meeting").defer("url", "more")

    def lookup_allowed(self, lookup, value, request):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("meeting",) if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = coming(self.councils(request), timezone.now()).filter(mode__in=taking_part.ONLINE)
        kwargs["queryset"] = rows.filter(access__isnull=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("meeting"))
    def meeting_shown(self, row):
        return str(row.meeting)

    @admin.display(description=_("shown from"))
    def shown_from(self, row):
        minutes = row.shown_minutes
        return ngettext("{n} minute before", "{n} minutes before", minutes).format(n=minutes)

    def response_post_save_add(self, request, obj):
        """To the meeting, whose next step it is."""
        return redirect("admin:meetings_meeting_change", obj.meeting_id)

    response_post_save_change = response_post_save_add
