"""The forms' protection: what goes to quarantine, what never does, what is counted and what is kept of it."""

import multiprocessing
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from contact import guard
from contact.models import DailySalt, NetworkCount, Sketch

from .corpus import BOTS, HONEST, REPEATED

NOW = datetime(2030, 3, 14, 12, 30, tzinfo=UTC)
SHELTER = "192.0.2.7"
TOKEN = "the-token-of-this-form"
LONG = (
    "Guten Tag, unser Verein lädt alle Mitglieder des Beirats herzlich zum Sommerfest im Park ein, es gibt Musik und "
    "Essen aus vielen Ländern, und wir würden uns freuen, wenn jemand ein Grußwort spricht und mit uns feiert."
)


@pytest.fixture(autouse=True)
def _no_salt_is_known():
    guard._salts.clear()
    yield
    guard._salts.clear()


def judge(text, *, seconds=30, honeypot="", address=SHELTER, now=NOW, stamp=None, purpose="message"):
    """What the guard says about a form that was opened so many seconds before."""
    stamp = guard.stamp(TOKEN, now - timedelta(seconds=seconds)) if stamp is None else stamp
    return guard.judge(
        text=text, stamp=stamp, token=TOKEN, honeypot=honeypot, address=address, now=now, purpose=purpose
    )


def send(text, **given):
    """As the form does it: judged, then remembered."""
    rules = judge(text, **given)
    guard.remember(text, given.get("now", NOW))
    return rules


def send_bot(bot, number):
    opened = NOW - timedelta(seconds=bot.seconds)
    stamps = {"good": None, "none": "", "other": guard.stamp("the-token-of-another-form", opened)}
    address = f"198.51.100.{number}"
    return send(bot.text, seconds=bot.seconds, honeypot=bot.honeypot, address=address, stamp=stamps[bot.stamp])


# The corpus


def test_corpus_is_as_large_as_it_says():
    assert {language: len(texts) for language, texts in HONEST.items()} == dict.fromkeys(HONEST, 5)
    assert len(HONEST) == 12
    assert len({text for texts in HONEST.values() for text in texts}) == 60
    assert len({bot.text for bot in BOTS}) == 60


@pytest.mark.django_db
def test_all_honest_messages_of_one_address_reach_the_inbox():
    kept_back = [text for texts in HONEST.values() for text in texts if send(text)]

    assert kept_back == []


@pytest.mark.django_db
def test_honest_messages_reach_the_inbox_also_far_beyond_the_soft_limit():
    for _time in range(3 * guard.SOFT_LIMIT):
        judge("Hallo")

    kept_back = [text for texts in HONEST.values() for text in texts if send(text)]

    assert kept_back == []


@pytest.mark.django_db
def test_honest_messages_sent_at_once_need_more_than_speed_to_be_kept_back():
    quick = {text: rules for texts in HONEST.values() for text in texts if (rules := send(text, seconds=1))}

    assert {tuple(rules) for rules in quick.values()} == {("fast", "links")}
    assert [text for text in quick if "@" not in text and "www." not in text and "://" not in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("text", REPEATED)
def test_fifty_people_of_one_shelter_may_ask_the_same(text):
    assert [send(text) for _person in range(50)] == [[]] * 50


@pytest.mark.django_db
def test_the_same_long_letter_may_come_from_many_people():
    assert [send(LONG, address=f"192.0.2.{number}") for number in range(50)] == [[]] * 50


@pytest.mark.django_db
def test_55_of_60_bot_messages_are_kept_back():
    honest = [text for texts in HONEST.values() for text in texts if send(text)]

    missed = [bot.text for number, bot in enumerate(BOTS) if not send_bot(bot, number)]

    assert honest == []
    assert len(missed) <= 5


# Single rules


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "given", "rules"),
    [
        ("Hallo", {}, []),
        ("Hallo", {"honeypot": "x"}, ["honeypot"]),
        ("Hallo", {"stamp": ""}, ["stamp"]),
        ("Hallo", {"stamp": "1:forged"}, ["stamp"]),
        ("Hallo", {"seconds": 1}, []),
        ("Hallo", {"seconds": 3 * 24 * 3600}, []),
        ("https://a.example", {}, []),
        ("https://a.example", {"seconds": 1}, ["fast", "links"]),
        ("https://a.example", {"seconds": 4}, []),
        ("mir@a.example", {"seconds": 1}, ["fast", "links"]),
        ("Siehe a.example/seite", {"seconds": 1}, ["fast", "links"]),
        ("Bitte:https://a.example/1, https://a.example/2 und www.a.example lesen, danke schön", {}, []),
        (" ".join(f"Seite https://a.example/{page} ist lang und gut zu lesen" for page in range(9)), {}, []),
        (" ".join(f"https://a.example/{page}" for page in range(9)), {}, ["links", "link_list"]),
        ("<a href='https://a.example'>a</a>", {}, ["anchors"]),
        ("<A  class=x\nHREF=a.example>a</a>", {}, ["anchors"]),
        ("[url=https://a.example]a[/url]", {}, ["anchors"]),
        ("[hier](https://a.example)", {}, []),
        ("Im Brief steht [Seite 2] (siehe <Anlage>) und [1] https://a.example", {}, []),
        ("Ich heiße <b>Ali</b> & wohne in <script>alert(1)</script>", {}, []),
        ("Hallo.Ich brauche.Hilfe.Danke.Und/oder am 3.4./5.4. um 12.30 z.B./bzw.", {"seconds": 1}, []),
    ],
)
def test_rules_speak_where_they_should(text, given, rules):
    assert judge(text, **given) == rules


