"""Fills a new portal with the councils that come with it; what was ever loaded is left to its editors."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from councils.publishing import Slug
from portal.council_files.loading import load_councils
from portal.council_files.problems import Problems
from portal.council_files.reading import read_councils

FOLDER = Path(settings.BASE_DIR) / "councils" / "data"


class Command(BaseCommand):
    requires_system_checks = []
    help = "Load the councils of councils/data/ that this portal never had. Repeating it changes nothing."

    def handle(self, *args, **options):
        problems = Problems()
        taken = set(Slug.objects.filter(scope="council").values_list("slug", flat=True))
        paths = [path for path in sorted(FOLDER.glob("*.yaml")) if path.stem not in taken]
        councils = [entry for entry in read_councils(paths, problems) if entry.get("slug") not in taken]
        for entry in councils:
            self.stdout.write(f"    {entry.place.file.name}")
        self.stdout.flush()
        load_councils(councils, problems)
        if problems.errors:
            for problem in problems.in_order:
                self.stderr.write(str(problem))
            raise SystemExit(1)
