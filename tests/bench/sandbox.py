"""What a run costs: plain python, cold and warm path, interleaved; and what a parked box weighs."""

import asyncio
import shutil
import statistics
import subprocess
import tempfile
import time
import venv
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from bot.errors import SandboxUnavailable
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import Snippet
from tests.bench.measure import percentile, show

CODE = "import math\nprint(math.pi)\n"
SNIPPET = Snippet.of([("main.py", CODE)])
PLAIN = "plain python main.py"
ROUNDS = 40
BURST = 8
BURSTS = 10
CLIENTS = (1, 4)
SECONDS = 3.0


def report() -> None:
    """Print latency, throughput, a burst, and memory."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.py").write_text(CODE, "utf-8")
        # Where nothing is installed: what .pth files of other packages do at each start is not Python's time.
        venv.create(Path(folder, "venv"))
        try:
            asyncio.run(_report(folder))
        except SandboxUnavailable as problem:
            Console().print(f"Sandbox: {problem}", highlight=False)


async def _report(folder: str) -> None:
    async with (
        open_sandbox(SandboxSettings()) as warm,
        open_sandbox(SandboxSettings(warm=0)) as cold,
    ):
        await warm.run(SNIPPET)
        await _latency(warm, cold, folder)
        await _bursts(warm, folder)
        await _throughput(warm, cold, folder)
        await warm.settled()
        _weight(warm)


async def _latency(warm: MachineSandbox, cold: MachineSandbox, folder: str) -> None:
    contestants: dict[str, Callable[[], Awaitable[object]]] = {
        PLAIN: lambda: _plain(folder),
        "the same without site (-S)": lambda: _plain(folder, options=("-S",)),
    }
    if shutil.which("bwrap"):
        contestants["bubblewrap + python"] = lambda: _plain(folder, *_BUBBLEWRAP)
    contestants |= {"cold box": lambda: _checked(cold), "warm box": lambda: _checked(warm)}
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(ROUNDS + 1):
        for name, run in contestants.items():
            await warm.settled()
            start = time.perf_counter()
            await run()
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    show("One run of `import math; print(math.pi)`", times, baseline=PLAIN)


async def _checked(sandbox: MachineSandbox) -> None:
    run = await sandbox.run(SNIPPET)
    assert run.outcome is Outcome.FINISHED, run.reason


_BUBBLEWRAP = ("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--unshare-all", "--die-with-parent")


async def _plain(folder: str, *before: str, options: tuple[str, ...] = ()) -> None:
    """A fresh interpreter with nothing installed; a thread starts it faster than the event loop would."""
    command = [*before, f"{folder}/venv/bin/python", *options, "main.py"]
    await asyncio.to_thread(
        subprocess.run, command, cwd=folder, stdout=subprocess.DEVNULL, check=True, env={"LANG": "C.UTF-8"}
    )


async def _bursts(warm: MachineSandbox, folder: str) -> None:
    """Eight programs at one moment, with the settings that a bot has by itself, beside plain runs alone."""
    times: list[float] = []
    alone: list[float] = []

    async def timed(run: Awaitable[object], taken: list[float]) -> None:
        start = time.perf_counter()
        await run
        taken.append((time.perf_counter() - start) * 1000)

    for _ in range(BURSTS):
        await warm.settled()
        for _ in range(3):
            await timed(_plain(folder), alone)
        await asyncio.gather(*(timed(_checked(warm), times) for _ in range(BURST)))
    ratio = statistics.median(times) / statistics.median(alone)
    line = f"Bursts of {BURST}: p50 {percentile(times, 0.5):.1f} ms, p90 {percentile(times, 0.9):.1f} ms"
    Console().print(f"{line}; p50 is {ratio:.2f} of a {PLAIN} alone", highlight=False)


async def _throughput(warm: MachineSandbox, cold: MachineSandbox, folder: str) -> None:
    kinds: dict[str, Callable[[], Awaitable[object]]] = {
        "plain python": lambda: _plain(folder),
        **({"bubblewrap": lambda: _plain(folder, *_BUBBLEWRAP)} if shutil.which("bwrap") else {}),
        "cold box": lambda: _checked(cold),
        "warm box": lambda: _checked(warm),
    }
    for clients in CLIENTS:
        rates = [f"{name} {await _rate(run, clients):.0f}" for name, run in kinds.items()]
        Console().print(f"Runs a second with {clients} waiting: {', '.join(rates)}", highlight=False)


async def _rate(run: Callable[[], Awaitable[object]], clients: int) -> float:
    done, end = 0, time.monotonic() + SECONDS

    async def client() -> None:
        nonlocal done
        while time.monotonic() < end:
            await run()
            done += 1

    await asyncio.gather(*(client() for _ in range(clients)))
    return done / SECONDS


def _weight(warm: MachineSandbox) -> None:
    """What the parked boxes took: processor time, and memory that is theirs alone; proc(5)."""
    processes = [path.name for path in Path("/proc").iterdir() if path.name.isdigit()]
    below = [pid for pid in processes if _is_below(pid, warm.spawner_pid)]
    try:
        own = sum(_private_kib(pid) for pid in below) / 1024
        spent = sum(_cpu_millis(pid) for pid in below)
    except PermissionError:
        Console().print("Memory of a parked box: not to be seen by this user")
        return
    boxes = max(warm.parked, 1)
    Console().print(
        f"A parked box: {own / boxes:.1f} MiB of its own memory, {spent / boxes:.0f} ms of a processor "
        f"to start ({boxes} parked)",
        highlight=False,
    )


def _is_below(pid: str, ancestor: int) -> bool:
    while pid not in ("0", "1"):
        try:
            pid = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            return False
        if pid == str(ancestor):
            return True
    return False


def _cpu_millis(pid: str) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def _private_kib(pid: str) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
