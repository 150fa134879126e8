"""Who sits on a council, stands in for someone, or holds an office in it.

Never kept per person: origin, nationality, religion, refugee status, birthday, private addresses.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from councils import pictures
from councils.models import Council, Organisation, Picture, SeatGroup, Term
from councils.models.document import get_private_storage
from councils.models.picture_field import PictureField
from councils.models.stored_file import StoredPicture
from councils.partial_dates import PartialDate, PartialDateField
from councils.publishing import Item, LifecycleError, PublishedQuerySet, State, in_order, unique_key
from councils.translation_state import content_languages


class PeriodQuerySet(PublishedQuerySet):
    """Rows that hold from one date until another."""

    def current(self, on):
        """Open on that day; an unknown beginning counts as begun, an unknown or later end as open."""
        day = PartialDate.of(on)
        return self.filter(Q(began__isnull=True) | Q(began__lte=day), Q(ended__isnull=True) | Q(ended__gte=day))


class Period(Item):
    """Something that holds from one date until another, each as far as it is known."""

    began = PartialDateField(_("from"), null=True, blank=True)
    ended = PartialDateField(_("until"), null=True, blank=True, help_text=_("Leave empty while it lasts."))

    objects = PeriodQuerySet.as_manager()

    class Meta(Item.Meta):
        abstract = True
        constraints = [
            *Item.Meta.constraints,
            in_order("began", "ended", _("The end comes before the beginning."), "in_order"),
        ]


def one_of(*names, message, name):
    """The constraint that exactly one of the foreign keys is set."""
    alternatives = Q()
    for chosen in names:
        alternatives |= Q(**{f"{other}__isnull": other != chosen for other in names})
    return models.CheckConstraint(
        condition=alternatives, name=f"%(app_label)s_%(class)s_{name}", violation_error_message=message
    )


def same_council(row, *names):
    """Raise ValidationError where a row would join things of two councils."""
    for name in names:
        other = getattr(row, name)
        owner = getattr(other, "council_id", None) or (
            other.term.council_id if other and hasattr(other, "term") else None
        )
        if other is not None and owner != row.council_id:
            raise ValidationError({name: _("Choose something of the same council.")})


def _consent():
    return models.DateField(_("consent given on"), null=True, blank=True)


def _end_of_consent():
    return models.DateField(_("consent ends on"), null=True, blank=True, help_text=_("It shows until that day."))


def _withdrawal():
    return models.DateField(
        _("consent withdrawn on"), null=True, blank=True, help_text=_("From that day on it shows nowhere.")
    )


def _agreed(prefix, day):
    """The condition that a consent has neither ended nor been withdrawn on that day."""
    return (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})) & (
        Q(**{f"{prefix}withdrawn_on__isnull": True}) | Q(**{f"{prefix}withdrawn_on__gt": day})
    )


class Person(StoredPicture, Item):
    """Someone named on a council's pages. Each council keeps its own record."""

    WRITTEN_ROW_BY_ROW = frozenset({"portrait"})
    published_through = ("council",)
    file_column, checksum_column = "portrait", "portrait_checksum"

    council = models.ForeignKey(Council, models.PROTECT, related_name="people", verbose_name=_("council"))
    name = models.CharField(_("name"), max_length=200, help_text=_("As the person wants to be named in public."))
    about = models.TextField(
        _("about"), blank=True, help_text=_("What the person does in the council. Nothing on origin or religion.")
    )
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        help_text=_(
            "Of the office held, never a private one. Shows only with consent and while the person is a member."
        ),
    )
    portrait = PictureField(
        _("portrait"),
        folder="portraits",
        measure=pictures.PORTRAIT,
        upload_to="portraits",
        storage=get_private_storage,
        max_length=200,
        blank=True,
    )
    portrait_checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    portrait_credit = models.CharField(
        _("whose picture it is"), max_length=200, blank=True, help_text=_("Stands under the picture.")
    )
    portrait_licence = models.CharField(
        _("licence"), max_length=20, choices=Picture.Licence.choices, default=Picture.Licence.OWN
    )
    # What the person agreed to, part by part; without a day of consent name and text show, address and portrait do not.
    consented_on = models.DateField(
        _("consent given on"), null=True, blank=True, help_text=_("Day on which the person agreed to be named here.")
    )
    consent_ends_on, consent_withdrawn_on = _end_of_consent(), _withdrawal()
    about_consented_on, about_ends_on, about_withdrawn_on = _consent(), _end_of_consent(), _withdrawal()
    email_consented_on, email_ends_on, email_withdrawn_on = _consent(), _end_of_consent(), _withdrawal()
    portrait_consented_on, portrait_ends_on, portrait_withdrawn_on = _consent(), _end_of_consent(), _withdrawal()
    _is_whole = True

    # Set when the person was taken out for good; what is left of them is the row that their seats hang on.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("person"), _("people")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="members_person_named",
                violation_error_message=_("Write the name."),
            ),
            models.CheckConstraint(
                condition=Q(portrait="") | (Q(portrait_consented_on__isnull=False) & ~Q(portrait_credit="")),
                name="members_person_portrait",
                violation_error_message=_("A portrait needs the day of consent to it, and whose picture it is."),
            ),
        ]

    def __str__(self):
        return gettext("former member") if self.erased_at else self.name

    def save(self, *args, **kwargs):
        if not self._is_whole:
            raise LifecycleError("what was read for the public lacks texts; read the row anew to write it")
        if self.portrait and not self.may_have_portrait(timezone.now()):
            changed = self.forget_portrait()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], *changed}
        elif not self.portrait:
            self.portrait_checksum = ""
        super().save(*args, **kwargs)

    @classmethod
    def published_q(cls, now, prefix="", given=()):
        """Without consent to the name nothing of a person shows."""
        return super().published_q(now, prefix, given) & _agreed(f"{prefix}consent_", timezone.localdate(now))

    def is_published(self, now):
        return super().is_published(now) and self._has_agreed("consent_", timezone.localdate(now))

    # -- the portrait -----------------------------------------------------------------------------------------------

    @property
    def portrait_deed(self):
        """Where the licence of the portrait can be read; empty where it has no page."""
        return Picture.DEEDS.get(self.portrait_licence, "")

    def may_have_portrait(self, now):
        """Whether a portrait may stay: not of somebody who is hidden or erased, nor when a consent is over."""
        day = timezone.localdate(now)
        is_over = self.unpublish_at is not None and self.unpublish_at <= now
        is_gone = is_over or self.state == State.WITHDRAWN or self.deleted_at is not None or self.erased_at is not None
        return not is_gone and self._has_agreed("consent_", day) and self._has_agreed("portrait_", day)

    def forget_portrait(self):
        """Leave nothing of the portrait; gives the columns. Its files go when the row is written."""
        self.portrait = self.portrait_checksum = self.portrait_credit = ""
        self.portrait_licence = Picture.Licence.OWN
        return "portrait", "portrait_checksum", "portrait_credit", "portrait_licence"

    def _note_drawn(self, drawn):
        self.portrait_checksum = drawn.checksum

    def clean(self):
        super().clean()
        if self.portrait and not self.portrait._committed and not self.may_have_portrait(timezone.now()):
            text = gettext("Nothing is stored here: the person is hidden, or a consent is over.")
            raise ValidationError({"portrait": text})

    # -- what the person agreed to ----------------------------------------------------------------------------------

    def _has_agreed(self, prefix, day):
        ends, withdrawn = getattr(self, f"{prefix}ends_on"), getattr(self, f"{prefix}withdrawn_on")
        return (ends is None or ends >= day) and (withdrawn is None or withdrawn > day)

    @classmethod
    def mentions_q(cls, now, prefix=""):
        """Also a claim for what needs a consent of its own; address and portrait show of members only."""
        day = timezone.localdate(now)
        seats = Membership.objects.filter(person=models.OuterRef(f"{prefix}pk"), state=State.PUBLISHED)
        is_member = models.Exists(seats.filter(deleted_at__isnull=True).current(day))
        return super().mentions_q(now, prefix) | {
            "shows_about": _agreed(f"{prefix}about_", day),
            **{
                f"shows_{part}": Q(**{f"{prefix}{part}_consented_on__lte": day})
                & _agreed(f"{prefix}{part}_", day)
                & Q(is_member)
                for part in ("email", "portrait")
            },
        }

    def forget_hidden(self, claims):
        super().forget_hidden(claims)
        self._is_whole = claims["shows_email"] and claims["shows_about"] and claims["shows_portrait"]
        if not claims["shows_email"]:
            self.email = ""
        if not claims["shows_portrait"]:
            self.forget_portrait()
        if not claims["shows_about"]:
            for code in content_languages():
                setattr(self, build_localized_fieldname("about", code), None)


