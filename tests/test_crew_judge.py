"""The judge of assignments: each rule alone with its exact figures; whatever is changed in a good plan is noticed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from crew_cases import SATURDAY, at, case_of, departure, driver, guide, place, planned, rule, unit

from tourplanner.errors import GoalError
from tourplanner.model import Assigned, Assignment, CrewTerms, Place, Ride, TimeOff
from tourplanner.rules import Law
from tourplanner.rules.crew import CREW_RULES, crew_score, judge_assignment
from tourplanner.rules.law import DriverHours, WorkingHours

FREE = Law(())


def on(name: str, *guides: str, **rides: str) -> Assigned:
    """``rides`` are vehicles by their drivers."""
    pairs = tuple(Ride(vehicle=vehicle, driver=driver) for driver, vehicle in rides.items())
    return Assigned(departure=name, guides=guides, rides=pairs)


def office(*departures: Any, **more: Any) -> dict[str, Any]:
    return {
        "departures": departures or (departure("r1"),),
        "guides": [guide("lan", "fr", "en"), guide("minh", "ko")],
        "drivers": [driver("an"), driver("binh", "D1")],
        "vehicles": [unit("van"), unit("coach", "coach29")],
        "law": FREE,
    } | more


def judged(world: dict[str, Any], *assigned: Assigned, left: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    plan = planned(*assigned, left=left, **world)
    return [(finding.rule, finding.message) for finding in judge_assignment(assignment=plan, **world)]


def test_a_good_plan_breaks_nothing() -> None:
    assert judged(office(), on("r1", "lan", an="van")) == []


BREACHES: list[tuple[dict[str, Any], Assigned, str, str]] = [
    (office(), on("r1", "lan", "minh", an="van"), "guides", "2 guides, 1 wanted"),
    (office(), on("r1", "minh", an="van"), "language", "no guide on it speaks fr"),
    (office(), on("r1", "minh", an="van"), "language", "guide minh speaks no language of the party"),
    (office(departure("r1", guests=16)), on("r1", "lan", an="van"),
     "seats", "18 people with guides and drivers, 16 seats"),
    (office(departure("r1", guests=13)), on("r1", "lan", an="van"), "seats", "13 guests, room in comfort for 12"),
    (office(), on("r1", "lan", binh="coach"), "licence", "binh has licence D1, coach takes D2"),
    (office(), on("r1", "lan"), "rides", "it is driven and has no vehicle"),
    (office(), on("r1", "lan", nobody="van"), "known", "there is no driver nobody"),
    (office(), on("r1", "lan", "lan", an="van"), "known", "guide lan is on it 2 times"),
    (office(guides=[guide("lan", card="domestic")]), on("r1", "lan", an="van"),
     "card", "a card of kind domestic is not enough: lan"),
    (office(guides=[guide("lan", card="on-site", sites=("van-phuc",))]), on("r1", "lan", an="van"),
     "card", "a card of kind on-site is not enough: lan"),
    (office(guides=[guide("lan", card_until=date(2027, 3, 5))]), on("r1", "lan", an="van"),
     "card", "the card of lan is valid until 2027-03-05 only"),
    (office(drivers=[driver("an", licence_until=date(2027, 3, 5))]), on("r1", "lan", an="van"),
     "licence", "the licence of an is valid until 2027-03-05 only"),
    (office(vehicles=[unit("van", off=(TimeOff(begin=at(15), end=at(20)),))]), on("r1", "lan", an="van"),
     "off", "vehicle van is off from 2027-03-06 15:00:00+07:00 to 2027-03-06 20:00:00+07:00"),
]  # fmt: skip


@pytest.mark.parametrize(("world", "assigned", "name", "message"), BREACHES)
def test_each_rule_of_a_single_departure(world: dict[str, Any], assigned: Assigned, name: str, message: str) -> None:
    assert (name, message) in judged(world, assigned)


@pytest.mark.parametrize(
    ("world", "assigned"),
    [
        (office(departure("r1", guests=14)), on("r1", "lan", an="coach")),
        (office(departure("r1", guests=14, comfort=False)), on("r1", "lan", an="van")),
        (office(departure("r1", guests=30)), on("r1", "lan", an="coach", binh="van")),
        (office(departure("r1", languages=("fr", "ko"), guides=2)), on("r1", "lan", "minh", an="van")),
        (office(departure("r1", languages=("vi",)), guides=[guide("hoa", "vi", card="domestic")]),
         on("r1", "hoa", an="van")),
        (office(guides=[guide("lan", card="on-site", sites=("bat-trang", "kieu-ky", "van-phuc"))]),
         on("r1", "lan", an="van")),
        (office(vehicles=[unit("van", off=(TimeOff(begin=at(16), end=at(20)),))]), on("r1", "lan", an="van")),
        (office(guides=[guide("lan", card_until=SATURDAY)]), on("r1", "lan", an="van")),
    ],
)  # fmt: skip
def test_what_is_just_enough_is_enough(world: dict[str, Any], assigned: Assigned) -> None:
    assert judged(world, assigned) == []


def test_a_departure_is_assigned_or_left_over_once() -> None:
    world = office()
    assert judged(world) == [("once", "assigned or left over 0 times, once is right")]
    twice = judged(world, on("r1", "lan", an="van"), left=("r1",))
    assert twice == [("once", "assigned or left over 2 times, once is right")]
    assert judged(world, on("r1", "lan", an="van"), left=("r9",)) == [("once", "no such departure was asked for")]


def test_who_is_named_twice_is_an_error() -> None:
    with pytest.raises(GoalError, match="guide 'lan', vehicle 'van'"):
        case_of(**office(guides=[guide("lan"), guide("lan")], vehicles=[unit("van"), unit("van")]))


def two(gap_min: float, **more: Any) -> list[tuple[str, str]]:
    """One crew on two departures of a day with so many minutes in between; the way takes 60, or none."""
    later = departure("r2", 12 + gap_min / 60, 17, start=more.pop("start", "west"))
    world = office(departure("r1", 8, 12), later, **more)
    return judged(world, on("r1", "lan", an="van"), on("r2", "lan", an="van"))


def test_the_way_and_the_turnaround_lie_between_two_departures() -> None:
    assert two(90) == []
    assert two(89) == [("clash", "r1 ends at 2027-03-06 12:00, 1:29 h before this, 1:30 h needed")] * 3
    assert two(30, start="east") == [], "from a place to itself there is no way"
    assert len(two(29, start="east")) == 3
    terms = CrewTerms(turnaround_minutes=0, transfer_minutes=10)
    assert two(10, terms=terms) == []
    stretch = Law((rule(DriverHours, "stretch", minutes=240, rest_minutes=15),))
    driving = two(10, terms=terms, law=stretch)
    assert driving == [("clash", "r1 ends at 2027-03-06 12:00, 0:10 h before this, 0:40 h needed")], "the driver rests"
    assert two(40, terms=terms, law=stretch) == []


def test_people_rest_between_days_and_vehicles_do_not() -> None:
    law = Law((rule(WorkingHours, "rest", minutes=720),))
    world = office(departure("r1", 12, 20.5), departure("r2", 8, 12, on=SATURDAY + timedelta(days=1)), law=law)
    both = judged(world, on("r1", "lan", an="van"), on("r2", "lan", an="van"))
    assert both == [("rest", "11:30 h of rest after r1, 12:00 h needed")] * 2


def week(days: int, *rules: Any, **more: Any) -> list[tuple[str, str]]:
    """One guide on so many days in a row, each of them from 8 to 16."""
    names = [f"r{number}" for number in range(days)]
    departures = [departure(name, on=SATURDAY + timedelta(days=number), **more) for number, name in enumerate(names)]
    world = office(*departures, law=Law(rules))
    return judged(world, *(on(name, "lan", an="van") for name in names))


def test_hours_and_days_of_work_are_those_of_the_law() -> None:
    assert week(1, rule(WorkingHours, "day", minutes=480)) == []
    assert week(1, rule(WorkingHours, "day", minutes=479)) == [
        ("work", "8:00 h of work on 2027-03-06, 7:59 h at most")
    ] * 2
    assert week(6, rule(WorkingHours, "week", minutes=2880)) == []
    over = ("work", "56:00 h of work in the seven days to 2027-03-12, 48:00 h at most")
    assert week(7, rule(WorkingHours, "week", minutes=2880)) == [over] * 2
    assert week(6, rule(WorkingHours, "days", days=6)) == []
    assert week(7, rule(WorkingHours, "days", days=6)) == [
        ("work", "7 days of work in the seven to 2027-03-12, 6 at most")
    ] * 2
    ended = rule(WorkingHours, "week", minutes=60, until=date(2027, 3, 6))
    assert week(3, ended) == [], "each date is judged by its own law"


def test_hours_at_the_wheel_are_those_of_the_law() -> None:
    assert week(1, rule(DriverHours, "day", minutes=120)) == []
    (over,) = week(1, rule(DriverHours, "day", minutes=119))
    assert over[1].startswith("one driver drives 2:00 h in a day, 1:59 h at most on 2027-03-06")
    assert week(5, rule(DriverHours, "week", minutes=600)) == []
    assert [name for name, _ in week(6, rule(DriverHours, "week", minutes=600))] == ["driving"]


def test_empty_ways_of_a_day_count_at_the_wheel() -> None:
    day = rule(DriverHours, "day", minutes=299)
    (found,) = two(90, law=Law((day,)))
    assert found[1].startswith("one driver drives 5:00 h in a day")
    assert two(90, law=Law((rule(DriverHours, "day", minutes=300),))) == []
    assert two(90, law=Law((rule(DriverHours, "stretch", minutes=60),))) == [], "a way after a rest is its own stretch"
    assert len(two(90, law=Law((rule(DriverHours, "stretch", minutes=59),)))) == 5


def test_vehicles_keep_out_where_the_law_of_the_day_bars_them() -> None:
    hoan_kiem = Place(lat=21.0318, lon=105.8521)
    start = departure("r1").days[0]
    moved = start.replace(start=start.start.replace(place=hoan_kiem))
    need = departure("r1").replace(itinerary=departure("r1").itinerary.replace(days=(moved,)))
    vehicles = [unit("coach", "coach45"), unit("van")]
    world = office(need, vehicles=vehicles, law=Law.packaged())
    ((name, message),) = judged(world, on("r1", "lan", an="coach"))
    assert name == "ban"
    assert message.startswith("coach: east: vehicles of 35 seats or more may not run in inner Hanoi")
    assert judged(world, on("r1", "lan", an="van")) == []


def test_the_score_is_counted_from_the_plan() -> None:
    depot = unit("van", depot=place("depot"))
    world = office(departure("r1", 8, 12, priority=3), departure("r2", 13.5, 17, start="west"), vehicles=[depot])
    plan = planned(on("r1", "lan", an="van"), on("r2", "lan", an="van"), **world)
    score = crew_score(case_of(**world), plan)
    assert (score.served, score.vehicles, score.spare_seats) == (4, 2, 2 * (16 - 12))
    assert score.spread == 2, "one day of work each"
    assert score.positioning_s == 3 * 3600, "out, from one to the other, back"
    other = plan.replace(score=score.replace(served=5))
    assert [finding.rule for finding in judge_assignment(assignment=other, **world)] == ["score"]


# Whatever is changed in a good plan is noticed

WORLD = office(
    departure("r1", 8, 12), departure("r2", 13.5, 17, start="west"), departure("r3", 8, 12, languages=("ko",)),
    law=Law.packaged(),
)  # fmt: skip
GOOD = (on("r1", "lan", an="coach"), on("r2", "lan", an="coach"), on("r3", "minh", binh="van"))


def changed(number: int, **fields: Any) -> Callable[[Assignment], Assignment]:
    def change(plan: Assignment) -> Assignment:
        assigned = list(plan.assigned)
        assigned[number] = assigned[number].replace(**fields)
        return plan.replace(assigned=tuple(assigned))

    return change


MUTATIONS: list[tuple[Callable[[Assignment], Assignment], set[str]]] = [
    (changed(0, guides=()), {"guides", "language"}),
    (changed(0, guides=("minh",)), {"language", "clash"}),
    (changed(0, guides=("lan", "minh")), {"guides", "language", "clash"}),
    (changed(0, guides=("nobody",)), {"known", "language"}),
    (changed(0, rides=()), {"rides"}),
    (changed(0, rides=(Ride(vehicle="coach", driver="binh"),)), {"licence", "clash"}),
    (changed(0, rides=(Ride(vehicle="van", driver="an"),)), {"clash"}),
    (changed(2, rides=(Ride(vehicle="coach", driver="an"),)), {"clash"}),
    (changed(1, departure="r1"), {"once", "clash"}),
    (changed(1, departure="r9"), {"once"}),
    (lambda plan: plan.replace(assigned=plan.assigned[:2]), {"once"}),
    (lambda plan: plan.replace(assigned=(*plan.assigned, plan.assigned[0])), {"once", "clash"}),
]


@pytest.mark.parametrize(("change", "rules"), MUTATIONS)
def test_a_change_is_noticed_by_its_rules(change: Callable[[Assignment], Assignment], rules: set[str]) -> None:
    good = planned(*GOOD, **WORLD)
    assert judge_assignment(assignment=good, **WORLD) == ()
    found = {finding.rule for finding in judge_assignment(assignment=change(good), **WORLD)}
    assert found - {"score"} == rules


def test_every_rule_was_broken_here() -> None:
    broken = {name for _, _, name, _ in BREACHES} | {name for _, rules in MUTATIONS for name in rules}
    assert {each.__name__ for each in CREW_RULES} - broken == {"ban", "rest", "work", "driving"}
