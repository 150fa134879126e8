"""Canaries: words that stand only where the public must not look, and that no answer of the portal may hold.

Every kind of published row is planted in every hidden state below a public council, then once more, public itself,
below each row it hangs on while that one is a draft, with a word of its own in all columns for words. The portal is
read three times: without these rows, with them, and after all have been published. The first two readings are the same
to the letter; the third one finds every word, so that the silence of the second proves something.

What people entrust to an office is planted with them (see ``entrusted``) and never published. Besides pages, the second
reading looks at the office, at letters, log lines and error pages.
"""

import base64
import datetime
import html
import itertools
import re
from collections import deque
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin import site
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from contact.models import OfficeHour, OfficeHourOff, Signpost, TextBlock, Topic
from councils.models import (
    AnnualReview,
    Call,
    ContactPoint,
    Council,
    CouncilName,
    Document,
    DocumentBase,
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
    Subject,
    Term,
)
from councils.partial_dates import PartialDate
from councils.publishing import Addressed, Published, State
from councils.translation_state import content_languages, translated_fields
from meetings import taking_part
from meetings.models import AgendaItem, Convening, Help, Meeting, MeetingDocument, MeetingNotice, Offer, Venue
from members.models import Membership, Office, OfficeHolding, Person, Substitute, Vacancy
from tests import factories as f
from tests import files
from tests.conftest import BACKEND, FULL
from tests.portal import entrusted
from tests.public_paths import NOT_BELOW_A_LANGUAGE, OF_A_COUNCIL, fetched_paths, names_of_other_addresses, public_paths

pytestmark = pytest.mark.django_db
CLIENT = Client()
LANGUAGES = ("de", "ar")
# A database makes no difference to these.
OTHER_LANGUAGES = [code for code in content_languages() if code not in LANGUAGES and (BACKEND == "sqlite" or FULL)]
COLUMNS = [code.replace("-", "_") for code in content_languages()]
CANARY = re.compile(r"kanari\d{3}", re.IGNORECASE)
BEGINNING = "kanar"  # finds all of them and is none: pages repeat what is looked for
# In each form another one each time; in calendars and feeds that a row was changed, which its drafts do as well.
MADE_ANEW = re.compile(
    r'(?<=name="(?:token|stamp)") value="[^"]*"|^(?:DTSTAMP|LAST-MODIFIED|SEQUENCE):[^\r]*|<updated>[^<]*', re.MULTILINE
)
LINK = re.compile(r'href="([^"#]+)')

PLANTED, HIDDEN, NOW, LATER = [datetime.datetime(2027, month, 1, 12, tzinfo=datetime.UTC) for month in (1, 2, 3, 4)]


@dataclass(frozen=True)
class Hiding:
    """A way in which a row is not public: what it is made with, what is done with it later, how its address answers."""

    status: int
    fields: dict
    act: str = ""


HIDINGS = {
    "draft": Hiding(404, {"state": State.DRAFT}),
    "scheduled": Hiding(404, {"publish_at": LATER}),
    "expired": Hiding(410, {"unpublish_at": HIDDEN}),
    "withdrawn": Hiding(410, {}, "withdraw"),
    "removed": Hiding(410, {}, "remove"),
}
# What public rows are planted below.
DRAFT = HIDINGS["draft"]


def make_meeting(**fields):
    """A meeting that nobody convenes yet."""
    meeting = Meeting(**{"state": State.PUBLISHED, "openness": Meeting.Openness.PUBLIC} | fields)
    meeting.save()
    return meeting


MAKERS = {
    AgendaItem: f.make_agenda_item,
    AnnualReview: f.make_annual_review,
    Call: f.make_call,
    ContactPoint: f.make_contact_point,
    Convening: f.make_convening,
    Council: partial(f.make_council, False),
    CouncilName: f.make_council_name,
    Document: f.make_document,
    Jurisdiction: f.make_jurisdiction,
    Meeting: make_meeting,
    MeetingDocument: f.make_meeting_document,
    MeetingNotice: f.make_meeting_notice,
    Membership: f.make_membership,
    Municipality: f.make_municipality,
    News: f.make_news,
    Notice: f.make_notice,
    Office: f.make_office,
    OfficeHolding: f.make_office_holding,
    OfficeHour: f.make_office_hour,
    OfficeHourOff: f.make_office_hour_off,
    Offer: f.make_offer,
    Organisation: f.make_organisation,
    Person: f.make_person,
    Picture: f.make_picture,
    ReviewPoint: f.make_review_point,
    ReviewTheme: f.make_review_theme,
    SeatGroup: f.make_seat_group,
    SharedText: f.make_shared_text,
    Signpost: f.make_signpost,
    Source: f.make_source,
    Statement: f.make_statement,
    Substitute: f.make_substitute,
    Term: f.make_term,
    TextBlock: f.make_text_block,
    Topic: f.make_topic,
    Vacancy: f.make_vacancy,
    Venue: f.make_venue,
}

