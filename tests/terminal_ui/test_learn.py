"""A learning path in the terminal."""

import io

import pytest
from rich.console import Console

from bot.errors import JournalError
from bot.learn.guide import Guide
from bot.library import Library
from bot.terminal_ui.learn import learn
from tests.conftest import CONTENT, CannedSandbox, canned_run


@pytest.fixture
def guide() -> Guide:
    return Guide(Library(CONTENT), CannedSandbox(canned_run(stdout=b"it ran\n")), None)


async def walk(guide: Guide, name: str, *typed: str) -> str:
    lines = iter(typed)

    def read_line() -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    shown = io.StringIO()
    await learn(guide, name, Console(file=shown, width=100), read_line)
    return shown.getvalue()


async def test_what_is_offered_can_be_typed(guide: Guide) -> None:
    shown = await walk(guide, "", "1", "a", "read", "B", "n", "back", "nonsense", "all paths", "quit", "1")

    assert "Learn step by step" in shown
    assert "It is not A." in shown
    assert "it ran" in shown
    assert "B is right." in shown
    assert "step 2 of 12" in shown
    assert shown.count("step 1 of 12") == 6
    assert "A · B · C · All paths · Next ▶ · quit" in shown


async def test_it_ends_with_the_input_and_where_nothing_is_offered(guide: Guide) -> None:
    assert "step 1 of 12" in await walk(guide, "beginner")
    assert "forgotten" in await walk(guide, "reset", "1")


async def test_a_failure_is_said_and_the_walk_goes_on(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object) -> None:
        raise JournalError("The journal is full.")

    monkeypatch.setattr(Guide, "answer", fails)

    shown = await walk(guide, "beginner", "a", "next")

    assert "The journal is full." in shown
    assert "step 2 of 12" in shown
