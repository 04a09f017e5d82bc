"""Reads the files search is measured with: questions, messages to decline, small dialogues."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from bot.content.entry import Entry
from bot.errors import Problem, ProblemsError
from bot.strict_yaml import LOADER

NOT_ANSWERED = frozenset({"abstain", "thanks", "smalltalk"})
"""What a dialogue's turn may expect besides a topic."""


@dataclass(frozen=True, slots=True)
class Case:
    """A single question; without topics it is one to decline."""

    text: str
    topics: tuple[str, ...] = ()
    style: str = ""
    source: str = ""
    name: str = ""
    """What a copy calls it by."""
    copy_of: str = ""
    """Name of the question this is a misspelt copy of."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a dialogue and what it should come to: a topic, or one of NOT_ANSWERED."""

    text: str
    expect: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Messages of one member, one after the other."""

    kind: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """All that the files hold."""

    questions: tuple[Case, ...] = ()
    negatives: tuple[Case, ...] = ()
    dialogues: tuple[Dialogue, ...] = ()

    def __add__(self, other: "Cases") -> "Cases":
        return Cases(
            self.questions + other.questions,
            self.negatives + other.negatives,
            self.dialogues + other.dialogues,
        )


class _Turn(Entry):
    user: str
    expect: str


class _Item(Entry, extra="ignore"):
    """One item of any of the files; more keys than these may be noted with it."""

    id: str = ""
    of: str = ""
    text: str = ""
    topics: tuple[str, ...] = ()
    abstain: bool = False
    style: str = ""
    category: str = ""
    source: str = ""
    kind: str = ""
    turns: tuple[_Turn, ...] = Field(default=())


_ITEMS = TypeAdapter(list[_Item])
_SHAPE = "It is a list of items with a `text` and its `topics`, or with the `turns` of a dialogue."


def read_cases(path: Path) -> Cases:
    """Read one file: a list of items, or the same under the key `questions`.

    An item has a `text` with `topics` (any of which is right), with `abstain: true` or with a `category`
    of messages to decline; or it has `turns` of a dialogue. An item with `of` is a misspelt copy of the item
    with that `id`. Raises ProblemsError when it cannot be read.
    """
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 (a safe loader)
        items = _ITEMS.validate_python(document["questions"] if isinstance(document, Mapping) else document)
    except OSError as error:
        raise ProblemsError([Problem(str(path), 1, f"Cannot be read: {error.strerror}.")]) from None
    except (UnicodeDecodeError, yaml.YAMLError, KeyError, ValidationError):
        raise ProblemsError([Problem(str(path), 1, f"This is no file of questions. {_SHAPE}")]) from None
    single = [item for item in items if item.text]
    return Cases(
        questions=tuple(
            Case(item.text, item.topics, item.style, item.source, item.id, item.of)
            for item in single
            if item.topics
        ),
        negatives=tuple(
            Case(item.text, style=item.category or "abstain", source=item.source)
            for item in single
            if not item.topics
        ),
        dialogues=tuple(
            Dialogue(item.kind, tuple(Turn(turn.user, turn.expect) for turn in item.turns))
            for item in items
            if item.turns
        ),
    )
