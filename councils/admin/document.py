from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from councils.models import Document

from .base import PublishedAdmin

PAPER = ("title", "description", "availability", "file", "url", "language")


class PaperAdmin(PublishedAdmin):
    """Papers of any kind. Their files have no public address while they are drafts, so the office serves its own."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        return [path("<int:pk>/file/", self.admin_site.admin_view(self.file_view), name=name), *super().get_urls()]

    def file_view(self, request, pk):
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None or not row.file:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        try:
            return FileResponse(row.file.open(), as_attachment=True)
        except FileNotFoundError as error:
            raise Http404 from error


@admin.register(Document)
class DocumentAdmin(PaperAdmin):
    list_display = ("__str__", "kind", "availability", "adopted_on")
    list_filter = ("kind", "availability", "state")
    search_fields = ("title_de", "description_de")
    fieldsets = (
        (None, {"fields": ("council", "kind", *PAPER)}),
        (_("Adoption"), {"fields": ("adopted_on", "adopted_by", "source")}),
    )
