"""The journal, open: one store for each concern, over one database."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import JournalError
from bot.journal.audit import Audit
from bot.journal.database import Database, open_engine
from bot.journal.dismissals import Dismissals
from bot.journal.drafts import Drafts
from bot.journal.members import Members
from bot.journal.migrate import migrate
from bot.journal.notes import Notes, open_notes
from bot.journal.progress import Progress
from bot.journal.questions import Questions
from bot.journal.roles import Roles
from bot.journal.servers import Servers
from bot.journal.votes import Votes

IN_MEMORY = ":memory:"
"""The URL of a journal that is forgotten when it is closed."""
PURGED_EVERY = timedelta(days=1)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Journal:
    """What is written is safe on the disk when a store's method returns.

    Every method may raise JournalError, and then nothing was changed.
    """

    votes: Votes
    questions: Questions
    drafts: Drafts
    audit: Audit
    roles: Roles
    servers: Servers
    progress: Progress
    dismissals: Dismissals
    members: Members
    notes: Notes


@asynccontextmanager
async def open_journal(url: str, *, clock: Callable[[], datetime] = _now) -> AsyncIterator[Journal]:
    """Open the database, bring its tables up to date, and delete what is too old to keep.

    Raises JournalError when it cannot be opened, or was written by a newer Modulo.
    """
    engine = open_engine(url)
    database = Database(engine, clock)
    questions, dismissals = Questions(database), Dismissals(database)
    try:
        await _bring_up_to_date(engine)
        async with open_notes(questions) as notes, _purging(questions, dismissals):
            yield Journal(
                Votes(database),
                questions,
                Drafts(database),
                Audit(database),
                Roles(database),
                Servers(database),
                Progress(database),
                dismissals,
                Members(database),
                notes,
            )
    finally:
        await engine.dispose()


async def _bring_up_to_date(engine: AsyncEngine) -> None:
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate)
    except DBAPIError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise JournalError(f"The journal {where} cannot be opened: {error.orig}") from None


@asynccontextmanager
async def _purging(*stores: Questions | Dismissals) -> AsyncIterator[None]:
    """Delete what is too old to keep, now and once a day."""
    over = False

    async def purge_daily() -> None:
        while not over:  # the database may turn a cancellation into an error of its own
            await asyncio.sleep(PURGED_EVERY.total_seconds())
            with suppress(JournalError):  # it is in the log already, and tomorrow is another day
                await purge()

    async def purge() -> None:
        for store in stores:
            await store.purge()

    await purge()
    daily = asyncio.create_task(purge_daily())
    try:
        yield
    finally:
        over = True
        daily.cancel()
        with suppress(asyncio.CancelledError):
            await daily
