"""Erases what has been kept long enough; to be run every day, which the worker does."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contact import keeping


class Command(BaseCommand):
    help = "Erase messages, letters and traces whose time is over (docs/messages.md), also from the database's files."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, dry_run=False, **options):
        counts = keeping.purge(timezone.now(), dry_run)
        for kind, number in counts.items():
            self.stdout.write(f"{number:6} {kind}")
        if dry_run:
            self.stdout.write("Dry run: all of it is still there.")
        else:
            try:
                keeping.clean_files()
            except keeping.StillThere as error:
                raise CommandError(
                    "Erased, but traces are left in the database's files: something was using them. Run it again."
                ) from error
