"""News and annual reviews: of one council, of all councils, and each one's own page."""

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import AnnualReview, Council, News, ReviewPoint, ReviewTheme
from councils.pages import (
    Column,
    Link,
    Moved,
    address_with,
    get_council,
    page_of_parts,
    public_page,
    render_council_page,
    render_page,
)
from councils.publishing import successor_of_slug

NEWEST = (Column("dated", True), Column("pk", True))
LATEST_YEAR = (Column("year", True), Column("pk", True))
DAYS_UNTIL_OLD = 365


@public_page
def all_news(request):
    """The news of all councils, the latest first, then their annual reviews."""
    now = request.now
    councils = Prefetch("council", Council.objects.with_places(now))
    news = News.objects.published(now).prefetch_related(councils)
    reviews = AnnualReview.objects.published(now).prefetch_related(councils)
    (news, reviews), cursor = page_of_parts(request, (news, NEWEST), (reviews, LATEST_YEAR))
    return render_page(
        request,
        "councils/all_news.html",
        "news_list",
        shown=[*news, *reviews, *{row.council for row in [*news, *reviews]}],
        canonical_path=address_with(request, after=request.GET.get("after")),
        crumbs=[Link(pgettext("breadcrumb", "Start"), reverse("home")), Link(_("News"))],
        news=news,
        reviews=reviews,
        begins="after" not in request.GET,
        next_url=address_with(request, after=cursor) if cursor else "",
    )


@public_page
def of_council(request, slug):
    """A council's news, the latest first, then its annual reviews."""
    council = get_council(request, slug)
    news, reviews = [model.objects.published(request.now).filter(council=council) for model in (News, AnnualReview)]
    (news, reviews), cursor = page_of_parts(
        request, (news.select_related("source"), NEWEST), (reviews.select_related("source"), LATEST_YEAR)
    )
    for row in [*news, *reviews]:
        row.council = council
    return render_council_page(
        request,
        "councils/news_list.html",
        council,
        "council_news",
        "news",
        crumbs=[Link(_("News"))],
        shown=[*news, *reviews],
        canonical_path=address_with(request, after=request.GET.get("after")),
        news=news,
        reviews=reviews,
        begins="after" not in request.GET,
        next_url=address_with(request, after=cursor) if cursor else "",
    )


@public_page
def detail(request, slug, news_slug):
    """One message, with its date in sight; what is older says that it speaks of then."""
    now = request.now
    council = get_council(request, slug)
    rows = News.objects.filter(council=council).select_related("source", "picture")
    news = rows.published(now).filter(slug=news_slug).first()
    if news is None:
        successor = successor_of_slug(rows.published(now), f"news/{council.public_id}", news_slug)
        if successor is not None:
            raise Moved(reverse("councils:news_detail", args=[council.slug, successor.slug]))
        news = rows.get_published(now, slug=news_slug)
    news.council = council
    return render_council_page(
        request,
        "councils/news_detail.html",
        council,
        "news",
        "news",
        crumbs=[Link(_("News"), reverse("councils:news", args=[council.slug])), Link(news.title)],
        shown=[news, *filter(None, [news.picture])],
        news=news,
        is_old=(timezone.localtime(now).date() - news.dated).days > DAYS_UNTIL_OLD,
    )


@public_page
def review(request, slug, year):
    """What a council did in a year: its themes, each with its points."""
    now = request.now
    if not 1000 <= year <= 9999:
        raise Http404
    council = get_council(request, slug)
    points = ReviewPoint.objects.published(now).order_by("position", "pk")
    themes = ReviewTheme.objects.published(now).order_by("position", "pk")
    shown = AnnualReview.objects.filter(council=council).select_related("source").get_published(now, year=year)
    themes = list(themes.filter(review=shown).prefetch_related(Prefetch("points", points, to_attr="public_points")))
    return render_council_page(
        request,
        "councils/review_detail.html",
        council,
        "review",
        "news",
        crumbs=[Link(_("News"), reverse("councils:news", args=[council.slug])), Link(shown.title)],
        shown=[shown, *themes, *[point for theme in themes for point in theme.public_points]],
        review=shown,
        themes=themes,
    )
