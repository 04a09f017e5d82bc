"""Answers nobody asked for and somebody waved away: what not to say again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.journal.database import Database
from bot.journal.questions import KEPT
from bot.journal.tables import dismissals


@dataclass(frozen=True, slots=True)
class Dismissal:
    """The topic that was waved away, and the words it was shown for."""

    guild: str
    topic: str
    words: str
    at: datetime


class Dismissals:
    """The dismissals of all servers; nobody's name is in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, guild: str, topic: str, words: str) -> None:
        """Remember that the topic was not wanted for these words."""
        row = {"guild": guild, "topic": topic, "words": words, "at": self._database.clock()}
        async with self._database.begin() as connection:
            await connection.execute(insert(dismissals).values(row))

    async def since(self, moment: datetime, *, guild: str | None = None) -> list[Dismissal]:
        """All from this moment on, newest first."""
        query = select(dismissals).where(dismissals.c.at >= moment)
        if guild is not None:
            query = query.where(dismissals.c.guild == guild)
        async with self._database.begin() as connection:
            rows = await connection.execute(query.order_by(dismissals.c.at.desc(), dismissals.c.id.desc()))
            return [Dismissal(row.guild, row.topic, row.words, row.at) for row in rows]

    async def purge(self) -> int:
        """Delete what is older than question texts may be; how many that were."""
        old = delete(dismissals).where(dismissals.c.at < self._database.clock() - KEPT)
        async with self._database.begin() as connection:
            return (await connection.execute(old)).rowcount
