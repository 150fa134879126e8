"""The last page: what is there, what is missing, and the buttons that publish it and invite its first editor."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from contact import invitations
from councils import office
from councils.accounts.rights import Right, rights, roles_with
from councils.models import ContactPoint, Council, Editor, Invitation, Municipality, SeatGroup, Source, Term
from councils.publishing import State
from members import actions
from members.models import Membership, OfficeHolding, Vacancy

from .steps import LOOK, Basis, People, Reach, Seats, Who

NEEDED = {"is_needed": True}


def page(request, site, council, shared):
    """What is there, what is missing, and the button that publishes all of it."""
    invitation = None
    if request.method == "POST" and request.POST.get("step") == "invite":
        invitation, is_sent = _invite(request, site, council)
        if is_sent:
            return redirect("admin:new_council_step", council.pk, LOOK)
    elif request.method == "POST" and request.POST.get("step") == "publish":
        if _publish(request, site, council):
            return redirect("admin:councils_council_change", council.pk)
        return redirect("admin:new_council_step", council.pk, LOOK)
    lacks = list(_lacks(council))
    context = shared | {
        "lacks": lacks,
        "preview": site.get_model_admin(Council).preview_of(request, council),
        "is_publishable": not any(lack["is_needed"] for lack in lacks),
        "facts": list(_facts(council)),
        "may_invite": rights(request).may_give(Editor.Role.EDITOR, council.pk),
        "invitation": invitation or _invitation_form(site, request, council),
        "invited": Invitation.objects.open(timezone.now()).filter(council=council).count(),
    }
    return render(request, "admin/new_council/look.html", context, status=422 if invitation else 200)


def _facts(council):
    """What the council has, in words and numbers."""
    for model, rows in (
        (Municipality, Municipality.objects.present().filter(jurisdictions__in=council.jurisdictions.present())),
        (ContactPoint, council.contact_points.present()),
        (Source, council.sources.present()),
        (Term, council.terms.present()),
        (SeatGroup, SeatGroup.objects.present().filter(term__in=council.terms.present())),
        (Membership, council.memberships.present().select_related("person", "organisation")),
    ):
        if names := [str(row) for row in rows]:
            yield {"name": model._meta.verbose_name_plural, "rows": names}


def _lacks(council):
    """What a reader would miss; without a municipality there is nothing to publish."""
    links = council.jurisdictions.present().select_related("municipality")
    places = [link.municipality for link in links if link.municipality.deleted_at is None]
    if not places:
        yield _lack(council, gettext("It has no municipality. Without one it cannot be published."), Who) | NEEDED
    if not (council.legal_basis_de or council.sources.present().exists()):
        yield _lack(council, gettext("Nobody can see what it rests on and where these pages come from."), Basis)
    for step, text in (
        (Reach, gettext("Nobody can see how to reach it.")),
        (Seats, gettext("Term of office and seats are missing.")),
        (People, gettext("No members are named.")),
    ):
        if step.applies(council) and not step.done(council):
            yield _lack(council, text, step)
    for place in places:
        if not place.has_controller:
            text = gettext("For “{name}” it is not said who answers for the pages. They show as a demonstration.")
            form = reverse("admin:councils_municipality_change", args=[place.pk])
            yield _lack(council, text.format(name=place)) | {"address": form}
    yield from _without_hands(council)


def _without_hands(council):
    roles = set(Editor.objects.filter(council=council, user__is_active=True).values_list("role", flat=True))
    if not roles & set(roles_with(Right.PUBLISH)):
        yield _lack(council, gettext("Nobody looks after its pages yet."))
    if not roles & set(roles_with(Right.MESSAGES)):
        yield _lack(council, gettext("Nobody reads messages yet, so nobody can write to it here."))


def _lack(council, text, step=None):
    address = reverse("admin:new_council_step", args=[council.pk, step.name]) if step else ""
    return {"text": text, "address": address, "is_needed": False}


def _publish(request, site, council):
    """Publish the council with its municipalities and all that was set up; or say why not."""
    if any(lack["is_needed"] for lack in _lacks(council)):
        messages.error(request, gettext("It has no municipality. Without one it cannot be published."))
        return False
    row = council
    try:
        with transaction.atomic():
            council = Council.objects.select_for_update(of=["self"]).get(pk=council.pk)
            for row in [*_drafts_of(council), council]:
                row.full_clean(exclude=actions.GATE_FILLS)
                row.publish()
                site.get_model_admin(type(row)).log_change(request, row, [{"changed": {"fields": ["state"]}}])
    except (ValidationError, IntegrityError):
        text = gettext("Nothing changed: this entry is not complete. Open it to see what is missing:")
        messages.error(request, format_html('{} <a href="{}">{}</a>', text, office.form_of(row), row))
        return False
    text = gettext("“{name}” is public now.").format(name=council.name_de)
    address = f"/de{council.get_absolute_url().removeprefix('/' + request.user.language)}"
    messages.success(request, format_html('{} <a href="{}">{}</a>', text, address, gettext("See its public page")))
    return True


def _drafts_of(council):
    """What was set up and is a draft still, the upper ones first."""
    yield from Municipality.objects.present().filter(jurisdictions__in=council.jurisdictions.present(),
                                                     state=State.DRAFT)  # fmt: skip
    groups = SeatGroup.objects.filter(term__in=council.terms.present())
    parts = [getattr(council, name) for name in ("jurisdictions", "names", "sources", "contact_points", "organisations",
                                                 "terms")]  # fmt: skip
    members = [council.people, council.memberships, council.substitutes, council.offices]
    held = [Vacancy.objects.filter(seat_group__in=groups), OfficeHolding.objects.filter(office__council=council)]
    for rows in [*parts, groups, *members, *held]:
        yield from rows.present().filter(state=State.DRAFT)


def _invitation_form(site, request, council, data=None):
    """The form of an invitation, for an editor of this council."""
    made = site.get_model_admin(Invitation).get_form(request)
    return made(data, initial={"council": council.pk, "roles": [Editor.Role.EDITOR], "language": request.user.language})


def _invite(request, site, council):
    """Ask somebody by mail to be the first who looks after the council; the form, and whether that went out."""
    fixed = {"council": str(council.pk), "roles": [Editor.Role.EDITOR], "language": request.POST.get("language", "")}
    form = _invitation_form(site, request, council, {"email": request.POST.get("email", "")} | fixed)
    if not form.is_valid():
        return form, False
    row = form.save(commit=False)
    invitations.invite(row, request.user)
    messages.success(request, gettext("The invitation is on its way. Its link works once, within 7 days."))
    return form, True
