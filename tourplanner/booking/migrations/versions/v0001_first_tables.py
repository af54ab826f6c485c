"""The first tables: sessions and who has places for them, bookings, and the log that nobody may change."""

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
    text,
)
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

SQLITE_GUARD = """
CREATE TRIGGER audit_{what} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
POSTGRESQL_GUARD = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
"""


def upgrade() -> None:
    _capacity()
    _sessions()
    _bookings()
    _log()
    _guard()


def _id() -> TypeEngine[str]:
    return String(200).with_variant(String(200, collation="C"), "postgresql")


def _number() -> TypeEngine[int]:
    return BigInteger().with_variant(Integer, "sqlite")


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL_GUARD)
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(SQLITE_GUARD.format(what=what))


def _capacity() -> None:
    op.create_table(
        "resource",
        Column("id", _id(), primary_key=True),
        Column("name", Text, nullable=False),
        Column("capacity", Integer, nullable=False),
        Column("per", String(10), nullable=False),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("per IN ('guest', 'session')", name="per"),
    )
    op.create_table(
        "pool",
        Column("id", _id(), primary_key=True),
        Column("name", Text, nullable=False),
    )
    op.create_table(
        "household",
        Column("pool", _id(), ForeignKey("pool.id"), primary_key=True),
        Column("id", _id(), primary_key=True),
        Column("name", Text, nullable=False),
        Column("turn", Integer, nullable=False),
    )
    op.create_table(
        "duty",
        Column("pool", _id(), primary_key=True),
        Column("household", _id(), primary_key=True),
        Column("begin_utc", BigInteger, primary_key=True),
        Column("end_utc", BigInteger, nullable=False),
        Column("places", Integer, nullable=False),
        ForeignKeyConstraint(["pool", "household"], ["household.pool", "household.id"], name="fk_duty_household"),
        CheckConstraint("places >= 0", name="places"),
        CheckConstraint("end_utc > begin_utc", name="span"),
    )


def _sessions() -> None:
    op.create_table(
        "slot",
        Column("id", _id(), primary_key=True),
        Column("experience", _id(), nullable=False),
        Column("zone", String(64), nullable=False),
        Column("begin_local", String(32), nullable=False),
        Column("begin_utc", BigInteger, nullable=False),
        Column("end_utc", BigInteger, nullable=False),
        Column("cutoff_utc", BigInteger, nullable=False),
        Column("capacity", Integer, nullable=False),
        Column("party_min", Integer, nullable=False),
        Column("party_max", Integer, nullable=True),
        Column("closed", Text, nullable=False),
        Column("pool", _id(), ForeignKey("pool.id"), nullable=True),
        Column("shared", Boolean, nullable=False),
        CheckConstraint("capacity >= 0", name="capacity"),
        CheckConstraint("end_utc > begin_utc", name="span"),
        Index("ix_slot_experience", "experience", "begin_utc"),
        Index("ix_slot_begin_utc", "begin_utc"),
    )
    op.create_table(
        "slot_resource",
        Column("slot", _id(), ForeignKey("slot.id"), primary_key=True),
        Column("resource", _id(), ForeignKey("resource.id"), primary_key=True),
        Index("ix_slot_resource_resource", "resource"),
    )


def _bookings() -> None:
    op.create_table(
        "booking",
        Column("id", _id(), primary_key=True),
        Column("status", String(10), nullable=False),
        Column("itinerary", Text, nullable=False),
        Column("reference", Text, nullable=False),
        Column("adults", Integer, nullable=False),
        Column("children", Integer, nullable=False),
        Column("languages", Text, nullable=False),
        Column("created_utc", BigInteger, nullable=False),
        Column("updated_utc", BigInteger, nullable=False),
        Column("expires_utc", BigInteger, nullable=True),
        Column("departs", String(10), nullable=False),
        Column("zone", String(64), nullable=False),
        Column("terms", Text, nullable=False),
        Column("price_vnd", BigInteger, nullable=False),
        Column("fees_vnd", BigInteger, nullable=False),
        Column("paid_vnd", BigInteger, nullable=False),
        Column("refunded_vnd", BigInteger, nullable=False),
        CheckConstraint("refunded_vnd BETWEEN 0 AND paid_vnd", name="refunded"),
        CheckConstraint("price_vnd >= 0 AND fees_vnd >= 0", name="owed"),
        CheckConstraint(
            "status IN ('ON_HOLD', 'CONFIRMED', 'EXPIRED', 'CANCELLED', 'REDEEMED')",
            name="status",
        ),
        Index(
            "ix_booking_on_hold",
            "expires_utc",
            sqlite_where=text("status = 'ON_HOLD'"),
            postgresql_where=text("status = 'ON_HOLD'"),
        ),
    )
    op.create_table(
        "item",
        Column("booking", _id(), ForeignKey("booking.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("slot", _id(), ForeignKey("slot.id"), nullable=False),
        Column("pax", Integer, nullable=False),
        Column("price_vnd", BigInteger, nullable=False),
        Column("cancelled", Boolean, nullable=False),
        Column("redeemed_utc", BigInteger, nullable=True),
        CheckConstraint("pax > 0", name="pax"),
        Index("ix_item_slot", "slot"),
    )
    op.create_table(
        "share",
        Column("booking", _id(), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("household", _id(), primary_key=True),
        Column("pool", _id(), nullable=False),
        Column("pax", Integer, nullable=False),
        ForeignKeyConstraint(["booking", "position"], ["item.booking", "item.position"], name="fk_share_item"),
        ForeignKeyConstraint(["pool", "household"], ["household.pool", "household.id"], name="fk_share_household"),
        CheckConstraint("pax > 0", name="pax"),
        Index("ix_share_pool", "pool", "household"),
    )
    op.create_table(
        "payment",
        Column("booking", _id(), ForeignKey("booking.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("kind", String(10), nullable=False),
        Column("amount_vnd", BigInteger, nullable=False),
        Column("at_utc", BigInteger, nullable=False),
        Column("reference", Text, nullable=False),
        CheckConstraint("amount_vnd > 0", name="amount"),
        CheckConstraint("kind IN ('deposit', 'payment', 'refund')", name="kind"),
    )


def _log() -> None:
    op.create_table(
        "request",
        Column("key", _id(), primary_key=True),
        Column("operation", String(20), nullable=False),
        Column("fingerprint", String(64), nullable=False),
        Column("subject", _id(), nullable=False),
    )
    op.create_table(
        "audit",
        Column("n", _number(), primary_key=True),
        Column("at_utc", BigInteger, nullable=False),
        Column("operation", String(20), nullable=False),
        Column("subject", _id(), nullable=False),
        Column("key", _id(), nullable=True, unique=True),
        Column("changes", Text, nullable=False),
        Column("answer", Text, nullable=False),
        Index("ix_audit_subject", "subject"),
    )
    op.create_table(
        "outbox",
        Column("n", _number(), primary_key=True),
        Column("at_utc", BigInteger, nullable=False),
        Column("booking", _id(), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("payload", Text, nullable=False),
        Column("sent_utc", BigInteger, nullable=True),
        Index(
            "ix_outbox_pending", "n", sqlite_where=text("sent_utc IS NULL"), postgresql_where=text("sent_utc IS NULL")
        ),
    )
