"""Brings the shared texts that come with the portal into it; what the office changed stays the office's."""

from django.core.management.base import BaseCommand

from councils import shared_texts


class Command(BaseCommand):
    requires_system_checks = []
    help = "Load the shared texts of councils/data/shared/. Texts that the office has changed are left as they are."

    def handle(self, *args, **options):
        done = shared_texts.load()
        for key in [*done.new, *done.changed]:
            self.stdout.write(f"    {key}")
        for key in done.left:
            self.stdout.write(f"    {key}: changed in the office, left as it is")
