"""What runs could leave behind on this machine."""

import gc
import os
import time
from dataclasses import dataclass, fields
from pathlib import Path

from bot.sandbox.machine import MachineSandbox

SLACK = {"bot_objects": 500, "bot_kib": 4096, "spawner_kib": 1024}
"""What may come and go: parked interpreters differ, and an allocator keeps what it may use again."""


def below(pid: int) -> set[int]:
    """All processes below this one, whatever namespace they are in; zombies, too."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found.update(children)
        waiting += children
    return found


def at_rest(pid: int) -> None:
    """Wait until a process waits for something itself.

    A box may say that it is ready before the spawner, which has just forked it, was given a processor to
    close its copies of the box's descriptors.
    """
    while _state(pid) == "R":
        time.sleep(0.005)


@dataclass(frozen=True, slots=True)
class Left:
    """A count of everything; two of them are compared."""

    processes: int
    """Below the spawner, without the two of each parked interpreter."""
    bot_descriptors: int
    spawner_descriptors: int
    bot_objects: int
    """What the bot's garbage collector knows of: a leak shows here first."""
    bot_kib: int
    """Memory of its own; VmRSS in proc(5)."""
    spawner_kib: int
    folders: int
    """Work folders, where boxes have no file system of their own, without those of parked interpreters."""
    shared_memory: int
    """System V objects of whom programs run as."""
    groups: int
    """Control groups inside that of all programs."""
    mounts: int

    @classmethod
    def now(cls, sandbox: MachineSandbox) -> "Left":
        """Count; the interpreters that replace used ones should be ready."""
        spawner, link = sandbox.spawner_pid, sandbox._link
        home, groups = link.layers["folders"], link.group.folders if link.group else ()
        gc.collect()
        at_rest(spawner)
        inside = [path for folder in groups for path in folder.iterdir()]
        return cls(
            processes=len(below(spawner)) - 2 * sandbox.parked,
            bot_descriptors=_descriptors(os.getpid()),
            spawner_descriptors=_descriptors(spawner),
            bot_objects=len(gc.get_objects()),
            bot_kib=_resident_kib(os.getpid()),
            spawner_kib=_resident_kib(spawner),
            folders=len(list(Path(home).iterdir())) - sandbox.parked if home else 0,
            shared_memory=sum(_owned(kind, link.layers["uid"]) for kind in ("shm", "sem", "msg")),
            groups=sum(path.is_dir() for path in inside),
            mounts=len(Path("/proc/self/mounts").read_text().splitlines()),
        )

    def grown(self, before: "Left") -> dict[str, tuple[int, int]]:
        """What there is more of than before, beyond SLACK: (before, now)."""
        pairs = {
            field.name: (getattr(before, field.name), getattr(self, field.name)) for field in fields(self)
        }
        return {name: (then, now) for name, (then, now) in pairs.items() if now > then + SLACK.get(name, 0)}


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _descriptors(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def _owned(kind: str, uid: int) -> int:
    heading, *objects = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()
    column = heading.split().index("uid")
    return sum(line.split()[column] == str(uid) for line in objects)


def _resident_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
