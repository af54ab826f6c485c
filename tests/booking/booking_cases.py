"""Sessions, a clock to set, and questions to ask of a ledger past the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import text

from tourplanner.booking import Conditions, Desk, Duty, Household
from tourplanner.model import HANOI, Session

NOW = datetime(2027, 3, 1, 9, tzinfo=HANOI)
DAY = datetime(2027, 3, 20, tzinfo=HANOI)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def session(experience: str, hour: float = 9, *, day: int = 0, places: int = 20, hours: float = 1) -> Session:
    begin = DAY + timedelta(days=day, hours=hour)
    return Session(
        id=f"{experience}/{begin:%Y-%m-%d-%H%M}",
        experience=experience,
        begin=begin,
        end=begin + timedelta(hours=hours),
        places_left=places,
    )


def grid(count: int, places: int) -> list[Session]:
    """Sessions of different experiences, one after the other."""
    return [session(f"e{number:02}", 8 + number % 8, places=places) for number in range(count)]


def cooperative(desk: Desk, places: Iterable[int], *, pool: str = "coop") -> None:
    """A pool with a household for each number of places, on duty all day."""
    sizes = list(places)
    desk.found(pool, "Hợp tác xã", [Household(id=f"h{i}", name=f"Nhà {i}", turn=i) for i in range(len(sizes))])
    end = DAY + timedelta(days=2)
    desk.on_duty(pool, [Duty(household=f"h{i}", begin=DAY, end=end, places=size) for i, size in enumerate(sizes)])


def offered(desk: Desk, *sessions: Session, conditions: Conditions | None = None) -> list[str]:
    desk.offer(sessions, conditions or Conditions())
    return [each.id for each in sessions]


LIVE = "(b.status IN ('CONFIRMED', 'REDEEMED') OR (b.status = 'ON_HOLD' AND b.expires_utc > :now))"


def oversold(desk: Desk, now: datetime = NOW) -> list[tuple[str, int, int]]:
    """Sessions with more guests than places: (session, guests, places), asked in plain SQL."""
    query = f"""
        SELECT s.id, SUM(i.pax), s.capacity FROM slot s JOIN item i ON i.slot = s.id JOIN booking b ON b.id = i.booking
        WHERE NOT i.cancelled AND {LIVE} GROUP BY s.id, s.capacity HAVING SUM(i.pax) > s.capacity ORDER BY s.id
    """
    with desk.store.reading() as connection:
        return [tuple(row) for row in connection.execute(text(query), {"now": now.timestamp()})]


def halves(desk: Desk, items: int) -> list[str]:
    """Bookings that have not that many items, or none of their own in the log."""
    query = """
        SELECT b.id FROM booking b LEFT JOIN item i ON i.booking = b.id GROUP BY b.id HAVING COUNT(i.booking) <> :items
        UNION SELECT b.id FROM booking b WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.subject = b.id)
        UNION SELECT r.key FROM request r WHERE NOT EXISTS (SELECT 1 FROM audit a WHERE a.key = r.key)
        ORDER BY 1
    """
    with desk.store.reading() as connection:
        return [row[0] for row in connection.execute(text(query), {"items": items})]


def stored(desk: Desk) -> set[str]:
    with desk.store.reading() as connection:
        return {row[0] for row in connection.execute(text("SELECT id FROM booking"))}
