"""Work folders where boxes have no file system of their own: made, bounded and removed by the spawner.

They lie in memory (/dev/shm) when that is possible. What a program left in one is hostile: thousands of
levels deep, unreadable, full of links. It is removed without recursion, without following links and without
ever raising.
"""
# pathlib is too heavy for a process that is forked for every run:
# ruff: noqa: PTH102, PTH103, PTH106, PTH120, PTH123, PTH208

import errno
import fcntl
import math
import os
import time

_PLACES = ("/dev/shm", "/tmp", "/var/tmp")  # noqa: S108 - folders of mode 0700 with a random name are made there
_PREFIX = "modulo-"
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MAX_STEPS = 2_000_000


class WorkFolders:
    """The folders of one spawner, inside one folder that is locked as long as the spawner lives."""

    def __init__(self) -> None:
        place = next((place for place in _PLACES if os.access(place, os.W_OK | os.X_OK)), None)
        if place is None:
            raise OSError(errno.EROFS, f"none of {', '.join(_PLACES)} can be written to")
        _remove_abandoned(place)
        self.home = f"{place}/{_PREFIX}{os.geteuid()}-{os.urandom(6).hex()}"
        os.mkdir(self.home, 0o700)
        self._lock = os.open(self.home, _DIRECTORY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def keep(self, files: dict[str, str]) -> str:
        """Write small text files for as long as the spawner lives; returns the folder they are in."""
        base = f"{self.home}/base"
        for path, text in files.items():
            os.makedirs(os.path.dirname(f"{base}/{path}"), exist_ok=True)
            with open(f"{base}/{path}", "w", encoding="utf-8") as file:
                file.write(text)
        return base

    def new(self, name: str) -> str:
        """An empty folder of this name; no program may list or guess the names of others."""
        folder = f"{self.home}/{name}"
        os.mkdir(folder, 0o700)
        return folder

    def close(self) -> None:
        """Remove everything."""
        remove_tree(self.home)
        os.close(self._lock)


def _remove_abandoned(place: str) -> None:
    """Remove what killed spawners of this user left: nobody holds the lock on their folder any more."""
    for name in os.listdir(place):
        path = f"{place}/{name}"
        if not name.startswith(f"{_PREFIX}{os.geteuid()}-"):
            continue
        try:
            folder = os.open(path, _DIRECTORY)
        except OSError:
            continue
        try:
            if os.fstat(folder).st_uid == os.geteuid():
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(path)
        except OSError:
            continue  # its spawner lives
        finally:
            os.close(folder)


def remove_tree(top: str, *, seconds: float = math.inf) -> bool:
    """Remove a hostile tree, for so long; whether nothing is left of it.

    One folder after another is taken apart, its subfolders first moved up to the top, so no path is ever
    longer than two names and no stack grows with the depth.
    """
    until = time.monotonic() + seconds
    try:
        root = _open_locked(top)
    except OSError:
        return True
    try:
        os.fchmod(root, 0o700)
        waiting = os.listdir(root)
        for number in range(_MAX_STEPS):
            if not waiting or time.monotonic() > until:
                break
            waiting.extend(_take_apart(root, waiting.pop(), number, until))
    except OSError:
        pass
    finally:
        os.close(root)
    try:
        os.rmdir(top)
    except OSError:
        return False  # kept for who has more time, or for the next start
    return True


def _open_locked(top: str) -> int:
    """Open a folder of one's own that may have been made unreadable; a link is not followed."""
    try:
        return os.open(top, _DIRECTORY)
    except PermissionError:
        os.chmod(top, 0o700)  # noqa: PTH101 - as above
        return os.open(top, _DIRECTORY)


def _take_apart(root: int, name: str, number: int, until: float) -> list[str]:
    """Remove one entry of `root`; a folder's subfolders are moved beside it and returned as still to do."""
    try:
        os.unlink(name, dir_fd=root)
    except OSError as problem:
        if problem.errno not in (errno.EISDIR, errno.EPERM):
            return []
    else:
        return []
    moved: list[str] = []
    try:
        os.chmod(name, 0o700, dir_fd=root)
        place = os.open(name, _DIRECTORY, dir_fd=root)
    except OSError:
        return []
    try:
        for count, child in enumerate(os.listdir(place)):
            if time.monotonic() > until:
                break
            try:
                os.unlink(child, dir_fd=place)
            except OSError:
                beside = f".{number}-{count}"
                os.chmod(child, 0o700, dir_fd=place)
                os.rename(child, beside, src_dir_fd=place, dst_dir_fd=root)
                moved.append(beside)
        os.rmdir(name, dir_fd=root)
    except OSError:
        pass
    finally:
        os.close(place)
    return moved
