import pytest
from django.utils import timezone

from councils import find
from councils.models import Council
from councils.publishing import State
from tests.factories import make_council, make_council_name, make_jurisdiction, make_municipality


@pytest.fixture
def councils(db):
    """Three councils in two Länder."""
    beckum = make_municipality(
        key="beckum", name_de="Stadt Beckum", place_de="Beckum", place_ar="بيكوم", place_ru="Беккум", land="NW"
    )
    district = make_municipality(
        key="lro", name_de="Landkreis Rostock", place_de="Landkreis Rostock", seat="Güstrow", land="MV"
    )
    city = make_municipality(
        key="hro", name_de="Hanse- und Universitätsstadt Rostock", place_de="Rostock", place_uk="Росток", land="MV"
    )
    make_council(beckum, slug="beckum", name_de="Integrationsrat", name_vi="Hội đồng Hội nhập")
    make_council(district, slug="lro", name_de="Beirat für Menschen mit Migrationshintergrund")
    make_council(city, slug="hro", name_de="Kommunales Netzwerk", name_fa="شبکهٔ محلی", name_pl="Sieć miejska łączności")


def found(query, now=None):
    """The addresses of the councils that fit, the best first."""
    slugs = dict(Council.objects.values_list("pk", "slug"))
    return [slugs[pk] for pk in find.find_councils(now or timezone.now(), query).pks]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Gößnitz", "gossnitz"),
        ("KÖLN", "koln"),
        ("Hội đồng Hội nhập", "hoi dong hoi nhap"),
        ("Ёлка", "елка"),
        ("Ґданськ", "гданськ"),
        ("İstanbul ırmak", "istanbul irmak"),
        ("łódź", "lodz"),
        ("الإندماج", "الاندماج"),
        ("شورای", "شوراي"),
        ("المجلسـ", "المجلس"),
    ],
)
def test_fold_takes_marks_and_keyboards_out(text, folded):
    assert find.fold(text) == folded


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("Beckum", ["beckum"]),
        ("beckum", ["beckum"]),
        ("Beck", ["beckum"]),
        ("Stadt Beckum", ["beckum"]),
        ("Integrations-Rat", ["beckum"]),
        ("integrationsrat", ["beckum"]),
        ("بيكوم", ["beckum"]),
        ("Беккум", ["beckum"]),
        ("hoi dong", ["beckum"]),
        ("Hội đồng", ["beckum"]),
        ("شبكه محلي", ["hro"]),
        ("laczności", ["hro"]),
        ("росток", ["hro"]),
        ("Güstrow", ["lro"]),
        ("Nordrhein-Westfalen", ["beckum"]),
        ("hintergrund", ["lro"]),
        ("Rostock", ["hro", "lro"]),
        ("Kreis Rostock", ["lro"]),
    ],
)
def test_councils_are_found_by_place_and_name_in_every_language(councils, query, slugs):
    hits = find.find_councils(timezone.now(), query)

    assert found(query) == slugs
    assert hits.is_close is False


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("Bekum", ["beckum"]),
        ("Beckkum", ["beckum"]),
        ("Bekcum", ["beckum"]),
        ("Backum", ["beckum"]),
        ("Guestrow", ["lro"]),
        ("Migrationsrat Beckum", ["beckum"]),
        ("Wie kann ich in Beckum mitmachen?", ["beckum"]),
    ],
)
def test_a_slip_finds_what_comes_closest_and_says_so(councils, query, slugs):
    assert found(query) == slugs
    assert find.find_councils(timezone.now(), query).is_close is True


@pytest.mark.parametrize("query", ["", "   ", "?!", "München", "qwertz", "%", "_", "' OR 1=1 --", "\N{PILE OF POO}"])
def test_what_nothing_fits_finds_nothing(councils, query):
    assert found(query) == []


def test_former_names_predecessors_and_further_places_are_found_too(councils):
    beckum = Council.objects.get(slug="beckum")
    make_council_name(council=beckum, name_de="Ausländerbeirat")
    make_jurisdiction(council=beckum, municipality=make_municipality(place_de="Ahlen"), position=1)
    lro = Council.objects.get(slug="lro")
    lro.predecessor_name_de = "Runder Tisch"
    lro.save()

    assert found("Ausländerbeirat") == ["beckum"]
    assert found("Ahlen") == ["beckum"]
    assert found("Runder Tisch") == ["lro"]


def test_what_is_not_public_is_not_found(councils):
    make_council(make_municipality(place_de="Geheimstadt"), slug="draft", state=State.DRAFT)
    council = make_council(make_municipality(place_de="Verborgen", state=State.DRAFT), slug="placed")
    make_jurisdiction(council=council, municipality=make_municipality(place_de="Entwurfen"), state=State.DRAFT)
    make_council_name(council=council, name_de="Heimlichrat", state=State.DRAFT)

    assert [found(word) for word in ("Geheimstadt", "Verborgen", "Entwurfen", "Heimlichrat")] == [[], [], [], []]


def test_search_costs_one_query_whatever_the_number(councils, django_assert_num_queries):
    with django_assert_num_queries(1):
        find.find_councils(timezone.now(), "Rostock")
    for _number in range(20):
        make_council()
    with django_assert_num_queries(1):
        find.find_councils(timezone.now(), "Rostock")


def test_the_active_language_changes_nothing(councils, django_assert_num_queries):
    from django.utils.translation import override

    for language in ("de", "ar", "de-simple"):
        with override(language):
            assert found("Rostock") == ["hro", "lro"]


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("beckum", "beckum", True),
        ("bekum", "beckum", True),
        ("beckumm", "beckum", True),
        ("beckun", "beckum", True),
        ("ebckum", "beckum", True),
        ("beckmu", "beckum", True),
        ("bekun", "beckum", False),
        ("kumbec", "beckum", False),
        ("beck", "beckum", False),
    ],
)
def test_one_slip(typed, meant, expected):
    assert find.one_slip(typed, meant) is expected
