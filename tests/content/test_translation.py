"""Modulo in another language: a file with the same keys and the same things to fill in."""

from pathlib import Path

import pytest

from bot.content import translation
from bot.content.load import Source, load
from bot.curate.check import check
from bot.errors import ContentError, Problem
from tests.conftest import CONTENT, CannedSandbox, canned_run, edit


@pytest.fixture
def shouted(folder: Path) -> Path:
    """A second language: English, but for one sentence."""
    file = folder / "texts.xx.yaml"
    english = (folder / "texts.yaml").read_text("utf-8")
    file.write_text(english.replace("You are welcome!", "YOU ARE WELCOME!"), "utf-8")
    return file


def problems(folder: Path) -> list[Problem]:
    return translation.problems(folder, load(folder).texts)


def test_every_language_there_is_says_the_same_things() -> None:
    assert problems(CONTENT) == []


def test_a_whole_translation_is_in_force_when_its_language_is_chosen(folder: Path, shouted: Path) -> None:
    assert problems(folder) == []
    assert load(folder, "xx").texts.ask.thanks == "YOU ARE WELCOME!"
    assert load(folder).texts.ask.thanks == "You are welcome!"


def test_a_language_without_a_file_stops_the_start(folder: Path) -> None:
    with pytest.raises(ContentError, match=r"texts\.yy\.yaml"):
        load(folder, "yy")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('  why: "**Why:** {text}"', '  why: "**WHY**"', "It has nothing in braces, not {text}."),
        ('  why: "**Why:** {text}"', '  why: "{text} {name}"', "It has {name}, {text} in braces"),
        ("    beginner:", "    novice:", "`topics.levels.beginner` is missing."),
        ("    beginner:", "    novice: x\n    beginner:", "`topics.levels.novice` is unknown in English."),
        ("  thanks:", "  thank:", "thank"),
    ],
)
def test_what_differs_from_the_english_is_named(
    folder: Path, shouted: Path, old: str, new: str, says: str
) -> None:
    line = edit(shouted, old, new)
    found = problems(folder)

    assert any(says in problem.message for problem in found)
    assert line in [problem.line for problem in found] or "missing" in says
    assert {problem.file for problem in found} == {"content/texts.xx.yaml"}


async def test_the_check_reads_every_language(folder: Path, shouted: Path) -> None:
    line = edit(shouted, "{text}", "")
    sandbox = CannedSandbox(canned_run())

    report = await check(Source(folder), sandbox, at_once=2, progress=lambda done, total: None)

    assert ("content/texts.xx.yaml", line) in {(problem.file, problem.line) for problem in report.problems}