# Of one council, or for all of them.
OF_ONE_OR_ALL = {Signpost, TextBlock}
# The office alone sees these, published or not.
FOR_THE_OFFICE = {TextBlock}
# No page shows these by themselves, only where a row mentions them: they are planted there.
MENTIONED_ONLY = {Picture, Source, Venue}
# These join two rows and have no words of their own on any page (a membership has: why it ended). The word stands in
# the public row they join: in one of these, the first where none is given.
JOINED = {
    Jurisdiction: ("municipality",),
    Convening: ("meeting",),
    Membership: ("person", "organisation"),
    Substitute: ("person", "organisation"),
    OfficeHolding: ("person", "organisation", "membership"),
}
# The portal's imprint names these sources for every public municipality, whether a council speaks for it or not.
KEPT_FROM_JOINED = {Municipality: {"official_key": "", "reference_source": "", "reference_licence": ""}}
FOUND_BY = Council | CouncilName | Jurisdiction | Municipality


def _show_offer(row, stage):
    """In the form of a meeting to come, which an office reads."""
    if row.council != stage["council"]:
        f.make_editor(row.council)
        f.make_meeting(row.council)


# A row that shows the other one as soon as that is public.
SHOWN_BY = {
    Meeting: lambda row, _stage: f.make_convening(meeting=row, council=row.keeper),
    Municipality: lambda row, stage: f.make_jurisdiction(municipality=row, council=stage["council"]),
    Offer: _show_offer,
    Organisation: lambda row, _stage: f.make_membership(organisation=row, council=row.council),
    Person: lambda row, _stage: f.make_membership(person=row, council=row.council),
    Picture: lambda row, _stage: f.make_news(council=row.council, picture=row),
    Source: lambda row, _stage: f.make_statement(source=row, council=row.council),
    Venue: lambda row, _stage: f.make_meeting(row.council, venue=row),
}
# What mentions others: rows that share a page, one for each way of hiding, and one of those that have a page each.
MENTIONING = {Document, Meeting, Membership, SeatGroup, Statement}
MENTIONING_PAGES = {AnnualReview, News}
# Keys to what shows by itself: published convenings are part of each meeting; for the others see _plant_relatives().
OTHER_KEYS = {
    (Convening, "meeting"), (Council, "predecessor"), (Council, "successor"), (Council, "part_of"), (Meeting, "keeper"),
    (MeetingDocument, "agenda_item"),
}  # fmt: skip

HIDDEN_YEARS = (2019, 2041)
# What a council can offer at any meeting: each once.
ALWAYS_OFFERED = (
    Help.INTERPRETER, Help.SIGN_LANGUAGE, Help.WHEELCHAIR, Help.CHILD_CARE, Help.OTHER, Help.QUESTION,
)  # fmt: skip
NEXT_OFFICE_HOUR = datetime.date(2027, 3, 4)
TERM_YEARS = range(1901, 1930, 3)


def keys_of(model):
    """The model's foreign keys to what is published."""
    return [key for key in model._meta.concrete_fields if key.is_relation and issubclass(key.related_model, Published)]


def mentions():
    """Pairs of a model and the name of a key to what need not be public for its rows to be."""
    return [(model, name) for model in MAKERS for name in model.mentions]


def words_for(model, word):
    """The word in every column of the model that holds words: all languages, names, addresses, files."""
    words = {}
    for field in model._meta.concrete_fields:
        if field.name in translated_fields(model) or field.choices:
            continue
        if isinstance(field, models.FileField):
            is_picture = model in {Person, Picture}
            content = files.picture(comment=word.encode()) if is_picture else b"%PDF-1.7 " + word.encode()
            words[field.name] = ContentFile(content, name=f"{word}.{'jpg' if is_picture else 'pdf'}")
        elif isinstance(field, models.EmailField):
            words[field.name] = f"{word}@example.org"
        elif isinstance(field, models.URLField):
            words[field.name] = f"https://example.org/{word}"
        elif isinstance(field, models.CharField | models.TextField):
            words[field.name] = word
    return words


