"""What a council file may contain: its lists, their fields in order, and how each field is written.

Names stand here; form, choices, length and default are those of the models, so the two cannot drift apart.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from contact.models import OfficeHour, OfficeHourOff, Signpost, Topic
from councils.models import (
    AnnualReview,
    Call,
    ContactPoint,
    Council,
    CouncilName,
    Document,
    Jurisdiction,
    Municipality,
    News,
    Notice,
    Organisation,
    Picture,
    ReviewPoint,
    ReviewTheme,
    SeatGroup,
    Source,
    Statement,
    Term,
)  # fmt: skip
from councils.partial_dates import PartialDateField
from councils.publishing import Item, State
from councils.richtext import RichTextField
from councils.translation_state import translated_fields
from meetings.models import AgendaItem, Convening, Meeting, MeetingDocument, MeetingNotice, Offer, Venue
from members.models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy

from . import values

FORMAT = "1"
LIFE_CYCLE = ("state", "publish_at", "unpublish_at")


@dataclass(frozen=True)
class Field:
    """One line of an entry."""

    name: str
    attribute: str
    form: values.Form
    required: bool = False
    default: object = None
    meaning: str = ""
    max_length: int | None = None

    @property
    def is_reference(self):
        return isinstance(self.form, (values.Reference, values.CouncilKey))

    @property
    def goes_without_saying(self):
        """Whether the default need not be written: not for what somebody who reads an entry asks first."""
        return self.name not in {"kind", "status"}


@dataclass(frozen=True)
class Section:
    """A list of entries that become rows of one model."""

    name: str
    model: type
    owner: str | None  # foreign key to the row that the list belongs to
    fields: tuple = ()
    sections: tuple = ()
    path: str = ""
    # Link rows have no key that means something: they are known by what they lead to.
    link: str | None = None
    # For models that have no position.
    order: tuple = ()
    # An entry cannot be without what these lead to.
    needs: tuple = ()

    @cached_property
    def is_ordered(self):
        return issubclass(self.model, Item)

    @cached_property
    def by_name(self):
        return {field.name: field for field in self.fields}

    @cached_property
    def by_attribute(self):
        return {field.attribute: field for field in self.fields}

    @cached_property
    def sections_by_name(self):
        return {section.name: section for section in self.sections}

    @cached_property
    def references(self):
        return tuple(field.attribute for field in self.fields if field.is_reference)

    def identity(self, row):
        """By what an entry of the file finds its row."""
        return getattr(row, self.link).key if self.link else row.key


# Where entries stand that others refer to.
_PATHS = {
    Source: "sources",
    Picture: "pictures",
    Organisation: "organisations",
    Term: "terms",
    SeatGroup: "terms/seat_groups",
    Person: "people",
    Membership: "memberships",
    Venue: "venues",
    AgendaItem: "meetings/agenda",
}
_FORMS = (
    (models.BooleanField, values.YesNo),
    (models.DecimalField, values.Degrees),
    (models.IntegerField, values.Number),
    (models.JSONField, values.Numbers),
    (models.DateTimeField, values.Moment),
    (models.DateField, values.Day),
    (models.TimeField, values.Clock),
    (PartialDateField, values.DayAsKnown),
    (models.FileField, values.FileName),
    (models.SlugField, values.Key),
)


def _form(model, column):
    """How the column's values are written."""
    if column.is_relation:
        if column.related_model is Council:
            return values.CouncilKey()
        return values.Reference(_PATHS.get(column.related_model, "municipalities"))
    if column.name in translated_fields(model):
        lines = isinstance(column, models.TextField)
        return values.RichText(lines=True) if isinstance(column, RichTextField) else values.Translated(lines=lines)
    if column.choices:
        is_number = isinstance(column, models.IntegerField)
        return values.NumberChoice(column.choices) if is_number else values.Choice(column.choices)
    for kind, form in _FORMS:
        if isinstance(column, kind):
            return form()
    return values.Text(lines=isinstance(column, models.TextField))


def _field(model, word):
    """The field that a word of the lists below describes: its name, with =attribute where the model's name differs."""
    name, _sign, attribute = word.partition("=")
    attribute = attribute or name
    column = model._meta.get_field(attribute)
    default = State.PUBLISHED if attribute == "state" else column.get_default()
    return Field(
        name=name,
        attribute=attribute,
        form=_form(model, column),
        required=not (column.blank or column.null or column.has_default()),
        default=None if default == "" else default,
        meaning=column.verbose_name,
        max_length=None if column.choices or column.is_relation else getattr(column, "max_length", None),
    )


def _section(name, model, words, *, owner="council", sections=(), life_cycle=LIFE_CYCLE, **more):
    """A list of the file that becomes rows of the model."""
    fields = tuple(_field(model, word) for word in [*life_cycle, *words.split()])
    return Section(name=name, model=model, owner=owner, fields=fields, sections=tuple(sections), **more)


_NOTICE = "title body level valid_from valid_until"

MUNICIPALITIES = _section(
    "municipalities",
    Municipality,
    "name place kind land official_key seat latitude longitude website reference_source reference_licence"
    " reference_date authority_name street postcode city phone email representative data_protection_officer"
    " data_protection_contact",
    owner=None,
)
# Stands in the same entry as its municipality.
JURISDICTIONS = _section(
    "municipalities",
    Jurisdiction,
    "",
    life_cycle=[f"jurisdiction_{name}={name}" for name in LIFE_CYCLE],
    link="municipality",
    needs=("municipality",),
)
# Written as a plain list of keys.
CONVENINGS = _section("co_conveners", Convening, "", owner="meeting", life_cycle=(), link="council", needs=("council",))

