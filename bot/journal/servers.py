"""What a server has set for itself."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.journal.database import Database
from bot.journal.tables import servers


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where acts at the desk are told, and in which channels the bot may speak unasked."""

    log_channel: str = ""
    passive_channels: tuple[str, ...] = ()


class Servers:
    """The settings of all servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild: str) -> ServerSettings:
        """The server's settings, or the defaults."""
        async with self._database.begin() as connection:
            return await self._read(connection, guild)

    async def set_log_channel(self, guild: str, channel: str) -> ServerSettings:
        """Tell acts in this channel from now on; an empty name means nowhere."""
        async with self._database.begin() as connection:
            before = await self._read(connection, guild)
            return await self._write(connection, guild, ServerSettings(channel, before.passive_channels))

    async def set_passive(self, guild: str, channel: str, *, allowed: bool) -> ServerSettings:
        """Let the bot speak unasked in this channel, or not any more."""
        async with self._database.begin() as connection:
            before = await self._read(connection, guild)
            others = tuple(name for name in before.passive_channels if name != channel)
            channels = (*others, channel) if allowed else others
            return await self._write(connection, guild, ServerSettings(before.log_channel, channels))

    async def _read(self, connection: AsyncConnection, guild: str) -> ServerSettings:
        await self._database.write_alone(connection, servers)
        query = select(servers).where(servers.c.guild == guild)
        return _settings((await connection.execute(query)).one_or_none())

    async def _write(
        self, connection: AsyncConnection, guild: str, settings: ServerSettings
    ) -> ServerSettings:
        row = {
            "guild": guild,
            "log_channel": settings.log_channel,
            "passive_channels": list(settings.passive_channels),
        }
        await connection.execute(self._database.upsert(servers, row, key=("guild",)))
        return settings


def _settings(row: Row[Any] | None) -> ServerSettings:
    return ServerSettings(row.log_channel, tuple(row.passive_channels)) if row else ServerSettings()
