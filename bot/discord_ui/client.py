"""ModuloBot: what it hears, and how it connects and closes."""

import asyncio
import logging
import os
import re
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App, open_desk
from bot.config import DiscordConfig
from bot.curate.rights import Rights
from bot.curate.watch import Watch
from bot.discord_ui import read
from bot.discord_ui.allowance import Allowance
from bot.discord_ui.answers import Answers
from bot.discord_ui.cancel import CancelButton
from bot.discord_ui.cogs.admin import Admin
from bot.discord_ui.cogs.ask import Ask
from bot.discord_ui.cogs.curate import Curate
from bot.discord_ui.cogs.explain import Explain
from bot.discord_ui.cogs.learn import Learn
from bot.discord_ui.cogs.opinions import Opinions
from bot.discord_ui.cogs.passive import Unasked
from bot.discord_ui.cogs.privacy import Privacy
from bot.discord_ui.cogs.run import Run
from bot.discord_ui.cogs.watch import Watching
from bot.discord_ui.cogs.why import Why
from bot.discord_ui.deeds import DeedButton
from bot.discord_ui.desk_work import DeskWork
from bot.discord_ui.feedback import ReportButton, VoteButton
from bot.discord_ui.listing import PageButton, TopicMenu
from bot.discord_ui.moves import MoveButton
from bot.discord_ui.pictures import PictureButton
from bot.discord_ui.stop import stop_signal
from bot.discord_ui.views import DismissButton, RemoveButton, TopicButton
from bot.discord_ui.walk import PickButton, TurnButton
from bot.errors import BotError, UsageError
from bot.passive.passive import Passive

log = logging.getLogger(__name__)

FOLLOWS_EDITS = timedelta(minutes=15)
BECOMES_COMMAND = timedelta(minutes=2)
"""For so long a message the bot was silent about may be edited into one it answers."""
SECONDS_TO_FINISH = 10.0
HEARD = (discord.MessageType.default, discord.MessageType.reply)


class ModuloBot(commands.Bot):
    """Answers learners on Discord.

    Without `message_content` it hears slash commands, menus, mentions and direct messages only.
    """

    def __init__(self, app: App, *, message_content: bool = True) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.messages = True
        # Only who waits to speak unasked needs to know who is typing, and that takes reading messages.
        intents.message_content = intents.guild_typing = message_content
        super().__init__(
            command_prefix=_prefixes,
            intents=intents,
            help_command=None,
            case_insensitive=True,
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        if app.journal is None:
            raise RuntimeError("on Discord there is a journal")
        self.journal = app.journal
        self.rights = Rights(app.config.discord, app.journal.roles)
        self.tutor = app.tutor
        self.settings = app.config.discord
        self.prefix = self.settings.prefix
        passive = Passive(self.tutor, self.journal, self.rights, discord.utils.utcnow)
        self.unasked = Unasked(self, passive)
        self.answers = Answers(lambda: self.tutor.texts, self._shown)
        self.asking = Ask(self)
        self.opinions = Opinions(self)
        self.privacy = Privacy(self)
        self.allowance = Allowance(burst=self.settings.run_burst, per_minute=self.settings.runs_per_minute)
        self.guide = app.guide
        self.curating = DeskWork(self, open_desk(app, app.journal))
        self.tree.on_error = self.on_tree_error  # type: ignore[method-assign]  # as discord.py documents it

    @property
    def me(self) -> int:
        """The bot's own user id; there is one from login on."""
        if self.user is None:
            raise RuntimeError("not logged in")
        return self.user.id

    def _shown(self, channel: object, member: int, topic: str) -> None:
        """Everybody saw a topic there; it is what the member may ask on about."""
        self.tutor.remember(read.question("", asker=member, channel=channel, guild=None), topic)
        if isinstance(channel, discord.abc.Snowflake):
            self.unasked.passive.recent.shown(str(channel.id), topic)

    async def setup_hook(self) -> None:
        """Load the commands and tell Discord about them."""
        await self.add_cog(self.asking)
        await self.add_cog(Run(self))
        await self.add_cog(Explain(self))
        await self.add_cog(self.opinions)
        await self.add_cog(self.privacy)
        await self.add_cog(self.unasked)
        await self.add_cog(Admin(self))
        await self.add_cog(Learn(self))
        await self.add_cog(Why(self))
        await self.add_cog(Curate(self, self.curating))
        await self.add_cog(Watching(self, Watch(self.journal, self.tutor.library)))
        self.add_dynamic_items(RemoveButton, TopicButton, VoteButton, ReportButton, DeedButton, MoveButton)
        self.add_dynamic_items(TopicMenu, PageButton, TurnButton, PickButton, PictureButton, DismissButton)
        self.add_dynamic_items(CancelButton)
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Say so in the log."""
        log.info("Connected as %s, in %d servers", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        """Hear a message; one that is not for the bot may be answered when nobody else does."""
        self.unasked.somebody_wrote(message)
        if not await self.hear(message) and message.type in HEARD:
            self.unasked.overhear(message)

    async def hear(self, message: discord.Message) -> bool:
        """Answer the message if it is meant for the bot; False means silence."""
        if message.author.bot or message.webhook_id or message.type not in HEARD:
            return False
        context = await self.get_context(message)
        if self.asking.means_command(context):
            await self.invoke(context)
            return True
        return await self.asking.hear(context)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Edit the answer with its question; a message that becomes a command soon is one."""
        message = payload.message
        age = discord.utils.utcnow() - message.created_at
        answered = self.answers.is_answered(message.id)
        if message.author.bot or age > (FOLLOWS_EDITS if answered else BECOMES_COMMAND):
            return
        with self.answers.editing(message) as changed:
            if changed and not await self.hear(message):
                await self.answers.withdraw(message.id)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Delete the answer with its question."""
        await self.answers.withdraw(payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Delete the answers with their questions."""
        for number in payload.message_ids:
            await self.answers.withdraw(number)

    async def on_command_error(self, context: commands.Context[Any], error: commands.CommandError) -> None:
        """Log what a command failed with on its way to the answers, which have a door of their own."""
        log.error("Command %s failed", context.command, exc_info=error)

    async def on_tree_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError
    ) -> None:
        """Log it likewise for slash commands and menus."""
        log.error("Command %s failed", interaction.data, exc_info=error)

    async def close(self) -> None:
        """Let the answers under way arrive, then disconnect."""
        if not self.is_closed():
            await self.answers.close(seconds=SECONDS_TO_FINISH)
        await super().close()


