"""The buttons of the moderators' desk; rights are asked for when one is pressed."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting
from bot.reply import Move, Step

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

_STYLES = {
    Step.APPROVE: discord.ButtonStyle.success,
    Step.REJECT: discord.ButtonStyle.danger,
    Step.REVERT: discord.ButtonStyle.danger,
}


class MoveButton(
    Lasting,
    ui.DynamicItem[ui.Button[ui.View]],
    template=r"m:(?P<step>[a-z]+):(?P<subject>[a-z0-9-]+(?::[a-z0-9]+)?)",
):
    """Takes the step."""

    def __init__(self, move: Move, *, label: str = "…") -> None:
        style = _STYLES.get(move.step, discord.ButtonStyle.secondary)
        custom_id = f"m:{move.step}:{move.subject}"
        super().__init__(ui.Button[ui.View](label=label, style=style, custom_id=custom_id))
        self.move = move

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(Move(Step(match["step"]), match["subject"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Take it, or tell why not."""
        bot: ModuloBot = interaction.client
        await bot.curating.take(interaction, self.move)
