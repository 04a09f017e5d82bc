"""The options that several commands share, and what is made of them."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config import Config

if TYPE_CHECKING:
    from bot.reply import Reply

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="config.yaml; without it, every default holds."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
PythonOption = Annotated[str | None, typer.Option(metavar="VERSION", help="Like 3.13.")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", metavar="FILE|-", help="Read JSON lines and answer each with one.")
]
PortOption = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")]
BrowserOption = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")]


def read_config(path: Path | None) -> Config:
    """The operator's config, or the defaults; raises ConfigError."""
    return Config.read(path) if path else Config()


def start_log(config: Config) -> None:
    """Write the log to standard error, from the level the config names."""
    logging.basicConfig(
        level=config.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    # It tells of each of its own parts while it is loaded; the journal tells when it migrates.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def on_discord() -> "Callable[[Reply], str]":
    """How a reply reads on Discord, which `--json` gives beside the data."""
    from bot.discord_ui.render import plain_text

    return plain_text
