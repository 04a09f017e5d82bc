"""Import lines of module cards, and the Pythons they say have the module, tried for real."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.content.schema import ModuleCard
from bot.curate import imports
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.sandbox.run import Outcome, Sandbox
from bot.sandbox.snippet import Snippet
from bot.strict_yaml import Document
from tests.conftest import canned_run

pytestmark = pytest.mark.asyncio(loop_scope="module")
LINES = {("import_line",): 4, ("since",): 5, ("removed",): 6}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with open_sandbox(SandboxSettings(warm=0)) as opened:
        yield opened


def card(name: str, line: str, **more: str) -> ModuleCard:
    """A card of which only what is tried matters."""
    return ModuleCard(
        slug="mod-x",
        name=name,
        import_line=line,
        title="X",
        group="x",
        questions=tuple("abcdef"),
        answer="x",
        sources=("https://docs.python.org/3/",),
        **more,
    )


async def wrong(sandbox: Sandbox, one: ModuleCard) -> list[tuple[int, str]]:
    """Line and message of every problem with the card on the first Python there is."""
    version = sandbox.pythons[0]
    cards = [(one, Document("content/modules/mod-x.yaml", None, LINES))]
    run = await sandbox.run(imports.snippet_of(cards), python=version)
    return [(problem.line, problem.message) for problem in imports.problems_of(cards, run, version)]


@pytest.mark.parametrize(
    ("name", "line", "more"),
    [
        ("math", "import math", {}),
        ("this", "import this", {}),  # prints
        ("os.path", "from os.path import join", {}),
        ("winreg", "import winreg", {"only_on": "windows"}),
        ("tomllib", "import tomllib", {"since": "3.11"}),
        ("imaginary", "import imaginary", {"since": "3.99"}),
        ("formatter", "import formatter", {"removed": "3.10", "replacement": "nothing"}),
    ],
)
async def test_a_right_line_passes(sandbox: Sandbox, name: str, line: str, more: dict[str, str]) -> None:
    assert await wrong(sandbox, card(name, line, **more)) == []


@pytest.mark.parametrize(
    ("name", "line", "more", "place"),
    [
        ("math", "from math import square", {}, 4),
        ("os.path", "import os.paths", {}, 4),
        ("mathe", "import mathe", {}, 5),
        ("math", "import math", {"since": "3.99"}, 5),
        ("math", "import math", {"removed": "3.10", "replacement": "nothing"}, 6),
        ("imaginary", "import imaginary", {"removed": "3.99", "replacement": "nothing"}, 5),
    ],
)
async def test_a_wrong_line_or_version_is_named(
    sandbox: Sandbox, name: str, line: str, more: dict[str, str], place: int
) -> None:
    ((found, message),) = await wrong(sandbox, card(name, line, **more))

    assert found == place
    assert sandbox.pythons[0] in message


async def test_a_distribution_may_say_in_its_own_words_what_it_left_out(sandbox: Sandbox) -> None:
    cards = [(card("turtle", "import turtle"), Document("x.yaml", None, LINES))]
    files = {file.path: file.source for file in imports.snippet_of(cards).files}
    files["turtle.py"] = (
        "try:\n    import winreg\nexcept ImportError:\n    raise ImportError('get the rest')\n"
    )

    run = await sandbox.run(Snippet.of(files.items()))

    assert list(imports.problems_of(cards, run, sandbox.pythons[0])) == []


async def test_lines_that_could_not_be_tried_are_problems() -> None:
    stopped = canned_run(Outcome.TIMED_OUT)
    cards = [(card("math", "import math"), Document("x.yaml", None, LINES))]

    (problem,) = imports.problems_of(cards, stopped, "3.13")

    assert "could not be tried" in problem.message


async def test_a_removed_module_needs_a_replacement() -> None:
    with pytest.raises(ValueError, match="replacement"):
        card("imp", "import imp", removed="3.12")


@pytest.mark.parametrize("line", ["math", "import math; import os", "import", "import math\0"])
async def test_an_import_line_is_one_import(line: str) -> None:
    with pytest.raises(ValueError, match="Write one import"):
        card("math", line)
