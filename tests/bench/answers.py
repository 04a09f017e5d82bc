"""How long an answer takes in process, and building the index."""

import statistics
import time

from rich.console import Console

from bot.config import Config
from bot.library import Library
from bot.search.question import Question
from tests.bench.measure import percentile

QUESTIONS = (
    "what does import math do?",
    "why does my import say no module named utils",
    "improt moduel form other foldr",
    "how can i stop my script from running everything when i import it somewhere else",
    "ImportError: attempted relative import with no known parent package",
    "is there a module for dates",
    "what is the weather like",
)
ROUNDS = 200


def report() -> None:
    """Print p50 and p99 of a decision, and the time to read the content and build the index."""
    start = time.perf_counter()
    library = Library(Config().content.folder)
    built = (time.perf_counter() - start) * 1000
    search = library.current.search
    times: list[float] = []
    for _ in range(ROUNDS):
        for text in QUESTIONS:
            start = time.perf_counter()
            search.ask(Question(text))
            times.append((time.perf_counter() - start) * 1000)
    Console().print(
        f"Answers: {len(library.current.content.cards)} cards, p50 {statistics.median(times):.2f} ms, "
        f"p99 {percentile(times, 0.99):.2f} ms; content read and index built in {built:.0f} ms",
        highlight=False,
    )
