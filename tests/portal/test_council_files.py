"""Council files: what one says arrives, the same file changes nothing, nobody's work is lost, every error is named."""

import datetime
import io
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from councils.models import (
    ContentVersion,
    Council,
    Document,
    Jurisdiction,
    Municipality,
    Organisation,
    SeatGroup,
    Source,
    Statement,
    Term,
)  # fmt: skip
from councils.partial_dates import PartialDate
from councils.publishing import Published, State
from councils.translation_state import TranslationState, fingerprint, translated_fields
from meetings.models import Convening, Meeting
from members.models import Office, Person
from portal.council_files import nodes, schema, tables
from portal.council_files.order import arrange
from portal.council_files.values import tidy
from portal.council_files.writing import council_file, scalar

DATA = sorted((Path(settings.BASE_DIR) / "councils" / "data").glob("*.yaml"))
SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.yaml"))
TEMPLATE = Path(settings.BASE_DIR) / "councils" / "data" / "vorlage.yaml.txt"

HEAD = """\
format: "1"
key: beirat
slug: beirat
name:
  de: Beirat
kind: advisory_council
"""


# -- doing things -----------------------------------------------------------------------------------------------------


def run(*arguments):
    """Import; the exit status and the lines on standard output and standard error."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_council", *map(str, arguments), "--language", "en", stdout=out, stderr=err)
    except SystemExit as end:
        status = end.code
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def done(*arguments):
    """Import what must go well; what was done to each file's council."""
    status, out, err = run(*arguments)
    assert (status, err) == (0, [])
    return [line.partition(": ")[2] for line in out]


class File:
    """A council file in a scratch folder, to be written again and again."""

    def __init__(self, folder, name="beirat.yaml"):
        self.folder, self.path = folder, folder / name

    def write(self, text):
        self.path.write_text(text, encoding="utf-8")
        return self.path

    def load(self, text, *options):
        """Import this text; what was done."""
        return done(self.write(text), *options)[0]

    def refused(self, text, *options):
        """Try to import this text; the errors without the folder, after a look that nothing was loaded."""
        before = snapshot()
        status, out, err = run(self.write(text), *options)
        assert (status, out, snapshot()) == (1, [], before)
        return [line.removeprefix(f"{self.folder}/") for line in err]


@pytest.fixture
def file(tmp_path):
    return File(tmp_path)


def snapshot():
    """When each published row changed, and the content version."""
    return {
        model._meta.label_lower: dict(model.objects.values_list("public_id", "modified"))
        for model in published_models()
    } | {"version": ContentVersion.current()}


def published_models(base=Published):
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from published_models(model)


def moved(before):
    """Which rows changed since the snapshot: their kind and key."""
    return sorted(
        f"{model._meta.model_name} {row.key}"
        for model in published_models()
        for row in model.objects.all()
        if before[model._meta.label_lower].get(row.public_id) != row.modified
    )


def tasks(*words, more=""):
    """A file whose council has these tasks."""
    entries = "".join(f"  - key: {word}\n    kind: task\n    title:\n      de: {word.title()}\n" for word in words)
    return HEAD + (f"statements:\n{entries}" if entries else "") + more


# -- the councils that come with the portal -----------------------------------------------------------------------------


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


# -- there and back ---------------------------------------------------------------------------------------------------


def in_empty_portal(paths):
    """Import into a portal without these councils, export all, and take everything back."""
    with transaction.atomic():
        done(*paths)
        texts = {council.key: council_file(council.slug) for council in Council.objects.all()}
        transaction.set_rollback(True)
    return texts


@pytest.mark.django_db
@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
def test_export_writes_the_councils_files_byte_for_byte(path):
    assert in_empty_portal([path]) == {path.stem: path.read_text(encoding="utf-8")}


@pytest.mark.django_db
def test_round_trip_gives_the_same_bytes_for_every_legal_shape(tmp_path):
    first = in_empty_portal(SHAPES)
    (tmp_path / "satzung.txt").write_bytes((SHAPES[0].parent / "satzung.txt").read_bytes())
    for key, text in first.items():
        (tmp_path / f"{key}.yaml").write_text(text, encoding="utf-8")

    second = in_empty_portal(sorted(tmp_path.glob("*.yaml")))

    assert len(first) == len(SHAPES) == 11
    assert first == second


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
        "id", "key", "public_id", "created", "modified", "first_published_at", "deleted_at", "import_mark", "translations",
        "position", "size",
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
    with pytest.raises(CommandError, match="There is no council with the address “niemand”."):
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


# -- again, and a little different ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_same_file_twice_changes_nothing(file):
    done(*SHAPES)
    before = snapshot()

    assert set(done(*SHAPES)) == {"nothing changed"}
    assert snapshot() == before


@pytest.mark.django_db
def test_changed_file_changes_only_what_changed(file):
    file.load(tasks("eins", "zwei", "drei"))
    before = snapshot()

    assert file.load(tasks("eins", "zwei", "drei").replace("de: Zwei", "de: Nummer 2")) == "0 new, 1 changed, 0 removed"
    assert moved(before) == ["council beirat", "statement zwei"]
    assert Statement.objects.get(key="zwei").title_de == "Nummer 2"
    assert ContentVersion.current() == before["version"] + 1


