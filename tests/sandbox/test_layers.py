"""What the machine isolates with is found by doing it; below the minimum no code is run, and why is said."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import SandboxUnavailable
from bot.sandbox import box, link
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.link import SpawnerFailed, SpawnerLink
from bot.sandbox.plan import SpawnerPlan
from bot.sandbox.pythons import find_pythons, loaders
from bot.sandbox.snippet import Snippet
from tests.sandbox.conftest import run


async def test_the_layers_are_named_with_whether_they_hold() -> None:
    async with open_sandbox(SandboxSettings(namespaces="off", warm=0)) as sandbox:
        held = {layer.name: layer.holds for layer in sandbox.layers}

    assert held["Landlock"]
    assert held["seccomp"]
    assert held["resource limits"]
    assert held["no_new_privs"]
    assert not held["namespaces"]


async def test_without_namespaces_the_sandbox_opens_in_the_poorer_mode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start = SpawnerLink.start

    async def refuse(plan: SpawnerPlan) -> SpawnerLink:
        if plan["namespaces"]:
            raise SpawnerFailed("unshare: Operation not permitted")
        return await start(plan)

    monkeypatch.setattr(SpawnerLink, "start", refuse)

    async with open_sandbox(SandboxSettings(warm=0)) as sandbox:
        about = {layer.name: layer.about for layer in sandbox.layers}
        ended = await run(sandbox, "print('still')")

    assert about["namespaces"] == "unshare: Operation not permitted"
    assert ended.stdout == b"still\n"


IN_PODMAN = """
import asyncio, errno, struct
from bot.sandbox import kernel, seccomp
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.snippet import Snippet

set_host_name = (170, 161)[kernel.ARCHITECTURES.index(kernel.architecture())]
load, equal, answer = 0x20, 0x15, 0x06
refuse, allow = (answer, 0, 0, 0x50000 | errno.EPERM), (answer, 0, 0, 0x7FFF0000)
steps = (load, 0, 0, 0), (equal, 0, 1, set_host_name), refuse, allow
kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
seccomp.install(b"".join(struct.pack("=HBBI", *step) for step in steps))


async def main():
    async with open_sandbox(SandboxSettings(namespaces="required", warm=0)) as sandbox:
        ended = await sandbox.run(Snippet.of([("main.py", "import os; print(os.uname().nodename)")]))
    print(ended.stdout_text, end="")


asyncio.run(main())
"""


def test_where_only_the_name_cannot_be_changed_there_are_namespaces_and_the_name_is_seen() -> None:
    ended = subprocess.run([sys.executable, "-c", IN_PODMAN], capture_output=True, text=True, check=False)

    assert ended.stderr == ""
    assert ended.stdout == f"{os.uname().nodename}\n"


async def test_required_namespaces_are_never_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(plan: SpawnerPlan) -> SpawnerLink:
        raise SpawnerFailed("unshare: Operation not permitted")

    monkeypatch.setattr(SpawnerLink, "start", refuse)

    with pytest.raises(SandboxUnavailable, match=r"requires namespaces.*`sandbox.namespaces: auto`"):
        async with open_sandbox(SandboxSettings(namespaces="required")):
            pass


async def test_below_the_minimum_the_reason_and_the_remedy_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(plan: SpawnerPlan) -> SpawnerLink:
        raise SpawnerFailed("landlock_create_ruleset: Function not implemented")

    monkeypatch.setattr(SpawnerLink, "start", refuse)

    with pytest.raises(SandboxUnavailable, match=r"Landlock.*not implemented.*Linux 5\.13"):
        async with open_sandbox(SandboxSettings()):
            pass


async def test_another_system_is_told_what_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box.sys, "platform", "darwin")

    with pytest.raises(SandboxUnavailable, match=r"needs Linux.*container"):
        async with open_sandbox(SandboxSettings()):
            pass


async def test_a_spawner_that_cannot_lock_a_box_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial inside decides: here the whole disk was granted by mistake."""
    (python,) = await find_pythons([])
    settings = SandboxSettings(namespaces="off")
    plan = link.spawner_plan(settings, (python,), namespaces=False, own_uid=None)
    plan["pythons"][0]["show"] = ["/"]

    with pytest.raises(SpawnerFailed, match="reading a folder outside was not denied"):
        await SpawnerLink.start(plan)


async def test_a_box_that_cannot_be_set_up_says_at_which_step() -> None:
    (python,) = await find_pythons([])
    plan = link.spawner_plan(SandboxSettings(), (python,), namespaces=True, own_uid=None)
    plan["limits"]["folder_bytes"] = -1

    with pytest.raises(SpawnerFailed, match="mount /box"):
        await SpawnerLink.start(plan)


async def test_the_bots_own_interpreter_comes_first_and_without_its_environment() -> None:
    (python,) = await find_pythons([])

    assert python.name == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert not python.executable.startswith(sys.prefix + "/") or sys.prefix == sys.base_prefix
    assert [path for path in (*loaders(), *python.show) if not there(path)] == []


def there(path: str) -> bool:
    return Path(path).exists()


@pytest.mark.parametrize("named", ["/nowhere/python3", "3.999", "/bin/true"])
async def test_a_named_python_that_does_not_work_is_said_so(named: str) -> None:
    with pytest.raises(SandboxUnavailable, match=r"sandbox\.pythons"):
        await find_pythons([named])


async def test_the_python_inside_is_the_one_that_was_found() -> None:
    """Not one whose shared library happened to lie where the loader looks."""
    async with open_sandbox(SandboxSettings(warm=0, pythons=["auto"])) as sandbox:
        for python in await find_pythons(["auto"]):
            command = [python.executable, "-I", "-c", "import sys; print(sys.version)"]
            outside = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True)
            snippet = Snippet.of([("main.py", "import sys; print(sys.version)")])
            inside = await sandbox.run(snippet, python=python.name)

            assert inside.stdout == outside.stdout


async def test_a_version_is_found_though_a_command_of_that_name_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own,) = await find_pythons([])
    (tmp_path / f"python{own.name}").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / f"python{own.name}").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    assert await find_pythons([own.name]) == (own,)


async def test_a_relocatable_python_is_told_where_its_libraries_are() -> None:
    (own,) = await find_pythons([])
    files = ("/nowhere/lib/libpython3.so", "/nowhere/lib/libpython3.13.so")
    moved = replace(own, shared=files, relocatable=True)

    assert moved.libraries == "/nowhere/lib"
    assert replace(moved, relocatable=False).libraries == ""
