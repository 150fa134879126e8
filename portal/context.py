"""What every template of the public pages may use as ``portal``."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.encoding import escape_uri_path


@dataclass(frozen=True)
class Language:
    """A language of the portal with the address of the present page in it."""

    code: str
    name: str
    url: str
    is_current: bool
    dir: str


class Operator:
    """Who runs the portal, as the settings say."""

    PARTS = ("name", "street", "city", "representative", "responsible", "mail", "phone")

    def __getattr__(self, part):
        if part not in self.PARTS:
            raise AttributeError(part)
        return getattr(settings, f"OPERATOR_{part.upper()}")

    @property
    def is_known(self):
        """Whether all is there that an imprint must say (DDG § 5)."""
        return all([self.name, self.street, self.city, self.mail])


class Portal:
    """The portal as templates see it on one request."""

    def __init__(self, request):
        self.request = request
        self.name = settings.PORTAL_NAME
        self.base_url = settings.BASE_URL
        self.operator = Operator()

    @property
    def language(self):
        return translation.get_language() or settings.LANGUAGE_CODE

    @property
    def easy(self):
        return self.language == "de-simple"

    @property
    def preview(self):
        """The preview that the page is, or None."""
        return getattr(self.request, "preview", None)

    @property
    def languages(self):
        """The twelve languages, each leading to this page; error pages and unprefixed ones lead to the start."""
        current = self.language
        path = getattr(self.request, "asked_path", self.request.path)
        prefix = f"/{current}/"
        rest = path[len(prefix) :] if path.startswith(prefix) else ""
        query = self.request.GET.urlencode() if self.request.GET and len(self.request.GET.urlencode()) < 300 else ""
        return [
            Language(
                code,
                name,
                escape_uri_path(f"/{code}/{rest}") + (f"?{query}" if query else ""),
                code == current,
                "rtl" if translation.get_language_info(code)["bidi"] else "ltr",
            )
            for code, name in settings.LANGUAGES
        ]


def portal(request):
    return {"portal": Portal(request)}
