class StoredFile:
    """Rows with a column ``file`` that know which file was stored last: it goes once another one takes its place."""

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row._stored_file = str(row.__dict__.get("file") or "")
        return row

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        self._stored_file = self.file.name or ""