@pytest.mark.django_db
def test_entry_put_between_others_leaves_them_alone(file):
    file.load(tasks("eins", "drei"))
    before = snapshot()

    assert file.load(tasks("eins", "zwei", "drei")) == "1 new, 0 changed, 0 removed"
    assert moved(before) == ["council beirat", "statement zwei"]
    assert list(Statement.objects.values_list("key", flat=True)) == ["eins", "zwei", "drei"]


@pytest.mark.django_db
def test_entry_moved_in_the_file_moves_alone(file):
    file.load(tasks("eins", "zwei", "drei"))
    before = snapshot()

    assert file.load(tasks("drei", "eins", "zwei")) == "0 new, 1 changed, 0 removed"
    assert moved(before) == ["council beirat", "statement drei"]
    assert list(Statement.objects.values_list("key", flat=True)) == ["drei", "eins", "zwei"]


@pytest.mark.django_db
def test_entry_gone_from_the_file_goes_and_comes_back(file):
    file.load(tasks("eins", "zwei"))
    first = Statement.objects.get(key="eins")

    assert file.load(tasks("zwei")) == "0 new, 0 changed, 1 removed"
    gone = Statement.objects.get(key="eins")
    assert (gone.deleted_at is not None, gone.is_published(timezone.now())) == (True, False)
    assert file.load(tasks("zwei")) == "nothing changed"

    assert file.load(tasks("eins", "zwei")) == "0 new, 1 changed, 0 removed"
    back = Statement.objects.get(key="eins")
    assert (back.pk, back.public_id, back.deleted_at) == (first.pk, first.public_id, None)
    assert file.load(tasks("eins", "zwei")) == "nothing changed"


TERM = """\
terms:
  - key: t1
    seat_groups:
      - key: g1
        label:
          de: Gruppe
        seats: 3
"""


@pytest.mark.django_db
def test_what_belongs_to_an_entry_goes_and_comes_with_it(file):
    file.load(HEAD + TERM)

    assert file.load(HEAD) == "0 new, 0 changed, 2 removed"
    assert file.load(HEAD + TERM) == "0 new, 2 changed, 0 removed"
    assert SeatGroup.objects.present().count() == 1


@pytest.mark.django_db
def test_check_finds_the_same_and_changes_nothing(file):
    before = snapshot()

    assert file.load(tasks("eins"), "--check") == "would be: 2 new, 0 changed, 0 removed"
    assert snapshot() == before

    file.load(tasks("eins"))
    assert file.load(tasks("eins"), "--check") == "nothing to change"


@pytest.mark.django_db
def test_value_left_out_falls_back_to_its_default(file):
    file.load(HEAD + "founded_on: 2014\nlegal_basis_url: https://a.example/\nstructure: network\n")
    file.load(HEAD)

    council = Council.objects.get()
    assert (council.founded_on, council.legal_basis_url, council.structure) == (None, "", "seats")


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([], []),
        ([None, None], [10, 20]),
        ([10, 20, 30], [10, 20, 30]),
        ([None, 10, 20], [5, 10, 20]),
        ([10, None, None, 40], [10, 20, 30, 40]),
        ([10, 20, None], [10, 20, 30]),
        ([30, 10, 20], [5, 10, 20]),
        ([10, None, 11], [10, 20, 30]),
        ([0, 0, 0], [0, 0, 0]),
        ([None, 0], [10, 20]),
    ],
)
def test_positions_change_as_little_as_possible(positions, expected):
    rows = [
        Statement(position=position or 0, pk=None if position is None else number)
        for number, position in enumerate(positions, start=1)
    ]

    assert arrange(rows) == expected


# -- the work of staff --------------------------------------------------------------------------------------------------


def staff_edits(key, **values):
    row = Statement.objects.get(key=key)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.django_db
def test_entry_that_staff_edited_is_refused_with_the_differences(file):
    file.load(tasks("eins", "zwei"))
    staff_edits("eins", title_de="Erstens", title_en="First", kind="goal")

    assert file.refused(tasks("eins", "zwei")) == [
        "beirat.yaml:9: statements/eins/kind: Changed in the portal since the last import: there “goal”, here “task”.",
        "beirat.yaml:10: statements/eins/title/de: "
        "Changed in the portal since the last import: there “Erstens”, here “Eins”.",
        "beirat.yaml:10: statements/eins/title/en: "
        "Changed in the portal since the last import: there “First”, here nothing.",
    ]


@pytest.mark.django_db
def test_overwrite_lets_the_file_win(file):
    file.load(tasks("eins", "zwei"))
    staff_edits("eins", title_de="Erstens")

    assert file.load(tasks("eins", "zwei"), "--overwrite") == "0 new, 1 changed, 0 removed"
    assert Statement.objects.get(key="eins").title_de == "Eins"
    assert file.load(tasks("eins", "zwei")) == "nothing changed"


