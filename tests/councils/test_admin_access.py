"""What accounts see of the office beyond the matrix in tests/test_office_matrix.py: lists, drafts, choices, filters."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from councils.models import Council, Editor, Jurisdiction, Municipality, SharedText, User
from councils.publishing import Published, State
from meetings.models import Convening, Meeting
from tests import factories
from tests.office import address

pytestmark = pytest.mark.once

APPS = ("councils", "members", "meetings")
MODELS = [model for label in APPS for model in apps.get_app_config(label).get_models()]
# Who gets to messages and to what hangs on them is told in tests/contact/test_office.py.
CONTACT = [model for model in apps.get_app_config("contact").get_models() if issubclass(model, Published)]
PUBLISHED = [*(model for model in MODELS if issubclass(model, Published)), *CONTACT]
# What programs note, and what shows where it belongs only.
WITHOUT_PAGES = {"Announcement", "AuditEntry", "LinkCheck", "Need", "PutOff", "ReviewRequest", "SourceText", "Version"}
SUPERUSERS_WRITE = [Council, Municipality, Jurisdiction, SharedText]


def name(value):
    return value._meta.model_name if hasattr(value, "_meta") else str(value)


def make_row(model, council, **fields):
    """A row of any model that belongs to that council."""
    if model is Council:
        for field, value in fields.items():
            setattr(council, field, value)
        council.save()
        return council
    if model is Municipality:
        return factories.make_jurisdiction(council=council).municipality
    upper = {
        "SeatGroup": lambda: {"term": factories.make_term(council=council)},
        "SharedText": dict,
        "ReviewTheme": lambda: {"review": factories.make_annual_review(council=council)},
        "ReviewPoint": lambda: {"theme": make_row(apps.get_model("councils.ReviewTheme"), council)},
        "Vacancy": lambda: {"seat_group": make_row(apps.get_model("councils.SeatGroup"), council)},
        "OfficeHolding": lambda: {"office": factories.make_office(council=council)},
        "Meeting": lambda: {"keeper": council},
        "Convening": lambda: {"meeting": factories.make_meeting(council)},
        "AgendaItem": lambda: {"meeting": factories.make_meeting(council)},
        "MeetingNotice": lambda: {"meeting": factories.make_meeting(council)},
        "MeetingDocument": lambda: {"meeting": factories.make_meeting(council)},
        "OfficeHourOff": lambda: {"office_hour": factories.make_office_hour(council=council)},
    }.get(model.__name__, lambda: {"council": council})()
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in model.__name__).strip("_")
    return getattr(factories, f"make_{words}")(**upper, **fields)


@pytest.fixture
def council(db):
    return factories.make_council(slug="eigener")


@pytest.fixture
def sign_in(client, council):
    """Sign in as one of the kinds of accounts; all but "foreign" belong to the council."""

    def enter(account):
        if account == "superuser":
            client.force_login(factories.make_superuser(), backend="django.contrib.auth.backends.ModelBackend")
        elif account != "anonymous":
            role = {"reader": Editor.Role.MESSAGE_READER, "foreign": Editor.Role.EDITOR}.get(account, account)
            other = factories.make_council(slug="fremder") if account == "foreign" else council
            user = factories.make_editor(council=other, role=role).user
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def test_every_model_has_its_pages():
    shown = [model for model in (*MODELS, *CONTACT) if model.__name__ not in WITHOUT_PAGES]
    missing = [model for model in shown if not admin.site.is_registered(model)]

    assert missing == []


def test_tables_of_other_packages_stay_out():
    foreign = {model._meta.app_label for model in admin.site._registry} - {"portal", "contact", *APPS}

    assert foreign == set()


@pytest.mark.parametrize("model", [model for model in PUBLISHED if model is not SharedText], ids=name)
def test_list_shows_only_own_rows(sign_in, council, model):
    own = make_row(model, council)
    make_row(model, factories.make_council(slug="anderer"))
    client = sign_in("editor")

    listed = client.get(address(model, "changelist")).context["cl"].result_list

    assert own in listed
    if model is Municipality:
        assert all(row.jurisdictions.filter(council=council).exists() for row in listed)
    else:
        page = admin.site.get_model_admin(model)
        assert {page.council_id_of(row) for row in listed} == {council.pk}


@pytest.mark.parametrize("model", [model for model in PUBLISHED if model not in SUPERUSERS_WRITE], ids=name)
def test_author_writes_drafts_only(sign_in, council, model):
    draft = make_row(model, council, state=State.DRAFT)
    second = factories.make_council(slug="zweiter")
    public = make_row(model, second)
    client = sign_in("author")
    user = User.objects.get(pk=client.session["_auth_user_id"])
    factories.make_editor(council=second, user=user, role=Editor.Role.AUTHOR)

    assert client.get(address(draft, "delete")).status_code == 200
    assert client.get(address(public, "delete")).status_code == 403
    assert client.get(address(draft, "change")).context["has_change_permission"] is True
    assert client.get(address(public, "change")).context["has_change_permission"] is False
    assert client.post(address(public, "change"), {}).status_code == 403


def test_search_leaves_out_deleted_rows(sign_in, council):
    factories.make_venue(council=council, name_de="Abgerissen").remove()
    factories.make_venue(council=council, name_de="Rathaus")
    query = {"app_label": "meetings", "model_name": "meeting", "field_name": "venue", "term": ""}

    results = sign_in("superuser").get(reverse("admin:autocomplete"), query).json()["results"]

    assert [result["text"] for result in results] == ["Rathaus, Saal 1 – eigener"]


@pytest.mark.parametrize("account", ["editor", "author", "translator"])
def test_filters_name_own_councils_only(sign_in, council, account):
    """With two councils the filter shows, and it names these two."""
    second = factories.make_council(slug="zweiter")
    factories.make_council(slug="dritter")
    client = sign_in(account)
    user = User.objects.get(pk=client.session["_auth_user_id"])
    factories.make_editor(council=second, user=user, role=account)

    response = client.get(address(Meeting, "changelist"))

    text = response.content.decode()
    assert f"?council={council.pk}" in text
    assert f"?council={second.pk}" in text
    assert "dritter" not in text


@pytest.mark.parametrize("value", ["0", "-1", "x", "99999999999999999999999", "1' OR 1=1"])
def test_filter_takes_any_value(sign_in, council, value):
    factories.make_meeting(council)

    response = sign_in("superuser").get(address(Meeting, "changelist"), {"council": value})

    assert response.status_code == 200
    assert list(response.context["cl"].result_list) == []


def test_choices_offer_own_rows_only(sign_in, council):
    """The form of a meeting offers the venues and sources of its council, and none that is deleted."""
    own = factories.make_venue(council=council)
    factories.make_venue(council=council, name_de="Alt").remove()
    factories.make_venue(council=factories.make_council(slug="anderer"))
    meeting = factories.make_meeting(council)

    form = sign_in("editor").get(address(meeting, "change")).context["adminform"].form

    assert list(form.fields["venue"].queryset) == [own]


def test_deleted_choice_stays_where_it_is_chosen(sign_in, council):
    venue = factories.make_venue(council=council)
    meeting = factories.make_meeting(council, venue=venue)
    venue.remove()

    form = sign_in("editor").get(address(meeting, "change")).context["adminform"].form

    assert list(form.fields["venue"].queryset) == [venue]


def test_redirect_to_any_row_is_closed(sign_in, council):
    """Django's own "view on site" address would tell the address of any row, drafts of others included."""
    client = sign_in("foreign")

    assert client.get("/admin/r/1/1/").status_code == 404


