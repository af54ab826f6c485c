"""Tables of tickets and of what suppliers are asked. The log rebuilds them; they hold nothing about a guest."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from tourplanner.booking import tables as t

_ID = t.slot.c.id.type

ticket = Table(
    "ticket",
    t.METADATA,
    Column("id", _ID, primary_key=True),
    Column("booking", _ID, nullable=False),
    Column("position", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("slot", _ID, ForeignKey("slot.id"), nullable=False),
    Column("made_utc", BigInteger, nullable=False),
    Column("void", String(10), nullable=False),
    Column("used_utc", BigInteger, nullable=True),
    Column("used_by", Text, nullable=False),
    Column("used_key", Text, nullable=False),
    ForeignKeyConstraint(["booking", "position"], ["item.booking", "item.position"], name="fk_ticket_item"),
    CheckConstraint("number >= 0", name="number"),
    CheckConstraint("void IN ('', 'cancelled', 'moved', 'revoked')", name="void"),
    CheckConstraint("void = '' OR used_utc IS NULL", name="used"),
    Index("ix_ticket_booking", "booking", "position"),
)
"""``number`` counts the tickets of an item from 1; 0 is one ticket for all its guests."""

supplier_request = Table(
    "supplier_request",
    t.METADATA,
    Column("id", _ID, primary_key=True),
    Column("booking", _ID, nullable=False),
    Column("position", Integer, nullable=False),
    Column("household", _ID, nullable=False),
    Column("slot", _ID, ForeignKey("slot.id"), nullable=False),
    Column("pax", Integer, nullable=False),
    Column("asked_utc", BigInteger, nullable=False),
    Column("until_utc", BigInteger, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("answer", String(3), nullable=False),
    Column("answered_utc", BigInteger, nullable=True),
    Column("answered_by", Text, nullable=False),
    ForeignKeyConstraint(["booking", "position"], ["item.booking", "item.position"], name="fk_supplier_request_item"),
    CheckConstraint("pax > 0", name="pax"),
    CheckConstraint("answer IN ('', 'yes', 'no')", name="answer"),
    Index("ix_supplier_request_booking", "booking", "position"),
)
"""``household`` is "" where the whole session is one supplier's. A request that was asked anew is ``closed``."""

STATE = (ticket, supplier_request)
"""What the audit log rebuilds of these."""
