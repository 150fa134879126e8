"""The matrix of the office: every address, action, search, popup and inline, as each role, on own and foreign rows.

The addresses are walked as the site has them: one that nobody has listed here fails the test.
"""

from functools import partial

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models, transaction
from django.db.models.fields.related import ForeignKey
from django.http import HttpResponseForbidden
from django.template.response import SimpleTemplateResponse
from django.urls import get_resolver, reverse

from contact import conversation, invitations
from councils.accounts import refusal
from councils.models import Council, Editor, Invitation, Jurisdiction, Municipality, SharedText, Slug
from councils.publishing import ContentVersion, Published
from meetings.models import AccessLink, Meeting
from tests import factories
from tests.conftest import FULL
from tests.councils.test_admin_access import make_row
from tests.files import upload
from tests.office import address

pytestmark = pytest.mark.once

# Superuser, portal editor, editor, author, translator, reader of messages, superuser with emergency access to the own
# council, an account without any role, a visitor.
ROLES = S, P, E, A, T, R, X, N, V = (
    "superuser", "portal_editor", "editor", "author", "translator", "message_reader", "emergency", "nothing", "visitor",
)  # fmt: skip
NOBODY, STAFF = set(), {S, P, E, A, T, R, X, N}
TOP, ALL = {S, X}, {S, P, X}
SIGN = "fremd4711"

# Per kind of row: who gets which page; of pages about one row, on the own council and on the foreign one.
CONTENT = {
    "changelist": ALL | {E, A, T},
    "add": ALL | {E, A},
    "change": (ALL | {E, A, T}, ALL),
    "history": (ALL | {E, A, T}, ALL),
    "delete": (ALL | {E}, ALL),
}
# Of no council.
SHARED = {"changelist": ALL, "add": ALL} | dict.fromkeys(("change", "history", "delete"), (ALL, ALL))
STRUCTURE = CONTENT | {"add": ALL, "delete": (ALL, ALL)}
OFFICE = {"changelist": TOP | {E}, "add": TOP | {E}} | dict.fromkeys(("change", "history", "delete"), (TOP | {E}, TOP))
INVITATIONS = OFFICE | {"delete": (NOBODY, NOBODY)}
MESSAGES = {"changelist": {R, X}, "add": {R, X}, "delete": (NOBODY, NOBODY)}
MESSAGES |= dict.fromkeys(("change", "history"), ({R, X}, NOBODY))
REGISTRATIONS = {"changelist": {E, A}, "add": {E, A}, "delete": (NOBODY, NOBODY)}
REGISTRATIONS |= dict.fromkeys(("change", "history"), ({E, A}, NOBODY))
WAY_IN = {"changelist": {E}, "add": {E}} | dict.fromkeys(("change", "history", "delete"), ({E}, NOBODY))
ACCOUNTS = {"changelist": TOP, "add": TOP} | dict.fromkeys(("change", "history", "delete"), (TOP, TOP))
RECORDS = ACCOUNTS | {"add": NOBODY, "delete": (NOBODY, NOBODY)}
BARRIERS = {"changelist": TOP, "add": NOBODY, "delete": (NOBODY, NOBODY)}
BARRIERS |= dict.fromkeys(("change", "history"), (TOP, TOP))
EMERGENCY = ACCOUNTS | {"delete": (NOBODY, NOBODY)}

