"""
The desk: holds, bookings, the ledger store (SQLite, PostgreSQL).

Names are loaded on first use; importing this room loads neither SQLAlchemy nor a database driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.booking.admission import Admission, SessionTicket
    from tourplanner.booking.appointments import booked_appointments, booked_tour
    from tourplanner.booking.asked import occurrences
    from tourplanner.booking.busy import CloseOuts
    from tourplanner.booking.crewing import CrewDuty, DepartureCrew
    from tourplanner.booking.desk import Desk
    from tourplanner.booking.line_values import Joining, ScheduledDeparture, Waiting
    from tourplanner.booking.pools import Hand, deal
    from tourplanner.booking.states import TRANSITIONS, Status, diagram
    from tourplanner.booking.store import copy_ledger, init, open_store
    from tourplanner.booking.supplying import SupplierAnswer, SupplierLetter, ToDo
    from tourplanner.booking.terms import NO_FEE, Terms
    from tourplanner.booking.values import (
        Availability,
        Booking,
        Conditions,
        Duty,
        Entry,
        Household,
        HouseholdShare,
        Item,
        Message,
        Payment,
        Resource,
        Share,
    )

_HOMES = {
    "NO_FEE": "terms",
    "TRANSITIONS": "states",
    "Admission": "admission",
    "Availability": "values",
    "Booking": "values",
    "CloseOuts": "busy",
    "Conditions": "values",
    "CrewDuty": "crewing",
    "DepartureCrew": "crewing",
    "Desk": "desk",
    "Duty": "values",
    "Entry": "values",
    "Hand": "pools",
    "Household": "values",
    "HouseholdShare": "values",
    "Item": "values",
    "Joining": "line_values",
    "Message": "values",
    "Payment": "values",
    "Resource": "values",
    "ScheduledDeparture": "line_values",
    "SessionTicket": "admission",
    "Share": "values",
    "Status": "states",
    "SupplierAnswer": "supplying",
    "SupplierLetter": "supplying",
    "Terms": "terms",
    "ToDo": "supplying",
    "Waiting": "line_values",
    "booked_appointments": "appointments",
    "booked_tour": "appointments",
    "copy_ledger": "store",
    "deal": "pools",
    "diagram": "states",
    "init": "store",
    "occurrences": "asked",
    "open_store": "store",
}

__all__ = [
    "NO_FEE",
    "TRANSITIONS",
    "Admission",
    "Availability",
    "Booking",
    "CloseOuts",
    "Conditions",
    "CrewDuty",
    "DepartureCrew",
    "Desk",
    "Duty",
    "Entry",
    "Hand",
    "Household",
    "HouseholdShare",
    "Item",
    "Joining",
    "Message",
    "Payment",
    "Resource",
    "ScheduledDeparture",
    "SessionTicket",
    "Share",
    "Status",
    "SupplierAnswer",
    "SupplierLetter",
    "Terms",
    "ToDo",
    "Waiting",
    "booked_appointments",
    "booked_tour",
    "copy_ledger",
    "deal",
    "diagram",
    "init",
    "occurrences",
    "open_store",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
