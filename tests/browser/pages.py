"""Pages as visitors see them in Chromium, and what went wrong while they were shown."""

import os
import re
import shutil
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

LANGUAGES = ("de", "de-simple", "en", "ar", "bg", "fa", "pl", "ro", "ru", "tr", "uk", "vi")
# Contrast does not hang on the width: the full matrix looks at narrow pages in light and at wide ones in dark.
EVERY_WAY = ((320, "light"), (1280, "dark"))
USUAL = (("de", 390, "light"), ("ar", 1280, "dark"))
OTHERS = tuple(lang for lang in LANGUAGES if lang not in {look[0] for look in USUAL})
# AUDIT=full is `make audit`: everything; otherwise the tests look at a choice that finds most.
FULL = os.environ.get("AUDIT") == "full"

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Chromium calls home at every start otherwise.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--no-first-run",
)
AXE = {
    # The one rule that would want the style sheets beforehand is not asked for.
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}


def looks(turn, *, every=FULL):
    """(language, width, scheme) to look at a page type in: all, or a choice where the other languages take turns."""
    if every:
        return [(lang, width, scheme) for lang in LANGUAGES for width, scheme in EVERY_WAY]
    return [*USUAL, (OTHERS[turn % len(OTHERS)], 320, "light")]


class Browser:
    """Chromium as Debian packages it, headless."""

    def __enter__(self):
        # Playwright's loop runs in this thread; Django takes that for asynchronous code and would refuse its database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
        if not program:
            raise RuntimeError("No Chromium here (Debian: apt-get install chromium), or name it in CHROMIUM.")
        self.playwright = sync_playwright().start()
        # Chromium's sandbox refuses root.
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.chromium = self.playwright.chromium.launch(executable_path=program, args=[*QUIET, *root])
        self._kept = {}
        return self

    def __exit__(self, *error):
        self.chromium.close()
        self.playwright.stop()

    def open(self, base, path, *, lang=None, width=1280, height=900, scheme="light", scripts=True, **context):
        """Shows base + path; with lang, the path is one without its language: open("/search/", lang="ar")."""
        if lang:
            path = f"/{lang}{path}"
        context = self.chromium.new_context(
            base_url=base,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **context,
        )
        return Page(context, base).go(path)

    def look(self, base, path, *, lang, width, scheme):
        """Like ``open``, in a window that is kept for the next look: as somebody goes on from page to page."""
        if scheme not in self._kept:
            context = self.chromium.new_context(base_url=base, color_scheme=scheme, reduced_motion="reduce")
            self._kept[scheme] = Page(context, base)
        page = self._kept[scheme]
        page.window.set_viewport_size({"width": width, "height": 900})
        return page.go(f"/{lang}{path}")


class Page:
    """One page in a browser window of its own. `window` is Playwright's page; the lists say what went wrong."""

    def __init__(self, context, base):
        self.context = context
        self.window = context.new_page()
        self._host = urlsplit(base).netloc
        self.window.on("console", self._heard)
        self.window.on("pageerror", lambda error: self.console.append(str(error)))
        self.window.on("request", self._asked)
        self.window.on("requestfailed", lambda request: self.failures.append(f"{request.url}: {request.failure}"))
        self.window.on("response", self._answered)

    def go(self, path):
        """Opens the address and forgets what was seen before; gives the page back."""
        self.path = path
        self.console, self.failures, self.third_parties = [], [], []
        self.context.clear_cookies()
        self.answer = self.window.goto(path)
        self.status = self.answer.status
        return self

    def _heard(self, message):
        if message.type in {"error", "warning"}:
            self.console.append(message.text)

    def _asked(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self._host:
            self.third_parties.append(request.url)

    def _answered(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.failures.append(f"{response.url}: {response.status}")

    def problems(self):
        """Everything seen so far that no page may do: errors, failed loads, requests to others, cookies."""
        cookies = [f"cookie {cookie['name']}" for cookie in self.context.cookies()]
        return [*self.console, *self.failures, *self.third_parties, *cookies]

    def barriers(self):
        """What axe finds against WCAG 2.2 A and AA and its own best practice: rule, places."""
        # Evaluated through the debugging protocol, so the page's Content-Security-Policy does not stand in the way.
        found = Axe().run(self.window, options=AXE).response["violations"]
        return [f"{rule['id']}: {' | '.join(str(node['target']) for node in rule['nodes'][:5])}" for rule in found]

    def sideways(self):
        """How many pixels the page is wider than its window; 0 is right."""
        return self.window.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def html(self):
        """The page as the server sent it."""
        return self.answer.text()

    def picture(self, folder):
        """Saves a picture of the whole page, named after its path, and returns where."""
        size, name = self.window.viewport_size, re.sub(r"\W+", "-", self.path).strip("-") or "home"
        file = folder / f"{name}-{size['width']}.png"
        self.window.screenshot(path=file, full_page=True)
        return file

    def close(self):
        """Closes the window and forgets its cookies."""
        self.context.close()


def press(window, button):
    """Clicks what leads to another page, and waits for it: a click alone may return while the old one is there."""
    with window.expect_navigation():
        window.click(button)
