"""One control group around all programs, where one can be made; never one that is left behind."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.cgroup import Bounds, ControlGroup
from bot.sandbox.run import Outcome
from tests.sandbox.conftest import run

BOUNDS = Bounds(memory=600 << 20, tasks=100)
V2 = ("memory.max", "memory.swap.max", "pids.max", "cgroup.procs")
V1 = ("memory.limit_in_bytes", "cgroup.procs")


@pytest.fixture
def sleeper() -> Iterator[int]:
    """A process to put into a group."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process.pid
        process.kill()


class Hierarchy:
    """Folders that behave like a hierarchy of groups as far as that is told here."""

    def __init__(self, top: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...]) -> None:
        self.top = top / "mounted"
        self.proc = top / "proc"
        self.proc.mkdir()
        self.top.mkdir()
        make = Path.mkdir

        def mkdir(folder: Path, *mode: int, **options: bool) -> None:
            make(folder, *mode, **options)
            for name in files:
                (folder / name).touch()

        monkeypatch.setattr(Path, "mkdir", mkdir)
        monkeypatch.setattr(Path, "rmdir", shutil.rmtree)

    def of_this_process(self, kind: str, options: str, own: str) -> None:
        (self.proc / "cgroup").write_text(own)
        (self.proc / "mountinfo").write_text(f"1 2 0:1 / {self.top} rw - {kind} none rw,{options}\n")

    def groups(self) -> list[str]:
        return sorted(str(path.relative_to(self.top)) for path in self.top.rglob("modulo-*"))


def test_in_version_2_it_is_made_beside_the_bots_own_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Hierarchy(tmp_path, monkeypatch, V2)
    fake.of_this_process("cgroup2", "", "0::/service/main\n")
    (fake.top / "service/main").mkdir(parents=True)
    (fake.top / "service/cgroup.controllers").write_text("cpu io memory pids\n")
    (fake.top / "service/cgroup.subtree_control").write_text("memory\n")

    group = ControlGroup.around(4242, BOUNDS, proc=fake.proc)

    assert group is not None
    (folder,) = group.folders
    assert folder.parent == fake.top / "service"
    assert group.controllers == ("memory", "pids")
    assert {name: (folder / name).read_text() for name in V2} == {
        "memory.max": str(600 << 20),
        "memory.swap.max": "0",
        "pids.max": "100",
        "cgroup.procs": "4242",
    }
    group.remove()
    assert fake.groups() == []


def test_a_bot_alone_in_a_delegated_group_makes_room_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Hierarchy(tmp_path, monkeypatch, V2)
    fake.of_this_process("cgroup2", "", "0::/\n")
    (fake.top / "cgroup.controllers").write_text("memory\n")
    (fake.top / "cgroup.procs").write_text(f"{os.getpid()}\n")
    switch, write = fake.top / "cgroup.subtree_control", Path.write_text
    switch.touch()

    def busy(path: Path, text: str) -> int:
        if path == switch and not (fake.top / "modulo-bot").exists():
            raise OSError("Device or resource busy")
        return write(path, text)

    monkeypatch.setattr(Path, "write_text", busy)

    group = ControlGroup.around(4242, BOUNDS, proc=fake.proc)

    assert group is not None
    assert (fake.top / "modulo-bot/cgroup.procs").read_text() == str(os.getpid())
    assert switch.read_text() == "+memory"


def test_in_version_1_each_hierarchy_gets_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = Hierarchy(tmp_path, monkeypatch, V1)
    fake.of_this_process("cgroup", "memory", "4:memory:/outside/bot\n3:cpu:/\n")
    (fake.proc / "mountinfo").write_text(f"1 2 0:1 /outside {fake.top} rw - cgroup none rw,memory\n")
    (fake.top / "bot").mkdir()
    abandoned = fake.top / f"bot/modulo-{os.geteuid()}-000000000000"
    abandoned.mkdir()

    group = ControlGroup.around(4242, BOUNDS, proc=fake.proc)

    assert group is not None
    assert group.controllers == ("memory",)
    assert (group.folders[0] / "memory.limit_in_bytes").read_text() == str(600 << 20)
    assert not abandoned.exists()


def test_without_the_memory_there_is_none_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Hierarchy(tmp_path, monkeypatch, ("pids.max", "cgroup.procs"))
    fake.of_this_process("cgroup", "pids", "4:pids:/\n")

    assert ControlGroup.around(4242, BOUNDS, proc=fake.proc) is None
    assert fake.groups() == []


def test_the_next_start_removes_the_group_of_a_killed_bot_and_no_other_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = Hierarchy(tmp_path, monkeypatch, V1)
    fake.of_this_process("cgroup", "memory", "4:memory:/\n")
    for uid in (os.geteuid(), os.geteuid() + 1):
        (fake.top / f"modulo-{uid}-left").mkdir()

    group = ControlGroup.around(4242, BOUNDS, proc=fake.proc)

    assert group is not None
    assert fake.groups() == sorted([group.folders[0].name, f"modulo-{os.geteuid() + 1}-left"])


def test_whatever_this_machine_allows_is_given_back(sleeper: int) -> None:
    group = ControlGroup.around(sleeper, BOUNDS)
    folders = () if group is None else group.folders
    for folder in folders:
        assert str(sleeper) in (folder / "cgroup.procs").read_text().split()
    if group is not None:
        os.kill(sleeper, 9)
        os.waitid(os.P_PID, sleeper, os.WEXITED | os.WNOWAIT)
        group.remove()

    assert not [folder for folder in folders if folder.exists()]


async def test_a_sandbox_runs_in_its_group_and_takes_it_away() -> None:
    async with open_sandbox(SandboxSettings(warm=1)) as sandbox:
        ended = await run(sandbox, "print(1)")
        await sandbox.settled()
        group = sandbox._link.group
        about = {layer.name: layer for layer in sandbox.layers}["control group"]

    assert ended.outcome is Outcome.FINISHED
    assert about.holds == (group is not None)
    assert not [folder for folder in (group.folders if group else ()) if folder.exists()]
