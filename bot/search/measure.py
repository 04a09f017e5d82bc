"""How well search does on questions whose right topics are known: the figures behind `modulo eval`.

A question with several right topics counts as hit when any of them is found.
"""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.search.cases import NOT_ANSWERED, Case, Cases, Dialogue
from bot.search.decide import Answer, Because, Decision, DidYouMean, Match
from bot.search.question import Question
from bot.search.search import Search

WORST = 20
"""How many mistakes a report names."""
BANDS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What search made of one case."""

    case: Case
    matches: tuple[Match, ...]
    answerable: float
    asked: Decision
    overheard: Decision
    millis: float

    @property
    def rank(self) -> int | None:
        """Place of the first right topic, from 1."""
        return next((n for n, match in enumerate(self.matches, 1) if match.topic in self.case.topics), None)

    @property
    def score(self) -> float:
        """How sure search was of its best topic."""
        return self.matches[0].score if self.matches else 0.0

    @property
    def right(self) -> bool:
        """Whether the best topic is a right one."""
        return self.rank == 1


@dataclass(frozen=True, slots=True)
class Hits:
    """How often a right topic came first, among the first three, and the mean of 1/rank."""

    count: int
    first: float
    three: float
    mrr: float

    @classmethod
    def of(cls, found: Sequence[Found]) -> "Hits":
        """Count them."""
        ranks = [one.rank for one in found]
        return cls(
            len(ranks),
            _share(rank == 1 for rank in ranks),
            _share(rank is not None and rank <= 3 for rank in ranks),
            _mean([1 / rank if rank else 0.0 for rank in ranks]),
        )


@dataclass(frozen=True, slots=True)
class Spoken:
    """How often there was an answer, and how often one or an offer of three."""

    count: int
    answered: float
    offered: float

    @classmethod
    def of(cls, decisions: Sequence[Decision]) -> "Spoken":
        """Count them."""
        return cls(
            len(decisions),
            _share(isinstance(one, Answer) for one in decisions),
            _share(isinstance(one, Answer | DidYouMean) for one in decisions),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """All the figures; shares are 0 to 1."""

    questions: Hits
    copies: Hits
    """Misspelt copies of questions that were asked as well; they count nowhere else."""
    copied: Hits
    """The questions they are copies of."""
    by_style: Mapping[str, Hits]
    by_source: Mapping[str, Hits]
    spoken: Spoken
    overheard: Spoken
    negatives: Spoken
    by_category: Mapping[str, Spoken]
    negatives_overheard: Spoken
    precision: float
    """Share of the answers that were right, negatives included, when addressed."""
    precision_overheard: float
    coverage: float
    """Share of the questions that can be answered when 95 % of the answers have to be right."""
    auroc: float
    """How often a question is held for more answerable than a message to decline."""
    auroc_best: float
    """… how often its best topic scores higher than the other's."""
    at_eighty: float
    """Share of the negatives that would get an answer or an offer if just 80 % of the questions did."""
    reliability: Sequence[tuple[float, float, int]]
    """For each band of scores: what was promised, what was kept, how many."""
    dialogues: Mapping[str, tuple[int, int]]
    """Kind → follow-up turns right, of how many."""
    p50: float
    p99: float
    worst: Sequence[Found]


