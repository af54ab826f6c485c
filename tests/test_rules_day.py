"""Rules of one day, each broken alone."""

from datetime import datetime, time, timedelta

import pytest
from by_distance import check
from rules_cases import CATALOGUE, SATURDAY, later, tour, with_day, with_experience, with_leg, with_stop

from tourplanner.model import HANOI, Festival, Lunch, Money, Opening, Party, Price, Session, Text, TimeRange
from tourplanner.model.meal import lunch_break
from tourplanner.rules import RULES
from tourplanner.travel import GeodesicTravel

MINUTE = timedelta(minutes=1)


def breaches(one, **more):
    """What the judge says, as (rule, subject)."""
    return [(finding.rule, finding.subject) for finding in check(one, **more)]


def at(clock, on=SATURDAY):
    return datetime.combine(on, time.fromisoformat(clock), HANOI)


def session(begin, places=40, experience="bt-wheel", id="bt-wheel/s"):
    minutes = CATALOGUE.experience(experience).minutes
    return Session(id=id, experience=experience, begin=begin, end=begin + minutes * MINUTE, places_left=places)


def test_the_tour_to_be_broken_is_valid():
    assert check(tour()) == ()


def test_every_rule_is_documented_and_named_once():
    assert all(rule.__doc__ for rule in RULES)
    assert len({f"{rule.__module__}.{rule.__name__}" for rule in RULES}) == len(RULES)


def test_a_finding_says_where_when_and_what():
    one = with_stop(tour(), 3, end=tour().stops[3].end - 5 * MINUTE)
    (finding,) = check(one)
    assert (finding.day, finding.at) == (1, one.stops[3].begin)
    assert str(finding) == f"day 1 {one.stops[3].begin:%H:%M} bt-wheel: should take 75 minutes [length]"


# chain


def test_chain_wants_a_leg_to_every_stop():
    one = tour()
    assert breaches(with_leg(one, 1, destination="bt-wheel")) == [("chain", "hoan-kiem-old-quarter")]
    assert breaches(with_leg(one, 0, origin="my-dinh-station")) == [("chain", "hoan-kiem-old-quarter")]


def test_chain_misses_a_dropped_leg():
    one = with_day(tour(), legs=tour().legs[:-1])
    assert breaches(one) == [("chain", "hoan-kiem-old-quarter"), ("clock", "hoan-kiem-old-quarter")]


def test_chain_wants_the_ends_of_the_goal():
    assert breaches(tour(end="my-dinh-station")) == [("chain", "hoan-kiem-old-quarter")]
    assert breaches(tour(start="my-dinh-station", end="hoan-kiem-old-quarter")) == [("chain", "hoan-kiem-old-quarter")]


def test_chain_wants_the_village_of_the_experience():
    one = tour(("kk-goldleaf", "bt-kiln", "bat-trang-lunch"))
    near = CATALOGUE.village("bat-trang").replace(id="kieu-ky-2")
    assert breaches(with_stop(one, 1, village=near)) == [("chain", "bt-kiln"), ("lunch", "bat-trang-lunch")]


# road


@pytest.mark.parametrize(
    ("change", "value"), [("seconds", 60), ("metres", 1), ("metres", -100), ("padding_s", 1), ("padding_s", -1)]
)
def test_road_wants_what_the_travel_times_say(change, value):
    one = tour()
    leg = one.legs[1]
    broken = with_leg(one, 1, **{change: getattr(leg, change) + value})
    found = breaches(broken)
    assert ("road", "bt-kiln") in found
    assert {rule for rule, _ in found} <= {"road", "clock"}
    assert ("clock", "bt-kiln") in found or change != "seconds"


def test_road_wants_the_mode():
    assert breaches(with_leg(tour(), 0, mode="walk")) == [("road", "kk-goldleaf")]
    walked = next(index for index, leg in enumerate(tour().legs) if leg.mode == "walk")
    assert breaches(with_leg(tour(), walked, mode="drive")) == [("road", tour().legs[walked].destination)]