@pytest.mark.django_db
def test_third_letter_alike_with_several_links_is_kept_back():
    text = LONG + " https://a.example https://b.example c@a.example"

    assert [send(text, address=f"192.0.2.{number}") for number in range(3)] == [[], [], ["links", "similar"]]


@pytest.mark.django_db
def test_second_letter_alike_sent_at_once_is_kept_back():
    assert [send(LONG, seconds=1) for _time in range(2)] == [[], ["fast", "similar"]]


@pytest.mark.django_db
def test_letters_are_alike_with_other_names_numbers_links_and_invisible_signs():
    guard.remember("Liebes Team 14, https://a.example/1 " + LONG, NOW)
    guard.remember("Liebe Leute 2.500 " + LONG.upper() + " www.b.example", NOW)

    changed = LONG.replace("Verein", "Ver\u200bein\u00ad")

    assert guard._alike("Hallo! " + changed, NOW, 2) == 2


@pytest.mark.django_db
def test_other_letters_are_not_alike():
    for texts in HONEST.values():
        for text in texts:
            guard.remember(text, NOW)

    assert Sketch.objects.exists()
    assert guard._alike(LONG, NOW, 2) == 0


@pytest.mark.django_db
def test_letters_are_compared_for_two_days():
    guard.remember(LONG, NOW)

    assert guard._alike(LONG, NOW + timedelta(hours=47), 1) == 1
    assert guard._alike(LONG, NOW + timedelta(hours=49), 1) == 0


@pytest.mark.django_db
def test_beyond_the_soft_limit_a_second_sign_is_needed_as_well():
    links = "https://a.example https://b.example https://c.example"
    assert [judge(links) for _time in range(guard.SOFT_LIMIT)] == [[]] * guard.SOFT_LIMIT

    assert judge(links) == ["links", "network"]
    assert judge("Hallo") == []
    assert judge(links, address="192.0.2.8") == []
    assert judge(links, now=NOW + timedelta(hours=1)) == []
    assert judge(links, purpose="other") == []


@pytest.mark.django_db
def test_delay_grows_beyond_the_soft_limit_to_two_seconds():
    for _time in range(guard.SOFT_LIMIT):
        judge("Hallo")
    assert guard.delay(SHELTER, NOW) == 0

    judge("Hallo")

    assert guard.delay(SHELTER, NOW) == pytest.approx(0.1)
    assert guard.delay("192.0.2.8", NOW) == 0
    for _time in range(100):
        judge("Hallo")
    assert guard.delay(SHELTER, NOW) == 2


@pytest.mark.django_db
def test_only_one_thread_waits(monkeypatch):
    slept = []
    monkeypatch.setattr(guard.time, "sleep", slept.append)
    monkeypatch.setattr(guard, "SOFT_LIMIT", 0)
    judge("Hallo")

    guard.slow_down(SHELTER, NOW)
    with guard._one_waits:
        guard.slow_down(SHELTER, NOW)
    guard.slow_down(SHELTER, NOW)

    assert slept == [0.1, 0.1]


