"""What every office page about published content shares: lists, forms, publishing and soft deletion."""

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from councils import previews, reviewing
from councils.accounts import audit
from councils.accounts.rights import INSIDERS, WRITERS, Right, rights
from councils.models import Council
from councils.partial_dates import PartialDateField, format_partial_date
from councils.publishing import Item, State
from councils.translation_state import (
    SOURCE_LANGUAGE,
    Translated,
    TranslationState,
    content_languages,
    kept_languages,
    translated_fields,
)

from .filters import CouncilFilter, DeletedFilter, ReviewFilter
from .history import HistoryPages
from .inlines import state_badge, stored_state
from .languages import LANGUAGE_NAMES, TO_REVIEW, language_tabs, states_by_language
from .reviewing import ReviewSteps, Step
from .scheduling import Scheduling
from .scope import Scoped, joined
from .seen import SeenAdmin

PUBLISHING = ("state", "publish_at", "unpublish_at")
KEPT = ("key", "first_published_at", "modified")
# The box of a form that says that its German was only put right.
CORRECTION = "_small_correction"


def address_of(row):
    """The German page that shows the row: its own, or that of what it belongs to; empty where there is none."""
    with translation.override(SOURCE_LANGUAGE):
        while row is not None:
            if address := getattr(row, "get_absolute_url", str)():
                return address if address.startswith("/") else address_of(row.parent)
            row = row.parent
    return ""


def address_on(name, council):
    """The German address of that page of the council."""
    with translation.override(SOURCE_LANGUAGE):
        return reverse(name, args=[council.slug])


def known_date_column(field):
    """A list's column for a partial date."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def column(row):
        return format_partial_date(getattr(row, field.name)) or "–"

    return column


def note_new_german(row, form, *, is_correction):
    """Where a form changes German that translations rest on: keep what it said, or note that it says the same."""
    for name in translated_fields(type(row)):
        german = build_localized_fieldname(name, SOURCE_LANGUAGE)
        before = form.initial.get(german) if german in form.changed_data else ""
        if before and is_correction:
            row.record_correction(name, before)
        elif before:
            row.keep_german(before)


class PublishedChangeList(ChangeList):
    """A list whose rows know whether the public sees them, for one query more."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        public = self.model.objects.published(timezone.now()).filter(pk__in=[row.pk for row in self.result_list])
        public = set(public.values_list("pk", flat=True))
        ready = reviewing.marked_as_ready(self.result_list)
        for row in self.result_list:
            row.is_public_now = row.pk in public
            row.is_ready = row.public_id in ready


