"""The process that boxes are forked from: one thread, a small heap, no secrets in its environment.

The bot starts it as `python -I -S` and never forks itself. It talks over one SOCK_SEQPACKET socket:
bot → spawner   marshalled ("open", box, python, parked, name) with five descriptors:
                control, stdin, stdout, stderr, record; `name` is that of its folder, where it needs one
                marshalled ("kill", box)
spawner → bot   once, marshalled: what it isolates with; then GONE for each box that left nothing behind
When the bot is gone the socket ends, and with the spawner every box ends.
"""
# pathlib is too heavy for a process that is forked for every run; marshal comes from the bot alone:
# ruff: noqa: PTH109, PTH123, PTH208, S302

import _socket
import array
import gc
import marshal
import os
import select
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from bot.sandbox import kernel, landlock
from bot.sandbox.children import Children
from bot.sandbox.confine import Confinement
from bot.sandbox.folder import WorkFolders, remove_tree
from bot.sandbox.grants import grants, start_files
from bot.sandbox.meter import Meter, tasks_of_this_user
from bot.sandbox.namespaces import Root
from bot.sandbox.plan import GONE, MESSAGE_BYTES, Layers, PythonPlan, SpawnerPlan
from bot.sandbox.supervisor import Plan, supervise

_DESCRIPTORS = 5


