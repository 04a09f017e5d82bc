"""Reads a message's Markdown into a snippet: which text is code, and what each file is called.

A file is named by the line before its block (`main.py:`), by the words behind its fence (`py title=main.py`),
by a first comment (`# main.py`), or by being attached. Blocks without a name are joined into one file.
A block marked `stdin` is what the program reads.
"""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile

from bot.sandbox.overlong import overlong_name
from bot.sandbox.snippet import MAIN, MAX_BYTES, Snippet


class RemarkKind(StrEnum):
    """What a learner should be told about how the message was read; the keys are those of `texts.run`."""

    JOINED = "joined"
    LEFT_OUT = "left_out"
    UNCLOSED = "unclosed"
    INVISIBLE = "invisible"


@dataclass(frozen=True, slots=True)
class Remark:
    """One such remark, and for invisible characters where they stand."""

    kind: RemarkKind
    places: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The program a message holds, and what to say about how it was read."""

    snippet: Snippet
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block as it was written: its language word in lower case, and its name if it has one."""

    source: str
    language: str = ""
    name: str = ""
    closed: bool = True


_PYTHON = frozenset({"", "py", "py3", "python", "python3", "pycon", "ipython", "gyp"})
_INPUT = frozenset({"stdin", "input"})
# Blocks in another language stand beside the code: a terminal's output, a config file. Words that are not
# here are taken for code, because a wrong word after the fence is more common than another language.
_FOREIGN = frozenset(
    re.findall(
        r"\w+",
        """ansi bash bat batch c cmd console cpp cs csharp css csv diff go html ini java javascript js json
        kotlin log lua markdown md output php powershell ps1 pytb ruby rust sh shell sql text toml traceback
        ts txt typescript xml yaml yml zsh""",
    )
)
_FILE = r"[^\s`*:\"'<>|(),;]+\.(?:py|pyi|txt|json|csv|toml|ini|cfg|md|yaml|yml|xml|html|pth|in)"
_NAME_IN_LINE = re.compile(rf"(?<![\w/\\.~-])({_FILE})(?![\w/\\-])", re.IGNORECASE)
_NOTHING_ELSE = re.compile(r"(?:[\s*_`#>:.()-]|\d+[.)]|file ?name|file|datei|in)*", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|name|file|filename)\s*=\s*[\"']?([^\"'\s]+)[\"']?", re.IGNORECASE)
# Possessive, so that blanks are divided in one way only: two thousand of them took minutes.
_COMMENT_NAME = re.compile(
    rf"#++\s*+(?:file ?name|file)?\s*+:?+\s*+[`\"']?+({_FILE})[`\"']?\s*+:?\s*+", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[\w+\-.#/]*")
_FENCE = re.compile(r"(`{3,}|´{3,}|(?m:^[ \t]*~{3,}))")
_INLINE = re.compile(r"(`{1,2})([^`\n]+)\1")
_PROMPT = re.compile(r"(?:>>>|\.\.\.|In \[\d+\]:|\s+\.\.\.:)(?: |$)")
_FIRST_PROMPT = re.compile(r"\s*(?:>>>|In \[\d+\]:)(?: |$)")
# A byte order mark, no-break and zero-width blanks, and marks that turn the direction of the text.
_INVISIBLE = re.compile(r"[\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")
_MOST_PLACES = 3
_LONGEST_LINE = 400
"""Characters before a block in which its name is looked for, which takes time by the square of them."""


def read_markdown(text: str, attachments: Sequence[tuple[str, str]] = ()) -> Pasted | None:
    """The program in a message and its attached files (name, source), or None when there is no code.

    Raises SnippetRejected for names and sizes that cannot be run.
    """
    blocks = list(fenced_blocks(text.replace("\r\n", "\n")))
    if not any(_is_code(block) for block in blocks) and not attachments:
        bare = _bare_code(text.replace("\r\n", "\n").strip())
        blocks = [*blocks, Block(_clean(bare))] if bare else []
    remarks: list[Remark] = []
    files = [*attachments, *_named(blocks, {name for name, _ in attachments}, remarks)]
    if not files:
        return None
    if any(not block.closed for block in blocks):
        remarks.append(Remark(RemarkKind.UNCLOSED))
    if places := _invisible_places(files):
        remarks.append(Remark(RemarkKind.INVISIBLE, places))
    stdin = "".join(block.source for block in blocks if block.language in _INPUT and not block.name)
    return Pasted(Snippet.of(files, stdin=stdin), tuple(remarks))


def read_files(files: Sequence[tuple[str, str]], *, stdin: str = "") -> Pasted:
    """The program in files that are taken as they are, with the same remarks."""
    places = _invisible_places(files)
    remarks = (Remark(RemarkKind.INVISIBLE, places),) if places else ()
    return Pasted(Snippet.of(files, stdin=stdin), remarks)


def fenced_blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown text, in order; the last one may be left open."""
    position = 0
    while opening := _FENCE.search(text, position):
        fence = opening.group().strip()
        closing = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}").search(text, opening.end())
        end = closing.start() if closing else len(text)
        yield _block(
            text[opening.end() : end], before=text[position : opening.start()], closed=closing is not None
        )
        position = closing.end() if closing else len(text)


def _block(inside: str, *, before: str, closed: bool) -> Block:
    first, newline, rest = inside.partition("\n")
    language, name = "", _name_before(before)
    if newline or not closed:
        known = _info(first.strip())
        if known is not None:
            language, titled = known
            name = titled or name
            inside = rest
    else:
        word, _, behind = inside.strip().partition(" ")
        inside = behind if behind and word.lower() in _PYTHON else inside.strip()
    source = _clean(inside)
    comment = _COMMENT_NAME.fullmatch(source.partition("\n")[0].strip())
    return Block(source, language, name or (comment.group(1) if comment else ""), closed)


def _info(line: str) -> tuple[str, str] | None:
    """Language and file name of the text behind an opening fence, or None when it is code already."""
    word, _, behind = line.partition(" ")
    if not _LANGUAGE.fullmatch(word):
        return None
    if re.fullmatch(_FILE, word, re.IGNORECASE) and not behind:
        return "", word
    if not behind:
        return word.lower(), ""
    if titled := _TITLE.fullmatch(behind.strip()):
        return word.lower(), titled.group(1)
    if re.fullmatch(_FILE, behind.strip(), re.IGNORECASE):
        return word.lower(), behind.strip()
    return None


def _name_before(text: str) -> str:
    """The file name on the line before a block: alone there, or the only one and followed by a colon."""
    line = text.rstrip().rpartition("\n")[2].strip()
    if len(line) > _LONGEST_LINE:
        return ""
    names = _NAME_IN_LINE.findall(line)
    if len(names) != 1:
        return ""
    alone = _NOTHING_ELSE.fullmatch(line.replace(names[0], " ", 1)) is not None
    announced = line.rstrip("*_` ").endswith(":")
    return str(names[0]) if alone or announced else ""


def _is_code(block: Block) -> bool:
    if block.name:
        return True
    return block.language not in _FOREIGN | _INPUT and bool(block.source.strip())


def _named(blocks: Sequence[Block], taken: set[str], remarks: list[Remark]) -> list[tuple[str, str]]:
    """Files in the order of the blocks; code without a name becomes `main.py`, where it first stood."""
    code = [block for block in blocks if _is_code(block)]
    unnamed = [block for block in code if not block.name]
    free = MAIN not in taken and all(block.name != MAIN for block in code)
    if unnamed and not free:
        remarks.append(Remark(RemarkKind.LEFT_OUT))
    elif len(unnamed) > 1:
        remarks.append(Remark(RemarkKind.JOINED))
    files: list[tuple[str, str]] = []
    for block in code:
        if block.name:
            files.append((block.name, block.source))
        elif free and block is unnamed[0]:
            files.append((MAIN, "\n".join(part.source for part in unnamed)))
    return files


def _bare_code(text: str) -> str:
    """The text itself when it is a single span of inline code, or Python beyond doubt."""
    if inline := _INLINE.fullmatch(text):
        return inline.group(2).strip()
    return text if _is_python(text) else ""


def _is_python(text: str) -> bool:
    """Whether it parses and does more than name things, so that `thanks` and `yes, no` are not code."""
    if not text or len(text) > MAX_BYTES or overlong_name(text) is not None:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    doing = (
        ast.Call,
        ast.Import,
        ast.ImportFrom,
        ast.Assign,
        ast.FunctionDef,
        ast.ClassDef,
        ast.For,
        ast.While,
    )
    return any(isinstance(node, doing) for node in ast.walk(tree))


def _clean(source: str) -> str:
    """Source without prompts, common indentation and blank edges, ending in one line break unless empty."""
    lines = source.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    lines = [*dropwhile(lambda line: not line.strip(), lines)]
    if not lines:
        return ""
    if _FIRST_PROMPT.match(lines[0]):
        lines = [_PROMPT.sub("", line.lstrip(), count=1) for line in lines if _PROMPT.match(line.lstrip())]
    return "\n".join(_dedented(lines)) + "\n"


def _dedented(lines: list[str]) -> list[str]:
    """Lines without the blanks that all of them begin with, lines of nothing but blanks aside."""
    margins = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip()]
    margin = min(margins, key=len, default="")
    if not margin or any(not each.startswith(margin) for each in margins):
        return lines
    return [line.removeprefix(margin) for line in lines]


def _invisible_places(files: Sequence[tuple[str, str]]) -> str:
    places = [
        f"line {number} of `{name}` (U+{ord(found.group()):04X})"
        for name, source in files
        for number, line in enumerate(source.split("\n"), 1)
        if (found := _INVISIBLE.search(line))
    ]
    more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
    return ", ".join(places[:_MOST_PLACES]) + more
