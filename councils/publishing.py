"""The base of everything the portal publishes: one gate for reading and one for writing.

Reading: every public surface starts from ``.published(now)``, which asks the row and each of its ancestors.
Writing: ``save``, ``delete``, ``update`` and ``bulk_*`` pass through here. In one transaction they move ``modified`` of
the row and of the rows that show it, raise the content version, and call the registered listeners and watchers.
"""

import functools
import secrets
import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, router, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, NullIf
from django.db.models.query import ModelIterable
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .richtext import RichTextField
from .translation_state import SourceText, Translated, translated_fields

# The root of all derived identifiers; changing it would change every public address.
NAMESPACE = uuid.UUID("6f4f0c1e-6f0b-5d0e-9a55-3a7a3e1f7b52")

# Embeddings and overrides of the Unicode bidirectional algorithm (UAX #9): U+202A to U+202E.
DIRECTION_OVERRIDES = dict.fromkeys(range(0x202A, 0x202F))

KEY_VALIDATOR = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use small letters a–z, digits and single hyphens only.")
)


class HardDeleteRefused(models.ProtectedError):
    """Raised where a row that the public could once see would vanish without a trace."""


class LifecycleError(TypeError):
    """Raised where ``update`` or ``bulk_update`` is asked to change what only the row's own methods may change."""


class Gone(Http404):
    """The thing was public once and is not any more: HTTP 410."""


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("publication", "draft")
    PUBLISHED = "published", pgettext_lazy("publication", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "withdrawn")


class ContentVersion(models.Model):
    """One number that rises with every write of published content; caches ask it whether they are stale."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("content version"), _("content versions")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="councils_contentversion_single")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls, using=None):
        """The number as it stands, 0 before the first write."""
        return cls.objects.using(using).filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def rise(cls, using):
        rows = cls.objects.using(using)
        if not rows.filter(pk=1).update(number=F("number") + 1):
            rows.create(pk=1, number=1)


_listeners, _watchers = [], []


def register_listener(listener):
    """Have ``listener(model, pks, using)`` called inside the transaction of every write; returns the listener."""
    if listener not in _listeners:
        _listeners.append(listener)
    return listener


def unregister_listener(listener):
    _listeners.remove(listener)


def register_watcher(watcher):
    """Have ``watcher(model, pks, using)`` called before rows that are there change, in the write's transaction.

    What it gives back, unless None, is called after the write: for those who compare what was with what is.
    """
    if watcher not in _watchers:
        _watchers.append(watcher)
    return watcher


def unregister_watcher(watcher):
    _watchers.remove(watcher)


def _plain(model, using):
    """The model's rows without the gate."""
    return models.QuerySet(model, using=using)


def _record_write(model, pks, using, now, before=None):
    """Do what every write entails: move ``modified`` of the rows that show these, raise the version, tell listeners."""
    pks = set(pks)
    seen, waiting = set(), [(model, pks), *(before.shown if before else ())]
    while waiting:
        child, child_pks = waiting.pop()
        for parent, parent_pks in child.shown_by(child_pks, using):
            fresh = {pk for pk in parent_pks if pk is not None and (parent, pk) not in seen}
            seen |= {(parent, pk) for pk in fresh}
            if fresh:
                _plain(parent, using).filter(pk__in=fresh).update(modified=now)
                waiting.append((parent, fresh))
    ContentVersion.rise(using)
    for listener in _listeners:
        listener(model, pks, using)
    for compare in before.comparing if before else ():
        compare()


class _PublicRows(ModelIterable):
    """Rows with what they may mention; of the rest only the stored key is left, which saving keeps."""

    def __iter__(self):
        for row in super().__iter__():
            row.forget_hidden(vars(row))
            yield row


# -- previews: what one page shows before its time --------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """Hidden rows that one page may show to whoever has a link to it; for all other rows the gate stays as it is."""

    # The moment at which it is looked at; the page may be shown as it will be later.
    now: datetime
    # Where it is seen, and until when.
    address: str
    until: datetime
    # The primary keys of the rows by model.
    rows: dict

    @property
    def last_day(self):
        return timezone.localdate(self.until)

    def has(self, row):
        return row.pk in self.rows.get(type(row), ())

    def below(self, row, address):
        """The address of a file of the row: below the preview, where it is to be had nowhere else."""
        above = [row._meta.get_field(name) for name in row.published_through]
        is_above = any(getattr(row, field.attname) in self.rows.get(field.related_model, ()) for field in above)
        return self.address.rstrip("/") + address if is_above or self.has(row) else address


