"""The interpreters a snippet can be run with: the one the bot runs on, and those an operator names.

Of each, only the interpreter and its standard library are shown to a program: never a virtual environment,
never installed packages.
"""

import asyncio
import glob
import json
import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import SandboxUnavailable

AUTO = "auto"
"""In a list of interpreters: all that are found on PATH and beside the bot's own."""
OLDEST = (3, 11)
_NEWEST_MINOR = 19

# Asked of an interpreter itself. `os` knows where the library lies even where nothing else does, and the
# kernel which libpython was loaded: a box that could not see it might find another one of the same name.
_ASK = """
import json, marshal, os, platform, re, site, sys
text = "".join(open(part, encoding="utf-8").read() for part in sys.argv[1:])
recorder = compile(text, "<recorder>", "exec")
print(json.dumps({
    "version": platform.python_version(), "numbers": sys.version_info[:2],
    "executable": os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
    "library": os.path.realpath(os.path.dirname(os.__file__)),
    "paths": [p for p in sys.path if os.path.isdir(p)],
    "sites": [p for p in site.getsitepackages() if os.path.isdir(p)],
    "shared": sorted(set(re.findall(r"(/.*/libpython.*)", open("/proc/self/maps").read()))),
    "recorder": marshal.dumps(recorder).hex()}))
"""
_RECORDER = [str(Path(__file__).with_name("guest") / part) for part in ("sight.py", "recorder.py")]


@dataclass(frozen=True, slots=True)
class Python:
    """One interpreter: where it is, and what a program needs to see of it."""

    version: str
    """Like `3.13.0`."""
    name: str
    """Like `3.13`: what a learner asks for."""
    executable: str
    library: str
    """The folder of the standard library."""
    show: tuple[str, ...]
    hide: tuple[str, ...]
    """Folders of installed packages, which appear empty."""
    recorder: bytes
    """The guest's parts as this interpreter's own byte code, so that no start has to compile it."""
    shared: tuple[str, ...] = ()
    """The libpython it loads, when that is a file of its own."""
    relocatable: bool = False
    """Whether it names the place of that file relative to itself."""

    @property
    def libraries(self) -> str:
        """Where its shared libraries are, for the dynamic loader, which would ask /proc; a box has none."""
        folders = dict.fromkeys(str(Path(path).parent) for path in self.shared)
        return ":".join(folders) if self.relocatable else ""

    @property
    def site(self) -> str:
        """Where its user-site folder lies, below the user base."""
        return f"lib/python{self.name}/site-packages"

    def readable_by_others(self) -> bool:
        """Whether another user of this machine could run it where it lies."""
        paths = (self.executable, f"{self.library}/os.py", *self.shared)
        return all(_open_to_others(Path(path)) for path in paths)

    def readable_if_shown(self) -> bool:
        """Whether another user could run it once it is shown at a place that user can reach."""
        library = (self.library, f"{self.library}/os.py", f"{self.library}/encodings/utf_8.py")
        paths = (self.executable, *library, *self.shared)
        return all(Path(path).stat().st_mode & stat.S_IROTH for path in paths if Path(path).exists())


def _open_to_others(path: Path) -> bool:
    if not all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents):
        return False
    return bool(path.stat().st_mode & stat.S_IROTH)


def system_libraries() -> tuple[str, ...]:
    """Folders and files outside any Python that every interpreter needs: the C library and its data."""
    triplet = f"{platform.machine()}-linux-gnu"
    wanted = [f"/lib/{triplet}", f"/usr/lib/{triplet}", "/lib64", "/usr/lib64"]
    if glob.glob("/lib/ld-musl-*"):  # noqa: PTH207 - no folder to start from
        wanted += ["/lib", "/usr/lib"]
    wanted += ["/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/usr/lib/locale"]
    return tuple(path for path in wanted if Path(path).exists())