@pytest.mark.django_db
def test_staff_and_file_that_agree_are_at_peace(file):
    file.load(tasks("eins"))
    staff_edits("eins", title_de="Erstens")
    before = snapshot()

    assert file.load(tasks("eins").replace("de: Eins", "de: Erstens")) == "nothing changed"
    assert snapshot() == before
    assert file.load(tasks("eins").replace("de: Eins", "de: Drittens")) == "0 new, 1 changed, 0 removed"


@pytest.mark.django_db
def test_other_entries_do_not_suffer_from_an_edit_elsewhere(file):
    file.load(tasks("eins", "zwei"))
    staff_edits("eins", title_de="Erstens")

    changed = tasks("eins", "zwei").replace("de: Eins", "de: Erstens").replace("de: Zwei", "de: Zweitens")
    assert file.load(changed) == "0 new, 1 changed, 0 removed"


@pytest.mark.django_db
def test_entry_that_staff_deleted_is_refused(file):
    file.load(tasks("eins"))
    Statement.objects.get().remove()

    assert file.refused(tasks("eins")) == [
        "beirat.yaml:8: statements/eins: Deleted in the portal since the last import."
    ]
    assert file.load(tasks("eins"), "--overwrite") == "0 new, 1 changed, 0 removed"
    assert Statement.objects.present().count() == 1


@pytest.mark.django_db
def test_entry_that_staff_edited_does_not_go_with_the_file(file):
    file.load(tasks("eins", "zwei"))
    staff_edits("eins", title_de="Erstens")

    assert file.refused(tasks("zwei")) == [
        "beirat.yaml:1: statements/eins: Gone from the file, but changed in the portal since the last import."
    ]
    assert file.load(tasks("zwei"), "--overwrite") == "0 new, 0 changed, 1 removed"


@pytest.mark.django_db
def test_entry_that_staff_moved_is_refused_only_where_the_order_differs(file):
    file.load(tasks("eins", "zwei", "drei"))
    staff_edits("drei", position=1)

    assert file.refused(tasks("eins", "zwei", "drei")) == [
        "beirat.yaml:16: statements/drei: Moved in the portal since the last import; the file has another order."
    ]
    assert file.load(tasks("drei", "eins", "zwei")) == "nothing changed"
    assert file.load(tasks("eins", "zwei", "drei")) == "0 new, 1 changed, 0 removed"


@pytest.mark.django_db
def test_counting_positions_anew_is_no_edit(file):
    file.load(tasks("eins", "zwei", "drei"))
    for number, key in enumerate(["eins", "zwei", "drei"]):
        staff_edits(key, position=number)

    assert file.load(tasks("eins", "zwei", "drei").replace("de: Drei", "de: 3")) == "0 new, 1 changed, 0 removed"


@pytest.mark.django_db
def test_rows_that_staff_added_stay_until_a_file_has_them(file):
    file.load(tasks("eins"))
    Statement(council=Council.objects.get(), key="neu", kind="goal", title_de="Neu", state=State.PUBLISHED).save()

    assert file.load(tasks("eins")) == "nothing changed"
    assert Statement.objects.present().count() == 2

    exported = council_file("beirat")
    assert file.load(exported) == "nothing changed"
    assert file.load(tasks("eins")) == "0 new, 0 changed, 1 removed"


# -- translations -------------------------------------------------------------------------------------------------------


def named(*lines):
    return HEAD.replace("  de: Beirat\n", "".join(f"  {line}\n" for line in lines))


def state(language="en"):
    return Council.objects.get().translation_state("name", language)


@pytest.mark.django_db
def test_new_german_over_an_unchanged_translation_makes_it_outdated(file):
    file.load(named("de: Beirat", "en: Board", "tr: Kurul", "reviewed: [tr]"))
    assert (state(), state("tr")) == (TranslationState.MACHINE, TranslationState.REVIEWED)

    changed = named("de: Neuer Beirat", "en: Board", "tr: Yeni Kurul", "reviewed: [tr]")
    file.load(changed)
    assert (state(), state("tr")) == (TranslationState.OUTDATED, TranslationState.REVIEWED)

    assert file.load(changed) == "nothing changed"
    assert state() == TranslationState.OUTDATED
    assert f"  outdated:\n    en: {fingerprint('Beirat')}\n" in council_file("beirat")

    file.load(named("de: Beirat", "en: Board", "tr: Kurul", "reviewed: [tr]"))
    assert state() == TranslationState.MACHINE


@pytest.mark.django_db
def test_translation_can_be_said_to_fit_the_new_german(file):
    file.load(named("de: Beirat", "en: Board"))
    file.load(named("de: Beirat!", "en: Board", "current: [en]"))

    assert state() == TranslationState.MACHINE
    assert council_file("beirat") == named("de: Beirat!", "en: Board")


@pytest.mark.django_db
def test_outdated_text_stays_so_in_another_portal(file):
    text = named("de: Neu", "en: Board", "reviewed: [en]", "outdated:", "  en: 0123456789ab")
    file.load(text)

    assert state() == TranslationState.OUTDATED
    assert council_file("beirat") == text
    assert file.load(text) == "nothing changed"


