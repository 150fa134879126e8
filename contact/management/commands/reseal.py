"""Seals all stored texts anew with the first of SEALING_KEYS, so that older keys are needed for no text any more."""

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from contact import sealing

BATCH = 200


class Command(BaseCommand):
    help = "Seal all stored texts anew with the first of SEALING_KEYS (docs/messages.md). Can be stopped and repeated."

    def handle(self, **options):
        tables = list(sealing.sealed_columns())
        try:
            # First all are opened: where one key is missing, nothing is changed.
            for model, columns in tables:
                for _rows in batches(model, columns):
                    pass
        except sealing.CannotOpen as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        for model, columns in tables:
            self.stdout.write(f"{model._meta.label}: {reseal(model, columns)} texts sealed anew")
        self.tell_what_hangs_on_older_keys()

    def tell_what_hangs_on_older_keys(self):
        """Hashes cannot be made anew: receipts, and addresses that answers go to, need the key of their day."""
        kept = [rows.filter(scrubbed_at__isnull=True) for rows in with_receipts()]
        days = [day for rows in kept for day in rows.order_by("created").values_list("created", flat=True)[:1]]
        if not days:
            self.stdout.write("No message is kept. Older keys may go.")
            return
        numbers = " and ".join(f"{rows.count()} {rows.model._meta.model_name}s" for rows in kept if rows.exists())
        self.stdout.write(
            f"{numbers} are kept, the oldest of {timezone.localdate(min(days))}. "
            "A receipt needs the key that was first when it was given out: keep each older key until all that came "
            "before its change is erased."
        )


def with_receipts():
    """All rows of every model that is found with receipts."""
    for model in apps.get_models():
        if any(field.name == "receipt_hash" for field in model._meta.concrete_fields):
            yield model._default_manager.all()


def batches(model, columns):
    """All rows, opened, a batch at a time in a transaction of its own; ``raw_…`` is what is stored."""
    stored = {f"raw_{name}": Cast(name, TextField()) for name in columns}
    rows, last = model.objects.only("pk", *columns).annotate(**stored).order_by("pk"), None
    while True:
        with transaction.atomic():
            batch = list((rows.filter(pk__gt=last) if last else rows).select_for_update()[:BATCH])
            if not batch:
                return
            yield batch
        last = batch[-1].pk


def reseal(model, columns):
    """Seal what another key had sealed; gives the number of texts."""
    number = 0
    for batch in batches(model, columns):
        for row in batch:
            stale = [name for name in columns if needs_sealing(getattr(row, f"raw_{name}"))]
            if stale:
                model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in stale})
                number += len(stale)
    return number


def needs_sealing(stored):
    return bool(stored) and not sealing.is_sealed_with_first_key(stored)
