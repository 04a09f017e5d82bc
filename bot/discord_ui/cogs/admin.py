"""`/bot`: what a server sets for itself. Discord hides it from most; here it is checked again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.content.texts.members import ServerTexts
from bot.discord_ui import who
from bot.discord_ui.begin import Begin, Work
from bot.errors import UsageError
from bot.journal.audit import Act
from bot.journal.roles import RoleKind
from bot.quote import inline
from bot.reply import Reply, Text

if TYPE_CHECKING:
    from bot.discord_ui.client import ModuloBot

Interaction = discord.Interaction["ModuloBot"]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Admin(commands.GroupCog, name="bot", description="What is set for this server."):
    """Sets roles and channels; every change is put on record."""

    roles = app_commands.Group(name="roles", description="Who may work on the answers.")

    def __init__(self, bot: "ModuloBot") -> None:
        self.bot = bot
        self.journal = bot.journal

    @property
    def texts(self) -> ServerTexts:
        """What is said about settings."""
        return self.bot.tutor.texts.server

    @app_commands.command(name="settings", description="What is set for this server.")
    async def settings(self, interaction: Interaction) -> None:
        """Show the settings in force."""
        await self._do(interaction, self._shown(interaction))

    @roles.command(name="add", description="Let a role work on the answers.")
    @app_commands.describe(kind="What its members may do", role="The role")
    async def add_role(self, interaction: Interaction, kind: RoleKind, role: discord.Role) -> None:
        """Let the role do it."""

        async def add(_begin: Begin) -> Reply:
            await self.journal.roles.add(str(role.guild.id), str(role.id), kind)
            await self._record(interaction, "role_given", kind=kind, role=role.name)
            return self._said(self.texts.role_given, kind=kind, role=role.name, guild=role.guild)

        await self._do(interaction, add)

    @roles.command(name="remove", description="Do not let a role work on the answers any more.")
    @app_commands.describe(kind="What its members may not do any more", role="The role")
    async def remove_role(self, interaction: Interaction, kind: RoleKind, role: discord.Role) -> None:
        """Do not let it any more."""

        async def remove(_begin: Begin) -> Reply:
            if not await self.journal.roles.remove(str(role.guild.id), str(role.id), kind):
                raise UsageError(self.texts.role_had_not.format(role=inline(role.name), kind=kind))
            await self._record(interaction, "role_taken", kind=kind, role=role.name)
            return self._said(self.texts.role_taken, kind=kind, role=role.name, guild=role.guild)

        await self._do(interaction, remove)

    @app_commands.command(name="log", description="Where I tell what is done with the answers.")
    @app_commands.describe(channel="The channel; without one, I tell it nowhere")
    async def log(self, interaction: Interaction, channel: discord.TextChannel | None = None) -> None:
        """Tell acts in this channel."""

        async def set_channel(_begin: Begin) -> Reply:
            await self.journal.servers.set_log_channel(
                _guild(interaction), str(channel.id) if channel else ""
            )
            await self._record(interaction, "log_channel", channel=channel.name if channel else "")
            if channel is None:
                return Reply((Text(self.texts.log_off),))
            return Reply((Text(self.texts.log_on.format(channel=inline(f"#{channel.name}"))),))

        await self._do(interaction, set_channel)

    @app_commands.command(name="passive", description="Whether I may answer in a channel unasked.")
    @app_commands.describe(channel="The channel", allowed="May I?")
    async def passive(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | discord.ForumChannel,
        allowed: bool,  # noqa: FBT001 (an option of a slash command)
    ) -> None:
        """Let the bot speak there unasked, or not any more."""

        async def set_channel(_begin: Begin) -> Reply:
            await self.journal.servers.set_passive(_guild(interaction), str(channel.id), allowed=allowed)
            await self._record(interaction, "passive", channel=channel.name, allowed=allowed)
            says = self.texts.passive_on if allowed else self.texts.passive_off
            if allowed and not self.bot.intents.message_content:
                says = self.texts.passive_deaf
            return Reply((Text(says.format(channel=inline(f"#{channel.name}"))),))

        await self._do(interaction, set_channel)

    def _shown(self, interaction: Interaction) -> Work:
        async def show(_begin: Begin) -> Reply:
            name = _guild(interaction)
            granted = await self.bot.rights.granted(name)
            settings = await self.journal.servers.get(name)
            lines = [
                self.texts.roles_line.format(kind=kind, roles=_roles(interaction, granted[kind]))
                for kind in RoleKind
            ]
            lines.append(self.texts.log_line.format(channels=_channels(interaction, [settings.log_channel])))
            passive = _channels(interaction, settings.passive_channels)
            lines.append(self.texts.passive_line.format(channels=passive))
            if not self.bot.rights.trusts(name):
                lines.append(self.texts.untrusted.format(guild=name))
            return Reply((Text("\n".join([self.texts.heading, *lines])),))

        return show

    def _said(self, words: str, *, kind: RoleKind, role: str, guild: discord.Guild) -> Reply:
        parts = [Text(words.format(role=inline(role), what=self.texts.kinds[kind]))]
        if not self.bot.rights.trusts(str(guild.id)):
            parts.append(Text(self.texts.untrusted.format(guild=guild.id)))
        return Reply(tuple(parts))

    async def _do(self, interaction: Interaction, work: Work) -> None:
        """Do it for who manages the server or runs the bot, at the moment it is asked for."""

        async def allowed(begin: Begin) -> Reply | None:
            manages = interaction.guild_id is not None and interaction.permissions.manage_guild
            if not manages and not self.bot.rights.is_operator(str(interaction.user.id)):
                raise UsageError(self.texts.only_managers)
            return await work(begin)

        await self.bot.answers.respond(interaction, allowed, ephemeral=True)

    async def _record(self, interaction: Interaction, action: str, **detail: object) -> None:
        person = await who.actor(self.bot, interaction.user)
        act = Act(member=person.member, name=person.name, guild=person.guild, action=action, detail=detail)
        await self.journal.audit.add(act)


def _guild(interaction: Interaction) -> str:
    return str(interaction.guild_id)


def _roles(interaction: Interaction, numbers: frozenset[str]) -> str:
    roles = interaction.guild.roles if interaction.guild else ()
    return ", ".join(inline(role.name) for role in roles if str(role.id) in numbers) or "–"


def _channels(interaction: Interaction, numbers: Sequence[str]) -> str:
    channels = interaction.guild.channels if interaction.guild else ()
    return ", ".join(inline(f"#{each.name}") for each in channels if str(each.id) in numbers) or "–"
