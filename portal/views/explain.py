"""Pages that explain the portal itself: its languages and its words."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language_info, gettext_noop, override, pgettext
from django.utils.translation import gettext as _

from councils.models import Council
from councils.pages import Link, public_page, render_page
from councils.translation_state import SOURCE_LANGUAGE
from portal.context import Portal
from portal.words import CHAPTERS

# Django knows the names of the other languages.
gettext_noop("Plain German")


@dataclass(frozen=True)
class LanguageEntry:
    """A language, what it is called here, and how far its texts can be trusted."""

    language: object
    url: str  # the start page in that language
    translated_name: str
    state: str
    councils: int


@public_page
def languages(request):
    """All languages in their own script, each with the state of its translation."""
    present = Portal(request).languages
    numbers = Council.objects.published(request.now).aggregate(
        total=Count("pk"), **{f"in_{column_of(language.code)}": _named_in(language.code) for language in present}
    )
    entries = [
        LanguageEntry(
            language,
            _home_in(language.code),
            _(get_language_info(language.code)["name"]),
            _state_of_interface(language.code),
            numbers[f"in_{column_of(language.code)}"],
        )
        for language in present
    ]
    return render_page(
        request,
        "portal/languages.html",
        "languages",
        entries=entries,
        total=numbers["total"],
        crumbs=_crumbs(_("All languages")),
    )


def column_of(code):
    """The ending of a language's columns."""
    return code.replace("-", "_")


def _named_in(code):
    """The number of councils whose texts stand in that language: those with a name in it."""
    name = f"name_{column_of(code)}"
    return Count("pk", filter=Q(**{f"{name}__isnull": False}) & ~Q(**{name: ""}))


def _home_in(code):
    with override(code):
        return reverse("home")


def _state_of_interface(code):
    """How the texts of the portal itself came into that language."""
    if code == SOURCE_LANGUAGE:
        return _("The original: all texts are written in German.")
    if code in settings.REVIEWED_INTERFACE_LANGUAGES:
        return _("Checked by a person who speaks this language.")
    return _("Translated by machine, not yet checked.")


@public_page
def words(request):
    """The glossary."""
    return render_page(request, "portal/words.html", "words", chapters=CHAPTERS, crumbs=_crumbs(_("Words explained")))


def _crumbs(label):
    return [Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(label)]