def test_road_is_measured_by_the_travel_times_given():
    slower = GeodesicTravel(minutes_at_1_km=9.0)
    assert {rule for rule, _ in breaches(tour(), travel=slower)} == {"road"}


# clock


def test_clock_does_not_leave_early():
    one = tour()
    broken = with_leg(one, 5, depart=one.legs[5].depart - MINUTE)
    broken = with_day(broken, back=broken.legs[-1].arrive)
    assert breaches(broken) == [("clock", "bt-market")]


def test_clock_does_not_leave_for_a_stop_early():
    one = tour()
    depart = one.legs[1].depart - MINUTE
    broken = with_stop(with_leg(one, 1, depart=depart), 1, arrive=one.stops[1].arrive - MINUTE)
    assert breaches(broken) == [("clock", "kk-goldleaf")]


def test_clock_arrives_when_the_leg_does():
    one = tour()
    assert breaches(with_stop(one, 1, arrive=one.stops[1].arrive - MINUTE)) == [("clock", "bt-kiln")]


def test_clock_begins_after_arrival():
    one = tour()
    begin, end = one.stops[0].begin - MINUTE, one.stops[0].end - MINUTE
    assert breaches(with_stop(one, 0, begin=begin, end=end)) == [("clock", "kk-goldleaf")]


@pytest.mark.parametrize("change", [{"depart": at("08:01")}, {"back": at("17:29")}])
def test_clock_has_the_ends_of_the_day_at_its_legs(change):
    assert set(breaches(with_day(tour(), **change))) == {("clock", "hoan-kiem-old-quarter")}


def test_waiting_is_allowed():
    one = tour(("kk-goldleaf", "bat-trang-lunch", "bt-market"))
    assert one.stops[1].begin > one.stops[1].arrive
    assert check(one) == ()


# length


@pytest.mark.parametrize("minutes", [-30, -1, 1, 15])
def test_length_is_that_of_the_experience(minutes):
    one = tour()
    longer = with_stop(one, 4, end=one.stops[4].end + minutes * MINUTE)
    found = breaches(longer)
    assert ("length", "bt-market") in found
    assert {rule for rule, _ in found} <= {"length", "clock"}


@pytest.mark.parametrize("minutes", [0, -10])
def test_a_visit_of_no_time_at_all_is_a_finding_and_no_crash(minutes):
    one = tour()
    broken = with_stop(one, 4, end=one.stops[4].begin + minutes * MINUTE)
    assert [rule for rule, subject in breaches(broken) if subject == "bt-market"] == ["length", "opening"]


def test_length_depends_on_the_party():
    one = tour()
    slow = with_experience(one, 3, minutes_from=((20, 90),))
    assert ("length", "bt-wheel") in breaches(slow)
    small = slow.replace(goal=slow.goal.replace(party=Party(adults=19)))
    assert ("length", "bt-wheel") not in breaches(small)


def test_length_of_lunch_is_that_of_the_goal():
    assert breaches(tour(lunch=Lunch(minutes=45))) == [("length", "bat-trang-lunch")]


# day-span


def test_day_span_holds_both_ends():
    one = tour()
    assert one.days[0].depart == at("08:00")
    back = one.days[0].back
    assert check(one.replace(goal=one.goal.replace(day=(time(8), back.time())))) == ()
    early = one.replace(goal=one.goal.replace(day=(time(8), (back - MINUTE).time())))
    assert breaches(early) == [("day-span", "hoan-kiem-old-quarter")]
    late = one.replace(goal=one.goal.replace(day=(time(8, 1), time(17, 30))))
    assert breaches(late) == [("day-span", "hoan-kiem-old-quarter")]


def test_a_day_lies_on_its_own_date():
    found = breaches(with_day(tour(), date=SATURDAY + timedelta(1)))
    assert ("day-span", "hoan-kiem-old-quarter") in found
    assert {subject for rule, subject in found if rule == "opening"} == {stop.experience.id for stop in tour().stops}


