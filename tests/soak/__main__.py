"""Run very many programs one after another and at once, in each mode, and count what is left of them."""

import asyncio
import sys
import time
from collections import Counter
from typing import Literal

from rich.console import Console

from bot.errors import SandboxUnavailable
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Outcome
from tests.soak.left import Left
from tests.soak.programs import LIMITS, snippet

ONE_AFTER_ANOTHER = 10_000
AT_ONCE = 200
WARM_UP = 200

console = Console(highlight=False)


async def soak(mode: Literal["required", "off"], *, runs: int, at_once: int) -> bool:
    """Both parts in one mode; whether nothing grew and nothing was our fault."""
    settings = SandboxSettings(limits=LIMITS, namespaces=mode, warm=4, boxes=4, waiting=at_once)
    async with open_sandbox(settings) as sandbox:
        await _in_a_row(sandbox, WARM_UP)
        before = await _left(sandbox)
        started = time.monotonic()
        outcomes = await _in_a_row(sandbox, runs)
        took = time.monotonic() - started
        between = await _left(sandbox)
        outcomes += await _at_once(sandbox, at_once)
        after = await _left(sandbox)
    grown = between.grown(before) | after.grown(between)
    console.print(f"namespaces {mode}: {runs} in a row ({took / runs * 1000:.1f} ms each), {at_once} at once")
    console.print("  " + ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))
    for name, state in (("before", before), ("in a row", between), ("at once", after)):
        console.print(f"  {name}: {state}")
    console.print(f"  grown: {grown or 'nothing'}")
    return not grown and not outcomes[Outcome.CRASHED] and not outcomes[Outcome.REFUSED]


async def _in_a_row(sandbox: MachineSandbox, runs: int) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    for number in range(runs):
        outcomes[(await sandbox.run(snippet(number))).outcome] += 1
    return outcomes


async def _at_once(sandbox: MachineSandbox, runs: int) -> Counter[Outcome]:
    ended = await asyncio.gather(*(sandbox.run(snippet(number)) for number in range(runs)))
    return Counter(run.outcome for run in ended)


async def _left(sandbox: MachineSandbox) -> Left:
    await sandbox.settled()
    return await asyncio.to_thread(Left.now, sandbox)


def main() -> int:
    """0 when nothing is left in any mode that this machine offers; the counts can be given as arguments."""
    runs, at_once = [*map(int, sys.argv[1:]), ONE_AFTER_ANOTHER, AT_ONCE][:2]
    held = True
    for mode in ("required", "off"):
        try:
            held &= asyncio.run(soak(mode, runs=runs, at_once=at_once))
        except SandboxUnavailable as problem:
            console.print(f"namespaces {mode}: {problem}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
