"""
Tables of guests: the only ones that hold anything about a person, and the only ones the log tells nothing of.

What is in the log stays for good, so that a person would survive there; see ``operations.guests``.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from tourplanner.booking import tables as t

_ID = t.slot.c.id.type

person = Table(
    "person",
    t.METADATA,
    Column("id", _ID, primary_key=True),
    Column("child", Boolean, nullable=False),
)
datum = Table(
    "datum",
    t.METADATA,
    Column("person", _ID, ForeignKey("person.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("last_needed_utc", BigInteger, nullable=False),
)
consent = Table(
    "consent",
    t.METADATA,
    Column("person", _ID, ForeignKey("person.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("given_utc", BigInteger, nullable=False),
    Column("proof", Text, nullable=False),
    Column("by", String(8), nullable=False),
    Column("withdrawn_utc", BigInteger, nullable=True),
)
guest = Table(
    "guest",
    t.METADATA,
    Column("booking", _ID, ForeignKey("booking.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person", _ID, ForeignKey("person.id"), nullable=False),
    Column("pays", Boolean, nullable=False),
    CheckConstraint("number > 0", name="number"),
    Index("ix_guest_person", "person"),
)
"""Guest ``number`` of a booking is a person; the money of the booking is that of who ``pays``."""
