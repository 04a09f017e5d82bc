"""The same bot in a simulated Discord server in the browser: no token, no account, all on this machine."""

import asyncio
import contextvars
import importlib.util
import logging
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import discord

from bot.app import App
from bot.curate.pickup import picking_up
from bot.discord_ui.client import ModuloBot
from bot.discord_ui.stop import stop_signal
from bot.errors import UsageError
from bot.journal.roles import RoleKind
from bot.sandbox.queue import Asker
from bot.sandbox.run import Run, Sandbox
from bot.sandbox.snippet import Snippet
from bot.tutor import Tutor

if TYPE_CHECKING:
    import simcord

log = logging.getLogger(__name__)

SETTLES = 15.0
"""Seconds a page waits for the bot: longer than a run may take, shorter than what vanishes by itself."""
TICK = 1.0
LOOKS = 1.0
"""Seconds between two looks for changed content."""
MODERATION = discord.Permissions(manage_messages=True)


class RealTimeSandbox:
    """The sandbox, outside the simulation: SimCord's clock and its count of the bot's work end here."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    @property
    def pythons(self) -> Sequence[str]:
        """The versions the sandbox has."""
        return self.sandbox.pythons

    async def run(self, snippet: Snippet, *, python: str | None = None, asker: Asker | None = None) -> Run:
        """Run the snippet in a context of its own, which is how SimCord knows whose work something is."""
        if asker and (told := asker.told):
            inside = contextvars.copy_context()
            asker = replace(asker, told=lambda before: inside.run(told, before))
        task = contextvars.Context().run(
            asyncio.get_running_loop().create_task, self.sandbox.run(snippet, python=python, asker=asker)
        )
        return await task

    async def aclose(self) -> None:
        """Leave the sandbox to whoever opened it."""


def outside_simulation(app: App) -> App:
    """The app with a sandbox that can be used under SimCord; its only server may work on the content."""
    sandbox = RealTimeSandbox(app.sandbox)
    tutor = Tutor(app.library, sandbox, app.tutor.limits, app.tutor.note)
    discord_config = app.config.discord.model_copy(update={"any_server_curates": True})
    config = app.config.model_copy(update={"discord": discord_config})
    return replace(app, config=config, sandbox=sandbox, tutor=tutor)


async def run_demo(app: App, *, port: int, browser: bool) -> None:
    """Serve the simulated server on this machine until Ctrl-C, SIGTERM or the page's end button.

    Content that is changed meanwhile is shown as soon as it keeps the rules.

    Raises UsageError when SimCord is not installed or the port is taken.
    """
    if importlib.util.find_spec("simcord") is None:
        raise UsageError("The demo needs the package simcord. `make demo` installs it and starts the demo.")
    # What is logged about connecting (no voice, SimCord's probe) is of no use to who tries a demo.
    for name in ("discord", "bot.discord_ui.client"):
        logging.getLogger(name).setLevel(logging.ERROR)
    import simcord  # noqa: PLC0415 (an optional extra)

    bot = ModuloBot(outside_simulation(app))
    async with AsyncExitStack() as stack:
        stop = stack.enter_context(stop_signal())
        await stack.enter_async_context(picking_up(app.library, seconds=LOOKS))
        world = await stack.enter_async_context(simcord.run(bot, check_errors=False, settle_timeout=SETTLES))
        world.backend.advance_clock(max(0.0, _behind(world)))
        channel, members = await _furnish(world, app.tutor.texts.discord.welcome, bot)
        preview = world.preview(channel, viewers=members, layout="channel", width=1100, height=900, port=port)
        try:
            await stack.enter_async_context(preview)
        except simcord.SetupError as error:
            raise UsageError(f"The demo page cannot be served: {error}.") from None
        _announce(preview.url, browser=browser)
        clock = asyncio.create_task(_keep_time(world))
        ended = asyncio.create_task(preview.wait_closed())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({clock, ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (clock, ended, stopped):
            task.cancel()
        await asyncio.gather(clock, ended, stopped, return_exceptions=True)


async def _furnish(
    world: "simcord.Env", welcome: str, bot: ModuloBot
) -> tuple["simcord.ChannelHandle", list["simcord.MemberActor"]]:
    """Two learners, a curator and a publisher, and a channel where the bot may speak unasked."""
    if bot.user is not None:
        await bot.user.edit(username="Modulo")
    guild = world.create_guild("Learning Python")
    moderator = guild.create_role("Moderator", permissions=MODERATION)
    curator, publisher = guild.create_role("Curator"), guild.create_role("Publisher")
    for role, kind in ((curator, RoleKind.CURATOR), (publisher, RoleKind.PUBLISHER)):
        await bot.journal.roles.add(str(guild.id), str(role.id), kind)
    people = [
        ("Ada (learner)", []),
        ("Ben (learner)", []),
        ("Mona (moderator, curator)", [moderator, curator]),
        ("Pia (publisher)", [publisher]),
    ]
    members = [
        guild.add_member(world.create_user(name.partition(" ")[0].lower()), nick=name, roles=roles)
        for name, roles in people
    ]
    channel = guild.create_text_channel("python-help", topic="Questions about Python's modules and imports")
    await world.settle()
    await bot.journal.servers.set_passive(str(guild.id), str(channel.id), allowed=True)
    place = bot.get_channel(channel.id)
    if isinstance(place, discord.TextChannel):
        await place.send(welcome.strip(), suppress_embeds=True)
    await world.settle()
    return channel, members


def _behind(world: "simcord.Env") -> float:
    """How many seconds the simulation's clock is behind the real one."""
    return (datetime.now(UTC) - world.now()).total_seconds()


async def _keep_time(world: "simcord.Env") -> None:
    """Let the simulation's clock follow the real one: it stands still by itself, and cooldowns never end."""
    while True:
        await asyncio.sleep(TICK)
        if (behind := _behind(world)) > 0:
            world.backend.advance_clock(behind)


def _announce(url: str, *, browser: bool) -> None:
    sys.stdout.write(f"Modulo's demo is open at {url}\nCtrl-C ends it.\n")
    sys.stdout.flush()
    if browser and not webbrowser.open(url):
        log.info("There is no browser to open it in; copy the address into one.")
