"""attacks.yaml, carried out: what each program may show, and that the host is as before."""

import asyncio
import os
import re
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.collect import MAX_LISTED, MAX_TOGETHER
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import Limits, Run
from bot.sandbox.snippet import Snippet
from bot.sandbox.written import FileKind, named_apart
from tests.sandbox.conftest import MODES

pytestmark = pytest.mark.asyncio(loop_scope="module")

ATTACKS = yaml.safe_load(Path(__file__).with_name("attacks.yaml").read_text("utf-8"))["attacks"]
MACHINE = os.uname().machine
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class Host:
    """What a program must neither read nor change nor stop."""

    def __init__(self, folder: Path) -> None:
        self.secret = secrets.token_hex(12)
        self.file = folder / "secret_module.py"
        self.file.write_text(f"secret = {self.secret!r}\n", "utf-8")
        folder.chmod(0o755)
        self.signals: list[int] = []
        self.mailbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.mailbox.bind(str(folder / "mailbox"))
        (folder / "mailbox").chmod(0o777)

    def fill(self, text: str) -> str:
        names = {
            "@SECRET_FILE@": self.file,
            "@BOT_PID@": os.getpid(),
            "@MAILBOX@": self.mailbox.getsockname(),
        }
        for name, value in names.items():
            text = text.replace(name, str(value))
        return text

    def mail(self) -> bytes:
        """What a program sent to a service of the host."""
        try:
            return self.mailbox.recv(1000)
        except BlockingIOError:
            return b""

    def state(self) -> tuple[object, ...]:
        seen = self.file.stat()
        return (
            seen.st_mode,
            seen.st_mtime_ns,
            seen.st_size,
            sorted(path.name for path in self.file.parent.iterdir()),
        )


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    host = Host(tmp_path_factory.mktemp("outside"))
    caught = (signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1)
    before = {number: signal.signal(number, lambda n, _: host.signals.append(n)) for number in caught}
    yield host
    host.mailbox.close()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=MODES)
async def boxes(request: pytest.FixtureRequest) -> AsyncIterator["Boxes"]:
    boxes = Boxes(request.param)
    yield boxes
    await boxes.aclose()


class Boxes:
    """Sandboxes of one mode, one for each set of limits."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.opened: dict[tuple[Limits, int], tuple[Any, MachineSandbox]] = {}

    async def get(self, limits: Limits, *, warm: int) -> MachineSandbox:
        key = (limits, warm)
        if key not in self.opened:
            context = open_sandbox(SandboxSettings(limits=limits, namespaces=self.mode, warm=warm))
            self.opened[key] = (context, await context.__aenter__())
        return self.opened[key][1]

    async def aclose(self) -> None:
        for context, _ in self.opened.values():
            await context.__aexit__(None, None, None)


def programs(attack: dict[str, Any], host: Host) -> list[Snippet]:
    steps = attack.get("sequence", [attack])
    files = [step.get("files") or {"main.py": step["code"]} for step in steps]
    return [Snippet.of((name, host.fill(text)) for name, text in named.items()) for named in files]


async def carry_out(sandbox: MachineSandbox, snippets: list[Snippet], *, together: bool) -> list[Run]:
    if together:
        return await asyncio.gather(*(sandbox.run(snippet) for snippet in snippets))
    return [await sandbox.run(snippet) for snippet in snippets]


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack["id"] for attack in ATTACKS])
async def test_nothing_gets_out(attack: dict[str, Any], boxes: Boxes, host: Host) -> None:
    if attack.get("arch", MACHINE) != MACHINE or (attack.get("tier") == "ns" and boxes.mode == "off"):
        pytest.skip("not an attack in this mode")
    warm = 2 if attack["kind"] in ("pool", "recorder") else 0
    sandbox = await boxes.get(replace(Limits(), **attack.get("limits", {})), warm=warm)
    before, expect = host.state(), attack["expect"]
    host.signals.clear()

    await sandbox.settled()
    runs = await carry_out(sandbox, programs(attack, host), together=attack.get("together", False))

    shown = "\n".join(run.stdout_text + run.stderr_text + repr((run.imports, run.files)) for run in runs)
    for run in runs:
        assert run.outcome in expect["verdict"], (run.reason, shown[-1500:])
        assert "ESCAPED" not in run.stdout_text + run.stderr_text
        assert len(run.stdout) + len(run.stderr) <= 2 * Limits().output_bytes
        assert len(run.files) <= MAX_LISTED
        assert FileKind.PNG not in {file.kind for file in run.files}
        assert sum(len(file.content or b"") for file in run.files) <= MAX_TOGETHER
        assert not [file.path for file in run.files if expect.get("unlisted", "\0") in file.path]
        for name, _file in named_apart(run.files):
            assert SAFE_NAME.fullmatch(name), name
    assert host.secret not in shown
    for need in expect.get("require_output", []):
        assert need in shown
    if attack.get("differ"):
        assert len({run.stdout for run in runs}) == len(runs)
    if expect.get("no_events"):
        assert all(event.module.isidentifier() for run in runs for event in run.imports)
    assert host.state() == before
    assert host.mail() == b""
    assert not host.signals


async def test_there_are_enough_ideas() -> None:
    assert len(ATTACKS) >= 60
    assert len({attack["id"] for attack in ATTACKS}) == len(ATTACKS)


async def test_after_all_that_the_sandbox_still_works(boxes: Boxes) -> None:
    sandbox = await boxes.get(Limits(), warm=2)

    runs = await asyncio.gather(*(sandbox.run(Snippet.of([("main.py", "print(6 * 7)")])) for _ in range(6)))

    assert [run.stdout for run in runs] == [b"42\n"] * 6
