"""In the box, after the program has ended: which files it wrote, and what is in the small ones.

All of it is hostile: names, kinds, sizes, depth and number. Nothing is followed, nothing but plain files is
opened, and everything is bounded. The bot reads what is sent here in written.py.
"""

import os
import stat
import struct
import time
from collections.abc import Iterator

HEAD = struct.Struct("=qH?")
"""Of one file: its size in bytes, the length of its path, whether its content follows the path."""
MAX_LISTED = 20
MAX_CONTENT = 128 * 1024
"""Bytes of a file that is still sent along."""
MAX_TOGETHER = 512 * 1024
"""Bytes of all files that are sent along."""
MAX_PATH = 300
MAX_DEPTH = 8
MAX_SEEN = 5000
MAX_SECONDS = 0.1

_NOT_WRITTEN_BY_IT = "__pycache__"
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Collection:
    """What was found below the current folder beside the files that were given to the program."""

    def __init__(self, given: list[tuple[str, bytes]]) -> None:
        self.files: list[bytes] = []
        """At most MAX_LISTED, each as HEAD, path, content."""
        self.more = 0
        """How many others were seen."""
        self._given = {os.fsencode(path): source for path, source in given}
        self._room = MAX_TOGETHER
        self._seen = 0
        self._until = time.monotonic() + MAX_SECONDS
        top = os.open(".", _LOOK | os.O_DIRECTORY)
        try:
            self._look_through(top, b"", 0)
        finally:
            os.close(top)

    def _look_through(self, folder: int, prefix: bytes, depth: int) -> None:
        """Note the files of this folder, then those of the folders in it."""
        below: list[str] = []
        for name in sorted(self._names(folder)):
            seen = _lstat(name, folder)
            if seen is None or len(prefix) + len(os.fsencode(name)) > MAX_PATH:
                self.more += 1
            elif stat.S_ISREG(seen.st_mode):
                self._note(prefix + os.fsencode(name), name, folder, seen.st_size)
            elif stat.S_ISDIR(seen.st_mode) and name != _NOT_WRITTEN_BY_IT and depth < MAX_DEPTH:
                below.append(name)
        for name in below:
            try:
                inside = os.open(name, _LOOK | os.O_DIRECTORY, dir_fd=folder)
            except OSError:
                continue  # not to be read by anybody
            try:
                self._look_through(inside, prefix + os.fsencode(name) + b"/", depth + 1)
            finally:
                os.close(inside)

    def _names(self, folder: int) -> Iterator[str]:
        with os.scandir(folder) as entries:
            for entry in entries:
                self._seen += 1
                if self._seen > MAX_SEEN or time.monotonic() > self._until:
                    return
                yield entry.name

    def _note(self, path: bytes, name: str, folder: int, size: int) -> None:
        source = self._given.get(path)
        if source is not None and len(source) == size and _content(name, folder, size) == source:
            return
        if len(self.files) == MAX_LISTED:
            self.more += 1
            return
        content = _content(name, folder, size) if size <= min(MAX_CONTENT, self._room) else None
        self._room -= len(content or b"")
        self.files.append(HEAD.pack(size, len(path), content is not None) + path + (content or b""))


def _lstat(name: str, folder: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return None


def _content(name: str, folder: int, size: int) -> bytes | None:
    """What is in a plain file of this size; None for anything else."""
    try:
        file = os.open(name, _LOOK, dir_fd=folder)
    except OSError:
        return None
    try:
        content = os.read(file, size + 1) if stat.S_ISREG(os.fstat(file).st_mode) else b""
    except OSError:
        return None
    finally:
        os.close(file)
    return content if len(content) == size else None
