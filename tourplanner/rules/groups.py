"""The rule of several groups on the road at once: nobody is asked to receive more guests than there is room for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from tourplanner.model import Itinerary, Session, Stop
from tourplanner.rules.finding import Finding


def shared(tours: Sequence[Itinerary], sessions: Sequence[Session] = ()) -> Iterator[Finding]:
    """On any day, the groups that visit one thing (or variants of it) or eat at one table fit in there together."""
    received: dict[tuple[date, str], list[tuple[Stop, int]]] = defaultdict(list)
    booked: dict[str, int] = defaultdict(int)
    for tour in tours:
        for day in tour.days:
            for stop in day.stops:
                one = stop.experience.variant_of or stop.experience.id
                received[day.date, one].append((stop, tour.goal.party.size))
                booked[stop.session or ""] += tour.goal.party.size
    for (on, id), stops in received.items():
        guests, most = sum(size for _, size in stops), min(stop.experience.capacity for stop, _ in stops)
        if len(stops) > 1 and guests > most:
            yield Finding("shared", id, f"{guests} guests in {len(stops)} groups on {on}, at most {most}")
    left = {session.id: session.places_left for session in sessions}
    for id, guests in booked.items():
        if id in left and guests > left[id]:
            yield Finding("shared", id, f"{guests} guests in this session, {left[id]} places left")
