"""The translator's pages: what is to do in a council, and each text beside its German."""

from django.urls import path

from . import beside, matrix, table


def addresses(site):
    """The addresses of these pages below the office's own."""
    view = site.admin_view
    kwargs = {"site": site}
    return [
        path("translations/", view(matrix.choice), kwargs, name="translations_choice"),
        path("translations/<int:council_id>/", view(matrix.page), kwargs, name="translations"),
        path(
            "translations/<int:council_id>/<str:language>/<str:label>/<int:pk>/",
            view(beside.page),
            kwargs,
            name="translation",
        ),
        path(
            "translations/<int:council_id>/<str:language>/table.<str:ending>",
            view(table.download),
            kwargs,
            name="translations_download",
        ),
        path(
            "translations/<int:council_id>/<str:language>/table/",
            view(table.upload),
            kwargs,
            name="translations_upload",
        ),
    ]
