"""Tells the log channel when something published a day ago is received worse than what was there before."""

from contextlib import suppress
from typing import TYPE_CHECKING

from discord.ext import commands, tasks

from bot.curate import preview
from bot.curate.watch import Watch
from bot.discord_ui import desk_log
from bot.discord_ui.views import NOBODY
from bot.errors import JournalError

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot


class Watching(commands.Cog):
    """Looks once an hour."""

    def __init__(self, bot: "ModuloBot", watch: Watch) -> None:
        self.bot = bot
        self.watch = watch

    async def cog_load(self) -> None:
        """Begin to look."""
        self.hourly.start()

    async def cog_unload(self) -> None:
        """Look no more."""
        self.hourly.cancel()

    @tasks.loop(hours=1)
    async def hourly(self) -> None:
        """Tell each server about what was published there."""
        with suppress(JournalError):  # it is in the log already, and the next hour is another one
            for received in await self.watch.look():
                told = preview.worse_reply(received, self.bot.tutor.texts.desk)
                await desk_log.post(self.bot, received.publish.guild, told, asker=NOBODY)

    @hourly.before_loop
    async def until_connected(self) -> None:
        """Channels are known from then on."""
        await self.bot.wait_until_ready()
