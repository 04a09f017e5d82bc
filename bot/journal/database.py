"""One database, SQLite or PostgreSQL: opening it, transactions, and what its failures mean."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    NotSupportedError,
    ProgrammingError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.sql import Executable

from bot.errors import JournalError

log = logging.getLogger(__name__)

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
BUSY_MILLISECONDS = 5000
"""How long SQLite waits for another process that writes."""
_BUGS = (IntegrityError, ProgrammingError, DataError, NotSupportedError)


@dataclass(frozen=True, slots=True)
class Database:
    """Where every store of the journal writes; `clock` says what time it is."""

    engine: AsyncEngine
    clock: Callable[[], datetime]

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: what was written in it is safe when it ends, or nothing of it was written.

        Raises JournalError when the database cannot be used just now.
        """
        try:
            async with self.engine.begin() as connection:
                yield connection
        except _BUGS:
            raise
        except (DBAPIError, PoolTimeout) as error:
            log.exception("The journal failed")
            raise JournalError from error

    def upsert(
        self,
        table: Table,
        row: Mapping[str, Any],
        *,
        key: Sequence[str],
        changed: Mapping[str, Any] | None = None,
    ) -> Executable:
        """Insert a row; where the key is there already, change that row to it, or as `changed` says."""
        insert = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        statement = insert(table).values(dict(row))
        others = {name: statement.excluded[name] for name in row if name not in key} | dict(changed or {})
        if not others:
            return statement.on_conflict_do_nothing(index_elements=list(key))
        return statement.on_conflict_do_update(index_elements=list(key), set_=others)

    async def write_alone(self, connection: AsyncConnection, table: Table) -> None:
        """Until the transaction ends nobody else writes to the table; SQLite has one writer anyway."""
        if self.engine.dialect.name == "postgresql":
            await connection.execute(text(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE"))


def open_engine(url: str) -> AsyncEngine:
    """An engine for the URL; nothing is connected yet.

    Raises JournalError for a database that is not supported, or whose driver is not installed.
    """
    where = parsed(url)
    try:
        if where.get_backend_name() == "postgresql":
            return create_async_engine(where, pool_pre_ping=True)
        return _sqlite_engine(where)
    except ModuleNotFoundError as error:
        raise JournalError(
            f"The journal needs the package {error.name}, which is not installed: "
            "pip install 'modulo-bot[postgres]'."
        ) from None
    except OSError as error:
        raise JournalError(f"The journal {where.database} cannot be made: {error.strerror}.") from None


def parsed(url: str) -> URL:
    """The URL with our driver in it.

    Raises JournalError when it names no database Modulo can use.
    """
    try:
        where = make_url("sqlite://" if url == ":memory:" else url)
        return where.set(drivername=DRIVERS[where.get_backend_name()])
    except (ArgumentError, NoSuchModuleError, KeyError):
        raise JournalError(
            "journal.url is `:memory:`, or like sqlite:///modulo.db or postgresql://user@host/modulo."
        ) from None


def _sqlite_engine(where: URL) -> AsyncEngine:
    if where.database and where.database != ":memory:":
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)
    # One connection: SQLite has one writer, and waiting here is fair where waiting in SQLite is not.
    engine = create_async_engine(where, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    """A commit is on the disk when it returns, and readers do not wait for writers."""
    connection.isolation_level = None  # Python's own idea of when a transaction begins is turned off
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MILLISECONDS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first could not get it later."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
