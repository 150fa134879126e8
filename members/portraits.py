"""Taking portraits away that may not be kept: the gate hides them by the clock, and a night later nothing is left.

What is hidden, erased or taken back in the office goes at once, when the person is written.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction

from councils.models import Version
from councils.models.document import private_storage

from .erasing import former_members
from .models import Person

FOLDER = Person._meta.get_field("portrait").folder
# A file may be there before the row that names it.
YOUNG = timedelta(days=1)


def purge(now):
    """Take away the portraits of former members and those without consent, with all files; gives the count."""
    with transaction.atomic():
        former = former_members(now).values("pk")
        with_portrait = Person.objects.exclude(portrait="")
        former = set(with_portrait.filter(pk__in=former).values_list("pk", flat=True))
        over = [person for person in with_portrait if person.pk in former or not person.may_have_portrait(now)]
        for person in over:
            person.forget_portrait()
            person.save()
        _out_of_versions()
        _sweep(now)
    return {"portraits": len(over)}


def _out_of_versions():
    """Let the history forget portraits that are gone, also those that went at once."""
    told = Version.objects.filter(model=Person._meta.label_lower, content__portrait__startswith=f"{FOLDER}/")
    versions = list(told.exclude(public_id__in=Person.objects.exclude(portrait="").values("public_id")))
    for version in versions:
        for column in ("portrait", "portrait_credit"):
            version.content.pop(column, None)
    Version.objects.bulk_update(versions, ["content"], batch_size=500)


def _sweep(now):
    """Delete the files that no person has: of a write that failed, or that could not be deleted in their time."""
    column = Person._meta.get_field("portrait")
    named = Person.objects.exclude(portrait="").values_list("portrait", flat=True)
    named = {file for name in named for file in column.names(name)}
    for folder in _listed(FOLDER)[0]:
        for name in _listed(f"{FOLDER}/{folder}")[1]:
            file = f"{FOLDER}/{folder}/{name}"
            if file not in named and private_storage.get_modified_time(file) < now - YOUNG:
                transaction.on_commit(partial(private_storage.delete, file), robust=True)


def _listed(folder):
    """The folders and the files in a folder."""
    return private_storage.listdir(folder) if private_storage.exists(folder) else ([], [])
