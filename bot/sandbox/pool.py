"""Interpreters started before they are needed: locked down, parked in front of their script, used once.

CPython finishes all of its own start-up and then opens the script. Here `main.py` is a FIFO at that moment,
so the interpreter waits in open(2) until a program arrives; what the program sees is what it would see after
a cold start. That is not taken on trust: before the first use one program is run both ways and compared.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress

from bot.sandbox.link import SpawnerFailed, SpawnerLink
from bot.sandbox.run import Limits
from bot.sandbox.slot import Ending, Slot
from bot.sandbox.snippet import MAIN, Snippet
from bot.sandbox.supervisor import Job

_EXPIRY = 600.0
"""Seconds after which an unused interpreter is replaced."""
_PAUSE = 0.05
"""Seconds after a run before interpreters are started, so that a quick next one is not slowed down."""
_PATIENCE = 20.0
# PEP 263. A name that the tokenizer does not take for UTF-8, and `utf8` is one, makes it seek: a FIFO cannot.
_COOKIE = re.compile(r"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)
_UTF_8 = re.compile(r"utf[-_]8(?:[-_].*)?", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n")  # for Python; str.splitlines knows more of them

_PROBE_MAIN = b"""\
import sys
print(sys.argv, sys.flags, sys.path, sorted(sys.modules), sorted(vars()), __file__, __spec__)
print(__loader__.__class__, sys.orig_argv[1:], sys.stdin.read())
import helper
"""
_PROBE_HELPER = b"def f():\n    raise ValueError('probe')\nf()\n"
_PROBE = Job([(MAIN, _PROBE_MAIN), ("helper.py", _PROBE_HELPER)], [MAIN])


def can_be_parked(snippet: Snippet) -> bool:
    """Whether the snippet starts as a parked interpreter does: `python main.py`, in UTF-8."""
    if (snippet.argv or (snippet.entry,)) != (MAIN,):
        return False
    source = next((file.source for file in snippet.files if file.path == MAIN), None)
    if source is None:
        return False
    for line in _LINE_END.split(source, 2)[:2]:
        if (cookie := _COOKIE.match(line)) and not _UTF_8.fullmatch(cookie[1]):
            return False
    return True


class Pool:
    """Parked interpreters of the default Python; started only while nothing runs."""

    def __init__(self, link: Callable[[], SpawnerLink], limits: Limits, *, size: int) -> None:
        """`link` tells the spawner of the moment."""
        self.trusted: bool | None = None
        """Whether parked and cold runs were found to be the same; None before that was tried."""
        self._link = link
        self._limits = limits
        self._size = size
        self._parked: list[tuple[float, Slot]] = []
        self._running = 0
        self._idle = asyncio.Event()
        self._settled = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    @property
    def parked(self) -> int:
        """How many interpreters are ready."""
        return len(self._parked)

    async def settled(self) -> None:
        """Wait until the pool has done what it does after a run; at once before the first one."""
        if self._keeper is not None and self.trusted is not False:
            await self._settled.wait()

    def take(self) -> Slot | None:
        """A parked interpreter, if there is one."""
        self._drop_unusable()
        return self._parked.pop(0)[1] if self._parked else None

    def run_begins(self) -> None:
        """A program runs: nothing is started meanwhile."""
        self._running += 1
        self._settled.clear()

    def run_ended(self) -> None:
        """A program has ended; with the first one the pool comes to life."""
        self._running -= 1
        if self._size and not self._running:
            self._idle.set()
            self._keeper = self._keeper or asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        """Fill the pool whenever all runs have ended, and replace what has grown old."""
        while self.trusted is not False:
            # Not wait_for: on 3.11 it loses a cancellation that comes with the event.
            with suppress(TimeoutError):
                async with asyncio.timeout(_EXPIRY):
                    await self._idle.wait()
            self._idle.clear()
            await asyncio.sleep(_PAUSE)
            self._drop_unusable()
            # Without a spawner, the next run starts another one or reports why it cannot.
            with suppress(SpawnerFailed):
                await self._fill()
            if not self._running:
                self._settled.set()

    async def _fill(self) -> None:
        """Start interpreters one after another until the pool is full or something runs."""
        while not self._running and len(self._parked) < self._size:
            if self.trusted is None:
                self.trusted = await self._same_as_cold()
            if not self.trusted:
                return
            slot = await self._park()  # whose wait may see the list replaced
            self._parked.append((time.monotonic(), slot))

    async def _park(self) -> Slot:
        slot = Slot.open(self._link(), 0, self._limits, parked=True)
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(slot.ready)
        except TimeoutError:
            slot.discard()
            raise SpawnerFailed("an interpreter did not start in time") from None
        except asyncio.CancelledError:
            slot.discard()
            raise
        if slot.ending.problem:
            raise SpawnerFailed(slot.ending.problem)
        return slot

    async def _same_as_cold(self) -> bool:
        """Run one program parked and cold; whether nothing tells them apart."""
        seen: list[tuple[int, bytes, bytes]] = []
        for parked in (True, False):
            slot = await self._park() if parked else Slot.open(self._link(), 0, self._limits, parked=False)
            ending = await slot.run(_PROBE, b"input")
            await slot.gone()
            seen.append(_visible(ending, slot.folder))
        return seen[0] == seen[1] and b"probe" in seen[0][2]

    def _drop_unusable(self) -> None:
        old = time.monotonic() - _EXPIRY
        usable = [(at, s) for at, s in self._parked if at > old and s.link.alive and not s.ending.problem]
        for entry in self._parked:
            if entry not in usable:
                entry[1].discard()
        self._parked = usable

    async def aclose(self) -> None:
        """End the keeper and every parked interpreter; runs that end later start nothing any more."""
        self._size = 0
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        for _, slot in self._parked:
            slot.discard()
        self._parked.clear()


def _visible(ending: Ending, folder: str) -> tuple[int, bytes, bytes]:
    name = folder.encode()
    return (ending.status, ending.stdout.replace(name, b"/box"), ending.stderr.replace(name, b"/box"))
