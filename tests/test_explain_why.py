"""Why a stop is there, what a must costs: both by planning again without it."""

from datetime import date

import pytest
from by_distance import check, plan

from tourplanner.errors import GoalError, UnknownIdError
from tourplanner.model import Goal, Lunch
from tourplanner.planning import Points
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)
GOAL = Goal(must=("phu-vinh", "bt-wheel"), wishes=("dao-thuc",), stops=(1, 4), roles=2)


@pytest.fixture(scope="module")
def tour():
    return plan(SMALL, GOAL, on=SATURDAY)


def visits(tour):
    return [stop.experience.id for stop in tour.visits]


def test_every_stop_says_what_the_best_tour_without_it_is(tour):
    for stop in tour.visits:
        id = stop.experience.id
        answer = tour.why(id)
        without = plan(SMALL, GOAL.replace(
            never=(id,), must=tuple(each for each in GOAL.must if each != id)
        ), on=SATURDAY)  # fmt: skip
        assert answer.without == without
        assert id not in visits(answer.without)
        assert check(answer.without) == ()
        assert answer.cost == tour.score - without.score
        assert set(answer.instead) == set(visits(without)) - set(visits(tour))
        wished = 200 if stop.village.id == "dao-thuc" else 0
        assert answer.points == Points().visit(stop.experience, stop.village) + wished


def test_points_of_the_parts_and_the_driving_make_the_score(tour):
    brought = sum(tour.why(village.id).points for village in tour.villages)
    driven = sum(leg.seconds // 60 for leg in tour.legs if leg.mode == "drive")
    assert brought - driven == tour.score


def test_a_second_visit_of_a_craft_brings_what_it_adds():
    points = Points(same_craft=50)
    tour = plan(SMALL, Goal(must=("bt-wheel", "bt-kiln"), stops=(2, 2)), on=SATURDAY, points=points)
    assert tour.why("bt-wheel").points == 110 + 40 - 80
    assert tour.why("bt-kiln").points == 40
    assert tour.why("bat-trang").points == 150


@pytest.mark.parametrize(
    ("goal", "id", "code"),
    [
        (GOAL, "Phú Vinh", "must"),
        (GOAL, "pv-rattan", "must"),
        (GOAL, "dao thuc", "wish"),
        (Goal(stops=(1, 2), either=(("qd-embroidery", "dt-show"),), never=("dao-thuc",)), "quat-dong", "needed"),
        (Goal(stops=(1, 2)), "bt-wheel", "points"),
        (Goal(stops=(1, 2), must=("bt-market",), villages=(1, 1)), "bat-trang-lunch", "needed"),
        (Goal(stops=(1, 3), must=("bat-trang", "ha-thai")), "bat-trang-lunch", "lunch"),
    ],
)
def test_the_reason_has_a_code_and_words(goal, id, code):
    tour = plan(SMALL, goal, on=SATURDAY)
    lunch = next(stop.experience.id for stop in tour.stops if stop.is_meal)
    answer = tour.why(lunch if id.endswith("lunch") else id)
    assert answer.code == code
    assert answer.reason.vi in answer.sentences("vi")[0]
    assert answer.reason.get("en") in str(answer)
    assert (answer.without is None) == bool(answer.conflict) == (answer.cost is None)
    assert answer.name.vi in answer._repr_html_() or answer.name.en in answer._repr_html_()


def test_a_village_that_nothing_can_do_without_names_the_conflict():
    tour = plan(SMALL, Goal(stops=(1, 2), either=(("qd-embroidery", "dt-show"),), never=("dao-thuc",)), on=SATURDAY)
    answer = tour.why("qd-embroidery")
    assert answer.conflict == ("never", "either qd-embroidery/dt-show")
    assert str(answer).endswith("Without it these cannot be kept: never, either qd-embroidery/dt-show.")
    only = SMALL.replace(experiences=tuple(e for e in SMALL.experiences if e.village in ("ha-thai", "quat-dong")))
    tour = plan(only, Goal(villages=(2, 2), stops=(2, 2)), on=SATURDAY)
    assert tour.why("quat-dong").conflict == ("fewest villages",)


def test_an_answer_reads_well(tour):
    answer = tour.why("phu-vinh")
    names = ", ".join(
        f"{SMALL.experience(id).name.vi} ({SMALL.village(SMALL.experience(id).village).name.vi})"
        for id in answer.instead
    )
    assert answer.sentences("vi") == (
        f"Phú Vinh có trong tour vì bạn yêu cầu; mang lại {answer.points} điểm.",
        f"Nếu bỏ thì được thêm {-answer.cost} điểm, thay bằng {names}.",
    )


def test_a_pause_for_lunch_is_no_trouble():
    tour = plan(SMALL, Goal(must=("kk-goldleaf",), villages=(1, 1), lunch=Lunch(kind="break")), on=SATURDAY)
    answer = tour.why("kieu-ky")
    assert answer.code == "must"
    assert answer.points == 120
    assert tour.slack().least.minutes >= 0
    assert tour.pin("kieu-ky").stays == ("kk-goldleaf",)


def test_what_is_not_there_is_refused(tour):
    with pytest.raises(GoalError, match=r"van-phuc is not in this tour; ask why_not\('van-phuc'\)"):
        tour.why("Vạn Phúc")
    with pytest.raises(UnknownIdError, match="there is no village or experience 'xyzzy'"):
        tour.why("xyzzy")


def test_every_must_has_its_cost(tour):
    found = tour.costs()
    for one in found.each:
        free = plan(SMALL, GOAL.replace(must=tuple(id for id in GOAL.must if id != one.id)), on=SATURDAY)
        assert one.tour == free
        assert one.cost == free.score - tour.score >= 0
    assert [one.id for one in found.each] == list(GOAL.must)
    assert found.together == plan(SMALL, GOAL.replace(must=()), on=SATURDAY).score - tour.score
    assert found.together >= max(one.cost for one in found.each)
    assert str(found).splitlines()[1].split() == ["Phú", "Vinh", str(found.each[0].cost)]
    assert "all together" in found._repr_html_()


def test_without_musts_nothing_costs():
    found = plan(SMALL, Goal(stops=(1, 1)), on=SATURDAY).costs()
    assert (found.each, found.together) == ((), 0)
