"""What the packaged region says: nothing of the raw tables is lost, nothing is surer than its source."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, time

import pytest

from tourplanner.almanac import LunarDate, in_season, windows
from tourplanner.catalogue.hanoi.build import SOURCE
from tourplanner.catalogue.packaged import load
from tourplanner.model import Recorded, Village

HANOI = load("hanoi")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def rows(name: str) -> list[dict[str, str]]:
    with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


RAW = {name: rows(name) for name in ("villages", "workshops_experiences", "festivals", "start_points", "routes_real")}
CORRECTED = {(row["record"], row["field"]) for row in rows("corrections")}
RECORDS: tuple[Recorded, ...] = (*HANOI.villages, *HANOI.hosts, *HANOI.experiences, *HANOI.festivals, *HANOI.starts)


def test_counts() -> None:
    visits = [each for each in HANOI.experiences if each.kind != "meal"]
    meals = [each for each in HANOI.experiences if each.kind == "meal"]
    assert (len(HANOI.villages), len(visits), len({each.village for each in visits})) == (100, 62, 51)
    assert (len(HANOI.festivals), len(HANOI.starts), len(HANOI.routes)) == (36, 18, 20)
    assert {row["key"] for row in rows("sources")} <= {source.key for source in HANOI.sources}
    assert len(rows("sources")) == 94
    assert {each.village for each in meals} == {each.village for each in visits}
    assert sorted(each.id for each in meals) == sorted(f"{id}-lunch" for id in {each.village for each in visits})


def test_ids_are_those_of_the_raw_tables() -> None:
    assert {row["id"] for row in RAW["villages"]} == {each.id for each in HANOI.villages}
    assert {row["id"] for row in RAW["start_points"]} == {each.id for each in HANOI.starts}
    assert {row["id"] for row in RAW["routes_real"]} == {each.id for each in HANOI.routes}
    assert {row["id"] for row in RAW["workshops_experiences"]} == {
        each.id for each in HANOI.experiences if each.kind != "meal"
    }


@pytest.mark.parametrize("row", RAW["workshops_experiences"], ids=lambda row: row["id"])
def test_each_field_of_a_visit_survives(row: dict[str, str]) -> None:
    visit = HANOI.experience(row["id"])
    assert (visit.name.vi, visit.name.en) == (row["name_vi"], row["name_en"])
    assert (visit.village, visit.kind, visit.role) == (row["village_id"], row["kind"], row["linkage_role"])
    assert (visit.minutes, visit.capacity) == (int(row["visit_minutes"]), int(row["capacity_people"]))
    assert ";".join(visit.languages) == row["languages"]
    assert visit.lead_days == int(row["booking_lead_days"])
    assert str(visit.ocop_stars or "") == row["ocop_stars"].replace("unrated", "")
    assert ";".join(map(str, visit.opening.lunar_days)) == row["open_lunar_days"]
    assert row["notes"] in visit.note
    assert row["season"] in visit.note
    if (row["id"], "price") not in CORRECTED:
        paid = [str(money.amount) if money else "" for money in (visit.price.adult, visit.price.child)]
        assert paid == [row["price_vnd_adult"], row["price_vnd_child"]]
        assert str(visit.price.year or "") == row["price_year"]
    assert visit.price.includes_lunch == ("lunch" in row["price_unit"])
    assert visit.price.per == ("group" if row["price_unit"] == "group" else "person")


@pytest.mark.parametrize("row", RAW["workshops_experiences"], ids=lambda row: row["id"])
def test_hours_of_each_weekday_survive_unless_corrected(row: dict[str, str]) -> None:
    opening = HANOI.experience(row["id"]).opening
    if {(row["id"], "hours"), (row["id"], "appointment_hours")} & CORRECTED:
        assert all(opening.weekly)
        assert opening.by_appointment == (row["open_mon"] == "by appointment")
        return
    written = [f"{each.open:%H:%M}-{each.close:%H:%M}" for ranges in opening.weekly for each in ranges]
    assert written == [row[f"open_{day}"] for day in DAYS]


@pytest.mark.parametrize("row", RAW["workshops_experiences"], ids=lambda row: row["id"])
def test_confidence_is_never_raised(row: dict[str, str]) -> None:
    visit = HANOI.experience(row["id"])
    for field, column in (("minutes", "visit_minutes"), ("capacity", "capacity"), ("languages", "languages")):
        assert visit.provenance[field].confidence == row[f"{column}_prov"]
    assert visit.fact("opening").verified == (row["hours_prov"] == "sourced")
    if (row["id"], "price") not in CORRECTED:
        assert visit.provenance["price"].confidence == row["price_prov"]


@pytest.mark.parametrize("row", RAW["villages"], ids=lambda row: row["id"])
def test_each_field_of_a_village_survives(row: dict[str, str]) -> None:
    village = HANOI.village(row["id"])
    tags = {tag: craft["id"] for craft in rows("crafts") for tag in craft["tags"].split(";")}
    assert (village.name.vi, village.name.en) == (row["name_vi"], row["name_en"])
    assert village.crafts == tuple(tags[tag] for tag in row["craft"].split(";"))
    place = village.place
    assert (place.lat, place.lon, place.accuracy_m) == (
        float(row["lat"]),
        float(row["lon"]),
        int(row["coordinate_accuracy_m"]),
    )
    assert row["recognised"].removesuffix(" craft village").removesuffix(" village") == village.recognition
    assert row["coordinate_source"] in village.provenance["place"].note
    assert row["notes"] == village.note


@pytest.mark.parametrize("row", RAW["villages"], ids=lambda row: row["id"])
def test_communes_before_and_after_the_reform(row: dict[str, str]) -> None:
    village = HANOI.village(row["id"])
    before, after = village.commune(date(2024, 12, 31)), village.commune(date(2025, 7, 1))
    assert before is not None
    assert after is not None
    assert (before.name, before.district, before.province) == (
        row["commune_before_2025_07"],
        row["district_before_2025_07"],
        row["province_before_2025_07"],
    )
    assert (after.name, after.district, after.province) == (
        row["commune_after_2025_07"],
        None,
        row["province_after_2025_07"],
    )


def test_the_first_merger_of_2025() -> None:
    spring = date(2025, 3, 1)
    named = {village.id: village.commune(spring) for village in HANOI.villages}
    merged = {id: commune.name for id, commune in named.items() if commune and commune.since == date(2025, 1, 1)}
    assert merged == {
        "kim-lan": "Kim Đức",
        "van-diem": "Vạn Nhất",
        "chang-son": "Thạch Xá",
        "huu-bang": "Quang Trung",
    }
    assert [id for id, commune in named.items() if commune is None] == ["trach-xa"]


def test_anchors_are_recognised_for_tourism_or_named_by_two_known_routes() -> None:
    named = Counter(id for row in RAW["routes_real"] for id in set(row["village_ids"].split(";")))
    expected = {
        row["id"] for row in RAW["villages"] if row["recognised"] == "tourism craft village" or named[row["id"]] >= 2
    }
    assert {village.id for village in HANOI.villages if village.standing == "anchor"} == expected
    assert all("derived" in village.provenance["standing"].note for village in HANOI.villages)
    assert all(not village.fact("standing").verified for village in HANOI.villages)


def test_nothing_is_said_that_nobody_has_said() -> None:
    def said(village: Village) -> bool:
        return (village.environment, village.at_risk, village.plan) != ("unknown", None, "unknown")

    assert not [village.id for village in HANOI.villages if said(village)]
    assert all(craft.at_risk is None for craft in HANOI.crafts)


def test_every_reference_resolves() -> None:
    villages, crafts = {each.id for each in HANOI.villages}, {each.id for each in HANOI.crafts}
    hosts = {each.id: each for each in HANOI.hosts}
    visits = {each.id for each in HANOI.experiences}
    assert {craft for village in HANOI.villages for craft in village.crafts} == crafts
    assert {each.village for each in (*HANOI.hosts, *HANOI.festivals)} <= villages
    assert {village for route in HANOI.routes for village in route.villages} <= villages
    assert {craft for each in HANOI.experiences for craft in each.crafts} <= crafts
    assert all(hosts[each.host].village == each.village for each in HANOI.experiences)
    assert {each.host for each in HANOI.experiences} == set(hosts)
    assert {id for each in HANOI.festivals for id in (*each.opens, *each.closes)} <= visits
    for records in (RECORDS, HANOI.crafts, HANOI.routes):
        kinds = Counter((type(record), record.id) for record in records)
        assert set(kinds.values()) == {1}


def test_a_visit_shows_crafts_of_its_village_or_heritage() -> None:
    heritage = {craft.id for craft in HANOI.crafts if craft.heritage}
    for visit in HANOI.experiences:
        assert set(visit.crafts) <= {*HANOI.village(visit.village).crafts, *heritage}, visit.id
        assert bool(visit.crafts) == (visit.kind != "meal")


def test_every_cited_source_is_listed_and_every_backed_fact_cites_one() -> None:
    keys = {source.key for source in HANOI.sources}
    for record in RECORDS:
        for field, provenance in record.provenance.items():
            assert hasattr(record, field), (record.id, field)
            assert set(provenance.sources) <= keys, (record.id, field)
            if provenance.confidence in ("official", "sourced", "press"):
                assert provenance.sources, (record.id, field)
                assert "recall" not in provenance.sources, (record.id, field)
            assert provenance.as_of is None or provenance.as_of <= HANOI.as_of, (record.id, field)
    for route in HANOI.routes:
        assert route.sources
        assert set(route.sources) <= keys
    assert {product.source for village in HANOI.villages for product in village.ocop} <= keys


def test_the_two_rated_tourism_products() -> None:
    rated = {each.id: each.ocop_stars for each in HANOI.experiences if each.ocop_stars}
    assert rated == {"hv-tour": 4, "pd-greenpark": 4}
    assert {village.id: village.ocop[0].stars for village in HANOI.villages if village.ocop} == {
        "hong-van": 4,
        "phu-dong": 4,
    }


def test_hosts_share_experiences_where_one_house_runs_them() -> None:
    assert {HANOI.experience(id).host for id in ("bt-museum", "bt-museum-full", "bt-wheel")} == {"bat-trang/museum"}
    assert HANOI.experience("tho-ha-lunch").host == HANOI.experience("th-ricepaper").host
    assert HANOI.experience("dong-ho-lunch").host == HANOI.experience("dh-center").host
    assert HANOI.host("kieu-ky/cooperative").kind == "cooperative"
    assert HANOI.experience("bt-museum-full").variant_of == "bt-museum"


def test_old_quarter_start() -> None:
    start = HANOI.start("hoan-kiem-old-quarter")
    assert (start.place.lat, start.place.lon) == (21.03181, 105.85206)
    assert start.provenance["place"].sources == ("osm-bus",)
    assert "OpenStreetMap" in HANOI.attributions[0]


def test_meals_tell_the_documented_from_the_assumed() -> None:
    meals = [each for each in HANOI.experiences if each.kind == "meal"]
    documented = {each.village for each in meals if each.fact("name").verified}
    assert documented == {"bat-trang", "chuong", "dong-ho", "duong-lam", "ngu-xa", "tho-ha"}
    for meal in meals:
        assert not meal.fact("opening").verified
        assert meal.role is None
        assert meal.opening.weekly[0][0].open == time(10, 30)
        if meal.village not in documented:
            assert meal.price.adult is None
            assert "chưa xác minh" in meal.name.vi


def test_duong_lam_can_be_walked_at_noon_though_its_households_rest() -> None:
    visit = HANOI.experience("dl-village")
    assert [str(each) for each in windows(visit.opening, date(2027, 3, 6))] == ["07:30–17:00"]
    assert "rest at noon" in visit.note


def test_kieu_ky_rests_for_its_founder_and_until_the_workshops_reopen() -> None:
    opening = HANOI.experience("kk-goldleaf").opening
    for lunar, is_open in (((8, 16), True), ((8, 17), False), ((8, 18), True), ((1, 10), False), ((1, 11), True)):
        day = LunarDate(year=2027, month=lunar[0], day=lunar[1]).solar()
        assert bool(windows(opening, day)) == is_open, lunar


def test_com_is_made_in_its_lunar_season_only() -> None:
    season = HANOI.experience("mt-com").opening.seasons
    inside = [
        in_season(season[0], LunarDate(year=2027, month=m, day=d).solar())
        for m, d in ((7, 14), (7, 15), (9, 29), (10, 1))
    ]
    assert inside == [False, True, True, False]
    assert not HANOI.experience("px-lotus").opening.seasons


def test_the_kite_festival_opens_its_show() -> None:
    opening = {each.id: each.opens for each in HANOI.festivals if each.opens}
    assert opening == {"ba-duong-noi/festival-3-14": ("bdn-festival",)}
    assert HANOI.experience("bdn-festival").provenance["opening"].confidence == "estimate"


def test_rain_matters_where_things_dry_outdoors() -> None:
    assert {each.id for each in HANOI.experiences if each.rain_sensitive} == {"qpc-dinh", "qpc-factory", "cd-mien"}


def test_people_find_crafts_by_the_words_they_use() -> None:
    for word, craft in {
        "gốm sứ": "pottery",
        "ceramics": "pottery",
        "nhang": "incense",
        "tơ lụa": "silk-weaving",
        "jewellery": "silver-gold",
        "khảm xà cừ": "mother-of-pearl-inlay",
        "bun tuoi": "noodles",
        "múa rối nước": "water-puppet",
    }.items():
        best = HANOI.find(word, 3)
        assert craft in [found.id for found in best], word
