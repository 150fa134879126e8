from django.urls import path

from members import views

app_name = "members"
urlpatterns = [path("councils/<slug:slug>/members/", views.composition, name="composition")]
