"""What room there is in sessions, once everything that is shared has been taken into account. No database here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class SharedResource:
    """A resource with its live use: guests by session."""

    capacity: int
    per_session: bool
    used: dict[str, Span] = field(default_factory=dict)

    def vacancies(self, slot: Slot) -> int:
        if not self.per_session:
            return self.capacity - peak(self.used.values(), slot.begin, slot.end)
        ones = (Span(span.begin, span.end, 1) for name, span in self.used.items() if span.pax and name != slot.id)
        return slot.capacity if peak(ones, slot.begin, slot.end) < self.capacity else 0

    def over(self, slot: Slot) -> int:
        """By how much the use during a session is more than there is."""
        weigh = (Span(span.begin, span.end, 1 if self.per_session else span.pax) for span in self.used.values())
        return peak(weigh, slot.begin, slot.end) - self.capacity

    def take(self, slot: Slot, pax: int) -> None:
        before = self.used[slot.id].pax if slot.id in self.used else 0
        self.used[slot.id] = Span(slot.begin, slot.end, before + pax)


@dataclass(slots=True)
class Member:
    """A household of a pool: when it is on duty with how many places, and the guests it has."""

    id: str
    turn: int
    duties: list[Span] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    dealt: int = 0

    def places(self, slot: Slot) -> int:
        """Places throughout the session, free or not; a household that leaves before its end has none."""
        return max((duty.pax for duty in self.duties if duty.begin <= slot.begin and slot.end <= duty.end), default=0)

    def free(self, slot: Slot) -> int:
        return max(0, self.places(slot) - peak(self.busy, slot.begin, slot.end))

    def over(self, slot: Slot) -> int:
        """By how many guests it has more than places during a session."""
        return peak(self.busy, slot.begin, slot.end) - self.places(slot)

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
