"""Small makers of rows. Each returns a row that is saved, published and complete in German; any field may be given.

Write texts with their language (``name_de=…``): a bare ``name`` would fill the active language only.
"""

import datetime
import itertools
from contextlib import contextmanager

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils import timezone

from contact import letters, receipts
from contact.models import (
    Absence,
    BarrierReport,
    Desk,
    Message,
    Occasion,
    OfficeHour,
    OfficeHourOff,
    Signpost,
    Subscription,
    TextBlock,
    Topic,
)  # fmt: skip
from councils import history, publishing
from councils.models import (
    AnnualReview,
    Call,
    ContactPoint,
    Council,
    CouncilName,
    Document,
    Editor,
    Jurisdiction,
    Municipality,
    News,
    Notice,
    Organisation,
    Picture,
    ReviewPoint,
    ReviewTheme,
    SeatGroup,
    SharedText,
    Source,
    Statement,
    Term,
)
from councils.partial_dates import PartialDate
from councils.publishing import State
from meetings import announcing
from meetings.models import (
    AgendaItem,
    Convening,
    Help,
    Meeting,
    MeetingDocument,
    MeetingNotice,
    Need,
    Offer,
    Registration,
    Venue,
)  # fmt: skip
from members.models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy

from . import files

PASSWORD = "drei-gelbe-Stühle-im-Saal"

_numbers = itertools.count(1)


# What a test only finds there is told to nobody and not kept in the history, unless the test is about that ("told"):
# together both took a fifth of all tests' time.
SLOW_LISTENERS = (announcing.written, history.written)
listen = False


@contextmanager
def _quietly():
    listeners = publishing._listeners
    before = listeners[:]
    if not listen:
        listeners[:] = [listener for listener in before if listener not in SLOW_LISTENERS]
    try:
        yield
    finally:
        listeners[:] = before


def _make(model, fields, **defaults):
    """The saved row; a default that is a function is asked only when the field was not given."""
    fields = {"state": State.PUBLISHED} | fields
    for name, default in defaults.items():
        if name not in fields:
            fields[name] = default() if callable(default) else default
    row = model(**fields)
    with _quietly():
        row.save()
    return row


# -- accounts -----------------------------------------------------------------------------------------------------


def make_user(**fields):
    """An account that may enter the office pages; it belongs to no council yet."""
    fields = {"username": f"user{next(_numbers)}", "password": PASSWORD, "is_staff": True} | fields
    return get_user_model().objects.create_user(**fields)


def make_superuser(**fields):
    return make_user(**{"is_superuser": True} | fields)


def make_editor(council=None, user=None, **fields):
    """The editorship; its ``user`` may enter the office pages."""
    return Editor.objects.create(council=council or make_council(), user=user or make_user(), **fields)


# -- councils -----------------------------------------------------------------------------------------------------


def make_municipality(**fields):
    number = next(_numbers)
    return _make(
        Municipality, fields,
        key=f"ort-{number}", name_de=f"Stadt Ort {number}", place_de=f"Ort {number}",
        kind=Municipality.Kind.TOWN, land="NW",
    )  # fmt: skip


def make_council(municipality=None, **fields):
    """A council that speaks for one municipality; ``municipality=False`` makes it without any."""
    slug = fields.get("slug") or f"beirat-{next(_numbers)}"
    council = _make(
        Council, fields,
        slug=slug, name_de=f"Integrationsbeirat {slug}", kind=Council.Kind.INTEGRATION_ADVISORY_COUNCIL,
    )  # fmt: skip
    if municipality is not False:
        make_jurisdiction(council=council, municipality=municipality or make_municipality())
    return council


def make_jurisdiction(**fields):
    return _make(Jurisdiction, fields, council=make_council_alone, municipality=make_municipality)


def make_council_alone():
    return make_council(municipality=False)


def make_council_name(**fields):
    return _make(CouncilName, fields, council=make_council, name_de="Ausländerbeirat")


def make_source(**fields):
    return _make(Source, fields, council=make_council, title="Seite der Stadt", url="https://example.org/quelle")


def make_organisation(**fields):
    return _make(Organisation, fields, council=make_council, name_de="Verein Brücke")


def make_term(**fields):
    return _make(
        Term, fields, council=make_council, name_de="Amtszeit 2025–2030",
        began=PartialDate(2025, 11, 1), ended=PartialDate(2030),
    )  # fmt: skip


def make_seat_group(**fields):
    return _make(
        SeatGroup, fields, term=make_term, label_de="Gewählte Mitglieder", seats=6, voting=SeatGroup.Voting.VOTING
    )


def make_shared_text(**fields):
    return _make(
        SharedText, fields, subject="what", title_de="Was ist ein Rat?", body_de="<p>Der Rat berät.</p>",
        source_title="Satzung", checked_on=datetime.date(2026, 11, 22),
    )  # fmt: skip