@pytest.mark.django_db(transaction=True)
def test_judging_and_remembering_take_three_queries(django_assert_num_queries):
    send(LONG)

    with django_assert_num_queries(3):
        send(LONG)
    with django_assert_num_queries(1):
        send("Wann ist die nächste Sitzung?")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "a." * 50_000, "a@" * 50_000, "<a " * 30_000, "[url" * 25_000, "[" * 100_000, "www." * 25_000],
)
def test_no_text_takes_long(text):
    started = guard.time.perf_counter()

    send(text)

    assert guard.time.perf_counter() - started < 1


# The stamp


def test_stamp_tells_the_age_of_its_own_form_only(settings):
    stamp = guard.stamp("token", NOW)

    assert guard.age_of(stamp, "token", NOW + timedelta(seconds=90)) == timedelta(seconds=90)
    assert guard.age_of(stamp, "token", NOW - timedelta(seconds=90)) == timedelta()
    assert guard.age_of(stamp, "token", NOW + timedelta(hours=24)) == timedelta(hours=24)
    assert guard.age_of(stamp, "token", NOW + timedelta(hours=24, seconds=1)) is None
    assert guard.age_of(stamp, "other", NOW) is None
    assert guard.age_of("9" + stamp, "token", NOW) is None
    assert guard.age_of(stamp[:-1], "token", NOW) is None
    for wrong in ("", ":", "\0", "é", "1:2:3", "x" * 10_000):
        assert guard.age_of(wrong, "token", NOW) is None
        assert guard.age_of(wrong, "", NOW) is None


def test_stamp_outlives_a_change_of_keys(settings):
    stamp = guard.stamp("token", NOW)
    settings.SEALING_KEYS = ["a-newer-key" * 5, *settings.SEALING_KEYS]

    assert guard.age_of(stamp, "token", NOW) == timedelta()

    settings.SEALING_KEYS = settings.SEALING_KEYS[:1]
    assert guard.age_of(stamp, "token", NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "rules"), [(30, []), (None, ["fast", "links"])])
def test_one_more_click_after_a_day_is_no_haste(hours, rules):
    now = guard.timezone.now()
    over = guard.stamp(TOKEN, now - timedelta(hours=hours)) if hours else ""

    stamp = guard.renewed(over, TOKEN)
    assert judge("https://a.example", stamp=stamp, now=guard.timezone.now()) == rules


# Wrong receipts


@pytest.mark.django_db
def test_flood_of_one_network_goes_to_the_quarantine(monkeypatch):
    monkeypatch.setattr(guard, "SOFT_LIMIT", 2)
    monkeypatch.setattr(guard, "HARD_LIMIT", 3)

    assert [judge("Hallo") for _time in range(5)] == [[], [], [], ["network"], ["network"]]


@pytest.mark.django_db
def test_wrong_receipts_of_an_hour_are_few():
    allowed = []
    for _time in range(guard.TRIES + 1):
        allowed.append(not guard.too_many_tries(SHELTER, NOW))
        guard.count_try(SHELTER, NOW)

    assert allowed == [True] * guard.TRIES + [False]
    assert not guard.too_many_tries("192.0.2.8", NOW)
    assert not guard.too_many_tries(SHELTER, NOW + timedelta(hours=1))
    assert judge("Hallo") == []


@pytest.mark.django_db
def test_while_all_together_try_many_each_has_fewer_tries(monkeypatch):
    monkeypatch.setattr(guard, "MANY_TRIES", 20)
    for number in range(17):
        guard.count_try(f"198.51.100.{number}", NOW)
    for _time in range(3):
        assert not guard.too_many_tries(SHELTER, NOW)
        guard.count_try(SHELTER, NOW)

    assert guard.too_many_tries(SHELTER, NOW)
    assert not guard.too_many_tries("192.0.2.8", NOW)


