"""Work folders where boxes have no file system of their own: made, bounded and removed by the spawner.

They lie in memory (/dev/shm) when that is possible. What a program left in one is hostile: thousands of
levels deep, unreadable, full of links. It is removed without recursion, without following links and without
ever raising.
"""
# pathlib is too heavy for a process that is forked for every run:
# ruff: noqa: PTH102, PTH103, PTH106, PTH116, PTH120, PTH123, PTH208

import errno
import fcntl
import os
import stat
from collections.abc import Callable

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
            os.makedirs(os.path.dirname(f"{base}/{path}"))
            with open(f"{base}/{path}", "w", encoding="ascii") as file:
                file.write(text)
        return base

    def new(self, box: int) -> str:
        """An empty folder for this box."""
        folder = f"{self.home}/{box:08d}"
        os.mkdir(folder, 0o700)
        return folder

    def remove(self, folder: str) -> None:
        """Remove a folder and all that is in it."""
        remove_tree(folder)

    def close(self) -> None:
        """Remove everything."""
        remove_tree(self.home)
        os.close(self._lock)

    @staticmethod
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

    @staticmethod
    def watch(folder: str, limits: dict[str, int]) -> Callable[[int], bool]:
        """A check, cheap enough to be made often: has a program written or started more than it may?"""
        before = os.statvfs(folder)
        # A file too many is not refused here but ends the program, so the bound is one that only an attack
        # meets.
        most_files = limits["folder_files"] * 8

        def over(pid: int) -> bool:
            if _threads(pid) > limits["processes"] * 2:
                return True
            now = os.statvfs(folder)
            written = (before.f_bfree - now.f_bfree) * now.f_frsize
            if written <= limits["folder_bytes"] and before.f_ffree - now.f_ffree <= most_files:
                return False
            # Somebody on this file system wrote that much; count whether it was this program.
            size, files = measure(folder, stop_at=most_files)
            return size > limits["folder_bytes"] or files > most_files

        return over


def _threads(pid: int) -> int:
    try:
        return os.stat(f"/proc/{pid}/task").st_nlink - 2
    except OSError:
        return 0


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


def measure(folder: str, *, stop_at: int) -> tuple[int, int]:
    """(bytes on disk, number of files and folders) below `folder`; the walk ends once `stop_at` is passed."""
    size = files = 0
    waiting = [os.open(folder, _DIRECTORY)]
    while waiting:
        place = waiting.pop()
        try:
            for name in os.listdir(place):
                seen = _lstat(name, place)
                if seen is None:
                    continue
                files += 1
                size += seen.st_blocks * 512
                if files > stop_at:
                    continue
                if stat.S_ISDIR(seen.st_mode) and len(waiting) < 64:
                    waiting.append(os.open(name, _DIRECTORY, dir_fd=place))
        except OSError:
            pass  # it changes while it is measured, or is unreadable; the next check comes soon
        finally:
            os.close(place)
    return size, files


def remove_tree(top: str) -> None:
    """Remove a hostile tree: one folder after another, its subfolders first moved up to the top.

    So no path is ever longer than two names and no stack grows with the depth.
    """
    try:
        root = os.open(top, _DIRECTORY)
    except OSError:
        return
    try:
        os.fchmod(root, 0o700)
        waiting = os.listdir(root)
        for number in range(_MAX_STEPS):
            if not waiting:
                break
            waiting.extend(_take_apart(root, waiting.pop(), number))
    except OSError:
        pass
    finally:
        os.close(root)
    try:
        os.rmdir(top)
    except OSError:
        return  # kept for the next start, which tries again


def _take_apart(root: int, name: str, number: int) -> list[str]:
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


def _lstat(name: str, place: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=place, follow_symlinks=False)
    except OSError:
        return None
