"""Who somebody is at the desk, asked anew for each thing they do."""

from typing import TYPE_CHECKING

import discord

from bot.curate.rights import Actor

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot


async def actor(bot: "ModuloBot", user: discord.User | discord.Member) -> Actor:
    """The user with the rights they have now: Discord sends a member's roles with everything they do."""
    if isinstance(user, discord.Member):
        guild, roles = str(user.guild.id), [str(role.id) for role in user.roles]
    else:
        guild, roles = "", []
    return await bot.rights.actor(str(user.id), user.display_name, guild, roles)
