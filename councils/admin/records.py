"""What the portal notes about itself: readable for superusers, changed by nobody."""

from django.contrib import admin

from councils.accounts.rights import Right, rights
from councils.publishing import ContentVersion, Slug


class ReadOnly(admin.ModelAdmin):
    """Rows that only the program writes."""

    actions = None
    view_on_site = False

    def has_module_permission(self, request):
        return rights(request).may_everywhere(Right.RECORDS)

    def has_view_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.RECORDS)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ContentVersion)
class ContentVersionAdmin(ReadOnly):
    list_display = ("number",)


@admin.register(Slug)
class SlugAdmin(ReadOnly):
    list_display = ("slug", "scope", "target")
    search_fields = ("slug", "scope")