class PublishedAdmin(Scheduling, ReviewSteps, HistoryPages, Scoped, SeenAdmin, admin.ModelAdmin):
    """Lists and forms of one kind of published content."""

    # What a new row is when nothing is said: parts of something are published with it, the rest begins as a draft.
    initial_state = State.DRAFT
    # What to join so that the row can say its name.
    named_by = ()
    # The council's page that shows these rows, by the name of its address; without one a row shows on its own page, or
    # on that of what it belongs to. None for what no page shows.
    shown_on = ""
    actions = ("publish", "publish_on", "withdraw", "restore")
    list_filter = ("state",)
    list_per_page = 50
    change_form_template = "admin/published_change_form.html"
    delete_confirmation_template = "admin/published_delete_confirmation.html"
    delete_selected_confirmation_template = "admin/published_delete_selected_confirmation.html"

    # -- who may ----------------------------------------------------------------------------------------------------

    def writes(self, request, row):
        """Whether the account may change all of the row; translators may change some of it."""
        return row.deleted_at is None and self.may_write(request, self.council_id_of(row), stored_state(row))

    def languages(self, request, row):
        """The languages whose texts the account may change in that row, or in a new one."""
        if row is None or self.writes(request, row):
            return content_languages()
        if self.superusers_only or row.deleted_at is not None or not translated_fields(self.model):
            return []
        return rights(request).translates(self.council_id_of(row))

    def has_module_permission(self, request):
        return rights(request).anywhere(*INSIDERS)

    def has_view_permission(self, request, obj=None):
        own = rights(request)
        if obj is None or own.everywhere:
            return own.anywhere(*INSIDERS)
        return own.has(self.council_id_of(obj), *INSIDERS)

    def has_add_permission(self, request):
        own = rights(request)
        return own.may_everywhere(Right.STRUCTURE) if self.superusers_only else own.anywhere(*WRITERS)

    def has_change_permission(self, request, obj=None):
        own = rights(request)
        if obj is None:
            return own.may_everywhere(Right.STRUCTURE) if self.superusers_only else own.anywhere(*INSIDERS)
        return bool(self.languages(request, obj))

    def has_delete_permission(self, request, obj=None):
        return self.has_add_permission(request) if obj is None else self.writes(request, obj)

    def has_publish_permission(self, request, obj=None):
        own = rights(request)
        if self.superusers_only:
            return own.may_everywhere(Right.STRUCTURE)
        return own.may(Right.PUBLISH) if obj is None else own.may(Right.PUBLISH, self.council_id_of(obj))

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """What somebody has typed is not lost when the row is theirs no more."""
        if request.method == "POST":
            raise PermissionDenied
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    # -- lists ------------------------------------------------------------------------------------------------------

    def get_queryset(self, request):
        shown = [name for name in self.list_display if isinstance(self._field(name), models.ForeignKey)]
        return joined(super().get_queryset(request), [*self.way_to_council, *self.named_by, *shown])

    def _field(self, name):
        return next((field for field in self.opts.fields if field.name == name), None)

    def get_changelist(self, request, **kwargs):
        return PublishedChangeList

    def get_list_display(self, request):
        own = rights(request)
        several = own.everywhere or len(own.councils(*INSIDERS)) > 1
        council = ["council_shown"] if several and self.council_path != "pk" else []
        open_ = ["translations_open"] if translated_fields(self.model) else []
        own_columns = [self._column(name) for name in self.list_display]
        return [*own_columns, *council, "state_shown", *open_, "changed_on", "on_site"]

    def _column(self, name):
        """The column of a list; a date as far as it is known reads as people write it."""
        field = self._field(name)
        return known_date_column(field) if isinstance(field, PartialDateField) else name

    def get_list_filter(self, request):
        council = [] if self.council_path == "pk" else [CouncilFilter]
        review = [] if self.superusers_only else [ReviewFilter]
        return [*council, *self.list_filter, *review, DeletedFilter]

    @admin.display(description=_("council"))
    def council_shown(self, row):
        return self.council_of(row).slug

    def get_ordering(self, request):
        """Rows that stand in an order of their own: by council first."""
        if self.ordering or not issubclass(self.model, Item):
            return super().get_ordering(request)
        return [f"{self.council_path}__slug", *self.model._meta.ordering]

    @admin.display(description=_("changed"), ordering="modified")
    def changed_on(self, row):
        return date_format(timezone.localtime(row.modified), "SHORT_DATE_FORMAT")

    @admin.display(description=_("state"), ordering="state")
    def state_shown(self, row):
        return state_badge(row, Step.OPEN.label if row.is_ready else "")

    @admin.display(description=_("translations"))
    def translations_open(self, row):
        """How many translations of the row are missing, unreviewed or outdated in the languages kept up."""
        by_language, kept = states_by_language(row), kept_languages(self.council_of(row))
        states = [state for code in kept for state in by_language[code]]
        parts = []
        for state, text in (
            (TranslationState.OUTDATED, gettext("{n} outdated")),
            (TranslationState.MACHINE, gettext("{n} to review")),
            (TranslationState.MISSING, gettext("{n} missing")),
        ):
            if count := states.count(state):
                parts.append(text.format(n=count))
        return ", ".join(parts) or gettext("complete")

    @admin.display(description=_("on the site"))
    def on_site(self, row):
        if not row.is_public_now or not (address := self.view_on_site(row)):
            return "–"
        label = gettext("View {name} on the site").format(name=row)
        return format_html('<a href="{}" aria-label="{}">{}</a>', address, label, gettext("view"))

    def view_on_site(self, obj):
        return address_of(obj) or None

    def page_of(self, row):
        """The German address of the page that shows the row, public or not; empty where there is none."""
        if not self.shown_on:
            return "" if self.shown_on is None else address_of(row)
        council = self.council_of(row)
        return address_on(self.shown_on, council) if council else ""

    def get_view_on_site_url(self, obj=None):
        """For what the public sees only: the page of a draft does not exist."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_published(timezone.now()) else None

    # -- forms ------------------------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        request.council_at_hand = self._council_at_hand(request, obj)
        form = super().get_form(request, obj, change=change, labels=self._labels(with_language=True), **kwargs)
        form.marked_languages = tuple(self.languages(request, obj))
        form.asks_about_twins = obj is None
        form.may_publish = staticmethod(lambda row: self.has_publish_permission(request, row))
        return form

    def _council_at_hand(self, request, obj):
        """The council that the form is about, as far as that is known before it is filled in."""
        if obj is not None:
            return self.council_id_of(obj)
        own, name = rights(request), self.parent_field
        chosen = name and (request.POST.get(name) or request.GET.get(name))
        if chosen and chosen.isdecimal():
            target = self.admin_site.get_model_admin(self.opts.get_field(name).related_model)
            if upper := target.get_queryset(request).filter(pk=chosen).first():
                return target.council_id_of(upper)
        writable = own.councils(*WRITERS)
        return next(iter(writable)) if len(writable) == 1 and not own.everywhere else None

    def get_changeform_initial_data(self, request):
        initial = {"state": self.initial_state}
        upper = self.parent_field and self.opts.get_field(self.parent_field)
        if upper and upper.related_model is Council and (at_hand := getattr(request, "council_at_hand", None)):
            initial[upper.name] = at_hand
        return initial | super().get_changeform_initial_data(request)

    def get_fieldsets(self, request, obj=None):
        """The declared fields, each text in every language that there is to see, and publishing at the end."""
        sections = []
        for name, options in self.fieldsets:
            if fields := self._columns(options["fields"], request, obj):
                sections.append((name, options | {"fields": fields}))
        last = [] if self._hides_state(request, obj) else list(PUBLISHING)
        last += ["position"] if issubclass(self.model, Item) else []
        if obj is not None:
            last += KEPT
        elif rights(request).everywhere:
            last += ["key"]
        return [*sections, (_("Publishing"), {"fields": last})] if last else sections

    def _columns(self, names, request, obj):
        translated = translated_fields(self.model)
        editable = self.languages(request, obj)
        columns = []
        for name in names:
            if name not in translated:
                columns.append(name)
                continue
            columns += [
                build_localized_fieldname(name, code)
                for code in content_languages()
                if code in editable or code == SOURCE_LANGUAGE or (not editable and obj.text_in(name, code))
            ]
        return columns

    def _hides_state(self, request, obj):
        """Authors make drafts; on a new row they are not asked for more."""
        return obj is None and not self.has_publish_permission(request)

    def get_readonly_fields(self, request, obj=None):
        fixed = [*super().get_readonly_fields(request, obj), "first_published_at", "modified"]
        if obj is None:
            return fixed
        fixed += ["key"] + ([self.parent_field] if self.parent_field else [])
        if not self.has_publish_permission(request, obj):
            fixed += PUBLISHING
        if not self.writes(request, obj):
            editable = {
                build_localized_fieldname(name, code)
                for name in translated_fields(self.model)
                for code in self.languages(request, obj)
            }
            everything = flatten_fieldsets(self.get_fieldsets(request, obj))
            fixed += [name for name in everything if name not in editable and name not in fixed]
        return fixed

    def get_prepopulated_fields(self, request, obj=None):
        return {}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        editable = self.languages(request, obj) if obj is None or self.has_change_permission(request, obj) else []
        if translated_fields(self.model) and len(editable) > 1:
            context["languages"] = language_tabs(editable, obj, obj and self.council_of(obj))
        if obj is not None and editable:
            tabs = language_tabs(editable, obj, self.council_of(obj))
            context["to_review"] = [tab for tab in tabs if tab["to_review"]]
            context["correctable"] = self.writes(request, obj)
            context["beside"] = self._beside(obj, editable)
        if obj is not None:
            context["preview"] = self.preview_of(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def preview_of(self, request, row, language=SOURCE_LANGUAGE):
        """The link to the page of what is not public yet, and its last day; None for all that needs or has no such."""
        now = timezone.now()
        is_over = row.unpublish_at is not None and row.unpublish_at <= now
        stays_hidden = is_over or row.deleted_at is not None or stored_state(row) == State.WITHDRAWN
        if stays_hidden or row.is_published(now) or not self.page_of(row):
            return None
        return {
            "address": previews.address_of(row, request.user, now, language),
            "until": timezone.localdate(now + previews.VALID),
            "base_url": settings.BASE_URL,
        }

    def _beside(self, row, editable):
        """Per language kept up, the page with the row's German beside its translation."""
        council = self.council_of(row)
        if council is None or not translated_fields(self.model):
            return []
        return [
            {
                "code": code,
                "name": LANGUAGE_NAMES[code],
                "address": reverse("admin:translation", args=[council.pk, code, self.opts.label_lower, row.pk]),
            }
            for code in kept_languages(council)
            if code in editable
        ]

    # -- writing ----------------------------------------------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """Write the row if the account may, and note which translations it has thereby reviewed."""
        if not change and not self.may_write(request, self.council_id_of(obj), obj.state):
            raise PermissionDenied
        if change and not self.has_change_permission(request, obj):
            raise PermissionDenied
        if obj.state != stored_state(obj) and not self.has_publish_permission(request, obj):
            raise PermissionDenied
        request.newly_published = obj.state == State.PUBLISHED and stored_state(obj) == State.DRAFT
        self._record_reviews(request, obj, form)
        super().save_model(request, obj, form, change)

    def _record_reviews(self, request, obj, form):
        # What the gate takes out of a text must not make its record wrong.
        obj._drop_overrides()
        note_new_german(obj, form, is_correction=CORRECTION in request.POST)
        editable = self.languages(request, obj if obj.pk else None)
        confirmed = set(request.POST.getlist("_reviewed")) & set(editable)
        changed = set(form.changed_data)
        for name in translated_fields(self.model):
            # Translators translate the German that they saw, which may not be the one that stands there by now.
            german = build_localized_fieldname(name, SOURCE_LANGUAGE)
            made_from = None if german in form.fields else form.seen.get(german)
            for code in set(editable) - {SOURCE_LANGUAGE}:
                written = build_localized_fieldname(name, code) in changed
                if written or (code in confirmed and obj.translation_state(name, code) in TO_REVIEW):
                    obj.record_translation(name, code, TranslationState.REVIEWED, made_from)

    def save_formset(self, request, form, formset, change):
        for part in formset.initial_forms:
            if part.has_changed() and isinstance(part.instance, Translated):
                note_new_german(part.instance, part, is_correction=CORRECTION in request.POST)
        super().save_formset(request, form, formset, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if request.newly_published:
            self._report_parts(request, self.publish_parts(form.instance))
        self._report_hidden(request, [form.instance])

    def publish_parts(self, row, now=None):
        """Publish the drafts that stand below a row in its form, and below these; return how many there were."""
        drafts, now = self.drafts_below([row]), now or timezone.now()
        for draft in drafts:
            draft.publish(now)
        return len(drafts)

    def drafts_below(self, rows):
        """The drafts that these rows mention or that stand below them in their form, and below these.

        They are published with them.
        """
        found = [draft for row in rows for draft in self._mentioned_drafts(row)]
        for inline in self.inlines if rows else ():
            link = next(field for field in inline.model._meta.fields if field.related_model is self.model)
            below = self.admin_site.get_model_admin(inline.model)
            drafts = inline.model.objects.present().filter(**{f"{link.name}__in": rows}, state=State.DRAFT)
            drafts = list(joined(drafts, [*below.way_to_council, *inline.model.mentions]))
            found += [*drafts, *below.drafts_below(drafts)]
        return found

    def _mentioned_drafts(self, row):
        """Such as the picture of a news item, as far as they are of the same council."""
        for name in row.mentions:
            other = getattr(row, name)
            if other is None or other.state != State.DRAFT or other.deleted_at is not None:
                continue
            if self.admin_site.get_model_admin(type(other)).council_id_of(other) == self.council_id_of(row):
                yield other

    def delete_model(self, request, obj):
        obj.remove()
        audit.record_deletion(obj)

    def delete_queryset(self, request, queryset):
        rows = list(queryset)
        queryset.remove()
        for row in rows:
            audit.record_deletion(row)

    def get_deleted_objects(self, objs, request):
        """What a soft deletion takes away: the rows themselves; what belongs to them is only hidden with them."""
        objs = list(objs)
        names = [f"{capfirst(self.opts.verbose_name)}: {obj}" for obj in objs]
        refused = any(not self.has_delete_permission(request, obj) for obj in objs)
        return names, {self.opts.verbose_name_plural: len(objs)}, {self.opts.verbose_name} if refused else set(), []

    # -- actions ----------------------------------------------------------------------------------------------------

    def response_action(self, request, queryset):
        """What is chosen in a list; what no list offers is refused."""
        if not all(pk.isascii() and pk.isdecimal() for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().response_action(request, queryset)

    @admin.action(description=_("Publish selected entries"), permissions=["publish"])
    def publish(self, request, queryset):
        def act(rows):
            drafts = list(rows.filter(state=State.DRAFT))
            rows.publish()
            self._report_parts(request, sum(self.publish_parts(row) for row in drafts))

        self._act(request, queryset, act, ngettext("{n} entry published.", "{n} entries published.", queryset.count()))

    @admin.action(description=_("Withdraw selected entries"), permissions=["publish"])
    def withdraw(self, request, queryset):
        if queryset.filter(state=State.DRAFT).exists():
            self.message_user(request, gettext("A draft was never public: nothing to withdraw."), messages.ERROR)
            return
        done = ngettext("{n} entry withdrawn.", "{n} entries withdrawn.", queryset.count())
        self._act(request, queryset, lambda rows: rows.withdraw(), done)

    @admin.action(description=_("Bring back selected deleted entries"), permissions=["delete"])
    def restore(self, request, queryset):
        def act(rows):
            for row in rows:
                row.deleted_at = None
                row.save()

        done = ngettext("{n} entry is back.", "{n} entries are back.", queryset.count())
        self._act(request, queryset, act, done, may=self._may_restore)

    def _may_restore(self, request, row):
        return self.may_write(request, self.council_id_of(row), row.state)

    def _act(self, request, queryset, act, done, may=None):
        """Do one thing to all of the rows, or nothing at all where one of them refuses."""
        may = may or self.has_publish_permission
        rows = list(queryset)
        if refused := [row for row in rows if not may(request, row)]:
            message = gettext("Nothing changed: you may not do this to “{name}”.").format(name=refused[0])
            self.message_user(request, message, messages.ERROR)
            return
        pks = [row.pk for row in rows]
        rows = self.get_queryset(request).filter(pk__in=pks)
        try:
            with transaction.atomic():
                act(rows)
                for row in rows:
                    self.log_change(request, row, [{"changed": {"fields": ["state"]}}])
        except (IntegrityError, ValidationError):
            message = gettext("Nothing changed: one of the entries is not complete. Open it to see what is missing.")
            self.message_user(request, message, messages.ERROR)
            return
        self.message_user(request, done.format(n=len(pks)), messages.SUCCESS)
        self._report_hidden(request, rows)

    def _report_parts(self, request, count):
        if count:
            text = ngettext(
                "{n} draft that belongs to it was published with it.",
                "{n} drafts that belong to it were published with it.",
                count,
            )
            self.message_user(request, text.format(n=count), messages.INFO)

    def _report_hidden(self, request, rows):
        """Say what keeps a published row from showing, or from showing whole."""
        now = timezone.now()
        for row in rows:
            if row.state != State.PUBLISHED or row.deleted_at:
                continue
            mentioned = [getattr(row, name) for name in row.mentions]
            if hidden := [upper for upper in row.ancestors() if not upper.is_published(now)]:
                text = gettext("“{name}” does not show yet: “{upper}” is not public.")
            elif hidden := [other for other in mentioned if other and not other.is_published(now)]:
                text = gettext("“{name}” shows without “{upper}”, which is not public.")
            if hidden:
                self.message_user(request, text.format(name=row, upper=hidden[0]), messages.WARNING)
