"""The two gates: what the public may read, and what every write entails."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.http import Http404
from django.utils import timezone

from councils.models import (
    ContentVersion,
    Council,
    Municipality,
    News,
    SeatGroup,
    Slug,
    Statement,
    Term,
)  # fmt: skip
from councils.publishing import (
    Gone,
    HardDeleteRefused,
    LifecycleError,
    State,
    register_listener,
    register_watcher,
    successor_of_slug,
    unregister_listener,
    unregister_watcher,
)  # fmt: skip
from tests import factories

pytestmark = pytest.mark.django_db

NOW = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def heard():
    """What listeners were told: the model and how many rows."""
    calls = []
    listener = register_listener(lambda model, pks, _using: calls.append((model, set(pks))))
    yield calls
    unregister_listener(listener)


def reread(row):
    return type(row).objects.get(pk=row.pk)


# -- reading ----------------------------------------------------------------------------------------------------------


def test_published_shows_what_is_published_only():
    now = timezone.now()
    shown = factories.make_council(slug="shown")
    factories.make_council(slug="draft", state=State.DRAFT)
    factories.make_council(slug="withdrawn").withdraw()
    factories.make_council(slug="deleted").remove()
    factories.make_council(slug="scheduled", publish_at=now + HOUR)
    factories.make_council(slug="ended", unpublish_at=now + HOUR)

    seen = Council.objects.published(now + HOUR / 2)
    later = Council.objects.published(now + HOUR * 2)

    assert [council.slug for council in seen] == ["ended", "shown"]
    assert [council.slug for council in later] == ["scheduled", "shown"]
    assert shown.is_published(now + HOUR / 2)


@pytest.mark.parametrize("hide", ["withdraw", "remove"])
def test_published_asks_every_ancestor(hide):
    group = factories.make_seat_group()
    term, council = group.term, group.term.council
    now = timezone.now()
    assert list(SeatGroup.objects.published(now)) == [group]

    for ancestor in (term, council):
        getattr(reread(ancestor), hide)()

        assert list(SeatGroup.objects.published(timezone.now())) == []
        assert not reread(group).is_published(timezone.now())
        row = reread(ancestor)
        row.deleted_at = None
        row.publish()
        assert list(SeatGroup.objects.published(timezone.now())) == [group]


def test_published_asks_an_optional_ancestor_only_where_there_is_one():
    council = factories.make_council()
    term = factories.make_term(council=council)
    free = factories.make_statement(council=council)
    bound = factories.make_statement(council=council, term=term)
    assert set(Statement.objects.published(timezone.now())) == {free, bound}

    term.withdraw()

    assert list(Statement.objects.published(timezone.now())) == [free]


def test_get_published_tells_gone_from_never_there():
    now = timezone.now()
    council = factories.make_council(slug="once")
    factories.make_council(slug="never", state=State.DRAFT)
    never_deleted = factories.make_council(slug="never-deleted", state=State.DRAFT)
    never_deleted.remove()
    council.withdraw()
    later = now + HOUR

    with pytest.raises(Gone):
        Council.objects.get_published(later, slug="once")
    for slug in ("never", "never-deleted", "unheard-of"):
        with pytest.raises(Http404) as caught:
            Council.objects.get_published(later, slug=slug)
        assert not isinstance(caught.value, Gone)


def test_a_child_whose_parent_never_was_public_is_not_gone_but_unknown():
    council = factories.make_council(state=State.DRAFT)
    statement = factories.make_statement(council=council)
    statement.withdraw()
    council.publish()

    assert not reread(statement).was_public(timezone.now())


def test_a_child_of_a_withdrawn_parent_is_gone():
    statement = factories.make_statement()
    statement.council.withdraw()

    assert reread(statement).was_public(timezone.now())


# -- life cycle -------------------------------------------------------------------------------------------------------


def test_first_published_at_is_set_once_and_never_cleared():
    council = factories.make_council()
    first = council.first_published_at
    council.withdraw()
    council.publish()
    council.remove()

    assert first is not None
    assert reread(council).first_published_at == first


def test_schedule_counts_as_public_only_from_its_moment():
    later = timezone.now() + HOUR
    council = factories.make_council(publish_at=later)

    assert council.first_published_at == later
    assert not council.was_public(timezone.now())
    council.withdraw()
    assert reread(council).first_published_at is None


def test_a_once_public_row_cannot_become_a_draft():
    council = factories.make_council()
    council.state = State.DRAFT

    with pytest.raises(ValidationError):
        council.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        council.save()


def test_hard_delete_of_what_was_public_raises():
    council = factories.make_council(municipality=False)
    draft = factories.make_council(municipality=False, state=State.DRAFT)

    with pytest.raises(HardDeleteRefused):
        council.delete()
    with pytest.raises(HardDeleteRefused):
        Council.objects.all().delete()
    assert Council.objects.count() == 2
    draft.delete()
    assert list(Council.objects.all()) == [council]


def test_delete_does_not_cascade():
    term = factories.make_term(state=State.DRAFT)
    factories.make_seat_group(term=term)

    with pytest.raises(ProtectedError):
        term.delete()


# -- the writing gate -------------------------------------------------------------------------------------------------


def writes(council, statement):
    """Every way to write one statement."""
    other = Statement(council=council, kind="task", title_de="Neu", state=State.PUBLISHED)
    statement.title_de = "Anders"
    yield "save", statement.save
    yield "update", lambda: Statement.objects.filter(pk=statement.pk).update(title_de="Noch anders")
    yield "related update", lambda: council.statements.update(title_de="Ganz anders")
    yield "bulk_create", lambda: Statement.objects.bulk_create([other])
    yield "bulk_update", lambda: Statement.objects.bulk_update([statement], ["title_de"])
    yield "get_or_create", lambda: Statement.objects.get_or_create(council=council, kind="task", title_de="x")
    yield "remove", statement.remove
    yield "publish", statement.publish
    yield "withdraw", lambda: Statement.objects.filter(pk=statement.pk).withdraw()


def test_every_write_moves_modified_of_row_and_parents_and_raises_the_version(heard):
    statement = factories.make_statement()
    council = statement.council
    for name, write in writes(council, statement):
        before, version = reread(council).modified, ContentVersion.current()
        heard.clear()

        write()

        assert reread(council).modified > before, name
        assert ContentVersion.current() > version, name
        assert Statement in {model for model, _pks in heard}, name
    assert reread(statement).modified >= reread(statement).created


def test_update_moves_modified_of_the_row():
    statement = factories.make_statement()
    before = statement.modified

    Statement.objects.update(title_de="Anders")

    assert reread(statement).modified > before


def test_moving_a_row_touches_where_it_was():
    statement = factories.make_statement()
    old, new = statement.council, factories.make_council()
    before = reread(old).modified

    statement.council = new
    statement.save()

    assert reread(old).modified > before


def test_a_municipality_touches_its_councils():
    council = factories.make_council()
    before = council.modified

    Municipality.objects.update(place_de="Neustadt")

    assert reread(council).modified > before


def test_watchers_are_asked_before_and_called_after():
    council, other = factories.make_council(), factories.make_council()
    seen = []

    def watch(model, pks, using):
        kinds = [row.kind for row in Council.objects.filter(pk__in=pks)] if model is Council else []
        return (lambda: seen.append((kinds, reread(council).kind))) if council.pk in pks and kinds else None

    register_watcher(watch)
    try:
        council.kind = Council.Kind.NETWORK
        council.save()
        Council.objects.filter(pk=council.pk).update(kind=Council.Kind.COMMISSION)
        council.kind = Council.Kind.COMMITTEE
        Council.objects.bulk_update([council], ["kind"])
        other.save()
        factories.make_council()
    finally:
        unregister_watcher(watch)
    council.save()

    first = Council.Kind.INTEGRATION_ADVISORY_COUNCIL
    assert seen == [([first], "network"), (["network"], "commission"), (["commission"], "committee")]


def test_a_failing_listener_undoes_the_write():
    statement = factories.make_statement(title_de="Alt")

    def fail(model, pks, using):
        raise RuntimeError("the index is broken")

    register_listener(fail)
    try:
        statement.title_de = "Neu"
        with pytest.raises(RuntimeError), transaction.atomic():
            statement.save()
    finally:
        unregister_listener(fail)

    assert reread(statement).title_de == "Alt"


@pytest.mark.parametrize("field", sorted(Council.LIFECYCLE_FIELDS))
def test_update_refuses_the_life_cycle(field):
    with pytest.raises(LifecycleError):
        Council.objects.update(**{field: None})


def test_update_refuses_what_only_the_row_can_do():
    with pytest.raises(LifecycleError):
        News.objects.update(slug="neu")
    with pytest.raises(LifecycleError):
        News.objects.update(body_en=F("title_de"))


def test_related_manager_passes_the_gate(heard):
    meeting = factories.make_meeting()
    venue = factories.make_venue(council=meeting.keeper)
    before, version = reread(meeting).modified, ContentVersion.current()
    heard.clear()

    venue.meetings.add(meeting)

    assert reread(meeting).venue == venue
    assert reread(meeting).modified > before
    assert ContentVersion.current() == version + 1
    assert heard == [(type(meeting), {meeting.pk})]


def test_changed_venue_moves_its_meetings():
    venue = factories.make_venue()
    meeting = factories.make_meeting(venue.council, venue=venue)
    before = reread(meeting).modified

    venue.save()

    assert reread(meeting).modified > before


@pytest.mark.parametrize("act", ["withdraw", "remove"])
def test_saving_one_field_does_not_bring_back_what_others_took_away(act):
    news = factories.make_news()
    opened_before = reread(news)
    getattr(news, act)()

    opened_before.title_de = "Neu"
    opened_before.save(update_fields=["title_de"])

    assert reread(news).title_de == "Neu"
    assert not reread(news).is_published(timezone.now())


def test_row_that_was_read_anew_knows_that_it_was_withdrawn():
    news = factories.make_news()
    opened_before = reread(news)
    news.withdraw()

    opened_before.refresh_from_db()
    opened_before.state = State.PUBLISHED
    opened_before.save()

    assert reread(news).is_published(timezone.now())


def test_bulk_update_refuses_the_life_cycle():
    council = factories.make_council()

    with pytest.raises(LifecycleError):
        Council.objects.bulk_update([council], ["state"])


def test_bulk_create_completes_rows_and_refuses_to_pass_over_conflicts():
    council = factories.make_council()
    rows = [Statement(council=council, kind="task", title_de=f"{n}", state=State.PUBLISHED) for n in range(2)]

    Statement.objects.bulk_create(rows)

    assert [row.title for row in Statement.objects.published(timezone.now())] == ["0", "1"]
    with pytest.raises(LifecycleError):
        Statement.objects.bulk_create(rows, ignore_conflicts=True)


# -- identifiers and addresses ----------------------------------------------------------------------------------------


def test_public_id_derives_from_council_kind_and_key():
    council = factories.make_council(slug="hier", municipality=False)
    term = factories.make_term(council=council, key="t1")
    expected = uuid.uuid5(council.public_id, "term/t1")
    assert term.public_id == expected

    Term.objects.filter(pk=term.pk).update(position=9)
    council.slug = "dort"
    council.save()

    assert reread(council).public_id == council.public_id
    assert reread(term).public_id == expected


def test_public_id_differs_by_parent():
    first, second = factories.make_term(key="t1"), factories.make_term(key="t1")

    assert first.public_id != second.public_id


def test_slugs_stay_reserved_and_lead_on():
    council = factories.make_council(slug="alt", municipality=False)
    council.slug = "neu"
    council.save()

    assert successor_of_slug(Council.objects.all(), "council", "alt") == council
    assert successor_of_slug(Council.objects.all(), "council", "neu") is None
    assert set(Slug.objects.values_list("slug", flat=True)) == {"alt", "neu"}
    other = Council(slug="alt", name_de="Anderer", kind="other")
    with pytest.raises(ValidationError):
        other.full_clean()
    with pytest.raises(ValidationError):
        other.save()
    council.slug = "alt"
    council.full_clean()
    council.save()
    assert reread(council).slug == "alt"


def test_news_of_two_councils_may_share_an_address():
    first = factories.make_news(slug="einladung")
    second = factories.make_news(slug="einladung")

    assert first.council != second.council
    with pytest.raises(ValidationError):
        News(council=first.council, slug="einladung", title_de="x", dated=datetime.date(2026, 1, 1)).full_clean()


# -- constraints shared by all ----------------------------------------------------------------------------------------


def test_german_is_required_unless_deleted():
    statement = factories.make_statement(title_de="Text", title_en="Text")
    term_group = factories.make_seat_group()
    term_group.label_de = ""

    with pytest.raises(ValidationError):
        term_group.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        term_group.save()
    term_group.deleted_at = timezone.now()
    term_group.save()
    assert statement.pk


def test_public_until_must_follow_public_from():
    council = factories.make_council()
    council.publish_at, council.unpublish_at = NOW, NOW

    with pytest.raises(ValidationError):
        council.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        council.save()


def test_a_key_stands_once_among_siblings():
    term = factories.make_term(key="t1")

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_term(council=term.council, key="t1")
    assert factories.make_term(key="t1").pk


def test_letters_that_turn_a_page_round_are_taken_out():
    statement = factories.make_statement(title_de="Neu\u202e Rat", title_ar="\u2067مجلس\u2069")

    assert (reread(statement).title_de, reread(statement).title_ar) == ("Neu Rat", "\u2067مجلس\u2069")


# -- what a row only mentions -----------------------------------------------------------------------------------------


def with_source(make):
    council = factories.make_council()
    source = factories.make_source(council=council)
    return make(council=council, source=source), source


def with_venue():
    venue = factories.make_venue()
    return factories.make_meeting(venue.council, venue=venue), venue


def with_body(name):
    group = factories.make_seat_group()
    body = factories.make_organisation(council=group.term.council)
    setattr(group, name, body)
    group.save()
    return group, body


def on_behalf():
    membership = factories.make_membership()
    membership.on_behalf_of = factories.make_organisation(council=membership.council)
    membership.save()
    return membership, membership.on_behalf_of


MENTIONS = {
    "document": ("source", lambda: with_source(factories.make_document)),
    "news": ("source", lambda: with_source(factories.make_news)),
    "review": ("source", lambda: with_source(factories.make_annual_review)),
    "statement": ("source", lambda: with_source(factories.make_statement)),
    "venue": ("venue", with_venue),
    "nominated_by": ("nominated_by", lambda: with_body("nominated_by")),
    "appointed_by": ("appointed_by", lambda: with_body("appointed_by")),
    "on_behalf_of": ("on_behalf_of", on_behalf),
}


@pytest.mark.parametrize("case", MENTIONS)
@pytest.mark.parametrize("act", ["withdraw", "remove"])
def test_row_outlives_what_it_mentions_and_is_silent_about_it(case, act):
    name, make = MENTIONS[case]
    row, mentioned = make()
    rows = type(row).objects.published(timezone.now())
    assert getattr(rows.get(), name) == mentioned

    getattr(mentioned, act)()

    assert getattr(rows.get(), name) is None
    assert getattr(rows.select_related(name).get(), name) is None
    assert getattr(reread(row), name) == mentioned


@pytest.mark.parametrize("case", MENTIONS)
def test_what_is_mentioned_moves_what_mentions_it(case):
    row, mentioned = MENTIONS[case][1]()
    before = reread(row).modified

    mentioned.save()

    assert reread(row).modified > before
