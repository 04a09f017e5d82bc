"""`/bot`: who manages the server sets roles and channels, others are told; every change is on record."""

import discord
import pytest
import simcord

from bot.discord_ui import who
from bot.journal.roles import RoleKind
from tests.discord_ui.conftest import World


@pytest.fixture
def guild(world: World) -> simcord.GuildHandle:
    return world.env._guilds[0]


@pytest.fixture
def owner(world: World, guild: simcord.GuildHandle) -> simcord.MemberActor:
    managers = guild.create_role("Managers", permissions=discord.Permissions(manage_guild=True))
    return guild.add_member(world.env.create_user("olga"), roles=[managers])


async def test_a_role_is_given_shown_and_taken_away(
    world: World, guild: simcord.GuildHandle, owner: simcord.MemberActor
) -> None:
    role = guild.create_role("Helpers")
    await world.env.settle()

    given = await owner.slash(world.channel, "bot roles add", kind="curator", role=role)
    assert given.ephemeral
    assert "`Helpers` may write drafts" in given.response.content
    shown = await owner.slash(world.channel, "bot settings")
    assert "curator: `Helpers`" in shown.response.content

    taken = await owner.slash(world.channel, "bot roles remove", kind="curator", role=role)
    assert "no longer write drafts" in taken.response.content
    again = await owner.slash(world.channel, "bot roles remove", kind="curator", role=role)
    assert "`Helpers` was no curator" in again.response.content

    acts = await world.bot.journal.audit.entries()
    assert [(act.action, act.name, act.detail["role"]) for act in acts] == [
        ("role_taken", "olga", "Helpers"),
        ("role_given", "olga", "Helpers"),
    ]


@pytest.mark.parametrize("who_asks", ["ada", "mona"])
async def test_others_cannot_even_if_discord_let_the_command_through(
    world: World, guild: simcord.GuildHandle, who_asks: str
) -> None:
    role = guild.create_role("Helpers")
    (command,) = [each for each in await world.bot.tree.fetch_commands() if each.name == "bot"]
    guild.set_command_permissions(command, {getattr(world, who_asks): True})
    await world.env.settle()

    told = await getattr(world, who_asks).slash(world.channel, "bot roles add", kind="publisher", role=role)

    assert told.response.content == world.bot.tutor.texts.server.only_managers
    assert (await world.bot.journal.roles.of(str(guild.id)))[RoleKind.PUBLISHER] == frozenset()


async def test_the_log_and_passive_channels_are_set_and_unset(
    world: World, guild: simcord.GuildHandle, owner: simcord.MemberActor
) -> None:
    name = str(guild.id)
    await owner.slash(world.channel, "bot log", channel=world.channel)
    await owner.slash(world.channel, "bot passive", channel=world.channel, allowed=True)
    settings = await world.bot.journal.servers.get(name)
    assert (settings.log_channel, settings.passive_channels) == (
        str(world.channel.id),
        (str(world.channel.id),),
    )
    shown = await owner.slash(world.channel, "bot settings")
    assert shown.response.content.count("`#python-help`") == 2

    await owner.slash(world.channel, "bot log")
    off = await owner.slash(world.channel, "bot passive", channel=world.channel, allowed=False)
    assert "only when asked" in off.response.content
    settings = await world.bot.journal.servers.get(name)
    assert (settings.log_channel, settings.passive_channels) == ("", ())


async def test_on_a_server_the_operator_does_not_trust_it_is_said_that_roles_do_not_count(
    world: World, guild: simcord.GuildHandle, owner: simcord.MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.bot.rights), "trusts", lambda _self, _guild: False)
    role = guild.create_role("Helpers")
    await world.env.settle()

    given = await owner.slash(world.channel, "bot roles add", kind="curator", role=role)
    shown = await owner.slash(world.channel, "bot settings")

    for said in (given, shown):
        assert f"list this server ({guild.id})" in said.response.content


async def test_rights_are_those_of_the_moment(world: World, guild: simcord.GuildHandle) -> None:
    role = guild.create_role("Helpers")
    member = guild.add_member(world.env.create_user("hilda"), roles=[role])
    await world.bot.journal.roles.add(str(guild.id), str(role.id), RoleKind.CURATOR)
    seen: list[frozenset[RoleKind]] = []

    async def look(interaction: discord.Interaction) -> None:
        seen.append((await who.actor(world.bot, interaction.user)).kinds)

    world.bot.add_listener(look, "on_interaction")
    await member.slash(world.channel, "about")
    await world.bot.journal.roles.remove(str(guild.id), str(role.id), RoleKind.CURATOR)
    await member.slash(world.channel, "about")

    assert seen == [{RoleKind.CURATOR}, set()]
