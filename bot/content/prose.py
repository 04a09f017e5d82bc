"""Curated prose is broken into lines to be read in an editor; shown, its lines flow together again."""

import re

_FENCE = "```"
_BLOCK = re.compile(r"^[ ]*```.*?(?:^[ ]*```[ ]*(?:\n|\Z)|\Z)", re.DOTALL | re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\n\d\.)\s+(?=[-A-Z`*“\"])|\n[ ]*\n|\n(?=(?:[-*]|\d+\.)\s)")
_LEADS_ON = re.compile(r"(?<=[.!?])\s+[^.!?]*:\Z")
_STARTS_A_LINE = re.compile(r"(?:[-*>#|]|\d+\.)\s|\|")


def beginning(markdown: str, sentences: int) -> str:
    """The first sentences of flowing prose, without blocks of code; a paragraph or an item ends one as well.

    One that leads on to what is left out is left out too.
    """
    prose = _BLOCK.sub("", markdown).strip()
    ends = [end.start() for end in _SENTENCE_END.finditer(prose) if prose.count("`", 0, end.start()) % 2 == 0]
    return _LEADS_ON.sub("", prose[: ends[sentences - 1]]) if len(ends) >= sentences else prose


def flow(markdown: str) -> str:
    """Join the lines of each paragraph; blocks of code, lists and blank lines stay as they are."""
    lines: list[str] = []
    fenced = joins = False
    for line in markdown.strip().split("\n"):
        edge = line.lstrip().startswith(_FENCE)
        if joins and line.strip() and not edge and not _STARTS_A_LINE.match(line.lstrip()):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
        fenced ^= edge
        joins = not fenced and not edge and bool(line.strip())
    return "\n".join(lines)
