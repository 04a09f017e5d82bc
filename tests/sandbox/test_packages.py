"""Packages that an operator names can be imported, and nothing else that is installed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.errors import SandboxUnavailable
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.machine import MachineSandbox
from bot.sandbox.run import ModuleKind, Outcome
from bot.sandbox.snippet import Snippet

IMPORTS = "import paint\nprint(paint.COLOUR)\n"


@pytest.fixture
def folder() -> Iterator[Path]:
    """What `pip install --target` makes, where everybody may read it: programs may run as another user."""
    with TemporaryDirectory() as place:
        packages = Path(place) / "packages"
        (packages / "paint").mkdir(parents=True)
        (packages / "paint" / "__init__.py").write_text("COLOUR = 'red'\n")
        packages.parent.chmod(0o755)
        yield packages


@pytest.fixture(params=["auto", "off"])
async def sandbox(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[MachineSandbox]:
    settings = SandboxSettings(namespaces=request.param, packages=(folder,), warm=1)
    async with open_sandbox(settings) as opened:
        yield opened


async def test_a_named_package_is_imported_and_told_as_installed(sandbox: MachineSandbox) -> None:
    run = await sandbox.run(Snippet.of([("main.py", IMPORTS)]))

    assert (run.outcome, run.stdout) == (Outcome.FINISHED, b"red\n")
    assert [event.kind for event in run.imports if event.module == "paint"] == [ModuleKind.THIRD_PARTY]


async def test_the_learners_own_file_goes_before_it(sandbox: MachineSandbox) -> None:
    run = await sandbox.run(Snippet.of([("main.py", IMPORTS), ("paint.py", "COLOUR = 'mine'\n")]))

    assert run.stdout == b"mine\n"


async def test_nothing_can_be_written_there(sandbox: MachineSandbox, folder: Path) -> None:
    source = f"import os\nopen(os.path.join({str(folder)!r}, 'paint', 'more.py'), 'w')\n"

    run = await sandbox.run(Snippet.of([("main.py", source)]))

    assert run.outcome is Outcome.RAISED
    assert [path.name for path in (folder / "paint").iterdir() if path.suffix == ".py"] == ["__init__.py"]


async def test_without_its_folder_it_is_not_there() -> None:
    async with open_sandbox(SandboxSettings(warm=0)) as opened:
        run = await opened.run(Snippet.of([("main.py", IMPORTS)]))

    assert "No module named 'paint'" in run.stderr_text


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = SandboxSettings(packages=(tmp_path / "nowhere",))

    with pytest.raises(SandboxUnavailable, match=r"nowhere.*sandbox\.packages"):
        async with open_sandbox(settings):
            pass
