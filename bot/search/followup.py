"""What a talk was about so far, so that "and in a package?" has something to follow."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.search.question import Question

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """The last answered question of a talk."""

    topic: str
    when: float
    """Seconds on the clock of the Conversations."""


class Conversations:
    """The last topic of each talk, bounded in number and age; the oldest talk is forgotten first.

    A reply to an answer goes on about that. Otherwise a question that names its conversation continues that
    one and no other, and without a name, a member continues what they themselves asked some minutes ago.
    Nobody continues another's talk unless replying to it.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        most: int = 1000,
        named_seconds: float = 3600.0,
        member_seconds: float = 600.0,
    ) -> None:
        self._clock = clock
        self._most = most
        self._named_seconds = named_seconds
        self._member_seconds = member_seconds
        self._turns: OrderedDict[Key, Turn] = OrderedDict()

    def __len__(self) -> int:
        return len(self._turns)

    def resolve(self, question: Question) -> str | None:
        """The topic this question may follow up on."""
        if question.about:
            return question.about
        key = _key(question)
        if key is None or (turn := self._turns.get(key)) is None:
            return None
        lasts = self._named_seconds if question.conversation else self._member_seconds
        if self._clock() - turn.when > lasts:
            del self._turns[key]
            return None
        return turn.topic

    def remember(self, question: Question, topic: str) -> None:
        """Note what the question was answered with."""
        key = _key(question)
        if key is None:
            return
        self._turns[key] = Turn(topic, self._clock())
        self._turns.move_to_end(key)
        while len(self._turns) > self._most:
            self._turns.popitem(last=False)


def _key(question: Question) -> Key | None:
    if question.conversation:
        return ("conversation", question.conversation)
    return ("member", question.asker) if question.asker else None
