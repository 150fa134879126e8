from django.urls import path

from councils.views import documents

app_name = "files"
urlpatterns = [path("<uuid:public_id>/<str:name>", documents.file, name="file")]
