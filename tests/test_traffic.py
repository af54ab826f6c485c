"""Traffic as data, what kind of day a date is, and drives through changing traffic against a slow judge."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tourplanner.almanac import LunarDate, tet
from tourplanner.errors import DataError, GoalError, UnknownIdError
from tourplanner.model import Provenance
from tourplanner.travel import Traffic
from tourplanner.travel.traffic import DayKind, Drives, table_hours

HANOI = Traffic.packaged("hanoi")
clocks = st.lists(st.integers(0, 86_400), min_size=1, max_size=6, unique=True).map(sorted)


@st.composite
def worlds(draw):
    """Clocks, factors of some rings, and drives."""
    times, rings = draw(clocks), draw(st.integers(1, 3))
    factor = st.floats(0.2, 5, allow_nan=False)
    factors = draw(st.lists(st.lists(factor, min_size=len(times), max_size=len(times)), min_size=rings, max_size=rings))
    seconds = st.integers(0, 12_000)
    drives = draw(st.lists(st.lists(seconds, min_size=rings, max_size=rings), min_size=1, max_size=3))
    return times, np.array(factors), np.array(drives, float).T


def judge(times, factors, ring_s, depart, step=1.0):
    """Second by second: how far a drive of that many seconds by day has come (the middle of each second counts)."""
    total, now, done = sum(ring_s), float(depart), 0.0
    if not total:
        return 0.0
    while done < total:
        rates = (factor_at(times, row, now + step / 2) for row in factors)
        mixed = sum(share * rate for share, rate in zip(ring_s, rates, strict=True)) / total
        done += step / mixed
        now += step
    return now - depart - (done - total) * mixed


def factor_at(times, row, moment):
    after = bisect_right(times, moment)
    if after == 0:
        return row[0]
    if after == len(times):
        return row[-1]
    share = (moment - times[after - 1]) / (times[after] - times[after - 1])
    return row[after - 1] + share * (row[after] - row[after - 1])


@settings(max_examples=40, deadline=None)
@given(world=worlds(), depart=st.integers(0, 86_400))
def test_drives_take_what_a_clock_ticked_second_by_second_says(world, depart):
    times, factors, ring_s = world
    found = Drives(times, factors, ring_s).takes(depart)
    for at, seconds in enumerate(found):
        # The judge takes a whole second at one rate: next to clocks an instant apart it is off by some seconds.
        assert seconds == pytest.approx(judge(times, factors, ring_s[:, at], depart), rel=1e-3, abs=12)


@settings(max_examples=150, deadline=None)
@given(world=worlds(), departs=st.tuples(st.integers(0, 90_000), st.integers(0, 90_000)))
def test_leaving_later_never_arrives_earlier_however_steep_the_factors(world, departs):
    drives, (early, late) = Drives(*world), sorted(departs)
    assert (early + drives.takes(early) <= late + drives.takes(late) + 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(world=worlds(), depart=st.integers(0, 90_000))
def test_factors_of_one_leave_times_as_they_are_to_the_last_bit(world, depart):
    times, factors, ring_s = world
    assert (Drives(times, np.ones_like(factors), ring_s).takes(depart) == ring_s.sum(axis=0)).all()


KINDS = [kind.name for kind in HANOI.kinds]


@pytest.mark.parametrize("kind", KINDS)
def test_straight_lines_between_the_tables_stay_within_a_minute_at_every_minute_of_the_day(kind):
    hours = table_hours(HANOI, kind, 1.0, 45.0)
    rings = [[600, 0, 0], [1500, 600, 0], [1200, 1200, 3000], [0, 900, 6000], [900, 900, 7000], [0, 0, 4000]]
    drives = Drives(HANOI.clocks, HANOI.table(kind), np.array(rings, float).T)
    tables = np.array([drives.takes(hour) for hour in hours])
    assert (hours[0], hours[-1]) == (5 * 3600, 22 * 3600)
    assert len(hours) <= 40
    for depart in range(hours[0], hours[-1] + 1, 60):
        exact = drives.takes(depart)
        line = [np.interp(depart, hours, column) for column in tables.T]
        assert np.abs(exact - line).max() <= 60, depart


def test_fewer_tables_do_where_less_is_asked():
    lengths = [len(table_hours(HANOI, "workday", 1.0, tolerance)) for tolerance in (30.0, 45.0, 120.0, 360.0)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] <= 12
    assert table_hours(HANOI, "workday", 0.0, 1.0) == (5 * 3600, 22 * 3600)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2027-03-22", "workday"), ("2027-03-20", "saturday"), ("2027-03-21", "sunday"),
        ("2027-01-27", "before-tet"), ("2027-01-26", "workday"), ("2027-02-04", "before-tet"),
        ("2027-02-05", "tet"), ("2027-02-06", "tet"), ("2027-02-11", "tet"), ("2027-02-12", "workday"),
        ("2027-04-30", "sunday"), ("2027-09-02", "sunday"), ("1999-05-03", "workday"),
    ],
)  # fmt: skip
def test_the_calendar_says_what_kind_of_day_it_is(day, kind):
    assert HANOI.kind(date.fromisoformat(day)) == kind


@given(year=st.integers(1901, 2198), day=st.integers(-1, 5))
def test_from_the_eve_to_the_sixth_it_is_tet(year, day):
    on = date.fromordinal(tet(year).toordinal() + day)
    assert HANOI.kind(on) == "tet"
    assert day < 0 or (LunarDate.of(on).month, LunarDate.of(on).day) == (1, day + 1)


def test_festivals_are_where_the_operator_says():
    feast = HANOI.with_days({date(2027, 2, 20): "festival"})
    assert feast.kind(date(2027, 2, 20)) == "festival"
    assert HANOI.kind(date(2027, 2, 20)) == "saturday"
    with pytest.raises(GoalError, match="2027-02-20 is said to be 'feast', which is none of workday, saturday"):
        HANOI.with_days({date(2027, 2, 20): "feast"})


def test_a_kind_of_day_without_factors_is_driven_as_a_workday():
    plain = replace(HANOI, kinds=(HANOI.of("workday"),))
    assert {plain.kind(date(2027, 2, day)) for day in range(1, 29)} == {"workday"}
    with pytest.raises(UnknownIdError, match="there is no kind of day 'tet'; nearest: workday"):
        plain.of("tet")


def test_a_point_on_a_radius_belongs_to_the_ring_outside():
    north = np.degrees(6000 / 6_371_008.8)
    lat = HANOI.centre[0] + np.array([0, north - 1e-6, north, 2 * north + 1e-6])
    assert HANOI.rings(lat, np.full(4, HANOI.centre[1])).tolist() == [0, 0, 1, 2]
    assert HANOI.ring_names() == ("< 6 km", "6–12 km", "> 12 km")


def test_the_packaged_data_say_how_sure_they_are():
    assert [kind.name for kind in HANOI.kinds] == ["workday", "saturday", "sunday", "before-tet", "tet", "festival"]
    for kind in HANOI.kinds:
        assert kind.provenance.confidence == "estimate"
        assert "own estimate" in kind.provenance.note
    table = dict(zip(HANOI.clocks, np.array(HANOI.of("workday").factors).T.tolist(), strict=True))
    assert table[8 * 3600 + 1800] == [1.45, 1.30, 1.10]
    assert table[17 * 3600 - 1800] == [1.55, 1.35, 1.10]
    assert table[9 * 3600 + 1800] == table[15 * 3600 + 1800] == [1.0, 1.0, 1.0]


def test_traffic_that_does_not_fit_together_is_told_whole():
    with pytest.raises(GoalError) as caught:
        Traffic("x", (91.0, 0.0), (5.0, 3.0), (7, 7), (DayKind("sunday", ((1.0, 9.0),)),), spread=1.5)
    for fault in ("centre 91", "rings_m", "clocks", "spread 1.5", '"workday" among', "3 rows of 2", "9 is no factor"):
        assert fault in str(caught.value), fault


numbers = st.floats(0.2, 5).map(lambda value: round(value, 4))
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


@st.composite
def traffics(draw):
    rings = sorted(draw(st.sets(st.integers(1, 50_000), max_size=3)))
    times = [60 * each for each in sorted(draw(st.sets(st.integers(0, 1440), min_size=1, max_size=5)))]
    names = ["workday", *draw(st.lists(st.sampled_from(["tet", "sunday", "hội làng", 'a "b"']), unique=True))]
    row = st.lists(numbers, min_size=len(times), max_size=len(times)).map(tuple)
    kinds = tuple(
        DayKind(
            name,
            tuple(draw(st.lists(row, min_size=len(rings) + 1, max_size=len(rings) + 1))),
            Provenance(confidence="estimate", note=draw(texts), sources=tuple(draw(st.lists(texts, max_size=2)))),
        )
        for name in names
    )
    return Traffic(
        draw(texts.filter(str.strip)), (21.0, 105.8), tuple(map(float, rings)), tuple(times), kinds,
        dates=tuple(sorted(draw(st.dictionaries(st.dates(), st.sampled_from(names), max_size=3)).items())),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(traffic=traffics())
def test_what_is_saved_is_read_again(traffic, tmp_path_factory):
    path = tmp_path_factory.mktemp("traffic") / "own.traffic.toml"
    traffic.save(path)
    assert Traffic.load(path) == traffic
    assert hash(Traffic.load(path)) == hash(traffic)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


GOOD = """
schema = 1
title = "Small"
centre = [21.0, 105.8]
rings_m = [6000]
clocks = ["07:30", "09:30"]
spread = 0.25
basis_vi = "ước tính"
basis_en = "estimate"
[kinds.workday]
confidence = "estimate"
note = "a test"
factors = [[1.4, 1.0], [1.1, 1.0]]
[dates]
2027-02-20 = "workday"
"""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"schema = 1": "schema = 2"}, ["schema: '2': is no schema"]),
        ({'"07:30"': '"7h30"'}, ["clocks", "7h30", 'as ["06:30"']),
        ({"spread = 0.25": ""}, ["spread: is missing → give a share"]),
        ({"spread = 0.25": "spread = 0.25\nspeed = 3", "6000": '"6 km"'}, ["speed: '3'", "rings_m: \"['6 km']\""]),
        ({"1.4, 1.0": "1.4"}, ["workday: 2 rows of 2 factors are needed, not rows of [1, 2]"]),
        ({"1.4": "14.0", "1.1": "0.1"}, ["ring 1, 07:30: 14 is no factor", "ring 2, 07:30: 0.1 is no factor"]),
        ({'"estimate"\nnote': '"sure"\nnote', "[21.0, 105.8]": "[21.0]"}, ["confidence: 'sure'", "centre: '[21.0]'"]),
        ({'= "workday"': '= "feast"'}, ["2027-02-20 is said to be 'feast'"]),
        ({"[kinds.workday]": "[kinds.sunday]", '= "workday"': '= "sunday"'}, ['"workday" among them']),
        ({"[kinds.workday]": "[kind.workday]"}, ["kind:", "kinds: kinds of day are missing"]),
        ({"note = ": "notes = "}, ["kinds.workday.notes: 'a test': is no field of a kind of day"]),
        ({"note = \"a test\"": "note = 3"}, ["kinds.workday: as_of is a day"]),
        ({"title = ": "title "}, ["is no TOML"]),
    ],
)  # fmt: skip
def test_all_faults_of_a_file_are_told_at_once(changes, told, tmp_path):
    text, path = GOOD, tmp_path / "own.traffic.toml"
    path.write_text(text, encoding="utf-8")
    assert Traffic.load(path).kind(date(2027, 2, 20)) == "workday"
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Traffic.load(path)
    for words in told:
        assert words in str(caught.value), str(caught.value)


def test_a_file_that_is_not_there_and_a_region_without_traffic_are_named(tmp_path):
    with pytest.raises(DataError, match=r"none\.toml: there is no such file"):
        Traffic.load(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="cannot be read"):
        Traffic.load(tmp_path / "bytes.toml")
    with pytest.raises(UnknownIdError, match="there is no packaged traffic 'hue'; nearest: hanoi"):
        Traffic.packaged("hue")
