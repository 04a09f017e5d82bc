"""Each numbered rule for learning paths refuses what it is there for, and names rule, file and line."""

from pathlib import Path

import pytest

from bot.content.lint import lint
from bot.content.load import Source, load
from bot.content.paths import LETTERS
from bot.errors import ContentError
from tests.conftest import CONTENT, edit

STEP = """\
  - topic: {topic}
    title: Where boats sleep
    lesson: |
      A boat sleeps in a `harbour`.
    asks: What does this print?
    program_first: true
    program:
      files:
        main.py: |
          print("boat")
      output: |
        boat
    answers:
{answers}"""
ANSWERS = """\
      - says: "`boat`"
        right: true
        because: That is what it says.
      - says: "`ship`"
        because: There is no ship.
        program:
          files:
            main.py: |
              print("a boat")
          output: |
            a boat
"""
PATH = """\
slug: sail
title: Learn to sail
order: 1
about: For landlubbers.
done: You can sail.
steps:
"""


@pytest.fixture
def path(folder: Path) -> Path:
    """A path of two steps, which keeps every rule."""
    (folder / "paths").mkdir()
    file = folder / "paths/sail.yaml"
    steps = "".join(STEP.format(topic=topic, answers=ANSWERS) for topic in ("boats", "ropes"))
    file.write_text(PATH + steps, "utf-8")
    return file


def problems(folder: Path) -> list[str]:
    source = Source(folder)
    assert source.problems() == []
    return [f"{problem.rule} {problem.file}:{problem.line}" for problem in lint(source)]


def test_the_path_these_tests_break_keeps_every_rule(folder: Path, path: Path) -> None:
    assert problems(folder) == []
    assert [step.topic for step in load(folder).paths["sail"].steps] == ["boats", "ropes"]


@pytest.mark.parametrize(
    ("rule", "old", "new", "key"),
    [
        ("T01", "slug: sail", "slug: swim", "slug: sail"),
        ("T03", "A boat sleeps", "A __boat__ sleeps", "    lesson: |"),
        ("T04", 'print("a boat")', 'print("a boat")  # ' + "so on" * 9, "            main.py: |"),
        ("T07", "There is no ship", "There " + "is no ship and " * 8 + "more", "        because: There"),
        ("T08", "That is what it says", "Hey @everyone, it says so", "        because: That"),
        ("T09", 'print("boat")\n', 'print("boat") \n', "        main.py: |"),
        ("P01", "topic: boats", "topic: no-such-topic", "  - topic: boats"),
        ("P01", "topic: ropes", "topic: boats", "  - topic: ropes"),
        ("P02", "asks: What does this print?", "asks: Say what it prints.", "    asks: What"),
        ("P02", '"`ship`"', '"`boat`"', "    answers:"),
        ("P04", "A boat sleeps", "A boat sleeps. " * 100, "    lesson: |"),
        ("P04", "There is no ship.", "There is no ship. " * 85, '      - says: "`ship`"'),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(
    folder: Path, path: Path, rule: str, old: str, new: str, key: str
) -> None:
    text = path.read_text("utf-8")
    line = text[: text.index(key)].count("\n") + 1

    edit(path, old, new)

    assert problems(folder) == [f"{rule} content/paths/sail.yaml:{line}"]


def test_the_right_answer_has_not_always_the_same_letter(folder: Path, path: Path) -> None:
    topics = ("boats", "ropes", "sails", "winds")
    for topic in topics[2:]:
        made = (folder / "topics/boats.yaml").read_text("utf-8").replace("slug: boats", f"slug: {topic}")
        (folder / f"topics/{topic}.yaml").write_text(made, "utf-8")
    path.write_text(PATH + "".join(STEP.format(topic=t, answers=ANSWERS) for t in topics), "utf-8")

    assert "P03 content/paths/sail.yaml:6" in problems(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("        right: true\n", "", "Exactly one answer is `right: true`"),
        ("        because: There is", "        right: true\n        because: There is", "Exactly one"),
        (
            "        right: true\n",
            "        right: true\n        program: {files: {main.py: pass}}\n",
            "needs no program of its own",
        ),
        ("slug: sail", "slug: a-path-with-a-name-too-long", "at most 24 characters"),
        ("order: 1", "order: first", "valid integer"),
    ],
)
def test_an_ill_formed_question_is_refused(folder: Path, path: Path, old: str, new: str, said: str) -> None:
    edit(path, old, new)

    with pytest.raises(ContentError, match=said):
        load(folder)


def test_our_own_paths_come_in_their_order_and_ask_with_several_letters() -> None:
    paths = load(CONTENT).paths

    assert list(paths) == ["beginner", "fix-my-import-error", "scripts-to-packages"]
    for path in paths.values():
        assert {LETTERS[step.right] for step in path.steps} >= {"A", "B", "C"}
