"""`modulo eval`: how well search does, in figures."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.config import Config
from bot.content.load import load
from bot.search.cases import Cases, read_cases
from bot.search.measure import Hits, Report, Spoken, measure
from bot.search.search import Search

MOST_SOURCES = 12
MOST_CHARACTERS = 70


def evaluate(config: Config, files: Sequence[Path]) -> None:
    """Measure search on the files, by default on the content's own questions, and print every figure.

    Raises ContentError, or ProblemsError for a file that holds no questions.
    """
    paths = files or sorted((config.content.folder / "questions").glob("*.yaml"))
    cases = sum((read_cases(path) for path in paths), Cases())
    report = measure(Search.build(load(config.content.folder)), cases)
    console = Console()
    if cases.questions:
        console.print(_hits(report))
    console.print(_spoken(report))
    for line in _figures(report):
        console.print(line, highlight=False)
    if report.worst:
        console.print(_worst(report))


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left")
    return table


def _hits(report: Report) -> Table:
    table = _table("Questions", "which", "count", "hit@1", "hit@3", "MRR")
    sources = dict(sorted(report.by_source.items(), key=lambda item: -item[1].count)[:MOST_SOURCES])
    groups: list[tuple[str, Mapping[str, Hits]]] = [
        ("", {"all": report.questions}),
        ("style ", report.by_style),
        ("from ", sources),
    ]
    for prefix, group in groups:
        for name, hits in group.items():
            figures = (f"{hits.first:.3f}", f"{hits.three:.3f}", f"{hits.mrr:.3f}")
            table.add_row(f"{prefix}{name or '-'}"[:MOST_CHARACTERS], str(hits.count), *figures)
    return table


def _spoken(report: Report) -> Table:
    table = _table("What is said", "to", "count", "answered", "answered or offered")
    rows: list[tuple[str, Spoken]] = [
        ("questions", report.spoken),
        ("questions, overheard", report.overheard),
    ]
    rows += [("messages to decline", report.negatives), ("the same, overheard", report.negatives_overheard)]
    rows += [(f"  {category}", spoken) for category, spoken in report.by_category.items()]
    for name, spoken in rows:
        if spoken.count:
            shares = (spoken.answered, spoken.offered)
            table.add_row(name, str(spoken.count), *(f"{share:.3f}" for share in shares))
    return table


def _figures(report: Report) -> list[str]:
    dialogues = ", ".join(f"{kind} {right}/{turns}" for kind, (right, turns) in report.dialogues.items())
    bands = ", ".join(f"{promised:.2f}→{kept:.2f} ({count})" for promised, kept, count in report.reliability)
    return [
        f"precision of answers: {report.precision:.3f} addressed, {report.precision_overheard:.3f} overheard",
        f"coverage at 95 % precision: {report.coverage:.3f}; AUROC {report.auroc:.3f}",
        f"messages to decline that are answered where 80 % of questions are: {report.at_eighty:.3f}",
        f"dialogues, follow-up turns right: {dialogues or '-'}",
        f"reliability, promised→kept (count): {bands}",
        f"latency: p50 {report.p50:.2f} ms, p99 {report.p99:.2f} ms",
    ]


def _worst(report: Report) -> Table:
    table = _table("Surest mistakes", "text", "wanted", "found", "score", "words")
    for found in report.worst:
        best = found.matches[0] if found.matches else None
        text = found.case.text.replace("\n", " ")[:MOST_CHARACTERS]
        wanted = " ".join(found.case.topics) or "silence"
        words = " ".join(best.terms) if best else ""
        table.add_row(
            text, wanted, best.topic if best else "-", f"{found.score:.2f}", words[:MOST_CHARACTERS]
        )
    return table
