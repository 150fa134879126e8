"""What becomes of the lines of a table.

A table is always tried as a whole: :func:`enter` does what it says and takes it back unless it is to stay. So a preview
tells what really happens, and a table that was read in before has nothing new to say.
"""

import re
from copy import copy

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from councils.models import Council, Organisation, SeatGroup
from councils.partial_dates import PartialDate, format_partial_date
from councils.publishing import State
from members.actions import GATE_FILLS, fill_seats
from members.models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy

from .columns import KIND_BY_SENT_AS, SENT_AS_BY_KIND, folded
from .writing import office_words

YES = {"ja", "yes", "j", "y", "x", "1", "stimmberechtigt", "voting"}
NO = {"nein", "no", "n", "0", "beratend", "advisory"}
VACANT = {"n n", "nn", "unbesetzt", "vakant", "vacant"}
# Words for offices besides the portal's own.
OFFICE_WORDS = {
    "vorsitz": "chair", "vorsitzende": "chair", "vorsitzender": "chair", "vorsitzende r": "chair",
    "stellvertretender vorsitz": "deputy_chair", "stellvertretende vorsitzende": "deputy_chair",
    "stellvertretender vorsitzender": "deputy_chair", "stellv vorsitz": "deputy_chair",
    "stellv vorsitzende": "deputy_chair", "stellv vorsitzender": "deputy_chair", "schriftführung": "secretary",
    "schriftführer": "secretary", "schriftführerin": "secretary", "sprecherin": "spokesperson",
    "sprecher": "spokesperson",
}  # fmt: skip


def choices_of(choices):
    """By their names in German and English, the values of a list of choices."""
    found = {}
    for language in ("de", "en"):
        with translation.override(language):
            found |= {folded(label): value for value, label in choices.choices if value}
    return found | {folded(value): value for value in choices.values if value}


class _TakeBackError(Exception):
    """Takes the transaction back."""


def enter(council, term, lines, *, state, stays=lambda _lines: False):
    """Enter the lines, and take it all back unless nothing is wrong and ``stays(lines)`` says that it stays.

    Returns whether it stayed. New rows get the state; what is a draft and should be public is published.
    """
    try:
        with transaction.atomic():
            Council.objects.select_for_update(of=["self"]).only("pk").get(pk=council.pk)
            _Run(council, term, state).enter(lines)
            if any(line.errors for line in lines) or not stays(lines):
                raise _TakeBackError
    except _TakeBackError:
        return False
    return True


