"""Takes a person out of the portal for good (docs/history.md)."""

from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from contact import keeping
from members.erasing import erase
from members.models import Person


class Command(BaseCommand):
    help = "Erase a person from pages, history and log; “former member” stays. It cannot be undone."

    def add_arguments(self, parser):
        parser.add_argument("person", metavar="KEY", help="The person's key, or the public identifier.")
        parser.add_argument("--council", metavar="SLUG", help="Whose person it is, where several have that key.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, person, council=None, yes=False, **options):
        found = self._find(person, council)
        if found.erased_at:
            raise CommandError("This person is erased already.")
        if not yes and input("Erase this person for good? Type “erase”: ") != "erase":
            raise CommandError("Nothing changed.")
        changed, doubtful = erase(found)
        self.stdout.write("Erased.")
        self._list("The name also stood here; read whether the texts still make sense:", changed)
        self._list("The last name alone still stands here; is it theirs?", doubtful)
        self.stdout.write("What files say inside, own council files and backups are not changed by this.")
        try:
            keeping.clean_files()
        except keeping.StillThere as error:
            raise CommandError(
                "Erased, but traces are left in the database's files: something was using them. Run “purge”."
            ) from error

    def _list(self, heading, rows):
        if rows:
            self.stdout.write(heading)
        for row in rows:
            self.stdout.write(f"  {row._meta.label_lower} {row.pk}")

    @staticmethod
    def _find(person, council):
        rows = Person.objects.all()
        if council:
            rows = rows.filter(council__slug=council)
        try:
            found = rows.filter(public_id=UUID(person))
        except ValueError:
            found = rows.filter(key=person)
        # The key may be the name, so it is not repeated here.
        match list(found[:2]):
            case []:
                raise CommandError("There is no person with this key.")
            case [one]:
                return one
            case _:
                raise CommandError("Several councils have a person with this key. Say which with --council.")
