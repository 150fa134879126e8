from django.urls import path, register_converter
from django.urls.converters import UUIDConverter

from meetings.views import calendars, detail, invitation, lists, resolutions, taking_part


class AnyCaseUUID(UUIDConverter):
    """A UUID as some programs write it, in capitals too; the page sends such a visitor to its own address."""

    regex = UUIDConverter.regex.replace("a-f", "a-fA-F")


register_converter(AnyCaseUUID, "any_case_uuid")

app_name = "meetings"
urlpatterns = [
    path("meetings/", lists.all_meetings, name="list"),
    path("councils/<slug:slug>/meetings/", lists.of_council, name="of_council"),
    path("councils/<slug:slug>/meetings/<any_case_uuid:public_id>/", detail.detail, name="detail"),
    path(
        "councils/<slug:slug>/meetings/<any_case_uuid:public_id>/invitation/", invitation.invitation, name="invitation"
    ),
    path("councils/<slug:slug>/meetings/<any_case_uuid:public_id>/take-part/", taking_part.take_part, name="take_part"),
    path("councils/<slug:slug>/resolutions/", resolutions.resolutions, name="resolutions"),
    # What calendars and feed readers fetch.
    path("meetings.ics", calendars.of_all, name="calendar_of_all"),
    path("councils/<slug:slug>/meetings.ics", calendars.of_council, name="calendar_of_council"),
    path(
        "councils/<slug:slug>/meetings/<any_case_uuid:public_id>.ics", calendars.of_meeting, name="calendar_of_meeting"
    ),
    path("councils/<slug:slug>/meetings.atom", calendars.meetings_feed, name="meetings_feed"),
    path("councils/<slug:slug>/news.atom", calendars.news_feed, name="news_feed"),
    path("councils/<slug:slug>/resolutions.atom", calendars.resolutions_feed, name="resolutions_feed"),
]