class Membership(Period):
    """A person's, or an organisation's, time on a council, in one of its seat groups or in a network without any."""

    class Voting(models.TextChoices):
        AS_GROUP = "as_group", _("as the seat group")
        VOTING = "voting", _("with a vote")
        ADVISORY = "advisory", _("without a vote, advisory")
        UNKNOWN = "unknown", _("not known whether with a vote")

    class OnBehalf(models.TextChoices):
        NOBODY = "", _("not said")
        LIST = "list", _("a list")
        PARTY = "party", _("a party")
        GROUP = "group", _("a parliamentary group")
        ASSOCIATION = "association", _("an association")
        INDEPENDENT = "independent", _("independent")

    published_through = ("council", "seat_group", "person", "organisation")
    mentions = ("on_behalf_of",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="memberships", verbose_name=_("council"))
    seat_group = models.ForeignKey(
        SeatGroup, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("seat group")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("organisation")
    )
    leaving_reason = models.CharField(_("why it ended"), max_length=200, blank=True)
    voting = models.CharField(_("vote"), max_length=10, choices=Voting.choices, default=Voting.AS_GROUP)
    on_behalf = models.CharField(
        _("stands for"), max_length=20, choices=OnBehalf.choices, default=OnBehalf.NOBODY, blank=True
    )
    on_behalf_of = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )

    class Meta(Period.Meta):
        verbose_name, verbose_name_plural = _("membership"), _("memberships")
        constraints = [
            *Period.Meta.constraints,
            unique_key("council"),
            one_of(
                "person", "organisation", message=_("Choose a person or an organisation, not both."), name="one_member"
            ),
            models.CheckConstraint(
                condition=~Q(on_behalf="independent") | Q(on_behalf_of__isnull=True),
                name="members_membership_independent",
                violation_error_message=_("An independent member stands for no organisation."),
            ),
        ]

    def __str__(self):
        return str(self.person or self.organisation)

    @property
    def member(self):
        return self.person or self.organisation

    @classmethod
    def mentions_q(cls, now, prefix=""):
        """Also what the person agreed to show: pages about a council reach people through their seats."""
        return super().mentions_q(now, prefix) | Person.mentions_q(now, f"{prefix}person__")

    def forget_hidden(self, claims):
        super().forget_hidden(claims)
        if person := self._state.fields_cache.get("person"):
            person.forget_hidden(claims)

    @property
    def has_vote(self):
        """True, False, or None where it is not known."""
        voting = self.voting
        if voting == self.Voting.AS_GROUP:
            voting = self.seat_group.voting if self.seat_group else self.Voting.UNKNOWN
        return {self.Voting.VOTING: True, self.Voting.ADVISORY: False}.get(voting)

    def clean(self):
        super().clean()
        same_council(self, "seat_group", "person", "organisation", "on_behalf_of")


