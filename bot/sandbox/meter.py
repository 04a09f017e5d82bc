"""What a program takes where its folder is no file system of its own: asked often, from outside the program.

Only what the file system as a whole has lost is looked at each time. When that is more than one program may
take, it is counted whether this was the one: its folder to the last corner, and files that are still open
though they have no name any more; none can be on its way in a socket. What cannot be counted counts as too
much. What a program has only mapped is memory, and bounded as such.
"""
# pathlib is too heavy for a process that is forked for every run:
# ruff: noqa: PTH101, PTH116, PTH208

import os
import stat

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MAX_DEPTH = 200
_BLOCK = 512
"""Bytes in which st_blocks counts; stat(2)."""
_TOO_MUCH = 1 << 62


class Meter:
    """Tells whether a program has written or started more than it may."""

    def __init__(self, folder: str, limits: dict[str, int]) -> None:
        self._folder = folder
        self._most_bytes = limits["folder_bytes"]
        # A file or thread too many is not refused here but ends the program, so these are bounds that only an
        # attack meets.
        self._most_files = limits["folder_files"] * 8
        self._most_threads = limits["processes"] * 2
        self._free = self._free_files = 0
        """The most that was free, or would be without what others wrote meanwhile."""

    def over(self, pid: int) -> bool:
        """Whether this process has taken too much."""
        if _threads(pid) > self._most_threads:
            return True
        now = os.statvfs(self._folder)
        # What others give back must not hide what this one takes.
        self._free = max(self._free, now.f_bfree)
        self._free_files = max(self._free_files, now.f_ffree)
        written = (self._free - now.f_bfree) * now.f_frsize
        if written <= self._most_bytes and self._free_files - now.f_ffree <= self._most_files:
            return False
        size, files = measure(self._folder, stop_at=self._most_files)
        size += unnamed(pid)
        if size > self._most_bytes or files > self._most_files:
            return True
        self._free = now.f_bfree + size // now.f_frsize
        self._free_files = now.f_ffree + files
        return False


def tasks_of_this_user() -> int:
    """How many threads this user has now: without a user namespace RLIMIT_NPROC counts them all."""
    uid, count = os.geteuid(), 0
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            if os.stat(f"/proc/{name}").st_uid == uid:
                count += os.stat(f"/proc/{name}/task").st_nlink - 2
        except OSError:
            continue  # it ended meanwhile
    return count


def measure(folder: str, *, stop_at: int) -> tuple[int, int]:
    """(bytes on disk, number of files and folders) below `folder`; the walk ends once `stop_at` is passed.

    No link is followed. Folders that nobody may read are made readable; what is too deep is too much.
    """
    size = files = 0
    waiting = [(os.open(folder, _DIRECTORY), [*os.listdir(folder)])]
    try:
        while waiting and files <= stop_at:
            place, names = waiting[-1]
            if not names:
                os.close(waiting.pop()[0])
                continue
            name = names.pop()
            seen = _lstat(name, place)
            if seen is None:
                continue
            files += 1
            size += seen.st_blocks * _BLOCK
            if stat.S_ISDIR(seen.st_mode):
                if len(waiting) == _MAX_DEPTH:
                    return _TOO_MUCH, files
                waiting += _opened(name, place)
    finally:
        for place, _ in waiting:
            os.close(place)
    return size, files


def unnamed(pid: int) -> int:
    """Bytes of the files that this process keeps open though they have been removed."""
    sizes: dict[tuple[int, int], int] = {}
    for handle in _handles(pid):
        try:
            seen = os.stat(handle)
        except OSError:
            continue  # closed meanwhile
        if stat.S_ISREG(seen.st_mode) and not seen.st_nlink:
            sizes[seen.st_dev, seen.st_ino] = seen.st_blocks * _BLOCK
    return sum(sizes.values())


def _handles(pid: int) -> list[str]:
    """Paths of what the process has open: its threads share that, but one that has ended shows nothing."""
    for thread in _names(f"/proc/{pid}/task"):
        folder = f"/proc/{pid}/task/{thread}/fd"
        if numbers := _names(folder):
            return [f"{folder}/{number}" for number in numbers]
    return []


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # it has ended


def _opened(name: str, place: int) -> list[tuple[int, list[str]]]:
    """The folder with the names in it; nothing when it has gone meanwhile."""
    try:
        handle = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=place)
    except OSError:
        return []
    try:
        # By its handle: no path that the program could turn into a link meanwhile.
        os.chmod(f"/proc/self/fd/{handle}", 0o700)
        folder = os.open(f"/proc/self/fd/{handle}", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        return [(folder, os.listdir(folder))]
    except OSError:
        return []
    finally:
        os.close(handle)


def _threads(pid: int) -> int:
    try:
        return os.stat(f"/proc/{pid}/task").st_nlink - 2
    except OSError:
        return 0


def _lstat(name: str, place: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=place, follow_symlinks=False)
    except OSError:
        return None
