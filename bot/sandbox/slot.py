"""One box as the bot sees it: its pipes, its clock and how it ended."""

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass, field
from enum import Enum

from bot.sandbox.collect import MAX_CONTENT, MAX_LISTED
from bot.sandbox.link import SpawnerLink, descriptor_pairs
from bot.sandbox.record import MAX_BYTES as RECORD_BYTES
from bot.sandbox.run import Limits
from bot.sandbox.supervisor import STATUS, Job
from bot.sandbox.written import WrittenFile

_CHUNK = 1 << 16
_MESSAGE = MAX_CONTENT + 4096
"""Bytes of the longest message of a supervisor: a file."""
_NOW_AND_THEN = 0.05
"""Seconds between two looks at the record; the kernel keeps 64 KiB of it meanwhile."""
_GRACE = 2.0
"""Seconds in which a killed program must be gone before the whole box is killed from outside."""
_REMOVAL = 60.0
"""Seconds in which what a program left must be removed before its place is given to the next."""


class Stop(Enum):
    """Why the bot ended a program."""

    NONE = "none"
    TIME = "time"
    OUTPUT = "output"


@dataclass(slots=True)
class Ending:
    """What was observed of one run."""

    stdout: bytes = b""
    stderr: bytes = b""
    record: bytes = b""
    status: int = 0
    """As from wait4(2)."""
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    over_limit: bool = False
    files: list[WrittenFile] = field(default_factory=list)
    more_files: int = 0
    stop: Stop = Stop.NONE
    flooded: bool = False
    millis: float = 0.0
    problem: str = ""
    """What of ours went wrong."""


