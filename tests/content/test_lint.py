"""Each numbered rule of content/README.md refuses what it is there for, and names rule, file and line."""

import re
from pathlib import Path

import pytest

from bot.content.lint import lint
from bot.content.load import Source
from tests.conftest import CONTENT, edit


def problems(folder: Path) -> list[str]:
    source = Source(folder)
    assert source.problems() == []
    return [f"{problem.rule} {problem.file}:{problem.line}" for problem in lint(source)]


def test_our_own_content_keeps_every_rule() -> None:
    assert [str(problem) for problem in lint(Source(CONTENT))] == []


def test_the_folder_these_tests_break_keeps_every_rule(folder: Path) -> None:
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "key"),
    [
        ("T02", "  - ropes\n", "  - no-such-topic\n", "  - ropes"),
        ("T03", "It is tied", "Its __name__ is tied", "answer: |"),
        ("T04", 'print("boat")', 'print("boat")  # ' + "so on" * 9, "answer: |"),
        ("T04", '        print("boat")', '        print("boat")  # ' + "so on" * 9, "      main.py: |"),
        ("T05", "It is tied", "It is there. " * 112 + "It is tied", "answer: |"),
        (
            "T06",
            "https://docs.python.org/3",
            "https://example.org/3",
            "  - https://docs.python.org/3/tutorial",
        ),
        ("T07", "Boats drift when", "Boats drift " + "and drift " * 30 + "when", "why: |"),
        ("T08", "People forget", "@everyone, people forget", "mistake: |"),
        ("T08", "harbour meaning", "<@123> harbour meaning", "  - harbour meaning"),
        ("T09", '        print("boat")\n', '        print("boat") \n', "      main.py: |"),
    ],
)
def test_a_broken_rule_is_named_with_file_and_line(
    folder: Path, rule: str, old: str, new: str, key: str
) -> None:
    topic = folder / "topics/boats.yaml"
    text = topic.read_text("utf-8")
    line = text[: text.index(key)].count("\n") + 1

    edit(topic, old, new)

    assert problems(folder) == [f"{rule} content/topics/boats.yaml:{line}"]


def test_an_example_name_is_used_once(folder: Path) -> None:
    line = edit(folder / "topics/boats.yaml", "name: boats-lost", "name: boats")

    assert problems(folder) == [f"T11 content/topics/boats.yaml:{line}"]


def test_a_file_is_called_as_its_slug(folder: Path) -> None:
    (folder / "topics/boats.yaml").rename(folder / "topics/ships.yaml")

    assert problems(folder) == ["T01 content/topics/ships.yaml:1"]


def test_a_wording_belongs_to_one_topic(folder: Path) -> None:
    line = edit(folder / "topics/ropes.yaml", "cord torn", "Where do boats sleep?")

    assert problems(folder) == [f"T01 content/topics/ropes.yaml:{line}"]


@pytest.mark.parametrize("line", ["import maths", "import boats as boat", "from boat import boats"])
def test_an_import_line_imports_its_module_and_is_shown(folder: Path, line: str) -> None:
    boats = (folder / "topics/boats.yaml").read_text("utf-8")
    card = re.sub("level: .*\n|why: .*\n  .*\n|mistake: .*\n  .*\n", "", boats)
    card = card.replace("slug: boats", f"slug: mod-boats\nname: boats\nimport_line: {line}")
    card = card.replace('print("boat")', "import boats", 1)
    (folder / "topics/boats.yaml").unlink()
    (folder / "topics/ropes.yaml").unlink()
    (folder / "modules").mkdir()
    file = folder / "modules/mod-boats.yaml"

    file.write_text(card.replace("  - ropes", "  - mod-boats"), "utf-8")
    assert set(problems(folder)) == {"T14 content/modules/mod-boats.yaml:3"}

    file.write_text(card.replace("  - ropes", "  - mod-boats").replace(line, "import boats", 1), "utf-8")
    assert problems(folder) == []
