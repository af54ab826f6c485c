"""Runs migrations on the connection that ``store.migrate`` hands over, inside its transaction."""

from alembic import context

from tourplanner.booking.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
