"""Brings council files into the portal: checked as a whole, loaded as a whole or not at all."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from portal.council_files.loading import load_councils
from portal.council_files.problems import Problems
from portal.council_files.reading import read_councils


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Load council files (docs/council-files.md). Errors go to standard error as file:line: path: message; "
        "then nothing is loaded and the exit status is 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="A council file.")
        parser.add_argument("--check", action="store_true", help="Only check: change nothing.")
        parser.add_argument(
            "--overwrite", action="store_true", help="The files win over what was changed in the portal by hand."
        )
        parser.add_argument("--language", choices=["de", "en"], default="de", help="Language of the messages.")

    def handle(self, files, check, overwrite, language, **options):
        problems = Problems()
        with translation.override(language):
            councils = read_councils(list(dict.fromkeys(files)), problems)
            changes = load_councils(councils, problems, overwrite=overwrite, check=check)
            for warning in problems.warnings:
                self.stderr.write(f"warning: {warning}", self.style.WARNING)
            for error in problems.in_order:
                self.stderr.write(str(error))
            if problems.errors:
                raise SystemExit(1)
            for council in councils:
                self.stdout.write(f"{council.place.file}: {in_words(changes[council.key], check=check)}")


def in_words(changes, *, check):
    """What an import did, or would do."""
    if not changes:
        return _("nothing to change") if check else _("nothing changed")
    text = _("%(new)s new, %(changed)s changed, %(removed)s removed") % vars(changes)
    return _("would be: %(changes)s") % {"changes": text} if check else text
