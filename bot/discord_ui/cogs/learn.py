"""Learning paths."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_ui.begin import Begin, Work
from bot.learn.guide import RESET
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Context = commands.Context["ModuloBot"]
Interaction = discord.Interaction["ModuloBot"]


class Learn(commands.Cog):
    """Opens a learning path; its buttons do the walking."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.guide = bot.guide

    @commands.command(name="learn")
    async def learn_typed(self, context: Context, *, path: str = "") -> None:
        """Go on learning, or begin a path."""
        await self.bot.answers.give(context.message, self._learn(context.author.id, path))

    @app_commands.command(name="learn", description="Learn step by step, with a small question at each step.")
    @app_commands.describe(path="A learning path; leave it out to go on where you stopped")
    async def learn_slash(self, interaction: Interaction, path: str = "") -> None:
        """Go on learning, for the member alone."""
        await self.bot.answers.respond(interaction, self._learn(interaction.user.id, path), ephemeral=True)

    @learn_slash.autocomplete("path")
    async def complete_path(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the paths, and to be forgotten."""
        offered = self.guide.names(typed, limit=24)
        if typed.casefold() in RESET:
            offered.append((RESET, self.bot.tutor.texts.learn.reset))
        return [app_commands.Choice(name=title[:100], value=slug) for slug, title in offered]

    def _learn(self, member: int, path: str) -> Work:
        async def show(_begin: Begin) -> Reply:
            return await self.guide.learn(str(member), path)

        return show
