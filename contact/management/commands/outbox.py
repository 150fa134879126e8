from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contact import letters
from contact.models import Letter

State = Letter.State


class Command(BaseCommand):
    help = "List letters that are not sent yet or cannot be delivered, try them again, or give them up."

    def add_arguments(self, parser):
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list", help="Waiting, failed and returned letters, without addresses and texts.")
        retry = steps.add_parser("retry", help="Try waiting or failed letters now.")
        retry.add_argument("ids", nargs="+", type=int, metavar="ID")
        give_up = steps.add_parser("give-up", help="Send these letters no more and erase them.")
        give_up.add_argument("ids", nargs="+", type=int, metavar="ID")
        give_up.add_argument("--reason", required=True, help="Why, without names and addresses.")

    def handle(self, step, **options):
        now = timezone.now()
        if step == "list":
            self.list()
        elif step == "retry":
            self.each(options["ids"], lambda letter: letters.retry(letter, now))
        else:
            reason = " ".join(options["reason"].split())
            if not reason or "@" in reason:
                raise CommandError("Give a reason, without any address.")
            self.each(options["ids"], lambda letter: letters.give_up(letter, reason, now))

    def list(self):
        left = Letter.objects.defer(*letters.SEALED).exclude(state__in=[State.SENT, State.GIVEN_UP])
        for letter in left.order_by("pk"):
            next_try = timezone.localtime(letter.next_try_at).strftime("%Y-%m-%d %H:%M")
            parts = [letter.pk, letter.kind, letter.state, f"tries: {letter.attempts}"]
            parts += [f"next: {next_try}"] if letter.state == State.WAITING else []
            self.stdout.write("\t".join(map(str, [*parts, letter.failure])))

    def each(self, ids, step):
        """Every letter that allows the step; the others are named at the end."""
        rows = Letter.objects.defer(*letters.SEALED).in_bulk(ids)
        left = [pk for pk in ids if pk not in rows or not step(rows[pk])]
        self.stdout.write(f"Done: {len(ids) - len(left)}")
        if left:
            raise CommandError(f"Not there, or sent or ended already: {', '.join(map(str, left))}")
