"""The one process beside the learner's in a box: writes the files, starts the program, says how it ended.

With namespaces it is PID 1 of the box, so when it goes, everything goes. While the program runs it reads only
what the bot sends, and how the program ended it learns only from wait4(2). Messages over its control socket
(SOCK_SEQPACKET):
bot → supervisor   a marshalled Job, or b"K" to kill; end of file means the bot is gone
supervisor → bot   b"R" ready, b"F" + a file it wrote (collect.py), b"E" + STATUS ended,
                   b"X" + text: the program could not be started
"""
# pathlib is too heavy for a process that is forked for every run; marshal comes from the bot alone:
# ruff: noqa: PTH103, PTH108, PTH120, S302

import errno
import marshal
import os
import select
import signal
import struct
import time
from collections.abc import Callable
from typing import NoReturn, Self

from bot.sandbox.collect import Collection
from bot.sandbox.confine import REPORT_FD
from bot.sandbox.meter import Meter

STATUS = struct.Struct("=iqq?i")
"""wait status, CPU time in microseconds, peak resident memory in KiB, whether it wrote more than it may,
how many files it wrote that were not sent."""
MESSAGE_BYTES = 192 * 1024
_POLL_MILLIS = 10
_ENTRY = "main.py"


class Job:
    """One program to run: (path, source) pairs, and what follows `python`."""

    def __init__(self, files: list[tuple[str, bytes]], argv: list[str]) -> None:
        self.files = files
        self.argv = argv

    def packed(self) -> bytes:
        """As a message; marshal serves, since the bot alone writes it and both ends are the same Python."""
        return marshal.dumps((self.files, self.argv))

    @classmethod
    def unpack(cls, message: bytes) -> Self:
        """The reverse of `packed`."""
        files, argv = marshal.loads(message)
        return cls(files, argv)


class Plan:
    """What a supervisor was started with."""

    def __init__(
        self,
        *,
        control: int,
        start: Callable[[list[str], int], NoReturn],
        parked: bool,
        meter: Meter | None,
    ) -> None:
        """`start(argv, parent_gone)` turns a fresh child into the program.

        `meter` is asked every 10 ms where no file system of the box's own bounds what it writes.
        """
        self.control = control
        self.start = start
        self.parked = parked
        self.meter = meter


def supervise(plan: Plan, close_after_start: tuple[int, ...]) -> None:
    """Run one program in the current folder, from its files to its status."""
    if not plan.parked:
        job = _receive(plan.control)
        if job is None:
            return
        _write_files(job.files)
        pid, failure = _start(plan, job.argv)
        _close(close_after_start)
    else:
        os.mkfifo(_ENTRY, 0o644)
        pid, failure = _start(plan, [_ENTRY])
        _close(close_after_start)
        os.write(plan.control, b"R")
        job = _receive(plan.control)
        if job is None:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        _feed(job.files, pid)
    over = _wait(plan, pid)
    _tell(plan.control, pid, failure, job.files, over=over)


def _close(descriptors: tuple[int, ...]) -> None:
    """Give up the program's ends of its pipes, so that they end when it ends."""
    for descriptor in descriptors:
        os.close(descriptor)


def _start(plan: Plan, argv: list[str]) -> tuple[int, int]:
    """Fork the program. Returns its pid and a descriptor that holds a text when it could not be started."""
    failure, report = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    lifeline, _kept = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    pid = os.fork()
    if pid == 0:
        os.close(_kept)
        try:
            os.dup2(report, REPORT_FD, inheritable=False)
            plan.start(argv, lifeline)
        except BaseException as problem:  # noqa: BLE001 - reported; a child must never go on as a second supervisor
            os.write(REPORT_FD, repr(problem).encode("utf-8", "backslashreplace")[:500])
        finally:
            os._exit(1)
    os.close(report)
    os.close(lifeline)
    return pid, failure


def _receive(control: int) -> Job | None:
    """Wait for the job; None when there will be none."""
    try:
        message = os.read(control, MESSAGE_BYTES)
    except ConnectionResetError:
        return None
    return Job.unpack(message) if len(message) > 1 else None


def _write_files(files: list[tuple[str, bytes]]) -> None:
    """Write the snippet's files into the current folder, which no program has used yet."""
    for path, source in files:
        folder = os.path.dirname(path)
        if folder:
            os.makedirs(folder, exist_ok=True)
        target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        try:
            os.write(target, source)
        finally:
            os.close(target)


def _feed(files: list[tuple[str, bytes]], pid: int) -> None:
    """Hand the files to a parked interpreter, whose open(2) returns as soon as this opens the other end.

    The real entry takes the FIFO's name before the first byte is fed, so the program finds itself as a file.
    """
    pipe = _open_fifo(pid)
    if pipe is None:
        return
    os.unlink(_ENTRY)
    _write_files(files)
    os.set_blocking(pipe, True)
    source = dict(files)[_ENTRY]
    try:
        while source:
            source = source[os.write(pipe, source) :]
    except BrokenPipeError:
        pass  # the parser stopped early, at an error
    finally:
        os.close(pipe)


def _open_fifo(pid: int) -> int | None:
    """Open the FIFO for writing once the interpreter is reading it; None if it ended before."""
    while True:
        try:
            return os.open(_ENTRY, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as problem:
            if problem.errno != errno.ENXIO:
                raise
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return None
        time.sleep(0.0002)


def _wait(plan: Plan, pid: int) -> bool:
    """Wait for the program's end, or end it at the bot's word; whether it took more than it may."""
    process = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(plan.control, select.POLLIN)
    poll.register(process, select.POLLIN)
    tick = None if plan.meter is None else _POLL_MILLIS
    over = False
    while True:
        events = dict(poll.poll(tick))
        if process in events:
            return False
        over = plan.meter is not None and plan.meter.over(pid)
        if plan.control in events:
            # Read it: a socket that is closed with something unread takes the status back from the other end.
            _receive(plan.control)
        if plan.control in events or over:
            os.kill(pid, signal.SIGKILL)
            return over


def _tell(control: int, pid: int, failure: int, given: list[tuple[str, bytes]], *, over: bool) -> None:
    """Reap the program and send what it wrote and how it ended."""
    _, status, usage = os.wait4(pid, 0)
    try:
        if text := os.read(failure, 500) if _readable(failure) else b"":
            os.write(control, b"X" + text)
            return
        wrote = Collection(given)
        for file in wrote.files:
            os.write(control, b"F" + file)
        cpu = round((usage.ru_utime + usage.ru_stime) * 1_000_000)
        os.write(control, b"E" + STATUS.pack(status, cpu, usage.ru_maxrss, over, wrote.more))
        while os.read(control, MESSAGE_BYTES):
            pass  # a word to end it that came too late: left unread, it would take back what was sent
    except (BrokenPipeError, ConnectionResetError):
        return  # the bot is gone; nobody is waiting for it any more


def _readable(descriptor: int) -> bool:
    return bool(select.select([descriptor], [], [], 0)[0])
