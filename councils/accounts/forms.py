"""Signing in to the office: name, password, and the code of the second factor for those who have one."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import second_factor

CODE_INPUT = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}


class CodeForm(forms.Form):
    """One code, from the app or from the list of recovery codes."""

    code = forms.CharField(label=_("Code"), max_length=20, widget=forms.TextInput(attrs=CODE_INPUT))

    def clean_code(self):
        return second_factor.tidy(self.cleaned_data["code"])


class SignInForm(AdminAuthenticationForm):
    """Name and password, and a code where the account has a second factor."""

    code = forms.CharField(
        label=_("Code from your app"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs=CODE_INPUT),
        help_text=_("Only if you have set up a second factor; a recovery code works too."),
    )

    error_messages = AdminAuthenticationForm.error_messages | {
        "code_missing": _("This account has a second factor: enter the code from your app as well."),
        "code_wrong": _("The code is not valid. Wait for the next one, or use a recovery code."),
    }

    def clean(self):
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and second_factor.is_set_up(user):
            code = second_factor.tidy(self.cleaned_data.get("code", ""))
            if not code:
                raise ValidationError(self.error_messages["code_missing"], code="code_missing")
            device = second_factor.accepting_device(user, code)
            if device is None:
                # Counts as a failed login, so that codes cannot be tried out either.
                credentials = {"username": user.get_username()}
                user_login_failed.send(sender=__name__, credentials=credentials, request=self.request)
                raise ValidationError(self.error_messages["code_wrong"], code="code_wrong")
            # django-otp reads this when the login is complete.
            user.otp_device = device
        return cleaned
