"""The ways a card is asked for, ready to be compared with a question."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

from bot.search.vocabulary import Asked


class Likeness(NamedTuple):
    """How like a question is to a card's wordings; cosines and shares, 0 to 1."""

    likest: float
    upper: float
    middle: float
    contained: float
    pairs: float


@dataclass(frozen=True, slots=True)
class Wordings:
    """A card's title and questions, turned round: term or pair → (number of the wording, weight)."""

    places: Mapping[str, Sequence[tuple[int, float]]]
    shorten: Sequence[float]
    """What brings each wording to length 1; the title is the first."""
    spread: float
    """Length of the sum of all wordings, each brought to length 1: their number if all were alike."""

    @classmethod
    def of(cls, weighed: Iterable[Mapping[str, float]]) -> "Wordings":
        """Turn the weights of each wording round."""
        places: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        shorten: list[float] = []
        for number, weights in enumerate(weighed):
            for term, weight in weights.items():
                places[term].append((number, weight))
            values = weights.values()
            shorten.append(1 / (math.sqrt(sum(map(mul, values, values))) or 1.0))
        sums = [sum([weight * shorten[number] for number, weight in found]) for found in places.values()]
        return cls(places, shorten, math.sqrt(sum(map(mul, sums, sums))) or 1.0)

    def likeness(self, asked: Asked, square: float) -> Likeness:
        """Compare with a question; `square` is the squared length of its weights."""
        places = self.places
        dots = [0.0] * len(self.shorten)
        weights = asked.weights
        for term in weights.keys() & places.keys():
            value = weights[term]
            for number, weight in places[term]:
                dots[number] += value * weight
        cosines = list(map(mul, dots, self.shorten))
        length = math.sqrt(square)
        ranked = sorted(cosines, reverse=True)
        return Likeness(
            likest=ranked[0] / length,
            upper=sum(ranked[:4]) / 4 / length,
            middle=sum(cosines) / self.spread / length,
            contained=min(1.0, max(map(mul, cosines, self.shorten))),
            pairs=len(asked.pairs & places.keys()) / 3,
        )
