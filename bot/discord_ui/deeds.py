"""Buttons that do what a member wants done with what is kept about them, for that member alone."""

import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord_ui.lasting import Lasting
from bot.reply import Deed

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot


class DeedButton(
    Lasting, ui.DynamicItem[ui.Button[ui.View]], template=r"d:(?P<member>\d+):(?P<deed>[a-z_]+)"
):
    """Does it at a press of the member it is for."""

    def __init__(self, member: int, deed: Deed, *, label: str = "…") -> None:
        style = discord.ButtonStyle.danger if deed is Deed.FORGET_ME else discord.ButtonStyle.secondary
        super().__init__(ui.Button[ui.View](label=label, style=style, custom_id=f"d:{member}:{deed}"))
        self.member = member
        self.deed = deed

    @classmethod
    def _of(cls, match: re.Match[str]) -> Self:
        return cls(int(match["member"]), Deed(match["deed"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do it, or tell whose button it is."""
        bot: ModuloBot = interaction.client
        await bot.privacy.do(interaction, self.deed, member=self.member)
