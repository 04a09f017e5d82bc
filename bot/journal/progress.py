"""How far members have come on the learning paths."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from bot.journal.database import Database
from bot.journal.tables import progress


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path that a member has answered: rightly at last or not yet, and in how many attempts."""

    path: str
    step: str
    right: bool
    attempts: int
    at: datetime


class Progress:
    """The progress of all members."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, member: str, path: str, step: str, *, right: bool) -> None:
        """Count an answer to a step; once right, it stays right."""
        row = {"member": member, "path": path, "step": step, "right": right, "attempts": 1}
        key = ("member", "path", "step")
        again = {"right": progress.c.right | right, "attempts": progress.c.attempts + 1}
        async with self._database.begin() as connection:
            await connection.execute(
                self._database.upsert(progress, row | {"at": self._database.clock()}, key=key, changed=again)
            )

    async def of(self, member: str, path: str | None = None) -> list[Step]:
        """The steps a member has answered, oldest first, on one path or on all."""
        query = select(progress).where(progress.c.member == member).order_by(progress.c.at, progress.c.step)
        if path is not None:
            query = query.where(progress.c.path == path)
        async with self._database.begin() as connection:
            rows = await connection.execute(query)
            return [Step(row.path, row.step, row.right, row.attempts, row.at) for row in rows]

    async def restart(self, member: str, path: str) -> None:
        """Begin the path anew."""
        gone = delete(progress).where(progress.c.member == member, progress.c.path == path)
        async with self._database.begin() as connection:
            await connection.execute(gone)
