"""Where Modulo is talked to: Discord, the demo of it, and the terminal."""

import asyncio
from typing import Annotated

import typer

from bot.command_line.options import BrowserOption, ConfigOption, PortOption, read_config, start_log

commands = typer.Typer()


@commands.command()
def demo(
    config: ConfigOption = None,
    port: PortOption = 0,
    browser: BrowserOption = True,
) -> None:
    """Run the bot in a simulated Discord server in the browser: no token, no account."""
    from bot.app import Remembers, open_app
    from bot.curate.rehearsal import rehearsal
    from bot.discord_ui.demo import run_demo

    settings = read_config(config)

    async def show() -> None:
        async with rehearsal(settings) as copied, open_app(copied, remembers=Remembers.WHILE_OPEN) as app:
            await run_demo(app, port=port, browser=browser)

    start_log(settings)
    asyncio.run(show())


@commands.command()
def discord(config: ConfigOption = None) -> None:
    """Connect to Discord, with the token from DISCORD_TOKEN or the file the config names."""
    from bot.app import Remembers, open_app
    from bot.curate.pickup import picking_up
    from bot.discord_ui.client import run_discord

    settings = read_config(config)

    async def connect() -> None:
        async with (
            open_app(settings, remembers=Remembers.ALWAYS) as app,
            picking_up(app.library, seconds=settings.content.look_seconds),
        ):
            await run_discord(app)

    start_log(settings)
    asyncio.run(connect())


@commands.command()
def chat(config: ConfigOption = None) -> None:
    """Talk in the terminal."""
    from rich.console import Console

    from bot.app import Remembers, open_app
    from bot.terminal_ui.chat import chat as talk

    console = Console()

    async def show() -> None:
        async with open_app(read_config(config), remembers=Remembers.WHILE_OPEN) as app:
            await talk(app.tutor, app.guide, console, lambda: console.input("[bold]you ›[/] "))

    asyncio.run(show())


@commands.command()
def learn(
    path: Annotated[
        str, typer.Argument(help="A path, by name or number; without one, where you stopped.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Learn step by step, with a small question at each step; `reset` forgets how far you came."""
    from rich.console import Console

    from bot.app import Remembers, open_app
    from bot.terminal_ui.learn import learn as walk

    console = Console()

    async def show() -> None:
        async with open_app(read_config(config), remembers=Remembers.ALWAYS) as app:
            await walk(app.guide, path, console, lambda: console.input("[bold]you ›[/] "))

    asyncio.run(show())
