"""
The life of a booking: one table of legal transitions, in OCTO's words.

What the table does not name is an error that changes nothing. The diagram in the documentation is drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from tourplanner.errors import TransitionError


class Status(StrEnum):
    """Where a booking stands (OCTO ``BookingStatus``)."""

    ON_HOLD = "ON_HOLD"
    CONFIRMED = "CONFIRMED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"
    REDEEMED = "REDEEMED"


Operation = Literal[
    "hold", "extend", "confirm", "amend", "pay", "refund", "cancel part", "cancel", "redeem part", "redeem", "expire"
]

TRANSITIONS: Mapping[tuple[Status | None, Operation], Status] = {
    (None, "hold"): Status.ON_HOLD,
    (Status.ON_HOLD, "extend"): Status.ON_HOLD,
    (Status.ON_HOLD, "amend"): Status.ON_HOLD,
    (Status.ON_HOLD, "pay"): Status.ON_HOLD,
    (Status.ON_HOLD, "cancel part"): Status.ON_HOLD,
    (Status.ON_HOLD, "confirm"): Status.CONFIRMED,
    (Status.ON_HOLD, "cancel"): Status.CANCELLED,
    (Status.ON_HOLD, "expire"): Status.EXPIRED,
    (Status.CONFIRMED, "amend"): Status.CONFIRMED,
    (Status.CONFIRMED, "pay"): Status.CONFIRMED,
    (Status.CONFIRMED, "refund"): Status.CONFIRMED,
    (Status.CONFIRMED, "cancel part"): Status.CONFIRMED,
    (Status.CONFIRMED, "redeem part"): Status.CONFIRMED,
    (Status.CONFIRMED, "cancel"): Status.CANCELLED,
    (Status.CONFIRMED, "redeem"): Status.REDEEMED,
    (Status.REDEEMED, "pay"): Status.REDEEMED,
    (Status.REDEEMED, "refund"): Status.REDEEMED,
    (Status.CANCELLED, "pay"): Status.CANCELLED,
    (Status.CANCELLED, "refund"): Status.CANCELLED,
}
"""From where, by what, to where. None is before there is a booking."""

TRY_NEXT: Mapping[Status, str] = {
    Status.ON_HOLD: "confirm or cancel it, or let it expire",
    Status.CONFIRMED: "amend, redeem or cancel it",
    Status.EXPIRED: "its places are free again: hold anew under a new key",
    Status.CANCELLED: "a cancelled booking stays so: hold anew under a new key",
    Status.REDEEMED: "the guests have been: only money can still move",
}


def standing(status: Status, expires: int | None, now: int) -> Status:
    """The status as of ``now`` (UTC seconds): a hold is live before ``expires``, and EXPIRED from then on."""
    over = status is Status.ON_HOLD and expires is not None and expires <= now
    return Status.EXPIRED if over else status


def after(booking: str, status: Status | None, operation: Operation) -> Status:
    """
    The status an operation leads to.

    Raises
    ------
    TransitionError
        If the table has no such transition.
    """
    if (status, operation) not in TRANSITIONS:
        legal = [what for origin, what in TRANSITIONS if origin is status]
        hint = TRY_NEXT[status] if status else "hold first"
        raise TransitionError(booking, operation, str(status), legal, hint)
    return TRANSITIONS[status, operation]


def diagram() -> str:
    """The table as a Mermaid state diagram; transitions between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (origin, operation), target in TRANSITIONS.items():
        arrows.setdefault((origin or "[*]", target), []).append(operation)
    left = {origin for origin, _ in TRANSITIONS}
    lines = [f"    {origin} --> {target}: {', '.join(names)}" for (origin, target), names in arrows.items()]
    ends = [f"    {status} --> [*]" for status in Status if status not in left or _settled(status)]
    return "\n".join(["stateDiagram-v2", *lines, *ends])


def _settled(status: Status) -> bool:
    """Whether nothing but money moves any more: a group on account pays after its tour."""
    return {operation for origin, operation in TRANSITIONS if origin is status} == {"pay", "refund"}
