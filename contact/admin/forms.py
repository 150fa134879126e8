"""What the office fills in: one small form per step of a conversation, and the whole of a message for somebody else."""

from dataclasses import replace

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact import conversation, letters, text_blocks
from contact.forms import LineField, TextField, WriteForm
from contact.models import Message, Note, Subject, Topic
from councils.admin.forms import RowChoiceField
from councils.models import Council

from .names import OWN_NAMES, language_choices, name_of

WITH_RECEIPT = _("with the receipt only")


def label_of(model, name):
    """The words of a column as a label; they turn into a language only on the page."""
    return capfirst(model._meta.get_field(name).verbose_name)


class StepForm(forms.Form):
    """What one step of a conversation is filled in with."""

    def __init__(self, *args, message, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.message, self.now = message, now

    def typed(self):
        """What somebody has filled in, whether it is valid or not."""
        return {name: self[name].data for name in self.changed_data if self[name].html_name in self.data}


class AnswerForm(StepForm):
    """Blocks of text in the writer's language, and one's own words before the closing formula."""

    language = forms.ChoiceField(label=capfirst(_("language")), choices=language_choices)
    blocks = forms.MultipleChoiceField(
        label=capfirst(_("blocks of text")), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = TextField(
        label=_("Own words"), rows=6, required=False,
        help_text=_("They stand before the closing words, as you write them."),
    )  # fmt: skip

    def __init__(self, *args, message, initial=None, **kwargs):
        wished = message.answer_language
        language = wished if wished in OWN_NAMES else message.language
        super().__init__(*args, message=message, initial={"language": language} | (initial or {}), **kwargs)
        chosen = self["language"].value()
        language = chosen if chosen in OWN_NAMES else language
        self.fields["blocks"].choices = text_blocks.choices(message.council, self.now, language)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("blocks") and not cleaned.get("text"):
            raise ValidationError(gettext("Choose a block of text or write something."))
        return cleaned

    def parts(self):
        """The answer as it will be sent."""
        chosen, language = self.cleaned_data["blocks"], self.cleaned_data["language"]
        return text_blocks.passages(chosen, language, self.message.council, self.now, self.cleaned_data["text"])


class StateForm(StepForm):
    """A step that the table of states has."""

    state = forms.ChoiceField(label=label_of(Message, "state"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        by_hand = conversation.by_hand(self.message)
        choices = [choice for choice in Message.State.choices if choice[0] in by_hand]
        self.fields["state"].choices = choices
        # What the browser sends of a list that nobody touched.
        self.fields["state"].initial = choices[0][0] if choices else None


class UserChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return name_of(user)


class AssignForm(StepForm):
    """To one of those who read the council's messages."""

    assigned_to = UserChoiceField(
        get_user_model().objects.none(), label=label_of(Message, "assigned_to"), required=False
    )

    def __init__(self, *args, message, initial=None, **kwargs):
        initial = {"assigned_to": message.assigned_to_id} | (initial or {})
        super().__init__(*args, message=message, initial=initial, **kwargs)
        readers = conversation.readers(message.council).values("user")
        self.fields["assigned_to"].queryset = get_user_model().objects.filter(pk__in=readers).order_by("username")


class NoteForm(StepForm):
    note = TextField(label=label_of(Note, "text"), rows=3)


class ForwardForm(StepForm):
    """To another council here, or to an office by its name."""

    council = RowChoiceField(Council.objects.none(), label=label_of(Message, "council"), required=False)
    office = LineField(
        label=_("Or another office"), required=False, widget=forms.TextInput({"dir": "auto"}),
        help_text=_("The writer sees this name. Hand the message over yourself."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        passed = [council.pk for council in conversation.passed(self.message)]
        self.fields["council"].queryset = conversation.open_councils(self.now).exclude(pk__in=passed)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and bool(cleaned.get("council")) == bool(cleaned.get("office")):
            raise ValidationError(gettext("Choose a council or write the name of an office."))
        return cleaned


class EnterForm(WriteForm):
    """A message that somebody tells the office by phone or at the counter: what the public form asks, and who asks."""

    # What makes a second sending of the same page harmless.
    token = forms.RegexField(r"^[\w-]{22}$", widget=forms.HiddenInput)
    council = RowChoiceField(Council.objects.none(), label=label_of(Message, "council"))
    channel = forms.ChoiceField(label=label_of(Message, "channel"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the person"), choices=language_choices,
        help_text=_("The receipt is in this language."),
    )  # fmt: skip

    CHANNELS = (Message.Channel.PHONE, Message.Channel.COUNTER)
    # The public form speaks to the writer; the office reads what the columns are called.
    COLUMNS = ("text", "way", "email", "phone", "phone_times", "address", "name", "may_forward", "may_show_helper")
    NEEDED = {
        Message.Way.MAIL: ("email", _("An answer by e-mail needs an e-mail address.")),
        Message.Way.PHONE: ("phone", _("An answer by phone needs a phone number.")),
        Message.Way.POST: ("address", _("An answer by post needs a postal address.")),
    }

    field_order = ("token", "council", "channel", "language", "topic", "text")

    def __init__(self, *args, councils, now, **kwargs):
        super().__init__(*args, **kwargs)
        open_to = conversation.open_councils(now).filter(pk__in=councils)
        self.fields["council"].queryset = open_to
        if len(councils) == 1:
            self.fields["council"].initial = open_to.first()
        self.fields["channel"].choices = [choice for choice in Message.Channel.choices if choice[0] in self.CHANNELS]
        self.fields["channel"].initial = Message.Channel.PHONE
        self.fields["language"].initial = self.fields["answer_language"].initial
        wished, other = self.fields["answer_language"], self.fields["answer_language"].choices[-1]
        # The office reads these languages by their names in its own, so no option is in that language as a whole.
        wished.widget = forms.Select()
        wished.required, wished.initial, wished.choices = False, "", [("", "–"), *language_choices(), other]
        wished.help_text = _("Only if it is another language.")
        if not letters.mail_is_on():
            del self.fields["email"]
        for name in self.fields.keys() & set(self.COLUMNS):
            self.fields[name].label = label_of(Message, name)
        self.fields["text"].error_messages["required"] = _("A message needs a text.")
        self.fields["way"].choices = [
            (value, WITH_RECEIPT if value == Message.Way.RECEIPT else label)
            for value, label in self.fields["way"].choices
        ]
        self._offer_topics(Topic.objects.published(now).filter(council__in=councils).select_related("council"))

    def _offer_topics(self, topics):
        """The usual topics, and those of each council under its name."""
        self.topics = {f"topic-{topic.pk}": topic for topic in topics.order_by("council__slug", "position", "pk")}
        groups = {}
        for key, topic in self.topics.items():
            groups.setdefault(str(topic.council), []).append((key, topic.label or topic.get_subject_display()))
        self.fields["topic"].label = label_of(Message, "subject")
        self.fields["topic"].choices = [*Subject.choices, *groups.items()]
        self.fields["topic"].initial = Subject.OTHER

    def clean(self):
        cleaned = super().clean()
        cleaned["answer_language"] = cleaned.get("answer_language") or cleaned.get("language")
        topic = self.topics.get(cleaned.get("topic"))
        if topic and topic.council != cleaned.get("council"):
            self.add_error("topic", gettext("This topic is another council's."))
        return cleaned

    def draft(self):
        cleaned = self.cleaned_data
        return replace(super().draft(), language=cleaned["language"], channel=cleaned["channel"])
