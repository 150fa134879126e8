from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from councils import uploads


class StoredFile:
    """Rows with a column for a file that know which file was stored last: it goes once another one takes its place."""

    file_column = "file"
    _stored_file = ""

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._note_stored_file()
        return row

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        super().refresh_from_db(using, fields, from_queryset)
        if fields is None or self.file_column in fields:
            self._note_stored_file()

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._note_stored_file()

    def _note_stored_file(self):
        self._stored_file = str(self.__dict__.get(self.file_column) or "")


class StoredPicture(StoredFile):
    """Rows with a picture: drawn when it is given, and deleted in all widths when another one, or none, replaces it."""

    checksum_column = "checksum"
    # The names of the files that this row has put into the storage since it was read.
    newly_stored = ()

    def clean(self):
        super().clean()
        picture = getattr(self, self.file_column)
        if picture and not picture._committed:
            try:
                picture.prepare()
            except uploads.Refused as refused:
                raise ValidationError({self.file_column: str(refused)}) from None

    def _prepare_write(self, now, using):
        super()._prepare_write(now, using)
        picture = getattr(self, self.file_column)
        if picture and not picture._committed:
            try:
                self._note_drawn(picture.take())
            except uploads.Refused as refused:
                raise ValidationError({self.file_column: str(refused)}) from None

    def _note_drawn(self, drawn):
        """Note what the row keeps of a picture beside its name."""
        self.checksum, self.width, self.height = drawn.checksum, drawn.width, drawn.height

    def save(self, *args, **kwargs):
        field, before = self._meta.get_field(self.file_column), self._stored_file
        super().save(*args, **kwargs)
        written = kwargs.get("update_fields")
        if before == self._stored_file or (written is not None and self.file_column not in written):
            return
        for gone in set(field.names(before)) - set(field.names(self._stored_file)):
            delete = partial(field.storage.delete, gone)
            transaction.on_commit(delete, using=kwargs.get("using") or self._state.db, robust=True)
