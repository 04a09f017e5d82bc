"""How long an answer takes in process, how long the index takes to build, and what memory it keeps."""

import gc
import random
import statistics
import time
import tracemalloc
from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bot.config import Config
from bot.content.schema import AnyCard, Content
from bot.library import Library
from bot.search.followup import Conversations
from bot.search.index import Index
from bot.search.question import Question
from bot.search.search import Search
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
ROUNDS = 100
BUILDS = 5
MANY = 10_000
MADE_UP_WORDS = 4_000
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "pra", "qui", "ros", "ste", "tav", "wen", "zor")


def report() -> None:
    """Print a table: the content as it is, and the same made up to 10,000 topics."""
    content = Library(Config().content.folder).current.content
    table = Table(title="Answers", title_justify="left")
    for heading in ("cards", "p50 ms", "p99 ms", "built in ms", "memory MiB"):
        table.add_column(heading, justify="right")
    for cards in (content.cards, {**content.cards, **_made_up(content, MANY - len(content.cards))}):
        index, built = _built(cards, content)
        times = _answer_millis(Search(cards, index, Conversations()))
        table.add_row(
            f"{len(cards):,}",
            f"{statistics.median(times):.2f}",
            f"{percentile(times, 0.99):.2f}",
            f"{built:.0f}",
            f"{_memory(cards, content):.0f}",
        )
    Console().print(table)


def _built(cards: Mapping[str, AnyCard], content: Content) -> tuple[Index, float]:
    """An index, and the fewest milliseconds that a few builds of it took."""
    times: list[float] = []
    for _ in range(BUILDS if len(cards) < MANY else 1):
        start = time.perf_counter()
        index = Index.build(cards, content.synonyms)
        times.append((time.perf_counter() - start) * 1000)
    return index, min(times)


def _answer_millis(search: Search) -> list[float]:
    times: list[float] = []
    for _ in range(ROUNDS):
        for text in QUESTIONS:
            start = time.perf_counter()
            search.ask(Question(text))
            times.append((time.perf_counter() - start) * 1000)
    return times


def _memory(cards: Mapping[str, AnyCard], content: Content) -> float:
    """MiB that an index keeps once the questions were asked; the cards themselves are not counted."""
    gc.collect()
    tracemalloc.start()
    index = Index.build(cards, content.synonyms)
    for text in QUESTIONS:
        index.search(text)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept / 2**20


def _made_up(content: Content, count: int) -> dict[str, AnyCard]:
    """Topics that say what real ones say with every other telling word made up; the same ones each time."""
    dice = random.Random(10_000)
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(MADE_UP_WORDS)]
    patterns = [card for card in content.cards.values() if not card.slug.startswith("mod-")]
    return {
        slug: pattern.model_copy(
            update={
                "slug": slug,
                "title": _reworded(pattern.title, words, dice),
                "questions": tuple(_reworded(question, words, dice) for question in pattern.questions),
            }
        )
        for number in range(count)
        for slug, pattern in [(f"made-up-{number}", dice.choice(patterns))]
    }


def _reworded(text: str, words: Sequence[str], dice: random.Random) -> str:
    return " ".join(
        dice.choice(words) if len(word) > 4 and dice.random() < 0.5 else word for word in text.split()
    )
