"""All tables of the ledger, wherever they are defined."""

from __future__ import annotations

from tourplanner.booking import crew_tables, tables

METADATA = tables.METADATA
"""Complete once this module is imported."""
STATE = (*tables.STATE, *crew_tables.STATE)
"""What the audit log rebuilds, parents before children."""