_preview = ContextVar("preview", default=None)


@contextmanager
def previewing(preview):
    """Meanwhile, and in this request alone, the reading gate also lets the rows of the preview through."""
    mark = _preview.set(preview)
    try:
        yield
    finally:
        _preview.reset(mark)


def current_preview():
    """The preview that is being answered, or None."""
    return _preview.get()


class PublishedQuerySet(models.QuerySet):
    """Rows of published content. Reading starts with :meth:`published`; every writing method passes the gate."""

    def published(self, now):
        """What the public may see at that moment: the row itself and all its ancestors.

        What a row only mentions (``mentions``) reads as None where it is not public itself.
        """
        rows = self.filter(self.model.published_q(now))
        joined = self.query.select_related or ()
        claims = self.model.mentions_q(now)
        if joined is not True:
            for name in self.model.joined_mentions:
                if name not in joined:
                    del claims[f"shows_{name}"]
        if claims and rows._iterable_class is ModelIterable:
            rows = rows.annotate(**claims)
            rows._iterable_class = _PublicRows
        return rows

    def published_below(self, now, *given):
        """The public rows, within a question that starts from the ancestors ``given``, which are public themselves.

        For conditions: nothing of the rows is read, so what they mention does not matter.
        """
        return self.filter(self.model.published_q(now, given=given))

    def present(self):
        """All that is not deleted, drafts included: for staff."""
        return self.filter(deleted_at__isnull=True)

    def get_published(self, now, **lookup):
        """The one visible row; raises :class:`Gone` for what was public once, Http404 for what never was."""
        found = self.published(now).filter(**lookup).first()
        if found is not None:
            return found
        row = self.filter(**lookup).first()
        if row is not None and row.was_public(now):
            raise Gone
        raise Http404

    # -- the writing gate ---------------------------------------------------------------------------------------

    def update(self, **values):
        refused = (self.model.LIFECYCLE_FIELDS | self.model.WRITTEN_ROW_BY_ROW) & set(values)
        # What the database computes never passes the cleaner.
        refused |= {
            name
            for name, value in values.items()
            if hasattr(value, "resolve_expression") and isinstance(self.model._meta.get_field(name), RichTextField)
        }
        if refused:
            raise LifecycleError(f"update() may not change {', '.join(sorted(refused))}; use the row's own methods")
        return self._gated_update(values)

    update.alters_data = True

    def _gated_update(self, values, now=None):
        now = now or timezone.now()
        with transaction.atomic(using=self.db):
            pks = list(_plain(self.model, self.db).filter(pk__in=self.values("pk")).values_list("pk", flat=True))
            before = _Before(self.model, pks, self.db)
            rows = self.model._default_manager.using(self.db).filter(pk__in=pks)
            changed = super(PublishedQuerySet, rows).update(**values, modified=now)
            if pks:
                _record_write(self.model, pks, self.db, now, before)
        return changed

    def delete(self):
        with transaction.atomic(using=self.db):
            rows = list(self)
            for row in rows:
                row._refuse_hard_delete()
            pks = [row.pk for row in rows]
            before = _Before(self.model, pks, self.db)
            result = super().delete()
            if pks:
                SourceText.forget(rows, self.db)
                _record_write(self.model, (), self.db, timezone.now(), before)
        return result

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **options):
        if ignore_conflicts or update_conflicts:
            raise LifecycleError("bulk_create() of published content cannot pass over conflicts")
        objs, now = list(objs), timezone.now()
        with transaction.atomic(using=self.db):
            for obj in objs:
                obj._prepare_write(now, self.db)
            result = super().bulk_create(objs, batch_size=batch_size, **options)
            SourceText.keep_for(objs, self.db)
            if objs:
                _record_write(self.model, [obj.pk for obj in objs], self.db, now)
        return result

    def bulk_update(self, objs, fields, batch_size=None):
        refused = self.model.LIFECYCLE_FIELDS & set(fields)
        if refused:
            raise LifecycleError(f"bulk_update() may not change {', '.join(sorted(refused))}")
        objs, now = list(objs), timezone.now()
        with transaction.atomic(using=self.db):
            pks = [obj.pk for obj in objs]
            before = _Before(self.model, pks, self.db)
            for obj in objs:
                obj._prepare_write(now, self.db)
                obj.modified = now
            # Django's own bulk_update() writes through update(); the plain queryset keeps that from passing twice.
            plain = _plain(self.model, self.db)
            result = plain.bulk_update(objs, list({*fields, "modified", "translations"}), batch_size=batch_size)
            SourceText.keep_for(objs, self.db)
            if pks:
                _record_write(self.model, pks, self.db, now, before)
        return result

    # -- life cycle of many -------------------------------------------------------------------------------------

    def publish(self, now=None):
        """Make every row public from now on (or from its ``publish_at``)."""
        return self._each(lambda row, moment: row.publish(moment), now)

    def withdraw(self, now=None):
        return self._each(lambda row, moment: row.withdraw(moment), now)

    def remove(self, now=None):
        return self._each(lambda row, moment: row.remove(moment), now)

    def _each(self, act, now):
        now = now or timezone.now()
        with transaction.atomic(using=self.db):
            rows = list(self)
            for row in rows:
                act(row, now)
        return len(rows)


