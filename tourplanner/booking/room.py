"""What room there is in sessions, once everything that is shared has been taken into account. No database here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from tourplanner.booking.pools import Hand, deal


@dataclass(frozen=True, slots=True)
class Slot:
    """A session as the ledger knows it; instants in UTC seconds, ends not included."""

    id: str
    experience: str
    zone: str
    begin: int
    end: int
    cutoff: int
    capacity: int
    party_min: int
    party_max: int | None
    closed: str
    pool: str | None
    uses: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """The largest party of one booking."""
        return self.capacity if self.party_max is None else self.party_max


@dataclass(frozen=True, slots=True)
class Span:
    """``pax`` guests from ``begin`` to ``end``, the end not included."""

    begin: int
    end: int
    pax: int


def peak(spans: Iterable[Span], begin: int, end: int) -> int:
    """The most guests there are at once between ``begin`` and ``end``."""
    inside = [span for span in spans if span.begin < end and span.end > begin]
    starts = {max(begin, span.begin) for span in inside}
    return max((sum(span.pax for span in inside if span.begin <= at < span.end) for at in starts), default=0)


_begin = attrgetter("begin")


class Timetable:
    """Spans in the order of their begins: those at some time are found without a look at all of a month."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._spans = sorted(spans, key=_begin)
        self._longest = max((span.end - span.begin for span in self._spans), default=0)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def append(self, span: Span) -> None:
        insort(self._spans, span, key=_begin)
        self._longest = max(self._longest, span.end - span.begin)

    def remove(self, span: Span) -> None:
        self._spans.remove(span)

    def at(self, begin: int, end: int) -> list[Span]:
        """Those going on between ``begin`` and ``end``, and perhaps some that ended before."""
        first = bisect_right(self._spans, begin - self._longest, key=_begin)
        return self._spans[first : bisect_left(self._spans, end, key=_begin)]

    def peak(self, begin: int, end: int) -> int:
        return peak(self.at(begin, end), begin, end)


@dataclass(slots=True)
class SharedResource:
    """A resource with its live use: guests by session."""

    capacity: int
    per_session: bool
    used: dict[str, Span] = field(default_factory=dict)
    _table: Timetable | None = None

    @property
    def table(self) -> Timetable:
        """Its use by time; one session at a time counts once, however many guests it has."""
        if self._table is None:
            weights = ((span, 1 if self.per_session else span.pax) for span in self.used.values())
            self._table = Timetable(Span(span.begin, span.end, weight) for span, weight in weights)
        return self._table

    def vacancies(self, slot: Slot) -> int:
        if not self.per_session:
            return self.capacity - self.table.peak(slot.begin, slot.end)
        ones = self.table.at(slot.begin, slot.end)
        own = self.used.get(slot.id)
        if own is not None and (one := Span(own.begin, own.end, 1)) in ones:
            ones.remove(one)
        return slot.capacity if peak(ones, slot.begin, slot.end) < self.capacity else 0

    def over(self, slot: Slot) -> int:
        """By how much the use during a session is more than there is."""
        return self.table.peak(slot.begin, slot.end) - self.capacity

    def take(self, slot: Slot, pax: int) -> None:
        before = self.used[slot.id].pax if slot.id in self.used else 0
        self.used[slot.id] = Span(slot.begin, slot.end, before + pax)
        self._table = None


@dataclass(slots=True)
class Member:
    """A household of a pool: when it is on duty with how many places, and the guests it has."""

    id: str
    turn: int
    duties: list[Span] = field(default_factory=list)
    busy: Timetable = field(default_factory=Timetable)
    dealt: int = 0

    def places(self, slot: Slot) -> int:
        """Places throughout the session, free or not; a household that leaves before its end has none."""
        return max((duty.pax for duty in self.duties if duty.begin <= slot.begin and slot.end <= duty.end), default=0)

    def free(self, slot: Slot) -> int:
        return max(0, self.places(slot) - self.busy.peak(slot.begin, slot.end))

    def over(self, slot: Slot) -> int:
        """By how many guests it has more than places during a session."""
        return self.busy.peak(slot.begin, slot.end) - self.places(slot)

    def take(self, slot: Slot, pax: int) -> None:
        self.busy.append(Span(slot.begin, slot.end, pax))
        self.dealt += pax


@dataclass(slots=True)
class Room:
    """
    The room in some sessions at a moment, ``now``. Taking places from it changes it, the ledger knows nothing of it.

    ``taken`` is guests by session, ``pools`` the members of each pool; both of live bookings only.
    """

    now: int
    slots: Mapping[str, Slot]
    taken: dict[str, int]
    resources: Mapping[str, SharedResource]
    pools: Mapping[str, Mapping[str, Member]]

    def vacancies(self, id: str) -> int:
        """How many guests more a session has room for, nought or more."""
        slot = self.slots[id]
        left = [slot.capacity - self.taken.get(id, 0)]
        left += [self.resources[name].vacancies(slot) for name in slot.uses]
        if slot.pool is not None:
            left.append(sum(member.free(slot) for member in self.pools[slot.pool].values()))
        return max(0, min(left))

    def over(self, id: str) -> int:
        """By how many guests more is booked during a session than there is room for; nought if all have room."""
        slot = self.slots[id]
        much = [0, self.taken.get(id, 0) - slot.capacity]
        much += [self.resources[name].over(slot) for name in slot.uses]
        if slot.pool is not None:
            much += [member.over(slot) for member in self.pools[slot.pool].values() if member.busy]
        return max(much)

    def take(self, id: str, pax: int) -> list[tuple[str, int]]:
        """Take places that there are; who of the session's pool receives how many, nobody where it has none."""
        slot = self.slots[id]
        self.taken[id] = self.taken.get(id, 0) + pax
        for name in slot.uses:
            self.resources[name].take(slot, pax)
        return self._deal(slot, pax) if slot.pool is not None else []

    def _deal(self, slot: Slot, pax: int) -> list[tuple[str, int]]:
        members = self.pools[slot.pool or ""]
        hands = [Hand(each.id, each.free(slot), each.dealt, each.turn) for each in members.values()]
        shares = deal(pax, hands)
        for household, guests in shares:
            members[household].take(slot, guests)
        return shares
