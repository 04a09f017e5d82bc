"""The command line `modulo`, and the only place that turns an error into an exit code.

0 done, 1 the content or the program at hand failed, 2 wrong use or configuration.
"""

import sys
from typing import Annotated, NoReturn

import typer

from bot import __version__
from bot.command_line import answers, content, machine, talk
from bot.errors import BotError, ConfigError, ProblemsError, UsageError

DONE, FAILED, WRONG_USE = 0, 1, 2


def end(succeeded: bool | None, **_options: object) -> None:
    """End with what a command gave: whether what it looked at is all right, or nothing if it only acts."""
    if succeeded is False:
        raise typer.Exit(FAILED)


cli = typer.Typer(
    name="modulo",
    help="A Discord bot that teaches Python's modules and imports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    result_callback=end,
)
for group in (talk, answers, content, machine):
    cli.add_typer(group.commands)


def show_version(shown: bool) -> None:
    """Print the version and end."""
    if shown:
        typer.echo(f"modulo {__version__}")
        raise typer.Exit


@cli.callback()
def root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Teach Python's modules and imports."""


def main() -> NoReturn:
    """Run the command line and exit."""
    arguments, after = _split(sys.argv[1:])
    try:
        cli(args=arguments, obj=after, prog_name="modulo")
    except ProblemsError as error:
        _end(error, WRONG_USE if isinstance(error, ConfigError) else FAILED)
    except UsageError as error:
        _end(error, WRONG_USE)
    except BotError as error:
        _end(error, FAILED)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(DONE)


def _split(arguments: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """What is for `modulo`, and what stands after `--` for the program it runs."""
    if arguments[:1] == ["run"] and "--" in arguments:
        at = arguments.index("--")
        return arguments[:at], tuple(arguments[at + 1 :])
    return arguments, ()


def _end(error: BotError, code: int) -> NoReturn:
    sys.stderr.write(f"{error}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
