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
_JUMP_EQUAL, _JUMP_GREATER, _JUMP_AT_LEAST = 0x15, 0x25, 0x35  # BPF_JMP | BPF_J… | BPF_K
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


def build(*, own_pid: int, start: int, own_files: bool, truncate: bool, machine: str) -> bytes:
    """The filter for a process that will be `own_pid`, on one of kernel.ARCHITECTURES.

    `start` is the address of the path of the one program it may still become.

    `own_files`: the box has a file system of its own, so metadata of its files may be changed.
    `truncate`: shortening a file by its path is held back elsewhere.
    """
    column = kernel.ARCHITECTURES.index(machine)
    program = [
        _step(_LOAD, _ARCH_AT),
        _step(_JUMP_EQUAL, _AUDIT_ARCH[machine], yes=1),
        _step(_RETURN, _KILL_PROCESS),
        _step(_LOAD, _NUMBER_AT),
    ]
    if machine == "x86_64":
        program += [_step(_JUMP_AT_LEAST, _X32_BIT, no=1), _step(_RETURN, _KILL_PROCESS)]
    metadata = _numbers(policy.METADATA, column)
    allowed = _numbers(policy.ALLOWED, column)
    if own_files:
        allowed += metadata
    if truncate:
        allowed += _numbers(policy.BY_PATH, column)
    program += _ranges(allowed, _ALLOW)
    answered = _numbers(policy.WITHOUT_EFFECT, column)
    program += _ranges(answered if own_files else answered + metadata, _fail(0))
    program += _ranges(_numbers(policy.MISSING, column), _fail(errno.ENOSYS))
    program += _ranges(_numbers(policy.UNSUPPORTED, column), _fail(errno.EOPNOTSUPP))
    program += [step for call in _numbers(policy.START, column) for step in _only_from(call, start)]
    for name, index, values, refusal in _checks(own_pid):
        number = policy.CHECKED[name][column]
        if number is not None:
            program += _check(number, index, values, refusal)
    program += [
        _step(_JUMP_GREATER, policy.NEWEST_NUMBER, no=1),
        _step(_RETURN, _fail(errno.ENOSYS)),
        _step(_RETURN, _fail(errno.EPERM)),
    ]
    return b"".join(program)


def _checks(own_pid: int) -> list[tuple[str, int, tuple[int, ...], int]]:
    """(call, which argument, values that are let through, what the others get)."""
    denied = _fail(errno.EPERM)
    return [
        ("clone", 0, policy.THREAD_FLAGS, denied),
        ("setsockopt", 2, policy.SOCKET_OPTIONS, denied),
        ("socketpair", 0, (policy.AF_UNIX,), denied),
        ("ioctl", 1, policy.IOCTL, _fail(errno.ENOTTY)),
        ("fcntl", 1, policy.FCNTL, _fail(errno.EINVAL)),
        ("prctl", 0, policy.PRCTL, denied),
        ("prlimit64", 0, (0, own_pid), denied),
        ("sched_setaffinity", 0, (0, own_pid), denied),
        ("kill", 0, (0, own_pid), denied),
        ("tgkill", 0, (own_pid,), denied),
    ]


def _numbers(calls: policy.Numbers, column: int) -> list[int]:
    return [number for numbers in calls.values() if (number := numbers[column]) is not None]


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


def _check(number: int, index: int, values: tuple[int, ...], refusal: int) -> list[bytes]:
    """Let call `number` through when its argument `index` is one of `values` as a 32-bit number.

    The kernel itself takes these arguments as 32-bit integers, and of the flags of `clone` only the low half
    counts (`lower_32_bits` in kernel/fork.c), so looking at that half is enough.
    """
    at = _ARGUMENTS_AT + 8 * index
    tests = [step for value in values for step in (_step(_JUMP_EQUAL, value, no=1), _step(_RETURN, _ALLOW))]
    body = [_step(_LOAD, at), *tests, _step(_RETURN, refusal)]
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
