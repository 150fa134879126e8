"""The glossary: words of councils and town halls, explained in plain words.

Each entry keeps its German word, because that is what stands on letters and doors. Templates link a word where it
stands with ``{% word "public" %}`` (``portal.templatetags.words``); the anchor is part of an address and never changes.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Word:
    """A word, what it is called in German offices, and what it means."""

    key: str  # what templates call it
    anchor: str  # where it stands on the page
    german: str
    word: str  # in the reader's language
    explanation: str


@dataclass(frozen=True)
class Chapter:
    """Words that belong together."""

    anchor: str
    title: str
    words: tuple


# The context "glossary" tells a word here from the same word on buttons and in lists.
CHAPTERS = (
    Chapter(
        "kapitel-gremien",
        _("Councils and networks"),
        (
            Word(
                "body", "gremium", "Gremium", pgettext_lazy("glossary", "body"),
                _("A group of people who meet regularly to advise or to decide. Councils, advisory councils and "
                  "committees are bodies."),
            ),
            Word(
                "advisory_council", "beirat", "Beirat", pgettext_lazy("glossary", "advisory council"),
                _("A group of people who give advice to a town or a district. They speak for the people who live "
                  "there. The town council or the district council decides."),
            ),
            Word(
                "integration_council", "integrationsrat", "Integrationsrat",
                pgettext_lazy("glossary", "integration council"),
                _("A council that speaks for people with a migration history in a town. In many places residents "
                  "elect its members. In other places it is called Integrationsbeirat, Migrationsrat or "
                  "Ausländerbeirat."),
            ),
            Word(
                "migration_background", "migrationshintergrund", "Migrationshintergrund",
                pgettext_lazy("glossary", "migration background"),
                _("You have a migration background if you or one of your parents came to Germany from another "
                  "country. Many people say “migration history” instead."),
            ),
            Word(
                "integration", "integration", "Integration", pgettext_lazy("glossary", "integration"),
                _("Everybody can take part in life in a place: in language, school, work, housing and decisions. All "
                  "sides do something for it."),
            ),
            Word(
                "network", "netzwerk", "Netzwerk", pgettext_lazy("glossary", "network"),
                _("People and organisations who work together for an aim. A network has members and no fixed seats."),
            ),
            Word(
                "speakers_board", "sprecherrat", "Sprecherrat", pgettext_lazy("glossary", "speakers’ board"),
                _("A small group that speaks for a network and prepares its meetings."),
            ),
            Word(
                "office", "geschaeftsstelle", "Geschäftsstelle", pgettext_lazy("glossary", "office"),
                _("People in the town hall or the district office who work for the council. They answer letters and "
                  "prepare the meetings. You can ask them your questions."),
            ),
            Word(
                "office_hours", "sprechstunde", "Sprechstunde", pgettext_lazy("glossary", "office hours"),
                _("A fixed time at which you can come and talk to somebody."),
            ),
        ),
    ),
    Chapter(
        "kapitel-mitglieder",
        _("Who belongs to a council"),
        (
            Word(
                "seat", "sitz", "Sitz", pgettext_lazy("glossary", "seat"),
                _("The place of one member in a council. A council with 26 seats has room for 26 members."),
            ),
            Word(
                "voting", "stimmberechtigt", "stimmberechtigt", pgettext_lazy("glossary", "with a vote"),
                _("Members with a vote decide: they say yes or no, and their votes are counted."),
            ),
            Word(
                "advisory", "beratend", "beratend", pgettext_lazy("glossary", "advisory"),
                _("Advisory members speak in the meeting and give advice. The members with a vote decide."),
            ),
            Word(
                "term", "amtszeit", "Amtszeit", pgettext_lazy("glossary", "term of office"),
                _("The time for which members belong to a council, often five or six years. After it a new council "
                  "begins."),
            ),
            Word(
                "chair", "vorsitz", "Vorsitz", pgettext_lazy("glossary", "chair"),
                _("The person who leads the meetings and speaks for the council. The deputy chair does so while the "
                  "chair is away."),
            ),
            Word(
                "substitute", "stellvertretendes-mitglied", "stellvertretendes Mitglied",
                pgettext_lazy("glossary", "substitute"),
                _("Comes to the meeting when a member cannot come."),
            ),
            Word(
                "successor", "nachruecker", "Nachrücker", pgettext_lazy("glossary", "successor"),
                _("Takes over the seat when a member leaves the council."),
            ),
            Word(
                "vacant", "unbesetzt", "unbesetzt, N. N.", pgettext_lazy("glossary", "vacant"),
                _("Nobody holds this seat or this office at the moment. “N. N.” stands where a name is still to come."),
            ),
            Word(
                "appointed", "berufen", "berufen, bestellt", pgettext_lazy("glossary", "appointed"),
                _("An authority or a council chooses a person as a member. Elected members are chosen by voters."),
            ),
            Word(
                "ex_officio", "kraft-amtes", "kraft Amtes", pgettext_lazy("glossary", "by virtue of office"),
                _("Somebody belongs to the council because of another office, for example the mayor."),
            ),
            Word(
                "parliamentary_group", "fraktion", "Fraktion", pgettext_lazy("glossary", "parliamentary group"),
                _("Members of a town council or a district council who work together, mostly from one party."),
            ),
            Word(
                "voluntary", "ehrenamtlich", "ehrenamtlich", pgettext_lazy("glossary", "voluntary"),
                _("Done in one’s free time and without a wage. Most members of councils work like this."),
            ),
        ),
    ),
    Chapter(
        "kapitel-sitzungen",
        _("Meetings"),
        (
            Word(
                "meeting", "sitzung", "Sitzung", pgettext_lazy("glossary", "meeting"),
                _("The members of a council come together at a fixed time. They talk about the points of the agenda "
                  "and vote."),
            ),
            Word(
                "constitutive_meeting", "konstituierende-sitzung", "konstituierende Sitzung",
                pgettext_lazy("glossary", "constitutive meeting"),
                _("The first meeting of a new council. With it the council begins its work."),
            ),
            Word(
                "plenary", "plenum", "Plenum", pgettext_lazy("glossary", "plenary"),
                _("A meeting to which all members are invited."),
            ),
            Word(
                "public", "oeffentlich", "öffentlich", pgettext_lazy("glossary", "public"),
                _("Everybody may come and listen."),
            ),
            Word(
                "non_public", "nichtoeffentlich", "nichtöffentlich", pgettext_lazy("glossary", "non-public"),
                _("Only the members are in the room, for example because the talk is about a person’s private life. "
                  "Guests leave the room for this part."),
            ),
            Word(
                "agenda", "tagesordnung", "Tagesordnung", pgettext_lazy("glossary", "agenda"),
                _("The list of what the meeting is about, in its order. Each point is called TOP and has a number."),
            ),
            Word(
                "minutes", "protokoll", "Protokoll, Niederschrift", pgettext_lazy("glossary", "minutes"),
                _("The text that says who was at the meeting, what they talked about and what they decided."),
            ),
            Word(
                "resolution", "beschluss", "Beschluss", pgettext_lazy("glossary", "resolution"),
                _("What a council has decided by vote."),
            ),
            Word(
                "recommendation", "empfehlung", "Empfehlung", pgettext_lazy("glossary", "recommendation"),
                _("A council says what should be done. The town council or the administration then decides."),
            ),
        ),
    ),
    Chapter(
        "kapitel-verwaltung",
        _("Town and district"),
        (
            Word(
                "municipality", "kommune", "Kommune", pgettext_lazy("glossary", "municipality"),
                _("A town, a village or a district that looks after its own affairs, for example schools, streets and "
                  "buses."),
            ),
            Word(
                "district", "landkreis", "Landkreis", pgettext_lazy("glossary", "district"),
                _("Many towns and villages that share one administration."),
            ),
            Word(
                "district_council", "kreistag", "Kreistag", pgettext_lazy("glossary", "district council"),
                _("The elected members who decide on the affairs of a district."),
            ),
            Word(
                "town_council", "stadtrat", "Stadtrat, Bürgerschaft", pgettext_lazy("glossary", "town council"),
                _("The elected members who decide on the affairs of a town. In Rostock it is called Bürgerschaft."),
            ),
            Word(
                "lord_mayor", "oberbuergermeister", "Oberbürgermeister", pgettext_lazy("glossary", "lord mayor"),
                _("The head of a larger town and of its administration. In smaller towns it is the Bürgermeister."),
            ),
            Word(
                "administration", "verwaltung", "Verwaltung", pgettext_lazy("glossary", "administration"),
                _("The people who work in the town hall or the district office. They put into practice what laws and "
                  "councils have decided."),
            ),
            Word(
                "land", "land", "Land, Bundesland", pgettext_lazy("glossary", "Land"),
                _("Germany has 16 Länder. Each has its own parliament and its own laws, also on councils."),
            ),
        ),
    ),
    Chapter(
        "kapitel-papiere",
        _("Papers and rules"),
        (
            Word(
                "statute", "satzung", "Satzung", pgettext_lazy("glossary", "statute"),
                _("Rules that a town or a district makes for itself. Everybody there must keep to them."),
            ),
            Word(
                "rules_of_procedure", "geschaeftsordnung", "Geschäftsordnung",
                pgettext_lazy("glossary", "rules of procedure"),
                _("Rules on how a council works: who invites, who speaks, how it votes."),
            ),
            Word(
                "mission_statement", "leitbild", "Leitbild", pgettext_lazy("glossary", "mission statement"),
                _("A text in which a council says what it stands for and what it wants to reach. Its main sentences "
                  "are called Leitlinien: guiding principles."),
            ),
            Word(
                "integration_concept", "integrationskonzept", "Integrationskonzept",
                pgettext_lazy("glossary", "integration concept"),
                _("The plan of a town or a district for living well together. It says what is to be done so that "
                  "everybody can take part."),
            ),
            Word(
                "annual_review", "jahresrueckblick", "Jahresrückblick", pgettext_lazy("glossary", "annual review"),
                _("A report on what a council did in a year."),
            ),
            Word(
                "press_release", "pressemitteilung", "Pressemitteilung", pgettext_lazy("glossary", "press release"),
                _("A text with news that an office sends to newspapers, radio and television."),
            ),
            Word(
                "imprint", "impressum", "Impressum", pgettext_lazy("glossary", "imprint"),
                _("A page that says who is responsible for a website and how to reach them."),
            ),
        ),
    ),
)  # fmt: skip

WORDS = {word.key: word for chapter in CHAPTERS for word in chapter.words}
