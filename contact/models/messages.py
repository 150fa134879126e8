"""A message, what was said on both sides, and what the office did with it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from contact.sealing import SealedTextField
from councils.models import Council

from .desk import Subject, Topic


class MessageQuerySet(models.QuerySet):
    def inbox(self):
        """What the office works on: neither in quarantine nor erased, the overdue and then the newest first."""
        return self.filter(quarantined_at__isnull=True)

    def quarantine(self):
        return self.filter(quarantined_at__isnull=False)

    def waiting(self):
        """What nobody has reacted to yet, or not to what the writer has said since."""
        return self.inbox().filter(reacted_at__isnull=True).exclude(state__in=Message.ENDED)


class Message(models.Model):
    """What somebody wrote to a council. When its time is over, the sealed columns are emptied and the row stays."""

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("message", "received")
        READ = "read", pgettext_lazy("message", "read")
        IN_PROGRESS = "in_progress", pgettext_lazy("message", "in progress")
        FORWARDED = "forwarded", pgettext_lazy("message", "forwarded")
        ANSWERED = "answered", pgettext_lazy("message", "answered")
        CLOSED = "closed", pgettext_lazy("message", "closed")
        TAKEN_BACK = "taken_back", pgettext_lazy("message", "taken back")

    class Way(models.TextChoices):
        RECEIPT = "receipt", pgettext_lazy("way of answering", "here, with my receipt")
        MAIL = "mail", pgettext_lazy("way of answering", "by e-mail")
        PHONE = "phone", pgettext_lazy("way of answering", "by phone")
        POST = "post", pgettext_lazy("way of answering", "by post")

    class Channel(models.TextChoices):
        FORM = "form", pgettext_lazy("channel", "form")
        PHONE = "phone", pgettext_lazy("channel", "phone call")
        COUNTER = "counter", pgettext_lazy("channel", "at the counter")
        FORWARDED = "forwarded", pgettext_lazy("channel", "from another council")
        MAIL = "mail", pgettext_lazy("channel", "e-mail")

    ENDED = (State.CLOSED, State.TAKEN_BACK)
    # Columns that hold what a person wrote or how to reach them.
    PERSONAL = ("text", "name", "email", "phone", "phone_times", "address", "forwarded_to_name")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    council = models.ForeignKey(Council, models.PROTECT, related_name="messages", verbose_name=_("council"))
    created = models.DateTimeField(_("received"), db_index=True)
    modified = models.DateTimeField(_("changed"))
    channel = models.CharField(_("came by"), max_length=10, choices=Channel.choices, default=Channel.FORM)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RECEIVED)

    subject = models.CharField(_("topic"), max_length=20, choices=Subject.choices, default=Subject.OTHER)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic of the council")
    )
    language = models.CharField(_("written in the form in"), max_length=10, choices=settings.LANGUAGES)
    answer_language = models.CharField(
        _("answer wished in"), max_length=60, help_text=_("A language of the portal or any other, by its name.")
    )
    way = models.CharField(_("answer wished"), max_length=10, choices=Way.choices, default=Way.RECEIPT)
    text = SealedTextField(_("message"), blank=True)
    name = SealedTextField(_("name of the writer"), blank=True)
    email = SealedTextField(_("e-mail"), blank=True)
    phone = SealedTextField(_("phone"), blank=True)
    phone_times = SealedTextField(_("good times to call"), blank=True)
    address = SealedTextField(_("postal address"), blank=True)
    # Whoever answers a letter that went to the address has shown that it is theirs.
    email_confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    may_forward = models.BooleanField(_("may be forwarded"), default=False)
    may_show_helper = models.BooleanField(_("a language helper may read it"), default=False)

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("works on it"),
    )
    due_on = models.DateField(_("first reaction due"), db_index=True)
    deputy_on = models.DateField(_("deputy is told"), db_index=True)
    deputy_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    # The reaction to what the writer said last: emptied when the writer says more. The first one stays.
    reacted_at = models.DateTimeField(_("reaction"), null=True, blank=True)
    first_reacted_at = models.DateTimeField(_("first reaction"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last answered"), null=True, blank=True)
    forwarded_at = models.DateTimeField(_("forwarded"), null=True, blank=True)
    forwarded_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="forwarded_from", verbose_name=_("forwarded as")
    )
    forwarded_to_name = SealedTextField(_("forwarded to"), blank=True)
    ended_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    scrubbed_at = models.DateTimeField(_("texts erased"), null=True, blank=True)
    quarantined_at = models.DateTimeField(_("in quarantine since"), null=True, blank=True)
    # Names of the rules that spoke, never what they saw.
    suspicions = models.JSONField(_("why in quarantine"), default=list, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
        ordering = ["-created", "-pk"]
        indexes = [models.Index(fields=["council", "state", "-created"], name="contact_message_inbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=False) | ~Q(way="mail") | ~Q(email=""),
                name="contact_message_mail_has_address",
                violation_error_message=_("An answer by e-mail needs an e-mail address."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=False) | ~Q(way="phone") | ~Q(phone=""),
                name="contact_message_phone_has_number",
                violation_error_message=_("An answer by phone needs a phone number."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=False) | ~Q(way="post") | ~Q(address=""),
                name="contact_message_post_has_address",
                violation_error_message=_("An answer by post needs a postal address."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=False) | ~Q(text=""),
                name="contact_message_has_text",
                violation_error_message=_("A message needs a text."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=True)
                | Q(text="", name="", email="", phone="", phone_times="", address="", forwarded_to_name=""),
                name="contact_message_scrubbed_is_empty",
                violation_error_message=_("An erased message holds no text."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "taken_back"], ended_at__isnull=False)
                | (~Q(state__in=["closed", "taken_back"]) & Q(ended_at__isnull=True)),
                name="contact_message_ended",
                violation_error_message=_("A closed message needs the moment it was closed, an open one has none."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="contact_message_answered",
                violation_error_message=_("An answered message needs the moment of its answer."),
            ),
            models.CheckConstraint(
                condition=~Q(state="forwarded") | Q(forwarded_at__isnull=False),
                name="contact_message_forwarded",
                violation_error_message=_("A forwarded message needs the moment it was forwarded."),
            ),
            models.CheckConstraint(
                condition=Q(scrubbed_at__isnull=True) | Q(state__in=["closed", "taken_back"]),
                name="contact_message_scrubbed_when_ended",
                violation_error_message=_("Only the texts of closed messages are erased."),
            ),
            models.CheckConstraint(
                condition=Q(deputy_on__gte=F("due_on")),
                name="contact_message_deputy_on",
                violation_error_message=_("The deputy is told after the first deadline, not before."),
            ),
        ]

    def __str__(self):
        # No name and no text: this stands in histories, titles and logs.
        return f"{capfirst(self._meta.verbose_name)} {self.pk}"

    @property
    def is_open(self):
        return self.state not in self.ENDED

    @property
    def is_waiting(self):
        """Whether the office has to react: for the first time, or once more."""
        return self.is_open and self.reacted_at is None

    @property
    def has_news(self):
        """Whether the office has reacted once and has to once more."""
        return self.is_waiting and self.first_reacted_at is not None

    def is_overdue(self, today):
        """Whether the promised reaction is late."""
        return self.is_waiting and self.due_on < today


class Entry(models.Model):
    """One turn of the conversation after the message itself: from the writer, or from the office."""

    class Side(models.TextChoices):
        WRITER = "writer", pgettext_lazy("conversation", "from the writer")
        OFFICE = "office", pgettext_lazy("conversation", "from the office")

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="entries", verbose_name=_("message"))
    side = models.CharField(_("from whom"), max_length=10, choices=Side.choices)
    created = models.DateTimeField(_("written"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    language = models.CharField(_("language"), max_length=60, blank=True)
    text = SealedTextField(_("text"), blank=True)
    # Of a mail that did not come from the writer's own address; also after somebody has let it in.
    sender = SealedTextField(_("from another e-mail address"), blank=True)
    # Makes a second sending of the same page harmless; empty for what came by mail or from the office.
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    # Message-ID of the mail it came in, so that one fetched twice is filed once.
    mail_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    quarantined_at = models.DateTimeField(_("in quarantine since"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("entry of a conversation"), _("entries of a conversation")
        ordering = ["created", "pk"]

    def __str__(self):
        return f"{self.get_side_display()}, {self.created:%Y-%m-%d %H:%M}"

    @property
    def told(self):
        """The text as whoever holds the receipt reads it: they may have given somebody else's address."""
        if self.mail_id and self.text:
            return gettext("Answered by e-mail. To protect whoever owns the address, the text is not shown here.")
        return self.text


