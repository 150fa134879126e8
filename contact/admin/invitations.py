"""The office pages of invitations: for who answers for a council, and for those who are invited."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.forms import UserCreationForm
from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contact import invitations, letters
from contact.models import Letter
from councils.accounts.rights import TEAM_ROLES, Right, rights
from councils.admin.languages import LANGUAGE_NAMES
from councils.models import Council, Editor, Invitation
from councils.translation_state import content_languages

from .names import name_of

Role = Editor.Role


class InvitationForm(forms.ModelForm):
    """Whom to invite, to what; only roles and councils that the account may give."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput({"dir": "ltr", "class": "vTextField"}))
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For translators: the languages they write. Empty means all."),
    )

    own = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            return
        may = list(Role) if self.own.may_everywhere(Right.ACCOUNTS) else TEAM_ROLES
        self.fields["roles"].choices = [(role.value, role.label) for role in may]
        self.fields["languages"].choices = [(code, LANGUAGE_NAMES[code]) for code in content_languages()[1:]]

    def clean_email(self):
        email = self.cleaned_data["email"]
        if not letters.mail_is_on():
            raise ValidationError(_("The portal sends no mail yet, so nobody can be invited. Ask the operator."))
        if not letters.may_have_another(email, timezone.now()):
            raise ValidationError(_("This address had several letters today. Try again tomorrow."))
        return email

    def clean(self):
        cleaned = super().clean()
        council, roles = cleaned.get("council"), cleaned.get("roles") or []
        if Role.PORTAL_EDITOR in roles and (council or len(roles) > 1):
            self.add_error("roles", _("Portal editors have no council and no other role; invite them by themselves."))
        elif roles and Role.PORTAL_EDITOR not in roles and not council:
            self.add_error("council", _("Choose the council."))
        elif not all(self.own.may_give(role, council and council.pk) for role in roles):
            self.add_error("roles", _("You cannot give this role."))
        if Role.TRANSLATOR not in roles:
            cleaned["languages"] = []
        return cleaned


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    form = InvitationForm
    list_display = ("who", "council", "roles_shown", "state_shown", "expires_at", "inviter")
    list_display_links = None
    list_select_related = ("council", "invited_by")
    fields = ("email", "council", "roles", "languages", "language")
    sortable_by = ()
    view_on_site = False
    actions = ("withdraw",)

    # -- who may ----------------------------------------------------------------------------------------------------

    def has_module_permission(self, request):
        return rights(request).may(Right.TEAM)

    def has_view_permission(self, request, obj=None):
        own = rights(request)
        if obj is None or own.may_everywhere(Right.TEAM):
            return own.may(Right.TEAM)
        return obj.council_id in own.councils_where(Right.TEAM)

    def has_add_permission(self, request):
        return rights(request).may(Right.TEAM)

    def has_change_permission(self, request, obj=None):
        """What was sent is not changed; a wrong one is withdrawn."""
        return False

    def has_withdraw_permission(self, request):
        return rights(request).may(Right.TEAM)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        letter = Letter.objects.filter(reference=OuterRef("public_id")).values("state")[:1]
        rows, own = super().get_queryset(request).annotate(letter_state=Subquery(letter)), rights(request)
        return rows if own.may_everywhere(Right.TEAM) else rows.filter(council__in=own.councils_where(Right.TEAM))

    def lookup_allowed(self, lookup, value, request):
        return False

    # -- the list ---------------------------------------------------------------------------------------------------

    @admin.display(description=_("e-mail address"))
    def who(self, row):
        return row.email or "–"

    @admin.display(description=_("roles"))
    def roles_shown(self, row):
        return ", ".join(str(Role(role).label) for role in row.roles)

    @admin.display(description=_("state"))
    def state_shown(self, row):
        if row.accepted_at:
            return gettext("accepted")
        if row.withdrawn_at:
            return gettext("withdrawn")
        if row.expires_at <= timezone.now():
            return gettext("expired")
        if row.letter_state:
            return gettext("open; letter: {state}").format(state=Letter.State(row.letter_state).label)
        return gettext("open")

    @admin.display(description=_("invited by"))
    def inviter(self, row):
        return name_of(row.invited_by) if row.invited_by else "–"

    @admin.action(description=_("Withdraw selected invitations"), permissions=["withdraw"])
    def withdraw(self, request, queryset):
        own, done = rights(request), 0
        for row in queryset:
            try:
                if all(own.may_give(role, row.council_id) for role in row.roles):
                    invitations.withdraw(row)
                    done += 1
            except invitations.NotOpen:
                continue
        text = ngettext("{n} invitation withdrawn.", "{n} invitations withdrawn.", done).format(n=done)
        self.message_user(request, text, messages.SUCCESS if done else messages.WARNING)

    # -- inviting -----------------------------------------------------------------------------------------------------

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.own = rights(request)
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "council":
            own, rows = rights(request), Council.objects.present().order_by("slug")
            if not own.may_everywhere(Right.TEAM):
                rows = rows.filter(pk__in=own.councils_where(Right.TEAM))
                kwargs["initial"] = rows.first()
            kwargs["queryset"] = rows
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "council" and not rights(request).may_everywhere(Right.ACCOUNTS):
            field.required, field.help_text = True, ""
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the admin's links that add, change or delete a council."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return _without_links(field)

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_continue": False, "show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def get_changeform_initial_data(self, request):
        return {"language": request.user.language}

    def save_model(self, request, obj, form, change):
        invitations.invite(obj, request.user)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(
            request, gettext("The invitation is on its way. Its link works once, within 7 days."), messages.SUCCESS
        )
        return self.response_post_save_add(request, obj)


def _without_links(field):
    if field is not None and hasattr(field.widget, "can_add_related"):
        field.widget = field.widget.widget
    return field


# -- for those who are invited ----------------------------------------------------------------------------------------


class NewAccountForm(UserCreationForm):
    """The account of somebody who has none yet."""

    class Meta:
        model = get_user_model()
        fields = ("username", "first_name", "last_name")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, site, token):
    """Take on what one was invited to: with the account one is signed in with, or with a new one."""
    try:
        invitation = invitations.find(token, timezone.now())
        with translation.override(invitation.language):
            return _answer(request, site, invitation)
    except invitations.NotOpen:
        with translation.override(settings.LANGUAGE_CODE):
            return _show(request, site, gettext("This invitation is over"), status=410)


def _answer(request, site, invitation):
    known = request.user if site.has_permission(request) else None
    form = None if known else NewAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (known or form.is_valid()):
        user = invitations.accept(invitation, lambda row: known or _new_account(form, row))
        if not known:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, gettext("Welcome. From now on you see here what you work on."))
        return redirect("admin:index")
    return _show(
        request, site, gettext("You are invited"), invitation=invitation, form=form, known=known and name_of(known),
        roles=[Role(role).label for role in invitation.roles], inviter=name_of(invitation.invited_by),
    )  # fmt: skip


def _show(request, site, title, status=200, **context):
    context = site.each_context(request) | {"title": title, "has_permission": False} | context
    response = render(request, "admin/accounts/invitation.html", context, status=status)
    response.headers["Content-Language"] = translation.get_language()
    return response


def _new_account(form, invitation):
    user = form.save(commit=False)
    user.email, user.language, user.is_staff = invitation.email, invitation.language, True
    user.save()
    return user


admin.site.add_open_page("invitation/<slug:token>/", page, "invitation")