# Models that are neither content nor structure; all that is published is content.
OTHERS = {
    "User": ACCOUNTS, "Editor": ACCOUNTS, "Invitation": INVITATIONS, "ContentVersion": RECORDS, "Slug": RECORDS,
    "Desk": OFFICE, "Absence": OFFICE, "MeetingRules": OFFICE, "EmergencyAccess": EMERGENCY, "Message": MESSAGES,
    "Registration": REGISTRATIONS, "AccessLink": WAY_IN, "BarrierReport": BARRIERS,
}  # fmt: skip
# Pages beside lists and forms: who gets in; or the kind of row that they are about, and who gets in on the own council
# and on the foreign one.
PAGES = {
    "index": STAFF,
    "app_list": STAFF - {R, N},
    "password_change": STAFF,
    "password_change_done": STAFF,
    "jsi18n": STAFF,
    "second_factor": STAFF,
    "signed_in": STAFF,
    "own_pages": STAFF - {R, N},
    "log": TOP | {E},
    "check": TOP | {E},
    "health": ALL,
    "review_draft": ALL | {E, A},
    "auth_user_password_change": ("User", TOP, TOP),
    "councils_document_file": ("Document", ALL | {E, A, T}, ALL),
    "councils_picture_file": ("Picture", ALL | {E, A, T}, ALL),
    "members_person_file": ("Person", ALL | {E, A, T}, ALL),
    "meetings_meetingdocument_file": ("MeetingDocument", ALL | {E, A, T}, ALL),
    "meetings_meeting_step": ("Meeting", ALL | {E}, ALL),
    "meetings_meeting_paste_dates": ALL | {E, A},
    "meetings_meeting_paste_agenda": ("Meeting", ALL | {E}, ALL),
    "meetings_meeting_copy_last": ALL | {E, A},
    "meetings_meeting_copy": ("Meeting", ALL | {E, A}, ALL),
    "next_term": ("Term", ALL | {E}, ALL),
    "new_council": ALL,
    "council_file": ALL,
    "council_file_template": ALL,
    "council_file_download": ("Council", ALL, ALL),
    "new_council_step": ("Council", ALL, ALL),
    "members_table_choice": ALL | {E},
    "members_table": ("Council", ALL | {E}, ALL),
    "members_table_download": ("Council", ALL | {E}, ALL),
    "meetings_registration_sheet": ("Meeting", {E, A}, NOBODY),
    "translations_choice": STAFF - {R, N},
    "translations": ("Council", ALL | {E, A, T}, ALL),
    "translations_download": ("Council", ALL | {E, A, T}, ALL),
    "translations_upload": ("Council", ALL | {E, A, T}, ALL),
    "shared_texts_of_council": ("Council", ALL | {E, A, T}, ALL),
    "contact_message_print": ("Message", {R, X}, NOBODY),
    "contact_message_export": ("Message", {R, X}, NOBODY),
}
MORE_OF_ROUTE = {
    "meetings_meeting_step": ["cancel"], "contact_message_export": ["json"], "app_list": ["meetings"],
    "new_council_step": ["who"], "members_table_download": ["csv"], "translations_download": ["ar", "csv"],
    "translations_upload": ["ar"],
}  # fmt: skip
# Tried below, or tested elsewhere: open to all, POST only and about oneself, behind a token, or 404 to everybody.
ELSEWHERE = {
    "autocomplete", "bring_back", "confirm_council", "put_off", "switch_weekly_mail", "translation",
    "clean_text", "invitation", "login", "logout", "oidc", "oidc_callback",
    "second_factor_picture", "switch_language", "view_on_site", "members_person_hide",
}  # fmt: skip
# Every published row can go back to a version, which takes a POST (tests/councils/test_history.py).
ELSEWHERE |= {
    f"{model._meta.app_label}_{model._meta.model_name}_go_back"
    for model in admin.site._registry
    if issubclass(model, Published)
}
# What messages and registrations hold, with the council's word.
SECRET = "geheim {}"


# -- two councils with a row of everything ----------------------------------------------------------------------------


def make_world(slug):
    """A council and a row of each kind by its model's name."""
    council = factories.make_council(slug=slug)
    account = factories.make_user(username=f"konto-{slug}")
    boss = factories.make_superuser(username=f"chef-{slug}")
    meeting = factories.make_meeting(council, title_de=f"Sitzung {slug}", mode=Meeting.Mode.HYBRID)
    rows = {
        "User": account,
        "Editor": factories.make_editor(council, account),
        "Desk": factories.make_desk(council),
        "Absence": factories.make_absence(council, "2030-01-01", "2030-01-05"),
        "MeetingRules": apps.get_model("meetings.MeetingRules").objects.create(council=council),
        "EmergencyAccess": conversation.open_emergency(boss, council, f"Grund {slug}")[0],
        "Message": factories.make_message(council, text=SECRET.format(slug), name=SECRET.format(slug)),
        "Registration": factories.make_registration(meeting, name=SECRET.format(slug)),
        "BarrierReport": factories.make_barrier_report(),
        "AccessLink": AccessLink.objects.create(meeting=meeting, url=f"https://example.org/{slug}"),
        "Invitation": Invitation(council=council, roles=["author"], email=f"{slug}@example.org"),
        "ContentVersion": ContentVersion.objects.get(),
        "Slug": Slug.objects.filter(slug=slug).first() or Slug.objects.first(),
    }
    invitations.invite(rows["Invitation"], boss)
    for model in admin.site._registry:
        if issubclass(model, Published):
            rows[model.__name__] = _row(model, council, meeting, rows)
    for row in rows.values():
        _mark(row, slug)
    return council, rows


