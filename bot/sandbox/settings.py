"""How running code is set up on this machine: what an operator may choose."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from bot.sandbox.run import Limits


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """`boxes` run at the same time, `waiting` more may queue, `warm` interpreters are kept ready.

    `pythons` are paths or names like `3.12` besides the bot's own interpreter, or `auto` for all that are
    found. `packages` are folders of installed packages that programs may import. `namespaces`: `auto` uses
    them where the machine allows, `required` refuses to run code without, `off` never does. `own_uid` is whom
    programs run as when the bot is started as root.
    """

    limits: Limits = field(default_factory=Limits)
    pythons: Sequence[str | Path] = ()
    packages: Sequence[Path] = ()
    boxes: int = 4
    waiting: int = 32
    warm: int = 8
    namespaces: Literal["auto", "required", "off"] = "auto"
    own_uid: int = 64911
