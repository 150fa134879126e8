"""The office pages as a whole: their name, their language, who gets in, and what is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import BACKEND_SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from councils.acting import acting

# Tables of other packages stay out: permissions come from the table of editors, and second factors are each one's own.
OWN_APPS = {"portal", "meetings", "contact", "members", "councils"}
SIGN_IN_LANGUAGE = "de"
# What whoever must set up a second factor can open before that.
OPEN_WITHOUT_FACTOR = {
    "second_factor", "second_factor_picture", "switch_language", "logout", "password_change", "password_change_done",
    "jsi18n",
}  # fmt: skip
ORDER = ["meetings", "councils", "members", "contact", "portal"]


@dataclass(frozen=True, kw_only=True)
class OfficePage:
    """A page of the office beside lists and forms; with a title, in the list of pages for whoever may open it."""

    name: str
    route: str
    view: Callable
    title: str = ""
    # Called with the account's rights. A page about one row asks for those in its council itself.
    may: Callable


class RowSearch(AutocompleteJsonView):
    """The search behind choice fields: without deleted rows, each with the council that it belongs to."""

    def get_queryset(self):
        rows = super().get_queryset()
        if hasattr(rows, "present"):
            rows = rows.present()
        return rows

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "council_of"):
            council = self.model_admin.council_of(obj)
            if council is not None and council != obj:
                result["text"] = f"{obj} – {council.slug}"
        return result


class OfficeSite(AdminSite):
    """Django's admin, in the language of whoever works there, and behind a second factor for those who have one."""

    site_title = settings.PORTAL_NAME
    site_header = format_lazy(_("{portal}: office"), portal=settings.PORTAL_NAME)
    index_title = _("Overview")
    site_url = "/de/"
    login_template = "admin/sign_in.html"
    index_template = "admin/desk.html"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What stands above what is to be done: called with the request, each gives a heading and rows with links.
        self.overview = []
        self.pages, self.open_pages = [], []

    @property
    def login_form(self):
        # The form needs the models, which are not there yet when this class is loaded.
        from .forms import SignInForm  # noqa: PLC0415

        return SignInForm

    @login_form.setter
    def login_form(self, value):
        """Django sets None here; the property above decides."""

    def register(self, model_or_iterable, admin_class=None, **options):
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        super().register(own, admin_class, **options)

    # -- who gets in, and in which language -------------------------------------------------------------------------

    def has_permission(self, request):
        """Active staff; those who have a second factor only after they have shown it."""
        if not super().has_permission(request):
            return False
        if not hasattr(request, "second_factor_shown"):
            from . import second_factor  # noqa: PLC0415

            # Whoever came by the identity provider has shown there what it asks for.
            shown = request.user.is_verified() or request.session.get(BACKEND_SESSION_KEY) == settings.OIDC_BACKEND
            request.second_factor_shown = shown or not second_factor.is_set_up(request.user)
        return request.second_factor_shown

    def admin_view(self, view, cacheable=False):
        return self._in_office(super().admin_view(view, cacheable))

    def login(self, request, extra_context=None):
        with translation.override(SIGN_IN_LANGUAGE):
            provider = {"provider": settings.OIDC_NAME if settings.OIDC_ISSUER else ""}
            return _rendered(super().login(request, provider | (extra_context or {})))

    def _in_office(self, view):
        from . import refusal  # noqa: PLC0415

        def inner(request, *args, **kwargs):
            language = getattr(request.user, "language", SIGN_IN_LANGUAGE)
            with translation.override(language), acting(request.user):
                if self._needs_second_factor(request):
                    return redirect("admin:second_factor")
                try:
                    leaves = request.resolver_match.url_name == "logout"
                    if request.method == "POST" and not leaves and not self.has_permission(request):
                        raise PermissionDenied
                    return _rendered(view(request, *args, **kwargs))
                except PermissionDenied:
                    return _rendered(refusal.page(request, self))

        return update_wrapper(inner, view)

    def _needs_second_factor(self, request):
        """Whether the account must have a second factor, has none, and asks for anything but setting it up."""
        from . import second_factor  # noqa: PLC0415

        if not settings.SECOND_FACTOR_ROLES or request.resolver_match.url_name in OPEN_WITHOUT_FACTOR:
            return False
        if not self.has_permission(request) or request.session.get(BACKEND_SESSION_KEY) == settings.OIDC_BACKEND:
            return False
        return not request.user.is_verified() and second_factor.is_required(request)

    def each_context(self, request):
        languages = getattr(request.user, "InterfaceLanguage", None)
        others = (
            [(code, name) for code, name in languages.choices if code != request.user.language] if languages else []
        )
        context = super().each_context(request) | {"other_languages": others}
        # Beside each page stands what one goes to; its parts are reached through it, or from the start page.
        main = [
            app | {"models": [row for row in app["models"] if not row["is_part"]]} for app in context["available_apps"]
        ]
        context["available_apps"] = [app for app in main if app["models"]]
        return context

    # -- pages --------------------------------------------------------------------------------------------------------

    def add_page(self, **page):
        """Take in a page, see :class:`OfficePage`; its view is called with request, site and what the route holds."""
        self.pages.append(OfficePage(**page))

    def add_open_page(self, route, view, name):
        """Take in a page that nobody need be signed in for; its view is called with request, site and the route's."""
        self.open_pages.append(path(route, view, {"site": self}, name=name))

    def _page(self, page):
        from .rights import rights  # noqa: PLC0415

        def view(request, **where):
            if not page.may(rights(request)):
                raise PermissionDenied
            return page.view(request, self, **where)

        return path(page.route, self.admin_view(view), name=page.name)

    def get_urls(self):
        from councils.admin import shared, translations, writing  # noqa: PLC0415

        from . import desk, second_factor  # noqa: PLC0415

        own = [
            *translations.addresses(self),
            *shared.addresses(self),
            *writing.addresses(self),
            path("desk/put-off/", self.admin_view(desk.put_off), name="put_off"),
            path("desk/bring-back/", self.admin_view(desk.bring_back), name="bring_back"),
            path("desk/confirm/", self.admin_view(desk.confirm_council), {"site": self}, name="confirm_council"),
            path("desk/weekly-mail/", self.admin_view(desk.switch_weekly_mail), name="switch_weekly_mail"),
            path("language/", self.admin_view(switch_language), name="switch_language"),
            path("signed-in/", self.admin_view(signed_in), name="signed_in"),
            path("second-factor/", self.admin_view(second_factor.page), {"site": self}, name="second_factor"),
            path("second-factor/code.svg", self.admin_view(second_factor.picture), name="second_factor_picture"),
            path("oidc/", _with_provider("begin"), name="oidc"),
            path("oidc/callback/", _with_provider("callback"), name="oidc_callback"),
            # Django's redirect would tell anyone on the staff the address of any row.
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(_nothing_here)),
        ]
        return own + self.open_pages + [self._page(page) for page in self.pages] + super().get_urls()

    def index(self, request, extra_context=None):
        """What is to be done comes first, the lists of everything below it."""
        from . import desk  # noqa: PLC0415

        parts = [part for look in self.overview if (part := look(request))]
        lists = [
            row for app in self.get_app_list(request) for row in app["models"] if row["is_part"] and row["admin_url"]
        ]
        lists.sort(key=lambda row: str(row["name"]).casefold())
        context = desk.context(request) | {"overview": parts, "part_lists": lists}
        return super().index(request, context | (extra_context or {}))

    def autocomplete_view(self, request):
        return RowSearch.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """What is worked on most comes first."""
        apps = super().get_app_list(request, app_label)
        from .rights import rights  # noqa: PLC0415

        own = rights(request)
        parts = self._parts()
        for app in apps:
            for row in app["models"]:
                row["is_part"] = row["model"] in parts
        for page in self.pages:
            for app in apps:
                if app["app_label"] == "councils" and page.title and page.may(own):
                    address = reverse(f"{self.name}:{page.name}")
                    entry = {"name": page.title, "object_name": page.name, "admin_url": address, "view_only": True}
                    app["models"].append(entry | {"add_url": None, "model": None, "perms": {}, "is_part": False})
        return sorted(apps, key=lambda app: ORDER.index(app["app_label"]))

    def _parts(self):
        """The models whose rows are written on the page of what they are part of, too."""
        inline = {inline.model for admin in self._registry.values() for inline in admin.inlines}
        return {model for model in inline if not getattr(self._registry.get(model), "stands_alone", False)}


