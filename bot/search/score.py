"""Turns what speaks for the cards into probabilities."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import mul
from typing import NamedTuple

from bot.search.vocabulary import Asked


class Evidence(NamedTuple):
    """What speaks for one card, each on a scale of about 0 to 1."""

    bm25_share: float
    """BM25 over the card's fields against what the question's known words could give at most."""
    bm25_of_best: float
    """BM25 against that of the card with the most."""
    likest: float
    """Cosine of the question with the card's likest wording."""
    upper: float
    """… on average with the likest four."""
    middle: float
    """… with the card's wordings all together."""
    contained: float
    """How much of some wording is in the question: a short wording within a long message."""
    pairs: float
    """A third of the pairs of neighbouring words the card has too."""
    module_in_domain: float
    """How much the question is about imports as such, for the card of a module."""
    near: float
    """How near the card is to what the talk was about."""


@dataclass(frozen=True, slots=True)
class Look:
    """All that was seen in a question before it is judged; what the weights are fitted on."""

    asked: Asked
    odds: Sequence[tuple[tuple[str, ...], float]]
    """For each word that counts, its terms and how much it sounds like the content rather than other talk."""
    other_talk: float
    """0 to 1: how like the most similar message of other talk."""
    standard: bool
    """Whether a module of the standard library, or a name only one has, is spoken of."""
    topics: Sequence[str]
    holds: Sequence[frozenset[str]]
    """The terms each of the topics has."""
    evidence: Sequence[Evidence]


class Situation(NamedTuple):
    """What tells whether the content has an answer at all, and whether the best card is it."""

    elsewhere: float
    """Half the words that name another language, tool or subject."""
    python: float
    domain: float
    """A third of the words of the subject itself."""
    error: float
    standard: float
    unknown_share: float
    """Share of the words that the content has nothing with."""
    strangest: float
    """The word that sounds least like the content."""
    at_home: float
    """All that sound more like the content than like other talk, summed up."""
    odds_mean: float
    missing: float
    """Share of the words that the best card does not have."""
    missing_odds: float
    """How those sound, summed up."""
    rarest: float
    """The most telling word the best card has."""
    next_rarest: float
    other_talk: float
    likest: float
    """The likest wording of any card."""
    next_likest: float
    """… of any other card."""
    middle: float
    """How like the best card's wordings all together."""
    bm25_share: float
    share: float
    """The best card's share among all."""
    next_share: float
    doubt: float
    """How evenly the shares are spread: their entropy."""
    near: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """The weights, fitted on questions whose right topics are known; see fit.py."""

    ranking: tuple[float, ...]
    """One for each field of Evidence."""
    answerable: tuple[float, ...]
    """Constant first, then one for each field of Situation."""
    right: tuple[float, ...]
    """Constant first, then one for each field of Situation."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a look comes to."""

    answerable: float
    """How probable it is that the content has an answer at all."""
    cards: Sequence[tuple[int, float]]
    """Number of the evidence → how probable its card is the right one; best first."""
    missing: float
    """Share of the words that the best card does not have."""


@cache
def fitted() -> Fitted:
    """The weights that are in force, from fitted.json beside this file."""
    known = json.loads(files("bot.search").joinpath("fitted.json").read_text(encoding="utf-8"))
    return Fitted(
        ranking=tuple(known["ranking"].get(name, 0.0) for name in Evidence._fields),
        answerable=tuple(known["answerable"].get(name, 0.0) for name in ("constant", *Situation._fields)),
        right=tuple(known["right"].get(name, 0.0) for name in ("constant", *Situation._fields)),
    )


def judged(look: Look) -> Judged:
    """How probable it is that there is an answer, and for each card that it is the one."""
    if not look.evidence:
        return Judged(0.0, (), 1.0)
    weights = fitted()
    found = points(look.evidence, weights.ranking)
    order = sorted(range(len(found)), key=lambda number: -found[number])
    ranked = shares([found[number] for number in order])
    seen = situation(look, order, ranked)
    answerable = probability(seen, weights.answerable)
    scores = probabilities(ranked, answerable=answerable, right=probability(seen, weights.right))
    return Judged(answerable, tuple(zip(order, scores, strict=True)), seen.missing)


def points(evidence: Sequence[Evidence], weights: Sequence[float]) -> list[float]:
    """Each card's evidence, weighed."""
    return [sum(map(mul, one, weights)) for one in evidence]


def shares(found: Sequence[float]) -> list[float]:
    """The cards' points as shares of 1."""
    best = max(found, default=0.0)
    powers = [math.exp(one - best) for one in found]
    total = sum(powers)
    return [power / total for power in powers]


def situation(look: Look, order: Sequence[int], ranked: Sequence[float]) -> Situation:
    """What tells whether to trust the best card; `ranked` are the cards' shares in this order."""
    asked, best = look.asked, look.evidence[order[0]]
    holds = look.holds[order[0]]
    heard = [odds for _, odds in look.odds] or [0.0]
    missing = [odds for terms, odds in look.odds if holds.isdisjoint(terms)]
    rarest, next_rarest = _two_most(asked.weights[term] for term in asked.terms if term in holds)
    likest, next_likest = _two_most(one.likest for one in look.evidence)
    return Situation(
        elsewhere=min(2, len(asked.elsewhere)) / 2,
        python=float("python" in asked.terms),
        domain=min(3, asked.domain) / 3,
        error=float(any(term.endswith("error") for term in asked.terms)),
        standard=float(look.standard),
        unknown_share=len(asked.unknown) / max(1, asked.length),
        strangest=min(heard) / 3,
        at_home=sum(odds for odds in heard if odds > 0) / 5,
        odds_mean=sum(heard) / max(3, len(heard)),
        missing=len(missing) / len(heard),
        missing_odds=sum(missing) / 5,
        rarest=rarest / 5,
        next_rarest=next_rarest / 5,
        other_talk=look.other_talk,
        likest=likest,
        next_likest=next_likest,
        middle=best.middle,
        bm25_share=best.bm25_share,
        share=ranked[0],
        next_share=sum(ranked[1:2]),
        doubt=-sum(one * math.log(one) for one in ranked if one > 0),
        near=best.near,
    )


def _two_most(values: Iterable[float]) -> tuple[float, float]:
    most, following, *_ = [*sorted(values, reverse=True)[:2], 0.0, 0.0]
    return most, following


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
