import hashlib
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import LazyObject
from django.utils.translation import gettext_lazy as _

from councils import uploads
from councils.partial_dates import PartialDateField
from councils.publishing import Item, current_preview, german_required, unique_key

from .council import Council, Source
from .stored_file import StoredFile


class PrivateStorage(LazyObject):
    """Files outside any public folder; they have no address but that of the view that asks the read gate."""

    def _setup(self):
        self._wrapped = FileSystemStorage(
            location=settings.MEDIA_ROOT, base_url=None, file_permissions_mode=0o600, directory_permissions_mode=0o700
        )


private_storage = PrivateStorage()


def get_private_storage():
    return private_storage


def stored_name(instance, filename):
    """Each file in a folder of its own, under a name that is safe on every system."""
    return f"documents/{instance.public_id}/{uploads.safe_name(filename, instance.media_type)}"


class DocumentBase(StoredFile, Item):
    """A paper: as a file, as a link elsewhere, or known to exist but not supplied."""

    class Availability(models.TextChoices):
        FILE = "file", _("file")
        LINK = "link", _("link to another site")
        KNOWN = "known", _("known, not supplied")

    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    availability = models.CharField(
        _("available as"), max_length=10, choices=Availability.choices, default=Availability.FILE
    )
    file = models.FileField(_("file"), upload_to=stored_name, storage=get_private_storage, max_length=200, blank=True)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True, editable=False)
    # What the file is by its contents, and what a look into it found; see councils.uploads.
    media_type = models.CharField(max_length=100, blank=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True, editable=False)
    findings = models.JSONField(default=list, blank=True, editable=False)
    replaced_at = models.DateTimeField(_("file replaced"), null=True, blank=True, editable=False)
    url = models.URLField(_("link"), max_length=500, blank=True)
    language = models.CharField(_("language of the document"), max_length=10, choices=settings.LANGUAGES, default="de")

    WRITTEN_ROW_BY_ROW = frozenset({"file"})
    _looked = None

    class Meta(Item.Meta):
        abstract = True
        constraints = [
            *Item.Meta.constraints,
            *german_required("title"),
            models.CheckConstraint(
                condition=(Q(availability="file", url="") & ~Q(file=""))
                | (Q(availability="link", file="") & ~Q(url=""))
                | Q(availability="known", file="", url=""),
                name="%(app_label)s_%(class)s_availability",
                violation_error_message=_("Give the file, or the link, or say that the document is only known."),
            ),
        ]

    def __str__(self):
        return self.title_de or self.key

    def get_absolute_url(self):
        """Where the paper itself is to be had; empty when it is only known."""
        if self.availability == self.Availability.FILE:
            address = reverse("files:file", args=[self.public_id, self.file_name])
            preview = current_preview()
            return preview.below(self, address) if preview else address
        return self.url

    @property
    def file_name(self):
        """The name of the file without the folder."""
        return self.file.name.rpartition("/")[2]

    @property
    def published_on(self):
        """The day since which the public may read it, in Germany."""
        return self.first_published_at and timezone.localdate(self.first_published_at)

    @property
    def replaced_on(self):
        return self.replaced_at and timezone.localdate(self.replaced_at)

    @property
    def advice(self):
        """What the office should mend in the file, the worst first."""
        return uploads.advice_on(self.findings)

    @property
    def note(self):
        """What readers should know before they open the file."""
        return uploads.note_on(self.findings) if self.availability == self.Availability.FILE else ""

    def clean(self):
        super().clean()
        if self.file and not self.file._committed and (problem := self.look().problem):
            raise ValidationError({"file": problem})

    def look(self):
        """What the file is and what a look into it finds; each file is looked into once."""
        content = self.file.file
        if self._looked is None or self._looked[0] is not content:
            self._looked = content, uploads.look_into(content)
        return self._looked[1]

    def _prepare_write(self, now, using):
        super()._prepare_write(now, using)
        is_new = self.file and not (self.file._committed and self.media_type and self.file.name == self._stored_file)
        if is_new or (self.checksum and not self.file):
            self._change_file(now, using)

    def _change_file(self, now, using):
        """Note what the file is; the one that it replaces goes when the transaction is through.

        Raises ValidationError for a file that no form would take, whoever gives it.
        """
        rows = models.QuerySet(type(self), using=using).filter(pk=self.pk or 0)
        stored = rows.values("file", "checksum", "first_published_at").first()
        problem = self._describe_file()
        # What lay there before anybody looked into files is handed out to be saved only; its row can still be written.
        if problem and not (stored and self.file._committed and self.file.name == stored["file"]):
            raise ValidationError({"file": problem})
        if stored is None:
            return
        was_public = stored["first_published_at"] and stored["first_published_at"] <= now
        if was_public and self.checksum and stored["checksum"] not in {"", self.checksum}:
            self.replaced_at = now
        if stored["file"]:
            transaction.on_commit(partial(self._forget_file, stored["file"]), using=using, robust=True)

    def _describe_file(self):
        """Note what a look into the file finds; gives what speaks against taking it, or nothing."""
        if not self.file:
            self.checksum, self.size, self.media_type, self.pages, self.findings = "", None, "", None, []
            return ""
        try:
            look = self.look()
        except FileNotFoundError:
            # A stored file that the storage has lost; its row is still to be written. Of any other nothing is known.
            self.media_type = self.media_type if self.file.name == self._stored_file else ""
            return ""
        digest = hashlib.sha256()
        for chunk in self.file.chunks():
            digest.update(chunk)
        self.checksum, self.size = digest.hexdigest(), self.file.size
        self.media_type, self.pages, self.findings = look.media_type, look.pages, list(look.findings)
        if self.file._committed:
            self.file.close()
        else:
            self.file.seek(0)
        return look.problem

    def _forget_file(self, name):
        if name != self.file.name:
            self.file.storage.delete(name)

    @classmethod
    def models(cls):
        """Every table that holds papers, so that one view serves them all."""
        return cls.__subclasses__()


class Document(DocumentBase):
    """A paper of the council as a whole: a statute, a concept, a report."""

    class Kind(models.TextChoices):
        STATUTE = "statute", _("statute")
        RULES_OF_PROCEDURE = "rules_of_procedure", _("rules of procedure")
        CONCEPT = "concept", _("concept")
        MINUTES = "minutes", _("minutes")
        AGENDA = "agenda", _("agenda")
        RESOLUTION = "resolution", _("resolution")
        REPORT = "report", _("report")
        PRESS_RELEASE = "press_release", _("press release")
        OTHER = "other", _("other document")

    published_through = ("council",)
    mentions = ("source",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="documents", verbose_name=_("council"))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices, default=Kind.OTHER)
    adopted_on = PartialDateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=200, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source, if another")
    )

    class Meta(DocumentBase.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("document"), _("documents")
        constraints = [*DocumentBase.Meta.constraints, unique_key("council")]
