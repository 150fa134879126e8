from datetime import timedelta

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contact.sealing import SealedTextField


class LetterQuerySet(models.QuerySet):
    def due(self, now):
        """What is to be sent now, the longest waiting first; what a worker holds is left to it for a while.

        What there may be very many of comes last: one person's answer does not wait for a thousand notices.
        """
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
        is_last = Case(When(kind__in=[Letter.TO_OFFICE, Letter.NOTICE], then=1), default=0)
        return self.filter(free, state=Letter.State.WAITING, next_try_at__lte=now).order_by(
            is_last, "next_try_at", "pk"
        )

    def about(self, *references):
        """The letters about these things (UUIDs)."""
        return self.filter(reference__in=references)


class Letter(models.Model):
    """A mail on its way: written in the transaction of what it is about, sent later by the worker.

    What stands in it is sealed, and is erased as soon as it was sent or given up.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "waiting to be sent")
        SENT = "sent", pgettext_lazy("letter", "sent")
        BOUNCED = "bounced", pgettext_lazy("letter", "came back")
        FAILED = "failed", pgettext_lazy("letter", "cannot be delivered")
        GIVEN_UP = "given_up", pgettext_lazy("letter", "given up")

    # A worker that was killed keeps a letter from the others for this long.
    CLAIM = timedelta(minutes=5)

    # That a message waits. There may be as many of these as somebody sends messages.
    TO_OFFICE = "contact.office"
    # What subscribers get, each the same.
    NOTICE = "contact.notice"

    # "contact.answer", "meetings.reminder": whoever wrote the letter knows the kind and what the reference means.
    kind = models.CharField(_("kind"), max_length=60)
    reference = models.UUIDField(_("what it is about"), null=True, blank=True, db_index=True)
    recipient = SealedTextField(_("to"), blank=True)
    # Keyed hash of the address, for the limit of letters a day to one address.
    recipient_hash = models.CharField(max_length=64, db_index=True)
    language = models.CharField(_("language"), max_length=10)
    subject = SealedTextField(_("subject"), blank=True)
    body = SealedTextField(_("text"), blank=True)
    reply_to = SealedTextField(_("answers go to"), blank=True)
    # RFC 8058: where one click ends the subscription that brought the letter.
    unsubscribe = SealedTextField(blank=True)
    # What a notice tells of, by its public identifier: if that is public no more, the notice does not go out.
    announces = models.UUIDField(null=True, blank=True)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    created = models.DateTimeField(_("created"), db_index=True)
    next_try_at = models.DateTimeField(_("next try"))
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("sent or ended"), null=True, blank=True)
    # Code and kind of the last failure, never an address or a text.
    failure = models.CharField(_("last failure"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("letter"), _("letters")
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waiting"), name="contact_letter_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="contact_letter_ended",
                violation_error_message=_("A letter that is not waiting needs the moment it ended."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.created:%Y-%m-%d %H:%M}"


class Pulse(models.Model):
    """When each regular task of the worker last came to its end: its heartbeat."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
    # What the last run found, in numbers.
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name, verbose_name_plural = _("heartbeat"), _("heartbeats")

    def __str__(self):
        return self.name