@dataclass
class Canary:
    """A word, and the row that holds it: hidden, or below a hidden one."""

    what: str
    word: str
    row: Published
    status: int
    at: str = ""  # the page that must show the word once it is public; any, where none is named


class Aviary:
    """The public rows, and the hidden ones with their canaries."""

    def __init__(self):
        self.canaries, self.acts, self.hidden = [], [], {}
        self._numbers = itertools.count(1)
        self._term_years, self._review_years = iter(TERM_YEARS), itertools.count(1980)
        self._meeting_years, self._helps = itertools.cycle(HIDDEN_YEARS), itertools.cycle(ALWAYS_OFFERED)
        self._subjects = itertools.cycle(Subject.values)
        self._build_stage()

    def _build_stage(self):
        """The public council with all that others hang on, and rows that are going to mention hidden ones."""
        council = f.make_council(f.make_municipality(place_de="Beckum"), slug="rat")
        term, review = f.make_term(council=council), f.make_annual_review(council=council)
        f.make_reader(council)
        self.deposit = entrusted.Deposit(council, lambda: f"kanari{next(self._numbers):03}")
        self._office_hours = iter([f.make_office_hour(council=council) for _number in range(len(HIDINGS))])
        meeting, closed = [f.make_meeting(council, openness=openness) for openness in ("public", "non_public")]
        self.stage = {
            "council": council,
            "keeper": council,
            "term": term,
            "seat_group": f.make_seat_group(term=term),
            "office": f.make_office(council=council),
            "review": review,
            "theme": f.make_review_theme(review=review),
            "meeting": meeting,
        }
        self.mentioning = {model: [self._show(self._make(model)) for _hiding in HIDINGS] for model in MENTIONING}
        self.mentioning |= {model: [self._show(self._make(model))] for model in MENTIONING_PAGES} | {Council: [council]}
        # Their numbers show.
        item = self._new("closed item", lambda word: self._make(AgendaItem, word, number="N 1", is_public=False)).row
        self._new("paper of a closed item", lambda word: self._make(MeetingDocument, word, agenda_item=item))
        self._new("item of a closed meeting", lambda word: self._make(AgendaItem, word, number="1", meeting=closed))

    # -- rows ---------------------------------------------------------------------------------------------------

    def _make(self, model, word="", **fields):
        """A row below the public ones, published unless the fields say otherwise."""
        if word and model in JOINED and not set(JOINED[model]) & set(fields):
            name = JOINED[model][0]
            other = model._meta.get_field(name).related_model
            fields[name] = self._make(other, word, **KEPT_FROM_JOINED.get(other, {}))
        needed = [key.name for key in keys_of(model) if not key.null or model in OF_ONE_OR_ALL]
        places = {name: self.stage[name] for name in needed if name in self.stage}
        words = words_for(model, word) | self._instead_of_words(model, fields) if word else {}
        return MAKERS[model](**places | self._facts(model, word, fields) | words | fields)

    def _facts(self, model, word, fields):
        """What a row of that kind needs besides words."""
        facts = {
            AgendaItem: lambda: {"decision": "resolution", "outcome": "adopted"} if word else {},
            AnnualReview: lambda: {"year": next(self._review_years)},
            Meeting: lambda: {
                "held_on": PartialDate(next(self._meeting_years) if word else 2030, 5, 4),
                "registration_contact_expires_on": datetime.date(2050, 1, 1),
            },
            Membership: lambda: {"ended": PartialDate(2028)},
            Offer: lambda: {"kind": next(self._helps)},
            Person: lambda: {"portrait_consented_on": PLANTED.date()} if word else {},
            # Of each office hour the next day only is told.
            OfficeHourOff: lambda: (
                {"day": NEXT_OFFICE_HOUR}
                | ({} if "office_hour" in fields else {"office_hour": next(self._office_hours)})
            ),
            # Of each question one text shows.
            SharedText: lambda: {"subject": next(self._subjects)},
            Substitute: lambda: (
                {} if {"council", "membership"} & set(fields) else {"seat_group": self.stage["seat_group"]}
            ),
            Term: lambda: dict(zip(("began", "ended"), self._next_term(), strict=True)),
        }
        return facts[model]() if model in facts else {}

    def _next_term(self):
        year = next(self._term_years)
        return PartialDate(year), PartialDate(year + 1)

    def _instead_of_words(self, model, fields):
        """What stands in columns that cannot hold the word because of what stands in others."""
        if issubclass(model, DocumentBase):
            is_link = fields.get("availability") == DocumentBase.Availability.LINK
            return {"availability": DocumentBase.Availability.FILE, "file" if is_link else "url": ""}
        return {}

    def _make_hidden(self, model, word, hiding, **fields):
        fields |= hiding.fields
        if issubclass(model, Addressed):
            fields["slug"] = former_slug(word)
        row = self._make(model, word, **fields)
        if issubclass(model, Addressed):
            row.slug = word
            row.save()
        if model is Council:
            # Its form opens as soon as the council is public.
            f.make_reader(row)
        if hiding.act:
            self.acts.append(getattr(row, hiding.act))
        return row

    def _show(self, row):
        if type(row) in SHOWN_BY:
            SHOWN_BY[type(row)](row, self.stage)
        return row

    # -- canaries -----------------------------------------------------------------------------------------------

    def _new(self, what, make, status=404, at=""):
        """A canary with the row that is made from its word."""
        word = f"kanari{next(self._numbers):03}"
        self.canaries.append(Canary(what, word, make(word), status, at))
        return self.canaries[-1]

    def plant(self):
        """Plant what is going to be hidden; some of it still has to be, by ``hide()`` at a later time."""
        for model, (state, hiding) in itertools.product(MAKERS, HIDINGS.items()):
            if model not in MENTIONED_ONLY:
                self.hidden[model, state] = self._plant_hidden(f"{model.__name__} {state}", model, hiding)
                self._show(self.hidden[model, state].row)
        for model in DocumentBase.models():
            self._plant_hidden(f"{model.__name__} as a link", model, DRAFT, availability="link")
        for model in MAKERS:
            for name in model.published_through:
                self._plant_below(model, name)
        self._plant_below(MeetingDocument, "agenda_item")
        # One key after the other begins with another state, so that each state meets many of them.
        for first, (model, name) in enumerate(mentions()):
            states = itertools.islice(itertools.cycle(HIDINGS), first, None)
            for row, state in zip(self.mentioning[model], states, strict=False):
                self._plant_mentioned(row, name, state)
        self._plant_relatives()
        self.deposit.plant({state: self.hidden[Meeting, state].row for state in HIDINGS})

    def _plant_hidden(self, what, model, hiding, **fields):
        return self._new(what, lambda word: self._make_hidden(model, word, hiding, **fields), hiding.status)

    def _plant_below(self, model, name):
        """A published row below a draft; where it joins the draft to something else, the draft bears the word."""
        above = model._meta.get_field(name).related_model

        def make(word):
            is_joined = name in JOINED.get(model, ())
            parent = self._make_hidden(above, word, DRAFT) if is_joined else self.hidden[above, "draft"].row
            return self._show(self._make(model, word, **{name: parent}))

        self._new(f"{model.__name__} below {name}", make)

    def _plant_mentioned(self, row, name, state):
        """A hidden row that a public one mentions, and nobody else."""
        target, what = row._meta.get_field(name).related_model, f"{type(row).__name__}.{name} {state}"
        setattr(row, name, self._plant_hidden(what, target, HIDINGS[state]).row)
        row.save()

    def _plant_relatives(self):
        """Tie each hidden council to the public one in a way of its own."""
        council, meeting = self.stage["council"], self.mentioning[Meeting][0]
        hidden = [self.hidden[Council, state] for state in HIDINGS]
        for canary in hidden:
            canary.at = "/councils/rat/"
        council.predecessor, council.successor, council.part_of, *parts = [canary.row for canary in hidden]
        for part in parts:
            for language in COLUMNS:
                setattr(part, f"part_of_name_{language}", "")
            part.part_of = council
            part.save()
        council.save()
        meeting.keeper = hidden[0].row
        meeting.save()

    def hide(self):
        for act in self.acts:
            act()

    def publish_all(self):
        """Lay all open, past the gate that would ask for reasons."""
        for model in MAKERS:
            models.QuerySet(model).update(
                state=State.PUBLISHED, publish_at=None, unpublish_at=None, deleted_at=None, first_published_at=PLANTED
            )
        models.QuerySet(AgendaItem).update(is_public=True)
        models.QuerySet(Meeting).update(openness=Meeting.Openness.PUBLIC)


