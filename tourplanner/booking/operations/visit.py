"""Redeeming: the guests have come. Once for each session."""

from __future__ import annotations

from tourplanner.booking.locking import Work
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.booking.states import Status
from tourplanner.errors import TransitionError, UnknownIdError


def redeem(work: Work, id: str, session: str | None) -> tuple[Record, int]:
    """
    Redeem one session, or all that are left. The booking is REDEEMED with its last one.

    Raises
    ------
    TransitionError
        If the session has been redeemed before.
    """
    before = lock_record(work, id)
    now = work.now
    before.moved("redeem part", now)
    if session is not None and session not in before.sessions:
        raise UnknownIdError("session of the booking", session, before.sessions)
    left = [row for row in before.live if row["redeemed_utc"] is None]
    come = [row for row in left if session in (None, row["slot"])]
    if session is not None and not come:
        hint = "the ticket was used: let nobody in on it"
        raise TransitionError(id, f"redeem {session}", Status.REDEEMED.value, (), hint)
    record = before.moved("redeem" if come == left else "redeem part", now)
    record = record.with_items({row["position"]: {"redeemed_utc": now} for row in come})
    save(work.journal, before, record)
    return record, now
