"""The gates: a bad draft of each numbered rule is refused with that rule, file and line."""

import re
from pathlib import Path

import pytest

from bot.curate.change import Change
from bot.curate.gates import Judgement, judge
from bot.errors import ProblemsError
from bot.library import Library
from tests.conftest import CannedSandbox, canned_run
from tests.curate.test_desk import RightSandbox

BOATS = "content/topics/boats.yaml"


async def judged(folder: Path, text: str, **options: object) -> Judgement:
    sandbox = RightSandbox(canned_run())
    change = Change.of(text.encode())
    return await judge(change, folder, Library(folder).current.search, sandbox, at_once=2, **options)


def boats(folder: Path, old: str = "", new: str = "") -> str:
    text = (folder / "topics/boats.yaml").read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1) if old else text


def line_of(text: str, key: str) -> int:
    return text[: text.index(key)].count("\n") + 1


async def test_what_is_published_passes(folder: Path) -> None:
    judgement = await judged(folder, boats(folder) + "passive: false\n")

    assert judgement.passed
    assert (judgement.proved, judgement.not_proved) == (2, ())


@pytest.mark.parametrize(
    ("rule", "old", "new", "key"),
    [
        ("", "level: beginner", "level: beginner\nlevel: advanced", "level: advanced"),
        ("", "level: beginner", "level: *easy", "level: *easy"),
        ("", "level: beginner", "level: easy", "level: easy"),
        ("", "group: basics", "groop: basics", "groop"),
        ("", "sources:\n  - https:", "sources:\n  - http:", "  - http:"),
        ("T01", "harbour meaning", "cord torn", "  - cord torn"),
        ("T02", "  - ropes", "  - anchors", "  - anchors"),
        ("T02", "see_also:", "instead: anchors\nsee_also:", "instead:"),
        ("T03", "It is tied", "Its __name__ is tied", "answer:"),
        ("T04", 'print("boat")', 'print("boat")  # ' + "so on" * 10, "answer:"),
        ("T05", "It is tied", "It is there. " * 110 + "It is tied", "answer:"),
        ("T06", "https://docs.python.org/3", "https://example.org/3", "  - https://example.org"),
        ("T06", "It is tied", "See https://example.org/boats now. It is tied", "answer:"),
        ("T07", "Boats drift when", "Boats drift " + "and drift " * 30 + "when", "why:"),
        ("T08", "People forget", "Ask on discord.gg/boats. People forget", "mistake:"),
        ("T09", '        print("boat")\n', '        print("boat") \n', "      main.py:"),
        ("T10", "    output: |\n      boat", "    output: |\n      ship", "    output:"),
        ("T10", "name 'dinghy' is not defined\"", "name 'canoe' is not defined\"", "    error:"),
        ("T11", "name: boats-lost", "name: ropes-lost", "  - name: ropes-lost"),
        ("T12", "Bring one.", "Bring AKIA" + "ABCDEFGHIJKLMNOP.", "mistake:"),
    ],
)
async def test_a_bad_draft_is_refused_with_rule_file_and_line(
    folder: Path, rule: str, old: str, new: str, key: str
) -> None:
    text = boats(folder, old, new)

    try:
        problems = (await judged(folder, text)).problems
    except ProblemsError as error:  # what is no strict YAML at all has no name to be judged under
        problems = tuple(error.problems)

    places = {(problem.rule, problem.file.replace("draft.yaml", BOATS), problem.line) for problem in problems}
    assert (rule, BOATS, line_of(text, key)) in places


async def test_a_slug_of_somebody_else_is_refused(folder: Path) -> None:
    (folder / "modules").mkdir()
    judgement = await judged(
        folder,
        re.sub("level: .*\n|why: .*\n  .*\n|mistake: .*\n  .*\n", "", boats(folder))
        + "name: boats\nimport_line: import boats\n",
    )

    assert ("T01", "content/modules/boats.yaml", 1) in [
        (problem.rule, problem.file, problem.line) for problem in judgement.problems
    ]


@pytest.fixture
def questions(folder: Path) -> Path:
    place = folder / "questions"
    place.mkdir()
    (place / "all.yaml").write_text(
        "questions:\n"
        '  - text: "harbour meaning please"\n    topics: [boats]\n'
        '  - text: "what is a mooring bollard"\n    topics: [boats]\n'
        '  - text: "how to cook a lobster"\n    abstain: true\n'
    )
    return folder


async def test_a_stored_question_keeps_its_topic(questions: Path) -> None:
    ropes = (questions / "topics/ropes.yaml").read_text()
    stealing = ropes.replace("cord torn", "harbour meaning please")

    (problem,) = (await judged(questions, stealing)).problems

    assert (problem.rule, problem.file) == ("T13", "content/topics/ropes.yaml")
    assert problem.line == line_of(stealing, "questions:")
    assert "“harbour meaning please” belongs to `boats`" in problem.message
    assert "content/questions/all.yaml:2" in problem.message


async def test_what_is_no_question_here_gets_no_answer(questions: Path) -> None:
    text = boats(questions, "what is a pier for", "how to cook a lobster")

    (problem,) = (await judged(questions, text)).problems

    assert (problem.rule, "lobster" in problem.message) == ("T13", True)


async def test_questions_that_will_now_be_answered_are_named(questions: Path) -> None:
    text = boats(questions, "what is a pier for", "what is a mooring bollard")

    judgement = await judged(questions, text, asked=["what, a mooring bollard?", "lobster soup"])

    assert judgement.problems == ()
    assert judgement.gained == ("what is a mooring bollard", "what, a mooring bollard?")


async def test_problems_that_were_there_before_are_not_the_drafts(folder: Path) -> None:
    ropes = folder / "topics/ropes.yaml"
    ropes.write_text(ropes.read_text().replace("  - boats\n", "  - anchors\n"))

    assert (await judged(folder, boats(folder) + "passive: false\n")).passed


async def test_a_failure_pattern_may_not_take_anothers_sample(folder: Path) -> None:
    first = PATTERN.format(slug="lost-name", pattern="^name '(?P<name>canoe)'", name="canoe", rank=1)
    (folder / "failures").mkdir()
    (folder / "failures/lost-name.yaml").write_text(first)
    greedy = PATTERN.format(slug="any-name", pattern="^name '(?P<name>.*)' is", name="dinghy", rank=2)
    error = (
        b"Traceback (most recent call last):\n"
        b'  File "main.py", line 1, in <module>\n'
        b"NameError: name '%s' is not defined\n"
    )

    class Failing(CannedSandbox):
        pythons = ("3.13",)

        async def run(self, snippet, **_options):
            name = snippet.files[0].source.strip().encode()
            return canned_run(self.answer.outcome, stderr=error % name, code=1)

    sandbox = Failing(canned_run())
    change = Change.of(greedy.encode())
    search = Library(folder).current.search
    judgement = await judge(change, folder, search, sandbox, at_once=1)

    assert [(problem.rule, problem.file) for problem in judgement.problems] == [
        ("T10", "content/failures/lost-name.yaml")
    ]


PATTERN = """\
slug: {slug}
topic: boats
exception: NameError
pattern: "{pattern}"
rank: {rank}
what: There is no {{name}}.
why: Nobody made it.
fix: Make it.
sample:
  files:
    main.py: |
      {name}
"""
