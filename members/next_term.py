"""The office page after an election: the next term as a draft, the old one on its way into the archive."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from councils.accounts.rights import Right, rights
from councils.admin import term as terms
from councils.admin.forms import KnownDateField
from councils.models import Term
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import SOURCE_LANGUAGE

from . import actions

AS_KNOWN = _("As far as it is known: 2027, 03.2027 or 18.03.2027.")


def _known_date(**options):
    widget = forms.TextInput(attrs={"class": "known-date", "autocomplete": "off"})
    return KnownDateField(widget=widget, **{"help_text": AS_KNOWN} | options)


class NextTermForm(forms.Form):
    """When the one term ends and the next one begins."""

    last_day = _known_date(
        label=_("Last day of the present term"),
        help_text=_("Where members stay in office until their successors meet: the day before that meeting."),
    )
    began = _known_date(label=_("First day of the next term"))
    ended = _known_date(label=_("Last day of the next term"), required=False)
    name_de = forms.CharField(
        label=_("Name of the next term"),
        required=False,
        max_length=Term._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"lang": SOURCE_LANGUAGE, "autocomplete": "off", "class": "vTextField"}),
        help_text=_("For example “Amtszeit 2025–2030”. Without one, the dates stand there."),
    )
    ends_members = forms.BooleanField(
        label=_("Memberships and offices of the present term end on its last day"), required=False, initial=True
    )

    def clean(self):
        cleaned = super().clean()
        last_day, began, ended = (cleaned.get(name) for name in ("last_day", "began", "ended"))
        if last_day and began and began.latest < last_day.earliest:
            self.add_error("began", gettext("The next term cannot begin before the present one ends."))
        if began and ended and ended.latest < began.earliest:
            self.add_error("ended", gettext("The end comes before the beginning."))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, site, *, pk):
    """Ask for the days, then make the draft and open it."""
    own = rights(request)
    term = site.get_model_admin(Term).get_queryset(request).present().filter(pk=pk).first()
    if term is None:
        raise Http404
    if not own.may(Right.PUBLISH, term.council_id):
        raise PermissionDenied
    form = NextTermForm(request.POST or None, initial=_proposal(term))
    taken = None
    if request.method == "POST" and form.is_valid():
        try:
            following = actions.next_term(term, **form.cleaned_data)
        except actions.TermTakenError as error:
            taken = error.term
            form.add_error("began", gettext("There is a term from that day on already: {name}").format(name=taken))
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            pages = site.get_model_admin(Term)
            pages.log_addition(request, following, [{"added": {}}])
            pages.log_change(request, term, [{"changed": {"fields": ["ended"]}}])
            text = gettext(
                "This is the next term, as a draft. When the result is final, enter who was elected and publish it. "
                "The present term stays in the archive."
            )
            messages.success(request, text)
            return redirect("admin:councils_term_change", following.pk)
    context = site.each_context(request) | {
        "title": gettext("Prepare the next term"), "opts": Term._meta, "original": term, "form": form, "taken": taken,
        "groups": term.seat_groups.present().order_by("position", "pk"),
    }  # fmt: skip
    return render(request, "admin/members/next_term.html", context, status=422 if form.errors else 200)


def _proposal(term):
    """What the present term lets one expect."""
    began = term.ended and actions.day_after(term.ended)
    ended = PartialDate(began.year + term.years) if began and term.years else None
    return {"last_day": term.ended, "began": began, "ended": ended}


def _link(request, term):
    has_been = term.deleted_at is None and term.state != State.DRAFT
    if has_been and rights(request).may(Right.PUBLISH, term.council_id):
        yield reverse("admin:next_term", args=[term.pk]), gettext("Prepare the next term")


terms.page_links.append(_link)
admin.site.add_page(
    name="next_term", route="term/<int:pk>/next/", view=page, may=lambda own: own.may(Right.PUBLISH)
)  # fmt: skip