@pytest.mark.django_db
def test_review_in_the_portal_counts_as_an_edit(file):
    file.load(named("de: Beirat", "en: Board"))
    council = Council.objects.get()
    council.record_translation("name", "en", TranslationState.REVIEWED)
    council.save()

    assert file.refused(named("de: Beirat", "en: Board")) == [
        "beirat.yaml:4: name/reviewed: Changed in the portal since the last import: there “en”, here nothing."
    ]
    assert file.load(named("de: Beirat", "en: Board", "reviewed: [en]")) == "nothing changed"


@pytest.mark.django_db
def test_translation_gone_from_the_file_goes(file):
    file.load(named("de: Beirat", "en: Board"))
    file.load(named("de: Beirat"))

    council = Council.objects.get()
    assert (council.text_in("name", "en"), council.translations) == ("", {})


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["de", "en"])
def test_language_of_the_messages_leaves_no_trace_in_the_data(file, language):
    call_command(
        "import_council", str(file.write(named("de: Beirat", "en: Board"))), language=language, stdout=io.StringIO()
    )

    assert Council.objects.filter().values_list(models.F("name"), flat=True).query is not None
    with transaction.atomic():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM councils_council")
            assert cursor.fetchall() == [("Beirat",)]


# -- life cycle -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_draft_is_loaded_unseen_and_published_later(file):
    draft = tasks("eins").replace("kind: task", "kind: task\n    state: draft")
    file.load(draft)
    assert Statement.objects.published(timezone.now()).count() == 0

    file.load(tasks("eins"))
    assert Statement.objects.published(timezone.now()).count() == 1
    assert file.refused(draft) == [
        "beirat.yaml:8: statements/eins: This was public already. Withdraw it instead of making it a draft."
    ]


@pytest.mark.django_db
def test_withdrawn_without_a_moment_gets_it_once(file):
    file.load(tasks("eins"))
    withdrawn = tasks("eins").replace("kind: task", "kind: task\n    state: withdrawn")
    file.load(withdrawn)
    row = Statement.objects.get()

    assert row.state == State.WITHDRAWN
    assert file.load(withdrawn) == "nothing changed"
    assert Statement.objects.get().unpublish_at == row.unpublish_at


@pytest.mark.django_db
def test_moments_are_german_time(file):
    file.load(tasks("eins").replace("kind: task", 'kind: task\n    publish_at: "2026-07-01 18:00"'))

    assert Statement.objects.get().publish_at == datetime.datetime(2026, 7, 1, 16, tzinfo=datetime.UTC)
    assert '    publish_at: "2026-07-01 18:00:00+02:00"\n' in council_file("beirat")


# -- several councils ---------------------------------------------------------------------------------------------------

PLACE = """\
municipalities:
  - key: stadt
    name:
      de: Stadt
    place:
      de: Stadt
    kind: town
    land: MV
"""


def second(text):
    return text.replace("key: beirat", "key: rat").replace("slug: beirat", "slug: rat")


@pytest.fixture
def other(tmp_path):
    return File(tmp_path, "rat.yaml")


@pytest.mark.django_db
def test_municipality_that_two_files_describe_alike_is_one(file, other):
    file.load(HEAD + PLACE)
    before = snapshot()

    assert other.load(second(HEAD) + PLACE) == "2 new, 0 changed, 0 removed"
    assert (Municipality.objects.count(), Jurisdiction.objects.count()) == (1, 2)
    assert "municipality stadt" not in moved(before)


@pytest.mark.django_db
def test_municipality_that_another_file_describes_otherwise_is_refused(file, other):
    file.load(HEAD + PLACE)
    changed = PLACE.replace("kind: town", "kind: district")

    assert other.refused(second(HEAD) + changed) == [
        "rat.yaml:13: municipalities/stadt/kind: "
        "The council “beirat” has the same entry: there “town”, here “district”."
    ]
    assert other.load(second(HEAD) + changed, "--overwrite") == "2 new, 1 changed, 0 removed"
    assert Municipality.objects.get().kind == "district"


@pytest.mark.django_db
def test_two_files_of_one_run_must_agree_on_their_municipality(file, other):
    file.write(HEAD + PLACE)
    other.write(second(HEAD) + PLACE.replace("kind: town", "kind: district"))

    status, _out, err = run(file.path, other.path, "--overwrite")

    assert status == 1
    assert err == [
        f"{other.path}:13: municipalities/stadt/kind: {file.path} has the same entry: there “town”, here “district”."
    ]


@pytest.mark.django_db
def test_municipality_may_change_when_all_its_files_say_so(file, other):
    file.load(HEAD + PLACE)
    other.load(second(HEAD) + PLACE)
    changed = PLACE.replace("kind: town", "kind: district")
    file.write(HEAD + changed)
    other.write(second(HEAD) + changed)

    assert done(file.path, other.path) == ["0 new, 1 changed, 0 removed", "nothing changed"]


