"""Messages to suppliers and guests, written in the transaction they are about; sending is somebody else's."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tourplanner.booking import tables as t
from tourplanner.booking.instants import moment
from tourplanner.booking.locking import Work
from tourplanner.booking.record import Record
from tourplanner.booking.values import Message


def tell(work: Work, record: Record, kind: str, now: int, **more: Any) -> None:
    """Put a message with the booking's sessions, and ``more``, into the outbox. It names no guest."""
    shares: dict[int, dict[str, int]] = {}
    for row in record.shares:
        shares.setdefault(row["position"], {})[row["household"]] = row["pax"]
    data = {
        "reference": record.head["reference"],
        "languages": record.head["languages"].split(),
        "sessions": [_session(row, shares.get(row["position"], {})) for row in record.items],
        **more,
    }
    post(work, record.id, kind, data, now)


def post(work: Work, subject: str, kind: str, data: dict[str, Any], now: int) -> None:
    """Put a message about a booking, or about a place in the line, into the outbox."""
    text = json.dumps(data, ensure_ascii=False)
    row = {"at_utc": now, "booking": subject, "kind": kind, "payload": text, "sent_utc": None}
    work.connection.execute(insert(t.outbox).values(**row))


def _session(row: Any, shares: dict[str, int]) -> dict[str, Any]:
    return {"session": row["slot"], "pax": row["pax"], "cancelled": row["cancelled"], "shares": shares}


def pending(connection: Connection, most: int) -> list[Message]:
    """What has not been sent yet, oldest first."""
    query = select(t.outbox).where(t.outbox.c.sent_utc.is_(None)).order_by(t.outbox.c.n).limit(most)
    return [
        Message(number=row.n, at=moment(row.at_utc, "UTC"), booking=row.booking, kind=row.kind, data=row.payload)
        for row in connection.execute(query)
    ]


def sent(work: Work, number: int) -> bool:
    """Note that a message was sent; False if somebody had noted it before."""
    unsent = (t.outbox.c.n == number, t.outbox.c.sent_utc.is_(None))
    return work.connection.execute(update(t.outbox).where(*unsent).values(sent_utc=work.now)).rowcount == 1
