"""A council's imprint, privacy notice and accessibility statement: who answers, what is missing, whom to turn to."""

import re

import pytest
from django.urls import reverse

from councils.legal import report_url
from tests import factories as f
from tests.browser.pages import LANGUAGES

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = ("imprint", "privacy", "accessibility")
AUTHORITY = {
    "authority_name": "Stadt Musterort",
    "street": "Markt 1",
    "postcode": "12345",
    "city": "Musterort",
    "email": "rathaus@musterort.example",
    "phone": "01234 567",
    "representative": "Bürgermeisterin Beispiel",
}


def address(council, page, lang="en"):
    return f"/{lang}/councils/{council.slug}/{page}/"


@pytest.fixture
def council():
    return f.make_council(f.make_municipality(land="MV", name_de="Landkreis Muster"), slug="musterrat")


@pytest.fixture
def answered():
    """A council whose municipality says who answers for its pages."""
    return f.make_council(f.make_municipality(land="NW", **AUTHORITY), slug="stadtrat")


def page_text(response):
    """The words of the page's main part, without tags."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


@pytest.mark.parametrize("page", PAGES)
def test_page_without_authority_says_that_it_is_a_demonstration(client, council, page):
    response = client.get(address(council, page))

    assert response.status_code == 200
    assert "These pages are a demonstration." in page_text(response)
    assert "Who represents the authority" in response.context["missing"]
    assert "Demonstration – not the authority’s own page" in response.content.decode()
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_page_of_an_authority_is_no_demonstration(client, answered, page):
    response = client.get(address(answered, page))

    assert response.context["demo"] is False
    assert "noindex" not in response.content.decode()
    assert "demonstration" not in page_text(response)


def test_missing_parts_are_named(client):
    partly = {"authority_name": "Stadt Musterort", "street": "Markt 1", "email": "rathaus@musterort.example"}
    council = f.make_council(f.make_municipality(**partly))

    imprint = client.get(address(council, "imprint"))
    privacy = client.get(address(council, "privacy"))

    assert imprint.context["missing"] == ["Postcode", "Town", "Who represents the authority"]
    assert privacy.context["missing"] == [
        "Postcode", "Town", "Who represents the authority", "How to reach the data protection officer",
    ]  # fmt: skip


def test_page_of_a_council_without_municipality_says_so(client):
    council = f.make_council(municipality=False)

    assert len(client.get(address(council, "imprint")).context["missing"]) == 6
    assert "The Land of this council is not recorded here." in page_text(client.get(address(council, "privacy")))


def test_imprint_names_the_authority(client, answered):
    response = client.get(address(answered, "imprint"))

    html, text = response.content.decode(), page_text(response)
    for shown in ("Stadt Musterort", "Markt 1", "12345 Musterort", "Bürgermeisterin Beispiel"):
        assert shown in text
    assert 'href="mailto:rathaus@musterort.example"' in html
    assert 'href="tel:+491234567"' in html
    assert 'href="/en/imprint/"' in html


def test_draft_municipality_does_not_leak(client, answered):
    f.make_jurisdiction(
        council=answered,
        municipality=f.make_municipality(**AUTHORITY | {"authority_name": "Stadt Geheim"}, state="draft"),
    )

    for page in PAGES:
        assert "Geheim" not in client.get(address(answered, page)).content.decode()


def test_privacy_notice_names_law_and_supervision_of_the_land(client, council, answered):
    mv, nw = (page_text(client.get(address(row, "privacy"))) for row in (council, answered))

    assert "Landesdatenschutzgesetz (DSG M-V)" in mv
    assert "Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern" in mv
    assert "Datenschutzgesetz Nordrhein-Westfalen (DSG NRW)" in nw
    assert "Mecklenburg" not in nw


def test_privacy_notice_names_the_data_protection_officer(client):
    municipality = f.make_municipality(
        **AUTHORITY, data_protection_officer="Frau Schutz", data_protection_contact="dsb@musterort.example"
    )

    response = client.get(address(f.make_council(municipality), "privacy"))

    assert "Frau Schutz" in page_text(response)
    assert 'href="mailto:dsb@musterort.example"' in response.content.decode()
    assert response.context["missing"] == []


def test_privacy_notice_lists_all_rights(client, answered):
    text = page_text(client.get(address(answered, "privacy")))

    assert [article for article in range(15, 22) if f"(Article {article})" not in text] == []
    assert "(Article 77)" in text


def test_statement_names_the_enforcement_body_of_the_land(client, council):
    response = client.get(address(council, "accessibility"))

    assert "Überwachungsstelle „Digitale Barrierefreiheit“" in page_text(response)
    assert "https://www.regierung-mv.de/Landesregierung/sm/Soziales/Ueberwachungsstelle/" in response.content.decode()
    assert [land.code for land in response.context["laender"]] == ["MV"]


def test_two_authorities_in_two_laender_are_both_named(client, answered):
    other = f.make_municipality(land="NI", **AUTHORITY | {"authority_name": "Kreis Nachbar"})
    f.make_jurisdiction(council=answered, municipality=other, position=2)

    response = client.get(address(answered, "accessibility"))

    assert [land.code for land in response.context["laender"]] == ["NW", "NI"]
    assert "Kreis Nachbar" in page_text(response)


def test_barriers_are_reported_to_the_operator(client, council, settings):
    settings.OPERATOR_MAIL = "portal@operator.example"
    settings.OPERATOR_PHONE = "0381 123"

    html = client.get(address(council, "accessibility")).content.decode()

    assert 'href="mailto:portal@operator.example?subject=Barrier%20on%20the%20website%20%E2%80%93%20Mitsprache"' in html
    assert 'href="tel:+49381123"' in html


def test_statement_without_operator_says_so_and_leads_to_the_form(client, council):
    response = client.get(address(council, "accessibility"))

    assert "No operator of the portal is named yet." in page_text(response)
    # Who runs the portal may have an account, and reads what comes; the form says when nobody does.
    assert 'href="/en/accessibility/report/"' in response.content.decode().partition('id="report"')[2]


def test_authority_may_be_written_to_as_well(client, answered):
    html = client.get(address(answered, "accessibility")).content.decode()

    assert 'href="mailto:rathaus@musterort.example"' in html


def test_report_url_needs_an_address():
    assert report_url("") == ""


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_stands_in_every_language(client, answered, lang, page):
    response = client.get(address(answered, page, lang))

    html = response.content.decode()
    direction = "rtl" if lang in {"ar", "fa"} else "ltr"
    assert response.status_code == 200
    assert re.search(rf'<html\s+lang="{lang}"\s+dir="{direction}"', html)
    assert f'data-page="council_{page}"' in html
    assert html.count("<h1") == 1
    assert response.cookies == {}


@pytest.mark.parametrize("page", PAGES)
def test_unknown_council_is_404(client, page):
    assert client.get(f"/en/councils/nirgends/{page}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_draft_is_404_and_withdrawn_is_410(client, page):
    draft = f.make_council(state="draft", slug="entwurf")
    gone = f.make_council(slug="weg")
    gone.withdraw()

    assert client.get(address(draft, page)).status_code == 404
    assert client.get(address(gone, page)).status_code == 410


def test_former_address_leads_to_the_new_one(client, council):
    council.slug = "neuer-rat"
    council.save()

    response = client.get("/en/councils/musterrat/imprint/")

    assert (response.status_code, response["Location"]) == (301, "/en/councils/neuer-rat/imprint/")


@pytest.mark.parametrize("page", PAGES)
def test_page_is_for_reading_only(client, council, page):
    response = client.post(address(council, page))

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("rows", [1, 3, 300])
@pytest.mark.parametrize("page", PAGES)
def test_page_asks_the_database_as_often_for_many_as_for_one(client, council, django_assert_num_queries, page, rows):
    for number in range(rows - 1):
        f.make_jurisdiction(council=council, position=number)

    with django_assert_num_queries(2):
        client.get(address(council, page))


def test_links_lead_to_the_council_s_own_pages(council, rf):
    from django.template.loader import render_to_string

    html = render_to_string("councils/_legal_links.html", {"council": council})

    assert re.findall(r'href="([^"]+)"', html) == [reverse(f"councils:{page}", args=["musterrat"]) for page in PAGES]
