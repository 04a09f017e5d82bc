"""Opens all resources in order and closes them in reverse."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.config import Config, SandboxConfig
from bot.errors import SandboxUnavailable
from bot.learn.guide import Guide
from bot.library import Library
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.queue import Asker
from bot.sandbox.run import Limits, Run, Sandbox
from bot.sandbox.snippet import Snippet
from bot.tutor import Tutor

if TYPE_CHECKING:
    from bot.curate.press import Press
    from bot.journal.journal import Journal


class Remembers(Enum):
    """For how long an app keeps its journal."""

    NOTHING = "nothing"  # one question, one answer: no database is even loaded
    WHILE_OPEN = "while open"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class App:
    """Everything a front end needs; there is no journal where nothing is remembered."""

    config: Config
    library: Library
    sandbox: Sandbox
    tutor: Tutor
    journal: "Journal | None" = None

    @property
    def guide(self) -> Guide:
        """Who leads along the learning paths; where there is no journal, progress is not remembered."""
        return Guide(self.library, self.sandbox, self.journal.progress if self.journal else None)


class RefusingSandbox:
    """Stands where code cannot be run, and says why each time it is asked."""

    pythons: Sequence[str] = ()

    def __init__(self, reason: str) -> None:
        self.reason = reason

    async def run(
        self,
        snippet: Snippet,  # noqa: ARG002 (the Protocol's)
        *,
        python: str | None = None,  # noqa: ARG002
        asker: Asker | None = None,  # noqa: ARG002
    ) -> Run:
        """Refuse."""
        raise SandboxUnavailable(self.reason)

    async def aclose(self) -> None:
        """Nothing was opened."""


@asynccontextmanager
async def open_app(
    config: Config, *, runs_code: bool = True, remembers: Remembers = Remembers.NOTHING
) -> AsyncIterator[App]:
    """Read the content, open the journal and start the sandbox, which is left alone without `runs_code`.

    Raises ContentError when the content cannot be read, JournalError when the journal cannot be opened.
    Where code cannot be run safely, the app answers questions and refuses to run.
    """
    library = Library(config.content.folder, config.content.language)
    settings = sandbox_settings(config.sandbox)
    async with AsyncExitStack() as stack:
        journal = await _journal(config, remembers, stack)
        sandbox: Sandbox = RefusingSandbox("This command runs no code.")
        if runs_code:
            try:
                sandbox = await stack.enter_async_context(open_sandbox(settings))
            except SandboxUnavailable as error:
                sandbox = RefusingSandbox(str(error))
        tutor = Tutor(library, sandbox, settings.limits, journal.notes.take if journal else None)
        yield App(config, library, sandbox, tutor, journal)


async def _journal(config: Config, remembers: Remembers, stack: AsyncExitStack) -> "Journal | None":
    if remembers is Remembers.NOTHING:
        return None
    from bot.journal.journal import IN_MEMORY, open_journal  # noqa: PLC0415 (costs a quarter of a second)

    url = config.journal.where if remembers is Remembers.ALWAYS else IN_MEMORY
    return await stack.enter_async_context(open_journal(url))


def open_desk(app: App, journal: "Journal") -> "Press":
    """The moderators' desk over what the app has open."""
    from bot.curate.desk import Desk  # noqa: PLC0415 (ruamel.yaml is not needed to answer a question)
    from bot.curate.press import Press  # noqa: PLC0415

    boxes = app.config.sandbox.boxes
    return Press(Desk(app.library, journal, app.sandbox, app.config.curate, at_once=boxes))


def sandbox_settings(config: SandboxConfig) -> SandboxSettings:
    """The operator's wishes in the sandbox's own terms."""
    limits = Limits(
        wall_seconds=config.wall_seconds,
        memory_bytes=config.memory_mib << 20,
        output_bytes=config.output_kib << 10,
    )
    return SandboxSettings(
        limits=limits,
        pythons=config.pythons,
        packages=config.packages,
        boxes=config.boxes,
        warm=config.warm,
        namespaces=config.namespaces,
    )
