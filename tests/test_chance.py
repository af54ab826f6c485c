"""The simulation against closed forms, against a twin in plain Python, and against itself with more room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from math import erf, exp, isclose, log, sqrt

import numpy as np
import pytest
from chance_cases import ONLY_ROADS, at, day_of
from hypothesis import given
from hypothesis import strategies as st
from rules_cases import later, tour, two_days, with_day, with_leg

from tourplanner.chance import punctuality
from tourplanner.chance.simulate import Luck, lived
from tourplanner.chance.timetable import timetable
from tourplanner.errors import GoalError
from tourplanner.model import Chance, Itinerary, Opening, Spread, TimeRange

TRIALS = 4_000
USUAL = Spread()


def phi(z: float) -> float:
    """The standard normal distribution function."""
    return (1 + erf(z / sqrt(2))) / 2


def near(chance: Chance, expected: float) -> bool:
    """Within four standard errors of what it should be."""
    return abs(chance.p - expected) <= 4 * sqrt(expected * (1 - expected) / chance.trials) + 1e-9


def ends_at(one: Itinerary, clock: str) -> Itinerary:
    changed: Itinerary = one.replace(goal=one.goal.replace(day=(time(0, 1), time.fromisoformat(clock))))
    return changed


# closed forms


@pytest.mark.parametrize("limit", ["10:40", "11:00", "11:20", "12:00"])
@pytest.mark.parametrize(("mode", "spread"), [("drive", 0.2), ("walk", 0.1)])
def test_one_leg_is_a_lognormal(limit, mode, spread):
    one = ends_at(day_of("10:00", [60], mode=mode), limit)
    found = punctuality(one, ONLY_ROADS, trials=TRIALS)
    minutes = (at(limit) - at("10:00")) / timedelta(minutes=1)
    assert near(found.days[0].end, phi(log(minutes / 60) / spread))
    assert near(found.days[0].printed, 0.5)
    assert isclose(found.days[0].late_90_s, 3600 * (exp(1.2816 * spread) - 1), rel_tol=0.1)


@pytest.mark.parametrize(("depart", "share"), [("15:00", 0.0), ("15:45", 0.75), ("16:30", 1.0), ("18:45", 0.75)])
def test_a_leg_in_peak_hours_is_slower_by_the_share_that_lies_in_them(depart, share):
    spread = Spread(drive=0.1, peak=0.3, peak_factor=1.5, common=0.3)
    one = ends_at(day_of(depart, [60]), "23:00")
    wide = 0.1 + share * 0.2
    median = 60 * (1 + share * 0.5)
    slack = median * exp(0.8 * wide)
    limit = (at(depart) + timedelta(minutes=slack)).time()
    one = one.replace(goal=one.goal.replace(day=(time(0, 1), limit)))
    assert near(punctuality(one, spread, trials=TRIALS).days[0].end, phi(0.8))


@pytest.mark.parametrize("slack", [0, 3, 10, 30])
def test_an_overrun_is_exponential(slack):
    spread = replace_spread(Spread.none(), overrun=0.2)
    one = day_of("10:00", [30, 30], [{"minutes": 60}])
    found = punctuality(ends_at(one, f"12:{slack:02}"), spread, trials=TRIALS)
    assert near(found.days[0].end, 1 - exp(-slack / 12))
    assert found["visit-0"].on_time.p == 1.0
    assert isclose(found.days[0].late_s, 60 * 12 * log(2), rel_tol=0.1)


@pytest.mark.parametrize("extra", [5, 12, 25])
def test_legs_with_all_their_luck_in_common_are_one_long_leg(extra):
    spread = replace_spread(ONLY_ROADS, common=1.0)
    one = day_of("10:00", [40, 50, 30], [{"minutes": 20}, {"minutes": 40}])
    limit = (at("13:00") + timedelta(minutes=extra)).time()
    found = punctuality(ends_at(one, limit.isoformat()), spread, trials=TRIALS)
    assert near(found.days[0].end, phi(log(1 + extra / 120) / 0.2))


@pytest.mark.parametrize(("extra", "common"), [(5, 0.0), (15, 0.0), (15, 0.5), (30, 0.8)])
def test_two_legs_with_some_luck_in_common(extra, common):
    """Integrated over the day's traffic and the first leg's own luck on a grid."""
    one = day_of("10:00", [40, 50], [{"minutes": 60}])
    limit = (at("12:30") + timedelta(minutes=extra)).time()
    found = punctuality(ends_at(one, limit.isoformat()), replace_spread(ONLY_ROADS, common=common), trials=TRIALS)
    grid = (np.arange(400) + 0.5) / 400
    z = np.array([inverse(each) for each in grid])
    traffic, own = np.meshgrid(z, z)
    late = np.maximum(0.0, 40 * np.exp(0.2 * (sqrt(common) * traffic + sqrt(1 - common) * own)) - 40)
    left = np.log((50 + extra - late).clip(1e-9) / 50) / 0.2
    chance = np.vectorize(phi)((left - sqrt(common) * traffic) / sqrt(1 - common)).mean()
    assert near(found.days[0].end, float(chance))


def inverse(p: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


@pytest.mark.parametrize("slack", [0, 5, 20])
def test_a_session_waits_for_nobody(slack):
    begin = (at("11:00") + timedelta(minutes=slack)).time().isoformat()
    one = day_of("10:00", [60, 60], [{"minutes": 30, "begin": begin, "session": "show"}])
    stop = punctuality(one, ONLY_ROADS, trials=TRIALS)["visit-0"]
    expected = phi(log((60 + slack) / 60) / 0.2)
    assert near(stop.admitted, expected)
    assert stop.on_time.p >= stop.admitted.p


def test_who_misses_a_start_takes_the_next_one_and_who_misses_the_last_drives_on():
    fixed = Opening.model_validate(Opening.daily(time(8), time(17)).model_dump() | {"starts": (time(11), time(11, 30))})
    one = day_of("10:00", [60, 60], [{"minutes": 30, "begin": "11:00", "opening": fixed}])
    found = punctuality(ends_at(one, "12:30"), ONLY_ROADS, trials=TRIALS)
    assert near(found["visit-0"].admitted, phi(log(1.5) / 0.2))
    plan = timetable(one, one.days[0], ONLY_ROADS)
    what = lived(plan, Luck(1, 0, TRIALS, 0.0))
    slow = Luck(1, 0, TRIALS, 0.0)
    first, last = slow.leg(plan.moves[0]), slow.leg(plan.moves[1])
    leaves = np.where(first <= 3600, 5400.0, np.where(first <= 5400, 7200.0, np.maximum(first, 5400.0)))
    assert np.allclose(what.back, 36_000 + leaves + last)


def test_a_noon_rest_delays_and_a_closed_door_ends_it():
    rest = Opening.model_validate(
        {"weekly": ((TimeRange(open=time(8), close=time(11, 30)), TimeRange(open=time(14), close=time(17))),) * 7}
    )
    one = day_of("10:00", [60, 30], [{"minutes": 30, "opening": rest}])
    found = punctuality(ends_at(one, "14:30"), ONLY_ROADS, trials=TRIALS)
    assert found["visit-0"].admitted.p == 1.0
    assert near(found.days[0].end, 0.5)
    short = rest.replace(weekly=((TimeRange(open=time(8), close=time(11, 30)),),) * 7)
    shut = punctuality(day_of("10:00", [60, 30], [{"minutes": 30, "opening": short}]), ONLY_ROADS, trials=TRIALS)
    assert near(shut["visit-0"].admitted, 0.5)


def test_waiting_works_delay_off():
    waits = day_of("10:00", [60, 60], [{"minutes": 30, "begin": "11:30", "onward": "12:10"}])
    plan = timetable(waits, waits.days[0], ONLY_ROADS)
    luck = Luck(1, 0, TRIALS, 0.0)
    first, last = luck.leg(plan.moves[0]), luck.leg(plan.moves[1])
    expected = np.maximum(np.maximum(36_000 + first, 41_400) + 1_800, 43_800) + last
    assert np.allclose(lived(plan, Luck(1, 0, TRIALS, 0.0)).back, expected)


@pytest.mark.parametrize(("begin", "served"), [("10:30", True), ("12:00", True), ("08:45", None)])
def test_a_visit_that_serves_lunch_is_the_lunch_if_it_lies_over_the_window(begin, served):
    one = day_of("07:30", [60, 60], [{"minutes": 120, "begin": begin}])
    stop = one.days[0].stops[0]
    price = stop.experience.price.replace(includes_lunch=True)
    one = with_day(one, stops=(stop.replace(experience=stop.experience.replace(price=price)),))
    (day,) = punctuality(one, ONLY_ROADS, trials=TRIALS).days
    assert (day.lunch is None) == (served is None)
    if day.lunch:
        slack = (at("13:15") - at("07:30")) / timedelta(minutes=60)
        assert near(day.lunch, phi(log(slack) / 0.2))


# no spread: it happens as printed, or not at all


def test_without_spread_every_promise_is_kept_for_sure():
    found = punctuality(tour(), Spread.none(), trials=50)
    (day,) = found.days
    chances = [found.kept, day.printed, day.end, day.kept, day.lunch]
    chances += [chance for stop in found.stops for chance in (stop.on_time, stop.admitted)]
    assert {chance.p for chance in chances if chance} == {1.0}
    assert {stop.late_90_s for stop in found.stops} == {0}


def test_without_spread_what_is_too_late_never_is_in_time():
    shifted = tour()
    shifted = with_day(shifted, **dict(later(shifted.days[0], 8 * 60)))
    found = punctuality(shifted, Spread.none(), trials=50)
    (day,) = found.days
    assert (found.kept.p, day.end.p, day.lunch.p if day.lunch else None) == (0.0, 0.0, 0.0)
    assert found.stops[-1].admitted.p == 0.0
    assert day.printed.p == 1.0


# more room is never worse


@given(
    st.lists(st.integers(5, 90), min_size=2, max_size=5),
    st.integers(1, 90),
    st.integers(0, 3),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_more_room_never_lowers_a_chance(moves, room, where, common, seed):
    """Whoever is shut out early gains time for later stops: with doors that close, only `kept` can be compared."""
    spread = replace_spread(USUAL, common=common, peak_factor=1.0, peak=0.17)
    number = where % (len(moves) - 1)

    def at_doors(closing: Callable[[int], int]) -> Itinerary:
        visits = [
            {
                "minutes": 45,
                "begin": f"{8 + 2 * n:02}:00",
                "opening": Opening.daily(time(6), time(9 + 2 * n, closing(n))),
            }
            for n in range(len(moves) - 1)
        ]
        return ends_at(day_of("06:30", moves, visits), "17:30")

    def sooner(day: Itinerary) -> Itinerary:
        depart = day.days[0].depart - timedelta(minutes=min(room, 85))
        return with_day(with_leg(day, 0, depart=depart), depart=depart)

    one = at_doors(lambda _: 0)
    kept = punctuality(one, spread, trials=400, seed=seed).kept.hits
    for roomy in (ends_at(one, "18:30"), sooner(one), at_doors(lambda n: min(59, room) if n == number else 0)):
        assert punctuality(roomy, spread, trials=400, seed=seed).kept.hits >= kept
    free = ends_at(day_of("06:30", moves, [{"minutes": 45}] * (len(moves) - 1)), "17:30")
    before, after = (punctuality(each, spread, trials=400, seed=seed) for each in (free, sooner(free)))
    assert after.days[0].end.hits >= before.days[0].end.hits
    assert all(a.on_time.hits >= b.on_time.hits for a, b in zip(after.stops, before.stops, strict=True))


# a twin in plain Python


def twin(plan, legs, overruns):
    """One day, told step by step; arrivals (None where shut out), lunch in its window, and the return."""
    now, arrivals, admitted, fed = plan.moves[0].depart, [], [], None
    for number, call in enumerate(plan.calls):
        now += legs[number]
        arrivals.append(now)
        onward = plan.moves[number + 1].depart
        begin = None
        for first, last in call.windows:
            if begin is None and max(now, call.begin) <= last:
                begin = max(now, call.begin, first)
        admitted.append(begin is not None)
        if begin is not None:
            now = begin + call.seconds + overruns[number]
        if call.lunch:
            fed = begin is not None and call.lunch[0] <= begin <= call.lunch[1]
        now = max(now, onward)
    return arrivals, admitted, fed, now + legs[-1]


def test_all_trials_at_once_are_the_days_one_by_one():
    wild = Spread(drive=0.6, peak=0.8, walk=0.3, overrun=0.5)
    one = tour()
    plan = timetable(one, one.days[0], wild)
    trials = 300
    found = lived(plan, Luck(5, 0, trials, wild.common))
    luck = Luck(5, 0, trials, wild.common)
    legs = np.array([luck.leg(move) for move in plan.moves])
    overruns = np.array([luck.overrun(call) for call in plan.calls])
    shut = 0
    for trial in range(trials):
        arrivals, admitted, fed, back = twin(plan, legs[:, trial], overruns[:, trial])
        assert np.allclose(arrivals, [each[trial] for each in found.arrive])
        assert admitted == [bool(each[trial]) for each in found.admitted]
        assert found.fed is not None
        assert fed == bool(found.fed[trial])
        assert isclose(back, found.back[trial])
        shut += not all(admitted)
    assert 10 < shut < 290


# seeds, days, intervals


def test_the_same_seed_lives_the_same_days():
    assert punctuality(tour(), trials=500) == punctuality(tour(), trials=500)
    assert punctuality(tour(), trials=500, seed=2) != punctuality(tour(), trials=500).replace(seed=2)


def test_days_of_a_tour_have_luck_of_their_own():
    one = two_days(("kk-goldleaf", "bt-wheel"), ("kk-goldleaf", "bt-wheel"))
    found = punctuality(one, trials=TRIALS)
    first, second = (day.printed for day in found.days)
    assert first.hits != second.hits
    assert abs(first.p - second.p) < 0.06
    kept = [day.kept.p for day in found.days]
    assert near(found.kept, kept[0] * kept[1]) or abs(found.kept.p - kept[0] * kept[1]) < 0.03
    assert found.kept.p <= min(kept)


def test_the_whole_promise_is_kept_no_more_often_than_any_part_of_it():
    found = punctuality(tour(), Spread(drive=0.4, overrun=0.4), trials=TRIALS)
    (day,) = found.days
    assert day.lunch is not None
    parts = [day.end.hits, day.lunch.hits, *(stop.admitted.hits for stop in day.stops)]
    assert 0 < day.kept.hits <= min(parts)
    assert day.kept.trials - day.kept.hits <= sum(TRIALS - part for part in parts)


def test_ninety_five_in_a_hundred_intervals_hold_the_truth():
    one = ends_at(day_of("10:00", [60]), "11:15")
    truth = phi(log(75 / 60) / 0.2)
    inside = 0
    for seed in range(300):
        low, high = punctuality(one, ONLY_ROADS, trials=500, seed=seed).kept.interval
        inside += low <= truth <= high
    assert 270 <= inside <= 297


# refused in words


def test_numbers_that_make_no_sense_are_all_refused_at_once():
    with pytest.raises(GoalError, match=r"trials: .*seed: .*tolerance_min: "):
        punctuality(tour(), trials=0, seed=-1, tolerance_min=-2)


def test_a_day_that_does_not_hang_together_is_refused():
    broken = with_day(tour(), legs=tour().days[0].legs[:-1])
    with pytest.raises(GoalError, match="5 stops need 6 legs, not 5"):
        punctuality(broken)


def replace_spread(spread: Spread, **changes: object) -> Spread:
    changed: Spread = spread.replace(**changes)
    return changed


def test_the_plan_is_read_in_seconds_of_its_own_day():
    plan = timetable(tour(), tour().days[0], USUAL)
    assert plan.moves[0].depart == 8 * 3600
    assert plan.limit == 17.5 * 3600
    lunches = [call.lunch for call in plan.calls if call.lunch]
    assert lunches == [(11.25 * 3600, 13.25 * 3600)]
