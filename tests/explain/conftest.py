"""One real sandbox for a whole test file, with every Python of this machine."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.explain.explain import explain_run
from bot.explain.explanation import Explanation
from bot.explain.story import Story
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.pythons import AUTO
from bot.sandbox.run import Run, Sandbox
from bot.sandbox.snippet import Snippet


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(SandboxSettings(pythons=[AUTO], warm=0)) as opened:
        yield opened


async def explained(sandbox, content, files: dict[str, str], **more) -> tuple[Run, Explanation]:
    """Run the files for real, and explain what happened."""
    snippet = Snippet.of(files.items(), **more)
    run = await sandbox.run(snippet)
    return run, explain_run(Story.of(snippet, run), content)


def sentences(explanation: Explanation) -> list[str]:
    return [note.markdown for note in explanation.notes]
