from django.urls import path

from contact.views import council, messages, write

app_name = "contact"
urlpatterns = [
    path("contact/write/", write.find, name="find"),
    path("councils/<slug:slug>/contact/", council.council, name="council"),
    path("councils/<slug:slug>/contact/write/", write.write, name="write"),
    path("messages/", messages.messages, name="messages"),
]
