from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from councils import uploads
from councils.models import Document
from councils.serving import answer_with_file

from .base import PublishedAdmin
from .forms import StoredFileLink

PAPER = ("title", "description", "availability", "file", "file_check", "url", "language")


def _is_looked_into(row):
    return bool(row.checksum) and (row.media_type == uploads.PDF or bool(row.findings))


@admin.display(description=_("check of the file"))
def file_check(row):
    """What the office should mend in the file, or that all is well; nothing of what was not looked into."""
    if not _is_looked_into(row):
        return "–"
    if advice := row.advice:
        return format_html_join("", "<p>{}</p>", ((text,) for text in advice))
    return gettext("Nothing to mend was found.")


@admin.display(description=_("check of the file"))
def file_check_count(row):
    """The same in a table's cell: the words stand on the paper's own page."""
    if not _is_looked_into(row):
        return "–"
    count = len(row.advice)
    return ngettext("{n} hint", "{n} hints", count).format(n=count) if count else gettext("nothing to mend")


class FileAdmin(PublishedAdmin):
    """Rows with a file. It has no public address while they are drafts, so the office serves its own."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        sections = super().get_fieldsets(request, obj)
        if obj is None or self.writes(request, obj):
            return sections
        # Whoever may not replace it has Django's bare link, which leads nowhere.
        shown = {self.model.file_column: "stored_file"}
        return [
            (title, options | {"fields": [shown.get(name, name) for name in options["fields"]]})
            for title, options in sections
        ]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "stored_file"]

    @admin.display(description=_("file"))
    def stored_file(self, row):
        file = getattr(row, row.file_column)
        if not file:
            return self.get_empty_value_display()
        file = StoredFileLink(file)
        return format_html('<a href="{}">{}</a>', file.url, file.name)

    def file_view(self, request, pk):
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None or not getattr(row, row.file_column):
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return answer_with_file(request, self.handed_out(row), cache_control="no-store, private", is_shown=False)

    def handed_out(self, row):
        """What the row's file is handed out as."""
        return row


class PaperAdmin(FileAdmin):
    """Papers of any kind."""

    readonly_fields = ("file_check",)

    file_check = staticmethod(file_check)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            # As text in the clerk's language: what is lazy would be read after the page's language is gone.
            for text in map(str, obj.advice):
                self.message_user(request, text, messages.WARNING)


@admin.register(Document)
class DocumentAdmin(PaperAdmin):
    shown_on = "councils:documents"
    list_display = ("__str__", "kind", "availability", "adopted_on")
    actions = (*PublishedAdmin.actions, "public_until")
    list_filter = ("kind", "availability", "state")
    search_fields = ("title_de", "description_de")
    fieldsets = (
        (None, {"fields": ("council", "kind", *PAPER)}),
        (_("Adoption"), {"fields": ("adopted_on", "adopted_by", "source")}),
    )