class _Run:
    """One table on its way into one council."""

    # Rows that lines refer to: there before, or made by a line above.
    KNOWN = ("groups", "people", "organisations", "memberships", "substitutes", "offices", "holdings", "used")
    # Cells that become names, and the longest of these.
    NAMES, is_short = ("name", "group", "office", "sent_by"), MaxLengthValidator(200)

    def __init__(self, council, term, state):
        self.council, self.term, self.state = council, term, state
        self.groups = {folded(row.label_de): row for row in self._in_term(SeatGroup, "term")}
        self.people, self.organisations = {}, {}
        for person in council.people.present().filter(erased_at__isnull=True):
            self.people.setdefault(folded(person.name), []).append(person)
        for row in council.organisations.present():
            self.organisations.setdefault(folded(row.name_de), row)
        joined = ("person", "organisation", "seat_group", "on_behalf_of")
        here = Membership.objects.present().filter(council=council).select_related(*joined)
        self.memberships = [row for row in here if self._is_of_term(row.seat_group)]
        rows = Substitute.objects.present().filter(council=council)
        self.substitutes = list(rows.select_related("person", "organisation", "membership", "seat_group"))
        self.offices = list(council.offices.present().filter(Q(term=term) | Q(term__isnull=True)))
        self.holdings = list(OfficeHolding.objects.present().filter(office__in=self.offices).select_related("office"))
        # Lines by the rows they are about, the last line by seat group.
        self.used, self.filled = {}, {}
        self.position = len(self.memberships)
        self.kinds = choices_of(Office.Kind) | OFFICE_WORDS
        self.sent_as = choices_of(Membership.OnBehalf) | {"fraktion": "group", "parteilos": "independent"}

    def _in_term(self, model, name):
        return model.objects.present().filter(**{name: self.term}) if self.term else []

    def _is_of_term(self, group):
        return group is None if self.term is None else group is not None and group.term_id == self.term.pk

    def enter(self, lines):
        """Groups first, then members, then who stands in for them."""
        for step, belongs in (
            (self._group, lambda line: not line.typed("name")),
            (self._member, lambda line: line.typed("name") and not line.typed("deputy_of")),
            (self._substitute, lambda line: line.typed("name") and line.typed("deputy_of")),
        ):
            for line in filter(belongs, lines):
                self._one(line, step)
        self._fill_seats()

    def _fill_seats(self):
        """Vacant seats of the groups that the lines are about; the last line of each tells."""
        for group, line in self.filled.items():
            before, after = fill_seats(group, timezone.localdate())
            if before != after:
                name = capfirst(Vacancy._meta.get_field("seats").verbose_name)
                line.notes.append(_("{field}: {before} → {value}").format(field=name, before=before, value=after))

    def _one(self, line, act):
        known = {name: copy(getattr(self, name)) for name in self.KNOWN}
        try:
            with transaction.atomic():
                self._measure(line)
                if not line.errors:
                    act(line)
                if line.errors:
                    raise _TakeBackError
        except _TakeBackError:
            pass
        except ValidationError as error:
            self._explain(line, error)
        except IntegrityError:
            line.refuse("name", _("The database refuses this line."))
        if line.errors:
            # Nothing of the line is there, so none below may refer to it.
            vars(self).update(known)
        line.verdict = line.verdict or (line.CHANGED if line.changes else line.SAME)

    def _measure(self, line):
        for name in self.NAMES:
            try:
                self.is_short(line.typed(name))
            except ValidationError as error:
                line.refuse(name, error.messages[0])

    @staticmethod
    def _explain(line, error):
        columns = {
            "name": "name", "name_de": "name", "label_de": "group", "seats": "seats", "began": "began",
            "ended": "ended", "voting": "vote", "rank": "rank", "on_behalf_of": "sent_by", "title_de": "office",
        }  # fmt: skip
        texts = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, messages in texts.items():
            for message in messages:
                line.refuse(columns.get(name, "name"), message)

    # -- three kinds of lines -----------------------------------------------------------------------------------------

    def _group(self, line):
        """A line without a name: how many seats a group has, and whether with a vote."""
        if not line.typed("group"):
            return line.refuse("name", _("Write a name, or the seat group whose seats this line states."))
        if self.term is None:
            return line.refuse("group", _("Without a term of office there are no seat groups."))
        seats = self._number(line, "seats")
        vote = self._vote(line, {True: "voting", False: "advisory"})
        if line.errors:
            return None
        row = self.groups.get(folded(line.typed("group")))
        if row is None:
            row = SeatGroup(
                term=self.term, label_de=line.typed("group"), position=len(self.groups) + 1, state=self.state
            )
            line.verdict = line.NEW
            self.groups[folded(line.typed("group"))] = row
        if seats:
            exact = row.seats_kind if row.seats_kind != SeatGroup.SeatsKind.UNKNOWN else SeatGroup.SeatsKind.EXACT
            self._set(line, row, seats=seats, seats_kind=exact)
        elif row.seats is None:
            row.seats_kind = SeatGroup.SeatsKind.UNKNOWN
        self._set(line, row, voting=vote)
        return self._write(line, row)

    def _member(self, line):
        if folded(line.typed("name")) in VACANT:
            return line.refuse("name", _("A vacant seat is no member. Enter it under “Vacancies”."))
        known = self._by_key(line, self.memberships)
        group = self._seat_group(line)
        began, ended = self._date(line, "began"), self._date(line, "ended")
        vote = self._vote(line, {True: "voting", False: "advisory"})
        sent_as = self._sent_as(line)
        consent = self._consent(line)
        if line.errors:
            return None
        member, is_new = self._who(line, consent)
        if line.errors:
            return None
        row = known or self._period(self.memberships, member, group, began, is_new=is_new)
        if known and (known.member != member or known.seat_group != group):
            text = _("This line is about “{name}” in “{group}”. Empty “Kennung” to enter somebody anew.")
            return line.refuse("key", text.format(name=known, group=known.seat_group or "–"))
        if row is None:
            self.position += 1
            name = "organisation" if isinstance(member, Organisation) else "person"
            row = Membership(
                council=self.council, seat_group=group, position=self.position, state=self.state, **{name: member}
            )
            line.verdict = line.NEW
            self.memberships.append(row)
        elif self._is_used(line, row):
            return None
        body = self._sender(line, sent_as)
        self._set(line, row, began=began, ended=ended, voting=vote, on_behalf=sent_as or None, on_behalf_of=body)
        if body and not row.on_behalf:
            self._set(line, row, on_behalf=SENT_AS_BY_KIND.get(body.kind))
        self._write(line, row)
        self.used[id(row)] = line.number
        if group and (line.changes or line.verdict == line.NEW):
            self.filled[group] = line
        return self._hold_office(line, row) if line.typed("office") else None

    def _substitute(self, line):
        known = self._by_key(line, self.substitutes)
        membership, group = self._stood_in_for(line)
        began, ended, rank = self._date(line, "began"), self._date(line, "ended"), self._number(line, "rank")
        consent = self._consent(line)
        if not line.errors:
            member, _is_new = self._who(line, consent)
        if line.errors:
            return None
        same = [row for row in self.substitutes
                if row.member == member and row.membership == membership and row.seat_group == group]  # fmt: skip
        row = known or next(iter(same), None)
        if known and known not in same:
            text = _("This line is about “{name}” in “{group}”. Empty “Kennung” to enter somebody anew.")
            return line.refuse("key", text.format(name=known, group=known.membership or known.seat_group))
        if row is None:
            name = "organisation" if isinstance(member, Organisation) else "person"
            row = Substitute(
                council=self.council, membership=membership, seat_group=group, state=self.state, **{name: member}
            )
            line.verdict = line.NEW
            self.substitutes.append(row)
        elif self._is_used(line, row):
            return None
        self._set(line, row, began=began, ended=ended, rank=rank)
        self._write(line, row)
        self.used[id(row)] = line.number
        return None

    # -- what cells say -----------------------------------------------------------------------------------------------

    def _by_key(self, line, rows):
        """The row that a line of a table which the portal made is about."""
        if not (key := line.typed("key")):
            return None
        row = next((row for row in rows if row.public_id.hex == key.lower()), None)
        if row is None:
            text = _("This line is of another council or term, or its entry is gone. Empty “Kennung” to enter it anew.")
            line.refuse("key", text)
        return row

    def _seat_group(self, line):
        if self.term is None:
            if line.typed("group"):
                line.refuse("group", _("Without a term of office there are no seat groups."))
            return None
        if group := self.groups.get(folded(line.typed("group"))):
            return group
        names = ", ".join(row.label_de for row in self.groups.values()) or "–"
        if line.typed("group"):
            text = _("There is no such seat group in this term. There are: {names}. A line without a name makes one.")
        elif len(self.groups) == 1:
            return next(iter(self.groups.values()))
        else:
            text = _("Write the seat group. There are: {names}.")
        return line.refuse("group", text.format(names=names))

    def _date(self, line, name):
        if not line.typed(name):
            return None
        try:
            return PartialDate.parse(line.typed(name))
        except ValueError:
            return line.refuse(name, _("This is no date. Write 18.03.2027, 03.2027 or 2027."))

    def _consent(self, line):
        day = self._date(line, "consent")
        if day and day.precision != "day":
            return line.refuse("consent", _("Write the full date, for example 18.03.2027."))
        return day and day.earliest

    @staticmethod
    def _number(line, name):
        text = line.typed(name)
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) < 10 and 0 < int(text) < 10_000:
            return int(text)
        return line.refuse(name, _("Write a whole number, 1 or more."))

    @staticmethod
    def _vote(line, values):
        word = folded(line.typed("vote"))
        if not word:
            return None
        if word in YES or word in NO:
            return values[word in YES]
        return line.refuse("vote", _("Write “ja” or “nein”, or leave it empty."))

    def _sent_as(self, line):
        word = folded(line.typed("sent_as"))
        if word and word not in self.sent_as:
            with translation.override("de"):
                names = ", ".join(str(label) for value, label in Membership.OnBehalf.choices if value)
            return line.refuse("sent_as", _("This is not known. Write one of these: {names}.").format(names=names))
        return self.sent_as.get(word, "")

    def _sender(self, line, sent_as):
        """The body that a member stands for; a new one is entered with it."""
        if not line.typed("sent_by"):
            return None
        return self._organisation(line, line.typed("sent_by"), KIND_BY_SENT_AS.get(sent_as))

    def _organisation(self, line, name, kind=None):
        row = self.organisations.get(folded(name))
        if row is None:
            row = Organisation(
                council=self.council, name_de=name, kind=kind or Organisation.Kind.OTHER, state=self.state,
                position=len(self.organisations) + 1,
            )  # fmt: skip
            self.organisations[folded(name)] = row
            line.notes.append(_("New organisation: {name}").format(name=name))
            self._write(None, row)
        elif self._is_to_be_shown(row):
            row.publish()
        return row

    def _who(self, line, consent):
        """The person or organisation of a line, entered where there is none; and whether it is new."""
        kind = folded(line.typed("kind"))
        if kind in {"organisation", "organization", "verein"}:
            count = len(self.organisations)
            return self._organisation(line, line.typed("name")), len(self.organisations) > count
        if kind not in {"", "person"}:
            return line.refuse("kind", _("Write “Person” or “Organisation”, or leave it empty.")), False
        same = self.people.get(folded(line.typed("name")), [])
        if len(same) > 1:
            text = _("Several people here have this name. Enter this one by hand, in the list of memberships.")
            return line.refuse("name", text), False
        person = same[0] if same else Person(council=self.council, name=line.typed("name"), state=self.state)
        if not same:
            self.people[folded(line.typed("name"))] = [person]
        self._set(line if same else None, person, consented_on=consent)
        self._write(line if same else None, person)
        return person, not same

    def _stood_in_for(self, line):
        """The member or the seat group for which somebody stands in."""
        word = folded(line.typed("deputy_of"))
        if group := self.groups.get(word):
            return None, group
        rows = [row for row in self.memberships if row.pk and folded(str(row)) == word]
        if len(rows) != 1:
            text = _("Nobody of this name is a member here, and no seat group is called so.")
            if rows:
                text = _("Several members have this name. Enter this line by hand.")
            line.refuse("deputy_of", text)
            return None, None
        return rows[0], None

    @staticmethod
    def _period(rows, member, group, began, *, is_new):
        """The time on the council that a line means: the one that began so, or that is open."""
        if is_new:
            return None
        same = [row for row in rows if row.member == member and row.seat_group == group]
        exact = [row for row in same if began and row.began == began]
        open_ = [row for row in same if row.ended is None or not (began and began > row.ended)]
        return next(iter([*exact, *sorted(open_, key=lambda row: row.ended is not None)]), None)

    def _is_used(self, line, row):
        if (first := self.used.get(id(row))) is None:
            return False
        line.refuse("name", _("This stands in the table twice, first in line {n}.").format(n=first))
        return True

    def _hold_office(self, line, membership):
        """The office that a member holds; a word that the portal does not know becomes an office of its own name."""
        words = line.typed("office")
        found = re.match(r"(\d)\.\s*(.+)", words)
        rank, word = (int(found[1]), found[2]) if found else (None, words)
        kind = self.kinds.get(folded(word), Office.Kind.OTHER)
        title = word if kind == Office.Kind.OTHER else None
        same = [row for row in self.offices if row.kind == kind and row.rank == rank]
        same = [row for row in same if not title or folded(row.title_de) == folded(title)]
        # First of all what the table that goes out calls so: a name may begin with a number of its own.
        with translation.override("de"):
            called_so = [row for row in self.offices if folded(office_words(row)) == folded(words)]
        office = next(iter([*called_so, *same]), None)
        if office is None:
            office = Office(
                council=self.council, term=self.term, kind=kind, rank=rank, title_de=title, state=self.state,
                position=len(self.offices) + 1,
            )  # fmt: skip
            self.offices.append(office)
            line.notes.append(_("New office: {name}").format(name=words))
        self._write(None, office)
        here = [row for row in self.holdings if row.office == office]
        held = next((row for row in here if row.membership == membership), None)
        if held is None:
            if any(row.ended is None for row in here):
                line.notes.append(_("Somebody else holds this office too. End their time if it is over."))
            held = OfficeHolding(office=office, membership=membership, began=membership.began, state=self.state)
            self.holdings.append(held)
            line.changes.append(_("{field}: {value}").format(field=capfirst(Office._meta.verbose_name), value=words))
        if line.typed("ended"):
            self._set(None, held, ended=membership.ended)
        self._write(None, held)

    # -- writing ------------------------------------------------------------------------------------------------------

    def _set(self, line, row, **values):
        """Let the row say what the table says; an empty cell says nothing."""
        for name, value in values.items():
            if value is None or getattr(row, name) == value:
                continue
            before = getattr(row, name)
            setattr(row, name, value)
            row._differs = True
            if line is not None and line.verdict != line.NEW:
                column = type(row)._meta.get_field(name)
                texts = {"field": capfirst(column.verbose_name), "before": said(row, name, before) or "–"}
                text = _("{field}: {before} → {value}").format(**texts, value=said(row, name, value))
                line.changes.append(text)

    def _is_to_be_shown(self, row):
        return self.state == State.PUBLISHED and row.state == State.DRAFT

    def _write(self, line, row):
        """Write what is new or differs, or was a draft and is to be public."""
        if not row._state.adding and self._is_to_be_shown(row):
            row.state, row._differs = State.PUBLISHED, True
            if line is not None:
                line.changes.append(_("{field}: {value}").format(field=capfirst(_("state")), value=_("published")))
        if row._state.adding or getattr(row, "_differs", False):
            row.full_clean(exclude=GATE_FILLS)
            row.save()
            row._differs = False


def said(row, name, value):
    """A value as people read it."""
    if isinstance(value, PartialDate):
        return format_partial_date(value)
    choices = dict(type(row)._meta.get_field(name).flatchoices)
    return str(choices.get(value, value) if value not in {None, ""} else "")