def former_slug(word):
    return word.replace("kanari", "frueher-")


# -- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    status: int
    headers: str
    body: str
    total: int | None  # of a search

    def words(self, address=""):
        """The canaries in it, apart from those that stand in the address asked for, which error pages repeat."""
        path = re.sub(r"^/(de|ar)(?=/)", "", address)
        return set(CANARY.findall(self.headers.casefold() + self.body.casefold().replace(path or "\0", "")))


def ask(address, method="get", client=CLIENT, **more):
    response = getattr(client, method)(address, **more)
    # Calendars fold long lines, words and all.
    body = MADE_ANEW.sub("", response.getvalue().decode(errors="replace").replace("\r\n ", ""))
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    total = response.context.get("total") if response.context else None
    return Answer(response.status_code, f"{response.reason_phrase}\n{headers}{response.cookies}", body, total)


def crawl(language, addresses, until=None):
    """The answers at these addresses and at all that they link to, or until all words asked for are heard."""
    waiting, found, heard = deque(addresses), {}, set()
    while waiting and (until is None or not until <= heard):
        address = waiting.popleft()
        if address not in found:
            answer = found[address] = ask(address, headers={"Accept-Language": language})
            heard |= answer.words()
            links = [urljoin(address, html.unescape(link)) for link in LINK.findall(answer.body)]
            waiting += [link for link in links if link.startswith((f"/{language}/", "/files/"))]
    return found


