"""What a schema can't say: the numbered rules of content/README.md that need no program to be run."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.content import path_rules
from bot.content.load import Source
from bot.content.passage import Files, Found, Passage
from bot.content.paths import LearningPath
from bot.content.schema import AnyCard, Example, FailurePattern, ModuleCard, Topic
from bot.content.secrets import secrets
from bot.errors import Problem
from bot.strict_yaml import Document, Place

MAX_COLUMNS = 60
MAX_CARD = 1500
MAX_SENTENCE = 20
LINKS = frozenset({"docs.python.org", "peps.python.org", "packaging.python.org", "pip.pypa.io"})

_FENCE = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`[^`\n]*`")
_DUNDER = re.compile(r"(?<![\w`])__\w+")
_PING = re.compile(
    r"@(?:everyone|here)\b|<@[!&]?\d+>|<#\d+>|discord(?:\.gg|app\.com/invite|\.com/invite)/", re.IGNORECASE
)
_URL = re.compile(r"\bhttps?://[^\s<>)\]]+|\bwww\.[^\s<>)\]]+", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:](?:\s|$)|\n\s*(?:[-*|>]|\d+\.|\n)")

Written = AnyCard | LearningPath


def lint(source: Source, *, newest: str = "") -> list[Problem]:
    """Every broken rule in every card and every learning path, with file, line and the rule's number.

    When two files say the same, the `newest` is to blame; without it, the later one.
    """
    problems: list[Problem] = []
    topics = {card.slug: card for card, _ in source.cards()}
    for card, document in source.cards():
        for rule, holds in _RULES.items():
            problems += [_problem(document, *found, rule) for found in holds(card, document)]
        for rule, check in _CARD_RULES.items():
            problems += [_problem(document, *found, rule) for found in check(card)]
    for path, document in source.paths.entries:
        for rule, holds in _RULES.items():
            problems += [_problem(document, *found, rule) for found in holds(path, document)]
        for rule, fits in path_rules.RULES.items():
            problems += [_problem(document, *found, rule) for found in fits(path, topics)]
    for pattern, document in source.failures.entries:
        problems += [_problem(document, *found, "T08") for found in _pings_in(_said_by(pattern))]
    for document in source.documents():
        problems += [_problem(document, *found, "T12") for found in secrets(document)]
    return problems + list(_across(source, newest))


def wording_key(question: str) -> str:
    """What two wordings have in common when they are the same to a reader: letters and digits in order."""
    return " ".join(re.findall(r"\w+", question.casefold()))


def _problem(document: Document, place: Place, message: str, rule: str) -> Problem:
    return Problem(document.file, document.line_of(place), message, rule)


def _prose(entry: Written) -> Iterator[Passage]:
    return path_rules.prose(entry) if isinstance(entry, LearningPath) else _card_prose(entry)


def _files(entry: Written) -> Iterator[Files]:
    if isinstance(entry, LearningPath):
        yield from path_rules.files(entry)
        return
    for index, example in enumerate(entry.examples):
        yield Files(("examples", index, "files"), example.files)


def _card_prose(card: AnyCard) -> Iterator[Passage]:
    yield Passage(("title",), card.title)
    yield Passage(("answer",), card.answer)
    if isinstance(card, Topic):
        yield Passage(("why",), card.why)
        yield Passage(("mistake",), card.mistake)
    elif card.confused_with:
        yield Passage(("confused_with",), card.confused_with)
    for index, follow_up in enumerate(card.follow_ups):
        yield Passage(("follow_ups", index, "answer"), follow_up.answer)
    for index, example in enumerate(card.examples):
        yield Passage(("examples", index, "goal"), example.goal)
        yield Passage(("examples", index, "explanation"), example.explanation)


def _name(entry: Written, document: Document) -> Found:
    if PurePosixPath(document.file).stem != entry.slug:
        yield ("slug",), f"The file must be called `{entry.slug}.yaml`, as its slug."


def _dunder(entry: Written, _: Document) -> Found:
    for place, text in _prose(entry):
        if found := _DUNDER.search(_INLINE.sub("", _FENCE.sub("", text))):
            yield place, f"Put `{found[0]}` in backticks; bare, it turns into bold text."


def _columns(entry: Written, _: Document) -> Found:
    for place, text in _prose(entry):
        for block in _FENCE.findall(text):
            yield from _too_wide(place, block)
    for place, files in _files(entry):
        for name, text in files.items():
            yield from _too_wide((*place, name), text)


def _too_wide(place: Place, code: str) -> Found:
    for line in code.splitlines():
        if len(line) > MAX_COLUMNS:
            yield (
                place,
                f"A line of code has {len(line)} columns; {MAX_COLUMNS} fit on a phone: {line.strip()[:40]}…",
            )


def _fits(card: AnyCard) -> Found:
    texts = [
        text
        for place, text in _prose(card)
        if place[0] in ("title", "answer", "why", "mistake", "confused_with")
    ]
    if (size := sum(map(len, texts))) > MAX_CARD:
        yield (
            ("answer",),
            f"Title, answer, why and mistake have {size} characters; {MAX_CARD} fit on one card.",
        )


def _links(card: AnyCard) -> Found:
    for index, url in enumerate(card.sources):
        if urlsplit(url).hostname not in LINKS:
            yield ("sources", index), f"Links lead to {', '.join(sorted(LINKS))}; this one does not."
    for place, text in _prose(card):
        for url in _URL.findall(_INLINE.sub("", _FENCE.sub("", text))):
            if not url.startswith("https://") or urlsplit(url).hostname not in LINKS:
                yield place, f"Links lead to {', '.join(sorted(LINKS))}; {url[:60]} does not."


def _sentences(entry: Written, _: Document) -> Found:
    for place, text in _prose(entry):
        words = _INLINE.sub("x", _FENCE.sub(". ", text))
        counts = [len(sentence.split()) for sentence in _SENTENCE_END.split(words) if sentence.split()]
        if counts and (mean := sum(counts) / len(counts)) > MAX_SENTENCE:
            yield place, f"A sentence has {mean:.0f} words here on average; make it {MAX_SENTENCE} at most."


def _pings(entry: Written, _: Document) -> Found:
    passages = list(_prose(entry))
    if not isinstance(entry, LearningPath):
        passages += [Passage(("questions", index), text) for index, text in enumerate(entry.questions)]
    yield from _pings_in(passages)


def _pings_in(passages: Iterable[Passage]) -> Found:
    for place, text in passages:
        if found := _PING.search(text):
            yield place, f"`{found[0]}` would ping people or invite them; take it out."


def _said_by(pattern: FailurePattern) -> Iterator[Passage]:
    for name in ("what", "why", "fix", "fix_here"):
        yield Passage((name,), getattr(pattern, name) or "")


def _blanks(entry: Written, _: Document) -> Found:
    for place, files in _files(entry):
        for name, text in files.items():
            if any("\t" in line or line != line.rstrip() for line in text.splitlines()):
                yield (*place, name), "There is a tab, or a blank at the end of a line."


def _import_line(card: AnyCard) -> Found:
    if not isinstance(card, ModuleCard):
        return
    if not any(f"{name}.".startswith(f"{card.name}.") for name in _imported(card.import_line)):
        yield ("import_line",), f"This line does not import `{card.name}`."
    shown = [text for _, text in _prose(card)]
    shown += [text for _, files in _files(card) for text in files.values()]
    if not re.search(re.escape(card.import_line) + r"(?![\w.])", "\n".join(shown)):
        yield ("import_line",), "Show this line in the answer or in an example."


def _imported(line: str) -> Iterator[str]:
    """Every module the statement may load; a name taken out of one may be a module too."""
    match ast.parse(line).body:
        case [ast.Import(names)]:
            yield from (alias.name for alias in names)
        case [ast.ImportFrom(module, names)]:
            yield from (f"{module}.{alias.name}" for alias in names)


_RULES: dict[str, Callable[[Written, Document], Found]] = {
    "T01": _name,
    "T03": _dunder,
    "T04": _columns,
    "T07": _sentences,
    "T08": _pings,
    "T09": _blanks,
}
_CARD_RULES: dict[str, Callable[[AnyCard], Found]] = {"T05": _fits, "T06": _links, "T14": _import_line}


def _across(source: Source, newest: str) -> Iterator[Problem]:
    slugs = {card.slug for card, _ in source.cards()}
    wordings: dict[str, str] = {}
    examples: dict[str, str] = {}
    for card, document in sorted(source.cards(), key=lambda entry: entry[1].file == newest):
        for index, slug in enumerate(card.see_also):
            if slug not in slugs:
                yield _problem(document, ("see_also", index), f"There is no topic `{slug}`.", "T02")
        if card.instead is not None and card.instead not in slugs:
            yield _problem(document, ("instead",), f"There is no topic `{card.instead}`.", "T02")
        for index, question in enumerate(card.questions):
            key = wording_key(question)
            if (owner := wordings.setdefault(key, card.slug)) != card.slug:
                yield _problem(document, ("questions", index), f"`{owner}` has this wording already.", "T01")
        yield from _example_names(card.examples, document, examples)
    for pattern, document in source.failures.entries:
        if pattern.topic not in slugs:
            yield _problem(document, ("topic",), f"There is no topic `{pattern.topic}`.", "T02")


def _example_names(found: tuple[Example, ...], document: Document, seen: dict[str, str]) -> Iterator[Problem]:
    for index, example in enumerate(found):
        if example.name in seen:
            message = f"{seen[example.name]} has an example `{example.name}` already; choose another name."
            yield _problem(document, ("examples", index, "name"), message, "T11")
        seen.setdefault(example.name, document.file)