# opening


@pytest.mark.parametrize(
    "opening",
    [
        Opening.daily(time(8), time(8, 59)),
        Opening.daily(time(16), time(17)),
        Opening.model_validate({"weekly": ((TimeRange(open=time(8), close=time(17)),),) * 5 + ((),) * 2}),
        Opening.daily(time(8), time(17), starts=(time(9, 1),)),
    ],
)
def test_opening_wants_the_door_open_all_the_time(opening):
    assert breaches(with_experience(tour(), 0, opening=opening)) == [("opening", "kk-goldleaf")]


def test_opening_holds_to_the_minute():
    stop = tour().stops[0]
    begin, end = stop.begin.astimezone(HANOI).time(), stop.end.astimezone(HANOI).time()
    assert check(with_experience(tour(), 0, opening=Opening.daily(begin, end))) == ()
    for hours in ((begin, (stop.end - MINUTE).time()), ((stop.begin + MINUTE).time(), end)):
        assert breaches(with_experience(tour(), 0, opening=Opening.daily(*hours))) == [("opening", "kk-goldleaf")]


def test_a_visit_does_not_span_the_noon_rest():
    hours = (TimeRange(open=time(8), close=time(9, 30)), TimeRange(open=time(9, 35), close=time(17)))
    found = breaches(with_experience(tour(), 0, opening=Opening.model_validate({"weekly": (hours,) * 7})))
    stop = tour().stops[0]
    assert stop.begin < at("09:30") < stop.end
    assert found == [("opening", "kk-goldleaf")]


def test_the_lunch_place_has_to_be_open_too():
    closed = with_experience(tour(), 2, opening=Opening.daily(time(17), time(20)))
    assert breaches(closed) == [("opening", "bat-trang-lunch")]


def test_clocks_of_another_zone_are_the_same_instants():
    one = tour()
    utc = with_stop(one, 0, begin=one.stops[0].begin.astimezone(tz=None), end=one.stops[0].end.astimezone(tz=None))
    assert check(utc) == ()


def test_with_sessions_on_the_day_only_they_count():
    one = tour()
    begin = one.stops[3].begin
    assert check(one, sessions=[session(begin)]) == ()
    assert check(one, sessions=[session(begin + timedelta(days=1))]) == ()
    for wrong in (session(begin + 5 * MINUTE), session(begin, places=19)):
        assert breaches(one, sessions=[wrong]) == [("opening", "bt-wheel")]
    assert check(one, sessions=[session(begin, places=20)]) == ()


def test_what_is_only_sold_in_sessions_needs_one():
    one = with_experience(tour(), 3, sessions_only=True)
    assert breaches(one) == [("opening", "bt-wheel")]
    assert check(one, sessions=[session(one.stops[3].begin)]) == ()


def test_a_stop_names_its_own_session():
    begin = tour().stops[3].begin
    named = with_stop(tour(), 3, session="bt-wheel/s")
    full = session(begin, places=0)
    other = session(begin, id="bt-wheel/t")
    assert check(named, sessions=[session(begin)]) == ()
    assert breaches(named, sessions=[other]) == [("opening", "bt-wheel")]
    assert breaches(named, sessions=[full, other]) == [("opening", "bt-wheel")]


# festival


def held(**doors):
    """A festival on lunar 28 to 30 of month 1: 5 to 7 March 2027."""
    return Festival(
        id="f", village="bat-trang", name=Text(vi="Hội"), lunar_month=1, first_day=28, last_day=30, main_day=29, **doors
    )


@pytest.mark.parametrize("id", ["bt-wheel", "bat-trang-lunch"])
def test_a_festival_closes_doors(id):
    assert breaches(tour(), festivals=(held(closes=(id, "vp-weaving")),)) == [("festival", id)]
    elsewhen = held(closes=(id,)).replace(lunar_month=2)
    assert breaches(tour(), festivals=(elsewhen,)) == []


