"""What a picture costs: the first one, the others, memory, and how long nothing else gets its turn."""

import threading
import time
from pathlib import Path

from rich.console import Console

from bot.draw.graph import Cluster, Edge, Graph, Kind, Mark, Node
from bot.draw.picture import Pictures
from tests.bench.measure import interleaved, show

ROUNDS = 20
GREETING = Graph(
    "What was imported, in order",
    (Node("main.py", "main.py", Kind.START, ("starts here",)), Node("b", "mymodule.py", Kind.YOURS)),
    (Edge("main.py", "b", "imports", "1"),),
    telling=True,
)
CIRCLE = Graph(
    "The circle, step by step",
    (
        Node("main.py", "main.py", Kind.START, ("starts here",)),
        Node("a", "kitchen.py", Kind.YOURS, ("half done: no cook yet",), Mark.WARNING),
        Node("b", "waiter.py", Kind.YOURS),
        Node("c", "till.py", Kind.YOURS, ("× ImportError, line 1",), Mark.FAILURE),
    ),
    (
        Edge("main.py", "a", "starts", "1 · line 1"),
        Edge("a", "b", "starts", "2 · line 1"),
        Edge("b", "c", "starts", "3 · line 1"),
        Edge("c", "a", "asks for cook in", "× 4 · line 1", Mark.FAILURE),
    ),
)
HOSTILE = Graph(
    "W" * 99,
    tuple(
        Node(str(n), "W" * 99, kind, ("W" * 99,) * 2, Mark.FAILURE, f"f{n % 9}")
        for n, kind in enumerate([*Kind] * 2)
    ),
    tuple(Edge(str(n % 16), str((n * 7 + 3) % 16), "x", "W" * 99) for n in range(40)),
    tuple(Cluster(f"f{n}", "W" * 99, f"f{n - 1}" if n % 3 else "") for n in range(9)),
)


def report() -> None:
    """Print times and memory of pictures, small and as big as they get."""
    pictures, before = Pictures(), _resident_mib()
    start = time.perf_counter()
    pictures.draw(GREETING)
    first = (time.perf_counter() - start) * 1000
    contestants = {
        "two files": lambda: pictures.draw(GREETING),
        "a circle of three files": lambda: pictures.draw(CIRCLE),
        "16 nodes, 40 arrows, longest words": lambda: pictures.draw(HOSTILE),
    }
    show("A picture", interleaved(contestants, rounds=ROUNDS), baseline="two files")
    Console().print(
        f"The first picture takes {first:.0f} ms; {_resident_mib() - before:.0f} MiB stay in use. "
        f"While the circle is painted, other threads wait up to {_longest_wait(pictures):.0f} ms.",
        highlight=False,
    )


def _longest_wait(pictures: Pictures) -> float:
    """Milliseconds for which a thread that wants to run every millisecond did not."""
    done, longest = threading.Event(), 0.0

    def tick() -> None:
        nonlocal longest
        last = time.perf_counter()
        while not done.wait(0.001):
            now = time.perf_counter()
            longest, last = max(longest, now - last), now

    watcher = threading.Thread(target=tick)
    watcher.start()
    for _ in range(ROUNDS):
        pictures.draw(CIRCLE)
    done.set()
    watcher.join()
    return longest * 1000


def _resident_mib() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