def make_statement(**fields):
    return _make(
        Statement, fields, council=make_council, kind=Statement.Kind.TASK, title_de="Beraten",
        body_de="<p>Der Beirat berät den Rat.</p>",
    )  # fmt: skip


def make_call(**fields):
    return _make(
        Call, fields, council=make_council, kind=Call.Kind.VOTE, title_de="Wählen Sie mit",
        closes_on=datetime.date(2030, 9, 1),
    )  # fmt: skip


def make_document(**fields):
    return _make(Document, fields, council=make_council, title_de="Satzung", availability=Document.Availability.KNOWN)


def make_picture(**fields):
    return _make(
        Picture, fields, council=make_council, alt_de="Menschen an einem Tisch", credit="A. Beispiel",
        file=lambda: ContentFile(files.picture(), name="DSC_0815.jpg"),
    )  # fmt: skip


def make_notice(**fields):
    return _make(Notice, fields, council=make_council, title_de="Das Büro ist umgezogen")


def make_news(**fields):
    number = next(_numbers)
    return _make(
        News, fields, council=make_council, slug=f"nachricht-{number}", title_de=f"Nachricht {number}",
        dated=datetime.date(2026, 3, 1),
    )  # fmt: skip


def make_annual_review(**fields):
    return _make(AnnualReview, fields, council=make_council, year=2025, title_de="Das Jahr 2025")


def make_review_theme(**fields):
    return _make(ReviewTheme, fields, review=make_annual_review, title_de="Sprache")


def make_review_point(**fields):
    return _make(ReviewPoint, fields, theme=make_review_theme, text_de="Ein Sprachcafé ist eröffnet.")


def make_contact_point(**fields):
    return _make(ContactPoint, fields, council=make_council, label_de="Geschäftsstelle", email="beirat@example.org")


# -- members ------------------------------------------------------------------------------------------------------


PORTRAYED = {"portrait_credit": "A. Beispiel", "portrait_consented_on": datetime.date(2026, 1, 1)}


def make_person(**fields):
    return _make(Person, fields, council=make_council, name=f"Person {next(_numbers)}")


def make_portrayed(**fields):
    """A person with a portrait and the consent to it; it shows once the person is a member."""
    return make_person(**{"portrait": ContentFile(files.picture(), name="DSC_0815.jpg")} | PORTRAYED | fields)


def make_membership(**fields):
    """A person's membership, or the ``organisation``'s if one is given, of the council of its seat group."""
    fields = _with_council(fields, "seat_group", "person", "organisation")
    if fields.get("organisation") is None:
        fields.setdefault("person", make_person(council=fields["council"]))
    return _make(Membership, fields)


def make_vacancy(**fields):
    return _make(Vacancy, fields, seat_group=make_seat_group)


def make_substitute(**fields):
    """Somebody who stands in for a ``membership``, or for a seat group where none is given."""
    fields = _with_council(fields, "membership", "seat_group", "person", "organisation")
    council = fields["council"]
    if fields.get("membership") is None and "seat_group" not in fields:
        fields["seat_group"] = make_seat_group(term=make_term(council=council))
    if fields.get("organisation") is None:
        fields.setdefault("person", make_person(council=council))
    return _make(Substitute, fields)


def make_office(**fields):
    fields = _with_council(fields, "term", "seat_group")
    return _make(Office, fields, kind=Office.Kind.CHAIR)


def make_office_holding(**fields):
    """A membership's time in an office, unless a ``person`` or an ``organisation`` from outside is given."""
    holder = next((row for name in ("membership", "person", "organisation") if (row := fields.get(name))), None)
    if "office" not in fields:
        fields["office"] = make_office(council=holder.council) if holder else make_office()
    if holder is None:
        fields["membership"] = make_membership(council=fields["office"].council)
    return _make(OfficeHolding, fields)


def _with_council(fields, *names):
    """The fields with a council: the one given, else that of the first relative, else a new one."""
    if "council" in fields:
        return fields
    for name in names:
        if (relative := fields.get(name)) is not None:
            return fields | {"council": relative.term.council if isinstance(relative, SeatGroup) else relative.council}
    return fields | {"council": make_council()}


# -- meetings -----------------------------------------------------------------------------------------------------


def make_venue(**fields):
    return _make(Venue, fields, council=make_council, name_de="Rathaus", room_de="Saal 1", city="Ort")


