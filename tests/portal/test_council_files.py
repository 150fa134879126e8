"""Council files and the portal say the same: what goes in comes out, byte for byte, for every legal form."""

import datetime
import hashlib
import io
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from councils.models import Council, Organisation, SeatGroup, Source, Statement, Term
from councils.partial_dates import PartialDate
from councils.publishing import State
from councils.translation_state import TranslationState, translated_fields
from meetings.models import Meeting
from members.models import Office, Person
from portal.council_files import nodes, schema, tables
from portal.council_files.values import tidy
from portal.council_files.writing import council_file, scalar
from tests.portal.council_file import HEAD, File, done, published_models, snapshot

DATA = sorted((Path(settings.BASE_DIR) / "councils" / "data").glob("*.yaml"))
SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.yaml"))
TEMPLATE = Path(settings.BASE_DIR) / "councils" / "data" / "vorlage.yaml.txt"


@pytest.fixture
def file(tmp_path):
    return File(tmp_path)


# -- the councils that come with the portal ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_five_councils_arrive_with_their_facts():
    call_command("load_councils", stdout=io.StringIO())

    councils = {council.key: council for council in Council.objects.published(timezone.now())}
    assert {key: council.name_de for key, council in councils.items()} == {
        "landkreis-rostock-beirat": "Beirat für Menschen mit Migrationshintergrund",
        "hameln-pyrmont-migrationsrat": "Migrationsrat",
        "kaufbeuren-integrationsbeirat": "Integrationsbeirat",
        "beckum-integrationsrat": "Integrationsrat",
        "rostock-netzwerk": "Kommunales Netzwerk für Integration und Migration",
    }
    rostock = Term.objects.get(council__key="landkreis-rostock-beirat")
    assert (rostock.stated_seats, rostock.ended, rostock.rule) == (10, PartialDate(2024), "with_municipal_council")
    groups = rostock.seat_groups.values_list("seats", "filled_by", "nominated_by__key", "appointed_by__key")
    assert list(groups) == [
        (4, "named_by_groups", "groups-in-kreistag", "kreistag"),
        (6, "proposed_by_administration", "kreisverwaltung", "kreistag"),
    ]
    assert councils["landkreis-rostock-beirat"].founded_on is None
    assert councils["hameln-pyrmont-migrationsrat"].founded_on == PartialDate(2014, 11)
    kaufbeuren = SeatGroup.objects.filter(term__council__key="kaufbeuren-integrationsbeirat")
    assert list(kaufbeuren.values_list("seats", flat=True)) == [1, 1, 1, 5, 5, 13]
    meeting = Meeting.objects.get(keeper__key="hameln-pyrmont-migrationsrat")
    assert (str(meeting.held_on), meeting.starts_at, meeting.is_published(timezone.now())) == (
        "2022-04-28", datetime.time(18), True,
    )  # fmt: skip
    assert [convening.council.key for convening in meeting.convenings.all()] == ["hameln-pyrmont-migrationsrat"]
    assert councils["rostock-netzwerk"].structure == "network"
    assert Source.objects.filter(council__source__isnull=False).count() == Source.objects.count()


@pytest.mark.django_db
def test_every_text_of_the_five_councils_stands_in_every_language():
    call_command("load_councils", stdout=io.StringIO())

    states = {
        row.translation_state(name, language)
        for model in published_models()
        for row in model.objects.all()
        for name in translated_fields(model)
        if row.text_in(name)
        for language, _name in settings.LANGUAGES[1:]
    }
    assert states == {TranslationState.MACHINE}


@pytest.mark.django_db
def test_load_councils_leaves_alone_what_was_ever_there():
    out = io.StringIO()
    call_command("load_councils", stdout=out)
    council = Council.objects.get(slug="beckum-integrationsrat")
    council.slug = "beckum"
    council.save()
    Council.objects.get(slug="rostock-netzwerk").remove()
    before = snapshot()

    again = io.StringIO()
    call_command("load_councils", stdout=again)

    assert out.getvalue().split() == [path.name for path in DATA]
    assert (again.getvalue(), snapshot()) == ("", before)


# -- there and back ----------------------------------------------------------------------------------------------------


