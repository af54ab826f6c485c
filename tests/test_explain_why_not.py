"""Every change that is proposed admits the stop, and a step less does not: held against trying everything."""

from datetime import date, datetime, time, timedelta

import pytest
from by_distance import check, plan
from planning_regions import MONDAY, best_tour, goal_for, region

from tourplanner.errors import GoalError, InfeasibleError, UnknownIdError
from tourplanner.model import HANOI, Goal, Lunch, Money, Opening, Party, Place, Session, TimeRange
from tourplanner.planning import Points
from tourplanner.planning.explain.change import changed
from tourplanner.planning.explain.guests import resized
from tourplanner.planning.explain.ladder import Ladder, said
from tourplanner.planning.explain.relax import ladders
from tourplanner.planning.explain.subject import absent
from tourplanner.planning.question import Question
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)


def visits(tour):
    return [stop.experience.id for stop in tour.visits]


def met(tour):
    return {*visits(tour), *(village.id for village in tour.villages)}


def possible(tour, asks):
    """Whether any tour keeps the goal with these changes, by trying all."""
    try:
        question = tour.question.altered(**asks)
    except ValueError:  # must and never name the same
        return False
    numbers = question.compiled()
    return set(question.goal.must) <= {*numbers.problem.visits, *numbers.problem.villages} and (
        best_tour(numbers) is not None
    )


def check_changes(tour, answer):
    """Apply every change and see the stop appear; a step smaller it does not."""
    for change in (*answer.changes, *filter(None, [answer.together])):
        applied = tour.what_if(**change.asks)
        assert answer.id in met(applied)
        assert applied == change.tour
        assert check(applied, sessions=tour.question.catalogue.sessions) == ()
        assert change.cost == tour.score - applied.score
        for less in change.less:
            assert not possible(tour, less), f"{change.code} {less}"


def pairs():
    """Tours of tiny regions, each with something it lacks."""
    for seed in range(60):
        catalogue = region(seed, visits=5)
        goal = goal_for(seed, catalogue)
        try:
            tour = plan(catalogue, goal, on=MONDAY + timedelta(seed % 7))
        except InfeasibleError:
            continue
        lacking = [each.id for each in (*catalogue.experiences, *catalogue.villages) if each.id not in met(tour)]
        lacking = [id for id in lacking if not id.endswith("-lunch")]
        if lacking:
            yield tour, lacking[seed % len(lacking)]


def test_changes_are_true_and_smallest_over_many_regions():
    codes, reasons, count = set(), set(), 0
    for tour, id in pairs():
        answer = tour.why_not(id)
        check_changes(tour, answer)
        reasons.add(answer.code)
        codes |= {change.code for change in answer.changes}
        codes |= {answer.together.code} if answer.together else set()
        count += 1
    assert count >= 20
    assert {"outscored", "does-not-fit", "closed"} <= reasons
    assert {"day-ends-later", "day-starts-earlier", "visit-shorter", "drive-longer", "drop", "date"} <= codes
    assert any("+" in code for code in codes)


def test_what_no_kind_of_change_admits_is_out_of_reach_of_all_of_them():
    asked = 0
    for tour, id in pairs():
        subject = absent(tour, id)
        answer = tour.why_not(id)
        if answer.code != "outscored" and len(answer.changes) <= 1:
            asked += 1
            for ladder in ladders(tour.question, subject, ()):
                if ladder.rising and ladder.rungs and ladder.code not in {each.code for each in answer.changes}:
                    most = changed(tour.goal, {"must": (id,)}, [(ladder, len(ladder.rungs) - 1)])
                    assert not possible(tour, most), ladder.code
        if asked == 5:
            return
    raise AssertionError("too few were asked")


# one kind of change after the other, in a region known by heart


def altered(catalogue, id, **changes):
    return catalogue.replace(
        experiences=tuple(each.replace(**changes) if each.id == id else each for each in catalogue.experiences)
    )


def only(*villages):
    """The small region with these villages and no others."""
    return SMALL.replace(
        villages=tuple(each for each in SMALL.villages if each.id in villages),
        experiences=tuple(each for each in SMALL.experiences if each.village in villages),
        hosts=(),
    )


