"""Vietnamese order, against written-out lists and laws of an order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.speech.alphabet import vietnamese_key

ORDERED = (
    list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
    ["ba", "bà", "bả", "bã", "bá", "bạ", "ba ba", "bà con", "bac", "bắc", "bấc"],
    ["2 Yên Thái", "Bát Tràng", "Canh Hoạch", "Chàng Sơn", "Chuông", "Cự Đà", "Dư Dụ", "Đa Sỹ", "Đông Hồ", "Nga",
     "Ngũ Xã", "Ô Diên", "Ước Lễ", "Vạn Phúc", "Xuân La"],
)  # fmt: skip
WORDS = st.text("aăâáàdđoôơớ bB2", max_size=6)


@pytest.mark.parametrize("ordered", ORDERED, ids=lambda each: each[1])
def test_written_lists(ordered: list[str]) -> None:
    shuffled = random.Random(1).sample(ordered, len(ordered))
    assert sorted(shuffled, key=vietnamese_key) == ordered


@given(WORDS, WORDS)
def test_tones_and_case_count_only_between_the_same_letters(one: str, other: str) -> None:
    def toneless(text: str) -> str:
        parts = unicodedata.normalize("NFD", text.lower())
        return unicodedata.normalize("NFC", "".join(each for each in parts if each not in "\u0300\u0301"))

    if toneless(one) != toneless(other):
        plain = vietnamese_key(toneless(one)) < vietnamese_key(toneless(other))
        if vietnamese_key(toneless(one))[0] != vietnamese_key(toneless(other))[0]:
            assert (vietnamese_key(one) < vietnamese_key(other)) == plain


@given(st.text(max_size=8), st.text(max_size=8))
def test_any_texts_have_an_order_and_only_the_same_text_ranks_the_same(one: str, other: str) -> None:
    assert (vietnamese_key(one) == vietnamese_key(other)) == (one == other)
    assert vietnamese_key(one) <= vietnamese_key(other) or vietnamese_key(other) <= vietnamese_key(one)
