"""What Alembic asks for: which connection to migrate, and which tables there should be."""

from alembic import context

from bot.journal.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