async def run_discord(app: App) -> None:
    """Connect and stay until SIGINT or SIGTERM.

    Raises UsageError when Discord refuses the token, BotError when Discord cannot be reached.
    """
    token = read_token(app.config.discord)
    # The bot never speaks, so nobody needs to hear which voice libraries are missing.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    if app.config.discord.message_content:
        try:
            await _stay(ModuloBot(app), token)
        except discord.PrivilegedIntentsRequired:
            log.warning(
                "Discord does not let this bot read messages, so it starts in reduced mode: slash commands, "
                "menus, mentions and direct messages work, commands like `!ask` do not. To change that, "
                "switch on Message Content Intent at https://discord.com/developers/applications, under Bot; "
                "to silence this warning, set discord.message_content to false."
            )
        else:
            return
    await _stay(ModuloBot(app, message_content=False), token)


def read_token(config: DiscordConfig) -> str:
    """The token from the environment or the configured file.

    Raises UsageError saying where to put it.
    """
    if token := os.environ.get("DISCORD_TOKEN", "").strip():
        return token
    if config.token_file is None:
        raise UsageError(
            "There is no token. Copy it at https://discord.com/developers/applications, under Bot, and put "
            "it into the environment variable DISCORD_TOKEN, or into a file that the config names as "
            "discord.token_file. `modulo demo` needs no token."
        )
    try:
        token = config.token_file.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise UsageError(f"The token file {config.token_file} cannot be read: {reason}.") from None
    if not token:
        raise UsageError(f"The token file {config.token_file} is empty; put the bot's token into it.")
    return token


async def _stay(bot: ModuloBot, token: str) -> None:
    async with bot:
        try:
            await bot.login(token)
        except discord.LoginFailure:
            raise UsageError(
                "Discord does not accept this token. Make a new one at "
                "https://discord.com/developers/applications, under Bot, Reset Token."
            ) from None
        except (OSError, discord.DiscordServerError) as error:
            raise BotError(f"Discord cannot be reached: {error}. Try again when the network is up.") from None
        connected = asyncio.create_task(bot.connect())
        with stop_signal() as stop:
            stopped = asyncio.create_task(stop.wait())
            await asyncio.wait({connected, stopped}, return_when=asyncio.FIRST_COMPLETED)
            stopped.cancel()
            await bot.close()
        await connected


def _prefixes(bot: ModuloBot, message: discord.Message) -> list[str]:
    """The prefix, or a mention at the start with whatever separates it from the words.

    A mention that was typed by hand arrives as the bot's name.
    """
    name = re.escape(bot.user.name) if bot.user else ""
    mention = re.match(rf"(?:<@!?{bot.me}>|@{name}\b)[\s,:]*", message.content, re.IGNORECASE)
    return [mention.group()] if mention else [bot.prefix]
