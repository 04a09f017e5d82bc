"""Which roles of a server may do what at the moderators' desk, as the server set it."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import delete, select

from bot.journal.database import Database
from bot.journal.tables import roles


class RoleKind(StrEnum):
    """What a role lets its members do."""

    CURATOR = "curator"
    PUBLISHER = "publisher"
    OBSERVER = "observer"


class Roles:
    """The roles of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, guild: str, role: str, kind: RoleKind) -> None:
        """Let the role do it; nothing changes when it may already."""
        key = ("guild", "role", "kind")
        row = {"guild": guild, "role": role, "kind": kind}
        async with self._database.begin() as connection:
            await connection.execute(self._database.upsert(roles, row, key=key))

    async def remove(self, guild: str, role: str, kind: RoleKind) -> bool:
        """Do not let it any more; False when it could not anyway."""
        gone = delete(roles).where(roles.c.guild == guild, roles.c.role == role, roles.c.kind == kind)
        async with self._database.begin() as connection:
            return (await connection.execute(gone)).rowcount == 1

    async def of(self, guild: str) -> Mapping[RoleKind, frozenset[str]]:
        """The roles of the server by what they may do; every kind is there."""
        query = select(roles.c.kind, roles.c.role).where(roles.c.guild == guild)
        async with self._database.begin() as connection:
            found = [(row.kind, row.role) for row in await connection.execute(query)]
        return {kind: frozenset(role for of, role in found if of == kind) for kind in RoleKind}
