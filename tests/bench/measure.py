"""Interleaved timing: each round runs every contestant once, so that a busy machine slows all of them."""

import statistics
import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table


def interleaved(contestants: Mapping[str, Callable[[], object]], *, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each round for each contestant; a first round that is not counted warms caches."""
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            if number:
                times[name].append((time.perf_counter() - start) * 1000)
    return times


def percentile(values: list[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(title: str, times: Mapping[str, list[float]], *, baseline: str) -> None:
    """A table of p50 and p90, and how p50 compares with the baseline's."""
    table = Table(title=title, title_justify="left")
    for heading in ("what", "p50 ms", "p90 ms", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    middle = statistics.median(times[baseline])
    for name, values in times.items():
        p50 = statistics.median(values)
        table.add_row(name, f"{p50:.2f}", f"{percentile(values, 0.9):.2f}", f"{p50 / middle:.2f}")
    Console().print(table)
