"""What an account may do in which council: the table of editors, read once per request."""

from collections import defaultdict

from django.utils import timezone
from django.utils.functional import cached_property

from councils.models import Editor
from councils.translation_state import SOURCE_LANGUAGE, content_languages

Role = Editor.Role
# Roles that write content of their own, and roles that see the office pages of a council at all.
WRITERS = (Role.EDITOR, Role.AUTHOR)
INSIDERS = (*WRITERS, Role.TRANSLATOR)


class Rights:
    """What one account may do; asks the database once."""

    def __init__(self, user):
        works_here = user.is_active and user.is_staff
        self._user = user
        self.everywhere = works_here and user.is_superuser
        self._roles = defaultdict(set)
        self._languages = defaultdict(set)
        if not works_here or self.everywhere:
            return
        rows = Editor.objects.filter(user_id=user.pk).values_list("council_id", "role", "languages")
        for council_id, role, languages in rows:
            self._roles[council_id].add(role)
            if role == Role.TRANSLATOR:
                self._languages[council_id].update(languages or content_languages())

    def councils(self, *roles):
        """Primary keys of the councils in which the account has one of the roles; ask ``everywhere`` first."""
        return {council_id for council_id, own in self._roles.items() if own & set(roles)}

    def given(self, *roles):
        """Primary keys of the councils in which the account itself was given one of the roles, superuser or not."""
        rows = self._given if self.everywhere else self._roles
        return {council_id for council_id, own in rows.items() if own & set(roles)}

    def anywhere(self, *roles):
        """Whether there is a council in which the account has one of the roles."""
        return self.everywhere or bool(self.councils(*roles))

    def has(self, council_id, *roles):
        """Whether the account has one of the roles in that council."""
        return self.everywhere or bool(self._roles.get(council_id, set()) & set(roles))

    def translates(self, council_id):
        """The languages that the account may translate into in that council, as a translator."""
        own = self._languages.get(council_id, ())
        return [code for code in content_languages() if code in own and code != SOURCE_LANGUAGE]

    @cached_property
    def _given(self):
        given = defaultdict(set)
        for council_id, role in Editor.objects.filter(user_id=self._user.pk).values_list("council_id", "role"):
            given[council_id].add(role)
        return given

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

    @cached_property
    def _reads(self):
        if not self.everywhere:
            return self.councils(Role.MESSAGE_READER)
        rows = Editor.objects.filter(user_id=self._user.pk, role=Role.MESSAGE_READER)
        return set(rows.values_list("council_id", flat=True))

    @cached_property
    def _emergencies(self):
        if not self.everywhere:
            return set()
        rows = self._user.emergency_accesses.filter(ends_at__gt=timezone.now())
        return set(rows.values_list("council_id", flat=True))


def rights(request):
    """The rights of whoever sent the request."""
    if not hasattr(request, "office_rights"):
        request.office_rights = Rights(request.user)
    return request.office_rights
