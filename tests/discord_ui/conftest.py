"""The real bot in SimCord's Discord, with the project's own content and a canned or the real sandbox."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import discord
import pytest
import simcord

from bot.app import App
from bot.config import Config, DiscordConfig
from bot.discord_ui.client import ModuloBot
from bot.journal.journal import IN_MEMORY, Journal, open_journal
from bot.library import Library
from bot.sandbox.run import Limits, Run
from bot.search.followup import Conversations
from bot.tutor import Tutor
from tests.conftest import CONTENT, CannedSandbox, canned_run
from tests.discord_ui.checks import assert_well_behaved


@dataclass
class World:
    """A server with one channel, two learners, a moderator, and the bot."""

    env: simcord.Env
    bot: ModuloBot
    sandbox: CannedSandbox
    channel: simcord.ChannelHandle
    ada: simcord.MemberActor
    ben: simcord.MemberActor
    mona: simcord.MemberActor
    me: str = field(default="")

    def answers(self) -> list[discord.Message]:
        """The bot's messages in the channel, oldest first."""
        return [message for message in self.channel.history() if message.author.id == self.bot.user.id]

    def answer(self) -> discord.Message:
        """The bot's only message in the channel."""
        (message,) = self.answers()
        return message


@pytest.fixture(scope="session")
def library() -> Library:
    return Library(CONTENT)


def app_with(library: Library, sandbox: CannedSandbox, journal: Journal, **settings: object) -> App:
    config = Config(discord=DiscordConfig(**{"any_server_curates": True} | settings))
    return App(config, library, sandbox, Tutor(library, sandbox, Limits(), journal.notes.take), journal)


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    async with open_journal(IN_MEMORY) as opened:
        yield opened


@pytest.fixture
def finished() -> Run:
    """What every run is, unless a test says otherwise."""
    return canned_run(stdout=b"Hello, Alice!\n")


@pytest.fixture
def sandbox(finished: Run) -> CannedSandbox:
    return CannedSandbox(finished)


@pytest.fixture
def message_content() -> bool:
    return True


@pytest.fixture
def simcord_bot(
    library: Library, sandbox: CannedSandbox, journal: Journal, message_content: bool
) -> ModuloBot:
    library.current.search.conversations = Conversations()  # the library is shared, the talks are not
    return ModuloBot(app_with(library, sandbox, journal), message_content=message_content)


@pytest.fixture
async def world(
    simcord_bot: ModuloBot,
    simcord_env: simcord.Env,
    sandbox: CannedSandbox,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[World]:
    """The server; afterwards every message is checked, and that nothing went wrong behind the scenes."""
    env = simcord_env
    guild = env.create_guild("Learning Python")
    moderator = guild.create_role("Moderator", permissions=discord.Permissions(manage_messages=True))
    channel = guild.create_text_channel("python-help")
    ada, ben = (guild.add_member(env.create_user(name)) for name in ("ada", "ben"))
    mona = guild.add_member(env.create_user("mona"), roles=[moderator])
    await env.settle()
    yield World(env, simcord_bot, sandbox, channel, ada, ben, mona, simcord_bot.user.mention)
    assert_well_behaved(env)
    failures = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in failures] == []


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
