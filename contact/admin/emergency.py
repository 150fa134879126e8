from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from contact import conversation
from contact.models import EmergencyAccess
from councils.accounts.rights import Right, rights
from councils.admin.records import ReadOnly
from councils.models import Council


@admin.register(EmergencyAccess)
class EmergencyAccessAdmin(ReadOnly):
    """For administrators when nobody of an office can: a day's look at a council's messages, told to the council."""

    list_display = ("council", "user", "reason", "began_at", "ends_at")
    list_select_related = ("council", "user")
    fields = ("council", "reason")
    about = _(
        "You can read the messages of this council for 24 hours, and change nothing. All who usually read them are "
        "told at once by e-mail: who, until when, and the reason."
    )

    def has_add_permission(self, request):
        return rights(request).may_everywhere(Right.EMERGENCY)

    def get_fieldsets(self, request, obj=None):
        if obj:
            return [(None, {"fields": self.list_display})]
        return [(None, {"fields": self.fields, "description": self.about})]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "council":
            kwargs["queryset"] = Council.objects.present().order_by("slug")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the admin's links that add, change or delete a council."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def save_model(self, request, obj, form, change):
        # The row is made together with the letters about it; the admin then shows that very row.
        made, told = conversation.open_emergency(request.user, obj.council, obj.reason)
        obj.__dict__.update(made.__dict__)
        if not told:
            text = gettext(
                "Nobody could be told: no reader of this council has an e-mail address. Tell the council yourself."
            )
            self.message_user(request, text, messages.ERROR)
            return
        text = ngettext(
            "You can read these messages for 24 hours. %(count)d person who usually reads them is told by e-mail.",
            "You can read these messages for 24 hours. %(count)d persons who usually read them are told by e-mail.",
            told,
        )
        self.message_user(request, text % {"count": told}, messages.WARNING)