def make_meeting(council=None, councils=None, **fields):
    """A meeting that the council, or several together, convene; the first one keeps the record."""
    councils = councils or [council or fields.get("keeper") or make_council()]
    meeting = _make(
        Meeting, fields, keeper=councils[0], title_de="Sitzung", held_on=PartialDate(2030, 3, 14),
        starts_at=datetime.time(18), openness=Meeting.Openness.PUBLIC,
    )  # fmt: skip
    for position, convener in enumerate(councils):
        make_convening(meeting=meeting, council=convener, position=position)
    return meeting


def make_convening(**fields):
    return _make(Convening, fields, meeting=make_meeting, council=make_council)


def make_meeting_notice(**fields):
    return _make(MeetingNotice, fields, meeting=make_meeting, title_de="Bitte den Seiteneingang nehmen")


def make_meeting_document(**fields):
    return _make(
        MeetingDocument, fields, meeting=make_meeting, title_de="Niederschrift",
        availability=MeetingDocument.Availability.KNOWN, role=MeetingDocument.Role.MINUTES,
    )  # fmt: skip


def make_agenda_item(**fields):
    return _make(AgendaItem, fields, meeting=make_meeting, number="Ö 1", title_de="Begrüßung")


def make_offer(**fields):
    return _make(Offer, fields, council=make_council, kind=Help.INTERPRETER, note_de="Bitte die Sprache angeben")


def make_registration(meeting=None, *kinds, **fields):
    """A registration as the form stores it, without its letters, asking for these; ``code`` is its receipt."""
    token = receipts.new_token()
    code = receipts.code_for(token)
    created = fields.pop("created", None) or timezone.now()
    fields = {
        "meeting": meeting or make_meeting(),
        "created": created,
        "modified": created,
        "language": "de",
        "email": "olena@example.org",
        "token_hash": receipts.token_hash(token),
        "receipt_hash": receipts.stored_hash(code),
    } | fields
    registration = Registration.objects.create(**fields)
    for kind in kinds:
        Need.objects.create(registration=registration, kind=kind)
    registration.code = code
    return registration


# -- messages -------------------------------------------------------------------------------------------------------


def make_reader(council, user=None, **fields):
    """An account that reads the council's messages: only with one is its form open."""
    return make_editor(council, user, role=Editor.Role.MESSAGE_READER, **fields)


def make_message(council=None, **fields):
    """A message as the form stores it, without its events and letters; ``code`` is its receipt."""
    token = receipts.new_token()
    code = receipts.code_for(token)
    created = fields.pop("created", None) or timezone.now()
    fields = {
        "council": council or make_council(),
        "created": created,
        "modified": created,
        "language": "de",
        "answer_language": "de",
        "text": "Wann ist die nächste Sitzung?",
        "token_hash": receipts.token_hash(token),
        "receipt_hash": receipts.stored_hash(code),
        "due_on": created.date() + datetime.timedelta(days=7),
        "deputy_on": created.date() + datetime.timedelta(days=14),
    } | fields
    message = Message.objects.create(**fields)
    message.code = code
    return message


def make_barrier_report(**fields):
    now = timezone.now()
    return BarrierReport.objects.create(
        **{
            "created": now, "language": "de", "text": "Das Video hat keine Untertitel.",
            "due_on": timezone.localdate(now) + datetime.timedelta(days=14), "token_hash": f"barriere-{next(_numbers)}",
        } | fields
    )  # fmt: skip


def make_desk(council=None, **fields):
    return Desk.objects.create(council=council or make_council(), **fields)


def make_absence(council, first_day, last_day):
    return Absence.objects.create(council=council, first_day=first_day, last_day=last_day)


def make_topic(**fields):
    return _make(Topic, fields, council=make_council, label_de="Gartenfest", key=lambda: f"topic-{next(_numbers)}")


def make_signpost(**fields):
    return _make(Signpost, fields, council=make_council, name_de="Hilfetelefon", phone="0800 123456")


def make_text_block(**fields):
    return _make(TextBlock, fields, council=make_council, name="Gruß", text_de="Danke für Ihre Nachricht.")


def make_office_hour(**fields):
    return _make(
        OfficeHour, fields, council=make_council, weekday=4, starts_at=datetime.time(14), ends_at=datetime.time(16),
        place_de="Rathaus, Zimmer 3",
    )  # fmt: skip


def make_office_hour_off(**fields):
    return _make(
        OfficeHourOff, fields, office_hour=make_office_hour, day=datetime.date(2030, 3, 14), reason_de="Umzug"
    )  # fmt: skip


def make_subscription(council=None, **fields):
    """Somebody who hears of everything, confirmed."""
    now = timezone.now()
    recipient = fields.get("recipient", "olena@example.org")
    return Subscription.objects.create(
        **{
            "council": council or make_council(), "recipient": recipient,
            "recipient_hash": letters.recipient_hash(recipient), "language": "uk", "occasions": Occasion.values,
            "created": now, "confirmed_at": now,
        } | fields
    )  # fmt: skip
