"""Listens to what nobody asked the bot, and speaks when no person did."""

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.discord_ui.begin import Begin
from bot.errors import JournalError
from bot.passive.passive import Passive
from bot.passive.rules import MESSAGE, SECONDS_TO_WAIT, Overheard, broken
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

log = logging.getLogger(__name__)

MOST_WAITING = 200
"""Questions that are waited with at a time; beyond, the bot stays silent."""


class Unasked(commands.Cog):
    """Waits with each question until somebody writes or types in its channel, or the time is over."""

    def __init__(self, bot: "ModuloBot", passive: Passive) -> None:
        self.bot = bot
        self.passive = passive
        self._newest: dict[int, discord.Message] = {}
        self._waiting: set[asyncio.Task[None]] = set()

    async def cog_unload(self) -> None:
        """Wait no longer."""
        for task in self._waiting:
            task.cancel()

    def somebody_wrote(self, message: discord.Message) -> None:
        """A person did: what is waited with in this channel is theirs to answer."""
        if not message.author.bot:
            self._newest.pop(message.channel.id, None)

    def overhear(self, message: discord.Message) -> None:
        """Begin to wait with a message that is not meant for the bot."""
        if message.guild is None or len(self._waiting) >= MOST_WAITING:
            return
        heard = _overheard(message, message.guild)
        if broken(heard, MESSAGE) is None:
            self._newest[message.channel.id] = message
            task = asyncio.create_task(self._wait(message, heard))
            self._waiting.add(task)
            task.add_done_callback(self._waiting.discard)

    @commands.Cog.listener()
    async def on_raw_typing(self, payload: discord.RawTypingEvent) -> None:
        """A person begins to answer; who asked, and other bots, may be typing anything."""
        waiting = self._newest.get(payload.channel_id)
        by_bot = payload.user is not None and payload.user.bot
        if waiting is not None and payload.user_id != waiting.author.id and not by_bot:
            self._leave(payload.channel_id, waiting.id)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """What was deleted asks nothing."""
        self._leave(payload.channel_id, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Nor what was deleted together."""
        for message in payload.message_ids:
            self._leave(payload.channel_id, message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """What was edited may ask something else."""
        self._leave(payload.channel_id, payload.message_id)

    async def dismiss(self, interaction: discord.Interaction["ModuloBot"], topic: str) -> None:
        """Take the card away, and learn from it; the question it stands below may be gone."""
        text = await _question_above(interaction)
        try:
            await interaction.delete_original_response()
            await self.passive.dismissed(str(interaction.guild_id), topic, text)
        except discord.NotFound:
            log.info("A card was dismissed twice")
        except JournalError:
            log.warning("A dismissal was not written down")

    async def _wait(self, message: discord.Message, heard: Overheard) -> None:
        try:
            if await self.passive.may_speak(heard):
                await asyncio.sleep(SECONDS_TO_WAIT)
                await self._answer(message, heard)
        except JournalError:
            log.warning("Nobody was answered unasked: the journal could not be read")
        finally:
            self._leave(message.channel.id, message.id)

    async def _answer(self, message: discord.Message, heard: Overheard) -> None:
        if not self._still_open(message):
            return
        reply = await self.passive.answer(heard)
        if reply is not None and self._still_open(message):
            self.passive.recent.spoke(heard)
            await self._speak(message, reply)

    async def _speak(self, message: discord.Message, reply: Reply) -> None:
        async def say(_begin: Begin) -> Reply:
            return reply

        await self.bot.answers.give(message, say)

    def _still_open(self, message: discord.Message) -> bool:
        waiting = self._newest.get(message.channel.id)
        return waiting is not None and waiting.id == message.id

    def _leave(self, channel: int, message: int) -> None:
        waiting = self._newest.get(channel)
        if waiting is not None and waiting.id == message:
            del self._newest[channel]


def _overheard(message: discord.Message, guild: discord.Guild) -> Overheard:
    channel = message.channel
    thread = channel if isinstance(channel, discord.Thread) else None
    author = message.author
    member = author if isinstance(author, discord.Member) else None
    return Overheard(
        message.content,
        author=str(message.author.id),
        guild=str(guild.id),
        channel=str(thread.parent_id if thread else channel.id),
        thread=str(thread.id) if thread else "",
        by_person=not message.author.bot and message.webhook_id is None,
        moderates=member is not None and member.guild_permissions.manage_messages,
        roles=frozenset(str(role.id) for role in member.roles) if member else frozenset(),
    )


async def _question_above(interaction: discord.Interaction["ModuloBot"]) -> str:
    """The text of the message that the pressed card answers, "" when it cannot be read."""
    message, channel = interaction.message, interaction.channel
    above = message.reference.message_id if message and message.reference else None
    if above and isinstance(channel, discord.TextChannel | discord.VoiceChannel | discord.Thread):
        with suppress(discord.NotFound, discord.Forbidden):
            return (await channel.fetch_message(above)).content
    return ""
