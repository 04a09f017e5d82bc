"""Is the content fit to publish? Strict reading, the numbered rules, and every example really run."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content import path_rules, translation
from bot.content.lint import lint
from bot.content.load import Source, load_questions
from bot.content.program import Demonstration, Variation
from bot.content.schema import Content, FailurePattern
from bot.curate import imports, unproved
from bot.errors import Problem, ProblemsError
from bot.explain.explain import explain_run
from bot.explain.story import Story
from bot.sandbox.run import Outcome, Run, Sandbox
from bot.strict_yaml import Document, Place
from bot.tutor import snippet_of

# What two right runs of one example may differ in, and what it is compared as.
_VARIES: Mapping[Variation, tuple[re.Pattern[str], str]] = {
    Variation.ADDRESS: (re.compile(r"0x[0-9a-fA-F]{4,}"), "0x…"),
    Variation.PATH: (re.compile(r"(?:/[^/\s\"':]+)+/"), "…/"),
    Variation.TIME: (re.compile(r"\d+:\d\d(?::\d\d)?(?:\.\d+)?|\d+\.\d+(?:e-?\d+)?"), "0.0"),
    Variation.VERSION: (re.compile(r"\b3\.\d+(?:\.\d+)?\S*"), "3.x"),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """One program of the content to be run on one Python, and how its run is judged."""

    name: str
    python: str
    carry_out: Callable[[], Awaitable[list[Problem]]]


@dataclass(slots=True)
class Report:
    """Everything found: problems, how much was run, and for which Pythons nothing could be proved."""

    problems: list[Problem] = field(default_factory=list)
    proved: int = 0
    not_proved: list[str] = field(default_factory=list)


async def check(
    source: Source,
    sandbox: Sandbox,
    *,
    at_once: int,
    only: frozenset[str] | None = None,
    progress: Callable[[int, int], None],
) -> Report:
    """Check the content folder, running `at_once` programs side by side.

    `only` limits the result to these files, named as problems name them; a file that cannot be read is
    reported all the same, because then nothing can be checked.
    `progress` is told (done, all) after each program that was run.
    """
    if problems := source.problems() + load_questions(source.root).problems:
        return Report(sorted(problems))  # rules that look across files, and explanations, need all of them
    report = await prove(source, sandbox, at_once=at_once, only=only, progress=progress)
    rules = lint(source) + translation.problems(source.root, source.texts.entries[0][0])
    broken = {problem for problem in rules if only is None or problem.file in only}
    report.problems = sorted(broken | set(report.problems))
    return report


async def prove(
    source: Source,
    sandbox: Sandbox,
    *,
    at_once: int,
    only: frozenset[str] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Report:
    """Run every example and every sample of the files; all files of the source can be read."""
    report = Report()
    proofs = list(_proofs(source, sandbox, only, report))
    results = await _carry_out(proofs, at_once, progress)
    report.proved = len(proofs)
    report.problems = sorted({problem for found in results for problem in found})
    return report


async def _carry_out(
    proofs: list[Proof], at_once: int, progress: Callable[[int, int], None]
) -> list[list[Problem]]:
    done = 0
    free = asyncio.Semaphore(at_once)

    async def one(proof: Proof) -> list[Problem]:
        nonlocal done
        async with free:
            found = await proof.carry_out()
        done += 1
        progress(done, len(proofs))
        return found

    return await asyncio.gather(*(one(proof) for proof in proofs))


def _proofs(source: Source, sandbox: Sandbox, only: frozenset[str] | None, report: Report) -> Iterator[Proof]:
    for name, place, program, document in _demonstrations(source):
        if only is not None and document.file not in only:
            continue
        missing = unproved.of_program(name, program, sandbox.pythons)
        report.not_proved += [f"{document.file}: {claim}" for claim in missing]
        for version in filter(program.holds_on, sandbox.pythons):
            yield _proof(name, place, program, document, sandbox, version)
    yield from _import_proofs(source, sandbox, only)
    for file, claim in unproved.of_source(source, sandbox.pythons):
        if only is None or file in only:
            report.not_proved.append(f"{file}: {claim}")
    content = source.content()
    for pattern, document in source.failures.entries:
        if only is None or document.file in only:
            yield from _failure_proofs(pattern, document, content, sandbox)


def _demonstrations(source: Source) -> Iterator[tuple[str, Place, Demonstration, Document]]:
    """Every program that states what it prints: its name, its place, itself, and the document it is in."""
    for card, document in source.cards():
        for index, example in enumerate(card.examples):
            yield example.name, ("examples", index), example, document
    for path, document in source.paths.entries:
        for place, program in path_rules.programs(path):
            yield f"{path.slug}, step {int(place[1]) + 1}", place, program, document


def _proof(
    name: str, at: Place, program: Demonstration, document: Document, sandbox: Sandbox, version: str
) -> Proof:
    async def carry_out() -> list[Problem]:
        run = await sandbox.run(snippet_of(program), python=version)
        return [
            Problem(document.file, document.line_of((*at, *place)), message, "T10")
            for place, message in compare(program, run, version, name=name)
        ]

    return Proof(name, version, carry_out)


def compare(program: Demonstration, run: Run, version: str, *, name: str) -> Iterator[tuple[Place, str]]:
    """Where the run differs from what the program states, as places within it and messages."""
    expected = program.expected_on(version)
    place_of = (
        {"output": (), "error": ()}
        if expected is not program
        else {"output": ("output",), "error": ("error",)}
    )
    intro = f"`{name}` on Python {version}"
    output, stated = (_normal(text, program.varies) for text in (run.stdout_text, expected.output))
    if output != stated:
        yield place_of["output"], f"{intro} prints {_first_difference(output, stated)}"
    error, stated = (_normal(text, program.varies) for text in (_last_line(run.stderr_text), expected.error))
    if error != stated:
        yield (
            place_of["error"],
            f"{intro} ends with {error or 'no error'!r}, not with {stated or 'no error'!r}",
        )
    if run.outcome not in (Outcome.FINISHED, Outcome.RAISED):
        yield (), f"{intro} {run.outcome.value.replace('_', ' ')} {run.reason}".rstrip()


def _import_proofs(source: Source, sandbox: Sandbox, only: frozenset[str] | None) -> Iterator[Proof]:
    """One program on each Python tries the import lines of all module cards."""
    cards = [entry for entry in source.modules.entries if only is None or entry[1].file in only]
    for version in sandbox.pythons if cards else ():

        async def carry_out(version: str = version) -> list[Problem]:
            run = await sandbox.run(imports.snippet_of(cards), python=version)
            return list(imports.problems_of(cards, run, version))

        yield Proof("import lines", version, carry_out)


def _failure_proofs(
    pattern: FailurePattern, document: Document, content: Content, sandbox: Sandbox
) -> Iterator[Proof]:
    for version in sandbox.pythons:
        if not pattern.sample.holds_on(version):
            continue

        async def carry_out(version: str = version) -> list[Problem]:
            snippet = snippet_of(pattern.sample)
            run = await sandbox.run(snippet, python=version)
            failure = explain_run(Story.of(snippet, run), content).failure
            if failure is not None and failure.pattern == pattern.slug:
                return []
            seen = f"is taken for `{failure.pattern}`" if failure else "is not recognised"
            message = f"The sample of `{pattern.slug}` {seen} on Python {version}"
            return [Problem(document.file, document.line_of(("sample",)), message, "T10")]

        yield Proof(pattern.slug, version, carry_out)


def names_of(paths: Iterable[Path], root: Path) -> frozenset[str]:
    """How problems name these files, and the files of these folders.

    Raises ProblemsError for a path that is not in the content folder.
    """
    whole_root = root.resolve()
    names: set[str] = set()
    for path in paths:
        whole = path.resolve()
        if not whole.exists() or not whole.is_relative_to(whole_root):
            raise ProblemsError([Problem(str(path), 1, f"There is no such file in {root}.")])
        files = whole.rglob("*.yaml") if whole.is_dir() else [whole]
        names |= {f"{root.name}/{file.relative_to(whole_root)}" for file in files}
    return frozenset(names)


def _normal(text: str, varies: tuple[Variation, ...]) -> str:
    for variation in varies:
        pattern, instead = _VARIES[variation]
        text = pattern.sub(instead, text)
    return text.removesuffix("\n")


def _last_line(stderr: str) -> str:
    return stderr.rstrip("\n").rpartition("\n")[2]


def _first_difference(output: str, stated: str) -> str:
    pairs = zip(output.splitlines(), stated.splitlines(), strict=False)
    for number, (got, wanted) in enumerate(pairs, 1):
        if got != wanted:
            return f"{got!r} in line {number} of its output, not {wanted!r}"
    return f"{len(output.splitlines())} lines, not {len(stated.splitlines())}: {output[-60:]!r}"
