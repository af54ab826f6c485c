"""
What the completion bound remembers: at each visit, some of the earlier visits and of the villages left behind.

Without memory the bound goes back and forth between two good visits; to remember everything would be to list all
routes. So each visit has a short list of what is remembered there (ng-routes, Baldacci, Mingozzi & Roberti 2011), and
the lists grow where the best relaxed routes repeat themselves (dynamic ng-routes, Roberti & Mingozzi 2014).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tourplanner.planning.kernels import completion as kernels
from tourplanner.planning.problem import Ints, Problem

LONGEST = 6
"""Longest list of a visit; a list of k has 2 ** k states."""


class Memory:
    """
    The lists of all visits. They stay valid whatever the points and whatever the shift.

    Elements of a list are ident numbers, and numbers of villages after the last ident. In a state, bit k stands for
    element k of the visit's list: it was visited, or left, before.
    """

    def __init__(self, problem: Problem) -> None:
        self.ident, self.village = np.array(problem.ident), np.array(problem.village)
        self.idents = int(self.ident.max(initial=-1)) + 1
        self.element = np.full((len(self.ident), LONGEST), -1, dtype=np.int64)
        self.length = np.zeros(len(self.ident), dtype=np.int64)

    @property
    def size(self) -> int:
        """How much is remembered; it only grows."""
        return int(self.length.sum())

    def learn(self, paths: Sequence[Ints], room: int) -> bool:
        """
        Lengthen the lists so that these relaxed routes are not possible any more; whether anything was learnt.

        There will be no more than ``room`` times as many states as visits.
        """
        before, states = self.size, int((1 << self.length).sum())
        for at, element in (each for path in paths for each in self._forgotten(path.tolist())):
            length = int(self.length[at])
            more = 1 << length
            fits = length < LONGEST and states + more <= room * len(self.ident)
            if fits and element not in self.element[at, :length]:
                self.element[at, length] = element
                self.length[at] += 1
                states += more
        return self.size > before

    def _forgotten(self, path: list[int]) -> Iterator[tuple[int, int]]:
        """Visits at which something was forgotten that the route came back to, and what."""
        idents, villages = self.ident[path].tolist(), self.village[path].tolist()
        for end in range(2, len(path)):
            for begin in range(end - 2, -1, -1):
                between = slice(begin + 1, end)
                if villages[begin] == villages[end] and villages[end] not in villages[between]:
                    yield from ((at, self.idents + villages[end]) for at in path[between])
                    break
                if idents[begin] == idents[end]:
                    yield from ((at, idents[end]) for at in path[between])
                    break


class Walk:
    """
    The graph that the bound of one shift walks on: a row for each visit and state.

    Row ``base[visit] + state``, of visit ``visit[row]``, may go on to the rows
    ``target[firsts[row]:firsts[row + 1]]``, by the moves between visits ``pair``.
    """

    def __init__(self, memory: Memory, firsts: Ints, target: Ints) -> None:
        """``target[firsts[i]:firsts[i + 1]]`` are the visits that visit i may go on to."""
        self.memory, self.next, self.moves = memory, firsts, target
        self.size = -1

    def refresh(self) -> None:
        """Follow the memory if it has grown."""
        memory = self.memory
        if memory.size == self.size:
            return
        states = 1 << memory.length
        self.size = memory.size
        self.element, self.length = memory.element.copy(), memory.length.copy()
        self.base = np.concatenate([[0], np.cumsum(states)]).astype(np.int64)
        self.visit = np.repeat(np.arange(len(states)), states)
        self.firsts, self.target, self.pair = kernels.expanded(
            self.next, self.moves, memory.ident, memory.village, memory.idents, self.element, self.length, self.base,
            int(np.diff(self.next) @ states),
        )  # fmt: skip
