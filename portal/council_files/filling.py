"""Puts what an entry of a council file says into a row, without saving it."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from councils import pictures
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE, TranslationState, content_languages, fingerprint

from .reading import Translations
from .values import shortened
from .writing import known_translation

FILE_COLUMNS = ("file", "checksum", "portrait", "portrait_checksum")


def fill_value(row, item, value):
    """Put a plain value into the row; what the entry leaves out gets its default."""
    if value is None:
        column = row._meta.get_field(item.attribute)
        value = item.default if item.default is not None or column.null else ""
    setattr(row, item.attribute, value)


def fill_translations(row, item, given):
    """Put a text's languages into the row, and what is known about each translation into its record.

    An unchanged translation keeps the mark of the German it was made from, so new German makes it outdated.
    """
    given = given or Translations()
    for language in content_languages():
        text = given.texts.get(language, "")
        is_same = item.form.write(row.text_in(item.attribute, language)) == item.form.write(text)
        known = known_translation(row, item.attribute, language)
        if not is_same:
            setattr(row, build_localized_fieldname(item.attribute, language), text or None)
        if language != SOURCE_LANGUAGE and (text or item.attribute in row.translations):
            _record(row, item.attribute, language, given, known if is_same else (None, None))


def _record(row, name, language, given, known):
    """Note how a translation was made: as the file says, else as it was known, else from the German of today."""
    state = TranslationState.REVIEWED if language in given.reviewed else TranslationState.MACHINE
    made_from = fingerprint(row.text_in(name))
    if language in given.outdated:
        made_from = given.outdated[language]
    elif language not in given.current and known[0] == state:
        made_from = known[1]
    row.record_translation(name, language, state, made_from)


def fill_withdrawal(row, now):
    """As the gate has it: what is withdrawn was so at a moment in the past, which a file need not know."""
    if row.state != State.WITHDRAWN:
        return
    if row.unpublish_at is None or row.unpublish_at > now:
        stored = type(row).objects.filter(pk=row.pk, state=State.WITHDRAWN).values_list("unpublish_at", flat=True)
        row.unpublish_at = stored.first() or now
    if row.publish_at and row.publish_at >= now:
        row.publish_at = None


def fill_file(row, entry, problems):
    """Take over the file that lies beside the council file, unless the portal has the same one already."""
    name, checksum = entry.get("file"), entry.get("checksum") or ""
    if not name:
        row.file, row.checksum = "", ""
        return
    if checksum and row.file and checksum == row.checksum:
        return
    try:
        data = _content(entry.place_of("file").file.resolve().parent, name)
        found = hashlib.sha256(data).hexdigest()
        if checksum and checksum != found:
            raise ValueError(_("The file “%(name)s” is another one: its checksum differs.") % {"name": shortened(name)})
        if not row.file or found != row.checksum:
            _take_file(row, name.rpartition("/")[2], data)
            row.checksum = found
    except ValueError as error:
        problems.error(entry.place_of("file"), error)
        entry.is_faulty = True


def fill_picture(row, entry, problems):
    """Take over the picture that lies beside the council file, unless the portal has it already, drawn anew."""
    column, known = row.file_column, getattr(row, row.checksum_column)
    name, checksum = entry.get(column), entry.get(row.checksum_column) or ""
    if not name:
        setattr(row, column, "")
        setattr(row, row.checksum_column, "")
        return
    if checksum and getattr(row, column) and checksum == known:
        return
    try:
        data = _content(entry.place_of(column).file.resolve().parent, name)
        drawn = pictures.prepared(ContentFile(data), row._meta.get_field(column).measure)
        if checksum and checksum not in {hashlib.sha256(data).hexdigest(), drawn.checksum}:
            raise ValueError(_("The file “%(name)s” is another one: its checksum differs.") % {"name": shortened(name)})
        if not getattr(row, column) or drawn.checksum != known:
            setattr(row, column, ContentFile(data, name="picture"))
    except ValueError as error:
        problems.error(entry.place_of(column), error)
        entry.is_faulty = True


def _take_file(row, name, data):
    """Give the row its file if its content is taken; one that an earlier life of the database left is used again."""
    row.file = ContentFile(data, name=name)
    look = row.look()
    if look.problem:
        raise ValueError(look.problem)
    row.media_type = look.media_type
    column = row._meta.get_field("file")
    stored = column.generate_filename(row, name)
    if not column.storage.exists(stored):
        return
    with column.storage.open(stored) as file:
        if file.read() == data:
            # The gate looks into a stored file of which nothing is known yet.
            row.file, row.media_type = stored, ""


def _content(folder, name):
    """The content of a file in the council file's folder or below it; raises ValueError with a message."""
    try:
        path = (folder / name).resolve()
        is_there = path.is_relative_to(folder) and path.is_file()
    except OSError:  # a name that no system takes
        is_there = False
    if not is_there:
        raise ValueError(_("There is no file “%(name)s” beside the council file.") % {"name": shortened(name)})
    if path.stat().st_size > settings.MAX_FILE_MB * 1024**2:
        raise ValueError(_("The file is larger than %(size)s MB.") % {"size": settings.MAX_FILE_MB})
    try:
        return path.read_bytes()
    except OSError:
        raise ValueError(_("The file cannot be read.")) from None
