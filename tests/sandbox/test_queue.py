"""Askers take turns, each with one program at a time, and hear how many come first."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from bot.sandbox import queue as queue_room
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.queue import MAX_WAITING_EACH, Asker, Queue, QueueFull
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import Snippet
from tests.sandbox.conftest import MODES
from tests.sandbox.test_death import alive
from tests.soak.left import below

SLEEPER = Snippet.of([("main.py", "import time\ntime.sleep(20)")])


class Hall:
    """A queue, and who has had a turn."""

    def __init__(self, *, boxes: int = 1, waiting: int = 20) -> None:
        self.queue = Queue(boxes=boxes, waiting=waiting)
        self.turns: list[str] = []
        self.leave = asyncio.Event()

    def come(self, name: str, told: Callable[[int], None] | None = None) -> asyncio.Task[None]:
        """`ada1` is ada's first program."""
        return asyncio.create_task(self._come(name, None if name == "nobody" else Asker(name[:-1], told)))

    async def _come(self, name: str, asker: Asker | None) -> None:
        async with self.queue.turn(asker):
            self.turns.append(name)
            await self.leave.wait()

    async def end(self, *tasks: asyncio.Task[None]) -> list[str]:
        self.leave.set()
        await asyncio.gather(*tasks)
        return self.turns


async def test_askers_take_turns_whoever_came_with_more() -> None:
    hall = Hall()
    tasks = [hall.come(name) for name in ("ada1", "ada2", "ada3", "ben1", "cleo1", "ben2")]
    await asyncio.sleep(0)

    assert await hall.end(*tasks) == ["ada1", "ben1", "cleo1", "ada2", "ben2", "ada3"]


async def test_each_asker_has_one_program_at_a_time_though_boxes_are_free() -> None:
    hall = Hall(boxes=3)
    tasks = [hall.come(name) for name in ("ada1", "ada2", "ben1", "nobody", "nobody")]
    await asyncio.sleep(0)

    assert hall.turns == ["ada1", "ben1", "nobody"]
    await hall.end(*tasks)
    assert sorted(hall.turns) == ["ada1", "ada2", "ben1", "nobody", "nobody"]


async def test_who_waits_a_while_hears_how_many_come_first_and_when_that_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue_room, "_TELL_EVERY", 0.01)
    hall, heard = Hall(), []
    others = [hall.come(name) for name in ("ada1", "ben1", "ben2")]
    mine = hall.come("cleo1", heard.append)
    late = hall.come("ben3")
    await asyncio.sleep(0.05)
    assert heard == [1]  # ben1; his others come later

    others[1].cancel()
    await asyncio.sleep(0.05)

    assert heard == [1]  # ben2 is next in his stead
    others[2].cancel()
    late.cancel()
    await asyncio.sleep(0.05)
    assert heard == [1, 0]
    assert await hall.end(others[0], mine) == ["ada1", "cleo1"]


async def test_all_and_each_have_a_bound() -> None:
    hall = Hall(waiting=6)
    tasks = [hall.come(f"ada{number}") for number in range(1 + MAX_WAITING_EACH)]
    await asyncio.sleep(0)

    with pytest.raises(QueueFull, match="of yours"):
        await hall.come("ada9")
    tasks += [hall.come("ben1"), hall.come("cleo1")]
    await asyncio.sleep(0)
    with pytest.raises(QueueFull, match="Too many programs are"):
        await hall.come("dan1")

    assert len(await hall.end(*tasks)) == len(tasks)


@pytest.mark.parametrize("yields", [0, 1, 2, 3])
async def test_a_cancelled_wait_never_loses_a_box(yields: int) -> None:
    hall = Hall()
    first, second = hall.come("ada1"), hall.come("ben1")
    await asyncio.sleep(0)
    hall.leave.set()
    for _ in range(yields):
        await asyncio.sleep(0)
    second.cancel()
    with suppress(asyncio.CancelledError):
        await second
    await first

    await asyncio.wait_for(hall.come("cleo1"), 1)

    assert hall.turns[-1] == "cleo1"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("after", [0.0, 0.01, 0.3])
async def test_a_cancelled_run_is_killed_and_makes_room(mode: str, after: float) -> None:
    async with open_sandbox(SandboxSettings(namespaces=mode, warm=0, boxes=1)) as sandbox:
        running = asyncio.create_task(sandbox.run(SLEEPER))
        await asyncio.sleep(after)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await sandbox.settled()
        left = alive(below(sandbox.spawner_pid))
        again = await asyncio.wait_for(sandbox.run(Snippet.of([("main.py", "print(1)")])), 10)

        assert left == set()
        assert again.outcome is Outcome.FINISHED
