"""`/why`: for moderators and who works on the answers, which words of a question counted how much."""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.curate.why import why_reply
from bot.discord_ui import who
from bot.discord_ui.begin import Begin
from bot.errors import UsageError
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Interaction = discord.Interaction["ModuloBot"]


class Why(commands.Cog):
    """Explains decisions to those who have to answer for them."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot

    @app_commands.command(name="why", description="For moderators: why a question is answered as it is.")
    @app_commands.describe(question="The question, as somebody would ask it")
    @app_commands.guild_only()
    async def why(self, interaction: Interaction, question: str) -> None:
        """Explain it to the member alone."""

        async def explain(_begin: Begin) -> Reply:
            person = await who.actor(self.bot, interaction.user)
            if not person.observes and not interaction.permissions.manage_messages:
                raise UsageError(self.bot.tutor.texts.why.only_moderators)
            return why_reply(question, self.bot.tutor.library.current)

        await self.bot.answers.respond(interaction, explain, ephemeral=True)
