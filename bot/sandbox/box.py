"""The door to the sandbox: opens the one of this machine, or says why there is none."""

import platform
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import SandboxUnavailable
from bot.sandbox.settings import SandboxSettings

if TYPE_CHECKING:
    from bot.sandbox.machine import MachineSandbox

__all__ = ["SandboxSettings", "open_sandbox"]


@asynccontextmanager
async def open_sandbox(settings: SandboxSettings) -> AsyncIterator["MachineSandbox"]:
    """The sandbox of this machine, ready to run snippets; all of it is gone when the block ends.

    Raises SandboxUnavailable, with what would help, where code cannot be run safely.
    """
    if sys.platform != "linux":
        raise SandboxUnavailable(
            f"Running code needs Linux; this is {platform.system()}. Everything else works. "
            "To run code here too, start me in a Linux container (Docker Desktop) or in WSL 2."
        )
    # Elsewhere these cannot even be imported: they lean on modules that only Linux has.
    from bot.sandbox.layers import establish  # noqa: PLC0415
    from bot.sandbox.machine import MachineSandbox  # noqa: PLC0415
    from bot.sandbox.pythons import find_pythons  # noqa: PLC0415

    for folder in settings.packages:
        if not folder.is_dir():
            raise SandboxUnavailable(
                f"`{folder}` is no folder; correct `sandbox.packages` in the configuration."
            )
    pythons = await find_pythons(settings.pythons)
    sandbox = MachineSandbox(settings, pythons, await establish(settings, pythons))
    try:
        yield sandbox
    finally:
        await sandbox.aclose()
