from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councils import pictures, uploads
from councils.publishing import Published, current_preview, german_required, unique_key

from .council import Council
from .document import get_private_storage
from .stored_file import StoredFile


def stored_name(instance, filename):
    """Says nothing of what the file was called: that may be somebody's name."""
    return f"pictures/{instance.public_id}/{instance.checksum[:16]}-{instance.width}.jpg"


class PictureFile:
    """A picture in one width, as it is handed out; see councils.serving."""

    def __init__(self, picture, name):
        self.public_id, self.modified, self.language = picture.public_id, picture.modified, "de"
        self.file_name, self.checksum = name, f"{picture.checksum}-{name}"
        folder = picture.file.name.rpartition("/")[0]
        self.file = FieldFile(picture, picture._meta.get_field("file"), f"{folder}/{name}")
        self.media_type = "image/webp" if name.endswith(".webp") else "image/jpeg"


class Picture(StoredFile, Published):
    """A picture that pages of the council show, with what it shows and whose it is."""

    class Licence(models.TextChoices):
        OWN = "own", _("own picture, all rights reserved")
        PERMISSION = "permission", _("used with permission")
        CC0 = "cc0", "CC0"
        CC_BY = "cc-by-4.0", "CC BY 4.0"
        CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"

    DEEDS = {
        Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
        Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
        Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    }
    WRITTEN_ROW_BY_ROW = frozenset({"file"})
    published_through = ("council",)

    council = models.ForeignKey(Council, models.PROTECT, related_name="pictures", verbose_name=_("council"))
    file = models.FileField(_("file"), upload_to=stored_name, storage=get_private_storage, max_length=200)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        help_text=_("Is read aloud to those who do not see the picture. One sentence: who does what, and where."),
    )
    credit = models.CharField(_("whose picture it is"), max_length=200, help_text=_("Stands under the picture."))
    licence = models.CharField(_("licence"), max_length=20, choices=Licence.choices, default=Licence.OWN)

    _prepared, _stored_file = None, ""

    class Meta(Published.Meta):
        verbose_name, verbose_name_plural = _("picture"), _("pictures")
        ordering = ["-created", "-pk"]
        constraints = [*Published.Meta.constraints, *german_required("alt"), unique_key("council")]

    def __str__(self):
        return self.alt_de or self.key

    # -- what pages ask ---------------------------------------------------------------------------------------------

    @property
    def file_name(self):
        return self.file.name.rpartition("/")[2]

    @property
    def media_type(self):
        return "image/jpeg"

    language = "de"

    @property
    def widths(self):
        return pictures.widths_of(self.width)

    def address(self, width, ending):
        address = reverse("files:file", args=[self.public_id, f"{self.checksum[:16]}-{width}.{ending}"])
        preview = current_preview()
        return preview.below(self, address) if preview else address

    def _set(self, ending):
        return ", ".join(f"{self.address(width, ending)} {width}w" for width in self.widths)

    @property
    def webp_set(self):
        return self._set("webp")

    @property
    def jpeg_set(self):
        return self._set("jpg")

    @property
    def src(self):
        return self.address(self.widths[min(1, len(self.widths) - 1)], "jpg")

    @property
    def deed(self):
        """Where the licence can be read; empty where it has no page."""
        return self.DEEDS.get(self.licence, "")

    def file_called(self, name):
        """The picture in the width and form that the name says, or None."""
        names = {f"{self.checksum[:16]}-{width}.{ending}" for width in self.widths for ending in ("webp", "jpg")}
        return PictureFile(self, name) if name in names else None

    # -- the file ---------------------------------------------------------------------------------------------------

    def clean(self):
        super().clean()
        if self.file and not self.file._committed:
            try:
                self.prepare()
            except uploads.Refused as refused:
                raise ValidationError({"file": str(refused)}) from None

    def prepare(self):
        """The picture as it is going to be stored; each file is drawn once."""
        content = self.file.file
        if self._prepared is None or self._prepared[0] is not content:
            self._prepared = content, pictures.prepared(content)
        return self._prepared[1]

    def _prepare_write(self, now, using):
        super()._prepare_write(now, using)
        if self.file and not self.file._committed:
            self._take_file(using)

    def _take_file(self, using):
        """Store the picture in all its widths; those that it replaces go when the transaction is through."""
        try:
            drawn = self.prepare()
        except uploads.Refused as refused:
            raise ValidationError({"file": str(refused)}) from None
        old = self._files() if self._stored_file else []
        self.checksum, self.width, self.height = drawn.checksum, drawn.width, drawn.height
        storage, name = self.file.storage, stored_name(self, "")
        stem = name.rpartition("-")[0]
        contents = {name: drawn.content} | {f"{stem}-{end}": data for end, data in pictures.variants(drawn.content)}
        for where, content in contents.items():
            if not storage.exists(where):
                storage.save(where, ContentFile(content))
        self.file = name
        for gone in set(old) - set(contents):
            transaction.on_commit(partial(storage.delete, gone), using=using, robust=True)

    def _files(self):
        """The names of all files of the stored picture."""
        folder, _slash, name = self._stored_file.rpartition("/")
        digest, _dash, width = name.removesuffix(".jpg").rpartition("-")
        return [f"{folder}/{digest}-{one}.{end}" for one in pictures.widths_of(int(width)) for end in ("jpg", "webp")]
