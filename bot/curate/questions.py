"""What a change does to search: no stored question may lose its topic, and which ones are newly answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.load import load_questions
from bot.content.schema import HeldOut
from bot.errors import Problem
from bot.search.decide import Answer
from bot.search.question import Question
from bot.search.search import Search
from bot.strict_yaml import Document

RULE = "T13"


@dataclass(frozen=True, slots=True)
class Moved:
    """What is wrong with where questions now lead, and the questions the changed topic newly answers."""

    problems: tuple[Problem, ...]
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Led:
    """Where a question leads: its best topic, and whether search is sure enough to show it."""

    topic: str
    sure: bool


def moved(
    slug: str, changed: Document, root: Path, *, before: Search, after: Search, asked: Iterable[str] = ()
) -> Moved:
    """Ask both searches everything that is stored under `root`, and what members have `asked`.

    Problems name the questions of the `changed` card.
    """
    at = changed.line_of(("questions",))
    problems: list[Problem] = []
    gained: list[str] = []
    for stored, document, index in _stored(root):
        old, new = _led(before, stored.text), _led(after, stored.text)
        if message := _loss(stored, old, new):
            line = document.line_of(("questions", index))
            problems.append(Problem(changed.file, at, f"{message} ({document.file}:{line}).", RULE))
        elif slug in stored.topics and _newly(slug, old, new):
            gained.append(stored.text)
    gained += [text for text in asked if _newly(slug, _led(before, text), _led(after, text))]
    return Moved(tuple(problems), tuple(dict.fromkeys(gained)))


def _stored(root: Path) -> Iterator[tuple[HeldOut, Document, int]]:
    for questions, document in load_questions(root).entries:
        for index, stored in enumerate(questions.questions):
            yield stored, document, index


def _led(search: Search, text: str) -> _Led:
    decision = search.ask(Question(text))
    return _Led(decision.matches[0].topic if decision.matches else "", isinstance(decision, Answer))


def _newly(slug: str, old: _Led, new: _Led) -> bool:
    return new == _Led(slug, sure=True) != old


def _loss(stored: HeldOut, old: _Led, new: _Led) -> str | None:
    if stored.abstain and new.sure and not old.sure:
        return f"“{stored.text}” is no question for Modulo, and `{new.topic}` would answer it now"
    if old.topic in stored.topics and new.topic not in stored.topics:
        return f"“{stored.text}” belongs to `{old.topic}`, and would lead to `{new.topic or 'nothing'}` now"
    return None
