"""Run the battery in each mode: with and without namespaces, as who started it, as another user, and poorer.

usage: python -m tests.battery BATTERY.py SPEC.yaml ...
As root, each mode runs in a pid and IPC namespace of its own, so that nobody else's processes are counted.
Other users cannot look into a home, where the interpreter may lie; so theirs runs in a mount namespace in
which that home is empty but for the interpreter.
"""

import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

console = Console(highlight=False)
USER = "64912"
TREE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mode:
    """How the bot is started, and what its configuration says."""

    name: str
    namespaces: str
    before: tuple[str, ...] = ()
    as_user: bool = False

    def command(self, battery: list[str], config: Path) -> list[str]:
        """What to run, as a list of words."""
        config.write_text(f"sandbox:\n  namespaces: {self.namespaces!r}\n", "utf-8")
        config.chmod(0o644)
        without = ["--no-namespaces"] if self.namespaces == "off" or self.before else []
        bot = [sys.executable, "-m", "bot", "run", "--batch", "-", "--jobs", "4", "--config", str(config)]
        words = [*self.before, sys.executable, *battery, *without, "--", *bot]
        words = _as_another_user(words) if self.as_user else words
        return [*_ALONE, *words] if os.geteuid() == 0 else words


POORER = (sys.executable, "-m", "tests.battery.poorer")
MODES = (
    Mode("with namespaces", "required"),
    Mode("without namespaces", "off"),
    Mode("as in a default container", "auto", POORER),
    Mode("another user, with namespaces", "required", as_user=True),
    Mode("another user, without namespaces", "off", as_user=True),
    Mode("another user, as in a default container", "auto", POORER, as_user=True),
)


_ALONE = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "--ipc")


def _as_another_user(words: list[str]) -> list[str]:
    """The same words, run by USER where that can read the interpreter."""
    home, prefix = Path.home(), Path(sys.base_prefix)
    steps = ["set -e"]
    if prefix.is_relative_to(home):
        aside = "$(mktemp -d)"
        steps += [f"aside={aside}", f"mount --bind {shlex.quote(str(prefix))} $aside"]
        steps += [f"mount -t tmpfs -o mode=755 home {shlex.quote(str(home))}"]
        steps += [f"mkdir -p {shlex.quote(str(prefix))}", f"mount --bind $aside {shlex.quote(str(prefix))}"]
    user = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "env", "HOME=/tmp"]
    steps += [f"exec {shlex.join([*user, *words])}"]
    return ["sh", "-c", "\n".join(steps)]


def main() -> int:
    """0 when every mode held; modes that need root are left out without it, and said so."""
    battery, failed = sys.argv[1:], []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        for mode in MODES:
            if mode.as_user and os.geteuid():
                console.print(f"== {mode.name}: left out, it takes root to become somebody else")
                continue
            console.print(f"== {mode.name}")
            command = mode.command(battery, Path(folder, "config.yaml"))
            environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
            if subprocess.run(command, cwd=TREE, env=environment, check=False).returncode:
                failed.append(mode.name)
    console.print(f"failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
