"""What was asked and what was decided; the texts are kept for 30 days."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.journal.asked import AskedQuestion, Decided, KeptQuestion
from bot.journal.database import Database
from bot.journal.tables import questions, votes

KEPT = timedelta(days=30)


class Questions:
    """The questions of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, asked: AskedQuestion) -> None:
        """Keep the question."""
        row = {
            "id": asked.id,
            "member": asked.member,
            "guild": asked.guild,
            "text": asked.text,
            "decision": asked.decided,
            "topics": list(asked.topics),
            "reported": asked.reported,
            "at": self._database.clock(),
        }
        async with self._database.begin() as connection:
            await connection.execute(insert(questions).values(row))

    async def get(self, number: str) -> KeptQuestion | None:
        """The question of this id, if it is still kept."""
        async with self._database.begin() as connection:
            query = select(questions).where(questions.c.id == number)
            row = (await connection.execute(query)).one_or_none()
        return _asked(row) if row else None

    async def report(self, number: str) -> bool:
        """Mark a question as one that has no answer yet; False when it is no longer kept."""
        change = update(questions).where(questions.c.id == number).values(reported=True)
        async with self._database.begin() as connection:
            return (await connection.execute(change)).rowcount == 1

    async def open(self, guild: str | None = None, *, limit: int = 5000) -> list[KeptQuestion]:
        """Questions without a good answer, newest first: not answered, reported, or voted unhelpful.

        Nobody's name is in them.
        """
        disliked = select(votes.c.question).where(votes.c.helpful.is_(False), votes.c.question != "")
        without = (
            (questions.c.decision != Decided.ANSWERED)
            | questions.c.reported.is_(True)
            | questions.c.id.in_(disliked)
        )
        query = select(questions).where(without).order_by(questions.c.at.desc()).limit(limit)
        if guild is not None:
            query = query.where(questions.c.guild == guild)
        async with self._database.begin() as connection:
            return [_asked(row, named=False) for row in await connection.execute(query)]

    async def purge(self) -> int:
        """Delete what is older than 30 days; how many questions that were."""
        old = delete(questions).where(questions.c.at < self._database.clock() - KEPT)
        async with self._database.begin() as connection:
            return (await connection.execute(old)).rowcount


def _asked(row: Row[Any], *, named: bool = True) -> KeptQuestion:
    return KeptQuestion(
        id=row.id,
        text=row.text,
        decided=Decided(row.decision),
        topics=tuple(row.topics),
        member=row.member if named else "",
        guild=row.guild,
        reported=row.reported,
        at=row.at,
    )
