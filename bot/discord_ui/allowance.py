"""How often a member may run code, and that they run one program at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta


class MustWait(Exception):
    """The member has to wait: until a moment, or for the run under way."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__()
        self.until = until


class Allowance:
    """Each member starts with `burst` runs and gets one back every 60 / `per_minute` seconds."""

    def __init__(self, *, burst: int, per_minute: int) -> None:
        self.burst = burst
        self.every = timedelta(minutes=1) / per_minute
        self._full_again: dict[int, datetime] = {}
        self._running: set[int] = set()

    @contextmanager
    def turn(self, member: int, *, now: datetime) -> Iterator[None]:
        """Take one run for as long as it lasts; what fails as wrong use should `give_back` it.

        Raises MustWait.
        """
        if member in self._running:
            raise MustWait(None)
        self._forget(now)
        full = max(self._full_again.get(member, now), now)
        if (free := full - self.every * (self.burst - 1)) > now:
            raise MustWait(free)
        self._full_again[member] = full + self.every
        self._running.add(member)
        try:
            yield
        finally:
            self._running.discard(member)

    def give_back(self, member: int) -> None:
        """Return one run."""
        if member in self._full_again:
            self._full_again[member] -= self.every

    def _forget(self, now: datetime) -> None:
        """Drop the members whose allowance is full, so that the memory of a long life stays small."""
        for member in [member for member, full in self._full_again.items() if full <= now]:
            del self._full_again[member]
