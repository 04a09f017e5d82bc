"""`modulo check`: everything is read, every rule applied, every example really run."""

import re
from pathlib import Path

import pytest

from bot.content.load import Source
from bot.content.schema import Example
from bot.curate.check import Report, check, compare, names_of
from bot.errors import ProblemsError
from bot.sandbox.run import Outcome
from tests.conftest import CannedSandbox, canned_run, edit


def example(**stated: object) -> Example:
    program = {"name": "e", "goal": "g", "explanation": "x", "files": {"main.py": "pass"}}
    return Example.model_validate({**program, **stated})


def differences(stated: Example, stdout: str, stderr: str = "", *, version: str = "3.13") -> list[str]:
    run = canned_run(Outcome.FINISHED, stdout=stdout.encode(), stderr=stderr.encode())
    return [message for _, message in compare(stated, run, version, name=stated.name)]


async def checked(folder: Path, sandbox: CannedSandbox, only: frozenset[str] | None = None) -> Report:
    return await check(Source(folder), sandbox, at_once=2, only=only, progress=lambda done, total: None)


async def test_every_example_is_run_on_every_python_and_its_line_is_named(folder: Path) -> None:
    sandbox = CannedSandbox(canned_run(stdout=b"ship\n"))

    report = await checked(folder, sandbox)

    assert report.proved == len(sandbox.asked) == 2 * 2 * 2
    boats = [problem for problem in report.problems if problem.file == "content/topics/boats.yaml"]
    text = (folder / "topics/boats.yaml").read_text("utf-8")
    line = text[: text.index("    output: |")].count("\n") + 1
    assert [problem.line for problem in boats if "prints 'ship'" in problem.message] == [line, line]


async def test_only_the_named_file_is_run_and_reported(folder: Path) -> None:
    sandbox = CannedSandbox(canned_run(stdout=b"ship\n"))
    only = names_of([folder / "topics/ropes.yaml"], folder)

    report = await checked(folder, sandbox, only)

    assert {problem.file for problem in report.problems} == {"content/topics/ropes.yaml"}
    assert report.proved == 4


async def test_a_file_that_cannot_be_read_is_reported_whatever_was_asked_for(folder: Path) -> None:
    (folder / "topics/broken.yaml").write_text("slug: [", "utf-8")
    only = names_of([folder / "topics/ropes.yaml"], folder)

    report = await checked(folder, CannedSandbox(canned_run()), only)

    assert [problem.file for problem in report.problems] == ["content/topics/broken.yaml"]


async def test_an_example_for_a_python_that_is_not_here_is_said_not_to_be_proved(folder: Path) -> None:
    edit(
        folder / "topics/boats.yaml",
        "    goal: Print a boat.",
        "    goal: Print a boat.\n    python: '>=3.99'",
    )

    report = await checked(folder, CannedSandbox(canned_run()))

    assert report.not_proved == ["content/topics/boats.yaml: `boats` needs Python >=3.99"]


def test_a_folder_names_every_file_in_it(folder: Path) -> None:
    names = names_of([folder / "topics"], folder)

    assert names == {"content/topics/boats.yaml", "content/topics/ropes.yaml"}


def test_a_path_outside_the_content_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="no such file"):
        names_of([tmp_path / "elsewhere.yaml"], folder)


@pytest.mark.parametrize(
    ("stated", "stdout", "stderr"),
    [
        ({"output": "a\nb\n"}, "a\nc\n", ""),
        ({"output": "a\n"}, "a\na\n", ""),
        ({"output": "a\n"}, "", ""),
        ({"output": "a \n"}, "a\n", ""),
        ({"error": "ValueError: no"}, "", "Traceback\nValueError: yes\n"),
        ({"error": "ValueError: no"}, "", ""),
        ({}, "", "Warning: careful\n"),
        ({"output": "<x at 0x1234>\n"}, "<x at 0x5678>\n", ""),
    ],
)
def test_any_difference_is_a_problem(stated: dict[str, str], stdout: str, stderr: str) -> None:
    assert len(differences(example(**stated), stdout, stderr)) == 1


@pytest.mark.parametrize(
    ("rule", "stated", "printed"),
    [
        ("address", "<x at 0x1234>\n", "<x at 0x7f001234abcd>\n"),
        ("path", "/home/alice/shop/main.py\n", "/box/main.py\n"),
        ("time", "took 0.12 s at 10:30\n", "took 1.5e-05 s at 23:59:01\n"),
        ("version", "3.11.7 here\n", "3.13.0 here\n"),
    ],
)
def test_what_varies_is_named_and_only_that_may_vary(rule: str, stated: str, printed: str) -> None:
    assert differences(example(output=stated, varies=[rule]), printed) == []
    assert len(differences(example(output=stated), printed)) == 1
    assert len(differences(example(output=stated, varies=[rule]), printed + "more\n")) == 1


def test_a_python_that_prints_something_else_has_its_own_expectation() -> None:
    stated = example(output="old\n", differs=[{"python": ">=3.13", "output": "new\n"}])

    assert differences(stated, "new\n", version="3.13") == []
    assert differences(stated, "old\n", version="3.11") == []
    assert len(differences(stated, "old\n", version="3.13")) == 1


def test_a_run_that_was_stopped_is_a_problem() -> None:
    stopped = canned_run(Outcome.TIMED_OUT)

    assert [message for _, message in compare(example(), stopped, "3.13", name="e")] == [
        "`e` on Python 3.13 timed out"
    ]


async def test_claims_about_pythons_that_are_not_here_are_listed(folder: Path) -> None:
    boats = folder / "topics/boats.yaml"
    edit(boats, "see_also:", 'python: ">=3.98"\nsee_also:')
    edit(boats, "    goal: Print a boat.", "    goal: Print a boat.\n    differs: [{python: '>=3.99'}]")

    report = await checked(folder, CannedSandbox(canned_run()))

    assert report.not_proved == [
        "content/topics/boats.yaml: what `boats` prints on Python >=3.99",
        "content/topics/boats.yaml: it holds for Python >=3.98",
    ]


async def test_versions_of_a_module_beyond_every_python_here_are_listed(folder: Path) -> None:
    boats = (folder / "topics/boats.yaml").read_text("utf-8")
    card = re.sub("level: .*\n|why: .*\n  .*\n|mistake: .*\n  .*\n", "", boats)
    card = card.replace(
        "slug: boats", "slug: mod-boats\nname: boats\nimport_line: import boats\nsince: '3.99'"
    )
    card = re.sub(r"(?s)examples:.*(?=follow_ups)", "", card)
    (folder / "modules").mkdir()
    (folder / "modules/mod-boats.yaml").write_text(card, "utf-8")
    only = names_of([folder / "modules"], folder)

    report = await checked(folder, CannedSandbox(canned_run()), only)

    assert report.not_proved == ["content/modules/mod-boats.yaml: `since: 3.99` needs Python 3.99"]