def test_what_is_open_at_a_festival_is_closed_without_one():
    assert breaches(tour(), festivals=(held(opens=("bt-wheel",)),)) == []
    elsewhen = held(opens=("bt-wheel",)).replace(lunar_month=2)
    assert breaches(tour(), festivals=(elsewhen,)) == [("festival", "bt-wheel")]
    both = elsewhen, held(opens=("bt-wheel",)).replace(id="g")
    assert breaches(tour(), festivals=both) == []


def test_a_session_is_held_in_spite_of_a_festival():
    begin = tour().stops[3].begin
    assert breaches(tour(), festivals=(held(closes=("bt-wheel",)),), sessions=(session(begin),)) == []


# lunch


def test_lunch_is_had_once():
    one = tour(("kk-goldleaf", "bt-wheel", "bt-market"))
    assert breaches(one) == [("lunch", "hoan-kiem-old-quarter")]
    assert check(one.replace(goal=one.goal.replace(lunch=None))) == ()
    assert breaches(tour(lunch=None)) == [("lunch", "hoan-kiem-old-quarter")]


def test_lunch_begins_in_its_window():
    begin = tour().stops[2].begin.time()
    assert check(tour(lunch=Lunch(earliest=begin, latest=begin))) == ()
    assert breaches(tour(lunch=Lunch(earliest=time(12, 30)))) == [("lunch", "bat-trang-lunch")]
    assert breaches(tour(lunch=Lunch(earliest=time(10), latest=time(10, 30)))) == [("lunch", "bat-trang-lunch")]


def test_lunch_is_in_a_village_that_is_visited():
    one = tour(("kk-goldleaf", "bat-trang-lunch"))
    assert breaches(one) == [("lunch", "bat-trang-lunch")]


def paused(one, **changes):
    """The tour with its lunch a pause that the group arranges itself."""
    village = one.stops[2].village
    pause = lunch_break(village, one.stops[2].place).replace(**changes)
    legs = tuple(
        leg.replace(**{side: pause.id for side in ("origin", "destination") if getattr(leg, side) == "bat-trang-lunch"})
        for leg in one.legs
    )
    return with_day(with_stop(one, 2, experience=pause, price=Money(amount=0)), legs=legs)


def test_a_break_is_accepted_only_where_it_was_asked_for():
    one = paused(tour())
    assert breaches(one) == [("lunch", "bat-trang/lunch-break")]
    assert breaches(one.replace(goal=one.goal.replace(lunch=Lunch(kind="break")))) == []
    assert breaches(tour(lunch=Lunch(kind="break"))) == [("lunch", "bat-trang-lunch")]


def test_a_break_is_where_something_is_visited():
    near = CATALOGUE.village("bat-trang").place
    apart = near.replace(lat=near.lat + 0.00001)
    found = breaches(paused(tour(lunch=Lunch(kind="break")), place=apart))
    assert ("lunch", "bat-trang/lunch-break") in found


# a visit that includes lunch


def test_a_visit_with_lunch_over_the_window_is_the_meal():
    one = tour(("kk-goldleaf", "bt-wheel", "bt-market"))
    assert breaches(one) == [("lunch", "hoan-kiem-old-quarter")]
    price = Price(adult=Money(amount=70_000), includes_lunch=True)
    fed = with_stop(one, 1, experience=one.stops[1].experience.replace(price=price))
    begin, end = one.stops[1].begin, one.stops[1].end

    def lunch(earliest, latest, minutes):
        window = Lunch(earliest=earliest.time(), latest=latest.time(), minutes=minutes)
        return breaches(fed.replace(goal=fed.goal.replace(lunch=window)))

    hour = timedelta(hours=1)
    assert lunch(begin - hour, begin, 75) == []
    assert lunch(begin - hour, begin - MINUTE, 75) == [("lunch", "hoan-kiem-old-quarter")]
    assert lunch(end - 15 * MINUTE, end, 15) == []
    assert lunch(end - 14 * MINUTE, end, 15) == [("lunch", "hoan-kiem-old-quarter")]
    assert lunch(begin, end, 76) == [("lunch", "hoan-kiem-old-quarter")]