def _row(model, council, meeting, rows):
    """A council has one review a year, and the meeting is there already."""
    match model.__name__:
        case "Meeting":
            return meeting
        case "ReviewTheme":
            return factories.make_review_theme(review=rows["AnnualReview"])
        case "ReviewPoint":
            return factories.make_review_point(theme=rows["ReviewTheme"])
        case "Document" | "MeetingDocument":
            return make_row(model, council, file=upload(), availability="file")
        case "Person":
            return factories.make_portrayed(council=council)
    return make_row(model, council)


def _mark(row, slug):
    """Write the council's word into every name that a page could show."""
    names = {
        field.name: f"Von {slug}"
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and (field.name in {"name", "title"} or field.name.endswith("_de"))
        and (field.max_length or 99) > 20
        and getattr(row, field.name)
    }
    if isinstance(row, Published) and names:
        models.QuerySet(type(row)).filter(pk=row.pk).update(**names)


def sign_in(client, role, own):
    """An account that has the role, in the own council as far as the role has one."""
    if role == V:
        return
    user = factories.make_superuser() if role in TOP else factories.make_user()
    if role == P:
        Editor.objects.create(user=user, role=P)
    elif role in {E, A, T, R}:
        Editor.objects.create(user=user, role=role, council=own)
    elif role == X:
        conversation.open_emergency(user, own, "Alle sind krank")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


# -- the addresses ----------------------------------------------------------------------------------------------------


