"""config.yaml and the environment → Config."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from bot.errors import ConfigError, ProblemsError
from bot.strict_yaml import Strict, read, validate

HERE = Path(__file__).resolve().parent.parent


Id = Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^\d{15,20}$")]
"""Discord's number of a person, a role, a channel or a server."""
Role = Literal["curator", "publisher", "observer"]


class DiscordConfig(Strict):
    """How Modulo connects, how it is called, and who may do what; `servers` has roles by what they may do."""

    token_file: Path | None = None
    prefix: Annotated[str, StringConstraints(min_length=1, max_length=5, pattern=r"^\S+$")] = "!"
    message_content: bool = True
    runs_per_minute: int = Field(default=6, ge=1, le=60)
    run_burst: int = Field(default=3, ge=1, le=20)
    operators: tuple[Id, ...] = ()
    servers: dict[Id, dict[Role, tuple[Id, ...]]] = {}
    any_server_curates: bool = False


class ContentConfig(Strict):
    """Where the curated answers are."""

    folder: Path = HERE / "content"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    look_seconds: float = Field(default=5.0, ge=0, le=3600)


class SandboxConfig(Strict):
    """How learners' code is run."""

    pythons: tuple[str, ...] = ("auto",)
    packages: tuple[Path, ...] = ()
    boxes: int = Field(default=4, ge=1, le=64)
    warm: int = Field(default=8, ge=0, le=64)
    namespaces: Literal["auto", "off", "required"] = "auto"
    wall_seconds: float = Field(default=5.0, gt=0, le=60)
    memory_mib: int = Field(default=512, ge=64, le=4096)
    output_kib: int = Field(default=64, ge=1, le=4096)

    def seen_from(self, folder: Path) -> "SandboxConfig":
        """The same with relative paths joined to the folder; a word for a Python without a slash is none."""
        pythons = tuple(str(folder / word) if "/" in word else word for word in self.pythons)
        packages = tuple(folder / path for path in self.packages)
        return self.model_copy(update={"pythons": pythons, "packages": packages})


class JournalConfig(Strict):
    """Where votes, drafts and everything else that is remembered is kept."""

    url: str | None = None

    @property
    def where(self) -> str:
        """The URL, or that of a file in the folder for what programs of this user keep."""
        if self.url is not None:
            return self.url
        state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return f"sqlite:///{state}/modulo/modulo.db"

    def seen_from(self, folder: Path) -> "JournalConfig":
        """The same with a relative SQLite file joined to the folder."""
        kind, separator, file = (self.url or "").partition("sqlite:///")
        return self if kind or not file else JournalConfig(url=f"{separator}{folder / file}")


class CurateConfig(Strict):
    """What becomes of content that was approved on Discord."""

    mode: Literal["commit", "branch", "export"] = "commit"
    remote: Annotated[str, StringConstraints(pattern=r"^([^\s-]\S*)?$")] = ""
    branch: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][\w./-]*$")] = "main"
    suggestions_at_once: int = Field(default=3, ge=1, le=100)


class LogConfig(Strict):
    """What the log tells."""

    level: Literal["debug", "info", "warning", "error"] = "info"


class Config(Strict):
    """All that an operator can set; every option has a default."""

    discord: DiscordConfig = DiscordConfig()
    content: ContentConfig = ContentConfig()
    sandbox: SandboxConfig = SandboxConfig()
    journal: JournalConfig = JournalConfig()
    curate: CurateConfig = CurateConfig()
    log: LogConfig = LogConfig()

    @classmethod
    def read(cls, path: Path) -> "Config":
        """Read the file; relative paths in it are meant from its folder.

        Raises ConfigError with every problem and its line.
        """
        try:
            config = validate(cls, read(path))
        except ProblemsError as error:
            raise ConfigError(error.problems) from None
        return config.seen_from(path.resolve().parent)

    def seen_from(self, folder: Path) -> "Config":
        """The same with every relative path joined to the folder."""
        token = self.discord.token_file
        return self.model_copy(
            update={
                "discord": self.discord.model_copy(update={"token_file": token and folder / token}),
                "content": self.content.model_copy(update={"folder": folder / self.content.folder}),
                "sandbox": self.sandbox.seen_from(folder),
                "journal": self.journal.seen_from(folder),
            }
        )
