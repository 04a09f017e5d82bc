"""The few system calls of Linux that Python does not offer, called through ctypes.

Used inside the spawner and the boxes, so it imports the standard library's smallest parts only.
Every function raises OSError with the kernel's reason. Sources: the man pages named beside each call.
"""

import ctypes
import os
import platform
from contextlib import suppress

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

# Options of prctl(2).
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_SECUREBITS = 28
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
# capabilities(7): NOROOT, NO_SETUID_FIXUP and KEEP_CAPS off, each locked; and no ambient raise
SECURE_ALL_LOCKED = 0b11101111

# Flags of mount(2) and umount2(2).
MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

# Flags of clone(2) and unshare(2).
CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

# Calls that C libraries do not wrap everywhere: (x86_64, aarch64), from asm/unistd_64.h and
# asm-generic/unistd.h.
_NUMBERS = {
    "clone": (56, 220),
    "pivot_root": (155, 41),
    "seccomp": (317, 277),
    "capset": (126, 91),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}
ARCHITECTURES = ("x86_64", "aarch64")


def architecture() -> str:
    """`x86_64` or `aarch64`; for others no table of system calls is kept, and OSError says so."""
    machine = platform.machine() if os.name != "posix" else os.uname().machine
    if machine not in ARCHITECTURES:
        raise OSError(f"no table of system calls for {machine}")
    return machine


def _checked(result: int, name: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def syscall(name: str, *arguments: object) -> int:
    """Make one of the calls in `_NUMBERS`; integers are passed as C longs, others as ctypes converts them."""
    number = _NUMBERS[name][ARCHITECTURES.index(architecture())]
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_libc.syscall(ctypes.c_long(number), *converted), name)


def start(path: ctypes.Array[ctypes.c_char], command: list[str], environment: dict[str, str]) -> None:
    """Become the program whose path stands at the address of `path`; execve(2). Returns only by raising."""
    words = [os.fsencode(word) for word in command]
    pairs = [os.fsencode(f"{name}={value}") for name, value in environment.items()]
    argv = (ctypes.c_char_p * (len(words) + 1))(*words, None)
    envp = (ctypes.c_char_p * (len(pairs) + 1))(*pairs, None)
    _checked(_libc.execve(path, argv, envp), "execve")


def prctl(option: int, *arguments: int) -> int:
    """Change a property of this process, option and values as in the manual page."""
    words = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(_libc.prctl(ctypes.c_int(option), *words), "prctl")


def unshare(flags: int) -> None:
    """Give this process namespaces of its own, by the CLONE_ flags above."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def set_host_name(name: str) -> None:
    """Be called this in one's own UTS namespace; sethostname(2)."""
    _checked(_libc.sethostname(name.encode(), ctypes.c_size_t(len(name))), "sethostname")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount `source`, or change what is mounted at `target`."""
    result = _libc.mount(
        source.encode(), os.fsencode(target), kind.encode(), ctypes.c_ulong(flags), options.encode() or None
    )
    _checked(result, f"mount {target}")


def unmount_lazily(target: str) -> None:
    """Detach a mount now, to be cleaned up when nothing uses it; umount2(2)."""
    _checked(_libc.umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def fork_into(flags: int) -> int:
    """Fork with the child beginning in new namespaces; clone(2). Only for a process with one thread."""
    sigchld = 17
    return syscall("clone", flags | sigchld, 0, 0, 0, 0)


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


def drop_capabilities() -> None:
    """Give up every capability for good, and for uid 0 also the way to get them back; capset(2).

    The bounding set and the secure bits can only be changed by one who still has CAP_SETPCAP; without it
    there is nothing in them that no_new_privs would let through.
    """
    for change in ((PR_SET_SECUREBITS, SECURE_ALL_LOCKED), (PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)):
        with suppress(OSError):  # EPERM: not held anyway
            prctl(*change)
    with suppress(OSError):  # EPERM: none is held; EINVAL: beyond the last capability of this kernel
        for number in range(64):
            prctl(PR_CAPBSET_DROP, number)
    version_3 = 0x20080522
    syscall("capset", ctypes.byref(_CapHeader(version_3, 0)), (ctypes.c_uint32 * 6)())
