"""All addresses: the same in every language, below the language's code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from portal.views import explain, find, legal, preview, special

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", find.root, name="root"),
    path("c/<slug:slug>/", find.short, name="short"),
    path("healthz", find.healthz, name="healthz"),
    path("robots.txt", find.robots, name="robots"),
    path("files/sign-language.mp4", special.video, name="sign_language_video"),
    path("files/", include("councils.file_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", find.home, name="home"),
        path("languages/", explain.languages, name="languages"),
        path("words/", explain.words, name="words"),
        path("easy-language/", special.easy_language, name="easy_language"),
        path("sign-language/", special.sign_language, name="sign_language"),
        path("imprint/", legal.imprint, name="imprint"),
        path("privacy/", legal.privacy, name="privacy"),
        path("accessibility/", legal.accessibility, name="accessibility"),
        path("preview/<str:token>/", preview.preview, name="preview"),
        path("preview/<str:token>/<path:rest>", preview.preview, name="preview_below"),
        path("", include("meetings.urls")),
        path("", include("members.urls")),
        path("", include("contact.urls")),
        path("", include("councils.urls")),
        prefix_default_language=True,
    ),
]
