"""What each role may do: plain lists, and whoever wants to know what an account may do asks here."""

from collections import defaultdict

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from councils.models import Editor
from councils.translation_state import SOURCE_LANGUAGE, content_languages

Role = Editor.Role
# No row of the table of memberships: a mark on the account itself.
SUPERUSER = "superuser"


class Right(models.TextChoices):
    """What there is to be allowed."""

    # In a council, or in all of them.
    SEE = "see", "see the council's pages in the office, drafts included"
    DRAFT = "draft", "write drafts"
    PUBLISH = "publish", "write, publish, withdraw and delete everything of the council"
    TRANSLATE = "translate", "write translations in the languages of the membership, and nothing else"
    OFFICE = "office", "set how the office works: working days, deadlines, deputies, rules for meetings"
    REGISTRATIONS = "registrations", "see who registered for a meeting and what they need"
    WAY_IN = "way_in", "enter how to join a meeting online"
    MESSAGES = "messages", "read and answer messages to the council"
    TEAM = "team", "invite editors, authors and translators, check and end their memberships, see the log of rights"
    # On the portal.
    STRUCTURE = "structure", "add councils and municipalities, change their addresses and ties"
    HEALTH = "health", "see how the councils are doing, in numbers"
    ACCOUNTS = "accounts", "manage all accounts and memberships"
    RECORDS = "records", "see what the portal notes about itself, and the whole log"
    BARRIERS = "barriers", "read and answer what people report to those who run the portal: barriers"
    EMERGENCY = "emergency", "read a council's messages for a day, with a reason, and the council is told at once"


# The first two hold for every council, the others for the council that stands in the membership. Nobody reads messages
# or registrations who is not entered for it in that council, be they superuser or portal editor.
MAY = {
    SUPERUSER: [
        Right.SEE,
        Right.DRAFT,
        Right.PUBLISH,
        Right.OFFICE,
        Right.TEAM,
        Right.STRUCTURE,
        Right.HEALTH,
        Right.ACCOUNTS,
        Right.RECORDS,
        Right.BARRIERS,
        Right.EMERGENCY,
    ],
    Role.PORTAL_EDITOR: [
        Right.SEE,
        Right.DRAFT,
        Right.PUBLISH,
        Right.STRUCTURE,
        Right.HEALTH,
    ],
    Role.EDITOR: [
        Right.SEE,
        Right.DRAFT,
        Right.PUBLISH,
        Right.OFFICE,
        Right.REGISTRATIONS,
        Right.WAY_IN,
        Right.TEAM,
    ],
    Role.AUTHOR: [
        Right.SEE,
        Right.DRAFT,
        Right.REGISTRATIONS,
    ],
    Role.TRANSLATOR: [
        Right.SEE,
        Right.TRANSLATE,
    ],
    Role.MESSAGE_READER: [
        Right.MESSAGES,
    ],
}

# Which roles an account may give and take that has Right.TEAM in a council; all other roles need Right.ACCOUNTS.
TEAM_ROLES = (Role.EDITOR, Role.AUTHOR, Role.TRANSLATOR)
# Roles that hold for every council.
EVERYWHERE = (SUPERUSER, Role.PORTAL_EDITOR)


def roles_with(right):
    """The roles in one council that include the right."""
    return tuple(role for role, rights in MAY.items() if right in rights and role not in EVERYWHERE)


# Roles that write content of their own, and roles that see the office pages of a council at all.
WRITERS = roles_with(Right.DRAFT)
INSIDERS = roles_with(Right.SEE)


class Rights:
    """What one account may do; asks the database once."""

    def __init__(self, user):
        self._user = user
        self._works_here = user.is_active and user.is_staff
        self.is_superuser = self._works_here and user.is_superuser
        # A superuser needs none of the rows for most pages.
        self._on_portal = {SUPERUSER} if self.is_superuser else self._memberships[None]
        # Whether the account works on the pages of all councils.
        self.everywhere = bool(self._on_portal)

    @property
    def account_id(self):
        return self._user.pk

    @cached_property
    def _rows(self):
        if not self._works_here:
            return []
        return list(Editor.objects.filter(user_id=self._user.pk).values_list("council_id", "role", "languages"))

    @cached_property
    def _memberships(self):
        """The account's own roles by council; under None those that hold for all."""
        roles = defaultdict(set)
        for council_id, role, _languages in self._rows:
            roles[council_id].add(role)
        return roles

    # -- by right ---------------------------------------------------------------------------------------------------

    def may(self, right, council_id=None):
        """Whether the account has the right in that council; without a council, whether there is one."""
        if self.may_everywhere(right):
            return True
        allowed = self.councils_where(right)
        return bool(allowed) if council_id is None else council_id in allowed

    def may_everywhere(self, right):
        """Whether the account has the right on the portal, and so in every council."""
        return any(right in MAY[role] for role in self._on_portal)

    def councils_where(self, right):
        """Primary keys of the councils in which a membership of the account gives the right."""
        return self._councils_as(set(roles_with(right)))

    # -- by role, for what all councils' pages have in common ---------------------------------------------------------

    def councils(self, *roles):
        """Primary keys of the councils in which the account has one of the roles; ask ``everywhere`` first."""
        return set() if self.is_superuser else self._councils_as(set(roles))

    def given(self, *roles):
        """Primary keys of the councils in which the account itself was given one of the roles, superuser or not."""
        return self._councils_as(set(roles))

    def anywhere(self, *roles):
        """Whether there is a council in which the account has one of the roles."""
        return self.everywhere or bool(self.councils(*roles))

    def has(self, council_id, *roles):
        """Whether the account has one of the roles in that council."""
        return self.everywhere or council_id in self.councils(*roles)

    def roles(self):
        """All roles of the account, wherever."""
        return {role for _council, role, _languages in self._rows} | ({SUPERUSER} if self.is_superuser else set())

    def _councils_as(self, roles):
        return {council_id for council_id, own in self._memberships.items() if council_id and own & roles}

    def translates(self, council_id):
        """The languages that the account may translate into in that council, as a translator."""
        own = set()
        if not self.is_superuser:
            for council, role, languages in self._rows:
                if council == council_id and role == Role.TRANSLATOR:
                    own.update(languages or content_languages())
        return [code for code in content_languages() if code in own and code != SOURCE_LANGUAGE]

    def may_give(self, role, council_id):
        """Whether the account may give and take that role in that council, or the one that has no council."""
        if self.may_everywhere(Right.ACCOUNTS):
            return True
        return council_id is not None and role in TEAM_ROLES and self.may(Right.TEAM, council_id)

    # -- messages: a right of its own that no other role includes, not even being a superuser -----------------------

    def councils_read(self):
        """Primary keys of the councils whose messages the account may read, be it for a day only."""
        return self._reads | self._emergencies

    def reads_messages(self, council_id):
        """Whether the account may read the messages of that council."""
        return council_id in self.councils_read()

    def reads_in_emergency(self, council_id):
        """Whether it reads them by emergency access alone."""
        return council_id in self._emergencies - self._reads

    @property
    def _reads(self):
        return self.councils_where(Right.MESSAGES)

    @cached_property
    def _emergencies(self):
        if not self.may_everywhere(Right.EMERGENCY):
            return set()
        rows = self._user.emergency_accesses.filter(ends_at__gt=timezone.now())
        return set(rows.values_list("council_id", flat=True))


def rights(request):
    """The rights of whoever sent the request."""
    if not hasattr(request, "office_rights"):
        request.office_rights = Rights(request.user)
    return request.office_rights
