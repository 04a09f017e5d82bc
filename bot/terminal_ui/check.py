"""`modulo check` and `modulo doctor`: is the content right, and can code be run here?"""

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.app import sandbox_settings
from bot.config import Config
from bot.content.load import Source
from bot.curate.check import check as check_content
from bot.curate.check import names_of
from bot.curate.git import Git
from bot.errors import ContentError, SandboxUnavailable
from bot.sandbox.box import open_sandbox
from bot.terminal_ui.batch import print_json
from bot.terminal_ui.wire import check_answer


async def check(config: Config, paths: list[Path], *, changed: bool, as_json: bool) -> bool:
    """Check the content and print every problem; whether there was none.

    A path is a file or a folder of the content, or another content folder, which is then checked whole.
    `changed` takes the files that are not as they were committed. Raises GitError where git knows nothing.
    """
    folder = config.content.folder
    console = Console(stderr=True, soft_wrap=True)
    if changed:
        paths = await Git(folder).changed_files()
        if not paths:
            console.print(f"Nothing in {folder} differs from the last commit.", markup=False)
            return True
    if len(paths) == 1 and (paths[0] / "texts.yaml").is_file():
        folder, paths = paths[0], []
    source = Source(folder.resolve())
    only = names_of(paths, folder) if paths else None
    async with open_sandbox(sandbox_settings(config.sandbox)) as sandbox:
        quiet = as_json or not console.is_terminal
        with Progress(console=console, transient=True, disable=quiet) as progress:
            bar = progress.add_task("Running the examples", total=None)
            report = await check_content(
                source,
                sandbox,
                at_once=config.sandbox.boxes,
                only=only,
                progress=lambda done, total: progress.update(bar, completed=done, total=total),
            )
    if as_json:
        print_json(check_answer(report.problems, report.proved, report.not_proved))
        return not report.problems
    for missing in report.not_proved:
        console.print(f"not proved here: {missing}", markup=False, highlight=False)
    if report.problems:
        raise ContentError(report.problems)
    pythons = ", ".join(sandbox.pythons)
    console.print(f"{report.proved} programs proved on Python {pythons}; no problems.", highlight=False)
    return True


async def doctor(config: Config) -> bool:
    """Show each layer of isolation and whether it holds here; whether code can be run."""
    console = Console()
    try:
        async with open_sandbox(sandbox_settings(config.sandbox)) as sandbox:
            for layer in sandbox.layers:
                console.print(
                    f"{'✓' if layer.holds else '✗'} {layer.name}: {layer.about}",
                    highlight=False,
                    markup=False,
                )
            pythons = ", ".join(sandbox.pythons)
            console.print(f"Code is run on Python {pythons}.", highlight=False)
    except SandboxUnavailable as error:
        console.print(f"Code is not run here: {error}", highlight=False, markup=False)
        return False
    return True
