"""Pictures as columns: drawn anew, stored in several widths, and named by what they show and by nothing else."""

import functools

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from councils import pictures
from councils.publishing import current_preview


class PictureInWidth:
    """A picture in one width, as it is handed out; see councils.serving."""

    def __init__(self, picture, name):
        row = picture.instance
        self.public_id, self.modified, self.language = row.public_id, row.modified, "de"
        self.file_name = self.checksum = name
        folder = picture.name.rpartition("/")[0]
        self.file = FieldFile(row, picture.field, f"{folder}/{name}")
        self.media_type = "image/webp" if name.endswith(".webp") else "image/jpeg"


class PictureFile(FieldFile):
    """The picture of a row, with what pages ask of it."""

    _prepared = None

    @property
    def width(self):
        return self.widths[-1]

    @property
    def widths(self):
        return self.field.widths(self.name)

    @property
    def _stem(self):
        return self.name.rpartition("/")[2].rpartition("-")[0]

    def address(self, width, ending):
        address = reverse("files:file", args=[self.instance.public_id, f"{self._stem}-{width}.{ending}"])
        preview = current_preview()
        return preview.below(self.instance, address) if preview else address

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

    def called(self, name):
        """The picture in the width and form that the name says, or None."""
        names = {whole.rpartition("/")[2] for whole in self.field.names(self.name)}
        return PictureInWidth(self, name) if name in names else None

    @property
    def whole(self):
        """The picture in its own width."""
        return self.called(self.name.rpartition("/")[2])

    def prepare(self):
        """The picture as it is going to be stored; each file is drawn once."""
        if self._prepared is None:
            self._prepared = pictures.prepared(self.file, self.field.measure)
        return self._prepared

    def take(self):
        """Store a new picture in all its widths, and name it by what it shows."""
        drawn, measure = self.prepare(), self.field.measure
        stem = f"{self.field.folder}/{self.instance.public_id}/{drawn.checksum[:16]}"
        name = f"{stem}-{drawn.width}.jpg"
        small = pictures.variants(drawn.content, measure)
        files = {name: drawn.content, **{f"{stem}-{end}": content for end, content in small}}
        new = [where for where in files if not self.storage.exists(where)]
        for where in new:
            self.storage.save(where, ContentFile(files[where]))
        self.instance.newly_stored = [*self.instance.newly_stored, *new]
        setattr(self.instance, self.field.attname, name)
        return drawn


class PictureField(models.FileField):
    """A column for a picture; its row is a :class:`StoredPicture`."""

    attr_class = PictureFile

    def __init__(self, *args, folder="pictures", measure=pictures.SCENE, **kwargs):
        self.folder, self.measure = folder, measure
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """For migrations a file like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs

    def widths(self, name):
        """The widths in which the picture of that name is to be had."""
        width = name.removesuffix(".jpg").rpartition("-")[2]
        return pictures.widths_of(int(width), self.measure) if width.isdecimal() else []

    def names(self, name):
        """The names of all files of the picture of that name; none where there is none."""
        stem = name.rpartition("-")[0]
        return [f"{stem}-{width}.{ending}" for width in self.widths(name) for ending in ("jpg", "webp")]


@functools.cache
def picture_columns():
    """Every model with a picture, with the name of its column."""
    columns = ((model, field) for model in apps.get_models() for field in model._meta.concrete_fields)
    return [(model, field.name) for model, field in columns if isinstance(field, PictureField)]
