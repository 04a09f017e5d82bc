"""Whatever is killed, nothing keeps running, nothing stays behind, and the next program runs."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Limits, Outcome
from bot.sandbox.snippet import Snippet
from tests.conftest import ROOT
from tests.sandbox.conftest import MODES
from tests.soak.left import at_rest, below

HELLO = Snippet.of([("main.py", "print('hello')")])
SLEEPER = Snippet.of([("main.py", "import time\nprint('on', flush=True)\ntime.sleep(20)")])
MIXED = [
    "print('fine')",
    "1 / 0",
    "import os; os.abort()",
    "import time; time.sleep(9)",
    "while True: print('x' * 999)",
    "open('f', 'w').write('x'); import os; os.makedirs('a/b/c')",
    "import os; os._exit(3)",
    "def f(:",
]


def alive(pids: set[int]) -> set[int]:
    """Those that still run; a zombie that nobody has reaped yet does not."""
    running = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state not in "ZX":
            running.add(pid)
    return running


def end_of(pids: set[int], *, within: float = 5.0) -> set[int]:
    """What of these is still alive after a while."""
    until = time.monotonic() + within
    while (left := alive(pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def open_files(pid: int | str) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def home_of(sandbox: MachineSandbox) -> str:
    """Where the spawner of the moment has its work folders; "" where boxes have file systems of their own."""
    return sandbox._link.layers["folders"]


def left_behind(home: str) -> bool:
    return os.path.lexists(home)


def folders() -> set[str]:
    return {path.name for path in Path("/dev/shm").glob("modulo-*")}


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


async def wait_until_running(spawner: int) -> set[int]:
    for _ in range(200):
        await asyncio.sleep(0.02)
        if len(found := below(spawner)) >= 2:
            return found
    raise AssertionError("the program did not start")


async def test_a_killed_spawner_takes_its_boxes_along_and_is_replaced(mode: str) -> None:
    async with open_sandbox(SandboxSettings(namespaces=mode, warm=0)) as sandbox:
        running = asyncio.create_task(sandbox.run(SLEEPER))
        spawner = sandbox.spawner_pid
        boxes = await wait_until_running(spawner)
        os.kill(spawner, signal.SIGKILL)
        ended = await running
        again = await sandbox.run(HELLO)

    assert ended.outcome is Outcome.CRASHED
    assert ended.reason
    assert again.stdout == b"hello\n"
    assert end_of(boxes) == set()


async def test_a_killed_supervisor_takes_its_program_along(mode: str) -> None:
    async with open_sandbox(SandboxSettings(namespaces=mode, warm=0)) as sandbox:
        running = asyncio.create_task(sandbox.run(SLEEPER))
        boxes = await wait_until_running(sandbox.spawner_pid)
        os.kill(min(boxes), signal.SIGKILL)
        ended = await running
        again = await sandbox.run(HELLO)

        assert ended.outcome is Outcome.CRASHED
        assert again.stdout == b"hello\n"
        assert end_of(boxes) == set()


async def test_a_program_killed_from_outside_is_told_as_killed(mode: str) -> None:
    async with open_sandbox(SandboxSettings(namespaces=mode, warm=0)) as sandbox:
        running = asyncio.create_task(sandbox.run(SLEEPER))
        boxes = await wait_until_running(sandbox.spawner_pid)
        await asyncio.sleep(0.5)
        os.kill(max(boxes), signal.SIGKILL)
        ended = await running

    assert (ended.outcome, ended.signal) == (Outcome.KILLED, "SIGKILL")


BOT = """
import asyncio, os, sys
sys.path.insert(0, sys.argv[1])
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.snippet import Snippet

async def main():
    async with open_sandbox(SandboxSettings(namespaces=sys.argv[2], warm=2)) as sandbox:
        await sandbox.run(Snippet.of([("main.py", "print(1)")]))
        await sandbox.settled()
        run = asyncio.create_task(sandbox.run(Snippet.of([("a.py", "import time; time.sleep(60)")])))
        await asyncio.sleep(0.5)
        print("running", flush=True)
        await run

asyncio.run(main())
"""


def test_nothing_outlives_a_killed_bot(mode: str) -> None:
    before = folders()
    bot = subprocess.Popen([sys.executable, "-c", BOT, str(ROOT), mode], stdout=subprocess.PIPE)
    assert bot.stdout is not None
    assert bot.stdout.readline() == b"running\n"
    boxes = below(bot.pid)

    bot.kill()
    bot.wait()
    bot.stdout.close()

    assert len(boxes) >= 4  # the spawner, and two processes for each box
    assert end_of(boxes) == set()
    until = time.monotonic() + 5
    while folders() - before and time.monotonic() < until:
        time.sleep(0.02)
    assert folders() - before == set()


async def test_many_mixed_runs_leave_nothing_behind(mode: str) -> None:
    settings = SandboxSettings(namespaces=mode, warm=2, limits=Limits(wall_seconds=0.4))
    async with open_sandbox(settings) as sandbox:
        await sandbox.run(HELLO)
        await sandbox.settled()
        descriptors, spawner = open_files("self"), sandbox.spawner_pid
        at_rest(spawner)
        spawners = open_files(spawner)
        snippets = [Snippet.of([("main.py", code)]) for code in MIXED * 3]

        ended = await asyncio.gather(*(sandbox.run(snippet) for snippet in snippets))
        await sandbox.settled()
        at_rest(spawner)

        assert Outcome.CRASHED not in {run.outcome for run in ended}
        assert open_files("self") == descriptors
        assert open_files(spawner) == spawners
        assert len(alive(below(spawner))) == 2 * sandbox.parked
        boxes, home = {spawner, *below(spawner)}, home_of(sandbox)
    assert end_of(boxes) == set()
    assert not left_behind(home)


WRITER = "for n in range(200):\n    open(f'{n}', 'w').write('x' * 2000)"


async def kill_about(chance: random.Random, *, kills: int) -> None:
    """End one of our own processes after another, at any moment: spawners, supervisors, programs."""
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(0, 0.03))
        if candidates := sorted(below(os.getpid())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(candidates), signal.SIGKILL)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_dies_at_any_moment_the_next_program_runs(mode: str, seed: int) -> None:
    chance = random.Random(seed)
    codes = ["print('hello')", WRITER, "import time; time.sleep(0.05)", "1 / 0"]
    async with open_sandbox(SandboxSettings(namespaces=mode, warm=2)) as sandbox:
        killing = asyncio.create_task(kill_about(chance, kills=25))
        while not killing.done():
            snippets = [Snippet.of([(chance.choice(["main.py", "a.py"]), code)]) for code in codes]
            await asyncio.gather(*(sandbox.run(snippet) for snippet in snippets))
        await killing
        ended = [await sandbox.run(HELLO) for _ in range(2)]
        await sandbox.settled()
        again = await sandbox.run(HELLO)
        boxes, home = {sandbox.spawner_pid, *below(sandbox.spawner_pid)}, home_of(sandbox)

    # The first may find that its spawner was killed at the last moment.
    assert ended[1].stdout == again.stdout == b"hello\n"
    assert end_of(boxes) == set()
    assert not left_behind(home)
