"""Word lists that belong to no topic: which words count for nothing, and which point elsewhere."""

from bot.search.lexicon.lists import (
    BACKGROUND,
    ELSEWHERE,
    ENGLISH,
    GLUE,
    LIGHT,
    NAMES,
    NODS,
    PACKAGES,
    POLITE,
    STOP,
)

__all__ = [
    "BACKGROUND",
    "ELSEWHERE",
    "ENGLISH",
    "GLUE",
    "LIGHT",
    "NAMES",
    "NODS",
    "PACKAGES",
    "POLITE",
    "STOP",
]