def measure(search: Search, cases: Cases, *, clock: Callable[[], float] = time.perf_counter) -> Report:
    """Ask everything and count."""
    names = {case.name for case in cases.questions if case.name}
    asked = [_ask(search, case, clock) for case in cases.questions]
    questions = [one for one in asked if one.case.copy_of not in names]
    copies = [one for one in asked if one.case.copy_of in names]
    copied = {one.case.copy_of for one in copies}
    negatives = [_ask(search, case, clock) for case in cases.negatives]
    together = questions + negatives
    millis = sorted(one.millis for one in together) or [0.0]
    return Report(
        questions=Hits.of(questions),
        copies=Hits.of(copies),
        copied=Hits.of([one for one in questions if one.case.name in copied]),
        by_style={style: Hits.of(some) for style, some in _grouped(questions, lambda one: one.case.style)},
        by_source={
            source: Hits.of(some) for source, some in _grouped(questions, lambda one: one.case.source)
        },
        spoken=Spoken.of([one.asked for one in questions]),
        overheard=Spoken.of([one.overheard for one in questions]),
        negatives=Spoken.of([one.asked for one in negatives]),
        by_category={
            category: Spoken.of([one.asked for one in some])
            for category, some in _grouped(negatives, lambda one: one.case.style)
        },
        negatives_overheard=Spoken.of([one.overheard for one in negatives]),
        precision=_share(one.right for one in together if isinstance(one.asked, Answer)),
        precision_overheard=_share(one.right for one in together if isinstance(one.overheard, Answer)),
        coverage=_coverage(together, len(questions), precision=0.95),
        auroc=_auroc([one.answerable for one in questions], [one.answerable for one in negatives]),
        auroc_best=_auroc([one.score for one in questions], [one.score for one in negatives]),
        at_eighty=_answered_at(0.8, questions, negatives),
        reliability=_reliability(together),
        dialogues=_dialogues(search, cases.dialogues),
        p50=millis[len(millis) // 2],
        p99=millis[int(len(millis) * 0.99)],
        worst=sorted((one for one in together if not one.right), key=lambda one: -one.score)[:WORST],
    )


def _ask(search: Search, case: Case, clock: Callable[[], float]) -> Found:
    start = clock()
    found = search.index.search(case.text)
    millis = (clock() - start) * 1000
    asked = search.ask(Question(case.text))
    overheard = search.ask(Question(case.text, overheard=True))
    return Found(case, found.matches, found.answerable, asked, overheard, millis)


def _dialogues(search: Search, dialogues: Iterable[Dialogue]) -> dict[str, tuple[int, int]]:
    """Every turn is asked in its own talk; the first turns only lead in and are not counted."""
    counted: defaultdict[str, list[bool]] = defaultdict(list)
    for number, dialogue in enumerate(dialogues):
        for place, turn in enumerate(dialogue.turns):
            decision = search.ask(Question(turn.text, conversation=f"measured {number}"))
            if place:
                counted[dialogue.kind].append(_as_expected(decision, turn.expect))
    return {kind: (sum(right), len(right)) for kind, right in sorted(counted.items())}


def _as_expected(decision: Decision, expect: str) -> bool:
    if expect not in NOT_ANSWERED:
        return bool(decision.matches) and decision.matches[0].topic == expect
    if isinstance(decision, Answer):
        return False
    return expect != "thanks" or getattr(decision, "because", None) is Because.THANKS


def _coverage(found: Sequence[Found], questions: int, *, precision: float) -> float:
    right = 0
    best = 0.0
    for answered, one in enumerate(sorted(found, key=lambda one: -one.score), 1):
        right += one.right
        if right >= precision * answered:
            best = max(best, right / (questions or 1))
    return best


def _auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    if not positive or not negative:
        return 0.0
    above = sum((yes > no) + 0.5 * (yes == no) for yes in positive for no in negative)
    return above / (len(positive) * len(negative))


def _answered_at(share: float, questions: Sequence[Found], negatives: Sequence[Found]) -> float:
    ranked = sorted((one.answerable for one in questions), reverse=True)
    if not ranked:
        return 0.0
    threshold = ranked[math.ceil(share * len(ranked)) - 1]
    return _share(one.answerable >= threshold for one in negatives)


def _reliability(found: Sequence[Found]) -> list[tuple[float, float, int]]:
    bands = _grouped(found, lambda one: min(BANDS - 1, int(one.score * BANDS)))
    return [
        (_mean([one.score for one in some]), _share(one.right for one in some), len(some))
        for _, some in bands
    ]


Key = TypeVar("Key", int, str)


def _grouped(found: Sequence[Found], key: Callable[[Found], Key]) -> list[tuple[Key, list[Found]]]:
    groups: defaultdict[Key, list[Found]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return sorted(groups.items())


def _share(values: Iterable[bool]) -> float:
    return _mean([float(value) for value in values])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
