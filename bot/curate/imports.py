"""Is the import line of every module card right, and does its module exist where the card says?"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from bot.content.schema import ModuleCard
from bot.errors import Problem
from bot.sandbox.run import Run
from bot.sandbox.snippet import Snippet
from bot.strict_yaml import Document

RULE = "T15"
Cards = Sequence[tuple[ModuleCard, Document]]

_PROGRAM = """\
import contextlib, io, json, sys, warnings
from importlib.util import find_spec

def exists(name):
    package, _, rest = name.partition(".")
    known = package in sys.stdlib_module_names
    return known and (not rest or find_spec(name) is not None)

def left_out(error):
    name = error.name or getattr(error.__context__, "name", None) or ""
    package = name.partition(".")[0]
    known = package in sys.stdlib_module_names
    return known and find_spec(package) is None

warnings.simplefilter("ignore")
found = {}
for name, line in json.load(open("lines.json")).items():
    told = {"exists": exists(name), "error": "", "left_out": False}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(line, {})
    except Exception as error:
        told["error"] = f"{type(error).__name__}: {error}"
        told["left_out"] = isinstance(error, ImportError) and left_out(error)
    found[name] = told
print(json.dumps(found))
"""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one card's import line on one Python.

    A module that `exists` may be `left_out` all the same: some are for one system only, and Linux
    distributions do without others.
    """

    exists: bool
    error: str
    left_out: bool


_FOUND = TypeAdapter(dict[str, Tried])


def snippet_of(cards: Cards) -> Snippet:
    """A program that tries the import line of every card."""
    lines = {card.name: card.import_line for card, _ in cards}
    return Snippet.of([("lines.json", json.dumps(lines)), ("main.py", _PROGRAM)])


def problems_of(cards: Cards, run: Run, version: str) -> Iterator[Problem]:
    """What the run of that program on this Python, like `3.13`, shows to be wrong in the cards."""
    try:
        found = _FOUND.validate_json(run.stdout)
    except ValidationError:
        found = {}
    for card, document in cards:
        for key, message in _judge(card, version, found.get(card.name)):
            yield Problem(document.file, document.line_of((key,)), message, RULE)


def _judge(card: ModuleCard, version: str, tried: Tried | None) -> Iterator[tuple[str, str]]:
    """The keys of the card that are wrong, and what is wrong about them."""
    if tried is None:
        yield "import_line", f"`{card.import_line}` could not be tried on Python {version}."
    elif tried.exists != card.exists_in(version):
        key = "removed" if tried.exists and card.removed else "since"
        yield key, f"Python {version} has {'a' if tried.exists else 'no'} module `{card.name}`."
    elif tried.exists and tried.error and not tried.left_out:
        yield "import_line", f"`{card.import_line}` fails on Python {version}: {tried.error}"