class Vacancy(Period):
    """Seats of a group that nobody holds for a while ("N. N.")."""

    published_through = ("seat_group",)

    seat_group = models.ForeignKey(SeatGroup, models.PROTECT, related_name="vacancies", verbose_name=_("seat group"))
    seats = models.PositiveSmallIntegerField(_("vacant seats"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Period.Meta):
        verbose_name, verbose_name_plural = _("vacancy"), _("vacancies")
        constraints = [
            *Period.Meta.constraints,
            unique_key("seat_group"),
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="members_vacancy_seats",
                violation_error_message=_("At least one seat must be vacant."),
            ),
        ]

    def __str__(self):
        return f"{self.seat_group}: {self.seats}"

    def clean(self):
        super().clean()
        if self.seat_group_id and self.seat_group.seats is not None and self.seats > self.seat_group.seats:
            raise ValidationError({"seats": _("There cannot be more vacant seats than seats.")})


class Substitute(Period):
    """Who stands in: for one member, or from the ranked pool of a seat group."""

    published_through = ("council", "membership", "seat_group", "person", "organisation")

    council = models.ForeignKey(Council, models.PROTECT, related_name="substitutes", verbose_name=_("council"))
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="substitutes", verbose_name=_("for this member")
    )
    seat_group = models.ForeignKey(
        SeatGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("or for this group"),
    )
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, help_text=_("1 stands in first."))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="substitutes", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="substitutes", verbose_name=_("organisation")
    )

    class Meta(Period.Meta):
        verbose_name, verbose_name_plural = _("substitute"), _("substitutes")
        ordering = [F("rank").asc(nulls_last=True), "position", "pk"]
        constraints = [
            *Period.Meta.constraints,
            unique_key("council"),
            one_of(
                "membership",
                "seat_group",
                message=_("Choose the member or the group that is stood in for, not both."),
                name="one_place",
            ),
            one_of(
                "person", "organisation", message=_("Choose a person or an organisation, not both."), name="one_member"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1, membership__isnull=True),
                name="members_substitute_rank",
                violation_error_message=_("Only substitutes of a group have a rank, from 1."),
            ),
        ]

    def __str__(self):
        return str(self.person or self.organisation)

    @property
    def member(self):
        return self.person or self.organisation

    def clean(self):
        super().clean()
        same_council(self, "membership", "seat_group", "person", "organisation")


