"""The conversation in a terminal."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from bot.learn.guide import Guide
from bot.library import Library
from bot.reply import Choice, Code, Output, Picture, Reply, Text
from bot.sandbox.run import Limits
from bot.terminal_ui.chat import Line, chat
from bot.terminal_ui.render import render
from bot.tutor import Tutor
from tests.conftest import CannedSandbox, canned_run


@pytest.fixture
def tutor(folder: Path) -> Tutor:
    return Tutor(Library(folder), CannedSandbox(canned_run(stdout=b"boat\n")), Limits())


async def talk(tutor: Tutor, *typed: str) -> str:
    lines: Iterator[str] = iter(typed)

    def read_line() -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    shown = io.StringIO()
    guide = Guide(tutor.library, tutor.sandbox, None)
    await chat(tutor, guide, Console(file=shown, width=100), read_line)
    return shown.getvalue()


async def test_a_question_an_example_and_a_list_are_shown(tutor: Tutor) -> None:
    shown = await talk(tutor, "where do boats sleep", "!example boats", "topics", "help run")

    assert "A boat sleeps in a harbour" in shown
    assert "finished" in shown
    assert "ropes" in shown
    assert "Name several files" in shown


async def test_a_mistake_is_answered_and_the_talk_goes_on(tutor: Tutor) -> None:
    shown = await talk(tutor, "example boatz", "run", "help dance", "", "topic boats", "topic sleepy boats?")

    assert "Did you mean boats" in shown
    assert "Name the files" in shown
    assert "no command dance" in shown
    assert shown.count("A boat sleeps") >= 1


async def test_what_a_command_showed_can_be_asked_on_about(tutor: Tutor) -> None:
    for shows in ("topic boats", "example boats"):
        assert "Because of the wind." in await talk(tutor, shows, "why")


async def test_a_file_is_run(tutor: Tutor, tmp_path: Path) -> None:
    (tmp_path / "hello.py").write_text("print('hello')", "utf-8")

    assert "hello.py" in await talk(tutor, f"run {tmp_path / 'hello.py'}")


async def test_a_file_or_an_error_is_explained_and_other_words_are_a_question(
    tutor: Tutor, tmp_path: Path
) -> None:
    (tmp_path / "hello.py").write_text("import math\nprint(math.pi)\n", "utf-8")

    shown = await talk(tutor, f"explain {tmp_path / 'hello.py'}", "explain where do boats sleep", "explain")

    assert "standard library" in shown
    assert "A boat sleeps in a harbour" in shown
    assert "Name the files" in shown


async def test_quit_ends_the_talk(tutor: Tutor) -> None:
    assert "A boat sleeps" not in await talk(tutor, "quit", "where do boats sleep")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("!example import", Line("example", "import")),
        ("/topics math ", Line("topics", "math")),
        ("how do I import", Line("ask", "how do I import")),
        ("!nonsense here", Line("ask", "!nonsense here")),
    ],
)
def test_the_prefix_is_welcome_and_not_needed(typed: str, line: Line) -> None:
    assert Line.of(typed) == line


def test_nothing_a_program_printed_controls_the_terminal() -> None:
    hostile = b"\x1b[2J\x1b]0;title\x07[bold]x[/bold]\r" + b"line\n" * 500
    reply = Reply(
        (
            Text("**hi**"),
            Code("x = '[red]'", "a.py"),
            Output(hostile, "[red]Output", "o.txt"),
            Picture(b"", "a cat", "c.png"),
        ),
        choices=(Choice("Boats", "boats"),),
    )
    shown = io.StringIO()

    Console(file=shown, width=100).print(render(reply))

    text = shown.getvalue()
    assert not {"\x1b", "\x07", "\r"} & set(text)
    assert "[bold]x[/bold]" in text
    assert "300 more lines" in text
    assert "a cat" in text
    assert "Boats (boats)" in text
