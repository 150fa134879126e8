"""What people entrust to an office, and how they get into a meeting: with a word of its own in each column.

Planted beside the canaries of ``test_leaks``. Where each word may show is known: to whoever wrote it, and on the pages
of the office that they wrote to; the way in on the receipt of somebody who was let in, in its time, and where it is
entered.
"""

import datetime
import io
import logging
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from contact import conversation, digest, receipts
from contact.models import Letter
from councils.models import News
from councils.partial_dates import PartialDate
from councils.publishing import PublishedQuerySet
from meetings import announcing, life, taking_part
from meetings.models import AccessLink, AgendaItem, Convening, Help, Meeting, MeetingDocument, Need, Registration
from portal.council_files.writing import council_file
from portal.logs import PrivateFormatter
from tests import factories as f

BACKEND = "django.contrib.auth.backends.ModelBackend"
SOON = {
    "held_on": PartialDate(2027, 3, 1),
    "starts_at": datetime.time(13, 30),
    "ends_at": datetime.time(20),
    "mode": "hybrid",
}
State = Need.State
# What the office says to each of those who asked for the way in; only one of them is let in.
LET_IN, ASKED, REFUSED, ASIDE = "let in", "not answered", "not possible", "in quarantine"
# The office pages of all that a meeting has; one that is added must be fetched below.
OFFICE_PAGES = {
    # Going back to a version takes a POST only, and leads to the history; "copy_last" leads to "copy".
    Meeting: {
        "changelist", "add", "history", "go_back", "delete", "change", "step", "paste_dates", "paste_agenda", "copy",
        "copy_last",
    },
    AccessLink: {"changelist", "add", "history", "delete", "change"},
    Registration: {"changelist", "add", "history", "delete", "change", "sheet"},
}  # fmt: skip


@dataclass
class Entrusted:
    """A word, whose it is, and whether it is the way in or what somebody wrote."""

    what: str
    word: str
    is_way_in: bool = False


