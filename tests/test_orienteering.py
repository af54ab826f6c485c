"""What an orienteering problem holds, and how it refuses what is none."""

import numpy as np
import pytest

from tourplanner.planning.orienteering import Orienteering


def arrays(**changed):
    whole = {
        "points": np.array([5, 7]),
        "service": np.array([10, 20]),
        "between": np.array([[0, 3], [4, 0]]),
        "away": np.array([[1, 2]]),
        "home": np.array([[2, 1]]),
        "opens": np.array([[[0, 1], [5, 9]]]),
        "closes": np.array([[[50, 0], [8, 20]]]),
        "earliest": np.array([0]),
        "latest": np.array([100]),
        "count": np.array([1]),
        "uses": np.zeros((2, 0), dtype=np.int64),
        "caps": np.zeros(0, dtype=np.int64),
    }
    return whole | changed


def test_a_problem_survives_json():
    problem = Orienteering(**arrays())
    again = Orienteering.from_json(problem.to_json())
    for name, array in arrays().items():
        assert np.array_equal(getattr(again, name), array)
        assert getattr(again, name).shape == array.shape


def test_every_fault_is_named_at_once():
    wrong = arrays(service=np.array([10, -1]), between=np.zeros((2, 3)), caps=np.array([2**41]))
    with pytest.raises(ValueError, match="no orienteering problem") as error:
        Orienteering(**wrong)
    text = str(error.value)
    assert "service[1]: -1 is negative" in text
    assert "between: need int64 of shape (2, 2), got float64 of shape (2, 3)" in text
    assert "uses: need int64 of shape (2, 1)" in text
    assert "caps: 2199023255552 is too large" in text


def test_numbers_instead_of_arrays_are_refused():
    with pytest.raises(ValueError, match="latest: need numpy arrays"):
        Orienteering(**arrays(latest=100))


def test_a_problem_cannot_be_changed():
    problem = Orienteering(**arrays())
    with pytest.raises(ValueError, match="read-only"):
        problem.points[0] = 1
