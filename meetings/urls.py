from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("meetings/", views.all_meetings, name="list"),
    path("councils/<slug:slug>/meetings/", views.of_council, name="of_council"),
    path("councils/<slug:slug>/meetings/<uuid:public_id>/", views.detail, name="detail"),
]
