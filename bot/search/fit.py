"""Fits the weights of ranking and judging to questions whose right topics are known.

    python -m bot.search.fit QUESTIONS.yaml… > bot/search/fitted.json

Takes about a minute. Three fits, each a maximum of likelihood with a small pull towards zero:
- ranking: the right topics' share among all candidates (softmax over the weighed evidence);
- answerable: whether a message has a topic at all (logistic), from questions and messages to decline;
- right: whether the best topic is the right one, given there is one (logistic), from the questions.
What nearness to the talk's last topic counts cannot be seen in single questions; it is chosen, not fitted.
"""

import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path

from bot.content.load import load
from bot.search.cases import Case, Cases, read_cases
from bot.search.index import Index
from bot.search.score import Evidence, Look, Situation, points, shares, situation

CHOSEN = {"ranking": {"near": 3.5}, "answerable": {"near": 1.0}, "right": {"near": 0.3}}
ANSWERABLE = (
    *("elsewhere", "python", "standard", "unknown_share", "strangest", "at_home", "odds_mean", "missing"),
    *("rarest", "next_rarest", "other_talk", "likest", "share", "next_share"),
)
"""What of a situation tells whether there is an answer; more than that did not help on unseen questions."""
RIGHT = ("domain", "error", "odds_mean", "missing_odds", "next_likest", "middle", "bm25_share", "doubt")
"""What tells whether the best topic is the right one."""
MADE_UP = 0.25
"""What a message without a source counts, against one that somebody really wrote."""
DECLINED = 1.4
"""What a message to decline counts, against a question: there are fewer of them, and they matter as much."""
RANKING_PULL = 0.6
LOGISTIC_PULL = 0.005
STEPS = 400
STEP = 0.05

Row = Sequence[float]
Slope = Callable[[list[float]], list[float]]


@dataclass(frozen=True, slots=True)
class Seen:
    """A case and what the index saw in it."""

    case: Case
    look: Look

    @property
    def right(self) -> list[bool]:
        """Which of the candidates are right."""
        return [topic in self.case.topics for topic in self.look.topics]

    @property
    def weight(self) -> float:
        """How much the case counts."""
        return (1.0 if self.case.source else MADE_UP) * (1.0 if self.case.topics else DECLINED)


def fit(index: Index, cases: Cases) -> dict[str, dict[str, float]]:
    """The three sets of weights by name, as they stand in fitted.json."""
    questions = [Seen(case, index.look(case.text)) for case in cases.questions]
    negatives = [Seen(case, index.look(case.text)) for case in cases.negatives]
    ranking = _ranking(questions)
    rows = [(*_situation(one, ranking), one) for one in questions + negatives if one.look.evidence]
    answerable = _logistic(
        [(_only(seen, ANSWERABLE), bool(one.case.topics), one.weight) for seen, _, one in rows]
    )
    right = _logistic(
        [
            (_only(seen, RIGHT), topic in one.case.topics, one.weight)
            for seen, topic, one in rows
            if one.case.topics
        ]
    )
    fitted = {
        "ranking": dict(zip(Evidence._fields, ranking, strict=True)),
        "answerable": dict(zip(("constant", *ANSWERABLE), answerable, strict=True)),
        "right": dict(zip(("constant", *RIGHT), right, strict=True)),
    }
    return {
        name: {key: round(value, 3) for key, value in (weights | CHOSEN[name]).items()}
        for name, weights in fitted.items()
    }


def _situation(seen: Seen, ranking: Sequence[float]) -> tuple[Situation, str]:
    found = points(seen.look.evidence, ranking)
    order = sorted(range(len(found)), key=lambda number: -found[number])
    ranked = shares([found[number] for number in order])
    return situation(seen.look, order, ranked), seen.look.topics[order[0]]


def _only(seen: Situation, names: Sequence[str]) -> list[float]:
    return [float(getattr(seen, name)) for name in names]


def _ranking(questions: Sequence[Seen]) -> list[float]:
    known = [(one.look.evidence, one.right, one.weight) for one in questions if any(one.right)]
    whole = sum(weight for *_, weight in known)

    def slope(weights: list[float]) -> list[float]:
        uphill = [-RANKING_PULL * value / whole for value in weights]
        for evidence, right, weight in known:
            found = shares(points(evidence, weights))
            hit = sum(share for share, is_right in zip(found, right, strict=True) if is_right)
            for row, share, is_right in zip(evidence, found, right, strict=True):
                pull = (share / hit if is_right else 0.0) - share
                if abs(pull) > 1e-4:
                    for number, value in enumerate(row):
                        uphill[number] += weight * pull * value / whole
        return uphill

    return _climb(slope, len(Evidence._fields))


def _logistic(rows: Sequence[tuple[Row, bool, float]]) -> list[float]:
    """Constant first. The values are brought to one scale for the climb and back for the result."""
    columns = list(zip(*(row for row, *_ in rows), strict=True))
    means = [sum(column) / len(column) for column in columns]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    scaled: list[tuple[list[float], bool, float]] = [
        (
            [
                1.0,
                *((value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)),
            ],
            yes,
            weight,
        )
        for row, yes, weight in rows
    ]
    whole = sum(weight for _, _, weight in rows)

    def slope(weights: list[float]) -> list[float]:
        uphill = [0.0, *(-2 * LOGISTIC_PULL * weight for weight in weights[1:])]
        for row, yes, weight in scaled:
            missing = yes - 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(map(mul, row, weights))))))
            for number, value in enumerate(row):
                uphill[number] += weight * missing * value / whole
        return uphill

    weights = _climb(slope, len(means) + 1)
    real = [weight / spread for weight, spread in zip(weights[1:], spreads, strict=True)]
    return [weights[0] - sum(map(mul, real, means)), *real]


def _climb(slope: Slope, size: int) -> list[float]:
    """Follow the slope uphill with steps that adapt to each weight (Adam)."""
    weights, steady, rough = [0.0] * size, [0.0] * size, [0.0] * size
    for step in range(1, STEPS + 1):
        for number, value in enumerate(slope(weights)):
            steady[number] = 0.9 * steady[number] + 0.1 * value
            rough[number] = 0.999 * rough[number] + 0.001 * value * value
            pace = (steady[number] / (1 - 0.9**step)) / (math.sqrt(rough[number] / (1 - 0.999**step)) + 1e-8)
            weights[number] += STEP * pace
    return weights


def _main(arguments: Sequence[str]) -> None:
    content = load(Path("content"))
    cases = Cases()
    for name in arguments:
        cases += read_cases(Path(name))
    index = Index.build(content.cards, content.synonyms)
    sys.stdout.write(json.dumps(fit(index, cases), indent=2) + "\n")


if __name__ == "__main__":
    _main(sys.argv[1:])
