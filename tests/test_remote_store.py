"""What engines answered, in a file: for several processes, never half written, and told apart from other files."""

import sqlite3
import subprocess
import sys

import numpy as np
import pytest

from tourplanner.errors import DataError
from tourplanner.travel.remote.engine import Answer, Line
from tourplanner.travel.remote.store import VERSION, Store

HERE, THERE, ELSEWHERE = (2_103_000, 10_585_000), (2_098_000, 10_578_000), (-33_86_000, -15_120_900)
NAN = float("nan")


def answer(seconds, metres=None):
    table = np.array(seconds, dtype=float)
    return Answer(table, 10 * table if metres is None else np.array(metres), np.full_like(table, 3.5))


@pytest.fixture(params=["file", "memory"])
def store(request, tmp_path):
    return Store(tmp_path / "legs.sqlite" if request.param == "file" else None)


def test_what_is_kept_comes_back_as_it_was(store):
    spots = [HERE, THERE, ELSEWHERE]
    store.keep("a", [HERE, THERE], [THERE, ELSEWHERE], answer([[0.1 + 0.2, 7], [0, NAN]]), now_s=100)
    known = store.legs("a", spots, since_s=0)
    assert known.asked.tolist() == [[False, True, True], [False, True, True], [False] * 3]
    np.testing.assert_array_equal(known.answer.seconds[:2, 1:], [[0.1 + 0.2, 7], [0, NAN]])
    np.testing.assert_array_equal(known.answer.metres[:2, 1:], 10 * known.answer.seconds[:2, 1:])
    assert (known.answer.off_m[:2, 1:] == 3.5).all()
    assert not store.legs("b", spots, since_s=0).asked.any()
    assert not store.legs("a", spots, since_s=101).asked.any()


def test_a_later_answer_takes_the_place_of_an_earlier_one(store):
    for seconds, now in ((5, 100), (6, 200)):
        store.keep("a", [HERE], [THERE], answer([[seconds]]), now)
    assert store.legs("a", [HERE, THERE], 150).answer.seconds[0, 1] == 6


def test_lines_come_back_as_they_were(store):
    line = Line(((21.03, 105.85), (20.981234, 105.78)), ("Phố Gốm", "QL.1"))
    store.keep_line("a", HERE, THERE, line, now_s=100)
    assert store.line("a", HERE, THERE, 100) == line
    for other in (("a", THERE, HERE, 0), ("b", HERE, THERE, 0), ("a", HERE, THERE, 101)):
        assert store.line(*other) is None


def test_what_is_old_is_forgotten(store):
    store.keep("a", [HERE], [THERE], answer([[5]]), 100)
    store.keep("b", [HERE], [THERE], answer([[5]]), 200)
    store.keep_line("a", HERE, THERE, Line(((1.0, 2.0), (3.0, 4.0))), 100)
    assert store.forget(200) == 2
    assert store.legs("b", [HERE, THERE], 0).asked.any()
    assert not store.legs("a", [HERE, THERE], 0).asked.any()


def test_an_answer_that_fails_half_way_leaves_nothing(tmp_path):
    store = Store(tmp_path / "legs.sqlite")
    with pytest.raises(ValueError, match="zip"):
        store.keep("a", [HERE, THERE], [HERE, THERE], answer([[1]]), 100)
    assert not store.legs("a", [HERE, THERE], 0).asked.any()


def test_two_writers_do_not_get_in_each_other_s_way(tmp_path):
    path = tmp_path / "legs.sqlite"
    script = f"""
import sys
import numpy as np
from pathlib import Path
from tourplanner.travel.remote.engine import Answer
from tourplanner.travel.remote.store import Store
me = int(sys.argv[1])
for at in range(40):
    one = np.ones((1, 30))
    Store(Path({str(path)!r})).keep("a", [(me, at)], [(9, each) for each in range(30)], Answer(one, one, one), 100)
"""
    writers = [subprocess.Popen([sys.executable, "-c", script, str(me)]) for me in (1, 2, 3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    base = sqlite3.connect(path)
    try:
        assert base.execute("SELECT count(*), count(DISTINCT from_lat) FROM leg").fetchone() == (3600, 3)
        assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        base.close()


def _text(path):
    path.write_text("these are no answers " * 100)


def _other(path):
    _run(path, "CREATE TABLE bookings (id INTEGER)")


def _newer(path):
    Store(path)
    _run(path, f"PRAGMA user_version = {VERSION + 1}")


def _without_tables(path):
    Store(path)
    _run(path, "DROP TABLE leg")


def _folder(path):
    path.mkdir()


def _run(path, statement):
    base = sqlite3.connect(path)
    base.execute(statement)
    base.close()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_text, "file is not a database"),
        (_other, "it is a database of something else"),
        (_newer, f"it is of version {VERSION + 1}, this package keeps version {VERSION}"),
        (_without_tables, "no such table: leg"),
        (_folder, "unable to open database file"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_and_left_as_it_is(spoil, named, tmp_path):
    path = tmp_path / "legs.sqlite"
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(tmp_path.iterdir())
    with pytest.raises(DataError, match=named) as caught:
        Store(path).legs("a", [HERE, THERE], 0)
    assert str(path) in str(caught.value)
    assert "name another file as cache, or delete this one" in str(caught.value)
    assert before is None or path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == beside


def test_a_damaged_line_is_told(tmp_path):
    path = tmp_path / "legs.sqlite"
    Store(path).keep_line("a", HERE, THERE, Line(((1.0, 2.0), (3.0, 4.0))), 100)
    _run_and_commit(path, "UPDATE line SET points = x'00'")
    with pytest.raises(DataError, match="a line in it cannot be read"):
        Store(path).line("a", HERE, THERE, 0)


def _run_and_commit(path, statement):
    base = sqlite3.connect(path)
    base.execute(statement)
    base.commit()
    base.close()


def test_an_empty_file_is_taken(tmp_path):
    path = tmp_path / "legs.sqlite"
    path.touch()
    Store(path).keep("a", [HERE], [THERE], answer([[5]]), 100)
    assert Store(path).legs("a", [HERE, THERE], 0).asked.sum() == 1
