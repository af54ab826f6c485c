"""The orienteering search against trying everything, and how it begins, ends and repeats itself."""

import time

import numpy as np
import pytest
from orienteering_cases import best, problem

from tourplanner.planning import orienteering_check
from tourplanner.planning.orienteering import Orienteering, orienteer
from tourplanner.planning.stop import Asked, FirstOf, Seconds, Work


def larger(seed, n=40, routes=2):
    """A problem too large to try everything."""
    chance = np.random.default_rng(seed)
    spots = chance.integers(0, 100, (n + 1, 2))
    ways = np.abs(spots[:, None] - spots).sum(axis=2)
    opens = chance.integers(0, 300, (1, n, 1))
    return Orienteering(
        points=chance.integers(1, 30, n),
        service=chance.integers(1, 10, n),
        between=ways[1:, 1:].copy(),
        away=ways[:1, 1:].copy(),
        home=ways[1:, :1].T.copy(),
        opens=opens,
        closes=opens + 90,
        earliest=np.array([0]),
        latest=np.array([400]),
        count=np.array([routes]),
        uses=np.zeros((n, 0), dtype=np.int64),
        caps=np.zeros(0, dtype=np.int64),
    )


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_nothing_is_better_on_small_problems(first):
    for seed in range(first, first + 50):
        small = problem(seed)
        answer = orienteer(small, stop=Work(1_000))
        assert answer.score == best(small), seed
        assert answer.bound is not None
        assert answer.bound >= answer.score
        assert not list(orienteering_check.faults(small, answer.routes))


def test_the_same_seed_and_work_give_the_same_answer():
    case = larger(1)
    first, again = (orienteer(case, stop=Work(3_000), seed=7) for _ in range(2))
    assert (first.routes, first.score, first.work) == (again.routes, again.score, again.work)
    assert first.work == 3_000


def test_more_work_is_no_worse_than_none_and_begins_from_what_is_given():
    case = larger(2)
    good = orienteer(case, stop=Work(4_000))
    kept = orienteer(case, stop=Work(0), start=good.routes)
    assert (kept.score, kept.work) == (good.score, 0)
    assert sorted(kept.routes) == sorted(good.routes)
    assert orienteer(case, stop=Work(500), start=good.routes).score >= good.score


def test_a_start_that_breaks_rules_is_refused_with_every_fault():
    case = larger(2)
    with pytest.raises(ValueError, match="visit 3 is made 2 times") as error:
        orienteer(case, stop=Work(1), start=[(0, (3,)), (0, (3,)), (0, (99,)), (5, (1,))])
    text = str(error.value)
    assert "there are no visits 99" in text
    assert "there is no kind 5" in text
    assert "3 routes of kind 0, at most 2" in text


def test_processor_seconds_end_a_search():
    case = larger(3, n=120, routes=3)
    orienteer(case, stop=Work(1))
    since = time.process_time()
    answer = orienteer(case, stop=Seconds(0.5))
    assert 0.3 < time.process_time() - since < 1.5
    assert answer.work > 50
    assert 0 <= answer.found_at_s <= 1.5


def test_a_rule_of_ones_own_ends_a_search_and_hears_of_it():
    case, heard = larger(4), []
    answer = orienteer(case, stop=Asked(lambda state: state.work >= 1_000), progress=heard.append)
    assert answer.work >= 1_000
    assert [state.work for state in heard] == sorted(state.work for state in heard)
    assert heard[-1].work == answer.work
    assert orienteer(case, stop=FirstOf((Work(100), Seconds(60.0)))).work == 100


def test_an_interrupted_search_returns_the_best_so_far():
    case, heard = larger(5), []

    def interrupt(state):
        heard.append(state)
        if state.work >= 600:
            raise KeyboardInterrupt

    answer = orienteer(case, stop=Work(100_000), progress=interrupt)
    assert answer.score == heard[-1].score > 0
    assert answer.work == heard[-1].work


def test_all_visits_made_is_the_end():
    case = larger(6, n=5)
    answer = orienteer(case, stop=Work(10**9))
    assert answer.score == answer.bound == case.points.sum()


def test_nothing_that_can_be_made_is_an_answer_too():
    empty = problem(0, most=0)
    assert orienteer(empty, stop=Work(10)).routes == ()


def test_seeds_are_whole_numbers_from_zero():
    with pytest.raises(ValueError, match="seed"):
        orienteer(larger(1), stop=Work(1), seed=-1)
