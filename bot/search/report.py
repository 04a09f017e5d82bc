"""The figures of a measurement as text, one below the other."""

from collections.abc import Iterator, Mapping

from bot.search.measure import Hits, Report, Spoken


def lines(report: Report) -> Iterator[str]:
    """What `modulo eval` prints."""
    yield from _hits(report)
    yield from _spoken(report)
    yield ""
    yield f"AUROC {report.auroc:.3f} of being answerable, {report.auroc_best:.3f} of the best topic's score"
    yield f"coverage at 95 % precision {report.coverage:.1%}"
    yield (
        f"an answer or an offer for 80 % of the questions would be one for {report.at_eighty:.1%} "
        "of the messages to decline"
    )
    yield f"latency p50 {report.p50:.2f} ms · p99 {report.p99:.2f} ms"
    if report.dialogues:
        yield ""
        yield "dialogues, turns after the first"
        for kind, (right, count) in report.dialogues.items():
            yield f"  {kind:<18} {right} of {count}"
    yield ""
    yield "reliability: promised → kept"
    for promised, kept, count in report.reliability:
        yield f"  {promised:.2f} → {kept:.2f}  ({count})"
    yield ""
    yield "worst mistakes"
    for found in report.worst:
        wanted = " | ".join(found.case.topics) or "nothing"
        for best in found.matches[:1]:
            words = ", ".join(best.terms)
            yield f"  {best.score:.2f} {best.topic} instead of {wanted}: {_short(found.case.text)} [{words}]"


def _hits(report: Report) -> Iterator[str]:
    yield f"{'questions':<34} {'number':>6} {'hit@1':>6} {'hit@3':>6} {'MRR':>6}"
    yield _hits_row("all", report.questions)
    groups: tuple[Mapping[str, Hits], ...] = (report.by_style, report.by_source)
    for group in groups:
        for name, hits in group.items():
            if name:
                yield _hits_row(f"  {_short(name, limit=30)}", hits)
    if report.copies.count:
        yield _hits_row("misspelt copies", report.copies)
        yield _hits_row("  the same as they were written", report.copied)


def _spoken(report: Report) -> Iterator[str]:
    yield ""
    yield f"{'decisions':<34} {'number':>6} {'answer':>6} {'+offer':>6} {'right':>6}"
    yield f"{_spoken_row('questions, addressed', report.spoken)} {report.precision:>6.1%}"
    yield f"{_spoken_row('questions, overheard', report.overheard)} {report.precision_overheard:>6.1%}"
    yield _spoken_row("to decline, addressed", report.negatives)
    for category, spoken in report.by_category.items():
        yield _spoken_row(f"  {category}", spoken)
    yield _spoken_row("to decline, overheard", report.negatives_overheard)


def _hits_row(name: str, hits: Hits) -> str:
    return f"{name:<34} {hits.count:>6} {hits.first:>6.3f} {hits.three:>6.3f} {hits.mrr:>6.3f}"


def _spoken_row(name: str, spoken: Spoken) -> str:
    return f"{name:<34} {spoken.count:>6} {spoken.answered:>6.1%} {spoken.offered:>6.1%}"


def _short(text: str, *, limit: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
