"""Brings the tables to the newest shape, or refuses a database that is newer than this Modulo."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import JournalError

log = logging.getLogger(__name__)

SCRIPTS = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = 5_077_083_681
"""PostgreSQL's lock by this number is held while one process migrates and others wait."""


def migrate(connection: Connection) -> None:
    """Run what is missing inside the connection's transaction.

    Raises JournalError when the database was written by a newer Modulo.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    found = set(MigrationContext.configure(connection).get_current_heads())
    if newer := found - known:
        raise JournalError(
            f"The journal was written by a newer Modulo (its shape is {', '.join(sorted(newer))}). "
            "Start that version, or name another database as journal.url."
        )
    if found != set(scripts.get_heads()):
        log.info("Bringing the tables of the journal up to date")
        command.upgrade(config, "head")
