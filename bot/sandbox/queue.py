"""Whose program runs next: so many boxes at a time, the askers in turn, each with one program at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

MAX_WAITING_EACH = 4
"""Programs of one asker that may wait."""
_TELL_EVERY = 1.5
"""Seconds of waiting after which it is told, and told again when it has changed."""


class QueueFull(Exception):
    """No place is left; the message says so to the asker."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants a program run.

    Programs of one `key` run one after another, and other askers come between them. `told` hears how many
    programs come before theirs, once they have to wait a while and whenever that changes.
    """

    key: Hashable
    told: Callable[[int], None] | None = None


@dataclass(eq=False, slots=True)
class _Place:
    key: Hashable
    granted: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Queue:
    """Gives out a bounded number of turns."""

    def __init__(self, *, boxes: int, waiting: int) -> None:
        self._free = boxes
        self._most_waiting = waiting
        self._running: set[Hashable] = set()
        self._lines: dict[Hashable, deque[_Place]] = {}
        """Who waits, the next to be asked first, each with their programs."""

    @asynccontextmanager
    async def turn(self, asker: Asker | None) -> AsyncIterator[None]:
        """Wait for a turn and hold it; without an asker it is nobody's in particular.

        Raises QueueFull.
        """
        place = self._enter(object() if asker is None else asker.key)
        telling = asyncio.create_task(self._tell(place, asker.told)) if asker and asker.told else None
        try:
            await place.granted
        except asyncio.CancelledError:
            self._leave(place)
            raise
        finally:
            if telling:
                telling.cancel()
        try:
            yield
        finally:
            self._give_back(place)

    def _enter(self, key: Hashable) -> _Place:
        line = self._lines.setdefault(key, deque())
        place = _Place(key)
        line.append(place)
        self._grant()
        if not place.granted.done():
            full = sum(map(len, self._lines.values())) > self._most_waiting
            if full or len(line) > MAX_WAITING_EACH:
                self._leave(place)
                whose = "" if full else " of yours"
                raise QueueFull(f"Too many programs{whose} are waiting to be run; try again in a minute.")
        return place

    def _leave(self, place: _Place) -> None:
        """Give up waiting, or the turn that was granted at the same moment."""
        line = self._lines.get(place.key, ())
        if place in line:
            self._take_out(place)
        elif place.granted.done() and not place.granted.cancelled():
            self._give_back(place)

    def _give_back(self, place: _Place) -> None:
        self._free += 1
        self._running.discard(place.key)
        if line := self._lines.pop(place.key, None):
            self._lines[place.key] = line  # to the end: the others come first now
        self._grant()

    def _grant(self) -> None:
        while self._free:
            key = next((key for key in self._lines if key not in self._running), None)
            if key is None:
                return
            place = self._lines[key][0]
            self._take_out(place)
            if not place.granted.done():
                self._free -= 1
                self._running.add(key)
                place.granted.set_result(None)

    def _take_out(self, place: _Place) -> None:
        line = self._lines[place.key]
        line.remove(place)
        if not line:
            del self._lines[place.key]

    def _before(self, place: _Place) -> int:
        """How many that wait get their turn earlier, if nobody else comes."""
        own = self._lines[place.key].index(place)
        keys = list(self._lines)
        behind = keys.index(place.key)
        rounds = [own + 1 if position < behind else own for position in range(len(keys))]
        return sum(min(len(self._lines[key]), most) for key, most in zip(keys, rounds, strict=True))

    async def _tell(self, place: _Place, told: Callable[[int], None]) -> None:
        last: int | None = None
        while True:
            await asyncio.sleep(_TELL_EVERY)
            if (before := self._before(place)) != last:
                last = before
                told(before)
