"""Keeps the page on the format of council files true to the code."""

from django.core.management.base import BaseCommand

from portal.council_files.tables import PAGE, field_tables, page_with_tables


class Command(BaseCommand):
    help = "Show the tables of docs/council-files.md, or write them into the page."

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="Write them into the page.")

    def handle(self, write, **options):
        if write:
            PAGE.write_text(page_with_tables(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        else:
            self.stdout.write(field_tables())
