"""Recognises why an import failed, from what a program printed or somebody pasted."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from bot.content.schema import ALWAYS_GIVEN, FailurePattern
from bot.content.texts.imports import ExplainTexts
from bot.explain.explanation import Failure
from bot.explain.facts import FACTS
from bot.explain.program import NOTHING, Program
from bot.explain.scene import Scene
from bot.explain.tracebacks import CONSOLE, Raised, read_console, read_tracebacks
from bot.quote import Curated, Filling, bare, fill

MAX_EXCEPTIONS = 20
MAX_PLACES = 20  # in one line of code


def find_failure(
    stderr: str,
    patterns: Iterable[FailurePattern],
    texts: ExplainTexts,
    *,
    program: Program = NOTHING,
    packages: Mapping[str, str] | None = None,
) -> Failure | None:
    """Find the pattern that tells why the program failed; None if it is not a matter of imports.

    Without a `program` the text is something pasted, perhaps with talk around it. Of chained exceptions the
    last one that a pattern knows counts: it is what the learner sees at the bottom.
    """
    in_turn = sorted(patterns, key=lambda pattern: (-pattern.rank, pattern.slug))
    known_packages = packages or {}
    raised = read_tracebacks(stderr, talk=not program.files)[-MAX_EXCEPTIONS:]
    for one in reversed(raised):
        if failure := _explain(Scene(one, program, known_packages), in_turn, texts):
            return failure
    by_tools = [pattern for pattern in in_turn if pattern.exception == CONSOLE]
    for one in read_console(stderr):
        if failure := _explain(Scene(one, program, known_packages), by_tools, texts):
            return failure
    return None


def _explain(scene: Scene, patterns: Iterable[FailurePattern], texts: ExplainTexts) -> Failure | None:
    for pattern in patterns:
        if (values := _match(pattern, scene)) is not None:
            return _fill_in(pattern, scene, values, texts)
    return None


def _match(pattern: FailurePattern, scene: Scene) -> dict[str, Filling] | None:
    """What the pattern's texts can be filled in with, None if it does not hold."""
    if not _is_raised(pattern.exception, scene.raised):
        return None
    found = re.search(pattern.pattern, scene.raised.message)
    if found is None:
        return None
    words = {name: word for name, word in found.groupdict().items() if word}
    if pattern.code is None:
        return _complete(pattern, scene, words)
    for shown in islice(re.finditer(pattern.code, scene.code), MAX_PLACES):
        values = _complete(pattern, scene, words | {n: word for n, word in shown.groupdict().items() if word})
        if values is not None:
            return values
    return None


def _complete(pattern: FailurePattern, scene: Scene, words: Mapping[str, str]) -> dict[str, Filling] | None:
    """Add what is known about the words and the facts, None if one of them does not hold."""
    values: dict[str, Filling] = dict(words)
    if pattern.known:
        entry = pattern.known.get(_spell(pattern.known_by, values))
        if entry is None:
            return None
        values |= {name: Curated(word) for name, word in entry.items()}
    scene = scene.with_words(values)
    for fact in pattern.when:
        given = FACTS[fact](scene)
        if given is None:
            return None
        values |= given
    return values if pattern.uses <= values.keys() | ALWAYS_GIVEN else None


def _is_raised(exception: str, raised: Raised) -> bool:
    if exception == "*":
        return raised.exception != CONSOLE
    return raised.exception in exception.split(" | ")


def _spell(template: str, values: Mapping[str, Filling]) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], "")), template)


def _fill_in(
    pattern: FailurePattern, scene: Scene, values: dict[str, Filling], texts: ExplainTexts
) -> Failure:
    place = texts.place_unknown
    if scene.file is not None:
        place = fill(texts.place, {"file": scene.file, "line": scene.line or 0})
    all_values: dict[str, Filling] = {
        "file": scene.file or Curated(texts.file_unknown),
        "line": scene.line or 0,
        "place": Curated(place),
        **values,
    }
    fix = pattern.fix if scene.pasted or pattern.fix_here is None else pattern.fix_here
    return Failure(
        pattern=pattern.slug,
        topic=pattern.topic,
        what=fill(pattern.what, all_values).strip(),
        why=fill(pattern.why, all_values).strip(),
        fix=fill(fix, all_values).strip(),
        file=bare(scene.file, limit=100) if scene.file else None,
        line=scene.line,
    )