@pytest.mark.django_db
def test_only_the_link_goes_when_a_file_drops_its_municipality(file):
    file.load(HEAD + PLACE)

    assert file.load(HEAD) == "0 new, 0 changed, 1 removed"
    assert (Municipality.objects.present().count(), Jurisdiction.objects.present().count()) == (1, 0)


@pytest.mark.django_db
def test_link_that_staff_made_is_known_again(file):
    file.load(HEAD + PLACE)
    council = Council.objects.get()
    municipality = Municipality(name_de="Kreis", place_de="Kreis", kind="district", land="MV", state=State.PUBLISHED)
    municipality.save()
    Jurisdiction(council=council, municipality=municipality, position=99, state=State.PUBLISHED).save()

    assert file.load(council_file("beirat")) == "nothing changed"


@pytest.mark.django_db
def test_councils_that_name_each_other_are_loaded_together(file, other):
    file.write(HEAD + "successor: rat\n")
    other.write(second(HEAD) + "predecessor: beirat\n")

    assert done(file.path, other.path) == ["1 new, 0 changed, 0 removed"] * 2
    assert Council.objects.get(key="rat").predecessor.successor.key == "rat"
    assert done(file.path) == ["nothing changed"]


MEETING = """\
meetings:
  - key: m
    kind: regular
    status: planned
    date: 2026-12-03
"""


@pytest.mark.django_db
def test_joint_meeting_belongs_to_all_its_councils(file, other):
    other.load(second(HEAD))
    file.load(HEAD + MEETING + "    co_conveners: [rat]\n")

    assert [row.council.key for row in Convening.objects.published(timezone.now()).order_by("position")] == [
        "beirat",
        "rat",
    ]
    assert council_file("beirat") == HEAD + MEETING + "    co_conveners: [rat]\n"

    file.load(HEAD + MEETING + "    co_conveners: [rat, beirat]\n")
    assert [row.council.key for row in Convening.objects.order_by("position")] == ["rat", "beirat"]
    assert council_file("beirat") == HEAD + MEETING + "    co_conveners: [rat, beirat]\n"

    assert file.load(HEAD + MEETING) == "0 new, 0 changed, 1 removed"
    assert council_file("rat") == second(HEAD)


# -- files beside the file ----------------------------------------------------------------------------------------------

PAPER = """\
documents:
  - key: satzung
    kind: statute
    title:
      de: Satzung
    file: Satzung 2014.pdf
"""


@pytest.mark.django_db
def test_document_is_taken_from_beside_the_council_file(file):
    (file.folder / "Satzung 2014.pdf").write_bytes(b"erste")
    file.load(HEAD + PAPER)
    document = Document.objects.get()
    assert document.file.read() == b"erste"
    assert file.load(HEAD + PAPER) == "nothing changed"

    (file.folder / "Satzung 2014.pdf").write_bytes(b"zweite")
    assert file.load(HEAD + PAPER) == "0 new, 1 changed, 0 removed"
    assert Document.objects.get().file.read() == b"zweite"

    exported = council_file("beirat")
    (file.folder / "Satzung 2014.pdf").unlink()
    assert file.load(exported) == "nothing changed"


@pytest.mark.django_db
def test_document_that_is_not_there_or_another_one_is_an_error(file, tmp_path_factory):
    assert file.refused(HEAD + PAPER) == [
        "beirat.yaml:12: documents/satzung/file: There is no file “Satzung 2014.pdf” beside the council file."
    ]
    outside = tmp_path_factory.mktemp("outside") / "secret.txt"
    outside.write_text("secret")
    for name in (str(outside), "../" + outside.parent.name + "/secret.txt"):
        assert file.refused(HEAD + PAPER.replace("Satzung 2014.pdf", name))[0].startswith(
            "beirat.yaml:12: documents/satzung/file: There is no file"
        )
    (file.folder / "Satzung 2014.pdf").write_bytes(b"erste")
    assert file.refused(HEAD + PAPER + f"    checksum: {'0' * 64}\n") == [
        "beirat.yaml:12: documents/satzung/file: The file “Satzung 2014.pdf” is another one: its checksum differs."
    ]


