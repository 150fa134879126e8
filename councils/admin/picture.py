from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from councils import pictures
from councils.models import Picture
from councils.publishing import State

from .base import PublishedAdmin
from .document import FileAdmin
from .forms import StoredFileInput

PICTURE_HELP = format_lazy(
    _(
        "JPEG, PNG or WebP; at most {size} MB. It is made smaller, and place and time are taken out. Show people only "
        "if they have agreed."
    ),
    size=pictures.MOST_MB,
)


class PictureInput(StoredFileInput):
    """An upload box that shows the picture which is stored, so that people see what was made of theirs."""

    def __init__(self, attrs=None):
        super().__init__({"accept": pictures.ENDINGS} | (attrs or {}))

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, value, attrs, renderer)
        if not self.is_initial(value):
            return box
        # The line below it says what it is.
        return format_html('<div><img src="{}" width="96" alt="">{}</div>', self.format_value(value).url, box)


class PicturesAdmin(FileAdmin):
    """Rows with a picture."""

    formfield_overrides = PublishedAdmin.formfield_overrides | {
        models.FileField: {"widget": PictureInput, "max_length": None, "help_text": PICTURE_HELP},
    }

    def handed_out(self, row):
        return getattr(row, row.file_column).whole


@admin.register(Picture)
class PictureAdmin(PicturesAdmin):
    initial_state = State.PUBLISHED
    list_display = ("__str__", "credit", "licence")
    list_filter = ("licence", "state")
    search_fields = ("alt_de", "credit")
    fieldsets = ((None, {"fields": ("council", "file", "alt", "credit", "licence")}),)
