"""
The tables of who goes on which departure.

Members are named by kind and id, "guide/lan"; the ledger holds no names of people. Departures are named by the office.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table

from tourplanner.booking.tables import METADATA, booking

ID = booking.c.id.type

crew_member = Table(
    "crew_member",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("kind", String(10), nullable=False),
    CheckConstraint("kind IN ('guide', 'driver', 'vehicle')", name="kind"),
)
crew_departure = Table(
    "crew_departure",
    METADATA,
    Column("id", ID, primary_key=True),
    Column("begin_utc", BigInteger, nullable=False),
    Column("end_utc", BigInteger, nullable=False),
    CheckConstraint("end_utc > begin_utc", name="span"),
    Index("ix_crew_departure_begin_utc", "begin_utc"),
)
crew_duty = Table(
    "crew_duty",
    METADATA,
    Column("departure", ID, ForeignKey("crew_departure.id"), primary_key=True),
    Column("member", ID, ForeignKey("crew_member.id"), primary_key=True),
    Column("begin_utc", BigInteger, nullable=False),
    Column("end_utc", BigInteger, nullable=False),
    Column("vehicle", ID, ForeignKey("crew_member.id"), nullable=True),
    CheckConstraint("end_utc > begin_utc", name="span"),
    Index("ix_crew_duty_member", "member", "begin_utc"),
)

STATE = (crew_member, crew_departure, crew_duty)
