"""A control group around all programs together, where one can be made: one wall more, no minimum.

It bounds what the limits of a single process do not: the memory of all boxes with what the kernel holds for
them, and their number of processes. A spawner is put into it before it opens its first box, so no run pays
for it. Processor time is left alone: a group counts as one among the machine's processes, and on a busy
machine all programs together got as much as one of them (runs took twice as long).

cgroups(7); Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/ of the kernel.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PREFIX = "modulo-"
_CONTROLLERS = ("memory", "pids")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What all programs may take together: bytes of memory, number of processes and threads."""

    memory: int
    tasks: int

    def files(self, controller: str) -> Mapping[str, str]:
        """What to write into the files of a group, of either version."""
        if controller == "pids":
            return {"pids.max": str(self.tasks)}
        memory = str(self.memory)
        return {"memory.max": memory, "memory.limit_in_bytes": memory, "memory.swap.max": "0"}


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """The folders of one group, one for each hierarchy, and what is bounded in them."""

    folders: tuple[Path, ...]
    controllers: tuple[str, ...]

    @classmethod
    def around(cls, pid: int, bounds: Bounds, *, proc: Path = Path("/proc/self")) -> Self | None:
        """Put a process into a new group; None where none can be made, or it would not bound the memory."""
        made: dict[str, Path] = {}
        name = f"{_PREFIX}{os.geteuid()}-{os.urandom(6).hex()}"
        for controllers, bases in _hierarchies(proc):
            for base in bases:
                _remove_abandoned(base)
                if held := _made(base / name, controllers, bounds):
                    made |= dict.fromkeys(held, base / name)
                    break
        group = cls(tuple(dict.fromkeys(made.values())), tuple(made))
        with suppress(OSError):
            if "memory" in made and group._take_in(pid):
                return group
        group.remove()
        return None

    def _take_in(self, pid: int) -> bool:
        """Put a process in; whether the kernel counts it there."""
        members = [folder / "cgroup.procs" for folder in self.folders]
        for file in members:
            file.write_text(str(pid))
        return all(str(pid) in file.read_text().split() for file in members)

    def remove(self) -> None:
        """Remove the group, when all that was in it has ended."""
        for folder in self.folders:
            with suppress(OSError):
                folder.rmdir()


def _hierarchies(proc: Path) -> Iterator[tuple[tuple[str, ...], list[Path]]]:
    """For each hierarchy with a controller of use: which ones, and the groups to make ours in, best first.

    In version 2 a group with processes cannot hand controllers down, so the parent's is tried first.
    """
    own = {names: path for _, names, path in map(_three, (proc / "cgroup").read_text().splitlines())}
    for line in (proc / "mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        root, mounted = before.split(" ")[3:5]
        if kind == "cgroup2":
            group = _place(own.get("", "/"), root, mounted)
            parent = [] if str(group) == mounted else [group.parent]
            yield _CONTROLLERS, [*parent, group]
        elif kind == "cgroup":
            held = tuple(set(_CONTROLLERS) & set(options.split(" ")[-1].split(",")))
            path = next((path for names, path in own.items() if held and held[0] in names.split(",")), "/")
            if held:
                yield held, [_place(path, root, mounted)]


def _three(line: str) -> tuple[str, str, str]:
    number, names, path = line.split(":", 2)
    return number, names, path


def _place(path: str, root: str, mounted: str) -> Path:
    """Where a group lies below the mount point, which may show a part of the hierarchy only."""
    inside = path.removeprefix(root) if root != "/" else path
    return Path(mounted, inside.lstrip("/"))


def _made(folder: Path, controllers: tuple[str, ...], bounds: Bounds) -> tuple[str, ...]:
    """Make a group and set its bounds; which controllers took them. Where none did, there is no group."""
    took: tuple[str, ...] = ()
    try:
        if (folder.parent / "cgroup.controllers").exists():
            _hand_down(folder.parent, controllers)
        folder.mkdir()
        took = tuple(name for name in controllers if _set(folder, bounds.files(name)))
    except OSError:
        took = ()
    if not took:
        with suppress(OSError):
            folder.rmdir()
    return took


def _hand_down(base: Path, controllers: tuple[str, ...]) -> None:
    """Let groups in this one have the controllers, as far as it has them; version 2 only.

    A group that the bot has to itself, as a service manager delegates it, must be empty for that: the bot
    moves into a group of its own in it, which goes with the service.
    """
    try:
        _enable(base, controllers)
    except OSError:
        if (base / "cgroup.procs").read_text().split() != [str(os.getpid())]:
            raise
        (base / f"{_PREFIX}bot").mkdir(exist_ok=True)
        (base / f"{_PREFIX}bot/cgroup.procs").write_text(str(os.getpid()))
        _enable(base, controllers)


def _enable(base: Path, controllers: tuple[str, ...]) -> None:
    there = (base / "cgroup.controllers").read_text().split()
    switch = base / "cgroup.subtree_control"
    for name in controllers:
        if name in there and name not in switch.read_text().split():
            switch.write_text(f"+{name}")


def _set(folder: Path, values: Mapping[str, str]) -> bool:
    """Write what this group has files for; whether there were any."""
    present = {name: value for name, value in values.items() if (folder / name).exists()}
    for name, value in present.items():
        (folder / name).write_text(value)
    return bool(present)


def _remove_abandoned(base: Path) -> None:
    """Remove groups that ended bots have left; the kernel keeps those that are in use."""
    for folder in base.glob(f"{_PREFIX}{os.geteuid()}-*"):
        with suppress(OSError):
            folder.rmdir()
