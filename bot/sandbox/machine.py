"""Running snippets on this machine: each in a box of its own, warm when there is one, a few at a time."""

import asyncio
import os
from collections.abc import Sequence
from contextlib import AsyncExitStack

from bot.errors import SandboxUnavailable, UsageError
from bot.sandbox.layers import Found, Layer
from bot.sandbox.link import SpawnerFailed, SpawnerLink
from bot.sandbox.pool import Pool, can_be_parked
from bot.sandbox.pythons import Python
from bot.sandbox.queue import Asker, Queue, QueueFull
from bot.sandbox.record import read_record
from bot.sandbox.run import FOLDER, Outcome, Run
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.slot import Ending, Slot
from bot.sandbox.snippet import Snippet
from bot.sandbox.supervisor import Job
from bot.sandbox.verdict import judge


class MachineSandbox:
    """Runs each snippet in a box of its own; a bounded number at a time, the others wait their turn."""

    def __init__(self, settings: SandboxSettings, pythons: tuple[Python, ...], found: Found) -> None:
        self._settings = settings
        self._pythons = pythons
        self._found = found
        self._link = found.link
        self._starting = asyncio.Lock()
        self._queue = Queue(boxes=settings.boxes, waiting=settings.waiting)
        self._pool = Pool(lambda: self._link, settings.limits, size=settings.warm)
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pythons(self) -> Sequence[str]:
        """The versions that can be asked for; the first is the default."""
        return [python.name for python in self._pythons]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What a program is isolated with."""
        return self._found.layers

    @property
    def spawner_pid(self) -> int:
        """The process below which all programs run."""
        return self._link.process.pid

    @property
    def parked(self) -> int:
        """How many interpreters are started and waiting."""
        return self._pool.parked

    async def settled(self) -> None:
        """Wait until nothing of ended runs is left, and the interpreters that replace used ones are ready."""
        await self._left()
        await self._pool.settled()

    async def run(self, snippet: Snippet, *, python: str | None = None, asker: Asker | None = None) -> Run:
        """Run the snippet and report how it ended, whatever it did."""
        number = self._number(python)
        turn = AsyncExitStack()
        try:
            await turn.enter_async_context(self._queue.turn(asker))
        except QueueFull as full:
            return self._refusal(number, str(full))
        self._pool.run_begins()
        turn.callback(self._pool.run_ended)
        try:
            return await self._run(snippet, number, turn)
        finally:
            self._leave(turn)

    def _leave(self, turn: AsyncExitStack) -> None:
        """Give the turn back once the box is gone; no answer waits for the kernel to take it apart."""
        leaving = asyncio.create_task(turn.aclose())
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)

    def _number(self, python: str | None) -> int:
        if python is None:
            return 0
        for number, known in enumerate(self._pythons):
            if python in (known.name, known.version):
                return number
        raise UsageError(f"There is no Python `{python[:20]}` here; there is {', '.join(self.pythons)}.")

    def _refusal(self, number: int, reason: str) -> Run:
        version = self._pythons[number].version
        return Run(
            Outcome.REFUSED, None, b"", b"", truncated=False, millis=0.0, python=version, reason=reason
        )

    async def _run(self, snippet: Snippet, number: int, turn: AsyncExitStack) -> Run:
        try:
            link = await self._living_link()
            slot = self._pool.take() if number == 0 and can_be_parked(snippet) else None
            slot = slot or Slot.open(link, number, self._settings.limits, parked=False)
        except SpawnerFailed as problem:
            return self._crash(number, str(problem))
        turn.push_async_callback(slot.gone)
        files = [(file.path, file.source.encode("utf-8", "surrogatepass")) for file in snippet.files]
        job = Job(files, [*(snippet.argv or (snippet.entry,))])
        ending = await slot.run(job, snippet.stdin.encode("utf-8", "surrogatepass"))
        return self._report(ending, number, slot.folder)

    async def _living_link(self) -> SpawnerLink:
        """The spawner, started anew if it died."""
        async with self._starting:
            if self._closed:
                raise SandboxUnavailable("The sandbox is closed.")
            if not self._link.alive:
                await self._link.aclose()
                self._link = await SpawnerLink.start(self._found.plan)
            return self._link

    def _crash(self, number: int, reason: str) -> Run:
        version = self._pythons[number].version
        return Run(
            Outcome.CRASHED, None, b"", b"", truncated=False, millis=0.0, python=version, reason=reason
        )

    def _report(self, ending: Ending, number: int, folder: str) -> Run:
        python = self._pythons[number]
        verdict = judge(ending, self._settings.limits)
        record = read_record(ending.record, python=python, folder=folder)
        stdout, stderr = ending.stdout, ending.stderr
        if folder != FOLDER:
            # Where the folder could not be given its name inside, it gets it in what is shown.
            stdout = stdout.replace(os.fsencode(folder), FOLDER.encode())
            stderr = stderr.replace(os.fsencode(folder), FOLDER.encode())
        return Run(
            outcome=verdict.outcome,
            exit_code=verdict.exit_code,
            stdout=stdout,
            stderr=stderr,
            truncated=ending.flooded,
            millis=ending.millis,
            python=python.version,
            imports=record.imports,
            names=record.names,
            signal=verdict.signal,
            reason=verdict.reason,
            files=tuple(ending.files),
            more_files=ending.more_files,
        )

    async def aclose(self) -> None:
        """Stop all that runs and give everything back."""
        self._closed = True
        await self._pool.aclose()
        async with self._starting:
            await self._link.aclose()
        await self._left()

    async def _left(self) -> None:
        while self._leaving:
            await asyncio.wait(self._leaving)