def test_beside_a_visit_with_lunch_there_is_no_other():
    one = tour()
    price = Price(adult=Money(amount=70_000), includes_lunch=True)
    fed = with_stop(one, 3, experience=one.stops[3].experience.replace(price=price))
    assert breaches(fed.replace(goal=fed.goal.replace(lunch=Lunch(latest=time(16))))) == [
        ("lunch", "hoan-kiem-old-quarter")
    ]


# walking


def test_walking_counts_the_legs_on_foot():
    one = tour()
    index = next(index for index, leg in enumerate(one.legs) if leg.mode == "walk")
    one = with_leg(one, index, metres=350)

    def walking(most):
        found = check(one.replace(goal=one.goal.replace(walk_metres=most)))
        return [str(each) for each in found if each.rule == "walking"]

    assert walking(350) == []
    assert walking(349) == ["day 1 hoan-kiem-old-quarter: 350 metres on foot, at most 349 [walking]"]


# driving


def test_driving_counts_no_walking_and_forgets_no_second():
    one = tour()
    driven = sum(leg.seconds for leg in one.legs if leg.mode == "drive")
    assert driven < sum(leg.seconds for leg in one.legs)
    assert check(tour(drive_minutes=driven // 60)) == ()
    assert breaches(tour(drive_minutes=driven // 60 - 1)) == [("driving", "hoan-kiem-old-quarter")]
    longer = with_leg(one, 0, seconds=one.legs[0].seconds + 30)
    found = breaches(longer.replace(goal=one.goal.replace(drive_minutes=driven // 60)))
    assert ("driving", "hoan-kiem-old-quarter") in found


# day-size


@pytest.mark.parametrize(
    "goal", [{"stops": (5, 6)}, {"stops": (1, 3)}, {"villages": (3, 4)}, {"villages": (1, 1)}], ids=str
)
def test_day_size_counts_visits_and_villages(goal):
    assert breaches(tour(**goal)) == [("day-size", "hoan-kiem-old-quarter")]


def test_day_size_counts_no_meal():
    assert check(tour(stops=(4, 4), villages=(2, 2))) == ()


# party, languages, prices at a stop


@pytest.mark.parametrize(("index", "subject"), [(0, "kk-goldleaf"), (2, "bat-trang-lunch")])
def test_party_fits_every_host(index, subject):
    assert breaches(with_experience(tour(), index, capacity=19)) == [("party", subject)]
    assert breaches(with_experience(tour(), index, party_min=21)) == [("party", subject)]
    assert check(with_experience(tour(), index, capacity=20, party_min=20)) == ()


def test_a_larger_party_costs_more_and_fits_less():
    found = breaches(tour(party=Party(adults=26)))
    assert [each for each in found if each[0] == "party"] == [("party", "kk-goldleaf")]
    priced = {stop.experience.id for stop in tour().stops if stop.price and stop.price.amount}
    assert {subject for rule, subject in found if rule == "price"} == priced


def test_price_is_the_experience_s_own():
    assert breaches(with_stop(tour(), 0, price=Money(amount=999))) == [("price", "kk-goldleaf")]
    assert breaches(with_stop(tour(), 0, price=None)) == [("price", "kk-goldleaf")]
    assert breaches(with_stop(tour(), 1, price=Money(amount=0))) == [("price", "bt-kiln")]


def test_a_day_moved_as_a_whole_stays_whole():
    one = tour()
    moved = one.replace(days=(later(one.days[0], 10),))
    assert check(moved) == ()
    earlier = one.replace(days=(later(one.days[0], -60),))
    assert ("day-span", "hoan-kiem-old-quarter") in breaches(earlier)
