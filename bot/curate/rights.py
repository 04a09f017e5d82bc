"""Who may do what at the desk. Asked in code at the moment of the action, whatever Discord let through."""

from dataclasses import dataclass

from bot.errors import BotError
from bot.journal.roles import RoleKind


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