# In the first of the terms that are planted.
DAY_OF_A_DRAFT = f"{TERM_YEARS[0]}-06-01"


def cursor(*values):
    return "?after=" + base64.urlsafe_b64encode("\x1f".join(values).encode()).decode().rstrip("=")


# From the very beginning of each part of each list.
CURSORS = {
    "/councils/": [cursor("0", "-1", "0")],
    "/news/": [cursor("0", "2999-12-31", "0"), cursor("1", "2999", "0")],
    "/councils/rat/news/": [cursor("0", "2999-12-31", "0"), cursor("1", "2999", "0")],
    "/councils/rat/documents/": [cursor("0", "-1", "0"), cursor("1", "29991231", "0", "0", "0")],
    "/meetings/": [cursor("0", "0", "0"), cursor("1", "9" * 18, "0")],
    "/councils/rat/meetings/": [cursor("0", "0", "0"), cursor("1", "9" * 18, "0")],
}
PARAMETERS = [
    *[f"{path}{after}" for path, cursors in CURSORS.items() for after in cursors],
    *[f"/councils/rat/members/?on={day}" for day in (DAY_OF_A_DRAFT, "2026-06-01", "2029-06-01")],
    *[f"/councils/rat/meetings/?year={year}" for year in (*HIDDEN_YEARS, 2030)],
    f"/councils/?q={BEGINNING}",
    f"/?q={BEGINNING}",
    "/councils/?land=NW",
]
MISTAKES = [
    "/nirgends/", "/councils/nirgends/", "/councils/rat/news/nirgends/", "/councils/?after=x", "/councils/%00/",
    "/councils/rat/members/?on=x", f"/{'a' * 2500}",
]  # fmt: skip
WRITE = "/de/councils/rat/contact/write/"
FORM = {"topic": "housing", "text": "Eine Frage", "answer_language": "de", "way": "receipt"}
OF_A_MEETING = ("meetings:detail", "meetings:calendar_of_meeting")
WITHOUT_LANGUAGE = ["/", "/c/rat/", "/c/nirgends/", "/healthz", "/robots.txt", "/files/", "/files/sign-language.mp4"]


def addresses_of(canary):
    """Where a row would answer, were it public."""
    row = canary.row
    if isinstance(row, Council):
        return [reverse(name, args=[row.slug]) for name in ("councils:detail", "short")]
    if isinstance(row, Meeting):
        return [reverse(name, args=[row.keeper.slug, row.public_id]) for name in OF_A_MEETING]
    if isinstance(row, Convening):
        return [reverse(name, args=[row.council.slug, row.meeting.public_id]) for name in OF_A_MEETING]
    if isinstance(row, News | AnnualReview) or (isinstance(row, DocumentBase) and row.file):
        return [row.get_absolute_url()]
    if isinstance(row, Person):
        # Whoever is withdrawn or deleted has none any more.
        return [row.portrait.src] if row.portrait else []
    return [row.file.src] if isinstance(row, Picture) else []


