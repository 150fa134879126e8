from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from councils.partial_dates import PartialDateField, months_before
from councils.publishing import Addressed, Item, Published, PublishedQuerySet, german_required, in_order, unique_key

from .accounts import validate_languages


class Subject(models.TextChoices):
    """What readers ask of every council; shared texts and councils' own ones answer it."""

    WHAT = "what", _("What is it?")
    POWERS = "powers", _("What may it decide?")
    VOTING = "voting", _("Who may vote?")
    STANDING = "standing", _("Who may stand for election?")
    TAKING_PART = "taking_part", _("How do I take part?")


def validate_subjects(value):
    """Raise ValidationError unless the value is a list of subjects."""
    if not isinstance(value, list) or not all(subject in Subject.values for subject in value):
        raise ValidationError(_("Choose from the questions of the shared texts."))


class CouncilQuerySet(PublishedQuerySet):
    def with_places(self, now):
        """With the municipalities whose people the council speaks for, in their order, in one more query."""
        return self.prefetch_related(_places(now))

    def named(self, now):
        """The public ones with no more than address and name, and without what they mention."""
        return self.filter(self.model.published_q(now)).only("slug", "name")

    def with_tabs(self, now):
        """With a claim per kind of page whether the council has something to show there."""
        claims = {}
        for name in ("news", "reviews", "documents", "calls", "contact_points"):
            rows = self.model._meta.get_field(name).related_model.objects.published_below(now, "council")
            claims[f"has_{name}"] = Exists(rows.filter(council=OuterRef("pk")))
        statements = self.model._meta.get_field("statements").related_model.objects.published_below(now, "council")
        shared = apps.get_model("councils.SharedText").objects.published_below(now)
        claims["has_questions"] = Exists(shared) | Exists(statements.filter(council=OuterRef("pk"), kind="question"))
        # The papers of its meetings stand on the page of documents, too.
        convenings, meetings = (self.model._meta.get_field(name).related_model for name in ("convenings", "meetings"))
        convened = convenings.objects.published_below(now, "council").filter(
            meetings.published_q(now, "meeting__", given=("convenings",)), council=OuterRef(OuterRef("pk"))
        )
        held = convened.order_by().values("meeting")
        papers = meetings._meta.get_field("documents").related_model.objects.published_below(now, "meeting")
        claims["has_documents"] |= Exists(papers.filter(meeting__in=held))
        decided = meetings._meta.get_field("agenda").related_model.objects.published_below(now, "meeting").decided()
        claims["has_resolutions"] = Exists(decided.filter(meeting__in=held))
        return self.annotate(**claims)

    def with_reach(self, today, now):
        """With a claim whether one can write to the council, call it or visit it today."""
        contacts = self.model._meta.get_field("contact_points").related_model.objects
        contacts = contacts.published_below(now, "council").valid(today)
        return self.annotate(can_be_reached=Exists(contacts.filter(council=OuterRef("pk"))))


def _places(now):
    jurisdictions = Jurisdiction.objects.published(now).select_related("municipality").order_by("position", "pk")
    return Prefetch("jurisdictions", jurisdictions, to_attr="places")


