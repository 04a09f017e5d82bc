"""Start a command as a default container would: without capabilities, and no new namespaces or mounts.

usage: python -m tests.battery.poorer COMMAND ...
The calls are those that Docker's default seccomp profile takes from who lacks CAP_SYS_ADMIN, as far as the
sandbox could use them; clone3 is missing there, so that the flags of clone can be looked at.
"""

import errno
import os
import struct
import sys

from bot.sandbox import kernel, seccomp

_STEP = struct.Struct("=HBBI")
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
# x86_64 and aarch64: unshare, mount, umount2, pivot_root, setns
_DENIED = ((272, 97), (165, 40), (166, 39), (155, 41), (308, 268))
_CLONE, _CLONE3 = (56, 220), (435, 435)
_NAMESPACES = 0x7E020000


def docker_filter() -> bytes:
    """The program for seccomp.install."""
    column = kernel.ARCHITECTURES.index(kernel.architecture())
    steps = [(_LOAD, 0, 0, 0)]
    for numbers in _DENIED:
        steps += [(_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]
    steps += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    steps += [(_EQUAL, 0, 3, _CLONE[column]), (_LOAD, 0, 0, 16), (_ANY_BIT, 0, 1, _NAMESPACES)]
    steps += [(_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ALLOW)]
    return b"".join(_STEP.pack(*step) for step in steps)


if __name__ == "__main__":
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install(docker_filter())
    os.execvp(sys.argv[1], sys.argv[1:])
