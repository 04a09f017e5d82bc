"""JSON lines in, JSON lines out."""

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from bot.errors import UsageError
from bot.terminal_ui.wire import Json


async def lines_of(batch: str) -> AsyncIterator[str]:
    """The lines of the file, or of standard input for `-`, as they come; empty ones are skipped."""
    async with _opened(batch) as file:
        while line := await asyncio.to_thread(file.readline):
            if line.strip():
                yield line.decode("utf-8", "surrogatepass")


def print_json(answer: Json) -> None:
    """Write one line and send it off at once, so that the process can be kept open."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


@asynccontextmanager
async def _opened(batch: str) -> AsyncIterator[IO[bytes]]:
    if batch == "-":
        yield sys.stdin.buffer
        return
    try:
        file = await asyncio.to_thread(Path(batch).open, "rb")
    except OSError as error:
        raise UsageError(f"{batch} cannot be read: {error.strerror}.") from None
    with contextlib.closing(file):
        yield file