class Note(models.Model):
    """What the office notes for itself; the writer never sees it."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="notes", verbose_name=_("message"))
    created = models.DateTimeField(_("written"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    text = SealedTextField(_("note"), blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("internal note"), _("internal notes")
        ordering = ["created", "pk"]

    def __str__(self):
        return f"{self.created:%Y-%m-%d %H:%M}"


class Event(models.Model):
    """That somebody read or changed a message: who and when, never what stood there."""

    class Kind(models.TextChoices):
        STORED = "stored", pgettext_lazy("event", "received")
        OPENED = "opened", pgettext_lazy("event", "read")
        LOOKED_UP = "looked_up", pgettext_lazy("event", "looked up with the receipt")
        STATE = "state", pgettext_lazy("event", "state changed")
        ASSIGNED = "assigned", pgettext_lazy("event", "assigned")
        NOTED = "noted", pgettext_lazy("event", "note written")
        ANSWERED = "answered", pgettext_lazy("event", "answered")
        WROTE_BACK = "wrote_back", pgettext_lazy("event", "writer wrote back")
        ADDRESS = "address", pgettext_lazy("event", "writer added an address")
        CONSENT = "consent", pgettext_lazy("event", "writer changed what is allowed")
        FORWARDED = "forwarded", pgettext_lazy("event", "forwarded")
        QUARANTINED = "quarantined", pgettext_lazy("event", "put into quarantine")
        RELEASED = "released", pgettext_lazy("event", "taken out of quarantine")
        EXPORTED = "exported", pgettext_lazy("event", "exported or printed")
        EMERGENCY = "emergency", pgettext_lazy("event", "read by emergency access")
        UNDELIVERED = "undelivered", pgettext_lazy("event", "a letter could not be delivered")
        TAKEN_BACK = "taken_back", pgettext_lazy("event", "taken back by the writer")
        SCRUBBED = "scrubbed", pgettext_lazy("event", "texts erased")

    message = models.ForeignKey(Message, models.CASCADE, related_name="events", verbose_name=_("message"))
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("when"), db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    # The new state, an account's number, a way: words of ours only.
    detail = models.CharField(_("detail"), max_length=60, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"


class EmergencyAccess(models.Model):
    """That an administrator opened a council's messages for a while: why, and told to the council at once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergency_accesses", verbose_name=_("who")
    )
    council = models.ForeignKey(Council, models.PROTECT, related_name="+", verbose_name=_("council"))
    reason = models.CharField(_("reason"), max_length=300)
    began_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name, verbose_name_plural = _("emergency access"), _("emergency accesses")
        ordering = ["-began_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="contact_emergencyaccess_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("began_at")),
                name="contact_emergencyaccess_in_order",
                violation_error_message=_("It ends after it began."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.council}"
