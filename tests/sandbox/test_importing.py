"""The record of imports is what `python -v -X importtime` tells outside; the program sees no difference."""

import asyncio
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.pythons import AUTO, Python, find_pythons
from bot.sandbox.run import FOLDER, ImportEvent, ModuleKind, Run
from bot.sandbox.snippet import Snippet

LIST = Path(__file__).with_name("importing.yaml")
PROGRAMS: dict[str, Any] = yaml.safe_load(LIST.read_text("utf-8"))["programs"]
FOUND = asyncio.run(find_pythons([AUTO]))
AT_ONCE = 3

# The first line of every program that is a script: at its end it tells all that it can see of its imports.
WATCH = (
    "import atexit as _, sys as _s; _.register(lambda: print(_s.path, [*_s.modules], "
    "[(n, getattr(m, '__file__', 0)) for n, m in list(_s.modules.items())], [*_s.path_importer_cache]))\n"
)
_IMPORTED = re.compile(r"import '([\w.]+)' # ")
_TIMED = re.compile(r"import time: +\d+ \| +\d+ \| ( *)([\w.]+)$")
_READ = re.compile(r"# \S+\.pyc matches (\S+)$|# code object from (/\S+)$")
# These ask importlib itself, which `-X importtime` does not see; what they import is told by `-v` alone.
UNTIMED = re.compile(r"import_module|reload|runpy|find_spec|_spec")


@dataclass(frozen=True)
class Seen:
    """What a plain python says of a run."""

    told: tuple[int | None, bytes, bytes]
    imported: tuple[str, ...]
    """Modules in the order their import ended well."""
    timed: tuple[tuple[int, str], ...]
    """(nesting, module) in the order their import ended, well or not."""
    files: tuple[str, ...]
    """Source files in the order their code was read in."""


def snippet_of(program: Any) -> Snippet:
    told = {"files": {"main.py": program}} if isinstance(program, str) else program
    files = dict(told["files"])
    if "main.py" in files and "argv" not in told and "__future__" not in files["main.py"]:
        files["main.py"] = WATCH + files["main.py"]
    return Snippet.of(files.items(), argv=told.get("argv", ()))


SNIPPETS = {name: snippet_of(program) for name, program in PROGRAMS.items()}


def bare_python(python: Python, folder: Path, *, quiet: bool) -> None:
    """The same interpreter with nothing installed, and if `quiet`, without a traceback and what it needs."""
    site = folder / python.site
    site.mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(python.executable)
    home = f"home = {Path(python.executable).parent}\n"
    (folder / "pyvenv.cfg").write_text(f"{home}include-system-site-packages = false\n")
    if quiet:
        (site / "quiet.pth").write_text("import sys; sys.excepthook = lambda *_: None\n")


def start(command: list[str], snippet: Snippet, folder: Path) -> subprocess.CompletedProcess[bytes]:
    for file in snippet.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.source.encode())
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "USER": "learner"}
    command = [*command, *(snippet.argv or (snippet.entry,))]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False, timeout=30)


