"""The button that ends what an interaction waits for: here no question can be deleted to that end."""

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot


class CancelButton(Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"c:(?P<asker>\d+):(?P<work>\d+)"):
    """Ends it and takes the message away, at a press of the asker; also when nothing goes on any more."""

    def __init__(self, asker: int, work: int, *, label: str = "…") -> None:
        super().__init__(ui.Button[ui.View](label=label, emoji="✖️", custom_id=f"c:{asker}:{work}"))
        self.asker = asker
        self.work = work

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["asker"]), int(match["work"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """End the work, or tell whose it is."""
        bot: ModuloBot = interaction.client
        if interaction.user.id != self.asker:
            await interaction.response.send_message(
                bot.tutor.texts.discord.not_yours_to_cancel, ephemeral=True
            )
            return
        bot.answers.cancel(self.work, interaction.user.id)
        await interaction.response.defer()
        with suppress(discord.NotFound):
            await interaction.delete_original_response()
