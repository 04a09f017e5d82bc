"""Turns what speaks for the cards into probabilities."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import NamedTuple

from bot.search.background import Odds
from bot.search.lexicon import ENGLISH
from bot.search.vocabulary import Asked


class Evidence(NamedTuple):
    """What speaks for one card, each on a scale of about 0 to 1."""

    bm25: float
    """A tenth of BM25 over the card's fields."""
    bm25_share: float
    """BM25 against what the question's known words could give at most."""
    bm25_of_best: float
    """BM25 against that of the card with the most."""
    likest: float
    """Cosine of the question with the card's likest wording."""
    second: float
    """… with the second likest."""
    upper: float
    """… on average with the likest four."""
    middle: float
    """… with the card's wordings all together."""
    title: float
    """… with the title."""
    contained: float
    """How much of some wording is in the question: a short wording within a long message."""
    covered: float
    """How much of the question is in some wording."""
    pairs: float
    """A third of the pairs of neighbouring words the card has too."""
    held: float
    """Share of the question's words the card has anywhere, unknown words counting against it."""
    named: float
    """Whether the question names the card's module."""
    names: float
    """Whether it has public names of that module."""
    module: float
    """1 for a module's card."""
    module_in_domain: float
    """The same times how much the question is about imports as such."""
    near: float
    """How near the card is to what the talk was about."""


class Situation(NamedTuple):
    """What tells whether the content has an answer at all, and whether the best card is it."""

    bm25: float
    bm25_share: float
    likest: float
    second: float
    middle: float
    contained: float
    covered: float
    pairs: float
    held: float
    named: float
    names: float
    module: float
    near: float
    unknown_share: float
    unknown: float
    strange: float
    """A quarter of the unknown words that are not even common English."""
    elsewhere: float
    domain: float
    python: float
    length: float
    share: float
    """The best card's share among all."""
    code: float
    points: float
    module_held: float
    """How much of the question a module's card has."""
    module_likest: float
    odds: float
    odds_mean: float
    other_talk: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights, fitted on questions whose right topics are known; see fit.py."""

    ranking: tuple[float, ...]
    """One for each field of Evidence."""
    answerable: tuple[float, ...]
    """Constant first, then one for each field of Situation."""
    right: tuple[float, ...]
    """Constant first, then one for each field of Situation."""


@cache
def fitted() -> Fitted:
    """The weights that are in force, from fitted.json beside this file."""
    known = json.loads(files("bot.search").joinpath("fitted.json").read_text(encoding="utf-8"))
    return Fitted(
        ranking=tuple(known["ranking"].get(name, 0.0) for name in Evidence._fields),
        answerable=tuple(known["answerable"].get(name, 0.0) for name in ("constant", *Situation._fields)),
        right=tuple(known["right"].get(name, 0.0) for name in ("constant", *Situation._fields)),
    )


def judged(asked: Asked, evidence: Sequence[Evidence], odds: Odds) -> list[tuple[int, float]]:
    """Number of the evidence → how probable its card is the right one; best first."""
    if not evidence:
        return []
    weights = fitted()
    found = points(evidence, weights.ranking)
    order = sorted(range(len(found)), key=lambda number: -found[number])
    ranked = shares([found[number] for number in order])
    seen = situation(asked, evidence[order[0]], share=ranked[0], best_points=found[order[0]], odds=odds)
    scores = probabilities(
        ranked, answerable=probability(seen, weights.answerable), right=probability(seen, weights.right)
    )
    return list(zip(order, scores, strict=True))


def points(evidence: Sequence[Evidence], weights: Sequence[float]) -> list[float]:
    """Each card's evidence, weighed."""
    return [sum(map(mul, one, weights)) for one in evidence]


def shares(found: Sequence[float]) -> list[float]:
    """The cards' points as shares of 1."""
    best = max(found, default=0.0)
    powers = [math.exp(one - best) for one in found]
    total = sum(powers)
    return [power / total for power in powers]


def situation(asked: Asked, best: Evidence, *, share: float, best_points: float, odds: Odds) -> Situation:
    """What tells whether to trust the best card."""
    return Situation(
        bm25=best.bm25,
        bm25_share=best.bm25_share,
        likest=best.likest,
        second=best.second,
        middle=best.middle,
        contained=best.contained,
        covered=best.covered,
        pairs=best.pairs,
        held=best.held,
        named=best.named,
        names=best.names,
        module=best.module,
        near=best.near,
        unknown_share=len(asked.unknown) / max(1, asked.length),
        unknown=min(4, len(asked.unknown)) / 4,
        strange=min(4, sum(word.lower() not in ENGLISH for word in asked.unknown)) / 4,
        elsewhere=min(2, len(asked.elsewhere)) / 2,
        domain=min(3, asked.domain) / 3,
        python=float("python" in asked.terms),
        length=math.log(max(1, asked.length)),
        share=share,
        code=float(any(term.endswith("error") or term[0] == "‹" for term in asked.terms)),
        points=best_points / 10,
        module_held=best.module * best.held,
        module_likest=best.module * best.likest,
        odds=odds.total / 5,
        odds_mean=odds.mean,
        other_talk=odds.likeness,
    )


def probability(seen: Situation, weights: Sequence[float]) -> float:
    """The logistic function of the weighed situation."""
    exponent = weights[0] + sum(map(mul, seen, weights[1:]))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, exponent))))


def probabilities(found: Sequence[float], *, answerable: float, right: float) -> list[float]:
    """How probable each card is the right one, best first; together at most `answerable`.

    `found` are the cards' shares, best first. The best gets what the fit says; the others share the rest.
    """
    rest = sum(found[1:])
    others = [(1 - right) * one / rest if rest else 0.0 for one in found[1:]]
    return [answerable * right, *(answerable * min(right, one) for one in others)]
