from django.urls import path, register_converter
from django.urls.converters import UUIDConverter

from meetings import views


class AnyCaseUUID(UUIDConverter):
    """A UUID as some programs write it, in capitals too; the page sends such a visitor to its own address."""

    regex = UUIDConverter.regex.replace("a-f", "a-fA-F")


register_converter(AnyCaseUUID, "any_case_uuid")

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.all_meetings, name="list"),
    path("councils/<slug:slug>/meetings/", views.of_council, name="of_council"),
    path("councils/<slug:slug>/meetings/<any_case_uuid:public_id>/", views.detail, name="detail"),
]
