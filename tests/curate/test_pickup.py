"""Files saved by hand and commits pulled in are taken when they keep the rules; bad ones change nothing."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config
from bot.curate.git import Git
from bot.curate.pickup import picking_up, take
from bot.curate.rehearsal import rehearsal
from bot.curate.work_tree import NOTE
from bot.errors import ContentError
from bot.library import Library
from tests.conftest import edit


def why(library: Library) -> str:
    return library.current.content.cards["boats"].why


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 (what is waited for is a file and a log)
            await asyncio.sleep(0.02)


async def test_a_saved_file_is_picked_up(folder: Path) -> None:
    library = Library(folder)
    async with picking_up(library, seconds=0.05):
        edit(folder / "topics/boats.yaml", "Boats drift", "Ships drift")

        await until(lambda: why(library).startswith("Ships drift"))


async def test_a_signal_asks_for_it_at_once(folder: Path) -> None:
    library = Library(folder)
    async with picking_up(library, seconds=0):
        await asyncio.sleep(0.05)
        edit(folder / "topics/boats.yaml", "Boats drift", "Ships drift")
        os.kill(os.getpid(), signal.SIGHUP)

        await until(lambda: why(library).startswith("Ships drift"))


async def test_a_bad_file_changes_nothing_and_is_told_with_its_line(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(folder)
    with caplog.at_level(logging.WARNING, "bot.curate.pickup"):
        async with picking_up(library, seconds=0.05):
            edit(folder / "topics/boats.yaml", "Boats drift", "@everyone drift")
            await until(lambda: bool(caplog.records))

    assert "content/topics/boats.yaml:17: T08" in caplog.text
    assert why(library).startswith("Boats drift")
    with pytest.raises(ContentError, match="T08"):
        take(library)


async def test_a_file_being_published_is_left_to_who_publishes_it(folder: Path) -> None:
    library = Library(folder)
    (folder / NOTE).write_text("{}")
    async with picking_up(library, seconds=0.02):
        edit(folder / "topics/boats.yaml", "Boats drift", "Ships drift")
        await asyncio.sleep(0.3)
        assert why(library).startswith("Boats drift")
        (folder / NOTE).unlink()

        await until(lambda: why(library).startswith("Ships drift"))


async def test_the_demo_works_on_a_copy_that_is_gone_afterwards(folder: Path) -> None:
    config = Config.model_validate({"content": {"folder": folder}, "curate": {"remote": "origin"}})

    async with rehearsal(config) as copied:
        place = copied.content.folder
        assert place != folder
        assert await Git(place).is_work_tree()
        assert await Git(place).changed() == []
        assert copied.curate.remote == ""

    assert not place.exists()


async def test_without_git_the_demo_publishes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    async with rehearsal(Config.model_validate({"content": {"folder": folder}})) as copied:
        assert copied.curate.mode == "export"
