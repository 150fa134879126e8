"""What the office's own pages on a meeting share: whose they are, and how they look."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext

from councils.admin.base import address_of


class OfficePages:
    """A page of the office beside lists and forms."""

    def row_to_write(self, request, pk):
        """The meeting, for who may change all of it: to others of the council 403, to all others there is none."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        if not self.writes(request, row):
            raise PermissionDenied
        return row

    def office_page(self, request, name, title, *, status=200, **context):
        """One of the templates of these pages."""
        context = self.admin_site.each_context(request) | {"opts": self.opts, "title": title} | context
        return render(request, f"admin/meetings/{name}.html", context, status=status)

    def with_link(self, row, text):
        """A message with a link to the page that the public sees, or with a word that there is none yet."""
        address = self.get_view_on_site_url(row) and address_of(row)
        if not address:
            return format_html("{} {}", text, gettext("The meeting is not public yet."))
        return format_html('{} <a href="{}">{}</a>', text, address, gettext("See its public page"))
