"""The bot's end of its spawner: started when needed, told what to open, started again when it died."""

import array
import asyncio
import marshal
import os
import secrets
import socket
import sys
from dataclasses import asdict
from pathlib import Path

from bot.sandbox.cgroup import Bounds, ControlGroup
from bot.sandbox.plan import GONE, MESSAGE_BYTES, Layers, PythonPlan, SpawnerPlan
from bot.sandbox.pythons import Python, loaders
from bot.sandbox.run import FOLDER
from bot.sandbox.settings import SandboxSettings

_START = "import sys; sys.path.append(sys.argv[2]); from bot.sandbox.spawner import main; main()"
_PATIENCE = 20.0
_OWN_MEMORY = 128 << 20
"""Bytes for the spawner and the supervisors."""


class SpawnerFailed(Exception):
    """The spawner ended or did not answer; a new one can be started."""


class SpawnerLink:
    """One running spawner process."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        hub: socket.socket,
        layers: Layers,
        group: ControlGroup | None,
    ) -> None:
        self.process = process
        self.layers = layers
        self.group = group
        self.alive = True
        self._hub = hub
        self._count = 0
        self._gone: dict[int, asyncio.Future[None]] = {}
        asyncio.get_running_loop().add_reader(hub.fileno(), self._hear)

    @classmethod
    async def start(cls, plan: SpawnerPlan) -> "SpawnerLink":
        """Start a spawner and wait for its word; raises SpawnerFailed with the reason."""
        mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        mine.setblocking(False)  # noqa: FBT003 - the name says what it is
        root = str(Path(__file__).parents[2])
        try:
            process = await asyncio.create_subprocess_exec(
                getattr(sys, "_base_executable", sys.executable),
                *("-I", "-S", "-c", _START, str(its.fileno()), root),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                pass_fds=(its.fileno(),),
                start_new_session=True,
                env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                cwd="/",
            )
        finally:
            its.close()
        loop = asyncio.get_running_loop()
        group: ControlGroup | None = None
        try:
            # Before it is told anything, so before it opens a box.
            group = await asyncio.to_thread(ControlGroup.around, process.pid, Bounds(*plan["together"]))
            await loop.sock_sendall(mine, marshal.dumps(plan))  # type: ignore[arg-type]  # a TypedDict is a dict
            answer = await asyncio.wait_for(loop.sock_recv(mine, MESSAGE_BYTES), _PATIENCE)
            if not answer:
                raise SpawnerFailed("the helper process ended at its start")
            layers: Layers = marshal.loads(answer)  # noqa: S302 - before it has run anything of a stranger's
            if not layers["ready"]:
                raise SpawnerFailed(layers["problem"])
        except (OSError, TimeoutError, SpawnerFailed) as problem:
            mine.close()
            await _end(process, group)
            if isinstance(problem, SpawnerFailed):
                raise
            raise SpawnerFailed(f"the helper process did not start: {problem or 'no answer'}") from problem
        return cls(process, mine, layers, group)

    def open(self, python: int, descriptors: list[int], *, parked: bool) -> tuple[int, str]:
        """Have a box opened; returns its number, and its folder as the program sees it.

        The descriptors are copied, the caller closes its own.
        """
        self._count += 1
        # Where all boxes lie in one folder, none can guess the name of another.
        name = secrets.token_hex(8)
        message = marshal.dumps(("open", self._count, python, parked, name))
        rights = array.array("i", descriptors)
        try:
            self._hub.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        except OSError as problem:
            self._ended()
            raise SpawnerFailed(f"the helper process is gone: {problem}") from problem
        self._gone[self._count] = asyncio.get_running_loop().create_future()
        return self._count, FOLDER if self.layers["namespaces"] else f"{self.layers['folders']}/{name}"

    def kill(self, box: int) -> None:
        """End a box whatever it is doing."""
        try:
            self._hub.send(marshal.dumps(("kill", box)))
        except OSError:
            self._ended()

    async def gone(self, box: int) -> None:
        """Wait until nothing of this box is left."""
        if future := self._gone.get(box):
            await asyncio.shield(future)

    def _hear(self) -> None:
        try:
            message = self._hub.recv(MESSAGE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            message = b""
        if not message:
            self._ended()
        elif len(message) == GONE.size:
            (box,) = GONE.unpack(message)
            if future := self._gone.pop(box, None):
                future.set_result(None)

    def _ended(self) -> None:
        """The spawner died, and all boxes with it."""
        if not self.alive:
            return
        self.alive = False
        asyncio.get_running_loop().remove_reader(self._hub.fileno())
        self._hub.close()
        for future in self._gone.values():
            future.set_result(None)
        self._gone.clear()

    async def aclose(self) -> None:
        """End the spawner and with it every box; returns when it has removed everything."""
        self._ended()
        await _end(self.process, self.group)


async def _end(process: asyncio.subprocess.Process, group: ControlGroup | None) -> None:
    """Wait for a process that has been told to end, and insist when it does not; its group is empty then."""
    try:
        await asyncio.wait_for(process.wait(), 5)
    except TimeoutError:
        process.kill()
        await process.wait()
    if group is not None:
        await asyncio.to_thread(group.remove)


def spawner_plan(
    settings: SandboxSettings, pythons: tuple[Python, ...], *, namespaces: bool, own_uid: int | None
) -> SpawnerPlan:
    """What a spawner must know."""
    packages = [str(path.resolve()) for path in settings.packages]
    limits = {name: value for name, value in asdict(settings.limits).items() if isinstance(value, int)}
    return SpawnerPlan(
        namespaces=namespaces,
        own_uid=own_uid,
        folder=FOLDER,
        limits=limits,
        together=_together(settings),
        pythons=[
            PythonPlan(
                executable=python.executable,
                show=[*python.show, *packages],
                hide=[*python.hide],
                packages=packages,
                site=python.site,
                recorder=python.recorder,
                libraries=python.libraries,
            )
            for python in pythons
        ],
        loaders=loaders(),
        environment={"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "USER": "learner"},
    )


def _together(settings: SandboxSettings) -> tuple[int, int]:
    """At most half of the machine's memory, but not less than one program may take; and all their threads."""
    limits = settings.limits
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    memory = max(machine // 2, limits.memory_bytes + limits.folder_bytes + _OWN_MEMORY)
    return memory, (settings.boxes + settings.warm + 1) * (2 * limits.processes + 3) + 8


def descriptor_pairs() -> tuple[list[int], list[int]]:
    """Pipes for one box: (the bot's ends, the box's ends) of control, stdin, stdout, stderr and record."""
    control, far_control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in (control, far_control):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 18)
    far_stdin, stdin = os.pipe2(os.O_CLOEXEC)
    pipes = [os.pipe2(os.O_CLOEXEC) for _ in range(3)]
    ours = [control.detach(), stdin, *(read for read, _ in pipes)]
    theirs = [far_control.detach(), far_stdin, *(write for _, write in pipes)]
    for descriptor in ours:
        os.set_blocking(descriptor, False)
    return ours, theirs
