"""Landlock: which files a process may touch, and that it may not use TCP or signal others.

Documentation/userspace-api/landlock.rst and landlock_create_ruleset(2) of the kernel. The rights a kernel
knows grow with its ABI number; every right it knows is handled, so what no rule grants is denied.
"""

import ctypes
import os
import stat

from bot.sandbox import kernel

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_CHAR, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 6, 1 << 7, 1 << 8
_MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 9, 1 << 10, 1 << 11, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

COVERS_TRUNCATE = 3
"""The first ABI in which files can be shortened only where a rule grants it."""

_ALL_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_NET_BIND_AND_CONNECT_TCP = 0b11  # since ABI 4
_SCOPE_ABSTRACT_UNIX_AND_SIGNAL = 0b11  # since ABI 6

READ = _READ_FILE | _READ_DIR
READ_FILE = _READ_FILE
READ_DIR = _READ_DIR
RUN = _READ_FILE | _EXECUTE
READ_WRITE_FILE = _READ_FILE | _WRITE_FILE
OWN_FOLDER = (
    READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _MAKE_SYM | _REFER | _TRUNCATE
)
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


class _RulesetAttr(ctypes.Structure):
    _fields_ = (("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneathAttr(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The version of Landlock this kernel offers; 0 when it is not there or was not enabled at boot."""
    version_query = 1
    try:
        return kernel.syscall("landlock_create_ruleset", 0, 0, version_query)
    except OSError:
        return 0


def restrict(rules: list[tuple[str, int]], version: int) -> None:
    """Allow this process and its children only what `rules` grant: (path, rights) pairs; needs no_new_privs.

    A path that is missing grants nothing. Raises OSError where Landlock does not work.
    """
    handled = _ALL_BY_ABI[max(known for known in _ALL_BY_ABI if known <= version)]
    attr = _RulesetAttr(
        handled,
        _NET_BIND_AND_CONNECT_TCP if version >= 4 else 0,
        _SCOPE_ABSTRACT_UNIX_AND_SIGNAL if version >= 6 else 0,
    )
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = kernel.syscall("landlock_create_ruleset", ctypes.byref(attr), size, 0)
    try:
        for path, rights in rules:
            _grant(ruleset, path, rights & handled)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _grant(ruleset: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(parent).st_mode):
            rights &= _FILE_RIGHTS
        path_beneath = 1
        kernel.syscall(
            "landlock_add_rule", ruleset, path_beneath, ctypes.byref(_PathBeneathAttr(rights, parent)), 0
        )
    finally:
        os.close(parent)
