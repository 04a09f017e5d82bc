"""Parked interpreters: used once, trusted only after they were compared, never in the way of a run."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.sandbox import pool as pool_room
from bot.sandbox import slot as slot_room
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.link import SpawnerLink
from bot.sandbox.pool import Pool, can_be_parked
from bot.sandbox.run import Outcome
from bot.sandbox.slot import Slot
from bot.sandbox.snippet import Snippet
from bot.sandbox.supervisor import Job
from tests.sandbox.conftest import MODES, run


@pytest.fixture(params=MODES)
def settings(request: pytest.FixtureRequest) -> SandboxSettings:
    return SandboxSettings(namespaces=request.param, warm=2, boxes=4)


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


async def test_nothing_is_parked_before_the_first_run(settings: SandboxSettings) -> None:
    async with open_sandbox(settings) as sandbox:
        await asyncio.sleep(0.2)
        before = sandbox.parked
        await run(sandbox, "print(1)")
        await sandbox.settled()

        assert before == 0
        assert sandbox.parked == 2


async def test_a_parked_interpreter_serves_one_program_and_is_replaced(settings: SandboxSettings) -> None:
    async with open_sandbox(settings) as sandbox:
        await run(sandbox, "print(1)")
        seen = []
        for _ in range(4):
            await sandbox.settled()
            parked = sandbox.parked
            ended = await run(sandbox, "import os\nprint(hash('x'), os.listdir('.'))")
            seen.append((parked, ended.outcome, ended.stdout))

    assert {parked for parked, _, _ in seen} == {2}
    assert {outcome for _, outcome, _ in seen} == {Outcome.FINISHED}
    assert len({stdout for _, _, stdout in seen}) > 1
    assert all(stdout.endswith(b"['main.py']\n") for _, _, stdout in seen)


async def test_an_interpreter_that_gets_ready_while_another_is_taken_is_not_forgotten(
    settings: SandboxSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    park, taken = Pool._park, []

    async def park_while_a_run_takes_one(pool: Pool) -> Slot:
        slot = await park(pool)
        if pool.parked and not taken:
            taken.append(pool.take())
        return slot

    monkeypatch.setattr(Pool, "_park", park_while_a_run_takes_one)
    async with open_sandbox(settings) as sandbox:
        await run(sandbox, "print(1)")
        await sandbox.settled()
        for slot in taken:
            slot.discard()
            await slot.link.gone(slot.box)

        assert len(taken) == 1
        assert len(children(sandbox.spawner_pid)) == sandbox.parked == 2


async def test_more_programs_than_parked_interpreters_all_run(settings: SandboxSettings) -> None:
    async with open_sandbox(settings) as sandbox:
        await run(sandbox, "print(1)")
        await sandbox.settled()
        ended = await asyncio.gather(*(run(sandbox, f"print({number})") for number in range(6)))

    assert [one.stdout for one in ended] == [b"%d\n" % number for number in range(6)]


async def test_no_answer_waits_for_its_box_to_go_but_the_next_program_does(
    settings: SandboxSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, may_go = SpawnerLink.gone, asyncio.Event()

    async def gone_later(link: SpawnerLink, box: int) -> None:
        await may_go.wait()
        await gone(link, box)

    monkeypatch.setattr(SpawnerLink, "gone", gone_later)
    # What a program has for its end; removing what it left may take longer.
    monkeypatch.setattr(slot_room, "_GRACE", 0.05)
    async with open_sandbox(replace(settings, boxes=1)) as sandbox:
        first = await run(sandbox, "print(1)")
        next_one = asyncio.create_task(run(sandbox, "print(2)"))
        await asyncio.sleep(0.1)
        waits = not next_one.done()
        may_go.set()
        second = await next_one
        await sandbox.settled()

        assert (first.stdout, waits, second.stdout) == (b"1\n", True, b"2\n")
        assert len(children(sandbox.spawner_pid)) == sandbox.parked


async def test_parking_is_turned_off_when_it_shows(
    settings: SandboxSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    telltale = (
        b"import os\nprint(os.getpid())\nimport time\nprint(time.time_ns())\nraise ValueError('probe')\n"
    )
    monkeypatch.setattr(pool_room, "_PROBE", Job([("main.py", telltale)], ["main.py"]))
    async with open_sandbox(settings) as sandbox:
        await run(sandbox, "print(1)")
        await sandbox.settled()
        await asyncio.sleep(0.3)
        ended = await run(sandbox, "print(2)")

        assert sandbox.parked == 0
        assert ended.stdout == b"2\n"


@pytest.mark.parametrize(
    ("files", "argv", "parked"),
    [
        ({"main.py": "print(1)"}, (), True),
        ({"main.py": "# coding: utf-8\nprint(1)"}, (), True),
        ({"main.py": "print(1)"}, ("main.py",), True),
        ({"main.py": "#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n"}, (), False),
        ({"main.py": "# -*- coding: cp1252 -*-\n"}, (), False),
        ({"main.py": "# coding: UTF_8-sig\n"}, (), True),
        ({"main.py": "# coding: utf8\n"}, (), False),
        ({"main.py": "#\u2028\x0c# coding: latin-1\n"}, (), False),
        ({"main.py": "\r# coding: latin-1\r"}, (), False),
        ({"main.py": "print(1)"}, ("main.py", "x"), False),
        ({"main.py": "print(1)"}, ("-X", "importtime", "main.py"), False),
        ({"start.py": "print(1)"}, (), False),
    ],
)
def test_what_cannot_be_parked_takes_the_cold_path(
    files: dict[str, str], argv: tuple[str, ...], parked: bool
) -> None:
    assert can_be_parked(Snippet.of(files.items(), argv=argv)) is parked