def site_addresses(patterns=None, prefix=""):
    """Route and name of every address of the office."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from site_addresses(pattern.url_patterns, route)
        elif route.startswith("admin/"):
            yield route, pattern.name


def table_of(model):
    if model in {Council, Municipality, Jurisdiction}:
        return STRUCTURE
    if model is SharedText:
        return SHARED
    return CONTENT if issubclass(model, Published) else OTHERS[model.__name__]


def cells(worlds):
    """All addresses to open: what, where, who may, and whether a foreign row is meant."""
    for model in admin.site._registry:
        for page, who in table_of(model).items():
            if page in {"changelist", "add"}:
                yield model, page, address(model, page), who, False
                continue
            for (_council, rows), may, foreign in zip(worlds, who, (False, True), strict=True):
                yield model, page, address(rows[model.__name__], page), may, foreign
    # One text beside its German, and a foreign one below the address of the own council.
    (own, rows), (other, foreign) = worlds
    for council, news, may in (
        (own, rows["News"], ALL | {E, T}),  # an author writes drafts, and this is none
        (other, foreign["News"], ALL),
        (own, foreign["News"], NOBODY),
    ):
        args = [council.pk, "ar", news._meta.label_lower, news.pk]
        yield None, "translation", reverse("admin:translation", args=args), may, news == foreign["News"]
    for name, who in PAGES.items():
        more = MORE_OF_ROUTE.get(name, [])
        if isinstance(who, set):
            yield None, name, reverse(f"admin:{name}", args=more), who, False
            continue
        kind, own, other = who
        for (_council, rows), may, foreign in zip(worlds, (own, other), (False, True), strict=True):
            yield None, name, reverse(f"admin:{name}", args=[rows[kind].pk, *more]), may, foreign


def test_every_address_is_listed():
    models_pages = {
        f"{model._meta.app_label}_{model._meta.model_name}_{page}"
        for model in admin.site._registry
        for page in ("changelist", "add", "change", "history", "delete")
    }
    listed = models_pages | set(PAGES) | ELSEWHERE
    found = list(site_addresses())

    assert [route for route, name in found if name and name not in listed] == []
    assert listed - {name for _route, name in found} == set()
    # What has no name leads on to the form of a row, to a sign-in, or nowhere.
    nameless = {route for route, name in found if not name}
    assert {route for route in nameless if not route.endswith("<path:object_id>/")} == {"admin/(?P<url>.*)$"}
    assert {model.__name__ for model in admin.site._registry if not issubclass(model, Published)} == set(OTHERS)


class Office:
    """One role's tour of the office, and what it found."""

    def __init__(self, client, role):
        self.client, self.role = client, role
        self.count, self.holes = 0, []
        self.worlds = [make_world("eigener"), make_world(SIGN)]
        sign_in(client, role, self.worlds[0][0])
        # What works for all councils sees all: only messages and the like are foreign to it.
        self.word = SECRET.format(SIGN) if role in ALL else SIGN

    def check(self, what, holds):
        self.count += 1
        if not holds:
            self.holes.append(f"{self.role}: {what}")

    def refused(self, response):
        return response.status_code in {403, 404} or (
            response.status_code == 302 and response["Location"].partition("?")[0] in {"/admin/", "/admin/login/"}
        )

    def shows_foreign(self, response):
        """Whether a page names what is foreign, or a form has it among its choices."""
        shown = getattr(response, "context_data", None) or {}
        if "adminform" in shown and self.role not in ALL:
            # What may not be written is shown as plain text, without choices.
            writable = [inline for inline in shown["inline_admin_formsets"]
                        if inline.has_add_permission or inline.has_change_permission]  # fmt: skip
            inlines = [inline.formset for inline in writable]
            parts = [form for formset in inlines for form in [*formset.forms, formset.empty_form]]
            return any(self.offers_foreign(form) for form in [shown["adminform"].form, *parts])
        return not response.streaming and self.word in response.content.decode()

    def offers_foreign(self, form):
        for field in form.fields.values():
            # The key of an inline's row is hidden; what becomes of a forged one is tried below.
            rows = None if field.widget.is_hidden else getattr(field, "queryset", None)
            foreign = rows is not None and self.foreign.get(rows.model.__name__)
            if foreign and rows.filter(pk=foreign.pk).exists():
                return True
        return False

    @property
    def foreign(self):
        return self.worlds[1][1]

    def sent(self, where, data, *rows):
        """The answer to a POST, and whether it left these rows and their number as they were; it is taken back."""
        before = [_values(row) for row in rows]
        with transaction.atomic():
            response = self.client.post(where, data)
            after = [_values(row) for row in rows]
            transaction.set_rollback(True)
        return response, before == after

    # -- the tour -----------------------------------------------------------------------------------------------------

    def pages(self):
        for model, page, where, may, foreign in cells(self.worlds):
            if self.role == X and model and issubclass(model, Published):
                # No different from any other superuser.
                continue
            what = f"GET {where}"
            with transaction.atomic():
                response = self.client.get(where)
                transaction.set_rollback(True)
            if response.streaming:
                # Closed without being read it would take the database's connection with it.
                response.getvalue()
            if self.role in may:
                self.check(f"{what} → {response.status_code}", response.status_code in {200, 302})
                self.check(f"{what} is refused", not self.refused(response))
                if not foreign:
                    self.check(f"{what} shows what is foreign", not self.shows_foreign(response))
                continue
            self.check(f"{what} → {response.status_code}", self.refused(response))
            if page in {"add", "change", "changelist"}:
                popup = self.client.get(where, {"_popup": "1", "_to_field": "id"})
                self.check(f"{what} as popup → {popup.status_code}", self.refused(popup))
            if model and page in {"add", "change", "delete"}:
                rows = [world[1][model.__name__] for world in self.worlds]
                response, same = self.sent(where, {"post": "yes"}, *rows)
                self.check(f"POST {where} → {response.status_code}", self.refused(response) and same)

    def confirming(self):
        """The one click on the desk that says that a council's pages are still correct."""
        where = reverse("admin:confirm_council")
        for (council, _rows), may in zip(self.worlds, (ALL | {E}, ALL), strict=True):
            _answer, same = self.sent(where, {"council": council.pk}, council)
            self.check(f"POST {where} {council.slug}", same == (self.role not in may))

    def actions(self):
        """All actions that any list has, on the own and the foreign row at once."""
        if self.role in ALL:
            return
        for model, page in admin.site._registry.items():
            for action in ["delete_selected", *(page.actions or ())]:
                own, foreign = (world[1][model.__name__] for world in self.worlds)
                data = {"action": action, "_selected_action": [own.pk, foreign.pk], "post": "yes"}
                # What the page that asks for a moment sends.
                data |= {"moment_0": "2099-01-01", "moment_1": "10:00:00"}
                seen = [row for row in (own, foreign) if isinstance(row, Published)]
                data["seen"] = [f"{row.pk} {row.modified.isoformat()}" for row in seen]
                # An editor may do it to the own row, and to that alone.
                rows = [foreign] if self.role == E else [own, foreign]
                if own != foreign:
                    where = address(model, "changelist")
                    self.check(f"{action} at {where}", self.sent(where, data, *rows)[1])

    def searches(self):
        """Every search behind a choice, of registered models and of all others."""
        for model in apps.get_models():
            for field in model._meta.fields:
                if isinstance(field, ForeignKey):
                    query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                    query |= {"field_name": field.name, "term": ""}
                    response = self.client.get(reverse("admin:autocomplete"), query)
                    what = f"search {model.__name__}.{field.name} → {response.status_code}"
                    self.check(what, response.status_code == 200 or self.refused(response))
                    self.check(f"{what} finds what is foreign", not self.shows_foreign(response))

    def forged(self):
        """New rows for the foreign council, and foreign rows in the tables of an own form."""
        if self.role in ALL:
            return
        for model, page in admin.site._registry.items():
            parents = [field for field in model._meta.fields if isinstance(field, ForeignKey)]
            rows = {field.name: self.foreign[field.related_model.__name__].pk for field in parents
                    if field.related_model.__name__ in self.foreign}  # fmt: skip
            where = address(model, "add")
            _answer, same = self.sent(where, rows | {"name_de": "x", "title_de": "x"}, self.foreign[model.__name__])
            self.check(f"POST {where} with foreign rows", same)
            for inline in page.inlines:
                self.forged_inline(model, inline)

    def forged_inline(self, model, inline):
        own = self.worlds[0][1][model.__name__]
        foreign = self.foreign[inline.model.__name__]
        link = next(field for field in inline.model._meta.fields if field.related_model is model)
        prefix = link.remote_field.get_accessor_name(model=inline.model)
        data = {f"{prefix}-{name}": number for name, number in
                (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 1), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", 1000))}  # fmt: skip
        data |= {f"{prefix}-0-id": foreign.pk, f"{prefix}-0-DELETE": "on", f"{prefix}-0-{link.name}": own.pk}
        where = address(own, "change")
        self.check(f"POST {where} with a foreign {inline.model.__name__}", self.sent(where, data, foreign)[1])


def _values(row):
    rows = type(row)._base_manager
    return rows.count(), rows.filter(pk=row.pk).values().first()


def no(request, site):
    return HttpResponseForbidden()


def quickly(response, everything, render=SimpleTemplateResponse.rendered_content.fget):
    """Without drawing forms, whose choices are looked at instead, nor what is foreign to nobody."""
    return "" if everything or "adminform" in (response.context_data or {}) else render(response)


# Each kind of reach; those with the widest and with none are left to `make audit`.
@pytest.mark.parametrize("role", ROLES if FULL else (E, A, T))
def test_office_has_no_hole(client, db, monkeypatch, role):
    # How a refusal looks is told in tests/contact/test_invitations.py; here it is one of many.
    monkeypatch.setattr(refusal, "page", no)
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(partial(quickly, everything=role in ALL)))
    office = Office(client, role)

    office.pages()
    office.confirming()
    office.searches()
    office.actions()
    office.forged()

    print(f"Matrix as {role}: {office.count} cells, {len(office.holes)} holes")
    assert office.holes == [], "\n".join(office.holes)
