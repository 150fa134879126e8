from django.urls import path

from contact.views import barriers, council, messages, subscriptions, write

app_name = "contact"
urlpatterns = [
    path("contact/write/", write.find, name="find"),
    path("councils/<slug:slug>/contact/", council.council, name="council"),
    path("councils/<slug:slug>/contact/write/", write.write, name="write"),
    path("councils/<slug:slug>/subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscriptions/<slug:token>/", subscriptions.subscription, name="subscription"),
    path("subscriptions/<slug:token>/end/", subscriptions.unsubscribe, name="unsubscribe"),
    path("messages/", messages.messages, name="messages"),
    path("accessibility/report/", barriers.report, name="barrier"),
]
