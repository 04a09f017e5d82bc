"""seccomp: which system calls a process may make, as a BPF program put together from syscall_policy.py.

Documentation/userspace-api/seccomp_filter.rst, seccomp(2), linux/filter.h. The program sees struct
seccomp_data: the call's number at 0, the architecture at 4, and the six arguments as 64-bit words from 16 on,
low half first.
"""

import ctypes
import errno
import struct

from bot.sandbox import kernel
from bot.sandbox import syscall_policy as policy

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
# BPF_JMP | BPF_J… | BPF_K
_JUMP_EQUAL, _JUMP_GREATER, _JUMP_AT_LEAST, _JUMP_IF_BITS = 0x15, 0x25, 0x35, 0x45
_RETURN = 0x06
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16

_KILL_PROCESS, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000

_INSTRUCTION = struct.Struct("HBBI")


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; `yes` and `no` are how many to skip."""
    return _INSTRUCTION.pack(code, yes, no, value)


def _fail(code: int) -> int:
    return _ERRNO | code


_DENIED = _fail(errno.EPERM)
_Check = tuple[str, int, dict[int, tuple[int, ...]], int]
"""A call, which of its arguments counts, the values that get each answer, and what all others get."""


class Filter:
    """The filter of all programs of one spawner, but for what depends on the process."""

    def __init__(self, *, own_files: bool, truncate: bool, machine: str) -> None:
        """Put together what is the same for all, on one of kernel.ARCHITECTURES.

        `own_files`: the box has a file system of its own, so metadata of its files may be changed.
        `truncate`: shortening a file by its path is held back elsewhere.
        """
        self._column = kernel.ARCHITECTURES.index(machine)
        program = [
            _step(_LOAD, _ARCH_AT),
            _step(_JUMP_EQUAL, _AUDIT_ARCH[machine], yes=1),
            _step(_RETURN, _KILL_PROCESS),
            _step(_LOAD, _NUMBER_AT),
        ]
        if machine == "x86_64":
            program += [_step(_JUMP_AT_LEAST, _X32_BIT, no=1), _step(_RETURN, _KILL_PROCESS)]
        allowed, answered = self._numbers(policy.ALLOWED), self._numbers(policy.WITHOUT_EFFECT)
        metadata = self._numbers(policy.METADATA)
        if truncate:
            allowed += self._numbers(policy.BY_PATH)
        program += _ranges(allowed + metadata if own_files else allowed, _ALLOW)
        program += _ranges(answered if own_files else answered + metadata, _fail(0))
        program += _ranges(self._numbers(policy.MISSING), _fail(errno.ENOSYS))
        program += _ranges(self._numbers(policy.UNSUPPORTED), _fail(errno.EOPNOTSUPP))
        program += [step for call in self._numbers(policy.CLOCKS) for step in _known_clock(call)]
        program += [step for call in self._numbers(policy.PAIRS) for step in _stream_pair(call)]
        self._same = b"".join([*program, *self._checks(_CHECKS)])

    def for_process(self, *, pid: int, start: int) -> bytes:
        """The whole filter for a process that will be `pid`.

        `start` is the address of the path of the one program it may still become.
        """
        started = [step for call in self._numbers(policy.START) for step in _only_from(call, start)]
        otherwise = [
            _step(_JUMP_GREATER, policy.NEWEST_NUMBER, no=1),
            _step(_RETURN, _fail(errno.ENOSYS)),
            _step(_RETURN, _DENIED),
        ]
        return b"".join([self._same, *started, *self._checks(_own_checks(pid)), *otherwise])

    def _numbers(self, calls: policy.Numbers) -> list[int]:
        return [number for numbers in calls.values() if (number := numbers[self._column]) is not None]

    def _checks(self, checks: list[_Check]) -> list[bytes]:
        program: list[bytes] = []
        for name, index, answers, otherwise in checks:
            number = policy.CHECKED[name][self._column]
            if number is not None:
                program += _check(number, index, answers, otherwise)
        return program


_CHECKS: list[_Check] = [
    ("clone", 0, {_ALLOW: policy.THREAD_FLAGS}, _DENIED),
    ("setsockopt", 2, {_ALLOW: policy.SOCKET_OPTIONS}, _DENIED),
    ("ioctl", 1, {_ALLOW: policy.IOCTL}, _fail(errno.ENOTTY)),
    ("fcntl", 1, {_ALLOW: policy.FCNTL, _fail(0): policy.FCNTL_LOCKS}, _fail(errno.EINVAL)),
    ("futex", 1, {_ALLOW: policy.FUTEX, _fail(errno.EAGAIN): policy.FUTEX_SHARED_WAIT}, _fail(errno.EINVAL)),
    ("prctl", 0, {_ALLOW: policy.PRCTL}, _DENIED),
    ("close_range", 2, {_ALLOW: policy.CLOSE_RANGE}, _fail(errno.EINVAL)),
    ("madvise", 2, {_ALLOW: policy.MADVISE}, _fail(errno.EINVAL)),
    ("arch_prctl", 0, {_ALLOW: policy.ARCH_PRCTL}, _fail(errno.EINVAL)),
]


def _own_checks(pid: int) -> list[_Check]:
    """Calls that name a process: 0, where that means oneself, and one's own number."""
    own: dict[int, tuple[int, ...]] = {_ALLOW: (0, pid)}
    return [
        *((name, 0, own, _DENIED) for name in policy.NAME_A_PROCESS),
        ("getpriority", 1, own, _DENIED),
        ("tgkill", 0, {_ALLOW: (pid,)}, _DENIED),
    ]


