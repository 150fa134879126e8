"""Importing again: only what changed changes, and nobody's work is lost."""

import datetime
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from councils.models import Council, Document, Jurisdiction, Municipality, SeatGroup, Statement
from councils.publishing import ContentVersion, State
from councils.translation_state import TranslationState, fingerprint
from meetings.models import Convening
from portal.council_files.order import arrange
from portal.council_files.writing import council_file
from tests.portal.council_file import HEAD, MEETING, PLACE, TERM, File, done, moved, run, snapshot, tasks

SHAPES = sorted((Path(__file__).parent / "shapes").glob("*.yaml"))


@pytest.fixture
def file(tmp_path):
    return File(tmp_path)


@pytest.fixture
def other(tmp_path):
    return File(tmp_path, "rat.yaml")


# -- again, and a little different -------------------------------------------------------------------------------------


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


# -- the work of staff -------------------------------------------------------------------------------------------------


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
        (
            "beirat.yaml:10: statements/eins/title/de: "
            "Changed in the portal since the last import: there “Erstens”, here “Eins”."
        ),
        (
            "beirat.yaml:10: statements/eins/title/en: "
            "Changed in the portal since the last import: there “First”, here nothing."
        ),
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


# -- translations ------------------------------------------------------------------------------------------------------


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

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM councils_council")
        assert cursor.fetchall() == [("Beirat",)]


# -- life cycle --------------------------------------------------------------------------------------------------------


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


# -- several councils --------------------------------------------------------------------------------------------------


def second(text):
    return text.replace("key: beirat", "key: rat").replace("slug: beirat", "slug: rat")


@pytest.mark.django_db
def test_municipality_that_two_files_describe_alike_is_one(file, other):
    file.load(HEAD + PLACE)

    assert other.load(second(HEAD) + PLACE) == "2 new, 0 changed, 0 removed"
    assert (Municipality.objects.count(), Jurisdiction.objects.count()) == (1, 2)


@pytest.mark.django_db
def test_municipality_that_another_file_describes_otherwise_is_refused(file, other):
    file.load(HEAD + PLACE)
    changed = PLACE.replace("kind: town", "kind: district")

    assert other.refused(second(HEAD) + changed) == [
        (
            "rat.yaml:13: municipalities/stadt/kind: "
            "The council “beirat” has the same entry: there “town”, here “district”."
        )
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


# -- files beside the file ---------------------------------------------------------------------------------------------

PAPER = """\
documents:
  - key: satzung
    kind: statute
    title:
      de: Satzung
    file: Satzung 2014.pdf
"""


def content(document):
    with document.file.open() as opened:
        return opened.read()


@pytest.mark.django_db
def test_document_is_taken_from_beside_the_council_file(file):
    (file.folder / "Satzung 2014.pdf").write_bytes(b"%PDF-1.4 erste")
    file.load(HEAD + PAPER)
    assert content(Document.objects.get()) == b"%PDF-1.4 erste"
    assert file.load(HEAD + PAPER) == "nothing changed"

    (file.folder / "Satzung 2014.pdf").write_bytes(b"%PDF-1.4 zweite")
    assert file.load(HEAD + PAPER) == "0 new, 1 changed, 0 removed"
    assert content(Document.objects.get()) == b"%PDF-1.4 zweite"

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
    for name in (str(outside), "../" + outside.parent.name + "/secret.txt", "x" * 5000):
        assert file.refused(HEAD + PAPER.replace("Satzung 2014.pdf", name))[0].startswith(
            "beirat.yaml:12: documents/satzung/file: There is no file"
        )
    (file.folder / "Satzung 2014.pdf").write_bytes(b"%PDF-1.4 erste")
    assert file.refused(HEAD + PAPER + f"    checksum: {'0' * 64}\n") == [
        "beirat.yaml:12: documents/satzung/file: The file “Satzung 2014.pdf” is another one: its checksum differs."
    ]
    (file.folder / "Satzung 2014.pdf").write_bytes(b"<!DOCTYPE html><html></html>")
    why = "This is a web page, not a document. Open it, print it as PDF and choose that file."
    assert file.refused(HEAD + PAPER) == [f"beirat.yaml:12: documents/satzung/file: {why}"]


@pytest.mark.django_db
def test_nothing_of_a_refused_file_stays_in_storage(file):
    (file.folder / "Satzung 2014.pdf").write_bytes(b"%PDF-1.4 erste")
    picture = (
        "pictures:\n  - key: t\n    file: tisch.jpg\n    credit: A\n    licence: cc0\n    alt:\n      de: Ein Tisch\n"
    )
    (file.folder / "tisch.jpg").write_bytes((SHAPES[0].parent / "tisch.jpg").read_bytes())
    before = set(Path(settings.MEDIA_ROOT).rglob("*.*"))

    for text in (HEAD + PAPER, HEAD + picture):
        file.load(text, "--check")
        file.refused(text + "notices:\n  - key: a\n    title:\n      de: A\n    valid_until: gestern\n")

    assert set(Path(settings.MEDIA_ROOT).rglob("*.*")) == before
