"""Reads the word lists beside this file once."""

from collections.abc import Mapping
from importlib.resources import files

_HERE = files(__package__)


def _lines(name: str) -> list[str]:
    text = _HERE.joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("# ")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


def _names() -> dict[str, tuple[str, ...]]:
    pairs = (line.split(":") for line in _lines("names.txt"))
    return {module: tuple(names.split()) for module, names in pairs}


STOP = _words("stop.txt")
"""Words that count neither for nor against a topic."""

ENGLISH = _words("english.txt")
"""Common words that are never taken for a misspelt technical one."""

ELSEWHERE = _words("elsewhere.txt")
"""Names of other languages, tools and subjects."""

PACKAGES = _words("packages.txt")
"""Packages that are installed, not shipped with Python."""

NAMES: Mapping[str, tuple[str, ...]] = _names()
"""Module of the standard library → the public names in it."""

LIGHT = _words("light.txt")
"""Words that name no subject, besides those of STOP."""

GLUE = _words("glue.txt")
"""Words that only hold a sentence together."""

POLITE = _words("polite.txt")
"""Words that a message says as much without."""

NODS = _words("nods.txt")
"""Words of a message that only nods."""

BACKGROUND = tuple(_lines("background.txt"))
"""Messages that are about something else, to hold a question against."""
