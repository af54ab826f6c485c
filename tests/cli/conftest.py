"""The command line over a small region, so that planning takes a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tourplanner.catalogue import Catalogue
from tourplanner.cli import asked, check_data, main
from tourplanner.testing import small_catalogue


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """The small region in place of the packaged one, so that planning takes a second."""
    catalogue = small_catalogue()
    monkeypatch.setattr(asked, "load", lambda _: catalogue)
    monkeypatch.setattr(check_data, "load", lambda _: catalogue)
    return catalogue


class Run:
    """One command with what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *argv: object) -> None:
        self.code = main([str(word) for word in argv])
        self.out, self.err = capsys.readouterr()

    def __iter__(self) -> Iterator[int | str]:
        """Code, standard output, standard error."""
        return iter((self.code, self.out, self.err))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    return lambda *argv: Run(capsys, *argv)