class _Pipe:
    """One of the program's outputs, read up to a limit."""

    def __init__(self, descriptor: int, limit: int, slot: "Slot", *, program: bool) -> None:
        self.descriptor = descriptor
        self.limit = limit
        self.slot = slot
        self.program = program
        self.parts: list[bytes] = []
        self.size = 0
        self.open = True
        if program:
            self.listen()

    def listen(self) -> None:
        """Read whatever comes as soon as it comes."""
        if self.open:
            asyncio.get_running_loop().add_reader(self.descriptor, self._read)

    def look(self) -> None:
        """Read now and then, so that what arrives in between does not wake the bot while the program runs."""
        if self.open:
            self._read()
            asyncio.get_running_loop().call_later(_NOW_AND_THEN, self.look)

    def _read(self) -> None:
        try:
            data = os.read(self.descriptor, _CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self.parts.append(data[: self.limit - self.size])
        self.size += len(data)
        if self.size > self.limit:
            self.close()
            if self.program:
                self.slot.flooded()

    def close(self) -> None:
        """Stop reading; a program that still writes is told so by the kernel."""
        if self.open:
            self.open = False
            asyncio.get_running_loop().remove_reader(self.descriptor)
            os.close(self.descriptor)
            self.slot.check()

    @property
    def data(self) -> bytes:
        return b"".join(self.parts)


class Slot:
    """A box of its own for one program; used once."""

    def __init__(self, link: SpawnerLink, box: int, folder: str, ours: list[int], limits: Limits) -> None:
        self.link = link
        self.box = box
        self.folder = folder
        self.limits = limits
        self.ending = Ending()
        loop = asyncio.get_running_loop()
        self.ready: asyncio.Future[None] = loop.create_future()
        self._over: asyncio.Future[None] = loop.create_future()
        self._status_known = False
        self._control, self._stdin = ours[0], ours[1]
        self._control_open = self._stdin_open = True
        self._input = b""
        self._outputs: list[_Pipe] = []
        self._outputs = [
            _Pipe(ours[2], limits.output_bytes, self, program=True),
            _Pipe(ours[3], limits.output_bytes, self, program=True),
            _Pipe(ours[4], RECORD_BYTES, self, program=False),
        ]
        self._record = self._outputs[2]
        loop.add_reader(self._control, self._hear)

    @classmethod
    def open(cls, link: SpawnerLink, python: int, limits: Limits, *, parked: bool) -> "Slot":
        """Ask for a box; raises SpawnerFailed when there is nobody to ask."""
        ours, theirs = descriptor_pairs()
        try:
            box, folder = link.open(python, theirs, parked=parked)
        except BaseException:
            for descriptor in ours:
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        return cls(link, box, folder, ours, limits)

    async def run(self, job: Job, stdin: bytes) -> Ending:
        """Hand over the job and watch it to its end; what is left of the box then is going, see `gone`."""
        began = time.monotonic()
        try:
            self._send(job.packed())
            self._input = stdin
            self._write_input()
            self._record.look()
            if not await self._ended_within(self.limits.wall_seconds) and not self._over.done():
                self._stop(Stop.TIME)
            if not await self._ended_within(_GRACE):
                self.link.kill(self.box)
                if not await self._ended_within(_GRACE):
                    self.ending.problem = self.ending.problem or "the box did not end"
            self.ending.millis = self.ending.millis or (time.monotonic() - began) * 1000
            self.ending.stdout, self.ending.stderr, self.ending.record = (p.data for p in self._outputs)
        finally:
            self.ending.millis = self.ending.millis or (time.monotonic() - began) * 1000
            self.discard()
        return self.ending

    async def gone(self) -> None:
        """Wait until nothing of a box is left whose run has ended, or was cancelled."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.link.gone(self.box), _REMOVAL)

    async def _ended_within(self, seconds: float) -> bool:
        done, _ = await asyncio.wait([self._over], timeout=seconds)
        return bool(done)

    def _send(self, message: bytes) -> None:
        try:
            if os.write(self._control, message) != len(message):
                self._fail("the job was cut short")
        except OSError as problem:
            self._fail(f"the box is gone: {problem}")

    def _write_input(self) -> None:
        """Give the program its standard input as fast as it takes it, then its end."""
        loop = asyncio.get_running_loop()
        try:
            while self._input:
                self._input = self._input[os.write(self._stdin, self._input) :]
        except BlockingIOError:
            loop.add_writer(self._stdin, self._write_input)
            return
        except OSError:
            pass  # it does not read, or has ended
        self._close_stdin()

    def _close_stdin(self) -> None:
        if self._stdin_open:
            self._stdin_open = False
            asyncio.get_running_loop().remove_writer(self._stdin)
            os.close(self._stdin)

    def _hear(self) -> None:
        """A message from the supervisor: ready, a file, ended, or could not start."""
        try:
            message = os.read(self._control, _MESSAGE)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if message[:1] == b"R":
            if not self.ready.done():
                self.ready.set_result(None)
        elif message[:1] == b"F" and len(self.ending.files) < MAX_LISTED:
            with contextlib.suppress(ValueError):
                self.ending.files.append(WrittenFile.unpack(message[1:]))
        elif message[:1] == b"E" and len(message) == 1 + STATUS.size:
            ending = self.ending
            status, cpu, peak, over, ending.more_files = STATUS.unpack(message[1:])
            ending.status, ending.cpu_seconds, ending.peak_bytes = status, cpu / 1e6, peak * 1024
            ending.over_limit = over
            self._finish()
        elif message[:1] == b"X":
            self._fail(f"the program could not be started: {message[1:].decode('utf-8', 'replace')}")
        else:
            self._fail("the box ended without a word")

    def _fail(self, problem: str) -> None:
        if not self._status_known:
            self.ending.problem = problem
            self._finish()

    def _finish(self) -> None:
        self._status_known = True
        if self._control_open:
            self._control_open = False
            asyncio.get_running_loop().remove_reader(self._control)
            os.close(self._control)
        if not self.ready.done():
            self.ready.set_result(None)
        self._record.listen()
        self.check()

    def check(self) -> None:
        """Over once the status is known and all output has been read to its end."""
        if self._status_known and not any(pipe.open for pipe in self._outputs) and not self._over.done():
            self._over.set_result(None)

    def flooded(self) -> None:
        """An output passed its limit."""
        self.ending.flooded = True
        self._stop(Stop.OUTPUT)

    def _stop(self, why: Stop) -> None:
        if self.ending.stop is Stop.NONE and not self._status_known:
            self.ending.stop = why
            self._send(b"K")

    def discard(self) -> None:
        """Give back everything on this side; a box that still runs ends, since its control socket does."""
        self._close_stdin()
        self._status_known = True
        for pipe in self._outputs:
            pipe.close()
        self._finish()
