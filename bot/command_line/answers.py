"""One answer, or a batch of them: ask, run, module, explain."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.options import (
    BatchOption,
    ConfigOption,
    JsonOption,
    PythonOption,
    on_discord,
    read_config,
)
from bot.errors import UsageError

commands = typer.Typer()


@commands.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in your own words.")] = "",
    as_json: JsonOption = False,
    why: Annotated[bool, typer.Option("--why", help="Say which words counted how much.")] = False,
    batch: BatchOption = None,
    config: ConfigOption = None,
) -> None:
    """Answer one question, or many."""
    from bot.terminal_ui.ask import ask as answer

    if batch is not None and question:
        raise UsageError("Give a question or a batch, not both.")
    if batch is None and not question.strip():
        raise UsageError('Write the question after the command, like: modulo ask "what does import math do?"')
    asyncio.run(
        answer(read_config(config), question, as_json=as_json, why=why, batch=batch, reply_text=on_discord())
    )


@commands.command()
def run(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="FILE… | DIR | -", help="What to run.")] = None,
    as_json: JsonOption = False,
    stdin: Annotated[str, typer.Option(help="What the program reads.")] = "",
    batch: BatchOption = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="How many run at a time in a batch.")] = 1,
    python: PythonOption = None,
    save: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Put the files that the program writes there.")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Draw what was imported into this file.")
    ] = None,
    config: ConfigOption = None,
) -> bool:
    """Run a program in the sandbox and explain its imports. After `--`: what follows `python`."""
    from bot.terminal_ui.run import Request, run_batch
    from bot.terminal_ui.run import run as run_one

    settings = read_config(config)
    if batch is not None:
        if paths or save or picture:
            raise UsageError(
                "Give files or a batch to run, not both; only one program's files are saved and drawn."
            )
        asyncio.run(run_batch(settings, batch, jobs=jobs, reply_text=on_discord()))
        return True
    request = Request(
        tuple(paths or ()), stdin, context.obj or (), python, as_json=as_json, save=save, picture=picture
    )
    return asyncio.run(run_one(settings, request, reply_text=on_discord()))


@commands.command()
def module(
    name: Annotated[str, typer.Argument(help="The module's name, like json or os.path.")],
    as_json: JsonOption = False,
    python: PythonOption = None,
    config: ConfigOption = None,
) -> bool:
    """Show a standard module, and what Python itself says of it."""
    from bot.terminal_ui.module import module as show

    return asyncio.run(
        show(read_config(config), name, python=python, as_json=as_json, reply_text=on_discord())
    )


@commands.command()
def explain(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="FILE… | DIR | -", help="What to explain.")
    ] = None,
    traceback: Annotated[str | None, typer.Option(metavar="FILE|-", help="A pasted error instead.")] = None,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Say what a program's imports ask for and bind, or what a traceback means, without running anything."""
    from bot.terminal_ui.explain import explain as tell

    asyncio.run(
        tell(read_config(config), paths or [], traceback=traceback, as_json=as_json, reply_text=on_discord())
    )
