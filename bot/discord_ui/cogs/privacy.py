"""What is kept about a member, and how they have it deleted."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands
from packaging.version import Version

from bot import __version__
from bot.content.texts.members import PrivacyTexts
from bot.discord_ui.begin import Begin, Work
from bot.errors import UsageError
from bot.reply import Deed, Reply, Text

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Context = commands.Context["ModuloBot"]
Interaction = discord.Interaction["ModuloBot"]


class Privacy(commands.Cog):
    """Tells what is kept, and deletes it."""

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.members = bot.journal.members

    @property
    def texts(self) -> PrivacyTexts:
        """What is said about privacy."""
        return self.bot.tutor.texts.privacy

    @commands.command(name="privacy")
    async def privacy_typed(self, context: Context) -> None:
        """Show what is kept."""
        await self.bot.answers.give(context.message, self._privacy(str(context.author.id)))

    @app_commands.command(name="privacy", description="What I keep about you, and for how long.")
    async def privacy_slash(self, interaction: Interaction) -> None:
        """Show it to the member alone."""
        await self.bot.answers.respond(interaction, self._privacy(str(interaction.user.id)), ephemeral=True)

    @commands.command(name="forget-me", aliases=["forgetme"])
    async def forget_me_typed(self, context: Context) -> None:
        """Ask whether to delete everything."""
        await self.bot.answers.give(context.message, self._ask_to_forget)

    @app_commands.command(name="forget-me", description="Delete everything I keep about you.")
    async def forget_me_slash(self, interaction: Interaction) -> None:
        """Ask the member alone."""
        await self.bot.answers.respond(interaction, self._ask_to_forget, ephemeral=True)

    @commands.command(name="about")
    async def about_typed(self, context: Context) -> None:
        """Say who the bot is."""
        await self.bot.answers.give(context.message, self._about)

    @app_commands.command(name="about", description="Who I am, and what I am made of.")
    async def about_slash(self, interaction: Interaction) -> None:
        """Say it to the member alone."""
        await self.bot.answers.respond(interaction, self._about, ephemeral=True)

    async def do(self, interaction: Interaction, deed: Deed, *, member: int) -> None:
        """Do what a button says, if it is pressed by the member it was made for."""
        done: dict[Deed, tuple[Callable[[str], Awaitable[None]], str]] = {
            Deed.FORGET_ME: (self.members.forget, self.texts.forgotten),
            Deed.OPT_OUT: (self.members.opt_out, self.texts.opted_out),
            Deed.OPT_IN: (self.members.opt_in, self.texts.opted_in),
        }

        async def act(begin: Begin) -> Reply:
            if interaction.user.id != member:
                raise UsageError(self.texts.not_yours)
            if deed is Deed.ASK_TO_FORGET:
                return await self._ask_to_forget(begin)
            what, says = done[deed]
            await what(str(member))
            return Reply((Text(says),))

        await self.bot.answers.respond(interaction, act, ephemeral=True)

    def _privacy(self, member: str) -> Work:
        async def show(_begin: Begin) -> Reply:
            kept = await self.members.kept(member)
            here = self.texts.kept.format(**kept)
            deed = Deed.OPT_IN if kept["opted_out"] else Deed.OPT_OUT
            return Reply((Text(self.texts.overview), Text(here)), deeds=(Deed.ASK_TO_FORGET, deed))

        return show

    async def _ask_to_forget(self, _begin: Begin) -> Reply:
        return Reply((Text(self.texts.really),), deeds=(Deed.FORGET_ME,))

    async def _about(self, _begin: Begin) -> Reply:
        tutor = self.bot.tutor
        facts = {
            "version": __version__,
            "topics": len(tutor.content.cards),
            "pythons": ", ".join(sorted(tutor.pythons, key=Version)) or "–",
        }
        return Reply((Text(tutor.texts.about.format(**facts)),))
