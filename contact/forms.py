"""What people write to councils, made clean: what can be mended is mended, and only what cannot is asked again."""

import re
import sys
import unicodedata

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from councils.models.contact import PHONE_VALIDATOR
from councils.publishing import DIRECTION_OVERRIDES

from . import letters
from .conversation import Draft
from .models import Message, Occasion, Subject

LONGEST_TEXT = 10_000
LONGEST_LINE = 200
LONGEST_ADDRESS = 500
OTHER = "other"
# Control characters, but not tab and line break; marks that turn the direction of what follows; U+FFFE, U+FFFF.
_UNSEEN = DIRECTION_OVERRIDES | dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
)  # fmt: skip
_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029\x85]")
_MARKS = "".join(letter for letter in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(letter))
_HEAPED = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")
Way = Message.Way


def mended(text):
    """The text as it is kept: letters in their usual form, plain line breaks, nothing that is there but unseen.

    Of marks heaped on one letter no more than any script needs are kept: to put them in order takes the square of their
    number.
    """
    text = _HEAPED.sub(r"\1", _LINE_BREAK.sub("\n", text))
    return unicodedata.normalize("NFC", text).translate(_UNSEEN)


def says_nothing(text):
    """Whether there is nothing in it to read: blanks of all kinds, marks without a letter."""
    return all(unicodedata.category(letter)[0] in "ZC" or letter in "\u3164\u115f\u1160\u2800" for letter in text)


def typed(posted):
    """What a page of ours sent, each field once and mended."""
    return {name: mended(posted[name]) for name in FIELDS if name in posted}


def plain_digits(text):
    """Digits of every script as 0 to 9."""
    return "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in text)


class LineField(forms.CharField):
    """One line: a line break in it could begin a header of a mail, so it becomes a blank."""

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST_LINE, **kwargs)

    def to_python(self, value):
        text = " ".join(mended(value or "").split())
        return "" if says_nothing(text) else text


class PhoneField(LineField):
    default_validators = [PHONE_VALIDATOR]

    def to_python(self, value):
        return plain_digits(super().to_python(value))


