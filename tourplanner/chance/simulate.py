"""
One day lived many times, all trials at once.

Nothing happens before its printed time: guests leave no earlier than the timetable says, and a visit begins no earlier
than planned. So delay grows on slow legs and long visits, and is worked off wherever the timetable waits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tourplanner.chance.timetable import Call, Move, Timetable

Seconds = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Lived:
    """
    What happened in each trial: seconds from midnight, one array over the trials per stop.

    ``admitted`` says whether the stop could begin at all, ``fed`` whether lunch began in its window (None: no lunch).
    """

    arrive: tuple[Seconds, ...]
    admitted: tuple[Flags, ...]
    fed: Flags | None
    back: Seconds


class Luck:
    """
    The random numbers of one day, in an order that depends on nothing but the seed and the day's number.

    Roads and visits draw from streams of their own, one block per leg and per visit: a timetable with more room, or
    one more stop at its end, meets the same luck before it (common random numbers).
    """

    def __init__(self, seed: int, day: int, trials: int, common: float) -> None:
        roads, visits = np.random.SeedSequence((seed, day)).spawn(2)
        self._roads = np.random.Generator(np.random.PCG64(roads))
        self._visits = np.random.Generator(np.random.PCG64(visits))
        self._trials = trials
        self._common = common
        self._traffic = self._roads.standard_normal(trials)

    def leg(self, move: Move) -> Seconds:
        """
        Seconds a leg takes: planned × median × exp(spread × (√common × the day's traffic + √(1 - common) × its own)).
        """
        own = self._roads.standard_normal(self._trials)
        if move.driven:
            own = np.sqrt(self._common) * self._traffic + np.sqrt(1.0 - self._common) * own
        taken: Seconds = move.seconds * move.median * np.exp(move.spread * own)
        return taken

    def overrun(self, call: Call) -> Seconds:
        """Seconds a visit takes longer than planned: exponential with the call's mean."""
        return call.overrun * self._visits.standard_exponential(self._trials)


def lived(timetable: Timetable, luck: Luck) -> Lived:
    """
    Live the day.

    Guests who come too late for the last begin of a stop drive on, no earlier than planned. A meal is eaten as long
    as the kitchen is open, even after the lunch window; that is then not counted as fed.
    """
    arrivals, admitted, fed = [], [], None
    now: Seconds | float = timetable.moves[0].depart
    for move, call, onward in zip(timetable.moves, timetable.calls, timetable.moves[1:], strict=False):
        arrive = now + luck.leg(move)
        begin = first_begin(np.maximum(arrive, call.begin), call)
        open_ = np.isfinite(begin)
        over = np.where(open_, begin + call.seconds + luck.overrun(call), arrive)
        now = np.maximum(over, onward.depart)
        arrivals.append(arrive)
        admitted.append(open_)
        if call.lunch:
            eaten = open_ & (begin >= call.lunch[0]) & (begin <= call.lunch[1])
            fed = eaten if fed is None else fed & eaten
    return Lived(tuple(arrivals), tuple(admitted), fed, now + luck.leg(timetable.moves[-1]))


def first_begin(ready: Seconds, call: Call) -> Seconds:
    """The earliest begin at or after ``ready``, infinite where no window is left."""
    begin = np.full(ready.shape, np.inf)
    for first, last in reversed(call.windows):
        begin = np.where(ready <= last, np.maximum(ready, first), begin)
    return begin
