from django.urls import path

from councils.views import directory, documents, legal, news, profile

app_name = "councils"
urlpatterns = [
    path("councils/", directory.council_list, name="list"),
    path("councils/<slug:slug>/", profile.detail, name="detail"),
    path("councils/<slug:slug>/news/", news.of_council, name="news"),
    path("councils/<slug:slug>/news/<slug:news_slug>/", news.detail, name="news_detail"),
    path("councils/<slug:slug>/reviews/<int:year>/", news.review, name="review"),
    path("councils/<slug:slug>/documents/", documents.of_council, name="documents"),
    path("councils/<slug:slug>/take-part/", profile.take_part, name="take_part"),
    path("councils/<slug:slug>/questions/", profile.questions, name="questions"),
    path("councils/<slug:slug>/imprint/", legal.imprint, name="imprint"),
    path("councils/<slug:slug>/privacy/", legal.privacy, name="privacy"),
    path("councils/<slug:slug>/accessibility/", legal.accessibility, name="accessibility"),
    path("news/", news.all_news, name="all_news"),
]
