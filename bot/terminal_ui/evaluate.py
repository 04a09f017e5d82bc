"""`modulo eval`: how well search does, in figures."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot.config import Config
from bot.content.load import load
from bot.search import report
from bot.search.cases import Cases, read_cases
from bot.search.measure import measure
from bot.search.search import Search


def evaluate(config: Config, files: Sequence[Path]) -> None:
    """Measure search on the files, by default on the content's own questions, and print every figure.

    Raises ContentError, or ProblemsError for a file that holds no questions.
    """
    paths = files or sorted((config.content.folder / "questions").glob("*.yaml"))
    cases = sum((read_cases(path) for path in paths), Cases())
    figures = measure(Search.build(load(config.content.folder)), cases)
    sys.stdout.write("\n".join(report.lines(figures)) + "\n")
