"""Who may do what at the desk. Asked in code at the moment of the action, whatever Discord let through."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.config import DiscordConfig
from bot.errors import BotError
from bot.journal.roles import RoleKind, Roles


class NotAllowed(BotError):
    """The person may not do this, or not any more."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at the desk, with the rights they have at this moment; ids are opaque names."""

    member: str
    name: str
    guild: str = ""
    kinds: frozenset[RoleKind] = frozenset()

    @property
    def publishes(self) -> bool:
        """May approve, publish and revert."""
        return RoleKind.PUBLISHER in self.kinds

    @property
    def curates(self) -> bool:
        """May write drafts; a publisher may as well."""
        return self.publishes or RoleKind.CURATOR in self.kinds

    @property
    def observes(self) -> bool:
        """May look at drafts, gaps and history; whoever works at the desk may as well."""
        return self.curates or RoleKind.OBSERVER in self.kinds


class Rights:
    """What a member's roles allow on a server, as the operator configured them and the server set them.

    Content is one for all servers, so roles count only where the operator lets a server work on it.
    """

    def __init__(self, config: DiscordConfig, roles: Roles) -> None:
        self._config = config
        self._roles = roles

    def is_operator(self, member: str) -> bool:
        """Whether this is somebody who runs the bot; they may do everything everywhere."""
        return member in self._config.operators

    def trusts(self, guild: str) -> bool:
        """Whether this server may work on the content."""
        return bool(guild) and (self._config.any_server_curates or guild in self._config.servers)

    async def actor(self, member: str, name: str, guild: str, roles: Collection[str]) -> Actor:
        """The member as they stand at the desk at this moment, with these roles of the server's.

        Raises JournalError when what the server set cannot be read.
        """
        return Actor(member, name, guild, await self._kinds(member, guild, roles))

    async def granted(self, guild: str) -> Mapping[RoleKind, frozenset[str]]:
        """The server's roles by what they may do; every kind is there."""
        configured = self._config.servers.get(guild, {})
        return {
            kind: roles.union(configured.get(kind.value, ()))
            for kind, roles in (await self._roles.of(guild)).items()
        }

    async def _kinds(self, member: str, guild: str, roles: Collection[str]) -> frozenset[RoleKind]:
        if self.is_operator(member):
            return frozenset(RoleKind)
        if not self.trusts(guild):
            return frozenset()
        granted = await self.granted(guild)
        return frozenset(kind for kind in RoleKind if not granted[kind].isdisjoint(roles))
