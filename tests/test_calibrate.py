"""Factors planted in synthetic trips are found again; few trips and outliers do no harm; errors are of trips unseen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

import tourplanner as tp
from tourplanner.errors import DataError, GoalError
from tourplanner.model import HANOI, Place
from tourplanner.travel import RoadTravel, Traffic, Trip, calibrate, read_trips
from tourplanner.travel.calibration.fit import fitted
from tourplanner.travel.calibration.samples import samples
from tourplanner.travel.traffic import Drives

TRAVEL = RoadTravel.packaged("hanoi")
OLD = TRAVEL.traffic
NOISE = 0.12
HEAD = "origin_lat,origin_lon,destination_lat,destination_lon,depart,minutes,vehicle\n"


@pytest.fixture(scope="module")
def known():
    """Sixty places, and what the ways between them are made of."""
    region = tp.load("hanoi")
    places = [each.place for each in (*region.starts, *region.villages)][:60]
    return places, TRAVEL.unrounded(places).parts()


def planted(change):
    """The packaged traffic with each factor multiplied by ``change(ring, clock)``."""
    kinds = tuple(
        replace(kind, factors=tuple(
            tuple(factor * change(ring, OLD.clocks[at] / 3600) for at, factor in enumerate(row))
            for ring, row in enumerate(kind.factors)
        ))
        for kind in OLD.kinds
    )  # fmt: skip
    return replace(OLD, kinds=kinds)


SLOW = planted(lambda ring, hour: 1.15 + 0.1 * (ring == 0) + 0.15 * (7 <= hour <= 9))


def driven(known, truth, count, *, noise=NOISE, far_off=0.0, seed=3, from_minute=330, to_minute=1260):
    """Trips that take what the truth says, times an error; some of them two and a half times as long."""
    (places, parts), chance, trips = known, np.random.default_rng(seed), []
    while len(trips) < count:
        origin, target = (int(each) for each in (chance.integers(0, 18), chance.integers(0, len(places))))
        if parts.ring_ms[:, origin, target].sum() < 600_000:
            continue
        minute = int(chance.integers(from_minute, to_minute))
        depart = datetime(2027, 3, 1, tzinfo=HANOI) + timedelta(days=int(chance.integers(0, 5)), minutes=minute)
        ring_s = parts.ring_ms[:, origin, target][:, None] / 1000
        drive = Drives(truth.clocks, truth.table(truth.kind(depart.date())), ring_s)
        seconds = float(drive.takes(60 * minute)[0]) * np.exp(chance.normal(0, noise))
        seconds *= 2.5 if chance.random() < far_off else 1
        trips.append(Trip(places[origin], places[target], depart, seconds))
    return trips


def off(traffic, truth, kind="workday"):
    """By how much each factor is off, as a share."""
    return np.abs(np.array(traffic.of(kind).factors) / np.array(truth.of(kind).factors) - 1)


@pytest.mark.parametrize("far_off", [0.0, 0.05])
def test_planted_factors_are_found_again_also_among_outliers(known, far_off):
    found, _ = samples(driven(known, SLOW, 600, far_off=far_off), TRAVEL, OLD)
    traffic, support = fitted(OLD, found)
    sure = support["workday"] > 8
    assert sure.sum() >= 20
    assert off(OLD, SLOW)[sure].min() > 0.12
    assert off(traffic, SLOW)[sure].max() < 0.09
    assert off(traffic, SLOW)[sure].mean() < 0.04


def test_held_out_trips_are_met_better_and_the_report_says_how_many(known):
    trips = driven(known, SLOW, 200)
    found = calibrate(trips, TRAVEL)
    assert found.better
    assert found.before.mean > 17
    assert found.after.mean < 1.15 * np.mean(np.abs(np.expm1(np.random.default_rng(1).normal(0, NOISE, 10_000)))) * 100
    assert abs(found.after.bias) < 3 < abs(found.before.bias)
    assert found.used == 200
    for groups in (found.by_ring, found.by_slot):
        assert sum(group.trips for group in groups) == 200
    assert found.recommended is found.traffic
    assert "200 trips" in found.report
    assert "use them" in str(found)
    assert re.search(r"07:30–08:30 +\d+", found.report)


def test_the_error_reported_is_of_trips_the_fit_did_not_see(known):
    """Noise alone: a fit measured on its own trips would look better than the truth; held out it does not."""
    trips = driven(known, OLD, 30, noise=0.5)
    found = calibrate(trips, TRAVEL)
    data, _ = samples(trips, TRAVEL, OLD)
    seen = np.abs(data.predicted_s(found.traffic) / data.took_s - 1).mean() * 100
    assert seen < found.after.mean


@pytest.mark.parametrize("count", [12, 40, 200])
@pytest.mark.parametrize("seed", [3, 4])
def test_where_nothing_is_to_be_learnt_little_is_lost(known, count, seed):
    """Trips that the old factors describe: the mean error rises by less than a tenth of itself and a point."""
    found = calibrate(driven(known, OLD, count, seed=seed), TRAVEL)
    assert found.after.mean < 1.1 * found.before.mean + 1
    assert np.median(off(found.traffic, OLD)) < 0.05
    if not found.better:
        assert found.recommended is OLD
        assert "keep the old ones" in str(found)


def test_few_trips_move_all_factors_a_little_and_many_one_a_lot(known):
    few = calibrate(driven(known, SLOW, 12), TRAVEL).traffic
    many = calibrate(driven(known, SLOW, 300), TRAVEL).traffic
    assert off(many, SLOW).mean() < off(few, SLOW).mean() < off(OLD, SLOW).mean()


def test_what_no_trip_drove_through_stays_and_is_told(known):
    found = calibrate(driven(known, SLOW, 60, from_minute=600, to_minute=780), TRAVEL)
    new, old = (np.array(each.of("workday").factors) for each in (found.traffic, OLD))
    night = np.array(OLD.clocks) > 19 * 3600
    assert (new[:, night] == old[:, night]).all()
    assert (new[:, (np.array(OLD.clocks) == 34_200)] != 1).all()
    for kind in ("saturday", "sunday", "before-tet", "tet", "festival"):
        assert found.traffic.of(kind) == OLD.of(kind)
    ((kind, same, whole),) = found.kept
    assert (kind, whole) == ("workday", 36)
    assert 18 <= same < 36
    assert f"workday: {same} of 36 factors kept for want of trips" in str(found)
    assert "kept whole, no trips: saturday, sunday, before-tet, tet, festival" in str(found)


def test_the_result_says_what_it_rests_on_and_can_be_used(known, tmp_path):
    found = calibrate(driven(known, SLOW, 60), TRAVEL)
    found.save(tmp_path / "own.traffic.toml")
    own = Traffic.load(tmp_path / "own.traffic.toml")
    assert own == found.traffic
    known_by = own.of("workday").provenance
    assert known_by.confidence == "sourced"
    assert re.fullmatch(r"own trips, 2027-03-01 – 2027-03-05", known_by.sources[0])
    assert known_by.note.startswith("fitted to 60 own trips")
    assert 0.1 < own.spread < 0.35
    travel = RoadTravel.packaged("hanoi", traffic=own)
    assert "hiệu chỉnh theo 60 chuyến thực tế đến 3/2027" in travel.basis
    ends = known[0][6], known[0][30]
    assert travel.matrix(ends).leg_s(0, 1, 36_000) > TRAVEL.matrix(ends).leg_s(0, 1, 36_000)
    assert (travel.matrix(ends).spread == own.spread).all()


def test_the_same_trips_and_seed_give_the_same_result(known):
    trips = driven(known, SLOW, 40)
    assert calibrate(trips, TRAVEL) == calibrate(trips, TRAVEL)
    assert calibrate(trips, TRAVEL, seed=2).traffic == calibrate(trips, TRAVEL).traffic


def test_trips_that_say_nothing_of_traffic_are_left_out_with_the_reason(known):
    trips = driven(known, SLOW, 20)
    here, noon = known[0][6], datetime(2027, 3, 1, 5, tzinfo=UTC)
    trips += [
        Trip(here, Place(lat=22.5, lon=105.8), noon, 9_000.0),
        Trip(here, here, noon, 300.0),
        replace(trips[0], vehicle="walking"),
        replace(trips[0], vehicle="motorbike"),
    ]
    found = calibrate(trips, TRAVEL)
    assert found.left_out == (
        ("by walking: meets no traffic", 1), ("next door: walked", 1), ("outside the area of the roads", 1)
    )  # fmt: skip
    assert found.used == 21
    assert "left out: 1 outside the area of the roads" in str(found)


def test_what_cannot_be_fitted_is_told(known):
    trips = driven(known, SLOW, 9)
    with pytest.raises(GoalError, match=r"9 trips in 5 folds are too few.*10 trips are needed$"):
        calibrate(trips, TRAVEL)
    with pytest.raises(GoalError, match=r"left out: 9 by bicycle: meets no traffic"):
        calibrate([replace(trip, vehicle="bicycle") for trip in trips], TRAVEL)
    with pytest.raises(GoalError, match="travel has no traffic to begin with"):
        calibrate(trips, replace(TRAVEL, traffic=None))
    here = known[0][0]
    with pytest.raises(GoalError, match="with its time zone"):
        Trip(here, here, datetime(2027, 3, 1, 8), 600.0)
    with pytest.raises(GoalError, match="-600 s is no duration"):
        Trip.between(here, here, datetime(2027, 3, 1, 8, 10, tzinfo=HANOI), datetime(2027, 3, 1, 8, tzinfo=HANOI))
    with pytest.raises(GoalError, match="there is no vehicle 'bus'"):
        Trip(here, here, datetime(2027, 3, 1, 8, tzinfo=HANOI), 600.0, "bus")


def test_trips_are_read_from_a_table(tmp_path):
    path = tmp_path / "trips.csv"
    rows = "21.0287,105.8524,20.9747,105.9127,2027-03-20 08:00,41.5,coach\n21,105,21,106,2027-03-20T08:00Z,30,\n"
    path.write_text("\ufeff" + HEAD + rows, encoding="utf-8")
    one, other = read_trips(path)
    assert one == Trip(
        Place(lat=21.0287, lon=105.8524), Place(lat=20.9747, lon=105.9127),
        datetime(2027, 3, 20, 8, tzinfo=HANOI), 2490.0, "coach",
    )  # fmt: skip
    assert (other.depart.astimezone(HANOI).hour, other.vehicle) == (15, None)
    assert one.depart.date() == date(2027, 3, 20)


def test_all_faults_of_a_table_are_told_at_once(tmp_path):
    path = tmp_path / "trips.csv"
    good, bad = "21,105.8,20.9,105.9,2027-03-20 08:00,40,", "105.8,x,20.9,105.9,yesterday,0,bus"
    path.write_text(HEAD + "\n".join([good, bad, "21,105.8,20.9,105.9,2027-03-20,"]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_trips(path)
    assert [(each.row, each.column, each.value) for each in caught.value.problems] == [
        (3, "origin_lat", "105.8"), (3, "origin_lon", "x"), (3, "depart", "yesterday"), (3, "minutes", "0"),
        (3, "vehicle", "bus"), (4, "minutes", "(empty)"),
    ]  # fmt: skip
    assert all(each.fix for each in caught.value.problems)
    path.write_text("from,to,minutes\n1,2,3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"5 problems(.|\n)*column origin_lat: is missing → add the column"):
        read_trips(path)
    with pytest.raises(DataError, match=r"none\.csv: cannot be read"):
        read_trips(tmp_path / "none.csv")
