"""One material's way through the villages."""

import pytest

from tourplanner.errors import DataError, UnknownIdError
from tourplanner.model import Provenance, Text
from tourplanner.network import CraftNetwork, Supply, packaged_supplies
from tourplanner.testing import small_catalogue


def supply(supplier, buyer, vi="Tăm tre", en="Bamboo sticks", confidence="press"):
    return Supply(
        supplier=supplier, buyer=buyer, material=Text(vi=vi, en=en), provenance=Provenance(confidence=confidence)
    )


def chain_of(asked, *supplies):
    return CraftNetwork(small_catalogue(), supplies=supplies).chain(asked)


def ids(chain):
    return [[village.id for village in stage] for stage in chain.stages]


STEPS = (
    supply("chuong", "quang-phu-cau"),
    supply("phu-vinh", "chuong"),
    supply("phu-vinh", "quat-dong"),
    supply("kieu-ky", "ha-thai", "Quỳ vàng", "Gold leaf", "recalled"),
)


@pytest.mark.parametrize("asked", ["Bamboo sticks", "bamboo-sticks", "tam tre", "TĂM TRE"])
def test_a_material_runs_from_its_first_supplier_to_its_last_buyer(asked):
    chain = chain_of(asked, *STEPS)
    assert ids(chain) == [["phu-vinh"], ["chuong", "quat-dong"], ["quang-phu-cau"]]
    assert [village.id for village in chain.villages] == ["phu-vinh", "chuong", "quat-dong", "quang-phu-cau"]
    assert len(chain.supplies) == 3
    assert chain.sourced


def test_a_craft_takes_all_that_leads_to_it_and_on_from_it_but_not_its_neighbours():
    assert ids(chain_of("incense", *STEPS)) == [["phu-vinh"], ["chuong"], ["quang-phu-cau"]]
    assert ids(chain_of("conical-hat", *STEPS)) == [["phu-vinh"], ["chuong"], ["quang-phu-cau"]]
    assert ids(chain_of("Mây tre đan", *STEPS)) == ids(chain_of("bamboo sticks", *STEPS))


def test_one_recollection_makes_the_chain_unsourced():
    chain = chain_of("lacquer", *STEPS)
    assert ids(chain) == [["kieu-ky"], ["ha-thai"]]
    assert not chain.sourced
    assert repr(chain) == "<Chain of lacquer: kieu-ky → ha-thai (not all of it sourced)>"


def test_villages_that_supply_one_another_share_a_stage():
    circle = (supply("chuong", "quat-dong"), supply("quat-dong", "chuong"), supply("quat-dong", "ha-thai"))
    assert ids(chain_of("bamboo sticks", *circle)) == [["chuong", "quat-dong"], ["ha-thai"]]


def test_a_craft_without_recorded_supplies_has_an_empty_chain_that_is_false():
    chain = chain_of("silk", *STEPS)
    assert not chain
    assert chain.stages == ()
    assert not chain.sourced
    assert "nothing recorded" in repr(chain)


def test_a_word_nobody_recorded_is_an_error_with_the_nearest():
    with pytest.raises(UnknownIdError) as caught:
        chain_of("gold leef", *STEPS)
    assert {"gold-leaf", "Gold leaf"} & set(caught.value.nearest)


def test_two_materials_between_the_same_villages_are_two_edges():
    pair = (supply("kieu-ky", "ha-thai", "Quỳ vàng"), supply("kieu-ky", "ha-thai", "Quỳ bạc", "Silver leaf"))
    graph = CraftNetwork(small_catalogue(), supplies=pair).graph
    materials = [
        data["material"]
        for data in graph["village:kieu-ky"]["village:ha-thai"].values()
        if data["relation"] == "supplies"
    ]
    assert materials == ["Quỳ vàng", "Quỳ bạc"]


def test_a_supply_between_villages_that_do_not_exist_is_refused():
    with pytest.raises(DataError) as caught:
        CraftNetwork(small_catalogue(), supplies=[supply("nowhere", "ha-thai"), supply("chuong", "no-place")])
    assert [problem.value for problem in caught.value.problems] == ["nowhere", "no-place"]


def test_what_is_packaged_says_where_it_comes_from():
    packaged = packaged_supplies("hanoi")
    assert {(each.supplier, each.buyer) for each in packaged if each.sourced} >= {
        ("kieu-ky", "son-dong"),
        ("kieu-ky", "ha-thai"),
        ("lang-so", "cu-da"),
    }
    for each in packaged:
        assert each.provenance.confidence in ("press", "recalled")
        assert each.sourced == bool(each.provenance.sources)
        assert each.sourced == (each.provenance.as_of is not None)
        assert each.provenance.note
        assert each.material.en
    assert packaged_supplies("elsewhere") == ()


def test_packaged_supplies_join_a_region_of_that_name_as_far_as_its_villages_go():
    network = CraftNetwork(small_catalogue().replace(region="hanoi"))
    assert [(each.supplier, each.buyer) for each in network.supplies] == [("kieu-ky", "ha-thai")]
    assert ids(network.chain("gold leaf")) == [["kieu-ky"], ["ha-thai"]]
    assert CraftNetwork(small_catalogue()).supplies == ()