# Networks


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "20010db800010002/64"),
        ("2001:db8:1:2::1", "20010db800010002/64"),
        ("2001:db8:1:3::1", "20010db800010003/64"),
        ("fe80::1%eth0", "fe80000000000000/64"),
        ("", "unknown"),
        (None, "unknown"),
        ("somewhere", "unknown"),
    ],
)
def test_network_is_an_ipv4_address_or_what_one_line_gets_of_ipv6(address, network):
    assert guard.network_of(address) == network


@pytest.mark.django_db
def test_addresses_of_one_ipv6_line_count_together():
    for number in range(guard.TRIES):
        guard.count_try(f"2001:db8:1:2::{number}", NOW)

    assert guard.too_many_tries("2001:db8:1:2:ffff::1", NOW)
    assert not guard.too_many_tries("2001:db8:1:3::1", NOW)


@pytest.mark.django_db
def test_database_alone_does_not_lead_back_to_the_address(settings):
    judge("Hallo")
    network, salt = NetworkCount.objects.get().network, DailySalt.objects.get()

    assert SHELTER not in network
    assert guard._network_hash(SHELTER, NOW) == network
    # Without the key of the environment, all that the database holds does not find the network again …
    settings.SEALING_KEYS = ["another-key" * 5]
    assert guard._network_hash(SHELTER, NOW) != network
    settings.SEALING_KEYS = ["only-the-tests-use-this-key-it-seals-what-nobody-wrote"]
    # … and without the salt the key does not either: it is random, not made from key and day.
    first = bytes(salt.salt)
    salt.delete()
    guard._salts.clear()
    assert guard._network_hash(SHELTER, NOW) != network
    assert bytes(DailySalt.objects.get().salt) != first
    assert len(first) == 32


@pytest.mark.django_db
def test_networks_of_two_days_cannot_be_compared():
    assert guard._network_hash(SHELTER, NOW) != guard._network_hash(SHELTER, NOW + timedelta(days=1))


@pytest.mark.django_db
def test_first_use_of_a_day_removes_the_salts_before():
    judge("Hallo")
    judge("Hallo", now=NOW + timedelta(days=1))

    assert [salt.day for salt in DailySalt.objects.all()] == [date(2030, 3, 15)]


@pytest.mark.django_db
def test_salt_that_was_rolled_back_is_not_used_again():
    judge("Hallo")

    assert guard._salts == {}


@pytest.mark.django_db
def test_forgetting_leaves_what_still_counts():
    for days in (3, 1, 0):
        DailySalt.objects.create(day=NOW.date() - timedelta(days=days), salt=b"salt")
    for hours in (25, 1, 0):
        NetworkCount.objects.create(purpose="message", network="a", window=guard._window(NOW) - timedelta(hours=hours))
    for hours in (49, 47):
        guard.remember(LONG, NOW - timedelta(hours=hours))

    guard.forget(NOW)

    assert [salt.day for salt in DailySalt.objects.all()] == [NOW.date()]
    assert [count.window for count in NetworkCount.objects.all()] == [guard._window(NOW)]
    assert [sketch.created for sketch in Sketch.objects.all()] == [NOW - timedelta(hours=47)]


@pytest.mark.django_db
def test_sketch_holds_no_text_and_nothing_without_the_key(settings):
    guard.remember(LONG, NOW)
    guard.remember("Wann ist die nächste Sitzung?", NOW)
    row = Sketch.objects.values("band_1", "band_2", "band_3", "band_4").get()

    assert [field.name for field in Sketch._meta.fields] == ["id", "created", *row]
    assert all(0 <= band < 2**16 for band in row.values())
    settings.SEALING_KEYS = ["another-key" * 5]
    assert guard._alike(LONG, NOW, 1) == 0


# Many processes at once


def _count_fifty_times(start):
    start.wait()
    for _time in range(50):
        guard.count_try(SHELTER, NOW)
    connection.close()


def test_counts_are_exact_across_processes(real_database):
    connection.close()
    forked = multiprocessing.get_context("fork")
    start = forked.Barrier(4)
    processes = [forked.Process(target=_count_fifty_times, args=[start]) for _number in range(4)]

    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0] * 4
    assert DailySalt.objects.count() == 1
    assert sorted(NetworkCount.objects.values_list("network", "count")) == [
        ("", 200),
        (guard._network_hash(SHELTER, NOW), 200),
    ]
