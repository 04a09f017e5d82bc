"""Picks up what was changed outside: a file saved by hand, a commit that was pulled."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.content.lint import lint
from bot.content.load import Source
from bot.curate.work_tree import NOTE
from bot.errors import ContentError
from bot.library import Library

log = logging.getLogger(__name__)

Seen = frozenset[tuple[str, int, int]]


def take(library: Library) -> None:
    """Reload the content when it keeps every rule that can be told without running anything.

    Raises ContentError with every problem; what was in force stays in force.
    """
    source = Source(library.folder)
    if problems := source.problems() or lint(source):
        raise ContentError(problems)
    library.reload()


@asynccontextmanager
async def picking_up(library: Library, *, seconds: float) -> AsyncIterator[None]:
    """Meanwhile, reload on SIGHUP, and when a file has changed, looking every so many seconds; 0 is never."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, asked.set)
    following = asyncio.create_task(_follow(library, asked, seconds or None, _seen(library.folder)))
    try:
        yield
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        loop.remove_signal_handler(signal.SIGHUP)


async def _follow(library: Library, asked: asyncio.Event, seconds: float | None, seen: Seen) -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(asked.wait(), seconds)
        now = await asyncio.to_thread(_seen, library.folder)
        publishing = (library.folder / NOTE).exists()  # then whoever publishes reloads
        if (asked.is_set() or now != seen) and not publishing:
            asked.clear()
            seen = now
            await _reload(library)


async def _reload(library: Library) -> None:
    try:
        await asyncio.to_thread(take, library)
    except ContentError as error:
        log.warning("The changed content has problems, so the old one stays in force:\n%s", error)
    else:
        log.info("The content was read anew: %d topics", len(library.current.content.cards))


def _seen(folder: Path) -> Seen:
    """What tells that a file was changed: its name, its time, its size."""
    found: set[tuple[str, int, int]] = set()
    for file in folder.rglob("*.yaml"):
        with suppress(FileNotFoundError):  # it may go while it is looked at
            status = file.stat()
            found.add((str(file), status.st_mtime_ns, status.st_size))
    return frozenset(found)
