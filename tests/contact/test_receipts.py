"""Receipts: hard to guess, easy to type, and nothing stored tells them."""

import math
from collections import Counter

import pytest

from contact import receipts

LOOK_ALIKES = [{"0", "O", "Q"}, {"1", "I", "L"}, {"2", "Z"}, {"5", "S"}, {"8", "B"}]


@pytest.fixture(scope="module")
def codes():
    return [receipts.code_for(receipts.new_token()) for _number in range(10_000)]


def test_alphabet_gives_58_bits_without_digits_that_look_like_letters():
    assert len(set(receipts.ALPHABET)) == len(receipts.ALPHABET) == 29
    assert receipts.LENGTH * math.log2(29) > 58
    assert [group for group in LOOK_ALIKES if len(group & set(receipts.ALPHABET) - {"Q"}) > 1] == []


def test_ten_thousand_receipts_are_all_different(codes):
    assert len(set(codes)) == 10_000
    assert {len(code) for code in codes} == {12}
    assert set("".join(codes)) == set(receipts.ALPHABET)


def test_each_place_has_all_characters_equally_often(codes):
    for place in range(receipts.LENGTH):
        expected = len(codes) / len(receipts.ALPHABET)
        found = Counter(code[place] for code in codes)
        chi_square = sum((found[letter] - expected) ** 2 / expected for letter in receipts.ALPHABET)

        # With 28 degrees of freedom one good source in ten million exceeds this.
        assert chi_square < 87


def test_tokens_are_128_random_bits():
    tokens = {receipts.new_token() for _number in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {22}


def test_receipt_of_a_token_is_always_the_same_and_needs_the_key(settings):
    token = receipts.new_token()
    code = receipts.code_for(token)
    assert receipts.code_for(token) == code

    settings.SEALING_KEYS = ["another-key" * 5, *settings.SEALING_KEYS]

    assert receipts.code_for(token) != code
    assert receipts.codes_for(token)[1] == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABCD-EFGH-JKMN", "ABCDEFGHJKMN"),
        (" abcd efgh\tjkmn\n", "ABCDEFGHJKMN"),
        ("abcd–efgh—jkmn_.,/", "ABCDEFGHJKMN"),
        ("ＡＢＣＤ", "ABCD"),
        ("0258", "OZSB"),
        ("34679", "34679"),
        ("٣٤٦٧٩", "34679"),
        ("۳۴۶۷۹", "34679"),
        ("٠٢٥٨", "OZSB"),
        ("۰۲۵۸", "OZSB"),
        ("АВЕКМНОРСТУХ", "ABEKMHOPCTYX"),
        ("авекмнорстух", "ABEKMHOPCTYX"),
        ("ЗЅЈ", "3SJ"),
        ("ΑΒΕΖΗΚΜΝΟΡΤΥΧ", "ABEZHKMNOPTYX"),
        ("\u200fAB\u200dCD\u202e", "ABCD"),
        ("ä+ß", "SS"),
        ("", ""),
        ("\x00<script>", "SCRPT"),
    ],
)
def test_typed_receipts_are_folded(typed, meant):
    assert receipts.fold(typed) == meant


def test_receipt_is_found_however_it_is_typed(codes):
    for code in codes[:100]:
        stored = receipts.stored_hash(code)
        eastern = code.translate(str.maketrans("34679", "٣٤٦٧٩"))
        for typed in (
            code,
            receipts.grouped(code),
            code.lower(),
            f" {receipts.grouped(code).replace('-', ' ')} ",
            eastern,
        ):
            assert stored in receipts.hashes(typed)


def test_receipts_are_written_in_groups_of_four():
    assert receipts.grouped("ABCDEFGHJKMN") == "ABCD-EFGH-JKMN"


def test_hash_needs_the_key_and_is_found_under_older_ones(settings):
    stored = receipts.stored_hash("ABCDEFGHJKMN")
    older = settings.SEALING_KEYS

    settings.SEALING_KEYS = ["another-key" * 5, *older]
    assert stored in receipts.hashes("ABCDEFGHJKMN")
    assert len(receipts.hashes("ABCDEFGHJKMN")) == len(receipts.hashes("wrong")) == 2
    settings.SEALING_KEYS = ["another-key" * 5]
    assert stored not in receipts.hashes("ABCDEFGHJKMN")


def test_endless_input_costs_no_more(codes):
    assert receipts.hashes("A" * 100_000) == receipts.hashes("A" * 24)
    assert receipts.hashes(codes[0] + codes[1] + codes[2]) == receipts.hashes(codes[0] + codes[1])


def test_hash_of_a_token_does_not_tell_token_or_receipt():
    token = receipts.new_token()

    assert len(receipts.token_hash(token)) == 64
    assert receipts.token_hash(token) == receipts.token_hash(token)
    assert receipts.token_hash(token) not in receipts.hashes(token)
    assert receipts.same("a", "a")
    assert not receipts.same("a", "b")
