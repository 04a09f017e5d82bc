"""Finds the known word a misspelt one was meant to be."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Words below this length are taken as they are."""
TWO_EDITS_FROM = 8
"""A word this long may have two wrong letters."""


class Spelling:
    """Known words, found again with one letter wrong, missing, too many or swapped with its neighbour.

    Every known word is filed under itself and under each form with one letter left out; a misspelt word
    is looked up the same way, so that it is compared with few words and all of them close.
    `known` says of each word how common it is: of two words equally near, the commoner was meant.
    """

    def __init__(self, known: Mapping[str, float]) -> None:
        self._known = known
        self._filed: dict[str, list[str]] = {}
        filed: defaultdict[str, list[str]] = defaultdict(list)
        for word in known:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                for form in _shortened(word):
                    filed[form].append(word)
        self._filed = dict(filed)

    def meant(self, word: str) -> str:
        """The known word this is a misspelling of, or the word itself."""
        if len(word) < SHORTEST or word in self._known or not word.isalpha():
            return word
        near = {candidate for form in _shortened(word) for candidate in self._filed.get(form, ())}
        allowed = 2 if len(word) >= TWO_EDITS_FROM else 1
        ranked = [(self._rank(word, candidate), candidate) for candidate in near]
        best = min(ranked, default=None)
        return best[1] if best is not None and best[0][0] <= allowed else word

    def _rank(self, word: str, candidate: str) -> tuple[int, bool, bool, float]:
        """Few edits first, then the same first letter, the same letters in another order, the commoner."""
        return (
            OSA.distance(word, candidate),
            word[0] != candidate[0],
            sorted(word) != sorted(candidate),
            -self._known[candidate],
        )


def _shortened(word: str) -> Iterator[str]:
    yield word
    for position in range(len(word)):
        yield word[:position] + word[position + 1 :]
