"""Questions without a good answer → gaps: like questions together, nobody's name in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.journal.asked import KeptQuestion

Terms = Mapping[str, float]
"""The words of a question and what each weighs."""

ALIKE = 0.6
"""From this likeness on two questions count as the same one; 1 is the same words, 0 none in common."""
MOST = 10
MOST_OTHERS = 2
MOST_CLOSE = 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Something members asked and got no good answer to.

    `id` and `text` are those of the newest question, `others` are other wordings of it; the topics that came
    closest are in order.
    """

    id: str
    text: str
    others: tuple[str, ...]
    count: int
    reported: int
    first: datetime
    last: datetime
    closest: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Like questions, the newest first, and the words of that one."""

    terms: Terms
    questions: list[KeptQuestion] = field(default_factory=list)

    def gap(self) -> Gap:
        newest, oldest = self.questions[0], self.questions[-1]
        others = dict.fromkeys(question.text for question in self.questions if question.text != newest.text)
        closest: Counter[str] = Counter()
        for question in self.questions:
            # what came first counts most
            closest.update(
                {topic: MOST_CLOSE - place for place, topic in enumerate(question.topics[:MOST_CLOSE])}
            )
        return Gap(
            newest.id,
            newest.text,
            tuple(others)[:MOST_OTHERS],
            len(self.questions),
            sum(question.reported for question in self.questions),
            oldest.at,
            newest.at,
            tuple(topic for topic, _ in closest.most_common(MOST_CLOSE)),
        )


def gaps(questions: Iterable[KeptQuestion], terms: Callable[[str], Terms], *, limit: int = MOST) -> list[Gap]:
    """Put each question to the group it is most like; `terms` is how search reads a text."""
    groups: list[_Group] = []
    for question in sorted(questions, key=lambda question: question.at, reverse=True):
        words = terms(question.text) or {question.text.casefold(): 1.0}
        nearest = max(groups, key=lambda group: likeness(group.terms, words), default=None)
        if nearest is None or likeness(nearest.terms, words) < ALIKE:
            nearest = _Group(words)
            groups.append(nearest)
        nearest.questions.append(question)
    found = sorted((group.gap() for group in groups), key=lambda gap: (gap.count, gap.last), reverse=True)
    return found[:limit]


def likeness(one: Terms, other: Terms) -> float:
    """Dice's coefficient, with each word counted by its weight: 0 to 1."""
    shared = sum(weight for word, weight in one.items() if word in other)
    shared += sum(weight for word, weight in other.items() if word in one)
    return shared / (sum(one.values()) + sum(other.values()))