def _ranges(numbers: list[int], action: int) -> list[bytes]:
    """Return `action` for these numbers; neighbours share their test, which keeps the program short."""
    program: list[bytes] = []
    numbers = sorted(numbers)
    position = 0
    while position < len(numbers):
        first = last = numbers[position]
        while position + 1 < len(numbers) and numbers[position + 1] == last + 1:
            position += 1
            last = numbers[position]
        position += 1
        if first == last:
            program += [_step(_JUMP_EQUAL, first, no=1)]
        else:
            program += [_step(_JUMP_AT_LEAST, first, no=2), _step(_JUMP_GREATER, last, yes=1)]
        program += [_step(_RETURN, action)]
    return program


def _check(number: int, index: int, answers: dict[int, tuple[int, ...]], otherwise: int) -> list[bytes]:
    """Answer call `number` by the value of its argument `index`, taken as a 32-bit number.

    The kernel itself takes these arguments as 32-bit integers, and of the flags of `clone` only the low half
    counts (`lower_32_bits` in kernel/fork.c), so looking at that half is enough.
    """
    body = [_step(_LOAD, _ARGUMENTS_AT + 8 * index)]
    for answer, values in answers.items():
        for value in values:
            body += [_step(_JUMP_EQUAL, value, no=1), _step(_RETURN, answer)]
    body.append(_step(_RETURN, otherwise))
    return [_step(_JUMP_EQUAL, number, no=len(body)), *body]


def _stream_pair(number: int) -> list[bytes]:
    """Let call `number` through for pairs of Unix sockets that can send to each other only."""
    body = [
        _step(_LOAD, _ARGUMENTS_AT),
        _step(_JUMP_EQUAL, policy.AF_UNIX, yes=1),
        _step(_RETURN, _DENIED),
        _step(_LOAD, _ARGUMENTS_AT + 8),
    ]
    for kind in policy.PAIR_TYPES:
        body += [_step(_JUMP_EQUAL, kind, no=1), _step(_RETURN, _ALLOW)]
    body.append(_step(_RETURN, _DENIED))
    return [_step(_JUMP_EQUAL, number, no=len(body)), *body]


def _known_clock(number: int) -> list[bytes]:
    """Let call `number` through for the system's clocks and those of threads; linux/posix-timers_types.h.

    The clock of a process or thread is a negative number; one bit says that a thread of one's own is meant.
    """
    clocks, per_thread = 16, 4
    body = [
        _step(_LOAD, _ARGUMENTS_AT),
        _step(_JUMP_AT_LEAST, clocks, no=1),
        _step(_JUMP_IF_BITS, per_thread, no=1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _fail(errno.EINVAL)),
    ]
    return [_step(_JUMP_EQUAL, number, no=len(body)), *body]


def _only_from(number: int, address: int) -> list[bytes]:
    """Let call `number` through when its first argument is this pointer, both halves of it."""
    low, high = address & 0xFFFFFFFF, address >> 32
    body = [
        _step(_LOAD, _ARGUMENTS_AT),
        _step(_JUMP_EQUAL, low, no=3),
        _step(_LOAD, _ARGUMENTS_AT + 4),
        _step(_JUMP_EQUAL, high, no=1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _fail(errno.EPERM)),
    ]
    return [_step(_JUMP_EQUAL, number, no=len(body)), *body]


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def install(program: bytes) -> None:
    """Put the filter on this thread and all it starts; needs no_new_privs and cannot be undone."""
    set_mode_filter = 1
    fprog = _Program(len(program) // _INSTRUCTION.size, program)
    kernel.syscall("seccomp", set_mode_filter, 0, ctypes.byref(fprog))
