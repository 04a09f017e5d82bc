"""The demo: the real bot, served as a page on this machine alone, and ended by a signal."""

import asyncio
import importlib.util
import os
import re
import signal

import aiohttp
import pytest

from bot.app import Remembers, open_app
from bot.config import Config
from bot.discord_ui import demo
from bot.discord_ui.client import ModuloBot
from bot.discord_ui.demo import outside_simulation, run_demo
from bot.errors import UsageError
from bot.journal.journal import Journal
from bot.library import Library
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import Snippet
from tests.conftest import CannedSandbox
from tests.discord_ui.conftest import World, app_with
from tests.discord_ui.test_run import TWO_FILES


async def address(capsys: pytest.CaptureFixture[str]) -> str:
    """The address as it is printed, as soon as it is."""
    printed = ""
    async with asyncio.timeout(20):
        while not (found := re.search(r"http://\S+", printed)):
            await asyncio.sleep(0.02)
            printed += capsys.readouterr().out
    return found[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_page_is_served_on_this_machine_until_a_signal_ends_it(
    library: Library,
    sandbox: CannedSandbox,
    journal: Journal,
    capsys: pytest.CaptureFixture[str],
    number: signal.Signals,
) -> None:
    serving = asyncio.create_task(run_demo(app_with(library, sandbox, journal), port=0, browser=False))

    url = await address(capsys)
    assert url.startswith("http://127.0.0.1:")
    async with aiohttp.ClientSession() as session, session.get(url) as page:
        assert page.status == 200
    os.kill(os.getpid(), number)

    await asyncio.wait_for(serving, 20)
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(url)


async def test_its_channel_is_one_where_the_bot_may_speak_unasked(
    library: Library, sandbox: CannedSandbox, journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = journal.servers.set_passive
    places: list[tuple[str, bool]] = []

    async def noted(guild: str, channel: str, *, allowed: bool) -> None:
        places.append((channel, allowed))
        await listed(guild, channel, allowed=allowed)

    journal.servers.set_passive = noted
    serving = asyncio.create_task(run_demo(app_with(library, sandbox, journal), port=0, browser=False))
    await address(capsys)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 20)

    assert [allowed for _channel, allowed in places] == [True]


async def test_a_browser_is_opened_only_when_wished(
    library: Library,
    sandbox: CannedSandbox,
    journal: Journal,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(demo.webbrowser, "open", lambda url: opened.append(url) or True)
    serving = asyncio.create_task(run_demo(app_with(library, sandbox, journal), port=0, browser=True))

    url = await address(capsys)
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 20)

    assert opened == [url]


async def test_a_taken_port_is_said_in_a_sentence(
    library: Library, sandbox: CannedSandbox, journal: Journal
) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]

    async with server:
        with pytest.raises(UsageError, match=str(port)):
            await run_demo(app_with(library, sandbox, journal), port=port, browser=False)


async def test_without_simcord_it_says_what_to_do(
    library: Library, sandbox: CannedSandbox, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(UsageError, match="make demo"):
        await run_demo(app_with(library, sandbox, journal), port=0, browser=False)


async def test_two_files_pasted_in_one_message_really_run_and_are_explained(world: World) -> None:
    async with open_app(Config(), remembers=Remembers.WHILE_OPEN) as app:
        await world.env.restart_bot(ModuloBot(outside_simulation(app)))
        await world.ada.send(world.channel, TWO_FILES)

    (answer,) = world.answers()
    assert "Hello, Alice!" in answer.content
    assert "mymodule.py" in answer.content
    assert "greet" in answer.content


async def test_an_endless_program_is_stopped_by_the_real_clock(world: World) -> None:
    config = Config.model_validate({"sandbox": {"wall_seconds": 1}})
    async with open_app(config, remembers=Remembers.WHILE_OPEN) as app:
        outside = outside_simulation(app)
        await world.env.restart_bot(ModuloBot(outside))
        run = await outside.sandbox.run(Snippet.of([("main.py", "while True: pass\n")]))
        await world.ada.send(world.channel, "!run\n```py\nwhile True: pass\n```")

    (answer,) = world.answers()
    assert run.outcome is Outcome.TIMED_OUT
    assert "stopped after 1 s" in answer.content
