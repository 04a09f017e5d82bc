"""Connecting: the token, the intents, and how it ends. Discord stands outside, so its answers are canned."""

import asyncio
import logging
import os
import signal
from pathlib import Path

import discord
import pytest

from bot.app import App
from bot.config import DiscordConfig
from bot.discord_ui.answers import Answers
from bot.discord_ui.client import ModuloBot, read_token, run_discord
from bot.errors import BotError, UsageError
from bot.journal.journal import Journal
from bot.library import Library
from tests.conftest import CannedSandbox
from tests.discord_ui.conftest import app_with


@pytest.fixture
def app(library: Library, sandbox: CannedSandbox, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> App:
    monkeypatch.setenv("DISCORD_TOKEN", "the-secret-token")
    return app_with(library, sandbox, journal)


def canned(
    monkeypatch: pytest.MonkeyPatch, *, login: Exception | None = None, connect=None
) -> list[ModuloBot]:
    """Discord answers so; the bots that tried are returned."""
    tried: list[ModuloBot] = []

    async def answer_login(bot: ModuloBot, token: str) -> None:
        assert token == "the-secret-token"
        tried.append(bot)
        if login is not None:
            raise login

    async def answer_connect(bot: ModuloBot) -> None:
        if connect is not None:
            await connect(bot)

    monkeypatch.setattr(ModuloBot, "login", answer_login)
    monkeypatch.setattr(ModuloBot, "connect", answer_connect)
    return tried


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text("from-file\n", "utf-8")
    assert read_token(DiscordConfig(token_file=file)) == "from-file"

    monkeypatch.setenv("DISCORD_TOKEN", " from-environment ")
    assert read_token(DiscordConfig(token_file=file)) == "from-environment"


def test_no_token_says_where_to_put_one() -> None:
    with pytest.raises(UsageError, match=r"DISCORD_TOKEN.*token_file.*modulo demo"):
        read_token(DiscordConfig())


@pytest.mark.parametrize(
    ("content", "says"), [(None, "cannot be read"), (b"\n", "is empty"), (b"\xff", "not text")]
)
def test_a_bad_token_file_is_named(tmp_path: Path, content: bytes | None, says: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UsageError, match=says) as error:
        read_token(DiscordConfig(token_file=file))

    assert str(file) in str(error.value)


async def test_a_refused_token_says_where_to_make_a_new_one(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    canned(monkeypatch, login=discord.LoginFailure("Improper token has been passed."))

    with pytest.raises(UsageError, match="Reset Token") as error:
        await run_discord(app)

    assert "secret" not in str(error.value)


async def test_no_network_is_said_in_a_sentence(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    canned(monkeypatch, login=OSError("no route to host"))

    with pytest.raises(BotError, match="cannot be reached: no route to host"):
        await run_discord(app)


async def test_without_the_message_content_intent_it_starts_in_reduced_mode_and_says_so(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse_content(bot: ModuloBot) -> None:
        if bot.intents.message_content:
            raise discord.PrivilegedIntentsRequired(None)

    tried = canned(monkeypatch, connect=refuse_content)

    with caplog.at_level(logging.WARNING):
        await run_discord(app)

    assert [bot.intents.message_content for bot in tried] == [True, False]
    assert "reduced mode" in caplog.text
    assert "the-secret-token" not in caplog.text


async def test_reduced_mode_can_be_wished_for(
    library: Library, sandbox: CannedSandbox, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "the-secret-token")
    tried = canned(monkeypatch)

    await run_discord(app_with(library, sandbox, journal, message_content=False))

    assert [bot.intents.message_content for bot in tried] == [False]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_closes_the_connection(
    app: App, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    closed = asyncio.Event()

    async def stay(_bot: ModuloBot) -> None:
        asyncio.get_running_loop().call_soon(os.kill, os.getpid(), number)
        await closed.wait()

    async def close(_answers: Answers, *, seconds: float) -> None:
        assert seconds > app.tutor.limits.wall_seconds
        closed.set()

    tried = canned(monkeypatch, connect=stay)
    monkeypatch.setattr(Answers, "close", close)

    await asyncio.wait_for(run_discord(app), 10)

    assert tried[0].is_closed()


def test_it_asks_for_no_more_intents_than_it_needs(app: App) -> None:
    intents = ModuloBot(app).intents

    assert {name for name, on in intents if on} == {
        "guilds", "guild_messages", "dm_messages", "message_content", "guild_typing",
    }  # fmt: skip
