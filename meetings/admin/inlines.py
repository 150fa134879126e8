"""What belongs to a meeting, on the meeting's own office page."""

from councils.accounts.rights import WRITERS, Role, rights
from councils.admin.document import file_check_count
from councils.admin.inlines import PublishedFormSet, PublishedInline
from meetings import phrases
from meetings.models import AgendaItem, Convening, MeetingDocument, MeetingNotice

from .phrases import offer_phrases


class OfMeeting:
    """What belongs to a meeting belongs to the council that keeps the meeting."""

    council_path = "meeting__keeper"


def items_of(meeting_id):
    """The items among which a paper of that meeting chooses."""
    rows = AgendaItem.objects.present().order_by("position", "pk")
    return rows.filter(meeting=meeting_id) if meeting_id else rows.none()


class PhrasedFormSet(PublishedFormSet):
    """Rows whose German may stand in the phrase book: then the other languages come from there."""

    phrases = {}

    def save_new(self, form, commit=True):
        phrases.fill_all(form.instance, self.phrases)
        return super().save_new(form, commit)

    def save_existing(self, form, obj, commit=True):
        phrases.fill_all(form.instance, self.phrases)
        return super().save_existing(form, obj, commit)


class PhrasedInline(OfMeeting, PublishedInline):
    """Offers the phrase book, and takes the translations from it."""

    # By field, the kind of phrases it is completed from.
    phrases = {}

    def get_formset(self, request, obj=None, **kwargs):
        formset = type("FormSet", (PhrasedFormSet,), {"phrases": self.phrases})
        return super().get_formset(request, obj, formset=formset, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return offer_phrases(field, db_field, self.phrases)


class OwnConveners:
    """Only one's own councils: nobody puts a meeting on another council's pages.

    Besides the council that keeps the meeting these are the ones that one publishes for: the drafts of an author of
    another council would be published by whoever publishes the meeting.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "council" and not rights(request).everywhere:
            field.queryset = field.queryset.filter(pk__in=self.own_conveners(request))
        return field

    @staticmethod
    def own_conveners(request):
        own, keeper = rights(request), getattr(request, "council_at_hand", None)
        return own.councils(Role.EDITOR) | ({keeper} & own.councils(*WRITERS))


class ConveningInline(OwnConveners, OfMeeting, PublishedInline):
    model = Convening
    fields = ("council", "position")

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("council")
        return rows if rights(request).everywhere else rows.filter(council__in=self.own_conveners(request))


class AgendaInline(PhrasedInline):
    model = AgendaItem
    phrases = {"title": "item", "result": "result"}
    fields = ("position", "number", "title_de", "is_public", "result_de")


class DocumentInline(OfMeeting, PublishedInline):
    model = MeetingDocument
    fields = ("role", "agenda_item", "title_de", "availability", "file", "file_check", "url")
    readonly_fields = ("file_check",)

    file_check = staticmethod(file_check_count)

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if (field := formset.form.base_fields.get("agenda_item")) is not None:
            field.queryset = items_of(obj and obj.pk)
            # Asked once for all rows of the table.
            field.choices = list(field.choices)
        return formset

    def get_autocomplete_fields(self, request):
        return [name for name in super().get_autocomplete_fields(request) if name != "agenda_item"]


class NoticeInline(PhrasedInline):
    model = MeetingNotice
    phrases = {"title": "notice"}
    fields = ("title_de", "level", "valid_from", "valid_until")