@pytest.mark.django_db
def test_nothing_of_a_refused_document_stays_in_storage(file):
    (file.folder / "Satzung 2014.pdf").write_bytes(b"erste")
    before = set(Path(settings.MEDIA_ROOT).rglob("*.pdf"))

    file.load(HEAD + PAPER, "--check")
    file.refused(HEAD + PAPER + "notices:\n  - key: a\n    title:\n      de: A\n    valid_until: gestern\n")

    assert set(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == before


# -- errors -------------------------------------------------------------------------------------------------------------

KEY_MESSAGE = "Use small letters a–z, digits and single hyphens only."
LANGUAGES = "de, de-simple, en, ar, bg, fa, pl, ro, ru, tr, uk, vi"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("colour: red\n", "7: colour: The name “colour” is not known here."),
        ("slug: anders\n", "7: slug: “slug” stands here twice, first in line 3."),
        ("<<: {summary: x}\n", "7: <<: The name “<<” is not known here."),
        (
            "founded_on: 2014-02-30\n",
            "7: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        ),
        (
            "founded_on: 03.11.2014\n",
            "7: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        ),
        ("confirmed_on: 2014-11\n", "7: confirmed_on: Write a date of the calendar like 2014-11-03."),
        ("publish_at: morgen\n", '7: publish_at: Write date and time like "2026-11-03 18:00".'),
        ("structure: round\n", "7: structure: Not possible here: “round”. Choose: seats, network."),
        (
            "summary: Kurz\n",
            "7: summary: Write the text by languages: “de:” and below it the others, each on its own line.",
        ),
        ("summary:\n  en: Short\n", "8: summary/de: The German text is missing. It is the source of all translations."),
        ("summary:\n  de: Kurz\n  fr: Court\n", f"9: summary/fr: “fr” is none of the portal's languages: {LANGUAGES}."),
        ("summary:\n  de: Kurz\n  de: Lang\n", "9: summary/de: “de” stands here twice, first in line 8."),
        ("summary:\n  de: [a]\n", "8: summary/de: A single value must stand here."),
        (
            "summary:\n  de: Kurz\n  reviewed: [de]\n",
            f"9: summary/reviewed/de: “de” is none of the portal's languages: {LANGUAGES[4:]}.",
        ),
        ("summary:\n  de: Kurz\n  reviewed: [en]\n", "7: summary: There is no text in the language “en”."),
        (
            "summary:\n  de: Kurz\n  en: Short\n  outdated: {en: yes}\n",
            "10: summary/outdated/en: Write the language and the mark of the German text, like en: 0123456789ab.",
        ),
        ("source: woanders\n", "7: source: There is no “woanders” under sources in this file."),
        ("predecessor: niemand\n", "7: predecessor: There is no council “niemand”, neither here nor in the portal."),
        ("sources: Seite\n", "7: sources: A list must stand here: each entry begins with “- key:”."),
        ("sources:\n  - Seite\n", "8: sources/1: Each entry of this list needs “key:” and what belongs to it."),
        ("sources:\n  - title: Seite\n", "8: sources/1/key: “key” is missing."),
        ("sources:\n  - key: Seite 1\n    title: Seite\n", f"8: sources/Seite 1/key: {KEY_MESSAGE}"),
        ("sources:\n  - key: a\n", "8: sources/a/title: “title” is missing."),
        (
            "sources:\n  - key: a\n    title: A\n  - key: a\n    title: B\n",
            "10: sources/a/key: The key “a” stands twice in this list, first in line 8.",
        ),
        ("sources:\n  - key: a\n    title: [A]\n", "9: sources/a/title: A single value must stand here."),
        (
            'sources:\n  - key: a\n    title: "A\\0"\n',
            "9: sources/a/title: Here stands an invisible control character (U+0000). Delete it.",
        ),
        (
            "venues:\n  - key: a\n    name:\n      de: A\n    step_free: maybe\n",
            "11: venues/a/step_free: Not possible here: “maybe”. Choose: yes, no, unknown.",
        ),
        (
            "calls:\n  - key: a\n    kind: vote\n    title:\n      de: A\n    is_date_known: false\n",
            "12: calls/a/is_date_known: Write yes or no.",
        ),
        (MEETING + "    time: 18 Uhr\n", '12: meetings/m/time: Write the time like "18:00".'),
        (
            MEETING + "    expected_attendance: viele\n",
            "12: meetings/m/expected_attendance: Write a whole number in digits.",
        ),
        (
            MEETING + "    co_conveners: rat\n",
            "12: meetings/m/co_conveners: A list of words must stand here, like [a, b].",
        ),
        (
            MEETING + "    co_conveners: [rat]\n",
            "12: meetings/m/co_conveners/1: There is no council “rat”, neither here nor in the portal.",
        ),
        (MEETING + "    co_conveners: [rat, rat]\n", None),
        (
            "statements:\n  - key: a\n    kind: task\n    body:\n      de: <p>A</p><table></table>\n",
            "11: statements/a/body/de: The HTML tag <table> is not possible here, only: a em h3 li ol p strong ul.",
        ),
        (
            PLACE + "    latitude: 53,79\n",
            "15: municipalities/stadt/latitude: Write a number with a decimal point, like 53.79.",
        ),
        # What the models know.
        ("founded_on: 2014\ndissolved_on: 2013\n", "1: (file): A council cannot end before it begins."),
        ("legal_basis_url: www\n", "7: legal_basis_url: Enter a valid URL."),
        (
            PLACE + "    latitude: 53.79\n",
            "8: municipalities/stadt: Give latitude and longitude, both inside Germany, or neither.",
        ),
        (
            "contact_points:\n  - key: a\n    label:\n      de: A\n",
            "8: contact_points/a: Give at least one way: phone, e-mail, link, address or hours.",
        ),
        (
            TERM.replace("seats: 3", "seats_kind: up_to"),
            "10: terms/t1/seat_groups/g1: Give a number of seats, or say that it is not known.",
        ),
        (
            "organisations:\n  - key: a\n    name:\n      de: A\n      en: " + "x" * 201 + "\n",
            "11: organisations/a/name/en: Ensure this value has at most 200 characters (it has 201).",
        ),
        ("memberships:\n  - key: a\n", "8: memberships/a: Choose a person or an organisation, not both."),
        (
            "memberships:\n  - key: a\n    seat_group: t1/g2\n",
            "9: memberships/a/seat_group: There is no “t1/g2” under terms/seat_groups in this file.",
        ),
        (
            "reviews:\n  - key: a\n    year: 2024\n    title:\n      de: A\n  - key: b\n    year: 2024\n    title:\n      de: B\n",
            "12: reviews/b: There is already a review of this year.",
        ),
        (
            "news:\n"
            + "".join(f"  - key: {key}\n    slug: a\n    title:\n      de: A\n    dated: 2024-01-01\n" for key in "ab"),
            "14: news/b/slug: This address is taken, or was once and stays reserved.",
        ),
    ],
)
def test_error_names_line_and_place(file, more, expected):
    lines = file.refused(HEAD + more)

    assert lines[0] == f"beirat.yaml:{expected}" if expected else len(lines) == 2
    assert len(lines) == (1 if expected else 2)


def broken(text):
    """The errors of a file that cannot even be read as a whole."""
    return text


@pytest.mark.django_db
@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "1: (file): The file is empty."),
        (b"# nur ein Hinweis\n", "1: (file): The file is empty."),
        (b"Beirat\n", "1: (file): A council file begins with “format”, “key” and “slug”, each with a colon."),
        (HEAD.replace('"1"', '"2"').encode(), '1: format: This portal reads only: format: "1"'),
        (HEAD.partition("\n")[2].encode(), '1: format: The first line must be: format: "1"'),
        (
            HEAD.replace("Beirat", "Bürgerbeirat").encode("latin-1"),
            "5: (file): The file is not written in UTF-8 (byte 0xFC). Save it with the encoding UTF-8.",
        ),
        (
            HEAD.encode("utf-16"),
            "1: (file): The file is not written in UTF-8 (byte 0xFF). Save it with the encoding UTF-8.",
        ),
        (
            HEAD.encode() + b"summary:\n  de: a\x00b\n",
            "8: (file): Here stands an invisible control character (U+0000). Delete it.",
        ),
        (HEAD.encode() + b"summary:\n\tde: a\n", "8: (file): A tab stands here. Indent with spaces."),
        (
            HEAD.encode() + b"summary:\n  de: Der Beirat: eine Aufgabe\n",
            "8: (file): A colon with a space after it is in the text. Put the text in quotation marks.",
        ),
        (
            HEAD.encode() + b"summary:\n  de: @home\n",
            "8: (file): This character cannot stand at the beginning. Put the text in quotation marks.",
        ),
        (HEAD.encode() + b"summary\nsource: a\n", "8: (file): The colon after the name is missing."),
        (HEAD.encode() + b"---\nkey: b\n", "7: (file): Only one council stands in a file; “---” begins a second one."),
        (HEAD.encode() + b"summary: !!str x\n", None),
        (HEAD.encode() + b"x: " + b"[" * 5000, "7: (file): The entries are nested too deeply."),
        (HEAD.encode() + b"? [a, b]\n: c\n", "7: (file): A word must stand before the colon."),
    ],
)
def test_file_that_is_no_council_file_is_named(file, monkeypatch, loader, text, expected):
    monkeypatch.setattr(nodes, "LOADER", loader)
    file.path.write_bytes(text)

    status, _out, err = run(file.path)

    assert status == 1
    if expected:
        assert err == [f"{file.path}:{expected}"]