def byways_of(canary):
    """What must not lead to a hidden row: its former address, and its file under a wrong name."""
    row = canary.row
    if isinstance(row, Council):
        return [reverse(name, args=[former_slug(row.slug)]) for name in ("councils:detail", "short")]
    if isinstance(row, News):
        return [reverse("councils:news_detail", args=[row.council.slug, former_slug(row.slug)])]
    if isinstance(row, DocumentBase) and row.file:
        return [reverse("files:file", args=[row.public_id, "anders.pdf"])]
    if isinstance(row, Picture):
        return [reverse("files:file", args=[row.public_id, "anders.jpg"])]
    return []


def ask_at(addresses, canaries):
    """Pairs of canary and answer by address."""
    return {address: (canary, ask(address)) for canary in canaries for address in addresses(canary)}


def in_(language, paths):
    return [f"/{language}{path}" for path in paths]


@pytest.fixture(scope="module")
def portal(django_db_setup, django_db_blocker):
    """The canaries, and what the portal answers ``before`` they are planted, while ``hidden`` and once ``shown``."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        time_machine.travel(PLANTED, tick=False) as clock,
        override("de"),
    ):
        aviary = Aviary()
        clock.move_to(NOW)
        paths = public_paths()
        before = crawl("de", in_("de", [*paths, *fetched_paths()]))
        clock.move_to(PLANTED)
        aviary.plant()
        clock.move_to(HIDDEN)
        aviary.hide()
        clock.move_to(NOW)
        with entrusted.everything_logged() as logged:
            hidden = look_while_hidden(aviary)
            hidden.log = logged()
        aviary.publish_all()
        shown = look_when_shown(aviary.canaries, paths)
        transaction.set_rollback(True)
    words = {word.word: word.what for word in [*aviary.canaries, *aviary.deposit.words]}
    return SimpleNamespace(
        canaries=aviary.canaries, words=words, deposit=aviary.deposit, before=before, hidden=hidden, shown=shown
    )


def look_while_hidden(aviary):
    canaries, deposit = aviary.canaries, aviary.deposit
    own_calendar = f"{deposit.soon.public_id}.ics"
    fetched = [path for path in fetched_paths() if "/meetings/" not in path or path.endswith(own_calendar)]
    return SimpleNamespace(
        pages=crawl("de", in_("de", [*public_paths(), *fetched_paths()])),
        arabic=crawl("ar", in_("ar", [*public_paths(), *fetched_paths()])),
        chosen={address: ask(address) for address in in_("de", PARAMETERS)},
        others={address: ask(address) for address in [*in_("de", MISTAKES), *WITHOUT_LANGUAGE]},
        own=ask_at(addresses_of, canaries),
        byways=ask_at(byways_of, canaries),
        posted={address: ask(address, "post", data=FORM) for address in ("/de/councils/rat/", WRITE)},
        fetched={address: ask(address) for code in OTHER_LANGUAGES for address in in_(code, fetched)},
        errors=errors(deposit),
        receipts=deposit.receipts(ask),
        office=deposit.in_office(ask, BEGINNING),
        history=deposit.history(),
        file=deposit.file(),
        letters=deposit.letters(NOW),
    )


def errors(deposit):
    """Answers to what is refused, and to what fails halfway, by what happened."""
    strict, calm = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    detail = deposit.soon.get_absolute_url()
    found = {
        "forbidden": ask("/admin/login/", "post", client=strict),
        "another host": ask("/de/", headers={"host": "anderswo.example"}),
        "wrong method": ask("/de/meetings.ics", "post"),
    }
    with entrusted.broken_database([word.word for word in deposit.words]):
        for address in (detail, f"{detail[:-1]}.ics", "/de/councils/rat/news.atom", "/c/rat/"):
            found[f"broken {address}"] = ask(address, client=calm)
        asked = {"step": "send", "token": "x" * 22, "online": "on", "email": "ina@example.org"}
        found["broken form"] = ask(f"{detail}take-part/", "post", data=asked, client=calm)
        found["broken receipt"] = ask(
            "/de/messages/", "post", data={"code": deposit.registrations[entrusted.LET_IN].code}, client=calm
        )
    return found


def look_when_shown(canaries, paths):
    drafts = [canary for canary in canaries if canary.what.endswith(" draft")]
    council = next(canary.word for canary in drafts if isinstance(canary.row, Council))
    first = in_("de", [*paths, f"/councils/rat/members/?on={DAY_OF_A_DRAFT}"])
    first += [reverse(name, args=[council]) for name in OF_A_COUNCIL]
    first += [address for draft in drafts for address in addresses_of(draft)]
    return SimpleNamespace(
        pages=crawl("de", first, until={canary.word for canary in canaries if type(canary.row) not in FOR_THE_OFFICE}),
        byways=ask_at(byways_of, drafts),
        found={c.what: ask(f"/de/councils/?q={c.word}").total for c in drafts if isinstance(c.row, FOUND_BY)},
    )


def told(portal, answers):
    """What the answers give away: the canaries by address."""
    heard = {address: answer.words(address) for address, answer in answers.items()}
    return {address: sorted(portal.words[word] for word in words) for address, words in heard.items() if words}


# -- that these tests can fail ----------------------------------------------------------------------------------------


def test_each_kind_of_row_and_each_key_has_a_case():
    through = {(model, name) for model in MAKERS for name in model.published_through}

    assert set(MAKERS) == {model for model in apps.get_models() if issubclass(model, Published)}
    assert {(model, key.name) for model in MAKERS for key in keys_of(model)} == through | {*mentions()} | OTHER_KEYS
    assert {model for model, _name in mentions()} == MENTIONING | MENTIONING_PAGES | {Council}


def test_every_address_outside_of_the_languages_is_asked():
    """Those within are compared in ``test_structure``, those of the office below."""
    assert names_of_other_addresses() == set(NOT_BELOW_A_LANGUAGE)


def test_every_word_is_seen_once_it_is_public(portal):
    seen = {word for answer in portal.shown.pages.values() for word in answer.words()}

    unseen = [canary for canary in portal.canaries if canary.word not in seen]
    assert [canary.what for canary in unseen if type(canary.row) not in FOR_THE_OFFICE] == []
    assert {type(canary.row) for canary in unseen} == FOR_THE_OFFICE
    council = portal.shown.pages["/de/councils/rat/"]
    assert [canary.what for canary in portal.canaries if canary.at and canary.word not in council.words()] == []


def test_byways_lead_to_what_is_public(portal):
    answers = portal.shown.byways

    assert {answer.status for _canary, answer in answers.values()} == {301, 302}
    assert [address for address, (canary, answer) in answers.items() if canary.word not in answer.headers] == []


def test_what_is_public_is_found(portal):
    assert [what for what, total in portal.shown.found.items() if not total] == []
    assert sorted(portal.shown.found) == [
        "Council draft",
        "CouncilName draft",
        "Jurisdiction draft",
        "Municipality draft",
    ]


# -- what is hidden ---------------------------------------------------------------------------------------------------


def test_no_page_holds_a_word(portal):
    assert told(portal, portal.hidden.pages) == {}
    assert told(portal, portal.hidden.arabic) == {}


def test_no_chosen_page_holds_a_word(portal):
    assert told(portal, portal.hidden.chosen) == {}
    assert {address: answer.status for address, answer in portal.hidden.chosen.items() if answer.status != 200} == {}


def test_no_other_answer_holds_a_word(portal):
    assert told(portal, portal.hidden.others) == {}
    assert told(portal, portal.hidden.posted) == {}
    assert portal.hidden.posted[WRITE].status == 200


def test_no_page_changes_by_what_is_hidden(portal):
    """Neither by a number, a year in a list, a tab nor a link."""
    before, hidden = portal.before, portal.hidden.pages

    assert set(hidden) == set(before)
    assert [address for address, answer in hidden.items() if answer.body != before[address].body] == []
    assert {address: answer.status for address, answer in hidden.items() if answer.status != 200} == {}


def test_own_addresses_are_404_or_410_and_silent(portal):
    answers = portal.hidden.own

    assert {address: answer.status for address, (_canary, answer) in answers.items()} == {
        address: canary.status for address, (canary, _answer) in answers.items()
    }
    assert told(portal, {address: answer for address, (_canary, answer) in answers.items()}) == {}


def test_former_addresses_and_wrong_file_names_lead_nowhere(portal):
    answers = {address: answer for address, (_canary, answer) in portal.hidden.byways.items()}

    assert {address: answer.status for address, answer in answers.items() if answer.status not in {404, 410}} == {}
    assert told(portal, answers) == {}


def test_search_finds_nothing_hidden(portal):
    assert portal.hidden.chosen[f"/de/councils/?q={BEGINNING}"].total == 0


# -- what is entrusted to an office -----------------------------------------------------------------------------------


def whose(portal, answers, *, way_in):
    """The answers that hold a way in, or words that somebody wrote."""
    kept = {word.word for word in portal.deposit.words if word.is_way_in == way_in}
    return {name for name, answer in answers.items() if kept & answer.words()}


def test_calendars_and_feeds_hold_no_word_in_any_language(portal):
    assert told(portal, portal.hidden.fetched) == {}
    assert {answer.status for answer in portal.hidden.fetched.values()} == {200}
    assert len(portal.hidden.fetched) >= 6 * len(OTHER_LANGUAGES)


def test_error_pages_hold_no_word(portal):
    answers = portal.hidden.errors

    assert told(portal, answers) == {}
    assert {name.partition(" /")[0]: answer.status for name, answer in answers.items()} == {
        "forbidden": 403, "another host": 400, "wrong method": 405, "broken": 500, "broken form": 503,
        "broken receipt": 503,
    }  # fmt: skip


def test_log_lines_hold_no_word(portal):
    log = portal.hidden.log

    assert "DatabaseError" in log
    assert sorted(portal.words[word] for word in set(CANARY.findall(log.casefold()))) == []


def test_way_in_shows_to_whoever_was_let_in_and_where_it_is_entered(portal):
    editor_link, editor_rows = portal.deposit.shown_to_editor()

    assert whose(portal, portal.hidden.receipts, way_in=True) == {f"receipt {entrusted.LET_IN}"}
    assert whose(portal, portal.hidden.office, way_in=True) == editor_link
    assert whose(portal, portal.hidden.receipts, way_in=False) == set(portal.hidden.receipts)
    assert whose(portal, portal.hidden.office, way_in=False) == editor_rows


def test_receipt_shows_nobody_elses_words(portal):
    what = {word.word: word.what for word in portal.deposit.words if not word.is_way_in}
    told = {name: {what[word].partition(" of ")[2] for word in answer.words() if word in what}
            for name, answer in portal.hidden.receipts.items()}  # fmt: skip

    assert {name: [*of] for name, of in told.items()} == {
        f"{way} {who}": [f"somebody {who}"] for way in ("receipt", "download") for who in portal.deposit.registrations
    }


OWN_PAGE = r"editor /admin/meetings/(meeting|accesslink|registration)/"


def test_every_office_page_of_a_meeting_is_asked(portal):
    pages = {
        model: {
            pattern.name.removeprefix(f"meetings_{model._meta.model_name}_")
            for pattern in site._registry[model].get_urls()
            if pattern.name
        }
        for model in entrusted.OFFICE_PAGES
    }

    assert pages == entrusted.OFFICE_PAGES
    # Nobody deletes a registration.
    own = {name: answer for name, answer in portal.hidden.office.items() if re.match(OWN_PAGE, name)}
    refused = {name for name, answer in own.items() if answer.status != 200}
    rows = portal.deposit.registrations.values()
    assert refused == {f"editor {reverse('admin:meetings_registration_delete', args=[next(iter(rows)).pk])}"}


def test_history_and_council_file_hold_nothing_entrusted(portal):
    entrusted_words = {word.word for word in portal.deposit.words}

    assert portal.hidden.history.count("\n") >= 1
    assert entrusted_words & set(CANARY.findall(portal.hidden.history)) == set()
    assert entrusted_words & set(CANARY.findall(portal.hidden.file)) == set()


def test_letters_hold_no_word(portal):
    """Nor do those to the writers themselves: whoever reads their mail learns nothing of what they wrote."""
    letters = portal.hidden.letters.values()

    kinds = {"contact.notice", "contact.answer", "contact.office", "contact.digest", "contact.deputy"}
    assert {kind for kind, _text in letters} == kinds | {*taking_part.TO_ASKERS, taking_part.TO_OFFICE}
    assert [(kind, portal.words[word]) for kind, text in letters for word in CANARY.findall(text.casefold())] == []
