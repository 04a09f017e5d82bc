"""The command line `modulo`: demo, discord, chat, ask, run, module, check, eval, doctor and the others.

The only place that turns an error into an exit code: 0 done, 1 the content or the program at hand failed,
2 wrong use or configuration. What a command needs is imported inside it, so that `modulo ask` starts
without discord.py.
"""

import asyncio
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import __version__
from bot.config import Config
from bot.errors import BotError, ConfigError, ProblemsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.reply import Reply

DONE, FAILED, WRONG_USE = 0, 1, 2

cli = typer.Typer(
    name="modulo",
    help="A Discord bot that teaches Python's modules and imports.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
config_cli = typer.Typer(help="Look after config.yaml.", no_args_is_help=True)
cli.add_typer(config_cli, name="config")
content_cli = typer.Typer(help="Write content in an editor.", no_args_is_help=True)
cli.add_typer(content_cli, name="content")

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="config.yaml; without it, every default holds."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer with one JSON object.")]
PythonOption = Annotated[str | None, typer.Option(metavar="VERSION", help="Like 3.13.")]
BatchOption = Annotated[
    str | None, typer.Option("--batch", metavar="FILE|-", help="Read JSON lines and answer each with one.")
]


@cli.command()
def demo(
    config: ConfigOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Run the bot in a simulated Discord server in the browser: no token, no account."""
    from bot.app import Remembers, open_app
    from bot.curate.rehearsal import rehearsal
    from bot.discord_ui.demo import run_demo

    settings = _config(config)

    async def show() -> None:
        async with rehearsal(settings) as copied, open_app(copied, remembers=Remembers.WHILE_OPEN) as app:
            await run_demo(app, port=port, browser=browser)

    _log(settings)
    asyncio.run(show())


@cli.command()
def discord(config: ConfigOption = None) -> None:
    """Connect to Discord, with the token from DISCORD_TOKEN or the file the config names."""
    from bot.app import Remembers, open_app
    from bot.curate.pickup import picking_up
    from bot.discord_ui.client import run_discord

    settings = _config(config)

    async def connect() -> None:
        async with (
            open_app(settings, remembers=Remembers.ALWAYS) as app,
            picking_up(app.library, seconds=settings.content.look_seconds),
        ):
            await run_discord(app)

    _log(settings)
    asyncio.run(connect())


@cli.command()
def chat(config: ConfigOption = None) -> None:
    """Talk in the terminal."""
    from rich.console import Console

    from bot.app import Remembers, open_app
    from bot.terminal_ui.chat import chat as talk

    console = Console()

    async def show() -> None:
        async with open_app(_config(config), remembers=Remembers.WHILE_OPEN) as app:
            await talk(app.tutor, app.guide, console, lambda: console.input("[bold]you ›[/] "))

    asyncio.run(show())


@cli.command()
def learn(
    path: Annotated[
        str, typer.Argument(help="A path, by name or number; without one, where you stopped.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Learn step by step, with a small question at each step; `reset` forgets how far you came."""
    from rich.console import Console

    from bot.app import Remembers, open_app
    from bot.terminal_ui.learn import learn as walk

    console = Console()

    async def show() -> None:
        async with open_app(_config(config), remembers=Remembers.ALWAYS) as app:
            await walk(app.guide, path, console, lambda: console.input("[bold]you ›[/] "))

    asyncio.run(show())


@cli.command()
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
        answer(_config(config), question, as_json=as_json, why=why, batch=batch, reply_text=_reply_text())
    )


@cli.command()
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
) -> None:
    """Run a program in the sandbox and explain its imports. After `--`: what follows `python`."""
    from bot.terminal_ui.run import Request, run_batch
    from bot.terminal_ui.run import run as run_one

    settings = _config(config)
    if batch is not None:
        if paths or save or picture:
            raise UsageError(
                "Give files or a batch to run, not both; only one program's files are saved and drawn."
            )
        asyncio.run(run_batch(settings, batch, jobs=jobs, reply_text=_reply_text()))
        return
    request = Request(
        tuple(paths or ()), stdin, context.obj or (), python, as_json=as_json, save=save, picture=picture
    )
    if not asyncio.run(run_one(settings, request, reply_text=_reply_text())):
        raise typer.Exit(FAILED)


@cli.command()
def module(
    name: Annotated[str, typer.Argument(help="The module's name, like json or os.path.")],
    as_json: JsonOption = False,
    python: PythonOption = None,
    config: ConfigOption = None,
) -> None:
    """Show a standard module, and what Python itself says of it."""
    from bot.terminal_ui.module import module as show

    if not asyncio.run(show(_config(config), name, python=python, as_json=as_json, reply_text=_reply_text())):
        raise typer.Exit(FAILED)


@cli.command()
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
        tell(_config(config), paths or [], traceback=traceback, as_json=as_json, reply_text=_reply_text())
    )


