"""The channel where a server is told what is done with the answers."""

import logging
from typing import TYPE_CHECKING

import discord

from bot.discord_ui import send
from bot.discord_ui.render import render
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

log = logging.getLogger(__name__)


async def tell(bot: "ModuloBot", interaction: discord.Interaction["ModuloBot"], reply: Reply) -> None:
    """Post what a member did; they may remove it again."""
    await post(bot, str(interaction.guild_id or ""), reply, asker=interaction.user.id)


async def post(bot: "ModuloBot", guild: str, reply: Reply, *, asker: int) -> None:
    """Post it, when there is such a channel and the bot may write there; `asker` may remove it."""
    settings = await bot.journal.servers.get(guild)
    channel = bot.get_channel(int(settings.log_channel)) if settings.log_channel else None
    if not isinstance(channel, discord.abc.Messageable):
        return
    try:
        await send.post(channel, render(reply), bot.tutor.texts, asker=asker)
    except discord.HTTPException as error:
        log.warning("The log channel cannot be written to: %s", error)
