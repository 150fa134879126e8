"""Accounts and editorships: for superusers only."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from councils.accounts import second_factor
from councils.accounts.rights import Right, rights
from councils.models import Editor, User
from councils.translation_state import content_languages

from .forms import SearchBox, name_the_chosen
from .inlines import NamedFields, name_deletion
from .languages import LANGUAGE_NAMES
from .seen import SEEN, SeenAdmin, SeenForm, SeenFormSet, SeenRow


class SuperusersOnly:
    """Pages that nobody else sees."""

    def has_module_permission(self, request):
        return rights(request).may_everywhere(Right.ACCOUNTS)

    def has_view_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.ACCOUNTS)

    def has_add_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.ACCOUNTS)

    def has_change_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.ACCOUNTS)

    def has_delete_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.ACCOUNTS)


class EditorForm(SeenForm):
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For translators: the languages they write. Empty means all."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = [(code, LANGUAGE_NAMES[code]) for code in content_languages()[1:]]


class RoleForm(SeenRow):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_chosen(self)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.instance._state.adding:
            self.errors.pop("id", None)
            text = gettext("Somebody else deleted this row meanwhile. Delete it here too, or write it as a new row.")
            self.add_error(None, text)
        return cleaned


class EditorFormSet(SeenFormSet):
    def gone(self, keys):
        there = Editor.objects.filter(pk__in=keys).values_list("pk", flat=True)
        return [Editor(pk=key, user=self.instance) for key in keys.difference(there)]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        name_deletion(form)


class EditorInline(NamedFields, SuperusersOnly, admin.TabularInline):
    model = Editor
    form = RoleForm
    formset = EditorFormSet
    fields = ("council", "role", SEEN)
    autocomplete_fields = ("council",)
    show_change_link = True
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "council")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "council":
            kwargs["widget"] = SearchBox(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AccountForm(SeenForm, UserChangeForm):
    """An account; nobody can lock themselves out of administration by accident."""

    acting = None

    def clean_oidc_subject(self):
        # Empty is nobody, and nobody may be there more than once.
        return self.cleaned_data["oidc_subject"] or None

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk == self.acting.pk and not all(
            cleaned.get(name) for name in ("is_active", "is_staff", "is_superuser")
        ):
            raise forms.ValidationError(gettext("You cannot take these rights from yourself."))
        return cleaned


@admin.register(User)
class AccountAdmin(SuperusersOnly, SeenAdmin, UserAdmin):
    form = AccountForm
    list_display = ("username", "first_name", "last_name", "email", "is_active", "is_superuser", "has_second_factor")
    list_filter = ("is_active", "is_staff", "is_superuser", "editorships__role")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language", "weekly_mail")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "has_second_factor", "oidc_subject")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "language", "usable_password", "password1", "password2", "is_staff"),
            },
        ),
    )
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "has_second_factor")
    inlines = (EditorInline,)
    actions = ("remove_second_factor",)

    def get_queryset(self, request):
        shown = TOTPDevice.objects.filter(user_id=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(second_factor_set_up=Exists(shown))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.acting = request.user
        return form

    def get_changeform_initial_data(self, request):
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    @admin.display(description=_("second factor"), boolean=True)
    def has_second_factor(self, account):
        return account.second_factor_set_up

    @admin.action(description=_("Remove the second factor (phone lost)"), permissions=["change"])
    def remove_second_factor(self, request, queryset):
        for account in queryset:
            second_factor.take_away(account)
            self.log_change(request, account, [{"changed": {"fields": ["second factor"]}}])
        count = len(queryset)
        done = ngettext("{n} account has no second factor now.", "{n} accounts have no second factor now.", count)
        self.message_user(request, done.format(n=count), messages.SUCCESS)


@admin.register(Editor)
class EditorAdmin(SuperusersOnly, SeenAdmin, admin.ModelAdmin):
    stands_alone = True
    form = EditorForm
    list_display = ("user", "council", "role", "languages_shown")
    list_filter = ("role",)
    list_select_related = ("user", "council")
    search_fields = ("user__username", "user__last_name", "council__slug", "council__name_de")
    autocomplete_fields = ("user", "council")
    fields = ("user", "council", "role", "languages", "checked_on")
    change_form_template = "admin/searching_change_form.html"
    readonly_fields = ("checked_on",)

    @admin.display(description=_("languages"))
    def languages_shown(self, editor):
        if editor.role != Editor.Role.TRANSLATOR:
            return "–"
        return ", ".join(LANGUAGE_NAMES[code] for code in editor.languages) or gettext("all")
