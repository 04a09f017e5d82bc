from pathlib import Path

import pytest

from bot.errors import ProblemsError
from bot.search.cases import Case, Cases, Dialogue, Turn, read_cases
from bot.search.measure import measure
from bot.search.report import lines
from bot.search.search import Search

CASES = Cases(
    questions=(
        Case("what does import math do", ("import-statement",), style="question"),
        Case("ImportError: No module named foo", ("modulenotfounderror",), style="error"),
        Case("how do I import a module", ("mod-itertools",), style="question"),
    ),
    negatives=(Case("will it rain tomorrow", style="chitchat"),),
    dialogues=(
        Dialogue("thanks", (Turn("what is __init__.py for", "init-py"), Turn("thanks", "thanks"))),
        Dialogue("refine", (Turn("what is __init__.py for", "init-py"), Turn("why?", "if-name-main"))),
    ),
)


def test_hits_are_counted_by_style(search: Search) -> None:
    report = measure(search, CASES)

    assert report.questions.count == 3
    assert report.questions.first == pytest.approx(2 / 3)
    assert report.by_style["error"].first == 1
    assert report.by_style["question"].first == 0.5


def test_a_message_to_decline_that_is_declined_counts_as_such(search: Search) -> None:
    report = measure(search, CASES)

    assert report.negatives.answered == 0
    assert report.by_category["chitchat"].offered == 0
    assert report.auroc == 1


def test_only_what_follows_in_a_dialogue_is_counted(search: Search) -> None:
    assert measure(search, CASES).dialogues == {"refine": (0, 1), "thanks": (1, 1)}


def test_a_misspelt_copy_is_measured_beside_its_question_alone(search: Search) -> None:
    right = Case("what does import math do", ("import-statement",), name="a")
    copy = Case("zzzz", ("import-statement",), copy_of="a")
    other = Case("ImportError: No module named foo", ("if-name-main",), name="b")

    report = measure(search, Cases(questions=(right, copy, other)))

    assert (report.copies.count, report.copies.first) == (1, 0)
    assert (report.copied.count, report.copied.first) == (1, 1)
    assert report.questions.count == 2
    assert any(line.startswith("misspelt copies") for line in lines(report))


def test_a_copy_whose_question_is_not_there_is_a_question(search: Search) -> None:
    report = measure(search, Cases(questions=(Case("what is a module", ("what-is-a-module",), copy_of="a"),)))

    assert report.questions.count == 1
    assert report.copies.count == 0


def test_the_worst_mistakes_come_first(search: Search) -> None:
    worst = measure(search, CASES).worst

    assert worst[0].case.text == "how do I import a module"


def test_measuring_nothing_gives_figures_of_nothing(search: Search) -> None:
    report = measure(search, Cases())

    assert report.questions.count == 0
    assert report.precision == 0


def test_every_kind_of_file_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(
        "- {text: a question, topics: [init-py], style: terse, note: more keys are fine}\n"
        "- {text: a joke, category: chitchat}\n"
        "- {kind: refine, turns: [{user: hello, expect: abstain}]}\n"
    )

    cases = read_cases(file)

    assert cases.questions == (Case("a question", ("init-py",), style="terse"),)
    assert cases.negatives == (Case("a joke", style="chitchat"),)
    assert cases.dialogues == (Dialogue("refine", (Turn("hello", "abstain"),)),)


def test_a_copy_names_its_question(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- {id: a1, of: a, text: qestion, topics: [init-py]}\n")

    assert read_cases(file).questions == (Case("qestion", ("init-py",), name="a1", copy_of="a"),)


def test_a_file_under_the_key_questions_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("questions:\n  - {text: hello, abstain: true}\n")

    assert read_cases(file) == Cases(negatives=(Case("hello", style="abstain"),))


@pytest.mark.parametrize("text", ["a: [", "just text", "- {text: [1]}", "other: []"])
def test_a_file_that_is_none_says_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(text)

    with pytest.raises(ProblemsError, match="no file of questions"):
        read_cases(file)


def test_a_report_says_every_figure_in_text(search: Search) -> None:
    text = "\n".join(lines(measure(search, CASES)))

    assert "hit@1" in text
    assert "chitchat" in text
    assert "refine             0 of 1" in text
    assert "instead of mod-itertools: how do I import a module" in text
