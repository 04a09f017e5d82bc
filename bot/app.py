"""Opens all resources in order and closes them in reverse."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.config import Config, SandboxConfig
from bot.errors import SandboxUnavailable
from bot.library import Library
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.queue import Asker
from bot.sandbox.run import Limits, Run, Sandbox
from bot.sandbox.snippet import Snippet
from bot.tutor import Tutor


@dataclass(frozen=True, slots=True)
class App:
    """Everything a front end needs."""

    config: Config
    library: Library
    sandbox: Sandbox
    tutor: Tutor


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
async def open_app(config: Config, *, runs_code: bool = True) -> AsyncIterator[App]:
    """Read the content and start the sandbox; without `runs_code` the sandbox is left alone.

    Raises ContentError when the content cannot be read. Where code cannot be run safely, the app answers
    questions and refuses to run.
    """
    library = Library(config.content.folder)
    settings = sandbox_settings(config.sandbox)
    async with AsyncExitStack() as stack:
        sandbox: Sandbox = RefusingSandbox("This command runs no code.")
        if runs_code:
            try:
                sandbox = await stack.enter_async_context(open_sandbox(settings))
            except SandboxUnavailable as error:
                sandbox = RefusingSandbox(str(error))
        yield App(config, library, sandbox, Tutor(library, sandbox, settings.limits))


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
        boxes=config.boxes,
        warm=config.warm,
        namespaces=config.namespaces,
    )
