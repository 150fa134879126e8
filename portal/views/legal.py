"""Who runs the portal: imprint, privacy notice and accessibility statement from the OPERATOR_* settings."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.laender import BY_NAME, ENFORCEMENT_BODIES_URL
from councils.legal import statement_context
from councils.models import Municipality
from councils.pages import Link, public_page, render_page
from portal.context import Operator


@public_page
def imprint(request):
    references = (
        Municipality.objects.published(request.now)
        .exclude(reference_source="")
        .order_by("reference_source", "reference_licence", "reference_date")
        .values("reference_source", "reference_licence", "reference_date")
        .distinct()
    )
    return _render(request, "imprint", pgettext("legal page", "Imprint"), references=references)


@public_page
def privacy(request):
    return _render(request, "privacy", pgettext("legal page", "Data protection"), laender=BY_NAME)


@public_page
def accessibility(request):
    return _render(
        request,
        "accessibility",
        pgettext("legal page", "Accessibility"),
        laender=BY_NAME,
        bodies_url=ENFORCEMENT_BODIES_URL,
    )


def _render(request, page, title, **context):
    return render_page(
        request,
        f"portal/{page}.html",
        page,
        crumbs=[Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(title)],
        missing=missing_operator_parts(),
        noindex=not Operator().is_known,
        **statement_context(),
        **context,
    )


def missing_operator_parts():
    """What an imprint must say of the operator (DDG § 5, MStV § 18) and the settings leave out."""
    needed = [
        ("NAME", _("The name of the operator")),
        ("STREET", _("Street and number")),
        ("CITY", _("Postcode and town")),
        ("REPRESENTATIVE", _("Who represents the operator")),
        ("RESPONSIBLE", _("Who is responsible for the content")),
        ("MAIL", _("E-mail address")),
    ]
    return [label for part, label in needed if not getattr(settings, f"OPERATOR_{part}")]