def in_empty_portal(paths):
    """Import into a portal without these councils, export all, and take everything back."""
    with transaction.atomic():
        done(*paths)
        texts = {council.key: council_file(council.slug) for council in Council.objects.all()}
        transaction.set_rollback(True)
    return texts


@pytest.mark.django_db
@pytest.mark.parametrize("paths", [SHAPES, *[[path] for path in DATA]], ids=lambda paths: paths[-1].stem)
def test_round_trip_gives_the_same_bytes(tmp_path, paths):
    first = in_empty_portal(paths)
    (tmp_path / "satzung.pdf").write_bytes((SHAPES[0].parent / "satzung.pdf").read_bytes())
    # The portal names the files of pictures by what they hold.
    for name, width in (("tisch.jpg", 500), ("portraet.jpg", 120)):
        picture = (SHAPES[0].parent / name).read_bytes()
        (tmp_path / f"{hashlib.sha256(picture).hexdigest()[:16]}-{width}.jpg").write_bytes(picture)
    for key, text in first.items():
        (tmp_path / f"{key}.yaml").write_text(text, encoding="utf-8")

    second = in_empty_portal(sorted(tmp_path.glob("*.yaml")))

    assert len(first) == len(paths)
    assert first == second


@pytest.mark.django_db
def test_export_writes_every_text_of_the_councils_files():
    for path in DATA:
        text = path.read_text(encoding="utf-8")
        (exported,) = in_empty_portal([path]).values()
        assert _texts(yaml.safe_load(exported)) == _texts(yaml.safe_load(text))


def _texts(entry, path=""):
    """Every text by its place, in each language, without the lines' ends between HTML tags."""
    found = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            found |= {f"{path}/{name}/{code}": re.sub(r"\n(?=<)", "", text) for code, text in value.items()}
        elif isinstance(value, list):
            for item in value:
                found |= _texts(item, f"{path}/{name}/{item['key']}")
    return found


@pytest.mark.django_db
def test_export_into_the_same_portal_changes_nothing(tmp_path):
    done(*SHAPES)
    before = snapshot()
    for council in Council.objects.all():
        (tmp_path / f"{council.key}.yaml").write_text(council_file(council.slug), encoding="utf-8")

    assert set(done(*sorted(tmp_path.glob("*.yaml")))) == {"nothing changed"}
    assert snapshot() == before


@pytest.mark.django_db
def test_every_field_of_the_schema_stands_in_some_file_and_comes_back():
    texts = in_empty_portal(SHAPES)

    written = set()
    for text in texts.values():
        _collect(yaml.safe_load(text), "council", written)
    assert _all_fields(schema.COUNCIL, "council") - written == set()


def _collect(entry, path, found):
    for name, value in entry.items():
        found.add(f"{path}/{name}")
        for item in value if isinstance(value, list) else ():
            if isinstance(item, dict):
                _collect(item, f"{path}/{name}", found)


def _all_fields(section, path):
    more = schema.JURISDICTIONS.fields if section is schema.MUNICIPALITIES else ()
    # Every entry may have its own life cycle; the tests of that are elsewhere.
    found = {f"{path}/{field.name}" for field in (*section.fields, *more) if field.name not in schema.LIFE_CYCLE}
    for nested in section.sections:
        found |= {f"{path}/{nested.name}"} | _all_fields(nested, f"{path}/{nested.name}")
    return found - {f"{path}/co_conveners/council"}


def test_no_column_of_the_models_is_forgotten():
    hidden = {
        "id", "key", "public_id", "created", "modified", "first_published_at", "deleted_at", "import_mark",
        "translations", "position",
        # What the portal finds out or notes by itself.
        "size", "width", "height", "media_type", "pages", "findings", "replaced_at", "invited_at", "sequence",
        "revised_at", "timeline", "erased_at",
        # How the office works.
        "languages", "hidden_subjects", "compared_with",
    }  # fmt: skip

    def forgotten(section):
        texts = {f"{name}_" for name in translated_fields(section.model)}
        for column in section.model._meta.concrete_fields:
            is_language = any(column.name.startswith(name) for name in texts)
            known = {*section.by_attribute, section.owner, section.link} | hidden
            if column.name not in known and not is_language:
                yield f"{section.name}/{column.name}"
        for nested in section.sections:
            yield from forgotten(nested)

    # A convening council is a word in a list; what staff do with it beyond that stays in the portal.
    assert set(forgotten(schema.COUNCIL)) == {f"co_conveners/{name}" for name in schema.LIFE_CYCLE}
    assert set(forgotten(schema.JURISDICTIONS)) == set()


