"""Shared texts: those who keep the portal write them; a council's editors adopt, replace or leave out each of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils import office
from councils.accounts.rights import INSIDERS, Right, rights
from councils.models import Council, SharedText, Statement, Subject
from councils.publishing import State
from councils.shared_texts import answers_of, copied
from councils.translation_state import fingerprint
from councils.word_diff import marked

from .base import PublishedAdmin, address_of
from .forms import PublishedForm


class SharedTextForm(PublishedForm):
    """A shared text; the kinds of council that it is meant for are ticked."""

    kinds = forms.MultipleChoiceField(
        label=SharedText._meta.get_field("kinds").verbose_name,
        required=False,
        choices=Council.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=SharedText._meta.get_field("kinds").help_text,
    )


@admin.register(SharedText)
class SharedTextAdmin(PublishedAdmin):
    """Of no council: whoever works on all of them writes these, all others see them on their council's pages."""

    council_path = "pk"
    superusers_only = True
    form = SharedTextForm
    list_display = ("__str__", "subject", "kinds_shown", "land", "checked_on")
    list_filter = ("subject", "land", "state")
    search_fields = ("title_de", "body_de", "key")
    ordering = ("position", "pk")
    fieldsets = (
        (None, {"fields": ("subject", "kinds", "land", "title", "body")}),
        (_("Where it comes from"), {"fields": ("source_title", "source_url", "checked_on")}),
    )

    def council_of(self, row):
        return None

    def council_id_of(self, row):
        return None

    def rows_of(self, councils):
        return Q()

    def has_module_permission(self, request):
        return rights(request).may_everywhere(Right.STRUCTURE)

    def has_view_permission(self, request, obj=None):
        return rights(request).may_everywhere(Right.STRUCTURE)

    @admin.display(description=_("kinds of council"))
    def kinds_shown(self, row):
        return ", ".join(str(Council.Kind(kind).label) for kind in row.kinds) or gettext("All")

    def view_on_site(self, obj):
        return None


# -- of one council -------------------------------------------------------------------------------------------------


def addresses(site):
    return [
        path(
            "shared-texts/<int:council_id>/", site.admin_view(page), {"site": site}, name="shared_texts_of_council"
        )
    ]  # fmt: skip


def page(request, site, council_id):
    """Which shared texts the council's pages show, and what can be done about each."""
    if request.method == "POST":
        return _post(request, council_id)
    now, own = timezone.now(), rights(request)
    council, answers = _council_and_answers(request, council_id, now)
    context = site.each_context(request) | {
        "title": gettext("Shared texts"),
        "council": council,
        "rows": [_row(answer, now, own) for answer in answers],
        "may_publish": own.may(Right.PUBLISH, council_id),
        "may_draft": own.may(Right.DRAFT, council_id),
        "site_address": f"{address_of(council)}questions/" if council.is_published(now) else "",
    }
    return render(request, "admin/shared_texts.html", context)


def _council_and_answers(request, council_id, now):
    council = Council.objects.present().filter(pk=council_id).with_places(now).first()
    if council is None or not rights(request).has(council_id, *INSIDERS):
        raise Http404
    texts = list(SharedText.objects.published(now))
    statements = list(Statement.objects.present().filter(council=council).exclude(subject=""))
    return council, answers_of(council, texts, statements)


def _row(answer, now, own_rights):
    """What the page says on one question."""
    own, shared = answer.own, answer.shared
    return {
        "answer": answer,
        "label": Subject(answer.subject).label,
        "own_address": office.form_of(own) if own else "",
        "own_is_public": bool(own and own.is_published(now)),
        "changes": _changes(own.compared_with, shared.german) if answer.has_moved_on else None,
        "may_keep": bool(own) and _may_write(own_rights, own),
        "mark": fingerprint(shared.german) if shared else "",
    }


def _changes(before, now):
    """Heading and text with what came and what went; see :attr:`SharedText.german`."""
    (old_title, _line, old_body), (title, _line, body) = before.partition("\n"), now.partition("\n")
    return {"title": marked(old_title, title), "body": marked(old_body, body, is_rich=True)}


@transaction.atomic
def _post(request, council_id):
    """Of two at once, the second one finds what the first has done."""
    Council.objects.select_for_update(of=["self"]).only("pk").filter(pk=council_id).first()
    council, answers = _council_and_answers(request, council_id, timezone.now())
    answer = next((answer for answer in answers if answer.subject == request.POST.get("subject")), None)
    return _act(request, council, answer, request.POST.get("step"))


def _act(request, council, answer, step):
    own = rights(request)
    needed = {"hide": Right.PUBLISH, "show": Right.PUBLISH, "seen": Right.DRAFT, "write": Right.DRAFT}
    if answer is None or step not in needed:
        raise Http404
    if not own.may(needed[step], council.pk):
        raise PermissionDenied
    if step == "write" and answer.shared and not answer.own:
        draft = copied(answer.shared, council)
        draft.save()
        text = gettext("A draft of your own text is ready. Until you publish it, the shared text shows.")
        messages.success(request, text)
        return redirect(office.form_of(draft))
    if step in {"hide", "show"}:
        _leave_out(council, answer.subject, is_hidden=step == "hide")
    if step == "seen" and answer.own and answer.shared and _may_write(own, answer.own):
        if request.POST.get("mark") == fingerprint(answer.shared.german):
            # Nothing that shows has changed.
            answer.own.compared_with = answer.shared.german
            answer.own.save(update_fields=["compared_with"])
        else:
            messages.warning(request, gettext("Somebody else changed this meanwhile. Look at it again."))
    return redirect(reverse("admin:shared_texts_of_council", args=[council.pk]))


def _may_write(own, statement):
    council_id = statement.council_id
    return own.may(Right.PUBLISH, council_id) or (
        statement.state == State.DRAFT and own.may(Right.DRAFT, council_id)
    )  # fmt: skip


def _leave_out(council, subject, *, is_hidden):
    council.hidden_subjects = sorted({*council.hidden_subjects} - {subject} | ({subject} if is_hidden else set()))
    council.save(update_fields=["hidden_subjects"])
