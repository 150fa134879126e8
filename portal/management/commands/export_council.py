"""Writes what the portal says about a council as a council file."""

from django.core.management.base import BaseCommand, CommandError

from councils.models import Council
from portal.council_files.writing import council_file


class Command(BaseCommand):
    requires_system_checks = []
    help = "Write the council file of a council to standard output (docs/council-files.md)."

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="SLUG", help="The council's word in the address of its pages.")

    def handle(self, slug, **options):
        try:
            text = council_file(slug)
        except Council.DoesNotExist:
            raise CommandError(f"There is no council with the address “{slug}”.") from None
        # In UTF-8 whatever the terminal speaks.
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(text, ending="")
        else:
            stream.write(text.encode())
            stream.flush()
