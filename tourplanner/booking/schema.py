"""All tables of the ledger together: whoever makes, copies or rebuilds them needs every one."""

from __future__ import annotations

from tourplanner.booking import crew_tables, guest_tables, line_tables, tables, ticket_tables

METADATA = tables.METADATA
STATE = (*tables.STATE, *ticket_tables.STATE, *line_tables.STATE, *crew_tables.STATE)
"""What the audit log rebuilds, parents before children."""
PERSONAL = (guest_tables.person, guest_tables.datum, guest_tables.consent, guest_tables.guest)
"""What it must know nothing of."""