COUNCIL = _section(
    "council",
    Council,
    "name kind structure summary legal_basis legal_basis_url founded_on founded_note dissolved_on confirmed_on"
    " predecessor predecessor_name successor successor_name part_of part_of_name source picture",
    owner=None,
    life_cycle=("slug", *LIFE_CYCLE),
    sections=[
        MUNICIPALITIES,
        _section("sources", Source, "title publisher kind url dated dated_note retrieved_on licence"),
        _section("pictures", Picture, "file checksum alt credit licence", order=("key",)),
        _section("names", CouncilName, "name began ended"),
        _section("organisations", Organisation, "name kind url"),
        _section(
            "terms",
            Term,
            "name began ended rule years rule_text ends_with_election holds_over stated_seats stated_voting_seats"
            " stated_note",
            sections=[
                _section(
                    "seat_groups",
                    SeatGroup,
                    "label seats seats_kind voting filled_by nominated_by appointed_by rule_text",
                    owner="term",
                    path="terms/seat_groups",
                    sections=[_section("vacancies", Vacancy, "seats began ended note", owner="seat_group")],
                )
            ],
        ),
        _section(
            "people",
            Person,
            "name about email consented_on consent_ends_on consent_withdrawn_on about_consented_on about_ends_on "
            "about_withdrawn_on email_consented_on email_ends_on email_withdrawn_on portrait portrait_checksum "
            "portrait_credit portrait_licence portrait_consented_on portrait_ends_on portrait_withdrawn_on",
        ),
        _section(
            "memberships",
            Membership,
            "person organisation seat_group began ended leaving_reason voting on_behalf on_behalf_of",
            needs=("person", "organisation"),
        ),
        _section(
            "substitutes",
            Substitute,
            "membership seat_group rank person organisation began ended",
            needs=("membership", "seat_group", "person", "organisation"),
        ),
        _section(
            "offices",
            Office,
            "kind title term seat_group rank note",
            sections=[
                _section(
                    "holdings",
                    OfficeHolding,
                    "membership person organisation began ended",
                    owner="office",
                    needs=("membership", "person", "organisation"),
                )
            ],
        ),
        _section(
            "statements",
            Statement,
            "kind subject title body is_quotation quotation_source occurred_on term editorial_note source",
        ),
        _section(
            "documents",
            Document,
            "kind title description adopted_on adopted_by availability file checksum url language source",
        ),
        _section("notices", Notice, _NOTICE),
        _section("news", News, "slug kind title dated lead body picture source", order=("-dated", "key")),
        _section(
            "reviews",
            AnnualReview,
            "year title presented_on intro source",
            order=("-year", "key"),
            sections=[
                _section(
                    "themes",
                    ReviewTheme,
                    "title",
                    owner="review",
                    sections=[_section("points", ReviewPoint, "text editorial_note", owner="theme")],
                )
            ],
        ),
        _section(
            "contact_points",
            ContactPoint,
            "label kind phone email url street postcode city room hours note valid_from valid_until",
        ),
        _section("topics", Topic, "subject label"),
        _section("signposts", Signpost, "subject emergency name phone spoken hours url"),
        _section("calls", Call, "kind title body opens_on closes_on is_date_known ask"),
        _section("offers", Offer, "kind days_before places note"),
        _section(
            "office_hours",
            OfficeHour,
            "weekday weeks time=starts_at end_time=ends_at place spoken by_appointment note valid_from valid_until",
            sections=[_section("days_off", OfficeHourOff, "day reason", owner="office_hour")],
        ),
        _section("venues", Venue, "name room street postcode city step_free nearest_stop url"),
        _section(
            "meetings",
            Meeting,
            "kind status status_reason title date=held_on time=starts_at end_time=ends_at moved_from moved_from_time"
            " openness mode is_free venue places takes_requests expected_attendance convened_by_note summary"
            " registration_deadline registration_note registration_contact registration_contact_expires_on source",
            owner="keeper",
            order=("-held_on", "-starts_at", "key"),
            sections=[
                CONVENINGS,
                _section("notices", MeetingNotice, _NOTICE, owner="meeting"),
                # Before the papers, which say to what item they belong.
                _section(
                    "agenda",
                    AgendaItem,
                    "number title is_public brought_by body result decision resolution votes_for votes_against"
                    " abstentions outcome outcome_by outcome_on outcome_note outcome_url",
                    owner="meeting",
                    path="meetings/agenda",
                ),
                _section(
                    "documents",
                    MeetingDocument,
                    "role agenda_item minutes_state approved_on title description availability file checksum url"
                    " language",
                    owner="meeting",
                    # The paper of a non-public item would be public without it.
                    needs=("agenda_item",),
                ),
            ],
        ),
    ],
)


def _needs(section):
    """By model, what its rows cannot be without."""
    found = {section.model: section.needs} if section.needs else {}
    for nested in section.sections:
        found |= _needs(nested)
    return found


NEEDS = _needs(COUNCIL) | _needs(JURISDICTIONS)
