"""A message in plain words: contractions opened, politeness left out, slips in common words mended."""

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.lexicon import ENGLISH, LIGHT, NAMES, POLITE, STOP

MOST_WORDS = 40
"""Words of a message that are looked at: no remark in a talk is longer."""
SHORTEST_MENDED = 5
"""Letters a word must have to be taken for a misspelt one."""

POINTING = frozenset({"its", "that", "this", "those", "these", "them", "they", "one", "ones"})
"""Words that stand for what was said before."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\w+")
_OPENED = (
    (re.compile(r"^(what|how|who|where|when|that|it|there|why)['’]?s$"), r"\1 is"),
    (re.compile(r"^(do|does|did|is|are|was|were|should|could|would|have|has)n['’]?t$"), r"\1 not"),
    (re.compile(r"^(?:can['’]?t|cannot)$"), "can not"),
    (re.compile(r"^won['’]?t$"), "will not"),
    (re.compile(r"^(i|you|we|they)['’](?:m|re|ve|d|ll)$"), r"\1"),
)
_OPENED_NOT = frozenset({"its"})
"""Read as written: "its name" is more common than "it is" without the apostrophe."""
_LIGHT = LIGHT | STOP


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a message in lower case, as far as they say something."""
    words: list[str] = []
    for word in _WORD.findall(text.casefold())[:MOST_WORDS]:
        words += _opened(word).split()
    return tuple(mended for word in words if (mended := _mended(word)) not in POLITE)


def is_light(word: str) -> bool:
    """Whether a word names no subject."""
    return word in _LIGHT


def _opened(word: str) -> str:
    for pattern, words in () if word in _OPENED_NOT else _OPENED:
        if pattern.match(word):
            return pattern.sub(words, word)
    return word


def _mended(word: str) -> str:
    """The common word that was meant, when only one is a slip away and the word as written is none."""
    if len(word) < SHORTEST_MENDED or word in _LIGHT or word in ENGLISH or word in NAMES:
        return word
    near = process.extractOne(word, _MENDABLE, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else word


_MENDABLE = sorted(word for word in _LIGHT if len(word) >= SHORTEST_MENDED)
