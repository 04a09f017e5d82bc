"""What is kept about a member, who wants to be left alone, and how somebody is forgotten."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Table, delete, func, select, update

from bot.journal.database import Database
from bot.journal.tables import actors, drafts, opted_out, progress, questions, votes

_OWN: Mapping[str, tuple[Table, ColumnElement[str]]] = {
    "votes": (votes, votes.c.member),
    "questions": (questions, questions.c.member),
    "drafts": (drafts, drafts.c.author),
    "steps": (progress, progress.c.member),
    "opted_out": (opted_out, opted_out.c.member),
    "names": (actors, actors.c.member),
}
"""Every table with members in it, by what its rows are called."""


class Members:
    """What concerns one member across all of the journal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opt_out(self, member: str) -> None:
        """Never speak to this member unasked."""
        row = {"member": member, "at": self._database.clock()}
        async with self._database.begin() as connection:
            await connection.execute(self._database.upsert(opted_out, row, key=("member",)))

    async def opt_in(self, member: str) -> None:
        """Speak to them again."""
        async with self._database.begin() as connection:
            await connection.execute(delete(opted_out).where(opted_out.c.member == member))

    async def has_opted_out(self, member: str) -> bool:
        """Whether the member wants to be left alone."""
        query = select(opted_out.c.member).where(opted_out.c.member == member)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).one_or_none() is not None

    async def kept(self, member: str) -> Mapping[str, int]:
        """How many rows of each kind are the member's: votes, questions, drafts, steps, opted_out, names."""
        async with self._database.begin() as connection:
            return {
                kind: (
                    await connection.execute(select(func.count()).select_from(table).where(owner == member))
                ).scalar_one()
                for kind, (table, owner) in _OWN.items()
            }

    async def forget(self, member: str) -> None:
        """Delete every row of the member's, and their name where they reviewed another's draft.

        The audit record keeps what was done, by somebody who can no longer be named.
        """
        unnamed = update(drafts).where(drafts.c.reviewer == member).values(reviewer="", reviewer_name="")
        async with self._database.begin() as connection:
            for table, owner in _OWN.values():
                await connection.execute(delete(table).where(owner == member))
            await connection.execute(unnamed)
