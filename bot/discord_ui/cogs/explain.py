"""Explaining code or an error without running anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_ui import read
from bot.discord_ui.begin import Begin
from bot.errors import UsageError
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Context = commands.Context["ModuloBot"]
Interaction = discord.Interaction["ModuloBot"]


class Explain(commands.Cog):
    """Tells what imports ask for, and what an error means."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.tutor = bot.tutor
        self.menu = app_commands.ContextMenu(name="Explain these imports", callback=self.explain_message)

    async def cog_load(self) -> None:
        """Add the message menu, which a cog cannot hold."""
        self.bot.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        """Take the message menu away again."""
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    @commands.command(name="explain")
    async def explain_typed(self, context: Context, *, text: str = "") -> None:
        """Explain the code or the error in the message, its files, or the message it replies to."""
        message = context.message
        other = None if text or message.attachments else read.replied_to(message)

        async def explain(_begin: Begin) -> Reply:
            if other is not None:
                return await self._explain(other.content, other.attachments)
            return await self._explain(text, message.attachments)

        await self.bot.answers.give(message, explain)

    async def explain_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Explain any message, for the member who asks alone."""

        async def explain(_begin: Begin) -> Reply:
            return await self._explain(message.content, message.attachments)

        await self.bot.answers.respond(interaction, explain, ephemeral=True)

    async def _explain(self, text: str, attachments: Sequence[discord.Attachment]) -> Reply:
        """An error is looked for first: a traceback shows code as well."""
        texts = self.tutor.texts.discord
        explained = self.tutor.explain_traceback(await read.with_logs(text, attachments, texts))
        if explained.explanation.failure is not None:
            return explained.reply
        pasted = await read.pasted(text, attachments, texts)
        if pasted is None:
            raise UsageError(self.tutor.texts.explain.how_to)
        return self.tutor.explain(pasted.snippet).reply
