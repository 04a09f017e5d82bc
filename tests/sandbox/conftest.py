"""One sandbox per mode, kept open for a whole test file: opening one costs more than most runs."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Run
from bot.sandbox.snippet import Snippet

MODES = ("required", "off")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MODES)
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[MachineSandbox]:
    """A sandbox with namespaces, then one without."""
    async with open_sandbox(SandboxSettings(namespaces=request.param, warm=0)) as opened:
        yield opened


async def run(sandbox: MachineSandbox, code: str | dict[str, str], **more: object) -> Run:
    """Run one program, a string or named files."""
    files = {"main.py": code} if isinstance(code, str) else code
    return await sandbox.run(Snippet.of(files.items(), **more))