@functools.cache
def _mentioning(model):
    """The models whose rows mention rows of this one, each with the name of the key."""
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete
    ]
    pairs = [(relation.related_model, relation.field.name) for relation in relations]
    return [(other, name) for other, name in pairs if name in getattr(other, "mentions", ())]


class _Before:
    """What a write is going to change, as it was: asked before it, and handed over to :func:`_record_write`."""

    def __init__(self, model, pks, using):
        # A row that is moved elsewhere also touches where it was.
        parents = list(model.shown_by(pks, using))
        self.shown = [(_Ghost(parents), ())] if parents else []
        watched = [watcher(model, pks, using) for watcher in _watchers]
        self.comparing = [compare for compare in watched if compare]


class _Ghost:
    """Stands in for rows as they were, to be asked what showed them."""

    def __init__(self, parents):
        self.parents = parents

    def shown_by(self, pks, using):
        return self.parents


PublishedManager = models.Manager.from_queryset(PublishedQuerySet)


def published_constraints():
    """The rules every published table keeps."""
    return [
        models.CheckConstraint(
            condition=~Q(state=State.DRAFT) | Q(first_published_at__isnull=True),
            name="%(app_label)s_%(class)s_draft_never_public",
            violation_error_message=_("This was public already. Withdraw it instead of making it a draft."),
        ),
        models.CheckConstraint(
            condition=~Q(state=State.PUBLISHED) | Q(first_published_at__isnull=False),
            name="%(app_label)s_%(class)s_published_since",
            violation_error_message=_("Something published needs the moment it became public."),
        ),
        models.CheckConstraint(
            condition=~Q(state=State.WITHDRAWN) | Q(unpublish_at__isnull=False),
            name="%(app_label)s_%(class)s_withdrawn_since",
            violation_error_message=_("Something withdrawn needs the moment it was withdrawn."),
        ),
        models.CheckConstraint(
            condition=Q(publish_at__isnull=True) | Q(unpublish_at__isnull=True) | Q(unpublish_at__gt=F("publish_at")),
            name="%(app_label)s_%(class)s_publish_before_unpublish",
            violation_error_message=_("“Public until” must be later than “public from”."),
        ),
        models.CheckConstraint(
            condition=~Q(key=""),
            name="%(app_label)s_%(class)s_has_key",
            violation_error_message=_("The key must not be empty."),
        ),
    ]


def german_required(*fields):
    """Constraints that keep a row from being without its German text, unless it is deleted."""
    return [
        models.CheckConstraint(
            condition=Q(deleted_at__isnull=False) | (Q(**{f"{name}_de__isnull": False}) & ~Q(**{f"{name}_de": ""})),
            name=f"%(app_label)s_%(class)s_{name}_de",
            violation_error_message=_("The German text is missing. It is the source of all translations."),
        )
        for name in fields
    ]


def unique_key(*within):
    """The constraint that a key stands once among its siblings, deleted ones included: their return revives them."""
    return models.UniqueConstraint(
        fields=[*within, "key"],
        name="%(app_label)s_%(class)s_key_once",
        violation_error_message=_("This key is already used here, perhaps by something deleted."),
    )


