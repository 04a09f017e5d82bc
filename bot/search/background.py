"""What other talk sounds like: messages that are none of the bot's business, to hold a question against."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from bot.search.words import Word

UNHEARD = -1.0
"""What a word counts that neither the content nor the other talk has: it speaks a little against a topic."""
SMOOTHING = 0.5
UNHEARD_RARITY = 5.0


class Background:
    """Counts of words in the content and in other talk, and the latter's messages as postings."""

    def __init__(self, content: Iterable[Sequence[Word]], other: Iterable[Sequence[Word]]) -> None:
        ours = [_terms(words) for words in content]
        theirs = [_terms(words) for words in other]
        in_ours = Counter(term for terms in ours for term in terms)
        in_theirs = Counter(term for terms in theirs for term in terms)
        total = len(ours) + len(theirs)
        own, foreign = len(ours) + 2 * SMOOTHING, len(theirs) + 2 * SMOOTHING
        self._odds = {
            term: math.log((in_ours[term] + SMOOTHING) / own)
            - math.log((in_theirs[term] + SMOOTHING) / foreign)
            for term in in_ours.keys() | in_theirs.keys()
            if " " not in term
        }
        self._rarity = {
            term: math.log(1 + total / (in_ours[term] + in_theirs[term]))
            for term in in_ours.keys() | in_theirs.keys()
        }
        self._lengths: list[float] = []
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, terms in enumerate(theirs):
            self._lengths.append(math.sqrt(sum(self._rarity[term] ** 2 for term in terms)) or 1.0)
            for term in terms:
                postings[term].append(number)
        self._postings: Mapping[str, Sequence[int]] = dict(postings)

    def odds(self, word: Word) -> float:
        """Logarithm of how much likelier the word is in the content than in other talk."""
        return self._odds.get(word.terms[0], UNHEARD)

    def likeness(self, words: Sequence[Word]) -> float:
        """0 to 1: how like the most similar message of other talk these words are."""
        dots: defaultdict[int, float] = defaultdict(float)
        square = 0.0
        for term in _terms(words):
            rarity = self._rarity.get(term)
            if rarity is None:
                square += 0.0 if " " in term else UNHEARD_RARITY**2
                continue
            square += rarity * rarity
            for number in self._postings.get(term, ()):
                dots[number] += rarity * rarity
        nearest = max((dot / self._lengths[number] for number, dot in dots.items()), default=0.0)
        return nearest / math.sqrt(square) if square else 0.0


def _terms(words: Sequence[Word]) -> set[str]:
    heads = [word.terms[0] for word in words]
    return {*heads, *(f"{first} {second}" for first, second in pairwise(heads))}
