"""A program in the sandbox prints byte for byte what a plain python prints, on every Python found here."""

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.pool import can_be_parked
from bot.sandbox.pythons import AUTO, Python, find_pythons
from bot.sandbox.run import FOLDER, Run
from bot.sandbox.snippet import Snippet

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIST = Path(__file__).with_name("programs.yaml")
PROGRAMS: dict[str, Any] = yaml.safe_load(LIST.read_text("utf-8"))["programs"]
WARM = 6
FOUND = asyncio.run(find_pythons([AUTO]))


def snippet_of(program: Any) -> Snippet:
    told = {"files": {"main.py": program}} if isinstance(program, str) else program
    return Snippet.of(told["files"].items(), argv=told.get("argv", ()), stdin=told.get("stdin", ""))


SNIPPETS = {name: snippet_of(program) for name, program in PROGRAMS.items()}


# What these print depends on installed packages that hook into the start of every interpreter; in the box
# there are none, so they are compared only where there are none outside either.
AT_START = ("loaded-at-start", "shadowed-library", "importlib")


def plain(python: Python, snippet: Snippet, folder: Path) -> tuple[int | None, bytes, bytes]:
    """Run it without any sandbox, in a folder of its own, with the environment a box has."""
    for file in snippet.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.source.encode())
    command = [python.executable, *(snippet.argv or (snippet.entry,))]
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "USER": "learner"}
    ended = subprocess.run(
        command,
        cwd=folder,
        env=env,
        input=snippet.stdin.encode(),
        capture_output=True,
        check=False,
        timeout=20,
    )
    name = os.fsencode(folder)
    stdout, stderr = (text.replace(name, FOLDER.encode()) for text in (ended.stdout, ended.stderr))
    return ended.returncode, same_addresses(stdout), same_addresses(stderr)


def same_addresses(text: bytes) -> bytes:
    return re.sub(rb" at 0x[0-9a-f]+", b" at 0x", text)


def hooks_into_start(python: Python) -> bool:
    texts = [path.read_bytes() for site in python.hide for path in Path(site).glob("*.pth")]
    return any(line.startswith(b"import") for text in texts for line in text.splitlines())


def told(ended: Run) -> tuple[int | None, bytes, bytes]:
    return ended.exit_code, same_addresses(ended.stdout), same_addresses(ended.stderr)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def cold() -> AsyncIterator[MachineSandbox]:
    async with open_sandbox(SandboxSettings(pythons=[AUTO], warm=0)) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def warm() -> AsyncIterator[MachineSandbox]:
    async with open_sandbox(SandboxSettings(warm=WARM, boxes=WARM)) as opened:
        await opened.run(SNIPPETS["hello"])
        yield opened


async def test_there_are_programs_enough() -> None:
    assert len(SNIPPETS) >= 80


@pytest.mark.parametrize("python", FOUND, ids=[python.version for python in FOUND])
async def test_the_cold_path_shows_what_a_plain_python_shows(
    python: Python, cold: MachineSandbox, tmp_path: Path
) -> None:
    hooked = hooks_into_start(python)
    names = [name for name in SNIPPETS if not (hooked and name in AT_START)]
    turn = asyncio.Semaphore(3)

    async def compare(name: str) -> tuple[object, object]:
        folder = tmp_path / name
        folder.mkdir()
        async with turn:
            expected = await asyncio.to_thread(plain, python, SNIPPETS[name], folder)
            return expected, told(await cold.run(SNIPPETS[name], python=python.name))

    pairs = dict(zip(names, await asyncio.gather(*map(compare, names)), strict=True))

    assert {name: pair for name, pair in pairs.items() if pair[0] != pair[1]} == {}


async def test_the_warm_path_shows_what_the_cold_path_shows(
    cold: MachineSandbox, warm: MachineSandbox
) -> None:
    names = [name for name, snippet in SNIPPETS.items() if can_be_parked(snippet)]
    parked, different = 0, []
    for some in (names[at : at + WARM] for at in range(0, len(names), WARM)):
        await warm.settled()
        parked += min(warm.parked, len(some))
        seen = await asyncio.gather(*(warm.run(SNIPPETS[name]) for name in some))
        expected = await asyncio.gather(*(cold.run(SNIPPETS[name]) for name in some))
        pairs = zip(some, map(told, seen), map(told, expected), strict=True)
        different += [pair for pair in pairs if pair[1] != pair[2]]

    assert different == []
    assert parked >= 60
