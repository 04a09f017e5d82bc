"""What each word of the content is worth, and the same for a question's words."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.search.lexicon import ELSEWHERE
from bot.search.stem import stem
from bot.search.weights import Ranking
from bot.search.words import Phrase, Word

DOMAIN = frozenset(
    map(
        stem,
        (
            *(
                "import",
                "module",
                "package",
                "install",
                "pip",
                "path",
                "directory",
                "library",
                "script",
                "file",
            ),
            *("importerror", "modulenotfounderror", "nomodulenamed", "venv", "‹from-import›"),
        ),
    )
)
"""Words of the subject: a question with several of them is about imports, not about a module's use."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's words as the content knows them."""

    terms: Mapping[str, float]
    """Known term → how much it counts, 1 for a whole word."""
    weights: Mapping[str, float]
    """Term, stop word or pair of neighbours → its weight in a wording."""
    pairs: frozenset[str]
    """The pairs among them."""
    written: Mapping[str, str]
    """Term → the word it came from."""
    unknown: tuple[str, ...]
    """Words the content has nothing with; names in code are not counted, any name may be asked about."""
    elsewhere: tuple[str, ...]
    """Terms that name another language, tool or subject."""
    length: int
    """How many words there were that count."""

    @property
    def domain(self) -> int:
        """How many words of the subject itself there are."""
        return sum(term in DOMAIN for term in self.terms)


class Vocabulary:
    """How rare each term, stop word and pair of neighbours is among the cards; rare ones tell more."""

    def __init__(
        self,
        bags: Sequence[Mapping[str, float]],
        worded: Sequence[Sequence[Phrase]],
        ranking: Ranking,
    ) -> None:
        self._ranking = ranking
        self.rarity = _rarity(bags)
        pairs = _rarity([set(chain.from_iterable(phrase.pairs for phrase in card)) for card in worded])
        stops = _rarity(
            [{w.terms[0] for phrase in card for w in phrase.words if w.is_stop} for card in worded]
        )
        self._pairs = {pair: value * ranking.pair for pair, value in pairs.items()}
        self._stops = {stop: (f"~{stop}", value * ranking.stop) for stop, value in stops.items()}

    def weights(self, phrase: Phrase) -> dict[str, float]:
        """What each term, stop word and pair of a wording weighs; unknown ones are left out."""
        weights: dict[str, float] = {}
        rarity, stops, pairs = self.rarity, self._stops, self._pairs
        for word in phrase.words:
            if word.is_stop:
                if known := stops.get(word.terms[0]):
                    weights[known[0]] = known[1]
                continue
            for term, share in word.counts:
                if term in rarity:
                    weight = share * rarity[term]
                    if weight > weights.get(term, 0.0):
                        weights[term] = weight
        for pair in phrase.pairs:
            if pair in pairs:
                weights[pair] = pairs[pair]
        return weights

    def rarities(self, words: Sequence[Word]) -> dict[str, float]:
        """How rare each word is by its whole form, stop words left out; an unknown one as rare as any."""
        rarest = max(self.rarity.values(), default=1.0)
        return {word.terms[0]: self.rarity.get(word.terms[0], rarest) for word in words if not word.is_stop}

    def asked(self, words: Sequence[Word]) -> Asked:
        """A question's words, sorted into what the content knows and what it does not."""
        terms: dict[str, float] = {}
        written: dict[str, str] = {}
        unknown: list[str] = []
        elsewhere: list[str] = []
        kept: list[Word] = []
        before = ""
        for word in words:
            after, before = before, word.terms[0]
            if word.is_stop:
                kept.append(word)
                continue
            if word.written.lower() in ELSEWHERE or not ELSEWHERE.isdisjoint(word.terms):
                elsewhere.append(word.terms[0])
            known = [pair for pair in word.counts if pair[0] in self.rarity]
            if not known:
                if after not in _BEFORE_ANY_NAME and not _is_code(word.written):
                    unknown.append(word.written)
                continue
            plain = len(word.terms) == len(word.counts) == 1
            kept.append(word if plain else Word(word.written, tuple(term for term, _ in known)))
            for number, (term, share) in enumerate(known):
                terms[term] = max(terms.get(term, 0.0), 1.0 if number == 0 else share)
                written.setdefault(term, word.written)
        length = len(unknown) + sum(not word.is_stop for word in kept)
        weights = self.weights(Phrase.of(kept))
        pairs = frozenset(term for term in weights if " " in term)
        return Asked(terms, weights, pairs, written, tuple(unknown), tuple(elsewhere), length)


_BEFORE_ANY_NAME = frozenset(stem(word) for word in ("named", "name", "import", "install", "from", "called"))


def _is_code(written: str) -> bool:
    return any(sign in written for sign in "._0123456789")


def _rarity(bags: Sequence[Iterable[str]]) -> dict[str, float]:
    """The idf of BM25: near 0 for what every card has, highest for what only one has."""
    found = Counter(chain.from_iterable(bags))
    idf = {count: math.log(1 + (len(bags) - count + 0.5) / (count + 0.5)) for count in set(found.values())}
    return {term: idf[count] for term, count in found.items()}
