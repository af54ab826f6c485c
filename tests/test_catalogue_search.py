"""Finding by name: accents, typos, old communes, synonyms; and never a surprise in the order."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tourplanner.catalogue.search import Found, fold, nearest
from tourplanner.model import Commune, Festival, Text
from tourplanner.testing.small import small_catalogue


def catalogue():
    base = small_catalogue()
    old = Commune(name="Duyên Thái", district="Thường Tín", province="Hà Nội", until=date(2025, 7, 1))
    villages = tuple(
        each.replace(communes=(old, *each.communes)) if each.id == "ha-thai" else each for each in base.villages
    )
    festival = Festival(
        id="dao-thuc/hoi", village="dao-thuc", name=Text(vi="Giỗ tổ rối nước"), lunar_month=2, first_day=24,
        last_day=24, main_day=24,
    )  # fmt: skip
    crafts = tuple(
        craft.model_copy(update={"synonyms": ("làm nón", "hat making")}) if craft.id == "conical-hat" else craft
        for craft in base.crafts
    )
    return base.replace(villages=villages, festivals=(festival,), crafts=crafts)


REGION = catalogue()


@pytest.mark.parametrize(
    ("asked", "kind", "id"),
    [
        ("ha thai", "village", "ha-thai"),
        ("HẠ THÁI", "village", "ha-thai"),
        (unicodedata.normalize("NFD", "Hạ Thái"), "village", "ha-thai"),
        ("hathai", "village", "ha-thai"),
        ("ha tahi", "village", "ha-thai"),
        ("bat tang", "village", "bat-trang"),
        ("Bát Tràn", "village", "bat-trang"),
        ("duyen thai", "village", "ha-thai"),
        ("hong van", "village", "ha-thai"),
        ("xa hong van", "village", "ha-thai"),
        ("gom", "craft", "pottery"),
        ("hat making", "craft", "conical-hat"),
        ("dao thuc", "village", "dao-thuc"),
        ("Đào Thục", "village", "dao-thuc"),
        ("gom bat trang", "village", "bat-trang"),
        ("gom bat tang", "village", "bat-trang"),
        ("ban xoay", "experience", "bt-wheel"),
        ("xuong det van phuc", "experience", "vp-weaving"),
        ("gio to roi nuoc", "festival", "dao-thuc/hoi"),
        ("my dinh", "start point", "my-dinh-station"),
        ("old quarter", "start point", "hoan-kiem-old-quarter"),
    ],
)
def test_the_first_answer_is_what_was_meant(asked, kind, id):
    first = REGION.find(asked)[0]
    assert (first.kind, first.id) == (kind, id)


def test_an_old_commune_says_what_matched():
    first = REGION.find("duyen thai")[0]
    assert first == Found(kind="village", id="ha-thai", name="Hạ Thái", score=84, through="Duyên Thái")


def test_a_craft_finds_the_craft_and_its_villages():
    kinds = {(found.kind, found.id) for found in REGION.find("gốm")}
    assert {("craft", "pottery"), ("village", "bat-trang")} <= kinds
    assert ("village", "van-phuc") not in kinds


@pytest.mark.parametrize("asked", ["", "   ", "?", "zzzz", "xyzw qqqq"])
def test_nothing_is_found_where_nothing_is_alike(asked):
    assert REGION.find(asked) == ()


@given(st.text(max_size=30))
def test_folding_is_final_and_blind_to_case_accents_and_normal_form(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == folded
    assert not any(unicodedata.combining(letter) for letter in folded)


@given(st.sampled_from(REGION.villages), st.data())
def test_a_village_is_first_by_its_name_without_accents_and_found_with_one_letter_lost(village, data):
    plain = fold(village.name.vi)
    assert REGION.find(plain)[0].id == village.id
    at = data.draw(st.integers(0, len(plain) - 1))
    typo = plain[:at] + plain[at + 1 :]
    if len(typo) >= 5:
        assert village.id in {found.id for found in REGION.find(typo)}


@given(st.text(alphabet="abghnotuvy ", max_size=12))
def test_scores_fall_and_no_thing_comes_twice(asked):
    found = REGION.find(asked, limit=100)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    assert all(1 <= score <= 100 for score in scores)
    assert len({(each.kind, each.id) for each in found}) == len(found)
    assert REGION.find(asked, limit=3) == found[:3]


def test_nearest_ignores_accents_and_keeps_order_among_equals():
    assert nearest("gom", ["lụa", "gốm", "gỗm"]) == ["gốm", "gỗm"]
    assert nearest("hoàn toàn khác", ["x"]) == []
