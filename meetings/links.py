"""The pages on meetings that texts can link to."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from .models import Convening, Meeting, MeetingDocument


def register(own_links):
    """Tell the links of the councils' texts what there is above them."""
    own_links.register(
        "meeting", Meeting, "meetings:detail", _("meeting"), (_lead,), lambda key, slug, _none: [slug, key]
    )
    own_links.register_file("paper", MeetingDocument, MeetingDocument._meta.verbose_name)


def _lead(now):
    """The word of the council below which a meeting has its address; see ``Meeting.lead``."""
    convened = Convening.objects.published_below(now).filter(meeting=OuterRef("pk")).order_by("position", "pk")
    return Subquery(convened.values("council__slug")[:1])