def test_index_shows_what_the_account_may_open(sign_in, council):
    apps_shown = sign_in("editor").get("/admin/").context["app_list"]

    names = {model["object_name"] for app in apps_shown for model in app["models"]}
    assert {"Meeting", "Council", "Person"} <= names
    assert not {"User", "Editor", "Slug", "ContentVersion"} & names


def test_index_of_a_reader_of_messages_shows_no_content(sign_in, council):
    shown = sign_in("reader").get("/admin/").context["app_list"]

    assert {app["app_label"] for app in shown} <= {"contact"}


def test_inactive_editor_is_out(sign_in, council):
    client = sign_in("editor")
    User.objects.filter(pk=client.session["_auth_user_id"]).update(is_active=False)

    assert client.get(address(Meeting, "changelist")).status_code == 302


def test_editor_without_staff_status_is_out(sign_in, council):
    client = sign_in("editor")
    User.objects.filter(pk=client.session["_auth_user_id"]).update(is_staff=False)

    assert client.get(address(Meeting, "changelist")).status_code == 302


def test_other_conveners_see_but_do_not_edit(sign_in, council):
    """A meeting belongs to the council that keeps it; another one that convenes it has no page for it."""
    keeper = factories.make_council(slug="fuehrend")
    meeting = factories.make_meeting(councils=[keeper, council])

    assert sign_in("editor").get(address(meeting, "change")).status_code == 302
    assert Convening.objects.filter(meeting=meeting).count() == 2
