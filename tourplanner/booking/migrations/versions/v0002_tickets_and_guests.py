"""Tickets, what suppliers are asked and answer, and guests with what is known about them."""

from __future__ import annotations

from alembic import op
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
    Text,
)
from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _tickets()
    _supplier_requests()
    _guests()


def _id() -> TypeEngine[str]:
    return String(200).with_variant(String(200, collation="C"), "postgresql")


def _tickets() -> None:
    op.create_table(
        "ticket",
        Column("id", _id(), primary_key=True),
        Column("booking", _id(), nullable=False),
        Column("position", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        Column("slot", _id(), ForeignKey("slot.id"), nullable=False),
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


def _supplier_requests() -> None:
    op.create_table(
        "supplier_request",
        Column("id", _id(), primary_key=True),
        Column("booking", _id(), nullable=False),
        Column("position", Integer, nullable=False),
        Column("household", _id(), nullable=False),
        Column("slot", _id(), ForeignKey("slot.id"), nullable=False),
        Column("pax", Integer, nullable=False),
        Column("asked_utc", BigInteger, nullable=False),
        Column("until_utc", BigInteger, nullable=False),
        Column("closed", Boolean, nullable=False),
        Column("answer", String(3), nullable=False),
        Column("answered_utc", BigInteger, nullable=True),
        Column("answered_by", Text, nullable=False),
        ForeignKeyConstraint(
            ["booking", "position"], ["item.booking", "item.position"], name="fk_supplier_request_item"
        ),
        CheckConstraint("pax > 0", name="pax"),
        CheckConstraint("answer IN ('', 'yes', 'no')", name="answer"),
        Index("ix_supplier_request_booking", "booking", "position"),
    )


def _guests() -> None:
    op.create_table("person", Column("id", _id(), primary_key=True), Column("child", Boolean, nullable=False))
    op.create_table(
        "datum",
        Column("person", _id(), ForeignKey("person.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        Column("value", Text, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("last_needed_utc", BigInteger, nullable=False),
    )
    op.create_table(
        "consent",
        Column("person", _id(), ForeignKey("person.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("purpose", Text, nullable=False),
        Column("given_utc", BigInteger, nullable=False),
        Column("proof", Text, nullable=False),
        Column("by", String(8), nullable=False),
        Column("withdrawn_utc", BigInteger, nullable=True),
    )
    op.create_table(
        "guest",
        Column("booking", _id(), ForeignKey("booking.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("person", _id(), ForeignKey("person.id"), nullable=False),
        Column("pays", Boolean, nullable=False),
        CheckConstraint("number > 0", name="number"),
        Index("ix_guest_person", "person"),
    )
