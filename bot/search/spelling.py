"""Finds the known word a misspelt one was meant to be."""

from collections import defaultdict
from collections.abc import Mapping

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Words below this length are taken as they are."""
TWO_EDITS_FROM = 8
"""A word this long may have two wrong letters."""


class Spelling:
    """Known words, found again with one letter wrong, missing, too many or swapped with its neighbour.

    One wrong letter leaves one half of a word as it was, so every known word is filed under its length
    with its first half and with its second. A misspelt word is compared only with those of about its
    length that share a half; two letters swapped across the middle are tried by themselves.
    `known` says of each word how common it is: of two words equally near, the commoner was meant.
    """

    def __init__(self, known: Mapping[str, float]) -> None:
        self._known = known
        starts: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        ends: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for word in known:
            length = len(word)
            if length >= SHORTEST - 1 and word.isalpha():
                starts[length, word[: length // 2]].append(word)
                ends[length, word[length // 2 :]].append(word)
        self._starts: Mapping[tuple[int, str], list[str]] = dict(starts)
        self._ends: Mapping[tuple[int, str], list[str]] = dict(ends)

    def meant(self, word: str) -> str:
        """The known word this is a misspelling of, or the word itself."""
        if len(word) < SHORTEST or word in self._known or not word.isalpha():
            return word
        allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
        ranked = [(self._rank(word, candidate), candidate) for candidate in self._near(word)]
        best = min(ranked, default=None)
        return best[1] if best is not None and best[0][0] <= allowed else word

    def _near(self, word: str) -> set[str]:
        middle = len(word) // 2
        swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
        near = {swapped} & self._known.keys()
        for length in range(len(word) - 1, len(word) + 2):
            near.update(self._starts.get((length, word[: length // 2]), ()))
            near.update(self._ends.get((length, word[length // 2 - length :]), ()))
        return near

    def _rank(self, word: str, candidate: str) -> tuple[int, bool, bool, float]:
        """Few edits first, then the same first letter, the same letters in another order, the commoner."""
        return (
            OSA.distance(word, candidate),
            word[0] != candidate[0],
            sorted(word) != sorted(candidate),
            -self._known[candidate],
        )
