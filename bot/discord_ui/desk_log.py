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
    """Post it, when there is such a channel and the bot may write there."""
    settings = await bot.journal.servers.get(str(interaction.guild_id or ""))
    channel = bot.get_channel(int(settings.log_channel)) if settings.log_channel else None
    if not isinstance(channel, discord.abc.Messageable):
        return
    try:
        await send.post(channel, render(reply), bot.tutor.texts, asker=interaction.user.id)
    except (discord.Forbidden, discord.NotFound) as error:
        log.warning("The log channel cannot be written to: %s", error)
