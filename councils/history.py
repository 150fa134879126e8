"""The history of everything published: what each row said after each write, in a table apart from the rows.

The writing gate calls :func:`written`, so saves, updates, bulk writes and imports all leave versions, in two statements
however many rows there are. Kept are a row's own columns; of a file its name, never its bytes.

    What                                                     How long
    the latest version of a row                              as long as the row itself
    older versions                                           two years
    the versions of a draft that was destroyed               until the next purge
"""

import functools
from datetime import timedelta

from django.apps import apps
from django.db import models
from django.db.models import F, Max
from django.utils import timezone

from .acting import account_id, is_import
from .models import Council, Version
from .publishing import Published
from .translation_state import translated_fields

KEPT = timedelta(days=2 * 365)
# What no form shows but a version needs, to say what happened and to bring it back.
ALSO_KEPT = {"first_published_at", "deleted_at", "translations", "checksum"}
# Rows that are read and written at a time.
PORTION = 500


# -- writing ----------------------------------------------------------------------------------------------------------


@functools.cache
def columns_of(model):
    """The columns that versions keep: all that people write, each language's own, never the bare translated name."""
    bare = translated_fields(model)
    return tuple(
        column
        for column in model._meta.concrete_fields
        if not column.primary_key and column.name not in bare and (column.editable or column.name in ALSO_KEPT)
    )


@functools.cache
def way_to_council(model):
    """The lookup that leads from a row to its council's key; None where there is no one council."""
    if model is Council:
        return "pk"
    # A meeting is published through those who convene it, and belongs to the council that keeps it.
    keys = [field.name for field in model._meta.fields if field.related_model is Council and not field.null]
    name = next(iter([*model.published_through[:1], *keys]), None)
    if name is None:
        return None
    upper = way_to_council(model._meta.get_field(name).related_model)
    return {None: None, "pk": f"{name}_id"}.get(upper, f"{name}__{upper}")


def written(model, pks, using):
    """Keep what these rows say now."""
    if pks:
        way = Version.Way.IMPORT if is_import() else Version.Way.OFFICE if account_id() else Version.Way.OTHER
        rows = models.QuerySet(model, using=using).filter(pk__in=pks).order_by("pk")
        _keep(rows, way=way, at=timezone.now(), user_id=account_id())


def _keep(rows, *, at=None, **more):
    """Write a version of each row, by default of the moment at which it was last changed."""
    model, names = rows.model, [column.attname for column in columns_of(rows.model)]
    council = way_to_council(model)
    council = {"its_council": F(council)} if council else {}
    versions = []
    for values in rows.values("public_id", "modified", *names, **council):
        content = {name: values[name] for name in names if values[name] is not None}
        versions.append(
            Version(
                model=model._meta.label_lower, public_id=values["public_id"], council_id=values.get("its_council"),
                at=at or values["modified"], content=content, **more,
            )
        )  # fmt: skip
    Version.objects.using(rows.db).bulk_create(versions, batch_size=PORTION)
    return len(versions)


# -- reading ----------------------------------------------------------------------------------------------------------


def versions_of(row):
    """The versions of a row, the latest first."""
    return Version.objects.filter(model=row._meta.label_lower, public_id=row.public_id)


def value_in(version, column):
    """What the version says in that column, as the row would have it."""
    return column.to_python(version.content.get(column.attname))


def happened(older, version):
    """What the write was, in one word; empty where the row said the same before."""
    if older is None:
        return "made"
    was_there, is_there = ("deleted_at" not in one.content for one in (older, version))
    if was_there != is_there:
        return "back" if is_there else "deleted"
    if older.content.get("state") != version.content.get("state"):
        return {"published": "published", "withdrawn": "withdrawn"}.get(version.content.get("state"), "changed")
    return "changed"


# -- how long ---------------------------------------------------------------------------------------------------------


def purge(now):
    """Erase versions that are old enough, and keep one of each row that has none; gives the counts per kind."""
    latest = Version.objects.order_by().values("model", "public_id").annotate(last=Max("pk")).values("last")
    gone, _kinds = Version.objects.filter(at__lt=now - KEPT).exclude(pk__in=latest).delete()
    for model in published_models():
        own = Version.objects.filter(model=model._meta.label_lower)
        rows = models.QuerySet(model)
        gone += own.exclude(public_id__in=rows.values("public_id")).delete()[0]
        complete(model)
    return {"versions": gone}


def complete(model):
    """Give the rows that were there before the history, or went past it, their first version."""
    own = Version.objects.filter(model=model._meta.label_lower).order_by()
    without = models.QuerySet(model).exclude(public_id__in=own.values("public_id"))
    pks = list(without.values_list("pk", flat=True))
    for begin in range(0, len(pks), PORTION):
        _keep(models.QuerySet(model).filter(pk__in=pks[begin : begin + PORTION]), way=Version.Way.OTHER)


def published_models():
    """Every table of published rows."""
    return [model for model in apps.get_models() if issubclass(model, Published)]
