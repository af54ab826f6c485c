"""Asking an engine for what is not known yet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.errors import NoRouteError
from tourplanner.model import Place
from tourplanner.travel.remote.batches import Batch, batches, halves
from tourplanner.travel.remote.engine import Answer, Engine, Line, Point
from tourplanner.travel.remote.judged import Judge, named
from tourplanner.travel.remote.store import Spot, Store

Progress = Callable[[str, int, int], None]
"""Called with what is being done, the step, and the number of steps."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One engine and profile, what is kept of it, and since when (seconds since 1970) it counts."""

    engine: Engine
    profile: str
    store: Store
    reach_m: float
    since_s: int
    now_s: int
    progress: Progress | None = None

    @property
    def service(self) -> str:
        """What answers are kept for."""
        return json.dumps([self.engine.name, self.engine.address, self.profile, self.engine.options])

    def legs(self, spots: Sequence[Spot], wanted: npt.NDArray[np.bool_]) -> Answer:
        """
        Times and distances between distinct spots, as the engine gives them.

        Parameters
        ----------
        spots
            n of them.
        wanted
            n x n: pairs that must have a way. If all these are known, nothing is asked for.

        Raises
        ------
        NoRouteError, ServiceError
            As soon as an answer says so; what was answered is kept.
        """
        known = self.store.legs(self.service, spots, self.since_s)
        judge = Judge(self.engine, self.reach_m, spots, wanted)
        missing = ~known.asked | (wanted & np.isnan(known.answer.seconds))
        if (missing & wanted).any():
            asked = [each for each in batches(missing, self.engine.limits) if wanted[np.ix_(*each)].any()]
            for step, batch in enumerate(asked):
                self._report(step, len(asked))
                for part, answer in self._answers(spots, batch, judge):
                    pairs = np.ix_(*part)
                    for name in ("seconds", "metres", "off_m"):
                        getattr(known.answer, name)[pairs] = getattr(answer, name)
            self._report(len(asked), len(asked))
        judge.see((range(len(spots)), range(len(spots))), known.answer)
        return known.answer

    def line(self, origin: Spot, destination: Spot) -> Line:
        """The way of a leg; raises as ``legs`` does."""
        line = self.store.line(self.service, origin, destination, self.since_s)
        if line is None:
            line = self.engine.line(self.profile, point(origin), point(destination))
            if line is None:
                raise NoRouteError(named(origin), named(destination), f"{self.engine.name} finds no way")
            self.store.keep_line(self.service, origin, destination, line, self.now_s)
        return line

    def _answers(self, spots: Sequence[Spot], batch: Batch, judge: Judge) -> Iterator[tuple[Batch, Answer]]:
        """The answers to a batch, kept and judged; in parts if some place of it spoils the whole."""
        origins, destinations = ([spots[at] for at in side] for side in batch)
        answer = self.engine.table(self.profile, [*map(point, origins)], [*map(point, destinations)])
        if answer is None and len(origins) * len(destinations) > 1:
            for half in halves(batch):
                yield from self._answers(spots, half, judge)
            return
        answer = answer or _no_way()
        self.store.keep(self.service, origins, destinations, answer, self.now_s)
        judge.see(batch, answer)
        yield batch, answer

    def _report(self, step: int, of: int) -> None:
        if self.progress is not None:
            self.progress(f"asking {self.engine.name}", step, of)


def spot(place: Place) -> Spot:
    """A place as it is asked for and kept."""
    return round(place.lat * 1e5), round(place.lon * 1e5)


def point(spot: Spot) -> Point:
    """A spot in degrees."""
    return spot[0] / 1e5, spot[1] / 1e5


def _no_way() -> Answer:
    return Answer(np.full((1, 1), np.nan), np.full((1, 1), np.nan), np.zeros((1, 1)))
