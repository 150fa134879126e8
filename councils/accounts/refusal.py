"""The answer of the office to what an account may not do, or not any more: in plain words, and with what was typed."""

import re

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext

# What the program put into the form, what must not be shown, and choices that are numbers.
_NOT_TYPED = re.compile(
    r"(^|-)(_|csrf|initial-|password|code$|token|seen|previewed|action$|select_across|\w*_FORMS$|id$)"
)
_NO_TEXT = re.compile(r"[\d\s.:-]*|on|[0-9a-f-]{32,36}")


def page(request, site):
    """Says why nothing was done, and gives back the texts of a form so that they can be copied."""
    signed_in = site.has_permission(request)
    context = {
        **site.each_context(request),
        "title": gettext("You may not do this") if signed_in else gettext("You are not signed in any more"),
        "signed_in": signed_in,
        "was_sent": request.method == "POST",
        "typed": _typed(request) if request.method == "POST" else [],
    }
    return TemplateResponse(request, "admin/refused.html", context, status=403)


def _typed(request):
    """Labels and texts of what was filled in."""
    model = _model_of(request)
    return [
        (_label(model, name), value)
        for name, values in request.POST.lists()
        if not _NOT_TYPED.search(name)
        for value in values
        if not _NO_TEXT.fullmatch(value)
    ]


def _model_of(request):
    parts = (request.resolver_match.url_name or "").split("_")
    try:
        return apps.get_model(parts[0], parts[1])
    except (LookupError, IndexError, ValueError):
        return None


def _label(model, name):
    try:
        return capfirst(model._meta.get_field(name).verbose_name) if model else name
    except FieldDoesNotExist:
        return name.rpartition("-")[2]
