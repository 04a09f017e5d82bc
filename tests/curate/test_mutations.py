"""One wrong letter in what the content states is found by the check, wherever it stands."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.content.load import Source
from bot.content.program import Demonstration
from bot.curate.check import check
from bot.sandbox.box import SandboxSettings, open_sandbox
from bot.strict_yaml import Document, Place
from tests.conftest import CONTENT

OF_EACH_KIND = 5


class Statement(NamedTuple):
    """Something a card claims, and the line of its file a letter of it is on."""

    kind: str
    file: str
    line: int


def statements(source: Source, versions: list[str]) -> Iterator[Statement]:
    """What every file states that holds on each of these Pythons."""
    for card, document in source.cards():
        for index, example in enumerate(card.examples):
            if all(map(example.holds_on, versions)) and not example.differs:
                yield from stated_by(example, document, ("examples", index))
    for _, document in source.modules.entries:
        yield Statement("import_line", document.file, document.line_of(("import_line",)))


def stated_by(program: Demonstration, document: Document, at: Place) -> Iterator[Statement]:
    if program.output.strip():  # a block: its first line stands below the key
        yield Statement("output", document.file, document.line_of((*at, "output")) + 1)
    if program.error:
        yield Statement("error", document.file, document.line_of((*at, "error")))


def some(found: list[Statement]) -> list[Statement]:
    """The same few of each kind every time, each in a file of its own."""
    chosen: dict[str, Statement] = {}
    shuffled = random.Random(20).sample(found, len(found))
    for kind in ("output", "error", "import_line"):
        fresh = [one for one in shuffled if one.kind == kind and one.file not in chosen]
        chosen |= {one.file: one for one in fresh[:OF_EACH_KIND]}
    return list(chosen.values())


def misspell(root: Path, statement: Statement) -> None:
    """Change the last letter or digit of the line."""
    file = root.parent / statement.file
    lines = file.read_text("utf-8").split("\n")
    line = lines[statement.line - 1]
    at = max(place for place, letter in enumerate(line) if letter.isalnum())
    lines[statement.line - 1] = line[:at] + ("q" if line[at] != "q" else "z") + line[at + 1 :]
    file.write_text("\n".join(lines), "utf-8")


async def test_one_wrong_letter_is_found_wherever_it_stands(tmp_path: Path) -> None:
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    async with open_sandbox(SandboxSettings(warm=0)) as sandbox:
        wrong = some(list(statements(Source(root), list(sandbox.pythons))))
        for statement in wrong:
            misspell(root, statement)
        report = await check(
            Source(root),
            sandbox,
            at_once=2,
            only=frozenset(statement.file for statement in wrong),
            progress=lambda done, total: None,
        )

    assert len(wrong) == 3 * OF_EACH_KIND
    assert {statement.file for statement in wrong} == {problem.file for problem in report.problems}
