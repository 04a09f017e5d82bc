"""What buttons and menus have in common that survive a restart."""

import re
from abc import ABC, abstractmethod
from typing import Any, Self

import discord
from discord import ui


class Lasting(ABC):
    """All that the button needs to know is in its custom_id, so that a bot started anew can make it again.

    Stands before `ui.DynamicItem` among the bases.
    """

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """The button that was clicked."""
        return cls._of(match)

    @classmethod
    @abstractmethod
    def _of(cls, match: re.Match[str]) -> Self: ...
