"""
The tables of the ledger.

Instants are whole UTC seconds (``*_utc``), ends exclusive. Money is whole đồng (``*_vnd``). Keys are natural, so that
the audit log can name rows; text keys sort by bytes on both databases, so that locks have one order.
"""

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
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}
METADATA = MetaData(naming_convention=NAMES)


def _id() -> TypeEngine[str]:
    return String(200).with_variant(String(200, collation="C"), "postgresql")


def _number() -> TypeEngine[int]:
    """Grows by itself; SQLite does so only for INTEGER."""
    return BigInteger().with_variant(Integer, "sqlite")


resource = Table(
    "resource",
    METADATA,
    Column("id", _id(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("per", String(10), nullable=False),
    CheckConstraint("capacity >= 0", name="capacity"),
    CheckConstraint("per IN ('guest', 'session')", name="per"),
)
pool = Table(
    "pool",
    METADATA,
    Column("id", _id(), primary_key=True),
    Column("name", Text, nullable=False),
)
household = Table(
    "household",
    METADATA,
    Column("pool", _id(), ForeignKey("pool.id"), primary_key=True),
    Column("id", _id(), primary_key=True),
    Column("name", Text, nullable=False),
    Column("turn", Integer, nullable=False),
)
duty = Table(
    "duty",
    METADATA,
    Column("pool", _id(), primary_key=True),
    Column("household", _id(), primary_key=True),
    Column("begin_utc", BigInteger, primary_key=True),
    Column("end_utc", BigInteger, nullable=False),
    Column("places", Integer, nullable=False),
    ForeignKeyConstraint(["pool", "household"], ["household.pool", "household.id"], name="fk_duty_household"),
    CheckConstraint("places >= 0", name="places"),
    CheckConstraint("end_utc > begin_utc", name="span"),
)
slot = Table(
    "slot",
    METADATA,
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
slot_resource = Table(
    "slot_resource",
    METADATA,
    Column("slot", _id(), ForeignKey("slot.id"), primary_key=True),
    Column("resource", _id(), ForeignKey("resource.id"), primary_key=True),
    Index("ix_slot_resource_resource", "resource"),
)
booking = Table(
    "booking",
    METADATA,
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
item = Table(
    "item",
    METADATA,
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
share = Table(
    "share",
    METADATA,
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
payment = Table(
    "payment",
    METADATA,
    Column("booking", _id(), ForeignKey("booking.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("amount_vnd", BigInteger, nullable=False),
    Column("at_utc", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    CheckConstraint("amount_vnd > 0", name="amount"),
    CheckConstraint("kind IN ('deposit', 'payment', 'refund')", name="kind"),
)
request = Table(
    "request",
    METADATA,
    Column("key", _id(), primary_key=True),
    Column("operation", String(20), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("subject", _id(), nullable=False),
)
audit = Table(
    "audit",
    METADATA,
    Column("n", _number(), primary_key=True),
    Column("at_utc", BigInteger, nullable=False),
    Column("operation", String(20), nullable=False),
    Column("subject", _id(), nullable=False),
    Column("key", _id(), nullable=True, unique=True),
    Column("changes", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Index("ix_audit_subject", "subject"),
)
outbox = Table(
    "outbox",
    METADATA,
    Column("n", _number(), primary_key=True),
    Column("at_utc", BigInteger, nullable=False),
    Column("booking", _id(), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("payload", Text, nullable=False),
    Column("sent_utc", BigInteger, nullable=True),
    Index("ix_outbox_pending", "n", sqlite_where=text("sent_utc IS NULL"), postgresql_where=text("sent_utc IS NULL")),
)

STATE = (resource, pool, household, duty, slot, slot_resource, booking, item, share, payment)
"""What the audit log rebuilds, parents before children."""