@require_POST
def switch_language(request):
    """Let somebody choose the language of their own office pages."""
    from .desk import back  # noqa: PLC0415

    language = request.POST.get("language")
    if language in request.user.InterfaceLanguage.values:
        request.user.language = language
        request.user.save(update_fields=["language"])
    return back(request)


@require_safe
def signed_in(request):
    """Answers only whoever is signed in, with the key for their next form: the scripts ask before they send one."""
    return HttpResponse(get_token(request), content_type="text/plain")


def _with_provider(step):
    """One step of signing in with the identity provider, where there is one."""

    def view(request):
        if not settings.OIDC_ISSUER:
            raise Http404
        # Only then is its package needed.
        from . import oidc  # noqa: PLC0415

        return getattr(oidc, step)(request)

    return view


def _nothing_here(request, **where):
    raise Http404


def _rendered(response):
    """The response, rendered while its language is still active."""
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    response.headers["Content-Language"] = translation.get_language()
    return response


def locked_out(request, response, credentials):
    """The answer to whoever failed to sign in too often; axes calls it."""
    with translation.override(SIGN_IN_LANGUAGE):
        context = {"site_title": settings.PORTAL_NAME, "site_header": OfficeSite.site_header}
        response = render(request, "admin/locked_out.html", context, status=settings.AXES_HTTP_RESPONSE_CODE)
    response.headers["Content-Language"] = SIGN_IN_LANGUAGE
    return response
