"""A process that publishes a draft and dies on the way; run by test_crash.py."""

import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bot.config import CurateConfig
from bot.curate.desk import Desk
from bot.curate.git import Git
from bot.curate.press import Press
from bot.journal.audit import Audit
from bot.journal.drafts import Drafts
from bot.journal.journal import open_journal
from bot.library import Library
from tests.conftest import canned_run
from tests.curate.test_desk import PUBLISHER, RightSandbox

DIED = 9
STEPS = (
    (os, "fsync"),
    (Path, "open"),
    (Path, "replace"),
    (Path, "unlink"),
    (Git, "_ask"),
    (Library, "reload"),
    (Drafts, "save"),
    (Audit, "add"),
)
"""Everything that leaves a trace on the disk."""


def publish(folder: Path, url: str, last: int) -> None:
    """Publish draft 1, and die just before the step of this number."""
    tempfile.tempdir = str(folder.parent)  # what a killed process leaves goes with the test's own folder
    asyncio.run(_publish(folder, url, count(), last))


async def _publish(folder: Path, url: str, steps: Iterator[int], last: int) -> None:
    async with open_journal(url) as journal:
        library = Library(folder)
        desk = Desk(library, journal, RightSandbox(canned_run()), CurateConfig(), at_once=1)
        for owner, name in STEPS:
            setattr(owner, name, dying(getattr(owner, name), steps, last))
        await Press(desk).publish(PUBLISHER, 1)
    os._exit(0)


def dying(step: Callable[..., Any], steps: Iterator[int], last: int) -> Callable[..., Any]:
    async def awaited(*args: Any, **named: Any) -> Any:
        if next(steps) == last:
            os._exit(DIED)
        return await step(*args, **named)

    def called(*args: Any, **named: Any) -> Any:
        if next(steps) == last:
            os._exit(DIED)
        return step(*args, **named)

    return awaited if asyncio.iscoroutinefunction(step) else called