@pytest.mark.django_db
def test_round_trip_survives_what_staff_did(file):
    done(*SHAPES)
    council = Council.objects.get(key="musterberg-integrationsrat")
    Organisation.objects.get(council=council, key="fraktion-a").remove()
    Term.objects.get(council=council, key="wp-2020").remove()
    Person.objects.get(key="bora-muster").remove()
    Office.objects.get(council=council, key="stellvertretung-1").withdraw()
    Office(council=council, kind="secretary", note_de='Sagt: "ja" & #nein', state=State.DRAFT).save()
    Statement(council=council, kind="about", title_de="- Liste?", title_vi="  blank ", state=State.PUBLISHED).save()
    Statement(council=council, kind="about", body_de="<p>Ö\xa0&amp; <em>b</em></p><p>x</p>", position=3).save()
    first = council_file(council.slug)
    before = snapshot()

    assert file.load(first) == "nothing changed"
    assert snapshot() == before
    assert council_file(council.slug) == first


@pytest.mark.django_db
def test_export_of_an_unknown_council_is_an_error():
    with pytest.raises(CommandError, match="no council with the address “niemand”"):
        call_command("export_council", "niemand")


@pytest.mark.django_db
def test_export_command_writes_to_standard_output(file, capfdbinary):
    file.load(HEAD)

    call_command("export_council", "beirat")

    assert capfdbinary.readouterr().out == HEAD.encode()


PLAIN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(PLAIN, st.booleans())
def test_every_text_survives_being_written_and_read(text, lines):
    text = tidy(text, lines=lines)
    if not text:
        return

    for loader in {yaml.SafeLoader, nodes.LOADER}:
        assert yaml.compose(f"name: {scalar(text, 2)}\n", Loader=loader).value[0][1].value == text


# -- for those who write such files ------------------------------------------------------------------------------------


def filled_in_template():
    """The template with every example switched on and the required lines filled in."""
    text = re.sub(r"(?m)^\s*##.*\n", "", TEMPLATE.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^#", "", text)
    for line, value in [
        ("\nkey:", "muster"), ("\nslug:", "muster"), ("\nname:\n  de:", "Beirat"), ("\nkind:", "other"),
        ("  - key:", "stadt"), ("      de:", "Stadt"), ("      de:", "Stadt"), ("    kind:", "town"),
        ("    land:", "MV"),
    ]:  # fmt: skip
        assert f"{line}\n" in text
        text = text.replace(f"{line}\n", f"{line} {value}\n", 1)
    return text


@pytest.mark.django_db
def test_template_loads_with_every_example_switched_on(file):
    assert file.load(filled_in_template()) == "44 new, 0 changed, 0 removed"


def test_template_explains_every_field():
    text = TEMPLATE.read_text(encoding="utf-8")

    names = {path.rpartition("/")[2] for path in _all_fields(schema.COUNCIL, "council")} | set(schema.LIFE_CYCLE)
    assert {name for name in names if not re.search(rf"(?m)^[# ]*(?:- )?{name}:", text)} == set()


@pytest.mark.django_db
def test_empty_template_says_what_is_missing(file):
    assert [line.split(": ")[1] for line in file.refused(TEMPLATE.read_text(encoding="utf-8"))] == [
        "key", "slug", "name/de", "kind", "municipalities/1/key", "municipalities/1/name/de",
        "municipalities/1/place/de", "municipalities/1/kind", "municipalities/1/land",
    ]  # fmt: skip


def test_format_page_has_the_fields_of_the_schema():
    page = tables.PAGE.read_text(encoding="utf-8")

    assert tables.page_with_tables(page) == page, "Stale: manage.py council_file_format --write"
