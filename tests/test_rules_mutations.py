"""Valid tours from the planner, changed in one thing: the judge sees every change."""

from datetime import date, datetime, time, timedelta
from functools import cache
from math import ceil

import pytest
from by_distance import check, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_cases import with_day, with_leg, with_stop

from tourplanner.model import HANOI, Goal, Lunch, Money, Opening, Party, Session
from tourplanner.testing import small_catalogue, synthetic_region

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 6)
MINUTE = timedelta(minutes=1)


@cache
def region(name):
    if name == "synthetic":
        return synthetic_region(40, seed=3)
    nine = datetime.combine(SATURDAY, time(9), HANOI)
    sessions = tuple(
        Session(
            id=f"vp-weaving/{hours}",
            experience="vp-weaving",
            begin=nine + timedelta(hours=hours),
            end=nine + timedelta(hours=hours, minutes=40),
            places_left=places,
        )
        for hours, places in ((0, 10), (2, 30), (6, 30))
    )
    return SMALL.replace(sessions=sessions)


GOALS = {
    "any day": ("small", Goal()),
    "no lunch": ("small", Goal(lunch=None, day=("08:00", "13:00"), villages=(2, 3))),
    "musts": ("small", Goal(must=("bt-wheel", "kieu-ky"), roles=3, anchors=1, satellites=1, stops=(3, 5))),
    "a session": ("small", Goal(must=("vp-weaving",), before=(("vp-street", "vp-weaving"),), per_craft=2)),
    "two days": ("small", Goal(days=2, nights=("my-dinh-station",), stops=(1, 3), roles=4)),
    "limits": ("small", Goal(budget=Money(amount=250_000), drive_minutes=120, end="my-dinh-station")),
    "synthetic": ("synthetic", Goal(stops=(2, 5), party=Party(adults=8))),
}


@cache
def planned(name):
    where, goal = GOALS[name]
    return plan(region(where), goal, on=SATURDAY)


def judged(name, tour):
    return {finding.rule for finding in check(tour, sessions=region(GOALS[name][0]).sessions)}


@pytest.mark.parametrize("name", GOALS)
def test_what_was_planned_is_clean(name):
    tour = planned(name)
    assert judged(name, tour) == set()
    assert len(tour.visits) >= 2


MUTATIONS = {}


def mutation(*rules):
    """A way to break a tour and the rules of which at least one has to say so."""

    def kept(function):
        MUTATIONS[function.__name__] = (function, set(rules))
        return function

    return kept


def some_stop(draw, tour):
    """A day number and a stop number."""
    day = draw(st.integers(0, len(tour.days) - 1))
    return day, draw(st.integers(0, len(tour.days[day].stops) - 1))


