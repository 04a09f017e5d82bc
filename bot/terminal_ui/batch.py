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
    """The lines of the file, or of standard input for `-`, as they come; empty ones are skipped.

    Raises UsageError for a file that cannot be read, and for a line that is not UTF-8 text.
    """
    async with _opened(batch) as file:
        while line := await asyncio.to_thread(file.readline):
            if line.strip():
                yield _decoded(line)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        shown = line.strip()[:80].decode("utf-8", "backslashreplace")
        raise UsageError(f"This line of the batch is not UTF-8 text: {shown}") from None


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
