"""What is done with the content: check, export, eval, and `content` for those who write it in an editor."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.command_line.options import (
    BrowserOption,
    ConfigOption,
    JsonOption,
    PortOption,
    on_discord,
    read_config,
    start_log,
)
from bot.errors import UsageError

commands = typer.Typer()
writing = typer.Typer(help="Write content in an editor.", no_args_is_help=True)
commands.add_typer(writing, name="content")


@commands.command()
def check(
    path: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders to check; without one, everything.")
    ] = None,
    changed: Annotated[
        bool, typer.Option("--changed", help="Only files changed since the last commit.")
    ] = False,
    as_json: JsonOption = False,
    config: ConfigOption = None,
) -> bool:
    """Validate the content and really run every example."""
    from bot.terminal_ui.check import check as check_all

    if changed and path:
        raise UsageError("Name files to check or say --changed, not both.")
    return asyncio.run(check_all(read_config(config), path or [], changed=changed, as_json=as_json))


@commands.command()
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

    settings = read_config(config)
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


@commands.command("eval")
def evaluate(
    files: Annotated[list[Path] | None, typer.Argument(help="Question files; without one, our own.")] = None,
    config: ConfigOption = None,
) -> None:
    """Measure how well search finds the right answer, or stays silent."""
    from bot.terminal_ui.evaluate import evaluate as measure

    measure(read_config(config), files or [])


@writing.command()
def fmt(
    path: Annotated[list[Path] | None, typer.Argument(help="Files; without one, all of the content.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; name what would change.")] = False,
    config: ConfigOption = None,
) -> bool:
    """Bring content files into the form the desk writes: indentation, quotes, the end of the file."""
    from bot.terminal_ui.content import bring_into_form

    return bring_into_form(read_config(config).content.folder, path or [], check=check)


@writing.command()
def new(
    title: Annotated[str, typer.Argument(help='Like "Import a file from another folder".')],
    config: ConfigOption = None,
) -> None:
    """Begin a topic: a file with everything it needs, to be filled in."""
    from bot.terminal_ui.content import begin

    typer.echo(asyncio.run(begin(read_config(config).content.folder, title)))


@writing.command()
def preview(
    topic: Annotated[str, typer.Argument(help="The topic's name.")], config: ConfigOption = None
) -> None:
    """Show a topic as members see it."""
    from bot.terminal_ui.content import preview as show

    typer.echo(show(read_config(config).content.folder, topic, reply_text=on_discord()))


@writing.command()
def serve(
    config: ConfigOption = None,
    port: PortOption = 0,
    browser: BrowserOption = True,
) -> None:
    """Run the demo on the files as you edit them: what you save and what keeps the rules is shown at once."""
    from bot.app import Remembers, open_app
    from bot.discord_ui.demo import run_demo

    settings = read_config(config)
    settings = settings.model_copy(
        update={"curate": settings.curate.model_copy(update={"mode": "export"})}  # you are the one who edits
    )

    async def show() -> None:
        async with open_app(settings, remembers=Remembers.WHILE_OPEN) as app:
            await run_demo(app, port=port, browser=browser)

    start_log(settings)
    asyncio.run(show())
