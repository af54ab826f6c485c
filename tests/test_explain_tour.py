"""A tour is an itinerary in everything, and remembers what was asked."""

import copy
import json
import pickle
from datetime import date, time

import pytest
from by_distance import check, plan

from tourplanner.errors import GoalError, InfeasibleError, UnknownIdError
from tourplanner.model import Goal, Itinerary, Lunch, Money, Objective, Party, Portfolio, Text
from tourplanner.planning.tour import Tour
from tourplanner.testing import small_catalogue

SMALL = small_catalogue()
SATURDAY = date(2027, 3, 20)


@pytest.fixture(scope="module")
def tour():
    return plan(SMALL, Goal(must=("ha-thai",), stops=(1, 4), wishes=("dao-thuc",)), on=SATURDAY)


def visits(tour):
    return [stop.experience.id for stop in tour.visits]


def test_it_equals_the_itinerary_with_its_content(tour):
    plain = Itinerary.model_validate_json(tour.model_dump_json())
    assert type(plain) is Itinerary
    assert plain == tour
    assert tour == plain
    assert hash(tour) == hash(plain)
    assert tour != plain.replace(score=plain.score + 1)
    assert tour != "a tour"
    assert json.loads(tour.model_dump_json()) == json.loads(plain.model_dump_json())
    assert (str(tour), repr(tour), tour._repr_html_()) == (str(plain), repr(plain), plain._repr_html_())


def test_a_portfolio_may_hold_one(tour):
    held = Portfolio(
        region="small", region_name=Text(vi="Vùng"), seed=1, month="2027-03", objective=Objective(score=1, bound=1),
        quotas=(), routes=(tour,),
    )  # fmt: skip
    assert Portfolio.model_validate_json(held.model_dump_json()) == held


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda tour: pickle.loads(pickle.dumps(tour))])
def test_copies_remember_too(tour, copied):
    again = copied(tour)
    assert again == tour
    assert again.question.on == (SATURDAY,)
    assert again.what_if() == tour


@pytest.mark.parametrize(
    "forgetful", [lambda tour: Tour.model_validate_json(tour.model_dump_json()), lambda tour: tour.replace(score=0)]
)
def test_what_was_read_or_changed_says_that_it_has_no_question(tour, forgetful):
    with pytest.raises(GoalError, match="does not remember what was asked"):
        forgetful(tour).what_if(on="2027-03-21")


def test_what_if_is_the_plan_with_the_changes(tour):
    changed = tour.what_if(
        on="2027-03-22", must=("Quất Động",), drop=("ha thai", "dao-thuc"), day=("08:00", "18:00"),
        party=Party(adults=10), minutes={"qd-embroidery": 45}, lunch=Lunch(minutes=45),
    )  # fmt: skip
    expected = Goal(
        must=("quat-dong",), never=("ha-thai", "dao-thuc"), wishes=("dao-thuc",), day=(time(8), time(18)),
        party=Party(adults=10), stops=(1, 4), lunch=Lunch(minutes=45),
    )  # fmt: skip
    shorter = SMALL.replace(
        experiences=tuple(e.replace(minutes=45) if e.id == "qd-embroidery" else e for e in SMALL.experiences)
    )
    assert changed == plan(shorter, expected, on="2027-03-22")
    assert check(changed) == ()
    assert tour.goal.must == ("ha-thai",)


def test_what_if_can_go_on(tour):
    assert tour.what_if(stops=(1, 2)).what_if(stops=(1, 4)) == tour


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"budge": Money(amount=1)}, "a goal has no budge; change on, must, drop, minutes or days, party"),
        ({"must": "ha-thai"}, "give a list of names"),
        ({"on": "20.3.2027"}, "is no date"),
        ({"minutes": {"xyzzy": 5}}, "there is no village or experience 'xyzzy'"),
    ],
)
def test_changes_that_cannot_be_understood_are_refused(tour, changes, message):
    with pytest.raises(GoalError, match=message):
        tour.what_if(**changes)


def test_unknown_names_come_with_proposals(tour):
    with pytest.raises(UnknownIdError) as caught:
        tour.what_if(drop=("ha thay",))
    assert "ha-thai" in caught.value.nearest
    with pytest.raises(UnknownIdError) as caught:
        tour.pin("sơn mài")
    assert caught.value.nearest


def test_a_change_that_nothing_keeps_is_infeasible(tour):
    with pytest.raises(InfeasibleError):
        tour.what_if(drop=("bt-kiln",), must=("bt-wheel", "dao-thuc", "quang-phu-cau"), day=("08:00", "13:00"))


def test_pinned_stops_stay_and_the_rest_is_planned_again(tour):
    village, other = tour.villages[0].id, tour.villages[1].id
    stays = [stop.experience.id for stop in tour.visits if stop.village.id == village]
    gone = next(stop.experience.id for stop in tour.visits if stop.village.id == other)
    pinned = tour.pin(village)
    assert list(pinned.stays) == stays
    again = pinned.replan(drop=(gone,))
    assert set(stays) <= set(visits(again))
    assert gone not in visits(again)
    assert check(again) == ()
    both = pinned.pin(other)
    assert list(both.stays) == [id for id in visits(tour) if SMALL.experience(id).village in (village, other)]
    assert set(both.stays) <= set(visits(both.replan(party=Party(adults=5), must=("ha-thai",))))


def test_only_what_is_visited_can_be_pinned(tour):
    with pytest.raises(GoalError, match=r"phu-vinh is not in this tour; ask why_not\('phu-vinh'\)"):
        tour.pin("ha thai", "phu vinh")
