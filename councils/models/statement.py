from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.partial_dates import PartialDateField
from councils.publishing import Item, german_required, in_order, unique_key
from councils.richtext import RichTextField

from .council import Council, Source, Subject
from .term import Term


class Statement(Item):
    """Something a council says of itself: a task, a principle, a goal, a step of its history, an answer."""

    class Kind(models.TextChoices):
        ABOUT = "about", _("about the council")
        TASK = "task", _("task")
        PRINCIPLE = "principle", _("guiding principle")
        GOAL = "goal", _("goal")
        MISSION = "mission", _("mission statement")
        HISTORY = "history", _("history")
        PARTICIPATION = "participation", _("how to take part")
        QUESTION = "question", _("question and answer")
        FACT = "fact", _("fact")

    published_through = ("council", "term")
    mentions = ("source",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="statements", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    subject = models.CharField(
        _("instead of the shared text"), max_length=20, blank=True, choices=Subject.choices,
        help_text=_("Only for a question: shows in place of the text that all councils of this kind share."),
    )  # fmt: skip
    # The German of the shared text as it was when this one was written: later differences are told on the desk.
    compared_with = models.TextField(blank=True, editable=False)
    title = models.CharField(_("heading"), max_length=300, blank=True, help_text=_("For a question: the question."))
    body = RichTextField(_("text"), blank=True)
    is_quotation = models.BooleanField(_("is a quotation"), default=False, help_text=_("Shown with quotation marks."))
    quotation_source = models.CharField(_("quoted from"), max_length=300, blank=True)
    occurred_on = PartialDateField(_("when"), null=True, blank=True, help_text=_("For history."))
    term = models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("term of office"),
        help_text=_("For a fact that holds for one term only, such as “six nationalities”."),
    )
    editorial_note = models.CharField(
        _("editorial note"), max_length=500, blank=True, help_text=_("Says what the portal corrected, and why.")
    )
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source, if another")
    )

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("statement"), _("statements")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=False)
                | (Q(title_de__isnull=False) & ~Q(title_de=""))
                | (Q(body_de__isnull=False) & ~Q(body_de="")),
                name="councils_statement_says_something",
                violation_error_message=_("Write a heading or a text, in German."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="question")
                | ~Q(deleted_at__isnull=True)
                | (Q(title_de__isnull=False, body_de__isnull=False) & ~Q(title_de="") & ~Q(body_de="")),
                name="councils_statement_question_answered",
                violation_error_message=_("A question needs the question as heading and an answer as text."),
            ),
            models.CheckConstraint(
                condition=Q(is_quotation=False)
                | Q(deleted_at__isnull=False)
                | (Q(quotation_source_de__isnull=False) & ~Q(quotation_source_de="")),
                name="councils_statement_quotation_sourced",
                violation_error_message=_("Say where the quotation comes from."),
            ),
            models.CheckConstraint(
                condition=Q(subject="") | Q(kind="question"),
                name="councils_statement_subject_of_question",
                violation_error_message=_("Only a question can stand in place of a shared text."),
            ),
            models.UniqueConstraint(
                fields=["council", "subject"],
                condition=~Q(subject="") & Q(deleted_at__isnull=True),
                name="councils_statement_subject_once",
                violation_error_message=_("The council has a text of its own for this already."),
            ),
        ]

    def __str__(self):
        return self.title_de or self.key

    def clean(self):
        super().clean()
        if self.term_id and self.term.council_id != self.council_id:
            raise ValidationError({"term": _("Choose a term of the same council.")})


class Call(Item):
    """A dated call to take part: to vote, to stand, to apply, to join, to bring in topics."""

    class Kind(models.TextChoices):
        VOTE = "vote", pgettext_lazy("call to take part", "vote")
        STAND = "stand", _("stand for election")
        APPLY = "apply", _("apply for a seat")
        JOIN = "join", _("join")
        TOPICS = "topics", _("bring in topics")

    class Status(models.TextChoices):
        COMING = "coming", _("opens later")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        UNKNOWN = "unknown", _("date not known")

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="calls", verbose_name=_("council"))
    kind = models.CharField(_("to do what"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("heading"), max_length=300)
    body = RichTextField(_("text"), blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    is_date_known = models.BooleanField(_("dates are known"), default=True)
    ask = models.CharField(_("whom to ask"), max_length=300, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("call to take part"), _("calls to take part")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            *german_required("title"),
            in_order("opens_on", "closes_on", _("The last day comes before the first."), "in_order"),
            models.CheckConstraint(
                condition=Q(is_date_known=True, opens_on__isnull=False)
                | Q(is_date_known=True, closes_on__isnull=False)
                | Q(is_date_known=False, opens_on__isnull=True, closes_on__isnull=True),
                name="councils_call_dated",
                violation_error_message=_("Give a first or a last day, or say that the dates are not known."),
            ),
        ]

    def __str__(self):
        return self.title_de or self.key

    def status(self, on):
        """Whether one can follow the call on that day (:class:`Status`)."""
        if not self.is_date_known:
            return self.Status.UNKNOWN
        if self.opens_on and on < self.opens_on:
            return self.Status.COMING
        if self.closes_on and on > self.closes_on:
            return self.Status.CLOSED
        return self.Status.OPEN