def loaders() -> list[str]:
    """The dynamic loaders, which the kernel runs when it runs an interpreter."""
    patterns = ("/lib64/ld-linux*.so*", "/lib/ld-linux*.so*", "/lib/ld-musl-*.so*")
    return sorted({path for pattern in patterns for path in glob.glob(pattern)})  # noqa: PTH207


async def find_pythons(wanted: Sequence[str | Path]) -> tuple[Python, ...]:
    """The bot's own interpreter first, then the wanted ones, newest first: paths, `3.12`-like names, or AUTO.

    Raises SandboxUnavailable for one that was named and is not there or does not work.
    """
    own = getattr(sys, "_base_executable", sys.executable)
    named = [str(word) for word in wanted if word != AUTO]
    asked = {word: _candidates(word) for word in named} | {own: [own]}
    guessed = _guess() if AUTO in wanted else []
    paths = list(dict.fromkeys([path for paths in asked.values() for path in paths] + guessed))
    answers = dict(zip(paths, await asyncio.gather(*map(_describe, paths)), strict=True))
    found: dict[str, Python] = {}
    for word in (own, *named):
        python = next((python for path in asked[word] if (python := answers[path])), None)
        if python is None:
            raise SandboxUnavailable(
                f"`{word}` is not here or does not work as a Python of at least "
                f"{OLDEST[0]}.{OLDEST[1]}; correct `sandbox.pythons` in the configuration."
            )
        found.setdefault(python.name, python)
    for path in guessed:
        if (python := answers[path]) is not None:
            found.setdefault(python.name, python)
    default, *others = found.values()
    newest_first = sorted(others, key=lambda python: int(python.name.partition(".")[2]), reverse=True)
    return (default, *newest_first)


def _candidates(word: str) -> list[str]:
    """Where an interpreter may be that was named: a path, a command, or a version like `3.12`."""
    if re.fullmatch(r"3\.\d+", word):
        return [path for path in _guess() if path.endswith(f"python{word}")]
    return [path] if (path := shutil.which(word)) else []


def _guess() -> list[str]:
    """Interpreters on PATH and in the folders beside the bot's own, as version managers lay them out."""
    beside = Path(sys.base_prefix).parent.glob("*/bin/python3.*")
    guesses = [str(path) for path in beside if re.fullmatch(r"python3\.\d+", path.name)]
    names = (f"python3.{minor}" for minor in range(OLDEST[1], _NEWEST_MINOR + 1))
    guesses += [path for name in names if (path := shutil.which(name))]
    return [path for path in guesses if int(path.rpartition(".")[2]) >= OLDEST[1]]


async def _describe(path: str) -> Python | None:
    """Ask an interpreter about itself; None when it does not answer as one."""
    try:
        process = await asyncio.create_subprocess_exec(
            path,
            *("-I", "-S", "-c", _ASK, *_RECORDER),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"},
        )
        output, _ = await asyncio.wait_for(process.communicate(), 20)
        told = json.loads(output)
    except (OSError, ValueError, TimeoutError):
        return None
    major, minor = told["numbers"]
    if (major, minor) < OLDEST:
        return None
    return _python(told, f"{major}.{minor}")


def _python(told: dict[str, Any], name: str) -> Python:
    library = told["library"]
    outside = [path for path in told["paths"] if not Path(path).is_relative_to(library)]
    binaries = [told["executable"], *told["shared"]]
    etc = f"/etc/python{name}"  # Debian keeps sitecustomize.py there
    show = [library, *outside, *binaries, *([etc] if Path(etc).is_dir() else [])]
    return Python(
        version=told["version"],
        name=name,
        executable=told["executable"],
        library=library,
        show=(*show, *system_libraries()),
        hide=tuple(told["sites"]),
        recorder=bytes.fromhex(told["recorder"]),
        shared=tuple(told["shared"]),
        relocatable=any(b"$ORIGIN" in Path(path).read_bytes() for path in binaries),
    )
