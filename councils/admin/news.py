from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councils.models import News, Notice

from .base import PublishedAdmin
from .forms import AddressForm


@admin.register(News)
class NewsAdmin(PublishedAdmin):
    form = AddressForm
    list_display = ("__str__", "dated", "kind")
    list_filter = ("kind", "state")
    search_fields = ("title_de", "body_de", "slug")
    fieldsets = (
        (None, {"fields": ("council", "title", "dated", "kind", "lead", "body", "picture")}),
        (_("Address and source"), {"fields": ("slug", "source")}),
    )

    def get_changeform_initial_data(self, request):
        return {"dated": timezone.localdate()} | super().get_changeform_initial_data(request)


@admin.register(Notice)
class NoticeAdmin(PublishedAdmin):
    list_display = ("__str__", "level", "valid_from", "valid_until")
    actions = (*PublishedAdmin.actions, "public_until")
    list_filter = ("level", "state")
    search_fields = ("title_de", "body_de")
    fieldsets = ((None, {"fields": ("council", "title", "body", "level", "valid_from", "valid_until")}),)