@cli.command()
def check(
    path: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders to check; without one, everything.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only files changed since the last commit.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> None:
    """Validate the content and really run every example."""
    from bot.terminal_ui.check import check as check_all

    if changed and path:
        raise UsageError("Name files to check or say --changed, not both.")
    if not asyncio.run(check_all(_config(config), path or [], changed=changed, as_json=as_json)):
        raise typer.Exit(FAILED)


@cli.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an earlier export.")],
    pictures: Annotated[
        bool, typer.Option("--pictures/--no-pictures", help="Run the examples and draw their imports.")
    ] = True,
    config: ConfigOption = None,
) -> None:
    """Write the content as a static site: one page per topic, module and learning path, with a search."""
    from bot.app import sandbox_settings
    from bot.content.load import load
    from bot.errors import SandboxUnavailable
    from bot.website.images import draw_examples
    from bot.website.site import export as write
    from bot.website.site import must_be_ours

    settings = _config(config)
    must_be_ours(folder)  # said before the examples are run
    content, images = load(settings.content.folder), {}
    without = "" if pictures else "The pages have no pictures, as you asked."
    if pictures:
        try:
            images = asyncio.run(draw_examples(content, sandbox_settings(settings.sandbox)))
        except SandboxUnavailable as error:
            without = f"The pages have no pictures: {error}"
    count = write(content, folder, images)
    typer.echo(without or f"{len(images)} examples have a picture of what they import.")
    typer.echo(f"{count} pages. Open {folder / 'index.html'} in a browser.")


@cli.command("eval")
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Question files; without one, our own.")] = None,
    config: ConfigOption = None,
) -> None:
    """Measure how well search finds the right answer, or stays silent."""
    from bot.terminal_ui.evaluate import evaluate as measure

    measure(_config(config), files or [])


@cli.command()
def doctor(config: ConfigOption = None) -> None:
    """Show what this machine can isolate learners' code with."""
    from bot.terminal_ui.check import doctor as examine

    if not asyncio.run(examine(_config(config))):
        raise typer.Exit(FAILED)


@config_cli.command("check")
def config_check(
    file: Annotated[Path, typer.Argument(help="The file to validate.")] = Path("config.yaml"),
) -> None:
    """Validate a config file and name every problem with its line."""
    Config.read(file)
    typer.echo(f"{file} is fine.")


@content_cli.command("fmt")
def content_fmt(
    path: Annotated[list[Path] | None, typer.Argument(help="Files; without one, all of the content.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; name what would change.")] = False,
    config: ConfigOption = None,
) -> None:
    """Bring content files into the form the desk writes: indentation, quotes, the end of the file."""
    from bot.terminal_ui.content import bring_into_form

    if not bring_into_form(_config(config).content.folder, path or [], check=check):
        raise typer.Exit(FAILED)


@content_cli.command("new")
def content_new(
    title: Annotated[str, typer.Argument(help='Like "Import a file from another folder".')],
    config: ConfigOption = None,
) -> None:
    """Begin a topic: a file with everything it needs, to be filled in."""
    from bot.terminal_ui.content import begin

    typer.echo(asyncio.run(begin(_config(config).content.folder, title)))


@content_cli.command("preview")
def content_preview(
    topic: Annotated[str, typer.Argument(help="The topic's name.")], config: ConfigOption = None
) -> None:
    """Show a topic as members see it."""
    from bot.terminal_ui.content import preview

    typer.echo(preview(_config(config).content.folder, topic, reply_text=_reply_text()))


@content_cli.command("serve")
def content_serve(
    config: ConfigOption = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Run the demo on the files as you edit them: what you save and what keeps the rules is shown at once."""
    from bot.app import Remembers, open_app
    from bot.discord_ui.demo import run_demo

    settings = _config(config)
    settings = settings.model_copy(
        update={"curate": settings.curate.model_copy(update={"mode": "export"})}  # you are the one who edits
    )

    async def show() -> None:
        async with open_app(settings, remembers=Remembers.WHILE_OPEN) as app:
            await run_demo(app, port=port, browser=browser)

    _log(settings)
    asyncio.run(show())


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"modulo {__version__}")
        raise typer.Exit


@cli.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Teach Python's modules and imports."""


def _config(path: Path | None) -> Config:
    return Config.read(path) if path else Config()


def _log(config: Config) -> None:
    logging.basicConfig(
        level=config.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    # It tells of each of its own parts while it is loaded; the journal tells when it migrates.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def _reply_text() -> "Callable[[Reply], str]":
    from bot.discord_ui.render import plain_text

    return plain_text


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
    if arguments[:1] == ["run"] and "--" in arguments:
        at = arguments.index("--")
        return arguments[:at], tuple(arguments[at + 1 :])
    return arguments, ()


def _end(error: BotError, code: int) -> NoReturn:
    sys.stderr.write(f"{error}\n")
    sys.exit(code)


if __name__ == "__main__":
    main()