class MailField(forms.EmailField):
    """A mail address; the field's own message says what a whole one looks like."""

    default_validators = [
        EmailValidator(_("Something in this e-mail address is missing or wrong. It looks like this: name@example.org"))
    ]

    def __init__(self, **kwargs):
        attributes = {"autocomplete": "email", "dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=254, widget=forms.EmailInput(attributes), **kwargs)

    def to_python(self, value):
        text = mended(value or "").strip()
        return "" if says_nothing(text) else text


class TextField(forms.CharField):
    """Several lines in any script."""

    def __init__(self, *, rows, longest=LONGEST_TEXT, attributes=None, **kwargs):
        # No maxlength: a browser would cut what is pasted without a word.
        self.longest = longest
        super().__init__(widget=forms.Textarea({"rows": rows, "dir": "auto"} | (attributes or {})), **kwargs)

    def to_python(self, value):
        text = mended(value or "").strip()
        return "" if says_nothing(text) else text

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            message = ngettext(
                "This is %(counter)s character too long.",
                "This is %(counter)s characters too long.",
                len(value) - self.longest,
            )
            raise forms.ValidationError(message, params={"counter": len(value) - self.longest})


class LanguageSelect(forms.Select):
    """Each language by its own name, which is in that language."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value in dict(settings.LANGUAGES):
            option["attrs"]["lang"] = value
        return option


class WriteForm(forms.Form):
    """A message to a council."""

    use_required_attribute = False

    topic = forms.ChoiceField(label=_("What is it about?"))
    text = TextField(
        rows=8, label=_("Your message"), error_messages={"required": _("Write what you want to tell the council.")}
    )
    answer_language = forms.ChoiceField(label=_("Language of the answer"), widget=LanguageSelect)
    other_language = LineField(
        label=_("Which language?"), required=False, widget=forms.TextInput({"dir": "auto", "autocomplete": "off"})
    )
    way = forms.ChoiceField(label=_("How would you like the answer?"), widget=forms.RadioSelect)
    email = MailField(label=_("E-mail address"), required=False)
    phone = PhoneField(
        label=_("Phone number"), required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )  # fmt: skip
    phone_times = LineField(
        label=_("When can the office call you?"), required=False,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )  # fmt: skip
    address = TextField(
        rows=3, longest=LONGEST_ADDRESS, label=_("Postal address"), required=False,
        attributes={"autocomplete": "street-address"},
    )  # fmt: skip
    name = LineField(
        label=_("Your name"), required=False, widget=forms.TextInput({"dir": "auto", "autocomplete": "name"})
    )
    may_forward = forms.BooleanField(
        label=_("The council may pass my message on to an office that can help me."), required=False
    )
    may_show_helper = forms.BooleanField(
        label=_("Somebody who speaks my language may read my message to translate it."), required=False
    )

    # What an answer on that way needs, and what is said where it is missing.
    NEEDED = {
        Way.MAIL: ("email", _("Write your e-mail address, or choose another way.")),
        Way.PHONE: ("phone", _("Write your phone number, or choose another way.")),
        Way.POST: ("address", _("Write your postal address, or choose another way.")),
    }
    BELONGS_TO = {"email": Way.MAIL, "phone": Way.PHONE, "phone_times": Way.PHONE, "address": Way.POST}

    def __init__(self, *args, topics=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.topics = {f"topic-{topic.pk}": topic for topic in topics}
        own = [(key, topic.label or topic.get_subject_display()) for key, topic in self.topics.items()]
        something_else = (Subject.OTHER.value, Subject.OTHER.label)
        if own and Subject.OTHER not in {topic.subject for topic in topics if not topic.label}:
            own.append(something_else)
        self.fields["topic"].choices = own or Subject.choices
        self.fields["topic"].initial = self.fields["topic"].choices[-1][0]
        self.fields["answer_language"].choices = [
            *settings.LANGUAGES,
            (OTHER, pgettext_lazy("language", "another language")),
        ]
        self.fields["answer_language"].initial = get_language()
        self.fields["way"].choices = [
            (value, label) for value, label in Way.choices if value != Way.MAIL or letters.mail_is_on()
        ]
        self.fields["way"].initial = Way.RECEIPT

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer_language") == OTHER and not cleaned.get("other_language"):
            self.add_error("other_language", _("Write in which language you would like the answer."))
        way = cleaned.get("way")
        # What is not needed for the answer is not kept, and not asked again where it is wrong.
        for name, belongs_to in self.BELONGS_TO.items():
            if way != belongs_to:
                cleaned[name] = ""
                self._errors.pop(name, None)
        if cleaned.get("answer_language") != OTHER:
            cleaned["other_language"] = ""
            self._errors.pop("other_language", None)
        if way in self.NEEDED:
            name, message = self.NEEDED[way]
            if name not in self._errors and not cleaned.get(name):
                self.add_error(name, message)
        return cleaned

    @property
    def subject(self):
        topic = self.topics.get(self.cleaned_data["topic"])
        return topic.subject if topic else self.cleaned_data["topic"]

    @property
    def answer_language_name(self):
        chosen = self.cleaned_data["answer_language"]
        return self.cleaned_data["other_language"] if chosen == OTHER else dict(settings.LANGUAGES)[chosen]

    def draft(self, suspicions=()):
        """The message as it is stored."""
        cleaned = self.cleaned_data
        other = cleaned["answer_language"] == OTHER
        kept = ("text", "way", "email", "phone", "phone_times", "address", "name", "may_forward", "may_show_helper")
        return Draft(
            language=get_language(),
            answer_language=cleaned["other_language"][:60] if other else cleaned["answer_language"],
            subject=self.subject,
            topic=self.topics.get(cleaned["topic"]),
            suspicions=list(suspicions),
            **{name: cleaned[name] for name in kept},
        )


# A field that people do not see and programs fill in.
HONEYPOT = "website"
# All that the pages send: nothing else is looked at.
FIELDS = (*WriteForm.base_fields, HONEYPOT, "token", "stamp", "step", "asked_in", "code")


class WriteBackForm(forms.Form):
    """More of the writer's words under a message."""

    use_required_attribute = False

    text = TextField(rows=6, label=_("Your message"), error_messages={"required": _("Write what you want to add.")})


class ConsentForm(forms.Form):
    """What the writer allows; both may be changed at any time (Article 7 (3) GDPR)."""

    may_forward = WriteForm.base_fields["may_forward"]
    may_show_helper = WriteForm.base_fields["may_show_helper"]


class AddressForm(forms.Form):
    """An e-mail address for the answer, left later."""

    use_required_attribute = False

    email = MailField(label=_("E-mail address"), error_messages={"required": _("Write your e-mail address.")})


class SubscriptionForm(forms.Form):
    """What somebody wants to hear of by mail, and in which language. Nothing is chosen beforehand."""

    use_required_attribute = False

    occasions = forms.MultipleChoiceField(
        label=_("What would you like to hear of?"), choices=Occasion.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the e-mails"), choices=settings.LANGUAGES, widget=LanguageSelect)


class SubscribeForm(SubscriptionForm):
    """The same with the address that the mails go to."""

    field_order = ("email",)

    email = MailField(label=_("E-mail address"), error_messages={"required": _("Write your e-mail address.")})

    def clean_email(self):
        address = self.cleaned_data["email"]
        if letters.plain_address(address) is None:
            raise forms.ValidationError(_("We cannot write to an address like this. Please use another one."))
        return address
