"""The page that drafts an annual review from the year's data."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from councils import office
from councils.accounts.rights import Right, rights
from councils.models import AnnualReview, Council
from meetings import yearly

from .pasting import CouncilChoice

YEARS_BACK = 5


class YearForm(forms.Form):
    """Whose year, and which."""

    council = CouncilChoice(label=_("Council"), queryset=None)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args, councils, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["council"].queryset = councils
        years = range(today.year, today.year - YEARS_BACK, -1)
        self.fields["year"].choices = [(year, year) for year in years]
        # At the beginning of a year people write of the one before.
        self.fields["year"].initial = today.year if today.month > 6 else today.year - 1


@require_http_methods(["GET", "HEAD", "POST"])
def page(request, site):
    now, own = timezone.now(), rights(request)
    councils = Council.objects.present().order_by("slug")
    if not own.may_everywhere(Right.DRAFT):
        councils = councils.filter(pk__in=own.councils_where(Right.DRAFT))
    chosen = request.GET.get("council", "")
    first = chosen if chosen.isdecimal() else (councils[0].pk if len(councils) == 1 else None)
    data = request.POST if request.method == "POST" else None
    form = YearForm(data, councils=councils, today=timezone.localdate(now), initial={"council": first})
    if data is not None and form.is_valid():
        try:
            review = yearly.draft_review(council=form.cleaned_data["council"], year=form.cleaned_data["year"], now=now)
        except yearly.AlreadyThereError as refused:
            link = format_html(' <a href="{}">{}</a>', office.form_of(refused.review), gettext("Open it"))
            form.add_error("year", format_html("{}{}", gettext("There is already a review of this year."), link))
        else:
            text = gettext(
                "The draft is ready. Read it, change what is not right, add what is missing, then publish it."
            )
            messages.success(request, text)
            return redirect(office.form_of(review))
    context = site.each_context(request) | {
        "title": gettext("Draft an annual review"),
        "form": form,
        "opts": AnnualReview._meta,
        "list_url": reverse("admin:councils_annualreview_changelist"),
    }
    return render(request, "admin/meetings/review_draft.html", context, status=422 if form.errors else 200)


admin.site.add_page(
    name="review_draft", route="review-draft/", view=page, title=_("Draft an annual review"),
    may=lambda own: own.may(Right.DRAFT),
)  # fmt: skip
