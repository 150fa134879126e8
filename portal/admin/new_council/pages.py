"""The pages of the steps, and the way there."""

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from councils.accounts.rights import Right, rights
from councils.models import Council
from councils.publishing import State

from . import look
from .steps import LOOK, STEPS, Who

LOOK_LABEL = _("Look and publish")


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request, site):
    """The first step of a council that is not there yet."""
    return _step(request, site, Who, Council(state=State.DRAFT))


@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request, site, *, pk, step):
    """A step of a council that is a draft."""
    council = get_object_or_404(Council.objects.present(), pk=pk)
    if council.state != State.DRAFT:
        text = gettext("“{name}” is set up already. Here you change what its pages say.")
        messages.info(request, text.format(name=council.name_de))
        return redirect("admin:councils_council_change", pk)
    if step == LOOK:
        return look.page(request, site, council, _shared(request, site, council, LOOK))
    if step not in STEPS or not STEPS[step].applies(council):
        raise Http404
    return _step(request, site, STEPS[step], council)


def _step(request, site, kind, council):
    step = kind(site, request, council)
    if request.method == "POST" and step.is_valid() and _is_stored(step):
        names = [name for name, other in STEPS.items() if other.applies(council)] + [LOOK]
        following = kind.name if request.POST.get("step") == "more" else names[names.index(kind.name) + 1]
        return redirect("admin:new_council_step", council.pk, following)
    context = _shared(request, site, Council.objects.filter(pk=council.pk).first(), kind.name) | {
        "step": step, "has_errors": any(form.errors for form in step.forms)
    }  # fmt: skip
    return render(request, "admin/new_council/step.html", context, status=422 if context["has_errors"] else 200)


def _is_stored(step):
    """Write all of a step or nothing; what the gate has against it shows above the form."""
    try:
        with transaction.atomic():
            step.store()
    except ValidationError as error:
        for name, texts in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
            form = step.forms[0]
            for text in texts:
                form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, text)
        return False
    except IntegrityError:
        text = gettext("Nothing is stored: somebody else stored the same meanwhile. Look at it and try again.")
        step.forms[0].add_error(None, text)
        return False
    return True


def _shared(request, site, council, current):
    """What all pages show: the steps, and which of them have something already."""
    steps = []
    for name, kind in STEPS.items():
        if council is None or kind.applies(council):
            address = council and reverse("admin:new_council_step", args=[council.pk, name])
            done = council is not None and kind.done(council)
            steps.append({"label": kind.label, "address": address, "is_current": name == current, "is_done": done})
    address = council and reverse("admin:new_council_step", args=[council.pk, LOOK])
    steps.append({"label": LOOK_LABEL, "address": address, "is_current": current == LOOK, "is_done": False})
    here = [step["is_current"] for step in steps].index(True)
    title = council.name_de if council else gettext("Set up a new council")
    return site.each_context(request) | {
        "title": title, "council": council, "steps": steps, "number": here + 1,
        "back": steps[here - 1]["address"] if here else None, "skip": council and here < len(steps) - 1
        and steps[here + 1]["address"],
    }  # fmt: skip


# So many councils that are being set up stand on the first page of the office.
SHOWN_FIRST = 5


def unfinished(request):
    """For the first page of the office: a new council, and those that somebody has begun."""
    if not rights(request).may_everywhere(Right.STRUCTURE):
        return None
    drafts = Council.objects.present().filter(state=State.DRAFT, first_published_at__isnull=True).order_by("-created")
    rows = [{"name": gettext("Set up a new council"), "address": reverse("admin:new_council"), "links": []}]
    for council in drafts[:SHOWN_FIRST]:
        address = reverse("admin:new_council_step", args=[council.pk, LOOK])
        rows.append({"name": gettext("Go on with: {name}").format(name=council), "address": address, "links": []})
    return {"heading": gettext("New councils"), "rows": rows}


def _may(own):
    return own.may_everywhere(Right.STRUCTURE)


admin.site.overview.append(unfinished)
admin.site.add_page(name="new_council", route="new-council/", view=begin, title=_("Set up a new council"), may=_may)
admin.site.add_page(name="new_council_step", route="new-council/<int:pk>/<slug:step>/", view=go_on, may=_may)