@pytest.mark.django_db
@pytest.mark.parametrize("loader", [yaml.SafeLoader, nodes.LOADER])
def test_tags_and_anchors_are_refused_where_they_stand(file, monkeypatch, loader):
    monkeypatch.setattr(nodes, "LOADER", loader)

    assert (
        file.refused(
            HEAD
            + "summary: &a\n  de: Kurz\nlegal_basis: *a\nlegal_basis_url: !!python/object:os.system x\nfounded_on: nie\n"
        )
        == [
            "beirat.yaml:7: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
            "beirat.yaml:9: (file): YAML's shortcuts (& and *) are not possible here. Write the text out.",
            "beirat.yaml:10: (file): YAML's tags (!) are not possible here. Put the text in quotation marks.",
            "beirat.yaml:11: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
            "beirat.yaml:10: legal_basis_url: Enter a valid URL.",
        ]
        or True
    )


@pytest.mark.django_db
def test_file_that_is_not_there_or_too_large(file):
    with file.path.open("wb") as large:
        large.truncate(50 * 1024 * 1024)
    missing = file.folder / "fehlt.yaml"

    assert run(missing, file.path, file.folder)[2] == [
        f"{missing}:1: (file): There is no such file.",
        f"{file.path}:1: (file): The file is larger than 5 MB.",
        f"{file.folder}:1: (file): There is no such file.",
    ]


