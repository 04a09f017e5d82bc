"""What was shown where lately. A restart forgets it; what was waved away is in the journal."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.passive.rules import MOST_AN_HOUR, Overheard

MOST_KEPT = 1000
"""Topics shown, channels and threads that are remembered, each."""
HOUR = timedelta(hours=1)

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent:
    """The topics shown in each place, and where the bot spoke unasked; bounded, the oldest goes first."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._shown: OrderedDict[tuple[str, str], datetime] = OrderedDict()
        self._spoke: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._threads: OrderedDict[str, int] = OrderedDict()

    def shown(self, place: str, topic: str) -> None:
        """A topic was shown there, asked for or not."""
        _keep(self._shown, (place, topic), self._clock())

    def spoke(self, heard: Overheard) -> None:
        """The bot spoke there unasked."""
        moments = self._spoke.get(heard.channel, deque(maxlen=MOST_AN_HOUR))
        moments.append(self._clock())
        _keep(self._spoke, heard.channel, moments)
        if heard.thread:
            _keep(self._threads, heard.thread, self.in_thread(heard) + 1)

    def since_shown(self, place: str, topic: str) -> timedelta | None:
        """How long ago the topic was shown there, None if that is not known."""
        at = self._shown.get((place, topic))
        return None if at is None else self._clock() - at

    def in_the_hour(self, heard: Overheard) -> int:
        """How often the bot spoke unasked in the channel within the last hour, its threads included."""
        return sum(self._clock() - at < HOUR for at in self._spoke.get(heard.channel, ()))

    def in_thread(self, heard: Overheard) -> int:
        """How often it did in the thread."""
        return self._threads.get(heard.thread, 0)


def _keep(memory: "OrderedDict[Key, Value]", key: Key, value: Value) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > MOST_KEPT:
        memory.popitem(last=False)
