"""The waiting list, and departures offered for sale with a minimum party."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.types import TypeEngine

revision = "0003"
down_revision = "0002"

STILL_WAITING = text("offered_utc IS NULL AND left_utc IS NULL")


def upgrade() -> None:
    _departures()
    _line()


def _id() -> TypeEngine[str]:
    return String(200).with_variant(String(200, collation="C"), "postgresql")


def _departures() -> None:
    op.create_table(
        "departure",
        Column("id", _id(), primary_key=True),
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
        Column("joined_to", _id(), ForeignKey("departure.id"), nullable=True),
        CheckConstraint("minimum > 0 AND price_vnd >= 0", name="amounts"),
        CheckConstraint("state IN ('open', 'guaranteed', 'cancelled', 'joined')", name="state"),
        CheckConstraint("(state = 'joined') = (joined_to IS NOT NULL)", name="joined"),
        Index("ix_departure_begin_utc", "begin_utc"),
    )
    op.create_table(
        "departure_item",
        Column("departure", _id(), ForeignKey("departure.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("slot", _id(), ForeignKey("slot.id"), nullable=False),
        Column("weight", BigInteger, nullable=False),
        Index("ix_departure_item_slot", "slot"),
    )
    op.create_table(
        "departure_booking",
        Column("booking", _id(), ForeignKey("booking.id"), primary_key=True),
        Column("departure", _id(), ForeignKey("departure.id"), nullable=False),
        Column("decline_utc", BigInteger, nullable=True),
        Index("ix_departure_booking_departure", "departure"),
    )


def _line() -> None:
    op.create_table(
        "waiting",
        Column("id", _id(), primary_key=True),
        Column("departure", _id(), ForeignKey("departure.id"), nullable=True),
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
    op.create_table(
        "waiting_item",
        Column("waiting", _id(), ForeignKey("waiting.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("slot", _id(), ForeignKey("slot.id"), nullable=False),
        Column("weight", BigInteger, nullable=False),
        Index("ix_waiting_item_slot", "slot"),
    )
