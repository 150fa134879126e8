import signal

from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS

from contact.worker import Worker


class Command(BaseCommand):
    help = "Send letters, fetch answers and do what is due day by day, until told to stop (Ctrl+C, SIGTERM)."
    # Goes on before the database is there, and waits for it.
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do what is due now, and end.")

    def handle(self, once=False, **options):
        # Without the keys of this database nothing may be sealed.
        self.check(tags=[Tags.database], databases=[DEFAULT_DB_ALIAS])
        worker = Worker()
        if once:
            while worker.turn():
                pass
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, worker.stop)
        worker.run()