def outside(python: Python, snippet: Snippet, folder: Path) -> Seen:
    """Run it twice without any sandbox: plain, and telling what it imports."""
    plain = start([str(folder.parent / "plain/bin/python")], snippet, folder / "1")
    venv = repr(str(folder.parent / "plain" / python.site)).encode()
    installed = ", ".join(map(repr, python.hide)).encode()
    told = [
        text.replace(venv, installed).replace(os.fsencode(folder / "1"), FOLDER.encode())
        for text in (plain.stdout, plain.stderr)
    ]
    verbose = start(
        [str(folder.parent / "quiet/bin/python"), "-v", "-X", "importtime"], snippet, folder / "2"
    )
    text = verbose.stderr.decode().replace(str(folder / "2"), FOLDER)
    lines = text.partition('Type "help"')[2].partition("# clear sys.")[0].splitlines()
    return Seen(
        (plain.returncode, *map(same_addresses, told)),
        tuple(found[1] for line in lines if (found := _IMPORTED.match(line))),
        tuple((len(found[1]) // 2, found[2]) for line in lines if (found := _TIMED.match(line))),
        tuple(sorted(found[1] or found[2] for line in lines if (found := _READ.match(line)))),
    )


def same_addresses(text: bytes) -> bytes:
    return re.sub(rb" at 0x[0-9a-f]+", b" at 0x", text)


def inside(run: Run, python: Python) -> Seen:
    """What the record says, put as a plain python puts it."""
    events = [event for event in run.imports if event.millis is not None or not event.served]
    ended = tuple(in_order_of_end(events))
    loaded = [
        event for event in ended if event.error is None and event.millis is not None and not event.served
    ]
    sources = [event for event in events if event.executed and is_source(event.file or "")]
    folders = {ModuleKind.YOURS: FOLDER, ModuleKind.STDLIB: python.library}
    return Seen(
        (run.exit_code, same_addresses(run.stdout), same_addresses(run.stderr)),
        tuple(event.module for event in loaded),
        tuple((event.depth, event.module) for event in ended),
        tuple(sorted(f"{folders[event.kind]}/{event.file}" for event in sources)),
    )


def is_source(file: str) -> bool:
    """Whether `-v` names it: a file of code, and not one within an archive."""
    return file.endswith(".py") and ".zip/" not in file


def in_order_of_end(events: list[ImportEvent]) -> Iterator[ImportEvent]:
    """Events that are given in the order of their begin."""
    under_way: list[ImportEvent] = []
    for event in events:
        while under_way and under_way[-1].depth >= event.depth:
            yield under_way.pop()
        under_way.append(event)
    yield from reversed(under_way)


def comparable(seen: Seen, name: str) -> Seen:
    """Without what `-X importtime` cannot see, without what only `runpy` reads, and without runpy itself."""
    program, snippet = PROGRAMS[name], SNIPPETS[name]
    ran = [f"{FOLDER}/{path}" for path in program.get("ran", ())] if isinstance(program, dict) else []
    files = tuple(file for file in seen.files if file not in ran)
    timed = () if any(UNTIMED.search(file.source) for file in snippet.files) else seen.timed
    if snippet.argv[:1] not in (("-m",), ("-c",), ("app",)):
        return replace(seen, files=files, timed=timed)
    own = {file.path.partition("/")[0].removesuffix(".py") for file in snippet.files}
    return Seen(
        seen.told,
        tuple(module for module in seen.imported if module.partition(".")[0] in own),
        tuple((level, module) for level, module in timed if module.partition(".")[0] in own),
        tuple(file for file in files if file.startswith(FOLDER)),
    )


def without_untold(seen: Seen, name: str, python: Python) -> Seen:
    """From 3.15 on no audit event and no lock tells of an import that finds None in sys.modules."""
    if not isinstance(PROGRAMS[name], dict) or int(python.name.partition(".")[2]) < 15:
        return seen
    untold = PROGRAMS[name].get("untold", ())
    return replace(seen, timed=tuple(pair for pair in seen.timed if pair[1] not in untold))


def without_reloads(seen: Seen, name: str) -> Seen:
    """`-v` does not call a reload an import."""
    modules = list(seen.imported)
    for module in PROGRAMS[name].get("reloaded", ()) if isinstance(PROGRAMS[name], dict) else ():
        modules.reverse()
        modules.remove(module)
        modules.reverse()
    return replace(seen, imported=tuple(modules))


@pytest.mark.parametrize("python", FOUND, ids=[python.version for python in FOUND])
async def test_the_record_says_what_python_itself_says(python: Python, tmp_path: Path) -> None:
    for name in ("plain", "quiet"):
        bare_python(python, tmp_path / name, quiet=name == "quiet")
    turn = asyncio.Semaphore(AT_ONCE)

    async with open_sandbox(SandboxSettings(pythons=[python.executable], warm=0)) as sandbox:

        async def compare(number: int, name: str) -> tuple[Seen, Seen]:
            folder, snippet = tmp_path / str(number), SNIPPETS[name]
            async with turn:
                expected = await asyncio.to_thread(outside, python, snippet, folder)
                run = await sandbox.run(snippet, python=python.name)
            expected = without_untold(comparable(expected, name), name, python)
            seen = without_reloads(inside(run, python), name)
            return expected, comparable(seen, name)

        pairs = await asyncio.gather(*(compare(*numbered) for numbered in enumerate(SNIPPETS)))

    assert dict(differences(SNIPPETS, pairs)) == {}


def differences(names: Iterable[str], pairs: Iterable[tuple[Seen, Seen]]) -> Iterator[tuple[str, object]]:
    for name, (expected, seen) in zip(names, pairs, strict=True):
        for part in fields(Seen):
            wanted, got = getattr(expected, part.name), getattr(seen, part.name)
            if wanted != got:
                yield f"{name}: {part.name}", (wanted, got)


def test_there_are_programs_enough() -> None:
    assert len(PROGRAMS) >= 60