class Council(Addressed, Published):
    """A body that speaks for people with a migration history, whatever it is called (OParl: Organization)."""

    class Kind(models.TextChoices):
        ADVISORY_COUNCIL = "advisory_council", _("advisory council (Beirat)")
        MIGRATION_COUNCIL = "migration_council", _("migration council (Migrationsrat)")
        INTEGRATION_ADVISORY_COUNCIL = "integration_advisory_council", _("integration advisory council")
        INTEGRATION_COUNCIL = "integration_council", _("integration council (Integrationsrat)")
        FOREIGNERS_COUNCIL = "foreigners_council", _("foreigners’ council (Ausländerbeirat)")
        COMMISSION = "commission", _("commission")
        COMMITTEE = "committee", _("committee")
        STATE_ADVISORY_COUNCIL = "state_advisory_council", _("advisory council of a Land")
        NETWORK = "network", _("network")
        WORKING_GROUP = "working_group", _("working group")
        OTHER = "other", _("other body")

    class Structure(models.TextChoices):
        SEATS = "seats", _("has seats")
        NETWORK = "network", _("has members, no seats")

    name = models.CharField(_("name"), max_length=200, help_text=_("Its own name without the place."))
    kind = models.CharField(_("kind"), max_length=40, choices=Kind.choices)
    structure = models.CharField(_("structure"), max_length=10, choices=Structure.choices, default=Structure.SEATS)
    summary = models.TextField(
        _("in one sentence"), blank=True, help_text=_("Whom it speaks for. Stands at the top of its page.")
    )
    legal_basis = models.TextField(_("legal basis"), blank=True)
    legal_basis_url = models.URLField(_("link to the legal basis"), blank=True)
    founded_on = PartialDateField(_("founded"), null=True, blank=True)
    founded_note = models.CharField(_("about the founding"), max_length=300, blank=True)
    dissolved_on = PartialDateField(_("dissolved"), null=True, blank=True)
    confirmed_on = models.DateField(
        _("last confirmed on"), null=True, blank=True, help_text=_("Day on which the council confirmed these pages.")
    )
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("predecessor here")
    )
    predecessor_name = models.CharField(_("predecessor elsewhere"), max_length=200, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("successor here")
    )
    successor_name = models.CharField(_("successor elsewhere"), max_length=200, blank=True)
    # "parent" is the ancestor in the sense of publishing; this is the body that the council is part of.
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of a body here")
    )
    part_of_name = models.CharField(_("part of a body elsewhere"), max_length=200, blank=True)
    source = models.ForeignKey(
        "councils.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("main source"),
        help_text=_("Shows at the foot of every page of this council."),
    )
    picture = models.ForeignKey(
        "councils.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Stands on the council’s first page. Add it under “Pictures” first."),
    )
    # Empty means all, also those that the portal learns later; German alone stands for none.
    languages = models.JSONField(
        _("languages kept up"),
        default=list,
        blank=True,
        validators=[validate_languages],
        help_text=_("Translations into these languages count as to do. All others may be written as well."),
    )
    # Whose shared texts the pages leave out.
    hidden_subjects = models.JSONField(
        _("shared texts left out"), default=list, blank=True, validators=[validate_subjects]
    )
    municipalities = models.ManyToManyField(
        "councils.Municipality",
        through="councils.Jurisdiction",
        related_name="councils",
        verbose_name=_("municipalities"),
    )

    objects = CouncilQuerySet.as_manager()

    mentions = ("source", "picture")
    joined_mentions = ("picture",)

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("council"), _("councils")
        ordering = ["slug"]
        constraints = [
            *Published.Meta.constraints,
            unique_key(),
            models.UniqueConstraint(
                fields=["slug"],
                name="councils_council_slug_once",
                violation_error_message=_("Another council has this address."),
            ),
            *german_required("name"),
            in_order("founded_on", "dissolved_on", _("A council cannot end before it begins."), "life_in_order"),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{relation}__isnull": True})
                    | Q(**{f"{relation}_name_de__isnull": True})
                    | Q(**{f"{relation}_name_de": ""}),
                    name=f"councils_council_one_{relation}",
                    violation_error_message=_("Choose a body from the portal or write a name, not both."),
                )
                for relation in ("predecessor", "successor", "part_of")
            ],
        ]

    def __str__(self):
        return f"{self.name_de} ({self.slug})"

    def get_absolute_url(self):
        return reverse("councils:detail", args=[self.slug])

    def default_key(self):
        return self.slug

    @property
    def confirmed_since(self):
        """The day on which these pages were last known to be right: when they were confirmed, else made public."""
        return self.confirmed_on or (self.first_published_at and timezone.localdate(self.first_published_at))

    def unconfirmed_since(self, today):
        """That day, once it is a year ago and the council still exists; else None."""
        since = self.confirmed_since
        is_dissolved = self.dissolved_on and self.dissolved_on.latest < today
        return since if since and not is_dissolved and since <= months_before(today, 12) else None

    @property
    def is_network(self):
        return self.structure == self.Structure.NETWORK

    @property
    def lead_place(self):
        """The first municipality, or None; needs ``with_places()``."""
        return self.places[0].municipality if self.places else None

    @property
    def name_and_place(self):
        """Its name and, where that does not say it, its first place, in the active language.

        For letters and lists of several councils. One small query where ``with_places()`` was not asked for.
        """
        if not hasattr(self, "places"):
            prefetch_related_objects([self], _places(timezone.now()))
        lead = self.lead_place
        if lead is None or lead.place in self.name or lead.place_de in self.name_de:
            return self.name
        comma = "، " if get_language_bidi() else ", "
        return f"{self.name}{comma}{lead.place}"

    @property
    def is_demonstration(self):
        """Whether no authority answers for these pages yet; needs ``with_places()``."""
        return not any(place.municipality.has_controller for place in self.places)


class Jurisdiction(Item):
    """That a council speaks for the people of a municipality; one council can have several, and the other way round."""

    published_through = ("council", "municipality")

    council = models.ForeignKey(Council, models.PROTECT, related_name="jurisdictions", verbose_name=_("council"))
    municipality = models.ForeignKey(
        "councils.Municipality", models.PROTECT, related_name="jurisdictions", verbose_name=_("municipality")
    )

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("municipality of a council"), _("municipalities of a council")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.UniqueConstraint(
                fields=["council", "municipality"],
                name="councils_jurisdiction_once",
                violation_error_message=_("The council already has this municipality."),
            ),
        ]

    def __str__(self):
        return str(self.municipality)


class CouncilName(Item):
    """A name the council bore in other times."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="names", verbose_name=_("council"))
    name = models.CharField(_("name"), max_length=200)
    began = PartialDateField(_("from"), null=True, blank=True)
    ended = PartialDateField(_("until"), null=True, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("former name"), _("former names")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            *german_required("name"),
            in_order("began", "ended", _("The end comes before the beginning."), "in_order"),
        ]

    def __str__(self):
        return self.name_de or self.key


class Source(Item):
    """Where content comes from and how old it is."""

    class Kind(models.TextChoices):
        WEB_PAGE = "web_page", _("web page")
        PRESS_RELEASE = "press_release", _("press release")
        SLIDES = "slides", _("slides")
        STATUTE = "statute", _("statute")
        OTHER = "other", _("other source")

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="sources", verbose_name=_("council"))
    title = models.CharField(_("title"), max_length=300, help_text=_("As the source itself is called, in German."))
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.WEB_PAGE)
    url = models.URLField(_("link"), max_length=500, blank=True)
    dated = PartialDateField(_("as of"), null=True, blank=True, help_text=_("The date that the source itself bears."))
    dated_note = models.CharField(_("about the date"), max_length=300, blank=True)
    retrieved_on = models.DateField(_("read on"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=120, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("source"), _("sources")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="councils_source_title",
                violation_error_message=_("Name the source."),
            ),
        ]

    def __str__(self):
        return self.title
