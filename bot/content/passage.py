"""What the numbered rules look at and what they find, each with its place in the document."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.strict_yaml import Place


class Passage(NamedTuple):
    """A text that is shown as prose, and where it stands."""

    place: Place
    text: str


class Files(NamedTuple):
    """The files of a program, and where they stand."""

    place: Place
    files: Mapping[str, str]


Found = Iterator[tuple[Place, str]]
"""Where a rule is broken, and what to do about it."""
