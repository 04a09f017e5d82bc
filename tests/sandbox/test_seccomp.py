"""The filter decides as the policy says, on both architectures; its program is interpreted step by step."""

import errno
import fcntl
import socket
import struct
import time
from pathlib import Path

import pytest

from bot.sandbox import kernel, seccomp
from bot.sandbox import syscall_policy as policy
from bot.strict_yaml import read

ALLOW, KILL = 0x7FFF0000, 0x80000000
OWN_PID = 4242
START = 0x7F12_3456_7890
ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
COLUMN = {name: number for number, name in enumerate(kernel.ARCHITECTURES)}


def refused(code: int) -> int:
    return 0x00050000 | code


def decide(program: bytes, number: int, *arguments: int, arch: int) -> int:
    """What the kernel would do: the six instructions the builder uses, over struct seccomp_data."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number & 0xFFFFFFFF, arch, 0, *words)
    steps = list(struct.iter_unpack("<HBBI", program))
    place, loaded = 0, 0
    while True:
        code, yes, no, value = steps[place]
        place += 1
        match code:
            case 0x20:
                loaded = struct.unpack_from("<I", data, value)[0]
            case 0x15:
                place += yes if loaded == value else no
            case 0x25:
                place += yes if loaded > value else no
            case 0x35:
                place += yes if loaded >= value else no
            case 0x45:
                place += yes if loaded & value else no
            case 0x06:
                return value


def build(machine: str, *, own_files: bool = True) -> bytes:
    shared = seccomp.Filter(own_files=own_files, truncate=own_files, machine=machine)
    return shared.for_process(pid=OWN_PID, start=START)


@pytest.fixture(params=kernel.ARCHITECTURES)
def machine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["own files", "shared files"])
def own_files(request: pytest.FixtureRequest) -> bool:
    return request.param


def test_every_call_gets_what_the_policy_says(machine: str, own_files: bool) -> None:
    program = build(machine, own_files=own_files)
    column = COLUMN[machine]
    metadata = ALLOW if own_files else refused(0)
    expected = {
        **{n[column]: ALLOW for n in policy.ALLOWED.values()},
        **{n[column]: refused(0) for n in policy.WITHOUT_EFFECT.values()},
        **{n[column]: metadata for n in policy.METADATA.values()},
        **{n[column]: ALLOW if own_files else refused(errno.EPERM) for n in policy.BY_PATH.values()},
        **{n[column]: refused(errno.ENOSYS) for n in policy.MISSING.values()},
        **{n[column]: refused(errno.EOPNOTSUPP) for n in policy.UNSUPPORTED.values()},
    }
    looked_at = {
        numbers[column] for numbers in (policy.CHECKED | policy.START | policy.CLOCKS | policy.PAIRS).values()
    }

    for number in range(1100):
        if number in looked_at:
            continue
        otherwise = errno.EPERM if number <= policy.NEWEST_NUMBER else errno.ENOSYS
        assert decide(program, number, arch=ARCH[machine]) == expected.get(number, refused(otherwise)), number


@pytest.mark.parametrize(
    ("call", "arguments", "wanted"),
    [
        ("clone", (0x3D0F00,), ALLOW),
        ("clone", (0x7D0F00,), ALLOW),
        ("clone", (17,), refused(errno.EPERM)),
        ("clone", (0x3D0F00 | kernel.CLONE_NEWUSER,), refused(errno.EPERM)),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), refused(errno.ENOTTY)),
        ("fcntl", (0, 1), ALLOW),
        ("fcntl", (0, 1024), refused(errno.EINVAL)),
        ("fcntl", (0, fcntl.F_GETLK), ALLOW),
        ("fcntl", (0, fcntl.F_SETLK), refused(0)),
        ("fcntl", (0, fcntl.F_OFD_SETLKW), refused(0)),
        ("futex", (0, 128 | 1), ALLOW),
        ("futex", (0, 1), refused(errno.EINVAL)),
        ("futex", (0, 0), refused(errno.EAGAIN)),
        ("getpgid", (0,), ALLOW),
        ("getpgid", (1,), refused(errno.EPERM)),
        ("getpriority", (0, 0), ALLOW),
        ("getpriority", (0, 1), refused(errno.EPERM)),
        ("prctl", (15,), ALLOW),
        ("prctl", (kernel.PR_SET_PDEATHSIG,), refused(errno.EPERM)),
        ("prlimit64", (0,), ALLOW),
        ("prlimit64", (OWN_PID,), ALLOW),
        ("prlimit64", (1,), refused(errno.EPERM)),
        ("sched_setaffinity", (1,), refused(errno.EPERM)),
        ("kill", (OWN_PID,), ALLOW),
        ("kill", (0,), ALLOW),
        ("kill", (1,), refused(errno.EPERM)),
        ("kill", (0xFFFFFFFFFFFFFFFF,), refused(errno.EPERM)),
        ("tgkill", (OWN_PID,), ALLOW),
        ("tgkill", (0,), refused(errno.EPERM)),
        ("setsockopt", (3, 1, 2), ALLOW),
        ("setsockopt", (3, 1, 7), refused(errno.EPERM)),
        ("madvise", (0, 4096, 4), ALLOW),
        ("madvise", (0, 4096, 12), refused(errno.EINVAL)),
        ("madvise", (0, 4096, 21), refused(errno.EINVAL)),
        ("close_range", (3, 9, 0), ALLOW),
        ("close_range", (3, 9, 4), ALLOW),
        ("close_range", (3, 9, 2), refused(errno.EINVAL)),
        ("close_range", (3, 9, 6), refused(errno.EINVAL)),
    ],
)
def test_arguments_that_matter_are_looked_at(
    machine: str, call: str, arguments: tuple[int, ...], wanted: int
) -> None:
    program = build(machine)
    number = policy.CHECKED[call][COLUMN[machine]]
    assert number is not None

    assert decide(program, number, *arguments, arch=ARCH[machine]) == wanted
    # Bits above the 32nd change nothing: the kernel does not look at them either.
    assert decide(program, number, *(a | 1 << 40 for a in arguments), arch=ARCH[machine]) == wanted


@pytest.mark.parametrize(
    ("clock", "wanted"),
    [
        (time.CLOCK_REALTIME, ALLOW),
        (time.CLOCK_BOOTTIME, ALLOW),
        (time.CLOCK_PROCESS_CPUTIME_ID, ALLOW),
        (~5000 << 3 | 2 | 4, ALLOW),  # a thread's
        (~5000 << 3 | 2, refused(errno.EINVAL)),  # a process'
    ],
)
def test_the_clocks_of_other_processes_are_not_to_be_seen(machine: str, clock: int, wanted: int) -> None:
    for number in policy.CLOCKS.values():
        assert number[COLUMN[machine]] is not None
        decided = decide(build(machine), number[COLUMN[machine]], clock % (1 << 64), arch=ARCH[machine])
        assert decided == wanted


@pytest.mark.parametrize(
    ("family", "kind", "wanted"),
    [
        (socket.AF_UNIX, socket.SOCK_STREAM, ALLOW),
        (socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK, ALLOW),
        (socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC, ALLOW),
        (socket.AF_UNIX, socket.SOCK_DGRAM, refused(errno.EPERM)),
        (socket.AF_UNIX, socket.SOCK_RAW | socket.SOCK_CLOEXEC, refused(errno.EPERM)),
        (socket.AF_UNIX, 0x10 | socket.SOCK_STREAM, refused(errno.EPERM)),
        (socket.AF_INET, socket.SOCK_STREAM, refused(errno.EPERM)),
    ],
)
def test_pairs_of_sockets_lead_to_each_other_only(machine: str, family: int, kind: int, wanted: int) -> None:
    number = policy.PAIRS["socketpair"][COLUMN[machine]]
    assert number is not None

    assert decide(build(machine), number, family, kind, arch=ARCH[machine]) == wanted


def test_a_program_is_started_from_the_one_known_address(machine: str) -> None:
    program = build(machine)
    number = policy.START["execve"][COLUMN[machine]]
    assert number is not None

    assert decide(program, number, START, arch=ARCH[machine]) == ALLOW
    for other in (0, START + 1, START | 1 << 48, START & 0xFFFFFFFF):
        assert decide(program, number, other, arch=ARCH[machine]) == refused(errno.EPERM)


@pytest.mark.parametrize("foreign", [0x40000003, 0xC00000B7, 0xC000003E, 0xC00000F3, 0])
def test_another_architecture_is_killed(machine: str, foreign: int) -> None:
    program = build(machine)

    if foreign != ARCH[machine]:
        assert decide(program, 0, arch=foreign) == KILL


def test_the_x32_way_in_is_killed() -> None:
    program = build("x86_64")

    for number in (0, 41, 59, 101):
        assert decide(program, 0x40000000 | number, arch=ARCH["x86_64"]) == KILL


PARTS = (
    *(policy.ALLOWED, policy.WITHOUT_EFFECT, policy.METADATA, policy.BY_PATH, policy.MISSING),
    *(policy.UNSUPPORTED, policy.START, policy.CHECKED, policy.CLOCKS, policy.PAIRS),
)


def test_every_number_is_the_one_of_the_kernels_headers() -> None:
    headers = read(Path(__file__).with_name("syscalls.yaml")).value

    written = {name: list(numbers) for part in (*PARTS, kernel._NUMBERS) for name, numbers in part.items()}

    assert written == headers


def test_no_call_is_in_two_parts_of_the_policy() -> None:
    for column in range(len(kernel.ARCHITECTURES)):
        numbers = [n[column] for part in PARTS for n in part.values() if n[column] is not None]
        assert len(numbers) == len(set(numbers))


def test_the_program_is_short_enough_for_the_kernel(machine: str, own_files: bool) -> None:
    bpf_maxinsns = 4096

    assert len(build(machine, own_files=own_files)) // 8 < bpf_maxinsns