def in_order(first, last, message, name):
    """The constraint that one date or number does not come before another."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        name=f"%(app_label)s_%(class)s_{name}",
        violation_error_message=message,
    )


class Published(Translated):
    """Something the portal shows to the public, from draft to withdrawn."""

    LIFECYCLE_FIELDS = frozenset(
        {"public_id", "key", "state", "publish_at", "unpublish_at", "first_published_at", "deleted_at"}
    )
    # Columns whose change entails more than the column, which only the row itself knows.
    WRITTEN_ROW_BY_ROW = frozenset()
    # Foreign keys to what must be public as well; the first one is the parent that the identifier derives from.
    published_through = ()
    # Foreign keys to what the row's page only mentions: hidden, they leave the row as it is without them.
    mentions = ()
    # Those of them that few pages show: they read as None unless ``select_related()`` came before ``published()``.
    joined_mentions = ()

    key = models.SlugField(
        _("key"),
        max_length=80,
        blank=True,
        validators=[KEY_VALIDATOR],
        help_text=_("Names this entry in the council file. Made by itself; never changes."),
    )
    public_id = models.UUIDField(_("public identifier"), unique=True, editable=False)
    created = models.DateTimeField(_("created"), editable=False)
    modified = models.DateTimeField(_("changed"), editable=False, db_index=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFT,
        help_text=_("Only what is published shows on public pages."),
    )
    publish_at = models.DateTimeField(
        _("public from"), null=True, blank=True, help_text=_("Leave empty to publish at once.")
    )
    unpublish_at = models.DateTimeField(
        _("public until"), null=True, blank=True, help_text=_("Leave empty to keep it public.")
    )
    first_published_at = models.DateTimeField(_("first public"), null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)
    import_mark = models.CharField(max_length=64, blank=True, editable=False)

    objects = PublishedManager()

    class Meta:
        abstract = True
        # Django's related managers write through this one: "venue.meetings.add(meeting)" passes the gate as well.
        base_manager_name = "objects"
        constraints = published_constraints()

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._stored_state = row.__dict__.get("state")
        return row

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        super().refresh_from_db(using, fields, from_queryset)
        if fields is None or "state" in fields:
            self._stored_state = self.state

    def save(self, *args, **kwargs):
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        now = timezone.now()
        with transaction.atomic(using=using):
            before = _Before(type(self), [self.pk], using) if self.pk else None
            life = self._life_cycle()
            self._prepare_write(now, using)
            self.modified = now
            if kwargs.get("update_fields") is not None:
                # Of the life cycle only what the gate has moved: the rest may have been changed by others meanwhile.
                moved = {name for name, value in self._life_cycle().items() if value != life[name]}
                kwargs["update_fields"] = {*kwargs["update_fields"], "modified", "translations", *moved}
            super().save(*args, **kwargs)
            SourceText.keep_for([self], using)
            _record_write(type(self), [self.pk], using, now, before)
        self._stored_state = self.state

    def delete(self, *args, **kwargs):
        """Destroy a row the public never saw; raises :class:`HardDeleteRefused` for all others."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        self._refuse_hard_delete()
        with transaction.atomic(using=using):
            before = _Before(type(self), [self.pk], using)
            result = super().delete(*args, **kwargs)
            SourceText.forget([self], using)
            _record_write(type(self), (), using, timezone.now(), before)
        return result

    # -- reading ------------------------------------------------------------------------------------------------

    @classmethod
    def published_q(cls, now, prefix="", given=()):
        """The condition under which the public sees a row at that moment, ancestors included but for those given."""
        condition = cls._own_q(now, prefix)
        for name in cls.published_through:
            if name in given:
                continue
            field = cls._meta.get_field(name)
            ancestor = field.related_model.published_q(now, f"{prefix}{name}__")
            if field.null:
                ancestor |= Q(**{f"{prefix}{name}__isnull": True})
            condition &= ancestor
        return condition

    @classmethod
    def _own_q(cls, now, prefix):
        """The part of the condition that the row itself meets."""
        preview = current_preview()
        # A preview may be of a later moment; what else begins until then is not for whoever looks at it.
        begun = min(now, preview.now) if preview else now
        condition = (
            Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}deleted_at__isnull": True})
            & (Q(**{f"{prefix}publish_at__isnull": True}) | Q(**{f"{prefix}publish_at__lte": begun}))
            & (Q(**{f"{prefix}unpublish_at__isnull": True}) | Q(**{f"{prefix}unpublish_at__gt": now}))
        )
        if preview and (pks := preview.rows.get(cls)):
            shown = Q(**{f"{prefix}pk__in": pks, f"{prefix}deleted_at__isnull": True})
            condition |= shown & ~Q(**{f"{prefix}state": State.WITHDRAWN})
        return condition

    @classmethod
    def mentions_q(cls, now, prefix=""):
        """A claim per mentioned row whether the public sees it, by the name ``shows_…``; see :meth:`forget_hidden`."""
        return {
            f"shows_{name}": cls._meta.get_field(name).related_model.published_q(now, f"{prefix}{name}__")
            for name in cls.mentions
        }

    def forget_hidden(self, claims):
        """Let what the claims do not show read as None."""
        for name in self.mentions:
            if not claims.get(f"shows_{name}"):
                self._meta.get_field(name).set_cached_value(self, None)

    def is_published(self, now):
        """Whether the public sees this row at that moment, ancestors included."""
        return self._is_public_itself(now) and all(ancestor.is_published(now) for ancestor in self.ancestors())

    def _is_public_itself(self, now):
        preview = current_preview()
        if preview and preview.has(self):
            return self.deleted_at is None and self.state != State.WITHDRAWN
        begun = min(now, preview.now) if preview else now
        return (
            self.state == State.PUBLISHED
            and self.deleted_at is None
            and (self.publish_at is None or self.publish_at <= begun)
            and (self.unpublish_at is None or self.unpublish_at > now)
        )

    def was_public(self, now):
        """Whether there was a moment, up to now, at which the row and all its ancestors were public."""
        began, ended = self._public_span()
        return began is not None and began <= now and (ended is None or began < ended)

    def _public_span(self):
        """From when until when the row could be seen, as far as its own and its ancestors' dates tell."""
        began = self.first_published_at
        ends = [moment for moment in (self.unpublish_at, self.deleted_at) if moment]
        for ancestor in self.ancestors():
            ancestor_began, ancestor_ended = ancestor._public_span()
            began = None if began is None or ancestor_began is None else max(began, ancestor_began)
            ends += [ancestor_ended] if ancestor_ended else []
        return began, min(ends, default=None)

    def ancestors(self):
        """The rows that must be public for this one to be."""
        return [row for name in self.published_through if (row := getattr(self, name)) is not None]

    @property
    def parent(self):
        """The row this one belongs to, or None at the top."""
        return getattr(self, self.published_through[0]) if self.published_through else None

    # -- life cycle ---------------------------------------------------------------------------------------------

    def publish(self, now=None):
        """Make the row public from now on, or from its ``publish_at``; a deleted one comes back."""
        self.state, self.deleted_at = State.PUBLISHED, None
        if self.unpublish_at and self.unpublish_at <= (now or timezone.now()):
            self.unpublish_at = None
        self.save()

    def withdraw(self, now=None):
        """Take the row back; its address then answers 410."""
        self.state, self.unpublish_at = State.WITHDRAWN, min(filter(None, [now or timezone.now(), self.unpublish_at]))
        self.save()

    def remove(self, now=None):
        """Delete softly: the row stays, nobody sees it."""
        self.deleted_at = self.deleted_at or now or timezone.now()
        self.save()

    # -- the writing gate ---------------------------------------------------------------------------------------

    @classmethod
    def shown_by(cls, pks, using):
        """Which rows show these ones: pairs of a model and its primary keys."""
        pks = [pk for pk in pks if pk is not None]
        if not pks:
            return
        for name in cls.published_through:
            parent = cls._meta.get_field(name).related_model
            yield parent, set(_plain(cls, using).filter(pk__in=pks).values_list(f"{name}_id", flat=True))
        for model, name in _mentioning(cls):
            rows = _plain(model, using).filter(**{f"{name}__in": pks})
            yield model, set(rows.values_list("pk", flat=True))

    def default_key(self):
        """The key of a row that was not made from a council file."""
        return secrets.token_hex(6)

    def derived_public_id(self):
        """The identifier that council, kind and key always give (RFC 9562, version 5)."""
        parent = self.parent
        return uuid.uuid5(parent.public_id if parent else NAMESPACE, f"{self._meta.model_name}/{self.key}")

    def _prepare_write(self, now, using):
        """Complete the row before it is written, whichever way it came."""
        if self._state.adding:
            self.created = self.created or now
            self.modified = self.modified or now
        self.key = self.key or self.default_key()
        if self.public_id is None:
            self.public_id = self.derived_public_id()
        self._move_along(now)
        self._drop_overrides()
        self.record_unknown_translations()

    def _life_cycle(self):
        return {name: getattr(self, name) for name in self.LIFECYCLE_FIELDS}

    def _move_along(self, now):
        """Keep the dates of the life cycle in step with the state."""
        if self.first_published_at and self.first_published_at > now:
            self.first_published_at = None
        if self.state == State.PUBLISHED:
            if (
                getattr(self, "_stored_state", None) == State.WITHDRAWN
                and self.unpublish_at
                and self.unpublish_at <= now
            ):
                self.unpublish_at = None
            if self.first_published_at is None:
                self.first_published_at = max(filter(None, [now, self.publish_at]))
        elif self.state == State.WITHDRAWN:
            if self.publish_at and self.publish_at >= now:
                self.publish_at = None
            if self.unpublish_at is None or self.unpublish_at > now:
                self.unpublish_at = now

    def _drop_overrides(self):
        """Take out what would turn the letters of a page round; isolates, which pages need, stay."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(value, str) and not value.isascii():
                self.__dict__[field.attname] = value.translate(DIRECTION_OVERRIDES)

    def _refuse_hard_delete(self):
        if self.first_published_at is not None:
            raise HardDeleteRefused(
                f"{self._meta.label} {self.public_id} was published: remove() it instead of deleting it", {self}
            )

    def validate_constraints(self, exclude=None):
        """Also check what the gate itself will fill in, so that forms report it in the editor's words."""
        stand_in = self.first_published_at
        if self.state == State.PUBLISHED and stand_in is None:
            self.first_published_at = timezone.now()
        if self.state == State.WITHDRAWN and self.unpublish_at is None:
            self.unpublish_at = timezone.now()
        self.key = self.key or self.default_key()
        try:
            super().validate_constraints(exclude)
        finally:
            self.first_published_at = stand_in


