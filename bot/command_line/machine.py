"""What an operator asks: doctor, and `config`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.options import ConfigOption, read_config
from bot.config import Config

commands = typer.Typer()
config_file = typer.Typer(help="Look after config.yaml.", no_args_is_help=True)
commands.add_typer(config_file, name="config")


@commands.command()
def doctor(config: ConfigOption = None) -> bool:
    """Show what this machine can isolate learners' code with."""
    from bot.terminal_ui.check import doctor as examine

    return asyncio.run(examine(read_config(config)))


@config_file.command()
def check(
    file: Annotated[Path, typer.Argument(help="The file to validate.")] = Path("config.yaml"),
) -> None:
    """Validate a config file and name every problem with its line."""
    Config.read(file)
    typer.echo(f"{file} is fine.")
