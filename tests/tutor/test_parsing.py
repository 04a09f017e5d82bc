"""Each file of a program is parsed once for an answer, or not at all."""

import ast

import pytest

from bot.sandbox.snippet import Snippet
from bot.tutor import Tutor
from tests.tutor.conftest import words


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources Python has parsed, in order."""
    sources: list[str] = []
    parse = ast.parse

    def noting(source: str, *more: object) -> ast.AST:  # pytest parses as well, to tell why a test failed
        sources.append(source)
        return parse(source, *more)

    monkeypatch.setattr(ast, "parse", noting)
    return sources


PROGRAM = Snippet.of([("boat.py", "import rope"), ("rope.py", "import os"), ("main.py", "import boat")])


async def test_a_run_parses_each_file_once(tutor: Tutor, parsed: list[str]) -> None:
    ran = await tutor.run(PROGRAM)

    assert len(ran.explanation.statements) == 3
    assert sorted(parsed) == ["import boat", "import os", "import rope"]


async def test_an_example_parses_each_file_once(tutor: Tutor, parsed: list[str]) -> None:
    await tutor.example("boats")

    assert parsed == ['print("boat")\n']


def test_an_explanation_parses_each_file_once(tutor: Tutor, parsed: list[str]) -> None:
    explained = tutor.explain(PROGRAM)

    assert explained.graph is not None
    assert sorted(parsed) == ["import boat", "import os", "import rope"]


async def test_a_name_too_long_to_read_is_never_parsed(tutor: Tutor, parsed: list[str]) -> None:
    ran = await tutor.run(Snippet.of([("main.py", "import " + "a." * 30_000 + "a")]))

    assert parsed == []
    assert "I did not look into `main.py`" in words(ran.reply)