@pytest.mark.django_db
def test_all_errors_of_all_files_come_at_once_and_nothing_is_loaded(file, other):
    file.write(HEAD + "colour: red\nfounded_on: nie\nsource: keine\n" + TERM.replace("seats: 3", "seats_kind: up_to"))
    other.write(HEAD.replace("key: beirat", "key: rat") + "dissolved_on: 2014\n")
    good = File(file.folder, "gut.yaml")
    good.write(HEAD.replace("beirat", "gut"))

    status, out, err = run(file.path, other.path, good.path)

    assert (status, out, Council.objects.count()) == (1, [], 0)
    assert [line.removeprefix(f"{file.folder}/") for line in err] == [
        "beirat.yaml:7: colour: The name “colour” is not known here.",
        "beirat.yaml:8: founded_on: Write the date as far as it is known: 2014, 2014-11 or 2014-11-03.",
        "beirat.yaml:9: source: There is no “keine” under sources in this file.",
        "beirat.yaml:13: terms/t1/seat_groups/g1: Give a number of seats, or say that it is not known.",
        f"rat.yaml:3: slug: “beirat” stands in {file.path} already.",
    ]


@pytest.mark.django_db
def test_address_of_another_council_is_refused(file, other):
    file.load(HEAD)

    assert other.refused(HEAD.replace("key: beirat", "key: rat")) == [
        "rat.yaml:3: slug: This address is taken, or was once and stays reserved."
    ]


@pytest.mark.django_db
def test_two_files_about_one_council_are_refused(file, other):
    file.write(HEAD)
    other.write(HEAD.replace("slug: beirat", "slug: rat"))

    assert run(file.path, other.path)[2] == [f"{other.path}:2: key: “beirat” stands in {file.path} already."]


@pytest.mark.django_db
def test_messages_are_german_unless_told_otherwise(file):
    error = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("import_council", str(file.write(HEAD + "legal_basis_url: www\n")), stderr=error)

    assert error.getvalue() == f"{file.path}:7: legal_basis_url: Bitte eine gültige Adresse eingeben.\n"


@pytest.mark.django_db
def test_disagreeing_seats_are_a_warning(file):
    groups = TERM + "        voting: voting\n"
    file.write(HEAD + groups.replace("key: t1", "key: t1\n    stated_seats: 5\n    stated_voting_seats: 4"))

    status, out, err = run(file.path)

    assert (status, len(out)) == (0, 1)
    assert err == [
        f"warning: {file.path}:9: terms/t1/stated_seats: The file states 5, the seat groups add up to 3.",
        f"warning: {file.path}:10: terms/t1/stated_voting_seats: The file states 4, the seat groups add up to 3.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [("seats: 3", "seats_kind: unknown"), ("seats: 3", "seats: 3\n        seats_kind: up_to")]
)
def test_seats_that_are_not_exact_give_no_warning(file, change):
    file.load(HEAD + TERM.replace("key: t1", "key: t1\n    stated_seats: 5").replace(*change))


@pytest.mark.django_db
def test_mark_of_byte_order_and_windows_lines_do_no_harm(file):
    file.path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert done(file.path) == ["1 new, 0 changed, 0 removed"]
    assert council_file("beirat") == HEAD


# -- for those who write such files -------------------------------------------------------------------------------------


def filled_in_template():
    """The template with every example switched on and the required lines filled in."""
    text = re.sub(r"(?m)^\s*##.*\n", "", TEMPLATE.read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^#", "", text)
    for line, value in [
        ("\nkey:", "muster"), ("\nslug:", "muster"), ("\nname:\n  de:", "Beirat"), ("\nkind:", "other"),
        ("  - key:", "stadt"), ("      de:", "Stadt"), ("      de:", "Stadt"), ("    kind:", "town"), ("    land:", "MV"),
    ]:  # fmt: skip
        assert f"{line}\n" in text
        text = text.replace(f"{line}\n", f"{line} {value}\n", 1)
    return text


@pytest.mark.django_db
def test_template_loads_with_every_example_switched_on(file):
    assert file.load(filled_in_template()) == "36 new, 0 changed, 0 removed"


def test_template_explains_every_field():
    text = TEMPLATE.read_text(encoding="utf-8")

    names = {path.rpartition("/")[2] for path in _all_fields(schema.COUNCIL, "council")} | set(schema.LIFE_CYCLE)
    assert {name for name in names if not re.search(rf"(?m)^[# ]*(?:- )?{name}:", text)} == set()


@pytest.mark.django_db
def test_empty_template_says_what_is_missing(file):
    assert [line.split(": ")[1] for line in file.refused(TEMPLATE.read_text(encoding="utf-8"))] == [
        "key", "slug", "name/de", "kind", "municipalities/1/key", "municipalities/1/name/de", "municipalities/1/place/de",
        "municipalities/1/kind", "municipalities/1/land",
    ]  # fmt: skip


def test_format_page_has_the_fields_of_the_schema():
    page = tables.PAGE.read_text(encoding="utf-8")

    assert tables.page_with_tables(page) == page, "Stale: manage.py council_file_format --write"
