"""Manifests, rooming lists, run sheets and messages: plain values in, text or bytes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tourplanner.lazy import lazy

if TYPE_CHECKING:
    from tourplanner.booking.papers.guests import guest_message
    from tourplanner.booking.papers.mail import mail
    from tourplanner.booking.papers.manifest import manifest, rooming
    from tourplanner.booking.papers.people import Contact, Departure, Guest, Pickup, Room
    from tourplanner.booking.papers.request import SupplierRequest, request_text, withdrawal_text
    from tourplanner.booking.papers.runsheet import RunLine, RunSheet, RunVehicle, run_sheet
    from tourplanner.booking.papers.runtext import run_text
    from tourplanner.booking.papers.table import Table, guarded, plain

_HOMES = {
    "Contact": "people",
    "Departure": "people",
    "Guest": "people",
    "Pickup": "people",
    "Room": "people",
    "RunLine": "runsheet",
    "RunSheet": "runsheet",
    "RunVehicle": "runsheet",
    "SupplierRequest": "request",
    "Table": "table",
    "guarded": "table",
    "guest_message": "guests",
    "mail": "mail",
    "manifest": "manifest",
    "plain": "table",
    "request_text": "request",
    "rooming": "manifest",
    "run_sheet": "runsheet",
    "run_text": "runtext",
    "withdrawal_text": "request",
}

__all__ = [
    "Contact",
    "Departure",
    "Guest",
    "Pickup",
    "Room",
    "RunLine",
    "RunSheet",
    "RunVehicle",
    "SupplierRequest",
    "Table",
    "guarded",
    "guest_message",
    "mail",
    "manifest",
    "plain",
    "request_text",
    "rooming",
    "run_sheet",
    "run_text",
    "withdrawal_text",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
