"""The spawner's child processes: one supervisor for each box, and those that remove what a program left."""

import os
import signal
from collections.abc import Iterator

from bot.sandbox import kernel
from bot.sandbox.folder import remove_tree

_QUICKLY = 0.005
"""Seconds that removing a folder may keep the next box waiting."""


class Children:
    """All of them, by pid."""

    def __init__(self, hub: int) -> None:
        """`hub` is the descriptor that none but the spawner may hold."""
        self._hub = hub
        self._boxes: dict[int, tuple[int, str]] = {}
        """pid of a supervisor → (box, its folder); "" when that is a file system of its own."""
        self._removers: dict[int, int] = {}

    def add(self, pid: int, box: int, folder: str) -> None:
        """The supervisor of a box has been started."""
        self._boxes[pid] = (box, folder)

    def kill(self, box: int) -> None:
        """End a box, unless it has ended."""
        for pid in [pid for pid, (number, _) in self._boxes.items() if number == box]:
            os.kill(pid, signal.SIGKILL)

    def gone(self) -> Iterator[int]:
        """Collect what has ended; the boxes of which nothing is left now."""
        while True:
            try:
                pid, _ = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self._removers:
                yield self._removers.pop(pid)
            elif pid in self._boxes:
                box, folder = self._boxes.pop(pid)
                if remover := self._remover(folder):
                    self._removers[remover] = box
                else:
                    yield box

    def end(self) -> None:
        """End all of them; folders are left to who removes them all."""
        for pid in (*self._boxes, *self._removers):
            os.kill(pid, signal.SIGKILL)
        for pid in (*self._boxes, *self._removers):
            os.waitpid(pid, 0)

    def _remover(self, folder: str) -> int:
        """Remove a folder: here if that is quickly done, else in a process of its own, whose pid this is.

        So a program that left much for removal keeps no other program waiting.
        """
        if not folder or remove_tree(folder, seconds=_QUICKLY):
            return 0
        try:
            pid = os.fork()
        except OSError:
            remove_tree(folder)
            return 0
        if pid == 0:
            try:
                kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
                os.close(self._hub)
                os.nice(10)
                remove_tree(folder)
            finally:
                os._exit(0)
        return pid
