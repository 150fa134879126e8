"""Which meetings a council convenes, and who convenes a meeting."""

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from councils.models import Council

from .models import Convening, Meeting


def with_reach(request):
    """Councils that know whether one can ask them today."""
    return Council.objects.with_reach(timezone.localtime(request.now).date(), request.now)


def meetings_of(council, now):
    """The public meetings that the council convenes; a convening that is a draft or deleted does not count."""
    convenings = Convening.objects.published(now).filter(council=council)
    return Meeting.objects.published(now).filter(pk__in=convenings.order_by().values("meeting"))


def add_conveners(meetings, now):
    """Give each meeting the public councils that convene it, all in one query."""
    convenings = Convening.objects.published(now).select_related("council").order_by("position", "pk")
    prefetch_related_objects(meetings, Prefetch("convenings", convenings, to_attr="public_convenings"))