class Deposit:
    """The words, the registrations and messages that hold them, and the office that may see them."""

    def __init__(self, council, new_word):
        self.council, self._new_word, self.words = council, new_word, []
        self.editor = f.make_editor(council, f.make_user(email="buero@example.org")).user
        self.soon = f.make_meeting(council, **SOON)
        f.make_offer(council=council, kind=Help.ONLINE)
        self.registrations = {}

    def word(self, what, **more):
        self.words.append(Entrusted(what, self._new_word(), **more))
        return self.words[-1].word

    # -- planting -------------------------------------------------------------------------------------------------

    def plant(self, hidden):
        """Below the public meeting and below each of the hidden ones, by the way in which it is hidden."""
        self._enter_way_in()
        for what in (LET_IN, ASKED, REFUSED, ASIDE):
            self.registrations[what] = self._register(what, self.soon)
        for what, meeting in hidden.items():
            AccessLink.objects.create(meeting=meeting, **self._way_in(f"of a meeting {what}"))
            self._register(f"at a meeting {what}", meeting)
        states = {LET_IN: State.CONFIRMED, REFUSED: State.NOT_POSSIBLE}
        for what, state in states.items():
            taking_part.decide(self.registrations[what], {self._of(what, Help.ONLINE).pk: state})
        taking_part.quarantine(self.registrations[ASIDE])
        names = ("name", "phone", "address", "text")
        given = {name: self.word(f"{name} of a message") for name in names}
        self.message = f.make_message(self.council, email=f"{self.word('e-mail of a message')}@example.org", **given)

    def _way_in(self, what):
        return {
            "url": f"https://example.org/{self.word(f'link {what}', is_way_in=True)}",
            "more": self.word(f"number {what}", is_way_in=True),
        }

    def _enter_way_in(self):
        """As an editor does, twice, so that there is a history."""
        given = {"meeting": self.soon.pk, "shown_minutes": 60} | self._way_in("of the meeting")
        office = signed_in(self.editor)
        office.post(reverse("admin:meetings_accesslink_add"), given)
        self.link = AccessLink.objects.get()
        given |= self._way_in("of the meeting, changed")
        office.post(reverse("admin:meetings_accesslink_change", args=[self.link.pk]), given)
        self.link.refresh_from_db()
        assert self.link.more == given["more"]

    def _register(self, what, meeting):
        whose = f"of somebody {what}"
        kinds = (Help.PLACE, Help.ONLINE, Help.QUESTION)
        row = f.make_registration(
            meeting, *kinds, name=self.word(f"name {whose}"), phone=self.word(f"phone {whose}"),
            email=f"{self.word(f'address {whose}')}@example.org",
        )  # fmt: skip
        row.needs.filter(kind=Help.QUESTION).update(text=self.word(f"question {whose}"))
        return row

    def _of(self, what, kind):
        return self.registrations[what].needs.get(kind=kind)

    # -- looking --------------------------------------------------------------------------------------------------

    def receipts(self, ask):
        """What each receipt opens, and what it downloads."""
        address, found = "/de/messages/", {}
        for what, row in self.registrations.items():
            found[f"receipt {what}"] = ask(address, "post", data={"code": row.code})
            found[f"download {what}"] = ask(address, "post", data={"code": row.code, "step": "export"})
        return found

    def in_office(self, ask, find):
        """The pages of the office as its editor gets them, an administrator, and another council's editor."""
        users = {
            "editor": self.editor,
            "administrator": f.make_superuser(),
            "stranger": f.make_editor(f.make_council()).user,
        }
        rows, others, lists, found = self._pages_of_rows(), self._other_pages(), self._lists(find), {}
        for who, user in users.items():
            client = signed_in(user)
            addresses = [*lists, *rows, *others] if who == "editor" else rows
            found |= {f"{who} {address}": ask(address, client=client) for address in addresses}
        return found

    def shown_to_editor(self):
        """The pages on which its editor sees what was entrusted: the way in, and what people wrote."""
        link = reverse("admin:meetings_accesslink_change", args=[self.link.pk])
        rows = [reverse("admin:meetings_registration_change", args=[r.pk]) for r in self.registrations.values()]
        return {f"editor {link}"}, {f"editor {address}" for address in (*rows, self._sheet())}

    def _sheet(self):
        return reverse("admin:meetings_registration_sheet", args=[self.soon.pk])

    @staticmethod
    def _lists(find):
        for model in admin.site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            yield f"{reverse(f'{name}_changelist')}?q={find}"
            if model in OFFICE_PAGES:
                yield from (reverse(f"{name}_changelist"), reverse(f"{name}_add"))
        yield reverse("admin:index")
        yield reverse("admin:app_list", args=["meetings"])
        for ending in ("?list=quarantine", "?list=ended"):
            yield reverse("admin:meetings_registration_changelist") + ending

    def _pages_of_rows(self):
        """Of the meeting, its way in, and of each registration, of which one stands for all where nothing is read."""
        first, *others = self.registrations.values()
        pages = [
            reverse(f"admin:meetings_{row._meta.model_name}_{page}", args=[row.pk])
            for row in (self.soon, self.link, first)
            for page in ("change", "history", "delete")
        ]
        pages += [reverse("admin:meetings_registration_change", args=[row.pk]) for row in others]
        return [*pages, self._sheet(), reverse("admin:meetings_accesslink_changelist")]

    def _other_pages(self):
        steps = [("meeting_step", [self.soon.pk, step]) for step in ("move", "cancel", "correct")]
        named = [*steps, ("meeting_paste_dates", [])]
        named += [(page, [self.soon.pk]) for page in ("meeting_paste_agenda", "meeting_copy")]
        adding = [reverse(f"admin:meetings_{name}_add") for name in ("registration", "accesslink")]
        return [
            *(reverse(f"admin:meetings_{name}", args=args) for name, args in named),
            *(f"{address}?meeting={self.soon.pk}" for address in adding),
        ]

    @staticmethod
    def history():
        return "\n".join(f"{entry.object_repr} {entry.change_message}" for entry in LogEntry.objects.all())

    def file(self):
        return council_file(self.council.slug)

    def letters(self, now):
        """What letters say once all that is told has been told; nothing of it stays."""
        with transaction.atomic(), _mail_is_on():
            written = self._letters(now)
            transaction.set_rollback(True)
        return written

    def _letters(self, now):
        f.make_reader(self.council, f.make_user(email="leserin@example.org"))
        f.make_subscription(self.council)
        # The first one has the only place.
        Meeting.objects.filter(pk=self.soon.pk).update(places=1)
        other = f.make_registration(self.soon, Help.PLACE, Help.ONLINE, email="anna@example.org")
        wish = taking_part.Wish("de", [(Help.ONLINE, "", "")], email="ben@example.org")
        taking_part.decide(other, {other.needs.get(kind=Help.ONLINE).pk: State.CONFIRMED}, now)
        for what in (ASKED, REFUSED):
            taking_part.quarantine(self.registrations[what], now)
        taking_part.store(self.soon, wish, receipts.new_token(), now, judge=list)
        taking_part.cancel(self.registrations[LET_IN], now)
        answered = f.make_message(self.council, way="mail", email="olena@example.org")
        conversation.tell_office(self.message, now)
        conversation.answer(answered, "Antwort", "de", self.editor)
        for model in (Meeting, Convening, AgendaItem, MeetingDocument, News):
            for row in model.objects.all():
                row.save()
        announcing.look_again(now)
        soon = Meeting.objects.get(pk=self.soon.pk)
        soon.refresh_from_db()
        life.move(soon, datetime.date(2027, 3, 2), datetime.time(18), now=now)
        taking_part.remind(now)
        sent = self._opened()
        life.cancel(soon, {"de": "Krankheit"})
        digest.write_digests(now)
        digest.tell_deputies(now + datetime.timedelta(days=60))
        return sent | self._opened()

    @staticmethod
    def _opened():
        return {row.pk: (row.kind, f"{row.subject}\n{row.body}") for row in Letter.objects.exclude(body="")}


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=BACKEND)
    return client


@contextmanager
def _mail_is_on():
    before = settings.MAIL
    settings.MAIL = before | {"EMAIL_HOST": "mail.example"}
    yield
    settings.MAIL = before


@contextmanager
def broken_database(words):
    """Whatever asks for something public fails, and the error quotes what is stored."""
    published = PublishedQuerySet.published

    def fail(self, now):
        raise DatabaseError(" ".join(words))

    PublishedQuerySet.published = fail
    yield
    PublishedQuerySet.published = published


@contextmanager
def everything_logged():
    """Gives a function for all that is logged meanwhile, as it reaches the log file."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter())
    known = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    # Those that hand on what they hear reach one of the others.
    heard = [logger for logger in known if logger.parent is None or not logger.propagate]
    for logger in heard:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in heard:
        logger.removeHandler(handler)
