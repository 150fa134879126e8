"""When and where councils meet, and what becomes of a date."""

import datetime
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from councils.models import Council, NoticeBase, Source
from councils.partial_dates import PartialDate, PartialDateField, format_partial_date
from councils.publishing import Item, Published, PublishedQuerySet, german_required, unique_key
from councils.richtext import RichTextField


class Known(models.TextChoices):
    YES = "yes", pgettext_lazy("known", "yes")
    NO = "no", pgettext_lazy("known", "no")
    UNKNOWN = "unknown", pgettext_lazy("known", "not known")


class Venue(Item):
    """Where a council meets (OParl: Location)."""

    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="venues", verbose_name=_("council"))
    name = models.CharField(_("building"), max_length=200)
    room = models.CharField(_("room"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    step_free = models.CharField(_("step-free access"), max_length=10, choices=Known, default=Known.UNKNOWN)
    nearest_stop = models.CharField(_("nearest stop"), max_length=200, blank=True)
    url = models.URLField(_("link to a map"), max_length=500, blank=True)

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("venue"), _("venues")
        constraints = [*Item.Meta.constraints, unique_key("council"), *german_required("name")]

    def __str__(self):
        return ", ".join(filter(None, [self.name_de, self.room_de])) or self.key

    @property
    def map_url(self):
        """Where an open map shows it: the office's own link, else a search for the address."""
        if self.url or not self.city:
            return self.url
        where = ", ".join(filter(None, [self.street, f"{self.postcode} {self.city}".strip()]))
        return f"https://www.openstreetmap.org/search?{urlencode({'query': where})}"


# Steps of Meeting.timeline.
OPEN_DAY, NEXT_DAY = 50_000, 100_000


def on_timeline(day):
    """Where that day begins on :attr:`Meeting.timeline`."""
    return int(PartialDate.of(day)) * NEXT_DAY


def _today(now):
    """Where this day begins on the timeline, and the time in Berlin."""
    local = timezone.localtime(now)
    return on_timeline(local.date()), local.time()


class Timeline(models.Func):
    """The value of :attr:`Meeting.timeline`."""

    function = "CASE"
    template = (
        "((CASE WHEN {status} = 'held' THEN {day} * 10 ELSE 5 + 10 * (CASE WHEN {day} / 10000 * 10000 = {day} "
        "THEN {day} + 9999 WHEN {day} / 100 * 100 = {day} THEN {day} + 99 ELSE {day} END) END) * 10000 "
        "+ COALESCE({hour} * 100 + {minute}, 9999))"
    )
    # How to read a clock in columns of type time; SQLite keeps them as text.
    clock = {
        "sqlite": ("CAST(substr({time}, 1, 2) AS INTEGER)", "CAST(substr({time}, 4, 2) AS INTEGER)"),
        "postgresql": ("CAST(EXTRACT(HOUR FROM {time}) AS BIGINT)", "CAST(EXTRACT(MINUTE FROM {time}) AS BIGINT)"),
    }

    def as_sql(self, compiler, connection, **context):
        day, status, time = [compiler.compile(part)[0] for part in self.source_expressions]
        hour, minute = [part.format(time=time) for part in self.clock[connection.vendor]]
        day = f"CAST({day} AS BIGINT)"
        return self.template.format(day=day, status=status, hour=hour, minute=minute), []


class MeetingQuerySet(PublishedQuerySet):
    def _gated_update(self, values, now=None):
        return super()._gated_update(values | {"sequence": F("sequence") + 1}, now)

    def bulk_update(self, objs, fields, batch_size=None):
        return super().bulk_update(objs, [*fields, "sequence"], batch_size)

    def upcoming(self, now):
        """Not over at that moment and not cancelled; the nearest first. A day lasts until its end in Berlin."""
        return self.not_over(now).exclude(status=Meeting.Status.CANCELLED).soonest_first()

    def not_over(self, now):
        today, time = _today(now)
        return self.filter(timeline__gte=today + OPEN_DAY).exclude(timeline__lt=today + NEXT_DAY, ends_at__lt=time)

    def over(self, now):
        """Past at that moment, the latest first."""
        today, time = _today(now)
        lasts = Q(timeline__gte=today + OPEN_DAY) & (Q(ends_at__isnull=True) | Q(ends_at__gte=time))
        return self.filter(timeline__lt=today + NEXT_DAY).exclude(lasts).latest_first()

    def soonest_first(self):
        return self.order_by("timeline", "pk")

    def latest_first(self):
        return self.order_by("-timeline", "-pk")

    def in_year(self, year):
        return self.filter(held_on__sort__gte=year * 10000, held_on__sort__lt=(year + 1) * 10000)

    def with_councils(self, now):
        """With the convening councils that are public, the first one first."""
        convenings = Convening.objects.published(now).select_related("council").order_by("position", "pk")
        return self.prefetch_related(
            models.Prefetch("convenings", convenings, to_attr="public_convenings")
        ).select_related("venue")


class Meeting(Published):
    """A meeting of one council, or of several together (OParl: Meeting)."""

    class Kind(models.TextChoices):
        CONSTITUTIVE = "constitutive", _("constitutive meeting")
        REGULAR = "regular", _("regular meeting")
        SPECIAL = "special", _("special meeting")
        PLENARY = "plenary", _("plenary")

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("meeting", "planned")
        INVITED = "invited", pgettext_lazy("meeting", "invited")
        HELD = "held", pgettext_lazy("meeting", "held")
        MOVED = "moved", pgettext_lazy("meeting", "moved")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    class Openness(models.TextChoices):
        PUBLIC = "public", _("public")
        NON_PUBLIC = "non_public", _("non-public")
        PARTLY = "partly", _("public and non-public parts")
        UNKNOWN = "unknown", _("not known whether public")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("in person and online")
        UNKNOWN = "unknown", pgettext_lazy("mode", "not known")

    # Which state may follow which; nothing else does, whoever writes.
    NEXT = {
        Status.PLANNED: {Status.INVITED, Status.MOVED, Status.CANCELLED, Status.HELD},
        Status.INVITED: {Status.MOVED, Status.CANCELLED, Status.HELD},
        Status.MOVED: {Status.INVITED, Status.CANCELLED, Status.HELD},
        # A meeting that is off may take place after all, on its old day or another one.
        Status.CANCELLED: {Status.PLANNED, Status.MOVED},
        Status.HELD: set(),
    }

    WRITTEN_ROW_BY_ROW = frozenset({"status", "held_on", "starts_at", "moved_from", "moved_from_time", "sequence"})
    mentions = ("source", "venue")

    councils = models.ManyToManyField(
        Council, through="meetings.Convening", related_name="meetings", verbose_name=_("convening councils")
    )
    # The council that keeps this record: identifiers derive from it, and its file holds the meeting.
    keeper = models.ForeignKey(Council, models.PROTECT, related_name="kept_meetings", verbose_name=_("kept by"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.REGULAR)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    status_reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why it was moved or cancelled; shows on its page.")
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    held_on = PartialDateField(_("date"), help_text=_("As far as it is known: 2027, 03.2027 or 18.03.2027."))
    # Where it stands in time, so that a list finds its place among a million: the last day it may mean and a 5; what
    # was held is over at once: its first day and a 0. Then its hour and minute; without them it is its day’s last.
    timeline = models.GeneratedField(
        expression=Timeline(F("held_on"), F("status"), F("starts_at")),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    starts_at = models.TimeField(
        _("begins at"), null=True, blank=True, help_text=_("Leave empty if it is not known; then no time shows.")
    )
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    moved_from = PartialDateField(_("date before it was moved"), null=True, blank=True)
    moved_from_time = models.TimeField(_("beginning before it was moved"), null=True, blank=True)
    # What is added or changed from then on is marked as such.
    invited_at = models.DateTimeField(_("invitation sent"), null=True, blank=True, editable=False)
    # RFC 5545 SEQUENCE: rises with every change that a calendar shows.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    openness = models.CharField(_("public"), max_length=10, choices=Openness.choices, default=Openness.UNKNOWN)
    mode = models.CharField(_("how to attend"), max_length=10, choices=Mode.choices, default=Mode.UNKNOWN)
    is_free = models.CharField(_("free of charge"), max_length=10, choices=Known, default=Known.UNKNOWN)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("venue")
    )
    places = models.PositiveIntegerField(
        _("places"), null=True, blank=True,
        help_text=_("Only where guests must ask for a place because the room is small; the rest wait in a list."),
    )  # fmt: skip
    takes_requests = models.BooleanField(
        _("help can be asked for"), default=True,
        help_text=_(
            "Shows the form for what your council offers: an interpreter, online access, a place for a wheelchair."
        ),
    )  # fmt: skip
    expected_attendance = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    convened_by_note = models.CharField(
        _("who convenes"), max_length=300, blank=True, help_text=_("Where it is not the council itself.")
    )
    summary = RichTextField(_("what it is about"), blank=True)
    registration_deadline = models.DateField(_("register until"), null=True, blank=True)
    registration_note = models.TextField(_("how to register"), blank=True)
    registration_contact = models.CharField(
        _("where to register"),
        max_length=200,
        blank=True,
        help_text=_("Shows on this meeting’s page only, and after the last day as expired."),
    )
    registration_contact_expires_on = models.DateField(_("last day of that contact"), null=True, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source, if another")
    )

    objects = MeetingQuerySet.as_manager()

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("meeting"), _("meetings")
        ordering = ["-held_on", "-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["held_on", "starts_at", "id"], name="meetings_meeting_soonest"),
            models.Index(fields=["timeline", "id"], name="meetings_meeting_timeline"),
        ]
        constraints = [
            *Published.Meta.constraints,
            unique_key("keeper"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
                name="meetings_meeting_times",
                violation_error_message=_("The end needs a beginning before it."),
            ),
            models.CheckConstraint(
                condition=~Q(status="moved") | Q(moved_from__isnull=False),
                name="meetings_meeting_moved_from",
                violation_error_message=_("A moved meeting keeps the date it was moved from."),
            ),
            models.CheckConstraint(
                condition=Q(moved_from_time__isnull=True) | Q(moved_from__isnull=False),
                name="meetings_meeting_moved_from_time",
                violation_error_message=_("The old hour needs the old date."),
            ),
            models.CheckConstraint(
                condition=~Q(status="cancelled")
                | Q(deleted_at__isnull=False)
                | (Q(status_reason_de__isnull=False) & ~Q(status_reason_de="")),
                name="meetings_meeting_cancelled_why",
                violation_error_message=_("Say why the meeting is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(registration_contact="") | Q(registration_contact_expires_on__isnull=False),
                name="meetings_meeting_contact_expires",
                violation_error_message=_("Say until when this contact holds."),
            ),
        ]

    def __str__(self):
        return f"{format_partial_date(self.held_on)} – {self.title_de or self.get_kind_display()}"

    def get_absolute_url(self):
        """Its one canonical address: below the first convening council that is public."""
        return reverse("meetings:detail", args=[self.lead.slug, self.public_id])

    # -- publishing ---------------------------------------------------------------------------------------------

    @classmethod
    def published_q(cls, now, prefix="", given=()):
        condition = super().published_q(now, prefix, given)
        if "convenings" in given:
            return condition
        convened = Convening.objects.published_below(now).filter(meeting=models.OuterRef(f"{prefix}pk"))
        return condition & Q(models.Exists(convened.order_by()))

    def is_published(self, now):
        return super().is_published(now) and any(c.is_published(now) for c in self.convenings.select_related("council"))

    def _public_span(self):
        began, ended = super()._public_span()
        spans = [c._public_span() for c in self.convenings.select_related("council")] if self.pk else []
        begins = [span[0] for span in spans if span[0]]
        ends = [span[1] for span in spans]
        began = max(began, min(begins)) if began and begins else None
        last = None if None in ends or not ends else max(ends)
        return began, min(filter(None, [ended, last]), default=None)

    @property
    def parent(self):
        return self.keeper

    @classmethod
    def shown_by(cls, pks, using):
        pks = list(pks)
        rows = models.QuerySet(Convening, using=using).filter(meeting__in=pks)
        yield Council, set(rows.values_list("council_id", flat=True))
        keepers = models.QuerySet(cls, using=using).filter(pk__in=pks)
        yield Council, set(keepers.values_list("keeper_id", flat=True))

    # -- what pages ask -----------------------------------------------------------------------------------------

    @cached_property
    def conveners(self):
        """The public convening councils in order; needs ``with_councils()`` on pages."""
        if hasattr(self, "public_convenings"):
            return [convening.council for convening in self.public_convenings]
        now = timezone.now()
        return [c.council for c in Convening.objects.published(now).filter(meeting=self).select_related("council")]

    @property
    def lead(self):
        """The council below which the meeting has its address."""
        return self.conveners[0] if self.conveners else self.keeper

    def is_over(self, now):
        """Whether the meeting is past; a day lasts until its end, a month until its last day."""
        local = timezone.localtime(now)
        if self.status == self.Status.HELD:
            return int(self.held_on) <= int(PartialDate.of(local.date()))
        if self.held_on.latest < local.date():
            return True
        return bool(self.held_on.latest == local.date() and self.ends_at and self.ends_at < local.time())

    @property
    def begins(self):
        """The moment it begins (aware, Berlin), or None while day or hour are not known."""
        if self.starts_at is None or self.held_on.precision != "day":
            return None
        return timezone.make_aware(datetime.datetime.combine(self.held_on.earliest, self.starts_at))

    def contact_holds(self, on):
        return bool(self.registration_contact) and on <= self.registration_contact_expires_on

    @classmethod
    def reason_columns(cls):
        """The columns of the reason, one for each language."""
        return [field.name for field in cls._meta.concrete_fields if field.name.startswith("status_reason_")]

    def refuse_impossible_status(self, using=None):
        """Raise ValidationError for a step that :attr:`NEXT` does not have."""
        stored = models.QuerySet(Meeting, using=using).filter(pk=self.pk).values_list("status", flat=True).first()
        if stored not in {None, self.status} and self.status not in self.NEXT[stored]:
            names = {"old": self.Status(stored).label, "new": self.Status(self.status).label}
            raise ValidationError({"status": _("From “%(old)s” to “%(new)s” is not possible.") % names})

    def _prepare_write(self, now, using):
        self.refuse_impossible_status(using)
        super()._prepare_write(now, using)
        if self.status == self.Status.INVITED and self.invited_at is None:
            self.invited_at = now
        if not self._state.adding:
            rows = models.QuerySet(Meeting, using=using).filter(pk=self.pk)
            self.sequence = (rows.values_list("sequence", flat=True).first() or 0) + 1

    def clean(self):
        super().clean()
        self.refuse_impossible_status()
        if self.status == self.Status.HELD and self.held_on and self.held_on.earliest > timezone.localdate():
            raise ValidationError({"status": _("This day is still to come. A meeting was held only after it began.")})
        if self.starts_at and self.held_on and self.held_on.precision != "day":
            raise ValidationError({"starts_at": _("A time needs the full date.")})
        if self.venue_id and self.keeper_id and self.venue.council_id != self.keeper_id:
            raise ValidationError({"venue": _("Choose a venue of the same council.")})


class Convening(Item):
    """That a council convenes a meeting; the first one gives it its address."""

    published_through = ("council",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="convenings", verbose_name=_("meeting"))
    council = models.ForeignKey(Council, models.PROTECT, related_name="convenings", verbose_name=_("council"))

    class Meta(Item.Meta):
        verbose_name, verbose_name_plural = _("convening council"), _("convening councils")
        constraints = [
            *Item.Meta.constraints,
            unique_key("meeting"),
            models.UniqueConstraint(
                fields=["meeting", "council"],
                name="meetings_convening_once",
                violation_error_message=_("This council already convenes the meeting."),
            ),
        ]

    def __str__(self):
        return str(self.council)

    @property
    def parent(self):
        return self.meeting

    @classmethod
    def shown_by(cls, pks, using):
        rows = models.QuerySet(cls, using=using).filter(pk__in=list(pks))
        yield Meeting, set(rows.values_list("meeting_id", flat=True))
        yield Council, set(rows.values_list("council_id", flat=True))


class MeetingNotice(NoticeBase):
    """A notice that belongs to one meeting; expired, it stays on the archived page as what held then."""

    published_through = ("meeting",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notices", verbose_name=_("meeting"))

    class Meta(NoticeBase.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("notice on a meeting"), _("notices on a meeting")
        constraints = [*NoticeBase.Meta.constraints, unique_key("meeting")]