class Item(Published):
    """Something published that stands in a list of its siblings."""

    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in lists; lower comes first."))

    class Meta(Published.Meta):
        abstract = True
        ordering = ["position", "pk"]


class Slug(models.Model):
    """An address word, taken for ever: what it once named keeps it, and old ones lead to the present one."""

    scope = models.CharField(max_length=60)
    slug = models.CharField(max_length=80)
    target = models.UUIDField()

    class Meta:
        verbose_name, verbose_name_plural = _("address"), _("addresses")
        constraints = [models.UniqueConstraint(fields=["scope", "slug"], name="councils_slug_once")]

    def __str__(self):
        return self.slug


class Addressed(models.Model):
    """Something published that has a word of its own in its address."""

    WRITTEN_ROW_BY_ROW = frozenset({"slug"})

    slug = models.SlugField(
        _("address"),
        max_length=80,
        validators=[KEY_VALIDATOR],
        help_text=_("Stands in the page's address. When it changes, the old address leads to the new one."),
    )

    class Meta:
        abstract = True

    @property
    def slug_scope(self):
        """Within what the address is unique."""
        return self._meta.model_name

    def clean(self):
        super().clean()
        if self.slug:
            self._refuse_taken_slug(None)

    def _refuse_taken_slug(self, using):
        """Raise ValidationError where the address belongs, or once belonged, to another row; returns its holder."""
        taken = Slug.objects.using(using).filter(scope=self.slug_scope, slug=self.slug)
        holder = taken.values_list("target", flat=True).first()
        rows = _plain(type(self), using).filter(public_id=holder).exclude(pk=self.pk)
        if holder is not None and rows.exists():
            raise ValidationError({"slug": _("This address is taken, or was once and stays reserved.")})
        return holder

    def _prepare_write(self, now, using):
        super()._prepare_write(now, using)
        holder = self._refuse_taken_slug(using)
        if holder != self.public_id:
            Slug.objects.using(using).update_or_create(
                scope=self.slug_scope, slug=self.slug, defaults={"target": self.public_id}
            )


def successor_of_slug(queryset, scope, slug):
    """The row that a former address leads to, or None."""
    target = Slug.objects.filter(scope=scope, slug=slug).values_list("target", flat=True).first()
    return queryset.filter(public_id=target).exclude(slug=slug).first() if target else None


def search_columns(model):
    """The columns in which a public page may look for words: every language's, never the bare name."""
    from_fields = translated_fields(model)
    languages = [field.name for field in model._meta.get_fields() if getattr(field, "language", None)]
    return [name for name in languages if any(name.startswith(f"{field}_") for field in from_fields)]


def in_active_language(field, language):
    """The translated column of that language, or the German one where it is empty; for sorting and filtering."""
    column = f"{field}_{language.replace('-', '_')}"
    return Coalesce(NullIf(F(column), models.Value("")), F(f"{field}_de"))
