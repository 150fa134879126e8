from django.contrib import admin

from councils.models import AnnualReview, ReviewPoint, ReviewTheme
from councils.publishing import State

from .base import PublishedAdmin
from .inlines import PublishedInline


class ReviewThemeInline(PublishedInline):
    model = ReviewTheme
    council_path = "review__council"
    fields = ("title_de", "position")


class ReviewPointInline(PublishedInline):
    model = ReviewPoint
    council_path = "theme__review__council"
    fields = ("text_de", "position")


@admin.register(AnnualReview)
class AnnualReviewAdmin(PublishedAdmin):
    change_list_template = "admin/review_change_list.html"
    list_display = ("__str__", "year")
    search_fields = ("title_de", "year")
    inlines = (ReviewThemeInline,)
    fieldsets = ((None, {"fields": ("council", "year", "title", "presented_on", "intro", "source")}),)


@admin.register(ReviewTheme)
class ReviewThemeAdmin(PublishedAdmin):
    council_path = "review__council"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "review", "position")
    ordering = ("-review__year", "review_id", "position", "pk")
    search_fields = ("title_de", "review__title_de")
    inlines = (ReviewPointInline,)
    fieldsets = ((None, {"fields": ("review", "title")}),)


@admin.register(ReviewPoint)
class ReviewPointAdmin(PublishedAdmin):
    council_path = "theme__review__council"
    initial_state = State.PUBLISHED
    list_display = ("__str__", "theme", "position")
    ordering = ("-theme__review__year", "theme__review_id", "theme__position", "theme_id", "position", "pk")
    search_fields = ("text_de", "theme__title_de")
    fieldsets = ((None, {"fields": ("theme", "text", "editorial_note")}),)
