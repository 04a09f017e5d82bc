"""What the record of imports costs: the same program with and without it, interleaved, cold and warm."""

import asyncio
import marshal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from rich.console import Console

from bot.errors import SandboxUnavailable
from bot.sandbox.box import SandboxSettings
from bot.sandbox.layers import establish
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.pythons import find_pythons
from bot.sandbox.run import Outcome
from bot.sandbox.snippet import Snippet
from tests.bench.measure import percentile, show

ROUNDS = 60
_NOTHING = marshal.dumps(compile("def _start(*_): pass", "<recorder>", "exec"))
MAIN = """\
import random
from shop import Cart, total

print(total(Cart(random.sample(range(9), 3))))
"""
SHOP = """\
import json
from dataclasses import dataclass
from prices import each


@dataclass
class Cart:
    goods: list


def total(cart):
    return json.dumps({"total": len(cart.goods) * each})
"""
TYPICAL = Snippet.of([("main.py", MAIN), ("shop.py", SHOP), ("prices.py", "import datetime\n\neach = 3\n")])


def report() -> None:
    """Print both tables."""
    try:
        asyncio.run(_report())
    except SandboxUnavailable as problem:
        Console().print(f"Recording: {problem}", highlight=False)


async def _report() -> None:
    for name, warm in (("cold", 0), ("warm", 4)):
        async with _sandbox(warm, recording=True) as recording, _sandbox(warm, recording=False) as silent:
            contestants = {f"{name}, no record": silent, f"{name}, imports recorded": recording}
            times = await _interleaved(contestants)
        show("One run of three files and four standard modules", times, baseline=f"{name}, no record")
        silent_ms, recording_ms = (percentile(values, 0.1) for values in times.values())
        Console().print(
            f"In the quietest tenth of the rounds: {recording_ms / silent_ms:.2f}", highlight=False
        )


async def _interleaved(contestants: dict[str, MachineSandbox]) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(ROUNDS + 1):
        for name, sandbox in contestants.items():
            for each in contestants.values():  # so that none starts its next boxes while the other is timed
                await each.settled()
            start = time.perf_counter()
            run = await sandbox.run(TYPICAL)
            assert run.outcome is Outcome.FINISHED, run.stderr_text
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


@asynccontextmanager
async def _sandbox(warm: int, *, recording: bool) -> AsyncIterator[MachineSandbox]:
    """A sandbox like any other, or one whose recorder does nothing."""
    settings = SandboxSettings(warm=warm)
    pythons = await find_pythons(settings.pythons)
    if not recording:
        pythons = tuple(replace(python, recorder=_NOTHING) for python in pythons)
    sandbox = MachineSandbox(settings, pythons, await establish(settings, pythons))
    try:
        yield sandbox
    finally:
        await sandbox.aclose()