class Office(Item):
    """An office of a council, whether somebody holds it or not."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY_CHAIR = "deputy_chair", _("deputy chair")
        CO_CHAIR = "co_chair", _("co-chair")
        SPOKESPERSON = "spokesperson", _("spokesperson")
        SPEAKERS_BOARD = "speakers_board", _("speakers’ board")
        SECRETARY = "secretary", _("secretary")
        OFFICE_MANAGER = "office_manager", _("head of the office")
        OTHER = "other", _("other office")

    published_through = ("council", "term", "seat_group")

    council = models.ForeignKey(Council, models.PROTECT, related_name="offices", verbose_name=_("council"))
    term = models.ForeignKey(
        Term, models.PROTECT, null=True, blank=True, related_name="offices", verbose_name=_("term of office")
    )
    seat_group = models.ForeignKey(
        SeatGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("seat group"),
        help_text=_("Where the office goes with a seat, for example the mayor’s."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = models.CharField(_("its own name"), max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(
        _("rank"), null=True, blank=True, help_text=_("For first and second deputies.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("office"), _("offices")
        constraints = [
            *Item.Meta.constraints,
            unique_key("council"),
            models.CheckConstraint(
                condition=~Q(kind="other")
                | Q(deleted_at__isnull=False)
                | (Q(title_de__isnull=False) & ~Q(title_de="")),
                name="members_office_other_named",
                violation_error_message=_("Give an office of another kind its name."),
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1),
                name="members_office_rank",
                violation_error_message=_("Ranks begin with 1."),
            ),
        ]

    def __str__(self):
        return self.title_de or self.get_kind_display()

    def clean(self):
        super().clean()
        same_council(self, "term", "seat_group")


class OfficeHolding(Period):
    """Somebody's time in an office; from among the members or from outside the seats."""

    published_through = ("office", "membership", "person", "organisation")

    office = models.ForeignKey(Office, models.PROTECT, related_name="holdings", verbose_name=_("office"))
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name=_("member")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name=_("person from outside")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holdings",
        verbose_name=_("organisation from outside"),
    )

    class Meta(Period.Meta):
        verbose_name, verbose_name_plural = _("holder of an office"), _("holders of offices")
        constraints = [
            *Period.Meta.constraints,
            unique_key("office"),
            one_of(
                "membership",
                "person",
                "organisation",
                message=_("Choose one member, or one person or organisation from outside."),
                name="one_holder",
            ),
        ]

    def __str__(self):
        return f"{self.holder}: {self.office}"

    @property
    def holder(self):
        """The person or organisation that holds the office."""
        return self.membership.member if self.membership else self.person or self.organisation

    @property
    def council_id(self):
        return self.office.council_id

    def clean(self):
        super().clean()
        same_council(self, "membership", "person", "organisation")
