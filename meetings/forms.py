"""What people send who want to take part in a meeting."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contact.forms import HONEYPOT, OTHER, LanguageSelect, LineField, MailField, PhoneField, TextField, mended
from councils.dates import capfirst, long_date, say

from .models import Help
from .models.attendance import USUAL_DAYS
from .taking_part import Wish

LONGEST_TEXT = 2000
LONGEST_LANGUAGE = 60
# Whoever speaks German needs nobody who interprets.
NOT_INTERPRETED = {"de", "de-simple"}


class TakePartForm(forms.Form):
    """What somebody needs to take part in one meeting, and how to reach them.

    The fields of ``choices`` bear the names of their kinds; what goes with a kind begins with its name.
    """

    use_required_attribute = False

    interpreter_language = forms.ChoiceField(
        label=_("Which language do you speak?"), required=False, widget=LanguageSelect
    )
    interpreter_other = LineField(
        label=_("Which language?"), required=False, widget=forms.TextInput({"dir": "auto", "autocomplete": "off"})
    )
    sign_language_text = LineField(
        label=_("Which sign language?"), required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    child_care_text = LineField(
        label=_("How many children, and how old are they?"), required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    other_text = TextField(rows=3, longest=LONGEST_TEXT, label=_("What do you need?"), required=False)
    question_text = TextField(rows=4, longest=LONGEST_TEXT, label=_("Your question"), required=False)
    language = forms.ChoiceField(label=_("Language of the answer"), widget=LanguageSelect, choices=settings.LANGUAGES)
    email = MailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Phone number"), required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )  # fmt: skip
    name = LineField(
        label=_("Your name"), required=False, widget=forms.TextInput({"dir": "auto", "autocomplete": "name"})
    )

    # What goes with a kind: its column for words, and what is said where they are missing.
    WORDS = {
        Help.SIGN_LANGUAGE: ("sign_language_text", ""),
        Help.CHILD_CARE: ("child_care_text", ""),
        Help.OTHER: ("other_text", _("Write what you need.")),
        Help.QUESTION: ("question_text", _("Write your question.")),
    }
    OF_KIND = {
        Help.INTERPRETER: ("interpreter_language", "interpreter_other"),
        **{kind: (name,) for kind, (name, _missing) in WORDS.items()},
    }

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = {choice.kind: choice for choice in choices}
        asked = {
            kind: forms.BooleanField(label=capfirst(kind.label), required=False)
            for kind, choice in self.choices.items()
            if not choice.is_past or self._is_asked(kind)
        }
        for kind, names in self.OF_KIND.items():
            if kind not in asked:
                for name in names:
                    del self.fields[name]
        # In the order of the page, which the summary of what is wrong follows.
        ordered = {}
        for kind, field in asked.items():
            ordered |= {kind.value: field, **{name: self.fields[name] for name in self.OF_KIND.get(kind, ())}}
        self.fields = ordered | self.fields
        if "interpreter_language" in self.fields:
            spoken = [choice for choice in settings.LANGUAGES if choice[0] not in NOT_INTERPRETED]
            other = (OTHER, pgettext_lazy("language", "another language"))
            self.fields["interpreter_language"].choices = [("", "–"), *spoken, other]
            page = get_language()
            self.fields["interpreter_language"].initial = "" if page in NOT_INTERPRETED else page
        self.fields["language"].initial = get_language()

    def _is_asked(self, kind):
        """Whether it is ticked in what was sent: then it stays on the page, though its time may be over."""
        return bool((self.data if self.is_bound else self.initial).get(kind.value))

    def clean(self):
        cleaned = super().clean()
        kinds = [kind for kind in self.choices if cleaned.get(kind.value)]
        if not kinds and self.choices:
            self.add_error(next(iter(self._kind_names())), _("Choose what you need."))
        for kind in kinds:
            self._clean_kind(kind, cleaned)
        for kind, names in self.OF_KIND.items():
            if kind not in kinds:
                # What nobody asked for is not kept, and not asked again where it is wrong.
                for name in names:
                    cleaned[name] = ""
                    self._errors.pop(name, None)
        if not (cleaned.get("email") or cleaned.get("phone")) and not {"email", "phone"} & self._errors.keys():
            self.add_error("email", _("Write an e-mail address or a phone number."))
        return cleaned

    def _kind_names(self):
        return [name for name in self.fields if name in Help.values]

    def _clean_kind(self, kind, cleaned):
        if self.choices[kind].is_past:
            said = say(_("The last day to ask for this was: %(date)s."), date=long_date(self.choices[kind].last_day))
            self.add_error(kind.value, said)
        name, missing = self.WORDS.get(kind, ("", ""))
        if missing and not cleaned.get(name) and name not in self._errors:
            self.add_error(name, missing)
        if kind == Help.INTERPRETER:
            self._clean_interpreter(cleaned)

    def _clean_interpreter(self, cleaned):
        chosen = cleaned.get("interpreter_language")
        if chosen == "":
            self.add_error("interpreter_language", _("Choose a language."))
        elif chosen == OTHER and not cleaned.get("interpreter_other"):
            self.add_error("interpreter_other", _("Write which language you speak."))
        elif chosen != OTHER:
            cleaned["interpreter_other"] = ""
            self._errors.pop("interpreter_other", None)

    def wish(self):
        """What is asked for, as it is stored."""
        cleaned = self.cleaned_data
        needs = []
        for kind in self.choices:
            if not cleaned.get(kind.value):
                continue
            language = ""
            if kind == Help.INTERPRETER:
                language = cleaned["interpreter_other"][:LONGEST_LANGUAGE] or cleaned["interpreter_language"]
            name, _missing = self.WORDS.get(kind, ("", ""))
            needs.append((kind, language, cleaned[name] if name else ""))
        contact = {name: cleaned[name] for name in ("name", "email", "phone")}
        return Wish(language=cleaned["language"], needs=needs, **contact)

    # -- for the page -------------------------------------------------------------------------------------------------

    @property
    def rows(self):
        """What can be asked for: the field of each, the fields that go with it, and what there is to know."""
        return [
            {
                "field": self[kind.value],
                "choice": choice,
                "more": [self[name] for name in self.OF_KIND.get(kind, ())],
            }
            for kind, choice in self.choices.items()
            if kind.value in self.fields
        ]

    @property
    def past(self):
        """What it is too late to ask for."""
        return [choice for kind, choice in self.choices.items() if kind.value not in self.fields]


# All that the page sends: nothing else is looked at.
CARRIED = (*USUAL_DAYS, *TakePartForm.base_fields, HONEYPOT)
FIELDS = (*CARRIED, "token", "stamp", "step", "asked_in")


def typed(posted):
    """What the page sent, each field once and mended."""
    return {str(name): mended(posted[name]) for name in FIELDS if name in posted}
