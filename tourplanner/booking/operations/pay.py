"""Money in and out. Never more in than is owed, never more out than came in."""

from __future__ import annotations

from tourplanner.booking.locking import Work
from tourplanner.booking.record import Record, lock_record, save
from tourplanner.errors import PaymentError


def pay(work: Work, id: str, amount_vnd: int, kind: str, reference: str) -> tuple[Record, int]:
    """
    Record a deposit or payment.

    Raises
    ------
    PaymentError
        If it is more than is left to pay.
    """
    before = lock_record(work, id)
    now = work.now
    record = before.moved("pay", now)
    due = record.owed_vnd - record.kept_vnd
    if amount_vnd > due:
        raise PaymentError(f"a {kind} of {amount_vnd} for booking {id}", amount_vnd, due, f"{due} are left to pay")
    record = record.paid(kind, amount_vnd, now, reference)
    save(work.journal, before, record)
    return record, now


def refund(work: Work, id: str, amount_vnd: int, reference: str) -> tuple[Record, int]:
    """
    Give money back beyond what the terms say. What was kept as a fee is waived first, and then owed no more.

    Raises
    ------
    PaymentError
        If it is more than was paid and not refunded yet.
    """
    before = lock_record(work, id)
    now = work.now
    record = before.moved("refund", now)
    kept = record.kept_vnd
    if amount_vnd > kept:
        found = f"{kept} were paid and not refunded"
        raise PaymentError(f"a refund of {amount_vnd} for booking {id}", amount_vnd, kept, found)
    fees = max(0, record.head["fees_vnd"] - amount_vnd)
    record = record.paid("refund", amount_vnd, now, reference).with_head(fees_vnd=fees)
    save(work.journal, before, record)
    return record, now
