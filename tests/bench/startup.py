"""From the start of the process to the first answer, and how much of it is spent importing."""

import os
import re
import signal
import subprocess
import sys
import time

from rich.console import Console

from tests.bench.measure import interleaved, show

ROUNDS = 10
PLAIN = "python -c pass"
ASK = "modulo ask"
DEMO = "modulo demo until its page answers"
_QUESTION = [sys.executable, "-m", "bot", "ask", "what does import math do?"]


def report() -> None:
    """Print how long `modulo ask` and the demo take to start."""
    times = interleaved(
        {PLAIN: lambda: _call([sys.executable, "-c", "pass"]), ASK: lambda: _call(_QUESTION)}, rounds=ROUNDS
    )
    times[DEMO] = [_demo_start() for _ in range(3)]
    show("Start-up", times, baseline=PLAIN)
    console = Console()
    imported = _importing()
    console.print(f"modulo ask: {imported:.0f} ms of it are spent importing; the slowest to import:")
    for line in _slowest(5):
        console.print(f"  {line}", highlight=False)


def _call(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def _importtime() -> list[tuple[int, int, str]]:
    """(own microseconds, all microseconds, module) of each import of `modulo ask`, indented as nested."""
    text = _call([_QUESTION[0], "-X", "importtime", *_QUESTION[1:]])
    found = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \| (.+)", text)
    return [(int(own), int(total), name) for own, total, name in found]


def _importing() -> float:
    return sum(own for own, _, _ in _importtime()) / 1000


def _slowest(count: int) -> list[str]:
    outer = [(total, name.strip()) for _, total, name in _importtime() if not name.startswith("   ")]
    return [f"{total / 1000:6.1f} ms  {name}" for total, name in sorted(outer, reverse=True)[:count]]


def _demo_start() -> float:
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "bot", "demo", "--no-browser"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as demo:
        assert demo.stdout is not None
        for line in demo.stdout:
            if "http://" in line:
                break
        took = (time.perf_counter() - start) * 1000
        demo.send_signal(signal.SIGTERM)
    return took