class Spawner:
    """Opens boxes on demand, each a child process, until the bot is gone."""

    def __init__(self, plan: SpawnerPlan, hub: _socket.socket) -> None:
        self.plan = plan
        self.hub = hub
        self.children = Children(hub.fileno())
        self.root: Root | None = None
        self.folders: WorkFolders | None = None
        self.abi = landlock.abi()
        self.userbase = ""
        self.uid = os.geteuid()
        """Whom programs run as, seen from outside."""
        self._set_up()
        self.confinement = Confinement(limits=plan["limits"], abi=self.abi, own_files=self.root is not None)

    def _set_up(self) -> None:
        plan = self.plan
        kernel.architecture()
        privileged = os.geteuid() == 0 and plan["own_uid"] is not None
        sites = {
            name: text
            for python in plan["pythons"]
            for name, text in start_files(python, namespaces=plan["namespaces"]).items()
        }
        if plan["namespaces"]:
            self.userbase = "/.base"
            self.root = Root(
                privileged=privileged,
                show=[path for python in plan["pythons"] for path in python["show"]],
                hide=[path for python in plan["pythons"] for path in python["hide"]],
                files={f"{self.userbase}/{path}": text for path, text in sites.items()},
                folder=plan["folder"],
            )
        if privileged:
            self.uid = plan["own_uid"] or 0
            _become(self.uid)
        elif self.root is None:
            kernel.drop_capabilities()
        if self.root is None:
            self.folders = WorkFolders()
            self.userbase = self.folders.keep(sites)

    def trial(self) -> Layers:
        """Open a box that tries what a program must not be able to do; reports whether it all held."""
        report, write = os.pipe2(os.O_CLOEXEC)
        try:
            pid, folder = self._fork("trial")
            if pid == 0:
                os.write(write, self._trial_in_box(folder).encode("utf-8", "backslashreplace")[:1000])
                os._exit(0)
            os.close(write)
            problem = os.read(report, 1000).decode() or "the trial box ended without a word"
            os.waitpid(pid, 0)
            remove_tree(folder)
        except OSError as failure:
            problem = str(failure)
        os.close(report)
        return Layers(
            ready=problem == "held",
            problem="" if problem == "held" else problem,
            namespaces=self.root is not None,
            landlock=self.abi,
            uid=self.uid,
            folders="" if self.folders is None else self.folders.home,
        )

    def _trial_in_box(self, folder: str) -> str:
        try:
            self._enter(folder)
            rules = self._rules(self.plan["pythons"][0], os.getcwd())
            self.confinement.lock_down(rules, self.plan["limits"]["processes"])
        except BaseException as problem:  # noqa: BLE001 - a box's process must never return to the spawner's loop
            return str(problem) or repr(problem)
        for attempt, name in ((_list_root, "reading a folder outside"), (_open_socket, "a network socket")):
            try:
                attempt()
            except OSError:
                continue
            return f"{name} was not denied"
        return "held"

    def serve(self) -> None:
        """Open and reap boxes until the bot closes its end."""
        wake, alarm = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        poll = select.poll()
        poll.register(self.hub.fileno(), select.POLLIN)
        poll.register(wake, select.POLLIN)
        gc.freeze()
        try:
            while True:
                ready = dict(poll.poll())
                if wake in ready:
                    os.read(wake, 4096)
                    self._reap()
                if self.hub.fileno() in ready and not self._obey():
                    break
        finally:
            self._end()

    def _obey(self) -> bool:
        """Carry out one message; False when there will be no more."""
        try:
            message, ancillary, _, _ = self.hub.recvmsg(MESSAGE_BYTES, _socket.CMSG_SPACE(_DESCRIPTORS * 4))
        except ConnectionResetError:  # the bot closed its end while a word to it was still unread
            return False
        if not message:
            return False
        descriptors = array.array("i")
        for _level, _kind, data in ancillary:
            descriptors.frombytes(data)
        word, box, *rest = marshal.loads(message)
        match word:
            case "open":
                try:
                    self._open(box, rest, descriptors)
                finally:
                    for descriptor in descriptors:
                        os.close(descriptor)
            case "kill":
                self.children.kill(box)
        return True

    def _open(self, box: int, wanted: "tuple[int, bool, str]", descriptors: "array.array[int]") -> None:
        python, parked, name = wanted
        try:
            pid, folder = self._fork(name)
        except OSError as problem:
            _refuse(descriptors[0], problem)
            self.hub.send(GONE.pack(box))
            return
        if pid:
            self.children.add(pid, box, folder)
            return
        try:
            self._enter(folder)
            self._supervise(self.plan["pythons"][python], descriptors, parked=parked)
        except BaseException as problem:  # noqa: BLE001 - as above; the bot is told and reports it as ours
            _refuse(descriptors[0], problem)
        finally:
            os._exit(0)

    def _fork(self, name: str) -> tuple[int, str]:
        """Fork a box's supervisor, which goes on with `_enter`; returns its pid and its work folder."""
        if self.root is not None:
            return self.root.fork_box(), ""
        assert self.folders is not None  # noqa: S101 - one of the two, see _set_up
        folder = self.folders.new(name)
        try:
            return os.fork(), folder
        except OSError:
            remove_tree(folder)
            raise

    def _enter(self, folder: str) -> None:
        """In the child: the spawner's ways are undone, and the current folder is the program's."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        limits = self.plan["limits"]
        if self.root is not None:
            self.root.enter_box(size=limits["folder_bytes"], files=limits["folder_files"])
        else:
            os.chdir(folder)

    def _supervise(self, python: PythonPlan, descriptors: "array.array[int]", *, parked: bool) -> None:
        control, *program = descriptors
        self.hub.close()
        folder = os.getcwd()
        environment = {
            **self.plan["environment"],
            "HOME": folder,
            "PWD": folder,
            "PYTHONUSERBASE": self.userbase,
        }
        if python["libraries"]:
            environment["LD_LIBRARY_PATH"] = python["libraries"]
        rules = self._rules(python, folder)
        threads = self.plan["limits"]["processes"]
        if self.root is None:
            # All boxes count together here: lest one uses up what others may start, the meter counts each.
            threads = tasks_of_this_user() + self.plan["together"][1]

        def start(argv: list[str], parent_gone: int) -> NoReturn:
            stdin, stdout, stderr, record = program
            self.confinement.become(
                [python["executable"], *argv],
                environment,
                descriptors=(stdin, stdout, stderr, record),
                rules=rules,
                threads=threads,
                parent_gone=parent_gone,
            )
            raise AssertionError("execve(2) returned")

        meter = None if self.root is not None else Meter(folder, self.plan["limits"])
        plan = Plan(control=control, start=start, parked=parked, meter=meter)
        supervise(plan, tuple(program))

    def _rules(self, python: PythonPlan, folder: str) -> list[tuple[str, int]]:
        site = f"{self.userbase}/{python['site']}"
        return grants(python, self.plan["loaders"], own=(site, folder), private_root=self.root is not None)

    def _reap(self) -> None:
        """Collect ended boxes and tell the bot of those that left nothing."""
        for box in self.children.gone():
            with suppress(OSError):  # the bot is gone; the loop will notice
                self.hub.send(GONE.pack(box))

    def _end(self) -> None:
        self.children.end()
        if self.folders is not None:
            self.folders.close()


def _refuse(control: int, problem: BaseException) -> None:
    """Tell the bot that a box could not be opened."""
    text = f"{type(problem).__name__}: {problem}".encode("utf-8", "backslashreplace")
    with suppress(OSError):
        os.write(control, b"X" + text[:500])


def _go_first() -> None:
    """When memory runs out, the kernel ends this and its boxes before the bot; proc_pid_oom_score_adj(5)."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("800")


def _become(uid: int) -> None:
    """Leave root for good; this process's files in /proc stay its own, which mapping user ids needs."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)


def _list_root() -> None:
    os.listdir("/")


def _open_socket() -> None:
    _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).close()


def main() -> None:
    """Serve over the socket whose descriptor is the first argument; the plan is its first message."""
    hub = _socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(hub.fileno(), False)  # noqa: FBT003 - the name says what it is
    plan: SpawnerPlan = marshal.loads(hub.recv(1 << 20))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # The bot ends it by closing the socket, in its own time; a Ctrl-C reaches the whole terminal.
        signal.signal(number, signal.SIG_IGN)
    _go_first()
    try:
        spawner = Spawner(plan, hub)
        layers = spawner.trial()
    except OSError as problem:
        layers = Layers(
            ready=False, problem=str(problem), namespaces=False, landlock=0, uid=os.geteuid(), folders=""
        )
    hub.send(marshal.dumps(layers))  # type: ignore[arg-type]  # a TypedDict is a dict
    if layers["ready"]:
        spawner.serve()