def some_leg(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    return day, draw(st.integers(0, len(tour.days[day].legs) - 1))


def some_minutes(draw):
    return draw(st.integers(1, 90)) * draw(st.sampled_from((-1, 1))) * MINUTE


@mutation("length")
def shift_a_begin(draw, tour):
    day, index = some_stop(draw, tour)
    return with_stop(tour, index, day, begin=tour.days[day].stops[index].begin + some_minutes(draw))


@mutation("length")
def shift_an_end(draw, tour):
    day, index = some_stop(draw, tour)
    return with_stop(tour, index, day, end=tour.days[day].stops[index].end + some_minutes(draw))


@mutation("clock")
def shift_an_arrival(draw, tour):
    day, index = some_stop(draw, tour)
    return with_stop(tour, index, day, arrive=tour.days[day].stops[index].arrive + some_minutes(draw))


@mutation("clock")
def shift_a_departure(draw, tour):
    day, index = some_leg(draw, tour)
    return with_leg(tour, index, day, depart=tour.days[day].legs[index].depart + some_minutes(draw))


@mutation("clock")
def begin_before_arrival(draw, tour):
    day, index = some_stop(draw, tour)
    stop = tour.days[day].stops[index]
    early = stop.begin - stop.arrive + MINUTE
    return with_stop(tour, index, day, begin=stop.begin - early, end=stop.end - early)


@mutation("road")
def change_seconds(draw, tour):
    day, index = some_leg(draw, tour)
    seconds = tour.days[day].legs[index].seconds
    return with_leg(tour, index, day, seconds=draw(st.integers(0, 7200).filter(lambda each: each != seconds)))


@mutation("road")
def change_metres(draw, tour):
    day, index = some_leg(draw, tour)
    metres = tour.days[day].legs[index].metres
    return with_leg(tour, index, day, metres=draw(st.integers(0, 99_999).filter(lambda each: each != metres)))


@mutation("road")
def change_padding(draw, tour):
    day, index = some_leg(draw, tour)
    padding = tour.days[day].legs[index].padding_s
    return with_leg(tour, index, day, padding_s=draw(st.integers(0, 900).filter(lambda each: each != padding)))


@mutation("road")
def change_mode(draw, tour):
    day, index = some_leg(draw, tour)
    mode = tour.days[day].legs[index].mode
    return with_leg(tour, index, day, mode="drive" if mode == "walk" else "walk")


@mutation("chain")
def swap_two_stops(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    stops = list(tour.days[day].stops)
    one, other = draw(st.lists(st.integers(0, len(stops) - 1), min_size=2, max_size=2, unique=True))
    stops[one], stops[other] = stops[other], stops[one]
    return with_day(tour, day, stops=tuple(stops))


@mutation("chain")
def drop_a_leg(draw, tour):
    day, index = some_leg(draw, tour)
    legs = tour.days[day].legs
    return with_day(tour, day, legs=legs[:index] + legs[index + 1 :])


@mutation("chain")
def drop_a_stop(draw, tour):
    day, index = some_stop(draw, tour)
    stops = tour.days[day].stops
    return with_day(tour, day, stops=stops[:index] + stops[index + 1 :])


@mutation("once", "lunch")
def duplicate_a_stop(draw, tour):
    day, index = some_stop(draw, tour)
    stops = tour.days[day].stops
    return with_day(tour, day, stops=(*stops, stops[index]))


@mutation("lunch")
def remove_lunch(_, tour):
    days = [day.replace(stops=day.visits) if any(stop.is_meal for stop in day.stops) else day for day in tour.days]
    return tour.replace(days=tuple(days)) if tour.goal.lunch else tour.replace(goal=tour.goal.replace(lunch=Lunch()))


@mutation("lunch")
def move_lunch_out_of_its_window(draw, tour):
    if not tour.goal.lunch:
        return None
    minutes = draw(st.sampled_from((-300, -240, 150, 240))) * MINUTE
    day, index = draw(
        st.sampled_from([(d, i) for d, day in enumerate(tour.days) for i, s in enumerate(day.stops) if s.is_meal])
    )
    stop = tour.days[day].stops[index]
    return with_stop(tour, index, day, begin=stop.begin + minutes, end=stop.end + minutes)


@mutation("party")
def too_many_guests(_, tour):
    most = min(stop.experience.capacity for stop in tour.stops)
    return tour.replace(goal=tour.goal.replace(party=Party(adults=most + 1)))


@mutation("party")
def too_small_a_place(draw, tour):
    day, index = some_stop(draw, tour)
    capacity = draw(st.integers(1, tour.goal.party.size - 1))
    experience = tour.days[day].stops[index].experience.replace(capacity=capacity)
    return with_stop(tour, index, day, experience=experience)


@mutation("day-span")
def start_too_early(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    depart = datetime.combine(tour.days[day].date, tour.goal.day[0], HANOI) - draw(st.integers(1, 300)) * MINUTE
    first, *rest = tour.days[day].legs
    return with_day(tour, day, depart=depart, legs=(first.replace(depart=depart), *rest))


@mutation("day-span")
def return_too_late(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    back = datetime.combine(tour.days[day].date, tour.goal.day[1], HANOI) + draw(st.integers(1, 300)) * MINUTE
    *rest, last = tour.days[day].legs
    legs = (*rest, last.replace(depart=back - timedelta(seconds=last.seconds)))
    return with_day(tour, day, back=back, legs=legs)


@mutation("day-span")
def a_shorter_day_was_asked_for(_, tour):
    latest = max(day.back for day in tour.days).astimezone(HANOI).time()
    end = (datetime.combine(SATURDAY, latest) - MINUTE).time()
    return tour.replace(goal=tour.goal.replace(day=(tour.goal.day[0], end)))


@mutation("chain")
def start_elsewhere(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    side = draw(st.sampled_from(("start", "end")))
    here = getattr(tour.days[day], side)
    other = next(start for start in SMALL.starts if start.id != here.id)
    return with_day(tour, day, **{side: other})


@mutation("price")
def change_a_price(draw, tour):
    day, index = some_stop(draw, tour)
    old = tour.days[day].stops[index].price
    amount = draw(st.integers(0, 5_000_000).filter(lambda each: old is None or each != old.amount))
    price = draw(st.sampled_from((None, Money(amount=amount)))) if old else Money(amount=1)
    return with_stop(tour, index, day, price=price)


@mutation("chain")
def another_village(draw, tour):
    day, index = some_stop(draw, tour)
    here = tour.days[day].stops[index].village.id
    other = draw(st.sampled_from([village for village in SMALL.villages if village.id != here]))
    return with_stop(tour, index, day, village=other)


@mutation("opening")
def close_a_door(draw, tour):
    day, index = some_stop(draw, tour)
    stop = tour.days[day].stops[index]
    week = list(stop.experience.opening.weekly)
    week[tour.days[day].date.weekday()] = ()
    experience = stop.experience.replace(opening=Opening.model_validate({"weekly": tuple(week)}), sessions_only=False)
    if stop.session:
        return None
    return with_stop(tour, index, day, experience=experience)


@mutation("opening")
def another_date(draw, tour):
    day = draw(st.integers(0, len(tour.days) - 1))
    return with_day(tour, day, date=tour.days[day].date + timedelta(draw(st.integers(1, 40))))


@mutation("days")
def drop_a_day(draw, tour):
    index = draw(st.integers(0, len(tour.days) - 1))
    return tour.replace(days=tour.days[:index] + tour.days[index + 1 :])


@mutation("days")
def repeat_a_day(_, tour):
    return tour.replace(days=(*tour.days, tour.days[-1]))


@mutation("must")
def ask_for_more(draw, tour):
    met = {stop.experience.id for stop in tour.visits}
    missing = [each.id for each in SMALL.experiences if each.id not in met and each.kind != "meal"]
    return tour.replace(goal=tour.goal.replace(must=(*tour.goal.must, draw(st.sampled_from(missing)))))


@mutation("never")
def forbid_a_visit(draw, tour):
    day, index = some_stop(draw, tour)
    stop = tour.days[day].stops[index]
    id = draw(st.sampled_from((stop.experience.id, stop.village.id)))
    must = tuple(each for each in tour.goal.must if each != id)
    return tour.replace(goal=tour.goal.replace(must=must, never=(id,)))


@mutation("before")
def turn_the_order_round(draw, tour):
    ids = [stop.experience.id for stop in tour.visits]
    first = draw(st.integers(0, len(ids) - 2))
    second = draw(st.integers(first + 1, len(ids) - 1))
    return tour.replace(goal=tour.goal.replace(before=((ids[second], ids[first]),)))


@mutation("either")
def only_one_of_two(draw, tour):
    pair = draw(st.permutations([stop.experience.id for stop in tour.visits]))[:2]
    return tour.replace(goal=tour.goal.replace(either=(tuple(pair),)))


@mutation("together")
def both_or_none(draw, tour):
    met = draw(st.sampled_from([stop.experience.id for stop in tour.visits]))
    return tour.replace(goal=tour.goal.replace(together=((met, "not-visited"),)))


@mutation("day-size")
def other_sizes(draw, tour):
    name = draw(st.sampled_from(("stops", "villages")))
    counts = [
        len(day.visits) if name == "stops" else len({stop.village.id for stop in day.visits}) for day in tour.days
    ]
    most = max(counts) - 1
    limits = (0, most) if most and draw(st.booleans()) else (min(counts) + 1, max(counts) + 9)
    return tour.replace(goal=tour.goal.replace(**{name: limits}))


@mutation("circle")
def ask_for_a_wider_circle(draw, tour):
    standing = [village.standing for village in tour.villages]
    asked = [("anchors", standing.count("anchor") + 1), ("satellites", standing.count("satellite") + 1)]
    asked += [("roles", len(tour.roles) + 1)] if len(tour.roles) < 4 else []
    return tour.replace(goal=tour.goal.replace(**dict([draw(st.sampled_from(asked))])))


@mutation("carbon")
def less_carbon_was_asked_for(draw, tour):
    driven = sum(leg.metres for leg in tour.legs if leg.mode == "drive")
    per_km = draw(st.sampled_from((None, 100, 2_000)))
    goal = tour.goal.replace(vehicle_co2=per_km)
    grams = driven * goal.grams_per_km / 1000 / goal.party.size
    return tour.replace(goal=goal.replace(co2_grams=ceil(grams) - 1))


@mutation("limits")
def ask_for_fewer_of_a_kind_or_more(draw, tour):
    stop = draw(st.sampled_from(tour.visits))
    name = draw(st.sampled_from((stop.experience.kind, stop.experience.role, stop.experience.crafts[0])))
    limit = draw(st.sampled_from(((0, 0), (len(tour.visits) + 1, None))))
    return tour.replace(goal=tour.goal.replace(limits={name: limit}))


@mutation("length")
def a_party_that_takes_longer(draw, tour):
    day, index = draw(
        st.sampled_from([(d, i) for d, day in enumerate(tour.days) for i, s in enumerate(day.stops) if not s.is_meal])
    )
    experience = tour.days[day].stops[index].experience
    longer = ((tour.goal.party.size, experience.minutes + draw(st.integers(1, 60))),)
    return with_stop(tour, index, day, experience=experience.replace(minutes_from=longer))


@mutation("environment")
def a_village_fails_the_environment_rules(draw, tour):
    day, index = draw(
        st.sampled_from([(d, i) for d, day in enumerate(tour.days) for i, s in enumerate(day.stops) if not s.is_meal])
    )
    village = tour.days[day].stops[index].village.replace(environment="not met")
    return with_stop(tour, index, day, village=village)


@mutation("driving")
def a_shorter_drive_was_asked_for(_, tour):
    driven = max(sum(leg.seconds for leg in day.legs if leg.mode == "drive") for day in tour.days)
    return tour.replace(goal=tour.goal.replace(drive_minutes=-(-driven // 60) - 1))


@mutation("opening")
def a_session_that_is_not_held(_, tour):
    held = [(d, i) for d, day in enumerate(tour.days) for i, stop in enumerate(day.stops) if stop.session]
    return with_stop(tour, held[0][1], held[0][0], session="vp-weaving/of-yesterday") if held else None


@pytest.mark.parametrize("name", MUTATIONS)
@settings(max_examples=18, deadline=None)
@given(data=st.data())
def test_every_mutation_is_caught(name, data):
    mutate, rules = MUTATIONS[name]
    which = data.draw(st.sampled_from(sorted(GOALS)))
    broken = mutate(data.draw, planned(which))
    if broken is not None:
        assert judged(which, broken) & rules, f"{which}: {name}"


def test_a_session_is_among_the_tours_to_be_broken():
    (session,) = [stop.session for stop in planned("a session").stops if stop.session]
    assert session in ("vp-weaving/2", "vp-weaving/6")
