"""What other talk sounds like: messages that are none of the bot's business, to hold a question against."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import truediv

from bot.search.words import Phrase, Word

UNHEARD = -1.0
"""What a word counts that neither the content nor the other talk has: it speaks a little against a topic."""
SMOOTHING = 0.5
UNHEARD_RARITY = 5.0
MOST_FOLLOWED = 600
"""So many mentions of a question's words in the messages are added up, the rarest words' first."""


class Background:
    """Counts of words in the content and in other talk, and the latter's messages as postings."""

    def __init__(self, content: Sequence[Phrase], other: Sequence[Phrase]) -> None:
        ours, theirs = _counted(one.heads for one in content), _counted(one.heads for one in other)
        own, foreign = len(content) + 2 * SMOOTHING, len(other) + 2 * SMOOTHING
        self._odds = {
            term: math.log((ours.get(term, 0) + SMOOTHING) / own)
            - math.log((theirs.get(term, 0) + SMOOTHING) / foreign)
            for term in ours.keys() | theirs.keys()
        }
        both = _counted(chain.from_iterable((one.heads, one.pairs) for one in chain(content, other)))
        total = len(content) + len(other)
        rarity = {count: math.log(1 + total / count) for count in set(both.values())}
        self._squares = {term: rarity[count] ** 2 for term, count in both.items()}
        self._lengths: list[float] = []
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(other):
            terms = {*phrase.heads, *phrase.pairs}
            self._lengths.append(math.sqrt(sum(map(self._squares.__getitem__, terms))) or 1.0)
            for term in terms:
                postings[term].append(number)
        self._postings: Mapping[str, Sequence[int]] = dict(postings)

    def odds(self, word: Word) -> float:
        """Logarithm of how much likelier the word is in the content than in other talk."""
        return self._odds.get(word.terms[0], UNHEARD)

    def likeness(self, phrase: Phrase) -> float:
        """0 to 1: how like the most similar message of other talk these words are.

        What very many of the messages have is left out when there are rarer words.
        """
        squares, postings = self._squares, self._postings
        heads = set(phrase.heads)
        known = [term for term in heads.union(phrase.pairs) if term in squares]
        square = sum(map(squares.__getitem__, known)) + UNHEARD_RARITY**2 * len(heads.difference(squares))
        shared = [(postings[term], squares[term]) for term in known if term in postings]
        dots: defaultdict[int, float] = defaultdict(float)
        followed = 0
        for numbers, value in sorted(shared, key=lambda pair: len(pair[0])):
            followed += len(numbers)
            if followed > MOST_FOLLOWED and dots:
                break
            for number in numbers:
                dots[number] += value
        nearest = max(map(truediv, dots.values(), map(self._lengths.__getitem__, dots)), default=0.0)
        return nearest / math.sqrt(square) if square else 0.0


def _counted(texts: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(chain.from_iterable(texts))
