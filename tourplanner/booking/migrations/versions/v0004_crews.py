"""Guides, drivers and vehicles, and the departures they are on."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String
from sqlalchemy.types import TypeEngine

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "crew_member",
        Column("id", _id(), primary_key=True),
        Column("kind", String(10), nullable=False),
        CheckConstraint("kind IN ('guide', 'driver', 'vehicle')", name="kind"),
    )
    op.create_table(
        "crew_departure",
        Column("id", _id(), primary_key=True),
        Column("begin_utc", BigInteger, nullable=False),
        Column("end_utc", BigInteger, nullable=False),
        CheckConstraint("end_utc > begin_utc", name="span"),
        Index("ix_crew_departure_begin_utc", "begin_utc"),
    )
    op.create_table(
        "crew_duty",
        Column("departure", _id(), ForeignKey("crew_departure.id"), primary_key=True),
        Column("member", _id(), ForeignKey("crew_member.id"), primary_key=True),
        Column("begin_utc", BigInteger, nullable=False),
        Column("end_utc", BigInteger, nullable=False),
        Column("vehicle", _id(), ForeignKey("crew_member.id"), nullable=True),
        CheckConstraint("end_utc > begin_utc", name="span"),
        Index("ix_crew_duty_member", "member", "begin_utc"),
    )


def _id() -> TypeEngine[str]:
    return String(200).with_variant(String(200, collation="C"), "postgresql")
