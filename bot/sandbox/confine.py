"""The last steps of a process before it becomes a learner's program: from here on it can only lose rights."""

import ctypes
import os
import resource
import signal

from bot.sandbox import kernel, landlock, seccomp

RECORD_FD = 1000
"""Where the import recorder writes; beyond the descriptors a program may open, so never in its way."""
REPORT_FD = RECORD_FD + 20
"""Where the supervisor is told why a program could not be started; closed by its start."""


class Confinement:
    """What is the same for every learner's program of one spawner."""

    def __init__(self, *, limits: dict[str, int], abi: int, own_files: bool) -> None:
        self.abi = abi
        # A start of a program undoes handlers by itself, but not that a signal is ignored; execve(2).
        self.ignored = [number for number in signal.Signals if signal.getsignal(number) is signal.SIG_IGN]
        self.limits = limits
        self.filter = seccomp.Filter(
            own_files=own_files,
            truncate=own_files or abi >= landlock.COVERS_TRUNCATE,
            machine=kernel.architecture(),
        )

    def become(
        self,
        command: list[str],
        environment: dict[str, str],
        *,
        descriptors: tuple[int, int, int, int],
        rules: list[tuple[str, int]],
        threads: int,
        parent_gone: int,
    ) -> None:
        """Lock this process down and turn it into `command`; returns only by raising OSError.

        `descriptors` become stdin, stdout, stderr and RECORD_FD; but for REPORT_FD all others are closed.
        `threads` is RLIMIT_NPROC. `parent_gone` is a descriptor that reads as ended once the supervisor has
        died.
        """
        os.setsid()
        for number in self.ignored:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.umask(0o022)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        if _ended(parent_gone):
            os._exit(1)
        _only(descriptors)
        # The program knows nothing of this process' memory, so it cannot name this address as its own.
        path = ctypes.create_string_buffer(os.fsencode(command[0]))
        self.lock_down(rules, threads, start=ctypes.addressof(path))
        kernel.start(path, command, environment)

    def lock_down(self, rules: list[tuple[str, int]], threads: int, *, start: int = 0) -> None:
        """Put all layers on this process, the weakest last; raises OSError where one is missing.

        `start` is the address of the path of the one program it may still become.
        """
        self._set_limits(threads)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.drop_capabilities()
        program = self.filter.for_process(pid=os.getpid(), start=start)
        landlock.restrict(rules, self.abi)
        seccomp.install(program)

    def _set_limits(self, threads: int) -> None:
        """Soft and hard limit are the same but for CPU time, whose soft one sends a signal; setrlimit(2)."""
        cpu = self.limits["cpu_seconds"]
        for what, soft, hard in (
            (resource.RLIMIT_CPU, cpu, cpu + 1),
            *((what, value, value) for what, value in self._plain_limits(threads)),
        ):
            ceiling = resource.getrlimit(what)[1]
            if ceiling == resource.RLIM_INFINITY:
                resource.setrlimit(what, (soft, hard))
            else:
                resource.setrlimit(what, (min(soft, ceiling), min(hard, ceiling)))

    def _plain_limits(self, threads: int) -> tuple[tuple[int, int], ...]:
        return (
            (resource.RLIMIT_AS, self.limits["memory_bytes"]),
            (resource.RLIMIT_FSIZE, self.limits["file_bytes"]),
            (resource.RLIMIT_NOFILE, self.limits["open_files"]),
            (resource.RLIMIT_NPROC, threads),
            (resource.RLIMIT_STACK, 8 << 20),
            # 0 would still feed a program that the host has for core dumps, 1 does not; fs/coredump.c.
            (resource.RLIMIT_CORE, 1),
            (resource.RLIMIT_MEMLOCK, 0),
            (resource.RLIMIT_MSGQUEUE, 0),
            # What waits is counted by user, so two runs could count each other's; each signal waits once.
            (resource.RLIMIT_SIGPENDING, 0),
        )


def _ended(descriptor: int) -> bool:
    """Whether the other end of this non-blocking pipe has been closed."""
    try:
        return os.read(descriptor, 1) == b""
    except BlockingIOError:
        return False


def _only(descriptors: tuple[int, int, int, int]) -> None:
    """Keep exactly these four, at 0, 1, 2 and RECORD_FD."""
    # Two steps, so that no target overwrites a source that is still needed.
    parked = [os.dup2(source, RECORD_FD + 1 + place) for place, source in enumerate(descriptors)]
    for source, target in zip(parked, (0, 1, 2, RECORD_FD), strict=True):
        os.dup2(source, target, inheritable=True)
    os.closerange(3, RECORD_FD)
    os.closerange(RECORD_FD + 1, REPORT_FD)
