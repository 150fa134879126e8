"""Who answers for a council's pages: imprint, privacy notice and accessibility statement from municipality data."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.laender import ENFORCEMENT_BODIES_URL, LAENDER
from councils.legal import statement_context
from councils.pages import Link, get_council, public_page, render_council_page


@public_page
def imprint(request, slug):
    return _render(request, slug, "imprint", pgettext("legal page", "Imprint"))


@public_page
def privacy(request, slug):
    return _render(request, slug, "privacy", pgettext("legal page", "Data protection"))


@public_page
def accessibility(request, slug):
    return _render(request, slug, "accessibility", pgettext("legal page", "Accessibility"))


def _render(request, slug, page, title):
    council = get_council(request, slug)
    municipalities = [place.municipality for place in council.places]
    controllers = [municipality for municipality in municipalities if municipality.has_controller]
    answering = controllers or municipalities
    return render_council_page(
        request,
        f"councils/{page}.html",
        council,
        f"council_{page}",
        "",
        crumbs=[Link(title)],
        council_url=settings.BASE_URL + council.get_absolute_url(),
        controllers=controllers,
        municipalities=municipalities,
        reachable=bool(controllers or settings.OPERATOR_MAIL),
        missing=missing_parts(answering[0] if answering else None, notice=page == "privacy"),
        # Each Land once, in the order of the municipalities.
        laender=list(dict.fromkeys(LAENDER[municipality.land] for municipality in answering)),
        bodies_url=ENFORCEMENT_BODIES_URL,
        **statement_context(),
    )


def missing_parts(municipality, *, notice=False):
    """What an imprint (DDG § 5) or a privacy notice (GDPR Art. 13) must say and nobody has entered yet."""
    needed = [
        ("authority_name", _("The name of the authority")),
        ("street", _("Street and number")),
        ("postcode", _("Postcode")),
        ("city", _("Town")),
        ("representative", _("Who represents the authority")),
        ("email", _("E-mail address")),
    ]
    if notice:
        needed.append(("data_protection_contact", _("How to reach the data protection officer")))
    return [label for field, label in needed if not getattr(municipality, field, "")]
