"""The tables of the waiting list, and of departures that are offered for sale."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text, text

from tourplanner.booking.tables import METADATA, booking

ID = booking.c.id.type
STILL_WAITING = text("offered_utc IS NULL AND left_utc IS NULL")

departure = Table(
    "departure",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("itinerary", Text, nullable=False),
    Column("minimum", Integer, nullable=False),
    Column("decide_utc", BigInteger, nullable=False),
    Column("price_vnd", BigInteger, nullable=False),
    Column("terms", Text, nullable=False),
    Column("begin_utc", BigInteger, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("joined_to", ID, ForeignKey("departure.id"), nullable=True),
    CheckConstraint("minimum > 0 AND price_vnd >= 0", name="amounts"),
    CheckConstraint("state IN ('open', 'guaranteed', 'cancelled', 'joined')", name="state"),
    CheckConstraint("(state = 'joined') = (joined_to IS NOT NULL)", name="joined"),
    Index("ix_departure_begin_utc", "begin_utc"),
)
departure_item = Table(
    "departure_item",
    METADATA,
    Column("departure", ID, ForeignKey("departure.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("slot", ID, ForeignKey("slot.id"), nullable=False),
    Column("weight", BigInteger, nullable=False),
    Index("ix_departure_item_slot", "slot"),
)
departure_booking = Table(
    "departure_booking",
    METADATA,
    Column("booking", ID, ForeignKey("booking.id"), primary_key=True),
    Column("departure", ID, ForeignKey("departure.id"), nullable=False),
    Column("decline_utc", BigInteger, nullable=True),
    Index("ix_departure_booking_departure", "departure"),
)
waiting = Table(
    "waiting",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("departure", ID, ForeignKey("departure.id"), nullable=True),
    Column("itinerary", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("adults", Integer, nullable=False),
    Column("children", Integer, nullable=False),
    Column("languages", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("price_vnd", BigInteger, nullable=False),
    Column("ttl_s", BigInteger, nullable=False),
    Column("joined_utc", BigInteger, nullable=False),
    Column("until_utc", BigInteger, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("offered_utc", BigInteger, nullable=True),
    Column("left_utc", BigInteger, nullable=True),
    CheckConstraint("offered_utc IS NULL OR left_utc IS NULL", name="one_end"),
    Index("ix_waiting_line", "until_utc", sqlite_where=STILL_WAITING, postgresql_where=STILL_WAITING),
)
waiting_item = Table(
    "waiting_item",
    METADATA,
    Column("waiting", ID, ForeignKey("waiting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("slot", ID, ForeignKey("slot.id"), nullable=False),
    Column("weight", BigInteger, nullable=False),
    Index("ix_waiting_item_slot", "slot"),
)

STATE = (departure, departure_item, departure_booking, waiting, waiting_item)
"""What the audit log rebuilds of these, parents before children."""