TWO = only("bat-trang", "ha-thai")
MORNING = Opening.daily(time(8), time(10))
SUNDAYS = Opening.model_validate({"weekly": ((),) * 6 + ((TimeRange(open=time(8), close=time(17)),),)})
FIRST_OF_JUNE = {
    "begin": datetime(2027, 6, 1, 9, tzinfo=HANOI), "end": datetime(2027, 6, 1, 10, 15, tzinfo=HANOI),
    "id": "s", "experience": "bt-wheel",
}  # fmt: skip


TODAY = {"begin": datetime(2027, 3, 20, 9, tzinfo=HANOI), "end": datetime(2027, 3, 20, 10, 15, tzinfo=HANOI)}
ONE_LESSER_KNOWN = TWO.replace(
    villages=tuple(each.replace(standing="satellite") if each.id == "ha-thai" else each for each in TWO.villages)
)
WHEEL_OR_CLASS = ("bt-wheel", "ht-class")


@pytest.mark.parametrize(
    ("catalogue", "goal", "id", "code", "value"),
    [
        (TWO, {"party": Party(adults=30), "stops": (1, 2)}, "ht-studio", "party-smaller", 25),
        (altered(TWO, "ht-class", party_min=12), {"party": Party(adults=4)}, "ht-class", "party-larger", 12),
        (TWO.replace(sessions=(Session(places_left=7, **FIRST_OF_JUNE | TODAY),)), {}, "bt-wheel", "party-smaller", 7),
        (TWO, {"never": ("ha-thai",)}, "ht-class", "never-lifted", ()),
        (TWO, {"never": ("bt-kiln", "ht-class", "bt-market")}, "ht-class", "never-lifted", ("bt-kiln", "bt-market")),
        (altered(TWO, "bt-kiln", languages=("ja",)), {"hosts_speak": True}, "bt-kiln", "language-free", False),
        (TWO, {"verified_only": True}, "ht-class", "hours-free", False),
        (TWO, {"budget": Money(amount=100_000)}, "ht-class", "budget-higher", 200_000),
        (TWO, {"budget": Money(amount=100_000)}, "bt-kiln", "no-budget", None),
        (altered(TWO, "bt-kiln", opening=SUNDAYS), {}, "bt-kiln", "date", "2027-03-21"),
        (
            altered(TWO, "bt-wheel", sessions_only=True).replace(sessions=(Session(places_left=30, **FIRST_OF_JUNE),)),
            {},
            "bt-wheel",
            "date",
            "2027-06-01",
        ),
        # 41 minutes each way, begun on a full five: 08:45 to 10:15, back at 10:56.
        (TWO, {"day": ("08:00", "10:00"), "lunch": None}, "ht-class", "day-ends-later", "11:00"),
        (TWO, {"day": ("08:00", "10:15"), "lunch": None}, "ht-class", "visit-shorter", 45),
        (
            altered(TWO, "ht-class", opening=MORNING),
            {"day": ("08:15", "17:00")},
            "ht-class",
            "day-starts-earlier",
            "07:45",
        ),
        (TWO, {"drive_minutes": 60}, "ha-thai", "drive-longer", 85),
        # 222 metres away as the crow flies, 287 on foot.
        (
            altered(TWO, "ht-studio", place=Place(lat=20.9030, lon=105.8740, accuracy_m=400)),
            {"walk_metres": 150, "must": ("ht-class",), "villages": (1, 1), "lunch": None},
            "ht-studio",
            "more-walk-metres",
            300,
        ),
        # 2 x 19.6 km at 456 g/km for 20 guests: 894 g each.
        (TWO, {"co2_grams": 800}, "ha-thai", "more-co2-grams", 900),
        (TWO, {"must": ("bt-wheel", "bt-market"), "stops": (1, 2)}, "ha-thai", "more-stops", 3),
        (TWO, {"must": ("bt-wheel",), "villages": (1, 1)}, "ha-thai", "more-villages", 2),
        (TWO, {"must": ("bt-wheel",), "villages": (1, 1)}, "ha-thai", "drop", "bt-wheel"),
        (TWO, {"stops": (3, 3), "villages": (1, 1), "lunch": None}, "ht-class", "fewer-stops", 2),
        (TWO, {"villages": (2, 2), "stops": (1, 2), "must": ("bt-wheel",)}, "bt-market", "fewer-villages", 1),
        (TWO, {"roles": 3, "villages": (1, 1), "lunch": None}, "ha-thai", "fewer-roles", 2),
        (ONE_LESSER_KNOWN, {"anchors": 1, "villages": (1, 1)}, "ha-thai", "fewer-anchors", 0),
        (ONE_LESSER_KNOWN, {"satellites": 1, "villages": (1, 1)}, "bt-kiln", "fewer-satellites", 0),
        (TWO, {"per_craft": 1, "must": ("bt-wheel",)}, "bt-market", "more-per-craft", 2),
        (TWO, {"limits": {"class": (0, 1)}, "must": ("bt-wheel",)}, "ht-class", "more-of-class", (0, 2)),
        (TWO, {"limits": {"class": (1, None)}, "stops": (1, 1)}, "bt-kiln", "fewer-of-class", (0, None)),
        (TWO, {"either": (WHEEL_OR_CLASS,), "must": ("bt-wheel",)}, "ht-class", "either-lifted", WHEEL_OR_CLASS),
        (TWO, {"together": (WHEEL_OR_CLASS,), "never": ("ht-class",)}, "bt-wheel", "together-lifted", WHEEL_OR_CLASS),
        (
            altered(TWO, "bt-kiln", opening=MORNING),
            {"must": ("ht-studio",), "before": (("ht-studio", "bt-kiln"),)},
            "bt-kiln",
            "before-lifted",
            ("ht-studio", "bt-kiln"),
        ),
        (only("bat-trang", "kieu-ky"), {"villages": (1, 1)}, "kieu-ky", "no-lunch", None),
        (
            altered(TWO, "ha-thai-lunch", opening=Opening.daily(time(10), time(12))),
            {"villages": (1, 1), "lunch": Lunch(earliest=time(11, 30))},
            "ha-thai",
            "lunch-wider",
            ("11:00", "13:45"),
        ),
        (
            altered(TWO, "ha-thai-lunch", opening=Opening.daily(time(10), time(12))),
            {"villages": (1, 1), "lunch": Lunch(earliest=time(11, 30))},
            "ha-thai",
            "lunch-shorter",
            30,
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_kind_of_change(catalogue, goal, id, code, value):
    tour = plan(catalogue, Goal(**{"stops": (1, 3)} | goal), on=SATURDAY)
    answer = tour.why_not(id)
    check_changes(tour, answer)
    assert {change.code: change.value for change in answer.changes}[code] == value
    assert answer.together is None
    for language in ("vi", "en"):
        assert len(set(answer.sentences(language))) >= 1 + len(answer.changes)


def test_reason_and_binding_demands_are_named():
    tour = plan(TWO, Goal(drive_minutes=60), on=SATURDAY)
    answer = tour.why_not("ha thai")
    assert (answer.id, answer.name.vi, answer.code, answer.binding) == (
        "ha-thai", "Hạ Thái", "does-not-fit", ("drive minutes",)
    )  # fmt: skip
    assert answer.sentences("vi") == (
        "Hạ Thái không có trong tour: không kịp đi, thăm và về cùng các yêu cầu khác của tour.",
        "Vướng ở: drive minutes.",
        f"Đi được nếu cho phép 85 phút trên đường mỗi ngày (mất {answer.changes[0].cost} điểm).",
    )
    assert str(answer).splitlines()[-1] == (
        f"It fits if 85 minutes on the road a day are allowed (costs {answer.changes[0].cost} points)."
    )
    assert "85 minutes on the road" in answer._repr_html_()


def test_what_is_outscored_names_the_winners_and_the_best_tour_with_it():
    tour = plan(SMALL, Goal(stops=(1, 4)), on=SATURDAY)
    answer = tour.why_not("phu-vinh")
    assert answer.code == "outscored"
    forced = plan(SMALL, Goal(stops=(1, 4), must=("phu-vinh",)), on=SATURDAY)
    assert (answer.best, answer.cost) == (forced, tour.score - forced.score)
    assert answer.cost > 0
    assert set(answer.instead) == set(visits(tour)) - set(visits(forced)) != set()
    for id in answer.instead:
        assert SMALL.experience(id).name.vi in answer.sentences("vi")[0]
    assert answer.changes[-1].code == "must"
    for change in answer.changes[:-1]:
        dropped = set(change.asks.get("drop", ()))
        assert set(visits(tour)) - dropped <= set(visits(change.tour))
    check_changes(tour, answer)


def test_a_way_that_costs_more_than_it_brings_is_said_to():
    lonely = plan(only("bat-trang", "phu-vinh"), Goal(), on=SATURDAY, points=Points(drive_minute=5))
    answer = lonely.why_not("phu vinh")
    assert (answer.code, answer.instead, [each.code for each in answer.changes]) == ("outscored", (), ["must"])
    assert answer.cost > 0
    assert "costs more points than it brings" in str(answer)


def test_a_change_that_only_a_whole_plan_refuses_is_made_larger(monkeypatch):
    """As if a promise could be kept only where the day ends at noon or later."""
    tour = plan(TWO, Goal(day=("08:00", "10:00"), lunch=None, stops=(1, 3)), on=SATURDAY)
    whole = Question.best
    monkeypatch.setattr(Question, "best", lambda self: whole(self) if self.goal.day[1] >= time(12) else None)
    (later,) = tour.why_not("ht-class").changes
    assert (later.code, later.value) == ("day-ends-later", "12:00")
    assert later.less[0]["day"][1] == time(11, 55)


def test_several_changes_are_made_together_where_no_single_one_is_enough():
    tour = plan(TWO, Goal(drive_minutes=60, never=("ha-thai",)), on=SATURDAY)
    answer = tour.why_not("ht-class")
    assert answer.changes == ()
    assert answer.together.code == "drive-longer + never-lifted"
    assert answer.together.value == (85, ())
    assert len(answer.together.less) == 2
    check_changes(tour, answer)
    assert "No single change tried is enough; it fits if 85 minutes" in str(answer)


def test_a_village_that_the_law_forbids_is_admitted_by_nothing():
    unclean = TWO.replace(
        villages=tuple(each.replace(environment="not met") if each.id == "ha-thai" else each for each in TWO.villages)
    )
    answer = plan(unclean, Goal(stops=(1, 3)), on=SATURDAY).why_not("ha-thai")
    assert (answer.code, answer.changes, answer.together) == ("environment-not-met", (), None)
    assert str(answer).endswith("No change tried is enough.")


def test_what_is_there_what_is_eaten_and_what_is_unknown_are_refused():
    tour = plan(TWO, Goal(stops=(1, 2)), on=SATURDAY)
    with pytest.raises(GoalError, match=r"is in this tour; ask why\("):
        tour.why_not(tour.visits[0].village.id)
    with pytest.raises(GoalError, match="is a place to eat"):
        tour.why_not("ha-thai-lunch")
    with pytest.raises(UnknownIdError) as caught:
        tour.why_not("Hạ Tháy")
    assert caught.value.nearest[0] == "ha-thai"


def test_parties_shrink_by_their_adults_first():
    party = Party(adults=3, children=4, languages=("fr",))
    assert [(each.adults, each.children) for each in (resized(party, n) for n in (9, 6, 5, 4, 1))] == [
        (5, 4), (2, 4), (1, 4), (1, 3), (1, 0),
    ]  # fmt: skip
    assert resized(party, 2).languages == ("fr",)


@pytest.mark.parametrize("enough_from", [0, 1, 4, 6, None])
@pytest.mark.parametrize("rising", [True, False])
def test_the_first_rung_that_is_enough_is_found(enough_from, rising):
    ladder = Ladder("x", range(7), lambda _, value: {"x": value}, said("{}", "{}"), rising)
    assert ladder.first(lambda rung: enough_from is not None and rung >= enough_from) == enough_from
