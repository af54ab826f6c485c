"""One catalogue over another: what the right one says wins, nothing else is lost."""

from datetime import date
from pathlib import Path

import pytest

from tourplanner.catalogue.catalogue import Catalogue
from tourplanner.errors import DataError
from tourplanner.model import Commune, Money, Provenance, Text
from tourplanner.testing.small import small_catalogue

DATA = Path(__file__).parent / "data" / "catalogue"
ON = date(2026, 11, 22)
BASE = small_catalogue()


def test_own_data_over_a_region_adds_and_completes():
    own = Catalogue.read(DATA / "own", base=BASE, on=ON)
    merged = BASE | own
    assert merged.region == BASE.region
    assert len(merged.villages) == len(BASE.villages) + 2
    assert [village.id for village in merged.villages][: len(BASE.villages)] == [each.id for each in BASE.villages]
    ha_thai = merged.village("ha-thai")
    assert ha_thai.environment == "met"
    assert ha_thai.place == BASE.village("ha-thai").place
    assert ha_thai.standing == "anchor"
    assert ha_thai.communes == BASE.village("ha-thai").communes
    wheel = merged.experience("bt-wheel")
    assert wheel.price.adult == Money(amount=80_000)
    assert wheel.opening == BASE.experience("bt-wheel").opening
    assert wheel.fact("opening").provenance.sources == ("small",)
    assert wheel.fact("price").provenance == Provenance()
    assert merged.experience("da-sy/lop-ren-dao").village == "da-sy"
    assert merged.find("lop ren dao")[0].id == "da-sy/lop-ren-dao"


def test_merging_the_same_again_changes_nothing():
    merged = BASE | Catalogue.read(DATA / "own", base=BASE, on=ON)
    assert merged | merged == merged
    assert BASE | BASE == BASE


def test_provenance_follows_its_field_and_assumptions_never_win(tmp_path):
    told = Provenance(sources=("call",), as_of=ON, confidence="sourced")
    left = BASE.experience("ht-class").replace(capacity=12, rain_sensitive=True, provenance={"capacity": told})
    left = BASE.replace(experiences=(left,))
    table = "id,village,name,rain_sensitive,source\nht-class,Hạ Thái,Lớp vẽ,không,web\n"
    (tmp_path / "experiences.csv").write_text(table, encoding="utf-8")
    alone = BASE.replace(experiences=())
    merged = left | Catalogue.read(tmp_path, base=alone, on=ON)
    experience = merged.experience("ht-class")
    assert experience.name == Text(vi="Lớp vẽ")
    assert experience.capacity == 12
    assert experience.fact("capacity").provenance == told
    assert experience.rain_sensitive is False
    assert experience.fact("rain_sensitive").provenance.sources == ("web",)
    assert experience.kind == "class"


def test_names_and_past_communes_survive_a_shorter_record():
    past = Commune(name="Duyên Thái", province="Hà Nội", until=date(2025, 7, 1))
    village = BASE.village("ha-thai")
    left = BASE.replace(villages=tuple(
        each.replace(communes=(past, *each.communes), name=Text(vi="Hạ Thái", en="Ha Thai lacquer"))
        if each.id == "ha-thai" else each for each in BASE.villages
    ))  # fmt: skip
    right = BASE.replace(villages=(village.replace(name=Text(vi="Hạ Thái")),), experiences=(), hosts=())
    merged = (left | right).village("ha-thai")
    assert merged.name.en == "Ha Thai lacquer"
    assert [commune.name for commune in merged.communes] == ["Duyên Thái", "Xã Hồng Vân"]


def test_a_reference_to_nothing_is_a_problem_with_the_nearest_name():
    stray = BASE.experience("bt-wheel").replace(id="stray", village="bat-trangg")
    with pytest.raises(DataError) as caught:
        BASE | BASE.replace(experiences=(stray,))
    (problem,) = caught.value.problems
    assert (problem.code, problem.value, problem.fix) == ("village-unknown", "bat-trangg", "Bát Tràng or Quất Động")


def test_sessions_and_sources_of_the_right_are_added_and_the_later_date_holds():
    own = Catalogue.read(DATA / "own", base=BASE, on=date(2027, 1, 1))
    merged = BASE | own
    assert len(merged.sessions) == 2
    assert {"small", "assumed"} == {source.key for source in merged.sources}
    assert merged.as_of == date(2027, 1, 1)
    with pytest.raises(DataError, match="that is not there"):
        BASE.replace(villages=BASE.villages[1:]) | own
