from django.urls import path

from contact import views

app_name = "contact"
urlpatterns = [path("councils/<slug:slug>/contact/", views.council, name="council")]
