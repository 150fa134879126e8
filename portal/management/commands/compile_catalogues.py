"""Compiles the translation catalogues that changed, without gettext."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the translation catalogues (.po to .mo) that changed since they were last compiled."
    requires_system_checks = ()

    def handle(self, **options):
        for folder in settings.LOCALE_PATHS:
            for path in compile_catalogues(Path(folder)):
                if options["verbosity"] > 1:
                    self.stdout.write(f"{path.parent.parent.name}: compiled")
