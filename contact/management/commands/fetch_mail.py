from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from contact import inbound


class Command(BaseCommand):
    help = "File the answers and the undeliverable letters that arrived in the mailbox (REPLY_SERVER)."

    def handle(self, **options):
        if not settings.REPLY_SERVER:
            raise CommandError("REPLY_SERVER is not set: no mailbox to fetch from.")
        counts = inbound.fetch()
        self.stdout.write(", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "nothing new")
